//! Days of a month and movements among them: pure.

use chrono::{Datelike, Days, Months, NaiveDate};

/// Days in a full grid: six weeks hold every month, so the calendar never changes its height.
const GRID: u64 = 42;

/// The 42 days of a month's grid, from the first day of the week that holds the 1st; an empty list for a month that
/// does not exist.
#[must_use]
pub fn month_grid(year: i32, month: u32, week_start: u8) -> Vec<NaiveDate> {
    let Some(first) = NaiveDate::from_ymd_opt(year, month, 1) else { return Vec::new() };
    let start = week_begin(first, week_start);
    (0..GRID).filter_map(|offset| start.checked_add_days(Days::new(offset))).collect()
}

/// Weekdays (0 Sunday) in the order of the columns.
pub fn weekday_order(week_start: u8) -> impl Iterator<Item = usize> {
    (0..7).map(move |column| (column + usize::from(week_start)) % 7)
}

/// The same day some months later (or earlier), or the month's last day where it has no such day.
#[must_use]
pub fn add_months(day: NaiveDate, months: i32) -> NaiveDate {
    let by = Months::new(months.unsigned_abs());
    let moved = if months < 0 { day.checked_sub_months(by) } else { day.checked_add_months(by) };
    moved.unwrap_or(day)
}

/// The day a key moves to; `None` for other keys. `with_shift` makes a month a year.
#[must_use]
pub fn day_by_key(day: NaiveDate, key: &str, with_shift: bool, week_start: u8) -> Option<NaiveDate> {
    let months = if with_shift { 12 } else { 1 };
    let forth = |days: u64| day.checked_add_days(Days::new(days));
    let back = |days: u64| day.checked_sub_days(Days::new(days));
    match key {
        "ArrowLeft" => back(1),
        "ArrowRight" => forth(1),
        "ArrowUp" => back(7),
        "ArrowDown" => forth(7),
        "PageUp" => Some(add_months(day, -months)),
        "PageDown" => Some(add_months(day, months)),
        "Home" => Some(week_begin(day, week_start)),
        "End" => week_begin(day, week_start).checked_add_days(Days::new(6)),
        _ => None,
    }
}

fn week_begin(day: NaiveDate, week_start: u8) -> NaiveDate {
    let since = (7 + day.weekday().num_days_from_sunday() - u32::from(week_start % 7)) % 7;
    day.checked_sub_days(Days::new(u64::from(since))).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_grid_starts_with_the_week_of_the_first() {
        let monday = month_grid(2026, 11, 1);
        assert_eq!((monday.len(), monday[0], monday[41]), (42, day("2026-10-26"), day("2026-12-06")));
        assert_eq!(month_grid(2026, 11, 0)[0], day("2026-11-01"), "November 2026 begins on a Sunday");
        assert_eq!(month_grid(2024, 2, 6)[0], day("2024-01-27"));
        assert!(month_grid(2026, 13, 1).is_empty());
    }

    #[test]
    fn columns_follow_the_first_day_of_the_week() {
        assert_eq!(weekday_order(1).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 0]);
        assert_eq!(weekday_order(6).next(), Some(6));
    }

    #[test]
    fn keys_move_by_day_week_month_and_year() {
        let from = day("2024-01-31");
        let to = |key, shift| day_by_key(from, key, shift, 1).map(|day| day.to_string());
        assert_eq!(to("ArrowRight", false).as_deref(), Some("2024-02-01"));
        assert_eq!(to("ArrowUp", false).as_deref(), Some("2024-01-24"));
        assert_eq!(to("PageDown", false).as_deref(), Some("2024-02-29"));
        assert_eq!(to("PageUp", true).as_deref(), Some("2023-01-31"));
        assert_eq!(to("Home", false).as_deref(), Some("2024-01-29"));
        assert_eq!(to("End", false).as_deref(), Some("2024-02-04"));
        assert_eq!(to("Enter", false), None);
    }

    #[test]
    fn the_ends_of_time_stay_where_they_are() {
        assert_eq!(add_months(NaiveDate::MAX, 1), NaiveDate::MAX);
        assert_eq!(day_by_key(NaiveDate::MAX, "ArrowRight", false, 1), None);
    }
}
