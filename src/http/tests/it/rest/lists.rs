//! Pages of records.

use serde_json::{Value, json};

use super::{companies, encoded, names, world};

#[tokio::test]
async fn a_list_has_its_envelope() {
    let world = companies().await;
    let body = world.get("/rest/companies?order_by=name&limit=2").await.expect(200);
    assert_eq!(names(&body["data"]["companies"]), ["Apple", "Birch"]);
    assert_eq!(body["totalCount"], 3);
    assert_eq!(body["pageInfo"]["hasNextPage"], true);
    assert_eq!(body["pageInfo"]["hasPreviousPage"], false);
    assert!(body["pageInfo"]["startCursor"].is_string() && body["pageInfo"]["endCursor"].is_string());
    let apple = &body["data"]["companies"][0];
    assert_eq!(apple["employees"], 100);
    assert_eq!(apple["domainName"]["primaryLinkUrl"], "apple.test");
    assert_eq!(apple["address"]["addressCity"], "Cupertino");
    assert_eq!(apple["createdBy"]["source"], "API");
    assert_eq!(apple["createdBy"]["name"], "Importer");
    assert_eq!(apple["createdBy"]["workspaceMemberId"], Value::Null);
    assert!(apple["people"].as_array().is_some_and(Vec::is_empty), "to many as plain arrays");
    assert_eq!(apple["accountOwner"], Value::Null);
    assert_eq!(apple["accountOwnerId"], Value::Null);
}

#[tokio::test]
async fn an_empty_page_has_no_cursors() {
    let world = companies().await;
    let body = world.get("/rest/companies?limit=0").await.expect(200);
    assert_eq!(body["data"]["companies"], json!([]));
    assert_eq!(body["totalCount"], 3);
    let expected =
        json!({"hasNextPage": true, "hasPreviousPage": false, "startCursor": null, "endCursor": null});
    assert_eq!(body["pageInfo"], expected);
}

#[tokio::test]
async fn pages_are_walked_in_both_directions() {
    let world = world().await.emptied("companies").await;
    let batch: Vec<Value> =
        (0..25).map(|i| json!({"name": format!("C{:02}", i % 20), "employees": i % 4})).collect();
    world.post("/rest/batch/companies", json!(batch)).await.expect(201);
    for order in ["name", "name[DescNullsLast]", "employees,name[DescNullsLast]", "createdAt", ""] {
        let base = format!("/rest/companies?limit=10&depth=0&order_by={}", encoded(order));
        let (mut forward, mut cursor) = (Vec::new(), String::new());
        let mut pages = Vec::new();
        loop {
            let body = world.get(&format!("{base}&starting_after={cursor}")).await.expect(200);
            pages.push(body["data"]["companies"].clone());
            forward.extend(body["data"]["companies"].as_array().unwrap().iter().map(|c| c["id"].clone()));
            assert_eq!(body["pageInfo"]["hasPreviousPage"], !cursor.is_empty());
            if body["pageInfo"]["hasNextPage"] == false {
                break;
            }
            cursor = body["pageInfo"]["endCursor"].as_str().unwrap().to_owned();
        }
        assert_eq!((pages.len(), forward.len()), (3, 25), "{order}");
        let mut distinct = forward.clone();
        distinct.sort_by_key(Value::to_string);
        distinct.dedup();
        assert_eq!(distinct.len(), 25);
        // The second page again, from the other side.
        let last = world.get(&format!("{base}&starting_after={cursor}")).await.expect(200);
        let start = last["pageInfo"]["startCursor"].as_str().unwrap();
        let back = world.get(&format!("{base}&ending_before={start}")).await.expect(200);
        assert_eq!(back["data"]["companies"], pages[1], "{order}");
        assert_eq!(back["pageInfo"]["hasNextPage"], true);
        assert_eq!(back["pageInfo"]["hasPreviousPage"], true);
        let start = back["pageInfo"]["startCursor"].as_str().unwrap();
        let first = world.get(&format!("{base}&ending_before={start}")).await.expect(200);
        assert_eq!(first["data"]["companies"], pages[0], "{order}");
        assert_eq!(first["pageInfo"]["hasPreviousPage"], false);
    }
}

#[tokio::test]
async fn orders_are_read() {
    let world = companies().await;
    assert_eq!(world.names("order_by=name[DescNullsLast]").await, ["Cedar", "Birch", "Apple"]);
    assert_eq!(world.names("order_by=employees").await, ["Cedar", "Birch", "Apple"]);
    assert_eq!(world.names("order_by=employees[DescNullsLast]").await, ["Apple", "Birch", "Cedar"]);
    assert_eq!(
        world.names("order_by=address.addressCity[DescNullsLast],name").await,
        ["Apple", "Birch", "Cedar"]
    );
    for order in ["address", "nothing", "name[Up]", "people", "name.first", "address.planet"] {
        world.refused(&format!("order_by={order}")).await;
    }
}

#[tokio::test]
async fn the_default_order_is_by_id() {
    let world = companies().await;
    let body = world.get("/rest/companies").await.expect(200);
    let ids: Vec<&str> =
        body["data"]["companies"].as_array().unwrap().iter().map(|c| c["id"].as_str().unwrap()).collect();
    assert!(ids.is_sorted(), "{ids:?}");
}

#[tokio::test]
async fn filters_keep_what_they_say() {
    let world = companies().await;
    for (filter, expected) in [
        ("name[eq]:Apple", vec!["Apple"]),
        ("name[neq]:Apple", vec!["Birch", "Cedar"]),
        ("name[in]:[Apple,\"Cedar\"]", vec!["Apple", "Cedar"]),
        ("name[like]:%p%", vec!["Apple"]),
        ("name[ilike]:\"%A%\"", vec!["Apple", "Cedar"]),
        ("name[startsWith]:B", vec!["Birch"]),
        ("name[endsWith]:r", vec!["Cedar"]),
        ("employees[gte]:20,employees[lt]:100", vec!["Birch"]),
        ("and(employees[gte]:20,employees[lt]:100)", vec!["Birch"]),
        ("or(employees[is]:NULL,name[eq]:Apple)", vec!["Apple", "Cedar"]),
        ("not(name[eq]:Apple)", vec!["Birch", "Cedar"]),
        ("employees[is]:\"NOT_NULL\"", vec!["Apple", "Birch"]),
        ("idealCustomerProfile[eq]:true", vec!["Apple"]),
        ("address.addressCity[eq]:Cupertino", vec!["Apple"]),
        ("domainName.primaryLinkUrl[ilike]:%birch%", vec!["Birch"]),
        ("annualRevenue.amountMicros[gt]:1000000", vec!["Birch"]),
        ("createdBy.source[eq]:API", vec!["Apple", "Birch", "Cedar"]),
        ("createdBy.source[in]:[MANUAL,IMPORT]", vec![]),
        ("accountOwnerId[is]:NULL", vec!["Apple", "Birch", "Cedar"]),
        ("createdAt[gte]:2020-01-01", vec!["Apple", "Birch", "Cedar"]),
        ("createdAt[gt]:\"2100-01-01T00:00:00Z\"", vec![]),
        ("name[eq]:\"\"", vec![]),
        ("", vec!["Apple", "Birch", "Cedar"]),
        ("and()", vec!["Apple", "Birch", "Cedar"]),
        (r#"{"name":{"eq":"Apple"}}"#, vec!["Apple"]),
        (r#"{"employees":{"gte":20,"lt":100}}"#, vec!["Birch"]),
        (r#"{"or":[{"name":{"eq":"Apple"}},{"employees":{"lte":20}}]}"#, vec!["Apple", "Birch"]),
        (r#"{"not":{"employees":{"is":"NULL"}},"name":{"startsWith":"B"}}"#, vec!["Birch"]),
        (r#"{"address":{"addressCity":{"eq":"Cupertino"}}}"#, vec!["Apple"]),
        ("searchVector[search]:\"birch\"", vec!["Birch"]),
    ] {
        assert_eq!(world.filtered(filter).await, expected, "{filter}");
    }
}

#[tokio::test]
async fn filters_that_cannot_be_meant_are_refused() {
    let world = companies().await;
    for (filter, message) in [
        ("nothing[eq]:1", "Object company doesn't have any \"nothing\" field."),
        ("address.planet[eq]:1", "Sub field \"planet\" not found for composite type: ADDRESS"),
        ("name[eq]:1)", "'filter' invalid. 1 open bracket is missing in the query"),
        (
            "employees[like]:1",
            "Operator \"like\" is not valid for field \"employees\" of type NUMBER - Allowed operators: eq, neq, gt, gte, lt, lte, in, is",
        ),
        ("employees[eq]:many", "Invalid number value NaN for field \"employees\""),
        ("id[eq]:7", "Invalid UUID value '7' for field \"id\""),
        (
            "createdAt[gt]:soon",
            "Invalid value 'soon' for date-time field \"createdAt\". Expected format: 'YYYY-MM-DDTHH:mm:ssZ'",
        ),
        ("createdBy.source[eq]:TELEPATHY", "Invalid value 'TELEPATHY' for field \"createdBy.source\""),
        ("people[eq]:1", "Cannot filter by relation field \"people\""),
        (
            "accountOwner[eq]:1",
            "Cannot filter by relation field \"accountOwner\": use \"accountOwnerId\" instead",
        ),
        ("name[is]:EMPTY", "Filter operator \"is\" takes NULL or NOT_NULL for field name"),
        (r#"{"employees":{}}"#, "Filter for field \"employees\" must have exactly one operator"),
        (r#"{"employees":null}"#, "Filter value for field \"employees\" must be an object"),
        (r#"{"name":{"in":"x"}}"#, "Filter operator \"in\" requires an array value for field name"),
    ] {
        assert_eq!(world.refused(&format!("filter={}", encoded(filter))).await, message, "{filter}");
    }
    let body = world.get(&format!("/rest/companies?filter={}", encoded("id[eq]:7"))).await.expect(400);
    assert_eq!(body["code"], "INVALID_ARGS_FILTER");
    assert!(
        world
            .refused(&format!("filter={}", encoded("name[regex]:x")))
            .await
            .contains("comparator regex not in")
    );
}

#[tokio::test]
async fn deleted_records_are_hidden_until_the_filter_speaks_of_them() {
    let world = companies().await;
    let path = format!("/rest/companies?soft_delete=true&filter={}", encoded("name[eq]:Birch"));
    world.delete(&path).await.expect(200);
    assert_eq!(world.filtered("").await, ["Apple", "Cedar"]);
    assert_eq!(world.filtered("deletedAt[is]:NOT_NULL").await, ["Birch"]);
    assert_eq!(
        world.filtered("or(deletedAt[is]:NULL,deletedAt[is]:NOT_NULL)").await,
        ["Apple", "Birch", "Cedar"]
    );
}

#[tokio::test]
async fn depth_and_fields_say_what_records_carry() {
    let world = companies().await;
    let apple = world.get(&format!("/rest/companies?filter={}", encoded("name[eq]:Apple"))).await.expect(200);
    let apple = apple["data"]["companies"][0]["id"].as_str().unwrap().to_owned();
    let person = json!({"name": {"firstName": "Ann", "lastName": "Lee"}, "companyId": apple});
    let person = world.post("/rest/people", person).await.expect(201)["data"]["createPerson"].clone();
    assert_eq!(person["company"]["name"], "Apple", "depth 1 is the default");
    assert!(person["company"].get("people").is_none(), "relations of relations stay away");

    let path = format!("/rest/people/{}", person["id"].as_str().unwrap());
    let flat = world.get(&format!("{path}?depth=0")).await.expect(200)["data"]["person"].clone();
    assert_eq!(flat["companyId"], json!(apple));
    assert!(flat.get("company").is_none());
    let company = world.get(&format!("/rest/companies/{apple}")).await.expect(200)["data"]["company"].clone();
    assert_eq!(company["people"][0]["name"]["firstName"], "Ann");

    let some =
        world.get(&format!("{path}?fields=name,company&depth=0")).await.expect(200)["data"]["person"].clone();
    assert_eq!(some, json!({"id": person["id"], "name": person["name"], "companyId": apple}));
    let some = world.get(&format!("{path}?fields=company")).await.expect(200)["data"]["person"].clone();
    assert_eq!(some["company"]["name"], "Apple");
    assert!(some.get("name").is_none());
    let listed =
        world.get("/rest/companies?fields=name&fields=people&order_by=name&limit=1").await.expect(200);
    let listed = &listed["data"]["companies"][0];
    assert_eq!(listed.as_object().unwrap().len(), 3, "{listed}");
    assert_eq!(listed["people"][0]["name"]["lastName"], "Lee");

    for query in ["depth=2", "fields=", "fields=nothing", "fields=people&depth=0", "limit=-1", "limit=x"] {
        world.refused(query).await;
    }
    assert!(world.refused("fields=nothing").await.contains("nothing"));
    world.get("/rest/companies?discover=false").await.expect(200);
    assert_eq!(
        world.refused("discover=maybe").await,
        "'discover=maybe' parameter invalid. Allowed values are true, false"
    );
    assert_eq!(world.refused("discover=true").await, "Records of object 'company' are not discoverable");
}

#[tokio::test]
async fn a_cursor_that_is_none_is_called_by_its_text() {
    let world = companies().await;
    for cursor in ["x", "bm90aGluZw", "eyJpZCI6MX0="] {
        assert_eq!(
            world.refused(&format!("starting_after={cursor}")).await,
            format!("Invalid cursor: {cursor}")
        );
        assert_eq!(
            world.refused(&format!("ending_before={cursor}")).await,
            format!("Invalid cursor: {cursor}")
        );
    }
    assert_eq!(
        world.refused("starting_after=a&ending_before=b").await,
        "Cannot provide both before and after"
    );
}
