//! Changes with the records that they lead to, as they were a moment ago: what was read for one stream serves the others.

use std::io::{self, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::change::RecordChange;
use super::shared::Key;
use crate::bounded_cache::BoundedCache;

/// Memory for them, bytes, about.
const MOST_BYTES: usize = 8 << 20;
/// A change in memory takes so many times the bytes of its text.
const SPREAD: usize = 6;
/// How long related records may be told as they were: streams that follow ask together, who resumes later asks anew
/// (docs/live-events.md).
const FRESH: Duration = Duration::from_secs(5);

/// A bounded number of them.
pub(super) struct Wholes(BoundedCache<Key, Whole>);

struct Whole {
    change: Arc<RecordChange>,
    read_at: Instant,
}

impl Default for Wholes {
    fn default() -> Self {
        Self(BoundedCache::new(MOST_BYTES))
    }
}

impl Wholes {
    /// A change whose related records were read a moment before `now`.
    pub(super) fn get(&self, key: &Key, now: Instant) -> Option<Arc<RecordChange>> {
        let whole = self.0.get(key)?;
        (now.saturating_duration_since(whole.read_at) < FRESH).then(|| Arc::clone(&whole.change))
    }

    /// Keeps a change whose related records were read no earlier than `read_at`, and gives it back.
    pub(super) fn put(&self, key: Key, change: RecordChange, read_at: Instant) -> Arc<RecordChange> {
        let (weight, change) = (weight(&change), Arc::new(change));
        self.0.put(key, Whole { change: Arc::clone(&change), read_at }, weight);
        change
    }
}

/// About the memory that a change takes, bytes.
pub(super) fn weight(change: &RecordChange) -> usize {
    let mut length = Length(0);
    // What cannot be written is not kept either.
    serde_json::to_writer(&mut length, change).map_or(usize::MAX, |()| SPREAD.saturating_mul(length.0))
}

/// Counts what is written.
struct Length(usize);

impl Write for Length {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use icosa_contract::records::RecordEvent;
    use icosa_model::{Record, WorkspaceId};
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    fn key(id: i64) -> Key {
        (WorkspaceId(Uuid::from_u128(1)), 1, id)
    }

    /// A change whose ties have so many bytes of text, before and after.
    fn change(id: i64, bytes: usize) -> RecordChange {
        let ties = Record::from_iter([("noteTargets".to_owned(), json!(["x".repeat(bytes)]))]);
        RecordChange {
            event: RecordEvent {
                id,
                object: "company".to_owned(),
                record_id: Uuid::from_u128(2),
                action: "updated".to_owned(),
                updated_fields: Vec::new(),
            },
            before: Some(ties.clone()),
            after: Some(ties),
            diff: None,
            user_id: None,
            workspace_member_id: None,
        }
    }

    #[test]
    fn related_records_count_in_what_is_kept() {
        let (wholes, now) = (Wholes::default(), Instant::now());
        let bytes = MOST_BYTES / SPREAD / 10;
        for id in 1..=9 {
            wholes.put(key(id), change(id, bytes), now);
        }
        let kept: Vec<i64> = (1..=9).filter(|id| wholes.get(&key(*id), now).is_some()).collect();
        assert_eq!(kept, [6, 7, 8, 9], "each weighs two tenths and a little");
        let heavy = wholes.put(key(10), change(10, MOST_BYTES / SPREAD), now);
        assert_eq!(heavy.event.id, 10);
        assert!(wholes.get(&key(10), now).is_none() && wholes.get(&key(9), now).is_some());
    }

    #[test]
    fn who_resumes_later_is_told_of_related_records_as_they_are_then() {
        let (wholes, read_at) = (Wholes::default(), Instant::now());
        wholes.put(key(1), change(1, 1), read_at);
        assert!(wholes.get(&key(1), read_at + FRESH / 2).is_some());
        assert!(wholes.get(&key(1), read_at + FRESH).is_none());
        wholes.put(key(1), change(1, 1), read_at + FRESH);
        assert!(wholes.get(&key(1), read_at + FRESH).is_some());
    }
}
