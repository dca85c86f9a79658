//! Event listeners that are removed when their owner goes.

use leptos::ev::EventDescriptor;
use leptos::html::ElementType;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{AddEventListenerOptions, EventTarget};

/// A listener that stays while this value lives. Made in the browser only.
pub struct Listener {
    target: EventTarget,
    name: String,
    capture: bool,
    run: Closure<dyn FnMut(web_sys::Event)>,
}

impl Listener {
    /// Listens on `target`; with `capture`, before the elements inside it hear the event.
    pub fn new(
        target: EventTarget,
        name: impl Into<String>,
        capture: bool,
        handler: impl FnMut(web_sys::Event) + 'static,
    ) -> Self {
        let name = name.into();
        let run = Closure::new(handler);
        let options = AddEventListenerOptions::new();
        options.set_capture(capture);
        // Adding fails for no target that exists.
        let _ = target.add_event_listener_with_callback_and_add_event_listener_options(
            &name,
            run.as_ref().unchecked_ref(),
            &options,
        );
        Self { target, name, capture, run }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let function = self.run.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback_and_bool(&self.name, function, self.capture);
    }
}

/// Listens on whatever `target` gives, anew whenever a signal it reads changes; not at all on the server.
pub fn use_event_listener<E>(
    target: impl Fn() -> Option<EventTarget> + 'static,
    event: E,
    handler: impl Fn(E::EventType) + Clone + 'static,
) where
    E: EventDescriptor + 'static,
    E::EventType: JsCast,
{
    Effect::new(move || {
        let Some(target) = target() else { return };
        let handler = handler.clone();
        let listener = Listener::new(target, event.name(), E::CAPTURE, move |event| {
            handler(event.unchecked_into::<E::EventType>());
        });
        // Kept by the effect: dropped when it runs again or ends.
        StoredValue::new_local(listener);
    });
}

/// Listens on the window.
pub fn use_window_listener<E>(event: E, handler: impl Fn(E::EventType) + Clone + 'static)
where
    E: EventDescriptor + 'static,
    E::EventType: JsCast,
{
    use_event_listener(|| Some(window().into()), event, handler);
}

/// Listens on the document.
pub fn use_document_listener<E>(event: E, handler: impl Fn(E::EventType) + Clone + 'static)
where
    E: EventDescriptor + 'static,
    E::EventType: JsCast,
{
    use_event_listener(|| Some(document().into()), event, handler);
}

/// Listens on an element of the view, for events that need more than an `on:` attribute.
pub fn use_element_listener<T, E>(
    element: NodeRef<T>,
    event: E,
    handler: impl Fn(E::EventType) + Clone + 'static,
) where
    T: ElementType + 'static,
    T::Output: JsCast + Clone + Into<EventTarget> + 'static,
    E: EventDescriptor + 'static,
    E::EventType: JsCast,
{
    use_event_listener(move || element.get().map(Into::into), event, handler);
}
