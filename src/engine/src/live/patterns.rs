//! Patterns of LIKE, and the texts that they are held against.

use icosa_model::{Column, Field, FieldType, Object, Record};
use serde_json::Value;

/// A pattern with `%` and `_`.
pub(super) struct Pattern {
    signs: Vec<Sign>,
    ignores_case: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Sign {
    Letter(char),
    AnyOne,
    Anything,
}

impl Pattern {
    /// As in SQL: a backslash takes a sign its meaning.
    pub fn like(pattern: &str) -> Self {
        let mut signs = Vec::new();
        let mut letters = pattern.chars();
        while let Some(letter) = letters.next() {
            signs.push(match letter {
                '%' => Sign::Anything,
                '_' => Sign::AnyOne,
                '\\' => Sign::Letter(letters.next().unwrap_or('\\')),
                letter => Sign::Letter(letter),
            });
        }
        Self { signs, ignores_case: false }
    }

    /// Texts that begin so.
    pub fn beginning(text: &str) -> Self {
        let signs = text.chars().map(Sign::Letter).chain([Sign::Anything]).collect();
        Self { signs, ignores_case: false }
    }

    /// Texts that end so.
    pub fn end(text: &str) -> Self {
        let signs = [Sign::Anything].into_iter().chain(text.chars().map(Sign::Letter)).collect();
        Self { signs, ignores_case: false }
    }

    /// The same for small and large letters.
    pub fn ignoring_case(mut self) -> Self {
        let lower = |sign: &Sign| match *sign {
            Sign::Letter(letter) => letter.to_lowercase().map(Sign::Letter).collect(),
            other => vec![other],
        };
        self.signs = self.signs.iter().flat_map(lower).collect();
        self.ignores_case = true;
        self
    }

    /// The whole text is so.
    pub fn fits(&self, text: &str) -> bool {
        let text: Vec<char> =
            if self.ignores_case { text.to_lowercase().chars().collect() } else { text.chars().collect() };
        // The last `%` and what it stands for so far: only that one can still give way.
        let (mut sign, mut at, mut back) = (0, 0, None);
        while let Some(letter) = text.get(at) {
            match self.signs.get(sign) {
                Some(Sign::Anything) => {
                    back = Some((sign, at));
                    sign += 1;
                }
                Some(Sign::AnyOne) => (sign, at) = (sign + 1, at + 1),
                Some(Sign::Letter(own)) if own == letter => (sign, at) = (sign + 1, at + 1),
                _ => match back {
                    Some((any, from)) => {
                        back = Some((any, from + 1));
                        (sign, at) = (any + 1, from + 1);
                    }
                    None => return false,
                },
            }
        }
        self.signs.iter().skip(sign).all(|sign| *sign == Sign::Anything)
    }
}

/// JSON as Postgres writes it: a blank after colons and commas.
pub(super) fn json_text(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(json_text).collect::<Vec<_>>().join(", ")),
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            // `jsonb` keeps short names first.
            members.sort_by_key(|(name, _)| (name.len(), name.as_str()));
            let member = |(name, value): &(&String, &Value)| {
                format!("{}: {}", Value::String((*name).clone()), json_text(value))
            };
            format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

/// All texts of a record in small letters, a blank between them.
pub(super) fn plain_texts(object: &Object, record: &Record) -> String {
    let mut texts = Vec::new();
    for field in &object.fields {
        let Some(whole) = record.get(&field.name) else { continue };
        for column in field.columns.iter().filter(|column| is_searched(field, column)) {
            let value = column.sub_field.map_or(Some(whole), |part| whole.get(part));
            match value {
                None | Some(Value::Null) => {}
                Some(Value::String(text)) => texts.push(text.clone()),
                Some(other) => texts.push(json_text(other)),
            }
        }
    }
    texts.join(" ").to_lowercase()
}

/// The texts that the search looks at, without case and accents.
pub(super) fn searched_texts(object: &Object, record: &Record) -> String {
    let label = object.label_field();
    let searched = object.search_field_ids.iter().filter_map(|id| object.field_by_id(*id));
    let mut texts = Vec::new();
    for field in [label].into_iter().chain(searched) {
        match (field.field_type, record.get(&field.name)) {
            (_, None | Some(Value::Null)) => {}
            (FieldType::Phones, Some(value)) => add_phones(value, &mut texts),
            (_, Some(value)) => add_texts(value, &mut texts),
        }
    }
    folded(&texts.join(" "))
}

fn add_texts(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| add_texts(item, texts)),
        Value::Object(members) => members.values().for_each(|member| add_texts(member, texts)),
        _ => {}
    }
}

/// The ways people write a number.
fn add_phones(value: &Value, texts: &mut Vec<String>) {
    let part = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
    let number = part("primaryPhoneNumber");
    if !number.is_empty() {
        texts.push(format!("{}{number} 0{number}", part("primaryPhoneCallingCode")));
    }
    value.get("additionalPhones").iter().for_each(|more| add_texts(more, texts));
}

/// Small letters without accents.
pub(super) fn folded(text: &str) -> String {
    deunicode::deunicode(text).to_lowercase()
}

fn is_searched(field: &Field, column: &Column) -> bool {
    use FieldType as T;
    match field.field_type {
        T::Text | T::FullName | T::Emails | T::Links => true,
        T::Address => column.kind == T::Text,
        T::Phones => matches!(column.sub_field, Some("primaryPhoneNumber" | "additionalPhones")),
        T::RichText => column.sub_field == Some("markdown"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn patterns_fit_whole_texts() {
        for (pattern, text, fits) in [
            ("Acme", "Acme", true),
            ("Acme", "Acme Ltd", false),
            ("Ac%", "Acme", true),
            ("%me", "Acme", true),
            ("%c%e", "Acme", true),
            ("%c%x%", "Acme", false),
            ("A__e", "Acme", true),
            ("A_e", "Acme", false),
            (r"100\%", "100%", true),
            (r"100\%", "1000", false),
            ("%%", "", true),
            ("", "", true),
            ("_", "", false),
            ("acme", "Acme", false),
            ("%a%a%a%b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", false),
        ] {
            assert_eq!(Pattern::like(pattern).fits(text), fits, "{pattern} {text}");
        }
        assert!(Pattern::like("%É%").ignoring_case().fits("l'été"));
        assert!(Pattern::beginning("10%").fits("10% off") && !Pattern::beginning("10%").fits("100"));
        assert!(Pattern::end("_x").fits("a_x") && !Pattern::end("_x").fits("abx"));
    }

    #[test]
    fn json_is_written_as_postgres_does() {
        let value = json!({"label": "a", "url": "b", "n": [1, {"x": null}]});
        assert_eq!(json_text(&value), r#"{"n": [1, {"x": null}], "url": "b", "label": "a"}"#);
    }
}
