//! Fields for tests.

use uuid::Uuid;

use crate::definition::{FieldRow, FieldSettings, OnDelete, SelectOption};
use crate::{Field, FieldId, FieldType, ObjectId, Relation, RelationKind};

/// A nullable field called `f`.
pub(crate) fn field(field_type: FieldType) -> Field {
    let row = FieldRow {
        label: "Field".to_owned(),
        ..FieldRow::new(FieldId(Uuid::nil()), ObjectId(Uuid::nil()), "f", field_type)
    };
    Field { row, columns: Vec::new(), relation: None }
}

/// The same with settings.
pub(crate) fn with(field_type: FieldType, set: impl FnOnce(&mut FieldSettings)) -> Field {
    let mut field = field(field_type);
    set(&mut field.row.settings);
    field
}

/// The same with choices `(value, label)`.
pub(crate) fn choice(field_type: FieldType, options: &[(&str, &str)]) -> Field {
    let mut field = field(field_type);
    let option = |(value, label): &(&str, &str)| SelectOption {
        id: Uuid::nil(),
        value: (*value).to_owned(),
        label: (*label).to_owned(),
        color: None,
        position: 0,
    };
    field.row.options = options.iter().map(option).collect();
    field
}

/// A relation to `company`, called `f` with join column `fId` on the many-to-one side.
pub(crate) fn relation(is_owner: bool) -> Field {
    let mut field = field(FieldType::Relation);
    let kind = if is_owner {
        RelationKind::ManyToOne { column: "fId".to_owned(), on_delete: OnDelete::SetNull }
    } else {
        RelationKind::OneToMany { target_column: "personId".to_owned() }
    };
    let target = ObjectId(Uuid::nil());
    field.relation =
        Some(Relation { kind, target, target_name: "company".to_owned(), target_field: "people".to_owned() });
    field
}
