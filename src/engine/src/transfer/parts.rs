//! The parts of composite fields as columns of a file.

use icosa_model::format::address;
use icosa_model::{Field, FieldType};

/// A part as a column: its name in paths and what people call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    /// As in `field.part`.
    pub name: &'static str,
    /// What people read.
    pub label: &'static str,
    /// Values can come in by it.
    pub is_written: bool,
}

const fn part(name: &'static str, label: &'static str) -> Part {
    Part { name, label, is_written: true }
}

const NAME: &[Part] = &[part("firstName", "First name"), part("lastName", "Last name")];
const EMAILS: &[Part] =
    &[part("primaryEmail", "Primary e-mail"), part("additionalEmails", "Additional e-mails")];
const PHONES: &[Part] = &[
    part("primaryPhoneNumber", "Primary phone number"),
    part("primaryPhoneCountryCode", "Primary phone country code"),
    part("primaryPhoneCallingCode", "Primary phone calling code"),
    part("additionalPhones", "Additional phones"),
];
const LINKS: &[Part] = &[
    part("primaryLinkUrl", "Primary link URL"),
    part("primaryLinkLabel", "Primary link label"),
    part("secondaryLinks", "Secondary links"),
];
const CURRENCY: &[Part] = &[part("amount", "Amount"), part("currencyCode", "Currency")];
const RICH_TEXT: &[Part] = &[part("markdown", "Text")];
const ACTOR: &[Part] = &[part("source", "Source"), Part { name: "name", label: "Name", is_written: false }];

/// The columns of a composite field, in order; none for a field that is one column.
pub(crate) fn parts(field: &Field) -> Vec<Part> {
    match field.field_type {
        FieldType::FullName => NAME.to_vec(),
        FieldType::Emails => EMAILS.to_vec(),
        FieldType::Phones => PHONES.to_vec(),
        FieldType::Links => LINKS.to_vec(),
        FieldType::Currency => CURRENCY.to_vec(),
        FieldType::RichText => RICH_TEXT.to_vec(),
        FieldType::Actor => ACTOR.to_vec(),
        FieldType::Address => address::PARTS.iter().map(|(name, label)| part(name, label)).collect(),
        _ => Vec::new(),
    }
}

/// Whether a path may name that part: those that are columns, and those of the record API that are not.
pub(crate) fn is_part(field: &Field, name: &str) -> bool {
    let is_column = parts(field).iter().any(|part| part.name == name && part.is_written);
    is_column || field.field_type.sub_fields().iter().any(|part| part.name == name && !part.server_only)
}

/// The header of a part's column.
pub(crate) fn header(field: &Field, part: &Part) -> String {
    format!("{} / {}", field.label, part.label)
}
