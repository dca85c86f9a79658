//! What only fields of one type have: how values are written, how many there are, what new records begin with.

use icosa_model::FieldType;
use icosa_model::definition::FieldSettings;
use icosa_model::field_type::RATINGS;
use icosa_model::format::{countries, currencies};
use icosa_ui::checkbox::Checkbox;
use icosa_ui::input::TextInput;
use icosa_ui::select::Select;
use leptos::prelude::*;
use serde_json::{Value, json};

use super::FieldDraft;
use super::defaults::{part, quoted, text, with_parts};
use super::options_editor::OptionsEditor;

/// The inputs of a field's type; none where there is nothing to set.
pub(super) fn type_settings(draft: FieldDraft) -> Option<AnyView> {
    use FieldType as T;
    let inputs = match draft.field_type {
        T::Text => text_settings(draft),
        T::Number => number_settings(draft),
        T::Boolean => boolean_settings(draft),
        T::Date | T::DateTime => date_settings(draft),
        T::Select | T::MultiSelect => view! { <OptionsEditor draft/> }.into_any(),
        T::Rating => rating_settings(draft),
        T::Currency => currency_settings(draft),
        T::Address => address_settings(draft),
        T::Phones => phone_settings(draft),
        T::Emails | T::Links => view! { <div class="set-line">{most(draft)}{click(draft)}</div> }.into_any(),
        T::Array => view! { <div class="set-line">{most(draft)}</div> }.into_any(),
        _ => return None,
    };
    Some(view! { <div class="set-fields">{inputs}</div> }.into_any())
}

type Pairs = Vec<(String, String)>;

fn pairs(list: &[(&str, &str)]) -> Pairs {
    list.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect()
}

/// Orders by label what follows "None".
fn sort_after_first(pairs: &mut Pairs) {
    if let Some(rest) = pairs.get_mut(1..) {
        rest.sort_by(|a, b| a.1.cmp(&b.1));
    }
}

/// A choice that is kept in the settings.
fn setting(
    draft: FieldDraft,
    label: &'static str,
    options: Pairs,
    get: fn(&FieldSettings) -> String,
    set: fn(&mut FieldSettings, String),
) -> AnyView {
    let value = Signal::derive(move || draft.settings.with(get));
    let change = move |chosen: String| draft.settings.update(|settings| set(settings, chosen));
    view! { <Select label options value on_change=change/> }.into_any()
}

/// A choice that is the default value.
fn default_choice(
    draft: FieldDraft,
    label: &'static str,
    options: Pairs,
    get: fn(&Value) -> String,
    set: fn(&str) -> Value,
) -> AnyView {
    let value = Signal::derive(move || draft.default.with(get));
    let change = move |chosen: String| draft.default.set(set(&chosen));
    view! { <Select label options value on_change=change/> }.into_any()
}

fn filled(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

fn text_settings(draft: FieldDraft) -> AnyView {
    let begin = draft.default.with_untracked(text);
    let rows = pairs(&[
        ("0", "One line"),
        ("2", "Up to 2 lines"),
        ("5", "Up to 5 lines"),
        ("10", "Up to 10 lines"),
        ("99", "As many as there are"),
    ]);
    let get = |settings: &FieldSettings| match settings.displayed_max_rows.unwrap_or(0) {
        0 | 1 => "0".to_owned(),
        2..=4 => "2".to_owned(),
        5..=9 => "5".to_owned(),
        10..=98 => "10".to_owned(),
        _ => "99".to_owned(),
    };
    let set = |settings: &mut FieldSettings, rows: String| {
        settings.displayed_max_rows = rows.parse().ok().filter(|rows| *rows > 0);
    };
    view! {
        <div class="set-line">
            <TextInput label="Default value" name="default" value=begin on_input=move |typed: String| draft.default.set(quoted(&typed))/>
            {setting(draft, "On the record page", rows, get, set)}
        </div>
    }
    .into_any()
}

fn number_settings(draft: FieldDraft) -> AnyView {
    let kinds =
        pairs(&[("number", "Number"), ("percentage", "Percentage"), ("shortNumber", "Short, such as 1.2k")]);
    let decimals: Pairs = std::iter::once((String::new(), "As entered".to_owned()))
        .chain((0..=6).map(|n| (n.to_string(), n.to_string())))
        .collect();
    let begin =
        draft.default.with_untracked(|default| default.as_f64().map(|n| n.to_string()).unwrap_or_default());
    let problem = RwSignal::new(String::new());
    let typed = move |typed: String| {
        let typed = typed.trim().replace(',', ".");
        let number = typed.parse::<f64>().ok().filter(|number| number.is_finite());
        problem.set(if typed.is_empty() || number.is_some() {
            String::new()
        } else {
            "Enter a number.".to_owned()
        });
        draft.default.set(number.map_or(Value::Null, |number| json!(number)));
    };
    view! {
        <div class="set-line">
            {setting(draft, "Written as", kinds, |s| s.kind.clone().unwrap_or_else(|| "number".to_owned()), |s, kind| s.kind = Some(kind))}
            {setting(draft, "Decimals", decimals, |s| s.decimals.map(|n| n.to_string()).unwrap_or_default(), |s, n| s.decimals = n.parse().ok())}
            <TextInput label="Default value" name="default" input_mode="decimal" value=begin error=problem on_input=typed/>
        </div>
    }
    .into_any()
}

fn boolean_settings(draft: FieldDraft) -> AnyView {
    let get = |default: &Value| default.as_bool().map(|is_on| is_on.to_string()).unwrap_or_default();
    let set = |chosen: &str| match chosen {
        "true" => json!(true),
        "false" => json!(false),
        _ => Value::Null,
    };
    let options = pairs(&[("", "Nothing"), ("true", "True"), ("false", "False")]);
    view! { <div class="set-line">{default_choice(draft, "New records begin with", options, get, set)}</div> }
        .into_any()
}

fn date_settings(draft: FieldDraft) -> AnyView {
    let formats = pairs(&[
        ("USER_SETTINGS", "As each person prefers"),
        ("RELATIVE", "Relative: 3 days ago"),
        ("CUSTOM", "Own pattern"),
    ]);
    let get = |settings: &FieldSettings| {
        settings.display_format.clone().unwrap_or_else(|| "USER_SETTINGS".to_owned())
    };
    let set = |settings: &mut FieldSettings, format: String| {
        if format != "CUSTOM" {
            settings.custom_unicode_date_format = None;
        }
        settings.display_format = Some(format);
    };
    let is_custom =
        Memo::new(move |_| draft.settings.with(|s| s.display_format.as_deref() == Some("CUSTOM")));
    let pattern = move || {
        is_custom.get().then(|| {
            let value = draft.settings.with_untracked(|s| s.custom_unicode_date_format.clone()).unwrap_or_default();
            let typed = move |typed: String| draft.settings.update(|s| s.custom_unicode_date_format = filled(typed));
            view! { <TextInput label="Pattern" name="pattern" value placeholder="d MMM yyyy" on_input=typed hint="y year, M month, d day, H hour, m minute."/> }
        })
    };
    let moments = pairs(&[
        ("", "Nothing"),
        (
            "now",
            if draft.field_type == FieldType::Date {
                "The day of creation"
            } else {
                "The moment of creation"
            },
        ),
    ]);
    let get_default =
        |default: &Value| default.as_str().filter(|word| *word == "now").unwrap_or_default().to_owned();
    let set_default = |chosen: &str| if chosen == "now" { json!("now") } else { Value::Null };
    view! {
        <div class="set-line">
            {setting(draft, "Written", formats, get, set)}
            {pattern}
            {default_choice(draft, "New records begin with", moments, get_default, set_default)}
        </div>
    }
    .into_any()
}

fn rating_settings(draft: FieldDraft) -> AnyView {
    let mut options = pairs(&[("", "Nothing")]);
    options.extend(RATINGS.iter().enumerate().map(|(at, value)| ((*value).to_owned(), "★".repeat(at + 1))));
    view! { <div class="set-line">{default_choice(draft, "New records begin with", options, text, quoted)}</div> }.into_any()
}

const MONEY: [&str; 2] = ["amountMicros", "currencyCode"];

fn currency_settings(draft: FieldDraft) -> AnyView {
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

fn address_settings(draft: FieldDraft) -> AnyView {
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

fn phone_settings(draft: FieldDraft) -> AnyView {
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

/// How many values a record may have.
fn most(draft: FieldDraft) -> AnyView {
    let mut options = pairs(&[("", "Any number")]);
    options.extend((1..=10).map(|n| (n.to_string(), n.to_string())));
    let get =
        |settings: &FieldSettings| settings.max_number_of_values.map(|n| n.to_string()).unwrap_or_default();
    setting(draft, "Most values", options, get, |settings, n| settings.max_number_of_values = n.parse().ok())
}

/// What a click on a value does.
fn click(draft: FieldDraft) -> AnyView {
    let options = pairs(&[("OPEN_LINK", "Opens it"), ("COPY", "Copies it")]);
    let get =
        |settings: &FieldSettings| settings.click_action.clone().unwrap_or_else(|| "OPEN_LINK".to_owned());
    setting(draft, "A click", options, get, |settings, action| settings.click_action = Some(action))
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
