//! `groupBy`: dimensions, and orders of groups.

use icosa_contract::{Actor, AppError};
use icosa_model::ViewId;
use icosa_model::query::{DeletedRows, FieldPath};
use icosa_model::{FieldType, Model, Object};
use icosa_sqlgen::connection::SortDirection;
use icosa_sqlgen::group::{Bucket, Dimension, Granularity, GroupKey, GroupOrder, Groups, WeekStart};
use serde_json::Value;

use super::conditions::read_filter;
use super::figures::figure;
use super::orders::{direction, read_order};
use super::problem::{invalid_input, refused, shown};
use super::view_filters;
use crate::zones;

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

/// What groups are asked for, as clients say it.
#[derive(Debug, Clone, Copy, Default)]
pub struct GroupBy<'v> {
    /// Dimensions: `[{stage: true}, {createdAt: {granularity: MONTH, timeZone: …}}]`.
    pub group_by: &'v [Value],
    /// Which records.
    pub filter: Option<&'v Value>,
    /// Of the groups.
    pub order_by: &'v [Value],
    /// Of the sample records of each.
    pub order_by_for_records: &'v [Value],
    /// At most so many groups; 50 when not said, never more than 1000.
    pub limit: Option<i64>,
    /// A saved view whose filters hold, too.
    pub view: Option<ViewId>,
    /// Groups in which a dimension has no value are left out.
    pub omits_absent: bool,
}

/// The groups asked for; what the answer carries of each is still to be said.
///
/// # Errors
/// `BAD_USER_INPUT` for whatever does not fit the model.
pub fn read_groups(
    actor: &Actor,
    model: &Model,
    object: &Object,
    asked: GroupBy<'_>,
) -> Result<Groups, AppError> {
    if asked.group_by.is_empty() || asked.group_by.len() > MOST_DIMENSIONS {
        return Err(refused(format!("groupBy takes one to {MOST_DIMENSIONS} fields")));
    }
    let dimensions: Vec<Dimension> =
        asked.group_by.iter().map(|item| dimension(model, object, None, item)).collect::<Result<_, _>>()?;
    let mut filtered = read_filter(model, object, asked.filter)?;
    if let Some(view) = asked.view {
        filtered = filtered.and(view_filters::of_view(actor, model, object, view)?);
    }
    let limit = asked.limit.unwrap_or(i64::from(DEFAULT));
    let limit = u32::try_from(limit.min(MOST)).map_err(|_| refused("Limit argument must be non-negative"))?;
    Ok(Groups {
        object: object.name_singular.clone(),
        deleted: filtered.deleted(DeletedRows::Hidden),
        order: orders(object, &dimensions, asked.order_by)?,
        record_order: read_order(model, object, asked.order_by_for_records)?,
        condition: filtered.or_everything(),
        dimensions,
        omits_absent: asked.omits_absent,
        limit,
        parts: Vec::new(),
    })
}

/// The only entry of an object.
fn only<'v>(value: &'v Value, what: &str) -> Result<(&'v str, &'v Value), AppError> {
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
    item: &Value,
) -> Result<Dimension, AppError> {
    let (name, value) = only(item, if relation.is_some() { "subfields" } else { "fields" })?;
    let made = |path, bucket| Dimension { relation: relation.map(str::to_owned), path, bucket };
    let unidentified = || refused(format!("Unidentified field in groupBy: {}", shown(name)));
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

fn checked(name: &str, value: &Value) -> Result<(), AppError> {
    match value {
        Value::Bool(true) => Ok(()),
        _ => Err(refused(format!("Field \"{name}\" in groupBy takes the value true only"))),
    }
}

fn word<T: Copy>(
    value: &Value,
    key: &str,
    known: &[(&str, T)],
    argument: &str,
) -> Result<Option<T>, AppError> {
    let Some(value) = value.get(key).filter(|value| !value.is_null()) else { return Ok(None) };
    let found = known.iter().find(|(name, _)| value.as_str() == Some(name)).map(|(_, found)| *found);
    found
        .map(Some)
        .ok_or_else(|| refused(format!("Invalid {key} {} in {argument}", shown(&value.to_string()))))
}

fn bucket(name: &str, value: &Value, has_zone: bool) -> Result<Option<Bucket>, AppError> {
    if value == &Value::Bool(true) || value.get("granularity").and_then(Value::as_str) == Some("NONE") {
        return Ok(None);
    }
    if !value.is_object() {
        return Err(refused(format!("Field \"{name}\" in groupBy needs a granularity")));
    }
    let granularity = word(value, "granularity", &GRANULARITIES, "groupBy")?.unwrap_or(Granularity::Day);
    let week_start = word(value, "weekStartDay", &WEEK_STARTS, "groupBy")?.unwrap_or_default();
    let zone = value.get("timeZone").and_then(Value::as_str).map(str::to_owned);
    if zone.as_deref().is_some_and(|zone| !zones::is_known(zone)) {
        return Err(invalid_input("INVALID_TIMEZONE", format!("Invalid time zone for field \"{name}\"")));
    }
    if has_zone && zone.is_none() {
        let message = format!("A time zone is needed to group by field \"{name}\"");
        return Err(invalid_input("MISSING_TIMEZONE_FOR_DATE_GROUP_BY", message));
    }
    Ok(Some(Bucket { granularity, zone, week_start }))
}

fn orders(object: &Object, dimensions: &[Dimension], items: &[Value]) -> Result<Vec<GroupOrder>, AppError> {
    let mut orders = Vec::new();
    for item in items.iter().filter(|item| !item.is_null()) {
        let entries = item.as_object().ok_or_else(|| refused("Each item of orderBy must be an object"))?;
        for (name, value) in entries.iter().filter(|(_, value)| !value.is_null()) {
            if name == "aggregate" {
                orders.extend(by_figures(object, value)?);
            } else {
                orders.push(by_dimension(dimensions, name, value)?);
            }
        }
    }
    Ok(orders)
}

fn by_figures(object: &Object, value: &Value) -> Result<Vec<GroupOrder>, AppError> {
    let entries = value.as_object().ok_or_else(|| refused("The order of a figure must be an object"))?;
    let order = |(name, value): (&String, &Value)| {
        let figure = figure(object, name).ok_or_else(|| unknown_figure(object, name))?;
        Ok(GroupOrder { by: GroupKey::Aggregate(figure), direction: direction(name, value)? })
    };
    entries.iter().map(order).collect()
}

/// The object that a many-to-one relation leads to.
#[must_use]
pub fn related_object<'m>(model: &'m Model, object: &Object, relation: &str) -> Option<&'m Object> {
    let field = object.field(relation).filter(|field| field.join_column().is_some())?;
    model.object_by_id(field.relation.as_ref()?.target).map(AsRef::as_ref)
}

pub(super) fn unknown_figure(object: &Object, name: &str) -> AppError {
    refused(format!("Object {} has no figure \"{}\"", object.name_singular, shown(name)))
}

/// The dimension that the names lead to, of the span that is meant.
fn by_dimension(dimensions: &[Dimension], name: &str, value: &Value) -> Result<GroupOrder, AppError> {
    let Leaf { path, direction, span } = leaf(name, value, 0)?;
    let leads_to = |dimension: &Dimension| {
        let own = dimension.relation.iter().chain([&dimension.path.field]).chain(&dimension.path.sub_field);
        own.eq(path.iter())
    };
    let place = dimensions.iter().position(|dimension| leads_to(dimension) && span.is_of(dimension));
    let place = place.ok_or_else(|| {
        let which = if dimensions.iter().any(leads_to) { " with this granularity" } else { "" };
        refused(format!("Groups cannot be ordered by \"{}\"{which}: group by it first", shown(name)))
    })?;
    Ok(GroupOrder { by: GroupKey::Dimension(place), direction })
}

/// What an order says of a dimension.
struct Leaf {
    /// Relation, field, part.
    path: Vec<String>,
    direction: SortDirection,
    span: Span,
}

/// Which of the dimensions that one date makes.
enum Span {
    /// The first.
    Any,
    /// The one put together by this span; without one, that of the dates themselves.
    Exactly(Option<Granularity>),
}

impl Span {
    fn read(value: &Value) -> Result<Self, AppError> {
        match value.get("granularity") {
            None | Some(Value::Null) => Ok(Self::Any),
            Some(word) if word == "NONE" => Ok(Self::Exactly(None)),
            Some(_) => word(value, "granularity", &GRANULARITIES, "orderBy").map(Self::Exactly),
        }
    }

    fn is_of(&self, dimension: &Dimension) -> bool {
        match self {
            Self::Any => true,
            Self::Exactly(span) => dimension.bucket.as_ref().map(|bucket| bucket.granularity) == *span,
        }
    }
}

fn leaf(name: &str, value: &Value, depth: usize) -> Result<Leaf, AppError> {
    let ends =
        |value, span| Ok(Leaf { path: vec![name.to_owned()], direction: direction(name, value)?, span });
    let Some(entries) = value.as_object().filter(|_| depth < 3) else {
        return ends(value, Span::Any);
    };
    if let Some(order) = entries.get("orderBy") {
        return ends(order, Span::read(value)?);
    }
    let (inner, value) = only(value, "subfields")?;
    let mut leaf = leaf(inner, value, depth + 1)?;
    leaf.path.insert(0, name.to_owned());
    Ok(leaf)
}
