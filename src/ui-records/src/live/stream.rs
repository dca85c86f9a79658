//! The window's connection to the server's event stream.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use icosa_contract::records::RecordEvent;
use icosa_contract::routes;
use icosa_rpc::LiveModel;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Deserialize;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventSource, MessageEvent};

use super::{Change, LiveHub};

/// First wait before a closed stream is opened again; doubled up to [`LONGEST_WAIT`].
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(30);

#[derive(Deserialize)]
struct ModelEvent {
    version: u64,
}

/// Connects once the page has woken up, and for as long as the owner lives.
pub(super) fn open(hub: LiveHub, model: LiveModel, last_event: i64) {
    Effect::new(move |_| {
        let stream = Rc::new(Stream {
            hub: hub.clone(),
            last: Cell::new(last_event),
            wait: Cell::new(FIRST_WAIT),
            model,
            connection: RefCell::new(None),
        });
        stream.connect();
        // Kept by the effect: closed with its owner. Nothing of the browser's is made on the server.
        StoredValue::new_local(stream);
    });
}

struct Stream {
    hub: LiveHub,
    last: Cell<i64>,
    wait: Cell<Duration>,
    model: LiveModel,
    connection: RefCell<Option<Connection>>,
}

/// An open source and the closures it calls.
struct Connection {
    source: EventSource,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_event: Closure<dyn FnMut()>,
}

impl Stream {
    fn connect(self: &Rc<Self>) {
        let address = format!("{}?after={}", routes::EVENTS, self.last.get());
        let Ok(source) = EventSource::new(&address) else { return };
        let stream = Rc::downgrade(self);
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(stream) = stream.upgrade() {
                stream.hear(&event);
            }
        });
        for name in ["record", "model", "gap"] {
            let _ = source.add_event_listener_with_callback(name, on_message.as_ref().unchecked_ref());
        }
        let stream = Rc::downgrade(self);
        let on_event = Closure::<dyn FnMut()>::new(move || {
            if let Some(stream) = stream.upgrade() {
                stream.check();
            }
        });
        source.set_onopen(Some(on_event.as_ref().unchecked_ref()));
        source.set_onerror(Some(on_event.as_ref().unchecked_ref()));
        *self.connection.borrow_mut() =
            Some(Connection { source, _on_message: on_message, _on_event: on_event });
    }

    fn hear(self: &Rc<Self>, event: &MessageEvent) {
        if event.type_() == "gap" {
            // Set back, too, where the database was.
            if let Ok(last) = event.last_event_id().parse() {
                self.last.set(last);
            }
            self.hub.announce_missed();
            return;
        }
        let Some(data) = event.data().as_string() else { return };
        if event.type_() == "model" {
            if let Ok(event) = serde_json::from_str::<ModelEvent>(&data) {
                let model = self.model;
                spawn_local(async move {
                    model.reach(event.version).await;
                });
            }
            return;
        }
        let Ok(event) = serde_json::from_str::<RecordEvent>(&data) else { return };
        // A reconnection of the browser's own repeats what came since the address was made.
        if event.id <= self.last.get() {
            return;
        }
        self.last.set(event.id);
        if let Some(change) = Change::heard(event) {
            self.hub.announce(&change);
        }
    }

    /// After opening or failing: the browser reconnects by itself unless the server refused.
    fn check(self: &Rc<Self>) {
        let state = self.connection.borrow().as_ref().map(|connection| connection.source.ready_state());
        match state {
            Some(EventSource::OPEN) => self.wait.set(FIRST_WAIT),
            Some(EventSource::CLOSED) => {
                let stream = Rc::downgrade(self);
                let wait = self.wait.replace((self.wait.get() * 2).min(LONGEST_WAIT));
                set_timeout(
                    move || {
                        if let Some(stream) = stream.upgrade() {
                            stream.connect();
                        }
                    },
                    wait,
                );
            }
            _ => {}
        }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.borrow_mut().take() {
            connection.source.close();
        }
    }
}
