//! Many rows, and workers that die.

use futures::stream;
use serde_json::json;
use sqlx::Connection;

use super::{counts, files, id};

const ROWS: usize = 50_000;

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
        files.worker.abort();
        // Its transaction ends in the middle, whatever of it still runs.
        let mut direct =
            sqlx::PgConnection::connect_with(files.world.server.db.connect_options()).await.unwrap();
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
