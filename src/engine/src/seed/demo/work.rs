//! Notes and tasks.

use icosa_model::Record;
use serde_json::json;

use super::targets::{Subject, subject};
use super::texts_data::{NOTE_TEXTS, TASK_TEXTS, Text};
use super::{Kind, LAST_DAY, TEAM, stamped};
use crate::seed::random::nth;
use crate::seed::values::{instant, record, rich_text, working_minute};

/// How many notes there are.
pub(super) const NOTES: usize = 25;
/// How many tasks there are.
pub(super) const TASKS: usize = 30;

const STATUSES: &[&str] = &["TODO", "IN_PROGRESS", "TODO", "DONE", "TODO"];

/// The text about one subject: its names in place of `{person}` and `{company}`.
fn about(text: &str, subject: Option<&Subject>) -> String {
    let (person, company) =
        subject.map_or(("them", "them"), |subject| (subject.person.as_str(), subject.company));
    text.replace("{person}", person).replace("{company}", company)
}

fn lines(text: &Text, subject: Option<&Subject>) -> Vec<String> {
    text.body.iter().map(|line| about(line, subject)).collect()
}

pub(super) fn notes(subjects: &[Subject]) -> Vec<Record> {
    let note = |row: usize| {
        let mut random = Kind::Note.random(row);
        let (text, subject) = (nth(NOTE_TEXTS, row as u64), subject(Kind::Note, row, subjects));
        let values = json!({
            "title": about(text.title, subject),
            "bodyV2": rich_text(&lines(text, subject), &mut random),
        });
        let created = (random.between(120, LAST_DAY), working_minute(&mut random));
        stamped(Kind::Note, row, created, record(values))
    };
    (0..NOTES).map(note).collect()
}

pub(super) fn tasks(subjects: &[Subject]) -> Vec<Record> {
    let task = |row: usize| {
        let mut random = Kind::Task.random(row);
        let (text, subject) = (nth(TASK_TEXTS, row as u64), subject(Kind::Task, row, subjects));
        let status = *nth(STATUSES, row as u64);
        let due = if status == "DONE" { random.between(280, LAST_DAY) } else { random.between(312, 350) };
        let values = json!({
            "title": about(text.title, subject),
            "bodyV2": rich_text(&lines(text, subject), &mut random),
            "dueAt": random.percent(90).then(|| instant(due, working_minute(&mut random))),
            "status": status,
            "assigneeId": random.percent(90).then(|| random.pick(&TEAM).0),
        });
        let created = ((due - random.between(3, 30)).min(LAST_DAY), working_minute(&mut random));
        stamped(Kind::Task, row, created, record(values))
    };
    (0..TASKS).map(task).collect()
}
