//! How many exports run at a time, and readers who stop reading.

use futures::StreamExt;
use icosa_engine::transfer::{ExportRequest, ExportStream};
use reqwest::Method;

use super::{Files, files, files_with};
use crate::support::answer;

/// More than waits for a reader who has stopped reading.
const ROWS: usize = 6_000;

impl Files {
    async fn many(&self) {
        let lines: String = (0..ROWS).map(|number| format!("Company {number}\n")).collect();
        let import = self.import("companies", format!("Name\n{lines}")).await;
        assert_eq!(import["counts"]["created"], ROWS, "{import:#}");
    }

    /// An export nobody has read anything of yet.
    async fn export(&self) -> ExportStream {
        let request = ExportRequest { object: "company".to_owned(), ..ExportRequest::default() };
        self.world.server.engine.export(&self.world.member.actor, request).await.expect("its turn has come")
    }
}

#[tokio::test]
async fn a_workspace_has_two_exports_at_a_time_and_others_have_theirs() {
    let files = files().await;
    files.many().await;
    let (first, _second) = (files.export().await, files.export().await);
    let refused = files.with(Method::GET, "/rest/exports/companies").send().await.unwrap();
    assert_eq!(refused.status(), 429);
    let seconds: u64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!(seconds > 0);
    let body: serde_json::Value = refused.json().await.unwrap();
    assert_eq!(body["code"], "TOO_MANY_EXPORTS", "{body}");
    let other = files.world.server.member("ann@other.test").await;
    let key = files.world.server.api_key(&other, "Other").await;
    let theirs = files.world.server.with(&key, Method::GET, "/rest/exports/companies").send().await.unwrap();
    assert_eq!(theirs.status(), 200);
    assert!(theirs.text().await.unwrap().starts_with("Name,"));
    // Who has read it all makes room.
    let lines: usize = first
        .bytes
        .map(|text| text.unwrap().iter().filter(|byte| **byte == b'\n').count())
        .collect::<Vec<_>>()
        .await
        .iter()
        .sum();
    assert_eq!(lines, ROWS + 1);
    let again = answer(files.with(Method::GET, "/rest/exports/companies?limit=1")).await;
    assert_eq!(again.status, 200);
}

#[tokio::test]
async fn who_stops_reading_is_given_up_and_does_not_take_the_rest_for_the_whole() {
    let files = files_with(&[("ICOSA_IDLE_TIMEOUT", "200ms")]).await;
    files.many().await;
    let export = files.export().await;
    let pool = files.world.server.db.db().pool();
    let busy = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle' \
                AND pid <> pg_backend_pid() AND backend_type = 'client backend'";
    while sqlx::query_scalar::<_, i64>(busy).fetch_one(pool).await.unwrap() > 0 {
        tokio::task::yield_now().await;
    }
    let parts: Vec<_> = export.bytes.collect().await;
    let (last, parts) = parts.split_last().unwrap();
    assert!(!parts.is_empty() && parts.iter().all(Result::is_ok));
    assert!(last.is_err(), "the file is not whole");
}
