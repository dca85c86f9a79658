//! Values in the form records hold them.

use chrono::{DateTime, SecondsFormat};
use icosa_model::Record;
use serde_json::{Value, json};
use uuid::Uuid;

use super::places_data::Place;
use super::random::Random;

/// Midnight of 1 January 2026, UTC, in seconds since 1970.
const START_OF_2026: i64 = 1_767_225_600;
const SECONDS_PER_DAY: i64 = 86_400;

/// The object of a JSON value; empty for anything else.
pub(super) fn record(value: Value) -> Record {
    match value {
        Value::Object(record) => record,
        _ => Record::new(),
    }
}

/// An instant as records hold it, `minutes` into the `day`-th day of 2026 (0 is 1 January; before it, negative).
pub(super) fn instant(day: i64, minutes: i64) -> String {
    let seconds = START_OF_2026 + day * SECONDS_PER_DAY + minutes * 60;
    DateTime::from_timestamp(seconds, 0).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// A minute of the working day.
pub(super) fn working_minute(random: &mut Random) -> i64 {
    random.between(8 * 60, 18 * 60)
}

/// Who made a record.
pub(super) fn actor(source: &str, name: &str, member: Option<Uuid>) -> Value {
    json!({"source": source, "name": name, "workspaceMemberId": member, "context": null})
}

/// A link without label.
pub(super) fn link(url: &str) -> Value {
    json!({"primaryLinkLabel": null, "primaryLinkUrl": url, "secondaryLinks": null})
}

/// An amount of whole units.
pub(super) fn money(units: u64, currency: &str) -> Value {
    json!({"amountMicros": (units * 1_000_000).to_string(), "currencyCode": currency})
}

/// House number and street.
pub(super) fn street(place: &Place, random: &mut Random) -> String {
    let (street, number) = (random.pick(place.streets), random.between(1, 240));
    if place.number_first { format!("{number} {street}") } else { format!("{street} {number}") }
}

/// An address in a place.
pub(super) fn address(place: &Place, random: &mut Random) -> Value {
    json!({
        "addressStreet1": street(place, random), "addressStreet2": null, "addressCity": place.city,
        "addressPostcode": place.postcode, "addressState": place.state, "addressCountry": place.country,
        "addressLat": null, "addressLng": null,
    })
}

/// National digits of a fictional telephone number.
pub(super) fn phone_number(place: &Place, random: &mut Random) -> String {
    let digits = place.phone_digits;
    let number = random.below(10_u64.pow(digits as u32));
    format!("{}{number:0digits$}", place.phone_prefix)
}

/// A telephone number.
pub(super) fn phone(place: &Place, random: &mut Random) -> Value {
    json!({
        "primaryPhoneNumber": phone_number(place, random),
        "primaryPhoneCountryCode": place.country_code,
        "primaryPhoneCallingCode": place.calling_code,
        "additionalPhones": null,
    })
}

/// Lower-case ASCII letters and digits; what is between words becomes `separator`.
pub(super) fn slug(text: &str, separator: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut is_gap = false;
    for char in text.chars() {
        let Some(plain) = plain(char) else {
            is_gap |= char != '\'';
            continue;
        };
        if is_gap && !slug.is_empty() {
            slug.push_str(separator);
        }
        is_gap = false;
        slug.push_str(&plain);
    }
    slug
}

fn plain(char: char) -> Option<String> {
    let plain = match char {
        'á' | 'à' | 'â' | 'å' | 'Å' => "a",
        'ä' => "ae",
        'ç' => "c",
        'é' | 'è' | 'ê' | 'ë' | 'É' => "e",
        'í' | 'ï' | 'ı' => "i",
        'ł' | 'Ł' => "l",
        'ñ' => "n",
        'ó' | 'ô' => "o",
        'ö' | 'ø' | 'Ö' | 'Ø' => "oe",
        'ß' => "ss",
        'š' | 'Š' => "s",
        'ú' => "u",
        'ü' => "ue",
        'ž' => "z",
        char if char.is_ascii_alphanumeric() => return Some(char.to_ascii_lowercase().to_string()),
        _ => return None,
    };
    Some(plain.to_owned())
}

/// Rich text of lines: those that begin with `- ` are items of a list, the others paragraphs.
pub(super) fn rich_text(lines: &[String], random: &mut Random) -> Value {
    let block = |line: &String| {
        let (kind, text) = match line.strip_prefix("- ") {
            Some(item) => ("bulletListItem", item),
            None => ("paragraph", line.as_str()),
        };
        json!({
            "id": random.uuid(),
            "type": kind,
            "props": {"textColor": "default", "backgroundColor": "default", "textAlignment": "left"},
            "content": [{"type": "text", "text": text, "styles": {}}],
            "children": [],
        })
    };
    let blocks: Vec<Value> = lines.iter().map(block).collect();
    json!({"blocknote": Value::Array(blocks).to_string(), "markdown": markdown(lines)})
}

fn markdown(lines: &[String]) -> String {
    let mut text = String::new();
    let mut former_is_item = false;
    for line in lines {
        let is_item = line.starts_with("- ");
        if !text.is_empty() {
            text.push_str(if is_item && former_is_item { "\n" } else { "\n\n" });
        }
        text.push_str(line);
        former_is_item = is_item;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::places_data::PLACES;

    #[test]
    fn instants_count_from_the_start_of_2026() {
        assert_eq!(instant(0, 0), "2026-01-01T00:00:00.000Z");
        assert_eq!(instant(364, 90), "2026-12-31T01:30:00.000Z");
        assert_eq!(instant(-1, 0), "2025-12-31T00:00:00.000Z");
    }

    #[test]
    fn slugs_are_plain() {
        assert_eq!(slug("Zoë O'Brien-Müller", "."), "zoe.obrien.mueller");
        assert_eq!(slug("Copper & Pine", ""), "copperpine");
    }

    #[test]
    fn rich_text_has_both_halves() {
        let lines = ["Agreed:", "- price", "- date", "More soon."].map(str::to_owned);
        let value = rich_text(&lines, &mut Random::of(0, 0));
        assert_eq!(value["markdown"], "Agreed:\n\n- price\n- date\n\nMore soon.");
        let blocks: Value = serde_json::from_str(value["blocknote"].as_str().unwrap()).unwrap();
        assert_eq!(blocks[1]["type"], "bulletListItem");
        assert_eq!(blocks[1]["content"][0]["text"], "price");
    }

    #[test]
    fn fictional_numbers_have_the_length_of_their_country() {
        for place in PLACES {
            let length = match place.country_code {
                "FR" | "AU" => 9,
                "DE" => place.phone_prefix.len() + 3,
                _ => 10,
            };
            assert_eq!(phone_number(place, &mut Random::of(1, 1)).len(), length, "{}", place.city);
        }
    }
}
