//! Picks on their way: shown at once, sent one after the other, taken back when refused; they outlive the editor.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use icosa_contract::AppError;
use icosa_contract::records::{CreateRecord, RecordIds};
use icosa_model::{Object, Record};
use icosa_rpc::records::{record_create, records_destroy};
use icosa_ui::toast::{Toasts, use_toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::Tie;
use crate::fields::Editing;
use crate::live::{Action, Change, LiveHub, use_live};

/// One pick.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Pick {
    /// Makes that junction record, from these values.
    Tie(Tie, Record),
    /// Removes it.
    Untie(Tie),
}

impl Pick {
    /// What is shown once it is stored.
    fn apply(&self, ties: &mut Vec<Tie>) {
        match self {
            Self::Tie(tie, _) => ties.push(tie.clone()),
            Self::Untie(tie) => ties.retain(|other| other.id != tie.id),
        }
    }

    /// What is shown after it was refused.
    fn take_back(&self, ties: &mut Vec<Tie>) {
        match self {
            Self::Tie(tie, _) => ties.retain(|other| other.id != tie.id),
            Self::Untie(tie) => ties.push(tie.clone()),
        }
    }

    async fn send(&self, junction: &str) -> Result<(), AppError> {
        let object = junction.to_owned();
        match self {
            Self::Tie(tie, values) => {
                let (id, values) = (Some(tie.id), values.clone());
                record_create(CreateRecord { object, id, values, select: Vec::new() }).await.map(drop)
            }
            Self::Untie(tie) => records_destroy(RecordIds { object, ids: vec![tie.id] }).await.map(drop),
        }
    }
}

#[derive(Debug, Default)]
struct Queue {
    waiting: VecDeque<Pick>,
    is_sending: bool,
    is_closed: bool,
}

impl Queue {
    /// Answers whether somebody has to begin to send.
    fn add(&mut self, pick: Pick) -> bool {
        self.waiting.push_back(pick);
        !std::mem::replace(&mut self.is_sending, true)
    }

    /// The pick to send now; `None` when all are answered.
    fn next(&mut self) -> Option<Pick> {
        let pick = self.waiting.pop_front();
        self.is_sending = pick.is_some();
        pick
    }

    /// What was not made need not be removed.
    fn refused(&mut self, pick: &Pick) {
        if let Pick::Tie(tie, _) = pick {
            self.waiting.retain(|other| !matches!(other, Pick::Untie(other) if other.id == tie.id));
        }
    }
}

/// The picks of one editor.
#[derive(Clone)]
pub(super) struct Picks {
    queue: Arc<Mutex<Queue>>,
    current: RwSignal<Vec<Tie>>,
    junction: Arc<Object>,
    /// The record whose ties are edited, and the field they stand in.
    change: Option<Change>,
    hub: LiveHub,
    toasts: Toasts,
}

impl Picks {
    /// Over the ties shown.
    pub fn new(editing: &Editing, junction: &Arc<Object>, current: RwSignal<Vec<Tie>>) -> Self {
        let id = editing.record.get("id").and_then(|id| Uuid::parse_str(id.as_str()?).ok());
        let change = id.map(|id| Change {
            object: editing.object.name_singular.clone(),
            id,
            action: Action::Updated,
            fields: vec![editing.field.clone()],
            is_local: false,
        });
        let (queue, junction) = (Arc::default(), Arc::clone(junction));
        Self { queue, current, junction, change, hub: use_live(), toasts: use_toasts() }
    }

    /// Shows the pick and sends it when its turn comes.
    pub fn add(&self, pick: Pick) {
        self.current.update(|ties| pick.apply(ties));
        if self.queue().add(pick) {
            let picks = self.clone();
            spawn_local(async move { picks.send().await });
        }
    }

    /// The editor has ended.
    pub fn close(&self) {
        self.queue().is_closed = true;
    }

    async fn send(self) {
        while let Some(pick) = { self.queue().next() } {
            if let Err(error) = pick.send(&self.junction.name_singular).await {
                self.queue().refused(&pick);
                let _ = self.current.try_update(|ties| pick.take_back(ties));
                self.toasts.error(error.message);
            }
        }
        // What closed the editor may have been read before the last pick was stored, and shows a refused one.
        let is_gone = self.queue().is_closed || self.current.is_disposed();
        if let Some(change) = self.change.filter(|_| is_gone) {
            self.hub.announce(&change);
        }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tie(target: &str) -> Tie {
        Tie { id: Uuid::new_v4(), target: target.to_owned(), row: Record::new() }
    }

    #[test]
    fn picks_go_one_after_the_other() {
        let (first, second) = (Pick::Tie(tie("a"), Record::new()), Pick::Untie(tie("b")));
        let mut queue = Queue::default();
        assert!(queue.add(first.clone()));
        assert_eq!(queue.next(), Some(first));
        assert!(!queue.add(second.clone()), "one is being sent");
        assert_eq!(queue.next(), Some(second.clone()));
        assert_eq!(queue.next(), None);
        assert!(queue.add(second), "after the last answer somebody has to begin again");
    }

    #[test]
    fn a_tie_that_was_refused_is_not_removed() {
        let (made, other) = (tie("a"), tie("b"));
        let pick = Pick::Tie(made.clone(), Record::new());
        let mut queue = Queue::default();
        for pick in [pick.clone(), Pick::Untie(made), Pick::Untie(other.clone())] {
            queue.add(pick);
        }
        assert_eq!(queue.next().as_ref(), Some(&pick));
        queue.refused(&pick);
        assert_eq!(queue.next(), Some(Pick::Untie(other)));
    }

    #[test]
    fn a_refused_pick_is_taken_back() {
        let (kept, picked) = (tie("kept"), tie("picked"));
        for pick in [Pick::Tie(picked.clone(), Record::new()), Pick::Untie(kept.clone())] {
            let mut ties = vec![kept.clone()];
            pick.apply(&mut ties);
            assert_ne!(ties, [kept.clone()]);
            pick.take_back(&mut ties);
            assert_eq!(ties, [kept.clone()]);
        }
    }
}
