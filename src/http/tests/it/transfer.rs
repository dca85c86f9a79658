//! Import and export over HTTP, with the worker running beside.

mod bad_input;
mod exports;
mod keeping;
mod large;
mod named;
mod plain;
mod rows;
mod turns;
mod undo;

use std::time::{Duration, Instant};

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::rest::{World, encoded, world_with};
use crate::support::answer;

/// A workspace with a worker, and without the people and companies it comes with.
pub struct Files {
    pub world: World,
    worker: tokio::task::JoinHandle<()>,
}

impl Drop for Files {
    fn drop(&mut self) {
        self.worker.abort();
    }
}

pub async fn files() -> Files {
    files_with(&[]).await
}

/// The same with these variables set.
pub async fn files_with(variables: &[(&str, &str)]) -> Files {
    let world = world_with(variables).await.emptied("people").await.emptied("companies").await;
    let worker = tokio::spawn(world.server.engine.clone().work());
    Files { world, worker }
}

impl Files {
    fn with(&self, method: Method, path: &str) -> RequestBuilder {
        self.world.server.with(&self.world.key, method, path)
    }

    /// Sends a file; answers the import.
    pub async fn upload(&self, plural: &str, file: impl Into<reqwest::Body>) -> Value {
        let request = self.with(Method::POST, &format!("/rest/imports/{plural}?name=list.csv"));
        let body = answer(request.body(file)).await.expect(201);
        body["data"]["import"].clone()
    }

    /// Does something with an import.
    pub async fn act(&self, import: &Value, action: &str, plan: &Value) -> Value {
        let path = format!("/rest/imports/{}/{action}", id(import));
        let body = answer(self.with(Method::POST, &path).json(plan)).await.expect(200);
        body["data"]["import"].clone()
    }

    pub async fn import_now(&self, import: &Value) -> Value {
        let body = self.world.get(&format!("/rest/imports/{}", id(import))).await.expect(200);
        body["data"]["import"].clone()
    }

    /// Asks until the import has come to rest.
    pub async fn settled(&self, import: &Value) -> Value {
        let deadline = Instant::now() + Duration::from_secs(240);
        loop {
            let now = self.import_now(import).await;
            let is_busy =
                ["UPLOADING", "VALIDATING", "RUNNING", "UNDOING"].contains(&now["status"].as_str().unwrap());
            if !is_busy {
                return now;
            }
            assert!(Instant::now() < deadline, "it does not come to rest: {now:#}");
            tokio::task::yield_now().await;
        }
    }

    /// Imports a file with the columns that match by their headers.
    pub async fn import(&self, plural: &str, file: impl Into<reqwest::Body>) -> Value {
        self.import_with(plural, file, json!({})).await
    }

    /// Imports a file.
    pub async fn import_with(&self, plural: &str, file: impl Into<reqwest::Body>, plan: Value) -> Value {
        let import = self.upload(plural, file).await;
        self.act(&import, "start", &plan).await;
        self.settled(&import).await
    }

    /// What was wrong with rows.
    pub async fn problems(&self, import: &Value) -> Vec<(u64, String, String)> {
        let body = self.world.get(&format!("/rest/imports/{}/problems", id(import))).await.expect(200);
        let problems = body["data"]["problems"].as_array().unwrap().iter();
        let text = |problem: &Value, key: &str| problem[key].as_str().unwrap_or_default().to_owned();
        problems
            .map(|problem| (problem["row"].as_u64().unwrap(), text(problem, "column"), text(problem, "code")))
            .collect()
    }

    /// The text of a file.
    pub async fn text(&self, path: &str) -> String {
        let response = self.with(Method::GET, path).send().await.unwrap();
        let status = response.status();
        let text = response.text().await.unwrap();
        assert_eq!(status, 200, "{path}: {text}");
        text
    }

    /// One record by a filter.
    pub async fn one(&self, plural: &str, filter: &str) -> Value {
        let path = format!("/rest/{plural}?depth=0&filter={}", encoded(filter));
        let body = self.world.get(&path).await.expect(200);
        let records = body["data"][plural].as_array().unwrap();
        assert_eq!(records.len(), 1, "{filter}: {body:#}");
        records[0].clone()
    }

    pub async fn total(&self, plural: &str) -> u64 {
        let body = self.world.get(&format!("/rest/{plural}?limit=1&depth=0")).await.expect(200);
        body["totalCount"].as_u64().unwrap()
    }
}

pub fn id(import: &Value) -> &str {
    import["id"].as_str().expect("an id")
}

/// created, updated, unchanged, failed, related
pub fn counts(import: &Value) -> [u64; 5] {
    ["created", "updated", "unchanged", "failed", "related"]
        .map(|name| import["counts"][name].as_u64().expect("a figure"))
}

/// A plan by header and target.
pub fn plan(columns: &[(&str, &str)], options: Value) -> Value {
    let columns: Vec<Value> = columns
        .iter()
        .map(|(column, target)| match target.strip_prefix('+') {
            Some(target) => json!({"column": column, "target": target, "createMissing": true}),
            None => json!({"column": column, "target": target}),
        })
        .collect();
    json!({"columns": columns, "options": options})
}
