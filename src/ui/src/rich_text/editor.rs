//! The place where a person writes.

use icosa_model::rich_text::parse;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::changes::Changes;
use super::fallback::Fallback;
use super::labels::EditorLabels;
use super::script::{Loading, Module, Options, Session, load};
use super::view::RichTextView;

/// What stands in the editor's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The document as a view: on the server, while loading, and where the person may not write.
    View,
    /// The editor.
    Ready,
    /// The script did not come.
    Failed,
}

/// Rich text that a person may change: a view at first, an editor as soon as its script is loaded.
///
/// Changes are handed on 400 ms after the last key, and at once when the editor loses focus, goes away, or the page
/// is hidden. A new `value` is shown unless a change is waiting or it is an earlier change coming back.
#[component]
pub fn RichTextEditor(
    /// JSON text of the document (`blocknote`); empty for none.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the JSON text of the changed document.
    on_change: Callback<String>,
    /// Whether the person may write.
    #[prop(into)]
    editable: Signal<bool>,
    /// Shown while the document is empty.
    #[prop(into)]
    placeholder: String,
    /// Name of the text, for those who cannot see it.
    #[prop(into)]
    label: String,
    /// Takes the focus as soon as it can be written in.
    #[prop(optional)]
    autofocus: bool,
    /// The editor's words.
    #[prop(optional)]
    labels: EditorLabels,
) -> AnyView {
    let stage = RwSignal::new(Stage::View);
    let host = NodeRef::<html::Div>::new();
    let pressed = StoredValue::new(autofocus);
    let facts = StoredValue::new(Facts { placeholder: placeholder.clone(), label: label.clone(), labels });
    Effect::new(move || {
        let Some(element) = host.get() else { return };
        if editable.get() {
            start(element.unchecked_into(), Editing { value, on_change, stage, pressed, facts });
        } else {
            stage.set(Stage::View);
        }
    });
    let blank = move || value.with(|value| parse(value).map_or(true, |document| document.is_blank()));
    let shown = move || match stage.get() {
        Stage::Ready => ().into_any(),
        Stage::View => {
            let placeholder = (editable.get() && blank()).then(|| placeholder.clone());
            view! {
                <div on:click=move |_| pressed.set_value(true)>
                    <RichTextView value/>
                    {placeholder.map(|text| view! { <p class="rich-text-placeholder">{text}</p> })}
                </div>
            }
            .into_any()
        }
        Stage::Failed => {
            let (label, labels) = facts.with_value(|facts| (facts.label.clone(), facts.labels.clone()));
            view! { <Fallback value on_change label labels/> }.into_any()
        }
    };
    view! {
        <div class="rich-text-editor">
            {shown}
            <div class="rich-text-host" node_ref=host hidden=move || stage.get() != Stage::Ready></div>
        </div>
    }
    .into_any()
}

/// Words that do not change while the component lives.
struct Facts {
    placeholder: String,
    label: String,
    labels: EditorLabels,
}

/// What the browser's part of the component works with.
#[derive(Clone, Copy)]
struct Editing {
    value: Signal<String>,
    on_change: Callback<String>,
    stage: RwSignal<Stage>,
    /// The person pressed the text before the editor was there.
    pressed: StoredValue<bool>,
    facts: StoredValue<Facts>,
}

/// Loads the script and mounts the editor. Called in an effect: what is stored here goes when the effect runs again
/// or the component goes.
fn start(element: HtmlElement, editing: Editing) {
    let session = StoredValue::new_local(None::<Session>);
    // Each run makes its own: the loading of an earlier one ends here.
    let _loading: StoredValue<Option<Loading>, LocalStorage> = StoredValue::new_local(load({
        let element = element.clone();
        move |module| {
            if !session.is_disposed() {
                let mounted = module.and_then(|module| mount(&module, &element, editing));
                let stage = if mounted.is_some() { Stage::Ready } else { Stage::Failed };
                let focus = mounted.as_ref().is_some_and(|_| editing.pressed.try_get_value() == Some(true));
                session.set_value(mounted);
                let _ = editing.stage.try_set(stage);
                if focus {
                    session.with_value(|session| session.as_ref().map(|session| session.handle.focus().ok()));
                }
            }
        }
    }));
    let leave = {
        let listener = crate::hooks::Listener::new(element.into(), "focusout", false, move |_| {
            let changes =
                session.try_with_value(|session| session.as_ref().map(|session| session.changes.clone()));
            if let Some(Some(changes)) = changes {
                changes.flush();
            }
        });
        StoredValue::new_local(listener)
    };
    let _ = leave;
    Effect::new(move || {
        let document = editing.value.get();
        session.with_value(|session| {
            if let Some(session) = session.as_ref().filter(|session| session.changes.accepts(&document)) {
                // It fails for no document: what cannot be read is shown empty.
                let _ = session.handle.set_document(&document);
            }
        });
    });
}

fn mount(module: &Module, element: &HtmlElement, editing: Editing) -> Option<Session> {
    let document = editing.value.try_get_untracked()?;
    let changes = Changes::new(editing.on_change, document.clone());
    editing.facts.try_with_value(|facts| {
        let labels = serde_json::to_string(&facts.labels).ok()?;
        let options = Options {
            document: &document,
            placeholder: &facts.placeholder,
            label: &facts.label,
            labels: &labels,
        };
        Session::mount(module, element, &options, changes)
    })?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(value: &str, editable: bool) -> String {
        let value = value.to_owned();
        Owner::new().with(|| {
            let on_change = Callback::new(|_| ());
            view! { <RichTextEditor value=Signal::stored(value) on_change editable placeholder="Write" label="Body"/> }
                .to_html()
        })
    }

    #[test]
    fn the_server_sends_the_text_itself() {
        let shown = html(r#"[{"type":"heading","content":"Plan"}]"#, true);
        assert!(shown.contains("<h1>Plan") && !shown.contains("Write"), "{shown}");
        assert!(shown.contains("hidden class=\"rich-text-host\""), "{shown}");
    }

    #[test]
    fn only_an_empty_text_that_may_be_written_shows_the_placeholder() {
        assert!(html("", true).contains("Write"));
        assert!(!html("", false).contains("Write"));
    }
}
