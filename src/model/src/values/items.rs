//! EMAILS, PHONES, LINKS and ARRAY as lists of texts, one a value, the way editors show and take them.

use serde_json::{Value, json};

use super::composite::json_list;
use super::default::text_part;
use super::form_values::{line_of_link, link_line};
use super::{ValueError, normalise, typed_parts};
use crate::format::phone;
use crate::{Field, FieldType};

/// Code of a list that is longer than its field allows.
pub const TOO_MANY_ITEMS: &str = "TOO_MANY_ITEMS";

/// How many values a person may enter; the primary one counts.
#[must_use]
pub fn most_items(field: &Field) -> usize {
    field.settings.max_number_of_values.map_or(usize::MAX, |most| (most as usize).max(1))
}

/// The values of a list, each as it would be typed, the primary one first. A link is its address, followed by its
/// label if it has one.
#[must_use]
pub fn items(field_type: FieldType, value: &Value) -> Vec<String> {
    entries(field_type, value).iter().map(|entry| typed(field_type, entry)).collect()
}

/// What a typed text adds to a list: one item in the form it will be shown in, or several where several e-mail
/// addresses or phone numbers were given at once.
///
/// # Errors
/// The text is no value of the field.
pub fn read_items(field: &Field, text: &str) -> Result<Vec<String>, ValueError> {
    let kind = field.field_type;
    Ok(read(field, text)?.iter().map(|entry| typed(kind, entry)).collect())
}

/// The value that a list of texts stands for, as it will be stored. Texts that were there in `before` keep what they
/// do not show (the country of a phone number); null parts for an empty list.
///
/// # Errors
/// A text is no value of the field, or there are more than it allows (and more than there were).
pub fn from_items(field: &Field, before: &Value, texts: &[String]) -> Result<Value, ValueError> {
    let kind = field.field_type;
    let known: Vec<(String, Value)> =
        entries(kind, before).into_iter().map(|entry| (typed(kind, &entry), entry)).collect();
    let mut list: Vec<Value> = Vec::new();
    for text in texts {
        let kept = known.iter().find(|(shown, _)| shown == text).map(|(_, entry)| vec![entry.clone()]);
        for entry in kept.map_or_else(|| read(field, text), Ok)? {
            if !list.contains(&entry) {
                list.push(entry);
            }
        }
    }
    let most = most_items(field);
    if list.len() > most && list.len() > known.len() {
        let plural = if most == 1 { "" } else { "s" };
        return Err(ValueError::coded(TOO_MANY_ITEMS, format!("At most {most} value{plural}.")));
    }
    normalise(field, &assembled(kind, &list))
}

/// A composite taken apart into equal entries: texts, `{number, countryCode, callingCode}` or `{url, label}`.
fn entries(kind: FieldType, value: &Value) -> Vec<Value> {
    let part = |key: &str| value.get(key).cloned().unwrap_or_default();
    let is_given = |key: &str| part(key).as_str().is_some_and(|text| !text.is_empty());
    let rest = |key: &str| json_list(key, &part(key)).unwrap_or_default();
    let with = |first: Option<Value>, key: &str| first.into_iter().chain(rest(key)).collect();
    match kind {
        FieldType::Emails => with(is_given("primaryEmail").then(|| part("primaryEmail")), "additionalEmails"),
        FieldType::Phones => {
            let first = is_given("primaryPhoneNumber").then(|| {
                json!({
                    "number": part("primaryPhoneNumber"), "countryCode": part("primaryPhoneCountryCode"),
                    "callingCode": part("primaryPhoneCallingCode"),
                })
            });
            with(first, "additionalPhones")
        }
        FieldType::Links => {
            let is_link = is_given("primaryLinkUrl") || is_given("primaryLinkLabel");
            let first =
                is_link.then(|| json!({ "url": part("primaryLinkUrl"), "label": part("primaryLinkLabel") }));
            with(first, "secondaryLinks")
        }
        _ => value.as_array().cloned().unwrap_or_default(),
    }
}

/// The composite put together again.
fn assembled(kind: FieldType, list: &[Value]) -> Value {
    let (first, rest) =
        list.split_first().map_or((Value::Null, &[][..]), |(first, rest)| (first.clone(), rest));
    let part = |key: &str| first.get(key).cloned().unwrap_or_default();
    match kind {
        FieldType::Emails => json!({ "primaryEmail": first, "additionalEmails": rest }),
        FieldType::Phones => json!({
            "primaryPhoneNumber": part("number"), "primaryPhoneCountryCode": part("countryCode"),
            "primaryPhoneCallingCode": part("callingCode"), "additionalPhones": rest,
        }),
        FieldType::Links => {
            json!({ "primaryLinkUrl": part("url"), "primaryLinkLabel": part("label"), "secondaryLinks": rest })
        }
        _ => Value::from(list.to_vec()),
    }
}

fn typed(kind: FieldType, entry: &Value) -> String {
    match kind {
        FieldType::Phones => phone::of_entry(entry),
        FieldType::Links => line_of_link(entry),
        _ => entry.as_str().unwrap_or_default().to_owned(),
    }
}

fn read(field: &Field, text: &str) -> Result<Vec<Value>, ValueError> {
    let (kind, text) = (field.field_type, text.trim());
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let wire = match kind {
        FieldType::Emails => typed_parts::emails(text),
        FieldType::Phones => {
            typed_parts::phones(text, text_part(field, "primaryPhoneCountryCode").as_deref())?
        }
        FieldType::Links => assembled(kind, &[link_line(text)]),
        _ => json!([text]),
    };
    Ok(entries(kind, &normalise(field, &wire)?))
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{field, with};
    use super::*;
    use FieldType as T;

    fn texts(list: &[&str]) -> Vec<String> {
        list.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn a_list_is_shown_as_it_is_typed_and_comes_back_whole() {
        for (kind, value, shown) in [
            (
                T::Emails,
                json!({ "primaryEmail": "a@x.org", "additionalEmails": ["b@x.org"] }),
                vec!["a@x.org", "b@x.org"],
            ),
            (
                T::Phones,
                json!({
                    "primaryPhoneNumber": "4155550123", "primaryPhoneCountryCode": "CA", "primaryPhoneCallingCode": "+1",
                    "additionalPhones": [{ "number": "612345678", "countryCode": "FR", "callingCode": "+33" }],
                }),
                vec!["+1 415 555 0123", "+33 6 12 34 56 78"],
            ),
            (
                T::Links,
                json!({
                    "primaryLinkUrl": "https://x.org/a b", "primaryLinkLabel": null,
                    "secondaryLinks": [{ "label": "Our shop", "url": "y.org" }, { "label": "No address", "url": null }],
                }),
                vec!["https://x.org/a%20b", "y.org Our shop", "- No address"],
            ),
            (T::Array, json!(["a, b", "c"]), vec!["a, b", "c"]),
        ] {
            assert_eq!(items(kind, &value), shown, "{kind}");
            assert_eq!(from_items(&field(kind), &value, &items(kind, &value)), Ok(value), "{kind}");
        }
    }

    #[test]
    fn an_empty_list_is_an_empty_value() {
        let emails = from_items(&field(T::Emails), &Value::Null, &[]);
        assert_eq!(emails, Ok(json!({ "primaryEmail": null, "additionalEmails": null })));
        assert_eq!(from_items(&field(T::Array), &json!(["a"]), &[]), Ok(Value::Null));
    }

    #[test]
    fn typed_texts_become_items_in_their_stored_form() {
        let read = |kind, text: &str| read_items(&field(kind), text).unwrap();
        assert_eq!(read(T::Emails, "Ada <Ada@X.org>, b@x.org"), ["ada@x.org", "b@x.org"]);
        assert_eq!(read(T::Phones, "0033612345678"), ["+33 6 12 34 56 78"]);
        assert_eq!(read(T::Links, " HTTPS://X.org/ Our shop "), ["https://x.org Our shop"]);
        assert_eq!(read(T::Array, " a, b "), ["a, b"]);
        assert_eq!(read(T::Array, " "), Vec::<String>::new());
        let domain = with(T::Links, |settings| settings.kind = Some("domain".to_owned()));
        assert_eq!(read_items(&domain, "https://www.Acme.com/x").unwrap(), ["acme.com"]);
        assert_eq!(read_items(&domain, "no domain").unwrap_err().sub_code, "INVALID_URL");
        assert!(read_items(&field(T::Emails), "nobody").is_err());
    }

    #[test]
    fn national_numbers_take_the_country_of_the_default_value() {
        let mut phones = field(T::Phones);
        phones.row.default_value = json!({ "primaryPhoneCountryCode": "'FR'" });
        assert_eq!(read_items(&phones, "6 12 34 56 78").unwrap(), ["+33 6 12 34 56 78"]);
        assert_eq!(read_items(&phones, "+49 151 12345678").unwrap(), ["+49 151 12345678"]);
    }

    #[test]
    fn the_limit_holds_for_new_values_only() {
        let two = with(T::Array, |settings| settings.max_number_of_values = Some(2));
        let more = json!(["a", "b", "c"]);
        let error = from_items(&two, &json!(["a"]), &texts(&["a", "b", "c"])).unwrap_err();
        assert_eq!((error.sub_code, error.message.as_str()), (TOO_MANY_ITEMS, "At most 2 values."));
        assert_eq!(from_items(&two, &more, &texts(&["c", "a", "b"])), Ok(json!(["c", "a", "b"])));
        assert_eq!(from_items(&two, &more, &texts(&["a", "a"])), Ok(json!(["a"])));
    }
}
