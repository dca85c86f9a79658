//! Ways from a page that can be held until the person has been asked: the browser's Back and Forward, heard before the
//! router follows them, and keys and menus that lead elsewhere.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::*;

use super::listener::Listener;

/// A way from the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// Another page of the interface: its path with query and fragment.
    Page(String),
    /// Back or forward through the history of the window; the address has changed already.
    Back,
}

/// Decides whether the window stays where it is.
type Hold = Rc<dyn Fn(Way) -> bool>;

thread_local! {
    static LISTENER: RefCell<Option<Listener>> = const { RefCell::new(None) };
    static HOLD: RefCell<Option<(u64, Hold)>> = const { RefCell::new(None) };
    static LAST: Cell<u64> = const { Cell::new(0) };
}

/// Begins to listen, for as long as the window lives. Listeners of the window are called in the order they were added:
/// call it before the router is made. Nothing happens on the server.
pub fn listen_for_back() {
    if cfg!(not(target_arch = "wasm32")) {
        return;
    }
    let listener = Listener::new(window().into(), "popstate", true, |event| {
        if is_held(Way::Back) {
            event.stop_immediate_propagation();
        }
    });
    LISTENER.set(Some(listener));
}

/// Has `hold` asked until the owner goes; where it answers true, nobody follows that way. Call it in the browser only
/// (effects).
pub fn hold_ways(hold: impl Fn(Way) -> bool + 'static) {
    let own = LAST.get() + 1;
    LAST.set(own);
    HOLD.set(Some((own, Rc::new(hold))));
    // The page that comes next may have set its own already.
    on_cleanup(move || {
        let gone = HOLD.with_borrow_mut(|hold| hold.take_if(|(id, _)| *id == own));
        drop(gone);
    });
}

/// Whether the page wants to ask first before that way is followed; it asks, and follows it by itself.
#[must_use]
pub fn is_held(way: Way) -> bool {
    let hold = HOLD.with_borrow(|hold| hold.as_ref().map(|(_, hold)| Rc::clone(hold)));
    hold.is_some_and(|hold| hold(way))
}
