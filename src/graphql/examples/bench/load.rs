//! Many requests, and how long they took.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::wire::{Connection, Request};

/// Before it counts.
const WARM_UP: Duration = Duration::from_secs(1);

/// What came of it.
pub struct Load {
    pub per_second: f64,
    pub p50: f64,
    pub p99: f64,
}

impl Load {
    /// As many requests as fit into the time, over so many connections.
    pub async fn run(seconds: u64, connections: usize, request: impl Fn() -> Request + Sync) -> Result<Self> {
        until(WARM_UP, connections, &request).await?;
        let (times, elapsed) = until(Duration::from_secs(seconds), connections, &request).await?;
        Ok(Self::of(times, elapsed))
    }

    fn of(mut times: Vec<f64>, elapsed: f64) -> Self {
        times.sort_by(f64::total_cmp);
        let at = |share: f64| {
            times.get(((times.len() as f64 - 1.0) * share) as usize).copied().unwrap_or_default()
        };
        Self { per_second: times.len() as f64 / elapsed, p50: at(0.5), p99: at(0.99) }
    }
}

async fn until(
    time: Duration,
    connections: usize,
    request: &(impl Fn() -> Request + Sync),
) -> Result<(Vec<f64>, f64)> {
    let started = Instant::now();
    let workers = (0..connections).map(|_| async {
        let mut times = Vec::new();
        let mut connection = Connection::to(&request()).await?;
        while started.elapsed() < time {
            let request = request();
            let at = Instant::now();
            let (status, body) = connection.send(&request).await?;
            let is_refused =
                body.first() == Some(&b'{') && body.windows(9).any(|part| part == b"\"errors\":");
            if !(200..300).contains(&status) || is_refused {
                bail!("{status}: {}", String::from_utf8_lossy(body).chars().take(300).collect::<String>());
            }
            times.push(at.elapsed().as_secs_f64() * 1000.0);
        }
        Ok(times)
    });
    let times = futures::future::try_join_all(workers).await?.concat();
    Ok((times, started.elapsed().as_secs_f64()))
}
