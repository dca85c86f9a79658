//! What can be taken back in this window.

use icosa_model::{Object, Record};
use uuid::Uuid;

use crate::fields::files::writable;

/// How many steps are remembered; older ones are forgotten.
const DEPTH: usize = 100;

/// Something to do to records; the inverse of something that was done.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Write these values.
    Update {
        /// API name, singular.
        object: String,
        /// Which record.
        id: Uuid,
        /// What is written.
        values: Record,
        /// What is shown meanwhile.
        shown: Record,
    },
    /// Soft-delete these records.
    Delete {
        /// API name, singular.
        object: String,
        /// Which records.
        ids: Vec<Uuid>,
    },
    /// Restore these records.
    Restore {
        /// API name, singular.
        object: String,
        /// Which records.
        ids: Vec<Uuid>,
    },
}

/// Steps back and, after those, forward again.
#[derive(Debug, Default)]
pub struct UndoStack {
    back: Vec<(u64, Step)>,
    forward: Vec<Step>,
    last_ticket: u64,
}

impl UndoStack {
    /// Something was done; `step` takes it back. What was undone before can no longer be redone. The ticket names
    /// the step for [`forget`](Self::forget) and [`take`](Self::take).
    pub fn push(&mut self, step: Step) -> u64 {
        self.forward.clear();
        self.push_back(step)
    }

    /// Something was redone; `step` takes it back.
    pub fn push_redone(&mut self, step: Step) -> u64 {
        self.push_back(step)
    }

    /// Something was undone; `step` does it again.
    pub fn push_undone(&mut self, step: Step) {
        self.forward.push(step);
    }

    fn push_back(&mut self, step: Step) -> u64 {
        if self.back.len() == DEPTH {
            self.back.remove(0);
        }
        self.last_ticket += 1;
        self.back.push((self.last_ticket, step));
        self.last_ticket
    }

    /// The step that takes the last thing back.
    pub fn undo(&mut self) -> Option<Step> {
        self.back.pop().map(|(_, step)| step)
    }

    /// The step that does the last undone thing again.
    pub fn redo(&mut self) -> Option<Step> {
        self.forward.pop()
    }

    /// A certain step, wherever it stands; `None` if it was already taken back.
    pub fn take(&mut self, ticket: u64) -> Option<Step> {
        let place = self.back.iter().position(|(number, _)| *number == ticket)?;
        Some(self.back.remove(place).1)
    }

    /// What the step would take back did not happen after all.
    pub fn forget(&mut self, ticket: u64) {
        self.take(ticket);
    }
}

/// The step that brings back what `values` replaces; `None` if the record does not carry all of it.
#[must_use]
pub fn inverse_update(
    object: &Object,
    id: Uuid,
    before: &Record,
    values: &Record,
    shown: &Record,
) -> Option<Step> {
    let mut old_values = Record::new();
    for key in values.keys() {
        old_values.insert(key.clone(), before.get(key)?.clone());
    }
    let mut old_shown = old_values.clone();
    for (key, value) in &mut old_values {
        if let Some(field) = object.field(key) {
            *value = writable(field.field_type, value.take());
        }
    }
    for key in shown.keys() {
        if let Some(value) = before.get(key) {
            old_shown.insert(key.clone(), value.clone());
        }
    }
    Some(Step::Update { object: object.name_singular.clone(), id, values: old_values, shown: old_shown })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delete(n: u128) -> Step {
        Step::Delete { object: "person".to_owned(), ids: vec![Uuid::from_u128(n)] }
    }

    #[test]
    fn the_last_thing_is_undone_first_and_redone_last() {
        let mut stack = UndoStack::default();
        stack.push(delete(1));
        stack.push(delete(2));
        assert_eq!(stack.undo(), Some(delete(2)));
        stack.push_undone(delete(20));
        assert_eq!(stack.undo(), Some(delete(1)));
        stack.push_undone(delete(10));
        assert_eq!(stack.undo(), None);
        assert_eq!(stack.redo(), Some(delete(10)));
        assert_eq!(stack.redo(), Some(delete(20)));
    }

    #[test]
    fn a_new_action_ends_redoing() {
        let mut stack = UndoStack::default();
        stack.push(delete(1));
        stack.undo();
        stack.push_undone(delete(10));
        stack.push(delete(2));
        assert_eq!(stack.redo(), None);
    }

    #[test]
    fn an_undo_button_takes_its_own_step_only_once() {
        let mut stack = UndoStack::default();
        let first = stack.push(delete(1));
        stack.push(delete(2));
        assert_eq!(stack.take(first), Some(delete(1)));
        assert_eq!(stack.take(first), None);
        assert_eq!(stack.undo(), Some(delete(2)));
    }

    #[test]
    fn only_so_many_steps_are_remembered() {
        let mut stack = UndoStack::default();
        for n in 0..150 {
            stack.push(delete(n));
        }
        let mut count = 0;
        while stack.undo().is_some() {
            count += 1;
        }
        assert_eq!(count, DEPTH);
    }
}
