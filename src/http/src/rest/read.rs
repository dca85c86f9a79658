//! Reading records: one statement a call.

use axum::Json;
use axum::response::{IntoResponse, Response};
use icosa_contract::records::{GetRecord, RecordPage, RecordsApi};
use icosa_contract::{AppError, Code};
use icosa_model::query::{Cursor, ListQuery};
use serde_json::{Value, json};
use uuid::Uuid;

use super::error::RestError;
use super::params::Page;
use super::{Context, order};

/// A page, with how many there are in all.
pub(super) async fn many(context: &Context) -> Result<Response, RestError> {
    let filter = context.filter()?;
    let ascending = order::parse(&context.object, context.params.order_by.as_deref())?;
    let (order, cursor) = match &context.params.page {
        Page::First => (ascending, None),
        Page::After(cursor) => (ascending, Some(cursor.clone())),
        Page::Before(cursor) => (order::reversed(ascending), Some(cursor.clone())),
    };
    let query = ListQuery {
        object: context.object_name(),
        select: context.select()?,
        deleted: filter.deleted(),
        filter: filter.filter,
        order,
        after: cursor.clone().map(Cursor),
        skip: 0,
        limit: context.params.limit,
        with_total: true,
    };
    let page = context.engine.list(&context.actor, query).await;
    let page = page.map_err(|error| naming_cursor(error, cursor.as_deref()))?;
    let key = context.object.name_plural.as_str();
    Ok(Json(envelope(key, page, &context.params.page)).into_response())
}

fn naming_cursor(error: AppError, cursor: Option<&str>) -> RestError {
    match cursor {
        Some(cursor) if error.sub_code.as_deref() == Some("INVALID_CURSOR") => {
            RestError::invalid("INVALID_CURSOR", format!("Invalid cursor: {cursor}"))
        }
        _ => error.into(),
    }
}

/// A page that was read backwards is turned round: records are always in the order asked for.
fn envelope(key: &str, page: RecordPage, from: &Page) -> Value {
    let RecordPage { mut records, mut cursors, total, has_next } = page;
    let (has_next, has_previous) = match from {
        Page::First => (has_next, false),
        Page::After(_) => (has_next, true),
        Page::Before(_) => {
            records.reverse();
            cursors.reverse();
            (true, has_next)
        }
    };
    json!({
        "data": { key: records },
        "pageInfo": {
            "hasNextPage": has_next,
            "hasPreviousPage": has_previous,
            "startCursor": cursors.first(),
            "endCursor": cursors.last(),
        },
        "totalCount": total,
    })
}

/// One record that is not deleted.
pub(super) async fn one(context: &Context, id: Uuid) -> Result<Response, RestError> {
    let select = context.select()?;
    let query = GetRecord { object: context.object_name(), id, select };
    let mut record = context.engine.get(&context.actor, query).await?;
    if record.get("deletedAt").is_some_and(|at| !at.is_null()) {
        let missing = AppError::new(Code::NotFound, "Record not found").with_sub_code("RECORD_NOT_FOUND");
        return Err(missing.into());
    }
    context.only_asked_for(&mut record);
    let key = context.object.name_singular.as_str();
    Ok(Json(json!({"data": { key: record }})).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> RecordPage {
        let record = |id: &str| json!({"id": id}).as_object().cloned().unwrap();
        RecordPage {
            records: vec![record("a"), record("b")],
            cursors: vec![Cursor("1".to_owned()), Cursor("2".to_owned())],
            total: Some(9),
            has_next: true,
        }
    }

    #[test]
    fn pages_say_what_lies_around_them() {
        let first = envelope("people", page(), &Page::First);
        assert_eq!(first["data"]["people"], json!([{"id": "a"}, {"id": "b"}]));
        assert_eq!(first["totalCount"], 9);
        let expected =
            json!({"hasNextPage": true, "hasPreviousPage": false, "startCursor": "1", "endCursor": "2"});
        assert_eq!(first["pageInfo"], expected);
        let before = envelope("people", page(), &Page::Before("3".to_owned()));
        assert_eq!(before["data"]["people"], json!([{"id": "b"}, {"id": "a"}]));
        let expected =
            json!({"hasNextPage": true, "hasPreviousPage": true, "startCursor": "2", "endCursor": "1"});
        assert_eq!(before["pageInfo"], expected);
        let empty = envelope("people", RecordPage::default(), &Page::After("3".to_owned()));
        let expected =
            json!({"hasNextPage": false, "hasPreviousPage": true, "startCursor": null, "endCursor": null});
        assert_eq!(empty["pageInfo"], expected);
    }
}
