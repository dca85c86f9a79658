//! What the server says when it does not do what it is asked.

use std::fmt;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use super::ErrorKind;

/// An answer of the server that is an error.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Refusal {
    /// HTTP status; GraphQL says 200 to what it understood, whatever comes of it.
    pub status: u16,
    /// At least one.
    pub problems: Vec<Problem>,
    /// How long the server asks to wait before the next try.
    pub retry_after: Option<Duration>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Problem {
    /// For programmers.
    pub message: String,
    /// Stable code, e.g. `BAD_USER_INPUT`.
    pub code: Option<String>,
    /// Finer stable code, e.g. `INVALID_ARGS_FILTER`.
    pub sub_code: Option<String>,
    /// A sentence for people, if the server has another one for them.
    pub user_friendly_message: Option<String>,
    /// Which part of a GraphQL answer, e.g. `["createPerson"]`.
    pub path: Vec<Value>,
    /// More for programs; of a change of the data model the broken rules.
    pub details: Option<Value>,
}

impl Refusal {
    /// The finest stable code of the first problem.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        let first = self.problems.first()?;
        first.sub_code.as_deref().or(first.code.as_deref())
    }

    /// What to do about it.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self.code() {
            Some("DUPLICATE_ENTRY_DETECTED") => return ErrorKind::Conflict,
            Some("LIMIT_REACHED") => return ErrorKind::RateLimited,
            Some("UNAVAILABLE") => return ErrorKind::Unavailable,
            _ => {}
        }
        let code = self.problems.first().and_then(|problem| problem.code.as_deref());
        match (self.status, code.unwrap_or_default()) {
            (401, _) | (200, "UNAUTHENTICATED") => ErrorKind::Unauthenticated,
            (403, _) | (200, "FORBIDDEN") => ErrorKind::Forbidden,
            (404, _) | (200, "NOT_FOUND") => ErrorKind::NotFound,
            (409, _) | (200, "CONFLICT") => ErrorKind::Conflict,
            (429, _) | (200, "TOO_MANY_REQUESTS") => ErrorKind::RateLimited,
            (408 | 502..=504, _) | (200, "TIMEOUT" | "SERVICE_UNAVAILABLE") => ErrorKind::Unavailable,
            (500.., _) | (200, "INTERNAL_SERVER_ERROR") => ErrorKind::Internal,
            _ => ErrorKind::BadInput,
        }
    }

    /// Its database is away, or something between: the same may work in a moment.
    pub(crate) fn is_outage(&self) -> bool {
        matches!(self.status, 502 | 503) || matches!(self.code(), Some("UNAVAILABLE" | "SERVICE_UNAVAILABLE"))
    }

    /// Reads the body of an answer that is an error, in each of the forms the APIs have; `None` for none of them.
    pub(crate) fn read(status: u16, retry_after: Option<Duration>, body: &Value) -> Option<Self> {
        let problems = graphql(body).or_else(|| rest(body)).or_else(|| plain(body))?;
        Some(Self { status, problems, retry_after })
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{}", problem.message)?;
        }
        match self.code() {
            Some(code) => write!(f, " ({code})"),
            None => write!(f, " (HTTP status {})", self.status),
        }
    }
}

impl std::error::Error for Refusal {}

#[derive(Deserialize)]
struct GraphQlError {
    message: String,
    #[serde(default)]
    path: Option<Vec<Value>>,
    #[serde(default)]
    extensions: Option<Extensions>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Extensions {
    code: Option<String>,
    sub_code: Option<String>,
    user_friendly_message: Option<String>,
    details: Option<Value>,
    /// Of a change of the data model: the broken rules.
    errors: Option<Value>,
}

/// `{errors: [{message, path, extensions}]}`
fn graphql(body: &Value) -> Option<Vec<Problem>> {
    problems(body.get("errors")?)
}

/// The entries of `errors`; `None` if there are none.
pub(crate) fn problems(errors: &Value) -> Option<Vec<Problem>> {
    let errors: Vec<GraphQlError> = Vec::deserialize(errors).ok()?;
    let problem = |error: GraphQlError| {
        let Extensions { code, sub_code, user_friendly_message, details, errors } =
            error.extensions.unwrap_or(Extensions {
                code: None,
                sub_code: None,
                user_friendly_message: None,
                details: None,
                errors: None,
            });
        let details = details.or(errors);
        let path = error.path.unwrap_or_default();
        Problem { message: error.message, code, sub_code, user_friendly_message, path, details }
    };
    (!errors.is_empty()).then(|| errors.into_iter().map(problem).collect())
}

#[derive(Deserialize)]
struct RestError {
    messages: Vec<String>,
    #[serde(default)]
    code: Option<String>,
}

/// `{statusCode, error, messages, code?}`
fn rest(body: &Value) -> Option<Vec<Problem>> {
    let RestError { messages, code } = RestError::deserialize(body).ok()?;
    let problem = |message| Problem { message, code: code.clone(), ..Problem::default() };
    (!messages.is_empty()).then(|| messages.into_iter().map(problem).collect())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PlainError {
    code: String,
    message: String,
    #[serde(default)]
    sub_code: Option<String>,
    #[serde(default)]
    details: Option<Value>,
}

/// `{code, subCode?, message, details?}`: what is refused before an API is reached.
fn plain(body: &Value) -> Option<Vec<Problem>> {
    let PlainError { code, message, sub_code, details } = PlainError::deserialize(body).ok()?;
    Some(vec![Problem { message, code: Some(code), sub_code, details, ..Problem::default() }])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(status: u16, body: Value) -> Refusal {
        Refusal::read(status, None, &body).unwrap()
    }

    #[test]
    fn every_form_of_error_is_read() {
        let graphql = read(
            200,
            json!({"data": null, "errors": [{"message": "m", "path": ["createPerson", 0],
                "extensions": {"code": "BAD_USER_INPUT", "subCode": "INVALID_ARGS_DATA", "userFriendlyMessage": "f"}}]}),
        );
        assert_eq!(graphql.code(), Some("INVALID_ARGS_DATA"));
        assert_eq!(graphql.problems[0].path, [json!("createPerson"), json!(0)]);
        assert_eq!(graphql.to_string(), "m (INVALID_ARGS_DATA)");
        let rest = read(
            404,
            json!({"statusCode": 404, "error": "NotFoundException", "messages": ["Record not found"], "code": "RECORD_NOT_FOUND"}),
        );
        assert_eq!((rest.code(), rest.kind()), (Some("RECORD_NOT_FOUND"), ErrorKind::NotFound));
        let two = read(400, json!({"statusCode": 400, "error": "E", "messages": ["a", "b"]}));
        assert_eq!(two.to_string(), "a; b (HTTP status 400)");
        let plain = read(413, json!({"code": "PAYLOAD_TOO_LARGE", "message": "Too large."}));
        assert_eq!((plain.code(), plain.kind()), (Some("PAYLOAD_TOO_LARGE"), ErrorKind::BadInput));
        for other in [json!({"errors": []}), json!({"data": {}}), json!("text"), json!({"messages": []})] {
            assert_eq!(Refusal::read(500, None, &other), None, "{other}");
        }
    }

    #[test]
    fn the_kind_follows_from_status_and_codes() {
        let of = |status, code: &str, sub_code: Option<&str>| {
            let (code, sub_code) = (Some(code.to_owned()), sub_code.map(str::to_owned));
            let problem = Problem { code, sub_code, ..Problem::default() };
            Refusal { status, problems: vec![problem], retry_after: None }.kind()
        };
        assert_eq!(of(200, "UNAUTHENTICATED", None), ErrorKind::Unauthenticated);
        assert_eq!(of(200, "BAD_USER_INPUT", Some("LIMIT_REACHED")), ErrorKind::RateLimited);
        assert_eq!(of(429, "LIMIT_REACHED", None), ErrorKind::RateLimited);
        assert_eq!(of(400, "DUPLICATE_ENTRY_DETECTED", None), ErrorKind::Conflict);
        assert_eq!(of(200, "BAD_USER_INPUT", Some("DUPLICATE_ENTRY_DETECTED")), ErrorKind::Conflict);
        assert_eq!(of(200, "METADATA_VALIDATION_FAILED", None), ErrorKind::BadInput);
        assert_eq!(of(200, "TIMEOUT", Some("QUERY_READ_TIMEOUT")), ErrorKind::Unavailable);
        assert_eq!(of(503, "UNAVAILABLE", None), ErrorKind::Unavailable);
        assert_eq!(of(200, "INTERNAL_SERVER_ERROR", Some("UNAVAILABLE")), ErrorKind::Unavailable);
        assert_eq!(of(500, "INTERNAL", None), ErrorKind::Internal);
    }
}
