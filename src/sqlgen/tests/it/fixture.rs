//! A small workspace: companies, people, opportunities, notes, and what they need.

use std::sync::Arc;

use icosa_model::definition::{
    FieldRow, IndexFieldRow, IndexRow, Metadata, ObjectRow, OnDelete, RelationType, SelectOption,
};
use icosa_model::{FieldId, FieldType, IndexId, Model, ObjectId, WorkspaceId, resolve};
use serde_json::{Value, json};
use uuid::Uuid;

const WORKSPACE: Uuid = Uuid::from_u128(0x2020_2020_1c25_4d02_bf25_6aec_cf7e_a419);

/// Rows being collected; ids follow from names.
pub struct Fixture {
    metadata: Metadata,
}

/// The id of anything by its name.
pub fn id(name: &str) -> Uuid {
    Uuid::new_v5(&WORKSPACE, name.as_bytes())
}

/// The object's id in the fixture.
pub fn object_id(name: &str) -> ObjectId {
    ObjectId(id(name))
}

/// The field's id in the fixture.
pub fn field_id(object: &str, name: &str) -> FieldId {
    FieldId(id(&format!("{object}.{name}")))
}

impl Fixture {
    pub fn new() -> Self {
        let metadata = Metadata::empty(WorkspaceId(WORKSPACE));
        Self { metadata }
    }

    pub fn object(&mut self, name: &str, label: &str, search: &[&str]) -> &mut ObjectRow {
        let actor = json!({"source": "'MANUAL'", "name": "'System'", "workspaceMemberId": null});
        for (field, kind, nullable, default) in [
            ("id", FieldType::Uuid, false, json!("uuid")),
            ("createdAt", FieldType::DateTime, false, json!("now")),
            ("updatedAt", FieldType::DateTime, false, json!("now")),
            ("deletedAt", FieldType::DateTime, true, Value::Null),
            ("createdBy", FieldType::Actor, false, actor.clone()),
            ("updatedBy", FieldType::Actor, false, actor),
            ("position", FieldType::Position, false, json!(0)),
            ("searchVector", FieldType::TsVector, true, Value::Null),
        ] {
            let row = self.field(name, field, kind);
            row.is_nullable = nullable;
            row.default_value = default;
        }
        self.metadata.objects.push(ObjectRow {
            universal_identifier: id(name),
            is_standard: true,
            search_field_ids: search.iter().map(|field| field_id(name, field)).collect(),
            ..ObjectRow::new(object_id(name), name, &format!("{name}s"), field_id(name, label))
        });
        self.metadata.objects.last_mut().unwrap()
    }

    pub fn field(&mut self, object: &str, name: &str, kind: FieldType) -> &mut FieldRow {
        let position = self.metadata.fields.len();
        self.metadata.fields.push(FieldRow {
            universal_identifier: id(&format!("{object}.{name}")),
            position: position as f64,
            ..FieldRow::new(field_id(object, name), object_id(object), name, kind)
        });
        self.metadata.fields.last_mut().unwrap()
    }

    pub fn choices(&mut self, object: &str, name: &str, kind: FieldType, values: &[&str]) -> &mut FieldRow {
        let row = self.field(object, name, kind);
        let option = |(position, value): (u32, &&str)| SelectOption {
            id: Uuid::new_v5(&row.universal_identifier, value.as_bytes()),
            value: (*value).to_owned(),
            label: value.to_lowercase(),
            color: None,
            position,
        };
        row.options = (0..).zip(values).map(option).collect();
        row
    }

    /// `object.name` points at `target`, whose `inverse` lists the records that do.
    pub fn relate(&mut self, object: &str, name: &str, target: &str, inverse: &str, on_delete: OnDelete) {
        let row = self.field(object, name, FieldType::Relation);
        row.settings.relation_type = Some(RelationType::ManyToOne);
        row.settings.on_delete = Some(on_delete);
        row.relation_target_object_id = Some(object_id(target));
        row.relation_target_field_id = Some(field_id(target, inverse));
        let row = self.field(target, inverse, FieldType::Relation);
        row.settings.relation_type = Some(RelationType::OneToMany);
        row.relation_target_object_id = Some(object_id(object));
        row.relation_target_field_id = Some(field_id(object, name));
    }

    pub fn index(&mut self, object: &str, name: &str, fields: &[&str], unique: bool) -> &mut IndexRow {
        let entry = |field: &&str| IndexFieldRow { field_id: field_id(object, field), sub_field_name: None };
        self.metadata.indexes.push(IndexRow {
            is_unique: unique,
            fields: fields.iter().map(entry).collect(),
            ..IndexRow::new(IndexId(id(name)), object_id(object), name)
        });
        self.metadata.indexes.last_mut().unwrap()
    }

    pub fn resolve(self) -> Model {
        resolve(Arc::new(self.metadata)).unwrap()
    }
}

/// The usual workspace.
pub fn model() -> Model {
    let mut f = Fixture::new();
    companies(&mut f);
    people(&mut f);
    opportunities(&mut f);
    notes(&mut f);
    activities(&mut f);
    // Made by a user: its table has an underscore.
    f.object("rocket", "name", &["name"]).is_standard = false;
    f.field("rocket", "name", FieldType::Text);
    f.resolve()
}

fn companies(f: &mut Fixture) {
    let image = field_id("company", "domainName");
    f.object("company", "name", &["name", "domainName"]).image_identifier_field_id = Some(image);
    f.field("company", "name", FieldType::Text);
    f.field("company", "domainName", FieldType::Links);
    f.field("company", "address", FieldType::Address);
    f.field("company", "annualRevenue", FieldType::Currency);
    f.field("company", "employees", FieldType::Number);
    let row = f.field("company", "idealCustomer", FieldType::Boolean);
    row.is_nullable = false;
    row.default_value = json!(false);
    f.choices("company", "tags", FieldType::MultiSelect, &["HOT", "COLD", "ODD"]).default_value =
        json!(["'COLD'"]);
    f.field("company", "aliases", FieldType::Array);
    f.field("company", "foundedOn", FieldType::Date);
    f.field("company", "data", FieldType::RawJson).default_value = json!({"it's": "here"});
    f.index("company", "IDX_UNIQUE_domain", &["domainName"], true);
}

fn people(f: &mut Fixture) {
    let image = field_id("person", "avatarFile");
    f.object("person", "name", &["name", "emails", "phones", "jobTitle"]).image_identifier_field_id =
        Some(image);
    f.field("person", "name", FieldType::FullName);
    f.field("person", "emails", FieldType::Emails);
    f.field("person", "phones", FieldType::Phones);
    f.field("person", "jobTitle", FieldType::Text);
    f.field("person", "avatarFile", FieldType::Files);
    f.relate("person", "company", "company", "people", OnDelete::SetNull);
    f.index("person", "IDX_UNIQUE_email", &["emails"], true).live_rows_only = true;
    f.index("person", "IDX_person_company", &["company"], false);
}

fn opportunities(f: &mut Fixture) {
    f.object("opportunity", "name", &["name"]);
    f.field("opportunity", "name", FieldType::Text);
    f.field("opportunity", "amount", FieldType::Currency);
    f.field("opportunity", "closeDate", FieldType::DateTime);
    let row = f.choices("opportunity", "stage", FieldType::Select, &["NEW", "MEETING", "CUSTOMER"]);
    row.is_nullable = false;
    row.default_value = json!("'NEW'");
    f.choices("opportunity", "rating", FieldType::Rating, &["RATING_1", "RATING_2", "RATING_3"]);
    f.relate("opportunity", "company", "company", "opportunities", OnDelete::SetNull);
    f.relate("opportunity", "pointOfContact", "person", "contactFor", OnDelete::SetNull);
}

fn notes(f: &mut Fixture) {
    f.object("note", "title", &["title", "bodyV2"]);
    f.field("note", "title", FieldType::Text);
    f.field("note", "bodyV2", FieldType::RichText);
    let row = f.object("noteTarget", "id", &["id"]);
    row.is_system = true;
    row.is_searchable = false;
    f.relate("noteTarget", "note", "note", "noteTargets", OnDelete::Cascade);
    f.relate("noteTarget", "targetCompany", "company", "noteTargets", OnDelete::Cascade);
    f.relate("noteTarget", "targetPerson", "person", "noteTargets", OnDelete::Cascade);
    f.index("noteTarget", "IDX_UNIQUE_note_company", &["note", "targetCompany"], true).live_rows_only = true;
}

fn activities(f: &mut Fixture) {
    let image = field_id("workspaceMember", "avatarUrl");
    let row = f.object("workspaceMember", "name", &["name", "userEmail"]);
    row.is_system = true;
    row.image_identifier_field_id = Some(image);
    f.field("workspaceMember", "name", FieldType::FullName).is_nullable = false;
    f.field("workspaceMember", "userEmail", FieldType::Text);
    f.field("workspaceMember", "avatarUrl", FieldType::Text);
    let row = f.object("timelineActivity", "linkedRecordCachedName", &["linkedRecordCachedName"]);
    row.is_system = true;
    row.is_searchable = false;
    let row = f.field("timelineActivity", "happensAt", FieldType::DateTime);
    row.is_nullable = false;
    row.default_value = json!("now");
    f.field("timelineActivity", "timelineActivityTypeSnapshot", FieldType::RawJson);
    f.field("timelineActivity", "properties", FieldType::RawJson);
    f.field("timelineActivity", "linkedRecordCachedName", FieldType::Text);
    f.field("timelineActivity", "linkedRecordId", FieldType::Uuid);
    f.field("timelineActivity", "linkedObjectMetadataId", FieldType::Uuid);
    f.relate(
        "timelineActivity",
        "workspaceMember",
        "workspaceMember",
        "timelineActivities",
        OnDelete::Cascade,
    );
    f.relate("timelineActivity", "targetCompany", "company", "timelineActivities", OnDelete::Cascade);
    f.relate("timelineActivity", "targetPerson", "person", "timelineActivities", OnDelete::Cascade);
}
