//! The token of a caller.

use std::fmt;

use reqwest::header::HeaderValue;

use crate::error::{Error, Result};

/// An API key or an access token; never shown.
#[derive(Clone)]
pub struct Token(HeaderValue);

impl Token {
    /// Takes a token as it was given out.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a text that is empty or cannot be part of a header.
    pub fn new(token: &str) -> Result<Self> {
        let token = token.trim();
        let mut header = HeaderValue::try_from(format!("Bearer {token}"))
            .map_err(|_| Error::invalid("The token holds letters that no token has."))?;
        if token.is_empty() || token.contains(char::is_whitespace) {
            return Err(Error::invalid("The token is empty or holds blanks."));
        }
        header.set_sensitive(true);
        Ok(Self(header))
    }

    pub(crate) fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_not_shown() {
        let token = Token::new(" abc.def.ghi\n").unwrap();
        assert_eq!(token.header(), "Bearer abc.def.ghi");
        assert!(!format!("{token:?} {:?}", token.header()).contains("abc"));
    }

    #[test]
    fn what_cannot_be_a_token_is_refused() {
        for text in ["", "  ", "a b", "a\nb", "a\u{0}"] {
            assert!(Token::new(text).is_err(), "{text:?}");
        }
    }
}
