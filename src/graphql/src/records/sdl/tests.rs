//! The schema of a small workspace as text: review its difference like code. `UPDATE_GOLDENS=1` writes the file.

use std::path::PathBuf;
use std::sync::Arc;

use icosa_model::definition::{
    FieldRow, IndexFieldRow, IndexRow, ObjectRow, OnDelete, RelationType, SelectOption,
};
use icosa_model::{FieldId, FieldType, IndexId, Metadata, Model, ObjectId, WorkspaceId, resolve};
use serde_json::json;
use uuid::Uuid;

use super::{Variant, write};
use crate::records::schema::parse;

const SPACE: Uuid = Uuid::from_u128(0x2020_2020_1c25_4d02_bf25_6aec_cf7e_a419);

fn id(name: &str) -> Uuid {
    Uuid::new_v5(&SPACE, name.as_bytes())
}

fn object(metadata: &mut Metadata, one: &str, many: &str) {
    let label = FieldId(id(&format!("{one}.name")));
    metadata.objects.push(ObjectRow::new(ObjectId(id(one)), one, many, label));
    let own = field(metadata, one, "id", FieldType::Uuid);
    (own.is_nullable, own.default_value) = (false, json!("uuid"));
    field(metadata, one, "name", FieldType::Text).is_nullable = false;
}

fn field<'m>(metadata: &'m mut Metadata, object: &str, name: &str, kind: FieldType) -> &'m mut FieldRow {
    let row = FieldRow::new(FieldId(id(&format!("{object}.{name}"))), ObjectId(id(object)), name, kind);
    let position = metadata.fields.len() as f64;
    metadata.fields.push(FieldRow { position, ..row });
    metadata.fields.last_mut().unwrap()
}

fn relate(metadata: &mut Metadata, object: &str, name: &str, target: &str, inverse: &str) {
    for (own, side, other, name, back, kind) in [
        (object, RelationType::ManyToOne, target, name, inverse, FieldType::Relation),
        (target, RelationType::OneToMany, object, inverse, name, FieldType::Relation),
    ] {
        let row = field(metadata, own, name, kind);
        row.settings.relation_type = Some(side);
        row.settings.on_delete = Some(OnDelete::SetNull);
        row.relation_target_object_id = Some(ObjectId(id(other)));
        row.relation_target_field_id = Some(FieldId(id(&format!("{other}.{back}"))));
    }
}

/// A custom object with a field of every type, and one that points at it.
fn model() -> Model {
    let mut metadata = Metadata::empty(WorkspaceId(SPACE));
    object(&mut metadata, "rocket", "rockets");
    for (name, kind) in [
        ("madeBy", FieldType::Actor),
        ("site", FieldType::Address),
        ("crew", FieldType::Array),
        ("cost", FieldType::Currency),
        ("flewOn", FieldType::Date),
        ("landedAt", FieldType::DateTime),
        ("contact", FieldType::Emails),
        ("plans", FieldType::Files),
        ("captain", FieldType::FullName),
        ("page", FieldType::Links),
        ("thrust", FieldType::Number),
        ("mass", FieldType::Numeric),
        ("hotline", FieldType::Phones),
        ("position", FieldType::Position),
        ("score", FieldType::Rating),
        ("data", FieldType::RawJson),
        ("story", FieldType::RichText),
        ("searchVector", FieldType::TsVector),
        ("serial", FieldType::Uuid),
    ] {
        field(&mut metadata, "rocket", name, kind);
    }
    field(&mut metadata, "rocket", "stages", FieldType::Number).settings.data_type = Some("int".to_owned());
    let manned = field(&mut metadata, "rocket", "manned", FieldType::Boolean);
    (manned.is_nullable, manned.default_value) = (false, json!(false));
    for (name, kind) in [("phase", FieldType::Select), ("fuels", FieldType::MultiSelect)] {
        let option = |(position, value): (u32, &str)| SelectOption {
            id: id(value),
            value: value.to_owned(),
            label: value.to_lowercase(),
            color: None,
            position,
        };
        field(&mut metadata, "rocket", name, kind).options =
            [(0, "FIRST"), (1, "SECOND"), (2, "true"), (3, "no name")].into_iter().map(option).collect();
    }
    object(&mut metadata, "flight", "flights");
    relate(&mut metadata, "flight", "rocket", "rocket", "flights");
    for name in ["contact", "serial"] {
        let unique = IndexRow::new(IndexId(id(name)), ObjectId(id("rocket")), name);
        let entry = IndexFieldRow { field_id: FieldId(id(&format!("rocket.{name}"))), sub_field_name: None };
        metadata.indexes.push(IndexRow { is_unique: true, fields: vec![entry], ..unique });
    }
    resolve(Arc::new(metadata)).unwrap()
}

#[test]
fn the_schema_is_as_reviewed() {
    let sdl = write(&model(), Variant::Public);
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/records.graphql");
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::write(&path, &sdl).unwrap();
    }
    assert_eq!(sdl, std::fs::read_to_string(&path).unwrap(), "UPDATE_GOLDENS=1 writes the file");
}

#[test]
fn all_variants_are_valid() {
    let model = model();
    for variant in [Variant::Public, Variant::Checked, Variant::CheckedOlder] {
        assert!(parse(&write(&model, variant)).is_ok(), "{variant:?}");
    }
}

#[test]
fn names_that_meet_types_of_ours_leave_the_schema_valid() {
    let mut metadata = model().metadata().as_ref().clone();
    for (one, many) in [("links", "manyLinks"), ("rocketEdge", "rocketEdges"), ("pageInfo", "pageInfos")] {
        object(&mut metadata, one, many);
    }
    let model = resolve(Arc::new(metadata)).unwrap();
    for variant in [Variant::Public, Variant::Checked] {
        assert!(parse(&write(&model, variant)).is_ok(), "{variant:?}");
    }
}
