//! The buckets of this process.

use std::num::NonZeroUsize;
use std::time::Duration;

use lru::LruCache;

use super::{Rate, Refused};

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
    pub fn hit_all(&mut self, uses: &[(&str, Rate)], now: i64) -> Result<(), Refused> {
        let mut full = Vec::with_capacity(uses.len());
        for (bucket, (key, rate)) in uses.iter().enumerate() {
            let at = self.0.get(*key).copied().unwrap_or(0).max(now) + rate.step;
            let wait = at - now - rate.window;
            if wait > 0 {
                return Err(Refused { bucket, retry_after: Duration::from_micros(wait.unsigned_abs()) });
            }
            full.push(at);
        }
        for ((key, _), at) in uses.iter().zip(full) {
            match self.0.get_mut(*key) {
                Some(known) => *known = at,
                None => drop(self.0.put((*key).to_owned(), at)),
            }
        }
        Ok(())
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

    fn hit(buckets: &mut Buckets, key: &str, rate: Rate, now: i64) -> Result<(), Duration> {
        buckets.hit_all(&[(key, rate)], now).map_err(|refused| refused.retry_after)
    }

    #[test]
    fn several_buckets_count_together_or_not_at_all() {
        let (short, long) = (Rate::new(1, Duration::from_secs(1)), Rate::new(2, Duration::from_secs(60)));
        let mut buckets = Buckets::default();
        let mut use_both = |now| buckets.hit_all(&[("short", short), ("long", long)], now);
        assert_eq!(use_both(0), Ok(()));
        assert_eq!(use_both(0), Err(Refused { bucket: 0, retry_after: Duration::from_secs(1) }));
        assert_eq!(use_both(SECOND), Ok(()), "what was refused is not counted in the long one");
        assert_eq!(use_both(2 * SECOND), Err(Refused { bucket: 1, retry_after: Duration::from_secs(28) }));
    }

    #[test]
    fn allows_the_limit_at_once_and_then_at_an_even_pace() {
        let rate = Rate::new(10, Duration::from_secs(900));
        let mut buckets = Buckets::default();
        for _ in 0..10 {
            assert_eq!(hit(&mut buckets, "a", rate, 0), Ok(()));
        }
        assert_eq!(hit(&mut buckets, "a", rate, 0), Err(Duration::from_secs(90)));
        assert_eq!(hit(&mut buckets, "b", rate, 0), Ok(()));
        assert_eq!(hit(&mut buckets, "a", rate, 89 * SECOND), Err(Duration::from_secs(1)));
        assert_eq!(hit(&mut buckets, "a", rate, 90 * SECOND), Ok(()));
        assert!(hit(&mut buckets, "a", rate, 90 * SECOND).is_err());
    }

    #[test]
    fn a_limit_that_is_none_refuses_nobody_whose_clock_was_read_before_another_ones() {
        let rate = Rate::new(u32::MAX, Duration::from_secs(1));
        let mut buckets = Buckets::default();
        assert_eq!(hit(&mut buckets, "a", rate, 10), Ok(()));
        assert_eq!(hit(&mut buckets, "a", rate, 9), Ok(()));
    }

    #[test]
    fn refunds_and_clears() {
        let rate = Rate::new(2, Duration::from_secs(60));
        let mut buckets = Buckets::default();
        assert_eq!(hit(&mut buckets, "a", rate, 0), Ok(()));
        assert_eq!(hit(&mut buckets, "a", rate, 0), Ok(()));
        buckets.refund("a", rate, 0);
        assert_eq!(hit(&mut buckets, "a", rate, 0), Ok(()));
        assert!(hit(&mut buckets, "a", rate, 0).is_err());
        buckets.clear("a");
        assert_eq!(hit(&mut buckets, "a", rate, 0), Ok(()));
    }
}
