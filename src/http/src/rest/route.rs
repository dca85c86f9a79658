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
    FindDuplicates,
    GroupBy,
    CreateOne,
    CreateMany,
    UpdateOne(Uuid),
    UpdateMany,
    DeleteOne(Uuid),
    DeleteMany,
    RestoreOne(Uuid),
    RestoreMany,
    MergeMany,
}

/// Reads the path below `/rest`.
///
/// # Errors
/// A path that asks for nothing there is, a method that the path does not have, an id that is none.
pub fn parse(method: &Method, path: &str) -> Result<Call, RestError> {
    use Operation as O;
    let path = path.trim_end_matches('/');
    let segments: Vec<&str> = path.strip_prefix('/').unwrap_or(path).split('/').collect();
    let (plural, offers): (&str, Vec<Offer>) = match segments.as_slice() {
        ["batch", plural] => (plural, vec![(Method::POST, O::CreateMany)]),
        ["restore", plural] | [plural, "restore"] => (plural, vec![(Method::PATCH, O::RestoreMany)]),
        ["restore", plural, id] | [plural, id, "restore"] => {
            (plural, vec![(Method::PATCH, O::RestoreOne(parse_id(id)?))])
        }
        [plural, "duplicates"] => (plural, vec![(Method::POST, O::FindDuplicates)]),
        [plural, "groupBy"] => (plural, vec![(Method::GET, O::GroupBy)]),
        [plural, "merge"] => (plural, vec![(Method::PATCH, O::MergeMany)]),
        [plural] if !plural.is_empty() => (plural, on_many()),
        [plural, id] => (plural, on_one(parse_id(id)?)),
        _ => return Err(bad_path(path)),
    };
    let method = if *method == Method::HEAD { &Method::GET } else { method };
    match offers.iter().find(|(offered, _)| offered == method) {
        Some((_, operation)) => Ok(Call { plural: plural.to_owned(), operation: *operation }),
        None => Err(bad_path(path).with_methods(offers.iter().map(|(method, _)| method.as_str()))),
    }
}

/// What a method does at a path.
type Offer = (Method, Operation);

fn on_many() -> Vec<Offer> {
    use Operation as O;
    vec![
        (Method::GET, O::FindMany),
        (Method::POST, O::CreateOne),
        (Method::PATCH, O::UpdateMany),
        (Method::PUT, O::UpdateMany),
        (Method::DELETE, O::DeleteMany),
    ]
}

fn on_one(id: Uuid) -> Vec<Offer> {
    use Operation as O;
    vec![
        (Method::GET, O::FindOne(id)),
        (Method::PATCH, O::UpdateOne(id)),
        (Method::PUT, O::UpdateOne(id)),
        (Method::DELETE, O::DeleteOne(id)),
    ]
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
            (Method::POST, "/people/duplicates".to_owned(), O::FindDuplicates),
            (Method::GET, "/people/groupBy".to_owned(), O::GroupBy),
            (Method::PATCH, "/people/merge".to_owned(), O::MergeMany),
            (Method::HEAD, "/people".to_owned(), O::FindMany),
        ] {
            let call = parse(&method, &path).unwrap();
            assert_eq!(call, Call { plural: "people".to_owned(), operation }, "{method} {path}");
        }
    }

    #[test]
    fn other_paths_are_refused_with_examples() {
        let id = Uuid::new_v4();
        for (method, path, status) in [
            (Method::GET, String::new(), 400),
            (Method::GET, "/".to_owned(), 400),
            (Method::GET, "/batch/people".to_owned(), 405),
            (Method::POST, format!("/people/{id}"), 405),
            (Method::GET, format!("/people/{id}/notes"), 400),
            (Method::PUT, format!("/people/{id}/restore"), 405),
            (Method::GET, "/people/merge".to_owned(), 405),
            (Method::TRACE, "/people".to_owned(), 405),
        ] {
            let error = parse(&method, &path).unwrap_err();
            assert!(error.messages()[0].starts_with("Query path '/rest"), "{method} {path}: {error:?}");
            assert_eq!(error.status(), status, "{method} {path}");
        }
        let error = parse(&Method::GET, "/people/7").unwrap_err();
        assert_eq!(error.messages(), ["'7' is not a valid UUID"]);
    }
}
