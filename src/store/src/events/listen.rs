//! The connections that notifications come in by; they are made again for as long as the hub lives.

use std::sync::Weak;
use std::time::Duration;

use futures::StreamExt;
use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};

use super::{EVENTS_CHANNEL, EventHub, SIGNALS_CHANNEL};
use crate::redis::Redis;

const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// A dedicated connection to Postgres.
pub(super) async fn postgres(hub: Weak<EventHub>, options: PgConnectOptions) {
    let mut pause = Pause::new();
    while hub.strong_count() > 0 {
        match listen_postgres(&hub, &options, &mut pause).await {
            Ok(()) => return,
            Err(error) => tracing::debug!("listening to Postgres ended: {error}"),
        }
        pause.after_loss(&hub).await;
    }
}

async fn listen_postgres(
    hub: &Weak<EventHub>,
    options: &PgConnectOptions,
    pause: &mut Pause,
) -> Result<(), sqlx::Error> {
    let options = options.clone().application_name("icosa events").extra_float_digits(None);
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .max_lifetime(None)
        .idle_timeout(None)
        .connect_with(options)
        .await?;
    let mut listener = PgListener::connect_with(&pool).await?;
    // A new connection is made by the loop above, which also says that there was a gap.
    listener.eager_reconnect(false);
    listener.ignore_pool_close_event(true);
    listener.listen_all([EVENTS_CHANNEL, SIGNALS_CHANNEL]).await?;
    let Some(strong) = hub.upgrade() else { return Ok(()) };
    strong.connected();
    drop(strong);
    pause.reset();
    while let Some(notification) = listener.try_recv().await? {
        let Some(hub) = hub.upgrade() else { return Ok(()) };
        hub.received(notification.channel(), notification.payload());
    }
    Err(sqlx::Error::WorkerCrashed)
}

/// Redis' pub/sub.
pub(super) async fn redis(hub: Weak<EventHub>, redis: Redis) {
    let mut pause = Pause::new();
    while hub.strong_count() > 0 {
        match listen_redis(&hub, &redis, &mut pause).await {
            Ok(()) => return,
            Err(error) => tracing::debug!("listening to Redis ended: {error}"),
        }
        pause.after_loss(&hub).await;
    }
}

async fn listen_redis(
    hub: &Weak<EventHub>,
    redis: &Redis,
    pause: &mut Pause,
) -> Result<(), redis::RedisError> {
    let mut subscription = redis.client().get_async_pubsub().await?;
    subscription.subscribe(&[EVENTS_CHANNEL, SIGNALS_CHANNEL]).await?;
    let Some(strong) = hub.upgrade() else { return Ok(()) };
    strong.connected();
    drop(strong);
    pause.reset();
    let mut messages = subscription.on_message();
    while let Some(message) = messages.next().await {
        let Some(hub) = hub.upgrade() else { return Ok(()) };
        if let Ok(payload) = message.get_payload::<String>() {
            hub.received(message.get_channel_name(), &payload);
        }
    }
    Err(redis::RedisError::from(std::io::Error::from(std::io::ErrorKind::ConnectionReset)))
}

struct Pause(Duration);

impl Pause {
    fn new() -> Self {
        Self(Duration::from_millis(50))
    }

    fn reset(&mut self) {
        *self = Self::new();
    }

    async fn after_loss(&mut self, hub: &Weak<EventHub>) {
        if let Some(hub) = hub.upgrade() {
            hub.disconnected();
        }
        tokio::time::sleep(self.0).await;
        self.0 = (self.0 * 2).min(LONGEST_PAUSE);
    }
}
