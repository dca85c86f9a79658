//! Mending, in rounds: what goes first, then what comes.

use std::collections::HashSet;

use icosa_model::{Model, SchemaName};
use icosa_sqlgen::check::{holds_data, holds_values, lacks_data};
use icosa_sqlgen::ddl::{self, Fix, Rewrite, RewriteKind};
use icosa_store::{data_model_tasks, metadata};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::compare::{Finding, Guard};
use super::{Aspect, Difference, Outcome, findings, resolved};
use crate::data_model::{is_large, tasks};
use crate::error::Failure;
use crate::records::run;

/// A generated column that differs goes in the first round, comes back in the second, and its index in the third.
const ROUNDS: usize = 4;

/// What has been done.
pub struct Repaired {
    /// Everything that differed, and what became of it.
    pub differences: Vec<Difference>,
    /// The metadata version that says how it is now, where that had to be changed.
    pub version: Option<u64>,
}

/// Mends what can be mended and says of everything what became of it. The caller holds the metadata locked.
///
/// # Errors
/// The database's, apart from refusals of single repairs.
pub async fn run(tx: &mut PgConnection, model: Model) -> Result<Repaired, Failure> {
    let first = findings(tx, &model).await?;
    let large = large_tables(tx, &model.schema()).await?;
    let Eased { model, version, differences: eased } = ease(tx, model, &first, &large).await?;
    let mut now = if version.is_some() { findings(tx, &model).await? } else { first.clone() };
    let mut deferred: Vec<Difference> = Vec::new();
    let mut reasons: Vec<(Difference, String)> = Vec::new();
    for _ in 0..ROUNDS {
        reasons.clear();
        now.sort_by_key(|finding| finding.fix.as_ref().map(rank));
        for finding in &now {
            if defer(tx, &model, finding, &large).await? {
                deferred.push(finding.difference.clone());
                continue;
            }
            if let Err(reason) = mend(tx, &model, finding).await? {
                reasons.push((finding.difference.clone(), reason));
            }
        }
        now = findings(tx, &model).await?;
        now.retain(|finding| !deferred.iter().any(|known| is_same(known, &finding.difference)));
        let is_hopeless = |finding: &Finding| reasons.iter().any(|(known, _)| *known == finding.difference);
        if now.iter().all(is_hopeless) {
            break;
        }
    }
    let mut differences = outcomes(first, &now, &reasons, &deferred);
    for difference in &mut differences {
        let is_eased = eased.iter().any(|known| is_same(known, difference));
        if is_eased && difference.outcome == Outcome::Mended {
            difference.outcome = Outcome::Deferred;
        }
    }
    Ok(Repaired { differences, version })
}

/// A model that asks for less work at once.
struct Eased {
    model: Model,
    version: Option<u64>,
    /// What the worker does therefore.
    differences: Vec<Difference>,
}

/// Generated columns of large tables would be made anew with the table locked: a trigger keeps what is searched from
/// now on, and the worker fills it.
async fn ease(
    tx: &mut PgConnection,
    model: Model,
    findings: &[Finding],
    large: &HashSet<String>,
) -> Result<Eased, Failure> {
    let (mut objects, mut differences) = (HashSet::new(), Vec::new());
    for Finding { difference, .. } in
        findings.iter().filter(|finding| large.contains(&finding.difference.place))
    {
        let object = model.objects().iter().find(|object| object.table == difference.place);
        let Some(object) = object.filter(|object| !object.is_search_kept_by_trigger) else { continue };
        let is_searched = match &difference.aspect {
            Aspect::Generated(column) | Aspect::Column(column) => {
                ddl::search_columns(object).contains(column)
            }
            _ => false,
        };
        if is_searched {
            objects.insert(object.id);
            differences.push(difference.clone());
        }
    }
    let workspace = model.workspace();
    let loaded = if objects.is_empty() { None } else { metadata::load(&mut *tx, workspace).await? };
    let Some(loaded) = loaded else { return Ok(Eased { model, version: None, differences }) };
    let old = loaded.metadata;
    let mut new = old.clone();
    for row in new.objects.iter_mut().filter(|row| objects.contains(&row.id)) {
        row.is_search_kept_by_trigger = true;
    }
    metadata::replace(&mut *tx, &old, &new).await?;
    new.version = metadata::bump_version(&mut *tx, workspace).await?;
    let (version, model) = (Some(new.version), resolved(new.physical())?);
    Ok(Eased { model, version, differences })
}

/// Leaves what would keep people waiting to the worker; true when that is all there is to do.
async fn defer(
    tx: &mut PgConnection,
    model: &Model,
    finding: &Finding,
    large: &HashSet<String>,
) -> Result<bool, Failure> {
    let object = |table: &str| model.objects().iter().find(|object| object.table == table);
    match &finding.fix {
        Some(Fix::AddIndex { index }) if large.contains(&finding.difference.place) => {
            let Some(object) = object(&finding.difference.place) else { return Ok(false) };
            tasks::build_later(tx, model.workspace(), object.id, index).await?;
            Ok(true)
        }
        Some(Fix::SetSearchTrigger { table }) => {
            if let Some(object) = object(table) {
                let fill = Rewrite { object_id: object.id, kind: RewriteKind::FillSearch };
                tasks::rewrite_later(tx, model.workspace(), &fill).await?;
            }
            Ok(false)
        }
        _ => Ok(false),
    }
}

fn is_same(a: &Difference, b: &Difference) -> bool {
    a.place == b.place && a.aspect == b.aspect
}

/// First what is in the way, then what others stand on.
fn rank(fix: &Fix) -> u8 {
    match fix {
        Fix::DropConstraint { .. } | Fix::DropTrigger { .. } => 0,
        Fix::DropIndex { .. } => 1,
        Fix::DropColumn { .. } | Fix::DropExpression { .. } => 2,
        Fix::DropTable { .. } => 3,
        Fix::DropType { .. } => 4,
        Fix::SetValues { .. } | Fix::SetDefault { .. } | Fix::SetNullability { .. } => 5,
        Fix::AddTable { .. } => 6,
        Fix::AddColumn { .. } => 7,
        Fix::AddPrimaryKey { .. } => 8,
        Fix::AddIndex { .. } => 9,
        Fix::AddForeignKey { .. } => 10,
        Fix::SetSearchTrigger { .. } => 11,
    }
}

/// Does one thing; a refusal is undone and comes back as its reason.
async fn mend(
    tx: &mut PgConnection,
    model: &Model,
    finding: &Finding,
) -> Result<Result<(), String>, Failure> {
    let Some(fix) = &finding.fix else {
        return Ok(Err("it would have to be done by hand".to_owned()));
    };
    let mut savepoint = tx.begin().await?;
    if let Some(reason) = objection(&mut savepoint, model, &finding.guard).await? {
        savepoint.rollback().await?;
        return Ok(Err(reason));
    }
    let Some(script) = ddl::repair(model, fix) else {
        savepoint.rollback().await?;
        return Ok(Err("the model does not have it".to_owned()));
    };
    // The script comes from the planner: identifiers of the model and the catalog, no values of anybody.
    match sqlx::raw_sql(AssertSqlSafe(script)).execute(&mut *savepoint).await {
        Ok(_) => {
            savepoint.commit().await?;
            Ok(Ok(()))
        }
        Err(sqlx::Error::Database(error)) => {
            savepoint.rollback().await?;
            Ok(Err(error.message().to_owned()))
        }
        Err(error) => Err(error.into()),
    }
}

/// Why something must not be done.
async fn objection(
    connection: &mut PgConnection,
    model: &Model,
    guard: &Guard,
) -> Result<Option<String>, Failure> {
    let schema = model.schema();
    let (statement, reason) = match guard {
        Guard::None => return Ok(None),
        Guard::Empty { table, column } => (holds_data(&schema, table, column.as_deref()), "it holds data"),
        Guard::Full { table, column } => (lacks_data(&schema, table, column), "some records have no value"),
        Guard::Unused { table, column, is_array, values } => {
            (holds_values(&schema, table, column, *is_array, values), "some records have a value too many")
        }
    };
    let rows = run::rows(connection, Ok(statement)).await?;
    let objects = match rows.first() {
        Some(row) => sqlx::Row::try_get(row, 0)?,
        None => false,
    };
    Ok(if objects { Some(reason.to_owned()) } else { None })
}

/// Each difference of the first look with what became of it, and what is left of those that came up on the way.
fn outcomes(
    first: Vec<Finding>,
    now: &[Finding],
    reasons: &[(Difference, String)],
    deferred: &[Difference],
) -> Vec<Difference> {
    let left = |difference: &Difference| {
        let reason = reasons.iter().find(|(other, _)| is_same(other, difference));
        let reason = reason.map_or_else(|| "it came back".to_owned(), |(_, reason)| reason.clone());
        Outcome::Left(reason)
    };
    let mut list: Vec<Difference> = first.into_iter().map(|finding| finding.difference).collect();
    for difference in &mut list {
        let remains = now.iter().any(|finding| is_same(&finding.difference, difference));
        difference.outcome = if remains { left(difference) } else { Outcome::Mended };
        if deferred.iter().any(|known| is_same(known, difference)) {
            difference.outcome = Outcome::Deferred;
        }
    }
    for Finding { difference, .. } in now {
        if !list.iter().any(|known| is_same(known, difference)) {
            list.push(Difference { outcome: left(difference), ..difference.clone() });
        }
    }
    list
}

/// Tables whose indexes are built while people work.
async fn large_tables(tx: &mut PgConnection, schema: &SchemaName) -> Result<HashSet<String>, Failure> {
    let sizes = data_model_tasks::table_sizes(tx, schema.as_str()).await?;
    Ok(sizes.into_iter().filter(|(_, rows)| is_large(*rows)).map(|(table, _)| table).collect())
}
