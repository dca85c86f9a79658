//! What differs between two versions of the metadata, as far as a caller sees it.

use std::collections::{BTreeMap, HashMap};

use icosa_contract::Actor;
use icosa_model::definition::ViewRow;
use serde::Serialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{MetadataEvent, ObjectRecordEventProperties};
use crate::metadata::hashes::{bare, hashes};
use crate::metadata::permission::sees;
use crate::metadata::scalars::Json;
use crate::metadata::snapshot::Snapshot;
use crate::metadata::words::{AllMetadataName as Name, MetadataEventAction as Action};

type Entity = Map<String, Value>;
/// Entities by kind and id, kinds in the order in which clients can take them in.
type Entities = BTreeMap<(usize, Uuid), (Name, Entity)>;

/// Events that lead from one version to the other.
pub fn difference(actor: &Actor, before: &Snapshot, after: &Snapshot) -> Vec<MetadataEvent> {
    let (mut old, new) = (entities(actor, before), entities(actor, after));
    let hashes: HashMap<&str, String> =
        hashes(after.metadata()).into_iter().map(|(name, hash)| (name.word(), hash)).collect();
    let mut events = Vec::new();
    for (key, (name, entity)) in &new {
        let event = match old.remove(key) {
            None => Some((Action::Created, properties(None, Some(entity)))),
            Some((_, was)) if was == *entity => None,
            Some((_, was)) => Some((Action::Updated, properties(Some(&was), Some(entity)))),
        };
        events.extend(event.map(|(action, properties)| told(action, *name, key.1, properties)));
    }
    for ((_, id), (name, was)) in old {
        events.push(told(Action::Deleted, name, id, properties(Some(&was), None)));
    }
    for event in &mut events {
        event.updated_collection_hash = hashes.get(event.metadata_name.as_str()).cloned();
    }
    events
}

fn told(action: Action, name: Name, id: Uuid, properties: ObjectRecordEventProperties) -> MetadataEvent {
    MetadataEvent {
        action,
        metadata_name: name.word().to_owned(),
        record_id: id.to_string(),
        properties,
        updated_collection_hash: None,
    }
}

fn properties(before: Option<&Entity>, after: Option<&Entity>) -> ObjectRecordEventProperties {
    let json = |entity: Option<&Entity>| entity.map(|entity| Json::from(Value::Object(entity.clone())));
    let changes = before.zip(after).map(|(before, after)| changes(before, after));
    ObjectRecordEventProperties {
        updated_fields: changes.as_ref().map(|changes| changes.keys().cloned().collect()),
        before: json(before),
        after: json(after),
        diff: changes.map(|changes| Value::Object(changes).into()),
    }
}

fn changes(before: &Entity, after: &Entity) -> Entity {
    let value = |entity: &Entity, name: &str| entity.get(name).cloned().unwrap_or_default();
    let names = before.keys().chain(after.keys());
    names
        .map(|name| (name, value(before, name), value(after, name)))
        .filter(|(_, before, after)| before != after)
        .map(|(name, before, after)| (name.clone(), json!({ "before": before, "after": after })))
        .collect()
}

/// Everything that a caller sees.
fn entities(actor: &Actor, snapshot: &Snapshot) -> Entities {
    let metadata = snapshot.metadata();
    let mut all = Entities::new();
    let mut add = |rank: usize, name: Name, id: Uuid, entity: Entity| {
        all.insert((rank, id), (name, entity));
    };
    for row in &metadata.objects {
        add(0, Name::ObjectMetadata, row.id.0, entity(row));
    }
    for row in &metadata.fields {
        add(1, Name::FieldMetadata, row.id.0, entity(row));
    }
    for row in &metadata.indexes {
        add(2, Name::Index, row.id.0, entity(row));
    }
    for view in metadata.views.iter().filter(|view| view.deleted_at.is_none() && sees(actor, view)) {
        add(3, Name::View, view.id.0, entity(&bare(view)));
        parts(view, &mut add);
    }
    let shown = |owner: Option<Uuid>| owner.is_none() || owner == actor.user_workspace;
    for row in metadata.navigation.iter().filter(|row| shown(row.user_workspace_id)) {
        add(10, Name::NavigationMenuItem, row.id, entity(row));
    }
    for row in &metadata.page_layouts {
        add(11, Name::PageLayout, row.id, entity(row));
    }
    for row in &metadata.page_layout_tabs {
        add(12, Name::PageLayoutTab, row.id, entity(row));
    }
    for row in &metadata.page_layout_widgets {
        add(13, Name::PageLayoutWidget, row.id, entity(row));
    }
    for row in &metadata.command_menu_items {
        add(14, Name::CommandMenuItem, row.id, entity(row));
    }
    all
}

fn parts(view: &ViewRow, add: &mut impl FnMut(usize, Name, Uuid, Entity)) {
    macro_rules! parts {
        ($($rank:literal $name:ident $rows:ident),+) => {$(
            for row in &view.$rows {
                let mut entity = entity(row);
                entity.insert("viewId".to_owned(), json!(view.id));
                add($rank, Name::$name, row.id, entity);
            }
        )+};
    }
    parts!(
        4 ViewFieldGroup field_groups, 5 ViewField fields, 6 ViewGroup groups, 7 ViewFilterGroup filter_groups,
        8 ViewFilter filters, 9 ViewSort sorts
    );
}

/// A row under the names of the API, without what is the engine's own.
fn entity(row: &impl Serialize) -> Entity {
    const INNER: [&str; 8] =
        ["original", "fields", "fieldGroups", "groups", "filters", "filterGroups", "sorts", "searchFieldIds"];
    let Ok(Value::Object(members)) = serde_json::to_value(row) else { return Entity::new() };
    let is_view = members.contains_key("fieldGroups");
    members
        .into_iter()
        .filter(|(name, _)| !INNER.contains(&name.as_str()) || (name == "fields" && !is_view))
        .map(|(name, value)| (wire_name(&name), value))
        .collect()
}

/// `objectId` and `labelIdentifierFieldId` say `Metadata` on the wire.
fn wire_name(name: &str) -> String {
    const NAMES: [(&str, &str); 3] = [
        ("bjectId", "bjectMetadataId"),
        ("ieldId", "ieldMetadataId"),
        ("defaultTabId", "defaultTabToFocusOnMobileAndSidePanelId"),
    ];
    let known = NAMES.iter().find_map(|(ours, wire)| Some(format!("{}{wire}", name.strip_suffix(ours)?)));
    known.unwrap_or_else(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_api() {
        for (ours, wire) in [
            ("objectId", "objectMetadataId"),
            ("labelIdentifierFieldId", "labelIdentifierFieldMetadataId"),
            ("relationTargetObjectId", "relationTargetObjectMetadataId"),
            ("viewFieldGroupId", "viewFieldGroupId"),
            ("name", "name"),
        ] {
            assert_eq!(wire_name(ours), wire);
        }
    }

    #[test]
    fn only_what_differs_is_told() {
        let before = json!({ "name": "a", "icon": null, "id": 1 });
        let after = json!({ "name": "b", "icon": null, "id": 1 });
        let (before, after) = (before.as_object().unwrap(), after.as_object().unwrap());
        let properties = properties(Some(before), Some(after));
        assert_eq!(properties.updated_fields, Some(vec!["name".to_owned()]));
        assert_eq!(properties.diff.unwrap().0, json!({ "name": { "before": "a", "after": "b" } }));
    }
}
