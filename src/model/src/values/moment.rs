//! Days and instants as texts: strict reading of ISO 8601 and the one form they are stored in.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

/// Reads `YYYY-MM-DD`; the day must exist, the year lies between 1 and 9999.
#[must_use]
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let year = fixed_digits(year, 4).filter(|year| *year > 0)?;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, fixed_digits(month, 2)?, fixed_digits(day, 2)?)
}

/// Reads an ISO 8601 instant: a whole day, alone (midnight UTC) or with a time, seconds and fraction optional, and
/// `Z` or an offset (UTC when absent). A bare year or month is refused.
#[must_use]
pub fn parse_instant(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    let (day, rest) = text.split_at_checked(10)?;
    let day = parse_date(day)?;
    if rest.is_empty() {
        return Some(day.and_time(NaiveTime::MIN).and_utc());
    }
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let (clock, offset) = split_offset(rest)?;
    let local = day.and_time(parse_clock(clock)?);
    let instant = local.checked_sub_signed(TimeDelta::try_seconds(i64::from(offset))?)?.and_utc();
    (1..=9999).contains(&chrono::Datelike::year(&instant)).then_some(instant)
}

/// Seconds since 1970 UTC of an ISO 8601 instant.
#[must_use]
pub fn parse_seconds(text: &str) -> Option<i64> {
    parse_instant(text).map(|instant| instant.timestamp())
}

/// `2026-11-20T14:01:13.000Z`: the form instants are stored and sent in.
#[must_use]
pub fn instant_text(instant: DateTime<Utc>) -> String {
    instant.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// The same, of seconds since 1970 UTC; the nearest possible instant when far outside the calendar.
#[must_use]
pub fn seconds_text(seconds: i64) -> String {
    let far = if seconds < 0 { DateTime::<Utc>::MIN_UTC } else { DateTime::<Utc>::MAX_UTC };
    instant_text(DateTime::from_timestamp(seconds, 0).unwrap_or(far))
}

/// Reads `YYYY-MM-DDTHH:MM[:SS[.fff]]` without an offset, as `datetime-local` inputs give it.
#[must_use]
pub fn parse_local(text: &str) -> Option<NaiveDateTime> {
    let (day, rest) = text.trim().split_at_checked(10)?;
    let clock = rest.strip_prefix(['T', 't', ' '])?;
    Some(parse_date(day)?.and_time(parse_clock(clock)?))
}

/// Splits `14:01:13+02:00` into the clock and the seconds east of UTC.
fn split_offset(text: &str) -> Option<(&str, i32)> {
    if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        return Some((clock, 0));
    }
    let Some(at) = text.rfind(['+', '-']) else { return Some((text, 0)) };
    let (clock, offset) = text.split_at_checked(at)?;
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let digits: String = offset.get(1..)?.chars().filter(|c| *c != ':').collect();
    let (hours, minutes) = match digits.len() {
        2 => (fixed_digits(&digits, 2)?, 0),
        4 => (fixed_digits(digits.get(..2)?, 2)?, fixed_digits(digits.get(2..)?, 2)?),
        _ => return None,
    };
    let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
    (hours <= 23 && minutes <= 59).then_some((clock, sign * seconds))
}

fn parse_clock(text: &str) -> Option<NaiveTime> {
    let (clock, fraction) =
        text.split_once(['.', ',']).map_or((text, None), |(clock, rest)| (clock, Some(rest)));
    let mut parts = clock.split(':');
    let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next());
    if parts.next().is_some() || (fraction.is_some() && second.is_none()) {
        return None;
    }
    let millis = match fraction {
        None => 0,
        Some(digits) if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) => return None,
        Some(digits) => format!("{digits:0<3}").get(..3)?.parse().ok()?,
    };
    let second = second.map_or(Some(0), |second| fixed_digits(second, 2))?;
    NaiveTime::from_hms_milli_opt(fixed_digits(hour, 2)?, fixed_digits(minute, 2)?, second, millis)
}

fn fixed_digits(text: &str, length: usize) -> Option<u32> {
    let is_number = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_stored_in_utc_with_milliseconds() {
        for (text, stored) in [
            ("2026-11-20", "2026-11-20T00:00:00.000Z"),
            ("2026-11-20T14:01", "2026-11-20T14:01:00.000Z"),
            ("2026-11-20 14:01:13", "2026-11-20T14:01:13.000Z"),
            ("2026-11-20T14:01:13.123456Z", "2026-11-20T14:01:13.123Z"),
            ("2026-11-20T14:01:13.5+02:00", "2026-11-20T12:01:13.500Z"),
            ("2026-11-20T00:30:00-0530", "2026-11-20T06:00:00.000Z"),
            ("2026-11-20T01:00:00+02", "2026-11-19T23:00:00.000Z"),
        ] {
            assert_eq!(instant_text(parse_instant(text).unwrap()), stored, "{text}");
        }
        for text in [
            "2026",
            "2026-11",
            "2026-02-30",
            "2026-11-20T25:00",
            "2026-11-20T14",
            "2026-11-20T14:60",
            "2026-11-20T14:01+25:00",
            "20 Nov 2026",
            "",
            "2026-11-20T",
            "0000-01-01",
            "2026-11-20Z",
            "2026-11-20T14:01:13.Z",
            "0001-01-01T00:00+05:00",
            "2026-11-2é",
        ] {
            assert_eq!(parse_instant(text), None, "{text}");
        }
    }
}
