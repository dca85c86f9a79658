//! Whose turn it is: an export holds a connection and a snapshot, so a process runs few of them, and those of no workspace
//! stand in the way of all others.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use icosa_contract::{AppError, Code};
use icosa_model::WorkspaceId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Exports of one process at a time.
const AT_A_TIME: usize = 4;
/// Those of one workspace, waiting ones included.
const OF_A_WORKSPACE: usize = 2;
/// How long one waits for its turn; first come, first served.
const WAITING: Duration = Duration::from_secs(10);

static TURNS: LazyLock<Turns> =
    LazyLock::new(|| Turns { permits: Arc::new(Semaphore::new(AT_A_TIME)), workspaces: Mutex::default() });

struct Turns {
    permits: Arc<Semaphore>,
    workspaces: Mutex<HashMap<WorkspaceId, usize>>,
}

impl Turns {
    fn workspaces(&self) -> MutexGuard<'_, HashMap<WorkspaceId, usize>> {
        self.workspaces.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One of a workspace's places; free again when dropped.
struct Place(WorkspaceId);

impl Place {
    fn take(workspace: WorkspaceId) -> Result<Self, AppError> {
        let mut workspaces = TURNS.workspaces();
        let taken = workspaces.entry(workspace).or_default();
        if *taken >= OF_A_WORKSPACE {
            let message = format!(
                "{OF_A_WORKSPACE} exports of this workspace are under way. Please try again when one has ended."
            );
            return Err(AppError::new(Code::RateLimited, message).with_sub_code("TOO_MANY_EXPORTS"));
        }
        *taken += 1;
        Ok(Self(workspace))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut workspaces = TURNS.workspaces();
        let left = workspaces.get_mut(&self.0).map_or(0, |taken| {
            *taken = taken.saturating_sub(1);
            *taken
        });
        if left == 0 {
            workspaces.remove(&self.0);
        }
    }
}

/// An export under way.
pub(super) struct Turn {
    _place: Place,
    _permit: OwnedSemaphorePermit,
}

impl Turn {
    /// Waits for one.
    ///
    /// # Errors
    /// `RATE_LIMITED` while the workspace has enough of them, `UNAVAILABLE` when none is free for too long.
    pub async fn take(workspace: WorkspaceId) -> Result<Self, AppError> {
        Self::take_within(workspace, WAITING).await
    }

    async fn take_within(workspace: WorkspaceId, waiting: Duration) -> Result<Self, AppError> {
        let place = Place::take(workspace)?;
        let permit = tokio::time::timeout(waiting, Arc::clone(&TURNS.permits).acquire_owned()).await;
        let Ok(Ok(permit)) = permit else {
            let message = "Too many exports are under way. Please try again in a moment.";
            return Err(AppError::new(Code::Unavailable, message).with_sub_code("TOO_MANY_EXPORTS"));
        };
        Ok(Self { _place: place, _permit: permit })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[tokio::test]
    async fn no_workspace_takes_all_turns_and_who_waits_gets_the_next_one() {
        let [one, other, third] = [1, 2, 3].map(|number| WorkspaceId(Uuid::from_u128(number)));
        let first = Turn::take(one).await.unwrap_or_else(|error| panic!("{error}"));
        let second = Turn::take(one).await;
        let refused = Turn::take(one).await.err().map(|error| error.code);
        assert_eq!(refused, Some(Code::RateLimited));
        let (a, b) = (Turn::take(other).await, Turn::take(other).await);
        assert!(second.is_ok() && a.is_ok() && b.is_ok());
        let late = Turn::take_within(third, Duration::from_millis(20)).await.err().map(|error| error.code);
        assert_eq!(late, Some(Code::Unavailable), "all turns are taken for longer than one waits");
        let waiting = tokio::spawn(Turn::take(third));
        tokio::task::yield_now().await;
        drop(first);
        assert!(waiting.await.is_ok_and(|turn| turn.is_ok()));
        assert!(Turn::take(one).await.is_ok(), "its own place is free, and the turn of who waited, too");
    }
}
