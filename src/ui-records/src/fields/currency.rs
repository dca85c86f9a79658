//! CURRENCY: an amount and the currency it is in.

use icosa_model::format::{Preferences, currencies, exact};
use icosa_model::values::parse_text_with;
use icosa_rpc::use_signed_in;
use leptos::prelude::*;
use serde_json::Value;

use super::Editing;
use super::editor_frame::{Draft, EditorFrame, Finish};

/// Used when a value has no currency yet.
const DEFAULT_CODE: &str = "USD";

/// The currency as a native list (it can be searched by typing), the amount as text.
pub(crate) fn editor(editing: Editing) -> AnyView {
    let finish = Finish::new(editing.on_done);
    let before = editing.value();
    let code = before.get("currencyCode").and_then(Value::as_str).unwrap_or(DEFAULT_CODE).to_owned();
    let amount = editing.seed.clone().unwrap_or_else(|| typed_amount(&editing));
    let (code, amount) = (RwSignal::new(code), RwSignal::new(amount));
    let is_seeded = editing.seed.is_some();
    let label = editing.label();
    let read = Callback::new(move |()| read(&editing, &amount.get_untracked(), &code.get_untracked()));
    let options: Vec<AnyView> = currencies::all()
        .map(|currency| {
            let is_selected = code.with_untracked(|code| code == currency.code);
            view! { <option value=currency.code selected=is_selected title=currency.name>{currency.code}</option> }.into_any()
        })
        .collect();
    view! {
        <EditorFrame label read finish>
            <div class="flex">
                <select class="field-input field-code" aria-label="Currency" on:change=move |event| code.set(event_target_value(&event))>
                    {options}
                </select>
                <input class="field-input min-w-0 flex-1" data-autofocus="" type="text" inputmode="decimal" aria-label="Amount"
                    autocomplete="off" data-seeded=is_seeded.then_some("") value=amount.get_untracked()
                    prop:value=move || amount.get() on:input=move |event| amount.set(event_target_value(&event))/>
            </div>
        </EditorFrame>
    }
    .into_any()
}

fn typed_amount(editing: &Editing) -> String {
    let Some(field) = editing.definition() else { return String::new() };
    let written = exact(field, &editing.value(), &preferences());
    currencies::split_currency(&written).map_or(written.clone(), |(amount, _)| amount.to_owned())
}

fn preferences() -> Preferences {
    use_signed_in().map(|page| page.session.preferences.clone()).unwrap_or_default()
}

fn read(editing: &Editing, amount: &str, code: &str) -> Result<Draft, String> {
    let field = editing.definition().ok_or("The field is gone.")?;
    let before = editing.value();
    if amount.trim() == typed_amount(editing)
        && before.get("currencyCode").and_then(Value::as_str).unwrap_or(DEFAULT_CODE) == code
    {
        return Ok(Draft::Unchanged);
    }
    let text = if amount.trim().is_empty() { String::new() } else { format!("{} {code}", amount.trim()) };
    let value = parse_text_with(field, &text, &preferences()).map_err(|error| error.message)?;
    Ok(Draft::of(&editing.field, &before, value))
}
