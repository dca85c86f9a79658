//! The fields of a query as reads of one statement.

use icosa_contract::{Actor, AppError};
use icosa_engine::record_api::{PreparedReads, filter_required, naming_cursor};
use icosa_model::query::DeletedRows;
use icosa_model::{Model, Object};
use icosa_sqlgen::connection::Read;

use super::arguments::Arguments;
use super::collect::Collected;
use super::error::invalid;
use super::group;
use super::schema::{Kind, RecordSchema};
use super::select::Selector;

/// How one field of the root is answered.
#[derive(Debug, Clone)]
pub enum Answer {
    /// A text that is known already, as JSON.
    Known(String),
    /// What a read brings; an error without it where a record is wanted.
    Read { place: usize, is_required: bool },
    /// What several reads bring, as a list.
    List(Vec<usize>),
    /// It cannot be read.
    Refused(AppError),
}

/// Answers by response key, and the reads that they need.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    pub answers: Vec<(String, Answer)>,
    pub reads: Vec<Read>,
    /// Given cursors by read.
    pub cursors: Vec<Option<String>>,
}

impl Plan {
    /// Adds an answer.
    pub fn answer(&mut self, key: &str, answer: Answer) {
        self.answers.push((key.to_owned(), answer));
    }

    /// Adds a read and names its place.
    pub fn read(&mut self, read: Read, cursor: Option<String>) -> usize {
        self.reads.push(read);
        self.cursors.push(cursor);
        self.reads.len() - 1
    }

    /// Plans all reads as one statement; reads that do not fit the model become refusals.
    ///
    /// # Errors
    /// None that a single read has not.
    pub fn prepare(&mut self, model: &Model) -> Result<Option<PreparedReads>, AppError> {
        if self.reads.is_empty() {
            return Ok(None);
        }
        if let Ok(prepared) = PreparedReads::new(model, &self.reads) {
            return Ok(Some(prepared));
        }
        let (mut kept, mut places) = (Vec::new(), Vec::new());
        for (i, read) in self.reads.iter().enumerate() {
            match PreparedReads::new(model, std::slice::from_ref(read)) {
                Ok(_) => {
                    places.push(Ok(kept.len()));
                    kept.push(read.clone());
                }
                Err(error) => places.push(Err(about_cursor(error, self.cursors.get(i)))),
            }
        }
        for (_, answer) in &mut self.answers {
            replace(answer, &places);
        }
        self.reads = kept;
        if self.reads.is_empty() { Ok(None) } else { PreparedReads::new(model, &self.reads).map(Some) }
    }
}

fn replace(answer: &mut Answer, places: &[Result<usize, AppError>]) {
    let known = |place: usize| places.get(place).cloned().unwrap_or_else(|| Err(AppError::internal()));
    let changed = match answer {
        Answer::Known(_) | Answer::Refused(_) => return,
        Answer::Read { place, is_required } => {
            known(*place).map(|place| Answer::Read { place, is_required: *is_required })
        }
        Answer::List(list) => {
            list.iter().map(|place| known(*place)).collect::<Result<_, _>>().map(Answer::List)
        }
    };
    *answer = changed.unwrap_or_else(Answer::Refused);
}

fn about_cursor(error: AppError, cursor: Option<&Option<String>>) -> AppError {
    naming_cursor(error, cursor.and_then(Option::as_deref))
}

/// The object and kind of a field of the root.
pub fn operation<'m>(
    schema: &RecordSchema,
    model: &'m Model,
    found: &Collected<'_>,
) -> Result<(Kind, &'m Object), AppError> {
    let known = schema.operation(found.name());
    let known = known.and_then(|(kind, object)| Some((kind, model.object(object)?.as_ref())));
    known.ok_or_else(|| invalid("INVALID_QUERY_INPUT", format!("There is no operation \"{}\"", found.name())))
}

/// Adds a read of one field to the plan; answers whether the plan is the same for everybody, now and later.
pub fn read<'d>(
    plan: &mut Plan,
    selector: &mut Selector<'d>,
    actor: &Actor,
    (kind, object): (Kind, &Object),
    found: &Collected<'d>,
) -> Result<bool, AppError> {
    selector.cursors.clear();
    let arguments = Arguments::of(found.field, selector.variables)?;
    let name = object.name_singular.clone();
    let mut is_general = true;
    let (read, is_required) = match kind {
        Kind::FindMany => {
            let connection = selector.connection(object, &arguments, found.sets(), false)?;
            (Read::Connection { object: name, connection }, false)
        }
        Kind::GroupBy => {
            is_general = !group::is_personal(&arguments);
            (Read::Groups(group::read(selector, actor, object, &arguments, found)?), false)
        }
        _ => {
            let filtered = selector.filter(object, &arguments)?;
            let deleted = filtered.deleted(DeletedRows::Hidden);
            let condition = filtered.condition.ok_or_else(filter_required)?;
            let record = selector.record(object, found.sets())?;
            (Read::One { object: name, condition, deleted, record }, true)
        }
    };
    let place = plan.read(read, std::mem::take(&mut selector.cursors).into_iter().next());
    plan.answer(found.key, Answer::Read { place, is_required });
    Ok(is_general)
}
