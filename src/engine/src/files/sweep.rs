//! Files whose records went away without a word: with a record they belonged to, with their table.

use chrono::Utc;
use icosa_model::{ObjectId, WorkspaceId};
use icosa_store::files;
use uuid::Uuid;

use crate::Engine;
use crate::error::Failure;
use crate::records::run;

/// Records looked at together.
const TOGETHER: i64 = 500;

/// Lets go of files that are held by records, fields and workspaces that are no more.
///
/// # Errors
/// The database's.
pub async fn release_lost_files(engine: &Engine) -> Result<(), Failure> {
    let mut after = (Uuid::nil(), Uuid::nil(), Uuid::nil());
    loop {
        let holders = files::holders(engine.db().pool(), after, TOGETHER).await?;
        let Some(last) = holders.last() else { break };
        after = *last;
        for same in holders.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let Some((workspace, object, _)) = same.first() else { continue };
            let records: Vec<Uuid> = same.iter().map(|(_, _, record)| *record).collect();
            release_missing(engine, *workspace, *object, &records).await?;
        }
    }
    let mut tx = engine.db().begin().await?;
    files::release_orphans(&mut tx, Utc::now()).await?;
    tx.commit().await?;
    Ok(())
}

/// An object that is deleted may come back for a while: its fields tell when it is gone for good.
async fn release_missing(
    engine: &Engine,
    workspace: Uuid,
    object: Uuid,
    records: &[Uuid],
) -> Result<(), Failure> {
    let Ok(model) = engine.model(WorkspaceId(workspace)).await else { return Ok(()) };
    let Some(definition) = model.object_by_id(ObjectId(object)) else { return Ok(()) };
    let name = definition.name_singular.as_str();
    let mut tx = engine.db().begin().await?;
    let rows = run::rows(&mut tx, icosa_sqlgen::labels(&model, &[(name, records.to_vec())])).await?;
    let found = rows.iter().map(|row| Ok(sqlx::Row::try_get::<Uuid, _>(row, 0)?));
    let found: Vec<Uuid> = found.collect::<Result<_, Failure>>()?;
    let missing: Vec<Uuid> = records.iter().filter(|record| !found.contains(record)).copied().collect();
    if !missing.is_empty() {
        files::release_records(&mut tx, workspace, object, &missing).await?;
    }
    tx.commit().await?;
    Ok(())
}
