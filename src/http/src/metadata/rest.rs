//! `/rest/metadata`: each call is one operation of the schema, its answer reshaped.

use async_graphql::{Request, Variables};
use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use icosa_contract::{Actor, AppError, Code};
use icosa_graphql::metadata::permission::{Flag, require};
use icosa_graphql::metadata::{Caller, Headers, MetadataSchema};
use icosa_graphql::numbers::write_whole;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::resources::{Kind, Resource, resource};
use crate::HttpState;
use crate::rest::error::RestError;
use crate::session::SignedInCaller;

/// Entries of a page when no number is asked for, and most of one page.
const PAGE: u32 = 1000;

pub fn routes() -> Router<HttpState> {
    Router::new()
        .route("/{resource}", get(list).post(create))
        .route("/{resource}/{id}", get(one).patch(update).put(update).delete(delete))
        .fallback(|| async { RestError::from(unknown_path()) })
}

/// What a list may be asked for.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Ask {
    limit: Option<String>,
    #[serde(rename = "starting_after")]
    starting_after: Option<String>,
    #[serde(rename = "ending_before")]
    ending_before: Option<String>,
    object_metadata_id: Option<String>,
    view_id: Option<String>,
    page_layout_type: Option<String>,
    page_layout_id: Option<String>,
    page_layout_tab_id: Option<String>,
}

async fn list(call: Call, ask: Result<Query<Ask>, QueryRejection>) -> Result<Response, RestError> {
    let Query(ask) = ask.map_err(|refused| RestError::bad_request(refused.body_text()))?;
    let variables = match call.resource.kind {
        Kind::Objects | Kind::Fields => json!({ "paging": paging(&ask)? }),
        Kind::Views => json!({ "objectMetadataId": ask.object_metadata_id }),
        Kind::Parts => json!({ "viewId": ask.view_id }),
        Kind::Pages => {
            json!({ "objectMetadataId": ask.object_metadata_id, "pageLayoutType": ask.page_layout_type })
        }
        Kind::Tabs => json!({ "pageLayoutId": ask.page_layout_id }),
        Kind::Widgets => json!({ "pageLayoutTabId": ask.page_layout_tab_id }),
    };
    let result = call.run(call.resource.list, variables).await?;
    if !call.resource.kind.is_data_model() {
        return Ok(Json(result).into_response());
    }
    let (objects, fields) = call.caller().await?.totals();
    let total = if call.resource.kind == Kind::Objects { objects } else { fields };
    let edges = result.get("edges").and_then(Value::as_array).into_iter().flatten();
    let nodes: Vec<&Value> = edges.filter_map(|edge| edge.get("node")).collect();
    let page_info = result.get("pageInfo");
    let data = if call.is_direct() { json!(nodes) } else { json!({ call.resource.path: nodes }) };
    Ok(Json(json!({ "data": data, "pageInfo": page_info, "totalCount": total })).into_response())
}

fn paging(ask: &Ask) -> Result<Value, AppError> {
    let limit = match &ask.limit {
        None => PAGE,
        Some(limit) => limit
            .parse()
            .ok()
            .filter(|limit| (1..=PAGE).contains(limit))
            .ok_or_else(|| AppError::bad_input(format!("limit is a number from 1 to {PAGE}.")))?,
    };
    match (&ask.starting_after, &ask.ending_before) {
        (Some(_), Some(_)) => {
            Err(AppError::bad_input("Only one of starting_after and ending_before is possible."))
        }
        (after, None) => Ok(json!({ "first": limit, "after": after })),
        (None, before) => Ok(json!({ "last": limit, "before": before })),
    }
}

async fn one(call: Call) -> Result<Response, RestError> {
    let result = call.run(call.resource.one, json!({ "id": call.id()? })).await?;
    if result.is_null() {
        return Err(AppError::not_found("There is nothing of that id.").into());
    }
    Ok(call.answer(StatusCode::OK, "", result))
}

async fn create(call: Call, body: Bytes) -> Result<Response, RestError> {
    let input = call.input(&body, call.resource.inputs.0).await?;
    let result = call.run(call.resource.create, json!({ "input": input })).await?;
    Ok(call.answer(StatusCode::CREATED, "createOne", result))
}

async fn update(call: Call, body: Bytes) -> Result<Response, RestError> {
    let id = call.id()?;
    let input = call.input(&body, call.resource.inputs.1).await?;
    let result = call.run(call.resource.update, json!({ "id": id, "input": input })).await;
    let result = result.map_err(|mut error| {
        if call.resource.kind == Kind::Fields && error.code == Code::NotFound {
            error.code = Code::BadUserInput; // as clients know it
        }
        error
    })?;
    Ok(call.answer(StatusCode::OK, "updateOne", result))
}

async fn delete(call: Call) -> Result<Response, RestError> {
    let result = call.run(call.resource.delete, json!({ "id": call.id()? })).await?;
    let is_data_model = call.resource.kind.is_data_model();
    let result = if is_data_model { result } else { json!({ "success": true }) };
    Ok(call.answer(StatusCode::OK, "deleteOne", result))
}

/// A call that may be made: its resource, its caller, and the id in its path.
struct Call {
    state: HttpState,
    schema: MetadataSchema,
    actor: Actor,
    resource: &'static Resource,
    id: Option<String>,
    locale: Option<String>,
}

#[derive(Deserialize)]
struct Segments {
    resource: String,
    id: Option<String>,
}

impl axum::extract::FromRequestParts<HttpState> for Call {
    type Rejection = RestError;

    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        state: &HttpState,
    ) -> Result<Self, RestError> {
        let Some(caller) = parts.extensions.get::<SignedInCaller>() else {
            return Err(RestError::missing_token());
        };
        let actor = caller.actor.clone();
        let segments = Path::<Segments>::from_request_parts(parts, state).await;
        let Path(segments) = segments.map_err(|_| RestError::from(unknown_path()))?;
        let resource = resource(&segments.resource).ok_or_else(unknown_path)?;
        if resource.kind.is_data_model() {
            require(&actor, Flag::DataModel)?;
        }
        let Some(schema) = parts.extensions.get::<MetadataSchema>().cloned() else {
            return Err(AppError::internal().into());
        };
        let locale = super::versions(&parts.headers).locale;
        Ok(Self { state: state.clone(), schema, actor, resource, id: segments.id, locale })
    }
}

impl Call {
    fn id(&self) -> Result<Uuid, AppError> {
        let id = self.id.as_deref().unwrap_or_default();
        id.parse().map_err(|_| AppError::bad_input(format!("{id:?} is no UUID.")))
    }

    async fn caller(&self) -> Result<Caller, AppError> {
        Caller::new(super::apis(&self.state), self.actor.clone(), None).await
    }

    /// Runs a document of the resource; its result, or the first error.
    async fn run(&self, document: &str, mut variables: Value) -> Result<Value, AppError> {
        write_whole(&mut variables);
        let request =
            Request::new(self.resource.document(document)).variables(Variables::from_json(variables));
        let headers = Headers { locale: self.locale.clone(), ..Headers::default() };
        let answer = super::run(&self.state, &self.schema, &self.actor, &headers, request).await;
        if let Some(error) = answer.errors.first() {
            return Err(icosa_graphql::metadata::own_error(error));
        }
        let data = answer.data.into_json().map_err(|_| AppError::internal())?;
        Ok(data.get("result").cloned().unwrap_or_default())
    }

    /// A body with nothing in it that the input does not know.
    async fn input(&self, body: &[u8], input: &str) -> Result<Map<String, Value>, AppError> {
        let body: Map<String, Value> =
            serde_json::from_slice(body).map_err(|_| AppError::bad_input("The body is no JSON object."))?;
        let known = icosa_graphql::metadata::input_fields(&self.schema, input).await;
        let unknown: Vec<&str> =
            body.keys().map(String::as_str).filter(|name| !known.iter().any(|known| known == name)).collect();
        if unknown.is_empty() {
            Ok(body)
        } else {
            Err(AppError::bad_input(format!("Unknown properties: {}.", unknown.join(", "))))
        }
    }

    /// Objects and fields stand directly under `data`; older clients want them under the name of the operation.
    fn is_direct(&self) -> bool {
        self.state.engine.config().is_rest_metadata_direct
    }

    fn answer(&self, status: StatusCode, verb: &str, result: Value) -> Response {
        let noun = match self.resource.kind {
            Kind::Objects => "Object",
            Kind::Fields => "Field",
            _ => return (status, Json(result)).into_response(),
        };
        let key = if verb.is_empty() { noun.to_lowercase() } else { format!("{verb}{noun}") };
        let data = if self.is_direct() { result } else { json!({ key: result }) };
        (status, Json(json!({ "data": data }))).into_response()
    }
}

fn unknown_path() -> AppError {
    AppError::not_found("There is no such resource.")
}
