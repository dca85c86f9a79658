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
mod like;
mod listener;
mod matching;
mod related;
mod shared;
mod streams;
mod texts;
mod turn;
mod wholes;

use futures::{Stream, StreamExt};
use icosa_contract::AppError;
use icosa_contract::records::RecordEvent;
use icosa_store::events::Event;

use crate::Engine;
use crate::error::Failure;
pub use caller::{LiveCaller, Proof};
pub use change::RecordChange;
pub use changes::Told;
use changes::missed;
pub use interest::{Interest, Wanted};
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
    /// Events were missed: whatever is shown may be different by now. The stream goes on after this event.
    Gap {
        /// The newest one.
        last: i64,
    },
}

impl Engine {
    /// Everything that happens in the caller's workspace after the event of that id (after now without one). It begins
    /// with [`LiveEvent::Gap`] where some of it is not known any more, and goes on without gaps. It ends when the
    /// process stops, when the database stays away and when what lets the caller in is valid no longer.
    ///
    /// # Errors
    /// The database is away.
    pub async fn live_events(
        &self,
        caller: &LiveCaller,
        after: Option<i64>,
    ) -> Result<impl Stream<Item = LiveEvent> + Send + use<>, AppError> {
        let begun = self.begin_live_events(caller, after).await;
        let (gap, listener) = begun.map_err(|failure| failure.into_app_error(None))?;
        let heard = listener.heard().flat_map(|heard| futures::stream::iter(told(heard)));
        Ok(futures::stream::iter(gap).chain(heard))
    }

    async fn begin_live_events(
        &self,
        caller: &LiveCaller,
        after: Option<i64>,
    ) -> Result<(Option<LiveEvent>, Listener), Failure> {
        let missed = missed(self, caller.actor.workspace, after).await?;
        // Who shows records reads them anew: what of the past is known is of no use.
        let after = missed.map_or(after, |extent| Some(extent.latest));
        let listener = Listener::new(self, caller, after).await?;
        Ok((missed.map(|extent| LiveEvent::Gap { last: extent.latest }), listener))
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
