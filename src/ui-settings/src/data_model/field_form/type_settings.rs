//! What only fields of one type have: how values are written, how many there are, what new records begin with.

mod money;
mod places;

use icosa_contract::files::MAX_FILES_OF_FIELD;
use icosa_model::FieldType;
use icosa_model::definition::FieldSettings;
use icosa_model::field_type::RATINGS;
use icosa_ui::input::TextInput;
use icosa_ui::select::Select;
use leptos::prelude::*;
use serde_json::{Value, json};

use super::FieldDraft;
use super::defaults::{quoted, text};
use super::options_editor::OptionsEditor;

/// The inputs of a field's type; none where there is nothing to set.
pub(super) fn type_settings(draft: FieldDraft) -> Option<AnyView> {
    use FieldType as T;
    let inputs = match draft.field_type {
        T::Text => text_settings(draft),
        T::Number => number_settings(draft),
        T::Boolean => boolean_settings(draft),
        T::Date | T::DateTime => date_settings(draft),
        T::Select | T::MultiSelect => view! { <div class="js-only"><OptionsEditor draft/></div> }.into_any(),
        T::Rating => rating_settings(draft),
        T::Currency => money::settings(draft),
        T::Address => places::address(draft),
        T::Phones => places::phones(draft),
        T::Emails | T::Links => view! { <div class="set-line">{most(draft)}{click(draft)}</div> }.into_any(),
        T::Array => view! { <div class="set-line">{most(draft)}</div> }.into_any(),
        T::Files => view! { <div class="set-line">{most_files(draft)}</div> }.into_any(),
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

/// How many values a record may have.
fn most(draft: FieldDraft) -> AnyView {
    let mut options = pairs(&[("", "Any number")]);
    options.extend((1..=10).map(|n| (n.to_string(), n.to_string())));
    let get =
        |settings: &FieldSettings| settings.max_number_of_values.map(|n| n.to_string()).unwrap_or_default();
    setting(draft, "Most values", options, get, |settings, n| settings.max_number_of_values = n.parse().ok())
}

/// How many files a record may have.
fn most_files(draft: FieldDraft) -> AnyView {
    let options = (1..=MAX_FILES_OF_FIELD).map(|n| (n.to_string(), n.to_string())).collect();
    let get =
        |settings: &FieldSettings| settings.max_number_of_values.map(|n| n.to_string()).unwrap_or_default();
    setting(draft, "Most files", options, get, |settings, n| settings.max_number_of_values = n.parse().ok())
}

/// What a click on a value does.
fn click(draft: FieldDraft) -> AnyView {
    let options = pairs(&[("OPEN_LINK", "Opens it"), ("COPY", "Copies it")]);
    let get =
        |settings: &FieldSettings| settings.click_action.clone().unwrap_or_else(|| "OPEN_LINK".to_owned());
    setting(draft, "A click", options, get, |settings, action| settings.click_action = Some(action))
}
