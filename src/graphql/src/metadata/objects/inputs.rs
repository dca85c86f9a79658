//! What is sent about objects, and what it means.

use async_graphql::{InputObject, MaybeUndefined};
use icosa_contract::AppError;
use icosa_contract::data_model::{CreateObject, ObjectPatch, UpdateObject};
use icosa_model::{FieldId, ObjectId};
use uuid::Uuid;

use crate::metadata::patches::patch;
use crate::metadata::scalars::Json;
use crate::metadata::translations::{MetadataTranslationOverrideInput, sorted};
use crate::metadata::words::{MetadataReadability, ObjectOpenRecordIn};

/// An object to be made.
#[derive(InputObject)]
pub struct CreateOneObjectInput {
    pub object: CreateObjectInput,
}

/// An object to be made.
#[derive(InputObject)]
pub struct CreateObjectInput {
    name_singular: String,
    name_plural: String,
    label_singular: String,
    label_plural: String,
    description: Option<String>,
    icon: Option<String>,
    shortcut: Option<String>,
    color: Option<String>,
    skip_name_field: Option<bool>,
    is_remote: Option<bool>,
    /// Only for remote objects, which are refused.
    primary_key_column_type: Option<String>,
    /// Only for remote objects, which are refused.
    primary_key_field_metadata_settings: Option<Json>,
    #[graphql(default_with = "Some(false)")]
    is_label_synced_with_name: Option<bool>,
}

impl From<CreateObjectInput> for CreateObject {
    fn from(input: CreateObjectInput) -> Self {
        let is_remote = input.is_remote.unwrap_or_default()
            || input.primary_key_column_type.is_some()
            || input.primary_key_field_metadata_settings.is_some();
        Self {
            id: None,
            name_singular: input.name_singular,
            name_plural: input.name_plural,
            label_singular: input.label_singular,
            label_plural: input.label_plural,
            description: input.description,
            icon: input.icon,
            color: input.color,
            shortcut: input.shortcut,
            skip_name_field: input.skip_name_field.unwrap_or_default(),
            is_label_synced_with_name: input.is_label_synced_with_name.unwrap_or_default(),
            is_remote,
        }
    }
}

/// Changes of one object.
#[derive(InputObject)]
pub struct UpdateOneObjectInput {
    /// Which one.
    pub id: Uuid,
    /// What to change.
    update: UpdateObjectPayload,
}

/// What to change of an object; what is absent stays.
#[derive(InputObject)]
pub struct UpdateObjectPayload {
    label_singular: Option<String>,
    label_plural: Option<String>,
    name_singular: Option<String>,
    name_plural: Option<String>,
    description: MaybeUndefined<String>,
    icon: MaybeUndefined<String>,
    shortcut: MaybeUndefined<String>,
    color: MaybeUndefined<String>,
    is_active: Option<bool>,
    label_identifier_field_metadata_id: MaybeUndefined<Uuid>,
    image_identifier_field_metadata_id: MaybeUndefined<Uuid>,
    is_label_synced_with_name: Option<bool>,
    is_searchable: Option<bool>,
    open_record_in: Option<ObjectOpenRecordIn>,
    readability: Option<MetadataReadability>,
    translations: Option<Vec<MetadataTranslationOverrideInput>>,
}

/// One object to be removed.
#[derive(InputObject)]
pub struct DeleteOneObjectInput {
    pub id: Uuid,
}

impl TryFrom<UpdateOneObjectInput> for UpdateObject {
    type Error = AppError;

    fn try_from(UpdateOneObjectInput { id, update }: UpdateOneObjectInput) -> Result<Self, AppError> {
        let mut patch = ObjectPatch {
            label_singular: update.label_singular,
            label_plural: update.label_plural,
            name_singular: update.name_singular,
            name_plural: update.name_plural,
            description: patch(update.description),
            icon: patch(update.icon),
            color: patch(update.color),
            shortcut: patch(update.shortcut),
            is_active: update.is_active,
            is_searchable: update.is_searchable,
            is_label_synced_with_name: update.is_label_synced_with_name,
            label_identifier_field_id: patch::<_, FieldId>(update.label_identifier_field_metadata_id),
            image_identifier_field_id: patch::<_, FieldId>(update.image_identifier_field_metadata_id),
            open_record_in: update.open_record_in.map(String::from),
            readability: update.readability.map(String::from),
            translations: Vec::new(),
        };
        translate(&mut patch, update.translations.unwrap_or_default())?;
        Ok(Self { id: ObjectId(id), update: patch })
    }
}

/// Words for the source language are the words themselves.
fn translate(
    patch: &mut ObjectPatch,
    translations: Vec<MetadataTranslationOverrideInput>,
) -> Result<(), AppError> {
    let (source, others) = sorted(translations);
    patch.translations = others;
    for (property, value) in source {
        match (property.as_str(), value) {
            ("labelSingular", Some(value)) => patch.label_singular = Some(value),
            ("labelPlural", Some(value)) => patch.label_plural = Some(value),
            ("description", value) => patch.description = value.into(),
            ("icon", value) => patch.icon = value.into(),
            (other, _) => return Err(crate::metadata::translations::unknown_property(other)),
        }
    }
    Ok(())
}
