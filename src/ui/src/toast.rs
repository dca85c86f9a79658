//! Short messages at the corner of the page: what happened, and a way to undo it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use leptos::html;
use leptos::prelude::*;

use crate::button::{Button, IconButton, Size, Variant};
use crate::icon::Icon;

/// More than this are not shown: the oldest goes.
const MAX_SHOWN: usize = 4;

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToastKind {
    /// Done.
    Success,
    /// Not done, and why.
    Error,
    /// Worth knowing.
    Info,
}

/// One message. `Toast::success("Deleted").action("Undo", move || restore())`
#[derive(Clone)]
pub struct Toast {
    kind: ToastKind,
    message: String,
    detail: String,
    key: Option<String>,
    /// Not a `Callback`: the message outlives the component that shows it, and all that component's signals.
    action: Option<(String, Arc<dyn Fn() + Send + Sync>)>,
}

impl Toast {
    /// Something was done.
    pub fn success(message: impl Into<String>) -> Self {
        Self::new(ToastKind::Success, message.into())
    }

    /// Something was not done; `message` says why in words a person can act on.
    pub fn error(message: impl Into<String>) -> Self {
        Self::new(ToastKind::Error, message.into())
    }

    /// Something worth knowing.
    pub fn info(message: impl Into<String>) -> Self {
        Self::new(ToastKind::Info, message.into())
    }

    fn new(kind: ToastKind, message: String) -> Self {
        Self { kind, message, detail: String::new(), key: None, action: None }
    }

    /// A second, quieter line.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// A button such as "Undo"; pressing it closes the message. It may be pressed after the component that shows the
    /// message has gone: `run` must use only signals and callbacks that live longer, or their `try_` accessors.
    #[must_use]
    pub fn action(mut self, label: impl Into<String>, run: impl Fn() + Send + Sync + 'static) -> Self {
        self.action = Some((label.into(), Arc::new(run)));
        self
    }

    /// A new message replaces the shown one with the same key. Without a key, the same words count as the same.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    fn is_same(&self, other: &Self) -> bool {
        match (&self.key, &other.key) {
            (None, None) => {
                self.kind == other.kind && self.message == other.message && self.detail == other.detail
            }
            (own, other) => own == other,
        }
    }
}

/// The messages on show; copy it freely.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<(u64, Toast)>>,
}

impl Toasts {
    /// Says that something was done.
    pub fn success(self, message: impl Into<String>) {
        self.show(Toast::success(message));
    }

    /// Says that something was not done.
    pub fn error(self, message: impl Into<String>) {
        self.show(Toast::error(message));
    }

    /// Says something worth knowing.
    pub fn info(self, message: impl Into<String>) {
        self.show(Toast::info(message));
    }

    /// Shows a message for six seconds; the same one again starts anew.
    pub fn show(self, toast: Toast) {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        // After an await the page that made the context may be gone.
        let _ = self.shown.try_update(|shown| add(shown, id, toast));
    }

    fn close(self, id: u64) {
        let _ = self.shown.try_update(|shown| shown.retain(|(other, _)| *other != id));
    }
}

fn add(shown: &mut Vec<(u64, Toast)>, id: u64, toast: Toast) {
    shown.retain(|(_, other)| !other.is_same(&toast));
    shown.push((id, toast));
    let too_many = shown.len().saturating_sub(MAX_SHOWN);
    shown.drain(..too_many);
}

/// Makes [`use_toasts`] work below this component. Called once, by the application's root.
pub fn provide_toasts() -> Toasts {
    let toasts = Toasts { shown: RwSignal::new(Vec::new()) };
    provide_context(toasts);
    toasts
}

/// The application's messages; where none are provided (tests of one component), messages go nowhere.
#[must_use]
pub fn use_toasts() -> Toasts {
    use_context::<Toasts>().unwrap_or_else(|| Toasts { shown: RwSignal::new(Vec::new()) })
}

/// Where the messages appear. Rendered once, by the application's root.
#[component]
pub fn ToastStack() -> AnyView {
    let toasts = use_toasts();
    let stack = NodeRef::<html::Div>::new();
    Effect::new(move |before: Option<u64>| {
        let newest = toasts.shown.with(|shown| shown.last().map(|(id, _)| *id)).unwrap_or_default();
        if let Some(stack) = stack.get()
            && before.is_none_or(|before| newest > before)
        {
            raise(&stack);
        }
        newest
    });
    view! {
        <div class="toast-stack" popover="manual" node_ref=stack data-toast-stack aria-live="polite" role="region" aria-label="Notifications">
            <For each=move || toasts.shown.get() key=|(id, _)| *id children=move |(id, toast)| {
                view! { <ToastCard id toast toasts/> }.into_any()
            }/>
        </div>
    }
    .into_any()
}

/// Puts the stack over everything; over a dialog that was opened since, too.
fn raise(stack: &web_sys::HtmlElement) {
    let is_shown = stack.matches(":popover-open").unwrap_or(false);
    if is_shown && document().query_selector(":modal").ok().flatten().is_none() {
        return;
    }
    if is_shown {
        let _ = stack.hide_popover();
    }
    let _ = stack.show_popover();
}

/// One message. Its progress bar is the clock: when the bar's animation ends the message goes; the style sheet holds
/// the animation while the pointer or the focus is on the card.
#[component]
fn ToastCard(id: u64, toast: Toast, toasts: Toasts) -> AnyView {
    let (class, icon, role) = match toast.kind {
        ToastKind::Success => ("toast toast-success", "IconSquareRoundedCheck", "status"),
        ToastKind::Error => ("toast toast-error", "IconAlertTriangle", "alert"),
        ToastKind::Info => ("toast toast-info", "IconInfoCircle", "status"),
    };
    let close = move || toasts.close(id);
    let action = toast.action.map(|(label, run)| {
        let press = move |_| {
            close();
            run();
        };
        view! { <Button variant=Variant::Secondary size=Size::Small on_click=press>{label}</Button> }
    });
    let detail = (!toast.detail.is_empty()).then(|| view! { <p class="toast-detail">{toast.detail}</p> });
    view! {
        <div class=class role=role>
            <div class="toast-clock" on:animationend=move |_| close()></div>
            <Icon name=icon/>
            <div class="toast-text"><p>{toast.message}</p>{detail}</div>
            {action}
            <IconButton icon="IconX" label="Close" no_tip=true on_click=move |_| close()/>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(shown: &[(u64, Toast)]) -> Vec<&str> {
        shown.iter().map(|(_, toast)| toast.message.as_str()).collect()
    }

    #[test]
    fn the_same_message_is_shown_once_and_the_oldest_of_too_many_goes() {
        let mut shown = Vec::new();
        for (id, text) in ["a", "b", "a", "c", "d", "e"].into_iter().enumerate() {
            add(&mut shown, id as u64, Toast::info(text));
        }
        assert_eq!(messages(&shown), ["a", "c", "d", "e"]);
    }

    #[test]
    fn a_key_replaces_whatever_the_words() {
        let mut shown = Vec::new();
        add(&mut shown, 1, Toast::error("No connection").key("offline"));
        add(&mut shown, 2, Toast::error("No connection"));
        add(&mut shown, 3, Toast::success("Connected again").key("offline"));
        assert_eq!(messages(&shown), ["No connection", "Connected again"]);
    }
}
