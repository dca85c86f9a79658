//! Files: sent, taken by records, read, removed.

mod faults;
mod forms;
mod pictures;
mod records;
mod removal;

use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::graphql::{World, world_with};

/// A field of files on companies.
pub struct Desk {
    pub world: World,
    /// Universal identifier of `docs`.
    pub field: String,
    pub token: String,
}

/// A workspace whose companies have `docs`, at most so many.
pub async fn desk(most: u32) -> Desk {
    desk_with(most, &[]).await
}

/// The same with these variables set.
pub async fn desk_with(most: u32, variables: &[(&str, &str)]) -> Desk {
    let world = world_with(variables).await;
    world.field("company", "docs", "FILES", json!({"settings": {"maxNumberOfValues": most}})).await;
    let token = world.server.access_token(&world.member).await;
    let field = universal_identifier(&world, "docs").await;
    Desk { world, field, token }
}

pub async fn universal_identifier(world: &World, name: &str) -> String {
    let context = world.server.engine.session_context(&world.member.cookie, None).await.unwrap().unwrap();
    let object = context.2.object("company").unwrap();
    object.field(name).unwrap().universal_identifier.to_string()
}

impl Desk {
    /// The whole answer of an operation on `/metadata`.
    pub async fn metadata(&self, token: &str, query: &str, variables: Value) -> Value {
        let body = json!({ "query": query, "variables": variables });
        self.world.server.send(token, Method::POST, "/metadata", body).await.expect(200)
    }

    /// Announces a file of the field.
    pub async fn announce(&self, name: &str, size: u64) -> Value {
        let query = "mutation($name: String!, $size: Float!, $field: String) {
            createFileUpload(filename: $name, size: $size, fileFolder: FilesField, fieldMetadataUniversalIdentifier: $field) {
                fileId uploadUrl contentType expiresAt } }";
        let variables = json!({"name": name, "size": size, "field": self.field});
        let answer = self.metadata(&self.token, query, variables).await;
        assert!(answer.get("errors").is_none(), "{answer:#}");
        answer["data"]["createFileUpload"].clone()
    }

    /// Sends bytes to the address of an announced file.
    pub async fn put(&self, target: &Value, bytes: impl Into<reqwest::Body>) -> reqwest::Response {
        let request = self.world.server.request(Method::PUT, &own(target["uploadUrl"].as_str().unwrap()));
        let request = request.header(header::CONTENT_TYPE, target["contentType"].as_str().unwrap());
        request.body(bytes).send().await.unwrap()
    }

    /// The whole answer to completing an upload.
    pub async fn complete(&self, token: &str, id: &Value) -> Value {
        let query =
            "mutation($id: String!) { completeFileUpload(fileId: $id) { id path size createdAt url } }";
        self.metadata(token, query, json!({"id": id})).await
    }

    /// A whole file, as the API answers it.
    pub async fn upload(&self, name: &str, bytes: &[u8]) -> Value {
        let target = self.announce(name, bytes.len() as u64).await;
        assert_eq!(self.put(&target, bytes.to_vec()).await.status(), StatusCode::NO_CONTENT);
        let answer = self.complete(&self.token, &target["fileId"]).await;
        assert!(answer.get("errors").is_none(), "{answer:#}");
        answer["data"]["completeFileUpload"].clone()
    }

    /// Reads an address.
    pub async fn read(&self, url: &str) -> reqwest::Response {
        self.world.server.request(Method::GET, &own(url)).send().await.unwrap()
    }
}

/// An address without its server: tests listen on a port of their own.
pub fn own(url: &str) -> String {
    assert!(url.starts_with("http://localhost:3000/"), "{url}");
    url.trim_start_matches("http://localhost:3000").to_owned()
}

fn text(response: &reqwest::Response, name: header::HeaderName) -> &str {
    response.headers().get(&name).map(|value| value.to_str().unwrap()).unwrap_or_default()
}

/// The only error of an answer: code and sub-code.
pub fn refusal(answer: &Value) -> (String, String) {
    let error = &answer["errors"][0];
    assert!(error["message"].is_string(), "{answer:#}");
    let word = |name: &str| error["extensions"][name].as_str().unwrap_or_default().to_owned();
    (word("code"), word("subCode"))
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

#[tokio::test]
async fn a_file_is_announced_sent_completed_and_read() {
    let desk = desk(3).await;
    let target = desk.announce("../../Übersicht?.png", PNG.len() as u64).await;
    let id = target["fileId"].as_str().unwrap().to_owned();
    assert!(target["uploadUrl"].as_str().unwrap().contains(&format!("/file-upload/{id}?token=")));
    assert_eq!(target["contentType"], "application/octet-stream");
    assert_eq!(refusal(&desk.complete(&desk.token, &target["fileId"]).await).1, "FILE_NOT_UPLOADED");

    assert_eq!(desk.put(&target, PNG).await.status(), StatusCode::NO_CONTENT);
    let answer = desk.complete(&desk.token, &target["fileId"]).await;
    let file = &answer["data"]["completeFileUpload"];
    assert_eq!(file["size"], json!(PNG.len() as f64));
    assert_eq!(file["path"], json!(format!("files-field/{}/{id}.png", desk.field)));
    let again = desk.complete(&desk.token, &target["fileId"]).await;
    assert_eq!(again["data"]["completeFileUpload"]["id"], file["id"], "a repeated call is no harm");
    assert_eq!(desk.put(&target, PNG).await.status(), StatusCode::CONFLICT, "what is whole stays as it is");

    let read = desk.read(file["url"].as_str().unwrap()).await;
    assert_eq!(read.status(), StatusCode::OK);
    assert_eq!(text(&read, header::CONTENT_TYPE), "image/png");
    assert_eq!(
        text(&read, header::CONTENT_DISPOSITION),
        "inline; filename=\"_bersicht.png\"; filename*=UTF-8''%C3%9Cbersicht.png"
    );
    assert_eq!(text(&read, header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert!(text(&read, header::CONTENT_SECURITY_POLICY).contains("sandbox"));
    assert!(text(&read, header::CACHE_CONTROL).starts_with("private, max-age=86"));
    assert_eq!(text(&read, header::CONTENT_LENGTH), PNG.len().to_string());
    assert_eq!(read.bytes().await.unwrap(), PNG);
}

#[tokio::test]
async fn parts_of_a_file_can_be_read() {
    let desk = desk(1).await;
    let file = desk.upload("digits.txt", b"0123456789").await;
    let path = own(file["url"].as_str().unwrap());
    let ask = |method: Method, name: &'static str, value: String| {
        desk.world.server.request(method, &path).header(name, value).send()
    };
    let part = ask(Method::GET, "range", "bytes=2-4".to_owned()).await.unwrap();
    assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(text(&part, header::CONTENT_RANGE), "bytes 2-4/10");
    assert_eq!(text(&part, header::CONTENT_LENGTH), "3");
    let etag = text(&part, header::ETAG).to_owned();
    assert_eq!(part.text().await.unwrap(), "234");
    let end = ask(Method::GET, "range", "bytes=-3".to_owned()).await.unwrap();
    assert_eq!(end.text().await.unwrap(), "789");
    let beyond = ask(Method::GET, "range", "bytes=10-".to_owned()).await.unwrap();
    assert_eq!(beyond.status(), StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(text(&beyond, header::CONTENT_RANGE), "bytes */10");
    let known = ask(Method::GET, "if-none-match", etag).await.unwrap();
    assert_eq!((known.status(), known.bytes().await.unwrap().len()), (StatusCode::NOT_MODIFIED, 0));
    let head = ask(Method::HEAD, "accept", "*/*".to_owned()).await.unwrap();
    assert_eq!((head.status(), text(&head, header::CONTENT_LENGTH)), (StatusCode::OK, "10"));
}

#[tokio::test]
async fn only_the_token_of_a_file_opens_it() {
    let desk = desk(2).await;
    let mine = desk.upload("a.txt", b"mine").await;
    let other = desk.upload("b.txt", b"other").await;
    let target = desk.announce("c.txt", 1).await;
    let url = own(mine["url"].as_str().unwrap());
    let (path, token) = url.split_once("?token=").unwrap();
    let other_token = own(other["url"].as_str().unwrap()).split_once("?token=").unwrap().1.to_owned();
    let sending = own(target["uploadUrl"].as_str().unwrap()).split_once("?token=").unwrap().1.to_owned();
    let wrong_folder = path.replace("files-field", "core-picture");
    for (address, status) in [
        (path.to_owned(), 403),
        (format!("{path}?token="), 403),
        (format!("{path}?token={}", &token[..token.len() - 4]), 403),
        (format!("{path}?token={other_token}"), 403),
        (format!("{path}?token={sending}"), 403),
        (format!("{path}?token={}", desk.token), 403),
        (format!("{path}?token={}", desk.world.key), 403),
        (format!("{wrong_folder}?token={token}"), 404),
        (format!("/file/..%2f..%2fsecrets/{}?token={token}", mine["id"].as_str().unwrap()), 404),
    ] {
        let response = desk.world.server.request(Method::GET, &address).send().await.unwrap();
        assert_eq!(response.status().as_u16(), status, "{address}");
    }
    let bearer = desk.world.server.get(token, "/rest/companies").await;
    assert_eq!(bearer.status.as_u16(), 403, "the token of a file is no key of the API");
    let reading = desk.world.server.request(
        Method::PUT,
        &format!("{}?token={token}", path.replace("/file/files-field", "/file-upload")),
    );
    assert_eq!(reading.body("x").send().await.unwrap().status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_is_sent_must_be_what_was_announced() {
    let desk = desk(1).await;
    let target = desk.announce("a.txt", 4).await;
    for wrong in ["123", "12345"] {
        let response = desk.put(&target, wrong).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
        let told: Value = response.json().await.unwrap();
        assert_eq!(told["subCode"], "FILE_SIZE_MISMATCH");
    }
    assert_eq!(
        refusal(&desk.complete(&desk.token, &target["fileId"]).await).1,
        "FILE_NOT_UPLOADED",
        "nothing is left of it"
    );
    assert_eq!(desk.put(&target, "1234").await.status(), StatusCode::NO_CONTENT);
    let by_key = desk.complete(&desk.world.key, &target["fileId"]).await;
    assert_eq!(
        refusal(&by_key),
        ("FORBIDDEN".to_owned(), "PERMISSION_DENIED".to_owned()),
        "only who announced it"
    );
    assert!(desk.complete(&desk.token, &target["fileId"]).await.get("errors").is_none());
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_at_once() {
    let desk = desk(1).await;
    let query = "mutation($name: String!, $size: Float!, $folder: FileFolder!, $field: String) {
        createFileUpload(filename: $name, size: $size, fileFolder: $folder, fieldMetadataId: $field) { fileId } }";
    let context =
        desk.world.server.engine.session_context(&desk.world.member.cookie, None).await.unwrap().unwrap();
    let object = context.2.object("company").unwrap().clone();
    let id = |name: &str| json!(object.field(name).unwrap().id);
    for (name, size, folder, field, code) in [
        ("", 1.0, "FilesField", id("docs"), "INVALID_FILENAME"),
        ("..", 1.0, "FilesField", id("docs"), "INVALID_FILENAME"),
        ("a", 1.0, "FilesField", Value::Null, "INVALID_FILE_FIELD"),
        ("a", 1.0, "FilesField", id("name"), "INVALID_FILE_FIELD"),
        ("a", 1.0, "FilesField", json!("20202020-0000-4000-8000-000000000000"), "INVALID_FILE_FIELD"),
        ("a", 1.0, "FilesField", json!("docs"), ""),
        ("a", 1.0, "Source", Value::Null, "INVALID_FILE_FOLDER"),
        ("a", 1.5, "FilesField", id("docs"), ""),
        ("a", -1.0, "FilesField", id("docs"), ""),
    ] {
        let variables = json!({"name": name, "size": size, "folder": folder, "field": field});
        let answer = desk.metadata(&desk.token, query, variables).await;
        assert_eq!(
            refusal(&answer),
            ("BAD_USER_INPUT".to_owned(), code.to_owned()),
            "{name} {size} {folder}"
        );
    }
    let variables = json!({"name": "a", "size": 2e12, "folder": "FilesField", "field": id("docs")});
    let answer = desk.metadata(&desk.token, query, variables).await;
    assert_eq!(refusal(&answer), ("PAYLOAD_TOO_LARGE".to_owned(), "FILE_TOO_LARGE".to_owned()));
}

#[tokio::test]
async fn what_could_act_in_a_browser_does_not() {
    let desk = desk(3).await;
    let page = desk.upload("picture.png", b"<html><script>alert(1)</script></html>").await;
    let read = desk.read(page["url"].as_str().unwrap()).await;
    assert_eq!(text(&read, header::CONTENT_TYPE), "text/html; charset=utf-8");
    assert!(text(&read, header::CONTENT_DISPOSITION).starts_with("attachment"));
    assert!(text(&read, header::CONTENT_SECURITY_POLICY).contains("sandbox"));

    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script><circle r="4"/></svg>"#;
    let picture = desk.upload("drawing.svg", svg).await;
    let read = desk.read(picture["url"].as_str().unwrap()).await;
    assert_eq!(text(&read, header::CONTENT_TYPE), "image/svg+xml");
    let cleaned = read.text().await.unwrap();
    assert!(cleaned.contains("circle") && !cleaned.contains("alert"), "{cleaned}");
    assert_eq!(picture["size"], json!(cleaned.len() as f64), "the size is that of what is kept");

    let broken = desk.announce("broken.svg", 5).await;
    desk.put(&broken, "<svg><").await;
    let target = desk.announce("broken.svg", 6).await;
    desk.put(&target, "<svg><").await;
    let answer = desk.complete(&desk.token, &target["fileId"]).await;
    assert_eq!(refusal(&answer), ("BAD_USER_INPUT".to_owned(), "BAD_REQUEST".to_owned()));
}

/// The GraphQL multipart request specification.
fn multipart(
    query: &str,
    variables: Value,
    parts: Vec<(&'static str, &'static str, Vec<u8>)>,
) -> reqwest::multipart::Form {
    let operations = json!({"query": query, "variables": variables}).to_string();
    let map: serde_json::Map<String, Value> =
        parts.iter().map(|(key, path, _)| ((*key).to_owned(), json!([path]))).collect();
    let form = reqwest::multipart::Form::new()
        .text("operations", operations)
        .text("map", Value::Object(map).to_string());
    parts.into_iter().fold(form, |form, (key, _, bytes)| {
        form.part(key, reqwest::multipart::Part::bytes(bytes).file_name("notes.txt"))
    })
}

const UPLOAD: &str = "mutation UploadFilesFieldFileByUniversalIdentifier($file: Upload!, $fieldMetadataUniversalIdentifier: String!) {
    uploadFilesFieldFileByUniversalIdentifier(file: $file, fieldMetadataUniversalIdentifier: $fieldMetadataUniversalIdentifier) { id path size createdAt url } }";

#[tokio::test]
async fn a_file_comes_inside_a_request_too() {
    let desk = desk(1).await;
    let variables = json!({"file": null, "fieldMetadataUniversalIdentifier": desk.field});
    let form = multipart(UPLOAD, variables.clone(), vec![("0", "variables.file", b"some notes".to_vec())]);
    let request = desk.world.server.with(&desk.token, Method::POST, "/metadata").multipart(form);
    let answer: Value = request.send().await.unwrap().json().await.unwrap();
    let file = &answer["data"]["uploadFilesFieldFileByUniversalIdentifier"];
    assert_eq!(file["size"], json!(10.0), "{answer:#}");
    assert_eq!(desk.read(file["url"].as_str().unwrap()).await.text().await.unwrap(), "some notes");

    let missing = multipart(UPLOAD, variables.clone(), vec![]);
    let request = desk.world.server.with(&desk.token, Method::POST, "/metadata").multipart(missing);
    let answer: Value = request.send().await.unwrap().json().await.unwrap();
    assert_eq!(answer["errors"].as_array().unwrap().len(), 1, "{answer:#}");

    let form = multipart(UPLOAD, variables, vec![("0", "variables.file", vec![0; 10])]);
    let stranger = desk.world.server.request(Method::POST, "/metadata").multipart(form);
    let answer: Value = stranger.send().await.unwrap().json().await.unwrap();
    assert_eq!(refusal(&answer).0, "UNAUTHENTICATED");
}

/// Peak of memory in kB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[tokio::test]
async fn memory_stays_flat_however_large_a_file_is() {
    const CHUNK: usize = 1 << 20;
    const CHUNKS: usize = 200;
    let desk = desk(1).await;
    desk.upload("small.bin", &[7; 1000]).await;
    let before = peak();
    let target = desk.announce("large.bin", (CHUNK * CHUNKS) as u64).await;
    let chunks = futures::stream::iter(
        (0..CHUNKS).map(|n| Ok::<_, std::io::Error>(vec![u8::try_from(n).unwrap(); CHUNK])),
    );
    assert_eq!(desk.put(&target, reqwest::Body::wrap_stream(chunks)).await.status(), StatusCode::NO_CONTENT);
    let answer = desk.complete(&desk.token, &target["fileId"]).await;
    let url = answer["data"]["completeFileUpload"]["url"].as_str().unwrap().to_owned();
    let mut read = desk.read(&url).await;
    let mut size = 0;
    while let Some(chunk) = read.chunk().await.unwrap() {
        let place = size / CHUNK;
        assert_eq!(usize::from(chunk[0]), place, "bytes come back as they were sent");
        size += chunk.len();
    }
    assert_eq!(size, CHUNK * CHUNKS);
    let grown = (peak() - before) / 1024;
    // Nobody needs it any more.
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("files");
    std::fs::remove_dir_all(folder.join(desk.world.member.actor.workspace.to_string())).unwrap();
    assert!(grown < 80, "memory grew by {grown} MB for a file of {CHUNKS} MB");
}
