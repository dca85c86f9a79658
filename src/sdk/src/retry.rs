//! When a call is tried again.

use std::time::Duration;

use backon::ExponentialBuilder;
use chrono::{DateTime, Utc};
use reqwest::header::{HeaderMap, RETRY_AFTER};

use crate::error::{Error, ErrorKind};

/// How often and how long a call is tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Tries after the first one; 0 never tries again.
    pub retries: usize,
    /// Wait before the second try; each further wait is twice as long, with some chance added.
    pub first_wait: Duration,
    /// Longest wait. A server that asks for more is not asked again.
    pub longest_wait: Duration,
}

impl Default for RetryPolicy {
    /// Four tries over about two seconds; up to a minute if the server asks for it.
    fn default() -> Self {
        Self { retries: 3, first_wait: Duration::from_millis(250), longest_wait: Duration::from_secs(60) }
    }
}

impl RetryPolicy {
    /// Every call is tried once.
    #[must_use]
    pub fn never() -> Self {
        Self { retries: 0, ..Self::default() }
    }

    pub(crate) fn backoff(&self) -> ExponentialBuilder {
        ExponentialBuilder::default()
            .with_min_delay(self.first_wait)
            .with_max_delay(self.longest_wait)
            .with_max_times(self.retries)
            .with_jitter()
    }

    /// The wait after an error, given the one that was planned; `None` gives up.
    pub(crate) fn wait(&self, error: &Error, planned: Option<Duration>) -> Option<Duration> {
        match error.retry_after() {
            Some(asked) if asked > self.longest_wait => None,
            Some(asked) => planned.map(|planned| planned.max(asked)),
            None => planned,
        }
    }
}

/// What happens if a request is done twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Safety {
    /// The same as if it were done once.
    Idempotent,
    /// Something else.
    Once,
}

impl Safety {
    /// Whether a failed request may be sent again, without a chance that it is done twice if that matters.
    pub(crate) fn may_retry(self, error: &Error) -> bool {
        match error {
            // Nothing has reached the server.
            Error::Connect { .. } => true,
            // The server did not look at it.
            Error::Refused(refusal) if refusal.kind() == ErrorKind::RateLimited => true,
            Error::Refused(refusal) => self == Self::Idempotent && refusal.is_outage(),
            Error::Unreadable { status: 429, .. } => true,
            Error::Unreadable { status: 502 | 503, .. } | Error::Broken { .. } => self == Self::Idempotent,
            // A slow server is not helped by the same again.
            Error::Timeout { .. } | Error::Unreadable { .. } | Error::Invalid(_) => false,
        }
    }
}

/// `Retry-After`: seconds, or a date.
pub(crate) fn retry_after(headers: &HeaderMap, now: DateTime<Utc>) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let at = DateTime::parse_from_rfc2822(text).ok()?.to_utc();
    Some((at - now).to_std().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;
    use crate::error::{Problem, Refusal};

    fn refused(status: u16, retry_after: Option<u64>) -> Error {
        let retry_after = retry_after.map(Duration::from_secs);
        Refusal { status, problems: vec![Problem::default()], retry_after }.into()
    }

    #[test]
    fn a_write_is_sent_again_only_if_it_was_not_looked_at() {
        let url = String::new();
        let connect = Error::Connect { url: url.clone(), reason: url.clone() };
        let broken = Error::Broken { url: url.clone(), reason: url.clone() };
        let timeout = Error::Timeout { url: url.clone() };
        let page =
            |status| Error::Unreadable { url: url.clone(), status, reason: url.clone(), retry_after: None };
        for (error, read, write) in [
            (connect, true, true),
            (broken, true, false),
            (timeout, false, false),
            (refused(429, None), true, true),
            (refused(502, None), true, false),
            (refused(503, None), true, false),
            (refused(500, None), false, false),
            (refused(400, None), false, false),
            (page(429), true, true),
            (page(503), true, false),
            (page(200), false, false),
        ] {
            let outcome = (Safety::Idempotent.may_retry(&error), Safety::Once.may_retry(&error));
            assert_eq!(outcome, (read, write), "{error:?}");
        }
    }

    #[test]
    fn the_server_may_ask_for_a_longer_wait() {
        let policy = RetryPolicy { longest_wait: Duration::from_secs(10), ..RetryPolicy::default() };
        let second = Some(Duration::from_secs(1));
        assert_eq!(policy.wait(&refused(503, None), second), second);
        assert_eq!(policy.wait(&refused(503, Some(0)), second), second);
        assert_eq!(policy.wait(&refused(503, Some(9)), second), Some(Duration::from_secs(9)));
        assert_eq!(policy.wait(&refused(503, Some(11)), second), None);
        assert_eq!(policy.wait(&refused(503, Some(9)), None), None, "no tries are left");
    }

    #[test]
    fn both_forms_of_the_header_are_read() {
        let now = DateTime::parse_from_rfc3339("2026-01-31T09:30:00Z").unwrap().to_utc();
        let read = |text: &str| {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_str(text).unwrap())]);
            retry_after(&headers, now).map(|wait| wait.as_secs())
        };
        assert_eq!(read("120"), Some(120));
        assert_eq!(read("Sat, 31 Jan 2026 09:30:10 GMT"), Some(10));
        assert_eq!(read("Sat, 31 Jan 2026 09:29:00 GMT"), Some(0), "it is over");
        assert_eq!(read("soon"), None);
        assert_eq!(retry_after(&HeaderMap::new(), now), None);
    }
}
