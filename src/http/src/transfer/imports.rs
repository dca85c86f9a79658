//! Imports once their file is there.

use axum::Extension;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use icosa_contract::Actor;
use icosa_contract::transfer::{ImportOptions, ImportPlan, ImportsApi};
use icosa_engine::Engine;
use icosa_engine::transfer::reports::Report;

use super::{body, data, file, import_id, object, query, value};
use crate::HttpState;
use crate::rest::error::RestError;
use crate::session::SignedInCaller;

type Caller = Option<Extension<SignedInCaller>>;

fn signed_in(caller: Caller) -> Result<SignedInCaller, RestError> {
    caller.map(|Extension(caller)| caller).ok_or_else(RestError::missing_token)
}

fn answered(outcome: Result<Response, RestError>) -> Response {
    outcome.unwrap_or_else(IntoResponse::into_response)
}

/// `GET /rest/imports?object=<plural>`: the newest 50.
pub async fn list(State(state): State<HttpState>, caller: Caller, RawQuery(text): RawQuery) -> Response {
    let outcome = async {
        let caller = signed_in(caller)?;
        let query = query(text.as_deref());
        let name = match value(&query, "object") {
            Some(plural) => Some(object(&caller.model, plural)?.name_singular.clone()),
            None => None,
        };
        Ok(data("imports", ImportsApi::list(&state.engine, &caller.actor, name).await?))
    };
    answered(outcome.await)
}

/// `GET /rest/imports/{id}`.
pub async fn one(State(state): State<HttpState>, caller: Caller, Path(id): Path<String>) -> Response {
    let outcome = async {
        let caller = signed_in(caller)?;
        let import = ImportsApi::get(&state.engine, &caller.actor, import_id(&id)?).await?;
        Ok(data("import", import))
    };
    answered(outcome.await)
}

/// `DELETE /rest/imports/{id}`: the records stay.
pub async fn remove(State(state): State<HttpState>, caller: Caller, Path(id): Path<String>) -> Response {
    let outcome = async {
        let caller = signed_in(caller)?;
        state.engine.remove_import(&caller.actor, import_id(&id)?).await?;
        Ok(StatusCode::NO_CONTENT.into_response())
    };
    answered(outcome.await)
}

/// `GET /rest/imports/{id}/preview?delimiter=&encoding=&hasHeader=`: the first rows, where columns seem to go and where
/// they can go.
pub async fn preview(
    State(state): State<HttpState>,
    caller: Caller,
    Path(id): Path<String>,
    RawQuery(text): RawQuery,
) -> Response {
    let outcome = async {
        let caller = signed_in(caller)?;
        let query = query(text.as_deref());
        let text = |name: &str| value(&query, name).map(str::to_owned);
        let options = ImportOptions {
            encoding: text("encoding"),
            delimiter: text("delimiter"),
            has_header: value(&query, "hasHeader") != Some("false"),
            ..ImportOptions::default()
        };
        let preview = ImportsApi::preview(&state.engine, &caller.actor, import_id(&id)?, options).await?;
        Ok(data("preview", preview))
    };
    answered(outcome.await)
}

/// `POST /rest/imports/{id}/validate` with a plan: every row is judged, none is written.
pub async fn validate(
    State(state): State<HttpState>,
    caller: Caller,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let outcome = async {
        let caller = signed_in(caller)?;
        let plan: ImportPlan = body(request).await?;
        let import = ImportsApi::validate(&state.engine, &caller.actor, import_id(&id)?, plan).await?;
        Ok(data("import", import))
    };
    answered(outcome.await)
}

/// `POST /rest/imports/{id}/start` with a plan; without one the columns that match by their headers are taken.
pub async fn start(
    State(state): State<HttpState>,
    caller: Caller,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let outcome = async {
        let caller = signed_in(caller)?;
        let plan: ImportPlan = body(request).await?;
        let import = ImportsApi::start(&state.engine, &caller.actor, import_id(&id)?, plan).await?;
        Ok(data("import", import))
    };
    answered(outcome.await)
}

/// `POST /rest/imports/{id}/cancel`: what was written stays.
pub async fn cancel(State(state): State<HttpState>, caller: Caller, Path(id): Path<String>) -> Response {
    let outcome = async {
        let caller = signed_in(caller)?;
        let import = ImportsApi::cancel(&state.engine, &caller.actor, import_id(&id)?).await?;
        Ok(data("import", import))
    };
    answered(outcome.await)
}

/// `POST /rest/imports/{id}/undo`: what was written is taken back.
pub async fn undo(State(state): State<HttpState>, caller: Caller, Path(id): Path<String>) -> Response {
    let outcome = async {
        let caller = signed_in(caller)?;
        let import = ImportsApi::undo(&state.engine, &caller.actor, import_id(&id)?).await?;
        Ok(data("import", import))
    };
    answered(outcome.await)
}

/// `GET /rest/imports/{id}/problems?limit=`: the first ones.
pub async fn problems(
    State(state): State<HttpState>,
    caller: Caller,
    Path(id): Path<String>,
    RawQuery(text): RawQuery,
) -> Response {
    let outcome = async {
        let caller = signed_in(caller)?;
        let query = query(text.as_deref());
        let limit = value(&query, "limit").and_then(|limit| limit.parse().ok()).unwrap_or(100);
        let problems = ImportsApi::problems(&state.engine, &caller.actor, import_id(&id)?, limit).await?;
        Ok(data("problems", problems))
    };
    answered(outcome.await)
}

/// `GET /rest/imports/{id}/errors.csv`: row, column, code, message and value of every problem.
pub async fn errors(State(state): State<HttpState>, caller: Caller, Path(id): Path<String>) -> Response {
    let outcome = async { report(&state.engine, &signed_in(caller)?.actor, &id, Report::Problems).await };
    answered(outcome.await)
}

/// `GET /rest/imports/{id}/refused.csv`: the refused rows as they came, to be mended and sent again.
pub async fn refused_rows(
    State(state): State<HttpState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Response {
    let outcome = async { report(&state.engine, &signed_in(caller)?.actor, &id, Report::RefusedRows).await };
    answered(outcome.await)
}

async fn report(engine: &Engine, actor: &Actor, id: &str, report: Report) -> Result<Response, RestError> {
    let name = match report {
        Report::Problems => "errors.csv",
        Report::RefusedRows => "refused.csv",
    };
    let bytes = engine.import_report(actor, import_id(id)?, report).await?;
    Ok(file(name, "text/csv; charset=utf-8", bytes))
}
