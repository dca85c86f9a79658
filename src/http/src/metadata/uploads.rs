//! Requests with files: `operations`, `map` and the files, as the GraphQL multipart request specification has it.

use std::collections::HashMap;

use async_graphql::{Request, UploadValue};

use super::Body;
use crate::multipart::{Content, Part};

/// The request that the parts make; `None` if they make none.
pub fn request(parts: Vec<Part>) -> Option<Request> {
    let (mut operations, mut map) = (None, None);
    let mut files = HashMap::new();
    for part in parts {
        match (part.name.as_str(), part.content) {
            ("operations", Content::Text(text)) => operations = Some(text),
            ("map", Content::Text(text)) => map = Some(text),
            (_, Content::File(sent)) => drop(files.insert(part.name, sent)),
            _ => {}
        }
    }
    let mut request = Body::read(operations?.as_bytes())?;
    let map: HashMap<String, Vec<String>> = serde_json::from_str(&map?).ok()?;
    for (name, paths) in map {
        let sent = files.remove(&name)?;
        // One file in several places would be read to its end by the first of them.
        let [path] = paths.as_slice() else { return None };
        let value = UploadValue { filename: sent.filename, content_type: None, content: sent.file };
        request.set_upload(path, value);
    }
    Some(request)
}
