//! How long imports are kept, and senders who fall silent.

use std::time::Duration;

use futures::StreamExt;
use icosa_store::jobs::{JobOptions, enqueue_named};
use reqwest::Method;
use serde_json::json;

use super::{files, files_with, id};
use crate::support::answer;

#[tokio::test]
async fn what_nobody_goes_on_with_is_removed_after_a_day_and_what_has_ended_after_thirty() {
    let files = files().await;
    let file = || "email\nnobody\n";
    let mut old = Vec::new();
    for _ in 0..25 {
        old.push(files.upload("people", file()).await);
    }
    let waiting = files.upload("people", file()).await;
    let ended = files.import("people", file()).await;
    let remembered = files.import("people", file()).await;
    let pool = files.world.server.db.db().pool();
    let age = async |import: &serde_json::Value, sql: &'static str| {
        let import = uuid::Uuid::parse_str(id(import)).unwrap();
        let done = sqlx::query(sql).bind(import).execute(pool).await.unwrap();
        assert_eq!(done.rows_affected(), 1);
    };
    for import in &old {
        age(
            import,
            "UPDATE core.\"recordImport\" SET \"updatedAt\" = now() - interval '25 hours' WHERE \"id\" = $1",
        )
        .await;
    }
    age(
        &waiting,
        "UPDATE core.\"recordImport\" SET \"updatedAt\" = now() - interval '23 hours' WHERE \"id\" = $1",
    )
    .await;
    age(
        &ended,
        "UPDATE core.\"recordImport\" SET \"finishedAt\" = now() - interval '31 days' WHERE \"id\" = $1",
    )
    .await;
    age(
        &remembered,
        "UPDATE core.\"recordImport\" SET \"finishedAt\" = now() - interval '29 days' WHERE \"id\" = $1",
    )
    .await;
    let mut tx = files.world.server.db.db().begin().await.unwrap();
    enqueue_named(&mut tx, "prune-imports", &json!({}), &JobOptions::default()).await.unwrap();
    tx.commit().await.unwrap();
    let removed = async {
        loop {
            let listed = files.world.get("/rest/imports").await.expect(200);
            if listed["data"]["imports"].as_array().unwrap().len() == 2 {
                return listed;
            }
            tokio::task::yield_now().await;
        }
    };
    let left = tokio::time::timeout(Duration::from_secs(60), removed).await.expect("they are removed");
    let mut left: Vec<&str> = left["data"]["imports"].as_array().unwrap().iter().map(id).collect();
    left.sort_unstable();
    let mut expected = [id(&waiting), id(&remembered)];
    expected.sort_unstable();
    assert_eq!(left, expected);
    let rest = "SELECT count(*) FROM core.\"recordImportChunk\" c WHERE \"importId\" <> $1";
    let waiting = uuid::Uuid::parse_str(id(&waiting)).unwrap();
    let chunks: i64 = sqlx::query_scalar(rest).bind(waiting).fetch_one(pool).await.unwrap();
    assert_eq!(chunks, 0, "their files are gone, too");
}

#[tokio::test]
async fn a_sender_who_falls_silent_is_given_up_and_nothing_is_kept() {
    let files = files_with(&[("ICOSA_IDLE_TIMEOUT", "300ms")]).await;
    let beginning = futures::stream::iter([Ok::<_, std::io::Error>("email\na@x.test\n")]);
    let body = reqwest::Body::wrap_stream(beginning.chain(futures::stream::pending()));
    let refused = answer(files.with(Method::POST, "/rest/imports/people").body(body)).await.expect(400);
    assert_eq!(refused["code"], "UPLOAD_STALLED", "{refused}");
    let listed = files.world.get("/rest/imports").await.expect(200);
    assert_eq!(listed["data"]["imports"], json!([]));
}
