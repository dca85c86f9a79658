//! What a table without rows says.

use std::sync::Arc;

use icosa_contract::routes;
use icosa_model::Object;
use icosa_ui::button::{LinkButton, Variant};
use icosa_ui::icon::Icon;
use leptos::prelude::*;

use super::Shown;
use super::address::Address;
use super::panel::Panel;

/// No records: none at all, or none that passes the filter.
#[component]
pub fn Empty(
    object: Arc<Object>,
    address: Address,
    is_filtered: bool,
    shown: Shown,
    panel: Panel,
) -> AnyView {
    let (singular, plural) = (object.label_singular.clone(), object.label_plural.clone());
    let (title, hint) = if is_filtered {
        (format!("No {plural} found"), format!("None of your {} match this filter.", plural.to_lowercase()))
    } else {
        (
            format!("Add your first {singular}"),
            format!("Add {} by hand, or let the API bring them in.", plural.to_lowercase()),
        )
    };
    let press = move |event: leptos::ev::MouseEvent| {
        if event.button() == 0 && !event.ctrl_key() && !event.meta_key() && shown.add_row() {
            event.prevent_default();
        }
    };
    let add = object.is_ui_creatable.then(|| {
        view! {
            <span role="presentation" on:click=press>
                <LinkButton href=routes::new_record(&object.name_plural) icon="IconPlus">
                    {format!("Add a {singular}")}
                </LinkButton>
            </span>
        }
    });
    let clear = (!address.text.is_empty() || !address.filters.is_empty()).then(|| {
        let href = untrack(|| panel.href(&address.filtered("").without_filters()));
        view! { <LinkButton href variant=Variant::Tertiary>"Clear filter"</LinkButton> }
    });
    view! {
        <div class="rec-empty">
            <span class="rec-empty-icon"><Icon name=object.icon.clone().unwrap_or_default() size=40/></span>
            <p class="rec-empty-title">{title}</p>
            <p class="rec-empty-hint">{hint}</p>
            <div class="rec-empty-buttons">{add}{clear}</div>
        </div>
    }
    .into_any()
}
