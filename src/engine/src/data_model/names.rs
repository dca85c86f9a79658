//! Names and labels of objects and fields (metadata API, section 3).

use icosa_model::definition::{FieldRow, ObjectRow};
use icosa_model::naming::{
    MAX_NAME, NameProblem, check_name, name_from_label, names_from_labels, sub_column,
};
use serde_json::json;

use super::draft::{Draft, join_column};
use super::report::{Kind, Problem, Subject};

/// Text in any script, in ASCII.
pub fn ascii(text: &str) -> String {
    deunicode::deunicode(text)
}

/// Longest label of a field, characters.
pub const MAX_FIELD_LABEL: usize = 255;
const OBJECT: &str = "INVALID_OBJECT_INPUT";
const FIELD: &str = "INVALID_FIELD_INPUT";

/// Checks the names and labels of an object as it stands in the draft.
pub fn check_object(draft: &mut Draft<'_>, object: &ObjectRow, kind: Kind) {
    let subject = draft.object_subject(object, kind);
    for (what, label) in [("singular", &object.label_singular), ("plural", &object.label_plural)] {
        if let Some(problem) = label_problem(label, OBJECT, what, MAX_NAME) {
            draft.problem(&subject, problem);
        }
    }
    check_texts(draft, &subject, OBJECT, [&object.description, &object.icon, &object.shortcut]);
    for name in [&object.name_singular, &object.name_plural] {
        if let Err(problem) = check_name(name) {
            draft.problem(&subject, name_problem(name, problem, OBJECT));
        }
    }
    if object.name_singular == object.name_plural {
        draft.problem(&subject, Problem::new(OBJECT, "The singular and the plural name must differ."));
    }
    if object.label_singular == object.label_plural {
        draft.problem(&subject, Problem::new(OBJECT, "The singular and the plural label must differ."));
    }
    taken_object_names(draft, object, &subject);
    if object.is_label_synced_with_name {
        let expected = names_from_labels(&object.label_singular, &object.label_plural, ascii);
        let actual = (object.name_singular.clone(), object.name_plural.clone());
        if expected.as_ref() != Ok(&actual) {
            let message = "The API names are to follow the labels, but they are not what the labels give.";
            draft.problem(&subject, Problem::new(OBJECT, message).with_value(json!([actual.0, actual.1])));
        }
    }
}

/// All four names are compared crosswise, whether the other object is active or not.
fn taken_object_names(draft: &mut Draft<'_>, object: &ObjectRow, subject: &Subject) {
    let names = [&object.name_singular, &object.name_plural];
    let taken: Vec<String> = draft
        .metadata
        .objects
        .iter()
        .filter(|other| other.id != object.id)
        .flat_map(|other| [&other.name_singular, &other.name_plural])
        .filter(|name| names.contains(name))
        .cloned()
        .collect();
    for name in taken {
        let problem =
            Problem::new("OBJECT_ALREADY_EXISTS", format!("There is already an object called {name}."));
        draft.problem(subject, problem.with_value(name));
    }
}

/// Checks the name and label of a field as it stands in the draft.
pub fn check_field(draft: &mut Draft<'_>, field: &FieldRow, kind: Kind) {
    let subject = draft.field_subject(field, kind);
    if let Some(problem) = label_problem(&field.label, FIELD, "field's", MAX_FIELD_LABEL) {
        draft.problem(&subject, problem);
    }
    check_texts(draft, &subject, FIELD, [&field.description, &field.icon, &None]);
    if let Err(problem) = check_name(&field.name) {
        draft.problem(&subject, name_problem(&field.name, problem, FIELD));
    }
    check_taken(draft, field, &subject);
    if field.is_label_synced_with_name && name_from_label(&field.label, ascii).as_ref() != Ok(&field.name) {
        let code = match kind {
            Kind::Create => "NAME_NOT_SYNCED_WITH_LABEL",
            _ => "FIELD_MUTATION_NOT_ALLOWED",
        };
        let message = "The API name is to follow the label, but it is not what the label gives.";
        draft.problem(&subject, Problem::new(code, message).with_value(field.name.clone()));
    }
}

/// Checks that no other field of the object has the name or a column of the field.
pub fn check_taken(draft: &mut Draft<'_>, field: &FieldRow, subject: &Subject) {
    let mut own = vec![field.name.clone()];
    own.extend(join_column(field));
    let parts = |field: &FieldRow| -> Vec<String> {
        field.field_type.sub_fields().iter().map(|part| sub_column(&field.name, part.name)).collect()
    };
    let own_parts = parts(field);
    let mut found = Vec::new();
    for other in draft.fields_of(field.object_id).filter(|other| other.id != field.id) {
        let mut names = vec![other.name.clone()];
        names.extend(join_column(other));
        let other_parts = parts(other);
        for name in &own {
            if names.contains(name) {
                found.push(("NAME", name.clone()));
            }
            if other_parts.contains(name) {
                found.push(("COLUMN", name.clone()));
            }
        }
        found.extend(
            own_parts.iter().filter(|part| names.contains(part)).map(|part| ("COLUMN", part.clone())),
        );
    }
    for (what, name) in found {
        let problem = match what {
            "NAME" => Problem::new("NOT_AVAILABLE", format!("{name} is already in use on this object.")),
            _ => {
                Problem::new("RESERVED_KEYWORD", format!("{name} is a part of another field of this object."))
            }
        };
        draft.problem(subject, problem.with_value(name));
    }
}

/// Postgres stores no zero character.
fn check_texts(draft: &mut Draft<'_>, subject: &Subject, code: &'static str, texts: [&Option<String>; 3]) {
    for text in texts.into_iter().flatten().filter(|text| text.contains('\0')) {
        let problem = Problem::new(code, "This text holds a character that cannot be stored.");
        draft.problem(subject, problem.with_value(text.clone()));
    }
}

fn label_problem(label: &str, code: &'static str, what: &str, max: usize) -> Option<Problem> {
    let length = label.chars().count();
    let message = match length {
        0 => format!("The {what} label has at least one character."),
        n if n > max => format!("The {what} label has at most {max} characters."),
        _ if label.contains('\0') => format!("The {what} label holds a character that cannot be stored."),
        _ => return None,
    };
    Some(Problem::new(code, message).with_value(label))
}

fn name_problem(name: &str, problem: NameProblem, code: &'static str) -> Problem {
    Problem::new(code, format!("{name:?} cannot be used: {problem}.")).with_value(name)
}
