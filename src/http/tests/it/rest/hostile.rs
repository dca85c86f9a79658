//! Requests that mean harm, to both APIs over records: a documented refusal, never a failure of the server.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{World, companies, encoded, world};
use crate::support::{Answer, answer};

const HOSTILE: [&str; 9] = [
    "'; DROP TABLE company; --",
    "\"; DROP TABLE company; --",
    "\\'; SELECT pg_sleep(9); --",
    "') OR 1=1 --",
    "$1",
    "%' OR '1'='1",
    "a\u{0}b",
    "\u{202e}\u{feff}\u{1f4a3}",
    "{\"$ne\":null}",
];

/// Refused in the way that is documented, or answered.
#[track_caller]
fn is_documented(answer: &Answer, what: &str) {
    let status = answer.status.as_u16();
    assert!([200, 201, 400, 404, 405, 413, 415].contains(&status), "{what}: {status} {:#}", answer.body);
    if status >= 400 {
        let body = &answer.body;
        assert_eq!(body["statusCode"], status, "{what}: {body:#}");
        let is_told = body["messages"][0].as_str().is_some_and(|message| !message.is_empty());
        assert!(is_told && body["error"].is_string(), "{what}: {body:#}");
    }
}

impl World {
    /// All companies are still there.
    async fn is_unharmed(&self) {
        assert_eq!(self.filtered("").await, ["Apple", "Birch", "Cedar"]);
    }

    async fn graphql(&self, query: &str, variables: Value) -> Value {
        self.post("/graphql", json!({"query": query, "variables": variables})).await.expect(200)
    }

    async fn raw(&self, kind: &str, body: impl Into<reqwest::Body>) -> Answer {
        let request =
            self.server.with(&self.key, Method::POST, "/rest/companies").header("content-type", kind);
        answer(request.body(body)).await
    }
}

#[tokio::test]
async fn hostile_texts_in_every_place_are_texts() {
    let world = companies().await;
    for text in HOSTILE {
        let (coded, quoted) = (encoded(text), json!(text).to_string());
        let cursor = encoded(&STANDARD.encode(json!({"id": text}).to_string()));
        let other_cursor = encoded(&STANDARD.encode(json!({text: text}).to_string()));
        for query in [
            format!("order_by={coded}"),
            format!("order_by=name[{coded}]"),
            format!("order_by=company.{coded}"),
            format!("order_by={}", encoded(&json!([{text: "AscNullsFirst"}, {"name": text}]).to_string())),
            format!("filter={coded}"),
            format!("filter={}", encoded(&format!("{text}[eq]:1"))),
            format!("filter={}", encoded(&format!("name[{text}]:1"))),
            format!("filter={}", encoded(&format!("name[eq]:{quoted}"))),
            format!("filter={}", encoded(&format!("name[in]:[{quoted}]"))),
            format!("filter={}", encoded(&format!("accountOwner.{text}[eq]:1"))),
            format!("filter={}", encoded(&format!("accountOwner.name.firstName[ilike]:{quoted}"))),
            format!("filter={}", encoded(&format!("searchVector[search]:{quoted}"))),
            format!("filter={}", encoded(&format!("id[eq]:{quoted}"))),
            format!("filter={}", encoded(&format!("createdAt[gt]:{quoted}"))),
            format!("filter={}", encoded(&json!({text: {text: text}}).to_string())),
            format!("filter={}", encoded(&json!({"name": {"like": text}}).to_string())),
            format!("starting_after={coded}"),
            format!("starting_after={cursor}"),
            format!("ending_before={other_cursor}"),
            format!("fields={coded}"),
            format!("limit={coded}"),
            format!("depth={coded}"),
            format!("{coded}={coded}"),
        ] {
            is_documented(&world.get(&format!("/rest/companies?{query}")).await, &query);
        }
        for query in [
            format!("group_by={coded}"),
            format!("group_by={}", encoded(&json!([{text: true}]).to_string())),
            format!(
                "group_by={}",
                encoded(&json!([{"createdAt": {"granularity": text, "timeZone": text}}]).to_string())
            ),
            format!(
                "group_by={}&aggregate={}",
                encoded("[{\"name\":true}]"),
                encoded(&json!([text]).to_string())
            ),
            format!(
                "group_by={}&order_by={}",
                encoded("[{\"name\":true}]"),
                encoded(&json!([{"aggregate": {text: text}}]).to_string())
            ),
            format!("group_by={}&view_id={coded}", encoded("[{\"name\":true}]")),
            format!("group_by={}&order_by_for_records={coded}", encoded("[{\"name\":true}]")),
        ] {
            is_documented(&world.get(&format!("/rest/companies/groupBy?{query}")).await, &query);
        }
        for path in [
            format!("/rest/{coded}"),
            format!("/rest/companies/{coded}"),
            format!("/rest/{coded}/{coded}/restore"),
        ] {
            is_documented(&world.get(&path).await, &path);
        }
        for body in [
            json!({text: text}),
            json!({"id": text}),
            json!({"address": {text: text}}),
            json!({"accountOwner": {"connect": {"where": {text: text}}}}),
            json!({"accountOwner": {"connect": {"where": {"id": text}}}}),
            json!({"accountOwnerId": text}),
            json!({"createdAt": text}),
            json!({"position": text}),
        ] {
            let told = world.post("/rest/companies", body.clone()).await;
            assert_eq!(told.status.as_u16(), 400, "{body} {:#}", told.body);
            is_documented(&told, &body.to_string());
        }
        for (path, body) in [
            ("duplicates", json!({"ids": [text]})),
            ("duplicates", json!({"data": [{"name": text}]})),
            ("duplicates", json!({"data": [{text: text}]})),
        ] {
            is_documented(
                &world.post(&format!("/rest/companies/{path}"), body.clone()).await,
                &body.to_string(),
            );
        }
        let merge = json!({"ids": [text, text], "conflictPriorityIndex": 0});
        is_documented(&world.patch("/rest/companies/merge", merge).await, text);
    }
    world.is_unharmed().await;
    // What can be stored is stored as it is.
    for text in HOSTILE.into_iter().filter(|text| !text.contains('\0')) {
        let id = world.company(json!({"name": text})).await;
        let read = world.get(&format!("/rest/companies/{id}?fields=name")).await.expect(200);
        assert_eq!(read["data"]["company"]["name"], text);
        let found = world
            .get(&format!("/rest/companies?filter={}", encoded(&format!("name[eq]:{}", json!(text)))))
            .await;
        assert_eq!(found.expect(200)["totalCount"], 1, "{text}");
        world.delete(&format!("/rest/companies/{id}")).await.expect(200);
    }
    let told = world.post("/rest/companies", json!({"name": "a\u{0}b"})).await.expect(400);
    assert_eq!(told["code"], "INVALID_ARGS_DATA", "{told:#}");
    world.is_unharmed().await;
}

#[tokio::test]
async fn bodies_of_other_kinds_are_refused() {
    let world = companies().await;
    for (kind, body, status) in [
        ("application/json", b"{\"name\": \"\xff\xfe\"}".to_vec(), 400),
        ("application/json", b"".to_vec(), 400),
        ("application/json", b"{\"name\": \"a\"} x".to_vec(), 400),
        ("application/json", b"\xef\xbb\xbf{}".to_vec(), 400),
        ("application/json", b"{\"employees\": 1e999}".to_vec(), 400),
        ("application/json", b"{\"name\": \"\\ud800\"}".to_vec(), 400),
        ("application/json", "[".repeat(1_000_000).into_bytes(), 400),
        ("application/json", format!("{{\"a\":{}", "{\"a\":".repeat(100_000)).into_bytes(), 400),
        ("text/plain", b"{\"name\": \"x\"}".to_vec(), 415),
        ("application/xml", b"<name/>".to_vec(), 415),
        ("application/x-www-form-urlencoded", b"name=x".to_vec(), 415),
        ("multipart/form-data; boundary=x", b"--x--".to_vec(), 415),
        ("application/json; charset=utf-8", b"{\"name\": 1}".to_vec(), 400),
    ] {
        let told = world.raw(kind, body).await;
        assert_eq!(told.status.as_u16(), status, "{kind} {:#}", told.body);
        is_documented(&told, kind);
    }
    // Nothing is decoded that does not say so, and a query string is UTF-8.
    for path in [
        "/rest/companies?filter=%FF%FE",
        "/rest/companies?starting_after=%00",
        "/rest/%FF",
        "/rest/companies?limit=%F0",
    ] {
        is_documented(&world.get(path).await, path);
    }
    let long = format!("/rest/companies?filter={}", "a".repeat(60_000));
    let told = world.get(&long).await;
    assert!([400, 414, 431].contains(&told.status.as_u16()), "{}", told.status);
    world.is_unharmed().await;
}

#[tokio::test]
async fn depth_has_an_end() {
    let world = companies().await;
    let nested = |open: &str, close: &str, times: usize, inner: &str| {
        format!("{}{inner}{}", open.repeat(times), close.repeat(times))
    };
    for filter in [
        nested("and(", ")", 500, "name[eq]:x"),
        nested("not(", ")", 13, "name[eq]:x"),
        nested("{\"not\":", "}", 100, "{}"),
        nested("{\"and\":[", "]}", 60, "{}"),
        nested("{\"accountOwner\":", "}", 20, "{}"),
        format!("{}name[eq]:1", "accountOwner.".repeat(50)),
        format!("{}name[eq]:1", "people.some.company.".repeat(6)),
        nested("{\"people\":{\"every\":{\"company\":", "}}}", 12, "{\"name\":{\"eq\":\"x\"}}"),
    ] {
        let shown: String = filter.chars().take(40).collect();
        let told = world.get(&format!("/rest/companies?filter={filter}")).await;
        assert_eq!(told.status.as_u16(), 400, "{shown} {:#}", told.body);
        is_documented(&told, &shown);
    }
    // As deep as it may go, over and over: answered, or given up in time.
    let one =
        nested("{\"people\":{\"none\":{\"company\":", "}}}", 5, "{\"people\":{\"totalCount\":{\"gt\":1}}}");
    let many = format!("{{\"or\":[{}]}}", vec![one.as_str(); 60].join(","));
    let told = world.get(&format!("/rest/companies?filter={}", encoded(&many))).await;
    assert!([200, 400, 408].contains(&told.status.as_u16()), "{:#}", told.body);
    let order = format!("{}name", "accountOwner.".repeat(40));
    is_documented(&world.get(&format!("/rest/companies?order_by={order}")).await, &order);
    let many = (0..500).map(|_| "name").collect::<Vec<_>>().join(",");
    is_documented(&world.get(&format!("/rest/companies?order_by={many}")).await, "500 keys");
    let many = (0..3000).map(|_| "name").collect::<Vec<_>>().join(",");
    world.get(&format!("/rest/companies?fields={many}&limit=1")).await.expect(200);
    let wide = (0..3000).map(|i| format!("employees[eq]:{i}")).collect::<Vec<_>>().join(",");
    is_documented(&world.get(&format!("/rest/companies?filter=or({wide})&limit=1")).await, "3000 clauses");
    let deep: Value = (0..120).fold(json!(1), |inner, _| json!({"a": inner}));
    is_documented(&world.post("/rest/companies", json!({"address": deep})).await, "deep value");
    world.field("company", "raw", "RAW_JSON", Value::Null).await;
    let deep: Value = (0..100).fold(json!({}), |inner, _| json!({"a": inner}));
    is_documented(&world.post("/rest/companies", json!({"name": "Deep", "raw": deep})).await, "deep JSON");
    let variable = "query($f: CompanyFilterInput) { companies(filter: $f) { totalCount } }";
    let deep: Value = (0..100).fold(json!({}), |inner, _| json!({"not": inner}));
    let told = world.graphql(variable, json!({"f": deep})).await;
    assert_eq!(told["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{told:#}");
}

#[tokio::test]
async fn large_lists_and_values_are_taken_or_refused() {
    let world = companies().await;
    let ids: Vec<Value> = (0..10_000).map(|_| json!(Uuid::new_v4())).collect();
    let names: Vec<String> = (0..9_999).map(|i| format!("n{i}")).chain(["Apple".to_owned()]).collect();
    let filter = "query($f: CompanyFilterInput) { companies(filter: $f) { totalCount } }";
    let found = world.graphql(filter, json!({"f": {"id": {"in": ids}}})).await;
    assert_eq!(found["data"]["companies"]["totalCount"], 0, "{found:#}");
    let found = world.graphql(filter, json!({"f": {"name": {"in": names}}})).await;
    assert_eq!(found["data"]["companies"]["totalCount"], 1, "{found:#}");
    let numbers: Vec<u32> = (0..10_000).collect();
    let found = world.graphql(filter, json!({"f": {"employees": {"in": numbers}}})).await;
    assert_eq!(found["data"]["companies"]["totalCount"], 2, "{found:#}");
    let listed: Vec<String> = (0..4_000).map(|i| i.to_string()).collect();
    let path = format!("/rest/companies?depth=0&filter=employees[in]:[{}]", listed.join(","));
    assert_eq!(world.get(&path).await.expect(200)["totalCount"], 2);
    // More than one call may hold.
    let batch: Vec<Value> = (0..10_000).map(|i| json!({"name": format!("B{i}")})).collect();
    let told = world.post("/rest/batch/companies", json!(batch)).await.expect(400);
    assert_eq!(told["code"], "TOO_MANY_RECORDS_TO_UPDATE");
    let told = world.post("/rest/companies/duplicates", json!({"ids": ids})).await.expect(400);
    assert_eq!(told["messages"][0], "Too many records are asked about at once");
    let body = json!({"ids": ids, "conflictPriorityIndex": 0});
    assert_eq!(world.patch("/rest/companies/merge", body).await.expect(400)["code"], "INVALID_QUERY_INPUT");
    // A text has at most a megabyte, and cursors do not hold it whole.
    let told = world.post("/rest/companies", json!({"name": "x".repeat(3 << 20)})).await.expect(400);
    assert_eq!(told["messages"][0], "The value of \"name\" is larger than 1 MB.");
    let long = "x".repeat(900_000);
    let id = world.company(json!({"name": long})).await;
    let read =
        world.get("/rest/companies?limit=2&order_by=name[DescNullsLast]&fields=name").await.expect(200);
    assert_eq!(read["data"]["companies"][0]["name"].as_str().unwrap().len(), 900_000);
    assert!(read["pageInfo"]["endCursor"].as_str().unwrap().len() < 2000);
    world.delete(&format!("/rest/companies/{id}")).await.expect(200);
    world.is_unharmed().await;
}

#[tokio::test]
async fn numbers_keep_their_digits_or_are_refused() {
    let world = world().await;
    let amount = |digits: &str| json!({"annualRevenue": {"amountMicros": digits, "currencyCode": "EUR"}});
    for digits in ["9007199254740993", "123456789012345678901234567890", "-7", "1e3", "0.5"] {
        let made = world.post("/rest/companies?fields=annualRevenue", amount(digits)).await;
        is_documented(&made, digits);
        if made.status.is_success() {
            let id = made.body["data"]["createCompany"]["id"].as_str().unwrap();
            let filter = encoded(&format!("annualRevenue.amountMicros[eq]:{digits},id[eq]:{id}"));
            let found = world.get(&format!("/rest/companies?depth=0&filter={filter}")).await.expect(200);
            assert_eq!(found["totalCount"], 1, "{digits}: {:#}", made.body);
        }
    }
    let large = r#"{"annualRevenue": {"amountMicros": 9007199254740993}}"#;
    let made = world.raw("application/json", large).await.expect(201);
    assert_eq!(made["data"]["createCompany"]["annualRevenue"]["amountMicros"], "9007199254740993");
    for body in [
        r#"{"employees": 1e400}"#,
        r#"{"employees": "NaN"}"#,
        r#"{"employees": "Infinity"}"#,
        r#"{"position": 1e400}"#,
        r#"{"position": "NaN"}"#,
        r#"{"annualRevenue": {"amountMicros": 1e400}}"#,
        r#"{"annualRevenue": {"amountMicros": "1e99999"}}"#,
        r#"{"annualRevenue": {"amountMicros": "0x10"}}"#,
        r#"{"annualRevenue": {"amountMicros": "NaN"}}"#,
    ] {
        let told = world.raw("application/json", body).await;
        assert_eq!(told.status.as_u16(), 400, "{body} {:#}", told.body);
    }
    for body in [
        r#"{"annualRevenue": {"amountMicros": 1e308}}"#,
        r#"{"employees": 123456789012345678901234567890}"#,
        r#"{"position": -1e308}"#,
    ] {
        is_documented(&world.raw("application/json", body).await, body);
    }
    for filter in [
        "employees[eq]:99999999999999999999999999999999",
        "employees[eq]:NaN",
        "employees[gt]:-Infinity",
        "annualRevenue.amountMicros[eq]:1e99999",
        "annualRevenue.amountMicros[lt]:NaN",
        "position[eq]:1e400",
        "createdAt[eq]:9999999-01-01",
        "createdAt[eq]:0000-00-00",
    ] {
        is_documented(&world.get(&format!("/rest/companies?filter={}", encoded(filter))).await, filter);
    }
    for limit in ["9007199254740993", "18446744073709551616", "1e9", "0x10", "٣"] {
        is_documented(&world.get(&format!("/rest/companies?limit={}", encoded(limit))).await, limit);
    }
}

#[tokio::test]
async fn cursors_of_other_questions_are_refused() {
    let world = companies().await;
    let cursor = async |query: &str| {
        let body = world.get(&format!("/rest/companies?limit=1&{query}")).await.expect(200);
        body["pageInfo"]["endCursor"].as_str().unwrap().to_owned()
    };
    let (by_name, by_number, plain) =
        (cursor("order_by=name").await, cursor("order_by=employees").await, cursor("").await);
    for (cursor, order) in [(&by_name, "employees"), (&by_number, "name"), (&by_name, ""), (&plain, "name")] {
        for side in ["starting_after", "ending_before"] {
            let path = format!("/rest/companies?order_by={order}&{side}={}", encoded(cursor));
            let told = world.get(&path).await.expect(400);
            assert_eq!(
                (&told["code"], &told["messages"][0]),
                (&json!("INVALID_CURSOR"), &json!(format!("Invalid cursor: {cursor}")))
            );
        }
        let query = "query($c: String, $o: [CompanyOrderByInput]) { companies(after: $c, orderBy: $o) { edges { cursor } } }";
        let order = if order.is_empty() { json!([]) } else { json!([{order: "AscNullsFirst"}]) };
        let told = world.graphql(query, json!({"c": cursor, "o": order})).await;
        assert_eq!(told["errors"][0]["extensions"]["subCode"], "INVALID_CURSOR", "{told:#}");
    }
    let made = |value: Value| encoded(&STANDARD.encode(value.to_string()));
    for place in [
        json!({"id": 1}),
        json!({"id": null}),
        json!({"id": ["x"]}),
        json!({"id": {"a": 1}}),
        json!({"name": {"a": {"b": 1}}, "id": Uuid::new_v4()}),
        json!({"name": "a\u{0}", "id": Uuid::new_v4()}),
        json!([]),
        json!("x"),
        json!({}),
    ] {
        let told =
            world.get(&format!("/rest/companies?order_by=name&starting_after={}", made(place.clone()))).await;
        assert_eq!(told.expect(400)["code"], "INVALID_CURSOR", "{place}");
    }
    let huge = STANDARD.encode(json!({"id": "x".repeat(20_000)}).to_string()).replace('=', "%3D");
    is_documented(&world.get(&format!("/rest/companies?starting_after={huge}")).await, "a huge cursor");
}
