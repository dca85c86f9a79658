//! The client and how it is made.

use std::time::Duration;

use url::Url;

use crate::error::{Error, Result};
use crate::names::Names;
use crate::retry::RetryPolicy;
use crate::token::Token;
use crate::{Metadata, Records, Rest};

/// A connection to one workspace of one server; cheap to clone, one is enough for a program.
#[derive(Debug, Clone)]
pub struct Client {
    pub(crate) http: reqwest::Client,
    pub(crate) base: Url,
    pub(crate) token: Token,
    pub(crate) retry: RetryPolicy,
    pub(crate) timeout: Duration,
}

/// How a [`Client`] works.
#[derive(Debug, Clone)]
pub struct ClientBuilder {
    base: String,
    token: String,
    timeout: Duration,
    connect_timeout: Duration,
    retry: RetryPolicy,
    user_agent: String,
}

impl Client {
    /// A client with the usual settings. The address is where the server's pages are, the token that of an API key
    /// or a member.
    ///
    /// # Errors
    /// [`Error::Invalid`] for an address or a token that cannot be one; nothing is sent yet.
    pub fn new(base: &str, token: &str) -> Result<Self> {
        Self::builder(base, token).build()
    }

    /// A client to be set up.
    ///
    /// ```
    /// use std::time::Duration;
    /// use icosa_sdk::{Client, RetryPolicy};
    ///
    /// let client = Client::builder("http://localhost:3000", "a token")
    ///     .timeout(Duration::from_secs(10))
    ///     .retry(RetryPolicy::never())
    ///     .build()?;
    /// # Ok::<(), icosa_sdk::Error>(())
    /// ```
    #[must_use]
    pub fn builder(base: &str, token: &str) -> ClientBuilder {
        ClientBuilder {
            base: base.to_owned(),
            token: token.to_owned(),
            timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(10),
            retry: RetryPolicy::default(),
            user_agent: concat!("icosa-sdk/", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }

    /// Records of one object, over GraphQL.
    #[must_use]
    pub fn records(&self, names: Names) -> Records {
        Records::new(self.clone(), names)
    }

    /// The REST API.
    #[must_use]
    pub fn rest(&self) -> Rest {
        Rest::new(self.clone())
    }

    /// The data model: objects and fields.
    #[must_use]
    pub fn metadata(&self) -> Metadata {
        Metadata::new(self.clone())
    }

    /// The address of a path of the server.
    pub(crate) fn url(&self, path: &str) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{path}", self.base.path().trim_end_matches('/')));
        url
    }
}

impl ClientBuilder {
    /// Longest time from the start of one try to the end of its answer; 60 seconds.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Longest time to get a connection; 10 seconds.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// When calls are tried again.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// What the server's log calls this program.
    #[must_use]
    pub fn user_agent(mut self, name: &str) -> Self {
        name.clone_into(&mut self.user_agent);
        self
    }

    /// The client.
    ///
    /// # Errors
    /// [`Error::Invalid`] for an address or a token that cannot be one.
    pub fn build(self) -> Result<Client> {
        let base = address(&self.base)?;
        let http = reqwest::Client::builder()
            .timeout(self.timeout)
            .connect_timeout(self.connect_timeout)
            .user_agent(self.user_agent)
            // An API does not redirect: whoever does is not the server that the token is meant for.
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| Error::invalid(format!("The HTTP client cannot be made: {error}")))?;
        Ok(Client { http, base, token: Token::new(&self.token)?, retry: self.retry, timeout: self.timeout })
    }
}

fn address(text: &str) -> Result<Url> {
    let wrong = |why: &str| Error::invalid(format!("'{text}' is no address of a server: {why}"));
    let mut url = Url::parse(text.trim()).map_err(|error| wrong(&error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(wrong("it must begin with http:// or https://"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("a name or password in it is not used"));
    }
    url.set_query(None);
    url.set_fragment(None);
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_added_to_the_address() {
        for (base, expected) in [
            ("http://localhost:3000", "http://localhost:3000/graphql"),
            (" https://crm.example.com/ ", "https://crm.example.com/graphql"),
            ("https://example.com/crm/?a=b#c", "https://example.com/crm/graphql"),
        ] {
            let client = Client::new(base, "token").unwrap();
            assert_eq!(client.url("/graphql").as_str(), expected);
        }
    }

    #[test]
    fn what_cannot_be_an_address_is_refused() {
        for (text, why) in [
            ("localhost:3000", "must begin with http"),
            ("crm.example.com", "relative URL"),
            ("ftp://example.com", "must begin with http"),
            ("https://me:secret@example.com", "not used"),
            ("", "relative URL"),
        ] {
            let message = Client::new(text, "token").unwrap_err().to_string();
            assert!(message.contains(why), "{message}");
        }
    }

    #[test]
    fn the_token_is_not_shown() {
        assert!(!format!("{:?}", Client::new("http://localhost", "abcdef").unwrap()).contains("abcdef"));
    }
}
