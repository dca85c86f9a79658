//! Objects: making, changing and deleting them (metadata API, section 5).

mod create;
mod delete;
mod generated;
mod update;

pub use create::create;
pub use delete::delete;
pub use generated::column;
pub use update::{remember, update};

use icosa_model::definition::ObjectRow;
use icosa_model::field_type::TAG_COLORS;

use super::draft::Draft;
use super::report::{Kind, Problem};

/// Codes of refusals and problems.
pub mod code {
    pub const INVALID: &str = "INVALID_OBJECT_INPUT";
    pub const NOT_FOUND: &str = "OBJECT_METADATA_NOT_FOUND";
}

/// `word` with its first letter in upper case: labels begin with one.
fn upper_first(word: &str) -> String {
    icosa_model::naming::capitalised(word)
}

/// What neither names nor labels say.
fn check_looks(draft: &mut Draft<'_>, object: &ObjectRow, kind: Kind) {
    let subject = draft.object_subject(object, kind);
    if let Some(color) = &object.color
        && !TAG_COLORS.contains(&color.as_str())
    {
        let problem = Problem::new(code::INVALID, format!("There is no colour called {color:?}."));
        draft.problem(&subject, problem.with_value(color.clone()));
    }
    if !["SIDE_PANEL", "RECORD_PAGE", "USER_CHOICE"].contains(&object.open_record_in.as_str()) {
        let problem = Problem::new(code::INVALID, "Records open in SIDE_PANEL, RECORD_PAGE or USER_CHOICE.");
        draft.problem(&subject, problem.with_value(object.open_record_in.clone()));
    }
    if !["OPEN", "PRIVATE", "INHERITED", "APPLICATION", "SYSTEM"].contains(&object.readability.as_str()) {
        let problem = Problem::new(code::INVALID, "This is no readability an object can have.");
        draft.problem(&subject, problem.with_value(object.readability.clone()));
    }
}
