//! Times as the pages show them.

use icosa_model::format::{Preferences, calendar, zone};

/// "2 hours ago" of an ISO instant; `now` in milliseconds since 1970 UTC, as the session carries it.
#[must_use]
pub fn ago(instant: &str, now: i64) -> String {
    calendar::relative(instant, now)
}

/// The heading an instant stands under in a timeline: "November 2026", in the person's zone.
#[must_use]
pub fn month_of(instant: &str, preferences: &Preferences) -> String {
    let Some(local) = zone::local_time(instant, &preferences.zone) else { return String::new() };
    let date = local.date();
    format!("{} {}", calendar::month_name(chrono::Datelike::month(&date)), chrono::Datelike::year(&date))
}
