//! FILES: choose or drop files, watch them go, rename, arrange and remove them.
//!
//! What is uploaded belongs to nobody until the field is saved; left behind, the server removes it. The value that is
//! written holds ids and names, the one that is shown their addresses too.

mod entries;
pub(crate) mod rename;
mod row;
pub(crate) mod sending;
mod upload;

use icosa_contract::files::MAX_FILE;
use icosa_model::FieldType;
use icosa_ui::hooks::focus;
use icosa_ui::icon::Icon;
use leptos::ev::{DragEvent, Event, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;
use serde_json::{Value, json};
use wasm_bindgen::JsCast;

use super::Editing;
use super::editor_frame::{Draft, EditorFrame, Finish};
use entries::Entries;
use row::FileRow;

/// The list of files, and a place to drop more.
pub(crate) fn editor(editing: Editing) -> AnyView {
    let Some(field) = editing.definition() else { return ().into_any() };
    let most = usize::try_from(field.settings.max_number_of_values.unwrap_or(1)).unwrap_or(1);
    let entries = Entries::new(&editing.value(), most);
    let (label, field) = (editing.label(), field.id.0);
    let finish = Finish::new(editing.on_done);
    let before = written(&editing.value());
    let name = editing.field.clone();
    let read = Callback::new(move |()| {
        let shown = entries.outcome()?;
        let values = written(&shown);
        if values == before {
            return Ok(Draft::Unchanged);
        }
        let one = |value: Value| icosa_model::Record::from_iter([(name.clone(), value)]);
        Ok(Draft::Changed { values: one(values), shown: one(shown) })
    });
    view! {
        <EditorFrame label=label.clone() read finish is_panel=true keeps_enter=true keeps_open=true>
            <FileList entries field label most/>
        </EditorFrame>
    }
    .into_any()
}

#[component]
fn FileList(entries: Entries, field: uuid::Uuid, label: String, most: usize) -> AnyView {
    let input = NodeRef::<html::Input>::new();
    let list = NodeRef::<html::Div>::new();
    let is_over = RwSignal::new(false);
    let take = move |files: Option<web_sys::FileList>| {
        let Some(files) = files else { return };
        for at in 0..files.length() {
            let Some(file) = files.get(at) else { continue };
            if !entries.has_room() {
                return;
            }
            if file.size() > MAX_FILE as f64 {
                entries.refuse(file.name(), "Larger than 1 GB.".to_owned());
            } else {
                upload::start(entries.add(file.name()), field, file);
            }
        }
    };
    let chosen = move |_: Event| {
        let Some(input) = input.get_untracked() else { return };
        take(input.files());
        // So that the same file can be chosen again.
        input.set_value("");
    };
    let dragged = move |event: DragEvent| {
        event.prevent_default();
        is_over.set(true);
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        is_over.set(false);
        take(event.data_transfer().and_then(|data| data.files()));
    };
    let on_key = move |event: KeyboardEvent| {
        let to = match event.key().as_str() {
            "ArrowDown" if !event.alt_key() => 1,
            "ArrowUp" if !event.alt_key() => -1,
            _ => return,
        };
        if is_typing(&event) {
            return;
        }
        event.prevent_default();
        step(list, input, to);
    };
    let is_full = Signal::derive(move || !entries.has_room_tracked());
    let hint = move || match (is_full.get(), most) {
        (true, 1) => "One file at most: remove it to choose another.".to_owned(),
        (true, most) => format!("{most} files at most."),
        (false, _) => "Drop files here, or choose".to_owned(),
    };
    view! {
        <div class="files" class:files-over=move || is_over.get() on:dragover=dragged on:drop=dropped
            on:dragleave=move |_| is_over.set(false) on:keydown=on_key>
            <div class="files-rows" role="list" node_ref=list>
                <For each=move || entries.list() key=|entry| entry.key let:entry>
                    <FileRow entries entry home=input/>
                </For>
            </div>
            <label class="files-add" class:files-full=move || is_full.get()>
                <input type="file" class="sr-only" multiple={most > 1} aria-label=format!("Add to {label}") node_ref=input data-autofocus=""
                    aria-disabled=move || is_full.get().then_some("true") on:change=chosen
                    on:click=move |event| if is_full.get_untracked() { event.prevent_default() }/>
                <Icon name="IconUpload"/><span>{hint}</span>
            </label>
            <p class="field-hint files-keys" data-aside="">"↑↓ select · Enter rename · Delete remove · Alt+↑↓ move"</p>
        </div>
    }
    .into_any()
}

/// Text is being typed: keys mean something else.
fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    target.is_some_and(|input| input.type_() == "text")
}

/// Moves the focus along the rows and the place for more below them.
fn step(list: NodeRef<html::Div>, input: NodeRef<html::Input>, to: i32) {
    let (Some(list), Some(input)) = (list.get_untracked(), input.get_untracked()) else { return };
    let rows = list.children();
    let count = i32::try_from(rows.length()).unwrap_or_default();
    let active = document().active_element();
    let row_at = |at: i32| u32::try_from(at).ok().and_then(|at| rows.item(at));
    let at =
        (0..count).find(|at| row_at(*at).is_some_and(|row| row.contains(active.as_ref().map(AsRef::as_ref))));
    match row_at(at.unwrap_or(count) + to) {
        Some(row) => focus(row.unchecked_ref::<web_sys::HtmlElement>()),
        None if to > 0 => focus(&input),
        None => {}
    }
}

/// What is written of a list of files: their ids and names.
pub(crate) fn written(value: &Value) -> Value {
    let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
    let item = |item: &Value| {
        let text = |key: &str| item.get(key).and_then(Value::as_str).unwrap_or_default();
        json!({ "fileId": text("fileId"), "label": text("label") })
    };
    items.iter().map(item).collect()
}

/// The form in which a value that is shown is written: files lose their addresses, everything else stays as it is.
pub(crate) fn writable(kind: FieldType, value: Value) -> Value {
    if kind == FieldType::Files { written(&value) } else { value }
}
