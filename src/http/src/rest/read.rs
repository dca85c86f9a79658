//! Reading records: one statement a call, whose text is sent on.

use axum::response::Response;
use icosa_engine::record_api::{
    ANY_ID, Originals, PlainList, PlainPage, naming_cursor, plain_duplicates, plain_list, plain_record,
    read_filter, read_order,
};
use serde_json::Value;
use uuid::Uuid;

use super::error::RestError;
use super::params::Page;
use super::{Context, not_found, order};

/// A page, with how many there are in all.
pub(super) async fn many(context: &Context) -> Result<Response, RestError> {
    let params = &context.params;
    let filter = context.filter_value()?;
    let order = order::parse("order_by", params.order_by.as_deref())?;
    let (page, cursor) = match &params.page {
        Page::First => (PlainPage::First, None),
        Page::After(cursor) => (PlainPage::After(cursor), Some(cursor.as_str())),
        Page::Before(cursor) => (PlainPage::Before(cursor), Some(cursor.as_str())),
    };
    let read = context.read_kept("many", None, |model, object| {
        let select = context.select_of(model, object)?;
        let wanted = PlainList {
            filtered: read_filter(model, object, Some(&filter))?,
            order: read_order(model, object, &order)?,
            limit: params.page_limit(),
            page,
            select: &select,
        };
        Ok(vec![plain_list(model, object, wanted)?])
    });
    let answers = read.await.map_err(|error| naming_cursor(error, cursor))?;
    let page = answers.into_iter().next().flatten().ok_or_else(not_found)?;
    Ok(context.with_capped(super::json_text(page)))
}

/// One record that is not deleted.
pub(super) async fn one(context: &Context, id: Uuid) -> Result<Response, RestError> {
    let read = context.read_kept("one", Some(id), |model, object| {
        Ok(vec![plain_record(model, object, ANY_ID, &context.select_of(model, object)?)])
    });
    let record = read.await?.into_iter().next().flatten().ok_or_else(not_found)?;
    let key = Value::String(context.object.name_singular.clone());
    Ok(context.with_capped(super::json_text(format!("{{\"data\":{{{key}:{record}}}}}"))))
}

/// The duplicates of each record asked about.
pub(super) async fn duplicates(context: &Context, body: &[u8]) -> Result<Response, RestError> {
    let body = super::write::one_record(body)?;
    let originals = Originals::read(body.get("ids"), body.get("data"))?;
    let parts = plain_duplicates(&context.model, &context.object, &context.select()?);
    let engine = &context.engine;
    let reads = engine.duplicate_reads(&context.actor, &context.object, originals, &parts).await?;
    context.check_relations(reads.iter().map(|read| read.relation_count()).sum())?;
    let lists = if reads.is_empty() {
        Vec::new()
    } else {
        engine.read_trees(&context.actor, &context.model, |_| Ok(reads.clone())).await?
    };
    let lists: Vec<String> = lists.into_iter().flatten().collect();
    Ok(context.with_capped(super::json_text(format!("{{\"data\":[{}]}}", lists.join(",")))))
}
