//! What the filters of a view and of an address keep: the same rows in a table, in an export, in groups and by the API.

use chrono::{TimeDelta, Timelike, Utc};
use icosa_contract::Code;
use icosa_contract::data_model::DataModelApi;
use icosa_contract::records::RecordsApi;
use icosa_model::query::{Criterion, DeletedRows, ListQuery, MAX_CRITERIA, Order, Select, ViewScope};
use icosa_model::{FieldType, ViewId};
use serde_json::{Value, json};

use crate::rest::{World, encoded, names, world};
use crate::support::server;

/// A page of names.
fn page(object: &str, label: &str) -> ListQuery {
    ListQuery {
        object: object.to_owned(),
        select: vec![Select::Field(label.to_owned())],
        filter: None,
        order: vec![Order {
            path: icosa_model::query::FieldPath::field(label),
            direction: icosa_model::query::Direction::Ascending,
        }],
        after: None,
        skip: 0,
        limit: 60,
        with_total: true,
        deleted: DeletedRows::Hidden,
    }
}

fn criterion(field: &str, operand: &str, value: &str) -> Criterion {
    Criterion { field: field.to_owned(), operand: operand.to_owned(), value: value.to_owned() }
}

fn joined(records: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let mut names: Vec<String> = records.into_iter().map(|name| name.as_ref().to_owned()).collect();
    names.sort();
    names.join(" ")
}

/// Deals: `a` passes everything below, each of the others fails one filter.
async fn deals() -> World {
    let world = world().await.emptied("opportunities").await.emptied("companies").await;
    let large = world.company(json!({"name": "Large", "employees": 80})).await;
    let small = world.company(json!({"name": "Small", "employees": 8})).await;
    let (near, far) = (Utc::now() - TimeDelta::days(3), Utc::now() - TimeDelta::days(90));
    let deal = |name: &str, stage: &str, micros: i64, date: chrono::DateTime<Utc>, company: &str| {
        json!({"name": format!("{name} parcel"), "stage": stage, "closeDate": date, "companyId": company,
            "amount": {"amountMicros": micros, "currencyCode": "EUR"}})
    };
    let mut other = deal("x", "NEW", 1_000_000, near, &large);
    other["name"] = json!("x letter");
    let deals = json!([
        deal("a", "NEW", 1_000_000, near, &large),
        deal("b", "MEETING", 900_000_000, near, &large),
        deal("old", "NEW", 1_000_000, far, &large),
        deal("small", "NEW", 1_000_000, near, &small),
        deal("poor", "MEETING", 1_000_000, near, &large),
        other,
        {"name": "bare parcel", "stage": "NEW", "closeDate": near},
    ]);
    world.post("/rest/batch/opportunities", deals).await.expect(201);
    world
}

impl World {
    async fn field_of(&self, object: &str, name: &str) -> Value {
        let model = DataModelApi::model(&self.server.engine, &self.member.actor).await.unwrap();
        json!(model.object(object).unwrap().field(name).unwrap().id)
    }

    async fn view_filter(&self, input: Value) {
        let query = "mutation M($input: CreateViewFilterInput!) { createViewFilter(input: $input) { id } }";
        self.change_model(query, input).await;
    }

    async fn filter_group(&self, input: Value) -> Value {
        let query =
            "mutation M($input: CreateViewFilterGroupInput!) { createViewFilterGroup(input: $input) { id } }";
        self.change_model(query, input).await["createViewFilterGroup"]["id"].clone()
    }

    /// A view of deals with filters of every make.
    async fn demanding_view(&self) -> ViewId {
        let model = DataModelApi::model(&self.server.engine, &self.member.actor).await.unwrap();
        let object = model.object("opportunity").unwrap().id;
        let create = "mutation M($input: CreateViewInput!) { createView(input: $input) { id } }";
        let input = json!({"name": "Demanding", "icon": "IconList", "objectMetadataId": object, "anyFieldFilterValue": "parcel"});
        let view = self.change_model(create, input).await["createView"]["id"].clone();
        let field = async |name: &str| self.field_of("opportunity", name).await;
        self.view_filter(json!({"viewId": view, "fieldMetadataId": field("closeDate").await,
            "operand": "IS_RELATIVE", "value": "PAST_30_DAY"}))
            .await;
        self.view_filter(json!({"viewId": view, "fieldMetadataId": field("company").await,
            "relationTargetFieldMetadataId": self.field_of("company", "employees").await,
            "operand": "GREATER_THAN_OR_EQUAL", "value": "50"}))
            .await;
        let any = self.filter_group(json!({"viewId": view, "logicalOperator": "OR"})).await;
        self.view_filter(json!({"viewId": view, "fieldMetadataId": field("stage").await,
            "operand": "IS", "value": "[\"NEW\"]", "viewFilterGroupId": any}))
            .await;
        let all = json!({"viewId": view, "logicalOperator": "AND", "parentViewFilterGroupId": any});
        let all = self.filter_group(all).await;
        self.view_filter(json!({"viewId": view, "fieldMetadataId": field("stage").await,
            "operand": "IS", "value": "[\"MEETING\"]", "viewFilterGroupId": all}))
            .await;
        self.view_filter(json!({"viewId": view, "fieldMetadataId": field("amount").await,
            "operand": "GREATER_THAN_OR_EQUAL", "value": "500", "viewFilterGroupId": all}))
            .await;
        serde_json::from_value(view).unwrap()
    }

    /// The rows of a table, and how many its footer says.
    async fn table(&self, scope: ViewScope) -> String {
        let page = page("opportunity", "name");
        let page = self.server.engine.list_shown(&self.member.actor, page, scope).await.unwrap();
        let page = page.read().unwrap();
        assert_eq!(page.total, Some(page.records.len() as u64));
        joined(page.records.iter().map(|record| record["name"].as_str().unwrap().to_owned()))
    }

    async fn exported(&self, parameters: &str) -> String {
        let path = format!("/rest/exports/opportunities?format=jsonl&fields=name&{parameters}");
        let text = self.server.with(&self.key, reqwest::Method::GET, &path).send().await.unwrap();
        let text = text.text().await.unwrap();
        let name =
            |line: &str| serde_json::from_str::<Value>(line).unwrap()["name"].as_str().unwrap().to_owned();
        joined(text.lines().map(name))
    }
}

#[tokio::test]
async fn a_table_an_export_groups_and_the_api_keep_the_same_rows() {
    let world = deals().await;
    let view = world.demanding_view().await;
    let scope = ViewScope { view: Some(view), criteria: Vec::new() };
    let expected = "a parcel b parcel";
    assert_eq!(world.table(scope.clone()).await, expected);
    assert_eq!(world.exported(&format!("view={view}")).await, expected);
    let path =
        format!("/rest/opportunities/groupBy?view_id={view}&group_by={}", encoded(r#"[{"name":true}]"#));
    let groups = world.get(&path).await.expect(200);
    let groups = groups.as_array().unwrap().iter();
    assert_eq!(joined(groups.map(|group| group["groupByDimensionValues"][0].as_str().unwrap())), expected);
    let since = (Utc::now() - TimeDelta::days(30)).format("%Y-%m-%dT00:00:00Z");
    let until = Utc::now().format("%Y-%m-%dT00:00:00Z");
    let filter = format!(
        r#"{{"and":[{{"closeDate":{{"gte":"{since}","lt":"{until}"}}}},{{"company":{{"employees":{{"gte":50}}}}}},
        {{"searchVector":{{"search":"parcel"}}}},{{"or":[{{"stage":{{"eq":"NEW"}}}},{{"and":[{{"stage":{{"eq":"MEETING"}}}},
        {{"amount":{{"amountMicros":{{"gte":500000000}}}}}}]}}]}}]}}"#
    );
    let body = world.get(&format!("/rest/opportunities?filter={}", encoded(&filter))).await.expect(200);
    assert_eq!(joined(names(&body["data"]["opportunities"])), expected);

    // With criteria beside the view.
    let scope = ViewScope { criteria: vec![criterion("stage", "IS_NOT", "NEW")], ..scope };
    assert_eq!(world.table(scope).await, "b parcel");
    let parameter = encoded("filter[stage][IS_NOT]");
    assert_eq!(world.exported(&format!("view={view}&{parameter}=NEW")).await, "b parcel");
}

#[tokio::test]
async fn a_view_that_is_not_everybodys_is_not_found() {
    let world = deals().await;
    let view = world.demanding_view().await;
    let query = "mutation M($input: UpdateViewInput!) { updateView(id: \"VIEW\", input: $input) { id } }";
    world.change_model(&query.replace("VIEW", &view.to_string()), json!({"visibility": "UNLISTED"})).await;
    for view in [view, ViewId::random()] {
        let scope = ViewScope { view: Some(view), criteria: Vec::new() };
        let page = page("opportunity", "name");
        let refused = world.server.engine.list_shown(&world.member.actor, page, scope).await;
        assert_eq!(refused.unwrap_err().code, Code::NotFound);
    }
}

/// Operands of views, and one that there is not.
const OPERANDS: [&str; 18] = [
    "IS",
    "IS_NOT",
    "CONTAINS",
    "DOES_NOT_CONTAIN",
    "IS_EMPTY",
    "IS_NOT_EMPTY",
    "IS_NOT_NULL",
    "IS_BEFORE",
    "IS_AFTER",
    "IS_TODAY",
    "IS_IN_PAST",
    "IS_IN_FUTURE",
    "IS_RELATIVE",
    "GREATER_THAN_OR_EQUAL",
    "LESS_THAN_OR_EQUAL",
    "VECTOR_SEARCH",
    "is",
    "nonsense'; --",
];

const VALUES: [&str; 14] = [
    "",
    "[]",
    "[\"\"]",
    "NEW",
    "[\"GONE\"]",
    "5",
    "-1e300",
    "2026-02-30",
    "2026-02-28",
    "9999-12-31T23:59:59Z",
    "PAST_9999_YEAR",
    "{\"isCurrentWorkspaceMemberSelected\":true,\"selectedRecordIds\":[\"x\",7]}",
    "a%_\\'\"\u{0}",
    "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
];

#[tokio::test]
async fn no_criterion_is_an_error() {
    let server = server().await;
    let member = server.member("ada@example.com").await;
    let model = DataModelApi::model(&server.engine, &member.actor).await.unwrap();
    for name in ["company", "person", "opportunity", "task", "workspaceMember"] {
        let object = model.object(name).unwrap();
        let fields = object.fields.iter().filter(|field| field.field_type != FieldType::Position);
        let mut all = Vec::new();
        for field in fields {
            for operand in OPERANDS {
                all.extend(VALUES.map(|value| criterion(&field.name, operand, value)));
            }
        }
        for criteria in all.chunks(MAX_CRITERIA) {
            let scope = ViewScope { view: None, criteria: criteria.to_vec() };
            let shown = server.engine.list_shown(&member.actor, page(name, "createdAt"), scope).await;
            assert!(shown.is_ok(), "{criteria:#?}: {:?}", shown.err());
        }
    }
}

/// A zone whose day is not that of UTC at this moment, and whose midnight is at least an hour away.
fn zone_of_another_day() -> (&'static str, TimeDelta) {
    if Utc::now().hour() >= 11 {
        ("Pacific/Kiritimati", TimeDelta::hours(14))
    } else {
        ("Etc/GMT+12", TimeDelta::hours(-12))
    }
}

impl World {
    async fn save_zone(&self, zone: &str) {
        let token = self.server.access_token(&self.member).await;
        let path = format!("/rest/workspaceMembers/{}", self.member.actor.member.unwrap());
        let request = self.server.with(&token, reqwest::Method::PATCH, &path);
        crate::support::answer(request.json(&json!({ "timeZone": zone }))).await.expect(200);
    }

    /// The rows of a table that a criterion keeps, for the member as their session knows them.
    async fn shown(&self, browser_zone: Option<&str>, field: &str, operand: &str, value: &str) -> String {
        let context = self.server.engine.call_context(&self.member.cookie, browser_zone).await;
        let actor = context.unwrap().unwrap().0;
        let scope = ViewScope { view: None, criteria: vec![criterion(field, operand, value)] };
        let page = self.server.engine.list_shown(&actor, page("opportunity", "name"), scope).await.unwrap();
        joined(page.read().unwrap().records.iter().map(|record| record["name"].as_str().unwrap().to_owned()))
    }
}

#[tokio::test]
async fn today_is_the_day_of_who_asks() {
    let world = world().await.emptied("opportunities").await;
    world.field("opportunity", "due", "DATE", Value::Null).await;
    let (zone, offset) = zone_of_another_day();
    let today = (Utc::now() + offset).date_naive();
    assert_ne!(today, Utc::now().date_naive(), "the zone has another day");
    let deal = |name: &str, days: i64, clock: &str| {
        let day = today + TimeDelta::days(days);
        let local =
            chrono::NaiveDateTime::parse_from_str(&format!("{day} {clock}"), "%Y-%m-%d %H:%M").unwrap();
        json!({"name": name, "due": day.to_string(), "closeDate": (local - offset).and_utc()})
    };
    let deals = json!([
        deal("before-early", -1, "00:30"),
        deal("before-late", -1, "23:30"),
        deal("early", 0, "00:30"),
        deal("late", 0, "23:30"),
        deal("after-early", 1, "00:30"),
        deal("after-late", 1, "23:30"),
    ]);
    world.post("/rest/batch/opportunities", deals).await.expect(201);
    let day = today.to_string();
    let cases = [
        ("closeDate", "IS_TODAY", "", "early late"),
        ("due", "IS_TODAY", "", "early late"),
        ("due", "IS_IN_PAST", "", "before-early before-late"),
        ("due", "IS_IN_FUTURE", "", "after-early after-late early late"),
        ("closeDate", "IS_RELATIVE", "THIS_1_DAY", "early late"),
        ("closeDate", "IS_RELATIVE", "PAST_1_DAY", "before-early before-late"),
        ("due", "IS_RELATIVE", "NEXT_1_DAY", "after-early after-late"),
        ("closeDate", "IS", day.as_str(), "early late"),
        ("closeDate", "IS_BEFORE", day.as_str(), "before-early before-late"),
        ("closeDate", "IS_AFTER", day.as_str(), "after-early after-late early late"),
    ];
    // A browser that tells its zone, and then the member's own setting, which goes before it.
    for (saved, browser_zone) in [("system", Some(zone)), (zone, Some("UTC")), (zone, None)] {
        world.save_zone(saved).await;
        for (field, operand, value, expected) in cases {
            let shown = world.shown(browser_zone, field, operand, value).await;
            assert_eq!(shown, expected, "{saved} {browser_zone:?} {field} {operand} {value}");
        }
    }
    // A zone that the filter names is the one that is meant.
    let named = format!("THIS_1_DAY;;{zone};;");
    world.save_zone("UTC").await;
    assert_eq!(world.shown(None, "closeDate", "IS_RELATIVE", &named).await, "early late");
    assert_ne!(world.shown(None, "closeDate", "IS_TODAY", "").await, "early late");
    // Exports and groups by a member's token; a program without a member has the days of UTC.
    world.save_zone(zone).await;
    let model = DataModelApi::model(&world.server.engine, &world.member.actor).await.unwrap();
    let object = model.object("opportunity").unwrap().id;
    let create = "mutation M($input: CreateViewInput!) { createView(input: $input) { id } }";
    let input = json!({"name": "Today", "icon": "IconList", "objectMetadataId": object});
    let view = world.change_model(create, input).await["createView"]["id"].as_str().unwrap().to_owned();
    world
        .view_filter(
            json!({"viewId": view, "fieldMetadataId": world.field_of("opportunity", "closeDate").await,
            "operand": "IS_TODAY", "value": ""}),
        )
        .await;
    let token = world.server.access_token(&world.member).await;
    let export = format!("/rest/exports/opportunities?format=jsonl&fields=name&view={view}");
    let groups =
        format!("/rest/opportunities/groupBy?view_id={view}&group_by={}", encoded(r#"[{"name":true}]"#));
    for (bearer, is_today) in [(&token, true), (&world.key, false)] {
        let text = world.server.with(bearer, reqwest::Method::GET, &export).send().await.unwrap();
        let lines = text.text().await.unwrap();
        let names = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["name"].clone());
        let exported = joined(names.map(|name| name.as_str().unwrap().to_owned()));
        assert_eq!(exported == "early late", is_today, "{exported}");
        let found = world.server.get(bearer, &groups).await.expect(200);
        let found = found.as_array().unwrap().iter();
        let grouped = joined(found.map(|group| group["groupByDimensionValues"][0].as_str().unwrap()));
        assert_eq!(grouped, exported);
    }
}
