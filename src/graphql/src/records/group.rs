//! `groupBy`: dimensions, orders of groups.

use icosa_contract::AppError;
use icosa_engine::zones;
use icosa_model::query::{DeletedRows, FieldPath};
use icosa_model::{FieldType, Model, Object};
use icosa_sqlgen::connection::{Condition, Entry, SortDirection};
use icosa_sqlgen::group::{
    Bucket, Dimension, Granularity, GroupKey, GroupOrder, GroupPart, Groups, WeekStart,
};
use serde_json::Value as Json;

use super::arguments::Arguments;
use super::collect::Collected;
use super::error::invalid;
use super::select::Selector;
use super::{filter, order, sdl};

/// Groups of an answer when no limit is given.
const DEFAULT: u32 = 50;
/// Most groups of an answer.
const MOST: i64 = 1000;
/// Most dimensions.
const MOST_DIMENSIONS: usize = 10;

/// Spans of dates by their names.
pub const GRANULARITIES: [(&str, Granularity); 8] = [
    ("DAY", Granularity::Day),
    ("WEEK", Granularity::Week),
    ("MONTH", Granularity::Month),
    ("QUARTER", Granularity::Quarter),
    ("YEAR", Granularity::Year),
    ("DAY_OF_THE_WEEK", Granularity::DayOfTheWeek),
    ("MONTH_OF_THE_YEAR", Granularity::MonthOfTheYear),
    ("QUARTER_OF_THE_YEAR", Granularity::QuarterOfTheYear),
];

/// First days of weeks by their names.
pub const WEEK_STARTS: [(&str, WeekStart); 3] =
    [("MONDAY", WeekStart::Monday), ("SUNDAY", WeekStart::Sunday), ("SATURDAY", WeekStart::Saturday)];

/// The groups that a field asks for.
///
/// # Errors
/// Whatever does not fit the model.
pub fn read<'d>(
    selector: &mut Selector<'d>,
    object: &Object,
    arguments: &Arguments,
    found: &Collected<'d>,
) -> Result<Groups, AppError> {
    if arguments.get("viewId").is_some() {
        return Err(invalid("INVALID_QUERY_INPUT", "Grouping by the filters of a view is not supported"));
    }
    let model = selector.model;
    let items = arguments.list("groupBy");
    if items.is_empty() || items.len() > MOST_DIMENSIONS {
        let message = format!("groupBy takes one to {MOST_DIMENSIONS} fields");
        return Err(invalid("INVALID_QUERY_INPUT", message));
    }
    let dimensions: Vec<Dimension> =
        items.iter().map(|item| dimension(model, object, None, item)).collect::<Result<_, _>>()?;
    selector.add_complexity(dimensions.iter().filter(|dimension| dimension.relation.is_some()).count())?;
    let filtered = filter::read(model, object, arguments.get("filter"))?;
    let order = orders(object, &dimensions, &arguments.list("orderBy"))?;
    let record_order = order::read(model, object, &arguments.list("orderByForRecords"))?;
    let limit = arguments.int("limit")?.unwrap_or(i64::from(DEFAULT));
    let limit = u32::try_from(limit.min(MOST))
        .map_err(|_| invalid("INVALID_QUERY_INPUT", "Limit argument must be non-negative"))?;
    let mut parts = Vec::new();
    for field in selector.fields(found.sets()) {
        let what = if field.name() == "groupByDimensionValues" {
            GroupPart::Dimensions
        } else {
            GroupPart::Connection(selector.connection_part(object, &field, "GroupByConnection")?)
        };
        parts.push(Entry { key: field.key.to_owned(), what });
    }
    Ok(Groups {
        object: object.name_singular.clone(),
        deleted: filtered.deleted(DeletedRows::Hidden),
        condition: filtered.condition.unwrap_or_else(Condition::everything),
        dimensions,
        order,
        record_order,
        limit,
        parts,
    })
}

fn refused(message: impl Into<String>) -> AppError {
    invalid("INVALID_QUERY_INPUT", message)
}

/// The only entry of an object.
fn only<'v>(value: &'v Json, what: &str) -> Result<(&'v str, &'v Json), AppError> {
    let entries = value.as_object().ok_or_else(|| refused("Each item of groupBy must be an object"))?;
    let mut given = entries.iter().filter(|(_, value)| !value.is_null());
    match (given.next(), given.next()) {
        (Some((name, value)), None) => Ok((name, value)),
        (None, _) => Err(refused("Each item of groupBy must name a field")),
        _ => Err(refused(format!(
            "You cannot provide multiple {what} in one GroupByInput, split them into multiple GroupByInput"
        ))),
    }
}

fn dimension(
    model: &Model,
    object: &Object,
    relation: Option<&str>,
    item: &Json,
) -> Result<Dimension, AppError> {
    let (name, value) = only(item, if relation.is_some() { "subfields" } else { "fields" })?;
    let made = |path, bucket| Dimension { relation: relation.map(str::to_owned), path, bucket };
    let unidentified = || {
        let shown: String = name.chars().take(64).collect();
        refused(format!("Unidentified field in groupBy: {shown}"))
    };
    let Some(field) = object.field(name) else {
        object.field_by_join_column(name).ok_or_else(unidentified)?;
        return checked(name, value).map(|()| made(FieldPath::field(name), None));
    };
    if let Some(other) = &field.relation {
        let target = model.object_by_id(other.target).filter(|_| field.join_column().is_some());
        let target = target.filter(|_| relation.is_none()).ok_or_else(unidentified)?;
        return dimension(model, target, Some(name), value);
    }
    match field.field_type {
        FieldType::Date | FieldType::DateTime => {
            Ok(made(FieldPath::field(name), bucket(name, value, field.field_type == FieldType::DateTime)?))
        }
        kind if kind.is_composite() => {
            let (part, value) = only(value, "subfields")?;
            field.column(Some(part)).ok_or_else(unidentified)?;
            checked(part, value).map(|()| made(FieldPath::part(name, part), None))
        }
        _ => checked(name, value).map(|()| made(FieldPath::field(name), None)),
    }
}

fn checked(name: &str, value: &Json) -> Result<(), AppError> {
    match value {
        Json::Bool(true) => Ok(()),
        _ => Err(refused(format!("Field \"{name}\" in groupBy takes the value true only"))),
    }
}

fn word<T: Copy>(value: &Json, key: &str, known: &[(&str, T)]) -> Result<Option<T>, AppError> {
    let Some(value) = value.get(key).filter(|value| !value.is_null()) else { return Ok(None) };
    let found = known.iter().find(|(name, _)| value.as_str() == Some(name)).map(|(_, found)| *found);
    found.map(Some).ok_or_else(|| refused(format!("Invalid {key} {value} in groupBy")))
}

fn bucket(name: &str, value: &Json, has_zone: bool) -> Result<Option<Bucket>, AppError> {
    if value == &Json::Bool(true) || value.get("granularity").and_then(Json::as_str) == Some("NONE") {
        return Ok(None);
    }
    if !value.is_object() {
        return Err(refused(format!("Field \"{name}\" in groupBy needs a granularity")));
    }
    let granularity = word(value, "granularity", &GRANULARITIES)?.unwrap_or(Granularity::Day);
    let week_start = word(value, "weekStartDay", &WEEK_STARTS)?.unwrap_or_default();
    let zone = value.get("timeZone").and_then(Json::as_str).map(str::to_owned);
    if zone.as_deref().is_some_and(|zone| !zones::is_known(zone)) {
        return Err(invalid("INVALID_TIMEZONE", format!("Invalid time zone for field \"{name}\"")));
    }
    if has_zone && zone.is_none() {
        let message = format!("A time zone is needed to group by field \"{name}\"");
        return Err(invalid("MISSING_TIMEZONE_FOR_DATE_GROUP_BY", message));
    }
    Ok(Some(Bucket { granularity, zone, week_start }))
}

fn orders(object: &Object, dimensions: &[Dimension], items: &[Json]) -> Result<Vec<GroupOrder>, AppError> {
    let mut orders = Vec::new();
    for item in items.iter().filter(|item| !item.is_null()) {
        let entries = item.as_object().ok_or_else(|| refused("Each item of orderBy must be an object"))?;
        for (name, value) in entries.iter().filter(|(_, value)| !value.is_null()) {
            if name == "aggregate" {
                orders.extend(figures(object, value)?);
            } else {
                orders.push(by_dimension(dimensions, name, value)?);
            }
        }
    }
    Ok(orders)
}

fn figures(object: &Object, value: &Json) -> Result<Vec<GroupOrder>, AppError> {
    let entries = value.as_object().ok_or_else(|| refused("The order of a figure must be an object"))?;
    let order = |(name, value): (&String, &Json)| {
        let figure = sdl::aggregate(object, name)
            .ok_or_else(|| refused(format!("Object {} has no figure \"{name}\"", object.name_singular)))?;
        Ok(GroupOrder { by: GroupKey::Aggregate(figure), direction: order::direction(name, value)? })
    };
    entries.iter().map(order).collect()
}

/// The dimension that the names lead to.
fn by_dimension(dimensions: &[Dimension], name: &str, value: &Json) -> Result<GroupOrder, AppError> {
    let (path, direction) = leaf(name, value)?;
    let place = dimensions.iter().position(|dimension| {
        let own = dimension.relation.iter().chain([&dimension.path.field]).chain(&dimension.path.sub_field);
        own.eq(path.iter())
    });
    let place =
        place.ok_or_else(|| refused(format!("Groups cannot be ordered by \"{name}\": group by it first")))?;
    Ok(GroupOrder { by: GroupKey::Dimension(place), direction })
}

fn leaf(name: &str, value: &Json) -> Result<(Vec<String>, SortDirection), AppError> {
    let Some(entries) = value.as_object() else {
        return Ok((vec![name.to_owned()], order::direction(name, value)?));
    };
    if let Some(value) = entries.get("orderBy") {
        return Ok((vec![name.to_owned()], order::direction(name, value)?));
    }
    let (inner, value) = only(value, "subfields")?;
    let (path, direction) = leaf(inner, value)?;
    Ok(([vec![name.to_owned()], path].concat(), direction))
}
