//! Filters over days, and over instants relative to now or to a day. Days are those of the zone that a filter names, else
//! of the caller's.

use chrono::{
    DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, Offset, TimeDelta, TimeZone, Utc, Weekday,
};
use chrono_tz::Tz;
use icosa_model::values::moment;
use icosa_model::{Field, FieldType};
use serde_json::{Value, json};

use super::compared;

/// Furthest span of a relative filter, in its units.
const MOST_UNITS: u32 = 10_000;

/// `None` for what compares with a value whatever the day.
pub(super) fn filter(
    field: &Field,
    operand: &str,
    text: &str,
    now: DateTime<Utc>,
    zone: Tz,
) -> Option<Value> {
    let column = Column { name: &field.name, is_day: field.field_type == FieldType::Date };
    let today = now.with_timezone(&zone).date_naive();
    match operand {
        "IS_TODAY" => column.during(today, zone),
        "IS_IN_PAST" if column.is_day => Some(compared(column.name, "lt", today.to_string())),
        "IS_IN_PAST" => Some(compared(column.name, "lt", moment::instant_text(minute(now)))),
        "IS_IN_FUTURE" if column.is_day => Some(compared(column.name, "gte", today.to_string())),
        "IS_IN_FUTURE" => Some(compared(column.name, "gt", moment::instant_text(minute(now)))),
        "IS_RELATIVE" => {
            let span = Span::read(text, now, zone)?;
            Some(column.range(span.from, span.to, span.zone))
        }
        "IS" if !column.is_day => column.during(day_of(text, zone)?, zone),
        "IS_BEFORE" if !column.is_day => column.beside("lt", text, zone),
        "IS_AFTER" if !column.is_day => column.beside("gte", text, zone),
        _ => None,
    }
}

/// The day that a value names or lies on.
fn day_of(text: &str, zone: Tz) -> Option<NaiveDate> {
    moment::parse_date(text).or_else(|| Some(moment::parse_instant(text)?.with_timezone(&zone).date_naive()))
}

#[derive(Clone, Copy)]
struct Column<'f> {
    name: &'f str,
    is_day: bool,
}

impl Column<'_> {
    /// On that day; `None` beyond the calendar.
    fn during(self, day: NaiveDate, zone: Tz) -> Option<Value> {
        Some(self.range(written(start(day, zone)?)?, written(start(day.succ_opt()?, zone)?)?, zone))
    }

    /// Compared with the beginning of a day; `None` for an instant, which says more than its day.
    fn beside(self, operator: &str, text: &str, zone: Tz) -> Option<Value> {
        let start = written(start(moment::parse_date(text)?, zone)?)?;
        Some(compared(self.name, operator, moment::instant_text(start)))
    }

    /// From the first on, before the second.
    fn range(self, from: DateTime<Utc>, to: DateTime<Utc>, zone: Tz) -> Value {
        let text = |at: DateTime<Utc>| {
            if self.is_day {
                at.with_timezone(&zone).date_naive().to_string()
            } else {
                moment::instant_text(at)
            }
        };
        json!({ "and": [compared(self.name, "gte", text(from)), compared(self.name, "lt", text(to))] })
    }
}

fn minute(at: DateTime<Utc>) -> DateTime<Utc> {
    at - TimeDelta::seconds(at.timestamp().rem_euclid(60))
        - TimeDelta::nanoseconds(i64::from(at.timestamp_subsec_nanos()))
}

/// An instant that can be written: of the years 1 to 9999.
fn written(at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    (1..=9999).contains(&at.year()).then_some(at)
}

/// The first instant of a day.
fn start(day: NaiveDate, zone: Tz) -> Option<DateTime<Utc>> {
    let midnight = day.and_time(NaiveTime::MIN);
    // Where clocks go forward at midnight the day begins an hour later.
    let later = midnight.checked_add_signed(TimeDelta::hours(1))?;
    let local = zone.from_local_datetime(&midnight).earliest();
    Some(local.or_else(|| zone.from_local_datetime(&later).earliest())?.with_timezone(&Utc))
}

/// A half-open span on the boundaries of its units.
struct Span {
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    zone: Tz,
}

impl Span {
    /// `PAST_7_DAY`, optionally `;;Europe/Paris;;MONDAY;;` behind it. The present unit is one: `THIS_DAY` says the same
    /// as `THIS_1_DAY`.
    fn read(text: &str, now: DateTime<Utc>, own: Tz) -> Option<Self> {
        let mut sections = text.split(";;");
        let words: Vec<&str> = sections.next()?.split('_').collect();
        let (way, count, unit) = match words[..] {
            ["THIS", unit] | ["THIS", "" | "undefined", unit] => ("THIS", "1", unit),
            [way, count, unit] => (way, count, unit),
            _ => return None,
        };
        let count: u32 = count.parse().ok().filter(|count| *count <= MOST_UNITS)?;
        let (mut zone, mut first_day) = (own, Weekday::Mon);
        for section in sections {
            match section.trim_matches(';') {
                "MONDAY" => first_day = Weekday::Mon,
                "SUNDAY" => first_day = Weekday::Sun,
                "SATURDAY" => first_day = Weekday::Sat,
                name => zone = name.parse().unwrap_or(zone),
            }
        }
        let unit = Unit::read(unit)?;
        let edge = |by: i64| unit.edge(now, zone, first_day, by);
        let count = i64::from(count);
        let (from, to) = match way {
            "PAST" => (edge(-count)?, edge(0)?),
            "THIS" => (edge(0)?, edge(1)?),
            "NEXT" => (edge(1)?, edge(1 + count)?),
            _ => return None,
        };
        // Further than dates can be written means all of them; a day short of that in every zone.
        let edge_of_time = |year, month, day| start(NaiveDate::from_ymd_opt(year, month, day)?, Tz::UTC);
        let (first, last) = (edge_of_time(1, 1, 2)?, edge_of_time(9999, 12, 31)?);
        Some(Self { from: from.clamp(first, last), to: to.clamp(first, last), zone })
    }
}

#[derive(Clone, Copy)]
enum Unit {
    Seconds(i64),
    Day,
    Week,
    Months(u32),
}

impl Unit {
    fn read(word: &str) -> Option<Self> {
        Some(match word {
            "SECOND" => Self::Seconds(1),
            "MINUTE" => Self::Seconds(60),
            "HOUR" => Self::Seconds(3600),
            "DAY" => Self::Day,
            "WEEK" => Self::Week,
            "MONTH" => Self::Months(1),
            "QUARTER" => Self::Months(3),
            "YEAR" => Self::Months(12),
            _ => return None,
        })
    }

    /// The beginning of the unit that lies so many after the present one.
    fn edge(self, now: DateTime<Utc>, zone: Tz, first_day: Weekday, by: i64) -> Option<DateTime<Utc>> {
        let local = now.with_timezone(&zone);
        let today = local.date_naive();
        match self {
            Self::Seconds(size) => {
                // In some zones hours begin at half or a quarter to.
                let by_the_clock = now.timestamp() + i64::from(local.offset().fix().local_minus_utc());
                let present = now.timestamp() - by_the_clock.rem_euclid(size);
                DateTime::from_timestamp(present.checked_add(by.checked_mul(size)?)?, 0)
            }
            Self::Day => start(moved(today, by)?, zone),
            Self::Week => start(moved(today.week(first_day).checked_first_day()?, by.checked_mul(7)?)?, zone),
            Self::Months(size) => {
                let month = today.month0() - today.month0() % size;
                let first = NaiveDate::from_ymd_opt(today.year(), month + 1, 1)?;
                let months = Months::new(u32::try_from(by.unsigned_abs()).ok()?.checked_mul(size)?);
                let day = if by < 0 {
                    first.checked_sub_months(months)?
                } else {
                    first.checked_add_months(months)?
                };
                start(day, zone)
            }
        }
    }
}

fn moved(day: NaiveDate, by: i64) -> Option<NaiveDate> {
    let days = Days::new(by.unsigned_abs());
    if by < 0 { day.checked_sub_days(days) } else { day.checked_add_days(days) }
}

#[cfg(test)]
mod tests;
