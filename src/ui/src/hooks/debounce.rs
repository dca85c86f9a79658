//! Waiting until a person has stopped typing.

use std::time::Duration;

use leptos::prelude::*;

use super::timer::Timeout;

/// A function that runs `run` with the last argument it was given, once `after` has passed without another call.
/// Call it in the browser only (event handlers, effects).
pub fn use_debounce<T>(
    after: Duration,
    run: impl Fn(T) + Clone + Send + Sync + 'static,
) -> impl Fn(T) + Copy + Send + Sync + 'static
where
    T: 'static,
{
    // The handle is made empty here and filled in the browser: a timer never exists on the server.
    let waiting = StoredValue::new(None::<send_wrapper::SendWrapper<Timeout>>);
    let run = StoredValue::new(run);
    move |value| {
        let Some(run) = run.try_with_value(Clone::clone) else { return };
        let timeout = Timeout::new(after, move || run(value));
        let _ = waiting.try_set_value(Some(send_wrapper::SendWrapper::new(timeout)));
    }
}

/// Follows a signal, but only once it has kept its value for `after`.
pub fn use_debounced<T>(source: Signal<T>, after: Duration) -> Signal<T>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let settled = RwSignal::new(source.get_untracked());
    Effect::new(move || {
        let value = source.get();
        if settled.with_untracked(|settled| *settled == value) {
            return;
        }
        let timeout = Timeout::new(after, move || {
            let _ = settled.try_set(value);
        });
        // The next change runs this effect again, which drops the timer.
        StoredValue::new_local(timeout);
    });
    settled.into()
}
