//! What the record API offers beyond the calls of [`RecordsApi`](icosa_contract::records::RecordsApi): filters and
//! selections in the form clients send them, and writes of many records in one transaction.
//!
//! REST and GraphQL share it. It knows nothing of HTTP: names and values go in, records and
//! [`AppError`]s come out.

mod conditions;
mod connect;
mod create_many;
mod cursors;
mod duplicates;
mod figures;
mod filter;
mod groups;
mod matching;
mod merge;
mod operand;
mod operator;
mod orders;
mod plain;
mod problem;
mod rate;
mod remove_many;
mod select;
mod trees;
pub(crate) mod unique;
mod update_many;
mod upsert;
pub(crate) mod view_filters;

use std::sync::Arc;

use icosa_contract::{Actor, AppError};
use icosa_model::query::{DeletedRows, Select};
use icosa_model::{Model, Record};
use uuid::Uuid;

use crate::Engine;
use crate::records::scope::Scope;
use crate::records::{finish, on_newest_model, retried};

pub use conditions::{Filtered, QUANTIFIERS, WHERE, read_filter};
pub use cursors::{decode_cursor, invalid_cursor, naming_cursor};
pub use duplicates::{Originals, parse_id};
pub use figures::{figure, figures};
pub use filter::{ParsedFilter, parse_filter};
pub use groups::{GRANULARITIES, GroupBy, WEEK_STARTS, read_groups, related_object};
pub use icosa_sqlgen::connection::{Condition, Read};
pub use matching::WrittenAnswer;
pub use merge::MergeMany;
pub use operator::{OPERATORS, is_operator, operators, takes_list};
pub use orders::{DIRECTIONS, read_order};
pub(crate) use plain::plain_by_ids;
pub use plain::{
    PlainList, PlainPage, plain_by_id, plain_duplicates, plain_groups, plain_list, plain_record,
};
pub use problem::{check_complexity, filter_required, invalid_input};
pub use rate::TooOften;
pub use select::{MAX_FIELDS, MAX_RELATED, Wanted, capped_fields, selected_relations, selection};
pub use trees::{ANY_ID, Kept, PlanCache, PreparedReads, ReadFailure};

/// Most records of one call.
pub const MAX_BATCH: usize = 200;

/// Records to be made together.
#[derive(Debug, Clone, PartialEq)]
pub struct CreateMany {
    /// API name, singular.
    pub object: String,
    /// Values by field name, at most [`MAX_BATCH`] times; `id` may be given.
    pub records: Vec<Record>,
    /// Records that are there already, by id or by a unique value, are changed instead.
    pub upsert: bool,
    /// What the answer carries.
    pub select: Vec<Select>,
}

/// The same change to all records that pass a filter.
#[derive(Debug, Clone, PartialEq)]
pub struct UpdateMany {
    /// API name, singular.
    pub object: String,
    /// Which ones, at most [`MAX_BATCH`].
    pub condition: Condition,
    /// Which rows with regard to soft deletion.
    pub deleted: DeletedRows,
    /// New values by field name.
    pub values: Record,
    /// What the answer carries.
    pub select: Vec<Select>,
}

/// What becomes of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removal {
    /// Soft-deleted: they can be restored.
    Delete,
    /// Brought back.
    Restore,
    /// Gone for good.
    Destroy,
}

/// Deletes, restores or destroys all records that pass a condition.
#[derive(Debug, Clone, PartialEq)]
pub struct RemoveMany {
    /// API name, singular.
    pub object: String,
    /// Which ones, at most [`MAX_BATCH`].
    pub condition: Condition,
    /// Which rows with regard to soft deletion.
    pub deleted: DeletedRows,
    /// What becomes of them.
    pub removal: Removal,
}

impl Engine {
    /// Makes records, or changes those that are there already: all or none, in one transaction. The number of
    /// statements does not depend on the number of new records.
    ///
    /// Answers them in the order written: by the place asked for (first, last, a number), changed ones before new ones.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for values that do not fit, `CONFLICT` for a unique value in use.
    pub async fn create_many(&self, actor: &Actor, request: CreateMany) -> Result<Vec<Record>, AppError> {
        on_newest_model!(self, actor, &request.object, |scope| retried(|| async {
            if request.upsert {
                upsert::upsert(&scope, &request).await
            } else {
                create_many::create(&scope, &request).await
            }
        })
        .await)
    }

    /// Changes all records that pass a filter, in one transaction; answers them.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for values that do not fit or too many records, `CONFLICT` for a unique value in use.
    pub async fn update_many(&self, actor: &Actor, request: UpdateMany) -> Result<Vec<Record>, AppError> {
        on_newest_model!(self, actor, &request.object, |scope| retried(|| update_many::update(
            &scope, &request
        ))
        .await)
    }

    /// Deletes, restores or destroys all records that pass a condition, in one transaction; answers the ids of those
    /// it was done to, in order.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for too many records, `CONFLICT` if others still need one of them or a unique value is taken.
    pub async fn remove_many(&self, actor: &Actor, request: RemoveMany) -> Result<Vec<Uuid>, AppError> {
        on_newest_model!(self, actor, &request.object, |scope| retried(|| remove_many::remove(
            &scope, &request
        ))
        .await)
    }

    /// Destroys all records that pass a condition, in one transaction; answers what a read of them by their ids, as
    /// they were in the end, brings, `None` without any.
    ///
    /// # Errors
    /// As [`Engine::remove_many`]; the read's.
    pub async fn destroy_many(
        &self,
        actor: &Actor,
        object: &str,
        (condition, deleted): (&Condition, DeletedRows),
        last: remove_many::ByIds<'_>,
    ) -> Result<Option<String>, AppError> {
        on_newest_model!(self, actor, object, |scope| retried(|| {
            remove_many::destroy(&scope, condition, deleted, last)
        })
        .await)
    }

    /// What will be answered about records that a write is about to find: ask before it.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for a selection that does not fit.
    pub async fn written_answer<'e>(
        &'e self,
        actor: &'e Actor,
        object: &str,
        select: Vec<Select>,
    ) -> Result<WrittenAnswer<'e>, AppError> {
        let scope = self.record_scope(actor, object).await?;
        WrittenAnswer::plan(scope, select).map_err(|failure| failure.into_app_error(None))
    }

    /// Records by id, deleted ones too, in the order named; those that are not there are left out.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for unknown names.
    pub async fn records_by_id(
        &self,
        actor: &Actor,
        object: &str,
        ids: &[Uuid],
        select: &[Select],
    ) -> Result<Vec<Record>, AppError> {
        let scope = self.record_scope(actor, object).await?;
        finish(&scope, matching::read(&scope, ids, select).await)
    }

    /// Replaces `{relation: {connect: {where: {…}}}}` in the values of records by the keys they stand for.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` when that is not exactly one record.
    pub async fn resolve_connections(
        &self,
        actor: &Actor,
        object: &str,
        records: Vec<Record>,
    ) -> Result<Vec<Record>, AppError> {
        let scope = self.record_scope(actor, object).await?;
        finish(&scope, connect::resolve(self, &scope.model, &scope.object, records).await)
    }

    /// The newest model of a workspace, by its id or sub-domain: for documents about it.
    ///
    /// # Errors
    /// `NOT_FOUND`.
    pub async fn model_of_workspace(&self, id_or_subdomain: &str) -> Result<Arc<Model>, AppError> {
        let workspace = self.find_workspace(id_or_subdomain).await?;
        self.model(workspace).await.map_err(|failure| failure.into_app_error(None))
    }

    async fn record_scope<'e>(&'e self, actor: &'e Actor, object: &str) -> Result<Scope<'e>, AppError> {
        Scope::new(self, actor, object).await.map_err(|failure| failure.into_app_error(None))
    }
}
