//! Timers that end with their owner.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Calls a function once after a while, unless it is dropped before. Made in the browser only.
pub struct Timeout {
    id: i32,
    _run: Closure<dyn FnMut()>,
}

impl Timeout {
    /// Starts waiting.
    pub fn new(after: Duration, run: impl FnOnce() + 'static) -> Self {
        let run = Closure::once(run);
        let id = window().set_timeout_with_callback_and_timeout_and_arguments_0(
            run.as_ref().unchecked_ref(),
            milliseconds(after),
        );
        Self { id: id.unwrap_or_default(), _run: run }
    }
}

impl Drop for Timeout {
    fn drop(&mut self) {
        window().clear_timeout_with_handle(self.id);
    }
}

struct Interval {
    id: i32,
    _run: Closure<dyn FnMut()>,
}

impl Drop for Interval {
    fn drop(&mut self) {
        window().clear_interval_with_handle(self.id);
    }
}

/// Calls a function again and again, until the component goes. Not on the server.
pub fn use_interval(every: Duration, run: impl Fn() + Clone + 'static) {
    Effect::new(move || {
        let closure = Closure::<dyn FnMut()>::new(run.clone());
        let id = window().set_interval_with_callback_and_timeout_and_arguments_0(
            closure.as_ref().unchecked_ref(),
            milliseconds(every),
        );
        StoredValue::new_local(Interval { id: id.unwrap_or_default(), _run: closure });
    });
}

fn milliseconds(duration: Duration) -> i32 {
    i32::try_from(duration.as_millis()).unwrap_or(i32::MAX)
}
