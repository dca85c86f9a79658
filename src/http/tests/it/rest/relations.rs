//! Filters and orders through relations, and where absent values stand.

use serde_json::{Value, json};

use super::{World, encoded, world};

/// Opportunities of two companies, one of which has an owner; "Idle" has no company.
async fn deals() -> World {
    let world = world().await.emptied("opportunities").await.emptied("companies").await;
    let owner = json!(world.member.actor.member);
    let acme = world.company(json!({"name": "Acme", "accountOwnerId": owner, "employees": 9})).await;
    let zeta = world.company(json!({"name": "Zeta"})).await;
    let deals = json!([
        {"name": "Anvil", "companyId": zeta}, {"name": "Boat", "companyId": acme}, {"name": "Car", "companyId": acme},
        {"name": "Idle"},
    ]);
    world.post("/rest/batch/opportunities", deals).await.expect(201);
    world
}

impl World {
    async fn deals(&self, query: &str) -> Vec<String> {
        let body = self.get(&format!("/rest/opportunities?{query}")).await.expect(200);
        super::names(&body["data"]["opportunities"])
    }
}

#[tokio::test]
async fn filters_go_through_relations_to_any_depth() {
    let world = deals().await;
    for (filter, expected) in [
        ("company.name[eq]:Acme", vec!["Boat", "Car"]),
        ("company.employees[gte]:9", vec!["Boat", "Car"]),
        ("company.accountOwner.userEmail[ilike]:%@apple.test", vec!["Boat", "Car"]),
        ("company.accountOwner.name.firstName[is]:NULL,name[eq]:Car", vec!["Car"]),
        ("not(company.name[eq]:Acme)", vec!["Anvil", "Idle"]),
        ("or(company.name[eq]:Zeta,company.accountOwnerId[is]:NOT_NULL)", vec!["Anvil", "Boat", "Car"]),
        (r#"{"company":{"name":{"eq":"Acme"}}}"#, vec!["Boat", "Car"]),
        (r#"{"company":{"accountOwner":{"userEmail":{"ilike":"%apple%"}}}}"#, vec!["Boat", "Car"]),
        (
            r#"{"company":{"or":[{"name":{"eq":"Zeta"}},{"employees":{"eq":"9"}}]}}"#,
            vec!["Anvil", "Boat", "Car"],
        ),
    ] {
        let query = format!("order_by=name&depth=0&filter={}", encoded(filter));
        assert_eq!(world.deals(&query).await, expected, "{filter}");
    }
    // What is done to many goes through them, too.
    let filter = encoded("company.accountOwner.userEmail[ilike]:%@apple.test");
    let path = format!("/rest/opportunities?depth=0&filter={filter}");
    let changed = world.patch(&path, json!({"stage": "MEETING"})).await.expect(200);
    assert_eq!(changed["data"]["updateOpportunities"].as_array().unwrap().len(), 2);
    let gone =
        world.delete(&format!("/rest/opportunities?filter={}", encoded("company.name[eq]:Zeta"))).await;
    assert_eq!(gone.expect(200)["data"]["deleteOpportunities"].as_array().unwrap().len(), 1);
    for (filter, message) in [
        ("company.nothing[eq]:1", "Object company doesn't have any \"nothing\" field."),
        ("company.employees[eq]:many", "Invalid number value NaN for field \"employees\""),
        ("company.people.id[is]:NULL", "Cannot filter by relation field \"people\""),
    ] {
        let path = format!("/rest/opportunities?filter={}", encoded(filter));
        assert_eq!(world.get(&path).await.expect(400)["messages"], json!([message]), "{filter}");
    }
}

#[tokio::test]
async fn orders_go_through_relations_and_pages_follow_them() {
    let world = deals().await;
    for (order, expected) in [
        ("company.name,name", ["Idle", "Boat", "Car", "Anvil"]),
        ("company.name[DescNullsFirst],name[DescNullsLast]", ["Idle", "Anvil", "Car", "Boat"]),
        ("company.accountOwner.userEmail[AscNullsLast],name", ["Boat", "Car", "Anvil", "Idle"]),
        ("company.accountOwner.userEmail[DescNullsLast],name", ["Boat", "Car", "Anvil", "Idle"]),
        (
            r#"[{"company":{"employees":"AscNullsLast"}},{"name":"DescNullsLast"}]"#,
            ["Car", "Boat", "Idle", "Anvil"],
        ),
    ] {
        let base = format!("depth=0&order_by={}", encoded(order));
        assert_eq!(world.deals(&base).await, expected, "{order}");
        let (mut walked, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("/rest/opportunities?limit=1&{base}&starting_after={}", encoded(&cursor));
            let body = world.get(&path).await.expect(200);
            walked.extend(super::names(&body["data"]["opportunities"]));
            if body["pageInfo"]["hasNextPage"] == false {
                break;
            }
            cursor = body["pageInfo"]["endCursor"].as_str().unwrap().to_owned();
        }
        assert_eq!(walked, expected, "{order}");
    }
    for order in ["company", "company.nothing", "company.people.name", "companyId.name", "tasks"] {
        world.get(&format!("/rest/opportunities?order_by={order}")).await.expect(400);
    }
}

#[tokio::test]
async fn absent_values_stand_where_the_order_says() {
    let world = deals().await;
    for (direction, expected) in [
        ("AscNullsFirst", ["Zeta", "Acme"]),
        ("AscNullsLast", ["Acme", "Zeta"]),
        ("DescNullsFirst", ["Zeta", "Acme"]),
        ("DescNullsLast", ["Acme", "Zeta"]),
    ] {
        assert_eq!(world.names(&format!("order_by=employees[{direction}]")).await, expected, "{direction}");
    }
}

#[tokio::test]
async fn cursors_are_those_of_the_graphql_api() {
    let world = deals().await;
    let body = world.get("/rest/opportunities?order_by=company.name,name&limit=2&depth=0").await.expect(200);
    let cursor = body["pageInfo"]["endCursor"].clone();
    let query = "query($after: String) { opportunities(first: 2, after: $after, orderBy: [
        { company: { name: AscNullsFirst } }, { name: AscNullsFirst }]) { edges { node { name } } } }";
    let asked = json!({"query": query, "variables": {"after": cursor}});
    let body = world.post("/graphql", asked).await.expect(200);
    let names: Vec<&Value> = body["data"]["opportunities"]["edges"]
        .as_array()
        .unwrap_or_else(|| panic!("{body:#}"))
        .iter()
        .map(|edge| &edge["node"]["name"])
        .collect();
    assert_eq!(names, ["Car", "Anvil"]);
    // A cursor of one order is none of another.
    let cursor = encoded(cursor.as_str().unwrap());
    let body = world.get(&format!("/rest/opportunities?order_by=stage&starting_after={cursor}")).await;
    assert_eq!(body.expect(400)["code"], "INVALID_CURSOR");
    let body = world.get(&format!("/rest/people?starting_after={cursor}")).await.expect(400);
    assert_eq!(body["code"], "INVALID_CURSOR");
}
