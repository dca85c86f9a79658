//! Long work in the midst of others.

use std::time::{Duration, Instant};

/// For so long others wait.
const LONGEST: Duration = Duration::from_millis(2);

/// One's turn, which is given up in between.
pub(super) struct Turn(Instant);

impl Turn {
    pub fn begin() -> Self {
        Self(Instant::now())
    }

    /// To be called between pieces of work: lets others run when it has been long.
    pub async fn give_way(&mut self) {
        if self.0.elapsed() >= LONGEST {
            tokio::task::yield_now().await;
            self.0 = Instant::now();
        }
    }
}
