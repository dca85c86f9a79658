//! How often something may be asked for.

use std::time::Duration;

use super::{Reader, parse};

/// How much may be asked for, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApiLimits {
    /// `API_RATE_LIMITING_SHORT_…`
    pub short: Bucket,
    /// `API_RATE_LIMITING_LONG_…`
    pub long: Bucket,
    /// `GRAPHQL_MAX_FIELDS`
    pub fields: u32,
    /// `GRAPHQL_MAX_ROOT_RESOLVERS`
    pub roots: u32,
    /// `COMMON_QUERY_COMPLEXITY_LIMIT`
    pub complexity: u32,
}

/// So many at once and the same number in each window after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bucket {
    /// Requests.
    pub limit: u32,
    /// In which it refills.
    pub window: Duration,
}

impl Bucket {
    /// From the variables of its limit and of its window; both are read before either is given up.
    pub(super) fn read(reader: &mut Reader<'_>, limit: &str, window: &str) -> Option<Self> {
        let limit = reader.get(limit, parse::count);
        let window = reader.get(window, |text| Some(Duration::from_millis(parse::count(text)?.into())));
        limit.zip(window).map(|(limit, window)| Self { limit, window })
    }
}

impl ApiLimits {
    /// Everything is read before anything is given up.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let short =
            Bucket::read(reader, "API_RATE_LIMITING_SHORT_LIMIT", "API_RATE_LIMITING_SHORT_TTL_IN_MS");
        let long = Bucket::read(reader, "API_RATE_LIMITING_LONG_LIMIT", "API_RATE_LIMITING_LONG_TTL_IN_MS");
        let fields = reader.get("GRAPHQL_MAX_FIELDS", parse::count);
        let roots = reader.get("GRAPHQL_MAX_ROOT_RESOLVERS", parse::count);
        let complexity = reader.get("COMMON_QUERY_COMPLEXITY_LIMIT", parse::count);
        Some(Self { short: short?, long: long?, fields: fields?, roots: roots?, complexity: complexity? })
    }
}
