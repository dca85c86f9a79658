//! Secrets at rest: AES-256-GCM under a key derived for the purpose, as `enc:v2:<key id>:<base64>`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use icosa_store::config::Secret;
use rand::TryRngCore;
use rand::rngs::OsRng;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, Salt};
use sha2::{Digest, Sha256};

use super::error::TokenError;

const PREFIX: &str = "enc:v2:";

/// Encrypts; each call with another result.
pub(super) fn seal(secret: &Secret, purpose: &str, plain: &[u8]) -> Result<String, TokenError> {
    let mut nonce = [0; NONCE_LEN];
    OsRng
        .try_fill_bytes(&mut nonce)
        .map_err(|error| TokenError::Signing(format!("no random numbers: {error}")))?;
    let mut sealed = plain.to_vec();
    key(secret, purpose)
        .and_then(|key| {
            key.seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(purpose.as_bytes()),
                &mut sealed,
            )
            .ok()
        })
        .ok_or_else(|| TokenError::Signing("a secret cannot be encrypted".to_owned()))?;
    let payload = STANDARD.encode([&nonce[..], &sealed].concat());
    Ok(format!("{PREFIX}{}:{payload}", key_id(secret)))
}

/// Decrypts with whichever secret it was encrypted with; `None` if that is none of these, or the text was changed.
pub(super) fn open(secrets: &[&Secret], purpose: &str, sealed: &str) -> Option<Vec<u8>> {
    let (id, payload) = sealed.strip_prefix(PREFIX)?.split_once(':')?;
    let secret = secrets.iter().find(|secret| key_id(secret) == id)?;
    let payload = STANDARD.decode(payload).ok()?;
    let (nonce, sealed) = payload.split_at_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let mut plain = sealed.to_vec();
    let key = key(secret, purpose)?;
    let opened = key.open_in_place(nonce, Aad::from(purpose.as_bytes()), &mut plain).ok()?;
    Some(opened.to_vec())
}

fn key(secret: &Secret, purpose: &str) -> Option<LessSafeKey> {
    let extracted = Salt::new(HKDF_SHA256, b"icosa").extract(secret.expose().as_bytes());
    let info = [purpose.as_bytes()];
    let expanded = extracted.expand(&info, &AES_256_GCM).ok()?;
    Some(LessSafeKey::new(UnboundKey::from(expanded)))
}

fn key_id(secret: &Secret) -> String {
    hex::encode(Sha256::digest(secret.expose())).chars().take(8).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_key_and_purpose_open() {
        let (old, new) = (Secret::new("old"), Secret::new("new"));
        let sealed = seal(&old, "test", b"plain").unwrap();
        assert!(sealed.starts_with("enc:v2:") && !sealed.contains("plain"));
        assert_ne!(seal(&old, "test", b"plain").unwrap(), sealed);
        assert_eq!(open(&[&new, &old], "test", &sealed).unwrap(), b"plain");
        assert!(open(&[&new], "test", &sealed).is_none());
        assert!(open(&[&old], "other", &sealed).is_none());
        for broken in ["", "enc:v2:", "enc:v1:a:b", &sealed[..sealed.len() - 4], &format!("{sealed}AAAA")] {
            assert!(open(&[&old], "test", broken).is_none(), "{broken}");
        }
    }
}
