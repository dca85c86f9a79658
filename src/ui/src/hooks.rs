//! Browser facilities as reactive values and listeners that end with their owner.
//!
//! Every browser handle is made inside an effect, so none exists during rendering on the server, and is dropped with
//! the owner that made it. Nothing is leaked to the JavaScript side.

mod back;
mod debounce;
mod element;
mod focus;
mod listener;
mod media;
mod theme;
mod timer;

pub use back::{Way, hold_ways, is_held, listen_for_back};
pub use debounce::{use_debounce, use_debounced};
pub(crate) use element::{is_inside, observe_size};
pub use element::{use_outside_press, use_resize};
pub(crate) use focus::matching;
pub use focus::{focus, focus_first, focusable};
pub use listener::{
    Listener, use_document_listener, use_element_listener, use_event_listener, use_window_listener,
};
pub use media::{PHONE, use_hydrated, use_is_phone, use_media_query};
pub use theme::use_is_dark;
pub use timer::{Timeout, use_interval};
