//! The inputs of a plain HTML form that edit a field.

use super::items::most_items;
use crate::field_type::RATINGS;
use crate::format::{address, countries, currencies};
use crate::{Field, FieldType};

/// One input of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormInput {
    /// Name in the form: the field, `field.part`, or `<relation>Id`.
    pub name: String,
    /// What stands beside it: the field's label, or the part's for composites.
    pub label: String,
    /// What kind of input.
    pub kind: InputKind,
    /// The field takes no nulls and has no default.
    pub is_required: bool,
}

/// Kind of an input. A checkbox and a multi-select that are left alone submit nothing, so the form carries a hidden
/// input of the same name with an empty value before them: see [`InputKind::needs_marker`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputKind {
    /// `type=text`.
    Text,
    /// `type=number`; the values are in steps of `step`, which may be `any`.
    Number {
        /// The `step` attribute.
        step: &'static str,
    },
    /// `type=date`.
    Date,
    /// `type=datetime-local`, in the person's zone.
    DateTimeLocal,
    /// `type=checkbox value=true`.
    Checkbox,
    /// One choice.
    Select {
        /// `(value, label)`; begins with an empty value where nothing may be chosen.
        options: Vec<(String, String)>,
    },
    /// Any number of choices.
    MultiSelect {
        /// `(value, label)`.
        options: Vec<(String, String)>,
    },
    /// Several lines.
    TextArea,
    /// `type=email`.
    Email,
    /// `type=text inputmode=url`: the scheme may be left out, which `type=url` would refuse.
    Url,
    /// `type=tel`.
    Tel,
    /// `type=hidden`: a part that is kept and not shown, because a composite is always written whole.
    Hidden,
}

impl InputKind {
    /// Submits nothing when nothing is chosen, so that a hidden input has to say that it was there.
    #[must_use]
    pub fn needs_marker(&self) -> bool {
        matches!(self, Self::Checkbox | Self::MultiSelect { .. })
    }
}

use InputKind as K;

/// The inputs that edit a field; none for what cannot be edited in a plain form (files, actors, to-many relations).
#[must_use]
pub fn form_inputs(field: &Field) -> Vec<FormInput> {
    let one = |kind| vec![input(field, field.name.clone(), field.label.clone(), kind)];
    let parts = |list: Vec<(&str, &str, InputKind)>| -> Vec<FormInput> {
        let part = |(part, label, kind): (&str, &str, InputKind)| {
            let is_required = false;
            FormInput { name: format!("{}.{part}", field.name), label: label.to_owned(), kind, is_required }
        };
        list.into_iter().map(part).collect()
    };
    match field.field_type {
        FieldType::Text if field.settings.displayed_max_rows.is_some_and(|rows| rows > 1) => one(K::TextArea),
        FieldType::Text | FieldType::Uuid => one(K::Text),
        FieldType::Number => one(K::Number { step: number_step(field) }),
        FieldType::Numeric => one(K::Number { step: "any" }),
        FieldType::Boolean => one(K::Checkbox),
        FieldType::Date => one(K::Date),
        FieldType::DateTime => one(K::DateTimeLocal),
        FieldType::Select | FieldType::Rating => one(K::Select { options: choices(field, true) }),
        FieldType::MultiSelect => one(K::MultiSelect { options: choices(field, false) }),
        FieldType::Array | FieldType::RawJson => one(K::TextArea),
        FieldType::Relation | FieldType::MorphRelation => match field.join_column() {
            Some(column) => vec![input(field, column.to_owned(), field.label.clone(), K::Text)],
            None => Vec::new(),
        },
        FieldType::FullName => {
            parts(vec![("firstName", "First name", K::Text), ("lastName", "Last name", K::Text)])
        }
        FieldType::Emails => parts(vec![
            ("primaryEmail", "Primary e-mail", K::Email),
            ("additionalEmails", "More e-mails, one a line", more(field)),
        ]),
        FieldType::Phones => parts(vec![
            ("primaryPhoneNumber", "Primary phone, with +country code", K::Tel),
            ("additionalPhones", "More phones, one a line", more(field)),
        ]),
        FieldType::Links => parts(vec![
            ("primaryLinkUrl", "Address", K::Url),
            ("primaryLinkLabel", "Label", K::Text),
            ("secondaryLinks", "More links, one a line: address, blank, label", more(field)),
        ]),
        FieldType::Currency => parts(vec![
            ("amount", "Amount", K::Number { step: "any" }),
            ("currencyCode", "Currency", K::Select { options: currency_choices() }),
        ]),
        FieldType::Address => parts(address_inputs(field)),
        FieldType::RichText => parts(vec![("markdown", "Text", K::TextArea)]),
        FieldType::Files | FieldType::Actor | FieldType::TsVector | FieldType::Position => Vec::new(),
    }
}

/// The further values of a list; kept and not shown where a person may enter one only.
fn more(field: &Field) -> InputKind {
    if most_items(field) == 1 { K::Hidden } else { K::TextArea }
}

fn address_inputs(field: &Field) -> Vec<(&'static str, &'static str, InputKind)> {
    let visible = address::visible_parts(&field.settings);
    let kind = |part: &str| match part {
        part if !visible.contains(&part) => K::Hidden,
        "addressCountry" => K::Select { options: country_choices() },
        part if address::is_coordinate(part) => K::Number { step: "any" },
        _ => K::Text,
    };
    address::PARTS.iter().map(|(part, label)| (*part, *label, kind(part))).collect()
}

fn input(field: &Field, name: String, label: String, kind: InputKind) -> FormInput {
    let is_required = !field.is_nullable && field.default_value.is_null() && kind != K::Checkbox;
    FormInput { name, label, kind, is_required }
}

pub(super) fn is_percentage(field: &Field) -> bool {
    field.settings.kind.as_deref() == Some("percentage")
}

fn number_step(field: &Field) -> &'static str {
    let is_whole = matches!(field.settings.data_type.as_deref(), Some("int" | "bigint"));
    if is_whole && !is_percentage(field) { "1" } else { "any" }
}

fn nothing() -> (String, String) {
    (String::new(), String::new())
}

fn choices(field: &Field, with_nothing: bool) -> Vec<(String, String)> {
    let mut choices: Vec<(String, String)> =
        field.options.iter().map(|option| (option.value.clone(), option.label.clone())).collect();
    if choices.is_empty() && field.field_type == FieldType::Rating {
        choices =
            RATINGS.iter().zip(1..).map(|(value, stars)| ((*value).to_owned(), stars.to_string())).collect();
    }
    if with_nothing && field.is_nullable {
        choices.insert(0, nothing());
    }
    choices
}

fn currency_choices() -> Vec<(String, String)> {
    let choice = |currency: currencies::Currency| {
        (currency.code.to_owned(), format!("{} – {}", currency.code, currency.name))
    };
    std::iter::once(nothing()).chain(currencies::all().map(choice)).collect()
}

/// Addresses hold the country's name, not its code.
fn country_choices() -> Vec<(String, String)> {
    let mut names: Vec<&str> = countries::all().map(|country| country.name).collect();
    names.sort_unstable();
    std::iter::once(nothing())
        .chain(names.into_iter().map(|name| (name.to_owned(), name.to_owned())))
        .collect()
}
