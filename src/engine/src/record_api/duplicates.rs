//! `findDuplicates`: records that agree with a given one in all columns of a group of the object's criteria.

use icosa_contract::{Actor, AppError};
use icosa_model::query::{DeletedRows, FieldPath, Filter, Op, Select};
use icosa_model::{Object, Record};
use icosa_sqlgen::connection::{Condition, Connection, ConnectionPart, Entry, Page, Read};
use serde_json::{Value, json};
use uuid::Uuid;

use super::problem::{invalid_input, refused};
use crate::Engine;
use crate::records::validate;

/// Most duplicates of one record.
const MOST: u32 = 200;
/// Most records that are asked about at once.
const MOST_RECORDS: usize = 200;
/// Shorter texts do not make two records the same.
const SHORTEST: usize = 3;

/// What is compared: the fields as records carry them.
type Criteria = Vec<Vec<FieldPath>>;

/// The records that duplicates are wanted of.
#[derive(Debug, Clone, PartialEq)]
pub enum Originals {
    /// Stored ones.
    Ids(Vec<Uuid>),
    /// Values that are not stored (yet).
    Data(Vec<Value>),
}

impl Originals {
    /// From the two arguments of the API; null is as good as absent.
    ///
    /// # Errors
    /// `INVALID_QUERY_INPUT` unless it is exactly one of them, `INVALID_ARGS_DATA` for an id that is none.
    pub fn read(ids: Option<&Value>, data: Option<&Value>) -> Result<Self, AppError> {
        let list = |value: Option<&Value>| {
            value.filter(|value| !value.is_null()).map(|value| match value {
                Value::Array(items) => items.clone(),
                one => vec![one.clone()],
            })
        };
        let originals = match (list(ids), list(data)) {
            (None, None) => return Err(refused("You have to provide either \"data\" or \"ids\" argument")),
            (Some(_), Some(_)) => {
                return Err(refused("You cannot provide both \"data\" and \"ids\" arguments"));
            }
            (None, Some(data)) if data.is_empty() => {
                return Err(refused(
                    "The \"data\" condition can not be empty when \"ids\" input not provided",
                ));
            }
            (None, Some(data)) => Self::Data(data),
            (Some(ids), None) => {
                Self::Ids(ids.iter().map(|id| parse_id("ids", id)).collect::<Result<_, _>>()?)
            }
        };
        let count = match &originals {
            Self::Ids(ids) => ids.len(),
            Self::Data(data) => data.len(),
        };
        if count > MOST_RECORDS {
            return Err(refused("Too many records are asked about at once"));
        }
        Ok(originals)
    }
}

/// An id given as a value of an argument.
///
/// # Errors
/// `INVALID_ARGS_DATA`.
pub fn parse_id(name: &str, value: &Value) -> Result<Uuid, AppError> {
    value.as_str().and_then(|text| Uuid::parse_str(text).ok()).ok_or_else(|| {
        let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let shown = super::problem::shown(&shown);
        invalid_input("INVALID_ARGS_DATA", format!("Invalid UUID value '{shown}' for field \"{name}\""))
    })
}

impl Engine {
    /// Reads that answer the duplicates of each record asked about, in their order: connections with these parts.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for data that the object cannot hold.
    pub async fn duplicate_reads(
        &self,
        actor: &Actor,
        object: &Object,
        originals: Originals,
        parts: &[Entry<ConnectionPart>],
    ) -> Result<Vec<Read>, AppError> {
        let criteria = criteria(object);
        let records = match originals {
            Originals::Data(data) => {
                data.iter().map(|record| prepared(object, record).map(Some)).collect::<Result<_, _>>()?
            }
            Originals::Ids(ids) => stored(self, actor, object, &criteria, &ids).await?,
        };
        let read = |record: Option<Record>| Read::Connection {
            object: object.name_singular.clone(),
            connection: Connection {
                condition: record.map_or(Condition::Any(Vec::new()), |record| condition(&criteria, &record)),
                deleted: DeletedRows::Hidden,
                order: Vec::new(),
                page: Page { limit: MOST, ..Page::default() },
                parts: parts.to_vec(),
            },
        };
        Ok(records.into_iter().map(read).collect())
    }
}

/// The records in their order; `None` for an id that stands for nothing.
async fn stored(
    engine: &Engine,
    actor: &Actor,
    object: &Object,
    criteria: &Criteria,
    ids: &[Uuid],
) -> Result<Vec<Option<Record>>, AppError> {
    let fields: Vec<Select> =
        criteria.iter().flatten().map(|path| Select::Field(path.field.clone())).collect();
    let stored = engine.records_by_id(actor, &object.name_singular, ids, &fields).await?;
    let of = |id: &Uuid| stored.iter().find(|record| record.get("id") == Some(&json!(id))).cloned();
    Ok(ids.iter().map(of).collect())
}

/// Values in the form in which they would be stored.
fn prepared(object: &Object, record: &Value) -> Result<Record, AppError> {
    let values = record.as_object();
    let values = values.ok_or_else(|| invalid_input("INVALID_ARGS_DATA", "Data must be objects"))?;
    let mut values = values.clone();
    let id = values.remove("id").filter(|id| !id.is_null());
    let id = id.map(|id| parse_id("id", &id)).transpose()?;
    let mut prepared = validate::for_create(object, &values)?.values;
    prepared.extend(id.map(|id| ("id".to_owned(), json!(id))));
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
            Value::Null => false,
            Value::String(text) => text.chars().count() >= SHORTEST,
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
