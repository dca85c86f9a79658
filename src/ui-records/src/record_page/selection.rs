//! What the page reads of its record: one statement brings it all.

use icosa_model::query::Select;
use icosa_model::{Field, FieldType, Model, Object};

use crate::selection::{identity, select_fields};

/// How many related records a card lists.
pub const RELATED_ON_CARD: u32 = 12;

/// Fields of the record-page view, rich text, dates of creation and change, and the related records of the cards.
pub fn page_fields(model: &Model, object: &Object) -> Vec<Select> {
    let mut names: Vec<&str> = visible_fields(object).iter().map(|field| field.name.as_str()).collect();
    names.extend(["createdAt", "createdBy", "updatedAt"]);
    names.extend(rich_text_fields(object).map(|field| field.name.as_str()));
    let mut select = select_fields(model, object, names);
    for (field, target) in related_fields(model, object) {
        let card =
            Select::Relation { field: field.name.clone(), select: identity(target), limit: RELATED_ON_CARD };
        select.retain(|item| !matches!(item, Select::Relation { field: name, .. } if name == &field.name));
        select.push(card);
    }
    select
}

/// The fields of the page's left column, in order; without a view, everything people can read.
pub fn visible_fields(object: &Object) -> Vec<&Field> {
    let label = object.label_field().id;
    let fields: Vec<&Field> = match object.fields_view() {
        Some(view) => view
            .columns
            .iter()
            .filter(|column| column.row.is_visible)
            .filter_map(|column| object.field(&column.field))
            .collect(),
        None => object.fields.iter().filter(|field| !field.is_system).collect(),
    };
    fields
        .into_iter()
        .filter(|field| {
            field.id != label
                && !matches!(
                    field.field_type,
                    FieldType::RichText | FieldType::TsVector | FieldType::Position
                )
        })
        .collect()
}

/// The object's documents, the body of notes and tasks first: each has a tab of its own.
pub fn rich_text_fields(object: &Object) -> impl Iterator<Item = &Field> {
    object.fields.iter().filter(|field| field.field_type == FieldType::RichText)
}

/// What the tab of a document is called in addresses.
pub fn rich_text_tab(object: &Object, field: &str) -> String {
    let is_first = rich_text_fields(object).next().is_some_and(|first| first.name == field);
    if is_first { "note".to_owned() } else { format!("text-{field}") }
}

/// To-many relations shown as cards: those to objects people know, not to junctions and logs.
pub fn related_fields<'m>(model: &'m Model, object: &'m Object) -> Vec<(&'m Field, &'m Object)> {
    object
        .fields
        .iter()
        .filter(|field| field.is_to_many())
        .filter_map(|field| {
            let target = model.object(&field.relation.as_ref()?.target_name)?;
            (!target.is_system).then_some((field, target.as_ref()))
        })
        .collect()
}
