//! A bucket that speaks S3 over HTTP, as far as files need it: objects in memory, every signature checked.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use crate::signature::is_signed;

/// The bucket's name.
pub const BUCKET: &str = "crm";

/// What is in it.
#[derive(Clone, Default)]
pub struct Bucket(Arc<Mutex<Inside>>);

#[derive(Default)]
struct Inside {
    objects: BTreeMap<String, Bytes>,
    parts: BTreeMap<String, BTreeMap<u32, Bytes>>,
    /// Requests without a valid signature.
    refused: usize,
}

impl Bucket {
    /// Serves it; answers its endpoint.
    pub async fn serve(&self) -> String {
        let app = Router::new().fallback(handle).layer(DefaultBodyLimit::disable()).with_state(self.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        format!("http://{address}")
    }

    /// Keys of what is in it.
    pub fn keys(&self) -> Vec<String> {
        self.0.lock().unwrap().objects.keys().cloned().collect()
    }

    /// How many uploads in parts were neither finished nor given up.
    pub fn open_uploads(&self) -> usize {
        self.0.lock().unwrap().parts.len()
    }

    /// How many requests were refused.
    pub fn refused(&self) -> usize {
        self.0.lock().unwrap().refused
    }
}

async fn handle(
    State(bucket): State<Bucket>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let mut inside = bucket.0.lock().unwrap();
    if !is_signed(&method, &uri, &headers) {
        inside.refused += 1;
        return error(StatusCode::FORBIDDEN, "SignatureDoesNotMatch");
    }
    let query: BTreeMap<&str, &str> = uri
        .query()
        .unwrap_or_default()
        .split('&')
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .collect();
    let path = uri.path().trim_start_matches('/');
    let Some(key) = path.strip_prefix(BUCKET) else { return error(StatusCode::NOT_FOUND, "NoSuchBucket") };
    inside.answer(&method, key.trim_start_matches('/').to_owned(), &query, &headers, body)
}

impl Inside {
    fn answer(
        &mut self,
        method: &Method,
        key: String,
        query: &BTreeMap<&str, &str>,
        headers: &HeaderMap,
        body: Bytes,
    ) -> Response {
        let upload = query.get("uploadId").map(|id| (*id).to_owned());
        let etag = [(header::ETAG, "\"1\"")];
        match (method.as_str(), upload) {
            ("POST", None) if query.contains_key("uploads") => {
                let id = format!("upload-{}", self.parts.len() + 1);
                self.parts.insert(id.clone(), BTreeMap::new());
                xml(&format!(
                    "<InitiateMultipartUploadResult><Bucket>{BUCKET}</Bucket><Key>{key}</Key><UploadId>{id}</UploadId></InitiateMultipartUploadResult>"
                ))
            }
            ("POST", None) if query.contains_key("delete") => self.delete_many(&body),
            ("PUT", Some(id)) => {
                let number = query.get("partNumber").and_then(|number| number.parse().ok()).unwrap_or(0);
                let Some(parts) = self.parts.get_mut(&id) else {
                    return error(StatusCode::NOT_FOUND, "NoSuchUpload");
                };
                parts.insert(number, body);
                etag.into_response()
            }
            ("POST", Some(id)) => {
                let Some(parts) = self.parts.remove(&id) else {
                    return error(StatusCode::NOT_FOUND, "NoSuchUpload");
                };
                let small = parts.values().rev().skip(1).any(|part| part.len() < 5 << 20);
                if small {
                    return error(StatusCode::BAD_REQUEST, "EntityTooSmall");
                }
                let whole: Vec<u8> = parts.into_values().flatten().collect();
                self.objects.insert(key, whole.into());
                xml("<CompleteMultipartUploadResult><ETag>\"1\"</ETag></CompleteMultipartUploadResult>")
            }
            ("DELETE", Some(id)) => {
                self.parts.remove(&id);
                StatusCode::NO_CONTENT.into_response()
            }
            ("PUT", None) => self.put(key, headers, body),
            ("DELETE", None) => {
                self.objects.remove(&key);
                StatusCode::NO_CONTENT.into_response()
            }
            ("GET" | "HEAD", None) => self.get(&key, headers, query),
            _ => error(StatusCode::NOT_IMPLEMENTED, "NotImplemented"),
        }
    }

    fn put(&mut self, key: String, headers: &HeaderMap, body: Bytes) -> Response {
        let source = headers.get("x-amz-copy-source").and_then(|value| value.to_str().ok());
        let Some(source) = source else {
            self.objects.insert(key, body);
            return [(header::ETAG, "\"1\"")].into_response();
        };
        let from = source.trim_start_matches('/').trim_start_matches(BUCKET).trim_start_matches('/');
        let Some(bytes) = self.objects.get(from).cloned() else {
            return error(StatusCode::NOT_FOUND, "NoSuchKey");
        };
        self.objects.insert(key, bytes);
        xml("<CopyObjectResult><ETag>\"1\"</ETag></CopyObjectResult>")
    }

    fn get(&self, key: &str, headers: &HeaderMap, query: &BTreeMap<&str, &str>) -> Response {
        let Some(bytes) = self.objects.get(key) else { return error(StatusCode::NOT_FOUND, "NoSuchKey") };
        let range = headers
            .get(header::RANGE)
            .and_then(|value| value.to_str().ok()?.strip_prefix("bytes=")?.split_once('-'));
        let mut answer = HeaderMap::new();
        answer.insert(header::ETAG, "\"1\"".parse().unwrap());
        answer.insert(header::LAST_MODIFIED, "Sat, 28 Nov 2026 12:00:00 GMT".parse().unwrap());
        if let Some(kind) = query.get("response-content-type") {
            answer.insert(header::CONTENT_TYPE, kind.replace("%2F", "/").parse().unwrap());
        }
        let Some((first, last)) = range else { return (answer, bytes.clone()).into_response() };
        let first: usize = first.parse().unwrap();
        let last = last.parse().unwrap_or(bytes.len() - 1).min(bytes.len() - 1);
        answer
            .insert(header::CONTENT_RANGE, format!("bytes {first}-{last}/{}", bytes.len()).parse().unwrap());
        (StatusCode::PARTIAL_CONTENT, answer, bytes.slice(first..=last)).into_response()
    }

    fn delete_many(&mut self, body: &[u8]) -> Response {
        let text = String::from_utf8_lossy(body);
        let keys = text.split("<Key>").skip(1).filter_map(|rest| rest.split("</Key>").next());
        let mut told = String::new();
        for key in keys {
            self.objects.remove(key);
            told.push_str(&format!("<Deleted><Key>{key}</Key></Deleted>"));
        }
        xml(&format!("<DeleteResult>{told}</DeleteResult>"))
    }
}

fn xml(text: &str) -> Response {
    ([(header::CONTENT_TYPE, "application/xml")], text.to_owned()).into_response()
}

fn error(status: StatusCode, code: &str) -> Response {
    (status, xml(&format!("<Error><Code>{code}</Code><Message>{code}</Message></Error>"))).into_response()
}
