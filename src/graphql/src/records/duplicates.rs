//! `findDuplicates`: records that agree with a given one in all columns of a group of the object's criteria.

use icosa_contract::{Actor, AppError};
use icosa_engine::Engine;
use icosa_engine::records::validate;
use icosa_model::query::{DeletedRows, FieldPath, Filter, Op, Select};
use icosa_model::{Object, Record};
use icosa_sqlgen::connection::{Condition, Connection, Page, Read};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::arguments::{Arguments, parse_id};
use super::collect::Collected;
use super::compile::{Answer, Plan};
use super::error::invalid;
use super::select::Selector;

/// Most duplicates of one record.
const MOST: u32 = 200;
/// Most records that are asked about at once.
const MOST_RECORDS: usize = 200;
/// Shorter texts do not make two records the same.
const SHORTEST: usize = 3;

/// What is compared: the fields as records carry them.
type Criteria = Vec<Vec<FieldPath>>;

/// Adds the reads of one field to the plan: a connection for each record asked about.
pub async fn read<'d>(
    plan: &mut Plan,
    selector: &mut Selector<'d>,
    (engine, actor): (&Engine, &Actor),
    object: &Object,
    found: &Collected<'d>,
) -> Result<(), AppError> {
    let arguments = Arguments::of(found.field, selector.variables)?;
    let criteria = criteria(object);
    let parts = selector.connection_parts(object, found.sets())?;
    let records = given(engine, actor, object, &criteria, &arguments).await?;
    let mut places = Vec::with_capacity(records.len());
    for record in records {
        let connection = Connection {
            condition: record.map_or(Condition::Any(Vec::new()), |record| condition(&criteria, &record)),
            deleted: DeletedRows::Hidden,
            order: Vec::new(),
            page: Page { limit: MOST, ..Page::default() },
            parts: parts.clone(),
        };
        let read = Read::Connection { object: object.name_singular.clone(), connection };
        places.push(plan.read(read, None));
    }
    plan.answer(found.key, Answer::List(places));
    Ok(())
}

/// The records asked about, in their order; `None` for an id that stands for nothing.
async fn given(
    engine: &Engine,
    actor: &Actor,
    object: &Object,
    criteria: &Criteria,
    arguments: &Arguments,
) -> Result<Vec<Option<Record>>, AppError> {
    let refused = |message: &str| invalid("INVALID_QUERY_INPUT", message);
    let (ids, data) = (arguments.list("ids"), arguments.list("data"));
    match (arguments.get("ids").is_some(), arguments.get("data").is_some()) {
        (false, false) => return Err(refused("You have to provide either \"data\" or \"ids\" argument")),
        (true, true) => return Err(refused("You cannot provide both \"data\" and \"ids\" arguments")),
        (false, true) if data.is_empty() => {
            return Err(refused("The \"data\" condition can not be empty when \"ids\" input not provided"));
        }
        _ => {}
    }
    if ids.len().max(data.len()) > MOST_RECORDS {
        return Err(refused("Too many records are asked about at once"));
    }
    if ids.is_empty() {
        return data.iter().map(|record| prepared(object, record).map(Some)).collect();
    }
    let ids: Vec<Uuid> = ids.iter().map(|id| parse_id("ids", id)).collect::<Result<_, _>>()?;
    let fields: Vec<Select> =
        criteria.iter().flatten().map(|path| Select::Field(path.field.clone())).collect();
    let stored = engine.records_by_id(actor, &object.name_singular, &ids, &fields).await?;
    let of = |id: &Uuid| stored.iter().find(|record| record.get("id") == Some(&json!(id))).cloned();
    Ok(ids.iter().map(of).collect())
}

/// Values in the form in which they would be stored.
fn prepared(object: &Object, record: &Json) -> Result<Record, AppError> {
    let values = record.as_object().ok_or_else(|| invalid("INVALID_ARGS_DATA", "Data must be objects"))?;
    let mut values = values.clone();
    let id = values.remove("id");
    let mut prepared = validate::for_create(object, &values)?.values;
    prepared.extend(id.map(|id| ("id".to_owned(), id)));
    Ok(prepared)
}

fn criteria(object: &Object) -> Criteria {
    let path = |column: &String| {
        object.fields.iter().find_map(|field| {
            let own = field.columns.iter().find(|own| own.name == *column)?;
            Some(match own.sub_field {
                Some(part) => FieldPath::part(&field.name, part),
                None => FieldPath::field(column),
            })
        })
    };
    let group = |columns: &Vec<String>| columns.iter().map(path).collect::<Option<Vec<_>>>();
    object.duplicate_criteria.iter().flatten().filter_map(group).filter(|group| !group.is_empty()).collect()
}

fn condition(criteria: &Criteria, record: &Record) -> Condition {
    let equal = |path: &FieldPath| {
        let value = record.get(&path.field)?;
        let value = match &path.sub_field {
            Some(part) => value.get(part)?,
            None => value,
        };
        let is_long_enough = match value {
            Json::Null => false,
            Json::String(text) => text.chars().count() >= SHORTEST,
            _ => true,
        };
        let filter = Filter::Compare { path: path.clone(), op: Op::Eq, value: value.clone() };
        is_long_enough.then_some(Condition::Own(filter))
    };
    let group =
        |group: &Vec<FieldPath>| group.iter().map(equal).collect::<Option<Vec<_>>>().map(Condition::All);
    let mut all = vec![Condition::Any(criteria.iter().filter_map(group).collect())];
    if let Some(id) = record.get("id").filter(|id| id.is_string()) {
        let same = Filter::Compare { path: FieldPath::field("id"), op: Op::Eq, value: id.clone() };
        all.push(Condition::Not(Box::new(Condition::Own(same))));
    }
    Condition::All(all)
}
