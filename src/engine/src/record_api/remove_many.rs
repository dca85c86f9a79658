//! Records that pass a condition are deleted, restored or destroyed: in one transaction, those that pass when it is
//! their turn.

use std::collections::HashSet;

use icosa_model::Record;
use icosa_sqlgen::RowLock;
use uuid::Uuid;

use super::{Removal, RemoveMany, matching};
use crate::error::Failure;
use crate::records::get;
use crate::records::remove::{destroy_stored, mark_stored};
use crate::records::scope::{Scope, Write};

/// Answers the ids of those it was done to.
pub(super) async fn remove(scope: &Scope<'_>, request: &RemoveMany) -> Result<Vec<Uuid>, Failure> {
    scope.check_write(Write::Remove, &Record::new())?;
    let mut tx = scope.engine.db().begin().await?;
    let ids = matching::ids_in(&mut tx, scope, &request.condition, request.deleted).await?;
    if ids.is_empty() {
        return Ok(ids);
    }
    let lock = if request.removal == Removal::Destroy { RowLock::Update } else { RowLock::NoKeyUpdate };
    // What others have changed before it could be held may not pass any more.
    let mut stored = get::snapshot(&mut tx, scope, &ids, lock).await?;
    let pass = matching::ids_in(&mut tx, scope, &request.condition, request.deleted).await?;
    let pass: HashSet<Uuid> = pass.into_iter().collect();
    stored.retain(|(id, _)| pass.contains(id));
    stored.sort_by_key(|(id, _)| *id);
    match request.removal {
        Removal::Delete => mark_stored(tx, scope, stored, true).await,
        Removal::Restore => mark_stored(tx, scope, stored, false).await,
        Removal::Destroy => destroy_stored(tx, scope, stored).await,
    }
}
