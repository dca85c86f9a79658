//! Making workspaces: the row, the schema, the standard metadata, the members, and the records they start with.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use icosa_contract::Actor;
use icosa_model::{Model, Record, UserId, WorkspaceId, resolve};
use icosa_sqlgen::ddl;
use icosa_store::workspaces::{self, NewWorkspace};
use icosa_store::{metadata, users};
use serde_json::json;
use sqlx::{AssertSqlSafe, PgConnection};
use uuid::Uuid;

use crate::editions;
use crate::error::Failure;
use crate::records::defaults::timestamp;
use crate::records::run;
use crate::records::scope::MEMBER;
use crate::records::validate::{fill_defaults, stamp_created};
use crate::standard;

/// A user who belongs to a new workspace from its start.
#[derive(Debug, Clone)]
pub struct NewMember {
    /// The user.
    pub user: UserId,
    /// Id of the member record.
    pub member: Uuid,
    /// Sign-in address.
    pub email: String,
    /// Given name; may be empty.
    pub first_name: String,
    /// Family name; may be empty.
    pub last_name: String,
    /// `Light`, `Dark` or `System`.
    pub color_scheme: &'static str,
}

/// A workspace that has just been made; it exists once the transaction commits.
pub struct Provisioned {
    /// Its model, at version 1.
    pub model: Arc<Model>,
    /// The membership of each member, in the order given.
    pub memberships: Vec<Uuid>,
}

/// Who makes what comes with a new workspace.
#[must_use]
pub fn system_actor(workspace: WorkspaceId) -> Actor {
    Actor {
        workspace,
        user: None,
        user_workspace: None,
        member: None,
        name: "System".to_owned(),
        source: "SYSTEM",
        zone: "UTC",
    }
}

/// Makes an empty workspace with its members, inside the caller's transaction.
///
/// # Errors
/// The database's: a sub-domain or id in use breaks a unique constraint.
pub async fn provision(
    tx: &mut PgConnection,
    new: &NewWorkspace,
    members: &[NewMember],
    now: DateTime<Utc>,
) -> Result<Provisioned, Failure> {
    workspaces::add(&mut *tx, new).await?;
    let mut metadata = standard::metadata(new.id);
    metadata.stamp(now);
    metadata::insert(&mut *tx, &metadata).await?;
    workspaces::set_edition(&mut *tx, new.id, editions::NEWEST).await?;
    let model = resolve(Arc::new(metadata)).map_err(|issues| Failure::Broken(format!("{issues:?}")))?;
    // The script comes from the planner: identifiers of the model, no values of anybody.
    sqlx::raw_sql(AssertSqlSafe(ddl::create_workspace(&model))).execute(&mut *tx).await?;
    let mut memberships = Vec::with_capacity(members.len());
    for member in members {
        memberships.push(users::add_membership(&mut *tx, member.user, new.id).await?);
    }
    add_members(&mut *tx, &model, members, now).await?;
    Ok(Provisioned { model: Arc::new(model), memberships })
}

/// The records a fresh workspace starts with; `owner` owns what has an owner.
///
/// # Errors
/// The database's.
pub async fn add_samples(tx: &mut PgConnection, model: &Model, owner: Option<Uuid>) -> Result<(), Failure> {
    for (object, records) in standard::sample_records(owner) {
        add_records(&mut *tx, model, object, &records).await?;
    }
    Ok(())
}

async fn add_members(
    tx: &mut PgConnection,
    model: &Model,
    members: &[NewMember],
    now: DateTime<Utc>,
) -> Result<(), Failure> {
    let Some(object) = model.object(MEMBER) else { return Ok(()) };
    let actor = system_actor(model.workspace());
    let mut records = Vec::with_capacity(members.len());
    for (position, member) in members.iter().enumerate() {
        let mut record = Record::from_iter([
            ("name".to_owned(), json!({"firstName": member.first_name, "lastName": member.last_name})),
            ("userEmail".to_owned(), json!(member.email)),
            ("userId".to_owned(), json!(member.user)),
            ("colorScheme".to_owned(), json!(member.color_scheme)),
            ("position".to_owned(), json!(position)),
            ("createdAt".to_owned(), json!(timestamp(now))),
        ]);
        fill_defaults(object, &mut record, now)?;
        stamp_created(object, &mut record, member.member, &actor, now);
        records.push(record);
    }
    add_records(tx, model, MEMBER, &records).await
}

/// Records in stored form, in as many statements as their number asks for.
///
/// # Errors
/// The plan's or the database's.
pub async fn add_records(
    tx: &mut PgConnection,
    model: &Model,
    object: &str,
    records: &[Record],
) -> Result<(), Failure> {
    for batch in records.chunks(BATCH) {
        run::ids(&mut *tx, icosa_sqlgen::insert(model, object, batch)).await?;
    }
    Ok(())
}

/// Rows sent at once: large enough for few round trips, small enough for flat memory.
const BATCH: usize = 1_000;
