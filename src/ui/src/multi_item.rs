//! Editing a short list of texts: e-mail addresses, links, phone numbers, words.

mod items;
mod list;

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use crate::button::IconButton;
use crate::hooks::focus;
use crate::icon::Icon;
pub use items::Items;
pub use list::{Check, ItemList};

/// A list of texts with a field below it. Enter adds what is typed; Enter in the empty field is left to what is
/// around; arrows go up and down the items. Each can be edited, removed and, where the first one counts most, made the first. Stands in a
/// `Popover` with `bare`, or in the editor of a field.
#[component]
pub fn MultiItemEditor(
    /// The list, with what is being typed.
    list: ItemList,
    /// HTML input type: `text`, `email`, `url`, `tel`.
    #[prop(default = "text")]
    kind: &'static str,
    /// Shown in the empty field: "Add e-mail".
    #[prop(into)]
    placeholder: String,
    /// Name of the field for those who cannot see it; the placeholder when not given.
    #[prop(optional, into)]
    label: String,
    /// The first item is the primary one, and others can be made it.
    #[prop(optional)]
    has_primary: bool,
) -> AnyView {
    let input = NodeRef::<html::Input>::new();
    Effect::new(move || {
        list.editing().track();
        if let Some(input) = input.get() {
            focus(&input);
        }
    });
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" if !event.is_composing() => {
            let is_done = list.text().with_untracked(|text| text.trim().is_empty())
                && list.editing().get_untracked().is_none();
            if !is_done {
                event.prevent_default();
                event.stop_propagation();
                list.commit();
            }
        }
        key @ ("ArrowUp" | "ArrowDown") if list.step(key == "ArrowUp") => event.prevent_default(),
        "Escape" if list.editing().get_untracked().is_some() => {
            event.prevent_default();
            event.stop_propagation();
            list.reset();
        }
        _ => {}
    };
    let label = if label.is_empty() { placeholder.clone() } else { label };
    let (error, items) = (list.error(), list.items());
    let hint = move || list.full().unwrap_or_else(|| placeholder.clone());
    view! {
        <div class="items">
            <div class="items-rows" role="list" hidden=move || items.with(Items::is_empty)>{move || rows(list, has_primary)}</div>
            <div class="items-add">
                <input class="input" type=kind placeholder=hint readonly=move || list.full().is_some() aria-label=label autocomplete="off" node_ref=input
                    data-autofocus="" data-seeded="" prop:value=move || list.text().get() on:keydown=on_key
                    on:input=move |event| list.type_in(event_target_value(&event))
                    aria-invalid=move || error.with(|error| (!error.is_empty()).then_some("true"))/>
                <IconButton icon="IconCheck" label="Add" no_tip=true on_click=move |_| list.commit()/>
            </div>
            <p class="input-note input-error px-2" role="alert" hidden=move || error.with(String::is_empty)>{move || error.get()}</p>
        </div>
    }
    .into_any()
}

fn rows(list: ItemList, has_primary: bool) -> AnyView {
    let editing = list.editing().get();
    let items = list.items().get().to_vec();
    let several = items.len() > 1;
    let row = |(index, text): (usize, String)| {
        let primary = match (has_primary && several, index) {
            (true, 0) => view! { <span class="items-badge">"Primary"</span> }.into_any(),
            (true, _) => view! {
                <IconButton icon="IconStar" label="Make primary" on_click=move |_| list.raise(index)/>
            }
            .into_any(),
            (false, _) => ().into_any(),
        };
        view! {
            <div class="items-row" role="listitem">
                {(editing == Some(index)).then(|| view! { <Icon name="IconPencil" size=14/> })}
                <span class="items-text truncate" title=text.clone()>{text.clone()}</span>
                {primary}
                <IconButton icon="IconPencil" label="Edit" on_click=move |_| list.edit(index)/>
                <IconButton icon="IconTrash" label="Remove" danger=true on_click=move |_| list.remove(index)/>
            </div>
        }
        .into_any()
    };
    items.into_iter().enumerate().map(row).collect_view().into_any()
}
