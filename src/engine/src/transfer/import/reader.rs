//! Portions of judged rows, read ahead in a thread of their own.

use std::sync::Arc;

use icosa_store::imports::Place;
use tokio::sync::mpsc;

use super::judge::{Judged, judge};
use crate::transfer::file::source::Text;
use crate::transfer::file::{self, FileProblem, Layout, Rows};
use crate::transfer::plan::Resolved;
use crate::transfer::{PORTION, PORTION_BYTES};

/// Portions that are ready before they are wanted.
const AHEAD: usize = 1;

/// Where a portion stops: the rows and what came after them.
pub(crate) type Portions = mpsc::Receiver<Result<Vec<Judged>, FileProblem>>;

/// Where reading begins.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Begin {
    /// Before which row.
    pub place: Place,
    /// Rows to pass over first.
    pub skip: u64,
}

/// Reads and judges rows from there on; ends after the last row, or after a problem.
pub(crate) fn portions(plan: Arc<Resolved>, layout: Layout, text: Text, begin: Begin) -> Portions {
    let (sender, receiver) = mpsc::channel(AHEAD);
    tokio::task::spawn_blocking(move || {
        let mut rows = file::rows(&layout, text, begin.place.row, begin.place.text);
        for _ in 0..begin.skip {
            match rows.next() {
                Ok(Some(_)) => {}
                Ok(None) => return,
                Err(problem) => {
                    let _ = sender.blocking_send(Err(problem));
                    return;
                }
            }
        }
        loop {
            let (portion, end) = portion(&plan, rows.as_mut());
            // Nobody wants it any more when sending fails.
            if !portion.is_empty() && sender.blocking_send(Ok(portion)).is_err() {
                return;
            }
            match end {
                End::More => {}
                End::Last => return,
                End::Problem(problem) => {
                    let _ = sender.blocking_send(Err(problem));
                    return;
                }
            }
        }
    });
    receiver
}

enum End {
    More,
    Last,
    Problem(FileProblem),
}

fn portion(plan: &Resolved, rows: &mut dyn Rows) -> (Vec<Judged>, End) {
    let (mut portion, mut weight) = (Vec::new(), 0);
    while portion.len() < PORTION && weight < PORTION_BYTES {
        match rows.next() {
            Ok(Some(row)) => {
                weight += row.weight();
                portion.push(judge(plan, row));
            }
            Ok(None) => return (portion, End::Last),
            Err(problem) => return (portion, End::Problem(problem)),
        }
    }
    (portion, End::More)
}
