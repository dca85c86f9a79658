//! What one record shows while its edits are on their way.

use std::collections::VecDeque;

use icosa_model::Record;

/// An edit that the server has not answered yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// What is written.
    pub values: Record,
    /// What is shown meanwhile.
    pub shown: Record,
    /// The step of the undo stack that takes it back, if any.
    pub ticket: Option<u64>,
}

/// The server's last word on a record and the edits on top of it.
///
/// Edits of one record are sent one after the other, so the last one typed is the last one stored. A refused edit
/// takes only itself back: what others changed meanwhile, and later edits, stay.
#[derive(Debug, Clone, Default)]
pub struct Optimistic {
    confirmed: Record,
    pending: VecDeque<Edit>,
    is_sending: bool,
}

impl Optimistic {
    /// A record as the server sent it.
    #[must_use]
    pub fn new(confirmed: Record) -> Self {
        Self { confirmed, pending: VecDeque::new(), is_sending: false }
    }

    /// The server's last word.
    #[must_use]
    pub fn confirmed(&self) -> &Record {
        &self.confirmed
    }

    /// What people see: the edits in order on top of the server's last word.
    #[must_use]
    pub fn shown(&self) -> Record {
        let mut record = self.confirmed.clone();
        for edit in &self.pending {
            record.extend(edit.shown.clone());
        }
        record
    }

    /// Some edit is on its way.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        !self.pending.is_empty()
    }

    /// A record that is only being made: its edits wait until [`created`](Self::created).
    #[must_use]
    pub fn creating(draft: Record) -> Self {
        Self { confirmed: draft, pending: VecDeque::new(), is_sending: true }
    }

    /// The server made the record; edits made meanwhile can go.
    pub fn created(&mut self, answer: Record) {
        self.is_sending = false;
        self.confirmed.extend(answer);
    }

    /// Puts an edit at the end of the queue.
    pub fn push(&mut self, edit: Edit) {
        self.pending.push_back(edit);
    }

    /// The edit to send now; `None` while another is on its way or nothing waits. The caller must end it with
    /// [`accept`](Self::accept) or [`refuse`](Self::refuse).
    pub fn start(&mut self) -> Option<Edit> {
        if self.is_sending {
            return None;
        }
        let edit = self.pending.front().cloned()?;
        self.is_sending = true;
        Some(edit)
    }

    /// The server stored the edit that was on its way and answered with the record.
    pub fn accept(&mut self, answer: Record) {
        self.is_sending = false;
        self.pending.pop_front();
        self.confirmed.extend(answer);
    }

    /// The server refused the edit that was on its way.
    pub fn refuse(&mut self) {
        self.is_sending = false;
        self.pending.pop_front();
    }

    /// A read brought the record again. An answer that is older than what we know is passed over, because a slow
    /// read may overtake a write.
    pub fn refresh(&mut self, record: Record) {
        let time = |record: &Record| record.get("updatedAt").and_then(|at| at.as_str()).map(str::to_owned);
        if let (Some(known), Some(read)) = (time(&self.confirmed), time(&record))
            && read < known
        {
            return;
        }
        self.confirmed.extend(record);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn record(value: Value) -> Record {
        value.as_object().cloned().unwrap()
    }

    fn edit(value: Value) -> Edit {
        Edit { values: record(value.clone()), shown: record(value), ticket: None }
    }

    #[test]
    fn an_edit_shows_at_once_and_stays_when_stored() {
        let mut queue = Optimistic::new(record(json!({"name": "Ann", "city": "Oslo"})));
        queue.push(edit(json!({"name": "Anna"})));
        assert_eq!(queue.shown()["name"], "Anna");
        assert!(queue.start().is_some());
        queue.accept(record(json!({"name": "Anna", "city": "Bergen"})));
        assert_eq!(queue.shown(), record(json!({"name": "Anna", "city": "Bergen"})));
        assert!(!queue.is_pending());
    }

    #[test]
    fn a_refused_edit_keeps_what_others_changed() {
        let mut queue = Optimistic::new(record(json!({"name": "Ann", "city": "Oslo"})));
        queue.push(edit(json!({"name": "Anna"})));
        queue.start();
        queue.refresh(record(json!({"name": "Ann", "city": "Bergen"})));
        assert_eq!(queue.shown()["name"], "Anna", "the edit still shows over the refreshed record");
        queue.refuse();
        assert_eq!(queue.shown(), record(json!({"name": "Ann", "city": "Bergen"})));
    }

    #[test]
    fn edits_of_one_record_go_one_after_the_other() {
        let mut queue = Optimistic::new(record(json!({"n": 0})));
        queue.push(edit(json!({"n": 1})));
        queue.push(edit(json!({"n": 2})));
        assert_eq!(queue.start().unwrap().values["n"], 1);
        assert!(queue.start().is_none(), "the second waits for the first");
        queue.accept(record(json!({"n": 1})));
        assert_eq!(queue.shown()["n"], 2, "the answer of the first does not hide the second");
        assert_eq!(queue.start().unwrap().values["n"], 2);
    }

    #[test]
    fn a_refused_edit_does_not_take_a_later_one_with_it() {
        let mut queue = Optimistic::new(record(json!({"n": 0, "m": 0})));
        queue.push(edit(json!({"n": 1})));
        queue.push(edit(json!({"m": 1})));
        queue.start();
        queue.refuse();
        assert_eq!(queue.shown(), record(json!({"n": 0, "m": 1})));
        assert_eq!(queue.start().unwrap().values["m"], 1);
    }

    #[test]
    fn edits_of_a_record_that_is_being_made_wait_for_it() {
        let mut queue = Optimistic::creating(record(json!({"id": "x"})));
        queue.push(edit(json!({"name": "Ann"})));
        assert!(queue.start().is_none());
        queue.created(record(json!({"id": "x", "name": "", "position": -1})));
        assert_eq!(queue.shown()["name"], "Ann");
        assert_eq!(queue.start().unwrap().values["name"], "Ann");
    }

    #[test]
    fn a_read_older_than_the_last_write_is_passed_over() {
        let mut queue = Optimistic::new(record(json!({"n": 2, "updatedAt": "2026-11-20T10:00:02.000Z"})));
        queue.refresh(record(json!({"n": 1, "updatedAt": "2026-11-20T10:00:01.000Z"})));
        assert_eq!(queue.shown()["n"], 2);
        queue.refresh(record(json!({"n": 3, "updatedAt": "2026-11-20T10:00:03.000Z"})));
        assert_eq!(queue.shown()["n"], 3);
    }
}
