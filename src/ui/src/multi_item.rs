//! Editing a short list of texts: e-mail addresses, links, phone numbers, words.

mod items;

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use crate::button::IconButton;
use crate::hooks::focus;
use crate::icon::Icon;
pub use items::Items;

/// What a typed text becomes, or why it may not be in the list.
pub type Check = fn(&str) -> Result<String, String>;

#[derive(Clone, Copy)]
struct Editor {
    items: RwSignal<Items>,
    /// Index of the item being edited; `None` while a new one is typed.
    editing: RwSignal<Option<usize>>,
    text: RwSignal<String>,
    error: RwSignal<String>,
    check: Check,
    on_change: Callback<Vec<String>>,
}

impl Editor {
    fn change(self, change: impl FnOnce(&mut Items)) {
        self.items.update(change);
        self.on_change.run(self.items.with_untracked(Items::to_vec));
    }

    /// Puts the typed text into the list, or says why not. Nothing typed adds nothing and removes what was being
    /// edited.
    fn commit(self) {
        let (text, editing) = (self.text.get_untracked(), self.editing.get_untracked());
        let typed = text.trim();
        if typed.is_empty() {
            if let Some(index) = editing {
                self.change(|items| items.remove(index));
            }
        } else {
            let stored = (self.check)(typed)
                .and_then(|value| self.items.try_update(|items| items.put(editing, value)).unwrap_or(Ok(())));
            if let Err(error) = stored {
                self.error.set(error);
                return;
            }
            self.change(|_| ());
        }
        self.reset();
    }

    fn edit(self, index: usize) {
        self.text.set(self.items.with_untracked(|items| items.get(index).unwrap_or_default().to_owned()));
        self.editing.set(Some(index));
        self.error.set(String::new());
    }

    fn reset(self) {
        self.text.set(String::new());
        self.editing.set(None);
        self.error.set(String::new());
    }
}

/// A list of texts with a field below it. Enter adds; Enter in the empty field ends. Each item can be edited, removed
/// and, where the first one counts most, made the first. Stands in a `Popover` with `bare`.
#[component]
pub fn MultiItemEditor(
    /// The texts as they are.
    items: Vec<String>,
    /// Called with the whole list after every change.
    #[prop(into)]
    on_change: Callback<Vec<String>>,
    /// Called when Enter is pressed in the empty field.
    #[prop(optional, into)]
    on_done: Option<Callback<()>>,
    /// What a typed text becomes, or why it is refused. Trims by default.
    #[prop(default = |text| Ok(text.to_owned()))]
    check: Check,
    /// HTML input type: `text`, `email`, `url`, `tel`.
    #[prop(default = "text")]
    kind: &'static str,
    /// Shown in the empty field: "Add e-mail".
    #[prop(into)]
    placeholder: String,
    /// The first item is the primary one, and others can be made it.
    #[prop(optional)]
    has_primary: bool,
    /// Most items there may be.
    #[prop(default = 100)]
    max: usize,
) -> AnyView {
    let editor = Editor {
        items: RwSignal::new(Items::new(items)),
        editing: RwSignal::new(None),
        text: RwSignal::new(String::new()),
        error: RwSignal::new(String::new()),
        check,
        on_change,
    };
    let input = NodeRef::<html::Input>::new();
    Effect::new(move || {
        editor.editing.track();
        if let Some(input) = input.get() {
            focus(&input);
        }
    });
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" if !event.is_composing() => {
            event.prevent_default();
            event.stop_propagation();
            let ends = editor.text.with_untracked(|text| text.trim().is_empty())
                && editor.editing.get_untracked().is_none();
            match on_done.filter(|_| ends) {
                Some(on_done) => on_done.run(()),
                None => editor.commit(),
            }
        }
        "Escape" if editor.editing.get_untracked().is_some() => {
            event.prevent_default();
            event.stop_propagation();
            editor.reset();
        }
        _ => {}
    };
    let is_full = move || editor.editing.get().is_none() && editor.items.with(|items| items.len() >= max);
    let label = placeholder.clone();
    view! {
        <div class="items">
            <div class="items-rows" role="list">{move || rows(editor, has_primary)}</div>
            <div class="items-add" hidden=is_full>
                <input class="input" type=kind placeholder=placeholder aria-label=label autocomplete="off" node_ref=input
                    prop:value=move || editor.text.get() on:keydown=on_key
                    on:input=move |event| {
                        editor.text.set(event_target_value(&event));
                        editor.error.set(String::new());
                    }
                    aria-invalid=move || editor.error.with(|error| (!error.is_empty()).then_some("true"))/>
                <IconButton icon="IconCheck" label="Add" no_tip=true on_click=move |_| editor.commit()/>
            </div>
            <p class="input-note input-error px-2" role="alert" hidden=move || editor.error.with(String::is_empty)>{move || editor.error.get()}</p>
        </div>
    }
    .into_any()
}

fn rows(editor: Editor, has_primary: bool) -> AnyView {
    let editing = editor.editing.get();
    let items = editor.items.get().to_vec();
    let several = items.len() > 1;
    let row = |(index, text): (usize, String)| {
        let primary = match (has_primary && several, index) {
            (true, 0) => view! { <span class="items-badge">"Primary"</span> }.into_any(),
            (true, _) => view! {
                <IconButton icon="IconStar" label="Make primary" on_click=move |_| editor.change(|items| items.raise(index))/>
            }
            .into_any(),
            (false, _) => ().into_any(),
        };
        let remove = move |_| {
            editor.reset();
            editor.change(|items| items.remove(index));
        };
        view! {
            <div class="items-row" role="listitem">
                {(editing == Some(index)).then(|| view! { <Icon name="IconPencil" size=14/> })}
                <span class="items-text truncate">{text}</span>
                {primary}
                <IconButton icon="IconPencil" label="Edit" on_click=move |_| editor.edit(index)/>
                <IconButton icon="IconTrash" label="Remove" danger=true on_click=remove/>
            </div>
        }
        .into_any()
    };
    items.into_iter().enumerate().map(row).collect_view().into_any()
}
