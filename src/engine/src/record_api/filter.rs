//! Filters as clients send them, `{field: {operator: value, …}, and: […], or: […], not: {…}}`, and what they mean.

use icosa_contract::AppError;
use icosa_model::query::{DeletedRows, FieldPath, Filter, Op};
use icosa_model::{Field, FieldType, Object, Record, RelationKind};
use serde_json::{Value, json};

use super::operand::{self, Left};
use super::operator::{is_operator, operators, takes_list};
use super::problem::shown;

/// Deepest nesting of groups.
const MAX_DEPTH: usize = 12;

/// A filter, and what it says about soft-deleted rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ParsedFilter {
    /// None restricts nothing.
    pub filter: Option<Filter>,
    /// It speaks of `deletedAt` itself.
    pub mentions_deleted: bool,
}

impl ParsedFilter {
    /// Which rows a read sees: live ones, unless the filter says so itself.
    #[must_use]
    pub fn deleted(&self) -> DeletedRows {
        if self.mentions_deleted { DeletedRows::Included } else { DeletedRows::Hidden }
    }
}

/// Checks a filter over records of an object and gives it the form that reads take. Null and `{}` restrict nothing.
///
/// # Errors
/// `INVALID_ARGS_FILTER` saying what does not fit.
pub fn parse_filter(object: &Object, value: &Value) -> Result<ParsedFilter, AppError> {
    let mut reader = Reader { object, mentions_deleted: false };
    let filter = if value.is_null() { None } else { reader.group(value, 0)? };
    Ok(ParsedFilter { filter, mentions_deleted: reader.mentions_deleted })
}

pub(super) fn invalid(field: &str, message: impl Into<String>) -> AppError {
    AppError::bad_input(message).with_sub_code("INVALID_ARGS_FILTER").with_field(field)
}

struct Reader<'m> {
    object: &'m Object,
    mentions_deleted: bool,
}

impl<'m> Reader<'m> {
    /// All entries of the object hold; none if they restrict nothing.
    fn group(&mut self, value: &Value, depth: usize) -> Result<Option<Filter>, AppError> {
        if depth > MAX_DEPTH {
            return Err(AppError::bad_input(format!(
                "The filter is nested more than {MAX_DEPTH} levels deep."
            ))
            .with_sub_code("TOO_COMPLEX_QUERY"));
        }
        let Value::Object(entries) = value else {
            return Err(
                AppError::bad_input("A filter must be an object").with_sub_code("INVALID_ARGS_FILTER")
            );
        };
        let mut all = Vec::new();
        for (key, value) in entries {
            match key.as_str() {
                "and" => all.extend(joined(self.list(key, value, depth)?, Filter::And)),
                "or" => all.extend(joined(self.list(key, value, depth)?, Filter::Or)),
                "not" => all.extend(self.group(value, depth + 1)?.map(|inner| Filter::Not(Box::new(inner)))),
                field => all.push(self.field(field, value)?),
            }
        }
        Ok(joined(all, Filter::And))
    }

    fn list(&mut self, key: &str, value: &Value, depth: usize) -> Result<Vec<Filter>, AppError> {
        let items = match value {
            Value::Array(items) => items.as_slice(),
            Value::Object(_) => std::slice::from_ref(value),
            _ => return Err(invalid(key, format!("Filter \"{key}\" must be an array"))),
        };
        let mut all = Vec::with_capacity(items.len());
        for item in items {
            all.extend(self.group(item, depth + 1)?);
        }
        Ok(all)
    }

    fn field(&mut self, key: &str, value: &Value) -> Result<Filter, AppError> {
        self.mentions_deleted |= key == "deletedAt";
        let object = self.object;
        if let Some(field) = object.field(key) {
            if let Some(relation) = &field.relation {
                return Err(refused_relation(field, &relation.kind, value));
            }
            if field.field_type.is_composite() {
                return composite(field, value);
            }
            return match field.columns.first() {
                Some(column) => leaf(Left { field, column, name: key }, &FieldPath::field(key), value),
                None => Err(unknown(object, key)),
            };
        }
        let field = object.field_by_join_column(key).ok_or_else(|| unknown(object, key))?;
        let column = field.columns.first().ok_or_else(|| unknown(object, key))?;
        leaf(Left { field, column, name: key }, &FieldPath::field(key), value)
    }
}

fn joined(mut items: Vec<Filter>, join: fn(Vec<Filter>) -> Filter) -> Option<Filter> {
    match items.len() {
        0 => None,
        1 => items.pop(),
        _ => Some(join(items)),
    }
}

fn unknown(object: &Object, key: &str) -> AppError {
    let shown = shown(key);
    invalid(key, format!("Object {} doesn't have any \"{shown}\" field.", object.name_singular))
}

fn refused_relation(field: &Field, kind: &RelationKind, value: &Value) -> AppError {
    let name = &field.name;
    let by_operator = value.as_object().is_some_and(|entries| entries.keys().any(|key| is_operator(key)));
    match kind {
        RelationKind::OneToMany { .. } => refused_to_many(name),
        RelationKind::ManyToOne { column, .. } if by_operator => {
            invalid(name, format!("Cannot filter by relation field \"{name}\": use \"{column}\" instead"))
        }
        RelationKind::ManyToOne { column, .. } => {
            invalid(name, format!("Filters through relation \"{name}\" are not supported: use \"{column}\""))
        }
    }
}

/// A relation to many is no value.
pub(super) fn refused_to_many(name: &str) -> AppError {
    invalid(name, format!("Cannot filter by relation field \"{name}\""))
}

fn composite(field: &Field, value: &Value) -> Result<Filter, AppError> {
    let name = field.name.as_str();
    let entries = entries(name, value)?;
    if entries.is_empty() {
        return Err(one_operator(name));
    }
    let mut all = Vec::with_capacity(entries.len());
    for (part, value) in entries {
        let Some(column) = field.column(Some(part)) else {
            let kind = field.field_type;
            return Err(invalid(name, format!("Sub field \"{part}\" not found for composite type: {kind}")));
        };
        let left = Left { field, column, name: &format!("{name}.{part}") };
        all.push(leaf(left, &FieldPath::part(name, part), value)?);
    }
    Ok(joined(all, Filter::And).unwrap_or_else(|| Filter::And(Vec::new())))
}

pub(super) fn entries<'v>(name: &str, value: &'v Value) -> Result<&'v Record, AppError> {
    value
        .as_object()
        .ok_or_else(|| invalid(name, format!("Filter value for field \"{name}\" must be an object")))
}

pub(super) fn one_operator(name: &str) -> AppError {
    invalid(name, format!("Filter for field \"{name}\" must have exactly one operator"))
}

/// `{operator: value, …}` over one column: all hold.
fn leaf(left: Left<'_>, path: &FieldPath, value: &Value) -> Result<Filter, AppError> {
    let entries = entries(left.name, value)?;
    let mut all = Vec::with_capacity(entries.len());
    for (operator, value) in entries {
        check_operator(left.name, left.column.kind, operator)?;
        all.push(comparison(left, path, operator, value)?);
    }
    joined(all, Filter::And).ok_or_else(|| one_operator(left.name))
}

/// Refuses what a type is not compared by.
pub(super) fn check_operator(name: &str, kind: FieldType, operator: &str) -> Result<(), AppError> {
    let allowed = operators(kind);
    if allowed.contains(&operator) {
        return Ok(());
    }
    // Some schemas of the original have them, and no type.
    if matches!(operator, "regex" | "iregex") {
        return Err(invalid(name, format!("Operator \"{operator}\" is not supported")));
    }
    let shown = shown(operator);
    let message = format!(
        "Operator \"{shown}\" is not valid for field \"{name}\" of type {kind} - Allowed operators: {}",
        allowed.join(", ")
    );
    Err(invalid(name, message))
}

fn comparison(left: Left<'_>, path: &FieldPath, operator: &str, value: &Value) -> Result<Filter, AppError> {
    let compare = |op, value| Filter::Compare { path: path.clone(), op, value };
    if takes_list(operator) {
        let items = list(left, operator, value)?;
        return Ok(match operator {
            "in" => compare(Op::In, Value::Array(items)),
            "containsAny" => contains_any(path, items),
            _ => contains_exactly(left, path, &items),
        });
    }
    let op = match operator {
        "is" => is(left.name, value)?,
        "isEmptyArray" if value == &json!(true) || value == &json!("true") => Op::IsNull,
        "isEmptyArray" => {
            return Err(invalid(left.name, "Filter operator \"isEmptyArray\" takes the value true only"));
        }
        "search" => {
            let text = operand::pattern(left.name, value)?;
            return Ok(Filter::Search(text.as_str().unwrap_or_default().to_owned()));
        }
        "like" => Op::Like,
        "ilike" | "containsIlike" => Op::ILike,
        "startsWith" => Op::StartsWith,
        "endsWith" => Op::EndsWith,
        _ => order(operator),
    };
    let value = match op {
        Op::IsNull | Op::IsNotNull => Value::Null,
        Op::Like | Op::ILike | Op::StartsWith | Op::EndsWith => operand::pattern(left.name, value)?,
        _ => operand::value(left, value)?,
    };
    check_has_value(left.name, op, operator, &value)?;
    Ok(compare(op, value))
}

/// `eq` and how else values are put in order.
pub(super) fn order(operator: &str) -> Op {
    match operator {
        "neq" => Op::Neq,
        "gt" => Op::Gt,
        "gte" => Op::Gte,
        "lt" => Op::Lt,
        "lte" => Op::Lte,
        _ => Op::Eq,
    }
}

/// Nothing is larger or smaller than no value.
pub(super) fn check_has_value(name: &str, op: Op, operator: &str, value: &Value) -> Result<(), AppError> {
    if value.is_null() && matches!(op, Op::Gt | Op::Gte | Op::Lt | Op::Lte) {
        return Err(invalid(name, format!("Filter operator \"{operator}\" needs a value for field {name}")));
    }
    Ok(())
}

fn list(left: Left<'_>, operator: &str, value: &Value) -> Result<Vec<Value>, AppError> {
    items(left.name, operator, value)?.iter().map(|item| operand::value(left, item)).collect()
}

/// The right side of an operator that takes a list.
pub(super) fn items<'v>(name: &str, operator: &str, value: &'v Value) -> Result<&'v [Value], AppError> {
    let refused = || {
        let message = format!("Filter operator \"{operator}\" requires an array value for field {name}");
        invalid(name, message)
    };
    value.as_array().map(Vec::as_slice).ok_or_else(refused)
}

pub(super) fn is(name: &str, value: &Value) -> Result<Op, AppError> {
    match value.as_str() {
        Some("NULL") => Ok(Op::IsNull),
        Some("NOT_NULL") => Ok(Op::IsNotNull),
        _ => Err(invalid(name, format!("Filter operator \"is\" takes NULL or NOT_NULL for field {name}"))),
    }
}

/// An empty text among the values stands for "none".
fn contains_any(path: &FieldPath, items: Vec<Value>) -> Filter {
    let (empty, items): (Vec<Value>, Vec<Value>) =
        items.into_iter().partition(|item| item.is_null() || item == &json!(""));
    let any = Filter::Compare { path: path.clone(), op: Op::ContainsAny, value: Value::Array(items) };
    if empty.is_empty() {
        return any;
    }
    Filter::Or(vec![any, Filter::Compare { path: path.clone(), op: Op::IsNull, value: Value::Null }])
}

/// Each of these and none of the other options.
fn contains_exactly(left: Left<'_>, path: &FieldPath, items: &[Value]) -> Filter {
    let contains = |items: Vec<Value>| Filter::Compare {
        path: path.clone(),
        op: Op::ContainsAny,
        value: Value::Array(items),
    };
    if items.is_empty() || left.column.kind != FieldType::MultiSelect {
        return Filter::Compare { path: path.clone(), op: Op::IsNull, value: Value::Null };
    }
    let others: Vec<Value> = operand::options(left)
        .into_iter()
        .map(|option| json!(option))
        .filter(|option| !items.contains(option))
        .collect();
    let mut all: Vec<Filter> = items.iter().map(|item| contains(vec![item.clone()])).collect();
    if !others.is_empty() {
        all.push(Filter::Not(Box::new(contains(others))));
    }
    Filter::And(all)
}
