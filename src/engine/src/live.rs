//! What happens in a workspace while somebody looks at it.
//!
//! [`Listener`] hears events and signals for one caller; on it stand the stream of a browser window
//! ([`Engine::live_events`]), that of a program ([`Engine::record_changes`]) and those that clients attach queries to
//! ([`Engine::open_event_stream`]).

mod caller;
mod change;
mod changes;
mod conditions;
mod interest;
mod listener;
mod matching;
mod patterns;
mod related;
mod shared;
mod streams;
mod wholes;

use futures::{Stream, StreamExt};
use icosa_contract::AppError;
use icosa_contract::records::RecordEvent;
use icosa_store::events::Event;

use crate::Engine;
pub use caller::{LiveCaller, Proof};
pub use change::RecordChange;
pub use changes::Told;
pub use interest::Interest;
use listener::{Heard, Listener};
pub(crate) use shared::SharedChanges;
pub use streams::{AddQuery, StreamItem};

/// One entry of the live stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LiveEvent {
    /// Something happened to a record.
    Record(RecordEvent),
    /// The workspace's metadata has this version now.
    Model {
        /// Grows.
        version: u64,
    },
}

impl Engine {
    /// Everything that happens in the caller's workspace after the event of that id (after now without one), without
    /// gaps. It ends when the process stops, when the database stays away and when what lets the caller in is valid no
    /// longer.
    ///
    /// # Errors
    /// The database is away.
    pub async fn live_events(
        &self,
        caller: &LiveCaller,
        after: Option<i64>,
    ) -> Result<impl Stream<Item = LiveEvent> + Send + use<>, AppError> {
        let listener = Listener::new(self, caller, after).await;
        let listener = listener.map_err(|failure| failure.into_app_error(None))?;
        Ok(listener.heard().flat_map(|heard| futures::stream::iter(told(heard))))
    }
}

fn told(heard: Heard) -> Vec<LiveEvent> {
    match heard {
        Heard::Records(events) => events.iter().map(|event| LiveEvent::Record(wire(event))).collect(),
        Heard::Model { version } => vec![LiveEvent::Model { version }],
        Heard::Queries | Heard::Time => Vec::new(),
    }
}

fn wire(event: &Event) -> RecordEvent {
    RecordEvent {
        id: event.id,
        object: event.object.clone(),
        record_id: event.record_id,
        action: event.action.clone(),
        updated_fields: event.updated_fields.clone(),
    }
}
