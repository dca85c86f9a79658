//! Many rows, and workers that die.

use futures::stream;
use reqwest::Method;
use serde_json::json;
use sqlx::Connection;

use super::{Files, counts, files, id};
use crate::support::answer;

const ROWS: usize = 50_000;

impl Files {
    /// Its transaction ends in the middle, whatever of it still runs; answers a connection that lives.
    async fn kill_worker(&self) -> sqlx::PgConnection {
        self.worker.abort();
        let mut direct =
            sqlx::PgConnection::connect_with(self.world.server.db.connect_options()).await.unwrap();
        sqlx::raw_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        .execute(&mut direct)
        .await
        .unwrap();
        // What the dead worker held is given to the next one, as the sweeper does after a while.
        sqlx::raw_sql(
            "UPDATE graphile_worker._private_jobs SET locked_at = NULL, locked_by = NULL, run_at = now();
             UPDATE graphile_worker._private_job_queues SET locked_at = NULL, locked_by = NULL",
        )
        .execute(&mut direct)
        .await
        .unwrap();
        direct
    }
}

/// A file that is never whole in memory on our side either.
fn people() -> reqwest::Body {
    let lines = (0..ROWS + 1).map(|number| {
        let text = match number {
            0 => "First name,Last name,E-mail,Job title,City\n".to_owned(),
            // One address in a thousand is none.
            number if number % 1_000 == 7 => format!("First{number},Last{number},nobody,Clerk,Paris\n"),
            number => format!("First{number},Last{number},person{number}@example.com,Clerk,Paris\n"),
        };
        Ok::<_, std::io::Error>(text)
    });
    reqwest::Body::wrap_stream(stream::iter(lines))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_thousand_rows_survive_the_death_of_their_worker_without_a_row_lost_or_doubled() {
    let mut files = files().await;
    let import = files.upload("people", people()).await;
    assert!(import["bytes"].as_u64().unwrap() > 2 * 1024 * 1024, "larger than any other body: {import:#}");
    files.act(&import, "start", &json!({})).await;
    // The worker dies in the middle of a portion, three times.
    for _ in 0..3 {
        let before = files.import_now(&import).await["counts"]["rows"].as_u64().unwrap();
        while files.import_now(&import).await["counts"]["rows"].as_u64().unwrap() < before + 4_000 {
            tokio::task::yield_now().await;
        }
        files.kill_worker().await;
        files.worker = tokio::spawn(files.world.server.engine.clone().work());
    }
    let done = files.settled(&import).await;
    let bad = (ROWS / 1_000) as u64;
    assert_eq!(
        (done["status"].as_str(), counts(&done)),
        (Some("DONE"), [ROWS as u64 - bad, 0, 0, bad, 0]),
        "{done:#}"
    );
    assert_eq!(files.total("people").await, ROWS as u64 - bad);
    let report = files.text(&format!("/rest/imports/{}/errors.csv", id(&import))).await;
    assert_eq!(report.lines().count() as u64, bad + 1);
    let export = files.text("/rest/exports/people?fields=emails&limit=49950").await;
    assert_eq!(export.lines().count() as u64, ROWS as u64 - bad + 1);
}

/// Rows of about two kilobytes, so that a file has several pieces.
fn wide(row: impl Fn(usize, &str) -> String) -> String {
    let filler = "Zoë äöü ".repeat(250);
    (0..WIDE_ROWS).map(|number| row(number, &filler)).collect()
}

const WIDE_ROWS: usize = 5_000;

fn wide_csv() -> String {
    // A line break within a value, and lines that hold nothing.
    let row = |number: usize, filler: &str| format!("Company {number},\"{filler}\n{number}\"\r\n\r\n");
    format!("Name,Text\r\n{}", wide(row))
}

/// Once a file has been read to some place, nothing before it is needed to go on.
async fn goes_on_from_where_it_stands(file: Vec<u8>, format: &str) {
    let mut files = files().await;
    files.world.field("company", "text", "TEXT", serde_json::Value::Null).await;
    let path = format!("/rest/imports/companies?format={format}");
    let body = answer(files.with(Method::POST, &path).body(file)).await.expect(201);
    let import = body["data"]["import"].clone();
    files.act(&import, "start", &json!({})).await;
    let pool = files.world.server.db.db().pool().clone();
    let byte = loop {
        let place = sqlx::query_scalar::<_, Option<i64>>(
            "SELECT (\"place\" ->> 'byte')::bigint FROM core.\"recordImport\"",
        );
        match place.fetch_one(&pool).await.unwrap() {
            Some(byte) if byte >= 3 << 20 => break byte,
            _ => tokio::task::yield_now().await,
        }
    };
    let mut direct = files.kill_worker().await;
    // The beginning tells how the file is laid out; the rest of what is behind is gone.
    let removed = sqlx::query("DELETE FROM core.\"recordImportChunk\" WHERE \"number\" BETWEEN 1 AND $1")
        .bind(i32::try_from((byte >> 20) - 1).unwrap())
        .execute(&mut direct)
        .await
        .unwrap();
    assert!(removed.rows_affected() > 0);
    files.worker = tokio::spawn(files.world.server.engine.clone().work());
    let done = files.settled(&import).await;
    let rows = WIDE_ROWS as u64;
    let problems = files.problems(&import).await;
    assert_eq!((done["status"].as_str(), counts(&done)), (Some("DONE"), [rows, 0, 0, 0, 0]), "{problems:?}");
    let last = files.one("companies", &format!("name[eq]:Company {}", WIDE_ROWS - 1)).await;
    assert!(last["text"].as_str().unwrap().starts_with("Zoë äöü "), "{last:#}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_of_windows_is_read_on_where_it_stands() {
    // Every letter of it is one byte there.
    let bytes = wide_csv().chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
    goes_on_from_where_it_stands(bytes, "csv").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_of_a_spreadsheet_in_utf_16_is_read_on_where_it_stands() {
    let text = format!("\u{FEFF}{}", wide_csv());
    goes_on_from_where_it_stands(text.encode_utf16().flat_map(u16::to_le_bytes).collect(), "csv").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_with_the_mark_of_utf_8_is_read_on_where_it_stands() {
    goes_on_from_where_it_stands(format!("\u{FEFF}{}", wide_csv()).into_bytes(), "csv").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lines_of_json_are_read_on_where_they_stand() {
    let line = |number: usize, filler: &str| {
        format!("{}\n\n", json!({"name": format!("Company {number}"), "text": filler}))
    };
    goes_on_from_where_it_stands(wide(line).into_bytes(), "jsonl").await;
}
