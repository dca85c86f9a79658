//! What a note or task is about: records of several kinds tied to it through a junction object.
//!
//! Each pick makes or removes a junction record at once; closing shows the new list.

use std::sync::Arc;

use icosa_contract::records::{CreateRecord, RecordIds, RecordSummary};
use icosa_model::{Field, Model, Object, Record};
use icosa_rpc::records::{record_create, records_destroy};
use icosa_rpc::use_signed_in;
use icosa_ui::toast::use_toasts;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Editing;
use super::editor_frame::{Draft, EditorFrame, Finish};
use super::option_list::{Choice, OptionList};
use super::record_search::{RecordSearch, choice};

/// One tie: the junction record and what it leads to.
#[derive(Debug, Clone, PartialEq)]
struct Tie {
    id: Uuid,
    target: String,
    row: Record,
}

/// A list with check marks over all kinds of records the junction can lead to.
pub(crate) fn editor(editing: Editing) -> AnyView {
    let Some(page) = use_signed_in() else { return ().into_any() };
    let Some(junction) = junction_of(&page.model, &editing) else { return ().into_any() };
    let own = own_column(&editing);
    let finish = Finish::new(editing.on_done);
    let toasts = use_toasts();
    let before = ties(&junction, &editing.value());
    let current = RwSignal::new(before.clone());
    let kinds = targets(&page.model, &junction, &own);
    let query = RwSignal::new(editing.seed.clone().unwrap_or_default());
    let search =
        RecordSearch::new(kinds.iter().map(|(_, object)| object.name_singular.clone()).collect(), query);
    let choices = {
        let model = page.model.clone();
        Memo::new(move |_| {
            search.found.with(|found| {
                found
                    .iter()
                    .map(|record| {
                        choice(
                            record,
                            model.object(&record.object).map(|object| object.label_singular.as_str()),
                        )
                    })
                    .collect::<Vec<_>>()
            })
        })
    };
    let picked = Signal::derive(move || {
        current.with(|ties| ties.iter().map(|tie| tie.target.clone()).collect::<Vec<_>>())
    });
    let label = editing.label();
    let record_id = editing.record.get("id").cloned().unwrap_or_default();
    let on_pick = {
        let (junction, model) = (junction.clone(), page.model.clone());
        Callback::new(move |choice: Choice| {
            let Some(record) = search
                .found
                .with_untracked(|found| found.iter().find(|r| r.id.to_string() == choice.key).cloned())
            else {
                return;
            };
            let (junction, kinds, own, record_id, model) =
                (junction.clone(), kinds.clone(), own.clone(), record_id.clone(), model.clone());
            spawn_local(async move {
                let tied =
                    current.with_untracked(|ties| ties.iter().find(|tie| tie.target == choice.key).cloned());
                let result = match tied {
                    Some(tie) => untie(&junction, tie.id).await.map(|()| {
                        let _ = current.try_update(|ties| ties.retain(|other| other.id != tie.id));
                    }),
                    None => make_tie(&model, &junction, &kinds, &own, &record_id, &record).await.map(|tie| {
                        let _ = current.try_update(|ties| ties.push(tie));
                    }),
                };
                if let Err(message) = result {
                    toasts.error(message);
                }
            });
        })
    };
    let read = Callback::new(move |()| {
        let ties = current.get_untracked();
        if ties == before {
            return Ok(Draft::Unchanged);
        }
        let rows: Vec<Value> = ties.into_iter().map(|tie| Value::Object(tie.row)).collect();
        let shown = Record::from_iter([(editing.field.clone(), Value::from(rows))]);
        Ok(Draft::Changed { values: Record::new(), shown })
    });
    view! {
        <EditorFrame label=label.clone() read finish is_panel=true keeps_enter=true is_stored=true>
            <OptionList label query choices picked is_loading=search.is_loading on_pick/>
        </EditorFrame>
    }
    .into_any()
}

fn junction_of(model: &Model, editing: &Editing) -> Option<Arc<Object>> {
    model.object(&editing.definition()?.relation.as_ref()?.target_name).cloned()
}

/// The junction's field that leads back to the record being edited.
fn own_column(editing: &Editing) -> String {
    editing
        .definition()
        .and_then(|field| field.relation.as_ref())
        .map(|relation| relation.target_field.clone())
        .unwrap_or_default()
}

/// The junction's other fields, with the objects they lead to.
fn targets(model: &Model, junction: &Object, own: &str) -> Vec<(String, Arc<Object>)> {
    let leads_away = |field: &&Field| field.join_column().is_some() && field.name != own;
    junction
        .fields
        .iter()
        .filter(leads_away)
        .filter_map(|field| {
            Some((field.name.clone(), model.object(&field.relation.as_ref()?.target_name)?.clone()))
        })
        .collect()
}

fn ties(junction: &Object, value: &Value) -> Vec<Tie> {
    let rows = value.as_array().map(Vec::as_slice).unwrap_or_default();
    rows.iter()
        .filter_map(|row| {
            let row = row.as_object()?;
            let id = Uuid::parse_str(row.get("id")?.as_str()?).ok()?;
            let target = junction
                .fields
                .iter()
                .filter(|field| field.join_column().is_some())
                .find_map(|field| row.get(&field.name)?.get("id")?.as_str().map(str::to_owned))?;
            Some(Tie { id, target, row: row.clone() })
        })
        .collect()
}

async fn untie(junction: &Object, id: Uuid) -> Result<(), String> {
    let request = RecordIds { object: junction.name_singular.clone(), ids: vec![id] };
    records_destroy(request).await.map(|_| ()).map_err(|error| error.message)
}

async fn make_tie(
    model: &Model,
    junction: &Object,
    kinds: &[(String, Arc<Object>)],
    own: &str,
    record_id: &Value,
    record: &RecordSummary,
) -> Result<Tie, String> {
    let (field, target) = kinds
        .iter()
        .find(|(_, object)| object.name_singular == record.object)
        .ok_or("This kind cannot be tied.")?;
    let column =
        |name: &str| junction.field(name).and_then(Field::join_column).unwrap_or_default().to_owned();
    let id = Uuid::new_v4();
    let values = Record::from_iter([(column(own), record_id.clone()), (column(field), json!(record.id))]);
    let request =
        CreateRecord { object: junction.name_singular.clone(), id: Some(id), values, select: Vec::new() };
    record_create(request).await.map_err(|error| error.message)?;
    let label = model
        .object(&target.name_singular)
        .map(|object| object.label_field().name.clone())
        .unwrap_or_default();
    let name = icosa_model::values::parse_text(target.label_field(), &record.label)
        .unwrap_or_else(|_| json!(record.label));
    let related = Record::from_iter([("id".to_owned(), json!(record.id)), (label, name)]);
    let row = Record::from_iter([("id".to_owned(), json!(id)), (field.clone(), Value::Object(related))]);
    Ok(Tie { id, target: record.id.to_string(), row })
}
