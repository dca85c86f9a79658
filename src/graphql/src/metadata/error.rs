//! The two shapes of errors: a refusal of one call, and the report on a change of the data model.

use std::sync::Arc;

use async_graphql::{ErrorExtensionValues, ServerError, Value};
use icosa_contract::{AppError, Code};
use serde_json::{Value as Json, json};

/// What the extensions of an error carry.
#[must_use]
pub fn extensions(error: &AppError) -> Json {
    if error.code == Code::MetadataValidationFailed {
        return report(error);
    }
    let mut extensions = serde_json::Map::new();
    extensions.insert("code".to_owned(), json!(code(error.code)));
    if let Some(sub_code) = &error.sub_code {
        extensions.insert("subCode".to_owned(), json!(sub_code));
    }
    extensions.insert("userFriendlyMessage".to_owned(), json!(error.message));
    if let Some(details) = &error.details {
        extensions.insert("details".to_owned(), (**details).clone());
    }
    Json::Object(extensions)
}

fn report(error: &AppError) -> Json {
    let detail = |name: &str| error.details.as_ref().and_then(|details| details.get(name)).cloned();
    let summary = detail("summary").unwrap_or_else(|| json!({ "totalErrors": 0 }));
    json!({
        "code": code(error.code),
        "message": told(&summary),
        "userFriendlyMessage": "Metadata validation failed",
        "summary": summary,
        "errors": detail("errors").unwrap_or_else(|| json!({})),
    })
}

/// The message above all: of a report what was being done, as the sentence for people lists the problems.
fn message(error: &AppError) -> &str {
    let doing = error.details.as_ref().and_then(|details| details.get("message")).and_then(Json::as_str);
    match doing {
        Some(doing) if error.code == Code::MetadataValidationFailed => doing,
        _ => &error.message,
    }
}

/// `Validation failed for 1 objectMetadata, 2 fieldMetadata`.
fn told(summary: &Json) -> String {
    let counts = summary.as_object().into_iter().flatten();
    let parts: Vec<_> = counts
        .filter(|(name, count)| *name != "totalErrors" && count.as_u64() != Some(0))
        .map(|(name, count)| format!("{count} {name}"))
        .collect();
    format!("Validation failed for {}", parts.join(", "))
}

fn code(code: Code) -> &'static str {
    match code {
        Code::BadUserInput => "BAD_USER_INPUT",
        Code::Unauthenticated => "UNAUTHENTICATED",
        Code::Forbidden => "FORBIDDEN",
        Code::NotFound => "NOT_FOUND",
        Code::MetadataValidationFailed => "METADATA_VALIDATION_FAILED",
        Code::Conflict => "CONFLICT",
        Code::PayloadTooLarge => "PAYLOAD_TOO_LARGE",
        Code::RateLimited => "TOO_MANY_REQUESTS",
        Code::Unavailable => "SERVICE_UNAVAILABLE",
        Code::Internal => "INTERNAL_SERVER_ERROR",
    }
}

/// An error of ours as the answer of an operation that did not run.
pub(crate) fn server_error(error: &AppError) -> ServerError {
    let mut server = ServerError::new(message(error), None);
    server.source = Some(Arc::new(error.clone()));
    set(&mut server, extensions(error));
    server
}

/// The error of ours behind one of an operation, for APIs that answer otherwise.
#[must_use]
pub fn own_error(error: &ServerError) -> AppError {
    error.source::<AppError>().cloned().unwrap_or_else(|| AppError::bad_input(error.message.clone()))
}

/// Gives every error its extensions: those of our own error where there is one, else the code for its stage.
pub(crate) fn complete(error: &mut ServerError, stage: &str) {
    if let Some(own) = error.source::<AppError>() {
        let (message, values) = (message(own).to_owned(), extensions(own));
        error.message = message;
        set(error, values);
    } else if error.extensions.is_none() {
        let code = if error.path.is_empty() { stage } else { "BAD_USER_INPUT" };
        let values = json!({ "code": code, "userFriendlyMessage": "The request was not understood." });
        set(error, values);
    }
}

/// Replaces the extensions of an error.
pub(crate) fn set(error: &mut ServerError, values: Json) {
    let mut extensions = ErrorExtensionValues::default();
    if let Json::Object(values) = values {
        for (name, value) in values {
            extensions.set(name, Value::from_json(value).unwrap_or_default());
        }
    }
    error.extensions = Some(extensions);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_tells_its_kind_and_its_rule() {
        let error = AppError::new(Code::Forbidden, "Not this.").with_sub_code("FIELD_MUTATION_NOT_ALLOWED");
        assert_eq!(
            extensions(&error),
            json!({ "code": "FORBIDDEN", "subCode": "FIELD_MUTATION_NOT_ALLOWED", "userFriendlyMessage": "Not this." })
        );
    }

    #[test]
    fn a_report_is_passed_on_whole() {
        let errors = json!({ "objectMetadata": [{ "errors": [] }], "fieldMetadata": [{}, {}] });
        let details = json!({
            "message": "Multiple validation errors occurred while creating object",
            "summary": { "objectMetadata": 1, "fieldMetadata": 2, "totalErrors": 3 },
            "errors": errors,
        });
        let error = AppError::new(Code::MetadataValidationFailed, "A. B.").with_details(details);
        let sent = server_error(&error);
        assert_eq!(sent.message, "Multiple validation errors occurred while creating object");
        let extensions = extensions(&error);
        assert_eq!(extensions["code"], "METADATA_VALIDATION_FAILED");
        assert_eq!(extensions["message"], "Validation failed for 2 fieldMetadata, 1 objectMetadata");
        assert_eq!(extensions["userFriendlyMessage"], "Metadata validation failed");
        assert_eq!((&extensions["summary"]["totalErrors"], &extensions["errors"]), (&json!(3), &errors));
        assert_eq!(own_error(&sent), error);
    }
}
