//! The REST API over records: paths and query strings are read by pure functions here, the engine does the rest.
//!
//! A call goes through [`route`] (what is asked for), [`params`] (how), [`filter`] and [`order`] (texts in the form of
//! the GraphQL API), and ends in `read`, `group`, `merge` or `write`. Answers of reads are sent on as Postgres wrote
//! them.

pub mod error;
pub mod filter;
mod group;
mod merge;
pub mod order;
pub mod params;
mod read;
pub mod route;
mod write;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Router};
use icosa_contract::{Actor, AppError};
use icosa_engine::Engine;
use icosa_engine::record_api::{
    Kept, Read, Wanted, capped_fields, check_complexity, selected_relations, selection,
};
use icosa_model::query::Select;
use icosa_model::{Model, Object, Record};
use serde_json::Value;
use uuid::Uuid;

use crate::HttpState;
use crate::session::SignedInCaller;
use error::RestError;
use params::Params;
use route::Operation;

/// On answers that carry only some fields of objects with very many, because no `fields` were named.
pub const FIELDS_CAPPED: HeaderName = HeaderName::from_static("x-twenty-fields-capped");

/// Everything below `/rest` that nobody else answers: records.
pub fn routes() -> Router<HttpState> {
    Router::new().nest("/rest", Router::new().fallback(handler))
}

/// A call that has been understood.
struct Context {
    state: HttpState,
    engine: Engine,
    actor: Actor,
    model: Arc<Model>,
    object: Arc<Object>,
    params: Params,
    /// Object and query string: whatever a plan of a read depends on but its id.
    shape: String,
    /// What records carry when no fields are named, of objects with very many.
    capped: Option<Vec<String>>,
}

async fn handler(
    State(state): State<HttpState>,
    caller: Option<Extension<SignedInCaller>>,
    request: Request,
) -> Response {
    let Some(Extension(caller)) = caller else { return RestError::missing_token().into_response() };
    // Below its own router, that is what follows.
    let path = request.uri().path().to_owned();
    respond(state, caller, &path, request).await
}

/// Answers a call of the API of records at a path below `/rest`.
pub(crate) async fn respond(
    state: HttpState,
    caller: SignedInCaller,
    path: &str,
    request: Request,
) -> Response {
    answer(state, caller, path, request).await.unwrap_or_else(IntoResponse::into_response)
}

async fn answer(
    state: HttpState,
    caller: SignedInCaller,
    path: &str,
    request: Request,
) -> Result<Response, RestError> {
    let call = route::parse(request.method(), path)?;
    let query = request.uri().query().unwrap_or_default();
    let params = params::parse(query)?;
    let object = object(&caller.model, &call.plural)?;
    if params.discover {
        let name = &object.name_singular;
        return Err(RestError::bad_request(format!("Records of object '{name}' are not discoverable")));
    }
    let SignedInCaller { actor, model, .. } = caller;
    let capped = match params.fields {
        Some(_) => None,
        None => capped_fields(&object, params.with_relations),
    };
    let shape = format!("{}?{query}", call.plural);
    let engine = state.engine.clone();
    let context = Context { state, engine, actor, model, object, params, shape, capped };
    match call.operation {
        Operation::FindMany => read::many(&context).await,
        Operation::FindOne(id) => read::one(&context, id).await,
        // Boxed, so that reads need not carry the room that these take.
        operation => Box::pin(others(&context, operation, request)).await,
    }
}

async fn others(context: &Context, operation: Operation, request: Request) -> Result<Response, RestError> {
    match operation {
        Operation::GroupBy => group::groups(context).await,
        Operation::FindDuplicates => read::duplicates(context, &body(request).await?).await,
        Operation::MergeMany => merge::merge(context, &body(request).await?).await,
        operation => write::write(context, operation, body(request).await?).await,
    }
}

/// The body, which has to be JSON if there is one and it says what it is.
async fn body(request: Request) -> Result<Bytes, RestError> {
    let is_json = is_json(request.headers());
    let most = crate::limits::MAX_API_BODY;
    let body = axum::body::to_bytes(request.into_body(), most).await;
    let body = body.map_err(|error| crate::limits::unread(error, most))?;
    if body.is_empty() || is_json { Ok(body) } else { Err(RestError::unsupported_media_type()) }
}

fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(header::CONTENT_TYPE) else { return true };
    let kind = value.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
    let kind = kind.to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
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

/// JSON text as an answer.
fn json_text(text: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], text).into_response()
}

fn not_found() -> AppError {
    AppError::not_found("Record not found").with_sub_code("RECORD_NOT_FOUND")
}

impl Context {
    /// What answers of writes carry; its relations are counted.
    fn select(&self) -> Result<Vec<Select>, AppError> {
        let select = self.select_of(&self.model, &self.object)?;
        self.check_relations(selected_relations(&select))?;
        Ok(select)
    }

    fn select_of(&self, model: &Model, object: &Object) -> Result<Vec<Select>, AppError> {
        let fields = self.params.fields.as_deref().or(self.capped.as_deref());
        selection(model, object, Wanted { with_relations: self.params.with_relations, fields })
    }

    /// The filter in the form of the GraphQL API.
    fn filter_value(&self) -> Result<Value, RestError> {
        filter::parse(&self.model, &self.object, self.params.filter.as_deref().unwrap_or_default())
    }

    /// Refuses more relations than a query may follow, counted as in GraphQL.
    fn check_relations(&self, relations: usize) -> Result<(), AppError> {
        check_complexity(1 + relations, self.engine.config().api.complexity)
    }

    /// Runs reads that are planned on the model and object given.
    async fn read(
        &self,
        plan: impl Fn(&Model, &Object) -> Result<Vec<Read>, AppError>,
    ) -> Result<Vec<Option<String>>, AppError> {
        self.engine.read_trees(&self.actor, &self.model, self.wanted(plan)).await
    }

    /// The same with a plan that is kept for the next call with this query string; `kind` tells calls on the same
    /// object from one another, and `id` stands for [`ANY_ID`](icosa_engine::record_api::ANY_ID) in the plan.
    async fn read_kept(
        &self,
        kind: &str,
        id: Option<Uuid>,
        plan: impl Fn(&Model, &Object) -> Result<Vec<Read>, AppError>,
    ) -> Result<Vec<Option<String>>, AppError> {
        let shape = format!("{kind} {}", self.shape);
        let kept = Kept { plans: &self.state.plans, shape: &shape, id };
        self.engine.read_kept(&self.actor, &self.model, kept, self.wanted(plan)).await
    }

    /// Reads of the object as it is called in whatever model; their relations are counted.
    fn wanted(
        &self,
        plan: impl Fn(&Model, &Object) -> Result<Vec<Read>, AppError>,
    ) -> impl Fn(&Model) -> Result<Vec<Read>, AppError> {
        move |model| {
            let object = model.object(&self.object.name_singular).ok_or_else(not_found)?;
            let reads = plan(model, object)?;
            self.check_relations(reads.iter().map(Read::relation_count).sum())?;
            Ok(reads)
        }
    }

    /// Says so on an answer that does not carry all fields.
    fn with_capped(&self, mut response: Response) -> Response {
        if self.capped.is_some() {
            response.headers_mut().insert(FIELDS_CAPPED, HeaderValue::from_static("true"));
        }
        response
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
