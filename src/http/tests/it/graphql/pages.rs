//! Orders, pages, cursors.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{World, world};

const QUERY: &str = "query($first: Int, $last: Int, $after: String, $before: String, $offset: Int, $order: [CompanyOrderByInput], $filter: CompanyFilterInput) {
  companies(first: $first, last: $last, after: $after, before: $before, offset: $offset, orderBy: $order, filter: $filter) {
    totalCount edges { cursor node { name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}";

fn names(page: &Value) -> String {
    let edges = page["edges"].as_array().unwrap();
    edges.iter().map(|edge| edge["node"]["name"].as_str().unwrap_or("-")).collect::<Vec<_>>().join("")
}

async fn page(world: &World, variables: Value) -> Value {
    world.ask(QUERY, variables).await["companies"].clone()
}

async fn letters(world: &World) {
    world.empty().await;
    world.field("company", "employees", "NUMBER", json!({})).await;
    let data = json!([
        {"name": "d", "employees": 2}, {"name": "B", "employees": 1}, {"name": "a", "employees": 2},
        {"name": "E"}, {"name": "c", "employees": 1}, {"employees": 3},
    ]);
    world
        .ask("mutation($d: [CompanyCreateInput!]!) { createCompanies(data: $d) { id } }", json!({"d": data}))
        .await;
}

/// Pages of two bring the same records as all at once, in both directions.
async fn walked(world: &World, order: &Value, whole: &Value) {
    let all = names(whole);
    let (mut forward, mut after) = (String::new(), Value::Null);
    loop {
        let part = page(world, json!({"order": order, "first": 2, "after": after})).await;
        forward += &names(&part);
        let info = &part["pageInfo"];
        assert_eq!(info["hasPreviousPage"], json!(!after.is_null()), "{order}");
        assert_eq!(info["startCursor"], part["edges"][0]["cursor"]);
        after = info["endCursor"].clone();
        if info["hasNextPage"] == json!(false) {
            break;
        }
    }
    assert_eq!(forward, all, "{order}");
    let (mut backward, mut before) = (String::new(), whole["pageInfo"]["endCursor"].clone());
    loop {
        let part = page(world, json!({"order": order, "last": 2, "before": before})).await;
        backward = names(&part) + &backward;
        assert_eq!(part["pageInfo"]["hasNextPage"], json!(true));
        before = part["pageInfo"]["startCursor"].clone();
        if part["pageInfo"]["hasPreviousPage"] == json!(false) {
            break;
        }
    }
    assert_eq!(backward + &all[all.len() - 1..], all, "{order} backwards");
}

#[tokio::test]
async fn every_order_is_walked_in_both_directions() {
    let world = world().await;
    letters(&world).await;
    for (order, expected) in [
        (json!([{"name": "AscNullsFirst"}]), Some("-aBcdE")),
        (json!([{"name": "AscNullsLast"}]), Some("aBcdE-")),
        (json!([{"name": "DescNullsFirst"}]), Some("-EdcBa")),
        (json!([{"name": "DescNullsLast"}]), Some("EdcBa-")),
        (json!([{"employees": "AscNullsFirst"}, {"name": "AscNullsFirst"}]), Some("EBcad-")),
        (json!([{"employees": "AscNullsLast"}, {"name": "DescNullsLast"}]), Some("cBda-E")),
        (json!([{"employees": "DescNullsFirst"}, {"name": "AscNullsLast"}]), Some("E-adBc")),
        (json!([{"employees": "DescNullsLast"}, {"name": "DescNullsFirst"}]), Some("-dacBE")),
        (json!([{"createdAt": "DescNullsLast"}, {"position": "AscNullsFirst"}]), None),
        (
            json!([{"createdBy": {"source": "AscNullsFirst"}}, {"accountOwner": {"name": {"firstName": "AscNullsLast"}}}]),
            None,
        ),
        (json!(null), None),
    ] {
        let whole = page(&world, json!({"order": order})).await;
        let all = names(&whole);
        assert_eq!(all.len(), 6, "{order}");
        if let Some(expected) = expected {
            assert_eq!(all, expected, "{order}");
        }
        walked(&world, &order, &whole).await;
    }
}

#[tokio::test]
async fn cursors_are_the_base64_of_the_values_of_the_order() {
    let world = world().await;
    letters(&world).await;
    let order = json!([{"name": "AscNullsLast"}, {"address": {"addressCity": "AscNullsFirst"}}, {"accountOwner": {"userEmail": "AscNullsFirst"}}]);
    let first = page(&world, json!({"order": order, "first": 1})).await;
    let cursor = first["pageInfo"]["endCursor"].as_str().unwrap().to_owned();
    let decoded: Value = serde_json::from_slice(&STANDARD.decode(&cursor).unwrap()).unwrap();
    assert_eq!(decoded["name"], "a");
    assert_eq!(decoded["address"], json!({"addressCity": null}));
    assert_eq!(decoded["accountOwner"], json!({"userEmail": null}));
    assert!(decoded["id"].is_string());
    // Made by a client.
    let own = STANDARD.encode(json!({"name": "c", "id": "ffffffff-ffff-4fff-bfff-ffffffffffff"}).to_string());
    let after = page(&world, json!({"order": [{"name": "AscNullsLast"}], "after": own})).await;
    assert_eq!(names(&after), "dE-");
    assert_eq!(names(&page(&world, json!({"after": ""})).await).len(), 6, "an empty cursor is none");
    for (bad, order) in [
        ("no cursor".to_owned(), json!(null)),
        (STANDARD.encode("[1]"), json!(null)),
        (STANDARD.encode(json!({"name": "a"}).to_string()), json!([{"name": "AscNullsFirst"}])),
        (cursor, json!(null)),
        (STANDARD.encode(json!({"id": "'; DROP TABLE x"}).to_string()), json!(null)),
        (
            STANDARD
                .encode(json!({"name": "a\u{0}", "id": "ffffffff-ffff-4fff-bfff-ffffffffffff"}).to_string()),
            json!([{"name": "AscNullsFirst"}]),
        ),
    ] {
        let refused = world.refused(QUERY, json!({"after": bad, "order": order})).await;
        let expected =
            (format!("Invalid cursor: {bad}"), "BAD_USER_INPUT".to_owned(), json!("INVALID_CURSOR"));
        assert_eq!(refused, expected);
    }
}

#[tokio::test]
async fn long_lists_and_many_long_texts_are_walked_like_short_ones() {
    let world = world().await;
    world.empty().await;
    world.field("company", "tags", "ARRAY", json!({})).await;
    let option = |i: usize| json!({"value": format!("OPTION_{i}"), "label": format!("Option {i}"), "color": "green", "position": i});
    world
        .field(
            "company",
            "kinds",
            "MULTI_SELECT",
            json!({"options": (0..60).map(option).collect::<Vec<_>>()}),
        )
        .await;
    // Alike in all that is compared.
    let long = |last: &str| -> Vec<String> {
        (0..2000).map(|i| format!("tag number {i}")).chain([last.to_owned()]).collect()
    };
    let kinds = |count: usize| -> Vec<String> { (0..count).map(|i| format!("OPTION_{i}")).collect() };
    let data = json!([
        {"name": "a", "tags": long("x"), "kinds": kinds(60)}, {"name": "b", "tags": long("y"), "kinds": kinds(59)},
        {"name": "c", "tags": long("X"), "kinds": kinds(2)}, {"name": "d", "tags": ["Zebra"], "kinds": []},
        {"name": "e", "tags": []}, {"name": "f", "tags": ["tag", "number"], "kinds": kinds(3)}, {"name": "g"},
    ]);
    let create = "mutation($d: [CompanyCreateInput!]!) { createCompanies(data: $d) { id } }";
    world.ask(create, json!({ "d": data })).await;
    for direction in ["AscNullsFirst", "AscNullsLast", "DescNullsFirst", "DescNullsLast"] {
        for order in [
            json!([{"tags": direction}]),
            json!([{"kinds": direction}, {"name": "DescNullsLast"}]),
            json!([{"kinds": "AscNullsFirst"}, {"tags": direction}]),
        ] {
            let whole = page(&world, json!({"order": order})).await;
            assert_eq!(names(&whole).len(), 7);
            let cursor = whole["pageInfo"]["startCursor"].as_str().unwrap();
            assert!(cursor.len() < 2000, "{order}: {}", cursor.len());
            walked(&world, &order, &whole).await;
        }
    }
    let up = page(&world, json!({"order": [{"tags": "AscNullsLast"}, {"name": "AscNullsFirst"}]})).await;
    assert_eq!(names(&up), "fabcdeg");
    // Lists in cursors of a client's own.
    let own = json!({"tags": ["TAG", "Number"], "id": "ffffffff-ffff-4fff-bfff-ffffffffffff"});
    let order = json!([{"tags": "AscNullsLast"}]);
    let after = page(&world, json!({"order": order, "after": STANDARD.encode(own.to_string())})).await;
    assert_eq!(names(&after).len(), 6, "all but f");

    // As many criteria as there may be, each as long as it can be.
    let text = "\u{1}".repeat(300);
    let mut order = vec![json!({"address": {"addressCity": "AscNullsFirst"}})];
    let mut values = json!({"address": {"addressCity": text}});
    for i in 0..31 {
        let name = format!("text{i}");
        world.field("company", &name, "TEXT", json!({})).await;
        order.push(json!({&name: "AscNullsFirst"}));
        values[name] = json!(text);
    }
    let update = "mutation($d: CompanyUpdateInput!) { updateCompanies(filter: { name: { neq: \"\" } }, data: $d) { id } }";
    world.ask(update, json!({ "d": values })).await;
    let order = json!(order);
    let whole = page(&world, json!({"order": order})).await;
    let cursor = whole["pageInfo"]["startCursor"].as_str().unwrap();
    assert!(cursor.len() > 50_000, "{}", cursor.len());
    walked(&world, &order, &whole).await;
}

#[tokio::test]
async fn a_refused_field_leaves_the_others_alone() {
    let world = world().await;
    let bad = STANDARD.encode(json!({"name": "a", "id": "x"}).to_string());
    let query = "query($bad: String) {
        companies { edges { node { people(after: $bad) { edges { cursor } } } } }
        people { edges { node { noteTargets { totalCount } } } }
        notes(first: -1) { totalCount }
    }";
    let answer = world.send(query, json!({"bad": bad})).await;
    let errors = answer["errors"].as_array().unwrap();
    let told: Vec<_> = errors.iter().map(|error| (&error["path"], &error["message"])).collect();
    let cursor = json!(format!("Invalid cursor: {bad}"));
    let first = json!("First argument must be non-negative");
    assert_eq!(told, [(&json!(["companies"]), &cursor), (&json!(["notes"]), &first)]);
    assert!(answer["data"]["people"]["edges"].is_array() && answer["data"]["notes"].is_null());
}

#[tokio::test]
async fn page_arguments_have_rules() {
    let world = world().await;
    letters(&world).await;
    let cursor = STANDARD.encode(json!({"id": "ffffffff-ffff-4fff-bfff-ffffffffffff"}).to_string());
    for (variables, message, sub_code) in [
        (json!({"first": 1, "last": 1}), "Cannot provide both first and last", "ARGS_CONFLICT"),
        (json!({"before": cursor, "after": cursor}), "Cannot provide both before and after", "ARGS_CONFLICT"),
        (json!({"before": cursor, "first": 1}), "Cannot provide both before and first", "ARGS_CONFLICT"),
        (json!({"after": cursor, "last": 1}), "Cannot provide both after and last", "ARGS_CONFLICT"),
        (json!({"first": -1}), "First argument must be non-negative", "INVALID_ARGS_FIRST"),
        (json!({"last": -1}), "Last argument must be non-negative", "INVALID_ARGS_LAST"),
    ] {
        let refused = world.refused(QUERY, variables).await;
        assert_eq!(refused, (message.to_owned(), "BAD_USER_INPUT".to_owned(), json!(sub_code)));
    }
    let empty = page(&world, json!({"first": 0})).await;
    assert_eq!((&empty["totalCount"], names(&empty)), (&json!(6), String::new()));
    assert_eq!(
        empty["pageInfo"],
        json!({"hasNextPage": true, "hasPreviousPage": false, "startCursor": null, "endCursor": null})
    );
    let order = json!([{"name": "AscNullsLast"}]);
    assert_eq!(names(&page(&world, json!({"first": 2, "offset": 3, "order": order})).await), "dE");
    let filtered =
        page(&world, json!({"first": 1, "order": order, "filter": {"employees": {"eq": 2}}})).await;
    assert_eq!((names(&filtered), &filtered["totalCount"]), ("a".to_owned(), &json!(2)));
    for order in [
        json!([{"people": "AscNullsFirst"}]),
        json!([{"people": {"name": "AscNullsFirst"}}]),
        json!([{"nothing": "AscNullsFirst"}]),
        json!([{"address": "AscNullsFirst"}]),
        json!([{"name": "sideways"}]),
        json!(["name"]),
    ] {
        assert_eq!(world.refused(QUERY, json!({"order": order})).await.1, "BAD_USER_INPUT", "{order}");
    }
}
