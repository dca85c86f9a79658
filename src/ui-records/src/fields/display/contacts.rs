//! EMAILS, PHONES, LINKS and ARRAY: one pill a value. A click follows it, or copies it where the field says so; on
//! record pages a button beside it does the other of the two.

use icosa_model::format::{phone, text as texts};
use icosa_model::values::href;
use icosa_model::{Field, FieldType};
use icosa_ui::button::IconButton;
use icosa_ui::clipboard::copy;
use icosa_ui::icon::Icon;
use icosa_ui::toast::use_toasts;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use serde_json::Value;

use super::{Place, Shown};

/// One value of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    /// What it says.
    text: String,
    /// What is copied.
    whole: String,
    /// Where it leads.
    href: Option<String>,
    icon: Option<&'static str>,
}

/// All values of a list, the primary one first.
pub(super) fn entries(shown: Shown<'_>, value: &Value) -> AnyView {
    let is_copied = shown.field.settings.click_action.as_deref() == Some("COPY");
    read(shown.field, value)
        .into_iter()
        .map(|entry| match shown.place {
            Place::Sample => pill(&entry),
            place => {
                view! { <EntryPill entry is_copied is_link=shown.field.field_type == FieldType::Links has_side=place == Place::Page/> }
                    .into_any()
            }
        })
        .collect::<Vec<_>>()
        .into_any()
}

fn read(field: &Field, value: &Value) -> Vec<Entry> {
    match field.field_type {
        FieldType::Emails => texts::emails(value)
            .into_iter()
            .map(|email| Entry {
                href: Some(format!("mailto:{email}")),
                whole: email.clone(),
                text: email,
                icon: None,
            })
            .collect(),
        FieldType::Phones => texts::phones(value)
            .into_iter()
            .map(|shown| Entry {
                href: Some(format!("tel:{}", phone::dialled(&shown))),
                whole: shown.clone(),
                text: shown,
                icon: None,
            })
            .collect(),
        FieldType::Links => texts::links(value)
            .into_iter()
            .map(|link| Entry {
                href: href(&link.url),
                icon: link.network.map(texts::Network::icon),
                whole: if link.url.is_empty() { link.text.clone() } else { link.url },
                text: link.text,
            })
            .collect(),
        _ => {
            let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
            let entry =
                |item: &str| Entry { text: item.to_owned(), whole: item.to_owned(), href: None, icon: None };
            items.iter().filter_map(Value::as_str).map(entry).collect()
        }
    }
}

fn inside(entry: &Entry) -> AnyView {
    let icon = entry.icon.map(|name| view! { <Icon name size=14/> });
    view! { {icon}<span class="truncate">{entry.text.clone()}</span> }.into_any()
}

fn pill(entry: &Entry) -> AnyView {
    view! { <span class="pill" title=entry.whole.clone()>{inside(entry)}</span> }.into_any()
}

#[component]
fn EntryPill(entry: Entry, is_copied: bool, is_link: bool, has_side: bool) -> AnyView {
    let toasts = use_toasts();
    let whole = StoredValue::new(entry.whole.clone());
    let copy_it = move || whole.with_value(|whole| copy(whole, "Copied.", toasts));
    let target = is_link.then_some("_blank");
    let rel = is_link.then_some("noopener noreferrer");
    let main = match (entry.href.clone(), is_copied) {
        (None, false) => return pill(&entry),
        (None, true) => view! {
            <button type="button" class="pill" title=format!("Copy {}", entry.whole) on:click=move |_| copy_it()>{inside(&entry)}</button>
        }
        .into_any(),
        (Some(href), false) => view! {
            <a class="pill" href=href target=target rel=rel title=entry.whole.clone()>{inside(&entry)}</a>
        }
        .into_any(),
        (Some(href), true) => {
            // Before the page is awake, and with a key held, it is a link like any other.
            let press = move |event: MouseEvent| {
                if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                    event.prevent_default();
                    copy_it();
                }
            };
            view! {
                <a class="pill" href=href target=target rel=rel title=format!("Copy {}", entry.whole) on:click=press>{inside(&entry)}</a>
            }
            .into_any()
        }
    };
    let side = match entry.href.filter(|_| has_side) {
        None => ().into_any(),
        Some(href) if is_copied => view! {
            <a class="icon-btn pill-side" href=href target=target rel=rel aria-label=format!("Open {}", entry.whole)><Icon name="IconArrowUpRight" size=14/></a>
        }
        .into_any(),
        Some(_) => view! {
            <span class="pill-side"><IconButton icon="IconCopy" label=format!("Copy {}", entry.whole) no_tip=true on_click=move |_| copy_it()/></span>
        }
        .into_any(),
    };
    view! { <span class="pill-group">{main}{side}</span> }.into_any()
}
