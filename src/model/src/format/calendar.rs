//! Days and instants as people read them.

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

use super::{DateFormat, Preferences, TimeFormat, zone};
use crate::values::moment;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// `January` for 1; empty outside 1 to 12.
#[must_use]
pub fn month_name(month: u32) -> &'static str {
    let at = month.checked_sub(1).and_then(|at| usize::try_from(at).ok());
    at.and_then(|at| MONTHS.get(at)).copied().unwrap_or_default()
}

/// `Jan` for 1; empty outside 1 to 12.
#[must_use]
pub fn month_short(month: u32) -> &'static str {
    month_name(month).get(..3).unwrap_or_default()
}

/// 1 for `January`, `jan` or `Sept`.
#[must_use]
pub fn month_of_name(name: &str) -> Option<u32> {
    let name = name.to_lowercase();
    let is_named = |month: &&str| name.len() >= 3 && month.to_lowercase().starts_with(&name);
    (1..).zip(MONTHS.iter()).find(|(_, month)| is_named(month)).map(|(at, _)| at)
}

/// `Sunday` for 0; empty outside 0 to 6.
#[must_use]
pub fn weekday_name(weekday: u8) -> &'static str {
    WEEKDAYS.get(usize::from(weekday)).copied().unwrap_or_default()
}

/// `Sun` for 0; empty outside 0 to 6.
#[must_use]
pub fn weekday_short(weekday: u8) -> &'static str {
    weekday_name(weekday).get(..3).unwrap_or_default()
}

/// A day: `Nov 20, 2026`, `20 Nov 2026` or `2026 Nov 20`.
#[must_use]
pub fn day(day: NaiveDate, format: DateFormat) -> String {
    let (year, month, number) = (day.year(), month_short(day.month()), day.day());
    match format {
        DateFormat::MonthFirst => format!("{month} {number}, {year:04}"),
        DateFormat::DayFirst => format!("{number} {month} {year:04}"),
        DateFormat::YearFirst => format!("{year:04} {month} {number}"),
    }
}

/// A time of day: `17:05` or `5:05 PM`.
#[must_use]
pub fn time(time: NaiveTime, format: TimeFormat) -> String {
    match format {
        TimeFormat::Hour24 => format!("{:02}:{:02}", time.hour(), time.minute()),
        TimeFormat::Hour12 => {
            let (is_pm, hour) = time.hour12();
            format!("{hour}:{:02} {}", time.minute(), if is_pm { "PM" } else { "AM" })
        }
    }
}

/// A DATE value (`YYYY-MM-DD`); the text itself if it is none.
#[must_use]
pub fn date(text: &str, preferences: &Preferences) -> String {
    moment::parse_date(text).map_or_else(|| text.to_owned(), |date| day(date, preferences.date_format))
}

/// A DATE_TIME value (ISO 8601) in the person's zone, to the minute; the text itself if it is none.
#[must_use]
pub fn date_time(text: &str, preferences: &Preferences) -> String {
    let Some(local) = zone::local_time(text, &preferences.zone) else { return text.to_owned() };
    let (date, clock) =
        (day(local.date(), preferences.date_format), time(local.time(), preferences.time_format));
    format!("{date} {clock}")
}

/// How far a DATE_TIME value lies from now (milliseconds since 1970 UTC): `just now`, `2 hours ago`, `in 3 days`; the text
/// itself if it is none.
#[must_use]
pub fn relative(text: &str, now: i64) -> String {
    moment::parse_seconds(text)
        .map_or_else(|| text.to_owned(), |instant| distance(instant, now.div_euclid(1000)))
}

/// The month a DATE_TIME value lies in, in the person's zone: `November 2026`; empty if it is none.
#[must_use]
pub fn month_of(text: &str, preferences: &Preferences) -> String {
    let local = zone::local_time(text, &preferences.zone);
    local.map_or_else(String::new, |local| format!("{} {:04}", month_name(local.month()), local.year()))
}

/// How far an instant lies from now (both seconds since 1970 UTC); see [`relative`].
#[must_use]
pub fn distance(instant: i64, now: i64) -> String {
    let apart = instant.saturating_sub(now);
    let seconds = apart.unsigned_abs();
    let (count, unit) = match seconds {
        0..45 => return "just now".to_owned(),
        45..3_570 => (rounded(seconds, 60).max(1), "minute"),
        3_570..84_600 => (rounded(seconds, 3_600).max(1), "hour"),
        84_600..2_548_800 => (rounded(seconds, 86_400).max(1), "day"),
        2_548_800..31_536_000 => (rounded(seconds, 2_629_746).clamp(1, 11), "month"),
        _ => ((seconds / 31_536_000).max(1), "year"),
    };
    directed(count, unit, apart < 0)
}

fn rounded(seconds: u64, unit: u64) -> u64 {
    (seconds + unit / 2) / unit
}

fn directed(count: u64, unit: &str, is_past: bool) -> String {
    let plural = if count == 1 { "" } else { "s" };
    if is_past { format!("{count} {unit}{plural} ago") } else { format!("in {count} {unit}{plural}") }
}

/// How far a day lies from today: `today`, `tomorrow`, `yesterday`, `in 3 days`, `2 months ago`.
#[must_use]
pub fn relative_day(day: NaiveDate, today: NaiveDate) -> String {
    let distance = day.signed_duration_since(today).num_days();
    match distance {
        0 => return "today".to_owned(),
        1 => return "tomorrow".to_owned(),
        -1 => return "yesterday".to_owned(),
        _ => {}
    }
    let days = distance.unsigned_abs();
    let (count, unit) = match days {
        0..30 => (days, "day"),
        30..365 => (((days * 2 + 30) / 61).clamp(1, 11), "month"),
        _ => (days / 365, "year"),
    };
    directed(count, unit, distance < 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_follow_the_preferences() {
        let mut preferences = Preferences::default();
        preferences.zone.offsets = vec![(i64::MIN, 3600)];
        assert_eq!(date("2026-11-02", &preferences), "Nov 2, 2026");
        assert_eq!(date_time("2026-11-20T16:05:59.999Z", &preferences), "Nov 20, 2026 17:05");
        preferences.date_format = DateFormat::DayFirst;
        preferences.time_format = TimeFormat::Hour12;
        assert_eq!(date("2026-11-02", &preferences), "2 Nov 2026");
        assert_eq!(date_time("2026-11-20T23:00:00Z", &preferences), "21 Nov 2026 12:00 AM");
        assert_eq!(date_time("2026-11-20T11:30:00+00:00", &preferences), "20 Nov 2026 12:30 PM");
        preferences.date_format = DateFormat::YearFirst;
        assert_eq!(date("2026-11-02", &preferences), "2026 Nov 2");
        assert_eq!(date("soon", &preferences), "soon");
        assert_eq!(month_of("2026-11-30T23:30:00Z", &preferences), "December 2026");
        assert_eq!(relative("2026-11-20T10:00:00Z", 1_795_176_000_000), "2 hours ago");
    }

    #[test]
    fn distances_are_told_in_the_largest_unit() {
        const HOUR: i64 = 3_600;
        const DAY: i64 = 24 * HOUR;
        for (seconds, text) in [
            (0, "just now"),
            (-44, "just now"),
            (30, "just now"),
            (-45, "1 minute ago"),
            (-90, "2 minutes ago"),
            (-59 * 60, "59 minutes ago"),
            (-HOUR, "1 hour ago"),
            (-2 * HOUR, "2 hours ago"),
            (23 * HOUR, "in 23 hours"),
            (-DAY, "1 day ago"),
            (3 * DAY, "in 3 days"),
            (-29 * DAY, "29 days ago"),
            (-31 * DAY, "1 month ago"),
            (-364 * DAY, "11 months ago"),
            (-365 * DAY, "1 year ago"),
            (800 * DAY, "in 2 years"),
        ] {
            assert_eq!(distance(1_000_000_000 + seconds, 1_000_000_000), text, "{seconds}");
        }
        let today = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        for (iso, text) in [
            ("2026-11-20", "today"),
            ("2026-11-21", "tomorrow"),
            ("2026-11-19", "yesterday"),
            ("2026-11-23", "in 3 days"),
            ("2026-12-20", "in 1 month"),
            ("2026-09-20", "2 months ago"),
            ("2024-11-20", "2 years ago"),
        ] {
            assert_eq!(relative_day(iso.parse().unwrap(), today), text, "{iso}");
        }
    }

    #[test]
    fn names_of_months_and_weekdays() {
        assert_eq!((month_name(11), month_short(11), month_name(13)), ("November", "Nov", ""));
        assert_eq!((weekday_name(1), weekday_short(0), weekday_name(7)), ("Monday", "Sun", ""));
        assert_eq!(month_of_name("Sept"), Some(9));
        assert_eq!(month_of_name("ma"), None);
        assert_eq!(month_of_name("mayor"), None);
    }
}
