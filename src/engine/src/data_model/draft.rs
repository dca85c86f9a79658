//! A workspace's metadata while it is being changed.
//!
//! Changes are pure: they read and write rows here and note what is wrong. Nothing is stored before all of them have
//! been applied without a problem.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};
use icosa_contract::{Actor, AppError};
use icosa_model::definition::{FieldRow, IndexRow, IndexType, ObjectRow, RelationType, ViewRow};
use icosa_model::naming::{sub_column, universal_id};
use icosa_model::{FieldId, FieldType, IndexId, Metadata, ObjectId, ViewId, WorkspaceId};
use serde_json::json;
use uuid::Uuid;

use super::report::{Kind, Problem, Report, Subject};
use crate::standard::index_name;

/// A refusal of the whole call, as opposed to a problem for the report.
pub type Step<T = Uuid> = Result<T, AppError>;

/// The rows, who changes them, and what has to be known besides when the tables follow.
pub struct Draft<'a> {
    /// The rows, changed in place.
    pub metadata: Metadata,
    /// Who changes them.
    pub actor: &'a Actor,
    /// The moment of the change.
    pub now: DateTime<Utc>,
    /// What is wrong so far.
    pub report: Report,
    /// Removed option values: what becomes of them.
    pub option_mapping: HashMap<FieldId, BTreeMap<String, Option<String>>>,
    /// Fields that must have a value from now on.
    pub required: HashSet<FieldId>,
    /// Fields whose values must differ from now on.
    pub unique: HashSet<FieldId>,
}

/// The application that owns what the people of a workspace make.
#[must_use]
pub fn custom_application(workspace: WorkspaceId) -> Uuid {
    Uuid::new_v5(&workspace.0, b"custom")
}

impl<'a> Draft<'a> {
    /// A draft that has changed nothing yet.
    pub fn new(metadata: Metadata, actor: &'a Actor, now: DateTime<Utc>) -> Self {
        Self {
            metadata,
            actor,
            now,
            report: Report::default(),
            option_mapping: HashMap::new(),
            required: HashSet::new(),
            unique: HashSet::new(),
        }
    }

    /// Notes a problem.
    pub fn problem(&mut self, subject: &Subject, problem: Problem) {
        self.report.add(subject, problem);
    }

    /// An identifier for something people make; it follows from what it is, unless that one is taken.
    pub fn universal_id(&self, entity: &str, value: &str) -> Uuid {
        let id = universal_id(custom_application(self.metadata.workspace_id), entity, value);
        let taken = self.metadata.objects.iter().any(|row| row.universal_identifier == id)
            || self.metadata.fields.iter().any(|row| row.universal_identifier == id);
        if taken { Uuid::new_v4() } else { id }
    }

    pub fn object(&self, id: ObjectId) -> Option<&ObjectRow> {
        self.metadata.objects.iter().find(|object| object.id == id)
    }

    pub fn object_mut(&mut self, id: ObjectId) -> Option<&mut ObjectRow> {
        self.metadata.objects.iter_mut().find(|object| object.id == id)
    }

    pub fn object_named(&self, name_singular: &str) -> Option<&ObjectRow> {
        self.metadata.objects.iter().find(|object| object.name_singular == name_singular)
    }

    pub fn field(&self, id: FieldId) -> Option<&FieldRow> {
        self.metadata.fields.iter().find(|field| field.id == id)
    }

    pub fn field_mut(&mut self, id: FieldId) -> Option<&mut FieldRow> {
        self.metadata.fields.iter_mut().find(|field| field.id == id)
    }

    pub fn fields_of(&self, object: ObjectId) -> impl Iterator<Item = &FieldRow> {
        self.metadata.fields.iter().filter(move |field| field.object_id == object)
    }

    pub fn view(&self, id: ViewId) -> Option<&ViewRow> {
        self.metadata.views.iter().find(|view| view.id == id)
    }

    pub fn view_mut(&mut self, id: ViewId) -> Option<&mut ViewRow> {
        self.metadata.views.iter_mut().find(|view| view.id == id)
    }

    /// Behind the last field of the object.
    pub fn next_position(&self, object: ObjectId) -> f64 {
        self.fields_of(object).map(|field| field.position + 1.0).fold(0.0, f64::max)
    }

    /// The unique index over this field alone, if there is one.
    pub fn unique_index(&self, field: FieldId) -> Option<&IndexRow> {
        self.metadata.indexes.iter().find(|index| {
            index.is_unique
                && index.fields.len() == 1
                && index.fields.first().is_some_and(|entry| entry.field_id == field)
        })
    }

    /// The table of an object.
    pub fn table(&self, object: &ObjectRow) -> String {
        table_name(object)
    }

    /// Names every index of the object after what it covers, as new names of tables and columns ask for.
    pub fn rename_indexes(&mut self, object: ObjectId) {
        let Some(row) = self.object(object) else { return };
        let table = self.table(row);
        let names: Vec<(IndexId, String)> = self
            .metadata
            .indexes
            .iter()
            .filter(|index| index.object_id == object)
            .map(|index| (index.id, self.name_of(&table, index)))
            .collect();
        for (id, name) in names {
            if let Some(index) = self.metadata.indexes.iter_mut().find(|index| index.id == id)
                && index.name != name
            {
                index.name = name;
                index.updated_at = self.now;
            }
        }
    }

    /// What an index of a table is called: after what it covers and how.
    pub fn name_of(&self, table: &str, index: &IndexRow) -> String {
        let mut columns = self.indexed_columns(index);
        let is_vector = |entry: &icosa_model::definition::IndexFieldRow| {
            self.field(entry.field_id).is_some_and(|field| field.field_type == FieldType::TsVector)
        };
        // A search vector has no other index; anything else may have one of either kind.
        if index.index_type == IndexType::Gin && !index.fields.iter().all(is_vector) {
            columns.push("USING gin".to_owned());
        }
        index_name(table, &columns, index.is_unique)
    }

    /// The columns an index covers: join columns of relations, the unique parts of composites.
    pub fn indexed_columns(&self, index: &IndexRow) -> Vec<String> {
        let columns = |field: &FieldRow, part: Option<&str>| match part {
            Some(part) => vec![sub_column(&field.name, part)],
            None => covered_columns(field),
        };
        index
            .fields
            .iter()
            .filter_map(|entry| Some((self.field(entry.field_id)?, entry.sub_field_name.as_deref())))
            .flat_map(|(field, part)| columns(field, part))
            .collect()
    }

    /// The object as the subject of a problem.
    pub fn object_subject(&self, row: &ObjectRow, kind: Kind) -> Subject {
        let about = json!({
            "id": row.id,
            "universalIdentifier": row.universal_identifier,
            "nameSingular": row.name_singular,
            "namePlural": row.name_plural,
        });
        Subject { name: "objectMetadata", kind, id: row.id.0, about }
    }

    /// The field as the subject of a problem.
    pub fn field_subject(&self, row: &FieldRow, kind: Kind) -> Subject {
        let about = json!({
            "id": row.id,
            "universalIdentifier": row.universal_identifier,
            "name": row.name,
            "objectMetadataId": row.object_id,
        });
        Subject { name: "fieldMetadata", kind, id: row.id.0, about }
    }
}

/// The table of an object in its workspace's schema.
pub fn table_name(object: &ObjectRow) -> String {
    if object.is_standard { object.name_singular.clone() } else { format!("_{}", object.name_singular) }
}

/// The columns that an index over a whole field covers.
pub fn covered_columns(field: &FieldRow) -> Vec<String> {
    if let Some(column) = join_column(field) {
        return vec![column];
    }
    if field.field_type.is_composite() {
        let unique = field.field_type.sub_fields().iter().filter(|part| part.unique);
        return unique.map(|part| sub_column(&field.name, part.name)).collect();
    }
    vec![field.name.clone()]
}

/// The join column of a many-to-one relation.
pub fn join_column(field: &FieldRow) -> Option<String> {
    let is_owner =
        field.field_type.is_relation() && field.settings.relation_type == Some(RelationType::ManyToOne);
    is_owner.then(|| field.settings.join_column_name.clone().unwrap_or_else(|| format!("{}Id", field.name)))
}

/// Text as it is stored: trimmed, with single spaces.
pub fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same for optional text; nothing is left of blanks.
pub fn tidy_option(text: Option<String>) -> Option<String> {
    text.map(|text| tidy(&text)).filter(|text| !text.is_empty())
}

/// The sentence of a refusal with its stable code.
pub fn refused(code: icosa_contract::Code, sub_code: &str, message: impl Into<String>) -> AppError {
    AppError::new(code, message).with_sub_code(sub_code)
}
