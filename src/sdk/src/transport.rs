//! Sending: one request, its answer, and the same again where that helps.

use std::time::Duration;

use backon::Retryable;
use chrono::Utc;
use futures::stream::{BoxStream, StreamExt};
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderMap, LOCATION};
use reqwest::{Body, Method, RequestBuilder, Response};
use serde::Serialize;
use serde_json::Value;
use url::Url;

use crate::client::Client;
use crate::error::{Error, Refusal, Result};
use crate::retry::{Safety, retry_after};

/// Letters of a foreign answer that an error shows.
const SHOWN: usize = 200;
/// Longest time for a file to come or go.
const LONGEST_TRANSFER: Duration = Duration::from_secs(24 * 60 * 60);

/// What is to be sent.
pub(crate) struct Call {
    method: Method,
    url: Url,
    body: Option<Value>,
    safety: Safety,
}

/// What came back, understood as JSON but no further.
pub(crate) struct Received {
    pub url: Url,
    pub status: u16,
    pub retry_after: Option<Duration>,
    pub body: Value,
}

impl Received {
    /// The body, unless it says what went wrong.
    pub fn successful(self) -> Result<Value> {
        if (200..300).contains(&self.status) {
            return Ok(self.body);
        }
        Err(self.refusal())
    }

    /// The error that the answer is.
    pub fn refusal(&self) -> Error {
        match Refusal::read(self.status, self.retry_after, &self.body) {
            Some(refusal) => refusal.into(),
            None => self.unreadable("it is in no form that is known"),
        }
    }

    /// The answer is not one of the API.
    pub fn unreadable(&self, reason: impl Into<String>) -> Error {
        let (url, reason) = (self.url.to_string(), reason.into());
        Error::Unreadable { url, status: self.status, reason, retry_after: self.retry_after }
    }
}

impl Client {
    /// A call to be sent with [`Client::send`].
    pub(crate) fn call(&self, method: Method, path: &str, safety: Safety) -> Call {
        Call { method, url: self.url(path), body: None, safety }
    }

    /// Sends until an answer comes that is no passing trouble. `judge` finds errors in answers that came well.
    pub(crate) async fn send<T>(&self, call: &Call, judge: impl Fn(Received) -> Result<T>) -> Result<T> {
        let attempt = || async { judge(self.send_once(call).await?) };
        attempt
            .retry(self.retry.backoff())
            .when(|error| call.safety.may_retry(error))
            .adjust(|error, planned| self.retry.wait(error, planned))
            .await
    }

    /// A file as it comes: the time-out is for the answer to begin, not for its end.
    pub(crate) async fn download(&self, call: &Call) -> Result<BoxStream<'static, Result<Vec<u8>>>> {
        let attempt = || async {
            let begun = self.request(call).timeout(LONGEST_TRANSFER).send();
            let begun = tokio::time::timeout(self.timeout, begun).await;
            let begun = begun.map_err(|_| Error::Timeout { url: call.url.to_string() })?;
            let response = begun.map_err(|error| failure(&call.url, &error))?;
            if response.status().is_success() {
                Ok(response)
            } else {
                Err(received(&call.url, response).await?.refusal())
            }
        };
        let response = attempt
            .retry(self.retry.backoff())
            .when(|error| call.safety.may_retry(error))
            .adjust(|error, planned| self.retry.wait(error, planned))
            .await?;
        let url = call.url.clone();
        let pieces = response.bytes_stream();
        Ok(pieces.map(move |piece| piece.map(Vec::from).map_err(|error| failure(&url, &error))).boxed())
    }

    /// Sends a file, once: it may come from a stream.
    pub(crate) async fn upload(&self, call: &Call, file: Body) -> Result<Received> {
        let sent = self.request(call).timeout(LONGEST_TRANSFER).body(file).send().await;
        received(&call.url, sent.map_err(|error| failure(&call.url, &error))?).await
    }

    async fn send_once(&self, call: &Call) -> Result<Received> {
        let mut request = self.request(call).header(ACCEPT, "application/json");
        if let Some(body) = &call.body {
            request = request.json(body);
        }
        let response = request.send().await.map_err(|error| failure(&call.url, &error))?;
        received(&call.url, response).await
    }

    fn request(&self, call: &Call) -> RequestBuilder {
        let request = self.http.request(call.method.clone(), call.url.clone());
        request.header(AUTHORIZATION, self.token.header())
    }
}

impl Call {
    /// With a JSON body.
    pub fn body(mut self, body: &impl Serialize) -> Result<Self> {
        let body = serde_json::to_value(body);
        self.body = Some(body.map_err(|error| Error::invalid(format!("This cannot be sent: {error}")))?);
        Ok(self)
    }

    /// With a parameter, if there is a value for it.
    pub fn parameter(mut self, name: &str, value: Option<impl AsRef<str>>) -> Self {
        if let Some(value) = value {
            self.url.query_pairs_mut().append_pair(name, value.as_ref());
        }
        self
    }
}

async fn received(url: &Url, response: Response) -> Result<Received> {
    let status = response.status().as_u16();
    let retry_after = retry_after(response.headers(), Utc::now());
    let moved = moved_to(response.headers());
    let bytes = response.bytes().await.map_err(|error| failure(url, &error))?;
    let parsed = serde_json::from_slice(&bytes);
    parsed.map(|body| Received { url: url.clone(), status, retry_after, body }).map_err(|_| {
        let reason = moved.unwrap_or_else(|| shown(&bytes));
        Error::Unreadable { url: url.to_string(), status, reason, retry_after }
    })
}

fn moved_to(headers: &HeaderMap) -> Option<String> {
    let place = headers.get(LOCATION)?.to_str().ok()?;
    Some(format!("it points to {place}; is the address the right one?"))
}

fn shown(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None if text.is_empty() => "it is empty".to_owned(),
        None => text,
    }
}

/// An error of the network.
fn failure(url: &Url, error: &reqwest::Error) -> Error {
    let mut root: &dyn std::error::Error = error;
    while let Some(inner) = root.source() {
        root = inner;
    }
    let (url, reason) = (url.to_string(), root.to_string());
    if error.is_connect() {
        Error::Connect { url, reason }
    } else if error.is_timeout() {
        Error::Timeout { url }
    } else {
        Error::Broken { url, reason }
    }
}
