//! Names in place of ids, so that changes can be read and written by people.
//!
//! `{"object": "company"}`, `{"field": "company.name"}`, `{"view": "company/INDEX"}` (its key, type or name),
//! `{"column": "company/INDEX/name"}`, `{"index": "company.domainName"}` (the one over that field alone),
//! `{"item": "company"}` and `{"command": "company"}` (what leads to the records of an object), `{"page": "company"}`,
//! `{"tab": "company/Home"}` and `{"widget": "company/Home/Fields"}` (of its page) and `{"option": "opportunity.stage.NEW"}` stand for the
//! ids of what is there; `{"id": "any word"}` for an id that follows from the word, `{"repeat": ["a", 64]}` for a
//! long text.

use icosa_contract::data_model::Change;
use icosa_model::Metadata;
use icosa_model::definition::{
    FieldRow, ObjectRow, PageLayoutRow, PageLayoutTabRow, PageLayoutWidgetRow, ViewRow,
};
use serde_json::{Value, json};
use uuid::Uuid;

/// The id that stands for a word.
pub fn id(word: &str) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, word.as_bytes())
}

/// Changes written with names.
pub fn changes(metadata: &Metadata, written: &Value) -> Vec<Change> {
    let resolved = resolve(metadata, written);
    serde_json::from_value(resolved.clone()).unwrap_or_else(|error| panic!("{error}: {resolved:#}"))
}

/// One change written with names.
pub fn change(metadata: &Metadata, written: &Value) -> Change {
    changes(metadata, &json!([written])).remove(0)
}

/// Anything written with names, with ids in their place.
pub fn resolve(metadata: &Metadata, written: &Value) -> Value {
    match written {
        Value::Array(items) => items.iter().map(|item| resolve(metadata, item)).collect(),
        Value::Object(members) => {
            let only = members.iter().next().filter(|_| members.len() == 1);
            if let Some(known) = only.and_then(|(kind, name)| named(metadata, kind, name)) {
                return known;
            }
            members.iter().map(|(name, value)| (name.clone(), resolve(metadata, value))).collect()
        }
        other => other.clone(),
    }
}

fn named(metadata: &Metadata, kind: &str, name: &Value) -> Option<Value> {
    if kind == "repeat" {
        let times = usize::try_from(name[1].as_u64()?).ok()?;
        return Some(json!(name[0].as_str()?.repeat(times)));
    }
    let name = name.as_str()?;
    Some(match kind {
        "id" => json!(id(name)),
        "object" => json!(object(metadata, name).id),
        "field" => json!(field(metadata, name).id),
        "view" => json!(view(metadata, name).id),
        "column" => {
            let (view_name, field_name) = name.rsplit_once('/')?;
            let view = view(metadata, view_name);
            let object = metadata.objects.iter().find(|object| object.id == view.object_id)?;
            let field = field(metadata, &format!("{}.{field_name}", object.name_singular)).id;
            let column = view.fields.iter().find(|column| column.field_id == field);
            json!(column.unwrap_or_else(|| panic!("no column {name}")).id)
        }
        "index" => {
            let field = field(metadata, name).id;
            let is_it = |index: &&icosa_model::definition::IndexRow| {
                index.fields.len() == 1 && index.fields[0].field_id == field
            };
            json!(metadata.indexes.iter().find(is_it).unwrap_or_else(|| panic!("no index {name}")).id)
        }
        "item" => {
            let object = object(metadata, name).id;
            let item = metadata.navigation.iter().find(|item| item.target_object_id == Some(object));
            json!(item.unwrap_or_else(|| panic!("no item {name}")).id)
        }
        "command" => {
            let object = object(metadata, name).id;
            let mut commands = metadata.command_menu_items.iter();
            let command = commands.find(|item| item.navigation_target_object_id == Some(object));
            json!(command.unwrap_or_else(|| panic!("no command {name}")).id)
        }
        "page" => json!(page(metadata, name).id),
        "tab" => json!(tab(metadata, name).id),
        "widget" => json!(widget(metadata, name).id),
        "option" => {
            let (field_name, value) = name.rsplit_once('.')?;
            let field = field(metadata, field_name);
            let option = field.options.iter().find(|option| option.value == value);
            json!(option.unwrap_or_else(|| panic!("no option {name}")).id)
        }
        _ => return None,
    })
}

/// An object by its singular name.
pub fn object<'m>(metadata: &'m Metadata, name: &str) -> &'m ObjectRow {
    let found = metadata.objects.iter().find(|object| object.name_singular == name);
    found.unwrap_or_else(|| panic!("no object {name}"))
}

/// The page of an object's records.
pub fn page<'m>(metadata: &'m Metadata, name: &str) -> &'m PageLayoutRow {
    let object = object(metadata, name).id;
    let found = metadata.page_layouts.iter().find(|page| page.object_id == Some(object));
    found.unwrap_or_else(|| panic!("no page of {name}"))
}

/// `object/title`.
pub fn tab<'m>(metadata: &'m Metadata, name: &str) -> &'m PageLayoutTabRow {
    let (object, title) = name.split_once('/').unwrap();
    let page = page(metadata, object).id;
    let found = metadata.page_layout_tabs.iter().find(|tab| tab.page_layout_id == page && tab.title == title);
    found.unwrap_or_else(|| panic!("no tab {name}"))
}

/// `object/tab/title`.
pub fn widget<'m>(metadata: &'m Metadata, name: &str) -> &'m PageLayoutWidgetRow {
    let (tab_name, title) = name.rsplit_once('/').unwrap();
    let tab = tab(metadata, tab_name).id;
    let mut widgets = metadata.page_layout_widgets.iter();
    let found = widgets.find(|widget| widget.page_layout_tab_id == tab && widget.title == title);
    found.unwrap_or_else(|| panic!("no widget {name}"))
}

/// `object.field`.
pub fn field<'m>(metadata: &'m Metadata, name: &str) -> &'m FieldRow {
    find_field(metadata, name).unwrap_or_else(|| panic!("no field {name}"))
}

/// `object.field`, if it is there.
pub fn find_field<'m>(metadata: &'m Metadata, name: &str) -> Option<&'m FieldRow> {
    let (object_name, field_name) = name.split_once('.')?;
    let object = metadata.objects.iter().find(|object| object.name_singular == object_name)?;
    metadata.fields.iter().find(|field| field.object_id == object.id && field.name == field_name)
}

/// `object/key`, `object/TYPE` or `object/name`.
pub fn view<'m>(metadata: &'m Metadata, name: &str) -> &'m ViewRow {
    find_view(metadata, name).unwrap_or_else(|| panic!("no view {name}"))
}

/// The same, if it is there.
pub fn find_view<'m>(metadata: &'m Metadata, name: &str) -> Option<&'m ViewRow> {
    let (object_name, view_name) = name.split_once('/')?;
    let object = object(metadata, object_name).id;
    metadata.views.iter().find(|view| {
        let names = [view.key.as_deref().unwrap_or_default(), &view.view_type, &view.name];
        view.object_id == object && names.contains(&view_name)
    })
}
