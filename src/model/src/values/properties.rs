//! What holds for every value: normalising twice is normalising once, and what is shown can be typed back.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::fixtures::{choice, field, with};
use super::{form_inputs, form_values, from_form_in, from_items, items, moment, normalise, parse_text_with};
use crate::format::{DateFormat, NumberFormat, Preferences, TimeFormat, Zone, exact, zone};
use crate::{Field, FieldType as T, Record};

fn preferences() -> impl Strategy<Value = Preferences> {
    let dates =
        prop_oneof![Just(DateFormat::MonthFirst), Just(DateFormat::DayFirst), Just(DateFormat::YearFirst)];
    let times = prop_oneof![Just(TimeFormat::Hour24), Just(TimeFormat::Hour12)];
    let numbers = prop_oneof![
        Just(NumberFormat::CommasAndDot),
        Just(NumberFormat::SpacesAndComma),
        Just(NumberFormat::DotsAndComma),
        Just(NumberFormat::ApostropheAndDot),
    ];
    (dates, times, numbers, -43_200..50_400_i32).prop_map(
        |(date_format, time_format, number_format, offset)| {
            let zone = Zone { name: "Test".to_owned(), offsets: vec![(i64::MIN, offset / 900 * 900)] };
            Preferences { date_format, time_format, number_format, zone, week_start: 1 }
        },
    )
}

fn comes_back(field: &Field, value: &Value, preferences: &Preferences) -> Result<(), TestCaseError> {
    let shown = exact(field, value, preferences);
    let read = parse_text_with(field, &shown, preferences);
    prop_assert_eq!(read.as_ref(), Ok(value), "{}", shown);
    Ok(())
}

/// Texts that look a little like what the types hold.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,12}",
        "[a-zA-Z0-9.@_+-]{0,20}",
        "[ +0-9()./-]{0,20}",
        "(https?://|www\\.|)[a-zA-Z0-9./?#@: \\\\-]{0,20}",
        "\\+[0-9]{6,15}",
        "[A-Z]{2}",
        "[0-9]{4}-[0-1][0-9]-[0-3][0-9](T[0-2][0-9]:[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,6})?)?(Z|\\+0[0-9]:00)?)?",
    ]
}

fn scalars() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        words().prop_map(Value::from),
    ]
}

fn field_of(kind: T) -> Field {
    match kind {
        T::Select | T::MultiSelect => choice(kind, &[("A", "First"), ("B", "Second")]),
        kind => field(kind),
    }
}

/// A composite of any of its parts, lists included.
fn composites(kind: T) -> impl Strategy<Value = Value> {
    let entry = match kind {
        T::Phones => prop::collection::vec((words(), words()), 0..3)
            .prop_map(|list| {
                list.into_iter().map(|(a, b)| json!({ "number": a, "countryCode": b })).collect()
            })
            .boxed(),
        T::Links => prop::collection::vec((words(), words()), 0..3)
            .prop_map(|list| list.into_iter().map(|(a, b)| json!({ "url": a, "label": b })).collect())
            .boxed(),
        _ => prop::collection::vec(words(), 0..3).prop_map(|list| json!(list)).boxed(),
    };
    let parts: Vec<&'static str> =
        kind.sub_fields().iter().filter(|part| !part.server_only).map(|part| part.name).collect();
    let count = parts.len();
    let value = prop_oneof![4 => words().prop_map(Value::from), 2 => entry, 1 => scalars()];
    (prop::sample::subsequence(parts, 0..=count), prop::collection::vec(value, count))
        .prop_map(|(keys, values)| Value::Object(keys.into_iter().map(str::to_owned).zip(values).collect()))
}

fn any_value() -> impl Strategy<Value = (T, Value)> {
    let kinds = vec![
        T::Text,
        T::Number,
        T::Numeric,
        T::Boolean,
        T::Uuid,
        T::Date,
        T::DateTime,
        T::Select,
        T::MultiSelect,
        T::Array,
        T::RawJson,
        T::Rating,
        T::Position,
    ];
    let list = prop::collection::vec(prop_oneof![Just("A".to_owned()), Just("B".to_owned()), words()], 0..4);
    let value = prop_oneof![3 => scalars(), 1 => list.prop_map(|list| json!(list))];
    let plain = (prop::sample::select(kinds), value);
    let composite = prop::sample::select(vec![
        T::FullName,
        T::Emails,
        T::Phones,
        T::Links,
        T::Currency,
        T::Address,
        T::Actor,
        T::RichText,
    ])
    .prop_flat_map(|kind| (Just(kind), composites(kind)));
    prop_oneof![plain, composite]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn normalising_twice_is_normalising_once((kind, value) in any_value()) {
        if let Ok(stored) = normalise(&field_of(kind), &value) {
            prop_assert_eq!(normalise(&field_of(kind), &stored), Ok(stored));
        }
    }

    #[test]
    fn links_normalise_once(text in words(), is_domain: bool) {
        let field = with(T::Links, |settings| settings.kind = is_domain.then(|| "domain".to_owned()));
        if let Ok(stored) = normalise(&field, &json!({ "primaryLinkUrl": text })) {
            prop_assert_eq!(normalise(&field, &stored), Ok(stored));
        }
    }

    #[test]
    fn any_text_is_read_or_refused(kind in prop::sample::select(vec![
        T::Number, T::Date, T::DateTime, T::Currency, T::Phones, T::Emails, T::Links, T::Address, T::FullName, T::Array,
    ]), text in words(), preferences in preferences()) {
        if let Ok(stored) = parse_text_with(&field(kind), &text, &preferences) {
            prop_assert_eq!(normalise(&field(kind), &stored), Ok(stored));
        }
    }

    #[test]
    fn numbers_come_back(number in any::<f64>().prop_filter("finite", |n| n.is_finite()), preferences in preferences()) {
        let value = normalise(&field(T::Number), &json!(number)).unwrap();
        comes_back(&field(T::Number), &value, &preferences)?;
    }

    #[test]
    fn everyday_numbers_come_back(number in -10_000_000..10_000_000_i64, places in 0..5_i32, preferences in preferences()) {
        let value = normalise(&field(T::Number), &json!(number as f64 / 10_f64.powi(places))).unwrap();
        comes_back(&field(T::Number), &value, &preferences)?;
        let percentage = with(T::Number, |settings| settings.kind = Some("percentage".to_owned()));
        comes_back(&percentage, &value, &preferences)?;
        let numeric = normalise(&field(T::Numeric), &value).unwrap();
        comes_back(&field(T::Numeric), &numeric, &preferences)?;
    }

    #[test]
    fn amounts_come_back(micros: i64, code in prop::sample::select(vec!["EUR", "USD", "CHF", "JPY", "KWD", "PLN", "BRL"]),
        preferences in preferences()) {
        let value = json!({ "amountMicros": micros.to_string(), "currencyCode": code });
        comes_back(&field(T::Currency), &value, &preferences)?;
    }

    #[test]
    fn days_come_back(days in -700_000..2_900_000_i32, preferences in preferences()) {
        let day = chrono::NaiveDate::from_num_days_from_ce_opt(719_163 + days).unwrap();
        comes_back(&field(T::Date), &json!(day.to_string()), &preferences)?;
    }

    #[test]
    fn instants_come_back_to_the_minute(minutes in -30_000_000..130_000_000_i64, preferences in preferences()) {
        let value = json!(moment::seconds_text(minutes * 60));
        comes_back(&field(T::DateTime), &value, &preferences)?;
    }

    #[test]
    fn phones_and_names_come_back(number in "[1-9][0-9]{6,10}", first in "[A-Z][a-z]{1,8}( [A-Z][a-z]{1,8})?", last in "[A-Z][a-z-]{1,8}") {
        let given = json!({ "primaryPhoneNumber": number, "primaryPhoneCountryCode": "FR", "additionalPhones": [] });
        let value = normalise(&field(T::Phones), &given).unwrap();
        comes_back(&field(T::Phones), &value, &Preferences::default())?;
        comes_back(&field(T::FullName), &json!({ "firstName": first, "lastName": last }), &Preferences::default())?;
    }

    #[test]
    fn local_time_comes_back(seconds in -60_000_000_000..250_000_000_000_i64, change in 0..2_000_000_000_i64, hours in 1..3_i32) {
        let zone = Zone { name: "Test".to_owned(), offsets: vec![(i64::MIN, 0), (change, hours * 3600)] };
        // Clocks go forward once, so every instant has a local time of its own.
        prop_assert_eq!(zone::from_local_millis(zone::local_at(seconds, &zone), &zone), seconds * 1000);
    }

    #[test]
    fn forms_give_back_what_stood_in_them((kind, value) in any_value(), offset in -12..12_i32) {
        let field = field_of(kind);
        let Ok(stored) = normalise(&field, &value) else { return Ok(()) };
        if kind == T::DateTime || form_inputs(&field).is_empty() {
            return Ok(()); // to the minute only; see the next test
        }
        let zone = Zone { name: "Test".to_owned(), offsets: vec![(i64::MIN, offset * 3600)] };
        let submitted = |value: Value| {
            let filled = form_values(&field, &Record::from_iter([(field.name.clone(), value)]), &zone);
            let of = |name: &str| filled.iter().find(|(input, _)| input == name).map(|(_, texts)| texts.clone());
            from_form_in(&field, &zone, &|name| of(name).unwrap_or_default())
        };
        // Blanks around texts do not survive a form, and a country without a calling code may be told anew; what
        // comes back is accepted and stays.
        if let Some(back) = submitted(stored) {
            let back = back.map_err(|error| TestCaseError::fail(error.message))?;
            if !back.is_null() {
                prop_assert_eq!(submitted(back.clone()), Some(Ok(back)));
            }
        }
    }

    #[test]
    fn lists_give_back_their_items((kind, value) in any_value()) {
        let field = field_of(kind);
        let is_list = matches!(kind, T::Emails | T::Phones | T::Links | T::Array);
        let Some(stored) = normalise(&field, &value).ok().filter(|_| is_list) else { return Ok(()) };
        let shown = items(kind, &stored);
        let back = from_items(&field, &stored, &shown).map_err(|error| TestCaseError::fail(error.message))?;
        prop_assert_eq!(from_items(&field, &back, &items(kind, &back)), Ok(back.clone()));
        prop_assert!(items(kind, &back).iter().all(|item| shown.contains(item)));
    }

    #[test]
    fn local_inputs_come_back(minutes in -30_000_000..130_000_000_i64, offset in -12..12_i32) {
        let zone = Zone { name: "Test".to_owned(), offsets: vec![(i64::MIN, offset * 3600)] };
        let value = json!(moment::seconds_text(minutes * 60));
        let field = field(T::DateTime);
        let filled = form_values(&field, &Record::from_iter([("f".to_owned(), value.clone())]), &zone);
        let get = |_: &str| filled.first().map(|(_, texts)| texts.clone()).unwrap_or_default();
        prop_assert_eq!(from_form_in(&field, &zone, &get), Some(Ok(value)));
    }
}
