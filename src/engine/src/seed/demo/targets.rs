//! What notes and tasks are about, and the rows that link them.

use icosa_model::Record;
use serde_json::json;
use uuid::Uuid;

use super::deals::Deal;
use super::people::{Company, Person};
use super::{Kind, stamped};
use crate::seed::values::record;

/// A person, their company and perhaps a deal: what one note or task is about.
pub(super) struct Subject {
    pub person: String,
    pub company: &'static str,
    /// Join column of a link and the record it points at.
    pub targets: Vec<(&'static str, Uuid)>,
}

/// More subjects than any list of notes or tasks is long.
const SUBJECTS: usize = 64;

pub(super) fn subjects(companies: &[Company], people: &[Person], deals: &[Deal]) -> Vec<Subject> {
    (0..SUBJECTS)
        .map(|row| {
            let mut random = Kind::Subject.random(row);
            let deal = &deals[row % deals.len()];
            let person = &people[deal.contact];
            let company = &companies[person.company];
            let mut targets = vec![("targetCompanyId", company.id)];
            if random.percent(70) {
                targets.push(("targetPersonId", person.id));
            }
            if random.percent(50) {
                targets.push(("targetOpportunityId", deal.id));
            }
            Subject { person: person.name.clone(), company: company.name, targets }
        })
        .collect()
}

/// The links of the first `count` notes or tasks; those of tasks begin at the other end of the subjects.
pub(super) fn links(source: &str, count: usize, subjects: &[Subject]) -> Vec<Record> {
    let (own, link) =
        if source == "note" { (Kind::Note, Kind::NoteTarget) } else { (Kind::Task, Kind::TaskTarget) };
    let pairs = (0..count).flat_map(|row| {
        let targets =
            subject(own, row, subjects).map(|subject| subject.targets.as_slice()).unwrap_or_default();
        targets.iter().map(move |target| (own.id(row), *target))
    });
    pairs
        .enumerate()
        .map(|(row, (id, (column, target)))| {
            let values = json!({format!("{source}Id"): id, column: target});
            stamped(link, row, (310, 600), record(values))
        })
        .collect()
}

/// The subject of a note or a task.
pub(super) fn subject(kind: Kind, row: usize, subjects: &[Subject]) -> Option<&Subject> {
    match kind {
        Kind::Task => subjects.iter().rev().nth(row),
        _ => subjects.get(row),
    }
}
