//! Errors as clients of the record API get them.

use icosa_contract::{AppError, Code};
use serde_json::{Map, Value, json};

/// What is said where a message is for programs.
const GENERIC: &str = "An error occurred.";

/// Sub-codes whose messages are about the request, not about what a person did.
const TECHNICAL: [&str; 8] = [
    "INVALID_ARGS_FILTER",
    "INVALID_QUERY_INPUT",
    "ARGS_CONFLICT",
    "INVALID_ARGS_FIRST",
    "INVALID_ARGS_LAST",
    "INVALID_CURSOR",
    "TOO_COMPLEX_QUERY",
    "TOO_MANY_RECORDS_TO_UPDATE",
];

/// One entry of `errors`.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    message: Box<str>,
    code: &'static str,
    sub_code: Option<Box<str>>,
    friendly: Box<str>,
    details: Option<Box<Value>>,
    locations: Vec<(usize, usize)>,
    path: Option<Box<str>>,
}

impl Problem {
    /// About the document.
    pub fn coded(code: &'static str, message: impl Into<Box<str>>) -> Self {
        Self {
            message: message.into(),
            code,
            sub_code: None,
            friendly: GENERIC.into(),
            details: None,
            locations: Vec::new(),
            path: None,
        }
    }

    /// Where in the document: line and column.
    pub fn at(mut self, locations: impl IntoIterator<Item = (usize, usize)>) -> Self {
        self.locations = locations.into_iter().collect();
        self
    }

    /// Which field of the answer.
    pub fn under(mut self, key: &str) -> Self {
        self.path = Some(key.into());
        self
    }

    /// As it is sent.
    pub fn to_json(&self) -> Value {
        let mut extensions = Map::new();
        extensions.insert("code".to_owned(), json!(self.code));
        if let Some(sub_code) = &self.sub_code {
            extensions.insert("subCode".to_owned(), json!(sub_code));
        }
        extensions.insert("userFriendlyMessage".to_owned(), json!(self.friendly));
        if let Some(details) = &self.details {
            extensions.insert("details".to_owned(), details.as_ref().clone());
        }
        let mut error = json!({ "message": self.message });
        if !self.locations.is_empty() {
            let locations =
                self.locations.iter().map(|(line, column)| json!({"line": line, "column": column}));
            error["locations"] = locations.collect();
        }
        if let Some(path) = &self.path {
            error["path"] = json!([path]);
        }
        error["extensions"] = Value::Object(extensions);
        error
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        if error.sub_code.as_deref() == Some("DUPLICATE_ENTRY") {
            // Clients recognise a value in use by these words.
            let mut problem = Self::coded("BAD_USER_INPUT", "A duplicate entry was detected");
            problem.friendly = error.message.into();
            problem.sub_code = Some("DUPLICATE_ENTRY_DETECTED".into());
            return problem;
        }
        if let Some(message) = error.required_on_the_wire() {
            let mut problem = Self::coded("BAD_USER_INPUT", message);
            problem.friendly = "A required field is missing.".into();
            problem.sub_code = Some("INVALID_ARGS_DATA".into());
            return problem;
        }
        let is_technical = error.sub_code.as_deref().is_some_and(|code| TECHNICAL.contains(&code));
        Self {
            code: code(&error),
            friendly: if is_technical { GENERIC.into() } else { error.message.clone().into() },
            message: error.message.into(),
            // The code of an outage is that of every failure: whoever may try again is told by this one.
            sub_code: match error.sub_code {
                None if error.code == Code::Unavailable => Some("UNAVAILABLE".into()),
                sub_code => sub_code.map(Into::into),
            },
            details: error.details,
            locations: Vec::new(),
            path: None,
        }
    }
}

fn code(error: &AppError) -> &'static str {
    match error.code {
        Code::BadUserInput | Code::MetadataValidationFailed | Code::PayloadTooLarge | Code::RateLimited => {
            "BAD_USER_INPUT"
        }
        Code::Unauthenticated => "UNAUTHENTICATED",
        Code::Forbidden => "FORBIDDEN",
        Code::NotFound => "NOT_FOUND",
        Code::Conflict => "CONFLICT",
        Code::Unavailable => match error.sub_code.as_deref() {
            Some("QUERY_READ_TIMEOUT") => "TIMEOUT",
            Some("WRITE_CONFLICT") => "CONFLICT",
            _ => "INTERNAL_SERVER_ERROR",
        },
        Code::Internal => "INTERNAL_SERVER_ERROR",
    }
}

/// An answer without data.
pub fn refusal(problems: &[Problem]) -> Value {
    json!({ "errors": problems.iter().map(Problem::to_json).collect::<Vec<_>>() })
}

/// A request that is wrong.
pub fn invalid(sub_code: &str, message: impl Into<String>) -> AppError {
    AppError::bad_input(message).with_sub_code(sub_code)
}
