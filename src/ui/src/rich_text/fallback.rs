//! Editing without the editor: the document's markdown in a plain text field.

use icosa_model::rich_text::{from_markdown, parse, to_markdown};
use leptos::html;
use leptos::prelude::*;

use super::changes::Changes;
use super::labels::EditorLabels;

/// Says that the editor is missing and offers the markdown of the document, unless that would lose blocks.
#[component]
pub(super) fn Fallback(
    value: Signal<String>,
    on_change: Callback<String>,
    label: String,
    labels: EditorLabels,
) -> AnyView {
    let document = value.with_untracked(|value| parse(value).unwrap_or_default());
    let lossless = document.survives_markdown();
    let message = if lossless { labels.failed } else { labels.failed_read_only };
    let text = StoredValue::new(to_markdown(&document));
    let element = NodeRef::<html::Textarea>::new();
    Effect::new(move || {
        let Some(area) = element.get() else { return };
        // Set once: what the person types must not be replaced by the markdown of its own blocks.
        area.set_value(&text.get_value());
        let changes = Changes::new(on_change, value.get_untracked());
        let leave = {
            let changes = changes.clone();
            crate::hooks::Listener::new(area.clone().into(), "blur", false, move |_| changes.flush())
        };
        let typed = {
            let (changes, area) = (changes.clone(), area.clone());
            crate::hooks::Listener::new(area.into(), "input", false, move |event| {
                changes.push(from_markdown(&event_target_value(&event)).to_json());
            })
        };
        StoredValue::new_local(Typing { changes, _listeners: [leave, typed] });
    });
    view! {
        <p role="alert" class="rich-text-failed">{message}</p>
        <textarea class="rich-text-markdown" aria-label=label readonly=!lossless rows="12" node_ref=element></textarea>
    }
    .into_any()
}

/// Hands on the last change when the field goes away.
struct Typing {
    changes: std::rc::Rc<Changes>,
    _listeners: [crate::hooks::Listener; 2],
}

impl Drop for Typing {
    fn drop(&mut self) {
        self.changes.flush();
    }
}
