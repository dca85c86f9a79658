//! Whether the tables of a workspace are as its metadata says, and making them so.
//!
//! The same model is made once more under another schema name inside a transaction that is rolled back, so that
//! Postgres itself prints both sides. What was put aside by a change of the model is no difference.

mod compare;
mod repair;

use std::fmt;
use std::sync::Arc;

use icosa_contract::AppError;
use icosa_model::definition::Metadata;
use icosa_model::{Model, ObjectId, WorkspaceId, resolve};
use icosa_sqlgen::ddl;
use icosa_store::catalog::{self, Catalog};
use icosa_store::data_model_tasks::{self, Task};
use icosa_store::early_indexes::Leftover;
use icosa_store::{metadata, workspaces};
use sqlx::{AssertSqlSafe, Connection, PgConnection, PgTransaction};

use self::compare::Finding;
use self::repair::Repaired;
use crate::data_model::{early, tasks};
use crate::engine::Engine;
use crate::error::Failure;

/// How long a repair waits for others to let go of a table.
const LOCK_TIMEOUT: &str = "5s";

/// One thing that is not as the metadata says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The table, or the enum type.
    pub place: String,
    /// What of it.
    pub aspect: Aspect,
    /// What it should be as Postgres prints it; none for what should not be there.
    pub expected: Option<String>,
    /// What it is; none for what is missing.
    pub found: Option<String>,
    /// What has been done about it.
    pub outcome: Outcome,
}

/// What can differ. Names are those in Postgres.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the words say it")]
pub enum Aspect {
    Table,
    Column(String),
    ColumnType(String),
    Default(String),
    Nullability(String),
    /// What a column is computed from.
    Generated(String),
    /// The values of an enum type, or the type itself.
    EnumValues,
    Index(String),
    Constraint(String),
    Trigger(String),
    /// Work on the table's records after a change, see [`data_model_tasks::kind`].
    Records(String),
}

/// What became of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Only looked at.
    Found,
    /// Mended.
    Mended,
    /// The worker is mending it while people work, or will be.
    Deferred,
    /// Not mended, for this reason.
    Left(String),
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.place)?;
        match &self.aspect {
            Aspect::Table => f.write_str("the table")?,
            Aspect::Column(name) => write!(f, "the column {name}")?,
            Aspect::ColumnType(name) => write!(f, "the type of {name}")?,
            Aspect::Default(name) => write!(f, "the default of {name}")?,
            Aspect::Nullability(name) => write!(f, "whether {name} may be empty")?,
            Aspect::Generated(name) => write!(f, "what {name} is made of")?,
            Aspect::EnumValues => f.write_str("the values")?,
            Aspect::Index(name) => write!(f, "the index {name}")?,
            Aspect::Constraint(name) => write!(f, "the constraint {name}")?,
            Aspect::Trigger(name) => write!(f, "the trigger {name}")?,
            Aspect::Records(kind) => write!(f, "the work on its records ({kind})")?,
        }
        match (&self.expected, &self.found) {
            (Some(expected), Some(found)) => write!(f, " should be {expected} and is {found}")?,
            (Some(expected), None) => write!(f, " is missing: {expected}")?,
            (None, Some(found)) => write!(f, " should not be there: {found}")?,
            (None, None) => f.write_str(" differs")?,
        }
        match &self.outcome {
            Outcome::Found => Ok(()),
            Outcome::Mended => f.write_str(" [mended]"),
            Outcome::Deferred => f.write_str(" [the worker does it]"),
            Outcome::Left(reason) => write!(f, " [left: {reason}]"),
        }
    }
}

impl Engine {
    /// Every difference between a workspace's metadata and its tables, by table. Keeps the metadata from being
    /// changed meanwhile (well under a second) and changes nothing.
    ///
    /// # Errors
    /// `NOT_FOUND` for an unknown workspace; the database fails.
    pub async fn compare_workspace(&self, workspace: WorkspaceId) -> Result<Vec<Difference>, Failure> {
        let mut tx = self.db().begin().await?;
        let model = held_model(&mut tx, workspace).await?;
        let findings = findings(&mut tx, &model).await?;
        let waiting = data_model_tasks::list(&mut *tx, workspace).await?;
        let left = early::leftovers(&mut tx, workspace).await?;
        tx.rollback().await?;
        let mut differences: Vec<Difference> =
            findings.into_iter().map(|finding| finding.difference).collect();
        for difference in &mut differences {
            let is_waiting = |task: &Task| {
                matches!(&difference.aspect, Aspect::Index(name) if *name == task.about)
                    && task.status != "FAILED"
            };
            if waiting.iter().any(is_waiting) {
                difference.outcome = Outcome::Deferred;
            }
        }
        differences.extend(stuck(&waiting, &model).into_iter().map(|(_, difference)| difference));
        differences.extend(left.into_iter().map(left_over));
        Ok(differences)
    }

    /// Mends what [`Engine::compare_workspace`] finds, in one transaction that waits at most some seconds for each
    /// table. Indexes of large tables, and what is searched in them, are left to the worker. Nothing that holds data is dropped; what could not be
    /// mended says why.
    ///
    /// # Errors
    /// `NOT_FOUND` for an unknown workspace; the database fails. Nothing is changed then.
    pub async fn repair_workspace(&self, workspace: WorkspaceId) -> Result<Vec<Difference>, Failure> {
        let mut tx = self.db().begin().await?;
        catalog::patient(&mut tx, LOCK_TIMEOUT).await?;
        metadata::lock(&mut tx, workspace).await?;
        let model = held_model(&mut tx, workspace).await?;
        let waiting = data_model_tasks::list(&mut *tx, workspace).await?;
        let stuck = stuck(&waiting, &model);
        let Repaired { mut differences, version } = repair::run(&mut tx, model).await?;
        for (task, mut difference) in stuck {
            tasks::resume(&mut tx, workspace, task.id).await?;
            difference.outcome = Outcome::Deferred;
            differences.push(difference);
        }
        tx.commit().await?;
        if let Some(version) = version {
            self.model_changed(workspace, version).await;
        }
        differences.extend(self.clear(workspace).await?);
        Ok(differences)
    }

    /// Drops what changes that came to nothing have left; while people work, so outside the transaction.
    async fn clear(&self, workspace: WorkspaceId) -> Result<Vec<Difference>, Failure> {
        let mut connection = self.db().pool().acquire().await?;
        let left = early::leftovers(&mut connection, workspace).await?;
        let cleared = early::clear(self, Some(workspace), early::ANY).await;
        let remain = early::leftovers(&mut connection, workspace).await?;
        let reason = cleared.err().map_or_else(|| "it came back".to_owned(), |failure| failure.to_string());
        let outcome = |index: &Leftover| match remain.iter().any(|other| other.name == index.name) {
            true => Outcome::Left(reason.clone()),
            false => Outcome::Mended,
        };
        Ok(left
            .into_iter()
            .map(|index| Difference { outcome: outcome(&index), ..left_over(index) })
            .collect())
    }

    /// Ids and names of all workspaces, oldest first.
    ///
    /// # Errors
    /// The database fails.
    pub async fn workspaces(&self) -> Result<Vec<(WorkspaceId, String)>, Failure> {
        let list = workspaces::list(self.db().pool()).await?;
        Ok(list.into_iter().map(|workspace| (workspace.id, workspace.display_name)).collect())
    }
}

/// An index that was built before a change which came to nothing.
fn left_over(index: Leftover) -> Difference {
    Difference {
        place: index.table,
        aspect: Aspect::Index(index.name),
        expected: None,
        found: Some(index.definition),
        outcome: Outcome::Found,
    }
}

/// Work on records that was given up. Indexes that are missing are said as such.
fn stuck<'t>(tasks: &'t [Task], model: &Model) -> Vec<(&'t Task, Difference)> {
    let is_stuck = |task: &&Task| task.status == "FAILED" && task.kind != data_model_tasks::kind::BUILD_INDEX;
    let difference = |task: &'t Task| {
        let object = model.object_by_id(ObjectId(task.object));
        let difference = Difference {
            place: object.map(|object| object.table.clone()).unwrap_or_default(),
            aspect: Aspect::Records(task.kind.clone()),
            expected: Some("done".to_owned()),
            found: Some("given up".to_owned()),
            outcome: Outcome::Found,
        };
        (task, difference)
    };
    tasks.iter().filter(is_stuck).map(difference).collect()
}

/// The model of the tables, which stays the newest until the transaction ends.
async fn held_model(tx: &mut PgTransaction<'_>, workspace: WorkspaceId) -> Result<Model, Failure> {
    let missing = || AppError::not_found("There is no such workspace.").with_sub_code("WORKSPACE_NOT_FOUND");
    if !catalog::hold(tx, workspace).await? {
        return Err(missing().into());
    }
    let loaded = metadata::load(&mut **tx, workspace).await?.ok_or_else(missing)?;
    resolved(loaded.metadata.physical())
}

fn resolved(metadata: Metadata) -> Result<Model, Failure> {
    resolve(Arc::new(metadata)).map_err(|issues| Failure::Broken(format!("{issues:?}")))
}

/// What differs now.
async fn findings(connection: &mut PgConnection, model: &Model) -> Result<Vec<Finding>, Failure> {
    let found = catalog::read(connection, &model.schema()).await?;
    let expected = expected(connection, model).await?;
    Ok(compare::compare(&found, &expected, model))
}

/// What the schema would be if it were made now.
async fn expected(connection: &mut PgConnection, model: &Model) -> Result<Catalog, Failure> {
    let mut metadata = model.metadata().as_ref().clone();
    metadata.workspace_id = WorkspaceId::random();
    let scratch = resolved(metadata)?;
    let mut savepoint = connection.begin().await?;
    // The script comes from the planner: identifiers of the model, no values of anybody.
    sqlx::raw_sql(AssertSqlSafe(ddl::create_workspace(&scratch))).execute(&mut *savepoint).await?;
    let catalog = catalog::read(&mut savepoint, &scratch.schema()).await?;
    savepoint.rollback().await?;
    Ok(catalog)
}
