//! The one error that crosses the wire.

use std::fmt;

use serde::{Deserialize, Serialize};
use server_fn::codec::JsonEncoding;
use server_fn::error::{FromServerFnError, ServerFnErrorErr};

/// Stable codes; clients may branch on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Code {
    /// The request itself is wrong: a value, a name, a size. HTTP 400.
    BadUserInput,
    /// No valid session. HTTP 401.
    Unauthenticated,
    /// The session may not do this. HTTP 403.
    Forbidden,
    /// No such record, object, field or page. HTTP 404.
    NotFound,
    /// A change of the data model breaks rules; [`AppError::details`] says which. HTTP 400.
    MetadataValidationFailed,
    /// Collides with what is stored, e.g. a unique value in use. HTTP 409.
    Conflict,
    /// The body is larger than the limit. HTTP 413.
    PayloadTooLarge,
    /// Too many requests; try later. HTTP 429.
    RateLimited,
    /// The database or another part is away for the moment. HTTP 503.
    Unavailable,
    /// Our fault. HTTP 500.
    Internal,
}

impl Code {
    /// The HTTP status that goes with it.
    #[must_use]
    pub fn status(self) -> u16 {
        match self {
            Self::BadUserInput | Self::MetadataValidationFailed => 400,
            Self::Unauthenticated => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Conflict => 409,
            Self::PayloadTooLarge => 413,
            Self::RateLimited => 429,
            Self::Unavailable => 503,
            Self::Internal => 500,
        }
    }
}

/// Sub-code of a required field that is to be emptied; [`AppError::field`] says which. The record API has other words for
/// it ([`AppError::required_on_the_wire`]).
pub const REQUIRED: &str = "REQUIRED_FIELD_MISSING";

/// What a client is told when something did not work. Holds nothing internal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppError {
    /// Kind of failure.
    pub code: Code,
    /// Finer stable code, e.g. `INVALID_PHONE_NUMBER`, `RECORD_NOT_FOUND`, `DUPLICATE_ENTRY`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sub_code: Option<String>,
    /// One sentence for people.
    pub message: String,
    /// Field the message is about, if one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub field: Option<String>,
    /// More for programs: of `METADATA_VALIDATION_FAILED` the report (`summary`, `errors`); where stored records stand
    /// in the way, how many (`rows`) and some of them (`sample`).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub details: Option<Box<serde_json::Value>>,
}

impl AppError {
    /// An error of that code with a sentence for people.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, sub_code: None, message: message.into(), field: None, details: None }
    }

    /// What clients of the record API are told of a required field that is to be emptied (record-api.md 6.3).
    #[must_use]
    pub fn required_on_the_wire(&self) -> Option<String> {
        let field = self.field.as_deref().filter(|_| self.sub_code.as_deref() == Some(REQUIRED))?;
        Some(format!("Field {field} is not nullable and has no default value."))
    }

    /// The same with a finer code.
    #[must_use]
    pub fn with_sub_code(mut self, sub_code: impl Into<String>) -> Self {
        self.sub_code = Some(sub_code.into());
        self
    }

    /// The same, about a field.
    #[must_use]
    pub fn with_field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// The same, with more for programs.
    #[must_use]
    pub fn with_details(mut self, details: serde_json::Value) -> Self {
        self.details = Some(Box::new(details));
        self
    }

    /// The request is wrong.
    #[must_use]
    pub fn bad_input(message: impl Into<String>) -> Self {
        Self::new(Code::BadUserInput, message)
    }

    /// Nothing there, or nothing the caller may know of.
    #[must_use]
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(Code::NotFound, message)
    }

    /// No valid session.
    #[must_use]
    pub fn unauthenticated() -> Self {
        Self::new(Code::Unauthenticated, "Please sign in.")
    }

    /// Our fault; the cause is logged where it is found, never sent.
    #[must_use]
    pub fn internal() -> Self {
        Self::new(Code::Internal, "Something went wrong on our side. Nothing was changed.")
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for AppError {}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(value: ServerFnErrorErr) -> Self {
        match value {
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => Self::new(
                Code::Unavailable,
                "The server cannot be reached. Check your connection and try again.",
            ),
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => Self::bad_input("The request was not understood."),
            _ => Self::internal(),
        }
    }
}
