//! From text to values; `None` is a text that cannot be used.

use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use url::Url;

use super::SameSite;

pub(super) fn boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "on" => Some(true),
        "false" | "0" | "no" | "off" => Some(false),
        _ => None,
    }
}

/// `30m`, `15d`, `1h`, `500ms`, `2w`, `1y`; a bare number is milliseconds.
#[must_use]
pub fn duration(text: &str) -> Option<Duration> {
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let seconds = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "ms" => 0.001,
        "s" | "sec" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3_600.0,
        "d" => 86_400.0,
        "w" => 7.0 * 86_400.0,
        "y" => 365.25 * 86_400.0,
        _ => return None,
    };
    let seconds = number.parse::<f64>().ok()? * seconds;
    // A thousand years: beyond it dates do not exist.
    if seconds > 3.2e10 { None } else { Duration::try_from_secs_f64(seconds).ok() }
}

pub(super) fn positive_duration(text: &str) -> Option<Duration> {
    duration(text).filter(|duration| !duration.is_zero())
}

pub(super) fn server_url(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let plain =
        url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    (matches!(url.scheme(), "http" | "https") && url.has_host() && plain).then_some(url)
}

pub(super) fn postgres_url(text: &str) -> Option<PgConnectOptions> {
    let url = Url::parse(text).ok()?;
    matches!(url.scheme(), "postgres" | "postgresql").then(|| PgConnectOptions::from_str(text).ok()).flatten()
}

pub(super) fn redis_url(text: &str) -> bool {
    redis::Client::open(text).is_ok()
}

/// A number that is a limit: above zero, and not absurd.
pub(super) fn count(text: &str) -> Option<u32> {
    text.parse().ok().filter(|number| (1..=1_000_000_000).contains(number))
}

/// Origins as browsers write them, separated by commas.
pub(super) fn origins(text: &str) -> Option<Vec<String>> {
    let each = text.split(',').map(str::trim).filter(|origin| !origin.is_empty());
    each.map(|origin| server_url(origin).map(|url| url.origin().ascii_serialization())).collect()
}

pub(super) fn same_site(text: &str) -> Option<SameSite> {
    match text.to_ascii_lowercase().as_str() {
        "lax" => Some(SameSite::Lax),
        "strict" => Some(SameSite::Strict),
        "none" => Some(SameSite::None),
        _ => None,
    }
}

/// The finest of the levels listed, as a filter of `tracing`; libraries stay at warnings.
#[must_use]
pub fn log_filter(text: &str) -> Option<&'static str> {
    let filters = [
        "off",
        "error",
        "warn",
        "info,sqlx=warn,graphile_worker=warn",
        "debug,sqlx=info,hyper=info",
        "trace",
    ];
    let mut finest = 0;
    for level in text.split(',').map(str::trim) {
        let level = match level.to_ascii_lowercase().as_str() {
            "error" => 1,
            "warn" => 2,
            "log" | "info" | "performance" => 3,
            "debug" => 4,
            "verbose" => 5,
            _ => return None,
        };
        finest = finest.max(level);
    }
    filters.get(finest).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        for (text, seconds) in [
            ("30m", 1_800),
            ("15d", 1_296_000),
            ("1h", 3_600),
            ("2w", 1_209_600),
            ("90000", 90),
            ("45 s", 45),
        ] {
            assert_eq!(duration(text), Some(Duration::from_secs(seconds)), "{text}");
        }
        for text in ["", "d", "-1h", "1 month", "99999999999d", "1.2.3h"] {
            assert_eq!(duration(text), None, "{text}");
        }
    }

    #[test]
    fn addresses() {
        assert!(server_url("https://crm.example/").is_some());
        for text in ["crm.example", "ftp://crm.example", "https://crm.example/app", "https://u@crm.example"] {
            assert!(server_url(text).is_none(), "{text}");
        }
        assert!(redis_url("redis://localhost:6379/0") && redis_url("redis+unix:///run/redis.sock"));
        assert!(!redis_url("rediss://cache.example"));
    }

    #[test]
    fn log_levels() {
        assert_eq!(log_filter("error"), Some("error"));
        assert!(log_filter("log,error,warn,performance").unwrap().starts_with("info"));
        assert_eq!(log_filter("log,loud"), None);
    }
}
