//! The record a page shows: optimistic edits, roll-back, and what others change meanwhile.

use std::sync::Arc;

use icosa_contract::records::{GetRecord, RecordIds, UpdateRecord};
use icosa_model::{Object, Record};
use icosa_rpc::records::{record_get, record_update, records_restore};
use icosa_ui::toast::{Toasts, use_toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use uuid::Uuid;

use crate::fields::Outcome;
use crate::live::{Action, use_changes};
use crate::record_store::{RecordStore, use_record_store};

/// Shared by the parts of one record page.
#[derive(Clone)]
pub struct RecordState {
    /// The record's object.
    pub object: Arc<Object>,
    /// Which one.
    pub id: Uuid,
    /// As shown.
    pub record: RwSignal<Record>,
    /// Grows when the timeline has something new.
    pub activity: RwSignal<u32>,
    query: GetRecord,
    toasts: Toasts,
    pending: RwSignal<u32>,
    store: RecordStore,
}

impl RecordState {
    /// Over the record that came with the page.
    pub fn new(object: Arc<Object>, query: GetRecord, record: Record) -> Self {
        Self {
            object,
            id: query.id,
            record: RwSignal::new(record),
            activity: RwSignal::new(0),
            query,
            toasts: use_toasts(),
            pending: RwSignal::new(0),
            store: use_record_store(),
        }
    }

    /// Soft-deleted: shown, but not to be edited.
    pub fn is_deleted(&self) -> bool {
        self.record.with(|record| record.get("deletedAt").is_some_and(|value| !value.is_null()))
    }

    /// Shows an editor's outcome at once and stores it; refused values come back with a message.
    pub fn save(&self, outcome: &Outcome) {
        let Outcome::Save { values, shown, .. } = outcome else { return };
        self.save_values(values.clone(), shown.clone());
    }

    /// The same for values that did not come from a field editor.
    pub fn save_values(&self, values: Record, shown: Record) {
        let before: Record = self.record.with_untracked(|record| {
            shown.keys().map(|key| (key.clone(), record.get(key).cloned().unwrap_or(Value::Null))).collect()
        });
        let ticket = self
            .record
            .with_untracked(|record| self.store.remember(&self.object, self.id, record, &values, &shown));
        self.record.update(|record| record.extend(shown));
        let request = UpdateRecord {
            object: self.object.name_singular.clone(),
            id: self.id,
            values,
            select: self.query.select.clone(),
        };
        let state = self.clone();
        state.pending.update(|count| *count += 1);
        spawn_local(async move {
            let result = record_update(request).await;
            let left = state.pending.try_update(|count| {
                *count = count.saturating_sub(1);
                *count
            });
            match result {
                // With another edit under way its values would flicker back; its own answer follows.
                Ok(record) if left == Some(0) => {
                    let _ = state.record.try_set(record);
                    let _ = state.activity.try_update(|count| *count += 1);
                }
                Ok(_) => {}
                Err(error) => {
                    let _ = state.record.try_update(|record| record.extend(before));
                    if let Some(ticket) = ticket {
                        state.store.forget(ticket);
                    }
                    state.toasts.error(error.message);
                }
            }
        });
    }

    /// Reads the record again.
    pub fn refresh(&self) {
        let state = self.clone();
        spawn_local(async move {
            let answer = record_get(state.query.clone()).await;
            if let (Ok(record), Some(0)) = (answer, state.pending.try_get_untracked()) {
                let _ = state.record.try_set(record);
            }
            let _ = state.activity.try_update(|count| *count += 1);
        });
    }

    /// Follows what happens to this record anywhere.
    pub fn follow_live(&self) {
        let (state, id) = (self.clone(), self.id);
        let object = self.object.name_singular.clone();
        use_changes(&object, move |change| {
            let is_about_it = change.id == id || change.action == Action::Missed;
            if is_about_it && !change.is_local {
                state.refresh();
            }
        });
    }

    /// Undoes the record's soft deletion.
    pub fn restore(&self) {
        let (state, request) = (self.clone(), self.ids());
        spawn_local(async move {
            match records_restore(request).await {
                Ok(_) => state.refresh(),
                Err(error) => state.toasts.error(error.message),
            }
        });
    }

    /// This record alone, for deletion and restoration.
    pub fn ids(&self) -> RecordIds {
        RecordIds { object: self.object.name_singular.clone(), ids: vec![self.id] }
    }
}
