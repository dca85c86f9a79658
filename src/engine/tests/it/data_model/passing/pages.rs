//! Pages of records and commands that lead to them: made with an object, gone with it, changed and reset.

use icosa_contract::data_model::DataModelApi;
use icosa_model::Metadata;
use icosa_model::naming::universal_id;
use icosa_store::workspaces;
use serde_json::{Value, json};
use uuid::Uuid;

use super::objects::{columns, make_rocket};
use crate::data_model::names::{field, id, object, page, tab, view, widget};
use crate::data_model::workshop::{Workshop, workshop};

/// Titles of the tabs that are shown of an object's page, with the titles of their widgets.
fn shown(metadata: &Metadata, name: &str) -> Vec<String> {
    let page = page(metadata, name).id;
    let mut tabs: Vec<_> =
        metadata.page_layout_tabs.iter().filter(|tab| tab.page_layout_id == page && tab.is_shown()).collect();
    tabs.sort_by(|a, b| a.position.total_cmp(&b.position));
    let of_tab = |tab: Uuid| {
        let mut widgets: Vec<_> = metadata
            .page_layout_widgets
            .iter()
            .filter(|row| row.page_layout_tab_id == tab && row.is_shown())
            .collect();
        widgets.sort_by_key(|row| row.position["index"].as_i64());
        widgets.into_iter().map(|row| row.title.clone()).collect::<Vec<_>>().join(", ")
    };
    tabs.into_iter().map(|tab| format!("{}: {}", tab.title, of_tab(tab.id))).collect()
}

/// Labels of the objects that the command menu leads to, in order.
fn led_to(metadata: &Metadata) -> Vec<String> {
    icosa_model::page::places(metadata).into_iter().map(|place| place.label).collect()
}

const OF_ROCKET: [&str; 5] =
    ["Home: Fields", "Timeline: Timeline", "Tasks: Tasks", "Notes: Notes", "Files: Files"];

async fn with_rocket() -> Workshop {
    let shop = workshop().await;
    make_rocket(&shop, json!({"shortcut": "R", "icon": "IconRocket"})).await;
    shop
}

impl Workshop {
    async fn change_layout(&self, change: &str, with: Value) {
        self.change(json!([{"change": "layout", "with": {"change": change, "with": with}}])).await;
    }
}

#[tokio::test]
async fn a_new_object_has_the_page_of_its_records_and_a_command_that_leads_to_them() {
    let shop = with_rocket().await;
    let metadata = shop.metadata().await;
    assert_eq!(shown(&metadata, "rocket"), OF_ROCKET);
    let (rocket, layout) = (object(&metadata, "rocket"), page(&metadata, "rocket"));
    assert_eq!(
        (layout.layout_type.as_str(), layout.is_first_tab_pinned, layout.is_custom),
        ("RECORD_PAGE", true, false)
    );
    let application = Uuid::new_v5(&shop.tim.actor.workspace.0, b"custom");
    let uid = |entity: &str, value: String| universal_id(application, entity, &value);
    assert_eq!(
        layout.universal_identifier,
        uid("pageLayout", format!("{}:RECORD_PAGE", rocket.universal_identifier))
    );
    let home = tab(&metadata, "rocket/Home");
    assert_eq!(
        home.universal_identifier,
        uid("pageLayoutTab", format!("{}:Home", layout.universal_identifier))
    );
    let fields = widget(&metadata, "rocket/Home/Fields");
    assert_eq!(
        fields.universal_identifier,
        uid("pageLayoutWidget", format!("{}:Fields", home.universal_identifier))
    );
    assert_eq!(
        fields.configuration,
        json!({"configurationType": "FIELDS", "viewId": view(&metadata, "rocket/FIELDS_WIDGET").id})
    );
    assert!(!columns(&metadata, "rocket/FIELDS_WIDGET").contains(&"name".to_owned()));

    assert_eq!(
        led_to(&metadata),
        ["Companies", "People", "Opportunities", "Tasks", "Notes", "Rockets"]
            .map(|name| format!("Go to {name}"))
    );
    let commands = &metadata.command_menu_items;
    let own = commands.iter().find(|row| row.navigation_target_object_id == Some(rocket.id)).unwrap();
    let last = commands.iter().filter(|row| row.id != own.id).map(|row| row.position).fold(0.0, f64::max);
    assert!((own.position - last - 1.0).abs() < f64::EPSILON);
    assert_eq!(
        own.universal_identifier,
        uid("commandMenuItem", format!("{}:navigation", rocket.universal_identifier))
    );
}

#[tokio::test]
async fn pages_and_commands_come_and_go_with_their_object() {
    let shop = with_rocket().await;
    let rocket = object(&*shop.metadata().await, "rocket").id;
    let commands = |metadata: &Metadata| {
        let mut commands = metadata.command_menu_items.iter();
        commands.any(|row| row.navigation_target_object_id == Some(rocket))
    };
    for is_active in [false, true] {
        shop.change(json!([{"change": "updateObject",
            "with": {"id": {"object": "rocket"}, "update": {"isActive": is_active}}}]))
            .await;
        assert_eq!(commands(&*shop.metadata().await), is_active);
        assert_eq!(shown(&*shop.metadata().await, "rocket"), OF_ROCKET);
    }
    let before = shop.metadata().await;
    let deleted = shop.change(json!([{"change": "deleteObject", "with": {"object": "rocket"}}])).await;
    let without = shop.metadata().await;
    assert!(!commands(&without));
    assert!(!without.page_layouts.iter().any(|row| row.object_id == Some(rocket)));
    let (tabs, widgets) = (before.page_layout_tabs.len(), before.page_layout_widgets.len());
    assert_eq!((without.page_layout_tabs.len(), without.page_layout_widgets.len()), (tabs - 5, widgets - 5));
    shop.engine().restore(&shop.tim.actor, deleted.undo.unwrap()).await.unwrap();
    let back = shop.metadata().await;
    assert_eq!(shown(&back, "rocket"), OF_ROCKET);
    assert!(commands(&back));
}

#[tokio::test]
async fn widgets_lose_what_a_deleted_field_was_to_them_and_get_it_back() {
    let shop = with_rocket().await;
    shop.change(json!([
        {"change": "createField", "with": {"objectId": {"object": "rocket"}, "type": "RELATION", "name": "maker",
            "label": "Maker", "relation": {"type": "MANY_TO_ONE", "targetObjectId": {"object": "company"},
            "targetFieldLabel": "Rockets", "targetFieldIcon": "IconRocket"}}},
        {"change": "createField", "with": {"objectId": {"object": "rocket"}, "type": "SELECT", "name": "stage",
            "label": "Stage", "options": [{"value": "A", "label": "A", "position": 0}]}},
    ]))
    .await;
    shop.change_layout("createWidget", json!({"pageLayoutTabId": {"tab": "company/Home"}, "title": "Rockets",
        "type": "FIELD", "configuration": {"configurationType": "FIELD", "fieldMetadataId": {"field": "company.rockets"},
            "fieldDisplayMode": "CARD"}}))
        .await;
    shop.change_layout("createWidget", json!({"pageLayoutTabId": {"tab": "rocket/Home"}, "title": "Chart",
        "type": "GRAPH", "configuration": {"configurationType": "BAR_CHART", "layout": "VERTICAL",
            "aggregateFieldMetadataId": {"field": "rocket.id"}, "aggregateOperation": "COUNT",
            "primaryAxisGroupByFieldMetadataId": {"field": "rocket.createdAt"},
            "secondaryAxisGroupByFieldMetadataId": {"field": "rocket.stage"},
            "filter": {"recordFilters": [{"fieldMetadataId": {"field": "rocket.stage"}, "operand": "IS", "value": "A"}]}}}))
        .await;
    let before = shop.metadata().await;
    let deleted = shop.change(json!([{"change": "deleteField", "with": {"field": "rocket.maker"}}])).await;
    assert_eq!(shown(&*shop.metadata().await, "company")[0], "Home: Fields, People, Opportunities");
    shop.engine().restore(&shop.tim.actor, deleted.undo.unwrap()).await.unwrap();
    assert_eq!(shown(&*shop.metadata().await, "company"), shown(&before, "company"));

    let stage = field(&before, "rocket.stage").id.to_string();
    let deleted = shop.change(json!([{"change": "deleteField", "with": {"field": "rocket.stage"}}])).await;
    let chart = widget(&*shop.metadata().await, "rocket/Home/Chart").configuration.clone();
    assert_eq!(chart["primaryAxisGroupByFieldMetadataId"], json!(field(&before, "rocket.createdAt").id));
    assert!(!chart.to_string().contains(&stage), "{chart}");
    shop.engine().restore(&shop.tim.actor, deleted.undo.unwrap()).await.unwrap();
    let chart = widget(&*shop.metadata().await, "rocket/Home/Chart").configuration.clone();
    assert_eq!(&chart, &widget(&before, "rocket/Home/Chart").configuration, "its filter, too");
}

/// The page of rockets with Notes before Tasks under another name, the timeline gone, and a tab of one's own that the
/// fields were moved to.
fn saved() -> Value {
    let whole = |id: Value, tab: &Value, kind: &str| {
        json!({"id": id, "pageLayoutTabId": tab, "title": kind, "type": kind.to_uppercase(),
            "position": {"layoutMode": "CANVAS"}, "configuration": {"configurationType": kind.to_uppercase()}})
    };
    let tab = |id: &Value, title: &str, position: u32, widgets: Value| json!({"tab": {"id": id, "title": title, "position": position}, "widgets": widgets});
    let (own, notes, tasks, files) = (
        json!({"id": "own tab"}),
        json!({"tab": "rocket/Notes"}),
        json!({"tab": "rocket/Tasks"}),
        json!({"tab": "rocket/Files"}),
    );
    let mut about = tab(
        &own,
        "About",
        0,
        json!([
            {"id": {"widget": "rocket/Home/Fields"}, "pageLayoutTabId": own, "title": "Fields", "type": "FIELDS",
                "position": {"layoutMode": "VERTICAL_LIST", "index": 0}},
            {"id": {"id": "own widget"}, "pageLayoutTabId": own, "title": "Page", "type": "IFRAME",
                "configuration": {"configurationType": "IFRAME", "url": "https://icosa.test"}},
        ]),
    );
    about["tab"]["layoutMode"] = json!("VERTICAL_LIST");
    json!({"page": {"id": {"page": "rocket"}, "name": "Rocket Record Page", "type": "RECORD_PAGE"}, "tabs": [
        about,
        tab(&json!({"tab": "rocket/Home"}), "Home", 4, json!([])),
        tab(&notes, "Papers", 1, json!([whole(json!({"widget": "rocket/Notes/Notes"}), &notes, "Notes")])),
        tab(&tasks, "Tasks", 2, json!([whole(json!({"widget": "rocket/Tasks/Tasks"}), &tasks, "Tasks")])),
        tab(&files, "Files", 3, json!([whole(json!({"widget": "rocket/Files/Files"}), &files, "Files")])),
    ]})
}

#[tokio::test]
async fn a_saved_page_is_as_described_and_can_be_reset() {
    let shop = with_rocket().await;
    let made = shop.metadata().await;
    shop.change_layout("savePage", saved()).await;
    let metadata = shop.metadata().await;
    assert_eq!(
        shown(&metadata, "rocket"),
        ["About: Fields, Page", "Papers: Notes", "Tasks: Tasks", "Files: Files", "Home: "]
    );
    assert!(!tab(&metadata, "rocket/Timeline").is_active, "what came with the object is switched off");
    assert_eq!(tab(&metadata, "rocket/About").id, id("own tab"));
    // What was not changed was not touched.
    let files = "rocket/Files/Files";
    assert_eq!(widget(&metadata, files), widget(&made, files));

    // The same once more changes nothing; without one's own tab it is soft-deleted, and comes back when it is named.
    let version = metadata.version;
    let mut again = saved();
    again["tabs"][2]["tab"]["id"] = json!(tab(&metadata, "rocket/Papers").id);
    again["tabs"][2]["widgets"] = json!([{"id": widget(&metadata, "rocket/Papers/Notes").id,
        "pageLayoutTabId": tab(&metadata, "rocket/Papers").id, "title": "Notes", "type": "NOTES"}]);
    again["tabs"][0]["widgets"][0]["id"] = json!(widget(&metadata, "rocket/About/Fields").id);
    shop.change_layout("savePage", again.clone()).await;
    assert_eq!(shop.metadata().await.version, version);
    let mut less = again.clone();
    less["tabs"].as_array_mut().unwrap().remove(0);
    shop.change_layout("savePage", less).await;
    assert!(tab(&*shop.metadata().await, "rocket/About").deleted_at.is_some());
    shop.change_layout("savePage", again).await;
    assert_eq!(shown(&*shop.metadata().await, "rocket"), shown(&metadata, "rocket"));

    shop.change_layout("resetPage", json!({"page": "rocket"})).await;
    let reset = shop.metadata().await;
    assert_eq!(shown(&reset, "rocket"), OF_ROCKET);
    assert!(!reset.page_layout_tabs.iter().any(|tab| tab.id == id("own tab")));
    assert_eq!(
        widget(&reset, "rocket/Home/Fields").configuration,
        widget(&made, "rocket/Home/Fields").configuration
    );
}

#[tokio::test]
async fn tabs_widgets_and_commands_are_reset_one_by_one() {
    let shop = with_rocket().await;
    let made = shop.metadata().await;
    let (notes, fields) = (tab(&made, "rocket/Notes").id, widget(&made, "rocket/Home/Fields").id);
    shop.change_layout("updateTab", json!({"id": notes, "title": "Papers", "icon": "IconFile"})).await;
    shop.change_layout("updateTab", json!({"id": notes, "title": "Letters"})).await;
    shop.change_layout("resetTab", json!(notes)).await;
    let metadata = shop.metadata().await;
    let row = tab(&metadata, "rocket/Notes");
    assert_eq!((row.icon.as_deref(), row.original.len()), (Some("IconNotes"), 0));

    shop.change_layout("destroyWidget", json!(fields)).await;
    assert_eq!(shown(&*shop.metadata().await, "rocket")[0], "Home: ");
    shop.change_layout("resetWidget", json!(fields)).await;
    shop.change_layout("destroyTab", json!(notes)).await;
    assert_eq!(shown(&*shop.metadata().await, "rocket").len(), 4);
    shop.change_layout("resetTab", json!(notes)).await;
    assert_eq!(shown(&*shop.metadata().await, "rocket"), OF_ROCKET);

    shop.change_layout(
        "updateCommand",
        json!({"id": {"command": "rocket"}, "label": "All rockets", "position": -1}),
    )
    .await;
    assert_eq!(led_to(&*shop.metadata().await)[0], "All rockets");
    shop.change_layout("resetCommand", json!({"command": "rocket"})).await;
    assert_eq!(led_to(&*shop.metadata().await), led_to(&made));
}

#[tokio::test]
async fn the_fields_widget_of_a_page_edits_the_view_that_the_page_shows() {
    let shop = with_rocket().await;
    let before = shop.metadata().await;
    shop.change(json!([{"change": "upsertFieldsWidget", "with": {"widgetId": {"widget": "rocket/Home/Fields"},
        "fields": [{"fieldId": {"field": "rocket.createdAt"}, "rest": {"isVisible": false, "position": 9}}]}}]))
    .await;
    let after = shop.metadata().await;
    assert_eq!(after.views.len(), before.views.len(), "no view is made");
    let view = view(&after, "rocket/FIELDS_WIDGET");
    let created = field(&after, "rocket.createdAt").id;
    assert!(!view.fields.iter().find(|column| column.field_id == created).unwrap().is_visible);
}

#[tokio::test]
async fn new_fields_are_shown_on_record_pages_as_their_widget_says() {
    let shop = with_rocket().await;
    let add = |name: &str| {
        json!([{"change": "createField", "with": {"objectId": {"object": "rocket"}, "type": "NUMBER", "name": name,
            "label": name}}])
    };
    shop.change(add("thrust")).await;
    let view_id = view(&*shop.metadata().await, "rocket/FIELDS_WIDGET").id;
    let configuration =
        json!({"configurationType": "FIELDS", "viewId": view_id, "newFieldDefaultVisibility": false});
    shop.change_layout(
        "updateWidget",
        json!({"id": {"widget": "rocket/Home/Fields"}, "configuration": configuration}),
    )
    .await;
    shop.change(add("mass")).await;
    let metadata = shop.metadata().await;
    let is_visible = |name: &str| {
        let field = field(&metadata, name).id;
        let mut columns = view(&metadata, "rocket/FIELDS_WIDGET").fields.iter();
        columns.find(|column| column.field_id == field).unwrap().is_visible
    };
    assert_eq!((is_visible("rocket.thrust"), is_visible("rocket.mass")), (true, false));
}

#[tokio::test]
async fn workspaces_of_earlier_releases_get_their_pages_once() {
    let shop = with_rocket().await;
    let made = shop.metadata().await;
    let pool = shop.world.db.db().pool();
    let workspace = shop.tim.actor.workspace;
    for table in ["pageLayout", "commandMenuItem"] {
        let sql = format!(r#"DELETE FROM core."{table}" WHERE "workspaceId" = $1"#);
        sqlx::query(sqlx::AssertSqlSafe(sql)).bind(workspace.0).execute(pool).await.unwrap();
    }
    sqlx::query(
        r#"UPDATE core."workspace" SET "metadataEdition" = 0, "metadataVersion" = "metadataVersion" + 1
                   WHERE "id" = $1"#,
    )
    .bind(workspace.0)
    .execute(pool)
    .await
    .unwrap();
    shop.engine().migrate().await.unwrap();
    let metadata = shop.metadata().await;
    assert!(metadata.version > made.version);
    for name in ["rocket", "company", "note", "workspaceMember"] {
        assert_eq!(shown(&metadata, name), shown(&made, name), "{name}");
        assert_eq!(page(&metadata, name).universal_identifier, page(&made, name).universal_identifier);
    }
    assert_eq!(led_to(&metadata), led_to(&made));
    assert_eq!(workspaces::behind(pool, 1).await.unwrap(), []);

    shop.change_layout("destroyTab", json!({"tab": "rocket/Files"})).await;
    let changed = shop.metadata().await;
    shop.engine().migrate().await.unwrap();
    assert_eq!(*shop.metadata().await, *changed, "what people changed stays");
}
