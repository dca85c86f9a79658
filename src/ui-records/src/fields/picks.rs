//! Picks on their way: shown at once, sent one after the other, taken back when refused; they outlive the editor.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use icosa_contract::AppError;
use icosa_ui::toast::{Toasts, use_toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::editor_frame::Finish;
use super::{Editing, Outcome};
use crate::live::{Action, Change, LiveHub, use_live};

/// One pick in a list of ties to other records.
pub(crate) trait Pick: Clone + Send + Sync + 'static {
    /// One entry of the list.
    type Tie: Clone + Send + Sync + 'static;

    /// What is shown once it is stored.
    fn apply(&self, ties: &mut Vec<Self::Tie>);

    /// What is shown after it was refused.
    fn take_back(&self, ties: &mut Vec<Self::Tie>);

    /// It takes back what `refused` would have made, and must not be sent without it.
    fn undoes(&self, refused: &Self) -> bool;

    /// Stores it.
    async fn send(&self) -> Result<(), AppError>;
}

#[derive(Debug)]
struct Queue<P> {
    waiting: VecDeque<P>,
    is_sending: bool,
    is_closed: bool,
}

impl<P> Default for Queue<P> {
    fn default() -> Self {
        Self { waiting: VecDeque::new(), is_sending: false, is_closed: false }
    }
}

impl<P: Pick> Queue<P> {
    /// Answers whether somebody has to begin to send.
    fn add(&mut self, pick: P) -> bool {
        self.waiting.push_back(pick);
        !std::mem::replace(&mut self.is_sending, true)
    }

    /// The pick to send now; `None` when all are answered.
    fn next(&mut self) -> Option<P> {
        let pick = self.waiting.pop_front();
        self.is_sending = pick.is_some();
        pick
    }

    /// What was not made need not be removed.
    fn refused(&mut self, pick: &P) {
        self.waiting.retain(|other| !other.undoes(pick));
    }
}

/// The picks of one editor.
pub(crate) struct Picks<P: Pick> {
    queue: Arc<Mutex<Queue<P>>>,
    current: RwSignal<Vec<P::Tie>>,
    /// The record whose ties are edited, and the field they stand in.
    change: Option<Change>,
    hub: LiveHub,
    toasts: Toasts,
}

impl<P: Pick> Clone for Picks<P> {
    fn clone(&self) -> Self {
        let (queue, change) = (Arc::clone(&self.queue), self.change.clone());
        Self { queue, change, current: self.current, hub: self.hub.clone(), toasts: self.toasts }
    }
}

impl<P: Pick> Picks<P> {
    /// Over the ties shown.
    pub fn new(editing: &Editing, current: RwSignal<Vec<P::Tie>>) -> Self {
        let id = editing.record.get("id").and_then(|id| Uuid::parse_str(id.as_str()?).ok());
        let change = id.map(|id| Change {
            object: editing.object.name_singular.clone(),
            id,
            action: Action::Updated,
            fields: vec![editing.field.clone()],
            is_local: false,
        });
        Self { queue: Arc::default(), current, change, hub: use_live(), toasts: use_toasts() }
    }

    /// Shows the pick and sends it when its turn comes.
    pub fn add(&self, pick: P) {
        self.current.update(|ties| pick.apply(ties));
        if self.queue().add(pick) {
            let picks = self.clone();
            spawn_local(async move { picks.send().await });
        }
    }

    /// Ends the editor with the outcome, and remembers that it has ended.
    pub fn finish(&self, on_done: Callback<Outcome>) -> Finish {
        let picks = self.clone();
        Finish::new(Callback::new(move |outcome| {
            picks.queue().is_closed = true;
            on_done.run(outcome);
        }))
    }

    async fn send(self) {
        while let Some(pick) = { self.queue().next() } {
            if let Err(error) = pick.send().await {
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

    fn queue(&self) -> MutexGuard<'_, Queue<P>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, PartialEq)]
    enum Word {
        Add(&'static str),
        Remove(&'static str),
    }

    impl Pick for Word {
        type Tie = &'static str;

        fn apply(&self, ties: &mut Vec<&'static str>) {
            match self {
                Self::Add(word) => ties.push(word),
                Self::Remove(word) => ties.retain(|other| other != word),
            }
        }

        fn take_back(&self, ties: &mut Vec<&'static str>) {
            match self {
                Self::Add(word) => Self::Remove(word).apply(ties),
                Self::Remove(word) => Self::Add(word).apply(ties),
            }
        }

        fn undoes(&self, refused: &Self) -> bool {
            matches!((self, refused), (Self::Remove(one), Self::Add(other)) if one == other)
        }

        async fn send(&self) -> Result<(), AppError> {
            Ok(())
        }
    }

    #[test]
    fn picks_go_one_after_the_other() {
        let (first, second) = (Word::Add("a"), Word::Remove("b"));
        let mut queue = Queue::default();
        assert!(queue.add(first.clone()));
        assert_eq!(queue.next(), Some(first));
        assert!(!queue.add(second.clone()), "one is being sent");
        assert_eq!(queue.next(), Some(second.clone()));
        assert_eq!(queue.next(), None);
        assert!(queue.add(second), "after the last answer somebody has to begin again");
    }

    #[test]
    fn what_was_refused_is_not_undone() {
        let mut queue = Queue::default();
        for pick in [Word::Add("a"), Word::Remove("a"), Word::Remove("b")] {
            queue.add(pick);
        }
        assert_eq!(queue.next(), Some(Word::Add("a")));
        queue.refused(&Word::Add("a"));
        assert_eq!(queue.next(), Some(Word::Remove("b")));
    }
}
