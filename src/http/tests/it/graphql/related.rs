//! Filters, orders and figures of related records, over both APIs: what goes beyond the original.

use reqwest::Method;
use serde_json::{Value, json};

use super::{World, world};

const LIST: &str = "query($f: CompanyFilterInput, $o: [CompanyOrderByInput], $first: Int, $after: String, $before: String, $last: Int) {
    companies(filter: $f, orderBy: $o, first: $first, after: $after, before: $before, last: $last) {
      totalCount edges { node { name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    } }";

/// Acme with three people (CTO, CEO, no title) and three deals, Beta with a CTO and a deal, Gamma with nobody but a
/// deleted CTO; a deal of nobody.
async fn related() -> World {
    let world = world().await;
    world.empty().await;
    world.field("company", "employees", "NUMBER", json!({})).await;
    world.field("company", "foundedOn", "DATE", json!({})).await;
    let companies = json!([
        {"name": "Acme", "employees": 10, "foundedOn": "1999-12-31"}, {"name": "Beta", "employees": 20, "foundedOn": "2020-02-29"},
        {"name": "Gamma"},
    ]);
    let query = "mutation($d: [CompanyCreateInput!]!) { createCompanies(data: $d) { id } }";
    let made = world.ask(query, json!({"d": companies})).await["createCompanies"].clone();
    let id = |i: usize| made[i]["id"].clone();
    let person = |name: &str, title: Value, company: usize| json!({"name": {"firstName": name, "lastName": "Doe"}, "jobTitle": title, "companyId": id(company)});
    let people = json!([
        person("Ann", json!("CTO"), 0),
        person("Ben", json!("CEO"), 0),
        person("Cid", json!(null), 0),
        person("Dora", json!("CTO"), 1),
        person("Gone", json!("CTO"), 2),
        person("Gone", json!("CFO"), 0),
    ]);
    world
        .ask("mutation($d: [PersonCreateInput!]!) { createPeople(data: $d) { id } }", json!({"d": people}))
        .await;
    world
        .ask("mutation { deletePeople(filter: { name: { firstName: { eq: \"Gone\" } } }) { id } }", json!({}))
        .await;
    let deal = |name: &str, stage: &str, amount: Value, company: Value, closed: &str| json!({"name": name, "stage": stage, "amount": {"amountMicros": amount, "currencyCode": "EUR"}, "companyId": company, "closeDate": closed});
    let deals = json!([
        deal("D1", "NEW", json!(1_000_000), id(0), "2026-01-01T00:00:00Z"),
        deal("D2", "NEW", json!(3_000_000), id(0), "2026-02-01T00:00:00.123Z"),
        deal("D3", "MEETING", json!(5_000_000), id(0), "2026-01-15T00:00:00Z"),
        deal("D4", "NEW", json!("9007199254740993"), id(1), "2026-03-01T00:00:00Z"),
        deal("D5", "NEW", json!(null), json!(null), "2026-03-01T00:00:00Z"),
    ]);
    world
        .ask(
            "mutation($d: [OpportunityCreateInput!]!) { createOpportunities(data: $d) { id } }",
            json!({"d": deals}),
        )
        .await;
    world
}

impl World {
    async fn rest(&self, path: &str, params: &[(&str, String)]) -> Value {
        let request = self.server.with(&self.key, Method::GET, path).query(params);
        crate::support::answer(request).await.expect(200)
    }

    /// The names of the companies that pass, in order of name; GraphQL and REST have to agree.
    async fn companies(&self, filter: Value) -> String {
        let order = json!([{"name": "AscNullsFirst"}]);
        let data = self.ask(LIST, json!({"f": filter, "o": order})).await;
        let names = names(&data["companies"]);
        assert_eq!(
            names.split_whitespace().count() as u64,
            data["companies"]["totalCount"].as_u64().unwrap(),
            "{filter}"
        );
        assert_eq!(self.companies_of_rest(&filter.to_string(), "name").await, names, "{filter}");
        names
    }

    async fn companies_of_rest(&self, filter: &str, order: &str) -> String {
        let params =
            [("filter", filter.to_owned()), ("order_by", order.to_owned()), ("depth", "0".to_owned())];
        let body = self.rest("/rest/companies", &params).await;
        let each =
            body["data"]["companies"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap());
        each.collect::<Vec<_>>().join(" ")
    }
}

fn names(connection: &Value) -> String {
    let each =
        connection["edges"].as_array().unwrap().iter().map(|edge| edge["node"]["name"].as_str().unwrap());
    each.collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn filters_go_through_relations_to_many() {
    let world = related().await;
    let cto = json!({"jobTitle": {"eq": "CTO"}});
    for (filter, expected) in [
        (json!({"people": {"some": cto}}), "Acme Beta"),
        (json!({"people": {"none": cto}}), "Gamma"),
        (json!({"people": {"every": cto}}), "Beta Gamma"),
        (json!({"people": {"some": {}}}), "Acme Beta"),
        (json!({"people": {"none": {}}}), "Gamma"),
        (json!({"people": {"every": {}}}), "Acme Beta Gamma"),
        (json!({"not": {"people": {"some": cto}}}), "Gamma"),
        // What holds of all records does so below `not` and `or`, too.
        (json!({"not": {"people": {"every": {}}}}), ""),
        (json!({"name": {"eq": "Acme"}, "not": {"people": {"every": {}}}}), ""),
        (json!({"or": [{"people": {"every": {}}}, {"name": {"eq": "Acme"}}]}), "Acme Beta Gamma"),
        (json!({"or": [{"people": {"some": {}}}, {"name": {"eq": "Gamma"}}]}), "Acme Beta Gamma"),
        (json!({"not": {"people": {"some": {}}}}), "Gamma"),
        (json!({"not": {"people": {"none": {}}}}), "Acme Beta"),
        (json!({"or": [{"people": {"none": {}}}, {"name": {"eq": "Acme"}}]}), "Acme Gamma"),
        (json!({"not": {"people": {"where": {}, "totalCount": {"gte": 1}}}}), "Gamma"),
        (json!({"people": {"some": {"company": {"people": {"every": {}}}}}}), "Acme Beta"),
        (json!({"people": {"none": {"not": {"company": {"people": {"every": {}}}}}}}), "Acme Beta Gamma"),
        (json!({"people": {"every": {"jobTitle": {"is": "NOT_NULL"}}}}), "Beta Gamma"),
        // Comparisons with nothing do not hold, so that not every one passes.
        (json!({"people": {"every": {"jobTitle": {"neq": "CFO"}}}}), "Beta Gamma"),
        (json!({"people": {"some": cto, "none": {"jobTitle": {"eq": "CEO"}}}}), "Beta"),
        (json!({"people": {"some": {"jobTitle": {"eq": "CTO"}, "name": {"firstName": {"eq": "Ben"}}}}}), ""),
        (
            json!({"and": [{"people": {"some": cto}}, {"people": {"some": {"name": {"firstName": {"eq": "Ben"}}}}}]}),
            "Acme",
        ),
        (
            json!({"people": {"some": {"or": [{"jobTitle": {"eq": "CEO"}}, {"name": {"firstName": {"startsWith": "D"}}}]}}}),
            "Acme Beta",
        ),
        // There and back again.
        (json!({"people": {"some": {"company": {"employees": {"gt": 10, "lte": 20}}}}}), "Beta"),
        (json!({"people": {"some": {"company": {"people": {"none": {"jobTitle": {"eq": "CEO"}}}}}}}), "Beta"),
        (
            json!({"opportunities": {"some": {"company": {"opportunities": {"totalCount": {"gte": 3}}}}}}),
            "Acme",
        ),
        // Deleted ones count if the filter over them speaks of deletion.
        (json!({"people": {"some": {"jobTitle": {"eq": "CFO"}}}}), ""),
        (json!({"people": {"some": {"jobTitle": {"eq": "CFO"}, "deletedAt": {"is": "NOT_NULL"}}}}), "Acme"),
        (json!({"people": {"some": {"deletedAt": {"is": "NOT_NULL"}}}, "name": {"neq": "Acme"}}), "Gamma"),
    ] {
        assert_eq!(world.companies(filter.clone()).await, expected, "{filter}");
    }
    for (filter, expected) in [
        ("people.some.jobTitle[eq]:CTO", "Acme Beta"),
        ("people.some.name.firstName[in]:[Ben,Dora],employees[lt]:15", "Acme"),
        ("not(people.some.company.employees[gte]:20)", "Acme Gamma"),
        ("people.none.jobTitle[ilike]:c%", "Gamma"),
        ("people.every.jobTitle[is]:NOT_NULL", "Beta Gamma"),
    ] {
        assert_eq!(world.companies_of_rest(filter, "name").await, expected, "{filter}");
    }
    // Deletion of related records says nothing about that of the record itself.
    world.ask("mutation { deleteCompanies(filter: { name: { eq: \"Gamma\" } }) { id } }", json!({})).await;
    assert_eq!(world.companies(json!({"people": {"some": {"deletedAt": {"is": "NOT_NULL"}}}})).await, "Acme");
    // What is done to many goes through them, too.
    let query =
        "mutation($f: CompanyFilterInput!) { updateCompanies(filter: $f, data: { employees: 1 }) { name } }";
    let done = world.ask(query, json!({"f": {"people": {"some": {"jobTitle": {"eq": "CEO"}}}}})).await;
    assert_eq!(done["updateCompanies"], json!([{"name": "Acme"}]));
    // What holds of all records is no filter for a change of many.
    for all in [
        json!({"people": {"every": {}}}),
        json!({"or": [{"people": {"every": {}}}, {"name": {"eq": "Acme"}}]}),
        json!({"not": {"not": {"people": {"every": {}}}}}),
        json!({"people": {"every": {"noteTargets": {"every": {}}}}}),
        json!({"people": {"none": {"not": {"noteTargets": {"every": {}}}}}}),
        json!({"not": {"people": {"some": {"not": {"noteTargets": {"every": {}}}}}}}),
    ] {
        let told = world.refused(query, json!({"f": all})).await;
        assert_eq!(told.0, "A non-empty filter is required", "{all}");
    }
    let done = world.ask(query, json!({"f": {"not": {"people": {"every": {}}}}})).await;
    assert_eq!(done["updateCompanies"], json!([]));
}

#[tokio::test]
async fn filters_compare_figures_of_related_records() {
    let world = related().await;
    for (filter, expected) in [
        (json!({"people": {"totalCount": {"gte": 3}}}), "Acme"),
        (json!({"people": {"totalCount": {"eq": 0}}}), "Gamma"),
        (json!({"people": {"totalCount": {"gt": 0, "lt": 3}}}), "Beta"),
        (json!({"people": {"totalCount": {"in": [0, "1"]}}}), "Beta Gamma"),
        (json!({"people": {"countEmptyJobTitle": {"eq": 1}}}), "Acme"),
        (json!({"people": {"percentageNotEmptyJobTitle": {"lt": 1}}}), "Acme"),
        (json!({"people": {"where": {"jobTitle": {"in": ["CTO", "CEO"]}}, "totalCount": {"eq": 2}}}), "Acme"),
        (
            json!({"people": {"where": {"jobTitle": {"eq": "CTO"}}, "totalCount": {"eq": 1}, "none": {"jobTitle": {"eq": "CEO"}}}}),
            "Beta",
        ),
        (
            json!({"people": {"where": {"deletedAt": {"is": "NOT_NULL"}}, "totalCount": {"eq": 1}}}),
            "Acme Gamma",
        ),
        (json!({"opportunities": {"sumAmountAmountMicros": {"gt": 9_000_000}}}), "Beta"),
        (json!({"opportunities": {"sumAmountAmountMicros": {"eq": "9007199254740993"}}}), "Beta"),
        (json!({"opportunities": {"sumAmountAmountMicros": {"eq": "9007199254740992"}}}), ""),
        (json!({"opportunities": {"avgAmountAmountMicros": {"eq": 3_000_000}}}), "Acme"),
        (json!({"opportunities": {"sumAmountAmountMicros": {"is": "NULL"}}}), "Gamma"),
        (json!({"opportunities": {"sumAmountAmountMicros": {"lt": 1}}}), ""),
        (json!({"opportunities": {"maxCloseDate": {"gte": "2026-02-15T00:00:00Z"}}}), "Beta"),
        (json!({"opportunities": {"maxCloseDate": {"eq": "2026-02-01T01:00:00.123+01:00"}}}), "Acme"),
        (json!({"opportunities": {"minCloseDate": {"in": ["2026-01-01T00:00:00Z"]}}}), "Acme"),
        (
            json!({"or": [{"opportunities": {"totalCount": {"eq": 1}}}, {"people": {"totalCount": {"eq": 0}}}]}),
            "Beta Gamma",
        ),
        (json!({"not": {"opportunities": {"totalCount": {"gte": 1}}}}), "Gamma"),
    ] {
        assert_eq!(world.companies(filter.clone()).await, expected, "{filter}");
    }
    for (filter, expected) in [
        ("people.totalCount[gte]:1,people.totalCount[lt]:3", "Beta"),
        ("opportunities.sumAmountAmountMicros[gte]:9007199254740993", "Beta"),
        ("or(opportunities.maxCloseDate[lt]:2026-02-15,people.totalCount[in]:[0])", "Acme Gamma"),
        ("opportunities.some.company.people.totalCount[eq]:3", "Acme"),
    ] {
        assert_eq!(world.companies_of_rest(filter, "name").await, expected, "{filter}");
    }
    // From the other side.
    let query = "query($f: OpportunityFilterInput) { opportunities(filter: $f, orderBy: [{ name: AscNullsFirst }]) { edges { node { name } } } }";
    let data = world.ask(query, json!({"f": {"company": {"people": {"totalCount": {"gte": 3}}}}})).await;
    assert_eq!(names(&data["opportunities"]), "D1 D2 D3");
}

#[tokio::test]
async fn what_cannot_be_meant_of_related_records_is_refused() {
    let world = related().await;
    let refused = "Cannot filter by relation field \"people\"";
    for (filter, message) in [
        (json!({"people": {"id": {"is": "NULL"}}}), refused),
        (json!({"people": {"eq": "x"}}), refused),
        (json!({"people": {"some": {}, "nothing": {"eq": 1}}}), refused),
        (json!({"people": {"sumJobTitle": {"gt": 1}}}), refused),
        (json!({"people": {}}), refused),
        (json!({"people": null}), refused),
        (json!({"people": []}), refused),
        (json!({"people": "x"}), refused),
        (json!({"people": {"some": null}}), "A filter must be an object"),
        (json!({"people": {"every": []}}), "A filter must be an object"),
        (
            json!({"people": {"some": {"nothing": {"eq": 1}}}}),
            "Object person doesn't have any \"nothing\" field.",
        ),
        (
            json!({"people": {"some": {"name": {"eq": 1}}}}),
            "Sub field \"eq\" not found for composite type: FULL_NAME",
        ),
        (
            json!({"people": {"totalCount": {}}}),
            "Filter for field \"people.totalCount\" must have exactly one operator",
        ),
        (
            json!({"people": {"totalCount": null}}),
            "Filter value for field \"people.totalCount\" must be an object",
        ),
        (
            json!({"people": {"totalCount": 3}}),
            "Filter value for field \"people.totalCount\" must be an object",
        ),
        (
            json!({"people": {"totalCount": {"eq": "many"}}}),
            "Invalid number value NaN for field \"people.totalCount\"",
        ),
        (
            json!({"people": {"totalCount": {"gt": null}}}),
            "Filter operator \"gt\" needs a value for field people.totalCount",
        ),
        (
            json!({"people": {"totalCount": {"in": 3}}}),
            "Filter operator \"in\" requires an array value for field people.totalCount",
        ),
        (
            json!({"people": {"totalCount": {"like": "3"}}}),
            "Operator \"like\" is not valid for field \"people.totalCount\" of type NUMBER - Allowed operators: eq, neq, gt, gte, lt, lte, in, is",
        ),
        (
            json!({"opportunities": {"maxCloseDate": {"gt": "soon"}}}),
            "Invalid value 'soon' for date-time field \"opportunities.maxCloseDate\". Expected format: 'YYYY-MM-DDTHH:mm:ssZ'",
        ),
        (
            json!({"people": {"where": {"jobTitle": {"eq": "CTO"}}}}),
            "Filter \"where\" of relation field \"people\" is for figures: name one beside it, such as totalCount",
        ),
    ] {
        let told = world.refused(LIST, json!({"f": filter})).await;
        assert_eq!(
            told,
            (message.to_owned(), "BAD_USER_INPUT".to_owned(), json!("INVALID_ARGS_FILTER")),
            "{filter}"
        );
        let request = world
            .server
            .with(&world.key, Method::GET, "/rest/companies")
            .query(&[("filter", filter.to_string())]);
        let told = crate::support::answer(request).await.expect(400);
        assert_eq!(
            (&told["messages"], &told["code"]),
            (&json!([message]), &json!("INVALID_ARGS_FILTER")),
            "{filter}"
        );
    }
    let refused = "Cannot order by relation field \"people\"";
    for (order, message) in [
        (json!([{"people": "AscNullsFirst"}]), refused),
        (json!([{"people": {}}]), refused),
        (json!([{"people": {"jobTitle": "AscNullsFirst"}}]), refused),
        (json!([{"people": {"company": {"name": "AscNullsFirst"}}}]), refused),
        (
            json!([{"people": {"totalCount": "up"}}]),
            "Invalid order direction for field \"totalCount\": expected one of AscNullsFirst, AscNullsLast, DescNullsFirst, DescNullsLast",
        ),
    ] {
        let told = world.refused(LIST, json!({"o": order})).await;
        assert_eq!(
            told,
            (message.to_owned(), "BAD_USER_INPUT".to_owned(), json!("INVALID_QUERY_INPUT")),
            "{order}"
        );
    }
    // Too deep, and too many.
    let deep = (0..7).fold(json!({}), |inner, _| json!({"people": {"some": {"company": inner}}}));
    let told = world.refused(LIST, json!({"f": deep})).await;
    assert_eq!(
        (told.0.as_str(), told.2),
        ("The filter is nested more than 12 levels deep.", json!("TOO_COMPLEX_QUERY"))
    );
    let many: Vec<Value> = (0..2_001).map(|_| json!({"people": {"some": {}}})).collect();
    let told = world.refused(LIST, json!({"f": {"or": many}})).await;
    assert!(told.0.starts_with("Query complexity is too high."), "{told:?}");
    let request =
        json!({"or": (0..2_001).map(|_| json!({"company": {"name": {"eq": "x"}}})).collect::<Vec<_>>()});
    let query = "mutation($f: PersonFilterInput!) { deletePeople(filter: $f) { id } }";
    assert_eq!(world.refused(query, json!({"f": request})).await.2, "TOO_COMPLEX_QUERY");
}

#[tokio::test]
async fn orders_go_by_figures_of_related_records_and_pages_follow() {
    let world = related().await;
    for (order, text, expected) in [
        (
            json!([{"people": {"totalCount": "DescNullsLast"}}]),
            "people.totalCount[DescNullsLast]",
            "Acme Beta Gamma",
        ),
        (json!([{"people": {"totalCount": "AscNullsFirst"}}]), "people.totalCount", "Gamma Beta Acme"),
        (
            json!([{"opportunities": {"sumAmountAmountMicros": "DescNullsLast"}}]),
            "opportunities.sumAmountAmountMicros[DescNullsLast]",
            "Beta Acme Gamma",
        ),
        (
            json!([{"opportunities": {"sumAmountAmountMicros": "DescNullsFirst"}}]),
            "opportunities.sumAmountAmountMicros[DescNullsFirst]",
            "Gamma Beta Acme",
        ),
        (
            json!([{"opportunities": {"avgAmountAmountMicros": "AscNullsLast"}}]),
            "opportunities.avgAmountAmountMicros[AscNullsLast]",
            "Acme Beta Gamma",
        ),
        (
            json!([{"opportunities": {"maxCloseDate": "AscNullsFirst"}}]),
            "opportunities.maxCloseDate",
            "Gamma Acme Beta",
        ),
        (
            json!([{"people": {"countUniqueValuesCompany": "AscNullsFirst"}}, {"name": "DescNullsLast"}]),
            "",
            "",
        ),
        (
            json!([{"people": {"percentageEmptyJobTitle": "DescNullsLast"}}, {"name": "DescNullsLast"}]),
            "people.percentageEmptyJobTitle[DescNullsLast],name[DescNullsLast]",
            "Acme Beta Gamma",
        ),
    ] {
        if text.is_empty() {
            // Relations have no figures.
            assert_eq!(world.refused(LIST, json!({"o": order})).await.1, "BAD_USER_INPUT");
            continue;
        }
        let all = world.ask(LIST, json!({"o": order})).await;
        assert_eq!(names(&all["companies"]), expected, "{order}");
        assert_eq!(world.companies_of_rest("", text).await, expected, "{text}");
        assert_eq!(world.companies_of_rest("", &order.to_string()).await, expected, "{order}");
        let (mut walked, mut after) = (Vec::new(), json!(null));
        loop {
            let page =
                world.ask(LIST, json!({"o": order, "first": 1, "after": after})).await["companies"].clone();
            walked.push(names(&page));
            after = page["pageInfo"]["endCursor"].clone();
            if page["pageInfo"]["hasNextPage"] == json!(false) {
                break;
            }
            assert!(walked.len() < 5, "{order}: {walked:?}");
        }
        assert_eq!(walked.join(" "), expected, "{order}");
        let back =
            world.ask(LIST, json!({"o": order, "last": 2, "before": after})).await["companies"].clone();
        let before: Vec<&str> = expected.split(' ').take(2).collect();
        assert_eq!(
            (names(&back), &back["pageInfo"]["hasPreviousPage"]),
            (before.join(" "), &json!(false)),
            "{order}"
        );
    }
    // Through a relation, and beside fields.
    let query =
        "query($o: [OpportunityOrderByInput]) { opportunities(orderBy: $o) { edges { node { name } } } }";
    let order = json!([{"company": {"people": {"totalCount": "DescNullsLast"}}}, {"name": "DescNullsLast"}]);
    assert_eq!(names(&world.ask(query, json!({"o": order})).await["opportunities"]), "D3 D2 D1 D4 D5");
    // A cursor of one order is none of another.
    let first =
        world.ask(LIST, json!({"o": [{"people": {"totalCount": "AscNullsFirst"}}], "first": 1})).await;
    let cursor = first["companies"]["pageInfo"]["endCursor"].clone();
    for order in
        [json!([{"people": {"countEmptyJobTitle": "AscNullsFirst"}}]), json!([{"name": "AscNullsFirst"}])]
    {
        let told = world.refused(LIST, json!({"o": order, "first": 1, "after": cursor})).await;
        assert_eq!(told.2, json!("INVALID_CURSOR"), "{order}");
    }
}

#[tokio::test]
async fn nested_connections_carry_figures_of_what_their_arguments_keep() {
    let world = related().await;
    let query = "query($f: OpportunityFilterInput) { companies(orderBy: [{ name: AscNullsFirst }]) { edges { node { name
        all: opportunities { totalCount sumAmountAmountMicros maxCloseDate countUniqueValuesStage }
        some: opportunities(filter: $f, first: 1, orderBy: [{ name: DescNullsLast }]) {
          totalCount avgAmountAmountMicros minCloseDate percentageEmptyAmount edges { node { name } }
        }
        people(filter: { jobTitle: { in: [\"CTO\", \"CEO\"] } }) { totalCount countUniqueValuesJobTitle }
    } } } }";
    let data = world.ask(query, json!({"f": {"stage": {"eq": "NEW"}}})).await;
    let companies: Vec<&Value> =
        data["companies"]["edges"].as_array().unwrap().iter().map(|edge| &edge["node"]).collect();
    assert_eq!(
        companies[0],
        &json!({
            "name": "Acme",
            "all": {"totalCount": 3, "sumAmountAmountMicros": 9_000_000, "maxCloseDate": "2026-02-01T00:00:00.123Z", "countUniqueValuesStage": 2},
            "some": {
                "totalCount": 2, "avgAmountAmountMicros": 2_000_000, "minCloseDate": "2026-01-01T00:00:00.000Z", "percentageEmptyAmount": 0,
                "edges": [{"node": {"name": "D2"}}],
            },
            "people": {"totalCount": 2, "countUniqueValuesJobTitle": 2},
        })
    );
    assert_eq!(companies[1]["all"]["sumAmountAmountMicros"].to_string(), "9007199254740993", "all digits");
    assert_eq!(companies[2]["all"]["totalCount"], 0);
    assert_eq!(companies[2]["some"]["avgAmountAmountMicros"], Value::Null);
}

#[tokio::test]
async fn groups_tell_of_related_records() {
    let world = related().await;
    let query = "query($f: OpportunityFilterInput) { opportunitiesGroupBy(
          groupBy: [{ stage: true }], orderBy: [{ stage: AscNullsFirst }], filter: $f) {
        groupByDimensionValues totalCount sumAmountAmountMicros
        company { __typename totalCount avgEmployees n: countUniqueValuesName maxFoundedOn countEmptyEmployees percentageEmptyName countTrue: countNotEmptyFoundedOn }
        pointOfContact { totalCount }
        edges { node { name } }
    } }";
    let groups = world.ask(query, json!({})).await["opportunitiesGroupBy"].clone();
    assert_eq!(groups[0]["groupByDimensionValues"], json!(["NEW"]));
    assert_eq!(groups[0]["totalCount"], 4);
    // Acme has two of the deals and counts once; one deal has no company.
    assert_eq!(
        groups[0]["company"],
        json!({"__typename": "CompanyGroupByFigures", "totalCount": 2, "avgEmployees": 15, "n": 2, "maxFoundedOn": "2020-02-29",
            "countEmptyEmployees": 0, "percentageEmptyName": 0, "countTrue": 2})
    );
    assert_eq!(groups[0]["pointOfContact"], json!({"totalCount": 0}));
    assert_eq!(groups[0]["edges"].as_array().unwrap().len(), 4);
    assert_eq!(groups[1]["company"]["avgEmployees"], 10);
    // The filter of the groups holds for them, too, and deleted companies do not count.
    let some = json!({"f": {"name": {"in": ["D1", "D4"]}}});
    world.ask("mutation { deleteCompanies(filter: { name: { eq: \"Beta\" } }) { id } }", json!({})).await;
    let groups = world.ask(query, some).await["opportunitiesGroupBy"].clone();
    assert_eq!(groups[0]["company"]["totalCount"], 1);
    assert_eq!(groups[0]["company"]["avgEmployees"], 10);
    let by = [
        ("group_by", json!([{"stage": true}]).to_string()),
        ("order_by", json!([{"stage": "AscNullsFirst"}]).to_string()),
        (
            "aggregate",
            json!([
                "totalCount",
                "company.avgEmployees",
                "company.totalCount",
                "company.totalCount",
                "pointOfContact.maxCreatedAt"
            ])
            .to_string(),
        ),
    ];
    let body = world.rest("/rest/opportunities/groupBy", &by).await;
    assert_eq!(
        body[0],
        json!({"groupByDimensionValues": ["NEW"], "totalCount": "4", "company": {"avgEmployees": "10", "totalCount": "1"}, "pointOfContact": {"maxCreatedAt": null}})
    );
    // Grouped by what the relation leads to.
    let query = "{ opportunitiesGroupBy(groupBy: [{ company: { name: true } }], orderBy: [{ company: { name: AscNullsFirst } }]) { groupByDimensionValues company { sumEmployees } } }";
    let groups = world.ask(query, json!({})).await["opportunitiesGroupBy"].clone();
    assert_eq!(groups[1], json!({"groupByDimensionValues": ["Acme"], "company": {"sumEmployees": 10}}));
    for (names, message) in [
        (json!(["company.sumName"]), "Object company has no figure \"sumName\""),
        (json!(["nothing.totalCount"]), "Object opportunity has no figure \"nothing.totalCount\""),
        (json!(["stage.totalCount"]), "Object opportunity has no figure \"stage.totalCount\""),
        (json!(["taskTargets.totalCount"]), "Object opportunity has no figure \"taskTargets.totalCount\""),
    ] {
        let params = [("group_by", json!([{"stage": true}]).to_string()), ("aggregate", names.to_string())];
        let request =
            world.server.with(&world.key, Method::GET, "/rest/opportunities/groupBy").query(&params);
        let told = crate::support::answer(request).await.expect(400);
        assert_eq!((&told["messages"], &told["code"]), (&json!([message]), &json!("INVALID_QUERY_INPUT")));
    }
    let query = "{ opportunitiesGroupBy(groupBy: [{ stage: true }]) { company { name } } }";
    assert_eq!(world.refused(query, json!({})).await.1, "GRAPHQL_VALIDATION_FAILED");
}

#[tokio::test]
async fn several_operators_of_one_field_all_hold() {
    let world = related().await;
    for (filter, expected) in [
        (json!({"employees": {"gte": 10, "lt": 20}}), "Acme"),
        (json!({"employees": {"gt": 10, "lt": 20}}), ""),
        (json!({"employees": {"gt": 5, "in": [20, 30], "neq": 10}}), "Beta"),
        (json!({"name": {"startsWith": "A", "endsWith": "e", "like": "%cm%"}}), "Acme"),
        (json!({"name": {"neq": "Acme", "is": "NOT_NULL"}}), "Beta Gamma"),
        (json!({"not": {"employees": {"gte": 10, "lt": 20}}}), "Beta Gamma"),
        (
            json!({"foundedOn": {"gte": "1999-01-01", "lte": "1999-12-31"}, "employees": {"gte": 1, "lte": 10}}),
            "Acme",
        ),
        (
            json!({"createdAt": {"gt": "2000-01-01T00:00:00Z", "lt": "2100-01-01T00:00:00Z"}}),
            "Acme Beta Gamma",
        ),
        (json!({"annualRevenue": {"amountMicros": {"is": "NULL", "in": []}}}), ""),
        (
            json!({"createdBy": {"source": {"eq": "API", "in": ["API", "IMPORT"]}, "name": {"like": "S%", "neq": "x"}}}),
            "Acme Beta Gamma",
        ),
    ] {
        assert_eq!(world.companies(filter.clone()).await, expected, "{filter}");
    }
    // Each of them is judged.
    for (filter, message) in [
        (json!({"employees": {"gte": 1, "lte": "many"}}), "Invalid number value NaN for field \"employees\""),
        (
            json!({"employees": {"gte": 1, "like": "1"}}),
            "Operator \"like\" is not valid for field \"employees\" of type NUMBER - Allowed operators: eq, neq, gt, gte, lt, lte, in, is",
        ),
        (
            json!({"createdBy": {"source": {}}}),
            "Filter for field \"createdBy.source\" must have exactly one operator",
        ),
    ] {
        let told = world.refused(LIST, json!({"f": filter})).await;
        assert_eq!((told.0.as_str(), told.2), (message, json!("INVALID_ARGS_FILTER")), "{filter}");
    }
}
