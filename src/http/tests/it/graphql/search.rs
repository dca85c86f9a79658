//! `search` over all objects.

use base64::Engine as _;
use serde_json::{Value, json};

use super::{World, world};

const SEARCH: &str = "query($text: String!, $limit: Int!, $after: String, $in: [String!], $out: [String!], \
    $filter: ObjectRecordFilterInput) { search(searchInput: $text, limit: $limit, after: $after, \
    includedObjectNameSingulars: $in, excludedObjectNameSingulars: $out, filter: $filter) { __typename \
    edges { __typename cursor node { __typename recordId objectNameSingular objectLabelSingular label imageUrl \
    tsRankCD tsRank } } pageInfo { __typename hasNextPage endCursor } } }";

async fn filled() -> World {
    let world = world().await;
    world.empty().await;
    world.people().await;
    let note = json!({"title": "Kick-off", "bodyV2": {"markdown": "about the zeppelin"}});
    world.ask("mutation($n: NoteCreateInput!) { createNote(data: $n) { id } }", json!({"n": note})).await;
    let ada = json!({
        "name": {"firstName": "Ada", "lastName": "Lóvelace"}, "position": 9,
        "emails": {"primaryEmail": "countess@analytical.org"},
        "phones": {"primaryPhoneNumber": "+33612345678"},
    });
    world.ask("mutation($p: PersonCreateInput!) { createPerson(data: $p) { id } }", json!({"p": ada})).await;
    world
}

impl World {
    async fn search(&self, variables: Value) -> Value {
        let mut all = json!({"limit": 20});
        all.as_object_mut().unwrap().extend(variables.as_object().unwrap().clone());
        self.ask(SEARCH, all).await["search"].clone()
    }

    async fn labels(&self, variables: Value) -> Vec<String> {
        let found = self.search(variables).await;
        let label = |edge: &Value| edge["node"]["label"].as_str().unwrap().to_owned();
        found["edges"].as_array().unwrap().iter().map(label).collect()
    }
}

#[tokio::test]
async fn records_of_all_kinds_are_found_and_ranked() {
    let world = filled().await;
    let found = world.search(json!({"text": "acme"})).await;
    assert_eq!(found["__typename"], "SearchResultConnection");
    assert_eq!(found["pageInfo"]["__typename"], "SearchResultPageInfo");
    let edge = &found["edges"][0];
    assert_eq!(edge["__typename"], "SearchResultEdge");
    let node = &edge["node"];
    assert_eq!(
        (&node["__typename"], &node["objectNameSingular"], &node["objectLabelSingular"], &node["label"]),
        (&json!("SearchRecord"), &json!("company"), &json!("Company"), &json!("Acme"))
    );
    assert_eq!(node["imageUrl"], "https://twenty-icons.com/acme.com");
    assert!(node["recordId"].is_string());
    assert_eq!((node["tsRankCD"].as_f64(), node["tsRank"].as_f64()), (Some(1.0), Some(1.0)));
    let people = &found["edges"].as_array().unwrap()[1..];
    assert_eq!(people.len(), 5, "by their addresses: {people:#?}");
    assert!(people.iter().all(|edge| edge["node"]["imageUrl"] == "" && edge["node"]["tsRankCD"] == 0.2));
    for (text, expected) in [
        ("zeppel", vec!["Kick-off"]),
        ("lovelace", vec!["Ada Lóvelace"]),
        ("LÓVELACE ada", vec!["Ada Lóvelace"]),
        ("lovalace", vec!["Ada Lóvelace"]),
        ("06 12 34 56 78", vec!["Ada Lóvelace"]),
        ("analytical.org", vec!["Ada Lóvelace"]),
        ("https://www.acme.com/", vec!["Acme", "P1 Doe", "P2 Doe", "P3 Doe", "P4 Doe", "P5 Doe"]),
        ("nothing like it", vec![]),
        ("\u{ff07}); DROP TABLE", vec![]),
    ] {
        let mut found = world.labels(json!({"text": text})).await;
        found.sort();
        assert_eq!(found, expected, "{text}");
    }
}

#[tokio::test]
async fn objects_and_records_can_be_chosen() {
    let world = filled().await;
    let all = |more: Value| {
        let mut variables = json!({"text": "acme"});
        variables.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        variables
    };
    assert_eq!(world.labels(all(json!({"in": ["company"]}))).await, ["Acme"]);
    assert_eq!(
        world.labels(all(json!({"in": ["company", "person", "rocket"], "out": ["person"]}))).await,
        ["Acme"]
    );
    assert!(world.labels(all(json!({"in": []}))).await.is_empty());
    assert!(world.labels(all(json!({"in": ["rocket"]}))).await.is_empty());
    let later = json!({"filter": {"createdAt": {"gt": "2999-01-01T00:00:00Z"}}});
    assert!(world.labels(all(later)).await.is_empty());
    let acme = world.search(json!({"text": "acme", "in": ["company"]})).await["edges"][0]["node"]["recordId"]
        .clone();
    let same = json!({"filter": {"or": [{"id": {"eq": acme}}, {"id": {"in": []}}]}});
    assert_eq!(world.labels(all(same)).await, ["Acme"]);
    world.ask("mutation($id: UUID!) { deleteCompany(id: $id) { id } }", json!({"id": acme})).await;
    assert!(world.labels(all(json!({"in": ["company"]}))).await.is_empty());
    let deleted = json!({"in": ["company"], "filter": {"deletedAt": {"is": "NOT_NULL"}}});
    assert_eq!(world.labels(all(deleted)).await, ["Acme"]);
}

#[tokio::test]
async fn pages_of_a_search_visit_each_match_once() {
    let world = filled().await;
    for text in ["doe", ""] {
        let all = world.labels(json!({"text": text, "limit": 100})).await;
        let (mut walked, mut after) = (Vec::new(), Value::Null);
        loop {
            let page = world.search(json!({"text": text, "limit": 2, "after": after})).await;
            let edges = page["edges"].as_array().unwrap();
            walked.extend(edges.iter().map(|edge| edge["node"]["label"].as_str().unwrap().to_owned()));
            after = page["pageInfo"]["endCursor"].clone();
            assert_eq!(Some(&after), edges.last().map(|edge| &edge["cursor"]));
            if page["pageInfo"]["hasNextPage"] == json!(false) {
                break;
            }
        }
        assert_eq!(walked, all, "{text:?}");
        assert!(walked.len() >= 5);
    }
    let page = world.search(json!({"text": "doe", "limit": 1})).await;
    let cursor = page["pageInfo"]["endCursor"].as_str().unwrap();
    let cursor: Value =
        serde_json::from_slice(&base64::engine::general_purpose::STANDARD.decode(cursor).unwrap()).unwrap();
    assert!(cursor["lastRanks"]["tsRankCD"].is_number() && cursor["lastRanks"]["tsRank"].is_number());
    assert!(cursor["lastRecordIdsPerObject"]["person"].is_string(), "{cursor}");
}

#[tokio::test]
async fn searches_that_cannot_be_are_refused() {
    let world = world().await;
    let refused = |variables: Value| {
        let mut all = json!({"text": "a", "limit": 5});
        all.as_object_mut().unwrap().extend(variables.as_object().unwrap().clone());
        all
    };
    let long = "x".repeat(401);
    let far = json!({"lastRanks": {"tsRankCD": 0.8, "tsRank": 1e300},
        "lastRecordIdsPerObject": {"person": "20202020-0000-4000-8000-000000000001"}});
    let far = base64::engine::general_purpose::STANDARD.encode(far.to_string());
    let invalid = format!("Invalid cursor: {far}");
    for (variables, message, code) in [
        (json!({"limit": 101}), "Limit cannot exceed 100 items", "INVALID_QUERY_INPUT"),
        (json!({"limit": -1}), "Limit argument must be non-negative", "INVALID_QUERY_INPUT"),
        (json!({"after": "?"}), "Invalid cursor: ?", "INVALID_CURSOR"),
        (json!({"after": far}), invalid.as_str(), "INVALID_CURSOR"),
        (json!({"after": "e30="}), "Invalid cursor: e30=", "INVALID_CURSOR"),
        (
            json!({"filter": {"name": {"eq": "x"}}}),
            "The filter of a search knows the fields id, createdAt, updatedAt, deletedAt only",
            "INVALID_ARGS_FILTER",
        ),
        (
            json!({"filter": {"id": {"eq": "x"}}}),
            "Invalid UUID value 'x' for field \"id\"",
            "INVALID_ARGS_FILTER",
        ),
        (json!({"text": long}), "The text to look for is too long.", "INVALID_QUERY_INPUT"),
    ] {
        let told = world.refused(SEARCH, refused(variables.clone())).await;
        assert_eq!((told.0.as_str(), told.1.as_str()), (message, "BAD_USER_INPUT"), "{variables}");
        assert_eq!(told.2, code, "{variables}");
    }
    let nul = world.refused(SEARCH, refused(json!({"text": "a\u{0}"}))).await;
    assert_eq!(nul.1, "BAD_USER_INPUT");
    for query in ["{ search(limit: 1) { __typename } }", "{ search(searchInput: \"a\") { __typename } }"] {
        let answer = world.send(query, json!({})).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED", "{query}");
    }
}

#[tokio::test]
async fn nobody_finds_what_is_in_another_workspace() {
    let world = filled().await;
    let other = world.server.member("eve@evil.test").await;
    let key = world.server.api_key(&other, "Spy").await;
    let body = json!({"query": SEARCH, "variables": {"text": "acme", "limit": 50}});
    let answer = world.server.send(&key, reqwest::Method::POST, "/graphql", body).await.expect(200);
    assert_eq!(answer["data"]["search"]["edges"], json!([]), "{answer:#}");
}

#[tokio::test]
async fn a_search_and_other_reads_are_one_operation() {
    let world = filled().await;
    let query = "{ people(first: 1) { totalCount } found: search(searchInput: \"ada\", limit: 1) { edges { node { label } } } \
                 companies(first: 1) { totalCount } }";
    let answer = world.ask(query, json!({})).await;
    assert_eq!(answer["people"]["totalCount"], 6);
    assert_eq!(answer["found"]["edges"][0]["node"]["label"], "Ada Lóvelace");
    assert_eq!(answer["companies"]["totalCount"], 3);
}
