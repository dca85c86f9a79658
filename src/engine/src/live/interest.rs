//! What somebody wants to be told of.

use icosa_contract::AppError;
use icosa_model::Model;
use icosa_model::query::{Filter, Op};
use icosa_sqlgen::connection::Condition;
use serde_json::Value;

use crate::record_api::{check_complexity, read_filter};
use crate::records::scope::unknown_object;

/// Longest pattern or text to be searched for, characters: it is held against every change in this process.
const LONGEST_PATTERN: usize = 1_000;

/// Records of one object, as clients ask for them: by the names of whatever model there is.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// Singular API name.
    pub object: String,
    /// A filter of the record API; it may go on through relations.
    pub filter: Option<Value>,
}

/// Records of one object, all or those that pass a filter.
#[derive(Debug, Clone, PartialEq)]
pub struct Interest {
    /// Singular API name.
    pub object: String,
    /// None admits all.
    pub condition: Option<Condition>,
}

impl Interest {
    /// From names and filters as clients send them; a filter may go on through relations, `most` of them with the object
    /// itself.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for an unknown object, `INVALID_ARGS_FILTER` for a filter that does not fit or has a pattern of
    /// more than 1,000 characters, `TOO_COMPLEX_QUERY` for one through more relations.
    pub fn read(model: &Model, object: &str, filter: Option<&Value>, most: u32) -> Result<Self, AppError> {
        let known = model.object(object).ok_or_else(|| unknown_object(object))?;
        let filtered = read_filter(model, known, filter)?;
        check_complexity(1 + filtered.relation_count(), most)?;
        if filtered.condition.as_ref().is_some_and(|condition| longest(condition) > LONGEST_PATTERN) {
            let message =
                format!("A filter of live events has patterns of at most {LONGEST_PATTERN} characters.");
            return Err(AppError::bad_input(message).with_sub_code("INVALID_ARGS_FILTER"));
        }
        Ok(Self { object: object.to_owned(), condition: filtered.condition })
    }
}

/// What a stream is about, in terms of the model that it was last looked at with.
pub(super) struct Interests {
    wanted: Vec<Wanted>,
    /// Relations that a filter may follow, with the object itself.
    most: u32,
    read: Vec<Interest>,
    version: u64,
}

impl Interests {
    /// # Errors
    /// As [`Interest::read`].
    pub fn read(model: &Model, wanted: Vec<Wanted>, most: u32) -> Result<Self, AppError> {
        let mut interests = Self { wanted, most, read: Vec::new(), version: 0 };
        interests.read_with(model)?;
        Ok(interests)
    }

    /// Reads them again if the model is another one by now.
    ///
    /// # Errors
    /// As [`Interest::read`]: what they name is called otherwise now, or gone.
    pub fn renew(&mut self, model: &Model) -> Result<(), AppError> {
        if model.version() == self.version { Ok(()) } else { self.read_with(model) }
    }

    fn read_with(&mut self, model: &Model) -> Result<(), AppError> {
        let read = |wanted: &Wanted| Interest::read(model, &wanted.object, wanted.filter.as_ref(), self.most);
        self.read = self.wanted.iter().map(read).collect::<Result<_, _>>()?;
        self.version = model.version();
        Ok(())
    }

    /// None: everything is of interest.
    pub fn all(&self) -> &[Interest] {
        &self.read
    }
}

/// Characters of the longest pattern.
fn longest(condition: &Condition) -> usize {
    match condition {
        Condition::All(items) | Condition::Any(items) => items.iter().map(longest).max().unwrap_or_default(),
        Condition::Not(inner) => longest(inner),
        Condition::Own(filter) => longest_of(filter),
        Condition::Related { condition, .. }
        | Condition::Behind { condition, .. }
        | Condition::Figures { condition, .. } => longest(condition),
    }
}

fn longest_of(filter: &Filter) -> usize {
    match filter {
        Filter::And(items) | Filter::Or(items) => items.iter().map(longest_of).max().unwrap_or_default(),
        Filter::Not(inner) => longest_of(inner),
        Filter::Compare { op: Op::Like | Op::ILike | Op::StartsWith | Op::EndsWith, value, .. } => {
            value.as_str().map_or(0, |pattern| pattern.chars().count())
        }
        Filter::Compare { .. } => 0,
        Filter::AnyText(text) | Filter::Search(text) => text.chars().count(),
    }
}
