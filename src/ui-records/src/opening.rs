//! Where a record opens that is chosen in a table: beside it, or on its own page.

use icosa_contract::session::OpenIn;
use icosa_model::Object;
use icosa_rpc::account::open_record_in_set;
use icosa_ui::toast::{Toasts, use_toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What the person wants, for the whole window.
#[derive(Clone, Copy)]
pub struct Opening {
    wanted: RwSignal<OpenIn>,
    toasts: Toasts,
}

/// Gives the window its preference; as it was when the page was rendered.
pub fn provide_opening(wanted: OpenIn) {
    provide_context(Opening { wanted: RwSignal::new(wanted), toasts: use_toasts() });
}

/// The window's preference; `None` outside of signed-in pages.
#[must_use]
pub fn use_opening() -> Option<Opening> {
    use_context()
}

/// What an object lays down for everybody; `None` where each person chooses.
#[must_use]
pub fn laid_down(object: &Object) -> Option<OpenIn> {
    OpenIn::parse(&object.open_record_in)
}

impl Opening {
    /// Where records of an object open; tracked.
    #[must_use]
    pub fn of(self, object: &Object) -> OpenIn {
        laid_down(object).unwrap_or_else(|| self.wanted.get())
    }

    /// What the person wants where it is theirs to choose; tracked.
    #[must_use]
    pub fn wanted(self) -> OpenIn {
        self.wanted.get()
    }

    /// Keeps another preference, at once; it comes back with a message where it cannot be stored.
    pub fn choose(self, wanted: OpenIn) {
        let before = self.wanted.get_untracked();
        self.wanted.set(wanted);
        spawn_local(async move {
            if let Err(error) = open_record_in_set(wanted).await {
                let _ = self.wanted.try_set(before);
                self.toasts.error(error.message);
            }
        });
    }
}
