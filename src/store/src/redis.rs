//! The connection to Redis, whose loss costs time and nothing else.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, RedisError, RedisResult};

/// Longest wait for an answer: what Redis saves us is worth less than this.
const PATIENCE: Duration = Duration::from_millis(500);
/// After a failure nothing is asked for this long.
const REST: Duration = Duration::from_secs(1);

/// A Redis that may be away. Cheap to clone.
#[derive(Clone)]
pub struct Redis {
    client: Client,
    manager: ConnectionManager,
    state: Arc<State>,
}

struct State {
    made: Instant,
    /// Milliseconds after `made` until which it is left alone.
    rest_until: AtomicU64,
    away: AtomicBool,
}

impl Redis {
    /// A connection that is made with the first use. Must be called inside a tokio runtime.
    ///
    /// # Errors
    /// The address is not one of a Redis.
    pub fn new(url: &str) -> Result<Self, RedisError> {
        let client = Client::open(url)?;
        let config = ConnectionManagerConfig::new()
            .set_number_of_retries(0)
            .set_connection_timeout(Some(PATIENCE))
            .set_response_timeout(Some(PATIENCE));
        let manager = ConnectionManager::new_lazy_with_config(client.clone(), config)?;
        let state =
            State { made: Instant::now(), rest_until: AtomicU64::new(0), away: AtomicBool::new(false) };
        Ok(Self { client, manager, state: Arc::new(state) })
    }

    /// For connections of their own, e.g. to subscribe.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Asks it something; `None` when it is away, which is logged once an outage.
    pub async fn ask<T, F, Fut>(&self, question: F) -> Option<T>
    where
        F: FnOnce(ConnectionManager) -> Fut,
        Fut: Future<Output = RedisResult<T>>,
    {
        let now = self.state.elapsed();
        if now < self.state.rest_until.load(Ordering::Relaxed) {
            return None;
        }
        match question(self.manager.clone()).await {
            Ok(answer) => {
                if self.state.away.swap(false, Ordering::Relaxed) {
                    tracing::info!("Redis answers again");
                }
                Some(answer)
            }
            Err(error) => {
                self.state.rest_until.store(self.state.elapsed() + millis(REST), Ordering::Relaxed);
                if !self.state.away.swap(true, Ordering::Relaxed) {
                    tracing::warn!("Redis is away, going on without it: {error}");
                }
                None
            }
        }
    }

    /// Whether it answers.
    ///
    /// # Errors
    /// It does not.
    pub async fn ping(&self) -> Result<(), RedisError> {
        redis::cmd("PING").query_async::<String>(&mut self.manager.clone()).await.map(drop)
    }
}

impl State {
    fn elapsed(&self) -> u64 {
        millis(self.made.elapsed())
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

impl fmt::Debug for Redis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The address may hold a password.
        f.debug_struct("Redis").field("away", &self.state.away).finish_non_exhaustive()
    }
}
