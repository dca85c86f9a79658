//! What breaks off in the middle, and what may not be said of it.

use std::io::Write;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use futures::StreamExt;
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{Desk, PNG, desk, desk_with, refusal};
use crate::support::files;

impl Desk {
    async fn sql(&self, sql: &'static str) {
        sqlx::raw_sql(sql).execute(self.world.server.engine.db().pool()).await.unwrap();
    }
}

/// Postgres refuses the last step of completing an upload.
const BROKEN: &str = "CREATE FUNCTION core.refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the process dies here'; END $$;
    CREATE TRIGGER refuse BEFORE UPDATE ON core.\"file\" FOR EACH ROW EXECUTE FUNCTION core.refuse()";
const MENDED: &str = "DROP TRIGGER refuse ON core.\"file\"; DROP FUNCTION core.refuse()";

#[tokio::test]
async fn a_completion_that_was_cut_off_between_bytes_and_row_can_be_repeated() {
    let desk = desk(3).await;
    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><circle r="4"/></svg>"#;
    for (name, bytes, kind) in
        [("picture.png", PNG, "image/png"), ("drawing.svg", svg.as_slice(), "image/svg+xml")]
    {
        let target = desk.announce(name, bytes.len() as u64).await;
        assert_eq!(desk.put(&target, bytes).await.status(), StatusCode::NO_CONTENT);
        desk.sql(BROKEN).await;
        let cut_off = desk.complete(&desk.token, &target["fileId"]).await;
        assert!(cut_off.get("errors").is_some(), "{cut_off:#}");
        desk.sql(MENDED).await;
        let answer = desk.complete(&desk.token, &target["fileId"]).await;
        let file = &answer["data"]["completeFileUpload"];
        assert!(file.is_object(), "{answer:#}");
        let read = desk.read(file["url"].as_str().unwrap()).await;
        assert_eq!(read.headers()["content-type"], kind);
        let read = read.bytes().await.unwrap();
        assert_eq!(file["size"], json!(read.len() as f64), "{name}");
        assert!(!String::from_utf8_lossy(&read).contains("alert"));
        assert_eq!(desk.put(&target, bytes).await.status(), StatusCode::CONFLICT, "it is whole");
    }
}

#[tokio::test]
async fn uploads_completed_twice_at_the_same_time_are_one() {
    let desk = desk(3).await;
    let target = desk.announce("notes.txt", 5).await;
    desk.put(&target, "notes").await;
    let (one, other) = tokio::join!(
        desk.complete(&desk.token, &target["fileId"]),
        desk.complete(&desk.token, &target["fileId"]),
    );
    for answer in [one, other] {
        assert_eq!(answer["data"]["completeFileUpload"]["id"], target["fileId"], "{answer:#}");
    }
}

#[tokio::test]
async fn a_sender_who_falls_silent_is_given_up_and_may_begin_again() {
    let desk = desk_with(1, &[("ICOSA_IDLE_TIMEOUT", "300ms")]).await;
    let target = desk.announce("notes.txt", 5).await;
    let beginning = futures::stream::iter([Ok::<_, std::io::Error>("not")]);
    let silent = reqwest::Body::wrap_stream(beginning.chain(futures::stream::pending()));
    let refused = desk.put(&target, silent).await;
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
    let told: Value = refused.json().await.unwrap();
    assert_eq!(told["subCode"], "UPLOAD_STALLED");
    let nothing = desk.complete(&desk.token, &target["fileId"]).await;
    assert_eq!(refusal(&nothing).1, "FILE_NOT_UPLOADED");
    assert_eq!(desk.put(&target, "notes").await.status(), StatusCode::NO_CONTENT);
    assert!(desk.complete(&desk.token, &target["fileId"]).await.get("errors").is_none());
}

fn find(folder: &std::path::Path, name: &str) -> Option<PathBuf> {
    for entry in std::fs::read_dir(folder).ok()? {
        let path = entry.ok()?.path();
        if path.file_name().is_some_and(|own| own.to_string_lossy().contains(name)) {
            return Some(path);
        }
        if let Some(found) = path.is_dir().then(|| find(&path, name)).flatten() {
            return Some(found);
        }
    }
    None
}

#[tokio::test]
async fn a_file_that_cannot_be_removed_is_put_off_and_the_others_go() {
    let desk = desk(2).await;
    let (stuck, other) = (desk.upload("a.txt", b"a").await, desk.upload("b.txt", b"b").await);
    let id = stuck["id"].as_str().unwrap();
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("files");
    let path = find(&folder.join(desk.world.member.actor.workspace.to_string()), id).expect("it is there");
    // What is a folder with something in it cannot be removed as a file.
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    std::fs::write(path.join("x"), "x").unwrap();
    desk.sql("UPDATE core.\"file\" SET \"expiresAt\" = now() - interval '1 second'").await;
    assert_eq!(files(&desk.world.server.engine).remove_expired().await.unwrap(), 1);
    let left: Vec<(uuid::Uuid, bool)> = sqlx::query_as(
        "SELECT \"id\", \"expiresAt\" BETWEEN now() + interval '5 hours' AND now() + interval '7 hours' FROM core.\"file\"",
    )
    .fetch_all(desk.world.server.engine.db().pool())
    .await
    .unwrap();
    assert_eq!(left, [(id.parse().unwrap(), true)], "{other}");
    std::fs::remove_dir_all(&path).unwrap();
    desk.sql("UPDATE core.\"file\" SET \"expiresAt\" = now() - interval '1 second'").await;
    assert_eq!(files(&desk.world.server.engine).remove_expired().await.unwrap(), 1);
}

/// Everything that is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_log_holds_the_token_of_an_address() {
    let log = Log::default();
    let writer = log.clone();
    // The client of this test lives in the same process, and may say what it likes.
    tracing_subscriber::fmt()
        .with_env_filter("trace,reqwest=off,hyper_util::client=off")
        .with_writer(move || writer.clone())
        .init();
    let desk = desk(1).await;
    let target = desk.announce("a.txt", 1).await;
    desk.put(&target, "22").await;
    desk.put(&target, "1").await;
    let file = desk.complete(&desk.token, &target["fileId"]).await["data"]["completeFileUpload"].clone();
    desk.read(file["url"].as_str().unwrap()).await;
    desk.read(&file["url"].as_str().unwrap().replace("files-field", "core-picture")).await;
    let said = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(said.contains("TRACE") && said.contains("DEBUG"), "everything is logged");
    for address in [&target["uploadUrl"], &file["url"]] {
        let token = address.as_str().unwrap().split_once("?token=").unwrap().1;
        let signature = token.rsplit('.').next().unwrap();
        assert!(!said.contains(signature), "{}", said.lines().find(|line| line.contains(signature)).unwrap());
    }
}
