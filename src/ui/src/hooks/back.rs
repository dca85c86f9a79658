//! The browser's Back and Forward, asked about before the router follows them.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;

use super::listener::Listener;

/// Decides whether the window stays where it is; the address has changed already.
type Hold = Rc<dyn Fn() -> bool>;

thread_local! {
    static LISTENER: RefCell<Option<Listener>> = const { RefCell::new(None) };
    static HOLD: RefCell<Option<Hold>> = const { RefCell::new(None) };
}

/// Begins to listen, for as long as the window lives. Listeners of the window are called in the order they were added:
/// call it before the router is made. Nothing happens on the server.
pub fn listen_for_back() {
    if cfg!(not(target_arch = "wasm32")) {
        return;
    }
    let listener = Listener::new(window().into(), "popstate", true, |event| {
        let hold = HOLD.with_borrow(Clone::clone);
        if hold.is_some_and(|hold| hold()) {
            event.stop_immediate_propagation();
        }
    });
    LISTENER.set(Some(listener));
}

/// Has `hold` asked until the owner goes; where it answers true, nobody else hears that the address has changed. Call
/// it in the browser only (effects).
pub fn hold_back(hold: impl Fn() -> bool + 'static) {
    HOLD.set(Some(Rc::new(hold)));
    on_cleanup(|| HOLD.set(None));
}
