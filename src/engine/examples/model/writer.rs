//! Somebody who changes a person all the time, and how long each change took.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use icosa_engine::Engine;
use icosa_model::Model;
use sqlx::AssertSqlSafe;
use tokio::task::JoinHandle;

const IDLE: u8 = 0;
const MEASURING: u8 = 1;
const OVER: u8 = 2;

/// Writing until it is stopped.
pub struct Writer {
    state: Arc<AtomicU8>,
    task: JoinHandle<Result<Vec<Duration>>>,
}

/// Begins to write to one row after the other.
pub fn start(engine: &Engine, model: &Model) -> Result<Writer> {
    let table = format!(r#""{}"."{}""#, model.schema(), model.object("person").context("person")?.table);
    let sql = format!(
        r#"UPDATE {table} SET "updatedAt" = now() WHERE "id" = (SELECT "id" FROM {table} OFFSET $1 LIMIT 1)"#
    );
    let state = Arc::new(AtomicU8::new(IDLE));
    let (shared, pool) = (Arc::clone(&state), engine.db().pool().clone());
    let task = tokio::spawn(async move {
        let mut times = Vec::new();
        let mut row = 0_i64;
        while shared.load(Ordering::Relaxed) != OVER {
            row = (row + 1) % 100;
            let start = Instant::now();
            sqlx::query(AssertSqlSafe(sql.clone())).bind(row).execute(&pool).await?;
            if shared.load(Ordering::Relaxed) == MEASURING {
                times.push(start.elapsed());
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Ok(times)
    });
    Ok(Writer { state, task })
}

impl Writer {
    /// Whether times count from now on.
    pub fn measure(&self, measures: bool) {
        self.state.store(if measures { MEASURING } else { IDLE }, Ordering::Relaxed);
    }

    /// Ends, and answers how long each change took.
    pub async fn stop(self) -> Result<Vec<Duration>> {
        self.state.store(OVER, Ordering::Relaxed);
        self.task.await?
    }
}
