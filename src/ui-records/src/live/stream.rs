//! The window's connection to the server's event stream.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use icosa_contract::records::RecordEvent;
use icosa_contract::routes;
use icosa_model::{Metadata, Model};
use icosa_ui::toast::{Toast, Toasts, use_toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Deserialize;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
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
pub(super) fn open(hub: LiveHub, model: Arc<Model>, last_event: i64) {
    let toasts = use_toasts();
    Effect::new(move |_| {
        let stream = Rc::new(Stream {
            hub: hub.clone(),
            toasts,
            last: Cell::new(last_event),
            wait: Cell::new(FIRST_WAIT),
            told_version: Cell::new(0),
            model: Arc::clone(&model),
            connection: RefCell::new(None),
        });
        stream.connect();
        // Kept by the effect: closed with its owner. Nothing of the browser's is made on the server.
        StoredValue::new_local(stream);
    });
}

struct Stream {
    hub: LiveHub,
    toasts: Toasts,
    last: Cell<i64>,
    wait: Cell<Duration>,
    told_version: Cell<u64>,
    model: Arc<Model>,
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

    fn hear(self: &Rc<Self>, event: &MessageEvent) {
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
    fn tell_model(self: &Rc<Self>, version: u64) {
        if self.hub.is_known(version)
            || version <= self.told_version.replace(version.max(self.told_version.get()))
        {
            return;
        }
        let stream = Rc::downgrade(self);
        set_timeout(
            move || {
                spawn_local(async move {
                    let Some(stream) = stream.upgrade() else { return };
                    if !stream.hub.is_known(version) && stream.is_news(version).await {
                        let reload = || drop(window().location().reload());
                        let toast = Toast::info("The data model has changed.").key("model");
                        stream.toasts.show(toast.action("Reload", reload));
                    }
                });
            },
            OWN_ECHO,
        );
    }

    /// Whether objects or fields differ from those of this page. Changed views (a column made wider by a colleague)
    /// are no reason to interrupt anybody.
    async fn is_news(&self, version: u64) -> bool {
        let address = routes::model(&self.model.workspace().to_string(), version);
        let Ok(answer) = JsFuture::from(window().fetch_with_str(&address)).await else { return true };
        let Ok(text) = answer.unchecked_into::<web_sys::Response>().text() else { return true };
        let Some(text) = JsFuture::from(text).await.ok().and_then(|text| text.as_string()) else {
            return true;
        };
        let Ok(new) = serde_json::from_str::<Metadata>(&text) else { return true };
        let own = self.model.metadata();
        new.objects != own.objects || new.fields != own.fields
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
