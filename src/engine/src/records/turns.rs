//! Changes of the same record take turns in this process, without a connection to the database while they wait.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use tokio::sync::{Mutex, MutexGuard};
use uuid::Uuid;

/// Records share turns by chance; as many as run at a time hardly ever do.
const PLACES: usize = 256;
/// Longest wait for one's turn: somebody waits for others then, who may have nothing to do with this record.
const WAIT: Duration = Duration::from_secs(1);

/// The turns of all records.
pub struct Turns {
    places: Vec<Mutex<()>>,
    hashes: RandomState,
}

impl Default for Turns {
    fn default() -> Self {
        Self { places: (0..PLACES).map(|_| Mutex::default()).collect(), hashes: RandomState::new() }
    }
}

impl Turns {
    /// Waits for one's turn, which lasts as long as the guard lives; none if it does not come.
    pub async fn take(&self, record: Uuid) -> Option<MutexGuard<'_, ()>> {
        let hash = usize::try_from(self.hashes.hash_one(record) % PLACES as u64).ok()?;
        tokio::time::timeout(WAIT, self.places.get(hash)?.lock()).await.ok()
    }
}
