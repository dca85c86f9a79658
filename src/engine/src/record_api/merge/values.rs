//! What several records know together.

use icosa_model::values::is_empty;
use icosa_model::{Field, FieldType, Object, Record};
use serde_json::{Value, json};

/// Written by the server, or about one record alone.
const OWN: [&str; 8] =
    ["id", "createdAt", "updatedAt", "deletedAt", "createdBy", "updatedBy", "position", "searchVector"];

/// The values of the survivor, which is the first of the records, afterwards: its own where it has one, else the
/// first that another has; lists hold what all have. None of them points at another that becomes it, or at itself.
pub(super) fn merged(object: &Object, records: &[&Record]) -> Record {
    let mut merged = Record::new();
    let leads_home = |field: &Field| {
        let leads_to = field.relation.as_ref().map(|relation| relation.target);
        field.join_column().is_some() && leads_to == Some(object.id)
    };
    let is_one_of_them = |value: &Value| records.iter().any(|record| record.get("id") == Some(value));
    for field in &object.fields {
        if OWN.contains(&field.name.as_str()) || field.columns.is_empty() {
            continue;
        }
        let key = field.join_column().unwrap_or(&field.name);
        let mut given = records
            .iter()
            .filter_map(|record| record.get(key))
            .filter(|value| !is_empty(field.field_type, value))
            .filter(|value| !leads_home(field) || !is_one_of_them(value));
        if let Some(first) = given.next() {
            let others: Vec<&Value> = given.collect();
            merged.insert(key.to_owned(), together(field, first, &others));
        } else if leads_home(field) {
            merged.insert(key.to_owned(), Value::Null);
        }
    }
    merged
}

fn together(field: &Field, first: &Value, others: &[&Value]) -> Value {
    match field.field_type {
        FieldType::Array | FieldType::MultiSelect => {
            let mut all = Vec::new();
            for item in
                [first].into_iter().chain(others.iter().copied()).filter_map(Value::as_array).flatten()
            {
                if !all.contains(item) {
                    all.push(item.clone());
                }
            }
            Value::Array(all)
        }
        FieldType::Emails => several(first, others, "additionalEmails", email, Value::clone),
        FieldType::Links => several(first, others, "secondaryLinks", link, |item| part(item, "url")),
        FieldType::Phones => several(first, others, "additionalPhones", phone, |item| {
            json!([part(item, "callingCode"), part(item, "number")])
        }),
        _ => first.clone(),
    }
}

fn part(value: &Value, name: &str) -> Value {
    value.get(name).cloned().unwrap_or_default()
}

fn email(value: &Value) -> Value {
    part(value, "primaryEmail")
}

fn link(value: &Value) -> Value {
    json!({"label": part(value, "primaryLinkLabel"), "url": part(value, "primaryLinkUrl")})
}

fn phone(value: &Value) -> Value {
    json!({
        "number": part(value, "primaryPhoneNumber"),
        "countryCode": part(value, "primaryPhoneCountryCode"),
        "callingCode": part(value, "primaryPhoneCallingCode"),
    })
}

/// The first value, with everything that the others have besides in its list.
fn several(
    first: &Value,
    others: &[&Value],
    list: &str,
    primary: fn(&Value) -> Value,
    known_by: fn(&Value) -> Value,
) -> Value {
    let items = |value: &Value| value.get(list).and_then(Value::as_array).cloned().unwrap_or_default();
    let own = primary(first);
    let mut known = vec![known_by(&own)];
    let mut all = Vec::new();
    let further = others.iter().flat_map(|other| [primary(other)].into_iter().chain(items(other)));
    for item in items(first).into_iter().chain(further) {
        let name = known_by(&item);
        let says_something = !matches!(&name, Value::Null) && name != json!([null, null]);
        if says_something && !known.contains(&name) {
            known.push(name);
            all.push(item);
        }
    }
    let mut merged = first.clone();
    if let Value::Object(parts) = &mut merged {
        parts.insert(list.to_owned(), if all.is_empty() { Value::Null } else { Value::Array(all) });
    }
    merged
}
