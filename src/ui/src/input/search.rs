//! A search field.

use leptos::html;
use leptos::prelude::*;

use crate::icon::Icon;

/// A search field with its icon; Escape in a filled one empties it (as browsers do).
#[component]
pub fn SearchInput(
    /// What is searched; also the placeholder.
    #[prop(into)]
    label: String,
    /// The text.
    value: RwSignal<String>,
    /// Key in the submitted form, for search without JavaScript.
    #[prop(optional, into)]
    name: Option<String>,
    /// Without border and background, at the head of a menu.
    #[prop(optional)]
    plain: bool,
    /// Reference to the element, to focus it.
    #[prop(optional)]
    input_ref: NodeRef<html::Input>,
) -> AnyView {
    let class = if plain { "input-group input-search input-plain" } else { "input-group input-search" };
    view! {
        <span class=class>
            <Icon name="IconSearch"/>
            <input class="input" type="search" name=name placeholder=label.clone() aria-label=label autocomplete="off"
                spellcheck="false" value=value.get_untracked() prop:value=move || value.get() node_ref=input_ref
                on:input=move |event| value.set(event_target_value(&event))/>
        </span>
    }
    .into_any()
}
