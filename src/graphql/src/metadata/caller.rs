//! Who asks, and what they see: the context of every resolver.

use std::sync::{Arc, PoisonError, RwLock};

use async_graphql::Context;
use icosa_contract::data_model::{Change, DataModelApi};
use icosa_contract::files::FilesApi;
use icosa_contract::records::RecordsApi;
use icosa_contract::{Actor, AppError};
use uuid::Uuid;

use crate::metadata::snapshot::Snapshot;

/// The use-cases behind the schema.
#[derive(Clone)]
pub struct Apis {
    /// The data model.
    pub data_model: Arc<dyn DataModelApi>,
    /// Records, for the names of those that navigation items open.
    pub records: Arc<dyn RecordsApi>,
    /// Files.
    pub files: Arc<dyn FilesApi>,
}

/// One request's caller.
pub struct Caller {
    pub(crate) apis: Apis,
    pub(crate) actor: Actor,
    now: RwLock<Arc<Snapshot>>,
}

/// What a change has done.
pub struct Outcome {
    pub before: Arc<Snapshot>,
    pub after: Arc<Snapshot>,
    pub ids: Vec<Uuid>,
}

impl Caller {
    /// A caller with the newest model; `locale` is the language that words are told in (`x-locale`).
    ///
    /// # Errors
    /// Those of [`DataModelApi::model`].
    pub async fn new(apis: Apis, actor: Actor, locale: Option<String>) -> Result<Self, AppError> {
        let snapshot = Snapshot::new(apis.data_model.model(&actor).await?, locale);
        Ok(Self { apis, actor, now: RwLock::new(Arc::new(snapshot)) })
    }

    /// The metadata version that the caller sees.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.now().model().version()
    }

    /// How many objects and fields there are, for lists that tell their length.
    #[must_use]
    pub fn totals(&self) -> (usize, usize) {
        let now = self.now();
        let fields: Vec<_> = now.metadata().fields.iter().collect();
        let morphs = crate::metadata::snapshot::representatives(&fields);
        let listed = fields.iter().filter(|field| field.morph_id.is_none() || morphs.contains(&field.id));
        (now.metadata().objects.len(), listed.count())
    }

    /// What the caller sees at this moment.
    pub(crate) fn now(&self) -> Arc<Snapshot> {
        Arc::clone(&self.now.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Carries out changes, all or none, and sees what they have made.
    pub(crate) async fn change(&self, changes: Vec<Change>) -> Result<Outcome, AppError> {
        let before = self.now();
        if changes.is_empty() {
            return Ok(Outcome { after: Arc::clone(&before), before, ids: Vec::new() });
        }
        let changed = self.apis.data_model.change(&self.actor, changes).await?;
        let model = self.apis.data_model.model(&self.actor).await?;
        let after = Arc::new(Snapshot::new(model, before.locale().map(str::to_owned)));
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&after);
        Ok(Outcome { before, after, ids: changed.ids })
    }

    /// Carries out one change and names what it made, changed or removed.
    pub(crate) async fn change_one(&self, change: Change) -> Result<(Outcome, Uuid), AppError> {
        let outcome = self.change(vec![change]).await?;
        let id = *outcome.ids.first().ok_or_else(AppError::internal)?;
        Ok((outcome, id))
    }
}

/// The caller of a resolver.
pub fn caller<'a>(ctx: &Context<'a>) -> Result<&'a Caller, AppError> {
    ctx.data_opt::<Caller>().ok_or_else(AppError::unauthenticated)
}

/// An id that the schema types as a plain text.
pub fn parse_id(text: &str) -> Result<Uuid, AppError> {
    text.parse().map_err(|_| AppError::bad_input(format!("{text:?} is no UUID.")))
}
