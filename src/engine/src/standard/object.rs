//! The words an object is described with.

use uuid::Uuid;

use super::field::FieldSpec;
use super::view::ViewSpec;

/// A standard object with its own fields, its extra indexes and its views. The system fields, the indexes on join
/// columns, unique fields and the search vector come by themselves.
pub(super) struct ObjectSpec {
    pub name: &'static str,
    pub plural: &'static str,
    pub uid: Uuid,
    pub label: &'static str,
    pub label_plural: &'static str,
    pub description: &'static str,
    pub icon: &'static str,
    pub color: Option<&'static str>,
    pub shortcut: Option<&'static str>,
    pub is_system: bool,
    pub is_searchable: bool,
    pub is_audit_logged: bool,
    pub is_ui_creatable: bool,
    pub label_field: &'static str,
    pub image_field: Option<&'static str>,
    pub duplicate_criteria: &'static [&'static [&'static str]],
    pub search: &'static [&'static str],
    /// All fields, system ones included, are closed to editing.
    pub is_read_only: bool,
    pub fields: Vec<FieldSpec>,
    pub indexes: Vec<IndexSpec>,
    pub views: Vec<ViewSpec>,
}

/// An index that does not follow from a field.
pub(super) struct IndexSpec {
    /// Fields in order; a relation stands for its join column.
    pub fields: &'static [&'static str],
    pub is_unique: bool,
    /// Soft-deleted rows stay out.
    pub live_rows_only: bool,
}

/// An entry of the default navigation.
pub(super) struct NavigationSpec {
    pub object: &'static str,
    pub color: &'static str,
}

/// An object that people see and make: searchable, audit-logged.
pub(super) fn object(name: &'static str, plural: &'static str, uid: Uuid) -> ObjectSpec {
    ObjectSpec {
        name,
        plural,
        uid,
        label: name,
        label_plural: plural,
        description: "",
        icon: "IconBox",
        color: None,
        shortcut: None,
        is_system: false,
        is_searchable: true,
        is_audit_logged: true,
        is_ui_creatable: true,
        label_field: "id",
        image_field: None,
        duplicate_criteria: &[],
        search: &[],
        is_read_only: false,
        fields: Vec::new(),
        indexes: Vec::new(),
        views: Vec::new(),
    }
}

/// An object that serves others: not searched, not made by hand.
pub(super) fn system_object(name: &'static str, plural: &'static str, uid: Uuid) -> ObjectSpec {
    ObjectSpec { is_system: true, is_searchable: false, is_ui_creatable: false, ..object(name, plural, uid) }
}

/// An index on these fields.
pub(super) fn index(fields: &'static [&'static str]) -> IndexSpec {
    IndexSpec { fields, is_unique: false, live_rows_only: false }
}

/// Refuses two live rows with the same values.
pub(super) fn unique_among_live(fields: &'static [&'static str]) -> IndexSpec {
    IndexSpec { fields, is_unique: true, live_rows_only: true }
}
