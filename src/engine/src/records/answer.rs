//! What writes answer: planned before anything is written, read after the commit.
//!
//! A selection that does not fit is refused in time. What is committed stays: a read of it that fails is no failure of
//! the write, which must neither be reported nor run again for it.

use icosa_model::Record;
use icosa_model::query::Select;
use icosa_sqlgen::Statement;
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::error::{Failure, record_not_found};
use crate::records::scope::{Scope, check_depth};
use crate::records::{get, run};

/// What is answered about a record that is about to be written.
pub struct Answer<'s> {
    id: Uuid,
    select: &'s [Select],
    /// Without a selection nothing is read.
    planned: Option<Statement>,
}

impl<'s> Answer<'s> {
    /// Plans the read.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for a selection that does not fit.
    pub fn plan(scope: &Scope<'_>, id: Uuid, select: &'s [Select]) -> Result<Self, Failure> {
        check_depth(select)?;
        if select.is_empty() {
            return Ok(Self { id, select, planned: None });
        }
        let planned = icosa_sqlgen::get(&scope.model, &scope.object.name_singular, id, select)?;
        Ok(Self { id, select, planned: Some(planned) })
    }

    /// About a record that stays as it is, in the transaction that holds it.
    ///
    /// # Errors
    /// `NOT_FOUND`.
    pub async fn unchanged(self, tx: &mut PgConnection, scope: &Scope<'_>) -> Result<Record, Failure> {
        let Some(planned) = self.planned else { return Ok(id_only(self.id)) };
        let rows = run::rows(tx, Ok(planned)).await?;
        let row = rows.first().ok_or_else(record_not_found)?;
        get::signed(scope, self.select, run::json(row, 0)?).await
    }

    /// After the commit: nobody waits for it. The id alone if the record cannot be read or has been destroyed
    /// meanwhile.
    pub async fn written(self, scope: &Scope<'_>) -> Record {
        let Some(planned) = self.planned else { return id_only(self.id) };
        let mut outcome = read(scope, planned, self.select).await;
        if let Err(failure) = &outcome
            && let Some(newer) = on_newer_model(scope, failure).await
        {
            outcome = match icosa_sqlgen::get(&newer.model, &newer.object.name_singular, self.id, self.select)
            {
                Ok(planned) => read(&newer, planned, self.select).await,
                Err(error) => Err(error.into()),
            };
        }
        outcome.unwrap_or_else(|failure| unread(scope, &failure)).unwrap_or_else(|| id_only(self.id))
    }
}

/// `None` if it is not there.
async fn read(scope: &Scope<'_>, planned: Statement, select: &[Select]) -> Result<Option<Record>, Failure> {
    let rows = run::read(scope.engine.db(), Ok(planned)).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    get::signed(scope, select, run::json(row, 0)?).await.map(Some)
}

/// The answer about a live record of which nothing was selected.
#[must_use]
pub fn id_only(id: Uuid) -> Record {
    Record::from_iter([("id".to_owned(), json!(id)), ("deletedAt".to_owned(), Value::Null)])
}

/// The same object in a newer model, if there is one and a read may have failed for want of it.
pub(crate) async fn on_newer_model<'e>(scope: &Scope<'e>, failure: &Failure) -> Option<Scope<'e>> {
    let Scope { engine, actor, .. } = *scope;
    let may_help = failure.may_come_of_an_old_model()
        && engine.has_newer_model(actor.workspace, scope.model.version()).await;
    if !may_help {
        return None;
    }
    let model = engine.model(actor.workspace).await.ok()?;
    let object = model.object_by_id(scope.object.id)?.clone();
    Some(Scope { engine, actor, model, object })
}

/// Nothing, in place of a read of what is written that has failed.
pub(crate) fn unread<T: Default>(scope: &Scope<'_>, failure: &Failure) -> T {
    tracing::warn!(%failure, object = scope.object.name_singular, "what was written could not be read");
    T::default()
}
