//! What all editors share: keys, leaving, and saying what is wrong.
//!
//! Enter saves and goes down (where Enter has a meaning inside, with Ctrl or Cmd), Tab saves and goes on (inside an
//! editor with several inputs first to the next input), Escape cancels, leaving saves. A value that cannot be read
//! stays open with its message; left so, it is dropped with a toast, unless it is long and worth keeping.
//!
//! What helps to fill an input and is no input of its own (a calendar) stands in an element with `data-aside`.

use icosa_model::Record;
use icosa_ui::icon::Icon;
use icosa_ui::toast::use_toasts;
use leptos::ev::{FocusEvent, KeyboardEvent, MouseEvent};
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::{Move, Outcome};

/// What the inputs hold when the editor ends.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Draft {
    /// The same as before.
    Unchanged,
    /// New values, as in [`Outcome::Save`].
    Changed { values: Record, shown: Record },
}

impl Draft {
    /// A field whose written and shown value are the same.
    pub fn of(field: &str, before: &serde_json::Value, value: serde_json::Value) -> Self {
        if *before == value {
            return Self::Unchanged;
        }
        let values = Record::from_iter([(field.to_owned(), value)]);
        Self::Changed { shown: values.clone(), values }
    }

    fn outcome(self, then: Move) -> Outcome {
        match self {
            Self::Unchanged => Outcome::Cancel(then),
            Self::Changed { values, shown } => Outcome::Save { values, shown, then },
        }
    }
}

/// Ends an editor once, whatever happens afterwards.
#[derive(Clone, Copy)]
pub(crate) struct Finish {
    is_done: StoredValue<bool>,
    on_done: Callback<Outcome>,
}

impl Finish {
    pub fn new(on_done: Callback<Outcome>) -> Self {
        Self { is_done: StoredValue::new(false), on_done }
    }

    pub fn run(self, outcome: Outcome) {
        if self.is_done.try_get_value() == Some(false) {
            self.is_done.set_value(true);
            self.on_done.run(outcome);
        }
    }

    pub fn save(self, draft: Draft, then: Move) {
        self.run(draft.outcome(then));
    }
}

/// The box around an editor's inputs.
#[component]
pub(crate) fn EditorFrame(
    /// What is edited, for screen readers.
    label: String,
    /// Reads the inputs; the error is one sentence.
    read: Callback<(), Result<Draft, String>>,
    finish: Finish,
    /// Enter is left to the inputs (they have a list or several lines of their own).
    #[prop(optional)]
    keeps_enter: bool,
    /// Changes are stored as they are made: Escape only closes.
    #[prop(optional)]
    is_stored: bool,
    /// Wider than the cell it lies over.
    #[prop(optional)]
    is_panel: bool,
    /// A value that cannot be read is not dropped when the editor is left: it stays open.
    #[prop(optional)]
    keeps_open: bool,
    /// The inputs. The one with `data-autofocus`, else the first, takes focus.
    children: Children,
) -> AnyView {
    let root = NodeRef::<Div>::new();
    let error = RwSignal::new(None::<String>);
    let toasts = use_toasts();
    let end = move |then: Move| match read.run(()) {
        Ok(draft) => finish.save(draft, then),
        Err(message) => error.set(Some(message)),
    };
    let on_key = move |event: KeyboardEvent| {
        if event.default_prevented() || event.is_composing() {
            return;
        }
        match event.key().as_str() {
            // A button that has the focus is pressed.
            "Enter" if is_button(&event) => {}
            "Enter" if !event.shift_key() && (!keeps_enter || event.ctrl_key() || event.meta_key()) => {
                event.prevent_default();
                end(Move::Down);
            }
            "Tab" if !has_next_input(root, event.shift_key()) => {
                event.prevent_default();
                end(if event.shift_key() { Move::Left } else { Move::Right });
            }
            "Escape" if is_stored => {
                event.prevent_default();
                end(Move::Stay);
            }
            "Escape" => {
                event.prevent_default();
                finish.run(Outcome::Cancel(Move::Stay));
            }
            _ => {}
        }
        // The table or page below must not act on keys meant for the editor.
        event.stop_propagation();
    };
    let on_leave = move |event: FocusEvent| {
        if !has_left(root, &event) {
            return;
        }
        match read.run(()) {
            Ok(draft) => finish.save(draft, Move::Stay),
            Err(message) if keeps_open => error.set(Some(message)),
            Err(message) => {
                toasts.error(message);
                finish.run(Outcome::Cancel(Move::Stay));
            }
        }
    };
    Effect::new(move |_| {
        if let Some(root) = root.get() {
            take_focus(&root);
        }
    });
    view! {
        <div node_ref=root class="field-editor" class:field-panel=is_panel role="group" aria-label=label tabindex="-1"
            class:field-refused=move || error.with(Option::is_some) on:keydown=on_key on:focusout=on_leave
            on:mousedown=|event| keep_focus(&event) on:input=move |_| error.set(None) on:click=|event| event.stop_propagation()>
            {children()}
            {move || error.get().map(|message| view! { <p role="alert" class="field-error"><Icon name="IconAlertCircle" size=14/><span>{message}</span></p> })}
        </div>
    }
    .into_any()
}

fn is_button(event: &leptos::ev::Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.closest("button, a[href]").ok().flatten().is_some())
}

/// A button that is pressed with the pointer leaves the focus where it is: some browsers would give it to nothing,
/// which looks as if the editor had been left.
fn keep_focus(event: &MouseEvent) {
    if is_button(event) {
        event.prevent_default();
    }
}

const INPUTS: &str =
    "input:not([type=hidden]):not([disabled]), select:not([disabled]), textarea:not([disabled])";

fn inputs(root: &Element) -> Vec<HtmlElement> {
    let Ok(list) = root.query_selector_all(INPUTS) else { return Vec::new() };
    let is_own = |element: &HtmlElement| element.closest("[data-aside]").ok().flatten().is_none();
    (0..list.length()).filter_map(|i| list.item(i)?.dyn_into::<HtmlElement>().ok()).filter(is_own).collect()
}

/// Whether Tab has an input of the editor left to go to.
fn has_next_input(root: NodeRef<Div>, backwards: bool) -> bool {
    let Some(root) = root.get_untracked() else { return false };
    let inputs = inputs(&root);
    let end = if backwards { inputs.first() } else { inputs.last() };
    let active = document().active_element();
    match (end, active) {
        (Some(end), Some(active)) => {
            let end: &Element = end;
            *end != active && inputs.iter().any(|input| **AsRef::<Element>::as_ref(input) == *active)
        }
        _ => false,
    }
}

fn has_left(root: NodeRef<Div>, event: &FocusEvent) -> bool {
    // An editor that was taken away with its record loses the focus too.
    let Some(root) = root.try_get_untracked().flatten() else { return false };
    let to = event.related_target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
    // Nothing took the focus while the window itself lost it: the person only looks elsewhere.
    let is_window_away = to.is_none() && !document().has_focus().unwrap_or(true);
    !is_window_away && !to.is_some_and(|node| root.contains(Some(&node)))
}

fn take_focus(root: &Element) {
    let marked =
        root.query_selector("[data-autofocus]").ok().flatten().and_then(|e| e.dyn_into::<HtmlElement>().ok());
    let Some(element) = marked.or_else(|| inputs(root).into_iter().next()) else {
        if let Some(root) = root.dyn_ref::<HtmlElement>() {
            let _ = root.focus();
        }
        return;
    };
    let _ = element.focus();
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        if input.has_attribute("data-seeded") {
            let end = u32::try_from(input.value().encode_utf16().count()).unwrap_or(u32::MAX);
            let _ = input.set_selection_range(end, end);
        } else {
            input.select();
        }
    }
}
