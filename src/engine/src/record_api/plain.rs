//! Reads in the plain form of the REST API: records as objects, those behind a relation as lists, pages with
//! `data`, `pageInfo` and `totalCount`. Postgres writes the answer; nothing of it is read here.

use icosa_contract::AppError;
use icosa_model::query::{DeletedRows, FieldPath, Filter, Op, Select};
use icosa_model::{Field, Model, Object};
use icosa_sqlgen::aggregate::Aggregate;
use icosa_sqlgen::connection::{
    CompositePart, Condition, Connection, ConnectionPart, Entry, OrderBy, OrderKey, Page, PageInfoPart, Read,
    RecordPart, SortDirection,
};
use icosa_sqlgen::group::{GroupPart, Groups, RelatedPart};
use uuid::Uuid;

use super::conditions::Filtered;
use super::cursors::decode_cursor;
use super::figures::figure;
use super::groups::{related_object, unknown_figure};

/// Where a page lies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PlainPage<'c> {
    /// At the beginning.
    #[default]
    First,
    /// After the record of a cursor.
    After(&'c str),
    /// Before the record of a cursor, and ends there.
    Before(&'c str),
}

/// A page of records.
#[derive(Debug, Clone)]
pub struct PlainList<'r> {
    /// Which records.
    pub filtered: Filtered,
    /// In which order; then by id.
    pub order: Vec<OrderKey>,
    /// At most so many.
    pub limit: u32,
    /// Where it lies.
    pub page: PlainPage<'r>,
    /// What each record carries.
    pub select: &'r [Select],
}

/// A page as `{"data": {<plural>: […]}, "pageInfo": {…}, "totalCount": n}`.
///
/// # Errors
/// `INVALID_CURSOR`.
pub fn plain_list(model: &Model, object: &Object, wanted: PlainList<'_>) -> Result<Read, AppError> {
    let record = record_parts(model, object, wanted.select);
    let parts = vec![
        entry("data", ConnectionPart::RecordsUnder(object.name_plural.clone(), record)),
        entry("pageInfo", page_info()),
        entry("totalCount", ConnectionPart::Aggregate(Aggregate::TotalCount)),
    ];
    let (cursor, is_backward) = match wanted.page {
        PlainPage::First => (None, false),
        PlainPage::After(cursor) => (Some(cursor), false),
        PlainPage::Before(cursor) => (Some(cursor), true),
    };
    let from = cursor.map(decode_cursor).transpose()?;
    let connection = Connection {
        deleted: wanted.filtered.deleted(DeletedRows::Hidden),
        condition: wanted.filtered.or_everything(),
        order: wanted.order,
        page: Page { limit: wanted.limit, skip: 0, from, is_backward },
        parts,
    };
    Ok(Read::Connection { object: object.name_singular.clone(), connection })
}

/// One record that is not deleted; NULL without it.
#[must_use]
pub fn plain_record(model: &Model, object: &Object, id: Uuid, select: &[Select]) -> Read {
    let same = Filter::Compare { path: FieldPath::field("id"), op: Op::Eq, value: id.to_string().into() };
    Read::One {
        object: object.name_singular.clone(),
        condition: Condition::Own(same),
        deleted: DeletedRows::Hidden,
        record: record_parts(model, object, select),
    }
}

/// One record, whether deleted or not.
#[must_use]
pub fn plain_by_id(model: &Model, object: &Object, id: Uuid, select: &[Select]) -> Read {
    Read::ByIds {
        object: object.name_singular.clone(),
        ids: vec![id],
        is_list: false,
        record: record_parts(model, object, select),
    }
}

/// Records by id, whether deleted or not, as a list.
pub(crate) fn plain_by_ids(model: &Model, object: &Object, ids: Vec<Uuid>, select: &[Select]) -> Read {
    Read::ByIds {
        object: object.name_singular.clone(),
        ids,
        is_list: true,
        record: record_parts(model, object, select),
    }
}

/// What a list of duplicates carries: the records under `<singular>Duplicates`, `totalCount` and `pageInfo`.
#[must_use]
pub fn plain_duplicates(model: &Model, object: &Object, select: &[Select]) -> Vec<Entry<ConnectionPart>> {
    let key = format!("{}Duplicates", object.name_singular);
    vec![
        entry(&key, ConnectionPart::Records(record_parts(model, object, select))),
        entry("totalCount", ConnectionPart::Aggregate(Aggregate::TotalCount)),
        entry("pageInfo", page_info()),
    ]
}

/// Groups with the values of their dimensions, the figures named as texts (those of related records, `company.avgEmployees`,
/// in an object under the name of the relation), and sample records if a selection is given.
///
/// # Errors
/// `INVALID_QUERY_INPUT` for a figure that the object does not have.
pub fn plain_groups(
    model: &Model,
    object: &Object,
    mut groups: Groups,
    figures: &[String],
    samples: Option<&[Select]>,
) -> Result<Read, AppError> {
    groups.parts = vec![entry("groupByDimensionValues", GroupPart::Dimensions)];
    for name in figures {
        if let Some((relation, name)) = name.split_once('.') {
            let figure = related_figure(model, object, relation, name)?;
            add_related(&mut groups.parts, relation, entry(name, RelatedPart::Text(figure)));
        } else if !groups.parts.iter().any(|entry| entry.key == *name) {
            let figure = figure(object, name).ok_or_else(|| unknown_figure(object, name))?;
            groups.parts.push(entry(name, GroupPart::Text(figure)));
        }
    }
    if let Some(select) = samples {
        let records = ConnectionPart::Records(record_parts(model, object, select));
        groups.parts.push(entry("records", GroupPart::Connection(records)));
    }
    Ok(Read::Groups(groups))
}

/// The figure of the records that a many-to-one relation leads to.
fn related_figure(model: &Model, object: &Object, relation: &str, name: &str) -> Result<Aggregate, AppError> {
    let target = related_object(model, object, relation);
    let target = target.ok_or_else(|| unknown_figure(object, &format!("{relation}.{name}")))?;
    figure(target, name).ok_or_else(|| unknown_figure(target, name))
}

/// Under the name of the relation, each once.
fn add_related(parts: &mut Vec<Entry<GroupPart>>, relation: &str, part: Entry<RelatedPart>) {
    for known in parts.iter_mut().filter(|known| known.key == relation) {
        if let GroupPart::Related { parts, .. } = &mut known.what {
            if !parts.iter().any(|own| own.key == part.key) {
                parts.push(part);
            }
            return;
        }
    }
    let what = GroupPart::Related { field: relation.to_owned(), parts: vec![part] };
    parts.push(entry(relation, what));
}

fn entry<T>(key: &str, what: T) -> Entry<T> {
    Entry { key: key.to_owned(), what }
}

fn page_info() -> ConnectionPart {
    ConnectionPart::PageInfo(vec![
        entry("hasNextPage", PageInfoPart::HasNext),
        entry("hasPreviousPage", PageInfoPart::HasPrevious),
        entry("startCursor", PageInfoPart::Start),
        entry("endCursor", PageInfoPart::End),
    ])
}

/// A selection as parts of a tree, without names that the object does not have.
fn record_parts(model: &Model, object: &Object, select: &[Select]) -> Vec<Entry<RecordPart>> {
    let mut parts: Vec<Entry<RecordPart>> = Vec::with_capacity(select.len());
    for item in select {
        let part = match item {
            Select::Field(name) => own_part(object, name),
            Select::Relation { field, select, limit } => {
                object.field(field).and_then(|field| related_part(model, field, select, *limit))
            }
        };
        if let Some(part) = part.filter(|part| !parts.iter().any(|known| known.key == part.key)) {
            parts.push(part);
        }
    }
    parts
}

fn own_part(object: &Object, name: &str) -> Option<Entry<RecordPart>> {
    let Some(field) = object.field(name) else {
        object.field_by_join_column(name)?;
        return Some(entry(name, RecordPart::Column(name.to_owned())));
    };
    if !field.field_type.is_composite() {
        return Some(entry(name, RecordPart::Column(name.to_owned())));
    }
    let parts = field.columns.iter().filter_map(|column| column.sub_field);
    let parts = parts.map(|part| entry(part, CompositePart::Part(part.to_owned()))).collect();
    Some(entry(name, RecordPart::Composite { field: name.to_owned(), parts }))
}

fn related_part(model: &Model, field: &Field, select: &[Select], limit: u32) -> Option<Entry<RecordPart>> {
    let target = model.object_by_id(field.relation.as_ref()?.target)?;
    let record = record_parts(model, target, select);
    let name = field.name.clone();
    let what = if field.is_to_many() {
        let connection = Connection {
            condition: Condition::everything(),
            deleted: DeletedRows::Hidden,
            order: by_position(target),
            page: Page { limit, ..Page::default() },
            parts: vec![entry("records", ConnectionPart::Records(record))],
        };
        RecordPart::List { field: name.clone(), connection }
    } else {
        RecordPart::Related { field: name.clone(), record }
    };
    Some(Entry { key: name, what })
}

fn by_position(object: &Object) -> Vec<OrderKey> {
    let up = SortDirection { is_ascending: true, nulls_first: true };
    let by = |_| OrderBy::Field(FieldPath::field("position"));
    let key = |by| OrderKey { relations: Vec::new(), by, direction: up };
    object.field("position").map(by).map(key).into_iter().collect()
}
