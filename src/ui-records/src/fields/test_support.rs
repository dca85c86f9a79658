//! A signed-in page with two objects, for tests of displays and editors.

use std::sync::Arc;

use icosa_model::definition::{
    FieldRow, FieldSettings, Metadata, ObjectRow, OnDelete, RelationType, SelectOption,
};
use icosa_model::{FieldId, FieldType, Object, ObjectId, Record, WorkspaceId, resolve};
use icosa_rpc::{SignedIn, provide_signed_in, use_signed_in};
use leptos::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{FieldDisplay, FieldEditor};

/// 20 November 2026, 12:00 UTC.
pub(crate) const NOW: i64 = 1_795_176_000_000;

const THING: ObjectId = ObjectId(Uuid::from_u128(1));
const COMPANY: ObjectId = ObjectId(Uuid::from_u128(2));

fn id(number: u128) -> FieldId {
    FieldId(Uuid::from_u128(number))
}

/// A field `f` of the object `thing`, called "Field".
pub(crate) fn field(field_type: FieldType) -> FieldRow {
    let label = "Field".to_owned();
    FieldRow { label, ..FieldRow::new(id(100), THING, "f", field_type) }
}

/// The same with settings.
pub(crate) fn with(field_type: FieldType, set: impl FnOnce(&mut FieldSettings)) -> FieldRow {
    let mut row = field(field_type);
    set(&mut row.settings);
    row
}

/// The same with choices `(value, label, colour)`.
pub(crate) fn choice(field_type: FieldType, options: &[(&str, &str, &str)]) -> FieldRow {
    let option = |(position, (value, label, color)): (u32, &(&str, &str, &str))| SelectOption {
        id: Uuid::from_u128(500 + u128::from(position)),
        value: (*value).to_owned(),
        label: (*label).to_owned(),
        color: Some((*color).to_owned()),
        position,
    };
    FieldRow { options: (0..).zip(options).map(option).collect(), ..field(field_type) }
}

/// The field `f` as one side of a relation to `company`.
pub(crate) fn relation(side: RelationType) -> FieldRow {
    let mut row = with(FieldType::Relation, |settings| {
        settings.relation_type = Some(side);
        settings.on_delete = Some(OnDelete::SetNull);
        settings.join_column_name = (side == RelationType::ManyToOne).then(|| "fId".to_owned());
    });
    row.relation_target_object_id = Some(COMPANY);
    row.relation_target_field_id = Some(id(201));
    row
}

fn other_side(of: &FieldRow) -> Option<FieldRow> {
    let side = of.settings.relation_type?;
    let mut row = FieldRow::new(id(201), COMPANY, "thing", FieldType::Relation);
    row.settings.relation_type = Some(match side {
        RelationType::ManyToOne => RelationType::OneToMany,
        RelationType::OneToMany => RelationType::ManyToOne,
    });
    row.settings.join_column_name = (side == RelationType::OneToMany).then(|| "thingId".to_owned());
    row.relation_target_object_id = Some(THING);
    row.relation_target_field_id = Some(of.id);
    Some(row)
}

/// A page of a workspace in which `thing` has a name and this field.
pub(crate) fn page(field: &FieldRow) -> SignedIn {
    let mut fields = vec![
        FieldRow::new(id(10), THING, "name", FieldType::Text),
        FieldRow::new(id(20), COMPANY, "name", FieldType::Text),
        field.clone(),
    ];
    fields.extend(other_side(field));
    let company = ObjectRow {
        label_singular: "Company".to_owned(),
        ..ObjectRow::new(COMPANY, "company", "companies", id(20))
    };
    let metadata = Metadata {
        objects: vec![ObjectRow::new(THING, "thing", "things", id(10)), company],
        fields,
        ..Metadata::empty(WorkspaceId(Uuid::nil()))
    };
    let session = json!({
        "workspaceId": Uuid::nil(), "workspaceName": "Test", "userId": Uuid::nil(), "email": "ada@engines.com",
        "memberId": Uuid::nil(), "firstName": "Ada", "lastName": "Lovelace", "colorScheme": "Light", "modelVersion": 1,
        "preferences": icosa_model::format::Preferences::default(), "now": NOW, "onboarding": "COMPLETED", "lastEvent": 0,
    });
    SignedIn {
        session: Arc::new(serde_json::from_value(session).unwrap()),
        model: Arc::new(resolve(Arc::new(metadata)).unwrap()),
    }
}

/// The object of the page.
pub(crate) fn thing(page: &SignedIn) -> Arc<Object> {
    page.model.object("thing").unwrap().clone()
}

/// What the server sends of a view on that page.
pub(crate) fn html(page: SignedIn, view: impl FnOnce() -> AnyView) -> String {
    Owner::new().with(|| {
        provide_signed_in(Some(page));
        assert!(use_signed_in().is_some());
        view().to_html()
    })
}

/// A value of the field in a cell, or on a record page.
pub(crate) fn displayed(field: &FieldRow, value: Value, wide: bool) -> String {
    let page = page(field);
    let object = thing(&page);
    let record = Record::from_iter([("f".to_owned(), value)]);
    html(page, || view! { <FieldDisplay object field="f" record=Signal::stored(record) wide/> }.into_any())
}

/// The open editor of the field.
pub(crate) fn edited(field: &FieldRow, value: Value, seed: Option<&str>) -> String {
    let page = page(field);
    let object = thing(&page);
    let id = json!("20202020-1c25-4d02-bf25-6aeccf7ea419");
    let record = Record::from_iter([("id".to_owned(), id), ("f".to_owned(), value)]);
    let seed = seed.map(str::to_owned);
    html(page, || {
        let on_done = Callback::new(|_| ());
        view! { <FieldEditor object field="f" record seed on_done/> }.into_any()
    })
}

/// The same page's text alone: without tags, runs of blanks as one.
pub(crate) fn text_of(html: &str) -> String {
    let mut text = String::new();
    for piece in html.replace("<!--<() />-->", "").split('<') {
        text.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
        text.push(' ');
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
