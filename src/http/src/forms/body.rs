//! A form's body as input names and values, and the files sent with it.

use std::collections::BTreeMap;

use axum::extract::{FromRequest, Multipart, Request};
use axum::response::{IntoResponse, Response};

use super::account::to_sign_in;
use crate::error::ErrorResponse;
use crate::limits::{self, MAX_BODY};
use crate::multipart::{self, Content, SentFile};
use crate::session::SignedInCaller;
use icosa_contract::AppError;

/// `application/x-www-form-urlencoded`, values in the order they came.
#[derive(Debug, Clone, Default)]
pub struct Form(BTreeMap<String, Vec<String>>);

impl Form {
    /// The first value of an input, trimmed of nothing; absent is empty.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).and_then(|values| values.first()).map_or("", String::as_str)
    }

    /// Whether the input was sent at all.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// All values of an input.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<String> {
        self.0.get(name).cloned().unwrap_or_default()
    }

    /// Everything but passwords, to be shown again.
    #[must_use]
    pub fn without_secrets(&self) -> BTreeMap<String, Vec<String>> {
        self.0
            .iter()
            .filter(|(name, _)| name.as_str() != "password")
            .map(|(n, v)| (n.clone(), v.clone()))
            .collect()
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = ErrorResponse;

    async fn from_request(request: Request, _: &S) -> Result<Self, Self::Rejection> {
        // All of it comes into memory, however much the path takes.
        let bytes = match axum::body::to_bytes(request.into_body(), MAX_BODY).await {
            Ok(bytes) => bytes,
            Err(error) => {
                let is_large = limits::exceeds_limit(error);
                let unreadable = || AppError::bad_input("The form could not be read.");
                let refused = if is_large { limits::too_large(MAX_BODY) } else { unreadable() };
                return Err(ErrorResponse(refused));
            }
        };
        if std::str::from_utf8(&bytes).is_err() {
            return Err(ErrorResponse(AppError::bad_input("The form is not valid UTF-8.")));
        }
        let pairs = url::form_urlencoded::parse(&bytes);
        Ok(pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }
}

/// A form that may carry files, in either encoding.
pub struct FormWithFiles {
    /// Everything else.
    pub form: Form,
    /// By input name, in the order they came.
    pub files: Vec<(String, SentFile)>,
}

impl<S: Send + Sync> FromRequest<S> for FormWithFiles {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        if !multipart::is_multipart(request.headers()) {
            return Ok(Self {
                form: Form::from_request(request, state).await.map_err(IntoResponse::into_response)?,
                files: Vec::new(),
            });
        }
        // Large bodies are read for people who are signed in only.
        if request.extensions().get::<SignedInCaller>().is_none() {
            return Err(to_sign_in());
        }
        let parts = Multipart::from_request(request, state)
            .await
            .map_err(|_| ErrorResponse(AppError::bad_input("The form could not be read.")).into_response())?;
        let (mut texts, mut files) = (Vec::new(), Vec::new());
        for part in
            multipart::read(parts).await.map_err(|error| ErrorResponse::from(error).into_response())?
        {
            match part.content {
                Content::Text(text) => texts.push((part.name, text)),
                Content::File(sent) => files.push((part.name, sent)),
            }
        }
        Ok(Self { form: texts.into_iter().collect(), files })
    }
}

impl FromIterator<(String, String)> for Form {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Self {
        let mut form = BTreeMap::<String, Vec<String>>::new();
        for (name, value) in pairs {
            form.entry(name).or_default().push(value);
        }
        Self(form)
    }
}
