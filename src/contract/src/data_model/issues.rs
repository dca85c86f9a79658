//! What is said about a change that is refused, taken apart for the inputs it is about.

use serde_json::Value;

use crate::error::AppError;
use crate::forms::Flash;

/// Sample rows named in a message.
const MAX_SAMPLE: usize = 5;

/// One broken rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Issue {
    /// Stable code, e.g. `NOT_AVAILABLE`.
    pub code: String,
    /// One sentence.
    pub message: String,
    /// The value that breaks it.
    pub value: Value,
}

impl Issue {
    /// What was wrong with a refused plain form; nothing where none was.
    #[must_use]
    pub fn of_form(flash: &Flash) -> Vec<Self> {
        let message = Some(flash.message.clone()).filter(|message| !message.is_empty());
        message.map(|message| Self { code: String::new(), message, value: Value::Null }).into_iter().collect()
    }

    /// The issue is about this text.
    #[must_use]
    pub fn is_about(&self, text: &str) -> bool {
        !text.is_empty() && self.value == text
    }
}

/// Every problem of the report; a refusal without report is one problem.
#[must_use]
pub fn issues(error: &AppError) -> Vec<Issue> {
    let listed: Vec<Issue> = error
        .details
        .as_deref()
        .and_then(|details| details.get("errors")?.as_object())
        .into_iter()
        .flat_map(|groups| groups.values())
        .filter_map(Value::as_array)
        .flatten()
        .filter_map(|entry| entry.get("errors")?.as_array())
        .flatten()
        .map(issue)
        .collect();
    if listed.is_empty() {
        let code = error.sub_code.clone().unwrap_or_default();
        return vec![Issue { code, message: whole(error), value: Value::Null }];
    }
    listed
}

fn issue(entry: &Value) -> Issue {
    let text = |key: &str| entry.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    Issue {
        code: text("code").unwrap_or_default().to_owned(),
        message: text("userFriendlyMessage").or_else(|| text("message")).unwrap_or_default().to_owned(),
        value: entry.get("value").cloned().unwrap_or_default(),
    }
}

/// The message with the stored records that stand in the way, where the server names some.
fn whole(error: &AppError) -> String {
    let sample = error.details.as_deref().and_then(|details| details.get("sample")?.as_array());
    let shown: Vec<String> = sample.into_iter().flatten().take(MAX_SAMPLE).map(sample_text).collect();
    if shown.is_empty() {
        return error.message.clone();
    }
    format!("{} For example: {}.", error.message, shown.join(", "))
}

fn sample_text(row: &Value) -> String {
    match row {
        Value::String(text) => text.clone(),
        Value::Object(fields) => {
            let label = ["label", "value", "id"].iter().find_map(|key| fields.get(*key));
            label.map_or_else(|| row.to_string(), sample_text)
        }
        Value::Array(values) => values.iter().map(sample_text).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::error::Code;

    #[test]
    fn a_report_is_taken_apart() {
        let details = json!({ "errors": { "fieldMetadata": [{ "errors": [
            { "code": "NOT_AVAILABLE", "message": "city is in use.", "value": "city" },
            { "code": "INVALID_FIELD_INPUT", "message": "x", "userFriendlyMessage": "Too short." },
        ] }] } });
        let error = AppError::new(Code::MetadataValidationFailed, "Failed").with_details(details);
        let issues = issues(&error);
        assert_eq!(issues.len(), 2);
        assert!(issues[0].is_about("city") && !issues[0].is_about("") && !issues[1].is_about("city"));
        assert_eq!(issues[1].message, "Too short.");
    }

    #[test]
    fn a_refusal_with_rows_names_some() {
        let details = json!({ "rows": 2, "sample": [{ "label": "Acme" }, "Umbrella"] });
        let error = AppError::new(Code::Conflict, "Two records share a value.").with_details(details);
        assert_eq!(issues(&error)[0].message, "Two records share a value. For example: Acme, Umbrella.");
    }
}
