//! What happens to records elsewhere, as it happens: one event stream a window, shared by everything on the page.

mod stream;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use icosa_contract::records::RecordEvent;
use icosa_rpc::{use_model, use_signed_in};
use leptos::prelude::*;
use uuid::Uuid;

use crate::record_store::provide_record_store;

/// What happened to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "self-evident")]
pub enum Action {
    Created,
    Updated,
    Deleted,
    Restored,
    Destroyed,
    /// Nobody knows what, to which record: the window was away for too long.
    Missed,
}

impl Action {
    fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "created" => Self::Created,
            "updated" => Self::Updated,
            "deleted" => Self::Deleted,
            "restored" => Self::Restored,
            "destroyed" => Self::Destroyed,
            _ => return None,
        })
    }
}

/// A change of a record, heard from the server or made in this window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// API name, singular.
    pub object: String,
    /// Which record.
    pub id: Uuid,
    /// What happened.
    pub action: Action,
    /// Fields that changed, if it was an update heard from the server.
    pub fields: Vec<String>,
    /// Made in this window and not yet heard back; the server may still refuse it.
    pub is_local: bool,
}

impl Change {
    /// A change made in this window.
    #[must_use]
    pub fn local(object: &str, id: Uuid, action: Action) -> Self {
        Self { object: object.to_owned(), id, action, fields: Vec::new(), is_local: true }
    }

    /// A change heard from the server; `None` for actions this version does not know.
    #[must_use]
    pub fn heard(event: RecordEvent) -> Option<Self> {
        Some(Self {
            action: Action::parse(&event.action)?,
            object: event.object,
            id: event.record_id,
            fields: event.updated_fields,
            is_local: false,
        })
    }
}

type Listener = Arc<dyn Fn(&Change) + Send + Sync>;

#[derive(Default)]
struct Listeners {
    last: u64,
    by_object: HashMap<String, Vec<(u64, Listener)>>,
}

/// Passes changes on to those who listen to their object.
#[derive(Clone, Default)]
pub struct LiveHub(Arc<Mutex<Listeners>>);

impl LiveHub {
    fn lock(&self) -> MutexGuard<'_, Listeners> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Calls `listener` for each change of that object (singular API name) until the subscription is dropped.
    #[must_use]
    pub fn subscribe(
        &self,
        object: &str,
        listener: impl Fn(&Change) + Send + Sync + 'static,
    ) -> Subscription {
        let mut listeners = self.lock();
        listeners.last += 1;
        let number = listeners.last;
        listeners.by_object.entry(object.to_owned()).or_default().push((number, Arc::new(listener)));
        Subscription { hub: self.clone(), object: object.to_owned(), number }
    }

    /// Tells everybody who listens, to whatever object, that changes were missed: what they show has to be read anew.
    pub fn announce_missed(&self) {
        let everybody: Vec<(String, Listener)> = {
            let listeners = self.lock();
            let of_object = |(object, list): (&String, &Vec<(u64, Listener)>)| {
                let object = object.clone();
                list.iter()
                    .map(move |(_, listener)| (object.clone(), Arc::clone(listener)))
                    .collect::<Vec<_>>()
            };
            listeners.by_object.iter().flat_map(of_object).collect()
        };
        for (object, listener) in everybody {
            let (id, action) = (Uuid::nil(), Action::Missed);
            listener(&Change { object, id, action, fields: Vec::new(), is_local: false });
        }
    }

    /// Tells everybody who listens. A listener may subscribe, leave or announce in turn.
    pub fn announce(&self, change: &Change) {
        let listeners: Vec<Listener> = self
            .lock()
            .by_object
            .get(&change.object)
            .into_iter()
            .flatten()
            .map(|(_, listener)| Arc::clone(listener))
            .collect();
        for listener in listeners {
            listener(change);
        }
    }
}

/// Ends its subscription when dropped.
pub struct Subscription {
    hub: LiveHub,
    object: String,
    number: u64,
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut listeners = self.hub.lock();
        if let Some(list) = listeners.by_object.get_mut(&self.object) {
            list.retain(|(number, _)| *number != self.number);
        }
    }
}

/// Opens the window's event stream (in the browser) and makes it and the record store available to the pages below.
/// To be called once, in the frame of the signed-in pages.
pub fn provide_live() {
    let hub = LiveHub::default();
    provide_context(hub.clone());
    provide_record_store(hub.clone());
    let last_event = use_signed_in().and_then(|page| page.session.last_event);
    if let (Some(model), Some(last_event)) = (use_model(), last_event) {
        stream::open(hub, model, last_event);
    }
}

/// The window's hub; outside of [`provide_live`] one that nothing happens on.
#[must_use]
pub fn use_live() -> LiveHub {
    use_context().unwrap_or_default()
}

/// Calls `listener` for each change of that object while the component lives.
pub fn use_changes(object: &str, listener: impl Fn(&Change) + Send + Sync + 'static) {
    let subscription = use_live().subscribe(object, listener);
    on_cleanup(move || drop(subscription));
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[test]
    fn listeners_hear_their_object_until_they_leave() {
        let hub = LiveHub::default();
        let heard = Arc::new(AtomicU32::new(0));
        let counter = Arc::clone(&heard);
        let subscription = hub.subscribe("person", move |_| {
            counter.fetch_add(1, Ordering::Relaxed);
        });
        hub.announce(&Change::local("person", Uuid::nil(), Action::Updated));
        hub.announce(&Change::local("company", Uuid::nil(), Action::Updated));
        assert_eq!(heard.load(Ordering::Relaxed), 1);
        drop(subscription);
        hub.announce(&Change::local("person", Uuid::nil(), Action::Updated));
        assert_eq!(heard.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn everybody_is_told_that_changes_were_missed() {
        let hub = LiveHub::default();
        let told: Arc<Mutex<Vec<(String, Action)>>> = Arc::default();
        let subscriptions = ["company", "person"].map(|object| {
            let told = Arc::clone(&told);
            hub.subscribe(object, move |change| {
                told.lock().unwrap().push((change.object.clone(), change.action));
            })
        });
        hub.announce_missed();
        let mut heard = told.lock().unwrap().clone();
        heard.sort_by(|one, other| one.0.cmp(&other.0));
        assert_eq!(heard, [("company".to_owned(), Action::Missed), ("person".to_owned(), Action::Missed)]);
        drop(subscriptions);
    }

    #[test]
    fn a_listener_may_leave_while_it_is_called() {
        let hub = LiveHub::default();
        let slot: Arc<Mutex<Option<Subscription>>> = Arc::default();
        let own = Arc::clone(&slot);
        let subscription = hub.subscribe("person", move |_| drop(own.lock().unwrap().take()));
        *slot.lock().unwrap() = Some(subscription);
        hub.announce(&Change::local("person", Uuid::nil(), Action::Deleted));
        assert!(slot.lock().unwrap().is_none());
    }

    #[test]
    fn events_of_the_wire_become_changes() {
        let event = |action: &str| RecordEvent {
            id: 5,
            object: "person".to_owned(),
            record_id: Uuid::nil(),
            action: action.to_owned(),
            updated_fields: vec!["city".to_owned()],
        };
        let change = Change::heard(event("updated")).unwrap();
        assert_eq!((change.action, change.is_local), (Action::Updated, false));
        assert_eq!(Change::heard(event("exploded")), None);
    }
}
