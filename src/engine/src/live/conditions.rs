//! Which changes interests admit. What a condition says of the record itself is held against what the event carries; what
//! it says of related records is asked of the database, in one statement for all interests and changes: of those that
//! many-to-one relations lead to, by the ids that the event carries, of those behind one-to-many relations by the record's
//! own. What was behind a record that is gone cannot be known any more: a change admits it whenever it may have passed, as
//! who keeps a list has to be told of what is destroyed.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use icosa_model::query::{DeletedRows, FieldPath, Filter, Op};
use icosa_model::{Model, Object, Record};
use icosa_sqlgen::connection::{Condition, Connection, ConnectionPart, Entry, Page, Read, RecordPart, reads};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::change::RecordChange;
use super::interest::Interest;
use super::matching::{all, any, truth};
use super::shared::Known;
use super::turn::Turn;
use crate::Engine;
use crate::error::Failure;
use crate::records::references::uuid_at;
use crate::records::run;

/// Questions of one statement.
const TOGETHER: usize = 100;

/// Which of some records pass a condition.
struct Question<'c> {
    /// Their object's singular name.
    object: &'c str,
    condition: &'c Condition,
    ids: BTreeSet<Uuid>,
    passed: HashSet<Uuid>,
}

/// What the database says of related records.
pub(super) struct Answers<'c> {
    model: &'c Model,
    questions: Vec<Question<'c>>,
}

impl<'c> Answers<'c> {
    /// Asks what has to be known to hold these interests against these changes; nothing without conditions through
    /// relations.
    pub async fn ask(
        engine: &Engine,
        model: &'c Model,
        interests: impl IntoIterator<Item = &'c Interest>,
        changes: &[Arc<Known>],
    ) -> Result<Self, Failure> {
        let mut answers = Self { model, questions: Vec::new() };
        for interest in interests {
            if let (Some(object), Some(condition)) = (model.object(&interest.object), &interest.condition) {
                let own = changes.iter().filter(|known| known.change.event.object == interest.object);
                let records: Vec<Side<'_>> = own.flat_map(|known| sides(&known.change)).collect();
                answers.collect(object, condition, &records);
            }
        }
        for questions in answers.questions.chunks_mut(TOGETHER) {
            answer(engine, model, questions).await?;
        }
        Ok(answers)
    }

    fn collect(&mut self, object: &'c Object, condition: &'c Condition, records: &[Side<'_>]) {
        match condition {
            Condition::All(items) | Condition::Any(items) => {
                items.iter().for_each(|item| self.collect(object, item, records));
            }
            Condition::Not(inner) => self.collect(object, inner, records),
            Condition::Own(_) => {}
            Condition::Related { field, condition } => {
                let Some((target, column)) = end(object, field) else { return };
                let ids = records.iter().filter_map(|side| uuid_at(side.record, column));
                self.wonder(target, condition, ids.collect());
            }
            Condition::Behind { .. } | Condition::Figures { .. } => {
                let ids = records.iter().filter(|side| !side.is_gone).map(|side| side.id).collect();
                self.wonder(&object.name_singular, condition, ids);
            }
        }
    }

    /// Adds to the questions which of these records pass.
    fn wonder(&mut self, object: &'c str, condition: &'c Condition, ids: BTreeSet<Uuid>) {
        match self.question(object, condition).and_then(|place| self.questions.get_mut(place)) {
            Some(question) => question.ids.extend(ids),
            None if ids.is_empty() => {}
            None => self.questions.push(Question { object, condition, ids, passed: HashSet::new() }),
        }
    }

    /// What has been answered of a record.
    fn passes(&self, object: &str, condition: &Condition, id: Uuid) -> bool {
        let question = self.question(object, condition).and_then(|place| self.questions.get(place));
        question.is_some_and(|question| question.passed.contains(&id))
    }

    fn question(&self, object: &str, condition: &Condition) -> Option<usize> {
        let is_same = |known: &Question<'_>| known.object == object && known.condition == condition;
        self.questions.iter().position(is_same)
    }

    /// The places of the interests that admit each change, in order. Others run meanwhile: there may be hundreds of
    /// interests, and changes of long texts.
    pub async fn admitted(&self, interests: &[&Interest], changes: &[Arc<Known>]) -> Vec<Vec<usize>> {
        let (mut turn, mut admitted) = (Turn::begin(), Vec::with_capacity(changes.len()));
        for known in changes {
            let mut places = Vec::new();
            for (place, interest) in interests.iter().enumerate() {
                if self.admits(interest, known) {
                    places.push(place);
                }
                turn.give_way().await;
            }
            admitted.push(places);
        }
        admitted
    }

    /// The record passes after the change, or passed before it: who shows a list is told of what leaves it, too.
    fn admits(&self, interest: &Interest, known: &Known) -> bool {
        let change = known.change.as_ref();
        if interest.object != change.event.object {
            return false;
        }
        let Some(condition) = &interest.condition else { return true };
        let Some(object) = self.model.object(&interest.object) else { return false };
        // Some field was called otherwise then; what a filter says of it cannot be held against anything.
        known.is_outdated || sides(change).any(|side| self.truth(object, condition, side, true) == Some(true))
    }

    /// `unknown` is what holds of what cannot be known: true where that speaks for the record, false below `not`.
    fn truth(&self, object: &Object, condition: &Condition, side: Side<'_>, unknown: bool) -> Option<bool> {
        match condition {
            Condition::All(items) => all(items.iter().map(|item| self.truth(object, item, side, unknown))),
            Condition::Any(items) => any(items.iter().map(|item| self.truth(object, item, side, unknown))),
            Condition::Not(inner) => Some(self.truth(object, inner, side, !unknown) != Some(true)),
            Condition::Own(filter) => truth(object, filter, side.record),
            Condition::Behind { .. } | Condition::Figures { .. } if side.is_gone => Some(unknown),
            Condition::Behind { .. } | Condition::Figures { .. } => {
                Some(self.passes(&object.name_singular, condition, side.id))
            }
            Condition::Related { field, condition } => {
                let end = end(object, field)
                    .and_then(|(target, column)| Some((target, uuid_at(side.record, column)?)));
                Some(end.is_some_and(|(target, id)| self.passes(target, condition, id)))
            }
        }
    }
}

/// A record before or after a change.
#[derive(Clone, Copy)]
struct Side<'c> {
    id: Uuid,
    record: &'c Record,
    /// The change has destroyed it, so that the database knows nothing of it.
    is_gone: bool,
}

fn sides(change: &RecordChange) -> impl Iterator<Item = Side<'_>> {
    let (id, is_gone) = (change.event.record_id, change.after.is_none());
    [&change.after, &change.before].into_iter().flatten().map(move |record| Side { id, record, is_gone })
}

/// Where a many-to-one relation leads, and its join column.
fn end<'m>(object: &'m Object, field: &str) -> Option<(&'m str, &'m str)> {
    let field = object.field(field)?;
    Some((field.relation.as_ref()?.target_name.as_str(), field.join_column()?))
}

#[derive(Deserialize)]
struct Passed {
    records: Vec<Id>,
}

#[derive(Deserialize)]
struct Id {
    id: Uuid,
}

/// Nothing passes a condition that does not fit the model any more.
async fn answer(engine: &Engine, model: &Model, questions: &mut [Question<'_>]) -> Result<(), Failure> {
    let asked = |question: &Question<'_>| {
        let read = read(question);
        reads(model, std::slice::from_ref(&read)).is_ok().then_some(read)
    };
    let (mut fitting, mut wanted) = (Vec::new(), Vec::new());
    for question in questions {
        if let Some(read) = asked(question) {
            fitting.push(question);
            wanted.push(read);
        }
    }
    if wanted.is_empty() {
        return Ok(());
    }
    let rows = run::read(engine.db(), reads(model, &wanted)).await?;
    let row = rows.first().ok_or_else(|| Failure::Broken("a read without a row".to_owned()))?;
    for (column, question) in fitting.into_iter().enumerate() {
        let passed: Passed = run::json(row, column)?;
        question.passed = passed.records.into_iter().map(|record| record.id).collect();
    }
    Ok(())
}

/// Deleted records count, as they do for filters of lists.
fn read(question: &Question<'_>) -> Read {
    let among = Filter::Compare { path: FieldPath::field("id"), op: Op::In, value: json!(question.ids) };
    let id = Entry { key: "id".to_owned(), what: RecordPart::Column("id".to_owned()) };
    let connection = Connection {
        condition: Condition::All(vec![Condition::Own(among), question.condition.clone()]),
        deleted: DeletedRows::Included,
        order: Vec::new(),
        page: Page { limit: u32::try_from(question.ids.len()).unwrap_or(u32::MAX), ..Page::default() },
        parts: vec![Entry { key: "records".to_owned(), what: ConnectionPart::Records(vec![id]) }],
    };
    Read::Connection { object: question.object.to_owned(), connection }
}
