//! Rate limits: token buckets that refill evenly over their window, in Redis when there is one so that all
//! instances count together, else in this process.

mod buckets;

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use redis::Script;

use crate::clock::Clock;
use crate::redis::Redis;
use buckets::Buckets;

/// Whether something may be done now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hit {
    /// It may, and is counted.
    Allowed,
    /// It may not and is not counted.
    Limited {
        /// When the next one is allowed.
        retry_after: Duration,
    },
}

/// A bucket that did not allow something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    /// Its place among those asked, from 0.
    pub bucket: usize,
    /// When the next one is allowed.
    pub retry_after: Duration,
}

/// Counts what happens per key.
#[derive(Debug)]
pub struct RateLimits {
    redis: Option<Redis>,
    buckets: Mutex<Buckets>,
    clock: Clock,
}

/// Buckets are kept as the times at which they will be full again, in microseconds. Answers the place of the bucket
/// that refuses, from 1, and the microseconds to wait; zeroes if all allow, and only then they are counted. Redis' own
/// clock is used, as those of instances differ.
const HIT: &str = "
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local fulls = {}
for i, key in ipairs(KEYS) do
  local full = math.max(tonumber(redis.call('GET', key) or '0'), now) + tonumber(ARGV[2 * i - 1])
  local wait = full - now - tonumber(ARGV[2 * i])
  if wait > 0 then return {i, wait} end
  fulls[i] = full
end
for i, key in ipairs(KEYS) do
  redis.call('SET', key, string.format('%.0f', fulls[i]), 'PX', math.ceil((fulls[i] - now) / 1000))
end
return {0, 0}";

/// Gives one back.
const REFUND: &str = "
local full = tonumber(redis.call('GET', KEYS[1]) or '0') - tonumber(ARGV[1])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
if full <= now then return redis.call('DEL', KEYS[1]) end
redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', math.ceil((full - now) / 1000))
return 0";

impl RateLimits {
    /// Counts in Redis if there is one; while it is away, and without one, in this process.
    #[must_use]
    pub fn new(redis: Option<Redis>, clock: Clock) -> Self {
        Self { redis, buckets: Mutex::default(), clock }
    }

    /// Counts one use of `key`, of which `limit` are allowed at once and the same number in each `window` after.
    pub async fn hit(&self, key: &str, limit: u32, window: Duration) -> Hit {
        match self.hit_all(&[(key, limit, window)]).await {
            Ok(()) => Hit::Allowed,
            Err(refused) => Hit::Limited { retry_after: refused.retry_after },
        }
    }

    /// Counts one use in each of several buckets, `(key, limit, window)` as in [`RateLimits::hit`]: in all or none.
    ///
    /// # Errors
    /// The first bucket that does not allow it.
    pub async fn hit_all(&self, uses: &[(&str, u32, Duration)]) -> Result<(), Refused> {
        let rates: Vec<(&str, Rate)> =
            uses.iter().map(|(key, limit, window)| (*key, Rate::new(*limit, *window))).collect();
        if let Some(redis) = &self.redis {
            let script = Script::new(HIT);
            let mut call = script.prepare_invoke();
            for (key, rate) in &rates {
                call.key(redis_key(key)).arg(rate.step).arg(rate.window);
            }
            let answer: Option<(usize, i64)> =
                redis.ask(|mut c| async move { call.invoke_async(&mut c).await }).await;
            match answer {
                Some((0, _)) => return Ok(()),
                Some((place, wait)) => {
                    let retry_after = Duration::from_micros(wait.unsigned_abs());
                    return Err(Refused { bucket: place - 1, retry_after });
                }
                None => {}
            }
        }
        self.buckets(|buckets, now| buckets.hit_all(&rates, now))
    }

    /// Gives one use back: what was counted turned out not to be what the limit is for.
    pub async fn refund(&self, key: &str, limit: u32, window: Duration) {
        let rate = Rate::new(limit, window);
        if let Some(redis) = &self.redis {
            let script = Script::new(REFUND);
            let mut call = script.key(redis_key(key));
            call.arg(rate.step);
            redis.ask(|mut c| async move { call.invoke_async::<()>(&mut c).await }).await;
        }
        self.buckets(|buckets, now| buckets.refund(key, rate, now));
    }

    /// Forgets what was counted for `key`.
    pub async fn clear(&self, key: &str) {
        if let Some(redis) = &self.redis {
            let key = redis_key(key);
            redis
                .ask(|mut c| async move { redis::cmd("DEL").arg(key).query_async::<()>(&mut c).await })
                .await;
        }
        self.buckets(|buckets, _| buckets.clear(key));
    }

    fn buckets<T>(&self, operation: impl FnOnce(&mut Buckets, i64) -> T) -> T {
        let now = self.clock.now().timestamp_micros();
        operation(&mut self.buckets.lock().unwrap_or_else(PoisonError::into_inner), now)
    }
}

fn redis_key(key: &str) -> String {
    format!("icosa:limit:{key}")
}

/// A limit in microseconds: the window, and what one use takes of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rate {
    pub step: i64,
    pub window: i64,
}

impl Rate {
    fn new(limit: u32, window: Duration) -> Self {
        // At least one: without a step two calls in the same moment would be one too many.
        let step = i64::try_from(window.as_micros()).unwrap_or(i64::MAX / 4) / i64::from(limit.max(1));
        let step = step.max(1);
        // A whole number of steps, so that exactly `limit` fit.
        Self { step, window: step * i64::from(limit) }
    }
}
