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
use crate::tree::{Alias, Expr};

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

/// The figure as an expression over the rows, in wire form.
pub(crate) fn value(
    planner: &Planner<'_>,
    object: &Object,
    rows: Alias,
    wanted: &Aggregate,
) -> Result<Expr, PlanError> {
    let plain = raw(planner, object, rows, wanted)?;
    let Aggregate::Of { operation, field: name } = wanted else { return Ok(plain) };
    if !operation.is_of_values() {
        return Ok(plain);
    }
    Ok(match field(object, name)?.field_type {
        FieldType::Currency => plain.cast(SqlType::Double),
        kind => json::value(plain, kind),
    })
}

/// The figure as text: dates in wire form, numbers with all their digits.
pub(crate) fn text(
    planner: &Planner<'_>,
    object: &Object,
    rows: Alias,
    wanted: &Aggregate,
) -> Result<Expr, PlanError> {
    let is_date = match wanted {
        Aggregate::Of { operation, field: name } if operation.is_of_values() => {
            matches!(field(object, name)?.field_type, FieldType::Date | FieldType::DateTime)
        }
        _ => false,
    };
    let figure = if is_date { value } else { raw };
    Ok(figure(planner, object, rows, wanted)?.cast(SqlType::Text))
}

/// The figure as Postgres computes it, to order by.
pub(crate) fn raw(
    planner: &Planner<'_>,
    object: &Object,
    rows: Alias,
    wanted: &Aggregate,
) -> Result<Expr, PlanError> {
    let Aggregate::Of { operation, field: name } = wanted else { return Ok(Expr::Raw("count(*)")) };
    let own = field(object, name)?;
    if !AggregateOperation::of(own.field_type).contains(operation) {
        return Err(unknown_field(object, name));
    }
    let is = |op| presence(planner, object, own, rows, op);
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
        A::Avg => Expr::call("avg", [only_column(object, own, rows)?]),
        A::Sum => Expr::call("sum", [only_column(object, own, rows)?]),
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
