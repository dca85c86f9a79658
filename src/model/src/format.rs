//! How values are shown: the same text on the server and in the browser.
//!
//! [`plain`] is the text of any value, [`exact`] the same without rounding; the modules hold the pieces: [`number`],
//! [`calendar`], [`pattern`], [`zone`], [`phone`], [`text`], [`address`], [`countries`], [`currencies`].

pub mod address;
pub mod calendar;
pub mod countries;
mod countries_data;
pub mod currencies;
mod currencies_data;
mod file_address;
pub mod number;
pub mod pattern;
pub mod phone;
pub mod record;
pub mod text;
pub mod zone;

pub use calendar::{date, date_time, month_of, relative};
pub use file_address::own_address;
pub use number::{amount, currency, number, percentage};
pub use record::{exact, hue, image, initials, label, plain};
pub use zone::{from_local, to_local};

use serde::{Deserialize, Serialize};

/// How a person wants dates and numbers written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Preferences {
    /// Order of day, month and year.
    pub date_format: DateFormat,
    /// 24 or 12 hours.
    pub time_format: TimeFormat,
    /// Separators of thousands and decimals.
    pub number_format: NumberFormat,
    /// Offsets of the person's time zone.
    pub zone: Zone,
    /// First day of the week: 0 Sunday, 1 Monday, 6 Saturday.
    pub week_start: u8,
}

/// Order of day, month and year.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DateFormat {
    /// `Nov 20, 2026`
    #[default]
    MonthFirst,
    /// `20 Nov 2026`
    DayFirst,
    /// `2026 Nov 20`
    YearFirst,
}

/// 24 or 12 hours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TimeFormat {
    /// `17:05`
    #[default]
    Hour24,
    /// `5:05 PM`
    Hour12,
}

/// Separators of thousands and decimals.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum NumberFormat {
    /// `1,234.5`
    #[default]
    CommasAndDot,
    /// `1 234,5`
    SpacesAndComma,
    /// `1.234,5`
    DotsAndComma,
    /// `1'234.5`
    ApostropheAndDot,
}

/// A time zone as its offsets, so that the browser needs no time-zone tables.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Zone {
    /// IANA name, e.g. `Europe/Paris`.
    pub name: String,
    /// From this instant (seconds since 1970 UTC) on, this many seconds east of UTC; sorted, never empty.
    pub offsets: Vec<(i64, i32)>,
}

impl Default for Zone {
    fn default() -> Self {
        Self { name: "UTC".to_owned(), offsets: vec![(i64::MIN, 0)] }
    }
}

/// All countries by name, for pickers.
#[must_use]
pub fn countries() -> Vec<countries::Country> {
    let mut all: Vec<countries::Country> = countries::all().collect();
    all.sort_by_key(|country| country.name);
    all
}

/// All currencies by code, for pickers.
#[must_use]
pub fn currencies() -> Vec<currencies::Currency> {
    currencies::all().collect()
}

/// A phone number in international form, from its calling code and national digits; see [`phone::international`].
#[must_use]
pub fn phone(calling_code: &str, number: &str) -> String {
    phone::international(number, calling_code)
}

/// What people read for a link without a label: its handle on a known network, or its host.
#[must_use]
pub fn link(url: &str) -> String {
    text::link(url, "").text
}
