//! From wire values to text that Postgres surely accepts.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, SecondsFormat, Utc};
use icosa_model::FieldType;
use icosa_model::values::Decimal;
use serde_json::Value;
use uuid::Uuid;

use crate::error::PlanError;
use crate::ident::array_text;
use crate::planner::Slot;
use crate::sql_type::enum_values;

/// A checked value of a column.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    Null,
    /// In the input syntax of the column's type.
    Text(String),
    Json(Value),
}

impl Cell {
    /// As the text of a bind; the SQL casts it.
    pub fn into_text(self) -> Option<String> {
        match self {
            Self::Null => None,
            Self::Text(text) => Some(text),
            Self::Json(value) => Some(value.to_string()),
        }
    }
}

/// Checks a wire value against the type of its column.
pub(crate) fn check(slot: &Slot<'_>, value: &Value) -> Result<Cell, PlanError> {
    if value.is_null() {
        return Ok(Cell::Null);
    }
    let kind = slot.column.kind;
    let cell = match kind {
        FieldType::RawJson | FieldType::Files => storable(value).then(|| Cell::Json(value.clone())),
        FieldType::MultiSelect => strings(value, |item| is_option(slot, item)).map(Cell::Text),
        FieldType::Array => strings(value, |item| !item.contains('\0')).map(Cell::Text),
        _ => scalar_text(slot, value).map(Cell::Text),
    };
    cell.ok_or_else(|| bad_value(slot, value))
}

/// Checks a wire value and wants a text, not NULL.
pub(crate) fn check_text(slot: &Slot<'_>, value: &Value) -> Result<String, PlanError> {
    check(slot, value)?.into_text().ok_or_else(|| bad_value(slot, value))
}

fn scalar_text(slot: &Slot<'_>, value: &Value) -> Option<String> {
    match slot.column.kind {
        FieldType::Text => value.as_str().filter(|text| !text.contains('\0')).map(str::to_owned),
        FieldType::Boolean => boolean(value),
        FieldType::Select | FieldType::Rating => {
            value.as_str().filter(|text| is_option(slot, text)).map(str::to_owned)
        }
        FieldType::Uuid | FieldType::Relation | FieldType::MorphRelation => {
            value.as_str().and_then(|text| Uuid::parse_str(text).ok()).map(|id| id.to_string())
        }
        kind => plain_text(kind, value),
    }
}

/// Numbers and dates: types whose values are checked without their field.
pub(crate) fn plain_text(kind: FieldType, value: &Value) -> Option<String> {
    match kind {
        FieldType::Number | FieldType::Position => double(value),
        FieldType::Numeric => numeric(value),
        FieldType::Date => value.as_str().and_then(date),
        FieldType::DateTime => value.as_str().and_then(instant).map(|at| instant_text(&at)),
        _ => None,
    }
}

/// One of the field's options.
pub(crate) fn is_option(slot: &Slot<'_>, value: &str) -> bool {
    enum_values(slot.field, slot.column).contains(&value)
}

fn strings(value: &Value, allowed: impl Fn(&str) -> bool) -> Option<String> {
    let items: Vec<&str> = match value {
        Value::String(one) => vec![one.as_str()],
        Value::Array(items) => items.iter().map(Value::as_str).collect::<Option<_>>()?,
        _ => return None,
    };
    items.iter().all(|item| allowed(item)).then(|| array_text(items))
}

/// A finite number; written without exponent, so that tiny ones do not make Postgres report an underflow.
pub(crate) fn double(value: &Value) -> Option<String> {
    let number = match value {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse::<f64>().ok()?,
        _ => return None,
    };
    number.is_finite().then(|| number.to_string())
}

/// Digits are kept as they are: amounts go beyond what a double can hold. What [`Decimal`] takes is stored and comes back
/// in cursors, with the zeros of its exponent written out.
pub(crate) fn numeric(value: &Value) -> Option<String> {
    const MOST_DIGITS: usize = 2000;
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        _ => return None,
    };
    let digits = text.strip_prefix(['-', '+']).unwrap_or(&text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = [whole, fraction].iter().all(|part| {
        !part.is_empty() && part.len() <= MOST_DIGITS && part.bytes().all(|b| b.is_ascii_digit())
    });
    if plain { Some(text) } else { Decimal::parse(&text).map(|number| number.to_string()) }
}

fn boolean(value: &Value) -> Option<String> {
    match value {
        Value::Bool(value) => Some(value.to_string()),
        Value::String(text) if text == "true" || text == "false" => Some(text.clone()),
        _ => None,
    }
}

/// `YYYY-MM-DD`, a day that exists, years 0001 to 9999.
pub(crate) fn date(text: &str) -> Option<String> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    (text.len() == 10 && !text.starts_with("0000") && day.to_string() == text).then(|| text.to_owned())
}

/// ISO 8601; without an offset it is UTC, a date alone is its midnight.
pub(crate) fn instant(text: &str) -> Option<DateTime<Utc>> {
    let parsed = DateTime::parse_from_rfc3339(text).map(|at| at.to_utc()).ok().or_else(|| {
        ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M"]
            .iter()
            .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
            .or_else(|| NaiveDate::parse_from_str(&date(text)?, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0))
            .map(|at| at.and_utc())
    })?;
    // A leap second is the first moment of the next one, as in Postgres.
    let nanoseconds = parsed.timestamp_subsec_nanos();
    let parsed = DateTime::from_timestamp(
        parsed.timestamp() + i64::from(nanoseconds / 1_000_000_000),
        nanoseconds % 1_000_000_000,
    )?;
    (1..=9999).contains(&parsed.year()).then_some(parsed)
}

/// With microseconds, as precise as Postgres is. A year beyond 9999 loses the sign that Postgres cannot read.
pub(crate) fn instant_text(at: &DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true).trim_start_matches('+').to_owned()
}

/// Postgres refuses NUL inside jsonb.
fn storable(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.contains('\0'),
        Value::Array(items) => items.iter().all(storable),
        Value::Object(map) => map.iter().all(|(key, value)| !key.contains('\0') && storable(value)),
        _ => true,
    }
}

/// The error for a value that does not fit.
pub(crate) fn bad_value(slot: &Slot<'_>, value: &Value) -> PlanError {
    bad_value_of(&slot.object.name_singular, slot.name(), value, expected(slot.column.kind))
}

/// What a type takes, for messages.
pub(crate) fn expected(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Number | FieldType::Position | FieldType::Numeric => "a number",
        FieldType::Boolean => "true or false",
        FieldType::Date => "a date, YYYY-MM-DD",
        FieldType::DateTime => "a date and time, YYYY-MM-DDTHH:mm:ssZ",
        FieldType::Select | FieldType::Rating => "one of the field's options",
        FieldType::MultiSelect => "an array of the field's options",
        FieldType::Array => "an array of texts",
        FieldType::Uuid | FieldType::Relation | FieldType::MorphRelation => "a UUID",
        FieldType::RawJson | FieldType::Files => "JSON without NUL characters",
        _ => "a text",
    }
}

/// The same for what is not one column.
pub(crate) fn bad_value_of(object: &str, field: String, value: &Value, expected: &'static str) -> PlanError {
    const SHOWN: usize = 60;
    let text = value.to_string();
    let mut value: String = text.chars().take(SHOWN).collect();
    if value.len() < text.len() {
        value.push('…');
    }
    PlanError::BadValue { object: object.to_owned(), field, value, expected }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_never_overflow_or_underflow_in_postgres() {
        assert_eq!(double(&json!("12.5")).as_deref(), Some("12.5"));
        assert_eq!(double(&json!("1e999")), None);
        assert_eq!(double(&json!("NaN")), None);
        assert_eq!(double(&json!("1e-999")).as_deref(), Some("0"));
        assert_eq!(
            numeric(&json!("123456789012345678901234567890.5")).as_deref(),
            Some("123456789012345678901234567890.5")
        );
        assert_eq!(numeric(&json!("1e3")).as_deref(), Some("1000"));
        assert_eq!(numeric(&json!(1e300)).map(|text| text.len()), Some(301));
        for digits in [61, 1000, 1400] {
            let text = format!("-{}.{}", "7".repeat(digits), "3".repeat(digits));
            assert_eq!(numeric(&json!(text)).as_deref(), Some(text.as_str()));
        }
        assert_eq!(numeric(&json!("7".repeat(5000))), None);
        assert_eq!(numeric(&json!("1e99999999")), None);
        assert_eq!(numeric(&json!("1'; DROP")), None);
    }

    #[test]
    fn dates_must_exist() {
        assert_eq!(date("2024-02-29").as_deref(), Some("2024-02-29"));
        for wrong in
            ["2024-02-30", "2024-1-1", "0000-01-01", "2024-01", "now", "infinity", "12024-01-01", "+2024-1-1"]
        {
            assert_eq!(date(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn instants_are_normalised_to_utc() {
        for (given, utc) in [
            ("2024-03-01T10:00:00+02:00", "2024-03-01T08:00:00.000000Z"),
            ("2024-03-01T10:00:00.1234567Z", "2024-03-01T10:00:00.123456Z"),
            ("2024-03-01T10:00", "2024-03-01T10:00:00.000000Z"),
            ("2024-03-01", "2024-03-01T00:00:00.000000Z"),
            ("2024-06-30T23:59:60.5Z", "2024-07-01T00:00:00.500000Z"),
        ] {
            assert_eq!(instant(given).map(|at| instant_text(&at)).as_deref(), Some(utc));
        }
        for wrong in ["2024", "2024-03", "now", "tomorrow", "2024-03-01T25:00:00Z"] {
            assert_eq!(instant(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn nul_is_refused_at_any_depth() {
        assert!(!storable(&json!({"a": [{"b\u{0}": 1}]})));
        assert!(!storable(&json!(["x\u{0}"])));
        assert!(storable(&json!({"a": ["x"]})));
    }
}
