//! The buckets of this process.

use std::num::NonZeroUsize;
use std::time::Duration;

use lru::LruCache;

use super::{Hit, Rate};

/// Most keys remembered; the ones unused for longest are forgotten first.
const MOST_KEYS: NonZeroUsize = NonZeroUsize::new(100_000).expect("not zero");

/// For each key the time at which its bucket is full again, in microseconds since 1970.
#[derive(Debug)]
pub(super) struct Buckets(LruCache<String, i64>);

impl Default for Buckets {
    fn default() -> Self {
        let mut buckets = LruCache::unbounded();
        // Room is taken when it is needed.
        buckets.resize(MOST_KEYS);
        Self(buckets)
    }
}

impl Buckets {
    pub fn hit(&mut self, key: &str, rate: Rate, now: i64) -> Hit {
        let full = self.0.get(key).copied().unwrap_or(0).max(now) + rate.step;
        if full - now > rate.window {
            return Hit::Limited {
                retry_after: Duration::from_micros((full - now - rate.window).unsigned_abs()),
            };
        }
        self.0.put(key.to_owned(), full);
        Hit::Allowed
    }

    pub fn refund(&mut self, key: &str, rate: Rate, now: i64) {
        if let Some(full) = self.0.get_mut(key) {
            *full = (*full - rate.step).max(now);
        }
    }

    pub fn clear(&mut self, key: &str) {
        self.0.pop(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000_000;

    #[test]
    fn allows_the_limit_at_once_and_then_at_an_even_pace() {
        let rate = Rate::new(10, Duration::from_secs(900));
        let mut buckets = Buckets::default();
        for _ in 0..10 {
            assert_eq!(buckets.hit("a", rate, 0), Hit::Allowed);
        }
        assert_eq!(buckets.hit("a", rate, 0), Hit::Limited { retry_after: Duration::from_secs(90) });
        assert_eq!(buckets.hit("b", rate, 0), Hit::Allowed);
        assert_eq!(buckets.hit("a", rate, 89 * SECOND), Hit::Limited { retry_after: Duration::from_secs(1) });
        assert_eq!(buckets.hit("a", rate, 90 * SECOND), Hit::Allowed);
        assert!(matches!(buckets.hit("a", rate, 90 * SECOND), Hit::Limited { .. }));
    }

    #[test]
    fn refunds_and_clears() {
        let rate = Rate::new(2, Duration::from_secs(60));
        let mut buckets = Buckets::default();
        buckets.hit("a", rate, 0);
        buckets.hit("a", rate, 0);
        buckets.refund("a", rate, 0);
        assert_eq!(buckets.hit("a", rate, 0), Hit::Allowed);
        assert!(matches!(buckets.hit("a", rate, 0), Hit::Limited { .. }));
        buckets.clear("a");
        assert_eq!(buckets.hit("a", rate, 0), Hit::Allowed);
    }
}
