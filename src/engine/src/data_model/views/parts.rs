//! What the parts of a view have in common: they are found by their id in a view that the caller knows.

use icosa_contract::{AppError, Code};
use icosa_model::FieldId;
use icosa_model::ViewId;
use icosa_model::definition::{
    FieldRow, ViewFieldGroupRow, ViewFieldRow, ViewFilterGroupRow, ViewFilterRow, ViewGroupRow, ViewRow,
    ViewSortRow,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{UNLISTED, code};
use crate::data_model::draft::{Draft, Step, refused};
use crate::data_model::report::{Kind, Problem, Subject};

/// A row that belongs to a view.
pub trait Part: Clone {
    /// Name in reports.
    const NAME: &'static str;
    /// What people call it.
    const NOUN: &'static str;
    /// Which one.
    fn id(&self) -> Uuid;
    /// The same in every workspace.
    fn universal_identifier(&self) -> Uuid;
    /// What else clients need to find it again.
    fn about(&self) -> Value;
    /// All of a view.
    fn of(view: &ViewRow) -> &Vec<Self>;
    /// All of a view, to be changed.
    fn of_mut(view: &mut ViewRow) -> &mut Vec<Self>;
}

macro_rules! parts {
    ($($row:ident, $list:ident, $name:literal, $noun:literal, $about:expr;)+) => {$(
        impl Part for $row {
            const NAME: &'static str = $name;
            const NOUN: &'static str = $noun;

            fn id(&self) -> Uuid {
                self.id
            }

            fn universal_identifier(&self) -> Uuid {
                self.universal_identifier
            }

            fn about(&self) -> Value {
                let about: fn(&Self) -> Value = $about;
                about(self)
            }

            fn of(view: &ViewRow) -> &Vec<Self> {
                &view.$list
            }

            fn of_mut(view: &mut ViewRow) -> &mut Vec<Self> {
                &mut view.$list
            }
        }
    )+};
}

parts! {
    ViewFieldRow, fields, "viewField", "column",
        |row| json!({"fieldMetadataId": row.field_id});
    ViewFilterRow, filters, "viewFilter", "filter",
        |row| json!({"fieldMetadataId": row.field_id});
    ViewFilterGroupRow, filter_groups, "viewFilterGroup", "group of filters",
        |_| json!({});
    ViewSortRow, sorts, "viewSort", "order",
        |row| json!({"fieldMetadataId": row.field_id});
    ViewGroupRow, groups, "viewGroup", "group",
        |row| json!({"fieldValue": row.field_value});
    ViewFieldGroupRow, field_groups, "viewFieldGroup", "section",
        |row| json!({"name": row.name});
}

/// Whether the caller may know of a view: an unlisted one is known to its maker only.
pub fn is_known(draft: &Draft<'_>, view: &ViewRow) -> bool {
    let maker = view.created_by_user_workspace_id;
    view.visibility != UNLISTED || (maker.is_some() && maker == draft.actor.user_workspace)
}

/// The view as it is there for the caller: neither deleted nor somebody else's own.
pub fn visible<'d>(draft: &'d Draft<'_>, id: ViewId) -> Option<&'d ViewRow> {
    draft.view(id).filter(|view| view.deleted_at.is_none() && is_known(draft, view))
}

/// The refusal for a view that is not there for the caller.
pub fn view_not_found() -> AppError {
    refused(Code::NotFound, code::NOT_FOUND, "There is no such view.")
}

/// A part and its view, as they are there for the caller.
pub fn find<P: Part>(draft: &Draft<'_>, id: Uuid) -> Step<(ViewRow, P)> {
    let in_view = |view: &ViewRow| {
        let part = P::of(view).iter().find(|part| part.id() == id)?;
        visible(draft, view.id)?;
        Some((view.clone(), part.clone()))
    };
    let found = draft.metadata.views.iter().find_map(in_view);
    found.ok_or_else(|| refused(Code::NotFound, code::INVALID, format!("There is no such {}.", P::NOUN)))
}

/// A part as the subject of a problem.
pub fn subject<P: Part>(part: &P, view: ViewId, kind: Kind) -> Subject {
    let mut about = json!({
        "id": part.id(),
        "universalIdentifier": part.universal_identifier(),
        "viewId": view,
    });
    if let (Value::Object(about), Value::Object(more)) = (&mut about, part.about()) {
        about.extend(more);
    }
    Subject { name: P::NAME, kind, id: part.id(), about }
}

/// The view that a new part is for; that there is none, or that the id is taken, is a problem.
pub fn begin<P: Part>(draft: &mut Draft<'_>, part: &P, view: ViewId) -> (Subject, Option<ViewRow>) {
    let subject = subject(part, view, Kind::Create);
    let mut all = draft.metadata.views.iter().flat_map(P::of);
    if all.any(|other| other.id() == part.id()) {
        let message = format!("There is already a {} with this id.", P::NOUN);
        draft.problem(&subject, Problem::new(code::INVALID, message).with_value(part.id().to_string()));
    }
    let found = visible(draft, view).cloned();
    if found.is_none() {
        let problem = Problem::new(code::INVALID, "There is no such view.");
        draft.problem(&subject, problem.with_value(view.to_string()));
    }
    (subject, found)
}

/// Puts a part into its view, in the place of the one with the same id if there is one.
pub fn put<P: Part>(draft: &mut Draft<'_>, view: ViewId, part: P) {
    let Some(view) = draft.view_mut(view) else { return };
    let list = P::of_mut(view);
    match list.iter_mut().find(|other| other.id() == part.id()) {
        Some(other) => *other = part,
        None => list.push(part),
    }
}

/// Takes a part out of its view.
pub fn remove<P: Part>(draft: &mut Draft<'_>, view: ViewId, id: Uuid) {
    if let Some(view) = draft.view_mut(view) {
        P::of_mut(view).retain(|part| part.id() != id);
    }
}

/// A field of the view's own object.
pub fn own_field<'d>(draft: &'d Draft<'_>, view: &ViewRow, id: FieldId) -> Option<&'d FieldRow> {
    draft.field(id).filter(|field| field.object_id == view.object_id)
}

/// What follows from the view for a field that is none of its object's.
pub fn no_such_field(id: FieldId) -> Problem {
    let message = "The object of the view has no such field.";
    Problem::new(code::INVALID, message).with_value(id.to_string())
}

/// Whether a field has a part of this name.
pub fn has_part(field: &FieldRow, part: &str) -> bool {
    field.field_type.sub_fields().iter().any(|known| known.name == part)
}

/// A problem for each place that is no number.
pub fn check_position(draft: &mut Draft<'_>, subject: &Subject, position: f64) {
    if !position.is_finite() {
        draft.problem(subject, Problem::new(code::INVALID, "A position is a finite number."));
    }
}

/// Longest name of a view or section, and longest icon name.
pub const MAX_TEXT: usize = 255;

/// What keeps a text from being stored, if anything.
pub fn text_problem(what: &str, text: &str, max: usize) -> Option<String> {
    if text.contains('\0') {
        return Some(format!("{what} holds a character that cannot be stored."));
    }
    (text.chars().count() > max).then(|| format!("{what} has at most {max} characters."))
}

/// Notes what is wrong with a text that must say something.
pub fn check_text(draft: &mut Draft<'_>, subject: &Subject, what: &str, text: &str) {
    let blank = || text.trim().is_empty().then(|| format!("{what} is not blank."));
    if let Some(message) = text_problem(what, text, MAX_TEXT).or_else(blank) {
        draft.problem(subject, Problem::new(code::INVALID, message).with_value(text));
    }
}
