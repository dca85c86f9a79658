//! What a method and a path ask for.

use axum::http::Method;
use uuid::Uuid;

use super::error::RestError;

/// A call on the records of an object; `plural` names the object as the client wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The object.
    pub plural: String,
    /// What to do.
    pub operation: Operation,
}

/// What to do with records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "named after the operations of the record API")]
pub enum Operation {
    FindMany,
    FindOne(Uuid),
    CreateOne,
    CreateMany,
    UpdateOne(Uuid),
    UpdateMany,
    DeleteOne(Uuid),
    DeleteMany,
    RestoreOne(Uuid),
    RestoreMany,
}

/// Reads the path below `/rest`.
///
/// # Errors
/// A path that asks for nothing there is, an id that is none.
pub fn parse(method: &Method, path: &str) -> Result<Call, RestError> {
    let path = path.trim_end_matches('/');
    let segments: Vec<&str> = path.strip_prefix('/').unwrap_or(path).split('/').collect();
    let call = |plural: &str, operation| Ok(Call { plural: plural.to_owned(), operation });
    let restores = *method == Method::PATCH;
    match segments.as_slice() {
        ["batch", plural] if *method == Method::POST => call(plural, Operation::CreateMany),
        ["restore", plural, id] if restores => call(plural, Operation::RestoreOne(parse_id(id)?)),
        ["restore", plural] if restores => call(plural, Operation::RestoreMany),
        [plural, "restore"] if restores => call(plural, Operation::RestoreMany),
        [plural, id, "restore"] if restores => call(plural, Operation::RestoreOne(parse_id(id)?)),
        [plural] if !plural.is_empty() => call(plural, on_many(method).ok_or_else(|| bad_path(path))?),
        [plural, id] if *plural != "batch" && *plural != "restore" => {
            let operation = on_one(method, parse_id(id)?).ok_or_else(|| bad_path(path))?;
            call(plural, operation)
        }
        _ => Err(bad_path(path)),
    }
}

fn on_many(method: &Method) -> Option<Operation> {
    match *method {
        Method::GET | Method::HEAD => Some(Operation::FindMany),
        Method::POST => Some(Operation::CreateOne),
        Method::PATCH | Method::PUT => Some(Operation::UpdateMany),
        Method::DELETE => Some(Operation::DeleteMany),
        _ => None,
    }
}

fn on_one(method: &Method, id: Uuid) -> Option<Operation> {
    match *method {
        Method::GET | Method::HEAD => Some(Operation::FindOne(id)),
        Method::PATCH | Method::PUT => Some(Operation::UpdateOne(id)),
        Method::DELETE => Some(Operation::DeleteOne(id)),
        _ => None,
    }
}

fn parse_id(text: &str) -> Result<Uuid, RestError> {
    Uuid::parse_str(text).map_err(|_| RestError::bad_request(format!("'{text}' is not a valid UUID")))
}

fn bad_path(path: &str) -> RestError {
    RestError::bad_request(format!(
        "Query path '/rest{path}' invalid. Valid examples: /rest/companies/id or /rest/companies or \
         /rest/batch/companies"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_and_paths_name_operations() {
        use Operation as O;
        let id = Uuid::new_v4();
        for (method, path, operation) in [
            (Method::GET, "/people".to_owned(), O::FindMany),
            (Method::GET, "/people/".to_owned(), O::FindMany),
            (Method::GET, format!("/people/{id}"), O::FindOne(id)),
            (Method::POST, "/people".to_owned(), O::CreateOne),
            (Method::POST, "/batch/people".to_owned(), O::CreateMany),
            (Method::PATCH, format!("/people/{id}"), O::UpdateOne(id)),
            (Method::PUT, format!("/people/{id}"), O::UpdateOne(id)),
            (Method::PATCH, "/people".to_owned(), O::UpdateMany),
            (Method::DELETE, format!("/people/{id}"), O::DeleteOne(id)),
            (Method::DELETE, "/people".to_owned(), O::DeleteMany),
            (Method::PATCH, format!("/people/{id}/restore"), O::RestoreOne(id)),
            (Method::PATCH, format!("/restore/people/{id}"), O::RestoreOne(id)),
            (Method::PATCH, "/people/restore".to_owned(), O::RestoreMany),
            (Method::PATCH, "/restore/people".to_owned(), O::RestoreMany),
        ] {
            let call = parse(&method, &path).unwrap();
            assert_eq!(call, Call { plural: "people".to_owned(), operation }, "{method} {path}");
        }
    }

    #[test]
    fn other_paths_are_refused_with_examples() {
        let id = Uuid::new_v4();
        for (method, path) in [
            (Method::GET, String::new()),
            (Method::GET, "/".to_owned()),
            (Method::GET, "/batch/people".to_owned()),
            (Method::POST, format!("/people/{id}")),
            (Method::GET, format!("/people/{id}/notes")),
            (Method::PUT, format!("/people/{id}/restore")),
            (Method::TRACE, "/people".to_owned()),
        ] {
            let error = parse(&method, &path).unwrap_err();
            assert!(error.messages()[0].starts_with("Query path '/rest"), "{method} {path}: {error:?}");
        }
        let error = parse(&Method::GET, "/people/7").unwrap_err();
        assert_eq!(error.messages(), ["'7' is not a valid UUID"]);
    }
}
