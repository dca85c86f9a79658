//! Amounts of money.

use icosa_model::format::currencies;
use icosa_ui::input::TextInput;
use icosa_ui::select::Select;
use leptos::prelude::*;

use super::super::FieldDraft;
use super::super::defaults::{part, with_parts};
use super::{pairs, setting};

const MONEY: [&str; 2] = ["amountMicros", "currencyCode"];

/// Default currency and amount, and how amounts are written.
pub(super) fn settings(draft: FieldDraft) -> AnyView {
    let mut codes = pairs(&[("", "None")]);
    codes.extend(currencies::all().map(|c| (c.code.to_owned(), format!("{} – {}", c.code, c.name))));
    let formats = pairs(&[("short", "Short, such as 1.2k"), ("full", "Full")]);
    let code = Signal::derive(move || draft.default.with(|default| part(default, "currencyCode")));
    let amount = draft.default.with_untracked(|default| whole(&part(default, "amountMicros")));
    let store = move |code: &str, amount: &str| {
        let micros = micros(amount);
        draft.default.set(with_parts(&MONEY, &[("currencyCode", code), ("amountMicros", &micros)]));
    };
    let typed_amount = RwSignal::new(amount.clone());
    let change_code = move |chosen: String| store(&chosen, &typed_amount.get_untracked());
    let type_amount = move |typed: String| {
        typed_amount.set(typed.clone());
        store(&code.get_untracked(), &typed);
    };
    view! {
        <div class="set-line">
            <Select label="Default currency" options=codes value=code on_change=change_code/>
            <TextInput label="Default amount" name="default" input_mode="decimal" value=amount on_input=type_amount/>
            {setting(draft, "Written", formats, |s| s.format.clone().unwrap_or_else(|| "short".to_owned()), |s, format| s.format = Some(format))}
        </div>
    }
    .into_any()
}

/// Millionths of an amount, as text; empty where it is none.
fn micros(amount: &str) -> String {
    let amount = amount.trim().replace(',', ".");
    let (whole, fraction) = amount.split_once('.').unwrap_or((&amount, ""));
    let is_digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) || fraction.len() > 6 {
        return String::new();
    }
    let digits = format!("{whole}{fraction:0<6}");
    let trimmed = digits.trim_start_matches('0');
    if trimmed.is_empty() { "0".to_owned() } else { trimmed.to_owned() }
}

/// The amount of millionths.
fn whole(micros: &str) -> String {
    if micros.is_empty() || !micros.chars().all(|c| c.is_ascii_digit()) {
        return String::new();
    }
    let padded = format!("{micros:0>7}");
    let (whole, fraction) = padded.split_at(padded.len() - 6);
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_kept_in_millionths() {
        for (amount, stored, back) in [
            ("12", "12000000", "12"),
            ("0,5", "500000", "0.5"),
            ("1200.25", "1200250000", "1200.25"),
            ("0", "0", "0"),
            ("x", "", ""),
            ("", "", ""),
        ] {
            assert_eq!(micros(amount), stored, "{amount}");
            assert_eq!(whole(stored), back, "{amount}");
        }
    }
}
