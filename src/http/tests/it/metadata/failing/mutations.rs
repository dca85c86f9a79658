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
    /// `id: String!, input: {...}`, of a change that holds both together.
    Apart,
    /// `input: {id, ...}`, of a change that holds both together.
    Together,
    /// The same of a whole page.
    Page,
    /// `id` alone, of this type.
    Bare(&'static str),
}

use Shape::{Apart, Bare, Beside, Id, Page, Plain, Together, Update, Wrapped};

/// Change, mutation, type of its input, shape, and whether it answers an object.
const MUTATIONS: [(&str, &str, &str, Shape, bool); 49] = [
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
    ("createPage", "createPageLayout", "CreatePageLayoutInput", Plain, true),
    ("updatePage", "updatePageLayout", "UpdatePageLayoutInput", Apart, true),
    ("destroyPage", "destroyPageLayout", "", Bare("String"), false),
    ("savePage", "updatePageLayoutWithTabsAndWidgets", "UpdatePageLayoutWithTabsInput", Page, true),
    ("resetPage", "resetPageLayoutToDefault", "", Bare("String"), true),
    ("createTab", "createPageLayoutTab", "CreatePageLayoutTabInput", Plain, true),
    ("updateTab", "updatePageLayoutTab", "UpdatePageLayoutTabInput", Apart, true),
    ("destroyTab", "destroyPageLayoutTab", "", Bare("String"), false),
    ("resetTab", "resetPageLayoutTabToDefault", "", Bare("String"), true),
    ("createWidget", "createPageLayoutWidget", "CreatePageLayoutWidgetInput", Plain, true),
    ("updateWidget", "updatePageLayoutWidget", "UpdatePageLayoutWidgetInput", Apart, true),
    ("destroyWidget", "destroyPageLayoutWidget", "", Bare("String"), false),
    ("resetWidget", "resetPageLayoutWidgetToDefault", "", Bare("String"), true),
    ("updateCommand", "updateCommandMenuItem", "UpdateCommandMenuItemInput", Together, true),
    ("resetCommand", "resetCommandMenuItem", "", Bare("UUID"), true),
];

/// The document and its variables.
pub fn mutation(change: &Value) -> (String, Value) {
    let (kind, with) = (change["change"].as_str().unwrap(), &change["with"]);
    if kind == "layout" {
        return mutation(with);
    }
    let known = MUTATIONS.iter().find(|known| known.0 == kind);
    let (_, name, _, shape, has_fields) = known.unwrap_or_else(|| panic!("no mutation does {kind}"));
    let fields = if *has_fields { " { __typename }" } else { "" };
    let one = |input: Value| {
        (
            format!("mutation($input: {}!) {{ {name}(input: $input){fields} }}", known.unwrap().2),
            json!({"input": input}),
        )
    };
    let beside = |id: &Value, input: Value| {
        (
            format!(
                "mutation($id: String!, $input: {}!) {{ {name}(id: $id, input: $input){fields} }}",
                known.unwrap().2
            ),
            json!({"id": id, "input": input}),
        )
    };
    match shape {
        Wrapped(name) => one(json!({*name: words(with)})),
        Plain => one(words(with)),
        Update => one(json!({"id": with["id"], "update": words(&with["update"])})),
        Id => one(json!({"id": with})),
        Beside => beside(&with["id"], words(&with["update"])),
        Apart => beside(&with["id"], without_id(with)),
        Together => one(words(with)),
        Page => beside(&with["page"]["id"], page(with)),
        Bare(id) => (format!("mutation($id: {id}!) {{ {name}(id: $id){fields} }}"), json!({"id": with})),
    }
}

/// A whole page: what stands under `page` and `tab` stands beside the others on the wire.
fn page(with: &Value) -> Value {
    let tab = |tab: &Value| {
        let mut out = words(&tab["tab"]);
        out["widgets"] = tab["widgets"].as_array().unwrap().iter().map(words).collect();
        out
    };
    let mut out = without_id(&with["page"]);
    out["tabs"] = with["tabs"].as_array().unwrap().iter().map(tab).collect();
    out
}

fn without_id(with: &Value) -> Value {
    let mut out = words(with);
    out.as_object_mut().unwrap().remove("id");
    out
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
