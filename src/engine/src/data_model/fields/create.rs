//! A new field.

use icosa_contract::Code;
use icosa_contract::data_model::CreateField;
use icosa_model::definition::FieldRow;
use icosa_model::{FieldId, FieldType};
use serde_json::{Value, json};

use super::{code, defaults, morph, options, record_page, relations, settings, uniqueness};
use crate::data_model::draft::{Draft, Step, refused, tidy, tidy_option};
use crate::data_model::objects::code::NOT_FOUND as OBJECT_NOT_FOUND;
use crate::data_model::report::{Kind, Problem};
use crate::data_model::{names, search};

/// Makes the field; of a relation both sides, of a morph relation one field for each target.
pub fn create(draft: &mut Draft<'_>, request: CreateField) -> Step {
    if draft.object(request.object_id).is_none() {
        return Err(refused(Code::NotFound, OBJECT_NOT_FOUND, "There is no such object."));
    }
    match request.field_type {
        FieldType::Relation => return relations::create(draft, request),
        FieldType::MorphRelation => return morph::create(draft, request),
        _ => {}
    }
    let row = row(draft, &request);
    let subject = draft.field_subject(&row, Kind::Create);
    if matches!(row.field_type, FieldType::Numeric | FieldType::Position | FieldType::TsVector) {
        let message = match row.field_type {
            FieldType::Numeric => "Fields of type NUMERIC cannot be made; use NUMBER instead.".to_owned(),
            other => format!("Fields of type {other} cannot be made."),
        };
        draft.problem(&subject, Problem::new(code::INVALID, message).with_value(row.field_type.as_str()));
        return Ok(row.id.0);
    }
    names::check_field(draft, &row, Kind::Create);
    options::check(draft, &row, request.options.as_deref(), Kind::Create);
    settings::check(draft, &row, Kind::Create);
    defaults::check(draft, &row, Kind::Create);
    let wants_unique = request.is_unique == Some(true);
    if wants_unique {
        uniqueness::check(draft, &row, Kind::Create);
    }
    let (id, object_id) = (row.id, row.object_id);
    let searches = request.is_searchable == Some(true);
    draft.metadata.fields.push(row.clone());
    record_page::show(draft, &row);
    if wants_unique {
        uniqueness::set(draft, id, true);
    }
    if searches {
        search::set(draft, object_id, id, true);
    }
    Ok(id.0)
}

/// The row as asked for, with what is left out filled in.
pub fn row(draft: &mut Draft<'_>, request: &CreateField) -> FieldRow {
    let id = request.id.unwrap_or_else(FieldId::random);
    let name = tidy(&request.name);
    let object_uid = draft.object(request.object_id).map(|o| o.universal_identifier).unwrap_or_default();
    let kind = request.field_type;
    let row = FieldRow {
        universal_identifier: draft.universal_id("fieldMetadata", &format!("{object_uid}:{name}")),
        label: tidy(&request.label),
        description: tidy_option(request.description.clone()),
        icon: tidy_option(request.icon.clone()),
        is_nullable: request.is_nullable.unwrap_or(true),
        is_active: request.is_active.unwrap_or(true),
        is_ui_editable: request.is_ui_editable.unwrap_or(true),
        is_audit_logged: request.is_audit_logged.unwrap_or(true),
        is_label_synced_with_name: request.is_label_synced_with_name,
        settings: request.settings.clone().unwrap_or_default(),
        default_value: request.default_value.clone().unwrap_or_else(|| usual_default(kind)),
        options: options::rows(kind, request.options.as_deref(), &[]),
        position: draft.next_position(request.object_id),
        created_at: draft.now,
        updated_at: draft.now,
        ..FieldRow::new(id, request.object_id, &name, kind)
    };
    if draft.field(id).is_some() {
        let subject = draft.field_subject(&row, Kind::Create);
        draft.problem(
            &subject,
            Problem::new("FIELD_ALREADY_EXISTS", "There is already a field with this id."),
        );
    }
    row
}

fn usual_default(kind: FieldType) -> Value {
    match kind {
        FieldType::Actor => json!({"source": "'MANUAL'", "name": "'System'", "workspaceMemberId": null}),
        _ => Value::Null,
    }
}
