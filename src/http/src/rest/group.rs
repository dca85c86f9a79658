//! `groupBy`: records counted by groups. The answer is the list itself.

use axum::response::Response;
use icosa_engine::record_api::{GroupBy, plain_groups, read_groups};
use icosa_model::ViewId;
use serde_json::Value;
use uuid::Uuid;

use super::error::RestError;
use super::{Context, order};

pub(super) async fn groups(context: &Context) -> Result<Response, RestError> {
    let params = &context.params;
    let group = &params.group;
    let filter = context.filter_value()?;
    let group_by = json_list("group_by", group.group_by.as_deref())?
        .ok_or_else(|| invalid("'group_by' is missing: a JSON array of fields is wanted"))?;
    let figures = figures(group.aggregate.as_deref())?;
    let order_by = params.order_by.as_deref().map(|text| order::json("order_by", text)).transpose()?;
    let order_by_for_records = order::parse("order_by_for_records", group.order_by_for_records.as_deref())?;
    let view = group.view_id.as_deref().map(view).transpose()?;
    let answers = context.read(|model, object| {
        let asked = GroupBy {
            group_by: &group_by,
            filter: Some(&filter),
            order_by: order_by.as_deref().unwrap_or_default(),
            order_by_for_records: &order_by_for_records,
            limit: params.limit.map(i64::from),
            view,
            omits_absent: group.omit_null_values,
        };
        let groups = read_groups(&context.actor, model, object, asked)?;
        let samples =
            if group.include_records_sample { Some(context.select_of(model, object)?) } else { None };
        Ok(vec![plain_groups(model, object, groups, &figures, samples.as_deref())?])
    });
    let groups = answers.await?.into_iter().next().flatten().unwrap_or_else(|| "[]".to_owned());
    Ok(super::json_text(groups))
}

fn invalid(message: impl Into<String>) -> RestError {
    RestError::invalid("INVALID_QUERY_INPUT", message)
}

fn json_list(name: &str, text: Option<&str>) -> Result<Option<Vec<Value>>, RestError> {
    text.map(|text| order::json(name, text)).transpose()
}

/// The figures named; how many records there are when none is.
fn figures(text: Option<&str>) -> Result<Vec<String>, RestError> {
    let Some(text) = text else { return Ok(vec!["totalCount".to_owned()]) };
    let refused = || invalid("'aggregate' invalid: a JSON array of names is wanted, e.g. [\"totalCount\"]");
    serde_json::from_str(text).map_err(|_| refused())
}

fn view(text: &str) -> Result<ViewId, RestError> {
    let id = Uuid::parse_str(text);
    id.map(ViewId).map_err(|_| RestError::bad_request(format!("'{text}' is not a valid UUID")))
}
