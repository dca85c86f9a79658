//! ADDRESS values: which of their parts are shown, and the line they make.

use serde_json::Value;

use super::countries;
use super::text::{joined, part};
use crate::definition::FieldSettings;

/// The parts with what people call them, in the order they are asked for.
pub const PARTS: [(&str, &str); 8] = [
    ("addressStreet1", "Address 1"),
    ("addressStreet2", "Address 2"),
    ("addressCity", "City"),
    ("addressState", "State"),
    ("addressPostcode", "Post code"),
    ("addressCountry", "Country"),
    ("addressLat", "Latitude"),
    ("addressLng", "Longitude"),
];

/// Whether a part is a number.
#[must_use]
pub fn is_coordinate(part: &str) -> bool {
    matches!(part, "addressLat" | "addressLng")
}

/// The parts a field shows, in order: those its settings name, or all but the coordinates.
#[must_use]
pub fn visible_parts(settings: &FieldSettings) -> Vec<&'static str> {
    let is_chosen = |part: &str| match settings.sub_fields.as_deref() {
        Some(chosen) if !chosen.is_empty() => chosen.iter().any(|name| name == part),
        _ => !is_coordinate(part),
    };
    PARTS.iter().map(|(part, _)| *part).filter(|part| is_chosen(part)).collect()
}

/// The visible parts on one line, apart by commas.
#[must_use]
pub fn line(value: &Value, settings: &FieldSettings) -> String {
    let shown = |name: &str| match name {
        // The interface stores names; other clients may have stored codes.
        "addressCountry" => {
            let country = part(value, name);
            countries::by_code(country).map_or(country, |country| country.name).to_owned()
        }
        name if is_coordinate(name) => match value.get(name) {
            Some(Value::Number(number)) => number.to_string(),
            _ => part(value, name).to_owned(),
        },
        name => part(value, name).to_owned(),
    };
    let pieces: Vec<String> = visible_parts(settings).into_iter().map(shown).collect();
    joined(pieces.iter().map(String::as_str), ", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_line_has_the_parts_that_are_visible() {
        let value = json!({
            "addressStreet1": "1 Main St", "addressCity": " Paris ", "addressCountry": "FR",
            "addressLat": "48.85", "addressLng": 2.35,
        });
        let mut settings = FieldSettings::default();
        assert_eq!(line(&value, &settings), "1 Main St, Paris, France");
        settings.sub_fields =
            Some(vec!["addressLng".to_owned(), "addressCity".to_owned(), "other".to_owned()]);
        assert_eq!(visible_parts(&settings), ["addressCity", "addressLng"]);
        assert_eq!(line(&value, &settings), "Paris, 2.35");
        settings.sub_fields = Some(Vec::new());
        assert_eq!(visible_parts(&settings).len(), 6);
    }
}
