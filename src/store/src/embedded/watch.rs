//! Restarts the embedded Postgres when it ends by itself.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::cluster::{Cluster, Running};
use super::{EmbeddedError, locks};

const SHORTEST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// A Postgres that ran this long did not fail because of how it was started.
const HEALTHY_AFTER: Duration = Duration::from_secs(60);

/// Watches until told to stop; answers the Postgres that runs then.
pub(super) async fn watch(
    cluster: Arc<Cluster>,
    first: Running,
    mut stop: oneshot::Receiver<()>,
) -> Option<Running> {
    let mut running = first;
    let mut pause = SHORTEST_PAUSE;
    loop {
        let since = Instant::now();
        tokio::select! {
            _ = &mut stop => return Some(running),
            () = running.ended() => tracing::error!("the embedded PostgreSQL ended by itself; starting it again"),
        }
        if since.elapsed() > HEALTHY_AFTER {
            pause = SHORTEST_PAUSE;
        }
        running = loop {
            tokio::select! {
                _ = &mut stop => return None,
                () = tokio::time::sleep(pause) => {}
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
            match restart(&cluster).await {
                Ok(running) => break running,
                Err(error) => tracing::error!("the embedded PostgreSQL does not start: {error}"),
            }
        };
        tracing::info!("the embedded PostgreSQL runs again");
    }
}

async fn restart(cluster: &Cluster) -> Result<Running, EmbeddedError> {
    let _starting = locks::start(&cluster.places).await?;
    cluster.bring_up().await
}
