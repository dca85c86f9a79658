//! What is sent about fields, and what it means.

use std::collections::BTreeMap;

use async_graphql::{InputObject, MaybeUndefined};
use icosa_contract::AppError;
use icosa_contract::data_model::{CreateField, FieldPatch, UpdateField};
use icosa_contract::patch::Patch;
use icosa_model::{FieldId, ObjectId};
use uuid::Uuid;

use super::json;
use crate::metadata::patches::patch;
use crate::metadata::scalars::Json;
use crate::metadata::translations::{MetadataTranslationOverrideInput, sorted, unknown_property};
use crate::metadata::words::FieldMetadataType;

/// A field to be made.
#[derive(InputObject)]
pub struct CreateOneFieldMetadataInput {
    pub field: CreateFieldInput,
}

/// A field to be made.
#[derive(InputObject)]
pub struct CreateFieldInput {
    #[graphql(name = "type")]
    field_type: FieldMetadataType,
    name: String,
    label: String,
    object_metadata_id: Uuid,
    description: Option<String>,
    icon: Option<String>,
    is_active: Option<bool>,
    /// Not for clients to say.
    is_system: Option<bool>,
    #[graphql(name = "isUIEditable")]
    is_ui_editable: Option<bool>,
    #[graphql(name = "isUIReadOnly")]
    is_ui_read_only: Option<bool>,
    is_nullable: Option<bool>,
    is_unique: Option<bool>,
    is_searchable: Option<bool>,
    is_audit_logged: Option<bool>,
    default_value: Option<Json>,
    options: Option<Json>,
    settings: Option<Json>,
    is_label_synced_with_name: Option<bool>,
    /// Only for remote objects, of which there are none.
    is_remote_creation: Option<bool>,
    /// RELATION: the other side.
    relation_creation_payload: Option<Json>,
    /// MORPH_RELATION: the other sides.
    morph_relations_creation_payload: Option<Vec<Json>>,
}

impl TryFrom<CreateFieldInput> for CreateField {
    type Error = AppError;

    fn try_from(input: CreateFieldInput) -> Result<Self, AppError> {
        Ok(Self {
            id: None,
            object_id: ObjectId(input.object_metadata_id),
            field_type: input.field_type.into(),
            name: input.name,
            label: input.label,
            description: input.description,
            icon: input.icon,
            is_active: input.is_active,
            is_nullable: input.is_nullable,
            is_unique: input.is_unique,
            is_searchable: input.is_searchable,
            is_audit_logged: input.is_audit_logged,
            is_ui_editable: input.is_ui_editable.or(input.is_ui_read_only.map(|read_only| !read_only)),
            default_value: input.default_value.map(|value| value.0).filter(|value| !value.is_null()),
            options: json::options(input.options)?,
            settings: json::settings(input.settings)?,
            is_label_synced_with_name: input.is_label_synced_with_name.unwrap_or_default(),
            relation: json::relation(input.relation_creation_payload)?,
            morph_relations: json::morph_relations(input.morph_relations_creation_payload)?,
        })
    }
}

/// Changes of one field.
#[derive(InputObject)]
pub struct UpdateOneFieldMetadataInput {
    /// Which one.
    id: Uuid,
    /// What to change.
    update: UpdateFieldInput,
}

/// What to change of a field; what is absent stays.
#[derive(InputObject)]
pub struct UpdateFieldInput {
    /// Not for clients to change.
    universal_identifier: Option<String>,
    name: Option<String>,
    label: Option<String>,
    description: MaybeUndefined<String>,
    icon: MaybeUndefined<String>,
    is_active: Option<bool>,
    /// Not for clients to change.
    is_system: Option<bool>,
    /// Not for clients to change.
    #[graphql(name = "isUIEditable")]
    is_ui_editable: Option<bool>,
    /// Not for clients to change.
    #[graphql(name = "isUIReadOnly")]
    is_ui_read_only: Option<bool>,
    is_nullable: Option<bool>,
    is_unique: Option<bool>,
    is_searchable: Option<bool>,
    is_audit_logged: Option<bool>,
    default_value: MaybeUndefined<Json>,
    options: Option<Json>,
    settings: Option<Json>,
    /// Not for clients to change.
    object_metadata_id: Option<Uuid>,
    is_label_synced_with_name: Option<bool>,
    /// MORPH_RELATION: more targets.
    morph_relations_update_payload: Option<Vec<Json>>,
    translations: Option<Vec<MetadataTranslationOverrideInput>>,
}

/// One field to be removed.
#[derive(InputObject)]
pub struct DeleteOneFieldInput {
    pub id: Uuid,
}

impl TryFrom<UpdateOneFieldMetadataInput> for UpdateField {
    type Error = AppError;

    fn try_from(
        UpdateOneFieldMetadataInput { id, update }: UpdateOneFieldMetadataInput,
    ) -> Result<Self, AppError> {
        let mut patch = FieldPatch {
            name: update.name,
            label: update.label,
            description: patch(update.description),
            icon: patch(update.icon),
            is_active: update.is_active,
            is_nullable: update.is_nullable,
            is_unique: update.is_unique,
            is_searchable: update.is_searchable,
            is_audit_logged: update.is_audit_logged,
            default_value: default_value(update.default_value),
            options: json::options(update.options)?,
            option_mapping: BTreeMap::new(),
            settings: json::settings(update.settings)?,
            is_label_synced_with_name: update.is_label_synced_with_name,
            morph_targets: json::morph_targets(update.morph_relations_update_payload)?,
            translations: Vec::new(),
        };
        translate(&mut patch, update.translations.unwrap_or_default())?;
        Ok(Self { id: FieldId(id), update: patch })
    }
}

fn default_value(value: MaybeUndefined<Json>) -> Patch<serde_json::Value> {
    match value {
        MaybeUndefined::Undefined => Patch::Keep,
        MaybeUndefined::Value(value) if !value.is_null() => Patch::Set(value.0),
        MaybeUndefined::Null | MaybeUndefined::Value(_) => Patch::Clear,
    }
}

/// Words for the source language are the words themselves.
fn translate(
    patch: &mut FieldPatch,
    translations: Vec<MetadataTranslationOverrideInput>,
) -> Result<(), AppError> {
    let (source, others) = sorted(translations);
    patch.translations = others;
    for (property, value) in source {
        match (property.as_str(), value) {
            ("label", Some(value)) => patch.label = Some(value),
            ("description", value) => patch.description = value.into(),
            ("icon", value) => patch.icon = value.into(),
            (other, _) => return Err(unknown_property(other)),
        }
    }
    Ok(())
}
