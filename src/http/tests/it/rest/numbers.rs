//! Numbers as they go over the wire: all their digits, and no exponent where whole numbers are meant.

use serde_json::{Value, json};

use super::{World, encoded, world};

impl World {
    /// The answer as it is written: readers of JSON round large numbers.
    async fn text(&self, path: &str) -> String {
        let response = self.server.with(&self.key, reqwest::Method::GET, path).send().await.unwrap();
        assert_eq!(response.status().as_u16(), 200, "{path}");
        response.text().await.unwrap()
    }

    async fn text_of_graphql(&self, query: &str) -> String {
        let request = self.server.with(&self.key, reqwest::Method::POST, "/graphql");
        let text = request.json(&json!({ "query": query })).send().await.unwrap().text().await.unwrap();
        assert!(!text.contains("\"errors\""), "{text}");
        text
    }
}

#[track_caller]
fn holds(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part} is not in {text}");
    }
}

/// Companies with whole numbers up to the largest, and amounts beyond it.
async fn large() -> World {
    let world = world().await.emptied("companies").await;
    let company = world.server.engine.session_context(&world.member.cookie, None).await.unwrap().unwrap().2;
    let company = company.object("company").unwrap().id;
    let field = json!({"objectMetadataId": company, "name": "huge", "label": "huge", "type": "NUMBER", "settings": {"dataType": "bigint"}});
    let query = "mutation M($input: CreateOneFieldMetadataInput!) { createOneField(input: $input) { id } }";
    world.change_model(query, json!({ "field": field })).await;
    for (name, huge, amount) in [
        ("A", json!(9_007_199_254_740_991_i64), "9007199254740993"),
        ("B", json!(1_000_000_000_000_000_i64), "9007199254740993"),
        ("C", json!(-9_007_199_254_740_991_i64), "123456789012345678901234567890"),
    ] {
        let amount = json!({"amountMicros": amount, "currencyCode": "EUR"});
        let values = json!({"name": name, "huge": huge, "employees": 1e15, "annualRevenue": amount});
        let made = world.post("/rest/companies", values.clone()).await.expect(201);
        assert_eq!(made["data"]["createCompany"]["huge"], huge, "{made:#}");
        assert_eq!(made["data"]["createCompany"]["annualRevenue"]["amountMicros"], amount["amountMicros"]);
    }
    world
}

#[tokio::test]
async fn whole_numbers_are_written_plainly() {
    let world = large().await;
    let query = "{ companies(orderBy: [{ name: AscNullsFirst }]) { edges { node { huge employees annualRevenue { amountMicros } } } } }";
    let expected = r#"{"huge" : 1000000000000000, "employees" : 1000000000000000, "annualRevenue" : {"amountMicros" : "9007199254740993"}}"#;
    holds(
        &world.text_of_graphql(query).await,
        &[expected, r#""huge" : 9007199254740991"#, "-9007199254740991", "123456789012345678901234567890"],
    );
    let text = world.text("/rest/companies?depth=0&fields=huge,employees,annualRevenue").await;
    holds(
        &text,
        &[
            r#""huge" : 9007199254740991"#,
            r#""huge" : 1000000000000000"#,
            r#""huge" : -9007199254740991"#,
            r#""employees" : 1000000000000000"#,
        ],
    );
    holds(
        &text,
        &[r#""amountMicros" : "9007199254740993""#, r#""amountMicros" : "123456789012345678901234567890""#],
    );
    // What is read is found again.
    for (filter, names) in [
        ("huge[eq]:9007199254740991", vec!["A"]),
        ("huge[lt]:-9007199254740990", vec!["C"]),
        ("huge[in]:[1000000000000000,1e15]", vec!["B"]),
        ("annualRevenue.amountMicros[eq]:9007199254740993", vec!["A", "B"]),
        ("annualRevenue.amountMicros[eq]:9007199254740992", vec![]),
        ("annualRevenue.amountMicros[gt]:123456789012345678901234567889", vec!["C"]),
        (
            r#"{"annualRevenue":{"amountMicros":{"gte":9007199254740993,"lt":9007199254740994}}}"#,
            vec!["A", "B"],
        ),
    ] {
        assert_eq!(world.filtered(filter).await, names, "{filter}");
    }
    // Pages go on behind them.
    for order in ["huge", "annualRevenue.amountMicros[DescNullsLast]"] {
        let path = format!("/rest/companies?depth=0&limit=1&order_by={}", encoded(order));
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        for _ in 0..3 {
            let body = world.get(&format!("{path}&starting_after={}", encoded(&cursor))).await.expect(200);
            seen.extend(super::names(&body["data"]["companies"]));
            cursor = body["pageInfo"]["endCursor"].as_str().unwrap().to_owned();
        }
        seen.sort();
        assert_eq!(seen, ["A", "B", "C"], "{order}");
    }
}

#[tokio::test]
async fn figures_have_all_their_digits() {
    let world = large().await;
    let figures = "sumAnnualRevenueAmountMicros minAnnualRevenueAmountMicros maxAnnualRevenueAmountMicros avgAnnualRevenueAmountMicros \
                   sumHuge minHuge maxHuge avgEmployees sumEmployees";
    let some = "(filter: { name: { in: [\"A\", \"B\"] } })";
    let text = world.text_of_graphql(&format!("{{ companies{some} {{ {figures} }} }}")).await;
    let expected = [
        r#""sumAnnualRevenueAmountMicros" : 18014398509481986"#,
        r#""minAnnualRevenueAmountMicros" : 9007199254740993"#,
        r#""maxAnnualRevenueAmountMicros" : 9007199254740993"#,
        r#""avgAnnualRevenueAmountMicros" : 9007199254740993"#,
        r#""sumHuge" : 10007199254740991"#,
        r#""minHuge" : 1000000000000000"#,
        r#""maxHuge" : 9007199254740991"#,
        r#""avgEmployees" : 1000000000000000"#,
        r#""sumEmployees" : 2000000000000000"#,
    ];
    holds(&text, &expected);
    let text = world.text_of_graphql("{ companies { sumAnnualRevenueAmountMicros } }").await;
    holds(&text, &["123456789012363693299744049876"]);
    let query = format!(
        "{{ companiesGroupBy(groupBy: [{{ name: true }}], filter: {{ name: {{ eq: \"C\" }} }}) {{ {figures} }} }}"
    );
    let text = world.text_of_graphql(&query).await;
    holds(
        &text,
        &[
            r#""sumAnnualRevenueAmountMicros" : 123456789012345678901234567890"#,
            r#""sumHuge" : -9007199254740991"#,
        ],
    );
    let aggregate = json!(["sumAnnualRevenueAmountMicros", "maxHuge", "sumEmployees"]).to_string();
    let path = format!(
        "/rest/companies/groupBy?group_by={}&aggregate={}&filter={}",
        encoded(r#"[{"annualRevenue":{"currencyCode":true}}]"#),
        encoded(&aggregate),
        encoded("name[in]:[A,B]")
    );
    let body = world.get(&path).await.expect(200);
    let expected = json!({"groupByDimensionValues": ["EUR"], "sumAnnualRevenueAmountMicros": "18014398509481986",
        "maxHuge": "9007199254740991", "sumEmployees": "2000000000000000"});
    assert_eq!(body, json!([expected]));
}

#[tokio::test]
async fn exports_write_them_as_they_are() {
    let world = large().await;
    let csv = world
        .text("/rest/exports/companies?fields=name,huge,employees,annualRevenue&format=csv&order_by=name")
        .await;
    holds(&csv, &["9007199254740991", "1000000000000000"]);
    assert!(!csv.contains("e+") && !csv.contains("e15") && !csv.contains("1e"), "{csv}");
    let lines =
        world.text("/rest/exports/companies?fields=name,huge,annualRevenue&format=jsonl&order_by=name").await;
    let read: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(read[0]["huge"], json!(9_007_199_254_740_991_i64), "{lines}");
    assert_eq!(read[1]["huge"], json!(1_000_000_000_000_000_i64), "{lines}");
    holds(&lines, &["9007199254740993", "123456789012345678901234567890"]);
}

#[tokio::test]
async fn numbers_that_a_field_cannot_hold_are_refused() {
    let world = large().await;
    for number in ["9007199254740992", "9007199254740993", "-9007199254740992", "1e300", "0.5"] {
        let body = format!("{{\"huge\": {number}}}");
        let request = world.server.with(&world.key, reqwest::Method::POST, "/rest/companies");
        let told = crate::support::answer(request.header("content-type", "application/json").body(body))
            .await
            .expect(400);
        assert_eq!(told["code"], "INVALID_ARGS_DATA", "{number} {told:#}");
        assert!(told["messages"][0].as_str().unwrap().starts_with("Invalid number value"), "{told:#}");
        let query = format!("mutation {{ createCompany(data: {{ huge: {number} }}) {{ id }} }}");
        let told = world.post("/graphql", json!({ "query": query })).await.expect(200);
        assert_eq!(told["errors"][0]["extensions"]["subCode"], "INVALID_ARGS_DATA", "{number} {told:#}");
    }
}

#[tokio::test]
async fn small_figures_have_no_exponent() {
    let world = world().await.emptied("companies").await;
    let company = world.server.engine.session_context(&world.member.cookie, None).await.unwrap().unwrap().2;
    let company = company.object("company").unwrap().id;
    let settings = json!({"dataType": "float", "decimals": 8});
    let field = json!({"objectMetadataId": company, "name": "share", "label": "Share", "type": "NUMBER", "settings": settings});
    let query = "mutation M($input: CreateOneFieldMetadataInput!) { createOneField(input: $input) { id } }";
    world.change_model(query, json!({ "field": field })).await;
    for (name, share) in [("A", 0.00001), ("A", 0.00003), ("B", -0.00002), ("C", 0.0), ("D", 0.5)] {
        world.post("/rest/companies", json!({"name": name, "share": share})).await.expect(201);
    }
    let by_name = encoded(r#"[{"name":true}]"#);
    let path = format!("/rest/companies/groupBy?group_by={by_name}&aggregate={}", encoded(r#"["avgShare"]"#));
    let groups = world.get(&path).await.expect(200);
    let values: Vec<&Value> = groups.as_array().unwrap().iter().map(|group| &group["avgShare"]).collect();
    assert_eq!(values, ["0.00002", "-0.00002", "0", "0.5"]);
    let query = "{ companiesGroupBy(groupBy: [{ name: true }]) { avgShare minShare } }";
    let text = world.text_of_graphql(query).await;
    holds(&text, &["0.00002", "0.00001", "-0.00002", "0.5"]);
    assert!(!text.contains("e-"), "{text}");
    let text = world.text("/rest/companies?depth=0&fields=share").await;
    holds(&text, &[r#""share" : 0.00001"#, r#""share" : -0.00002"#, r#""share" : 0"#]);
    assert_eq!(world.filtered("share[lt]:0.00002,share[gt]:0").await, ["A"]);
}

#[tokio::test]
async fn amounts_of_many_digits_are_written_as_they_were_sent() {
    let world = world().await.emptied("companies").await;
    let amounts =
        ["7".repeat(61), format!("-{}", "8".repeat(400)), format!("{}.{}", "9".repeat(80), "1".repeat(80))];
    for (name, amount) in ["A", "B", "C"].iter().zip(&amounts) {
        let revenue = json!({"amountMicros": amount, "currencyCode": "EUR"});
        let made =
            world.post("/rest/companies", json!({"name": name, "annualRevenue": revenue})).await.expect(201);
        assert_eq!(made["data"]["createCompany"]["annualRevenue"]["amountMicros"], json!(amount));
        // And found again by all of them.
        let found = world.filtered(&format!("annualRevenue.amountMicros[eq]:{amount}")).await;
        assert_eq!(found, [*name], "{amount}");
    }
    let path = format!("/rest/companies?depth=0&limit=1&order_by={}", encoded("annualRevenue.amountMicros"));
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    for _ in 0..3 {
        let body = world.get(&format!("{path}&starting_after={}", encoded(&cursor))).await.expect(200);
        seen.extend(super::names(&body["data"]["companies"]));
        cursor = body["pageInfo"]["endCursor"].as_str().unwrap().to_owned();
    }
    assert_eq!(seen, ["B", "A", "C"]);
    let revenue = json!({"amountMicros": "7".repeat(1001), "currencyCode": "EUR"});
    let told = world.post("/rest/companies", json!({"annualRevenue": revenue})).await.expect(400);
    assert_eq!(told["code"], "INVALID_ARGS_DATA", "{told:#}");
    let told = world
        .get(&format!(
            "/rest/companies?filter={}",
            encoded(&format!("annualRevenue.amountMicros[eq]:{}", "7".repeat(1001)))
        ))
        .await
        .expect(400);
    assert_eq!(told["code"], "INVALID_ARGS_FILTER", "{told:#}");
}
