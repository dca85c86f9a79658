//! Running a transaction again that came to nothing for a reason that passes.

use std::future::Future;
use std::time::Duration;

use crate::error::Failure;

/// When a transaction is run again, and how often.
pub(crate) struct Retry {
    /// At most so many times after the first.
    pub times: u32,
    /// After which failures.
    pub after: fn(&Failure) -> bool,
    /// What is waited before the n-th time, counted from 1.
    pub pause: fn(u32) -> Duration,
}

impl Retry {
    /// Runs it until it succeeds, fails for good, or has been run often enough.
    ///
    /// # Errors
    /// The last failure.
    pub async fn run<T, F, Fut>(&self, mut run: F) -> Result<T, Failure>
    where
        F: FnMut() -> Fut,
        Fut: Future<Output = Result<T, Failure>>,
    {
        let mut time = 0;
        loop {
            match run().await {
                Err(failure) if time < self.times && (self.after)(&failure) => {
                    time += 1;
                    tracing::debug!(%failure, time, "a transaction is run again");
                    tokio::time::sleep((self.pause)(time)).await;
                }
                outcome => return outcome,
            }
        }
    }
}

/// A pause of random length, so that two that stood in each other's way do not meet again.
pub(crate) fn random_millis(least: u64, most: u64) -> Duration {
    Duration::from_millis(rand::random_range(least..=most.max(least)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWICE: Retry =
        Retry { times: 2, after: |failure| matches!(failure, Failure::Broken(_)), pause: |_| Duration::ZERO };

    #[tokio::test]
    async fn it_is_run_so_often_and_after_such_failures_only() {
        let mut runs = 0;
        let outcome = TWICE.run(|| {
            runs += 1;
            async move { if runs < 3 { Err(Failure::Broken("again".to_owned())) } else { Ok(runs) } }
        });
        assert_eq!(outcome.await.ok(), Some(3));
        let mut runs = 0;
        let outcome = TWICE.run(|| {
            runs += 1;
            async { Err::<(), _>(Failure::Broken("always".to_owned())) }
        });
        assert!(outcome.await.is_err());
        assert_eq!(runs, 3);
        let mut runs = 0;
        let outcome = TWICE.run(|| {
            runs += 1;
            async { Err::<(), Failure>(icosa_contract::AppError::internal().into()) }
        });
        assert!(outcome.await.is_err());
        assert_eq!(runs, 1);
    }
}
