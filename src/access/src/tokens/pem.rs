//! Keys as PEM text.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// What SPKI puts before the point of a P-256 key: algorithm, curve, and the lengths.
const SPKI_P256: [u8; 26] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86,
    0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];
const PUBLIC: &str = "PUBLIC KEY";
const PRIVATE: &str = "PRIVATE KEY";

/// The public key of that uncompressed point.
pub(super) fn public(point: &[u8]) -> String {
    encode(PUBLIC, &[&SPKI_P256, point].concat())
}

/// The uncompressed point of a public P-256 key.
pub(super) fn read_public(pem: &str) -> Option<Vec<u8>> {
    let der = decode(PUBLIC, pem)?;
    der.strip_prefix(&SPKI_P256).map(<[u8]>::to_vec)
}

/// The private key of that PKCS #8 document.
pub(super) fn private(pkcs8: &[u8]) -> String {
    encode(PRIVATE, pkcs8)
}

/// The PKCS #8 document of a private key.
pub(super) fn read_private(pem: &str) -> Option<Vec<u8>> {
    decode(PRIVATE, pem)
}

fn encode(label: &str, der: &[u8]) -> String {
    const LINE: usize = 64;
    let mut text = format!("-----BEGIN {label}-----\n");
    for (i, letter) in STANDARD.encode(der).chars().enumerate() {
        if i > 0 && i % LINE == 0 {
            text.push('\n');
        }
        text.push(letter);
    }
    text.push_str(&format!("\n-----END {label}-----\n"));
    text
}

fn decode(label: &str, pem: &str) -> Option<Vec<u8>> {
    let body = pem.trim().strip_prefix(&format!("-----BEGIN {label}-----"))?;
    let body = body.strip_suffix(&format!("-----END {label}-----"))?;
    let body: String = body.split_whitespace().collect();
    STANDARD.decode(body).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_back() {
        let point = [4; 65];
        let pem = public(&point);
        assert!(pem.starts_with("-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE"), "{pem}");
        assert!(pem.lines().all(|line| line.len() <= 64));
        assert_eq!(read_public(&pem).unwrap(), point);
        assert_eq!(read_private(&private(&[1, 2, 3])).unwrap(), [1, 2, 3]);
        assert!(read_private(&pem).is_none() && read_public("no key").is_none());
    }
}
