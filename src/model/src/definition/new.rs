//! Rows as people make them: active, editable, without anything optional. What differs is set by struct update.

use std::collections::BTreeMap;

use chrono::DateTime;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{
    FieldRow, FieldSettings, IndexRow, IndexType, NavigationRow, ObjectRow, ViewFieldGroupRow, ViewFieldRow,
    ViewFilterGroupRow, ViewFilterRow, ViewGroupRow, ViewRow, ViewSortRow, open, user_choice,
};
use crate::field_type::FieldType;
use crate::ids::{FieldId, IndexId, ObjectId, ViewId};

impl ObjectRow {
    /// An active, searchable object with these names, which are its labels too; its label field is named apart.
    #[must_use]
    pub fn new(id: ObjectId, name_singular: &str, name_plural: &str, label_field: FieldId) -> Self {
        Self {
            id,
            universal_identifier: id.0,
            name_singular: name_singular.to_owned(),
            name_plural: name_plural.to_owned(),
            label_singular: name_singular.to_owned(),
            label_plural: name_plural.to_owned(),
            description: None,
            icon: None,
            color: None,
            shortcut: None,
            is_standard: false,
            is_system: false,
            is_active: true,
            is_searchable: true,
            is_audit_logged: true,
            is_ui_creatable: true,
            is_ui_editable: true,
            label_identifier_field_id: label_field,
            image_identifier_field_id: None,
            duplicate_criteria: None,
            search_field_ids: Vec::new(),
            is_search_kept_by_trigger: false,
            is_label_synced_with_name: false,
            open_record_in: user_choice(),
            readability: open(),
            writability: open(),
            original: Map::new(),
            translations: BTreeMap::new(),
            created_at: DateTime::default(),
            updated_at: DateTime::default(),
        }
    }
}

impl FieldRow {
    /// An active, nullable, editable field with this name, which is its label too.
    #[must_use]
    pub fn new(id: FieldId, object: ObjectId, name: &str, field_type: FieldType) -> Self {
        Self {
            id,
            universal_identifier: id.0,
            object_id: object,
            name: name.to_owned(),
            label: name.to_owned(),
            description: None,
            icon: None,
            field_type,
            is_nullable: true,
            default_value: Value::Null,
            options: Vec::new(),
            stored_values: Vec::new(),
            settings: FieldSettings::default(),
            is_system: false,
            is_active: true,
            is_ui_editable: true,
            position: 0.0,
            relation_target_object_id: None,
            relation_target_field_id: None,
            morph_id: None,
            is_standard: false,
            is_label_synced_with_name: false,
            is_side_effect: false,
            is_audit_logged: true,
            original: Map::new(),
            translations: BTreeMap::new(),
            created_at: DateTime::default(),
            updated_at: DateTime::default(),
        }
    }
}

impl IndexRow {
    /// A plain BTREE index without fields.
    #[must_use]
    pub fn new(id: IndexId, object: ObjectId, name: &str) -> Self {
        Self {
            id,
            universal_identifier: id.0,
            object_id: object,
            name: name.to_owned(),
            is_unique: false,
            index_type: IndexType::Btree,
            fields: Vec::new(),
            live_rows_only: false,
            is_custom: false,
            created_at: DateTime::default(),
            updated_at: DateTime::default(),
        }
    }
}

impl ViewRow {
    /// An empty view that the whole workspace sees.
    #[must_use]
    pub fn new(id: ViewId, object: ObjectId, name: &str, view_type: &str) -> Self {
        Self {
            id,
            universal_identifier: id.0,
            object_id: object,
            name: name.to_owned(),
            icon: "IconList".to_owned(),
            view_type: view_type.to_owned(),
            key: None,
            position: 0.0,
            main_group_by_field_id: None,
            fields: Vec::new(),
            field_groups: Vec::new(),
            groups: Vec::new(),
            filters: Vec::new(),
            filter_groups: Vec::new(),
            sorts: Vec::new(),
            widget_id: None,
            is_custom: true,
            is_compact: false,
            should_hide_empty_groups: false,
            visibility: "WORKSPACE".to_owned(),
            created_by_user_workspace_id: None,
            kanban_aggregate_operation: None,
            kanban_aggregate_operation_field_id: None,
            kanban_column_width: None,
            group_load_limit: None,
            calendar_layout: None,
            calendar_field_id: None,
            calendar_end_field_id: None,
            any_field_filter_value: None,
            created_at: DateTime::default(),
            updated_at: DateTime::default(),
            deleted_at: None,
        }
    }
}

/// Width of a column that nobody has set, CSS pixels.
pub const DEFAULT_COLUMN_WIDTH: u32 = 150;

impl ViewFieldRow {
    /// A visible column of the usual width.
    #[must_use]
    pub fn new(id: Uuid, field: FieldId, position: f64) -> Self {
        Self {
            id,
            universal_identifier: id,
            field_id: field,
            position,
            is_visible: true,
            size: DEFAULT_COLUMN_WIDTH,
            aggregate_operation: None,
            view_field_group_id: None,
            created_at: DateTime::default(),
            updated_at: DateTime::default(),
        }
    }
}

impl ViewFieldGroupRow {
    /// A visible section.
    #[must_use]
    pub fn new(id: Uuid, name: &str, position: f64) -> Self {
        let (created_at, updated_at) = (DateTime::default(), DateTime::default());
        Self {
            id,
            universal_identifier: id,
            name: name.to_owned(),
            position,
            is_visible: true,
            created_at,
            updated_at,
        }
    }
}

impl ViewGroupRow {
    /// A visible group.
    #[must_use]
    pub fn new(id: Uuid, field_value: &str, position: f64) -> Self {
        let (created_at, updated_at) = (DateTime::default(), DateTime::default());
        let field_value = field_value.to_owned();
        Self { id, universal_identifier: id, field_value, is_visible: true, position, created_at, updated_at }
    }
}

impl ViewFilterRow {
    /// A filter in no group.
    #[must_use]
    pub fn new(id: Uuid, field: FieldId, operand: &str, value: Value) -> Self {
        Self {
            id,
            universal_identifier: id,
            field_id: field,
            operand: operand.to_owned(),
            value,
            sub_field_name: None,
            view_filter_group_id: None,
            position_in_view_filter_group: None,
            relation_target_field_id: None,
            created_at: DateTime::default(),
            updated_at: DateTime::default(),
        }
    }

    /// The value as text, the way most clients send it: a JSON text stays, anything else is written as JSON.
    #[must_use]
    pub fn text(&self) -> String {
        match &self.value {
            Value::String(text) => text.clone(),
            Value::Null => String::new(),
            other => other.to_string(),
        }
    }
}

impl ViewFilterGroupRow {
    /// A group at the top.
    #[must_use]
    pub fn new(id: Uuid, logical_operator: &str) -> Self {
        Self {
            id,
            universal_identifier: id,
            parent_view_filter_group_id: None,
            logical_operator: logical_operator.to_owned(),
            position_in_view_filter_group: None,
            created_at: DateTime::default(),
            updated_at: DateTime::default(),
        }
    }
}

impl ViewSortRow {
    /// One key of an order.
    #[must_use]
    pub fn new(id: Uuid, field: FieldId, direction: &str) -> Self {
        Self {
            id,
            universal_identifier: id,
            field_id: field,
            direction: direction.to_owned(),
            sub_field_name: None,
            created_at: DateTime::default(),
            updated_at: DateTime::default(),
        }
    }
}

impl NavigationRow {
    /// An item of the workspace that points at nothing yet.
    #[must_use]
    pub fn new(id: Uuid, item_type: &str, position: f64) -> Self {
        Self {
            id,
            universal_identifier: id,
            item_type: item_type.to_owned(),
            name: None,
            icon: None,
            color: None,
            target_object_id: None,
            view_id: None,
            folder_id: None,
            position,
            target_record_id: None,
            link: None,
            page_layout_id: None,
            user_workspace_id: None,
            created_at: DateTime::default(),
            updated_at: DateTime::default(),
        }
    }
}
