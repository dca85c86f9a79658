//! The identifiers of one fresh workspace's objects and fields.

use std::collections::HashMap;

use icosa_model::{FieldId, ObjectId};
use uuid::Uuid;

use super::{Described, derived};
use crate::standard::field::FieldSpec;

/// Random identifiers, with the universal ones they stand for.
pub(super) struct Ids {
    objects: HashMap<&'static str, (ObjectId, Uuid)>,
    fields: HashMap<(&'static str, &'static str), (FieldId, Uuid)>,
}

impl Ids {
    /// One identifier for each object and field.
    pub fn new(described: &[Described<'_>]) -> Self {
        let objects: HashMap<_, _> = described
            .iter()
            .map(|object| (object.spec.name, (ObjectId::random(), object.spec.uid)))
            .collect();
        let fields = described
            .iter()
            .flat_map(|object| object.fields().map(move |field| (object.spec, field)))
            .map(|(object, field)| {
                let uid = field.uid.unwrap_or_else(|| field_uid(object.uid, field, &objects));
                ((object.name, field.name), (FieldId::random(), uid))
            })
            .collect();
        Self { objects, fields }
    }

    /// Nil for a name that is not described: the descriptions are constant, and their tests find such a name.
    pub fn object(&self, name: &str) -> (ObjectId, Uuid) {
        self.objects.get(name).copied().unwrap_or((ObjectId(Uuid::nil()), Uuid::nil()))
    }

    /// Nil for a name that is not described, as above.
    pub fn field(&self, object: &str, name: &str) -> (FieldId, Uuid) {
        self.fields.get(&(object, name)).copied().unwrap_or((FieldId(Uuid::nil()), Uuid::nil()))
    }
}

fn field_uid(object: Uuid, field: &FieldSpec, objects: &HashMap<&'static str, (ObjectId, Uuid)>) -> Uuid {
    let automatic = field.relation.as_ref().filter(|relation| relation.is_automatic);
    let target = automatic.and_then(|relation| objects.get(relation.target));
    let value = match target {
        Some((_, target)) => format!("{object}:systemRelation:{target}"),
        None => format!("{object}:{}", field.name),
    };
    derived("fieldMetadata", &value)
}
