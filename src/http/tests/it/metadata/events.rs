//! Live changes.

use std::time::Duration;

use reqwest::{Method, Response};
use serde_json::{Value, json};

use super::{World, text, world};

const SUBSCRIBE: &str = "subscription($s: String!) { onEventSubscription(eventStreamId: $s) { eventStreamId \
    objectRecordEventsWithQueryIds { queryIds } queueJobEvents { jobId } metadataEvents { type metadataName recordId \
    updatedCollectionHash properties { updatedFields before after diff } } } }";

/// An open stream of events.
struct Stream {
    response: Response,
    text: String,
    name: String,
}

impl World {
    async fn subscribe(&self, token: &str, query: &str) -> Stream {
        let request =
            self.server.with(token, Method::POST, "/metadata").header("accept", "text/event-stream");
        let name = uuid::Uuid::new_v4().to_string();
        let response =
            request.json(&json!({ "query": query, "variables": { "s": name } })).send().await.unwrap();
        assert_eq!(response.status().as_u16(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Stream { response, text: String::new(), name }
    }

    /// A stream that is open: what happens from now on is told.
    async fn watch(&self, token: &str) -> Stream {
        let mut stream = self.subscribe(token, SUBSCRIBE).await;
        assert!(stream.answer().await.is_empty(), "the first answer says that the stream is open");
        stream
    }
}

impl Stream {
    /// The next event: its kind and its data.
    async fn next(&mut self) -> (String, Value) {
        let event = tokio::time::timeout(Duration::from_secs(20), self.event()).await;
        let event = event.expect("an event comes");
        let line =
            |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim();
        (line("event:").to_owned(), serde_json::from_str(line("data:")).unwrap_or_default())
    }

    async fn event(&mut self) -> String {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.text = rest;
                if event.contains("event:") {
                    return event;
                }
                continue;
            }
            let chunk = self.response.chunk().await.unwrap().expect("the stream goes on");
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// The metadata events of the next answer that has some.
    async fn metadata(&mut self) -> Vec<Value> {
        loop {
            let events = self.answer().await;
            if !events.is_empty() {
                return events;
            }
        }
    }

    async fn answer(&mut self) -> Vec<Value> {
        let (kind, data) = self.next().await;
        assert_eq!(kind, "next", "{data:#}");
        let answer = &data["data"]["onEventSubscription"];
        assert_eq!(answer["eventStreamId"], json!(self.name), "{data:#}");
        answer["metadataEvents"].as_array().unwrap().clone()
    }
}

fn of<'a>(events: &'a [Value], kind: &str, name: &str) -> Vec<&'a Value> {
    events.iter().filter(|event| event["type"] == kind && event["metadataName"] == name).collect()
}

#[tokio::test]
async fn changes_of_the_data_model_are_told_as_they_happen() {
    let world = world().await;
    let mut stream = world.watch(&world.token).await;
    let id = world.create_object("rocket", "rockets").await;
    let events = stream.metadata().await;
    let objects = of(&events, "CREATED", "objectMetadata");
    assert_eq!(objects.len(), 1, "{objects:#?}");
    assert_eq!(objects[0]["recordId"], json!(id));
    assert_eq!(objects[0]["properties"]["after"]["nameSingular"], "rocket");
    assert!(objects[0]["properties"]["after"]["labelIdentifierFieldMetadataId"].is_string());
    assert!(of(&events, "CREATED", "fieldMetadata").len() > 8);
    assert_eq!(of(&events, "CREATED", "navigationMenuItem").len(), 1);
    let columns = of(&events, "CREATED", "viewField");
    assert!(columns[0]["properties"]["after"]["viewId"].is_string(), "{columns:#?}");

    let query = "{ minimalMetadata { collectionHashes { collectionName hash } } }";
    let hashes = world.ask(query, json!({})).await["minimalMetadata"]["collectionHashes"].clone();
    let hash = json!({ "collectionName": "objectMetadata", "hash": objects[0]["updatedCollectionHash"] });
    assert!(hashes.as_array().unwrap().contains(&hash), "the client needs no second look");

    let query = "mutation($id: UUID!) { updateOneObject(input: { id: $id, update: { labelSingular: \"Ship\" } }) { id } }";
    world.ask(query, json!({ "id": id })).await;
    let events = stream.metadata().await;
    let updates = of(&events, "UPDATED", "objectMetadata");
    let properties = &updates[0]["properties"];
    let fields: Vec<String> = properties["updatedFields"].as_array().unwrap().iter().map(text).collect();
    assert!(fields.contains(&"labelSingular".to_owned()), "{fields:?}");
    assert_eq!(properties["diff"]["labelSingular"], json!({ "before": "Rocket", "after": "Ship" }));

    let query = "mutation($id: UUID!) { deleteOneObject(input: { id: $id }) { id } }";
    world.ask(query, json!({ "id": id })).await;
    let events = stream.metadata().await;
    assert_eq!(of(&events, "DELETED", "objectMetadata")[0]["recordId"], json!(id));
}

#[tokio::test]
async fn nobody_hears_of_unlisted_views_of_others() {
    let world = world().await;
    let key = world.server.api_key(&world.member, "tests").await;
    let mut mine = world.watch(&world.token).await;
    let mut theirs = world.watch(&key).await;
    let object = world.object_id("company").await;
    let query = "mutation($i: CreateViewInput!) { createView(input: $i) { id } }";
    for (name, visibility) in [("Secret", "UNLISTED"), ("Open", "WORKSPACE")] {
        let input =
            json!({ "name": name, "icon": "IconList", "objectMetadataId": object, "visibility": visibility });
        world.ask(query, json!({ "i": input })).await;
    }
    // Both may be told in one answer.
    let names = |events: &[Value]| -> Vec<Value> {
        of(events, "CREATED", "view")
            .iter()
            .map(|event| event["properties"]["after"]["name"].clone())
            .collect()
    };
    assert!(names(&mine.metadata().await).contains(&json!("Secret")));
    assert_eq!(names(&theirs.metadata().await), ["Open"]);
}

#[tokio::test]
async fn streams_end_and_are_refused_in_their_own_form() {
    let world = world().await;
    let mut stream = world.subscribe(&world.token, "{ __typename }").await;
    let (kind, data) = stream.next().await;
    assert_eq!((kind.as_str(), &data["data"]["__typename"]), ("next", &json!("Query")));
    assert_eq!(stream.next().await.0, "complete");
    let mut stream = world.subscribe(&world.token, "subscription { nonsense }").await;
    let (_, data) = stream.next().await;
    assert_eq!(data["errors"][0]["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED");
    let error = world.error(SUBSCRIBE, json!({ "s": "one" })).await;
    assert!(error["extensions"]["code"].is_string(), "without a stream there is none: {error:#}");
    let request = world.server.request(Method::POST, "/metadata").header("accept", "text/event-stream");
    let response =
        request.json(&json!({ "query": SUBSCRIBE, "variables": { "s": "one" } })).send().await.unwrap();
    let mut stream = Stream { response, text: String::new(), name: String::new() };
    let (_, data) = stream.next().await;
    assert_eq!(data["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    assert_eq!(stream.next().await.0, "complete");
}
