//! What is said of values and filters that do not fit, word for word: clients look for these texts and codes.

use serde_json::{Value, json};

use super::{World, world};

const CREATE: &str = "mutation($d: PersonCreateInput!) { createPerson(data: $d) { id } }";
const LIST: &str = "query($f: PersonFilterInput) { people(filter: $f) { totalCount } }";

/// People with a field of each type that they do not have of their own.
async fn with_fields() -> World {
    let world = world().await;
    let options = json!([{"value": "HOT", "label": "Hot", "color": "red", "position": 0}]);
    for (name, kind, more) in [
        ("lucky", "BOOLEAN", json!({"defaultValue": false})),
        ("born", "DATE", json!({})),
        ("metAt", "DATE_TIME", json!({})),
        ("score", "NUMBER", json!({})),
        ("tags", "MULTI_SELECT", json!({ "options": options })),
        ("aliases", "ARRAY", json!({})),
        ("extra", "RAW_JSON", json!({})),
    ] {
        world.field("person", name, kind, more).await;
    }
    world
}

/// Those of REST, too, are in `rest::rows`.
#[tokio::test]
async fn values_that_do_not_fit_are_named() {
    let world = with_fields().await;
    let data = "INVALID_ARGS_DATA";
    for (values, message, code) in [
        (json!({"lucky": 1}), "Invalid boolean value 1 for field \"lucky\"", data),
        (json!({"score": "many"}), "Invalid number value 'many' for field \"score\"", data),
        (json!({"tags": ["COLD"]}), "Value \"COLD\" does not exist in \"PersonTagsEnum\" enum.", data),
        (
            json!({"aliases": [true]}),
            "Invalid value true for field \"aliases - Array values need to be string\"",
            data,
        ),
        (json!({"extra": "no json"}), "Invalid object value 'no json' for field \"extra\"", data),
        (json!({"name": "Ada"}), "Invalid object value 'Ada' for field \"name\"", data),
    ] {
        let refused = world.refused(CREATE, json!({"d": values})).await;
        assert_eq!(refused, (message.to_owned(), "BAD_USER_INPUT".to_owned(), json!(code)), "{values}");
    }
}

#[tokio::test]
async fn operands_that_do_not_fit_are_named() {
    let world = with_fields().await;
    for (filter, message) in [
        (json!({"lucky": {"eq": "perhaps"}}), "Invalid boolean value \"perhaps\" for field \"lucky\""),
        (
            json!({"born": {"gte": "soon"}}),
            "Invalid value 'soon' for date field \"born\". Expected format: 'YYYY-MM-DD'",
        ),
        (
            json!({"metAt": {"lt": "2024"}}),
            "Invalid value '2024' for date-time field \"metAt\". Expected format: 'YYYY-MM-DDTHH:mm:ssZ'",
        ),
        (json!({"score": {"gt": "many"}}), "Invalid number value NaN for field \"score\""),
        (json!({"companyId": {"eq": "x"}}), "Invalid UUID value 'x' for field \"companyId\""),
        (json!({"born": {"is": "EMPTY"}}), "Filter operator \"is\" takes NULL or NOT_NULL for field born"),
        (
            json!({"emails": {"nothing": {"eq": "x"}}}),
            "Sub field \"nothing\" not found for composite type: EMAILS",
        ),
        (
            json!({"aliases": {"eq": "x"}}),
            "Operator \"eq\" is not valid for field \"aliases\" of type ARRAY - Allowed operators: containsIlike, is, isEmptyArray",
        ),
        (
            json!({"tags": {"like": "x"}}),
            "Operator \"like\" is not valid for field \"tags\" of type MULTI_SELECT - Allowed operators: containsAny, containsExactly, is, isEmptyArray",
        ),
        (
            json!({"extra": {"eq": {}}}),
            "Operator \"eq\" is not valid for field \"extra\" of type RAW_JSON - Allowed operators: is, like",
        ),
    ] {
        let refused = world.refused(LIST, json!({"f": filter})).await;
        let expected = (message.to_owned(), "BAD_USER_INPUT".to_owned(), json!("INVALID_ARGS_FILTER"));
        assert_eq!(refused, expected, "{filter}");
    }
}

#[tokio::test]
async fn too_many_and_too_ambiguous_changes_are_refused() {
    let world = world().await;
    world.empty().await;
    let create =
        "mutation($d: [CompanyCreateInput!]!, $u: Boolean) { createCompanies(data: $d, upsert: $u) { id } }";
    for batch in 0..2 {
        let data: Vec<Value> = (0..150).map(|i| json!({"name": format!("C{batch}-{i}")})).collect();
        world.ask(create, json!({"d": data})).await;
    }
    let many = (
        "Cannot update more than 200 records at once".to_owned(),
        "BAD_USER_INPUT".to_owned(),
        json!("TOO_MANY_RECORDS_TO_UPDATE"),
    );
    let filter = json!({"f": {"name": {"like": "C%"}}});
    for query in [
        "mutation($f: CompanyFilterInput!) { updateCompanies(filter: $f, data: { name: \"x\" }) { id } }",
        "mutation($f: CompanyFilterInput!) { deleteCompanies(filter: $f) { id } }",
        "mutation($f: CompanyFilterInput!) { destroyCompanies(filter: $f) { id } }",
    ] {
        assert_eq!(world.refused(query, filter.clone()).await, many, "{query}");
    }
    let ids = json!([
        {"id": "20202020-0000-4000-8000-000000000001", "name": "One"},
        {"id": "20202020-0000-4000-8000-000000000002", "domainName": {"primaryLinkUrl": "two.example"}},
    ]);
    world.ask(create, json!({"d": ids})).await;
    let both = json!([{"id": "20202020-0000-4000-8000-000000000001", "domainName": {"primaryLinkUrl": "two.example"}}]);
    let refused = world.refused(create, json!({"d": both, "u": true})).await;
    assert!(
        refused.0.starts_with("Multiple records found with the same unique field values for "),
        "{refused:?}"
    );
    assert_eq!(refused.2, json!("UPSERT_MULTIPLE_MATCHING_RECORDS_CONFLICT"));
}

#[tokio::test]
async fn clients_that_name_a_document_by_its_hash_are_told_to_send_it() {
    let world = world().await;
    let hash = json!({"persistedQuery": {"version": 1, "sha256Hash": "ab".repeat(32)}});
    let by_hash = json!({"operationName": "People", "variables": {}, "extensions": hash});
    let answer =
        world.server.send(&world.key, reqwest::Method::POST, "/graphql", by_hash.clone()).await.expect(200);
    assert_eq!(answer["errors"][0]["message"], "PersistedQueryNotSupported");
    assert_eq!(answer["errors"][0]["extensions"]["code"], "PERSISTED_QUERY_NOT_SUPPORTED");
    let mut whole = by_hash;
    whole["query"] = json!("query People { people(first: 0) { totalCount } }");
    let answer = world.server.send(&world.key, reqwest::Method::POST, "/graphql", whole).await.expect(200);
    assert!(answer["data"]["people"]["totalCount"].is_u64(), "{answer:#}");
}
