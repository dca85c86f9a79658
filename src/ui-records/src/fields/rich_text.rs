//! RICH_TEXT: the document in an editor of its own, over the cell or in the place of the value.

use icosa_model::rich_text::Document;
use icosa_ui::hooks::focus;
use icosa_ui::rich_text::RichTextEditor;
use leptos::prelude::*;
use serde_json::json;
use wasm_bindgen::JsCast;

use super::Editing;
use super::editor_frame::{Draft, EditorFrame, Finish};

/// The rich text editor in a panel. Enter makes a new paragraph; leaving, Tab and Escape store what is written.
pub(crate) fn editor(editing: Editing) -> AnyView {
    let finish = Finish::new(editing.on_done);
    let before = Document::of_value(&editing.value());
    let shown = if before.is_blank() { String::new() } else { before.to_json() };
    let written = RwSignal::new(None::<String>);
    let label = editing.label();
    let text_label = label.clone();
    let read = Callback::new(move |()| {
        let draft = match written.get_untracked() {
            Some(blocks) => Draft::of(&editing.field, &editing.value(), json!({ "blocknote": blocks })),
            None => Draft::Unchanged,
        };
        Ok(draft)
    });
    // The editor hands on what was typed last when it loses the focus: before the frame, which gets the key next,
    // reads it.
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        let is_end = match event.key().as_str() {
            "Escape" | "Tab" => true,
            "Enter" => event.ctrl_key() || event.meta_key(),
            _ => false,
        };
        if is_end && !event.default_prevented() && !event.is_composing() {
            let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            let frame = target.and_then(|target| target.closest(".field-editor").ok().flatten());
            if let Some(frame) = frame.and_then(|frame| frame.dyn_into::<web_sys::HtmlElement>().ok()) {
                focus(&frame);
            }
        }
    };
    view! {
        <EditorFrame label read finish is_panel=true keeps_enter=true is_stored=true>
            <div class="field-document-editor" on:keydown=on_key>
                <RichTextEditor value=Signal::stored(shown) on_change=Callback::new(move |blocks| written.set(Some(blocks)))
                    editable=true autofocus=true placeholder="Write something" label=text_label/>
            </div>
        </EditorFrame>
    }
    .into_any()
}
