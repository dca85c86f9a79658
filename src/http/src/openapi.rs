//! OpenAPI 3.1 documents of the REST APIs, made from the workspace's model (record API 14): records at
//! `/rest/open-api/core`, metadata at `/rest/open-api/metadata`, both also below `/open-api`.
//!
//! Without a token only the frame is told: what there is differs by workspace.

mod metadata;
mod operations;
mod parameters;
mod responses;
mod schemas;
mod types;
mod webhooks;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Json, Router};
use icosa_model::Model;
use serde_json::{Map, Value, json};

use crate::HttpState;
use crate::rest::error::RestError;
use crate::session::SignedInCaller;

/// The version of the specification that the documents follow.
const SPECIFICATION: &str = "3.1.1";

/// Which of the documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Document {
    /// Records.
    Core,
    /// Objects, fields and views.
    Metadata,
}

impl Document {
    fn named(name: &str) -> Option<Self> {
        match name {
            "core" => Some(Self::Core),
            "metadata" => Some(Self::Metadata),
            _ => None,
        }
    }
}

/// The documents at their paths.
pub fn routes() -> Router<HttpState> {
    Router::new().route("/rest/open-api/{document}", get(handler)).route("/open-api/{document}", get(handler))
}

async fn handler(
    State(state): State<HttpState>,
    Path(name): Path<String>,
    caller: Option<Extension<SignedInCaller>>,
) -> Response {
    let Some(document) = Document::named(&name) else {
        let shown: String = name.chars().take(64).collect();
        let message = format!("There is no document '{shown}': core and metadata are");
        return RestError::from(icosa_contract::AppError::not_found(message)).into_response();
    };
    let server = state.engine.config().server_url.as_str().trim_end_matches('/').to_owned();
    match caller {
        None => Json(frame(document, &server)).into_response(),
        Some(Extension(caller)) => Json(generate(document, &caller.model, &server).await).into_response(),
    }
}

/// A document for a workspace; `server` is the address without a slash at the end.
pub async fn generate(document: Document, model: &Model, server: &str) -> Value {
    match document {
        Document::Core => core(model, server),
        Document::Metadata => metadata_document(server).await,
    }
}

/// The document of the metadata API, which is the same in every workspace.
pub async fn metadata_document(server: &str) -> Value {
    metadata::document(server).await
}

/// The document of the record API of a workspace.
#[must_use]
pub fn core(model: &Model, server: &str) -> Value {
    let mut document = frame(Document::Core, server);
    let objects: Vec<_> = model.objects().iter().map(AsRef::as_ref).collect();
    let (mut paths, mut hooks, mut schemas, mut tags) =
        (Map::new(), Map::new(), schemas::shared(), Vec::new());
    for object in objects {
        tags.push(json!({"name": object.name_plural, "description": format!("The object `{}`", object.name_singular)}));
        paths.extend(operations::paths(object));
        schemas.extend(schemas::of_object(model, object));
        hooks.insert(format!("{}.*", object.name_singular), webhooks::hook(object));
    }
    paths.insert("/open-api/core".to_owned(), operations::own_document());
    document["tags"] = Value::Array(tags);
    document["paths"] = Value::Object(paths);
    document["webhooks"] = Value::Object(hooks);
    document["components"]["parameters"] = parameters::all();
    document["components"]["schemas"] = Value::Object(schemas);
    document
}

/// What both documents have, and all that is told to strangers.
fn frame(document: Document, server: &str) -> Value {
    let (title, about, base) = match document {
        Document::Core => ("Icosa records", "Records of every object of a workspace.", "/rest"),
        Document::Metadata => {
            ("Icosa metadata", "The data model of a workspace: objects, fields and views.", "/rest/metadata")
        }
    };
    json!({
        "openapi": SPECIFICATION,
        "info": {
            "title": title,
            "description": format!("{about} Paths and schemas differ by workspace: ask with a token of yours."),
            "version": env!("CARGO_PKG_VERSION"),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": format!("{server}{base}"), "description": "This server"}],
        "security": [{"bearerAuth": []}],
        "paths": {},
        "components": {
            "securitySchemes": {
                "bearerAuth": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": "An API key of the workspace, or an access token of a member.",
                },
            },
            "responses": responses::all(),
            "schemas": {"Error": schemas::error()},
        },
    })
}
