//! Words of objects and fields in other languages. Where a language has none, the workspace's own word counts, and
//! without one that of the standard application.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use icosa_contract::AppError;
use icosa_contract::data_model::Translation;
use icosa_model::definition::{FieldRow, ObjectRow, Translations};
use icosa_model::{FieldId, ObjectId};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::metadata::caller::caller;
use crate::metadata::words::MetadataTranslationProvenance;

/// The language that labels are written in.
const SOURCE_LOCALE: &str = "en";

/// A word for one language.
#[derive(InputObject)]
pub struct MetadataTranslationOverrideInput {
    locale: String,
    property: String,
    /// Null takes the word back.
    value: Option<String>,
}

/// Words by language: those for the source language, which are the words themselves, and those for others.
pub fn sorted(
    translations: Vec<MetadataTranslationOverrideInput>,
) -> (Vec<(String, Option<String>)>, Vec<Translation>) {
    let (source, others): (Vec<_>, Vec<_>) =
        translations.into_iter().partition(|translation| translation.locale == SOURCE_LOCALE);
    let word = |translation: MetadataTranslationOverrideInput| (translation.property, translation.value);
    let other = |MetadataTranslationOverrideInput { locale, property, value }| Translation {
        locale,
        property,
        value,
    };
    (source.into_iter().map(word).collect(), others.into_iter().map(other).collect())
}

/// The word for a language: as set for it, or for the language without its region; none where it is the source word.
pub fn word<'t>(translations: &'t Translations, locale: Option<&str>, property: &str) -> Option<&'t str> {
    let locale = locale.filter(|locale| *locale != SOURCE_LOCALE)?;
    let language = locale.split('-').next().unwrap_or(locale);
    let of = |locale: &str| translations.get(locale)?.get(property).map(String::as_str);
    of(locale).or_else(|| of(language))
}

/// Refuses a word for a property that has none, or that cannot be taken back.
pub fn unknown_property(property: &str) -> AppError {
    AppError::bad_input(format!("{property} has no words that could be set this way."))
}

/// Whose words, and in which language.
#[derive(InputObject)]
pub struct MetadataTranslationsInput {
    object_metadata_id: Option<Uuid>,
    field_metadata_id: Option<Uuid>,
    locale: Option<String>,
}

/// A word in one language.
#[derive(SimpleObject)]
pub struct MetadataTranslation {
    /// `objectMetadata` or `fieldMetadata`.
    metadata_name: String,
    /// The object or field.
    record_id: Uuid,
    /// Of a field, its object.
    object_metadata_id: Option<Uuid>,
    property: String,
    locale: String,
    /// As the application ships it.
    source_value: String,
    /// As the workspace has set it for all languages.
    canonical_value: String,
    /// As shown.
    value: String,
    provenance: MetadataTranslationProvenance,
}

/// Reading words.
#[derive(Default)]
pub struct TranslationQueries;

#[Object]
impl TranslationQueries {
    /// The words of an object or a field, or of all.
    async fn metadata_translations(
        &self,
        ctx: &Context<'_>,
        input: MetadataTranslationsInput,
    ) -> Result<Vec<MetadataTranslation>> {
        let now = caller(ctx)?.now();
        let asked = input.locale.or_else(|| now.locale().map(str::to_owned));
        let locale = asked.unwrap_or_else(|| SOURCE_LOCALE.to_owned());
        let object = input.object_metadata_id.map(|id| now.known_object(ObjectId(id))).transpose()?;
        let field = input.field_metadata_id.map(|id| now.known_field(FieldId(id))).transpose()?;
        Ok(match (object, field) {
            (_, Some(field)) => of_field(field, &locale),
            (Some(object), None) => of_object(object, &locale),
            (None, None) => {
                let objects = now.metadata().objects.iter().flat_map(|object| of_object(object, &locale));
                objects
                    .chain(now.metadata().fields.iter().flat_map(|field| of_field(field, &locale)))
                    .collect()
            }
        })
    }
}

fn of_object(object: &ObjectRow, locale: &str) -> Vec<MetadataTranslation> {
    let words = [
        ("labelSingular", Some(&object.label_singular)),
        ("labelPlural", Some(&object.label_plural)),
        ("description", object.description.as_ref()),
    ];
    let base = Base {
        name: "objectMetadata",
        id: object.id.0,
        object: None,
        original: &object.original,
        translations: &object.translations,
    };
    words.into_iter().filter_map(|(property, word)| Some(base.word(property, word?, locale))).collect()
}

fn of_field(field: &FieldRow, locale: &str) -> Vec<MetadataTranslation> {
    let words = [("label", Some(&field.label)), ("description", field.description.as_ref())];
    let object = Some(field.object_id.0);
    let base = Base {
        name: "fieldMetadata",
        id: field.id.0,
        object,
        original: &field.original,
        translations: &field.translations,
    };
    words.into_iter().filter_map(|(property, word)| Some(base.word(property, word?, locale))).collect()
}

struct Base<'a> {
    name: &'a str,
    id: Uuid,
    object: Option<Uuid>,
    original: &'a Map<String, Value>,
    translations: &'a Translations,
}

impl Base<'_> {
    fn word(&self, property: &str, word: &str, locale: &str) -> MetadataTranslation {
        let shipped = self.original.get(property).and_then(Value::as_str);
        let translated = self::word(self.translations, Some(locale), property);
        let provenance = match (translated, shipped, locale == SOURCE_LOCALE) {
            (Some(_), ..) | (None, Some(_), true) => MetadataTranslationProvenance::Workspace,
            (None, _, false) => MetadataTranslationProvenance::Inherited,
            (None, None, true) => MetadataTranslationProvenance::Shipped,
        };
        MetadataTranslation {
            metadata_name: self.name.to_owned(),
            record_id: self.id,
            object_metadata_id: self.object,
            property: property.to_owned(),
            locale: locale.to_owned(),
            source_value: shipped.unwrap_or(word).to_owned(),
            canonical_value: word.to_owned(),
            value: translated.unwrap_or(word).to_owned(),
            provenance,
        }
    }
}
