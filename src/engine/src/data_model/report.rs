//! What is wrong with a change: every problem, grouped by the entity it is about (metadata API, section 2).

use icosa_contract::{AppError, Code};
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// What was being done to an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Create,
    Update,
    Delete,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }

    fn doing(self) -> &'static str {
        match self {
            Self::Create => "creating",
            Self::Update => "updating",
            Self::Delete => "deleting",
        }
    }
}

/// The entity a problem is about.
#[derive(Debug, Clone)]
pub struct Subject {
    /// `objectMetadata`, `fieldMetadata`, `index`, `view`, ...
    pub name: &'static str,
    /// What was being done to it.
    pub kind: Kind,
    /// Which one.
    pub id: Uuid,
    /// What clients need to find it again: identifiers and names.
    pub about: Value,
}

/// One broken rule.
#[derive(Debug, Clone)]
pub struct Problem {
    /// Stable code, e.g. `INVALID_FIELD_INPUT`.
    pub code: &'static str,
    /// One sentence, for people and programs alike.
    pub message: String,
    /// The value that breaks it, if it is one.
    pub value: Option<Value>,
}

impl Problem {
    /// A broken rule without a value.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), value: None }
    }

    /// The same with the value that breaks it.
    pub fn with_value(self, value: impl Into<Value>) -> Self {
        Self { value: Some(value.into()), ..self }
    }
}

/// Everything that is wrong so far.
#[derive(Debug, Default)]
pub struct Report {
    entries: Vec<(Subject, Vec<Problem>)>,
}

impl Report {
    /// Notes a problem.
    pub fn add(&mut self, subject: &Subject, problem: Problem) {
        let known =
            self.entries.iter_mut().find(|(known, _)| known.id == subject.id && known.name == subject.name);
        match known {
            Some((_, problems)) => problems.push(problem),
            None => self.entries.push((subject.clone(), vec![problem])),
        }
    }

    /// Nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The answer for the client.
    pub fn into_error(self) -> AppError {
        let mut errors: Map<String, Value> = Map::new();
        let mut summary: Map<String, Value> = Map::new();
        let first = self.entries.first().map(|(subject, _)| (subject.name, subject.kind));
        let sentence = self.sentence();
        for (subject, problems) in &self.entries {
            let list = errors.entry(subject.name).or_insert_with(|| json!([]));
            if let Value::Array(list) = list {
                list.push(entry(subject, problems));
                summary.insert(subject.name.to_owned(), json!(list.len()));
            }
        }
        summary.insert("totalErrors".to_owned(), json!(self.entries.len()));
        let (name, kind) = first.unwrap_or(("objectMetadata", Kind::Update));
        let said = format!("Multiple validation errors occurred while {} {}", kind.doing(), noun(name, kind));
        let details = json!({
            "message": said,
            "userMessage": sentence,
            "validation": format!("Validation failed for {} {name}", self.entries.len()),
            "summary": summary,
            "errors": errors,
        });
        AppError::new(Code::MetadataValidationFailed, sentence)
            .with_sub_code("METADATA_VALIDATION_FAILED")
            .with_details(details)
    }

    /// All problems as text for people.
    fn sentence(&self) -> String {
        let messages = self.entries.iter().flat_map(|(_, problems)| problems).map(|p| p.message.as_str());
        let mut messages: Vec<&str> = messages.collect();
        messages.dedup();
        messages.join(" ")
    }
}

fn entry(subject: &Subject, problems: &[Problem]) -> Value {
    let problem = |problem: &Problem| {
        let mut entry = json!({
            "code": problem.code,
            "message": problem.message,
            "userFriendlyMessage": problem.message,
        });
        if let (Some(value), Value::Object(entry)) = (&problem.value, &mut entry) {
            entry.insert("value".to_owned(), value.clone());
        }
        entry
    };
    json!({
        "metadataName": subject.name,
        "type": subject.kind.as_str(),
        "status": "fail",
        "flatEntityMinimalInformation": subject.about,
        "errors": problems.iter().map(problem).collect::<Vec<_>>(),
    })
}

/// What people call an entity in the sentence above all.
fn noun(name: &str, kind: Kind) -> &str {
    match name {
        "objectMetadata" => "object",
        // A relation makes two.
        "fieldMetadata" if kind == Kind::Create => "fields",
        "fieldMetadata" => "field",
        "navigationMenuItem" => "navigation menu item",
        "viewField" => "view field",
        "viewFilter" => "view filter",
        "viewFilterGroup" => "view filter group",
        "viewSort" => "view sort",
        "viewGroup" => "view group",
        "viewFieldGroup" => "view field group",
        "pageLayout" => "page layout",
        "pageLayoutTab" => "page layout tab",
        "pageLayoutWidget" => "page layout widget",
        "commandMenuItem" => "command menu item",
        other => other,
    }
}
