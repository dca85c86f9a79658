//! Writing: shown first, then sent; taken back when refused.

use std::sync::Arc;

use icosa_contract::AppError;
use icosa_contract::records::{CreateRecord, RecordIds, UpdateRecord};
use icosa_model::query::{MAX_PAGE, Select};
use icosa_model::{Object, Record};
use icosa_rpc::records::{record_create, record_update, records_delete, records_restore};
use icosa_ui::toast::Toast;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::undo::inverse_update;
use super::{Edit, Optimistic, RecordCell, RecordStore, Step, lock};
use crate::live::{Action, Change};

/// Which way a step of the undo stack goes.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Back,
    Forward,
}

impl RecordStore {
    /// Writes values of a record; `shown` is seen at once. Can be undone.
    pub fn edit(&self, cell: &Arc<RecordCell>, values: Record, shown: Record) {
        let before = cell.shown.get_untracked();
        let step = inverse_update(&cell.object, cell.id, &before, &values, &shown);
        let ticket = step.map(|step| lock(&self.0.undo).push(step));
        self.send(cell, values, shown, ticket);
    }

    /// Remembers how to take back an edit that a page stores by itself; the ticket is for [`forget`](Self::forget).
    pub fn remember(
        &self,
        object: &Object,
        id: Uuid,
        before: &Record,
        values: &Record,
        shown: &Record,
    ) -> Option<u64> {
        let step = inverse_update(object, id, before, values, shown)?;
        Some(lock(&self.0.undo).push(step))
    }

    /// The edit was refused: there is nothing to take back.
    pub fn forget(&self, ticket: u64) {
        lock(&self.0.undo).forget(ticket);
    }

    fn send(&self, cell: &Arc<RecordCell>, values: Record, shown: Record, ticket: Option<u64>) {
        lock(&cell.state).queue.push(Edit { values, shown, ticket });
        cell.publish();
        self.pump(cell);
    }

    /// Sends what waits in the record's queue, one edit after the other.
    fn pump(&self, cell: &Arc<RecordCell>) {
        let (store, cell) = (self.clone(), Arc::clone(cell));
        spawn_local(async move {
            while let Some(edit) = { lock(&cell.state).queue.start() } {
                let request = UpdateRecord {
                    object: cell.object.name_singular.clone(),
                    id: cell.id,
                    values: edit.values,
                    select: cell.select(),
                };
                match record_update(request).await {
                    Ok(answer) => {
                        lock(&cell.state).queue.accept(answer);
                        store.expect_echo(cell.id);
                        store.announce(&cell.object.name_singular, &[cell.id], Action::Updated);
                    }
                    Err(error) => {
                        lock(&cell.state).queue.refuse();
                        if let Some(ticket) = edit.ticket {
                            lock(&store.0.undo).forget(ticket);
                        }
                        store.complain(error);
                    }
                }
                cell.publish();
            }
        });
    }

    /// Makes a record: its cell is there at once. If the server refuses, a local `Destroyed` is announced. Can be
    /// undone.
    pub fn create(&self, object: &Arc<Object>, select: &[Select], values: Record) -> Arc<RecordCell> {
        let id = Uuid::new_v4();
        let mut draft = values.clone();
        draft.insert("id".to_owned(), id.to_string().into());
        let cell = self.add(object, select, id, Optimistic::creating(draft));
        let request = CreateRecord {
            object: object.name_singular.clone(),
            id: Some(id),
            values,
            select: select.to_vec(),
        };
        let (store, made) = (self.clone(), Arc::clone(&cell));
        spawn_local(async move {
            let object = made.object.name_singular.clone();
            match record_create(request).await {
                Ok(answer) => {
                    lock(&made.state).queue.created(answer);
                    made.publish();
                    lock(&store.0.undo).push(Step::Delete { object, ids: vec![id] });
                    store.pump(&made);
                }
                Err(error) => {
                    store.complain(error);
                    store.announce(&object, &[id], Action::Destroyed);
                }
            }
        });
        cell
    }

    /// Soft-deletes records: they disappear at once, and come back if the server refuses. Can be undone, by a
    /// button in the message too. Answers whether all went.
    pub async fn delete(&self, object: Arc<Object>, ids: Vec<Uuid>) -> bool {
        let name = object.name_singular.clone();
        self.announce(&name, &ids, Action::Deleted);
        let gone = match self.delete_all(&name, &ids).await {
            Ok(()) => ids,
            Err((gone, error)) => {
                let back: Vec<Uuid> = ids.into_iter().filter(|id| !gone.contains(id)).collect();
                self.announce(&name, &back, Action::Restored);
                self.complain(error);
                if gone.is_empty() {
                    return false;
                }
                gone
            }
        };
        let message = match gone.len() {
            1 => format!("{} deleted.", object.label_singular),
            count => format!("{count} {} deleted.", object.label_plural.to_lowercase()),
        };
        let ticket = lock(&self.0.undo).push(Step::Restore { object: name, ids: gone });
        let store = self.clone();
        let toast = Toast::success(message).key(format!("deleted-{ticket}")).action("Undo", move || {
            let step = lock(&store.0.undo).take(ticket);
            if let Some(step) = step {
                store.perform(step, Way::Back);
            }
        });
        self.0.toasts.show(toast);
        true
    }

    async fn delete_all(&self, object: &str, ids: &[Uuid]) -> Result<(), (Vec<Uuid>, AppError)> {
        let mut gone = Vec::new();
        for ids in ids.chunks(MAX_PAGE as usize) {
            match records_delete(RecordIds { object: object.to_owned(), ids: ids.to_vec() }).await {
                Ok(_) => gone.extend_from_slice(ids),
                Err(error) => return Err((gone, error)),
            }
        }
        Ok(())
    }

    async fn restore_all(&self, object: &str, ids: &[Uuid]) -> Result<(), AppError> {
        for ids in ids.chunks(MAX_PAGE as usize) {
            records_restore(RecordIds { object: object.to_owned(), ids: ids.to_vec() }).await?;
        }
        self.announce(object, ids, Action::Restored);
        Ok(())
    }

    /// Takes the last edit, creation or deletion of this window back.
    pub fn undo(&self) {
        let step = lock(&self.0.undo).undo();
        if let Some(step) = step {
            self.perform(step, Way::Back);
        }
    }

    /// Does the last undone thing again.
    pub fn redo(&self) {
        let step = lock(&self.0.undo).redo();
        if let Some(step) = step {
            self.perform(step, Way::Forward);
        }
    }

    fn perform(&self, step: Step, way: Way) {
        match step {
            Step::Update { object, id, values, shown } => match self.cell(&object, id) {
                Some(cell) => {
                    let before = cell.shown.get_untracked();
                    let ticket = inverse_update(&cell.object, id, &before, &values, &shown)
                        .and_then(|inverse| self.record(inverse, way));
                    self.send(&cell, values, shown, ticket);
                }
                None => self.write_unseen(UpdateRecord { object, id, values, select: Vec::new() }),
            },
            Step::Delete { object, ids } => {
                let store = self.clone();
                spawn_local(async move {
                    store.announce(&object, &ids, Action::Deleted);
                    match store.delete_all(&object, &ids).await {
                        Ok(()) => drop(store.record(Step::Restore { object, ids }, way)),
                        Err((_, error)) => {
                            store.announce(&object, &ids, Action::Restored);
                            store.complain(error);
                        }
                    }
                });
            }
            Step::Restore { object, ids } => {
                let store = self.clone();
                spawn_local(async move {
                    match store.restore_all(&object, &ids).await {
                        Ok(()) => drop(store.record(Step::Delete { object, ids }, way)),
                        Err(error) => store.complain(error),
                    }
                });
            }
        }
    }

    /// Remembers how to reverse a step that was just performed.
    fn record(&self, inverse: Step, way: Way) -> Option<u64> {
        let mut undo = lock(&self.0.undo);
        match way {
            Way::Forward => Some(undo.push_redone(inverse)),
            Way::Back => {
                undo.push_undone(inverse);
                None
            }
        }
    }

    /// Writes to a record that nothing shows any more.
    fn write_unseen(&self, request: UpdateRecord) {
        let store = self.clone();
        spawn_local(async move {
            let (object, id) = (request.object.clone(), request.id);
            match record_update(request).await {
                Ok(_) => store.announce(&object, &[id], Action::Updated),
                Err(error) => store.complain(error),
            }
        });
    }

    fn announce(&self, object: &str, ids: &[Uuid], action: Action) {
        for id in ids {
            self.0.hub.announce(&Change::local(object, *id, action));
        }
    }

    fn complain(&self, error: AppError) {
        self.0.toasts.error(error.message);
    }
}
