//! Metadata in the form of the second cache tier.

use icosa_model::definition::{
    CommandMenuItemRow, FieldRow, IndexFieldRow, IndexRow, Metadata, NavigationRow, ObjectRow, OnDelete,
    PageLayoutRow, PageLayoutTabRow, PageLayoutWidgetRow, RelationType, SelectOption, ViewFieldGroupRow,
    ViewFieldRow, ViewFilterGroupRow, ViewFilterRow, ViewGroupRow, ViewRow, ViewSortRow,
};
use icosa_model::{FieldId, FieldType, IndexId, ObjectId, ViewId, WorkspaceId};
use icosa_store::metadata::{self, Loaded};
use serde_json::json;
use uuid::Uuid;

use crate::fixtures::sample;

/// What rows of [`FORMAT`](metadata::FORMAT) look like: their keys in order, and the bytes of [`one_of_each`].
const LAYOUT: &str = include_str!("second_tier_layout.txt");

/// A row of every kind, the same each time.
fn one_of_each() -> Metadata {
    let (object, field, view) =
        (ObjectId(Uuid::from_u128(1)), FieldId(Uuid::from_u128(2)), ViewId(Uuid::from_u128(3)));
    let id = Uuid::from_u128(4);
    let option = SelectOption {
        id,
        value: "A".to_owned(),
        label: "a".to_owned(),
        color: Some("red".to_owned()),
        position: 7,
    };
    let mut choice = FieldRow::new(field, object, "choice", FieldType::Select);
    (choice.options, choice.default_value) = (vec![option], json!("'A'"));
    choice.settings.on_delete = Some(OnDelete::SetNull);
    choice.settings.relation_type = Some(RelationType::ManyToOne);
    let index = IndexRow {
        fields: vec![IndexFieldRow { field_id: field, sub_field_name: Some("part".to_owned()) }],
        ..IndexRow::new(IndexId(id), object, "index")
    };
    let view = ViewRow {
        fields: vec![ViewFieldRow::new(id, field, 1.5)],
        field_groups: vec![ViewFieldGroupRow::new(id, "group", 2.5)],
        groups: vec![ViewGroupRow::new(id, "A", 3.5)],
        filters: vec![ViewFilterRow::new(id, field, "IS", json!(["A", {"b": null}]))],
        filter_groups: vec![ViewFilterGroupRow::new(id, "OR")],
        sorts: vec![ViewSortRow::new(id, field, "ASC")],
        ..ViewRow::new(view, object, "view", "TABLE")
    };
    Metadata {
        version: 300,
        objects: vec![ObjectRow::new(object, "thing", "things", field)],
        fields: vec![choice],
        indexes: vec![index],
        views: vec![view],
        navigation: vec![NavigationRow::new(id, "OBJECT", 4.5)],
        page_layouts: vec![PageLayoutRow::new(id, "page", "RECORD_PAGE")],
        page_layout_tabs: vec![PageLayoutTabRow::new(id, id, "tab", "CANVAS", 5.5)],
        page_layout_widgets: vec![PageLayoutWidgetRow::new(id, id, "widget", "TASKS", json!({"a": null}))],
        command_menu_items: vec![CommandMenuItemRow::go_to(id, object, 6.5)],
        ..Metadata::empty(WorkspaceId(Uuid::from_u128(5)))
    }
}

/// The keys of JSON text, in order.
fn keys(json: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = json.split("\":").collect();
    parts.pop();
    parts.iter().filter_map(|part| part.rsplit('"').next()).collect()
}

#[test]
fn what_was_written_is_read() {
    for metadata in [one_of_each(), sample(WorkspaceId::random())] {
        let written = metadata::to_bytes(&Loaded { metadata: metadata.clone(), json_bytes: 12 }).unwrap();
        let read = metadata::from_bytes(&written).unwrap();
        assert_eq!((read.metadata, read.json_bytes), (metadata.clone(), 12));
        let json = serde_json::to_vec(&metadata).unwrap();
        assert!(written.len() * 2 < json.len(), "{} bytes, {} as JSON", written.len(), json.len());
    }
}

#[test]
fn half_of_it_is_refused() {
    let written = metadata::to_bytes(&Loaded { metadata: one_of_each(), json_bytes: 0 }).unwrap();
    for length in 0..written.len() {
        assert!(metadata::from_bytes(&written[..length]).is_err(), "{length} bytes");
    }
}

#[test]
fn rows_of_another_layout_have_another_format() {
    let metadata = one_of_each();
    let json = serde_json::to_string(&metadata).unwrap();
    let bytes = metadata::to_bytes(&Loaded { metadata, json_bytes: 0 }).unwrap();
    let layout = format!("{}\n{}\n{}\n", metadata::FORMAT, keys(&json).join(" "), hex::encode(bytes));
    assert!(layout == LAYOUT, "raise FORMAT, then this is second_tier_layout.txt:\n{layout}");
}
