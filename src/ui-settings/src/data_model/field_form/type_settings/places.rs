//! Addresses and phone numbers.

use icosa_model::format::countries;
use icosa_ui::checkbox::Checkbox;
use leptos::prelude::*;
use serde_json::Value;

use super::super::FieldDraft;
use super::super::defaults::{part, with_parts};
use super::{click, default_choice, most, pairs, sort_after_first};

/// Parts of an address, in the order of forms.
const ADDRESS: [(&str, &str); 6] = [
    ("addressStreet1", "Street"),
    ("addressStreet2", "Street, second line"),
    ("addressCity", "City"),
    ("addressState", "State"),
    ("addressPostcode", "Post code"),
    ("addressCountry", "Country"),
];
const ADDRESS_PARTS: [&str; 8] = [
    "addressStreet1",
    "addressStreet2",
    "addressCity",
    "addressState",
    "addressPostcode",
    "addressCountry",
    "addressLat",
    "addressLng",
];

/// Default country, and the parts that are shown.
pub(super) fn address(draft: FieldDraft) -> AnyView {
    let mut names = pairs(&[("", "None")]);
    names.extend(countries::all().map(|country| (country.name.to_owned(), country.name.to_owned())));
    sort_after_first(&mut names);
    let get = |default: &Value| part(default, "addressCountry");
    let set = |country: &str| with_parts(&ADDRESS_PARTS, &[("addressCountry", country)]);
    let shown = move |name: &str| {
        draft
            .settings
            .with(|s| s.sub_fields.as_ref().is_none_or(|parts| parts.iter().any(|part| part == name)))
    };
    let boxes: Vec<AnyView> = ADDRESS
        .iter()
        .map(|(name, label)| {
            let toggle = move |is_on: bool| {
                let parts: Vec<String> = untrack(|| {
                    let wanted = |part: &str| if part == *name { is_on } else { shown(part) };
                    ADDRESS.iter().map(|(part, _)| *part).filter(|part| wanted(part)).map(str::to_owned).collect()
                });
                // Without any part there would be nothing to show.
                if !parts.is_empty() {
                    draft.settings.update(|settings| settings.sub_fields = Some(parts));
                }
            };
            view! { <Checkbox label=*label show_label=true checked=Signal::derive(move || shown(name)) on_change=toggle/> }.into_any()
        })
        .collect();
    view! {
        <div class="set-line">{default_choice(draft, "Default country", names, get, set)}</div>
        <fieldset class="set-checks"><legend class="input-label">"Parts that are shown"</legend>{boxes}</fieldset>
    }
    .into_any()
}

const PHONE_PARTS: [&str; 4] =
    ["primaryPhoneNumber", "primaryPhoneCountryCode", "primaryPhoneCallingCode", "additionalPhones"];

/// Default country, number of values, what a click does.
pub(super) fn phones(draft: FieldDraft) -> AnyView {
    let mut codes = pairs(&[("", "None")]);
    let with_code = countries::all().filter(|country| !country.calling_code.is_empty());
    codes.extend(with_code.map(|c| (c.code.to_owned(), format!("{} (+{})", c.name, c.calling_code))));
    sort_after_first(&mut codes);
    let get = |default: &Value| part(default, "primaryPhoneCountryCode");
    let set = |code: &str| {
        let calling = countries::calling_code(code).map(|digits| format!("+{digits}")).unwrap_or_default();
        with_parts(&PHONE_PARTS, &[("primaryPhoneCountryCode", code), ("primaryPhoneCallingCode", &calling)])
    };
    view! {
        <div class="set-line">{default_choice(draft, "Default country", codes, get, set)}{most(draft)}{click(draft)}</div>
    }
    .into_any()
}
