//! What is known of many records together.

use icosa_model::query::{DeletedRows, FieldPath, Filter, Op};
use icosa_model::{Field, FieldType, Object};
use serde_json::Value;

use crate::error::PlanError;
use crate::filter::Conditions;
use crate::json;
use crate::planner::{Planner, field, unknown_field};
use crate::sql_type::SqlType;
use crate::stored;
use crate::tree::{Alias, Expr, Sort};

/// One figure over the rows of a connection or group.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Aggregate {
    /// All rows.
    TotalCount,
    /// Something about one field.
    Of {
        /// What.
        operation: AggregateOperation,
        /// The field; of CURRENCY its amount is meant where numbers are.
        field: String,
    },
}

/// What can be known of a field's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "named after the operations of the record API")]
pub enum AggregateOperation {
    CountUniqueValues,
    CountEmpty,
    CountNotEmpty,
    PercentageEmpty,
    PercentageNotEmpty,
    Min,
    Max,
    Avg,
    Sum,
    CountTrue,
    CountFalse,
}

use AggregateOperation as A;

const GENERIC: [A; 5] =
    [A::CountUniqueValues, A::CountEmpty, A::CountNotEmpty, A::PercentageEmpty, A::PercentageNotEmpty];

impl AggregateOperation {
    /// The first part of the API's name: `countUniqueValues`.
    #[must_use]
    pub fn prefix(self) -> &'static str {
        match self {
            A::CountUniqueValues => "countUniqueValues",
            A::CountEmpty => "countEmpty",
            A::CountNotEmpty => "countNotEmpty",
            A::PercentageEmpty => "percentageEmpty",
            A::PercentageNotEmpty => "percentageNotEmpty",
            A::Min => "min",
            A::Max => "max",
            A::Avg => "avg",
            A::Sum => "sum",
            A::CountTrue => "countTrue",
            A::CountFalse => "countFalse",
        }
    }

    /// What a field can be asked, in the order of the schema; relations and the search vector nothing.
    #[must_use]
    pub fn of(kind: FieldType) -> Vec<Self> {
        let own: &[Self] = match kind {
            FieldType::Relation | FieldType::MorphRelation | FieldType::TsVector => return Vec::new(),
            FieldType::Date | FieldType::DateTime => &[A::Min, A::Max],
            FieldType::Boolean => &[A::CountTrue, A::CountFalse],
            FieldType::Number | FieldType::Currency => &[A::Min, A::Max, A::Avg, A::Sum],
            _ => &[],
        };
        GENERIC.iter().chain(own).copied().collect()
    }

    /// About numbers or moments rather than about rows.
    #[must_use]
    pub fn is_of_values(self) -> bool {
        matches!(self, A::Min | A::Max | A::Avg | A::Sum)
    }
}

impl Aggregate {
    /// What its values are compared as, of an object that has it: NUMBER, NUMERIC, DATE or DATE_TIME.
    #[must_use]
    pub fn kind(&self, object: &Object) -> FieldType {
        match self {
            Self::Of { operation, field: name } if operation.is_of_values() => {
                let Some(field) = object.field(name) else { return FieldType::Number };
                let is_added_up = matches!(operation, A::Avg | A::Sum);
                match field.field_type {
                    FieldType::Currency => FieldType::Numeric,
                    FieldType::Number if is_added_up && holds_large(field) => FieldType::Numeric,
                    kind => kind,
                }
            }
            _ => FieldType::Number,
        }
    }

    /// There is always a value, even of no records.
    pub(crate) fn is_certain(&self) -> bool {
        match self {
            Self::TotalCount => true,
            Self::Of { operation, .. } => {
                !operation.is_of_values() && !matches!(operation, A::PercentageEmpty | A::PercentageNotEmpty)
            }
        }
    }
}

/// Whole numbers so large that their sums are more than a double holds exactly.
fn holds_large(field: &Field) -> bool {
    field.settings.data_type.as_deref() == Some("bigint")
}

/// The rows that a figure is of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rows {
    alias: Alias,
    /// Rows of an outer join, which are no records where nothing was joined.
    may_be_missing: bool,
    /// A sum of doubles does not depend on the order in which they come.
    is_exact: bool,
}

impl From<Alias> for Rows {
    fn from(alias: Alias) -> Self {
        Self { alias, may_be_missing: false, is_exact: false }
    }
}

impl Rows {
    /// Of an outer join.
    pub fn joined(alias: Alias) -> Self {
        Self { may_be_missing: true, ..Self::from(alias) }
    }

    /// For figures that are compared with what they were before.
    pub fn exactly(alias: Alias) -> Self {
        Self { is_exact: true, ..Self::from(alias) }
    }
}

/// The figure as an expression over the rows, in wire form.
pub(crate) fn value(
    planner: &Planner<'_>,
    object: &Object,
    rows: impl Into<Rows>,
    wanted: &Aggregate,
) -> Result<Expr, PlanError> {
    let plain = raw(planner, object, rows, wanted)?;
    Ok(match wanted {
        Aggregate::Of { operation, .. } if operation.is_of_values() => match wanted.kind(object) {
            // All digits, none of them for nothing.
            FieldType::Numeric => Expr::call("trim_scale", [plain]),
            kind => json::value(plain, kind),
        },
        _ => plain,
    })
}

/// The figure as text: dates in wire form, numbers with all their digits.
pub(crate) fn text(
    planner: &Planner<'_>,
    object: &Object,
    rows: impl Into<Rows>,
    wanted: &Aggregate,
) -> Result<Expr, PlanError> {
    let plain = raw(planner, object, rows, wanted)?;
    Ok(match wanted {
        Aggregate::Of { operation, .. } if operation.is_of_values() => match wanted.kind(object) {
            FieldType::Number => json::number_text(plain),
            FieldType::Numeric => plain.cast(SqlType::Text),
            kind => json::value(plain, kind).cast(SqlType::Text),
        },
        _ => plain.cast(SqlType::Text),
    })
}

/// The figure as Postgres computes it, to order by and to compare.
pub(crate) fn raw(
    planner: &Planner<'_>,
    object: &Object,
    rows: impl Into<Rows>,
    wanted: &Aggregate,
) -> Result<Expr, PlanError> {
    let rows: Rows = rows.into();
    let aggregate = of_all(planner, object, rows, wanted)?;
    Ok(if rows.may_be_missing {
        let is_there = Expr::column(rows.alias, "id").not_null();
        Expr::Filtered(Box::new(aggregate), Box::new(is_there))
    } else {
        aggregate
    })
}

fn of_all(
    planner: &Planner<'_>,
    object: &Object,
    Rows { alias: rows, is_exact, .. }: Rows,
    wanted: &Aggregate,
) -> Result<Expr, PlanError> {
    let Aggregate::Of { operation, field: name } = wanted else { return Ok(Expr::Raw("count(*)")) };
    let own = field(object, name)?;
    if !AggregateOperation::of(own.field_type).contains(operation) {
        return Err(unknown_field(object, name));
    }
    let is = |op| presence(planner, object, own, rows, op);
    let is_double = own.field_type == FieldType::Number;
    let added_up = |function| -> Result<Expr, PlanError> {
        let values = only_column(object, own, rows)?;
        Ok(if is_double && holds_large(own) {
            Expr::call(function, [json::digits(values)])
        } else if is_exact && is_double {
            Expr::Aggregate(function, Box::new(values.clone()), vec![Sort::up(values)])
        } else {
            Expr::call(function, [values])
        })
    };
    Ok(match operation {
        A::CountUniqueValues => {
            let values =
                Expr::Row(own.columns.iter().map(|column| stored::read(own, column, rows)).collect());
            let present = Expr::Case(vec![(is(Op::IsNotNull)?, values)], Box::new(Expr::Raw("NULL")));
            Expr::CountDistinct(Box::new(present))
        }
        A::CountEmpty => count_where(is(Op::IsNull)?),
        A::CountNotEmpty => count_where(is(Op::IsNotNull)?),
        A::PercentageEmpty => share_where(is(Op::IsNull)?),
        A::PercentageNotEmpty => share_where(is(Op::IsNotNull)?),
        A::CountTrue => count_where(only_column(object, own, rows)?),
        A::CountFalse => count_where(Expr::Postfix(Box::new(only_column(object, own, rows)?), " IS FALSE")),
        A::Min => Expr::call("min", [only_column(object, own, rows)?]),
        A::Max => Expr::call("max", [only_column(object, own, rows)?]),
        A::Avg => added_up("avg")?,
        A::Sum => added_up("sum")?,
    })
}

/// The column that is computed with.
fn only_column(object: &Object, field: &Field, rows: Alias) -> Result<Expr, PlanError> {
    let part = (field.field_type == FieldType::Currency).then_some("amountMicros");
    let column = field.column(part).ok_or_else(|| unknown_field(object, &field.name))?;
    Ok(Expr::column(rows, &column.name))
}

fn presence(
    planner: &Planner<'_>,
    object: &Object,
    field: &Field,
    rows: Alias,
    op: Op,
) -> Result<Expr, PlanError> {
    let filter = Filter::Compare { path: FieldPath::field(&field.name), op, value: Value::Null };
    let conditions = Conditions { schema: &planner.schema, object, alias: rows };
    Ok(Expr::all(conditions.plan(Some(&filter), DeletedRows::Included)?))
}

fn count_where(condition: Expr) -> Expr {
    let one = Expr::Case(vec![(condition, Expr::Int(1))], Box::new(Expr::Raw("NULL")));
    Expr::call("count", [one])
}

/// Of all rows, from 0 to 1.
fn share_where(condition: Expr) -> Expr {
    let share = Expr::Case(vec![(condition, Expr::Raw("1.0::float8"))], Box::new(Expr::Raw("0.0::float8")));
    Expr::call("avg", [share])
}
