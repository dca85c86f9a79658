//! Fields.

use cynic::MutationBuilder;
use icosa_model::FieldType;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Metadata;
use super::operations as wire;
use crate::error::Result;
use crate::names::Names;
use crate::retry::Safety;

/// What a record holds one value of.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Field {
    /// Its id.
    pub id: Uuid,
    /// What it is called in documents.
    pub name: String,
    /// What it is called on screens.
    pub label: String,
    /// What it is for.
    pub description: Option<String>,
    /// What it holds; `None` for a type that only newer versions know.
    pub kind: Option<FieldType>,
    /// Made in this workspace.
    pub is_custom: bool,
    /// Others are in no answer.
    pub is_active: bool,
    /// Belongs to the machinery.
    pub is_system: bool,
    /// A record may have none.
    pub is_nullable: bool,
    /// No two records have the same.
    pub is_unique: bool,
    /// What there is to choose from, in order; empty for other types.
    pub choices: Vec<Choice>,
    /// What a record gets that is made without.
    pub default_value: Option<Value>,
    /// More of its type: decimals, display, …
    pub settings: Option<Value>,
    /// The other ends of a relation: one, or of a morph relation one for each object it may lead to.
    pub relations: Vec<RelationEnd>,
}

/// One of the values of a SELECT, MULTI_SELECT or RATING field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Choice {
    /// As stored and sent.
    pub value: String,
    /// As shown.
    pub label: String,
    /// Name of its colour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// Its place; orders and comparisons go by it.
    #[serde(default)]
    pub position: u32,
}

/// The other end of a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RelationEnd {
    /// What this end is called in records: of a morph relation a name for each object.
    pub name: String,
    /// This record points at one record there, in a field `<name>Id`; otherwise many there point at this one.
    pub is_to_one: bool,
    /// The object there.
    pub object: Names,
    /// The field there that leads back.
    pub field: String,
}

impl Field {
    /// What to name in [`crate::Fields`] to get the value: its parts, or of a relation to one record the id.
    #[must_use]
    pub fn paths(&self) -> Vec<String> {
        let Some(kind) = self.kind.filter(|_| self.is_active) else { return Vec::new() };
        match kind {
            FieldType::TsVector => Vec::new(),
            FieldType::Relation | FieldType::MorphRelation => {
                let ends = self.relations.iter().filter(|end| end.is_to_one);
                ends.map(|end| format!("{}Id", end.name)).collect()
            }
            FieldType::Files => ["fileId", "label"].map(|part| format!("{}.{part}", self.name)).to_vec(),
            kind if kind.is_composite() => {
                kind.sub_fields().iter().flat_map(|part| self.part_paths(part.name)).collect()
            }
            _ => vec![self.name.clone()],
        }
    }

    /// Lists in composites have members of their own.
    fn part_paths(&self, part: &str) -> Vec<String> {
        let members: &[&str] = match part {
            "secondaryLinks" => &["label", "url"],
            "additionalPhones" => &["number", "countryCode", "callingCode"],
            _ => return vec![format!("{}.{part}", self.name)],
        };
        members.iter().map(|member| format!("{}.{part}.{member}", self.name)).collect()
    }
}

/// A field to be made.
#[derive(Debug, Clone, PartialEq)]
pub struct NewField {
    object: Uuid,
    kind: FieldType,
    name: String,
    label: String,
    description: Option<String>,
    icon: Option<String>,
    is_nullable: Option<bool>,
    is_unique: Option<bool>,
    default_value: Option<Value>,
    choices: Option<Value>,
    settings: Option<Value>,
    relation: Option<Value>,
}

impl NewField {
    /// Of that object and type, called so in documents and on screens.
    #[must_use]
    pub fn new(object: Uuid, kind: FieldType, name: &str) -> Self {
        Self {
            object,
            kind,
            name: name.to_owned(),
            label: name.to_owned(),
            description: None,
            icon: None,
            is_nullable: None,
            is_unique: None,
            default_value: None,
            choices: None,
            settings: None,
            relation: None,
        }
    }

    /// A relation: records of `object` point at one of `target` each, which know them as `back`.
    #[must_use]
    pub fn to_one(object: Uuid, name: &str, target: Uuid, back: &str) -> Self {
        let relation = json!({
            "type": "MANY_TO_ONE", "targetObjectMetadataId": target, "targetFieldLabel": back,
            "targetFieldIcon": "IconBox",
        });
        Self { relation: Some(relation), ..Self::new(object, FieldType::Relation, name) }
    }

    /// Called so on screens.
    #[must_use]
    pub fn label(mut self, label: &str) -> Self {
        label.clone_into(&mut self.label);
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

    /// What there is to choose from, in order: value and label.
    #[must_use]
    pub fn choices<'t>(mut self, choices: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        let choice = |(position, (value, label)): (usize, (&str, &str))| json!({"value": value, "label": label, "position": position, "color": "gray"});
        self.choices = Some(choices.into_iter().enumerate().map(choice).collect());
        self
    }

    /// What a record gets that is made without; texts in single quotes within: `'NEW'`.
    #[must_use]
    pub fn default_value(mut self, value: impl Into<Value>) -> Self {
        self.default_value = Some(value.into());
        self
    }

    /// More of its type, e.g. `{"dataType": "bigint"}`.
    #[must_use]
    pub fn settings(mut self, settings: Value) -> Self {
        self.settings = Some(settings);
        self
    }

    /// Every record has one.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.is_nullable = Some(false);
        self
    }

    /// No two records have the same.
    #[must_use]
    pub fn unique(mut self) -> Self {
        self.is_unique = Some(true);
        self
    }
}

impl Metadata {
    /// Makes a field; of a relation both ends.
    ///
    /// # Errors
    /// As [`Metadata::create_object`].
    pub async fn create_field(&self, field: &NewField) -> Result<Field> {
        let input = wire::CreateOneFieldMetadataInput { field: field.clone().into() };
        let operation = wire::CreateField::build(wire::CreateFieldVariables { input });
        Ok(self.run(operation, Safety::Once).await?.create_one_field.into())
    }

    /// Removes a field with all its values.
    ///
    /// # Errors
    /// As [`Metadata::create_object`].
    pub async fn delete_field(&self, id: Uuid) -> Result<()> {
        let input = wire::DeleteOneFieldInput { id };
        let operation = wire::DeleteField::build(wire::DeleteFieldVariables { input });
        self.run(operation, Safety::Once).await.map(drop)
    }
}

impl From<NewField> for wire::CreateFieldInput {
    fn from(field: NewField) -> Self {
        Self {
            kind: field.kind.into(),
            name: field.name,
            label: field.label,
            object_metadata_id: field.object,
            description: field.description,
            icon: field.icon,
            is_nullable: field.is_nullable,
            is_unique: field.is_unique,
            default_value: field.default_value,
            options: field.choices,
            settings: field.settings,
            relation_creation_payload: field.relation,
        }
    }
}

impl From<wire::FieldNode> for Field {
    fn from(node: wire::FieldNode) -> Self {
        let mut choices: Vec<Choice> =
            node.options.and_then(|options| serde_json::from_value(options).ok()).unwrap_or_default();
        choices.sort_by_key(|choice| choice.position);
        let relations = node.relation.into_iter().chain(node.morph_relations.unwrap_or_default());
        Self {
            id: node.id,
            name: node.name,
            label: node.label,
            description: node.description,
            kind: node.kind.known(),
            is_custom: node.is_custom.unwrap_or_default(),
            is_active: node.is_active.unwrap_or(true),
            is_system: node.is_system.unwrap_or_default(),
            is_nullable: node.is_nullable.unwrap_or(true),
            is_unique: node.is_unique.unwrap_or_default(),
            choices,
            default_value: node.default_value,
            settings: node.settings,
            relations: relations.map(RelationEnd::from).collect(),
        }
    }
}

impl From<wire::Relation> for RelationEnd {
    fn from(relation: wire::Relation) -> Self {
        let other = relation.target_object_metadata;
        Self {
            name: relation.source_field_metadata.name,
            is_to_one: relation.kind.0 == "MANY_TO_ONE",
            object: Names::new(&other.name_singular, &other.name_plural),
            field: relation.target_field_metadata.name,
        }
    }
}
