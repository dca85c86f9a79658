//! The schemas of a workspace at one version, and what the operations are called.

use std::collections::HashMap;
use std::sync::OnceLock;

use apollo_compiler::Schema;
use apollo_compiler::validation::Valid;
use icosa_contract::AppError;
use icosa_model::naming::capitalised;
use icosa_model::{Model, Object};

use super::names;
use super::sdl::{Variant, write};

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    FindMany,
    FindOne,
    FindDuplicates,
    GroupBy,
    CreateOne,
    CreateMany,
    UpdateOne,
    UpdateMany,
    DeleteOne,
    DeleteMany,
    RestoreOne,
    RestoreMany,
    DestroyOne,
    DestroyMany,
    MergeMany,
}

impl Kind {
    pub const ALL: [Self; 15] = [
        Self::FindMany,
        Self::FindOne,
        Self::FindDuplicates,
        Self::GroupBy,
        Self::CreateOne,
        Self::CreateMany,
        Self::UpdateOne,
        Self::UpdateMany,
        Self::DeleteOne,
        Self::DeleteMany,
        Self::RestoreOne,
        Self::RestoreMany,
        Self::DestroyOne,
        Self::DestroyMany,
        Self::MergeMany,
    ];

    pub fn is_query(self) -> bool {
        matches!(self, Self::FindMany | Self::FindOne | Self::FindDuplicates | Self::GroupBy)
    }
}

/// What an operation on an object is called.
pub fn field_name(object: &Object, kind: Kind) -> String {
    let (one, many) = (&object.name_singular, &object.name_plural);
    match kind {
        Kind::FindMany => many.clone(),
        Kind::FindOne => one.clone(),
        Kind::FindDuplicates => format!("{one}Duplicates"),
        Kind::GroupBy => format!("{many}GroupBy"),
        Kind::CreateOne => format!("create{}", capitalised(one)),
        Kind::CreateMany => format!("create{}", capitalised(many)),
        Kind::UpdateOne => format!("update{}", capitalised(one)),
        Kind::UpdateMany => format!("update{}", capitalised(many)),
        Kind::DeleteOne => format!("delete{}", capitalised(one)),
        Kind::DeleteMany => format!("delete{}", capitalised(many)),
        Kind::RestoreOne => format!("restore{}", capitalised(one)),
        Kind::RestoreMany => format!("restore{}", capitalised(many)),
        Kind::DestroyOne => format!("destroy{}", capitalised(one)),
        Kind::DestroyMany => format!("destroy{}", capitalised(many)),
        Kind::MergeMany => format!("merge{}", capitalised(many)),
    }
}

/// What documents are checked against.
pub struct RecordSchema {
    checked: Valid<Schema>,
    older: OnceLock<Option<Valid<Schema>>>,
    operations: HashMap<String, (Kind, String)>,
    bytes: usize,
}

impl RecordSchema {
    /// Of a workspace's model.
    ///
    /// # Errors
    /// Our fault: the schema is not valid.
    pub fn new(model: &Model) -> Result<Self, AppError> {
        let sdl = write(model, Variant::Checked);
        let checked = parse(&sdl)?;
        let mut operations = HashMap::new();
        for object in model.objects().iter().filter(|object| names::is_name(&object.name_singular)) {
            for kind in Kind::ALL {
                let name = field_name(object, kind);
                operations.entry(name).or_insert_with(|| (kind, object.name_singular.clone()));
            }
        }
        Ok(Self { checked, older: OnceLock::new(), operations, bytes: sdl.len() })
    }

    /// For documents of today's clients.
    pub fn checked(&self) -> &Valid<Schema> {
        &self.checked
    }

    /// For documents of older clients; made when the first one comes.
    pub fn older(&self, model: &Model) -> Option<&Valid<Schema>> {
        self.older.get_or_init(|| parse(&write(model, Variant::CheckedOlder)).ok()).as_ref()
    }

    /// What a field of the roots does, and to which object.
    pub fn operation(&self, field: &str) -> Option<(Kind, &str)> {
        self.operations.get(field).map(|(kind, object)| (*kind, object.as_str()))
    }

    /// Length of its text.
    pub fn text_bytes(&self) -> usize {
        self.bytes
    }
}

/// Reads a schema that we have written.
pub fn parse(sdl: &str) -> Result<Valid<Schema>, AppError> {
    Schema::parse_and_validate(sdl, "workspace.graphql").map_err(|_| AppError::internal())
}
