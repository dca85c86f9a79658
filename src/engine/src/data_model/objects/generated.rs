//! What comes with a new object by itself (metadata API, section 5.4).

use icosa_model::definition::{
    FieldRow, FieldSettings, IndexFieldRow, IndexRow, IndexType, ObjectRow, OnDelete, RelationType,
    ViewFieldRow, ViewRow,
};
use icosa_model::naming::capitalised;
use icosa_model::{FieldId, FieldType, IndexId, ViewId};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::data_model::draft::Draft;
use crate::data_model::report::Kind;
use crate::data_model::{indexes, names};

/// The name field (unless left out) and the eight system fields, in the order of the columns. `label_field` becomes
/// the id of the name field, or else of the id field.
pub fn own_fields(
    draft: &Draft<'_>,
    object: &ObjectRow,
    label_field: FieldId,
    skip_name: bool,
) -> Vec<FieldRow> {
    let actor = || json!({"source": "'MANUAL'", "name": "'System'", "workspaceMemberId": null});
    use FieldType as T;
    let system: [(&str, &str, T, bool, Value, &str); 8] = [
        ("id", "Id", T::Uuid, false, json!("uuid"), "Icon123"),
        ("createdAt", "Creation date", T::DateTime, false, json!("now"), "IconCalendar"),
        ("createdBy", "Created by", T::Actor, false, actor(), "IconCreativeCommonsSa"),
        ("deletedAt", "Deleted at", T::DateTime, true, Value::Null, "IconCalendarMinus"),
        ("position", "Position", T::Position, false, json!(0), "IconHierarchy2"),
        ("updatedAt", "Last update", T::DateTime, false, json!("now"), "IconCalendarClock"),
        ("updatedBy", "Updated by", T::Actor, false, actor(), "IconUserCircle"),
        ("searchVector", "Search vector", T::TsVector, true, Value::Null, "IconUser"),
    ];
    let mut fields = Vec::new();
    if !skip_name {
        let row = FieldRow::new(label_field, object.id, "name", T::Text);
        fields.push(FieldRow { label: "Name".to_owned(), icon: Some("IconAbc".to_owned()), ..row });
    }
    for (name, label, kind, is_nullable, default_value, icon) in system {
        let id = if skip_name && name == "id" { label_field } else { FieldId::random() };
        fields.push(FieldRow {
            label: label.to_owned(),
            icon: Some(icon.to_owned()),
            is_nullable,
            default_value,
            is_system: true,
            is_ui_editable: name == "position",
            settings: FieldSettings {
                display_format: (kind == T::DateTime).then(|| "RELATIVE".to_owned()),
                ..FieldSettings::default()
            },
            ..FieldRow::new(id, object.id, name, kind)
        });
    }
    for (field, position) in fields.iter_mut().zip(0_u32..) {
        field.position = f64::from(position);
        field.universal_identifier =
            draft.universal_id("fieldMetadata", &format!("{}:{}", object.universal_identifier, field.name));
        (field.created_at, field.updated_at) = (draft.now, draft.now);
    }
    fields
}

/// Objects that every object is tied to: name, label and icon of the list on the new object; whether the tie of a
/// record to the same one is refused twice.
const TIES: [(&str, &str, &str, Option<&str>); 4] = [
    ("timelineActivity", "Timeline Activities", "IconTimelineEvent", None),
    ("attachment", "Attachments", "IconFileImport", None),
    ("noteTarget", "Notes", "IconNotes", Some("note")),
    ("taskTarget", "Tasks", "IconCheckbox", Some("task")),
];

/// Relations to timeline, attachments, notes and tasks; the index of the search vector.
pub fn default_relations(draft: &mut Draft<'_>, object: &ObjectRow) {
    let vector = draft.fields_of(object.id).find(|f| f.field_type == FieldType::TsVector).map(|f| f.id);
    if let Some(field_id) = vector {
        let mut index = IndexRow::new(IndexId::random(), object.id, "");
        index.index_type = IndexType::Gin;
        index.fields = vec![IndexFieldRow { field_id, sub_field_name: None }];
        indexes::add(draft, index);
    }
    for (target, label, icon, owner) in TIES {
        let Some(target) = draft.object_named(target).cloned() else { continue };
        tie(draft, object, &target, (label, icon), owner);
    }
}

fn tie(
    draft: &mut Draft<'_>,
    object: &ObjectRow,
    target: &ObjectRow,
    (label, icon): (&str, &str),
    owner: Option<&str>,
) {
    let Some(morph) = draft
        .fields_of(target.id)
        .find(|field| field.field_type == FieldType::MorphRelation && field.morph_id.is_some())
        .and_then(|field| field.morph_id)
    else {
        return;
    };
    let (list, pointer) = (FieldId::random(), FieldId::random());
    let is_editable = owner.is_none();
    let uid =
        |from: Uuid, to: Uuid| draft.universal_id("fieldMetadata", &format!("{from}:systemRelation:{to}"));
    let many = FieldRow {
        universal_identifier: uid(object.universal_identifier, target.universal_identifier),
        label: label.to_owned(),
        icon: Some(icon.to_owned()),
        settings: FieldSettings { relation_type: Some(RelationType::OneToMany), ..FieldSettings::default() },
        position: draft.next_position(object.id),
        relation_target_object_id: Some(target.id),
        relation_target_field_id: Some(pointer),
        is_side_effect: true,
        is_ui_editable: is_editable,
        created_at: draft.now,
        updated_at: draft.now,
        ..FieldRow::new(list, object.id, &target.name_plural, FieldType::Relation)
    };
    let name = format!("target{}", capitalised(&object.name_singular));
    let one = FieldRow {
        universal_identifier: uid(target.universal_identifier, object.universal_identifier),
        label: capitalised(&object.name_singular),
        icon: object.icon.clone(),
        settings: FieldSettings {
            relation_type: Some(RelationType::ManyToOne),
            on_delete: Some(OnDelete::Cascade),
            join_column_name: Some(format!("{name}Id")),
            ..FieldSettings::default()
        },
        position: draft.next_position(target.id),
        relation_target_object_id: Some(object.id),
        relation_target_field_id: Some(list),
        morph_id: Some(morph),
        is_side_effect: true,
        is_ui_editable: false,
        created_at: draft.now,
        updated_at: draft.now,
        ..FieldRow::new(pointer, target.id, &name, FieldType::MorphRelation)
    };
    let subject = draft.field_subject(&one, Kind::Create);
    names::check_taken(draft, &one, &subject);
    draft.metadata.fields.extend([many, one]);
    indexes::add_on(draft, target.id, &[pointer], false);
    let owner = owner.and_then(|name| draft.fields_of(target.id).find(|f| f.name == name)).map(|f| f.id);
    if let Some(owner) = owner {
        let mut pair = IndexRow::new(IndexId::random(), target.id, "");
        pair.is_unique = true;
        pair.live_rows_only = true;
        pair.fields =
            [owner, pointer].map(|field_id| IndexFieldRow { field_id, sub_field_name: None }).into();
        indexes::add(draft, pair);
    }
}

/// The table of all records, and the fields of the record page.
pub fn default_views(draft: &mut Draft<'_>, object: &ObjectRow) {
    let label = object.label_identifier_field_id;
    let mut shown: Vec<FieldId> = draft
        .fields_of(object.id)
        .filter(|field| is_shown(field) || field.id == label)
        .map(|f| f.id)
        .collect();
    shown.sort_by_key(|id| *id != label);
    let table = ViewRow {
        key: Some("INDEX".to_owned()),
        is_custom: false,
        ..ViewRow::new(ViewId::random(), object.id, "All {objectLabelPlural}", "TABLE")
    };
    let name = format!("{} Record Page Fields", object.label_singular);
    let widget =
        ViewRow { is_custom: false, ..ViewRow::new(ViewId::random(), object.id, &name, "FIELDS_WIDGET") };
    let rest = shown.iter().copied().skip(1).collect();
    for (mut view, fields) in [(table, shown), (widget, rest)] {
        let key = if view.key.is_some() { "INDEX" } else { "FIELDS_WIDGET" };
        view.universal_identifier =
            draft.universal_id("view", &format!("{}:{key}", object.universal_identifier));
        (view.created_at, view.updated_at) = (draft.now, draft.now);
        view.fields =
            fields.into_iter().zip(0_u32..).map(|(id, i)| column(draft, &view, id, f64::from(i))).collect();
        draft.metadata.views.push(view);
    }
}

/// A new column of a view.
pub fn column(draft: &Draft<'_>, view: &ViewRow, field: FieldId, position: f64) -> ViewFieldRow {
    let field_uid = draft.field(field).map_or(field.0, |field| field.universal_identifier);
    ViewFieldRow {
        universal_identifier: draft
            .universal_id("viewField", &format!("{}:{field_uid}", view.universal_identifier)),
        created_at: draft.now,
        updated_at: draft.now,
        ..ViewFieldRow::new(Uuid::new_v4(), field, position)
    }
}

fn is_shown(field: &FieldRow) -> bool {
    !matches!(field.field_type, FieldType::TsVector | FieldType::Position)
        && !field.field_type.is_relation()
        && !["id", "deletedAt"].contains(&field.name.as_str())
}
