//! The token of a session.

use std::fmt;

use icosa_store::sessions::TokenHash;
use rand::TryRngCore;
use rand::rngs::OsRng;
use sha2::{Digest, Sha256};

use crate::error::AccessError;

/// 32 random bytes, written as 64 hexadecimal digits. Not shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

impl Token {
    pub(crate) fn random() -> Result<Self, AccessError> {
        let mut bytes = [0; 32];
        OsRng.try_fill_bytes(&mut bytes).map_err(|error| AccessError::Random(error.to_string()))?;
        Ok(Self(bytes))
    }

    /// From a cookie; `None` if it cannot be a token.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).ok()?;
        Some(Self(bytes))
    }

    /// For the cookie.
    #[must_use]
    pub fn to_text(&self) -> String {
        hex::encode(self.0)
    }

    /// What is stored. A plain hash is enough: the token is random, so it cannot be guessed from it.
    pub(crate) fn hash(&self) -> TokenHash {
        Sha256::digest(self.0).into()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trips_and_hides() {
        let token = Token::random().unwrap();
        let text = token.to_text();
        assert_eq!(text.len(), 64);
        assert_eq!(Token::parse(&text), Some(token.clone()));
        assert!(!format!("{token:?}").contains(&text));
        assert_ne!(Token::random().unwrap(), token);
        for bad in ["", "abc", &text[1..], &format!("{text}00"), &"g".repeat(64)] {
            assert_eq!(Token::parse(bad), None);
        }
    }
}
