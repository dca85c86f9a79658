//! Pages made of tabs and widgets, and the command menu, over GraphQL and REST.

use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{World, text, world};

const WIDGET: &str = "id universalIdentifier title type applicationId isSystemSideEffect objectMetadataId position { \
    ... on PageLayoutWidgetGridPosition { layoutMode row column rowSpan columnSpan } \
    ... on PageLayoutWidgetVerticalListPosition { layoutMode index heightBehavior } \
    ... on PageLayoutWidgetCanvasPosition { layoutMode } } gridPosition { row column rowSpan columnSpan } configuration { \
    __typename ... on FieldsConfiguration { viewId } ... on FieldConfiguration { fieldMetadataId fieldDisplayMode } \
    ... on IframeConfiguration { configurationType url } ... on BarChartConfiguration { aggregateOperation layout \
    primaryAxisDateGranularity filter } } conditionalDisplay";

fn page() -> String {
    format!(
        "id name type objectMetadataId isFirstTabPinned universalIdentifier applicationId isSystemSideEffect \
        tabs {{ id title icon position layoutMode pageLayoutId widgets {{ {WIDGET} }} }}"
    )
}

impl World {
    /// The page of an object's records.
    async fn page_of(&self, object: &str) -> Value {
        let query = format!(
            "query($o: String) {{ getPageLayouts(objectMetadataId: $o, pageLayoutType: RECORD_PAGE) {{ {} }} }}",
            page()
        );
        let pages = self.ask(&query, json!({ "o": object })).await["getPageLayouts"].clone();
        let [page] = pages.as_array().unwrap().as_slice() else { panic!("{pages:#}") };
        page.clone()
    }

    async fn save(&self, page: &Value, tabs: Value) -> Value {
        let query = format!(
            "mutation($id: String!, $i: UpdatePageLayoutWithTabsInput!) {{ \
            updatePageLayoutWithTabsAndWidgets(id: $id, input: $i) {{ {} }} }}",
            self::page()
        );
        let input = json!({ "name": page["name"], "type": page["type"], "tabs": tabs });
        let answer = self.ask(&query, json!({ "id": page["id"], "i": input })).await;
        answer["updatePageLayoutWithTabsAndWidgets"].clone()
    }
}

fn titles(page: &Value) -> Vec<String> {
    page["tabs"].as_array().unwrap().iter().map(|tab| text(&tab["title"])).collect()
}

/// The tabs as a client sends them back.
fn as_they_are(page: &Value) -> Vec<Value> {
    let widget = |tab: &Value, widget: &Value| json!({ "id": widget["id"], "pageLayoutTabId": tab["id"], "title": widget["title"], "type": widget["type"] });
    let tab = |tab: &Value| {
        let widgets = tab["widgets"].as_array().unwrap().iter();
        json!({ "id": tab["id"], "title": tab["title"], "position": tab["position"], "icon": tab["icon"],
            "layoutMode": tab["layoutMode"], "widgets": widgets.map(|one| widget(tab, one)).collect::<Vec<_>>() })
    };
    page["tabs"].as_array().unwrap().iter().map(tab).collect()
}

#[tokio::test]
async fn objects_have_pages_whose_parts_are_read_one_by_one() {
    let world = world().await;
    let company = world.page_of(&world.object_id("company").await).await;
    assert_eq!(titles(&company), ["Home", "Timeline", "Tasks", "Notes", "Files", "Emails", "Calendar"]);
    let rocket = world.create_object("rocket", "rockets").await;
    let page = world.page_of(&rocket).await;
    assert_eq!(titles(&page), ["Home", "Timeline", "Tasks", "Notes", "Files"]);
    assert_eq!((&page["isSystemSideEffect"], &company["isSystemSideEffect"]), (&json!(true), &json!(false)));
    assert_ne!(page["applicationId"], company["applicationId"]);
    let home = &page["tabs"][0];
    let fields = &home["widgets"][0];
    assert_eq!(fields["configuration"]["__typename"], "FieldsConfiguration");
    assert_eq!(
        fields["position"],
        json!({ "layoutMode": "VERTICAL_LIST", "index": 0, "heightBehavior": null })
    );
    let view = text(&fields["configuration"]["viewId"]);
    let data = world.ask("query($v: String!) { getView(id: $v) { type name } }", json!({ "v": view })).await;
    assert_eq!(data["getView"], json!({ "type": "FIELDS_WIDGET", "name": "Rocket Record Page Fields" }));
    let people = &company["tabs"][0]["widgets"][1];
    assert_eq!(people["configuration"]["fieldDisplayMode"], "CARD");

    let data = world
        .ask(
            "query($p: String!, $t: String!, $w: String!) { getPageLayout(id: $p) { id } getPageLayoutTabs(pageLayoutId: $p) { id } \
             getPageLayoutTab(id: $t) { id title } getPageLayoutWidgets(pageLayoutTabId: $t) { id } getPageLayoutWidget(id: $w) { title } }",
            json!({ "p": page["id"], "t": home["id"], "w": fields["id"] }),
        )
        .await;
    assert_eq!(data["getPageLayout"]["id"], page["id"]);
    assert_eq!(data["getPageLayoutTabs"].as_array().unwrap().len(), 5);
    assert_eq!(
        (&data["getPageLayoutTab"]["title"], &data["getPageLayoutWidget"]["title"]),
        (&json!("Home"), &json!("Fields"))
    );
    assert_eq!(data["getPageLayoutWidgets"], json!([{ "id": fields["id"] }]));
    let nowhere = json!({ "id": Uuid::new_v4() });
    let data = world.ask("query($id: String!) { getPageLayout(id: $id) { id } }", nowhere.clone()).await;
    assert!(data["getPageLayout"].is_null());
    for (query, code) in [
        ("getPageLayoutTab(id: $id)", "PAGE_LAYOUT_TAB_NOT_FOUND"),
        ("getPageLayoutWidget(id: $id)", "PAGE_LAYOUT_WIDGET_NOT_FOUND"),
        ("getPageLayoutTabs(pageLayoutId: $id)", "PAGE_LAYOUT_NOT_FOUND"),
        ("getPageLayoutWidgets(pageLayoutTabId: $id)", "PAGE_LAYOUT_TAB_NOT_FOUND"),
    ] {
        let error =
            world.error(&format!("query($id: String!) {{ {query} {{ id }} }}"), nowhere.clone()).await;
        assert_eq!(
            (&error["extensions"]["code"], &error["extensions"]["subCode"]),
            (&json!("NOT_FOUND"), &json!(code))
        );
    }
}

#[tokio::test]
async fn a_page_of_ones_own_is_made_of_tabs_and_widgets_and_goes_with_them() {
    let world = world().await;
    let input = json!({ "name": "Numbers", "type": "DASHBOARD" });
    let query =
        format!("mutation($i: CreatePageLayoutInput!) {{ createPageLayout(input: $i) {{ {} }} }}", page());
    let made = world.ask(&query, json!({ "i": input })).await["createPageLayout"].clone();
    assert_eq!((&made["name"], &made["tabs"]), (&json!("Numbers"), &json!([])));
    let create_tab = "mutation($i: CreatePageLayoutTabInput!) { createPageLayoutTab(input: $i) { id position layoutMode } }";
    let mut tabs = Vec::new();
    for (title, position) in [("First", 0.0), ("Second", 1.0)] {
        let input = json!({ "title": title, "pageLayoutId": made["id"] });
        let tab = world.ask(create_tab, json!({ "i": input })).await["createPageLayoutTab"].clone();
        assert_eq!((&tab["position"], &tab["layoutMode"]), (&json!(position), &json!("GRID")));
        tabs.push(text(&tab["id"]));
    }
    let create = format!(
        "mutation($i: CreatePageLayoutWidgetInput!) {{ createPageLayoutWidget(input: $i) {{ {WIDGET} }} }}"
    );
    let opportunity = world.object_id("opportunity").await;
    let chart = json!({ "pageLayoutTabId": tabs[0], "title": "Pipeline", "type": "GRAPH", "objectMetadataId": opportunity,
        "configuration": { "configurationType": "BAR_CHART", "layout": "VERTICAL", "aggregateOperation": "SUM",
            "aggregateFieldMetadataId": world.field_id(&opportunity, "amount").await,
            "primaryAxisGroupByFieldMetadataId": world.field_id(&opportunity, "closeDate").await,
            "primaryAxisDateGranularity": "MONTH", "color": "auto", "timezone": "Europe/Paris", "firstDayOfTheWeek": 1 } });
    let widget = world.ask(&create, json!({ "i": chart })).await["createPageLayoutWidget"].clone();
    assert_eq!(widget["configuration"]["primaryAxisDateGranularity"], "MONTH");
    assert_eq!(
        widget["gridPosition"],
        json!({ "row": 0.0, "column": 0.0, "rowSpan": 4.0, "columnSpan": 4.0 })
    );
    let frame = json!({ "pageLayoutTabId": tabs[0], "title": "Map", "type": "IFRAME",
        "configuration": { "configurationType": "IFRAME", "url": "https://icosa.test/map" } });
    let frame = world.ask(&create, json!({ "i": frame })).await["createPageLayoutWidget"].clone();
    assert_eq!(frame["position"]["column"], 4);

    let update = format!(
        "mutation($id: String!, $i: UpdatePageLayoutWidgetInput!) {{ \
        updatePageLayoutWidget(id: $id, input: $i) {{ pageLayoutTabId {WIDGET} }} }}"
    );
    let input = json!({ "pageLayoutTabId": tabs[1], "title": "Chart", "conditionalDisplay": { "device": "DESKTOP" } });
    let moved =
        world.ask(&update, json!({ "id": frame["id"], "i": input })).await["updatePageLayoutWidget"].clone();
    assert_eq!((&moved["pageLayoutTabId"], &moved["title"]), (&json!(tabs[1]), &json!("Chart")));
    assert_eq!(moved["conditionalDisplay"], json!({ "device": "DESKTOP" }));

    let data = world
        .ask("mutation($id: String!, $i: UpdatePageLayoutTabInput!) { updatePageLayoutTab(id: $id, input: $i) { title icon } }",
            json!({ "id": tabs[1], "i": { "title": "Maps", "icon": "IconMap" } }))
        .await;
    assert_eq!(data["updatePageLayoutTab"], json!({ "title": "Maps", "icon": "IconMap" }));
    let data = world
        .ask("mutation($id: String!, $i: UpdatePageLayoutInput!) { updatePageLayout(id: $id, input: $i) { name } }",
            json!({ "id": made["id"], "i": { "name": "Figures" } }))
        .await;
    assert_eq!(data["updatePageLayout"]["name"], "Figures");

    for (mutation, id) in [
        ("destroyPageLayoutWidget", &frame["id"]),
        ("destroyPageLayoutTab", &json!(tabs[1])),
        ("destroyPageLayout", &made["id"]),
    ] {
        let query = format!("mutation($id: String!) {{ {mutation}(id: $id) }}");
        let data = world.ask(&query, json!({ "id": id })).await;
        assert_eq!(data[mutation], true);
        assert_eq!(world.error(&query, json!({ "id": id })).await["extensions"]["code"], "NOT_FOUND");
    }
    let query = "query($id: String!) { getPageLayoutWidget(id: $id) { id } }";
    world.error(query, json!({ "id": widget["id"] })).await;
}

#[tokio::test]
async fn a_page_is_saved_whole_and_reset() {
    let world = world().await;
    let rocket = world.create_object("rocket", "rockets").await;
    let page = world.page_of(&rocket).await;
    let mut tabs = as_they_are(&page);
    let notes = tabs.remove(3);
    let (own, inside) = (Uuid::new_v4(), Uuid::new_v4());
    tabs[1]["title"] = json!("History");
    tabs.push(json!({ "id": own, "title": "Map", "position": 9, "layoutMode": "CANVAS", "widgets": [
        { "id": inside, "pageLayoutTabId": own, "title": "Map", "type": "IFRAME",
            "configuration": { "configurationType": "IFRAME", "url": "https://icosa.test/map" } }] }));
    let saved = world.save(&page, json!(tabs)).await;
    assert_eq!(titles(&saved), ["Home", "History", "Tasks", "Files", "Map"]);
    assert_eq!(
        (&saved["tabs"][4]["id"], &saved["tabs"][4]["widgets"][0]["universalIdentifier"]),
        (&json!(own), &json!(inside))
    );
    let query = "query($id: String!) { getPageLayoutTab(id: $id) { id } }";
    world.error(query, json!({ "id": notes["id"] })).await;

    let reset = "mutation($id: String!) { resetPageLayoutTabToDefault(id: $id) { title } }";
    let data = world.ask(reset, json!({ "id": saved["tabs"][1]["id"] })).await;
    assert_eq!(data["resetPageLayoutTabToDefault"]["title"], "Timeline");
    let widget = "mutation($id: String!) { resetPageLayoutWidgetToDefault(id: $id) { title } }";
    let data = world.ask(widget, json!({ "id": notes["widgets"][0]["id"] })).await;
    assert_eq!(data["resetPageLayoutWidgetToDefault"]["title"], "Notes");
    let query =
        format!("mutation($id: String!) {{ resetPageLayoutToDefault(id: $id) {{ {} }} }}", self::page());
    let data = world.ask(&query, json!({ "id": page["id"] })).await;
    assert_eq!(data["resetPageLayoutToDefault"]["tabs"], page["tabs"]);
}

#[tokio::test]
async fn the_command_menu_leads_to_objects_under_the_names_they_have() {
    let world = world().await;
    let rocket = world.create_object("rocket", "rockets").await;
    const ITEMS: &str = "{ commandMenuItems { id label icon position isPinned hotKeys engineComponentKey availabilityType \
        navigationTargetObjectMetadataId payload { ... on PathCommandMenuItemPayload { path } } } }";
    let items = world.ask(ITEMS, json!({})).await["commandMenuItems"].clone();
    let (first, last) = (&items[0], items.as_array().unwrap().last().unwrap());
    assert_eq!((&first["label"], &first["hotKeys"]), (&json!("Go to Companies"), &json!(["G", "C"])));
    assert_eq!((&last["label"], &last["icon"]), (&json!("Go to Rockets"), &json!("IconRocket")));
    assert_eq!(
        (&last["engineComponentKey"], &last["availabilityType"]),
        (&json!("NAVIGATION"), &json!("GLOBAL"))
    );
    assert_eq!(last["navigationTargetObjectMetadataId"], json!(rocket));

    let rename = "mutation($id: UUID!, $u: UpdateObjectPayload!) { updateOneObject(input: { id: $id, update: $u }) { id } }";
    world.ask(rename, json!({ "id": rocket, "u": { "labelPlural": "Spacecraft", "shortcut": "R" } })).await;
    let one = "query($id: UUID!) { commandMenuItem(id: $id) { label hotKeys } }";
    let data = world.ask(one, json!({ "id": last["id"] })).await;
    assert_eq!(data["commandMenuItem"], json!({ "label": "Go to Spacecraft", "hotKeys": ["G", "R"] }));

    let update = "mutation($i: UpdateCommandMenuItemInput!) { updateCommandMenuItem(input: $i) { label isPinned hotKeys } }";
    let input = json!({ "id": last["id"], "label": "Launch pad", "isPinned": true, "hotKeys": ["L"] });
    let data = world.ask(update, json!({ "i": input })).await;
    assert_eq!(
        data["updateCommandMenuItem"],
        json!({ "label": "Launch pad", "isPinned": true, "hotKeys": ["L"] })
    );
    let reset = "mutation($id: UUID!) { resetCommandMenuItem(id: $id) { label isPinned hotKeys } }";
    let data = world.ask(reset, json!({ "id": last["id"] })).await;
    assert_eq!(
        data["resetCommandMenuItem"],
        json!({ "label": "Go to Spacecraft", "isPinned": false, "hotKeys": ["G", "R"] })
    );
    world.ask(rename, json!({ "id": rocket, "u": { "isActive": false } })).await;
    assert!(world.ask(one, json!({ "id": last["id"] })).await["commandMenuItem"].is_null());
}

#[tokio::test]
async fn each_collection_has_a_hash_of_its_own() {
    let world = world().await;
    let hashes = || async {
        let query = "{ minimalMetadata { collectionHashes { collectionName hash } } }";
        world.ask(query, json!({})).await["minimalMetadata"]["collectionHashes"].clone()
    };
    let before = hashes().await;
    let page = world.page_of(&world.object_id("company").await).await;
    let query = "mutation($id: String!, $i: UpdatePageLayoutTabInput!) { updatePageLayoutTab(id: $id, input: $i) { id } }";
    world.ask(query, json!({ "id": page["tabs"][1]["id"], "i": { "title": "History" } })).await;
    let after = hashes().await;
    let pairs = before.as_array().unwrap().iter().zip(after.as_array().unwrap());
    let changed: Vec<String> =
        pairs.filter(|(a, b)| a != b).map(|(a, _)| text(&a["collectionName"])).collect();
    assert_eq!(changed, ["pageLayoutTab"]);
    for name in ["pageLayout", "pageLayoutWidget", "commandMenuItem"] {
        assert!(before.as_array().unwrap().iter().any(|one| one["collectionName"] == name), "{name}");
    }
}

#[tokio::test]
async fn rest_has_the_same_verbs() {
    let world = world().await;
    let rest = |method: Method, path: String, body: Value| {
        let world = &world;
        async move {
            let path = format!("/rest/metadata/{path}");
            match body {
                Value::Null => crate::support::answer(world.server.with(&world.token, method, &path)).await,
                body => world.server.send(&world.token, method, &path, body).await,
            }
        }
    };
    let company = world.object_id("company").await;
    let list =
        rest(Method::GET, format!("pageLayouts?objectMetadataId={company}"), Value::Null).await.expect(200);
    assert_eq!(list[0]["tabs"][0]["widgets"][0]["configuration"]["configurationType"], "FIELDS");
    let all =
        rest(Method::GET, "pageLayouts?pageLayoutType=DASHBOARD".to_owned(), Value::Null).await.expect(200);
    assert_eq!(all, json!([]));
    let made =
        rest(Method::POST, "pageLayouts".to_owned(), json!({ "name": "Numbers", "type": "DASHBOARD" }))
            .await
            .expect(201);
    let page = text(&made["id"]);
    let tab =
        rest(Method::POST, "pageLayoutTabs".to_owned(), json!({ "title": "One", "pageLayoutId": page }))
            .await
            .expect(201);
    let tab = text(&tab["id"]);
    let widget = json!({ "title": "Map", "pageLayoutTabId": tab, "type": "IFRAME",
        "configuration": { "configurationType": "IFRAME", "url": "https://icosa.test" } });
    let widget = text(&rest(Method::POST, "pageLayoutWidgets".to_owned(), widget).await.expect(201)["id"]);
    for (resource, id, change, list) in [
        ("pageLayouts", &page, json!({ "name": "Two" }), "pageLayouts?pageLayoutType=DASHBOARD".to_owned()),
        ("pageLayoutTabs", &tab, json!({ "title": "Two" }), format!("pageLayoutTabs?pageLayoutId={page}")),
        (
            "pageLayoutWidgets",
            &widget,
            json!({ "title": "Two" }),
            format!("pageLayoutWidgets?pageLayoutTabId={tab}"),
        ),
    ] {
        let path = format!("{resource}/{id}");
        for method in [Method::PATCH, Method::PUT] {
            let changed = rest(method, path.clone(), change.clone()).await.expect(200);
            assert_eq!(changed["id"], json!(id));
        }
        let one = rest(Method::GET, path.clone(), Value::Null).await.expect(200);
        assert_eq!(rest(Method::GET, list, Value::Null).await.expect(200), json!([one]));
        rest(Method::PATCH, path.clone(), json!({ "size": 1 })).await.expect(400);
    }
    let bad = json!({ "title": "x", "pageLayoutTabId": tab, "type": "NOTES", "configuration": {} });
    let refused = rest(Method::POST, "pageLayoutWidgets".to_owned(), bad).await.expect(400);
    assert_eq!(refused["code"], "METADATA_VALIDATION_FAILED", "{refused:#}");
    for (resource, id) in [("pageLayoutWidgets", &widget), ("pageLayoutTabs", &tab), ("pageLayouts", &page)] {
        let path = format!("{resource}/{id}");
        assert_eq!(
            rest(Method::DELETE, path.clone(), Value::Null).await.expect(200),
            json!({ "success": true })
        );
        rest(Method::GET, path.clone(), Value::Null).await.expect(404);
        rest(Method::DELETE, path, Value::Null).await.expect(404);
    }
}
