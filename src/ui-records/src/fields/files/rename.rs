//! A file's name, typed over it.

use icosa_ui::hooks::focus;
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

/// The input: Enter and leaving keep what is typed, Escape does not. The extension is not selected.
#[component]
pub(crate) fn RenameInput(
    /// The name so far.
    name: String,
    /// Called once, with the new name; `None` where it stays.
    #[prop(into)]
    on_end: Callback<Option<String>>,
) -> AnyView {
    let input = NodeRef::<html::Input>::new();
    let is_over = StoredValue::new(false);
    let end = move |is_kept: bool| {
        // The input also loses the focus because it goes.
        if is_over.try_update_value(|is_over| std::mem::replace(is_over, true)) != Some(false) {
            return;
        }
        let typed = input.get_untracked().map(|input| input.value().trim().to_owned()).unwrap_or_default();
        on_end.run(Some(typed).filter(|typed| is_kept && !typed.is_empty()));
    };
    let on_key = move |event: KeyboardEvent| {
        match event.key().as_str() {
            "Enter" if !event.is_composing() => end(true),
            "Escape" => end(false),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    Effect::new(move || {
        let Some(input) = input.get() else { return };
        focus(&input);
        let length = stem_length(&input.value());
        let _ = input.set_selection_range(0, length);
    });
    view! {
        <input type="text" class="field-input files-rename" aria-label="Name" value=name node_ref=input
            on:keydown=on_key on:focusout=move |_| end(true)/>
    }
    .into_any()
}

/// Length of a name without its extension, in UTF-16 units as inputs count.
fn stem_length(name: &str) -> u32 {
    let stem = name.rfind('.').filter(|at| *at > 0).unwrap_or(name.len());
    let units = name.get(..stem).unwrap_or_default().encode_utf16().count();
    u32::try_from(units).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_is_left_out() {
        assert_eq!(stem_length("report.pdf"), 6);
        assert_eq!(stem_length(".env"), 4);
        assert_eq!(stem_length("README"), 6);
        assert_eq!(stem_length("😀.png"), 2);
    }
}
