//! Relations set by a unique value of the record they lead to: `{company: {connect: {where: {…}}}}`.

use icosa_contract::AppError;
use icosa_contract::records::RecordPage;
use icosa_model::query::{DeletedRows, Filter, ListQuery, MAX_PAGE, Select};
use icosa_model::{Field, Model, Object, Record, RelationKind};
use serde_json::{Value, json};
use uuid::Uuid;

use super::unique::{self, UniqueKey};
use crate::Engine;
use crate::error::Failure;
use crate::records::references::id_of;
use crate::records::{run, validate};

/// One relation of one record that is to be connected.
struct Connection {
    /// Place of the record in the call.
    record: usize,
    condition: Condition,
}

/// What the other record is known by.
enum Condition {
    Id(Uuid),
    Key(UniqueKey, Record),
}

/// Replaces connections by the ids they stand for: one statement for each relation that has any.
pub(super) async fn resolve(
    engine: &Engine,
    model: &Model,
    object: &Object,
    mut records: Vec<Record>,
) -> Result<Vec<Record>, Failure> {
    for field in &object.fields {
        let Some(relation) = &field.relation else { continue };
        if !records.iter().any(|record| connection(record, field).is_some()) {
            continue;
        }
        let RelationKind::ManyToOne { column, .. } = &relation.kind else {
            return Err(refused(
                field,
                "CONNECT_NOT_ALLOWED",
                "leads to many records: it cannot be connected",
            )
            .into());
        };
        let Some(target) = model.object_by_id(relation.target) else { continue };
        let wanted = wanted(field, column, target, &records)?;
        let found = find(engine, model, target, &wanted).await?;
        for Connection { record, condition } in wanted {
            let id = the_one(field, target, &condition, &found)?;
            if let Some(values) = records.get_mut(record) {
                values.remove(&field.name);
                values.insert(column.clone(), json!(id));
            }
        }
    }
    Ok(records)
}

fn connection<'r>(record: &'r Record, field: &Field) -> Option<&'r Value> {
    record.get(&field.name)?.as_object()?.get("connect")
}

fn refused(field: &Field, code: &str, problem: &str) -> AppError {
    AppError::bad_input(format!("Relation \"{}\" {problem}", field.name))
        .with_sub_code(code)
        .with_field(&field.name)
}

fn wanted(
    field: &Field,
    column: &str,
    target: &Object,
    records: &[Record],
) -> Result<Vec<Connection>, AppError> {
    let mut wanted = Vec::new();
    for (i, record) in records.iter().enumerate() {
        let Some(connect) = connection(record, field) else { continue };
        if record.contains_key(column) {
            let problem = format!("is given twice: by \"{column}\" and by connect");
            return Err(refused(field, "INVALID_ARGS_DATA", &problem));
        }
        wanted.push(Connection { record: i, condition: condition(field, target, connect)? });
    }
    Ok(wanted)
}

/// `where` names exactly one key of the target, in full.
fn condition(field: &Field, target: &Object, connect: &Value) -> Result<Condition, AppError> {
    const CODE: &str = "CONNECT_UNIQUE_CONSTRAINT_ERROR";
    let by = connect.get("where").and_then(Value::as_object).filter(|by| !by.is_empty());
    let by =
        by.ok_or_else(|| refused(field, CODE, "needs a where with a unique field of the other record"))?;
    if let Some(id) = by.get("id") {
        let id = id.as_str().and_then(|id| Uuid::parse_str(id).ok()).filter(|_| by.len() == 1);
        return id
            .map(Condition::Id)
            .ok_or_else(|| refused(field, CODE, "needs one unique field, or a valid id"));
    }
    let given = validate::for_create(target, by)?.values;
    let key = unique::keys(target).into_iter().find(|key| key.is_named_by(by));
    let key = key.ok_or_else(|| refused(field, CODE, "needs all fields of one unique key and no others"))?;
    Ok(Condition::Key(key, given))
}

async fn find(
    engine: &Engine,
    model: &Model,
    target: &Object,
    wanted: &[Connection],
) -> Result<Vec<Record>, Failure> {
    let conditions = wanted.iter().filter_map(|connection| match &connection.condition {
        Condition::Id(id) => Some(unique::id_condition(*id)),
        Condition::Key(key, given) => key.condition(given),
    });
    let keys = wanted.iter().filter_map(|connection| match &connection.condition {
        Condition::Id(_) => None,
        Condition::Key(key, _) => Some(key),
    });
    let query = ListQuery {
        object: target.name_singular.clone(),
        select: keys.flat_map(UniqueKey::fields).map(|name| Select::Field(name.to_owned())).collect(),
        filter: Some(Filter::Or(conditions.collect())),
        order: Vec::new(),
        after: None,
        skip: 0,
        limit: MAX_PAGE,
        with_total: false,
        deleted: DeletedRows::Hidden,
    };
    let rows = run::read(engine.db(), icosa_sqlgen::list(model, &query)).await?;
    let Some(row) = rows.first() else { return Ok(Vec::new()) };
    Ok(run::json::<RecordPage>(row, 0)?.records)
}

fn the_one(
    field: &Field,
    target: &Object,
    condition: &Condition,
    found: &[Record],
) -> Result<Uuid, AppError> {
    let fits = |record: &&Record| match condition {
        Condition::Id(id) => id_of(record) == Some(*id),
        Condition::Key(key, given) => key.matches(target, given, record),
    };
    let ids: Vec<Uuid> = found.iter().filter(fits).filter_map(id_of).collect();
    match ids.as_slice() {
        [id] => Ok(*id),
        others => {
            let name = &field.name;
            let message = format!("Expected 1 record to connect to {name}, but found {}.", others.len());
            Err(AppError::bad_input(message).with_sub_code("CONNECT_RECORD_NOT_FOUND").with_field(name))
        }
    }
}
