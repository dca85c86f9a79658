//! The wire form of columns and fields, as SQL expressions.

use icosa_model::{Field, FieldType};

use crate::sql_type::SqlType;
use crate::stored;
use crate::tree::{Alias, Expr};

/// Postgres functions take at most 100 arguments: 50 pairs.
const MOST_PAIRS: usize = 50;

/// A JSON object with these keys.
pub(crate) fn object(pairs: Vec<(String, Expr)>) -> Expr {
    if pairs.len() <= MOST_PAIRS {
        return Expr::Call("json_build_object", arguments(pairs));
    }
    let mut parts = Vec::new();
    let mut rest = pairs;
    while !rest.is_empty() {
        let tail = rest.split_off(rest.len().min(MOST_PAIRS));
        parts.push(Expr::Call("jsonb_build_object", arguments(rest)));
        rest = tail;
    }
    Expr::Infix(" || ", parts).cast(SqlType::Json)
}

fn arguments(pairs: Vec<(String, Expr)>) -> Vec<Expr> {
    pairs.into_iter().flat_map(|(key, value)| [Expr::Text(key), value]).collect()
}

/// Key and value of a field with columns: a scalar, a whole composite (always with all its parts), or the join
/// column of a many-to-one relation. None for one-to-many and the search vector.
pub(crate) fn field(alias: Alias, field: &Field) -> Option<(String, Expr)> {
    if field.field_type == FieldType::TsVector {
        return None;
    }
    if field.field_type.is_composite() {
        let pairs = field
            .columns
            .iter()
            .filter_map(|column| {
                Some((column.sub_field?.to_owned(), value(Expr::column(alias, &column.name), column.kind)))
            })
            .collect();
        return Some((field.name.clone(), object(pairs)));
    }
    let column = field.columns.first()?;
    let key = if field.field_type.is_relation() { &column.name } else { &field.name };
    Some((key.clone(), value(stored::read(field, column, alias), column.kind)))
}

/// A column as a JSON value. Enums, dates, UUIDs, doubles, arrays and jsonb already come out right.
pub(crate) fn value(column: Expr, kind: FieldType) -> Expr {
    match kind {
        FieldType::DateTime => instant(column, "'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'"),
        FieldType::Number => Expr::Case(
            vec![(is_short(&column), Expr::call("to_json", [column.clone()]))],
            Box::new(Expr::call("to_json", [digits(column)])),
        ),
        // A double holds whole numbers up to 2^53; larger amounts travel as text with all their digits.
        FieldType::Numeric => Expr::Case(
            vec![(
                Expr::call("abs", [column.clone()]).infix(" <= ", Expr::Int(9_007_199_254_740_991)),
                Expr::call("to_json", [column.clone()]),
            )],
            Box::new(Expr::call("to_json", [column.cast(SqlType::Text)])),
        ),
        _ => column,
    }
}

/// Postgres writes a double without an exponent. It does so below 10^15 only, which is too early for whole numbers, and
/// from 10^-4 on, which is too late for averages. Of 0 both ways write the same.
fn is_short(number: &Expr) -> Expr {
    let range = Expr::Raw("1e-4 AND 999999999999999");
    Expr::call("abs", [number.clone()]).infix(" BETWEEN ", range)
}

/// The shortest digits that stand for a double, as a number that keeps them.
pub(crate) fn digits(number: Expr) -> Expr {
    number.cast(SqlType::Text).cast(SqlType::Numeric)
}

/// A number as text, without an exponent.
pub(crate) fn number_text(number: Expr) -> Expr {
    let short = number.clone().cast(SqlType::Text);
    Expr::Case(vec![(is_short(&number), short)], Box::new(digits(number).cast(SqlType::Text)))
}

/// A `timestamptz` as ISO 8601 text in UTC; `format` is a quoted `to_char` pattern.
pub(crate) fn instant(column: Expr, format: &'static str) -> Expr {
    Expr::call("to_char", [Expr::Postfix(Box::new(column), " AT TIME ZONE 'UTC'"), Expr::Raw(format)])
}

/// The same with milliseconds, as it goes over the wire.
pub(crate) fn wire_instant(column: Expr) -> Expr {
    value(column, FieldType::DateTime)
}

/// The text of a JSON value in base64, on one line.
pub(crate) fn base64(json: Expr) -> Expr {
    let bytes = Expr::call("convert_to", [json.cast(SqlType::Text), Expr::Raw("'UTF8'")]);
    let base64 = Expr::call("encode", [bytes, Expr::Raw("'base64'")]);
    // encode() breaks lines.
    Expr::call("translate", [base64, Expr::Raw(r"E'\n'"), Expr::Raw("''")])
}
