//! The options of a select field: adding, naming, painting, ordering and taking out, by pointer and by key.

use icosa_ui::button::{Button, Size, Variant};
use icosa_ui::checkbox::Toggle;
use icosa_ui::hooks::{focus, use_window_listener};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::FieldDraft;
use super::option_line::OptionLine;
use super::option_removal::OptionRemoval;
use super::options::Options;

/// What the lines of one editor share.
#[derive(Clone, Copy)]
pub(super) struct Editor {
    pub draft: FieldDraft,
    /// The option that is being dragged.
    pub dragged: RwSignal<Option<u64>>,
    /// API values are shown.
    pub with_values: RwSignal<bool>,
    /// A stored option that is to be taken out, with how many records hold it.
    pub doomed: RwSignal<Option<(u64, u64)>>,
    /// Told to screen readers.
    pub said: RwSignal<String>,
    list: NodeRef<html::Ul>,
}

impl Editor {
    /// Changes the options.
    pub fn change(self, change: impl FnOnce(&mut Options)) {
        let _ = self.draft.options.try_update(change);
    }

    /// Adds an option and begins to name it.
    pub fn add(self) {
        let key = self.draft.options.try_update(|options| options.add("")).unwrap_or_default();
        self.focus(key, ".option-label");
    }

    /// Puts the focus into a line once it is drawn.
    pub fn focus(self, key: u64, part: &'static str) {
        request_animation_frame(move || {
            let Some(list) = self.list.try_get_untracked().flatten() else { return };
            let found = list.query_selector(&format!("[data-option='{key}'] {part}")).ok().flatten();
            if let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
                focus(&element);
            }
        });
    }

    /// The name and place of an option, said aloud after it has moved.
    pub fn say_place(self, key: u64) {
        let place = self.draft.options.with_untracked(|options| {
            let at = options.list().iter().position(|option| option.key == key)?;
            let label = options.get(key).map(|option| option.label.clone())?;
            Some(format!("{label}: {} of {}", at + 1, options.list().len()))
        });
        if let Some(place) = place {
            self.said.set(place);
        }
    }

    /// Takes an option out; the default goes with it.
    pub fn remove(self, key: u64) {
        let Some(option) = self.draft.options.try_update(|options| options.remove(key)).flatten() else {
            return;
        };
        let quoted = super::defaults::quoted(&option.value);
        self.draft.default.update(|default| {
            if *default == quoted {
                *default = serde_json::Value::Null;
            } else if let serde_json::Value::Array(values) = default {
                values.retain(|value| *value != quoted);
                if values.is_empty() {
                    *default = serde_json::Value::Null;
                }
            }
        });
    }
}

/// The editor.
#[component]
pub(super) fn OptionsEditor(draft: FieldDraft) -> AnyView {
    let editor = Editor {
        draft,
        dragged: RwSignal::new(None),
        with_values: RwSignal::new(false),
        doomed: RwSignal::new(None),
        said: RwSignal::new(String::new()),
        list: NodeRef::new(),
    };
    follow_drag(editor);
    let keys = move || {
        draft.options.with(|options| options.list().iter().map(|option| option.key).collect::<Vec<_>>())
    };
    let none = move || {
        let is_none = draft.is_tried.get() && draft.options.with(|options| options.list().is_empty());
        is_none
            .then(|| view! { <p class="input-note input-error" role="alert">"Add at least one option."</p> })
    };
    view! {
        <div class="options">
            <div class="options-head">
                <span class="input-label">"Options"</span>
                <Toggle label="API values" show_label=true checked=editor.with_values on_change=move |is_on| editor.with_values.set(is_on)/>
            </div>
            <ul class="options-list" node_ref=editor.list class:options-dragging=move || editor.dragged.get().is_some()>
                <For each=keys key=|key| *key children=move |key| view! { <OptionLine editor key/> }.into_any()/>
            </ul>
            {none}
            <div class="options-foot">
                <Button icon="IconPlus" size=Size::Small variant=Variant::Tertiary on_click=move |_| editor.add()>"Add option"</Button>
                <span class="set-quiet">"Paste several lines to add one option each."</span>
            </div>
            <p class="sr-only" aria-live="polite">{move || editor.said.get()}</p>
            <OptionRemoval editor/>
        </div>
    }
    .into_any()
}

/// While a handle is held, its option goes to the place of the line under the pointer.
fn follow_drag(editor: Editor) {
    use_window_listener(ev::pointermove, move |event| {
        let Some(key) = editor.dragged.get_untracked() else { return };
        let under = document().element_from_point(event.client_x() as f32, event.client_y() as f32);
        let line = under.and_then(|element| element.closest("[data-option]").ok().flatten());
        let target =
            line.and_then(|line| line.get_attribute("data-option")).and_then(|key| key.parse::<u64>().ok());
        if let Some(target) = target.filter(|target| *target != key) {
            editor.change(|options| options.move_to(key, target));
        }
    });
    for end in ["pointerup", "pointercancel"] {
        use_window_listener(ev::Custom::<web_sys::Event>::new(end), move |_| {
            if let Some(key) = editor.dragged.get_untracked() {
                editor.dragged.set(None);
                editor.say_place(key);
            }
        });
    }
}
