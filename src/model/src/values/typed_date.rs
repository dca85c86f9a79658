//! Days and instants as people type them.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::moment;
use crate::format::{DateFormat, Preferences, calendar, zone};

/// Reads a day: ISO, with a month's name, or digits in the order of `format` (dots always put the day first).
/// A year of two digits lies between 1970 and 2069.
pub(super) fn day(text: &str, format: DateFormat) -> Option<NaiveDate> {
    let text = text.trim();
    if let Some(day) = moment::parse_date(text) {
        return Some(day);
    }
    let is_separator = |c: char| c.is_whitespace() || matches!(c, '/' | '.' | '-' | ',');
    let words: Vec<&str> = text.split(is_separator).filter(|word| !word.is_empty()).collect();
    let [a, b, c] = words.as_slice() else { return None };
    if let Some(at) = words.iter().position(|word| calendar::month_of_name(word).is_some()) {
        let month = calendar::month_of_name(words.get(at)?)?;
        return match at {
            0 => date(c, month, ordinal(b)?),
            1 if a.len() == 4 => date(a, month, ordinal(c)?),
            1 => date(c, month, ordinal(a)?),
            _ => None,
        };
    }
    if a.len() == 4 {
        return date(a, digits(b)?, digits(c)?);
    }
    let (first, second) = (digits(a)?, digits(b)?);
    let is_day_first = text.contains('.') || format == DateFormat::DayFirst || first > 12;
    let (month, day) = if is_day_first && second <= 12 { (second, first) } else { (first, second) };
    date(c, month, day)
}

/// `3rd` -> 3.
fn ordinal(word: &str) -> Option<u32> {
    let lower = word.to_lowercase();
    let bare =
        ["st", "nd", "rd", "th"].iter().find_map(|ending| lower.strip_suffix(ending)).unwrap_or(&lower);
    digits(bare)
}

fn digits(word: &str) -> Option<u32> {
    let is_short_number = (1..=2).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    if is_short_number { word.parse().ok() } else { None }
}

fn date(year: &str, month: u32, day: u32) -> Option<NaiveDate> {
    let is_number = year.bytes().all(|byte| byte.is_ascii_digit());
    let year: i32 = match (is_number, year.len()) {
        (true, 4) => year.parse().ok().filter(|year| *year > 0)?,
        (true, 2) => {
            year.parse::<i32>().ok().map(|year| if year < 70 { 2000 + year } else { 1900 + year })?
        }
        _ => return None,
    };
    NaiveDate::from_ymd_opt(year, month, day)
}

/// Reads a day and a time in the person's zone; a day alone is its midnight, an ISO text with an offset is taken at
/// its word.
pub(super) fn instant(text: &str, preferences: &Preferences) -> Option<DateTime<Utc>> {
    let text = text.trim();
    let has_offset =
        text.ends_with(['Z', 'z']) || text.get(11..).is_some_and(|rest| rest.contains(['+', '-']));
    if has_offset && let Some(instant) = moment::parse_instant(text) {
        return Some(instant);
    }
    let local = match moment::parse_local(text) {
        Some(local) => local,
        None => {
            let (day_text, time) = split_clock(text);
            day(day_text, preferences.date_format)?.and_time(time?)
        }
    };
    DateTime::from_timestamp_millis(zone::from_local_millis(local, &preferences.zone))
        .filter(|instant| (1..=9999).contains(&chrono::Datelike::year(instant)))
}

/// Splits `20 Nov 2026, 5:05 PM` before the clock; midnight where there is none, nothing where it cannot be read.
fn split_clock(text: &str) -> (&str, Option<NaiveTime>) {
    let lower = text.to_ascii_lowercase();
    let is_pm = lower.ends_with("pm") || lower.ends_with("p.m.");
    let is_am = lower.ends_with("am") || lower.ends_with("a.m.");
    let body = if is_pm || is_am {
        text.trim_end_matches(|c: char| matches!(c.to_ascii_lowercase(), 'a' | 'p' | 'm' | '.')).trim_end()
    } else {
        text
    };
    let at = body.rfind(|c: char| c.is_whitespace() || c == 'T').map_or(0, |at| at + 1);
    let Some((day, clock)) =
        body.split_at_checked(at).filter(|(_, last)| last.contains(':') || is_pm || is_am)
    else {
        return (text, Some(NaiveTime::MIN));
    };
    let time = clock_time(clock, is_am, is_pm);
    let day = day.trim_end().trim_end_matches(',').trim_end();
    (day.strip_suffix(" at").unwrap_or(day), time)
}

fn clock_time(text: &str, is_am: bool, is_pm: bool) -> Option<NaiveTime> {
    let mut parts = text.split(':').map(digits);
    let hour = parts.next()??;
    let minute = parts.next().unwrap_or(Some(0))?;
    let second = parts.next().unwrap_or(Some(0))?;
    if parts.next().is_some() || ((is_am || is_pm) && !(1..=12).contains(&hour)) {
        return None;
    }
    let hour = match (is_am, is_pm) {
        (_, true) => hour % 12 + 12,
        (true, false) => hour % 12,
        (false, false) => hour,
    };
    NaiveTime::from_hms_opt(hour, minute, second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_common_forms_of_a_day() {
        for (text, format, iso) in [
            ("2026-11-20", DateFormat::MonthFirst, "2026-11-20"),
            ("Nov 20, 2026", DateFormat::DayFirst, "2026-11-20"),
            ("november 20th 2026", DateFormat::DayFirst, "2026-11-20"),
            ("20 Nov 2026", DateFormat::MonthFirst, "2026-11-20"),
            ("2026 Nov 20", DateFormat::MonthFirst, "2026-11-20"),
            ("2026/11/20", DateFormat::MonthFirst, "2026-11-20"),
            ("11/20/2026", DateFormat::MonthFirst, "2026-11-20"),
            ("20/11/2026", DateFormat::MonthFirst, "2026-11-20"),
            ("3/4/2026", DateFormat::MonthFirst, "2026-03-04"),
            ("3/4/2026", DateFormat::DayFirst, "2026-04-03"),
            ("3.4.2026", DateFormat::MonthFirst, "2026-04-03"),
            ("3/4/26", DateFormat::MonthFirst, "2026-03-04"),
            ("3/4/85", DateFormat::MonthFirst, "1985-03-04"),
        ] {
            assert_eq!(day(text, format).map(|day| day.to_string()).as_deref(), Some(iso), "{text}");
        }
        for text in
            ["", "2026", "Nov 2026", "2026-02-30", "31/11/2026", "13/13/2026", "Foo 20, 2026", "20261120"]
        {
            assert_eq!(day(text, DateFormat::MonthFirst), None, "{text}");
        }
    }

    #[test]
    fn reads_an_instant_in_the_persons_zone() {
        let mut preferences = Preferences::default();
        preferences.zone.offsets = vec![(i64::MIN, 3600)];
        for (text, stored) in [
            ("2026-11-20T14:01:13.000Z", "2026-11-20T14:01:13.000Z"),
            ("2026-11-20T14:01:13+02:00", "2026-11-20T12:01:13.000Z"),
            ("2026-11-20T14:01", "2026-11-20T13:01:00.000Z"),
            ("2026-11-20", "2026-11-19T23:00:00.000Z"),
            ("Nov 20, 2026 17:05", "2026-11-20T16:05:00.000Z"),
            ("Nov 20, 2026, 5:05 PM", "2026-11-20T16:05:00.000Z"),
            ("Nov 20, 2026 at 12:05 am", "2026-11-19T23:05:00.000Z"),
            ("20 Nov 2026 5pm", "2026-11-20T16:00:00.000Z"),
        ] {
            assert_eq!(
                instant(text, &preferences).map(moment::instant_text).as_deref(),
                Some(stored),
                "{text}"
            );
        }
        for text in ["", "17:05", "Nov 20, 2026 25:00", "Nov 20, 2026 13:00 PM", "soon"] {
            assert_eq!(instant(text, &preferences), None, "{text}");
        }
    }
}
