//! `groupBy`.

use icosa_contract::data_model::DataModelApi;
use serde_json::{Value, json};

use super::{World, encoded, world};

async fn deals() -> World {
    let world = world().await.emptied("opportunities").await.emptied("companies").await;
    let acme = world.company(json!({"name": "Acme"})).await;
    let euros = |micros: i64| json!({"amountMicros": micros, "currencyCode": "EUR"});
    let deals = json!([
        {"name": "a", "stage": "NEW", "amount": euros(1_000_000_000_000), "closeDate": "2026-01-31T23:30:00Z", "companyId": acme},
        {"name": "b", "stage": "NEW", "amount": euros(3_000_000), "closeDate": "2026-02-10T00:00:00Z"},
        {"name": "c", "stage": "MEETING", "closeDate": "2026-02-11T00:00:00Z", "companyId": acme},
        {"name": "d", "stage": "MEETING"},
    ]);
    world.post("/rest/batch/opportunities", deals).await.expect(201);
    world
}

impl World {
    /// The groups that parameters ask for.
    async fn groups(&self, parameters: &[(&str, Value)]) -> Value {
        self.get(&grouped(parameters)).await.expect(200)
    }

    async fn refused_groups(&self, parameters: &[(&str, Value)]) -> (String, Value) {
        let body = self.get(&grouped(parameters)).await.expect(400);
        (body["messages"][0].as_str().unwrap().to_owned(), body["code"].clone())
    }
}

fn grouped(parameters: &[(&str, Value)]) -> String {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let pairs: Vec<String> =
        parameters.iter().map(|(name, value)| format!("{name}={}", encoded(&text(value)))).collect();
    format!("/rest/opportunities/groupBy?{}", pairs.join("&"))
}

#[tokio::test]
async fn groups_come_without_an_envelope_and_their_figures_as_texts() {
    let world = deals().await;
    let stage = ("group_by", json!([{"stage": true}]));
    let aggregate = json!(["maxAmountAmountMicros", "totalCount", "maxCloseDate", "percentageEmptyAmount"]);
    let order = ("order_by", json!([{"stage": "AscNullsFirst"}]));
    let groups = world.groups(&[stage.clone(), ("aggregate", aggregate), order]).await;
    assert_eq!(
        groups,
        json!([
            {"groupByDimensionValues": ["NEW"], "maxAmountAmountMicros": "1000000000000", "totalCount": "2",
                "maxCloseDate": "2026-02-10T00:00:00.000Z", "percentageEmptyAmount": "0"},
            {"groupByDimensionValues": ["MEETING"], "maxAmountAmountMicros": null, "totalCount": "2",
                "maxCloseDate": "2026-02-11T00:00:00.000Z", "percentageEmptyAmount": "1"},
        ])
    );
    let down = ("order_by", json!([{"aggregate": {"sumAmountAmountMicros": "DescNullsLast"}}]));
    let groups = world.groups(&[stage.clone(), down, ("limit", json!(1))]).await;
    assert_eq!(groups, json!([{"groupByDimensionValues": ["NEW"], "totalCount": "2"}]));
    let filtered = world.groups(&[stage.clone(), ("filter", json!("name[in]:[c,d]"))]).await;
    assert_eq!(filtered, json!([{"groupByDimensionValues": ["MEETING"], "totalCount": "2"}]));
    let through =
        world.groups(&[stage, ("filter", json!("company.name[eq]:Acme,amount.amountMicros[is]:NULL"))]).await;
    assert_eq!(through, json!([{"groupByDimensionValues": ["MEETING"], "totalCount": "1"}]));
}

#[tokio::test]
async fn groups_are_by_dates_and_relations_and_carry_samples() {
    let world = deals().await;
    let month = json!([{"closeDate": {"granularity": "MONTH", "timeZone": "Europe/Paris"}}]);
    let order = json!([{"closeDate": {"orderBy": "AscNullsLast", "granularity": "MONTH"}}]);
    let asked = [
        ("group_by", month.clone()),
        ("order_by", order),
        ("include_records_sample", json!(true)),
        ("order_by_for_records", json!("name[DescNullsLast]")),
        ("fields", json!("name")),
    ];
    let groups = world.groups(&asked).await;
    let line =
        |group: &Value| format!("{} {:?}", group["groupByDimensionValues"], super::names(&group["records"]));
    let lines: Vec<String> = groups.as_array().unwrap().iter().map(line).collect();
    assert_eq!(lines, [r#"["2026-02-01"] ["c", "b", "a"]"#, r#"[null] ["d"]"#]);
    assert_eq!(groups[0]["records"][0].as_object().unwrap().len(), 2, "id and name");
    let without = world.groups(&[("group_by", month), ("omit_null_values", json!(true))]).await;
    assert_eq!(without, json!([{"groupByDimensionValues": ["2026-02-01"], "totalCount": "3"}]));

    let by_company = [
        ("group_by", json!([{"company": {"name": true}}, {"stage": true}])),
        ("omit_null_values", json!(true)),
    ];
    let groups = world.groups(&by_company).await;
    let values: Vec<&Value> =
        groups.as_array().unwrap().iter().map(|group| &group["groupByDimensionValues"]).collect();
    assert_eq!(values, [&json!(["Acme", "NEW"]), &json!(["Acme", "MEETING"])]);
    let day = [
        ("group_by", json!([{"closeDate": {"granularity": "DAY_OF_THE_WEEK", "timeZone": "UTC"}}])),
        ("order_by", json!([{"closeDate": {"orderBy": "AscNullsLast"}}])),
    ];
    assert_eq!(world.groups(&day).await[0]["groupByDimensionValues"], json!(["Saturday"]));
}

#[tokio::test]
async fn groups_that_cannot_be_meant_are_refused() {
    let world = deals().await;
    let by = |group: Value| vec![("group_by", group)];
    let stage = ("group_by", json!([{"stage": true}]));
    for (asked, message, code) in [
        (vec![], "'group_by' is missing: a JSON array of fields is wanted", "INVALID_QUERY_INPUT"),
        (by(json!("stage")), "'group_by' invalid: it is not a JSON array", "INVALID_QUERY_INPUT"),
        (by(json!([])), "groupBy takes one to 10 fields", "INVALID_QUERY_INPUT"),
        (
            by(json!([{"stage": true, "name": true}])),
            "You cannot provide multiple fields in one GroupByInput, split them into multiple GroupByInput",
            "INVALID_QUERY_INPUT",
        ),
        (by(json!([{"nothing": true}])), "Unidentified field in groupBy: nothing", "INVALID_QUERY_INPUT"),
        (
            by(json!([{"closeDate": {"granularity": "DAY"}}])),
            "A time zone is needed to group by field \"closeDate\"",
            "MISSING_TIMEZONE_FOR_DATE_GROUP_BY",
        ),
        (
            by(json!([{"closeDate": {"granularity": "DAY", "timeZone": "Moon/Sea"}}])),
            "Invalid time zone for field \"closeDate\"",
            "INVALID_TIMEZONE",
        ),
        (
            vec![stage.clone(), ("aggregate", json!(["sumName"]))],
            "Object opportunity has no figure \"sumName\"",
            "INVALID_QUERY_INPUT",
        ),
        (
            vec![stage.clone(), ("aggregate", json!("sumName"))],
            "'aggregate' invalid: a JSON array of names is wanted, e.g. [\"totalCount\"]",
            "INVALID_QUERY_INPUT",
        ),
        (
            vec![stage.clone(), ("order_by", json!([{"name": "AscNullsFirst"}]))],
            "Groups cannot be ordered by \"name\": group by it first",
            "INVALID_QUERY_INPUT",
        ),
        (
            vec![stage.clone(), ("filter", json!("nothing[eq]:1"))],
            "Object opportunity doesn't have any \"nothing\" field.",
            "INVALID_ARGS_FILTER",
        ),
    ] {
        assert_eq!(world.refused_groups(&asked).await, (message.to_owned(), json!(code)), "{asked:?}");
    }
    world.get(&grouped(&[stage.clone(), ("view_id", json!("x"))])).await.expect(400);
    let nobody = json!("20202020-0000-4000-8000-000000000000");
    assert_eq!(
        world.get(&grouped(&[stage, ("view_id", nobody)])).await.expect(404)["code"],
        "VIEW_NOT_FOUND"
    );
}

#[tokio::test]
async fn the_filters_of_a_view_hold() {
    let world = deals().await;
    let model = DataModelApi::model(&world.server.engine, &world.member.actor).await.unwrap();
    let object = model.object("opportunity").unwrap().clone();
    let view = object.index_view().unwrap().row.id;
    let filter = async |field: &str, operand: &str, value: Value, part: Value, group: Value| {
        let field = object.field(field).unwrap().id;
        let query = "mutation M($input: CreateViewFilterInput!) { createViewFilter(input: $input) { id } }";
        let input = json!({"viewId": view, "fieldMetadataId": field, "operand": operand, "value": value,
            "subFieldName": part, "viewFilterGroupId": group});
        world.change_model(query, input).await["createViewFilter"]["id"].clone()
    };
    let groups = async || {
        let asked = [
            ("group_by", json!([{"name": true}])),
            ("view_id", json!(view)),
            ("order_by", json!([{"name": "AscNullsFirst"}])),
        ];
        let groups = world.groups(&asked).await;
        let names = groups
            .as_array()
            .unwrap()
            .iter()
            .map(|group| group["groupByDimensionValues"][0].as_str().unwrap().to_owned());
        names.collect::<Vec<_>>().join("")
    };
    let remove = async |id: Value| {
        let query = "mutation M($input: DestroyViewFilterInput!) { destroyViewFilter(input: $input) { id } }";
        world.change_model(query, json!({"id": id})).await;
    };
    assert_eq!(groups().await, "abcd");
    let none = Value::Null;
    let mut wrong = Vec::new();
    for (field, operand, value, part, expected) in [
        ("stage", "IS", json!("[\"NEW\"]"), none.clone(), "ab"),
        ("stage", "IS_NOT", json!("[\"NEW\"]"), none.clone(), "cd"),
        ("name", "CONTAINS", json!("A"), none.clone(), "a"),
        ("name", "DOES_NOT_CONTAIN", json!("a"), none.clone(), "bcd"),
        ("amount", "GREATER_THAN_OR_EQUAL", json!("3"), none.clone(), "ab"),
        ("amount", "LESS_THAN_OR_EQUAL", json!("3"), json!("amountMicros"), "b"),
        ("amount", "IS", json!("[\"EUR\"]"), json!("currencyCode"), "ab"),
        ("amount", "IS_EMPTY", json!(""), none.clone(), "cd"),
        ("amount", "IS_NOT_EMPTY", json!(""), none.clone(), "ab"),
        ("closeDate", "IS_BEFORE", json!("2026-02-10T12:00:00Z"), none.clone(), "ab"),
        ("closeDate", "IS_AFTER", json!("2026-02-10T12:00:00Z"), none.clone(), "c"),
        ("closeDate", "IS", json!("2026-02-10"), none.clone(), "b"),
        ("closeDate", "IS_EMPTY", json!(""), none.clone(), "d"),
        ("closeDate", "IS_RELATIVE", json!("NEXT_100_YEAR"), none.clone(), ""),
        ("createdAt", "IS_TODAY", json!(""), none.clone(), "abcd"),
        ("createdBy", "CONTAINS", json!("import"), none.clone(), "abcd"),
        ("company", "IS_EMPTY", json!(""), none.clone(), "bd"),
        ("stage", "IS", json!("[]"), none.clone(), "abcd"),
    ] {
        let id = filter(field, operand, value.clone(), part, Value::Null).await;
        let found = groups().await;
        if found != expected {
            wrong.push(format!("{field} {operand} {value}: {found}, not {expected}"));
        }
        remove(id).await;
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    // One of two in a group.
    let query =
        "mutation M($input: CreateViewFilterGroupInput!) { createViewFilterGroup(input: $input) { id } }";
    let group = json!({"viewId": view, "logicalOperator": "OR"});
    let group = world.change_model(query, group).await["createViewFilterGroup"]["id"].clone();
    filter("name", "CONTAINS", json!("a"), Value::Null, group.clone()).await;
    filter("name", "CONTAINS", json!("d"), Value::Null, group).await;
    assert_eq!(groups().await, "ad");
    // The same through GraphQL, which keeps no such answer.
    let query =
        "query($v: UUID) { opportunitiesGroupBy(groupBy: [{ stage: true }], viewId: $v) { totalCount } }";
    let asked = json!({"query": query, "variables": {"v": view}});
    for _ in 0..2 {
        let body = world.post("/graphql", asked.clone()).await.expect(200);
        assert_eq!(
            body["data"]["opportunitiesGroupBy"],
            json!([{"totalCount": 1}, {"totalCount": 1}]),
            "{body:#}"
        );
    }
}

#[tokio::test]
async fn values_of_groups_can_be_sent_back_in_filters() {
    let world = deals().await;
    let context = world.server.engine.session_context(&world.member.cookie, None).await.unwrap().unwrap();
    let table = context.2.object("opportunity").unwrap().table.clone();
    // Two moments within one millisecond are written alike, so they are one group.
    let schema = context.2.schema().to_string();
    for (name, at) in [("a", "2026-02-10 00:00:00.1234+00"), ("b", "2026-02-10 00:00:00.1239+00")] {
        let statement =
            format!(r#"UPDATE "{schema}"."{table}" SET "closeDate" = $1::timestamptz WHERE "name" = $2"#);
        let done = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(at).bind(name);
        done.execute(world.server.db.another().pool()).await.unwrap();
    }
    let field = ("filter", json!("name[in]:[a,b]"));
    for item in [json!({"closeDate": true}), json!({"closeDate": {"granularity": "NONE"}})] {
        let groups = world.groups(&[("group_by", json!([item])), field.clone()]).await;
        let expected = json!([{"groupByDimensionValues": ["2026-02-10T00:00:00.123Z"], "totalCount": "2"}]);
        assert_eq!(groups, expected, "{item}");
    }
    let path =
        format!("/rest/opportunities?filter={}", encoded("closeDate[eq]:\"2026-02-10T00:00:00.123Z\""));
    let found = world.get(&path).await.expect(200);
    assert_eq!(found["data"]["opportunities"].as_array().unwrap().len(), 2, "{found:#}");
    // Through GraphQL, with the records of each group, and of related records.
    let query = "query($g: [OpportunityGroupByInput!]!) { opportunitiesGroupBy(groupBy: $g) {
        groupByDimensionValues edges { node { name createdAt company { createdAt employees } } } } }";
    let company =
        world.company(json!({"name": "Large", "employees": 1e15, "createdAt": "2020-01-02T03:04:05Z"})).await;
    world.post("/rest/opportunities", json!({"name": "e", "companyId": company})).await.expect(201);
    let by = json!([{"company": {"createdAt": true}}, {"company": {"employees": true}}]);
    let asked = json!({"query": query, "variables": {"g": by}});
    let body = world.post("/graphql", asked).await.expect(200);
    let groups = body["data"]["opportunitiesGroupBy"].as_array().unwrap();
    let values: Vec<&Value> = groups.iter().map(|group| &group["groupByDimensionValues"]).collect();
    assert!(values.contains(&&json!(["2020-01-02T03:04:05.000Z", "1000000000000000"])), "{body:#}");
}
