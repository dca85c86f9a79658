//! `/healthz`: the process runs. `/readyz`: it can serve.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::HttpState;

/// 200 as long as the process answers.
pub async fn process() -> Json<Value> {
    Json(json!({ "status": "ok" }))
}

/// 200 when database, migrations and cache are there; 503 names what is not.
pub async fn readiness(State(state): State<HttpState>) -> (StatusCode, Json<Value>) {
    let checks = state.engine.readiness().await;
    let is_ready = checks.iter().all(|(_, result)| result.is_ok());
    let details: serde_json::Map<String, Value> = checks
        .into_iter()
        .map(|(name, result)| (name.to_owned(), result.map_or_else(Value::from, |()| json!("ok"))))
        .collect();
    let status = if is_ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(json!({ "status": if is_ready { "ok" } else { "unavailable" }, "checks": details })))
}
