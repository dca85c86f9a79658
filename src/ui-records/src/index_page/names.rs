//! What the records are called that filters name: filters hold ids.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use icosa_model::definition::ViewFilterRow;
use icosa_model::format::label;
use icosa_model::query::{DeletedRows, FieldPath, Filter, ListQuery, MAX_PAGE, Op};
use icosa_model::view_filter::named;
use icosa_model::{Model, Object, Record};
use icosa_rpc::records::records_list;
use leptos::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::address::Address;
use super::filter_words::Names;
use super::plan::{self, criterion_row, related_field};
use crate::followed::Followed;
use crate::selection::identity;

/// The names.
#[derive(Clone, Copy)]
pub(super) struct RecordNames {
    /// Read with the page.
    pub read: Resource<Names>,
    /// As they were read last, for what opens later.
    pub known: RwSignal<Names>,
}

/// Ids by object (API name, singular).
type Wanted = BTreeMap<String, BTreeSet<String>>;

/// Follows the filters of the view and of the address.
pub(super) fn use_names(followed: Memo<Option<Followed>>, address: Memo<Address>) -> RecordNames {
    let ids = Memo::new(move |_| {
        followed.with(|followed| followed.as_ref().map(|followed| address.with(|it| wanted(followed, it))))
    });
    let read = Resource::new(
        move || ids.get().unwrap_or_default(),
        move |wanted| {
            let model = followed.get_untracked().map(|followed| followed.model);
            async move {
                let mut names = Names::new();
                for (object, ids) in wanted {
                    if let Some(object) = model.as_ref().and_then(|model| model.object(&object)) {
                        names.extend(read(Arc::clone(object), ids).await);
                    }
                }
                names
            }
        },
    );
    let known = RwSignal::new(Names::new());
    Effect::new(move |_| {
        if let Some(names) = read.try_get().flatten() {
            known.set(names);
        }
    });
    RecordNames { read, known }
}

fn wanted(followed: &Followed, address: &Address) -> Wanted {
    let (model, object) = (&followed.model, &followed.object);
    let stored = plan::view(object, address).into_iter().flat_map(|view| view.row.filters.iter().cloned());
    let own = address.filters.iter().filter_map(|one| criterion_row(object, one));
    let mut all = Wanted::new();
    for (target, ids) in stored.chain(own).filter_map(|row| records(model, object, &row)) {
        all.entry(target).or_default().extend(ids);
    }
    all
}

/// The records that one filter names, with their object.
fn records(model: &Model, object: &Object, row: &ViewFilterRow) -> Option<(String, Vec<String>)> {
    let field = match row.relation_target_field_id {
        Some(_) => related_field(model, object, row)?.1,
        None => object.field_by_id(row.field_id)?,
    };
    let relation = field.relation.as_ref().filter(|_| row.sub_field_name.is_none())?;
    let ids: Vec<String> = named(&row.text()).into_iter().filter(|id| Uuid::parse_str(id).is_ok()).collect();
    (!ids.is_empty()).then(|| (relation.target_name.clone(), ids))
}

/// Reads what records are called; those that cannot be read have no name.
async fn read(object: Arc<Object>, ids: BTreeSet<String>) -> Names {
    let query = ListQuery {
        object: object.name_singular.clone(),
        select: identity(&object),
        filter: Some(Filter::Compare { path: FieldPath::field("id"), op: Op::In, value: json!(ids) }),
        order: Vec::new(),
        after: None,
        skip: 0,
        limit: MAX_PAGE,
        with_total: false,
        deleted: DeletedRows::Included,
    };
    let records = records_list(query).await.map(|page| page.records).unwrap_or_default();
    let name = |record: &Record| {
        let id = record.get("id")?.as_str()?.to_owned();
        let name = Some(label(&object, record)).filter(|name| !name.is_empty());
        Some((id, name.unwrap_or_else(|| "Untitled".to_owned())))
    };
    records.iter().filter_map(name).collect()
}
