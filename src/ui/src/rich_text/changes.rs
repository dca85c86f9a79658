//! What a person typed and has not been handed on yet.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use icosa_model::rich_text::parse;
use leptos::prelude::*;

use crate::hooks::Timeout;

/// Pause after the last key before a change is handed on.
const PAUSE: Duration = Duration::from_millis(400);

/// How long a document that was handed on is recognised when it comes back from the server, in milliseconds.
const ECHO: f64 = 15_000.0;

/// Hands the last of a row of changes to a callback once the person pauses or leaves. Lives in the browser only.
pub(super) struct Changes {
    on_change: Callback<String>,
    waiting: RefCell<Option<String>>,
    timer: RefCell<Option<Timeout>>,
    /// Documents handed on of late, with their times.
    sent: RefCell<VecDeque<(f64, String)>>,
    /// The document the editor was last given from outside.
    shown: RefCell<String>,
}

impl Changes {
    pub(super) fn new(on_change: Callback<String>, shown: String) -> Rc<Self> {
        Rc::new(Self {
            on_change,
            waiting: RefCell::default(),
            timer: RefCell::default(),
            sent: RefCell::default(),
            shown: RefCell::new(shown),
        })
    }

    /// A change: waits for the next one.
    pub(super) fn push(self: &Rc<Self>, document: String) {
        self.waiting.replace(Some(document));
        let weak = Rc::downgrade(self);
        let timer = Timeout::new(PAUSE, move || {
            if let Some(changes) = weak.upgrade() {
                changes.flush();
            }
        });
        drop(self.timer.replace(Some(timer)));
    }

    /// Hands on what waits, now.
    pub(super) fn flush(&self) {
        drop(self.timer.take());
        let Some(document) = self.waiting.take() else { return };
        let mut sent = self.sent.borrow_mut();
        sent.push_back((js_sys::Date::now(), document.clone()));
        if sent.len() > 16 {
            sent.pop_front();
        }
        drop(sent);
        // The owner of the callback may be going away with the editor.
        let _ = self.on_change.try_run(document);
    }

    /// Whether a document from outside has to be shown: not while a change waits, and not when it is what the editor
    /// holds already or an earlier change of its own coming back.
    pub(super) fn accepts(&self, document: &str) -> bool {
        if self.waiting.borrow().is_some() {
            return false;
        }
        let now = js_sys::Date::now();
        let mut sent = self.sent.borrow_mut();
        // The last one is what the editor holds, however long ago.
        while sent.len() > 1 && sent.front().is_some_and(|(at, _)| now - at > ECHO) {
            sent.pop_front();
        }
        let held = if sent.is_empty() { same(&self.shown.borrow(), document) } else { false };
        if held || sent.iter().any(|(_, sent)| same(sent, document)) {
            return false;
        }
        sent.clear();
        self.shown.replace(document.to_owned());
        true
    }
}

/// The same document, however its JSON is written.
fn same(one: &str, other: &str) -> bool {
    one == other || parse(one).is_ok_and(|one| parse(other).is_ok_and(|other| one == other))
}
