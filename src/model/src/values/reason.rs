//! Why a value is refused, in the words of an editor: what is expected, without the names of the API.

use super::{INVALID_ARGS_DATA, ValueError};
use crate::{Field, FieldType};

/// One sentence for the person who typed the value.
#[must_use]
pub fn reason(field: &Field, error: &ValueError) -> String {
    let text = match (field.field_type, error.sub_code) {
        (FieldType::Links, "INVALID_URL") if field.settings.kind.as_deref() == Some("domain") => {
            "This is not a domain, such as example.com."
        }
        (FieldType::Links, "INVALID_URL") => "This is not a web address, such as example.com/about.",
        (FieldType::Phones, "INVALID_PHONE_NUMBER") => {
            "This is not a phone number, such as +33 6 12 34 56 78."
        }
        (_, code) if code != INVALID_ARGS_DATA => return error.message.clone(),
        (FieldType::Number, _) => match field.settings.data_type.as_deref() {
            Some("int" | "bigint") => "Only whole numbers fit here.",
            _ => "This is not a number.",
        },
        (FieldType::Numeric | FieldType::Position, _) => "This is not a number.",
        (FieldType::Currency, _) => "This is not an amount.",
        (FieldType::Date, _) => "This is not a date, such as 2026-11-20.",
        (FieldType::DateTime, _) => "This is not a date and time, such as 2026-11-20 17:05.",
        (FieldType::Uuid, _) => "This is not an id: 32 digits and letters a to f, apart by hyphens.",
        (FieldType::Emails, _) => "This is not an e-mail address, such as ada@example.com.",
        (FieldType::Address, _) => "Latitude and longitude are numbers.",
        (FieldType::RawJson, _) => "This is not a JSON object or list.",
        (FieldType::Select | FieldType::MultiSelect | FieldType::Rating, _) => "This is none of the choices.",
        _ => return error.message.clone(),
    };
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{field, with};
    use super::super::{parse_text, read_items};
    use super::*;
    use FieldType as T;

    #[test]
    fn refusals_tell_what_is_expected_and_nothing_of_the_api() {
        let whole = with(T::Number, |settings| settings.data_type = Some("int".to_owned()));
        let domain = with(T::Links, |settings| settings.kind = Some("domain".to_owned()));
        for (field, typed, word) in [
            (field(T::Number), "a lot", "number"),
            (whole, "1.5", "whole"),
            (field(T::Currency), "x", "amount"),
            (field(T::Date), "soon", "date"),
            (field(T::DateTime), "soon", "time"),
            (field(T::Uuid), "1", "hyphens"),
            (field(T::Emails), "nobody", "e-mail"),
            (field(T::Links), "no address at all", "web address"),
            (domain, "nowhere", "domain"),
            (field(T::Phones), "call me", "phone number"),
            (field(T::RawJson), "3", "JSON"),
            (field(T::Select), "x", "choices"),
        ] {
            let error = parse_text(&field, typed).unwrap_err();
            let said = reason(&field, &error);
            assert!(said.contains(word) && !said.contains("\"f"), "{} {said}", field.field_type);
        }
        let conflict = read_items(&field(T::Phones), "+999 12").unwrap_err();
        assert!(!reason(&field(T::Phones), &conflict).is_empty());
    }
}
