//! Local time in a zone given as its offsets.

use chrono::{DateTime, NaiveDate, NaiveDateTime};

use super::Zone;
use crate::values::moment;

/// Seconds east of UTC at an instant (seconds since 1970 UTC); that of the first entry before it begins.
#[must_use]
pub fn offset_at(zone: &Zone, utc: i64) -> i32 {
    let after = zone.offsets.partition_point(|(from, _)| *from <= utc);
    let entry = zone.offsets.get(after.saturating_sub(1));
    entry.map_or(0, |(_, offset)| *offset)
}

/// What clocks in the zone show at an instant (seconds since 1970 UTC).
#[must_use]
pub fn local_at(utc: i64, zone: &Zone) -> NaiveDateTime {
    let shifted = utc.saturating_add(i64::from(offset_at(zone, utc)));
    let far = if utc < 0 { DateTime::<chrono::Utc>::MIN_UTC } else { DateTime::<chrono::Utc>::MAX_UTC };
    DateTime::from_timestamp(shifted, 0).unwrap_or(far).naive_utc()
}

/// What clocks in the zone show at an ISO 8601 instant, to the millisecond.
#[must_use]
pub fn local_time(instant: &str, zone: &Zone) -> Option<NaiveDateTime> {
    let utc = moment::parse_instant(instant)?;
    let shift = chrono::TimeDelta::try_seconds(i64::from(offset_at(zone, utc.timestamp())))?;
    utc.naive_utc().checked_add_signed(shift)
}

/// Milliseconds since 1970 UTC of a local time. A time that is skipped when clocks go forward moves forward by as
/// much; one that comes twice is the first of the two.
#[must_use]
pub fn from_local_millis(local: NaiveDateTime, zone: &Zone) -> i64 {
    const DAY: i64 = 86_400;
    let wall = local.and_utc();
    let seconds = wall.timestamp();
    let before = i64::from(offset_at(zone, seconds - DAY));
    let after = i64::from(offset_at(zone, seconds + DAY));
    let is_right = |offset: i64| i64::from(offset_at(zone, seconds - offset)) == offset;
    let offset = if !is_right(before) && is_right(after) { after } else { before };
    wall.timestamp_millis() - offset * 1000
}

/// The instant of a local time, in the form it is stored; see [`from_local_millis`].
#[must_use]
pub fn instant_of(local: NaiveDateTime, zone: &Zone) -> String {
    let millis = from_local_millis(local, zone);
    DateTime::from_timestamp_millis(millis)
        .map_or_else(|| moment::seconds_text(millis / 1000), moment::instant_text)
}

/// An ISO 8601 instant as a `datetime-local` input wants it: `2026-11-20T17:05` in the zone.
#[must_use]
pub fn to_local(instant: &str, zone: &Zone) -> Option<String> {
    local_time(instant, zone).map(|local| local.format("%Y-%m-%dT%H:%M").to_string())
}

/// Back from a `datetime-local` input to the instant as stored.
#[must_use]
pub fn from_local(text: &str, zone: &Zone) -> Option<String> {
    moment::parse_local(text).map(|local| instant_of(local, zone))
}

/// The day it is in the zone at an instant (seconds since 1970 UTC).
#[must_use]
pub fn day_at(utc: i64, zone: &Zone) -> NaiveDate {
    local_at(utc, zone).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paris around the changes of 2026: 29 March and 25 October, 01:00 UTC.
    fn paris() -> Zone {
        let offsets = vec![(i64::MIN, 3600), (1_774_746_000, 7200), (1_792_890_000, 3600)];
        Zone { name: "Europe/Paris".to_owned(), offsets }
    }

    #[test]
    fn shows_local_time_on_both_sides_of_a_change() {
        for (utc, local) in [
            ("2026-03-29T00:59:59Z", "2026-03-29T01:59"),
            ("2026-03-29T01:00:00Z", "2026-03-29T03:00"),
            ("2026-10-25T00:59:00Z", "2026-10-25T02:59"),
            ("2026-10-25T01:00:00Z", "2026-10-25T02:00"),
            ("2026-12-31T23:30:00Z", "2027-01-01T00:30"),
        ] {
            assert_eq!(to_local(utc, &paris()).as_deref(), Some(local), "{utc}");
        }
    }

    #[test]
    fn skipped_times_move_forward_and_double_ones_are_the_first() {
        for (local, utc) in [
            ("2026-03-29T01:59", "2026-03-29T00:59:00.000Z"),
            ("2026-03-29T02:30", "2026-03-29T01:30:00.000Z"),
            ("2026-03-29T03:00", "2026-03-29T01:00:00.000Z"),
            ("2026-10-25T02:30", "2026-10-25T00:30:00.000Z"),
            ("2026-10-25T03:00", "2026-10-25T02:00:00.000Z"),
            ("2026-07-01T12:00", "2026-07-01T10:00:00.000Z"),
        ] {
            assert_eq!(from_local(local, &paris()).as_deref(), Some(utc), "{local}");
        }
    }

    #[test]
    fn an_empty_zone_is_utc() {
        let zone = Zone { name: String::new(), offsets: Vec::new() };
        assert_eq!(offset_at(&zone, 0), 0);
        assert_eq!(to_local("2026-11-20T17:05:00Z", &zone).as_deref(), Some("2026-11-20T17:05"));
        let late = Zone { name: String::new(), offsets: vec![(1_000, 60)] };
        assert_eq!(offset_at(&late, 0), 60);
    }
}
