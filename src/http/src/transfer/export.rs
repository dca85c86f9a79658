//! Records going out.

use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use icosa_contract::transfer::FileFormat;
use icosa_engine::record_api::{read_filter, read_order};
use icosa_engine::transfer::{ExportOrder, ExportRequest};
use icosa_model::query::{Criterion, Direction, FieldPath, Order};
use icosa_model::{Model, Object, ViewId};
use uuid::Uuid;

use super::{file, object, query, value};
use crate::HttpState;
use crate::rest::error::RestError;
use crate::rest::{filter, order};
use crate::session::SignedInCaller;

/// Most records named by id.
const MOST_IDS: usize = 1_000;

/// `GET /rest/exports/{objectPlural}?view=&filter=&order_by=&fields=&format=&delimiter=&limit=`, and what our own pages
/// add: `q` (any text), `sort` (a field, with `-` before it for downwards), `filter[<field>][<operand>]` (as views store
/// filters), `ids`.
pub async fn export(
    State(state): State<HttpState>,
    caller: Option<Extension<SignedInCaller>>,
    Path(plural): Path<String>,
    RawQuery(text): RawQuery,
) -> Response {
    let Some(Extension(caller)) = caller else { return RestError::missing_token().into_response() };
    match answer(&state, &caller, &plural, text.as_deref()).await {
        Ok(response) => response,
        Err(error) => refused(error),
    }
}

/// When who came while others export should come again, seconds.
const COME_AGAIN: HeaderValue = HeaderValue::from_static("15");

fn refused(error: RestError) -> Response {
    let is_busy = matches!(error.status(), 429 | 503);
    let mut response = error.into_response();
    if is_busy {
        response.headers_mut().insert(header::RETRY_AFTER, COME_AGAIN);
    }
    response
}

async fn answer(
    state: &HttpState,
    caller: &SignedInCaller,
    plural: &str,
    text: Option<&str>,
) -> Result<Response, RestError> {
    let wanted = wanted(&caller.model, object(&caller.model, plural)?, &query(text))?;
    let kind = match wanted.format {
        FileFormat::Csv => "text/csv; charset=utf-8",
        FileFormat::Jsonl => "application/jsonl",
    };
    let stream = state.engine.export(&caller.actor, wanted).await?;
    Ok(file(&stream.file_name, kind, stream.bytes))
}

fn wanted(model: &Model, object: &Object, query: &[(String, String)]) -> Result<ExportRequest, RestError> {
    let text = |name: &str| value(query, name);
    let invalid = |name: &str, reason: &str| RestError::bad_request(format!("'{name}' invalid. {reason}"));
    let view = text("view").or_else(|| text("viewId"));
    let view = view.map(|id| Uuid::parse_str(id).map(ViewId).map_err(|_| invalid("view", "It is a UUID")));
    let given = filter::parse(model, object, text("filter").unwrap_or_default())?;
    let order = match (text("order_by"), text("sort")) {
        (Some(_), _) => {
            let items = order::parse("order_by", text("order_by"))?;
            Some(ExportOrder::Connections(read_order(model, object, &items)?))
        }
        (None, Some(sort)) => Some(ExportOrder::Lists(vec![sorted(sort)])),
        (None, None) => None,
    };
    let format = text("format")
        .map(|word| FileFormat::parse(word).ok_or_else(|| invalid("format", "It is csv or jsonl")));
    let delimiter = text("delimiter").map(|text| match text.as_bytes() {
        [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\r' | b'\n') => Ok(*byte),
        _ => Err(invalid("delimiter", "It is one character")),
    });
    let limit = text("limit").map(|limit| limit.parse().map_err(|_| invalid("limit", "It is a number")));
    let list = |text: &str| {
        text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
    };
    Ok(ExportRequest {
        object: object.name_singular.clone(),
        fields: text("fields").map(list),
        view: view.transpose()?,
        filter: read_filter(model, object, Some(&given))?,
        criteria: query.iter().filter_map(|(name, value)| Criterion::parse(name, value)).collect(),
        text: text("q").map(str::to_owned),
        ids: text("ids").map(ids).transpose()?,
        order,
        format: format.transpose()?.unwrap_or_default(),
        delimiter: delimiter.transpose()?,
        limit: limit.transpose()?,
    })
}

/// As an index page's address has it.
fn sorted(sort: &str) -> Order {
    let (field, direction) = match sort.strip_prefix('-') {
        Some(field) => (field, Direction::Descending),
        None => (sort, Direction::Ascending),
    };
    Order { path: FieldPath::field(field), direction }
}

fn ids(text: &str) -> Result<Vec<Uuid>, RestError> {
    let ids: Result<Vec<Uuid>, _> = text.split(',').map(|id| Uuid::parse_str(id.trim())).collect();
    let ids = ids.map_err(|_| RestError::bad_request("'ids' invalid. They are UUIDs apart by commas"))?;
    if ids.len() > MOST_IDS {
        return Err(RestError::bad_request(format!("'ids' invalid. At most {MOST_IDS}")));
    }
    Ok(ids)
}
