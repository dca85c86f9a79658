//! Requests from document to answer.

use std::sync::Arc;

use apollo_compiler::ExecutableDocument;
use apollo_compiler::executable::Operation;
use apollo_compiler::request::coerce_variable_values;
use apollo_compiler::response::JsonMap;
use apollo_compiler::validation::Valid;
use icosa_contract::{Actor, AppError};
use icosa_engine::record_api::PreparedReads;
use icosa_engine::{BoundedCache, Engine};
use icosa_model::{Model, WorkspaceId};
use icosa_sqlgen::Statement;
use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};

use super::collect::{Collected, collect};
use super::compile::{self, Answer, Plan};
use super::error::{Problem, refusal};
use super::introspect::PublicSchema;
use super::planned::{Planned, Stop, run};
use super::reply::Reply;
use super::request::RecordRequest;
use super::schema::{Kind, RecordSchema};
use super::select::Selector;
use super::{document, duplicates, limits, mutate, search};

/// Memory that the caches may take, in bytes of text; what is made of a text takes about [`SCHEMA_FACTOR`] or
/// [`DOCUMENT_FACTOR`] times as much.
const SCHEMAS: usize = 64 << 20;
const PUBLIC_SCHEMAS: usize = 32 << 20;
const DOCUMENTS: usize = 24 << 20;
const PLANS: usize = 16 << 20;
const SCHEMA_FACTOR: usize = 12;
const DOCUMENT_FACTOR: usize = 20;

type Version = (WorkspaceId, u64);
type Hash = [u8; 32];

/// The record API of all workspaces: what is made once of schemas, documents and queries is kept.
pub struct Records {
    schemas: BoundedCache<Version, RecordSchema>,
    public: BoundedCache<Version, PublicSchema>,
    documents: BoundedCache<(Version, Hash), Valid<ExecutableDocument>>,
    plans: BoundedCache<(Version, Hash), Planned>,
}

impl Default for Records {
    fn default() -> Self {
        Self {
            schemas: BoundedCache::new(SCHEMAS),
            public: BoundedCache::new(PUBLIC_SCHEMAS),
            documents: BoundedCache::new(DOCUMENTS),
            plans: BoundedCache::new(PLANS),
        }
    }
}

/// An operation with everything that carrying it out needs.
struct Call<'c> {
    engine: &'c Engine,
    actor: &'c Actor,
    model: &'c Arc<Model>,
    schema: &'c RecordSchema,
    document: &'c Valid<ExecutableDocument>,
    variables: &'c Map<String, Json>,
}

impl Records {
    /// Carries out a request; the answer is JSON text.
    pub async fn execute(
        &self,
        engine: &Engine,
        actor: &Actor,
        model: &Arc<Model>,
        request: &RecordRequest,
    ) -> String {
        let mut model = Arc::clone(model);
        for _ in 0..2 {
            match self.attempt(engine, actor, &model, request).await {
                Ok(answer) => return answer,
                Err(Stop::Told(problems)) => return refusal(&problems).to_string(),
                Err(Stop::Stale(newer)) => model = newer,
            }
        }
        refusal(&[Problem::from(AppError::internal())]).to_string()
    }

    /// The statement of a query of reads, as [`Records::execute`] has just run and kept it; `None` for what is not
    /// kept. For measuring the same SQL without us.
    #[must_use]
    pub fn kept_statement(&self, model: &Model, request: &RecordRequest) -> Option<Statement> {
        let planned = self.plans.get(&((model.workspace(), model.version()), plan_key(request)))?;
        planned.prepared.as_ref().map(PreparedReads::sql)
    }

    async fn attempt(
        &self,
        engine: &Engine,
        actor: &Actor,
        model: &Arc<Model>,
        request: &RecordRequest,
    ) -> Result<String, Stop> {
        let plan_key = plan_key(request);
        let version = (model.workspace(), model.version());
        if let Some(planned) = self.plans.get(&(version, plan_key)) {
            return run(engine, actor, &planned).await;
        }
        let schema = self.schema(model)?;
        let document = self.document(&schema, model, &request.query)?;
        let operation = operation(&document, request)?;
        let most = engine.config().api;
        limits::check_fields(&document, &operation.selection_set, most.fields)?;
        let variables = variables(&schema, operation, request)?;
        let roots = collect(&document, &[&operation.selection_set], &variables);
        limits::check_roots(&roots, most.roots)?;
        let call = Call { engine, actor, model, schema: &schema, document: &document, variables: &variables };
        if operation.is_mutation() {
            // Boxed, as what follows: the reads that are planned already need not carry the room that these take.
            return Ok(Box::pin(call.mutation(&roots)).await);
        }
        let introspected = if roots.iter().any(|root| is_introspection(root.name())) {
            self.public(model)?.answer(request)?
        } else {
            Map::new()
        };
        let (mut plan, may_be_kept) = Box::pin(call.plan(&roots, &introspected)).await;
        let prepared = plan.prepare(model)?;
        let weight = prepared.as_ref().map_or(0, PreparedReads::bytes) + request.query.len();
        let planned = Planned { answers: plan.answers, prepared };
        let planned = if may_be_kept && introspected.is_empty() {
            self.plans.put((version, plan_key), planned, weight)
        } else {
            Arc::new(planned)
        };
        run(engine, actor, &planned).await
    }

    fn schema(&self, model: &Model) -> Result<Arc<RecordSchema>, AppError> {
        let key = (model.workspace(), model.version());
        if let Some(schema) = self.schemas.get(&key) {
            return Ok(schema);
        }
        let schema = RecordSchema::new(model)?;
        let weight = schema.text_bytes() * SCHEMA_FACTOR;
        Ok(self.schemas.put(key, schema, weight))
    }

    fn public(&self, model: &Model) -> Result<Arc<PublicSchema>, AppError> {
        let key = (model.workspace(), model.version());
        if let Some(schema) = self.public.get(&key) {
            return Ok(schema);
        }
        let schema = PublicSchema::new(model)?;
        let weight = schema.text_bytes() * SCHEMA_FACTOR;
        Ok(self.public.put(key, schema, weight))
    }

    fn document(
        &self,
        schema: &RecordSchema,
        model: &Model,
        text: &str,
    ) -> Result<Arc<Valid<ExecutableDocument>>, Vec<Problem>> {
        let key = ((model.workspace(), model.version()), Sha256::digest(text.as_bytes()).into());
        if let Some(document) = self.documents.get(&key) {
            return Ok(document);
        }
        let document = document::read(schema, model, text)?;
        Ok(self.documents.put(key, document, text.len() * DOCUMENT_FACTOR))
    }
}

fn is_introspection(name: &str) -> bool {
    matches!(name, "__schema" | "__type")
}

/// Document, operation and values: the same plan answers the same request of anybody in the workspace. What a plan
/// will hold of the caller's role has to become part of the key.
fn plan_key(request: &RecordRequest) -> Hash {
    let mut hash = Sha256::new();
    let variables = request.variables.as_ref().and_then(|variables| serde_json::to_vec(variables).ok());
    for part in [
        request.query.as_bytes(),
        request.operation_name.as_deref().unwrap_or_default().as_bytes(),
        variables.as_deref().unwrap_or_default(),
    ] {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

fn operation<'d>(
    document: &'d ExecutableDocument,
    request: &RecordRequest,
) -> Result<&'d Operation, Problem> {
    let found = document.operations.get(request.operation_name.as_deref());
    found.map(AsRef::as_ref).map_err(|error| Problem::coded("BAD_USER_INPUT", error.message().to_string()))
}

fn variables(
    schema: &RecordSchema,
    operation: &Operation,
    request: &RecordRequest,
) -> Result<Map<String, Json>, Problem> {
    let none = JsonMap::new();
    let given = request.variables.as_ref().unwrap_or(&none);
    let coerced = coerce_variable_values(schema.checked(), operation, given)
        .map_err(|error| Problem::coded("BAD_USER_INPUT", error.message().to_string()))?;
    let values = serde_json::to_value(coerced.into_inner()).unwrap_or_default();
    Ok(values.as_object().cloned().unwrap_or_default())
}

impl<'c> Call<'c> {
    fn selector(&self) -> Selector<'c> {
        let most = self.engine.config().api.complexity;
        Selector::new(self.model, self.document, self.variables, most)
    }

    /// What each field of a query needs, and whether the plan is right for the next such request.
    async fn plan(&self, roots: &[Collected<'_>], introspected: &Map<String, Json>) -> (Plan, bool) {
        let mut plan = Plan::default();
        let mut may_be_kept = true;
        let mut selector = self.selector();
        for root in roots {
            if let Some(answer) = known(root, introspected) {
                plan.answer(root.key, Answer::Known(answer));
                continue;
            }
            let added = match compile::operation(self.schema, self.model, root) {
                _ if search::is_meant(self.schema, root) => {
                    search::read(&mut plan, &selector, self.actor, root)
                }
                Ok((Kind::FindDuplicates, object)) => {
                    may_be_kept = false;
                    let caller = (self.engine, self.actor);
                    duplicates::read(&mut plan, &mut selector, caller, object, root).await
                }
                Ok((kind, object)) => {
                    let known = compile::read(&mut plan, &mut selector, self.actor, (kind, object), root);
                    known.map(|is_general| may_be_kept &= is_general)
                }
                Err(error) => Err(error),
            };
            if let Err(error) = added {
                may_be_kept = false;
                plan.answer(root.key, Answer::Refused(error));
            }
        }
        (plan, may_be_kept)
    }

    /// One field after the other.
    async fn mutation(&self, roots: &[Collected<'_>]) -> String {
        let mut reply = Reply::default();
        for root in roots {
            if root.name() == "__typename" {
                reply.data(root.key, "\"Mutation\"");
                continue;
            }
            let mut selector = self.selector();
            let done = match compile::operation(self.schema, self.model, root) {
                Ok((kind, object)) => {
                    mutate::run(&mut selector, (self.engine, self.actor), kind, object, root).await
                }
                Err(error) => Err(error),
            };
            match done {
                Ok(answer) => reply.data(root.key, &answer),
                Err(error) => reply.refuse(root.key, error),
            }
        }
        reply.finish()
    }
}

fn known(root: &Collected<'_>, introspected: &Map<String, Json>) -> Option<String> {
    match root.name() {
        "__typename" => Some("\"Query\"".to_owned()),
        name if is_introspection(name) => Some(introspected.get(root.key).unwrap_or(&Json::Null).to_string()),
        _ => None,
    }
}
