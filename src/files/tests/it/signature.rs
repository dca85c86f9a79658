//! Checks the signatures of requests to S3 (AWS Signature Version 4), in headers and in addresses.

use axum::http::{HeaderMap, Method, Uri};
use ring::{digest, hmac};

pub const KEY: &str = "key-of-tests";
pub const SECRET: &str = "secret-of-tests";
pub const REGION: &str = "test-1";

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text.as_bytes()).as_ref().to_vec()
}

fn hash(text: &[u8]) -> String {
    hex::encode(digest::digest(&digest::SHA256, text))
}

/// Whether a request carries the signature of the key that tests use.
pub fn is_signed(method: &Method, uri: &Uri, headers: &HeaderMap) -> bool {
    let query = uri.query().unwrap_or_default();
    let mut pairs: Vec<(&str, &str)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .collect();
    let in_query = |name: &str| {
        pairs
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value.replace("%2F", "/").replace("%3B", ";"))
    };
    let header =
        |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let (credential, signed, signature, moment, payload) = match in_query("X-Amz-Signature") {
        Some(signature) => (
            in_query("X-Amz-Credential"),
            in_query("X-Amz-SignedHeaders"),
            signature,
            in_query("X-Amz-Date").unwrap_or_default(),
            "UNSIGNED-PAYLOAD".to_owned(),
        ),
        None => {
            let text = header("authorization");
            let part = |name: &str| {
                let rest = text.split(name).nth(1)?.trim_start_matches('=');
                Some(rest.split(',').next().unwrap_or_default().trim().to_owned())
            };
            let signature = part("Signature").unwrap_or_default();
            (
                part("Credential"),
                part("SignedHeaders"),
                signature,
                header("x-amz-date"),
                header("x-amz-content-sha256"),
            )
        }
    };
    let (Some(credential), Some(signed)) = (credential, signed) else { return false };
    let Some(scope) = credential.strip_prefix(&format!("{KEY}/")) else { return false };
    pairs.retain(|(key, _)| *key != "X-Amz-Signature");
    pairs.sort_unstable();
    let query: Vec<String> = pairs.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let lines: String = signed.split(';').map(|name| format!("{name}:{}\n", header(name).trim())).collect();
    let canonical = format!("{method}\n{}\n{}\n{lines}\n{signed}\n{payload}", uri.path(), query.join("&"));
    let text = format!("AWS4-HMAC-SHA256\n{moment}\n{scope}\n{}", hash(canonical.as_bytes()));
    let day = scope.split('/').next().unwrap_or_default();
    let key = mac(format!("AWS4{SECRET}").as_bytes(), day);
    let key = [REGION, "s3", "aws4_request"].iter().fold(key, |key, part| mac(&key, part));
    hex::encode(mac(&key, &text)) == signature
}
