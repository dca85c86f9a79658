//! How a member wants dates and numbers written, from their member record.

use icosa_model::Record;
use icosa_model::format::{DateFormat, NumberFormat, Preferences, TimeFormat};
use serde_json::Value;

use crate::zones;

/// The word for "as this computer does", in any case.
const SYSTEM: &str = "system";

/// The preferences of a member; `browser_zone` is the IANA name the browser told, used where the member has not
/// chosen a zone. What is unknown falls back to the defaults.
#[must_use]
pub fn preferences(member: &Record, browser_zone: Option<&str>) -> Preferences {
    let word = |key: &str| member.get(key).and_then(Value::as_str).unwrap_or(SYSTEM);
    let chosen = Some(word("timeZone")).filter(|zone| !zone.eq_ignore_ascii_case(SYSTEM));
    Preferences {
        date_format: match word("dateFormat") {
            "DAY_FIRST" => DateFormat::DayFirst,
            "YEAR_FIRST" => DateFormat::YearFirst,
            _ => DateFormat::MonthFirst,
        },
        time_format: match word("timeFormat") {
            "HOUR_12" => TimeFormat::Hour12,
            _ => TimeFormat::Hour24,
        },
        number_format: match word("numberFormat") {
            "SPACES_AND_COMMA" => NumberFormat::SpacesAndComma,
            "DOTS_AND_COMMA" => NumberFormat::DotsAndComma,
            "APOSTROPHE_AND_DOT" => NumberFormat::ApostropheAndDot,
            _ => NumberFormat::CommasAndDot,
        },
        zone: chosen.or(browser_zone).map(zones::zone).unwrap_or_default(),
        week_start: match member.get("calendarStartDay").and_then(Value::as_f64) {
            Some(1.0) => 1,
            Some(6.0) => 6,
            _ => 0,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn member(value: Value) -> Record {
        value.as_object().cloned().unwrap()
    }

    #[test]
    fn the_members_choice_wins_over_the_browser() {
        let tokyo =
            member(json!({"timeZone": "Asia/Tokyo", "dateFormat": "YEAR_FIRST", "calendarStartDay": 1}));
        let preferences = preferences(&tokyo, Some("Europe/Paris"));
        assert_eq!(preferences.zone.name, "Asia/Tokyo");
        assert_eq!(preferences.date_format, DateFormat::YearFirst);
        assert_eq!(preferences.week_start, 1);
    }

    #[test]
    fn system_means_what_the_browser_says_or_the_default() {
        let system = member(json!({"timeZone": "system", "dateFormat": "SYSTEM", "calendarStartDay": 7}));
        assert_eq!(preferences(&system, Some("Europe/Paris")).zone.name, "Europe/Paris");
        assert_eq!(preferences(&system, Some("no such place")).zone.name, "UTC");
        assert_eq!(preferences(&system, None), Preferences::default());
    }
}
