//! What a note or task is about: records of several kinds tied to it through a junction object.
//!
//! Each pick makes or removes a junction record at once; closing shows the new list, picks on their way included.

use std::sync::Arc;

use icosa_contract::AppError;
use icosa_contract::records::{CreateRecord, RecordIds, RecordSummary};
use icosa_model::{Field, Model, Object, Record};
use icosa_rpc::records::{record_create, records_destroy};
use icosa_rpc::use_signed_in;
use icosa_ui::combobox::Combobox;
use leptos::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Editing;
use super::editor_frame::{Draft, EditorFrame};
use super::picks::{Pick, Picks};
use super::record_search::{RecordSearch, found_choice};

/// One tie: the junction record and what it leads to.
#[derive(Debug, Clone, PartialEq)]
struct Tie {
    id: Uuid,
    target: String,
    row: Record,
}

/// One pick.
#[derive(Debug, Clone, PartialEq)]
struct TiePick {
    /// API name of the junction.
    junction: String,
    tie: Tie,
    /// What the junction record is made from; none where it is removed.
    values: Option<Record>,
}

impl Pick for TiePick {
    type Tie = Tie;

    fn apply(&self, ties: &mut Vec<Tie>) {
        ties.retain(|other| other.id != self.tie.id);
        if self.values.is_some() {
            ties.push(self.tie.clone());
        }
    }

    fn take_back(&self, ties: &mut Vec<Tie>) {
        ties.retain(|other| other.id != self.tie.id);
        if self.values.is_none() {
            ties.push(self.tie.clone());
        }
    }

    fn undoes(&self, refused: &Self) -> bool {
        self.tie.id == refused.tie.id && self.values.is_none() && refused.values.is_some()
    }

    async fn send(&self) -> Result<(), AppError> {
        let (object, id) = (self.junction.clone(), self.tie.id);
        match self.values.clone() {
            Some(values) => record_create(CreateRecord { object, id: Some(id), values, select: Vec::new() })
                .await
                .map(drop),
            None => records_destroy(RecordIds { object, ids: vec![id] }).await.map(drop),
        }
    }
}

/// A list with check marks over all kinds of records the junction can lead to.
pub(crate) fn editor(editing: Editing) -> AnyView {
    let Some(page) = use_signed_in() else { return ().into_any() };
    let Some(junction) = junction_of(&page.model, &editing) else { return ().into_any() };
    let own = own_column(&editing);
    let before = ties(&junction, &editing.value());
    let current = RwSignal::new(before.clone());
    let kinds = targets(&page.model, &junction, &own);
    let seed = editing.seed.clone().unwrap_or_default();
    let query = RwSignal::new(seed.clone());
    let search =
        RecordSearch::new(kinds.iter().map(|(_, object)| object.name_singular.clone()).collect(), query);
    let choices = {
        let model = page.model.clone();
        Memo::new(move |_| {
            search.found.with(|found| {
                found
                    .iter()
                    .map(|record| {
                        found_choice(
                            record,
                            model.object(&record.object).map(|object| object.label_singular.as_str()),
                        )
                    })
                    .collect::<Vec<_>>()
            })
        })
    };
    let selected = Signal::derive(move || {
        current.with(|ties| ties.iter().map(|tie| tie.target.clone()).collect::<Vec<_>>())
    });
    let label = editing.label();
    let record_id = editing.record.get("id").cloned().unwrap_or_default();
    let picks = Picks::new(&editing, current);
    let finish = picks.finish(editing.on_done);
    let pick = move |target: String| {
        let tied = current.with_untracked(|ties| ties.iter().find(|tie| tie.target == target).cloned());
        let name = junction.name_singular.clone();
        if let Some(tie) = tied {
            picks.add(TiePick { junction: name, tie, values: None });
            return;
        }
        let found = search.by_id(&target);
        if let Some((tie, values)) =
            found.and_then(|found| new_tie(&junction, &kinds, &own, &record_id, &found))
        {
            picks.add(TiePick { junction: name, tie, values: Some(values) });
        }
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
            <Combobox label=format!("Search {label}") choices selected multiple=true seed loading=search.is_loading
                on_pick=pick on_search=move |text| query.set(text)/>
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

/// A tie to be made, as it is shown and as it is sent.
fn new_tie(
    junction: &Object,
    kinds: &[(String, Arc<Object>)],
    own: &str,
    record_id: &Value,
    found: &RecordSummary,
) -> Option<(Tie, Record)> {
    let (field, target) = kinds.iter().find(|(_, object)| object.name_singular == found.object)?;
    let column = |name: &str| junction.field(name).and_then(Field::join_column).map(str::to_owned);
    let values = Record::from_iter([(column(own)?, record_id.clone()), (column(field)?, json!(found.id))]);
    let id = Uuid::new_v4();
    let label = target.label_field();
    let name = icosa_model::values::parse_text(label, &found.label).unwrap_or_else(|_| json!(found.label));
    let related = Record::from_iter([("id".to_owned(), json!(found.id)), (label.name.clone(), name)]);
    let row = Record::from_iter([("id".to_owned(), json!(id)), (field.clone(), Value::Object(related))]);
    Some((Tie { id, target: found.id.to_string(), row }, values))
}
