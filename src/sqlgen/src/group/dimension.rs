//! What groups are made by.

use icosa_model::query::FieldPath;
use icosa_model::{FieldType, Object};

use crate::error::PlanError;
use crate::json;
use crate::planner::{Place, Planner, Slot, place, unknown_field};
use crate::sql_type::SqlType;
use crate::tree::{Alias, Expr, Join, Query};

/// A value that records of a group have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dimension {
    /// A many-to-one relation whose record's field is meant.
    pub relation: Option<String>,
    /// The field.
    pub path: FieldPath,
    /// Of dates and moments: the span that is meant.
    pub bucket: Option<Bucket>,
}

/// A span of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    /// How long.
    pub granularity: Granularity,
    /// IANA name; moments only.
    pub zone: Option<String>,
    /// Where weeks begin.
    pub week_start: WeekStart,
}

/// Spans that dates are put together by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as in the record API")]
pub enum Granularity {
    Day,
    Week,
    Month,
    Quarter,
    Year,
    DayOfTheWeek,
    MonthOfTheYear,
    QuarterOfTheYear,
}

/// The first day of a week.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the days' names")]
pub enum WeekStart {
    #[default]
    Monday,
    Sunday,
    Saturday,
}

/// The value over a row of the object's table.
pub(crate) fn value<'m>(
    planner: &mut Planner<'m>,
    object: &'m Object,
    rows: Alias,
    wanted: &Dimension,
) -> Result<Expr, PlanError> {
    let Some(relation) = &wanted.relation else {
        let slot = slot(object, &wanted.path)?;
        return Ok(bucketed(slot.expr(rows), &slot, wanted));
    };
    let unknown = || unknown_field(object, relation);
    let field = object.field(relation).ok_or_else(unknown)?;
    let (Some(other), Some(column)) = (&field.relation, field.join_column()) else { return Err(unknown()) };
    let target = planner.object(&other.target_name)?;
    let slot = slot(target, &wanted.path)?;
    let joined = planner.alias();
    let query = Query::select([bucketed(slot.expr(joined), &slot, wanted)])
        .from(Join::Table(planner.table(target), joined))
        .filter(Expr::column(joined, "id").infix(" = ", Expr::column(rows, column)));
    Ok(Expr::Scalar(Box::new(query)))
}

fn slot<'m>(object: &'m Object, path: &FieldPath) -> Result<Slot<'m>, PlanError> {
    let refused = || unknown_field(object, &path.field);
    let Place::Slot(slot) = place(object, path)? else { return Err(refused()) };
    if matches!(slot.column.kind, FieldType::TsVector | FieldType::Files | FieldType::RawJson) {
        return Err(refused());
    }
    Ok(slot)
}

/// The start of the span that a value lies in, or the value.
fn bucketed(value: Expr, slot: &Slot<'_>, wanted: &Dimension) -> Expr {
    // Absent texts and empty ones are the same.
    let value = match slot.column.kind {
        FieldType::Text => Expr::call("nullif", [value, Expr::Text(String::new())]),
        _ => value,
    };
    let Some(bucket) = &wanted.bucket else { return whole(value, slot.column.kind) };
    let local = match (slot.column.kind, &bucket.zone) {
        (FieldType::DateTime, Some(zone)) => {
            Expr::call("timezone", [Expr::text_bind(zone.clone(), SqlType::Text), value])
        }
        (FieldType::DateTime, None) => Expr::call("timezone", [Expr::Raw("'UTC'"), value]),
        _ => Expr::Postfix(Box::new(value), "::timestamp"),
    };
    let cut = |unit| Expr::call("date_trunc", [Expr::Raw(unit), local.clone()]);
    let part = |format| Expr::call("to_char", [local.clone(), Expr::Raw(format)]);
    match bucket.granularity {
        Granularity::Day => cut("'day'"),
        Granularity::Week => week(local.clone(), bucket.week_start),
        Granularity::Month => cut("'month'"),
        Granularity::Quarter => cut("'quarter'"),
        Granularity::Year => cut("'year'"),
        Granularity::DayOfTheWeek => part("'FMDay'"),
        Granularity::MonthOfTheYear => part("'FMMonth'"),
        Granularity::QuarterOfTheYear => part("'\"Q\"Q'"),
    }
}

/// Moments that are written alike are one: what is stored has microseconds.
fn whole(value: Expr, kind: FieldType) -> Expr {
    match kind {
        FieldType::DateTime => Expr::call("date_trunc", [Expr::Raw("'milliseconds'"), value]),
        _ => value,
    }
}

fn week(local: Expr, start: WeekStart) -> Expr {
    let shift = match start {
        WeekStart::Monday => "interval '0 days'",
        WeekStart::Sunday => "interval '1 day'",
        WeekStart::Saturday => "interval '2 days'",
    };
    let shifted = local.infix(" + ", Expr::Raw(shift));
    Expr::call("date_trunc", [Expr::Raw("'week'"), shifted]).infix(" - ", Expr::Raw(shift))
}

/// The value of a group as the answer carries it: what is no span can be sent back in a filter.
pub(super) fn text<'m>(
    planner: &Planner<'m>,
    object: &'m Object,
    value: Expr,
    wanted: &Dimension,
) -> Result<Expr, PlanError> {
    use Granularity as G;
    Ok(match wanted.bucket.as_ref().map(|bucket| bucket.granularity) {
        Some(G::Day | G::Week | G::Month | G::Quarter | G::Year) => {
            Expr::call("to_char", [value, Expr::Raw("'YYYY-MM-DD'")])
        }
        Some(G::DayOfTheWeek | G::MonthOfTheYear | G::QuarterOfTheYear) => value.cast(SqlType::Text),
        None => match kind(planner, object, wanted)? {
            FieldType::DateTime => json::wire_instant(value),
            FieldType::Number | FieldType::Position => json::number_text(value),
            _ => value.cast(SqlType::Text),
        },
    })
}

/// What its values are.
fn kind<'m>(planner: &Planner<'m>, object: &'m Object, wanted: &Dimension) -> Result<FieldType, PlanError> {
    let object = match &wanted.relation {
        Some(relation) => {
            let field = object.field(relation).and_then(|field| field.relation.as_ref());
            planner.object(&field.ok_or_else(|| unknown_field(object, relation))?.target_name)?
        }
        None => object,
    };
    Ok(slot(object, &wanted.path)?.column.kind)
}
