use icosa_model::definition::FieldRow;
use icosa_model::{FieldId, ObjectId};

use super::*;

fn at(text: &str) -> DateTime<Utc> {
    moment::parse_instant(text).unwrap()
}

fn span_in(text: &str, now: &str, zone: Tz) -> Option<(String, String)> {
    let span = Span::read(text, at(now), zone)?;
    let text = |at: DateTime<Utc>| at.format("%Y-%m-%d %H:%M:%S").to_string();
    Some((text(span.from), text(span.to)))
}

fn span(text: &str) -> Option<(String, String)> {
    span_in(text, "2026-03-11T14:30:15Z", Tz::UTC) // a Wednesday
}

/// The bounds of a filter, its operators before them.
fn bounds(kind: FieldType, operand: &str, text: &str, now: &str, zone: Tz) -> String {
    let row = FieldRow::new(FieldId::random(), ObjectId::random(), "f", kind);
    let field = Field { row, columns: Vec::new(), relation: None };
    let Some(filter) = filter(&field, operand, text, at(now), zone) else { return String::new() };
    let parts = filter.get("and").and_then(Value::as_array).cloned().unwrap_or(vec![filter]);
    let bound = |part: &Value| {
        let (operator, value) = part["f"].as_object().unwrap().iter().next().unwrap();
        format!("{operator} {}", value.as_str().unwrap())
    };
    parts.iter().map(bound).collect::<Vec<_>>().join(" ")
}

#[test]
fn spans_lie_on_the_boundaries_of_their_units() {
    for (text, from, to) in [
        ("PAST_7_DAY", "2026-03-04 00:00:00", "2026-03-11 00:00:00"),
        ("NEXT_2_DAY", "2026-03-12 00:00:00", "2026-03-14 00:00:00"),
        ("THIS_DAY", "2026-03-11 00:00:00", "2026-03-12 00:00:00"),
        ("THIS__WEEK;;UTC;;SUNDAY;;", "2026-03-08 00:00:00", "2026-03-15 00:00:00"),
        ("THIS_1_DAY;;America/New_York;;", "2026-03-11 04:00:00", "2026-03-12 04:00:00"),
        ("THIS_1_WEEK", "2026-03-09 00:00:00", "2026-03-16 00:00:00"),
        ("THIS_1_WEEK;;UTC;;SUNDAY;;", "2026-03-08 00:00:00", "2026-03-15 00:00:00"),
        ("PAST_1_MONTH", "2026-02-01 00:00:00", "2026-03-01 00:00:00"),
        ("NEXT_1_QUARTER", "2026-04-01 00:00:00", "2026-07-01 00:00:00"),
        ("THIS_1_YEAR", "2026-01-01 00:00:00", "2027-01-01 00:00:00"),
        ("PAST_3_HOUR", "2026-03-11 11:00:00", "2026-03-11 14:00:00"),
        ("PAST_1_MINUTE", "2026-03-11 14:29:00", "2026-03-11 14:30:00"),
    ] {
        assert_eq!(span(text), Some((from.to_owned(), to.to_owned())), "{text}");
    }
    for text in [
        "",
        "THIS",
        "PAST_DAY",
        "NEXT__DAY",
        "THIS_1_DAY_1",
        "PAST",
        "PAST_x_DAY",
        "PAST_1_EON",
        "SOON_1_DAY",
        "PAST_99999999_YEAR",
    ] {
        assert_eq!(span(text), None, "{text}");
    }
}

#[test]
fn spans_are_those_of_the_caller_unless_they_name_a_zone() {
    // The evening of the 10th in Los Angeles, the early morning of the 11th in Kathmandu.
    let now = "2026-03-11T03:10:00Z";
    for (text, zone, from, to) in [
        ("THIS_1_DAY", Tz::America__Los_Angeles, "2026-03-10 07:00:00", "2026-03-11 07:00:00"),
        ("THIS_1_DAY;;Asia/Tokyo;;", Tz::America__Los_Angeles, "2026-03-10 15:00:00", "2026-03-11 15:00:00"),
        ("THIS_1_DAY;;;;MONDAY;;", Tz::America__Los_Angeles, "2026-03-10 07:00:00", "2026-03-11 07:00:00"),
        // Clocks went forward on the 8th.
        ("PAST_3_DAY", Tz::America__Los_Angeles, "2026-03-07 08:00:00", "2026-03-10 07:00:00"),
        ("THIS_1_HOUR", Tz::Asia__Kathmandu, "2026-03-11 02:15:00", "2026-03-11 03:15:00"),
    ] {
        assert_eq!(span_in(text, now, zone), Some((from.to_owned(), to.to_owned())), "{text} {zone}");
    }
}

#[test]
fn days_are_those_of_the_caller() {
    use FieldType::{Date, DateTime};
    let (paris, york) = (Tz::Europe__Paris, Tz::America__New_York);
    // Just after midnight in Paris, on the day on which clocks go forward; the evening before in New York.
    let night = "2026-03-28T23:30:10Z";
    for (kind, operand, text, zone, expected) in [
        (DateTime, "IS_TODAY", "", paris, "gte 2026-03-28T23:00:00.000Z lt 2026-03-29T22:00:00.000Z"),
        (DateTime, "IS_TODAY", "", york, "gte 2026-03-28T04:00:00.000Z lt 2026-03-29T04:00:00.000Z"),
        (Date, "IS_TODAY", "", paris, "gte 2026-03-29 lt 2026-03-30"),
        (Date, "IS_TODAY", "", york, "gte 2026-03-28 lt 2026-03-29"),
        (Date, "IS_IN_PAST", "", paris, "lt 2026-03-29"),
        (Date, "IS_IN_FUTURE", "", york, "gte 2026-03-28"),
        (DateTime, "IS_IN_PAST", "", paris, "lt 2026-03-28T23:30:00.000Z"),
        (DateTime, "IS_IN_FUTURE", "", york, "gt 2026-03-28T23:30:00.000Z"),
        (Date, "IS_RELATIVE", "NEXT_1_DAY", paris, "gte 2026-03-30 lt 2026-03-31"),
        (DateTime, "IS", "2026-03-29", paris, "gte 2026-03-28T23:00:00.000Z lt 2026-03-29T22:00:00.000Z"),
        (DateTime, "IS", night, york, "gte 2026-03-28T04:00:00.000Z lt 2026-03-29T04:00:00.000Z"),
        (DateTime, "IS_BEFORE", "2026-03-29", paris, "lt 2026-03-28T23:00:00.000Z"),
        (DateTime, "IS_AFTER", "2026-03-30", paris, "gte 2026-03-29T22:00:00.000Z"),
        // Compared as they are, whatever the zone.
        (DateTime, "IS_AFTER", night, york, ""),
        (Date, "IS", "2026-03-29", paris, ""),
        (Date, "IS_BEFORE", "2026-03-29", paris, ""),
        // Beyond what can be written.
        (DateTime, "IS", "9999-12-31", york, ""),
        (DateTime, "IS_BEFORE", "0001-01-01", paris, ""),
        (DateTime, "IS", "2026-02-30", paris, ""),
    ] {
        assert_eq!(bounds(kind, operand, text, night, zone), expected, "{kind} {operand} {text} {zone}");
    }
}
