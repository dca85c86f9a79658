//! Queries that are ready to run, and how they end.

use std::sync::Arc;

use icosa_contract::{Actor, AppError};
use icosa_engine::Engine;
use icosa_engine::record_api::{PreparedReads, ReadFailure};
use icosa_model::Model;

use super::compile::Answer;
use super::error::Problem;
use super::reply::Reply;

/// A query that is ready to run.
pub struct Planned {
    pub answers: Vec<(String, Answer)>,
    pub prepared: Option<PreparedReads>,
}

/// Why an operation has no answer.
pub enum Stop {
    Told(Vec<Problem>),
    Stale(Arc<Model>),
}

impl From<Vec<Problem>> for Stop {
    fn from(problems: Vec<Problem>) -> Self {
        Self::Told(problems)
    }
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Told(vec![problem])
    }
}

impl From<AppError> for Stop {
    fn from(error: AppError) -> Self {
        Problem::from(error).into()
    }
}

/// Runs a planned query and puts its answers together as Postgres made them.
pub async fn run(engine: &Engine, actor: &Actor, planned: &Planned) -> Result<String, Stop> {
    let found = match &planned.prepared {
        None => Ok(Vec::new()),
        Some(prepared) => match engine.run_reads(actor, prepared).await {
            Err(ReadFailure::Stale(model)) => return Err(Stop::Stale(model)),
            Err(ReadFailure::Refused(error)) => Err(error),
            Ok(found) => Ok(found),
        },
    };
    let mut reply = Reply::default();
    for (key, answer) in &planned.answers {
        match (answer, &found) {
            (Answer::Known(text), _) => reply.data(key, text),
            (Answer::Refused(error), _) => reply.refuse(key, error.clone()),
            (_, Err(error)) => reply.refuse(key, error.clone()),
            (Answer::Read { place, is_required }, Ok(found)) => {
                match found.get(*place).and_then(Option::as_deref) {
                    Some(text) => reply.data(key, text),
                    None if *is_required => reply.refuse(key, not_found()),
                    None => reply.data(key, "null"),
                }
            }
            (Answer::List(places), Ok(found)) => {
                let text = |place: &usize| found.get(*place).and_then(Option::as_deref).unwrap_or("null");
                let texts: Vec<&str> = places.iter().map(text).collect();
                reply.data(key, &format!("[{}]", texts.join(",")));
            }
        }
    }
    Ok(reply.finish())
}

fn not_found() -> AppError {
    AppError::not_found("Record not found").with_sub_code("RECORD_NOT_FOUND")
}
