//! Objects.

use cynic::{MutationBuilder, QueryBuilder};
use uuid::Uuid;

use super::operations as wire;
use super::{Field, Metadata};
use crate::error::Result;
use crate::names::{Names, capitalised};
use crate::retry::Safety;

/// Objects of one page.
const PAGE: i32 = 1000;

/// A kind of record.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Object {
    /// Its id.
    pub id: Uuid,
    /// What it is called in documents and paths.
    pub names: Names,
    /// What it is called on screens.
    pub label_singular: String,
    /// The same of several.
    pub label_plural: String,
    /// What it is for.
    pub description: Option<String>,
    /// Name of its icon.
    pub icon: Option<String>,
    /// Made in this workspace.
    pub is_custom: bool,
    /// Records of others cannot be read.
    pub is_active: bool,
    /// Belongs to the machinery.
    pub is_system: bool,
    /// Which field a record is known by.
    pub label_field: Option<Uuid>,
    /// Its fields.
    pub fields: Vec<Field>,
}

impl Object {
    /// A field by its name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The field a record is known by.
    #[must_use]
    pub fn label(&self) -> Option<&Field> {
        self.fields.iter().find(|field| Some(field.id) == self.label_field)
    }
}

/// An object to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewObject {
    names: Names,
    label_singular: String,
    label_plural: String,
    description: Option<String>,
    icon: Option<String>,
}

impl NewObject {
    /// Called so in documents and paths, and the same with a capital on screens.
    #[must_use]
    pub fn new(singular: &str, plural: &str) -> Self {
        Self {
            names: Names::new(singular, plural),
            label_singular: capitalised(singular),
            label_plural: capitalised(plural),
            description: None,
            icon: None,
        }
    }

    /// Called so on screens.
    #[must_use]
    pub fn labels(mut self, singular: &str, plural: &str) -> Self {
        singular.clone_into(&mut self.label_singular);
        plural.clone_into(&mut self.label_plural);
        self
    }

    /// What it is for.
    #[must_use]
    pub fn description(mut self, text: &str) -> Self {
        self.description = Some(text.to_owned());
        self
    }

    /// Name of its icon, e.g. `IconRocket`.
    #[must_use]
    pub fn icon(mut self, name: &str) -> Self {
        self.icon = Some(name.to_owned());
        self
    }
}

impl Metadata {
    /// Every object, inactive ones and those of the machinery among them.
    ///
    /// # Errors
    /// As [`crate::Client::query`].
    pub async fn objects(&self) -> Result<Vec<Object>> {
        let mut objects = Vec::new();
        let mut after = None;
        loop {
            let paging = wire::CursorPaging { first: Some(PAGE), after };
            let operation = wire::Objects::build(wire::ObjectsVariables { paging });
            let page = self.run(operation, Safety::Idempotent).await?.objects;
            objects.extend(page.edges.into_iter().map(|edge| edge.node.into()));
            after = page.page_info.end_cursor;
            if page.page_info.has_next_page != Some(true) || after.is_none() {
                return Ok(objects);
            }
        }
    }

    /// The object of that name, singular or plural; `None` if there is none.
    ///
    /// # Errors
    /// As [`crate::Client::query`].
    pub async fn object(&self, name: &str) -> Result<Option<Object>> {
        let is_it = |object: &Object| object.names.singular() == name || object.names.plural() == name;
        Ok(self.objects().await?.into_iter().find(is_it))
    }

    /// Makes an object with its table, the fields that every object has, and a view.
    ///
    /// # Errors
    /// As [`crate::Client::mutate`]; `METADATA_VALIDATION_FAILED` with the broken rules in
    /// [`crate::Problem::details`].
    pub async fn create_object(&self, object: &NewObject) -> Result<Object> {
        let NewObject { names, label_singular, label_plural, description, icon } = object.clone();
        let object = wire::CreateObjectInput {
            name_singular: names.singular().to_owned(),
            name_plural: names.plural().to_owned(),
            label_singular,
            label_plural,
            description,
            icon,
        };
        let input = wire::CreateOneObjectInput { object };
        let operation = wire::CreateObject::build(wire::CreateObjectVariables { input });
        Ok(self.run(operation, Safety::Once).await?.create_one_object.into())
    }

    /// Removes an object with its records and everything that refers to it.
    ///
    /// # Errors
    /// As [`Metadata::create_object`].
    pub async fn delete_object(&self, id: Uuid) -> Result<()> {
        let input = wire::DeleteOneObjectInput { id };
        let operation = wire::DeleteObject::build(wire::DeleteObjectVariables { input });
        self.run(operation, Safety::Once).await.map(drop)
    }

    /// How many records each active object has, by its plural name.
    ///
    /// # Errors
    /// As [`crate::Client::query`].
    pub async fn record_counts(&self) -> Result<Vec<(String, u64)>> {
        let counts = self.run(wire::RecordCounts::build(()), Safety::Idempotent).await?.object_record_counts;
        let count = |count: wire::ObjectRecordCount| {
            (count.object_name_plural, u64::try_from(count.total_count).unwrap_or_default())
        };
        Ok(counts.into_iter().map(count).collect())
    }
}

impl From<wire::ObjectNode> for Object {
    fn from(node: wire::ObjectNode) -> Self {
        Self {
            id: node.id,
            names: Names::new(&node.name_singular, &node.name_plural),
            label_singular: node.label_singular,
            label_plural: node.label_plural,
            description: node.description,
            icon: node.icon,
            is_custom: node.is_custom,
            is_active: node.is_active,
            is_system: node.is_system,
            label_field: node.label_identifier_field_metadata_id,
            fields: node.fields_list.into_iter().map(Field::from).collect(),
        }
    }
}
