//! The operations of all objects.

use icosa_model::{Model, Object};

use super::{Line, Sdl, line, search};
use crate::records::names::{self, object_type};
use crate::records::schema::{Kind, field_name};

pub(super) fn write(sdl: &mut Sdl, model: &Model) {
    let (mut queries, mut mutations) = (Vec::new(), Vec::new());
    for object in model.objects().iter().filter(|object| names::is_name(&object.name_singular)) {
        for kind in Kind::ALL {
            let list = if kind.is_query() { &mut queries } else { &mut mutations };
            list.push(operation(object, kind));
        }
    }
    queries.push(search::operation());
    sdl.object("Query", &queries);
    sdl.object("Mutation", &mutations);
}

/// `first: Int, …`: the arguments of every connection of an object's records.
pub(super) fn page_arguments(name: &str) -> String {
    format!(
        "first: Int, last: Int, offset: Int, before: String, after: String, filter: {name}FilterInput, orderBy: \
         [{name}OrderByInput]"
    )
}

fn operation(object: &Object, kind: Kind) -> Line {
    let name = object_type(object);
    let (arguments, ty) = match kind {
        Kind::FindMany => (page_arguments(&name), format!("{name}Connection")),
        Kind::FindOne => (format!("filter: {name}FilterInput!"), name.clone()),
        Kind::FindDuplicates => {
            (format!("ids: [UUID], data: [{name}CreateInput]"), format!("[{name}Connection!]"))
        }
        Kind::GroupBy => (
            format!(
                "groupBy: [{name}GroupByInput!]!, filter: {name}FilterInput, orderBy: \
                 [{name}OrderByWithGroupByInput], orderByForRecords: [{name}OrderByInput], viewId: UUID, limit: Int"
            ),
            format!("[{name}GroupByConnection!]"),
        ),
        Kind::CreateOne => (format!("data: {name}CreateInput!, upsert: Boolean"), name.clone()),
        Kind::CreateMany => (format!("data: [{name}CreateInput!]!, upsert: Boolean"), format!("[{name}!]")),
        Kind::UpdateOne => (format!("id: UUID!, data: {name}UpdateInput!"), name.clone()),
        Kind::UpdateMany => {
            (format!("filter: {name}FilterInput!, data: {name}UpdateInput!"), format!("[{name}!]"))
        }
        Kind::DeleteOne | Kind::RestoreOne | Kind::DestroyOne => ("id: UUID!".to_owned(), name.clone()),
        Kind::MergeMany => {
            ("ids: [UUID!]!, conflictPriorityIndex: Int!, dryRun: Boolean".to_owned(), name.clone())
        }
        Kind::DeleteMany | Kind::RestoreMany | Kind::DestroyMany => {
            (format!("filter: {name}FilterInput!"), format!("[{name}!]"))
        }
    };
    line(format!("{}({arguments})", field_name(object, kind)), ty)
}
