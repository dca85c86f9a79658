//! What becomes of records that hold an option which is taken out.

use icosa_ui::button::{Button, Variant};
use icosa_ui::modal::Modal;
use icosa_ui::select::Select;
use leptos::prelude::*;

use super::options::DraftOption;
use super::options_editor::Editor;

/// Asks, where records hold the option: another value, or none.
#[component]
pub(super) fn OptionRemoval(editor: Editor) -> AnyView {
    let question = move || {
        let (key, count) = editor.doomed.get()?;
        let option = editor.draft.options.with_untracked(|options| options.get(key).cloned())?;
        Some(view! { <Question editor option count/> }.into_any())
    };
    view! { {question} }.into_any()
}

#[component]
fn Question(editor: Editor, option: DraftOption, count: u64) -> AnyView {
    let open = RwSignal::new(true);
    Effect::new(move |_| {
        if !open.get() {
            editor.doomed.set(None);
        }
    });
    let mut choices = vec![(String::new(), "Nothing: clear the value".to_owned())];
    choices.extend(editor.draft.options.with_untracked(|options| {
        let others =
            options.list().iter().filter(|other| other.key != option.key && !other.label.trim().is_empty());
        others.map(|other| (other.value.clone(), other.label.clone())).collect::<Vec<_>>()
    }));
    let chosen = RwSignal::new(String::new());
    let (key, stored) = (option.key, option.stored_value.clone().unwrap_or_default());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let instead = Some(chosen.get_untracked()).filter(|value| !value.is_empty());
        editor.draft.mapping.update(|mapping| {
            // What was to become this option follows it.
            for target in mapping.values_mut().filter(|target| target.as_deref() == Some(stored.as_str())) {
                target.clone_from(&instead);
            }
            mapping.insert(stored.clone(), instead);
        });
        open.set(false);
        editor.remove(key);
    };
    let said = match count {
        0 => format!("Records may hold “{}”. What should they have instead?", option.label),
        1 => format!("1 record holds “{}”. What should it have instead?", option.label),
        count => format!("{count} records hold “{}”. What should they have instead?", option.label),
    };
    view! {
        <Modal open title=format!("Take out {}?", option.label) centred=true>
            <form class="modal-form" on:submit=submit.clone()>
                <p class="modal-text">{said.clone()}</p>
                <div class="text-left"><Select label="Instead" options=choices.clone() value=chosen on_change=move |value| chosen.set(value)/></div>
                <p class="set-note">"It happens when the field is saved."</p>
                <Button kind="submit" variant=Variant::Primary danger=true full_width=true>"Take out"</Button>
                <Button full_width=true on_click=move |_| open.set(false)>"Cancel"</Button>
            </form>
        </Modal>
    }
    .into_any()
}
