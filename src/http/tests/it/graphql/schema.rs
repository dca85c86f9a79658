//! The schema and who may see it.

use reqwest::Method;
use serde_json::json;

use super::world;
use crate::support::answer;

const TYPE: &str = "query($name: String!) { __type(name: $name) { kind fields { name type { kind name ofType { name } } } inputFields { name type { name } } enumValues { name } } }";

#[tokio::test]
async fn introspection_tells_the_workspace_s_own_types() {
    let world = world().await;
    let company = world.ask(TYPE, json!({"name": "Company"})).await["__type"].clone();
    let field = |name: &str| {
        company["fields"].as_array().unwrap().iter().find(|field| field["name"] == name).unwrap()["type"]
            .clone()
    };
    assert_eq!(field("id"), json!({"kind": "NON_NULL", "name": null, "ofType": {"name": "ID"}}));
    assert_eq!(field("people")["name"], "PersonConnection");
    assert_eq!(field("accountOwner")["name"], "WorkspaceMember");
    assert_eq!(field("accountOwnerId")["name"], "ID");
    let filter = world.ask(TYPE, json!({"name": "CompanyFilterInput"})).await["__type"].clone();
    assert_eq!(filter["kind"], "INPUT_OBJECT");
    let stage = world.ask(TYPE, json!({"name": "OpportunityStageEnum"})).await["__type"].clone();
    assert!(stage["enumValues"].as_array().unwrap().contains(&json!({"name": "NEW"})));
    let both = world
        .ask(
            "{ __typename __schema { queryType { name } mutationType { name } } people { totalCount } }",
            json!({}),
        )
        .await;
    assert_eq!(both["__typename"], "Query");
    assert_eq!(both["__schema"]["mutationType"]["name"], "Mutation");
    assert!(both["people"]["totalCount"].is_number());
}

#[tokio::test]
async fn a_custom_object_has_all_its_operations_at_once() {
    let world = world().await;
    let token = world.server.access_token(&world.member).await;
    let create = json!({
        "query": "mutation($input: CreateOneObjectInput!) { createOneObject(input: $input) { id } }",
        "variables": {"input": {"object": {"nameSingular": "rocket", "namePlural": "rockets", "labelSingular": "Rocket", "labelPlural": "Rockets", "icon": "IconRocket"}}},
    });
    let made = world.server.send(&token, Method::POST, "/metadata", create).await.expect(200);
    assert!(made["data"]["createOneObject"]["id"].is_string(), "{made}");
    for (name, kind, more) in [
        ("thrust", "NUMBER", json!({})),
        (
            "fuels",
            "MULTI_SELECT",
            json!({"options": [{"value": "RP1", "label": "RP-1", "color": "red", "position": 0}, {"value": "LH2", "label": "LH2", "color": "blue", "position": 1}]}),
        ),
        ("crew", "ARRAY", json!({})),
        ("manned", "BOOLEAN", json!({"defaultValue": false})),
        ("maiden", "DATE", json!({})),
    ] {
        world.field("rocket", name, kind, more).await;
    }
    let data = json!([
        {"name": "Saturn", "thrust": 7.5, "fuels": ["RP1", "LH2"], "crew": ["Neil", "Buzz"], "manned": true, "maiden": "1967-11-09"},
        {"name": "Ariane", "fuels": ["LH2"]},
    ]);
    let made = world.ask("mutation($d: [RocketCreateInput!]!) { createRockets(data: $d) { name thrust fuels crew manned maiden } }", json!({"d": data})).await;
    let saturn =
        made["createRockets"].as_array().unwrap().iter().find(|one| one["name"] == "Saturn").unwrap();
    assert_eq!(*saturn, data[0]);
    let query = "query($f: RocketFilterInput, $o: [RocketOrderByInput]) { rockets(filter: $f, orderBy: $o) { countTrueManned countFalseManned minMaiden edges { node { name } cursor } } }";
    for (filter, count) in [
        (json!({"fuels": {"containsAny": ["RP1"]}}), 1),
        (json!({"fuels": {"containsExactly": ["LH2"]}}), 1),
        (json!({"crew": {"containsIlike": "%uz%"}}), 1),
        (json!({"crew": {"isEmptyArray": true}}), 1),
        (json!({"manned": {"eq": false}}), 1),
        (json!({"maiden": {"lt": "1970-01-01"}}), 1),
        (json!({"thrust": {"is": "NULL"}}), 1),
    ] {
        let found = world.ask(query, json!({"f": filter, "o": [{"fuels": "DescNullsLast"}, {"crew": "AscNullsLast"}, {"maiden": "AscNullsFirst"}, {"manned": "AscNullsFirst"}]})).await;
        assert_eq!(found["rockets"]["edges"].as_array().unwrap().len(), count, "{filter}");
    }
    let figures = world.ask(query, json!({})).await;
    assert_eq!(
        (
            &figures["rockets"]["countTrueManned"],
            &figures["rockets"]["countFalseManned"],
            &figures["rockets"]["minMaiden"]
        ),
        (&json!(1), &json!(1), &json!("1967-11-09"))
    );
}

#[tokio::test]
async fn without_a_token_nothing_is_told() {
    let world = world().await;
    let ask = |query: &str| world.server.request(Method::POST, "/graphql").json(&json!({"query": query}));
    for query in ["{ people { totalCount } }", "{ __schema { types { name } } }", "{ wrong"] {
        let body = answer(ask(query)).await.expect(200);
        assert_eq!(
            (&body["data"], &body["errors"][0]["extensions"]["code"]),
            (&json!(null), &json!("UNAUTHENTICATED"))
        );
    }
    let wrong =
        world.server.with("x", Method::POST, "/graphql").json(&json!({"query": "{ people { totalCount } }"}));
    assert_eq!(answer(wrong).await.body["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
}
