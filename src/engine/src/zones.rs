//! Time zones as tables of offsets, so that server and browser write the same local times.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use chrono::{DateTime, NaiveDateTime, Offset, TimeZone};
use chrono_tz::Tz;
use icosa_model::format::Zone;

/// 1970-01-01, seconds.
const FIRST: i64 = 0;
/// 2038-01-01, seconds: after it the last offset stays.
const LAST: i64 = 2_145_916_800;
/// No zone changes its offset twice within this, seconds.
const STEP: i64 = 4 * 86_400;

/// Tables made so far; there are fewer than 600 zones, so it is bounded.
static TABLES: LazyLock<Mutex<HashMap<Tz, Zone>>> = LazyLock::new(|| Mutex::new(HashMap::new()));

/// The zone of that IANA name with its offsets from 1970 to 2037; an unknown name is UTC.
#[must_use]
pub fn zone(name: &str) -> Zone {
    let Ok(tz) = name.parse::<Tz>() else { return Zone::default() };
    let mut tables = TABLES.lock().unwrap_or_else(PoisonError::into_inner);
    tables.entry(tz).or_insert_with(|| table(tz)).clone()
}

/// The zone of that IANA name; an unknown name is UTC.
#[must_use]
pub fn find(name: &str) -> Tz {
    name.parse().unwrap_or(Tz::UTC)
}

/// Whether the name is one of the IANA database.
#[must_use]
pub fn is_known(name: &str) -> bool {
    name.parse::<Tz>().is_ok()
}

fn table(tz: Tz) -> Zone {
    let mut offsets = vec![(i64::MIN, offset(tz, FIRST))];
    let mut from = FIRST;
    while from < LAST {
        let to = (from + STEP).min(LAST);
        let (before, after) = (offset(tz, from), offset(tz, to));
        if before != after {
            offsets.push((change(tz, from, to, before), after));
        }
        from = to;
    }
    Zone { name: tz.name().to_owned(), offsets }
}

/// The first second of `(from, to]` whose offset differs from `before`.
fn change(tz: Tz, mut from: i64, mut to: i64, before: i32) -> i64 {
    while to - from > 1 {
        let middle = from + (to - from) / 2;
        if offset(tz, middle) == before { from = middle } else { to = middle }
    }
    to
}

fn offset(tz: Tz, seconds: i64) -> i32 {
    let utc: NaiveDateTime = DateTime::from_timestamp(seconds, 0).unwrap_or_default().naive_utc();
    tz.offset_from_utc_datetime(&utc).fix().local_minus_utc()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(zone: &Zone, seconds: i64) -> i32 {
        zone.offsets.iter().rev().find(|(from, _)| *from <= seconds).unwrap().1
    }

    #[test]
    fn summer_time_starts_and_ends_on_the_second() {
        let paris = zone("Europe/Paris");
        // 2026-03-29 01:00 UTC and 2026-10-25 01:00 UTC
        assert_eq!((at(&paris, 1_774_745_999), at(&paris, 1_774_746_000)), (3600, 7200));
        assert_eq!((at(&paris, 1_792_889_999), at(&paris, 1_792_890_000)), (7200, 3600));
        assert!(paris.offsets.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn every_zone_agrees_with_the_database_at_any_hour() {
        for name in ["America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Casablanca"] {
            let table = zone(name);
            let tz: Tz = name.parse().unwrap();
            for seconds in (FIRST..LAST).step_by(3600 * 31) {
                assert_eq!(at(&table, seconds), offset(tz, seconds), "{name} at {seconds}");
            }
        }
    }

    #[test]
    fn unknown_names_are_utc() {
        assert_eq!(zone("Mars/Olympus").name, "UTC");
        assert!(!is_known("system"));
    }
}
