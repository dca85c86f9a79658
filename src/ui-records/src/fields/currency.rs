//! CURRENCY: an amount and the currency it is in.

use icosa_model::format::{currencies, exact};
use icosa_model::values::{parse_text_with, text_part};
use leptos::prelude::*;
use serde_json::Value;

use super::editor_frame::{Draft, EditorFrame, Finish};
use super::{Editing, preferences};

/// Used when neither the value nor the field says a currency.
const DEFAULT_CODE: &str = "USD";

/// The currency as a native list (it can be searched by typing), the amount as text.
pub(crate) fn editor(editing: Editing) -> AnyView {
    let finish = Finish::new(editing.on_done);
    let amount = editing.seed.clone().unwrap_or_else(|| typed_amount(&editing));
    let (code, amount) = (RwSignal::new(code_of(&editing)), RwSignal::new(amount));
    let is_seeded = editing.seed.is_some();
    let label = editing.label();
    let read = Callback::new(move |()| read(&editing, &amount.get_untracked(), &code.get_untracked()));
    view! {
        <EditorFrame label read finish>
            <div class="flex">
                <CodeInput code/>
                <input class="field-input tabular-nums min-w-0 flex-1" data-autofocus="" type="text" inputmode="decimal" aria-label="Amount"
                    autocomplete="off" data-seeded=is_seeded.then_some("") value=amount.get_untracked()
                    prop:value=move || amount.get() on:input=move |event| amount.set(event_target_value(&event))/>
            </div>
        </EditorFrame>
    }
    .into_any()
}

/// All currencies by code; a code that is none of them is kept.
#[component]
fn CodeInput(code: RwSignal<String>) -> AnyView {
    let current = code.get_untracked();
    let own = currencies::by_code(&current)
        .is_none()
        .then(|| view! { <option value=current.clone() selected=true>{current.clone()}</option> });
    let options: Vec<AnyView> = currencies::all()
        .map(|currency| {
            view! { <option value=currency.code selected=currency.code == current title=currency.name>{currency.code}</option> }
                .into_any()
        })
        .collect();
    view! {
        <select class="field-input field-code" aria-label="Currency" on:change=move |event| code.set(event_target_value(&event))>
            {own}
            {options}
        </select>
    }
    .into_any()
}

/// The currency of the value, else that of the field's default value.
fn code_of(editing: &Editing) -> String {
    let value = editing.value();
    let own = value.get("currencyCode").and_then(Value::as_str).filter(|code| !code.is_empty());
    let usual = || editing.definition().and_then(|field| text_part(field, "currencyCode"));
    own.map(str::to_owned).or_else(usual).unwrap_or_else(|| DEFAULT_CODE.to_owned())
}

fn typed_amount(editing: &Editing) -> String {
    let Some(field) = editing.definition() else { return String::new() };
    let written = exact(field, &editing.value(), &preferences());
    currencies::split_currency(&written).map_or(written.clone(), |(amount, _)| amount.to_owned())
}

fn read(editing: &Editing, amount: &str, code: &str) -> Result<Draft, String> {
    let field = editing.known()?;
    if amount.trim() == typed_amount(editing) && code == code_of(editing) {
        return Ok(Draft::Unchanged);
    }
    let text = if amount.trim().is_empty() { String::new() } else { format!("{} {code}", amount.trim()) };
    let value = parse_text_with(field, &text, &preferences()).map_err(|error| editing.reason(&error))?;
    Ok(Draft::of(&editing.field, &editing.value(), value))
}
