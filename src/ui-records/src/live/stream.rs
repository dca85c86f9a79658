//! The window's connection to the server's event stream.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use icosa_contract::records::RecordEvent;
use icosa_contract::routes;
use icosa_ui::toast::{Toast, Toasts, use_toasts};
use leptos::prelude::*;
use serde::Deserialize;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventSource, MessageEvent};

use super::{Change, LiveHub};

/// First wait before a closed stream is opened again; doubled up to [`LONGEST_WAIT`].
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// How long an own change of the model may take to be answered after its echo.
const OWN_ECHO: Duration = Duration::from_millis(1_500);

#[derive(Deserialize)]
struct ModelEvent {
    version: u64,
}

/// Connects once the page has woken up, and for as long as the owner lives.
pub(super) fn open(hub: LiveHub, last_event: i64) {
    let toasts = use_toasts();
    let held = StoredValue::new_local(None::<Rc<Stream>>);
    Effect::new(move |_| {
        let stream = Rc::new(Stream {
            hub: hub.clone(),
            toasts,
            last: Cell::new(last_event),
            wait: Cell::new(FIRST_WAIT),
            is_closed: Cell::new(false),
            told_version: Cell::new(0),
            connection: RefCell::new(None),
        });
        stream.connect();
        held.set_value(Some(stream));
    });
    on_cleanup(move || {
        held.try_with_value(|stream| stream.iter().for_each(|stream| stream.close()));
    });
}

struct Stream {
    hub: LiveHub,
    toasts: Toasts,
    last: Cell<i64>,
    wait: Cell<Duration>,
    is_closed: Cell<bool>,
    told_version: Cell<u64>,
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
        if self.is_closed.get() {
            return;
        }
        let address = format!("{}?after={}", routes::EVENTS, self.last.get());
        let Ok(source) = EventSource::new(&address) else { return };
        let stream = Rc::downgrade(self);
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(stream) = stream.upgrade() {
                stream.hear(&event);
            }
        });
        for name in ["record", "model"] {
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

    fn hear(&self, event: &MessageEvent) {
        let Some(data) = event.data().as_string() else { return };
        if event.type_() == "model" {
            if let Ok(model) = serde_json::from_str::<ModelEvent>(&data) {
                self.tell_model(model.version);
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

    /// The echo of an own change may be here before its answer, so it waits a moment.
    fn tell_model(&self, version: u64) {
        if self.hub.is_known(version)
            || version <= self.told_version.replace(version.max(self.told_version.get()))
        {
            return;
        }
        let (hub, toasts) = (self.hub.clone(), self.toasts);
        set_timeout(
            move || {
                if !hub.is_known(version) {
                    let reload = || drop(window().location().reload());
                    toasts.show(
                        Toast::info("The data model has changed.").key("model").action("Reload", reload),
                    );
                }
            },
            OWN_ECHO,
        );
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

    fn close(&self) {
        self.is_closed.set(true);
        if let Some(connection) = self.connection.borrow_mut().take() {
            connection.source.close();
        }
    }
}
