//! Figures, groups, duplicates.

use serde_json::{Value, json};

use super::world;

#[tokio::test]
async fn connections_tell_figures_of_all_their_records() {
    let world = world().await;
    world.empty().await;
    world.people().await;
    world.field("company", "partner", "BOOLEAN", json!({"defaultValue": false})).await;
    let query = "query($f: CompanyFilterInput) { companies(filter: $f, first: 1) {
        totalCount countUniqueValuesName countEmptyEmployees countNotEmptyEmployees percentageEmptyEmployees
        minEmployees maxEmployees avgEmployees sumEmployees countEmptyDomainName countUniqueValuesDomainName
        maxCreatedAt countTruePartner countFalsePartner sumAnnualRevenueAmountMicros
    } }";
    let figures = world.ask(query, json!({})).await["companies"].clone();
    assert_eq!(figures["totalCount"], 3);
    assert_eq!(figures["countUniqueValuesName"], 3);
    assert_eq!((&figures["countEmptyEmployees"], &figures["countNotEmptyEmployees"]), (&json!(1), &json!(2)));
    assert!((figures["percentageEmptyEmployees"].as_f64().unwrap() - 1.0 / 3.0).abs() < 1e-9);
    let numbers = ["minEmployees", "maxEmployees", "avgEmployees", "sumEmployees"]
        .map(|name| figures[name].as_f64().unwrap());
    assert_eq!(numbers, [10.0, 20.0, 15.0, 30.0]);
    assert_eq!(
        (&figures["countEmptyDomainName"], &figures["countUniqueValuesDomainName"]),
        (&json!(2), &json!(1))
    );
    assert!(figures["maxCreatedAt"].as_str().unwrap().ends_with('Z'));
    assert_eq!(figures["sumAnnualRevenueAmountMicros"], Value::Null);
    assert_eq!((&figures["countTruePartner"], &figures["countFalsePartner"]), (&json!(0), &json!(3)));
    let some = world.ask(query, json!({"f": {"employees": {"gt": 15}}})).await;
    assert_eq!(
        (&some["companies"]["totalCount"], &some["companies"]["sumEmployees"]),
        (&json!(1), &json!(20))
    );
    let nested = world.ask("{ companies(filter: { name: { eq: \"Acme\" } }) { edges { node { people { countUniqueValuesEmails maxPosition: countNotEmptyPosition } } } } }", json!({})).await;
    assert_eq!(
        nested["companies"]["edges"][0]["node"]["people"],
        json!({"countUniqueValuesEmails": 5, "maxPosition": 5})
    );
}

#[tokio::test]
async fn records_are_grouped_by_fields_parts_dates_and_relations() {
    let world = world().await;
    world.empty().await;
    let data = json!([
        {"name": "a", "stage": "NEW", "amount": {"amountMicros": 1_000_000, "currencyCode": "EUR"}, "closeDate": "2026-01-31T23:30:00Z"},
        {"name": "b", "stage": "NEW", "amount": {"amountMicros": 3_000_000, "currencyCode": "USD"}, "closeDate": "2026-02-10T00:00:00Z"},
        {"name": "c", "stage": "MEETING", "amount": {"amountMicros": 5_000_000, "currencyCode": "EUR"}},
    ]);
    world
        .ask(
            "mutation($d: [OpportunityCreateInput!]!) { createOpportunities(data: $d) { id } }",
            json!({"d": data}),
        )
        .await;
    let query = "query($g: [OpportunityGroupByInput!]!, $o: [OpportunityOrderByWithGroupByInput]) {
        opportunitiesGroupBy(groupBy: $g, orderBy: $o, orderByForRecords: [{ name: DescNullsLast }]) {
          groupByDimensionValues totalCount sumAmountAmountMicros edges { node { name } }
        } }";
    let groups = async |group: Value, order: Value| {
        let answer = world.ask(query, json!({"g": group, "o": order})).await;
        let groups = answer["opportunitiesGroupBy"].as_array().unwrap().clone();
        let line = |group: &Value| {
            let names: Vec<&str> = group["edges"]
                .as_array()
                .unwrap()
                .iter()
                .map(|edge| edge["node"]["name"].as_str().unwrap())
                .collect();
            format!("{} {} {}", group["groupByDimensionValues"], group["totalCount"], names.join(""))
        };
        groups.iter().map(line).collect::<Vec<_>>().join("; ")
    };
    assert_eq!(
        groups(json!([{"stage": true}]), json!([{"stage": "AscNullsFirst"}])).await,
        r#"["NEW"] 2 ba; ["MEETING"] 1 c"#
    );
    let by_sum = json!([{"aggregate": {"sumAmountAmountMicros": "DescNullsLast"}}]);
    assert_eq!(groups(json!([{"stage": true}]), by_sum).await, r#"["MEETING"] 1 c; ["NEW"] 2 ba"#);
    let currency = json!([{"amount": {"currencyCode": true}}, {"stage": true}]);
    assert_eq!(
        groups(currency, json!([])).await,
        r#"["EUR", "NEW"] 1 a; ["EUR", "MEETING"] 1 c; ["USD", "NEW"] 1 b"#.replace(", ", ",")
    );
    let month = |zone: &str| json!([{"closeDate": {"granularity": "MONTH", "timeZone": zone}}]);
    let down = json!([{"closeDate": {"orderBy": "DescNullsLast", "granularity": "MONTH"}}]);
    assert_eq!(
        groups(month("UTC"), down.clone()).await,
        r#"["2026-02-01"] 1 b; ["2026-01-01"] 1 a; [null] 1 c"#
    );
    assert_eq!(groups(month("Europe/Paris"), down).await, r#"["2026-02-01"] 2 ba; [null] 1 c"#);
    let day = json!([{"closeDate": {"granularity": "DAY_OF_THE_WEEK", "timeZone": "UTC"}}]);
    assert_eq!(
        groups(day, json!([{"closeDate": {"orderBy": "AscNullsLast"}}])).await,
        r#"["Saturday"] 1 a; ["Tuesday"] 1 b; [null] 1 c"#
    );
    assert_eq!(
        groups(json!([{"company": {"name": true}}]), json!([{"company": {"name": "AscNullsFirst"}}])).await,
        "[null] 3 cba"
    );
    for (group, sub_code, message) in [
        (
            json!([{"stage": true, "name": true}]),
            "INVALID_QUERY_INPUT",
            "You cannot provide multiple fields in one GroupByInput, split them into multiple GroupByInput",
        ),
        (
            json!([{"amount": {"currencyCode": true, "amountMicros": true}}]),
            "INVALID_QUERY_INPUT",
            "You cannot provide multiple subfields in one GroupByInput, split them into multiple GroupByInput",
        ),
        (json!([{"nothing": true}]), "INVALID_QUERY_INPUT", "Unidentified field in groupBy: nothing"),
        (
            json!([{"closeDate": {"granularity": "DAY"}}]),
            "MISSING_TIMEZONE_FOR_DATE_GROUP_BY",
            "A time zone is needed to group by field \"closeDate\"",
        ),
        (
            json!([{"closeDate": {"granularity": "DAY", "timeZone": "Moon/Sea"}}]),
            "INVALID_TIMEZONE",
            "Invalid time zone for field \"closeDate\"",
        ),
    ] {
        let refused = world.refused(query, json!({"g": group})).await;
        assert_eq!(refused, (message.to_owned(), "BAD_USER_INPUT".to_owned(), json!(sub_code)));
    }
}

#[tokio::test]
async fn groups_are_ordered_by_the_span_that_is_named() {
    let world = world().await;
    world.empty().await;
    let deal = |name: &str, closed: &str| json!({"name": name, "closeDate": format!("{closed}T12:00:00Z")});
    let data = json!([
        deal("a", "2025-12-05"),
        deal("b", "2026-01-20"),
        deal("c", "2026-02-03"),
        deal("d", "2026-02-04")
    ]);
    let create = "mutation($d: [OpportunityCreateInput!]!) { createOpportunities(data: $d) { id } }";
    world.ask(create, json!({ "d": data })).await;
    let query = "query($g: [OpportunityGroupByInput!]!, $o: [OpportunityOrderByWithGroupByInput]) {
        opportunitiesGroupBy(groupBy: $g, orderBy: $o) { edges { node { name } } } }";
    let by = |span: &str| json!({"closeDate": {"granularity": span, "timeZone": "UTC"}});
    let order = |span: Value| json!([{"closeDate": {"orderBy": "DescNullsLast", "granularity": span}}]);
    let dimensions = json!([by("YEAR"), by("MONTH"), {"closeDate": true}]);
    for (order, expected) in [
        (order(json!("YEAR")), "bcda"),
        (order(json!("MONTH")), "cdba"),
        (order(json!("NONE")), "dcba"),
        (order(Value::Null), "bcda"),
        (json!([{"closeDate": {"orderBy": "DescNullsLast"}}]), "bcda"),
        (json!([{"closeDate": "AscNullsFirst"}]), "abcd"),
    ] {
        let answer = world.ask(query, json!({"g": dimensions, "o": order})).await;
        let groups = answer["opportunitiesGroupBy"].as_array().unwrap();
        let names: Vec<&str> =
            groups.iter().map(|group| group["edges"][0]["node"]["name"].as_str().unwrap()).collect();
        assert_eq!(names.concat(), expected, "{order}");
    }
    let other = "Groups cannot be ordered by \"closeDate\" with this granularity: group by it first";
    for (group, span, message) in [
        (dimensions.clone(), "DAY", other),
        (json!([by("MONTH")]), "NONE", other),
        (json!([{"closeDate": true}]), "MONTH", other),
        (dimensions, "CENTURY", "Invalid granularity \"CENTURY\" in orderBy"),
    ] {
        let refused = world.refused(query, json!({"g": group, "o": order(json!(span))})).await;
        let expected = (message.to_owned(), "BAD_USER_INPUT".to_owned(), json!("INVALID_QUERY_INPUT"));
        assert_eq!(refused, expected);
    }
}

#[tokio::test]
async fn duplicates_agree_in_all_columns_of_a_group() {
    let world = world().await;
    world.empty().await;
    let data = json!([
        {"name": "Acme", "domainName": {"primaryLinkUrl": "https://acme.com"}}, {"name": "Acme"}, {"name": "Other"}, {"name": "ab"}, {"name": "ab"},
    ]);
    let made = world
        .ask(
            "mutation($d: [CompanyCreateInput!]!) { createCompanies(data: $d) { id name } }",
            json!({"d": data}),
        )
        .await;
    let made = made["createCompanies"].as_array().unwrap().clone();
    let ids: Vec<&Value> = made.iter().map(|one| &one["id"]).collect();
    let by_ids = "query($ids: [UUID]) { companyDuplicates(ids: $ids) { totalCount edges { node { id } cursor } pageInfo { hasNextPage hasPreviousPage } } }";
    let found = world.ask(by_ids, json!({"ids": ids})).await["companyDuplicates"].clone();
    let counts: Vec<&Value> = found.as_array().unwrap().iter().map(|one| &one["totalCount"]).collect();
    assert_eq!(counts, [1, 1, 0, 0, 0]);
    assert_eq!(&found[0]["edges"][0]["node"]["id"], ids[1]);
    assert_eq!(found[0]["pageInfo"], json!({"hasNextPage": false, "hasPreviousPage": false}));
    let by_data =
        "query($d: [CompanyCreateInput]) { companyDuplicates(data: $d) { edges { node { name } } } }";
    let found = world
        .ask(
            by_data,
            json!({"d": [{"domainName": {"primaryLinkUrl": "https://ACME.com"}}, {"name": "nobody"}]}),
        )
        .await;
    assert_eq!(found["companyDuplicates"], json!([{"edges": [{"node": {"name": "Acme"}}]}, {"edges": []}]));
    for (query, message) in [
        ("{ companyDuplicates { totalCount } }", "You have to provide either \"data\" or \"ids\" argument"),
        (
            "{ companyDuplicates(ids: [], data: []) { totalCount } }",
            "You cannot provide both \"data\" and \"ids\" arguments",
        ),
        (
            "{ companyDuplicates(data: []) { totalCount } }",
            "The \"data\" condition can not be empty when \"ids\" input not provided",
        ),
    ] {
        let refused = world.refused(query, json!({})).await;
        assert_eq!(refused, (message.to_owned(), "BAD_USER_INPUT".to_owned(), json!("INVALID_QUERY_INPUT")));
    }
}
