//! Queries attached to streams at `/metadata`.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use super::{Stream, World, opened, world};
use crate::support::{engine, serve};

const SUBSCRIBE: &str = "subscription($s: String!) { onEventSubscription(eventStreamId: $s) { eventStreamId \
    metadataEvents { type } objectRecordEventsWithQueryIds { queryIds objectRecordEvent { action objectNameSingular \
    recordId userId workspaceMemberId properties { updatedFields before after diff } } } } }";
const ADD: &str = "mutation($i: AddQuerySubscriptionInput!) { addQueryToEventStream(input: $i) }";
const REMOVE: &str =
    "mutation($i: RemoveQueryFromEventStreamInput!) { removeQueryFromEventStream(input: $i) }";

async fn subscribed(world: &World, base: Option<&str>, token: &str, name: &str) -> Stream {
    let body = json!({"query": SUBSCRIBE, "variables": {"s": name}});
    let request = match base {
        Some(base) => reqwest::Client::new().post(format!("{base}/metadata")).bearer_auth(token),
        None => world.server.with(token, Method::POST, "/metadata"),
    };
    let mut stream = opened(request.header("accept", "text/event-stream").json(&body)).await;
    let first = stream.next().await;
    let empty = json!({"eventStreamId": name, "metadataEvents": [], "objectRecordEventsWithQueryIds": []});
    assert_eq!(first.data["data"]["onEventSubscription"], empty, "{first:?}");
    stream
}

fn add(stream: &str, query: &str, signature: Value) -> Value {
    json!({"i": {"eventStreamId": stream, "queryId": query, "operationSignature": signature}})
}

/// The record events of the next answer.
async fn told(stream: &mut Stream) -> Vec<Value> {
    let block = stream.next().await;
    assert_eq!(block.kind, "next", "{block:?}");
    let events = &block.data["data"]["onEventSubscription"]["objectRecordEventsWithQueryIds"];
    events.as_array().unwrap_or_else(|| panic!("{block:?}")).clone()
}

#[tokio::test]
async fn attached_queries_are_told_of_their_records_by_any_instance() {
    let world = world().await;
    let token = world.server.access_token(&world.member).await;
    let other = serve(&engine(&world.server.db)).await;
    let mut stream = subscribed(&world, Some(&other), &token, "s1").await;
    // Attached through the first instance, told by the second.
    let all = json!({"objectNameSingular": "company"});
    let some = json!({"objectNameSingular": "company", "variables": {"filter": {"name": {"eq": "Acme"}}}});
    for (query, signature) in [("all", &all), ("some", &some), ("meta", &json!({"metadataName": "view"}))] {
        let done = world.graphql(&token, ADD, add("s1", query, signature.clone())).await;
        assert_eq!(done["data"]["addQueryToEventStream"], true, "{done}");
    }
    let path = "/rest/companies";
    let made = world.server.send(&token, Method::POST, path, json!({"name": "Acme"})).await.expect(201);
    let id = made["data"]["createCompany"]["id"].clone();
    let events = told(&mut stream).await;
    assert_eq!(events.len(), 1, "{events:#?}");
    let mut queries: Vec<&str> =
        events[0]["queryIds"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
    queries.sort_unstable();
    assert_eq!(queries, ["all", "some"]);
    let event = &events[0]["objectRecordEvent"];
    assert_eq!(
        (&event["action"], &event["objectNameSingular"], &event["recordId"]),
        (&json!("CREATED"), &json!("company"), &id)
    );
    assert_eq!(event["userId"], json!(world.member.actor.user));
    assert_eq!(event["workspaceMemberId"], json!(world.member.actor.member));
    assert_eq!(event["properties"]["after"]["name"], "Acme");
    assert_eq!(event["properties"]["after"]["accountOwner"], Value::Null, "with related records");
    let owned = json!({"objectNameSingular": "company", "variables": {"filter": {"accountOwner": {"userEmail": {
        "eq": "tim@apple.test"}}}}});
    let done = world.graphql(&token, ADD, add("s1", "owned", owned)).await;
    assert_eq!(done["data"]["addQueryToEventStream"], true, "{done}");
    let remove = json!({"i": {"eventStreamId": "s1", "queryId": "all"}});
    let done = world.graphql(&token, REMOVE, remove).await;
    assert_eq!(done["data"]["removeQueryFromEventStream"], true, "{done}");
    world.made("Beta").await;
    world.renamed(id.as_str().unwrap(), "Acme Ltd").await;
    let events = told(&mut stream).await;
    assert_eq!(events[0]["queryIds"], json!(["some"]), "{events:#?}");
    let event = &events[0]["objectRecordEvent"];
    assert_eq!((&event["action"], &event["userId"]), (&json!("UPDATED"), &Value::Null), "a program did");
    assert_eq!(event["properties"]["diff"]["name"], json!({"before": "Acme", "after": "Acme Ltd"}));
    let path = format!("/rest/companies/{}", id.as_str().unwrap());
    let owner = json!({"accountOwnerId": world.member.actor.member, "name": "Acme"});
    world.server.send(&token, Method::PATCH, &path, owner).await.expect(200);
    let events = told(&mut stream).await;
    let mut queries: Vec<&str> =
        events[0]["queryIds"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
    queries.sort_unstable();
    assert_eq!(queries, ["owned", "some"], "a filter through a relation");
    let owner = &events[0]["objectRecordEvent"]["properties"]["after"]["accountOwner"];
    assert_eq!(owner["id"], json!(world.member.actor.member), "{owner:#}");
}

#[tokio::test]
async fn streams_belong_to_people() {
    let world = world().await;
    let token = world.server.access_token(&world.member).await;
    let code = |answer: &Value| answer["errors"][0]["extensions"]["subCode"].clone();
    let signature = json!({"objectNameSingular": "company"});
    let missing = world.graphql(&token, ADD, add("s1", "q", signature.clone())).await;
    assert_eq!(missing["errors"][0]["message"], "Event stream does not exist");
    assert_eq!(code(&missing), "EVENT_STREAM_DOES_NOT_EXIST");

    let stream = subscribed(&world, None, &token, "s1").await;
    let again = json!({"query": SUBSCRIBE, "variables": {"s": "s1"}});
    let request = world.server.with(&token, Method::POST, "/metadata").header("accept", "text/event-stream");
    let mut again = opened(request.json(&again)).await;
    let refused = again.next().await;
    assert_eq!(refused.data["errors"][0]["message"], "Event stream already exists", "{refused:?}");

    let by_key = world.graphql(&world.key, ADD, add("s1", "q", signature.clone())).await;
    assert_eq!(code(&by_key), "NOT_AUTHORIZED", "{by_key}");
    let eve = world.server.member("eve@evil.test").await;
    let spy = world.server.access_token(&eve).await;
    let spied = world.graphql(&spy, ADD, add("s1", "q", signature.clone())).await;
    assert_eq!(code(&spied), "EVENT_STREAM_DOES_NOT_EXIST", "another workspace's streams are unknown");

    for bad in [
        json!({"objectNameSingular": "rocket"}),
        json!({"objectNameSingular": "company", "variables": {"filter": {"rocket": {"eq": 1}}}}),
        json!({"objectNameSingular": "company", "variables": {"filter": {"people": {"eq": 1}}}}),
        json!({}),
        json!([]),
        json!({"objectNameSingular": "company", "more": "x".repeat(20_000)}),
    ] {
        let refused = world.graphql(&token, ADD, add("s1", "q", bad.clone())).await;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{bad} {refused}");
    }
    drop(stream);
    // The name is free again once the server has seen that the client is gone.
    let free = tokio::time::timeout(Duration::from_secs(20), async {
        loop {
            world.made("Somebody looks").await;
            let missing = world.graphql(&token, ADD, add("s1", "q", signature.clone())).await;
            if code(&missing) == "EVENT_STREAM_DOES_NOT_EXIST" {
                return;
            }
        }
    });
    free.await.expect("a closed stream is forgotten");
}

#[tokio::test]
async fn programs_are_told_of_metadata_only() {
    let world = world().await;
    let _open = subscribed(&world, None, &world.key, "k").await;
    let refused =
        world.graphql(&world.key, ADD, add("k", "q", json!({"objectNameSingular": "company"}))).await;
    let extensions = &refused["errors"][0]["extensions"];
    assert_eq!(
        (&extensions["code"], &extensions["subCode"]),
        (&json!("FORBIDDEN"), &json!("NOT_AUTHORIZED"))
    );
}
