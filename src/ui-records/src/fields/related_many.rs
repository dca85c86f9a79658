//! One-to-many relations: records of the other object, tied by their own join column.
//!
//! Each pick writes the join column of the picked record at once; closing shows the new list, picks on their way
//! included.

use std::sync::Arc;

use icosa_contract::AppError;
use icosa_contract::records::UpdateRecord;
use icosa_model::query::{FieldPath, Filter, ListQuery, MAX_PAGE, Op};
use icosa_model::{Field, Object, Record, Relation, RelationKind};
use icosa_rpc::records::{record_update, records_list};
use icosa_rpc::use_signed_in;
use icosa_ui::combobox::{Choice, Combobox};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use uuid::Uuid;

use super::Editing;
use super::editor_frame::{Draft, EditorFrame};
use super::picks::{Pick, Picks};
use super::record_search::{RecordSearch, found_choice};
use super::relation::named;
use crate::selection::{RELATED_IN_CELL, identity};

/// The other side of the relation, and the record this one ties to.
#[derive(Clone)]
struct Ties {
    target: Arc<Object>,
    /// Join column in the target's table.
    column: String,
    /// The record being edited.
    own: Value,
    /// The tied records; those beyond the ones shown are read when the editor opens.
    current: RwSignal<Vec<Record>>,
    /// Those that were tied when it opened: they stand first, whatever is picked.
    known: RwSignal<Vec<Record>>,
}

/// A list with check marks over the records of the other object; those that are tied stand first.
pub(crate) fn editor(editing: Editing) -> AnyView {
    let Some(ties) = Ties::of(&editing) else { return ().into_any() };
    let picks = Picks::new(&editing, ties.current);
    let finish = picks.finish(editing.on_done);
    ties.read_all();
    let seed = editing.seed.clone().unwrap_or_default();
    let query = RwSignal::new(seed.clone());
    let search = RecordSearch::new(vec![ties.target.name_singular.clone()], query);
    let choices = {
        let ties = ties.clone();
        Memo::new(move |_| {
            let is_searching = query.with(|query| !query.trim().is_empty());
            search.found.with(|found| {
                let found: Vec<Choice> = found.iter().map(|record| found_choice(record, None)).collect();
                if is_searching { found } else { ties.first_tied(found) }
            })
        })
    };
    let (current, known) = (ties.current, ties.known);
    let selected =
        Signal::derive(move || current.with(|tied| tied.iter().filter_map(id_of).collect::<Vec<_>>()));
    let label = editing.label();
    let read = Callback::new(move |()| {
        let tied = current.get_untracked();
        if known.with_untracked(|known| ids(known) == ids(&tied)) {
            return Ok(Draft::Unchanged);
        }
        let shown: Vec<Value> = tied.into_iter().take(RELATED_IN_CELL as usize).map(Value::Object).collect();
        let shown = Record::from_iter([(editing.field.clone(), Value::from(shown))]);
        Ok(Draft::Changed { values: Record::new(), shown })
    });
    let pick = move |id: String| {
        let label = choices.with_untracked(|choices| {
            choices.iter().find(|choice| choice.id == id).map(|choice| choice.label.clone())
        });
        picks.add(ties.pick(&id, label.as_deref().unwrap_or_default()));
    };
    view! {
        <EditorFrame label=label.clone() read finish is_panel=true keeps_enter=true is_stored=true>
            <Combobox label=format!("Search {label}") choices selected multiple=true seed loading=search.is_loading
                on_pick=pick on_search=move |text| query.set(text)/>
        </EditorFrame>
    }
    .into_any()
}

impl Ties {
    fn of(editing: &Editing) -> Option<Self> {
        let page = use_signed_in()?;
        let relation: &Relation = editing.definition()?.relation.as_ref()?;
        let RelationKind::OneToMany { target_column } = &relation.kind else { return None };
        let shown = editing.value().as_array().cloned().unwrap_or_default();
        let shown: Vec<Record> = shown.into_iter().filter_map(|record| record.as_object().cloned()).collect();
        Some(Self {
            target: page.model.object(&relation.target_name)?.clone(),
            column: target_column.clone(),
            own: editing.record.get("id").cloned()?,
            current: RwSignal::new(shown.clone()),
            known: RwSignal::new(shown),
        })
    }

    /// Reads the whole list: what is shown of a record ends after a few.
    fn read_all(&self) {
        let query = ListQuery {
            object: self.target.name_singular.clone(),
            select: identity(&self.target),
            filter: Some(Filter::Compare {
                path: FieldPath::field(self.column.clone()),
                op: Op::Eq,
                value: self.own.clone(),
            }),
            order: Vec::new(),
            after: None,
            skip: 0,
            limit: MAX_PAGE,
            with_total: false,
            deleted: Default::default(),
        };
        let (current, known) = (self.current, self.known);
        Effect::new(move |_| {
            let query = query.clone();
            spawn_local(async move {
                let Ok(page) = records_list(query).await else { return };
                let shown = known.try_get_untracked().map(|known| ids(&known));
                // Only what was not shown yet is new: picks may have been made meanwhile.
                let more = |list: &mut Vec<Record>| {
                    let is_new = |record: &&Record| {
                        let id = id_of(record);
                        list.iter().all(|other| id_of(other) != id)
                            && id.is_some_and(|id| !shown.iter().flatten().any(|shown| *shown == id))
                    };
                    let new: Vec<Record> = page.records.iter().filter(is_new).cloned().collect();
                    list.extend(new);
                };
                let _ = current.try_update(more);
                let _ = known.try_update(more);
            });
        });
    }

    /// The tied records, then what else was found.
    fn first_tied(&self, found: Vec<Choice>) -> Vec<Choice> {
        let mut list: Vec<Choice> = self.known.with(|tied| {
            let name = |record: &Record| {
                let id = id_of(record)?;
                let known = found.iter().find(|choice| choice.id == id).cloned();
                let label = icosa_model::format::label(&self.target, record);
                let look = icosa_ui::chip::Look::person(
                    id.clone(),
                    icosa_model::format::image(&self.target, record),
                );
                Some(known.unwrap_or(Choice { id, label, hint: String::new(), look }))
            };
            tied.iter().filter_map(name).collect()
        });
        let rest: Vec<Choice> =
            found.into_iter().filter(|choice| list.iter().all(|tied| tied.id != choice.id)).collect();
        list.extend(rest);
        list
    }

    /// Ties a record, or takes its tie away.
    fn pick(&self, id: &str, label: &str) -> TiePick {
        let is_it = |record: &&Record| id_of(record).as_deref() == Some(id);
        let tied = self.current.with_untracked(|tied| tied.iter().find(is_it).cloned());
        let (object, column) = (self.target.name_singular.clone(), self.column.clone());
        let own = if tied.is_some() { Value::Null } else { self.own.clone() };
        let record = tied.unwrap_or_else(|| named(&self.target, Value::from(id), label));
        TiePick { object, column, record, own }
    }
}

/// One pick.
#[derive(Debug, Clone, PartialEq)]
struct TiePick {
    /// API name of the picked record's object.
    object: String,
    /// Its join column.
    column: String,
    record: Record,
    /// What the column gets: the record being edited, or null where the tie is taken away.
    own: Value,
}

impl TiePick {
    fn set(&self, ties: &mut Vec<Record>, is_tied: bool) {
        ties.retain(|other| id_of(other) != id_of(&self.record));
        if is_tied {
            ties.push(self.record.clone());
        }
    }
}

impl Pick for TiePick {
    type Tie = Record;

    fn apply(&self, ties: &mut Vec<Record>) {
        self.set(ties, !self.own.is_null());
    }

    fn take_back(&self, ties: &mut Vec<Record>) {
        self.set(ties, self.own.is_null());
    }

    fn undoes(&self, refused: &Self) -> bool {
        // The record may be tied to another one: that must not be lost.
        id_of(&self.record) == id_of(&refused.record) && self.own.is_null() && !refused.own.is_null()
    }

    async fn send(&self) -> Result<(), AppError> {
        let id = id_of(&self.record).and_then(|id| Uuid::parse_str(&id).ok()).unwrap_or_default();
        let values = Record::from_iter([(self.column.clone(), self.own.clone())]);
        record_update(UpdateRecord { object: self.object.clone(), id, values, select: Vec::new() })
            .await
            .map(drop)
    }
}

/// Whether people may tie records here: the other side's field is theirs to edit.
pub(crate) fn can_tie(target: &Object, field: &Field) -> bool {
    let other = field.relation.as_ref().and_then(|relation| target.field(&relation.target_field));
    !target.is_system
        && target.is_ui_editable
        && other.is_some_and(|other| other.is_ui_editable && !other.is_system)
}

fn id_of(record: &Record) -> Option<String> {
    record.get("id").and_then(Value::as_str).map(str::to_owned)
}

fn ids(records: &[Record]) -> Vec<String> {
    let mut ids: Vec<String> = records.iter().filter_map(id_of).collect();
    ids.sort();
    ids
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_pick_ties_or_unties_and_is_taken_back() {
        let record = Record::from_iter([("id".to_owned(), json!("1"))]);
        let pick = |own: Value| TiePick {
            object: "thing".to_owned(),
            column: "companyId".to_owned(),
            record: record.clone(),
            own,
        };
        let (tie, untie) = (pick(json!("7")), pick(Value::Null));
        let mut ties = Vec::new();
        tie.apply(&mut ties);
        tie.apply(&mut ties);
        assert_eq!(ties, std::slice::from_ref(&record), "once, however often");
        untie.apply(&mut ties);
        assert!(ties.is_empty());
        untie.take_back(&mut ties);
        assert_eq!(ties, std::slice::from_ref(&record));
        assert!(untie.undoes(&tie) && !tie.undoes(&untie));
    }
}
