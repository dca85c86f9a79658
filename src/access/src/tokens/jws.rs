//! The compact form of signed tokens (RFC 7515), strictly: two algorithms, and which of them applies follows from
//! the key, never from the sender.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::claims::Claims;

/// Longest token that is looked at, bytes.
const LONGEST: usize = 8 * 1024;

/// The header of a token, read or to be written.
#[derive(Debug, Serialize, Deserialize)]
struct Header {
    alg: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    typ: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    kid: Option<String>,
    /// Extensions that must be understood; none are.
    #[serde(skip_serializing, default)]
    crit: Option<serde_json::Value>,
}

/// What a token must be verified with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KeyKind {
    /// ES256 with the signing key of that id.
    Signing(Uuid),
    /// HS256 with a secret derived from `APP_SECRET`: no key is named.
    Legacy,
}

/// A token in its parts; nothing of it is to be believed before it is verified.
pub(super) struct Unverified<'t> {
    pub key: KeyKind,
    pub claims: Claims,
    signed: &'t str,
    signature: Vec<u8>,
}

/// Takes a token apart; `None` if it is malformed or of an algorithm that is not accepted.
pub(super) fn parse(token: &str) -> Option<Unverified<'_>> {
    if token.len() > LONGEST {
        return None;
    }
    let (signed, signature) = token.rsplit_once('.')?;
    let (header, payload) = signed.split_once('.')?;
    let header: Header = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()?;
    if header.crit.is_some() {
        return None;
    }
    let key = match (header.alg.as_str(), &header.kid) {
        ("ES256", Some(kid)) => KeyKind::Signing(Uuid::parse_str(kid).ok()?),
        ("HS256", None) => KeyKind::Legacy,
        _ => return None,
    };
    let claims = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()?;
    let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
    Some(Unverified { key, claims, signed, signature })
}

impl Unverified<'_> {
    /// Whether it was signed with the private part of this key.
    pub fn is_signed_by(&self, public_key: &[u8]) -> bool {
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, public_key)
            .verify(self.signed.as_bytes(), &self.signature)
            .is_ok()
    }

    /// Whether it was signed with this secret; takes as long for a wrong one.
    pub fn is_signed_with(&self, secret: &[u8]) -> bool {
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
        hmac::verify(&key, self.signed.as_bytes(), &self.signature).is_ok()
    }
}

/// A token signed by `sign`, which answers the signature of what it is given.
pub(super) fn compact<E>(
    kid: Uuid,
    claims: &Claims,
    sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
) -> Result<String, E>
where
    E: From<serde_json::Error>,
{
    let header = Header {
        alg: "ES256".to_owned(),
        typ: Some("JWT".to_owned()),
        kid: Some(kid.to_string()),
        crit: None,
    };
    let header = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&header)?);
    let payload = URL_SAFE_NO_PAD.encode(serde_json::to_vec(claims)?);
    let signed = format!("{header}.{payload}");
    let signature = URL_SAFE_NO_PAD.encode(sign(signed.as_bytes())?);
    Ok(format!("{signed}.{signature}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(header: &str, payload: &str) -> String {
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        format!("{}.{}.{}", part(header), part(payload), part("signature"))
    }

    const PAYLOAD: &str = r#"{"type":"ACCESS","iat":1,"exp":2}"#;

    #[test]
    fn the_algorithm_follows_from_the_key() {
        let kid = Uuid::new_v4();
        let signed = token(&format!(r#"{{"alg":"ES256","kid":"{kid}"}}"#), PAYLOAD);
        assert_eq!(parse(&signed).unwrap().key, KeyKind::Signing(kid));
        assert_eq!(parse(&token(r#"{"alg":"HS256"}"#, PAYLOAD)).unwrap().key, KeyKind::Legacy);
    }

    #[test]
    fn nothing_else_is_read() {
        let kid = Uuid::new_v4();
        for header in [
            r#"{"alg":"none"}"#.to_owned(),
            r#"{"alg":"None"}"#.to_owned(),
            r#"{"alg":""}"#.to_owned(),
            "{}".to_owned(),
            r#"{"alg":"ES256"}"#.to_owned(),
            r#"{"alg":"ES256","kid":"1"}"#.to_owned(),
            format!(r#"{{"alg":"HS256","kid":"{kid}"}}"#),
            format!(r#"{{"alg":"RS256","kid":"{kid}"}}"#),
            format!(r#"{{"alg":"none","kid":"{kid}"}}"#),
            format!(r#"{{"alg":"ES256","kid":"{kid}","crit":["exp"]}}"#),
        ] {
            assert!(parse(&token(&header, PAYLOAD)).is_none(), "{header}");
        }
        let good = token(r#"{"alg":"HS256"}"#, PAYLOAD);
        for bad in ["", ".", "..", "a.b", "a.b.c", &good[1..], &format!("{good}="), &format!("{good}.x")] {
            assert!(parse(bad).is_none(), "{bad}");
        }
        assert!(parse(&token(r#"{"alg":"HS256"}"#, r#"{"type":"ACCESS","iat":1}"#)).is_none(), "no end");
        assert!(parse(&token(r#"{"alg":"HS256"}"#, r#"{"type":"ACCESS","iat":1,"exp":"9"}"#)).is_none());
        assert!(parse(&"a".repeat(LONGEST + 1)).is_none());
    }
}
