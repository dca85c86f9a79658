//! A change of the engine as the mutation that asks for it.

use serde_json::{Map, Value, json};

/// How the arguments of a mutation hold what is asked for.
enum Shape {
    /// `input: {<name>: {...}}`.
    Wrapped(&'static str),
    /// `input: {...}`.
    Plain,
    /// `input: {id, update: {...}}`.
    Update,
    /// `id: String!, input: {...}`.
    Beside,
    /// `input: {id}`.
    Id,
    /// `id` alone, of this type.
    Bare(&'static str),
}

use Shape::{Bare, Beside, Id, Plain, Update, Wrapped};

/// Change, mutation, type of its input, shape, and whether it answers an object.
const MUTATIONS: [(&str, &str, &str, Shape, bool); 34] = [
    ("createObject", "createOneObject", "CreateOneObjectInput", Wrapped("object"), true),
    ("updateObject", "updateOneObject", "UpdateOneObjectInput", Update, true),
    ("deleteObject", "deleteOneObject", "DeleteOneObjectInput", Id, true),
    ("createField", "createOneField", "CreateOneFieldMetadataInput", Wrapped("field"), true),
    ("updateField", "updateOneField", "UpdateOneFieldMetadataInput", Update, true),
    ("deleteField", "deleteOneField", "DeleteOneFieldInput", Id, true),
    ("createIndex", "createOneIndex", "CreateOneIndexInput", Wrapped("index"), true),
    ("deleteIndex", "deleteOneIndex", "DeleteOneIndexInput", Id, true),
    ("createView", "createView", "CreateViewInput", Plain, true),
    ("updateView", "updateView", "UpdateViewInput", Beside, true),
    ("deleteView", "deleteView", "", Bare("String"), false),
    ("destroyView", "destroyView", "", Bare("String"), false),
    ("createViewField", "createViewField", "CreateViewFieldInput", Plain, true),
    ("updateViewField", "updateViewField", "UpdateViewFieldInput", Update, true),
    ("deleteViewField", "deleteViewField", "DeleteViewFieldInput", Id, true),
    ("createViewFilter", "createViewFilter", "CreateViewFilterInput", Plain, true),
    ("updateViewFilter", "updateViewFilter", "UpdateViewFilterInput", Update, true),
    ("deleteViewFilter", "deleteViewFilter", "DeleteViewFilterInput", Id, true),
    ("createViewFilterGroup", "createViewFilterGroup", "CreateViewFilterGroupInput", Plain, true),
    ("updateViewFilterGroup", "updateViewFilterGroup", "UpdateViewFilterGroupInput", Beside, true),
    ("deleteViewFilterGroup", "deleteViewFilterGroup", "", Bare("String"), false),
    ("createViewSort", "createViewSort", "CreateViewSortInput", Plain, true),
    ("updateViewSort", "updateViewSort", "UpdateViewSortInput", Update, true),
    ("deleteViewSort", "deleteViewSort", "DeleteViewSortInput", Id, false),
    ("createViewGroup", "createViewGroup", "CreateViewGroupInput", Plain, true),
    ("updateViewGroup", "updateViewGroup", "UpdateViewGroupInput", Update, true),
    ("deleteViewGroup", "deleteViewGroup", "DeleteViewGroupInput", Id, true),
    ("createViewFieldGroup", "createViewFieldGroup", "CreateViewFieldGroupInput", Plain, true),
    ("updateViewFieldGroup", "updateViewFieldGroup", "UpdateViewFieldGroupInput", Update, true),
    ("deleteViewFieldGroup", "deleteViewFieldGroup", "DeleteViewFieldGroupInput", Id, true),
    ("createNavigationItem", "createNavigationMenuItem", "CreateNavigationMenuItemInput", Plain, true),
    ("updateNavigationItem", "updateNavigationMenuItem", "UpdateOneNavigationMenuItemInput", Update, true),
    ("deleteNavigationItem", "deleteNavigationMenuItem", "", Bare("UUID"), true),
    ("restoreView", "restoreView", "", Bare("String"), false),
];

/// The document and its variables.
pub fn mutation(change: &Value) -> (String, Value) {
    let (kind, with) = (change["change"].as_str().unwrap(), &change["with"]);
    let known = MUTATIONS.iter().find(|known| known.0 == kind);
    let (_, name, input, shape, has_fields) = known.unwrap_or_else(|| panic!("no mutation does {kind}"));
    let fields = if *has_fields { " { __typename }" } else { "" };
    let one = |input: Value| {
        (
            format!("mutation($input: {}!) {{ {name}(input: $input){fields} }}", known.unwrap().2),
            json!({"input": input}),
        )
    };
    match shape {
        Wrapped(name) => one(json!({*name: words(with)})),
        Plain => one(words(with)),
        Update => one(json!({"id": with["id"], "update": words(&with["update"])})),
        Id => one(json!({"id": with})),
        Beside => (
            format!("mutation($id: String!, $input: {input}!) {{ {name}(id: $id, input: $input){fields} }}"),
            json!({"id": with["id"], "input": words(&with["update"])}),
        ),
        Bare(id) => (format!("mutation($id: {id}!) {{ {name}(id: $id){fields} }}"), json!({"id": with})),
    }
}

/// The members of a change under their names on the wire; what stands under `rest` stands beside the others there.
fn words(value: &Value) -> Value {
    let mut out = Map::new();
    for (name, value) in value.as_object().into_iter().flatten() {
        match name.as_str() {
            "rest" => out.extend(words(value).as_object().unwrap().clone()),
            "fields" => {
                out.insert(name.clone(), value.as_array().unwrap().iter().map(words).collect());
            }
            "relation" => {
                out.insert("relationCreationPayload".to_owned(), words(value));
            }
            "morphRelations" => {
                let list = value.as_array().unwrap().iter().map(words).collect();
                out.insert("morphRelationsCreationPayload".to_owned(), list);
            }
            "morphTargets" => {
                let target = |id: &Value| json!({"targetObjectMetadataId": id});
                let list = value.as_array().unwrap().iter().map(target).collect();
                out.insert("morphRelationsUpdatePayload".to_owned(), list);
            }
            _ => {
                out.insert(word(name), value.clone());
            }
        }
    }
    Value::Object(out)
}

/// Ids of objects and fields are those of their metadata.
fn word(name: &str) -> String {
    let is_of_metadata = name != "viewFieldId" && (name.ends_with("ObjectId") || name.ends_with("FieldId"));
    match name {
        "objectId" => "objectMetadataId".to_owned(),
        "fieldId" => "fieldMetadataId".to_owned(),
        _ if is_of_metadata => name.replace("Id", "MetadataId").replace("MetadataIdentifier", "Identifier"),
        _ => name.to_owned(),
    }
}
