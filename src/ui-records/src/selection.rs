//! What a page has to ask for so that its fields can be shown.

use icosa_model::query::Select;
use icosa_model::{Field, FieldType, Model, Object};

/// How many related records a cell shows of a to-many relation.
pub const RELATED_IN_CELL: u32 = 5;

/// What must be read so that these fields of a record can be shown and edited; unknown names are passed over.
///
/// A many-to-one relation `company` gives `companyId` and `company: {id, <label>, <image>}`; a one-to-many gives an
/// array of such objects; a junction (noteTargets) an array whose entries carry their own many-to-one relations.
#[must_use]
pub fn select_fields<'n>(
    model: &Model,
    object: &Object,
    names: impl IntoIterator<Item = &'n str>,
) -> Vec<Select> {
    let mut select = identity(object);
    for name in names {
        let Some(field) = object.field(name) else { continue };
        for item in select_field(model, field) {
            if !select.contains(&item) {
                select.push(item);
            }
        }
    }
    select
}

/// Label and image of a record: what a chip needs.
#[must_use]
pub fn identity(object: &Object) -> Vec<Select> {
    let mut select = vec![Select::Field("id".to_owned()), Select::Field(object.label_field().name.clone())];
    if let Some(image) = object.image_field() {
        select.push(Select::Field(image.name.clone()));
    }
    select
}

fn select_field(model: &Model, field: &Field) -> Vec<Select> {
    if field.field_type == FieldType::TsVector {
        return Vec::new();
    }
    let Some(relation) = &field.relation else { return vec![Select::Field(field.name.clone())] };
    let Some(target) = model.object(&relation.target_name) else { return Vec::new() };
    if field.is_to_many() {
        let mut inner = identity(target);
        if is_junction(target) {
            for other in target.fields.iter().filter(|other| other.join_column().is_some()) {
                if other.name != relation.target_field {
                    inner.extend(select_field(model, other));
                }
            }
        }
        return vec![Select::Relation { field: field.name.clone(), select: inner, limit: RELATED_IN_CELL }];
    }
    vec![
        Select::Field(field.join_column().unwrap_or_default().to_owned()),
        Select::Relation { field: field.name.clone(), select: identity(target), limit: 1 },
    ]
}

/// An object whose records only tie others together (noteTarget, taskTarget): its label is its id.
#[must_use]
pub fn is_junction(object: &Object) -> bool {
    object.label_field().name == "id"
}
