//! Looking for records of all kinds at once. What a match is, and which is better, is decided by
//! [`icosa_sqlgen::search()`]; here is where one looks: objects that are searchable, that were asked for, and that
//! the caller may read.

use icosa_contract::records::RecordSummary;
use icosa_contract::{Actor, AppError};
use icosa_model::query::DeletedRows;
use icosa_model::{Model, Object};
use icosa_sqlgen::{Search, SearchPlace};
use serde_json::Value;
use uuid::Uuid;

use crate::Engine;
use crate::error::Failure;
use crate::record_api::{decode_cursor, invalid_cursor, invalid_input, parse_filter};
use crate::records::list::{MAX_SEARCH_CHARS, summary};
use crate::records::run;

/// Most matches of one page.
const MOST: i64 = 100;
/// Of matches that are equally good, those of these objects come first, in this order.
const FIRST: [&str; 5] = ["person", "company", "opportunity", "note", "task"];
/// The fields that every object has, by which a search can be narrowed down.
const COMMON_FIELDS: [&str; 4] = ["id", "createdAt", "updatedAt", "deletedAt"];

/// A search as clients of the API ask for it.
#[derive(Debug, Clone, Copy, Default)]
pub struct SearchRequest<'r> {
    /// Words.
    pub text: &'r str,
    /// Matches of the page.
    pub limit: i64,
    /// The cursor of the match before the page.
    pub after: Option<&'r str>,
    /// Only these objects; names that are none do no harm.
    pub included: Option<&'r [String]>,
    /// None of these.
    pub excluded: &'r [String],
    /// Over the fields that every object has.
    pub filter: Option<&'r Value>,
}

/// Whether the caller may find records of an object. Until there are roles, members and API keys read everything in
/// their workspace; rules about single records belong into [`Search::filter`].
#[must_use]
pub fn may_read(_actor: &Actor, _object: &Object) -> bool {
    true
}

/// The search that a request stands for, ready to be planned.
///
/// # Errors
/// `INVALID_QUERY_INPUT` for a limit or text that cannot be, `INVALID_CURSOR`, `INVALID_ARGS_FILTER`.
pub fn read_search(actor: &Actor, model: &Model, request: SearchRequest<'_>) -> Result<Search, AppError> {
    check_text(request.text)?;
    if request.limit > MOST {
        return Err(refused(format!("Limit cannot exceed {MOST} items")));
    }
    let limit = u32::try_from(request.limit).map_err(|_| refused("Limit argument must be non-negative"))?;
    let is_wanted = |object: &Object| {
        let named = |names: &[String]| names.contains(&object.name_singular);
        request.included.is_none_or(named) && !named(request.excluded)
    };
    let objects: Vec<&Object> =
        searchable(actor, model).into_iter().filter(|object| is_wanted(object)).collect();
    let mut search = Search {
        objects: objects.iter().map(|object| object.name_singular.clone()).collect(),
        text: request.text.to_owned(),
        filter: None,
        deleted: DeletedRows::Hidden,
        limit,
        after: request.after.filter(|cursor| !cursor.is_empty()).map(place).transpose()?,
    };
    if let Some(filter) = request.filter.filter(|filter| !filter.is_null()) {
        check_filter(filter)?;
        // They are the same fields in every object.
        if let Some(object) = objects.first() {
            let parsed = parse_filter(object, filter)?;
            search.deleted = parsed.deleted();
            search.filter = parsed.filter;
        }
    }
    Ok(search)
}

/// The objects that a search without a choice looks at, the important ones first.
fn searchable<'m>(actor: &Actor, model: &'m Model) -> Vec<&'m Object> {
    let is_found = |object: &&Object| object.is_searchable && may_read(actor, object);
    let mut objects: Vec<&Object> = model.objects().iter().map(AsRef::as_ref).filter(is_found).collect();
    let rank = |object: &&Object| FIRST.iter().position(|name| *name == object.name_singular);
    objects.sort_by_key(|object| rank(object).unwrap_or(FIRST.len()));
    objects
}

fn check_text(text: &str) -> Result<(), AppError> {
    if text.chars().count() > MAX_SEARCH_CHARS {
        return Err(refused("The text to look for is too long."));
    }
    Ok(())
}

fn refused(message: impl Into<String>) -> AppError {
    invalid_input("INVALID_QUERY_INPUT", message)
}

/// What a cursor of ours stands for: the ranks of a match, and which record it is.
fn place(cursor: &str) -> Result<SearchPlace, AppError> {
    let value = decode_cursor(cursor)?;
    let rank = |name: &str| value.get("lastRanks")?.get(name)?.as_f64();
    let last = value.get("lastRecordIdsPerObject").and_then(Value::as_object);
    let last = last.filter(|last| last.len() == 1).and_then(|last| last.iter().next());
    let found = last.and_then(|(object, id)| {
        let id = Uuid::parse_str(id.as_str()?).ok()?;
        Some(SearchPlace { kind: rank("tsRankCD")?, likeness: rank("tsRank")?, object: object.clone(), id })
    });
    found.ok_or_else(|| invalid_cursor(cursor))
}

/// Fields that only some objects have would make a filter that means something else in each.
fn check_filter(filter: &Value) -> Result<(), AppError> {
    let mut waiting = vec![filter];
    while let Some(value) = waiting.pop() {
        let entries = value.as_object().ok_or_else(|| unfit("A filter must be an object"))?;
        for (key, value) in entries {
            match (key.as_str(), value) {
                ("and" | "or", Value::Array(items)) => waiting.extend(items),
                ("and" | "or" | "not", inner) => waiting.push(inner),
                (name, _) if COMMON_FIELDS.contains(&name) => {}
                _ => {
                    let known = COMMON_FIELDS.join(", ");
                    return Err(unfit(format!("The filter of a search knows the fields {known} only")));
                }
            }
        }
    }
    Ok(())
}

fn unfit(message: impl Into<String>) -> AppError {
    invalid_input("INVALID_ARGS_FILTER", message)
}

impl Engine {
    /// The best matches among all records that the caller may read.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for a text too long; the database is away.
    pub(crate) async fn find_records(
        &self,
        actor: &Actor,
        text: &str,
        limit: u32,
    ) -> Result<Vec<RecordSummary>, Failure> {
        check_text(text)?;
        let model = self.model(actor.workspace).await?;
        let names: Vec<&str> =
            searchable(actor, &model).into_iter().map(|object| object.name_singular.as_str()).collect();
        let limit = limit.clamp(1, u32::try_from(MOST).unwrap_or(1));
        let rows = run::read(self.db(), icosa_sqlgen::search(&model, &names, text, limit)).await?;
        rows.iter().map(summary).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn filters_speak_of_what_every_object_has() {
        for good in [
            json!({}),
            json!({"createdAt": {"gte": "2026-01-01T00:00:00Z"}}),
            json!({"and": [{"id": {"in": []}}, {"not": {"deletedAt": {"is": "NULL"}}}], "or": {"id": {}}}),
        ] {
            assert!(check_filter(&good).is_ok(), "{good}");
        }
        for bad in [
            json!([]),
            json!({"name": {"eq": "a"}}),
            json!({"or": [{"not": {"position": {}}}]}),
            json!({"and": 1}),
        ] {
            let error = check_filter(&bad).unwrap_err();
            assert_eq!(error.sub_code.as_deref(), Some("INVALID_ARGS_FILTER"), "{bad}");
        }
    }

    #[test]
    fn cursors_name_one_record() {
        use base64::Engine as _;
        let cursor = |value: Value| base64::engine::general_purpose::STANDARD.encode(value.to_string());
        let ranks = json!({"tsRankCD": 0.8, "tsRank": 0.25});
        let id = Uuid::nil();
        let good = cursor(json!({"lastRanks": ranks, "lastRecordIdsPerObject": {"person": id}}));
        let found = place(&good).unwrap();
        assert_eq!((found.kind, found.likeness, found.object.as_str(), found.id), (0.8, 0.25, "person", id));
        for bad in [
            json!({}),
            json!({"lastRanks": ranks, "lastRecordIdsPerObject": {}}),
            json!({"lastRanks": ranks, "lastRecordIdsPerObject": {"person": "x"}}),
            json!({"lastRanks": {"tsRank": 1}, "lastRecordIdsPerObject": {"person": id}}),
        ] {
            assert_eq!(place(&cursor(bad)).unwrap_err().sub_code.as_deref(), Some("INVALID_CURSOR"));
        }
        assert_eq!(place("?").unwrap_err().sub_code.as_deref(), Some("INVALID_CURSOR"));
    }
}
