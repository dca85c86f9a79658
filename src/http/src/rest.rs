//! The REST API over records: paths and query strings are read by pure functions here, the engine does the rest.
//!
//! A call goes through [`route`] (what is asked for), [`params`] (how), [`filter`] and [`order`] (over which object),
//! and ends in [`read`] or [`write`], which shape the answer.

pub mod error;
pub mod filter;
pub mod order;
pub mod params;
mod read;
pub mod route;
mod write;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Router};
use icosa_contract::Actor;
use icosa_engine::Engine;
use icosa_engine::record_api::{ParsedFilter, Wanted, parse_filter, selection};
use icosa_model::query::Select;
use icosa_model::{Model, Object, Record};

use crate::HttpState;
use crate::session::SignedInCaller;
use error::RestError;
use params::Params;
use route::Operation;

/// Everything below `/rest` that nobody else answers: records.
pub fn routes() -> Router<HttpState> {
    Router::new().nest("/rest", Router::new().fallback(handler))
}

/// A call that has been understood.
struct Context {
    engine: Engine,
    actor: Actor,
    model: Arc<Model>,
    object: Arc<Object>,
    params: Params,
}

async fn handler(
    State(state): State<HttpState>,
    caller: Option<Extension<SignedInCaller>>,
    request: Request,
) -> Response {
    let Some(Extension(caller)) = caller else { return RestError::missing_token().into_response() };
    match answer(state, caller, request).await {
        Ok(response) => response,
        Err(error) => error.into_response(),
    }
}

async fn answer(state: HttpState, caller: SignedInCaller, request: Request) -> Result<Response, RestError> {
    let call = route::parse(request.method(), request.uri().path())?;
    let params = params::parse(request.uri().query().unwrap_or_default())?;
    let object = object(&caller.model, &call.plural)?;
    let SignedInCaller { actor, model, .. } = caller;
    let context = Context { engine: state.engine, actor, model, object, params };
    match call.operation {
        Operation::FindMany => read::many(&context).await,
        Operation::FindOne(id) => read::one(&context, id).await,
        operation => write::write(&context, operation, body(request).await?).await,
    }
}

async fn body(request: Request) -> Result<Bytes, RestError> {
    let read = axum::body::to_bytes(request.into_body(), crate::limits::MAX_BODY).await;
    read.map_err(|_| RestError::bad_request("The body could not be read"))
}

/// Objects go by their plural.
fn object(model: &Model, plural: &str) -> Result<Arc<Object>, RestError> {
    if let Some(object) = model.object_by_plural(plural) {
        return Ok(Arc::clone(object));
    }
    let shown: String = plural.chars().take(64).collect();
    let hint = match model.object(plural) {
        Some(object) => format!("Did you mean '{}'?", object.name_plural),
        None => "eg: companies".to_owned(),
    };
    Err(RestError::bad_request(format!("object '{shown}' not found. {hint}")))
}

impl Context {
    fn select(&self) -> Result<Vec<Select>, RestError> {
        let fields = self.params.fields.as_deref();
        let wanted = Wanted { with_relations: self.params.with_relations, fields };
        Ok(selection(&self.model, &self.object, wanted)?)
    }

    fn filter(&self) -> Result<ParsedFilter, RestError> {
        let text = self.params.filter.as_deref().unwrap_or_default();
        Ok(parse_filter(&self.object, &filter::parse(&self.object, text)?)?)
    }

    /// `deletedAt` is in every answer of the engine about one record; here only if it was asked for.
    fn only_asked_for(&self, record: &mut Record) {
        let named = |fields: &Vec<String>| fields.iter().any(|name| name == "deletedAt");
        if self.params.fields.as_ref().is_some_and(|fields| !named(fields)) {
            record.remove("deletedAt");
        }
    }

    fn object_name(&self) -> String {
        self.object.name_singular.clone()
    }
}
