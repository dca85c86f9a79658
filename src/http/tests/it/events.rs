//! Live events over HTTP: the stream of programs at `/events`.

mod attached;

use std::time::Duration;

use icosa_contract::data_model::DataModelApi;
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::support::{Member, Server, answer, engine, serve, server};

/// An open stream.
struct Stream {
    response: Response,
    text: String,
}

/// One block of it.
#[derive(Debug, Clone, Default, PartialEq)]
struct Block {
    kind: String,
    id: Option<i64>,
    data: Value,
}

impl Stream {
    /// The next block that is no comment.
    async fn next(&mut self) -> Block {
        let block = tokio::time::timeout(Duration::from_secs(20), self.block()).await;
        block.expect("something comes").expect("the stream goes on")
    }

    /// `None` at the end.
    async fn block(&mut self) -> Option<Block> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.text = rest;
                let line = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
                if block.lines().all(|line| line.starts_with(':')) {
                    continue;
                }
                return Some(Block {
                    kind: line("event:").unwrap_or_default().to_owned(),
                    id: line("id:").map(|id| id.parse().unwrap()),
                    data: line("data:").map(|data| serde_json::from_str(data).unwrap()).unwrap_or_default(),
                });
            }
            let chunk = self.response.chunk().await.unwrap()?;
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// How far the stream is when it begins.
    async fn id_alone(&mut self) -> i64 {
        loop {
            let block = self.next().await;
            if block.kind.is_empty() {
                return block.id.unwrap();
            }
        }
    }

    /// The next change of a record.
    async fn record(&mut self) -> Block {
        loop {
            let block = self.next().await;
            if block.kind == "record" {
                return block;
            }
            assert!(block.kind == "model" || (block.kind.is_empty() && block.id.is_some()), "{block:?}");
        }
    }
}

async fn opened(request: reqwest::RequestBuilder) -> Stream {
    let response = request.send().await.unwrap();
    assert_eq!(response.status().as_u16(), 200);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    Stream { response, text: String::new() }
}

struct World {
    server: Server,
    member: Member,
    key: String,
}

async fn world() -> World {
    let server = server().await;
    let member = server.member("tim@apple.test").await;
    let key = server.api_key(&member, "Script").await;
    World { server, member, key }
}

impl World {
    async fn listen(&self, query: &str) -> Stream {
        opened(self.server.with(&self.key, Method::GET, &format!("/events{query}"))).await
    }

    async fn resumed(&self, query: &str, after: i64) -> Stream {
        let request = self.server.with(&self.key, Method::GET, &format!("/events{query}"));
        opened(request.header("last-event-id", after.to_string())).await
    }

    async fn made(&self, name: &str) -> String {
        let made = self.server.send(&self.key, Method::POST, "/rest/companies", json!({"name": name})).await;
        made.expect(201)["data"]["createCompany"]["id"].as_str().unwrap().to_owned()
    }

    async fn renamed(&self, id: &str, name: &str) {
        let path = format!("/rest/companies/{id}");
        self.server.send(&self.key, Method::PATCH, &path, json!({"name": name})).await.expect(200);
    }

    /// Adds a text field to an object; answers its id.
    async fn field(&self, object: &str, name: &str) -> String {
        let model = DataModelApi::model(&self.server.engine, &self.member.actor).await.unwrap();
        let field = json!({"objectMetadataId": model.object(object).unwrap().id, "name": name, "label": name,
            "type": "TEXT"});
        let made =
            self.server.send(&self.key, Method::POST, "/rest/metadata/fields", field).await.expect(201);
        made["data"]["id"].as_str().unwrap().to_owned()
    }

    async fn graphql(&self, token: &str, query: &str, variables: Value) -> Value {
        let body = json!({"query": query, "variables": variables});
        self.server.send(token, Method::POST, "/metadata", body).await.expect(200)
    }
}

#[tokio::test]
async fn a_program_is_told_what_changes_and_what_of_it() {
    let world = world().await;
    let mut stream = world.listen("?object=company,person").await;
    assert_eq!(stream.next().await.kind, "model");
    let begun = stream.next().await;
    assert!(begun.kind.is_empty() && begun.id.is_some(), "it can be resumed from the start: {begun:?}");
    let id = world.made("Acme").await;
    let created = stream.record().await;
    assert_eq!((&created.data["object"], &created.data["action"]), (&json!("company"), &json!("created")));
    assert_eq!(created.data["recordId"], json!(id));
    assert_eq!(created.id, created.data["id"].as_i64());
    assert_eq!((&created.data["before"], &created.data["after"]["name"]), (&Value::Null, &json!("Acme")));
    assert_eq!(created.data["after"]["accountOwnerId"], Value::Null, "fields without a value are there");
    world.renamed(&id, "Acme Ltd").await;
    let updated = stream.record().await;
    assert_eq!(updated.data["before"]["name"], "Acme");
    assert_eq!(updated.data["after"]["name"], "Acme Ltd");
    assert_eq!(updated.data["diff"]["name"], json!({"before": "Acme", "after": "Acme Ltd"}));
    assert!(updated.data["updatedFields"].as_array().unwrap().contains(&json!("name")));
    assert!(updated.id > created.id);
    let note = json!({"title": "Nobody asked"});
    world.server.send(&world.key, Method::POST, "/rest/notes", note).await.expect(201);
    let path = format!("/rest/companies/{id}");
    world.server.send(&world.key, Method::DELETE, &path, Value::Null).await.expect(200);
    let destroyed = stream.record().await;
    assert_eq!(destroyed.data["action"], "destroyed", "other objects are left out");
    assert_eq!(
        (&destroyed.data["after"], &destroyed.data["before"]["name"]),
        (&Value::Null, &json!("Acme Ltd"))
    );
}

#[tokio::test]
async fn a_reconnect_misses_nothing_on_any_instance() {
    let world = world().await;
    let mut stream = world.listen("?changes=true").await;
    world.made("First").await;
    let seen = stream.record().await.id.unwrap();
    drop(stream);
    for batch in 0..3 {
        let names: Vec<Value> =
            (0..200).map(|i| json!({"name": format!("Missed {}", batch * 200 + i), "position": i})).collect();
        world.server.send(&world.key, Method::POST, "/rest/batch/companies", json!(names)).await.expect(201);
    }
    let other = serve(&engine(&world.server.db)).await;
    let request =
        reqwest::Client::new().get(format!("{other}/events?object=company")).bearer_auth(&world.key);
    let mut resumed = opened(request.header("last-event-id", seen.to_string())).await;
    let mut last = seen;
    for i in 0..600 {
        let block = resumed.record().await;
        assert_eq!(block.data["after"]["name"], json!(format!("Missed {i}")));
        assert!(block.id > Some(last));
        last = block.id.unwrap();
    }
    world.made("Live").await;
    assert_eq!(resumed.record().await.data["after"]["name"], "Live");
}

#[tokio::test]
async fn filters_keep_what_is_of_interest_and_the_stream_moves_on() {
    let world = world().await;
    let filter = "?object=company&filter=%7B%22name%22:%7B%22ilike%22:%22%25ltd%22%7D%7D";
    let mut stream = world.listen(filter).await;
    let id = world.made("Acme").await;
    let other = world.made("Beta Ltd").await;
    let told = stream.record().await;
    assert_eq!(told.data["recordId"], json!(other));
    world.renamed(&id, "Acme Ltd").await;
    assert_eq!(stream.record().await.data["recordId"], json!(id), "it has come in");
    world.renamed(&id, "Acme").await;
    assert_eq!(stream.record().await.data["after"]["name"], "Acme", "it has left");
    world.renamed(&id, "Acme Inc").await;
    let passed = stream.next().await;
    assert!(
        passed.kind.is_empty() && passed.id > told.id,
        "a resumed stream does not begin long ago: {passed:?}"
    );
    let mut resumed = world.resumed(filter, passed.id.unwrap()).await;
    world.renamed(&other, "Gamma Ltd").await;
    assert_eq!(resumed.record().await.data["recordId"], json!(other));
}

#[tokio::test]
async fn filters_go_on_through_relations() {
    let world = world().await;
    let (acme, beta) = (world.made("Acme").await, world.made("Beta").await);
    let filter =
        json!({"company": {"name": {"ilike": "acme%"}}, "not": {"jobTitle": {"eq": "Spy"}}}).to_string();
    let mut stream = world.listen(&format!("?object=person&filter={}", crate::rest::encoded(&filter))).await;
    let person = async |values: Value| {
        let made = world.server.send(&world.key, Method::POST, "/rest/people", values).await.expect(201);
        made["data"]["createPerson"]["id"].as_str().unwrap().to_owned()
    };
    let change = async |id: &str, values: Value| {
        world.server.send(&world.key, Method::PATCH, &format!("/rest/people/{id}"), values).await.expect(200);
    };
    let other = person(json!({"companyId": beta})).await;
    person(json!({"companyId": acme, "jobTitle": "Spy"})).await;
    person(json!({})).await;
    let ada = person(json!({"companyId": acme})).await;
    assert_eq!(stream.record().await.data["recordId"], json!(ada));
    change(&other, json!({"companyId": acme})).await;
    assert_eq!(stream.record().await.data["recordId"], json!(other), "it has come in");
    change(&ada, json!({"companyId": null})).await;
    assert_eq!(stream.record().await.data["recordId"], json!(ada), "it has left");
    change(&ada, json!({"jobTitle": "Boss"})).await;
    // What the relation leads to is called otherwise now.
    world.renamed(&acme, "Zebra").await;
    change(&other, json!({"jobTitle": "Clerk"})).await;
    // Changes are judged in order, when they arrive: this one has been, once a later one is told.
    let later = person(json!({"companyId": world.made("Acme Two").await})).await;
    assert_eq!(stream.record().await.data["recordId"], json!(later));
    world.renamed(&acme, "Acme again").await;
    change(&other, json!({"jobTitle": "Boss"})).await;
    let told = stream.record().await;
    assert_eq!((&told.data["recordId"], &told.data["after"]["jobTitle"]), (&json!(other), &json!("Boss")));
    for (filter, message) in [
        (json!({"company": {"rocket": {"eq": "x"}}}), "Object company doesn't have any"),
        (json!({"company": {"eq": "x"}}), "use \"companyId\" instead"),
    ] {
        let path = format!("/events?object=person&filter={}", crate::rest::encoded(&filter.to_string()));
        let refused = world.server.get(&world.key, &path).await.expect(400);
        assert_eq!(refused["subCode"], "INVALID_ARGS_FILTER", "{refused}");
        assert!(refused["message"].as_str().unwrap().contains(message), "{refused}");
    }
}

#[tokio::test]
async fn filters_may_be_about_the_records_behind_a_relation() {
    let world = world().await;
    let (acme, beta) = (world.made("Acme").await, world.made("Beta").await);
    let boss = json!({"companyId": acme, "jobTitle": "Boss"});
    world.server.send(&world.key, Method::POST, "/rest/people", boss).await.expect(201);
    let filter = json!({"people": {"some": {"jobTitle": {"eq": "Boss"}}}}).to_string();
    let mut stream = world.listen(&format!("?object=company&filter={}", crate::rest::encoded(&filter))).await;
    world.renamed(&beta, "Beta Ltd").await;
    world.renamed(&acme, "Acme Ltd").await;
    assert_eq!(stream.record().await.data["recordId"], json!(acme));
}

#[tokio::test]
async fn who_filters_by_what_is_behind_is_told_of_what_is_destroyed() {
    let world = world().await;
    let cto = json!({"jobTitle": {"eq": "CTO"}});
    let filters = [
        json!({"people": {"some": cto}}),
        json!({"people": {"none": {}}}),
        json!({"not": {"people": {"some": cto}}}),
        json!({"people": {"totalCount": {"gte": 1}}}),
    ];
    for filter in filters {
        let acme = world.made("Acme").await;
        let other = world.made("Other").await;
        let person = json!({"companyId": acme, "jobTitle": "CTO"});
        world.server.send(&world.key, Method::POST, "/rest/people", person).await.expect(201);
        // What the record itself says still decides.
        let filter = json!({"name": {"eq": "Acme"}, "and": [filter]}).to_string();
        let query = format!("?object=company&filter={}", crate::rest::encoded(&filter));
        let mut stream = world.listen(&query).await;
        for id in [&other, &acme] {
            let path = format!("/rest/companies/{id}");
            world.server.send(&world.key, Method::DELETE, &path, Value::Null).await.expect(200);
        }
        let told = stream.record().await;
        assert_eq!(
            (&told.data["action"], &told.data["recordId"]),
            (&json!("destroyed"), &json!(acme)),
            "{filter}"
        );
    }
}

#[tokio::test]
async fn records_come_with_what_they_lead_to() {
    let world = world().await;
    let acme = world.made("Acme").await;
    let send = async |path: &str, values: Value| {
        let made = world.server.send(&world.key, Method::POST, path, values).await.expect(201);
        let made = made["data"].as_object().unwrap().values().next().unwrap().clone();
        made["id"].as_str().unwrap().to_owned()
    };
    let ada =
        send("/rest/people", json!({"name": {"firstName": "Ada", "lastName": "King"}, "companyId": acme}))
            .await;
    let note = send("/rest/notes", json!({"title": "Call"})).await;
    send("/rest/noteTargets", json!({"noteId": note, "targetPersonId": ada})).await;
    let mut stream = world.listen("?object=person,note,opportunity").await;
    let deal = json!({"name": "Deal", "companyId": acme, "pointOfContactId": ada});
    send("/rest/opportunities", deal).await;
    let after = stream.record().await.data["after"].clone();
    assert_eq!(after["company"], json!({"id": acme, "name": "Acme"}));
    let called = json!({"id": ada, "name": {"firstName": "Ada", "lastName": "King"}});
    assert_eq!(after["pointOfContact"], called);
    assert_eq!(after["owner"], Value::Null, "{after:#}");
    let path = format!("/rest/people/{ada}");
    world.server.send(&world.key, Method::PATCH, &path, json!({"companyId": null})).await.expect(200);
    let moved = stream.record().await.data;
    assert_eq!(
        (&moved["before"]["company"]["name"], &moved["after"]["company"]),
        (&json!("Acme"), &Value::Null)
    );
    let path = format!("/rest/notes/{note}");
    world.server.send(&world.key, Method::PATCH, &path, json!({"title": "Call back"})).await.expect(200);
    let ties = stream.record().await.data["after"]["noteTargets"].clone();
    assert_eq!(ties.as_array().map(Vec::len), Some(1), "{ties:#}");
    assert_eq!((&ties[0]["targetPersonId"], &ties[0]["targetPerson"]), (&json!(ada), &called));
    assert_eq!(ties[0]["targetCompany"], Value::Null);
}

#[tokio::test]
async fn each_of_many_changes_comes_with_what_it_leads_to() {
    let world = world().await;
    let (acme, beta) = (world.made("Acme").await, world.made("Beta").await);
    let mut stream = world.listen("?object=person").await;
    let employer = |number: usize| if number.is_multiple_of(2) { &acme } else { &beta };
    let people: Vec<Value> = (0..60).map(|number| json!({"companyId": employer(number)})).collect();
    world.server.send(&world.key, Method::POST, "/rest/batch/people", json!(people)).await.expect(201);
    let (mut told, mut begin) = (Vec::new(), None);
    for number in 0..60 {
        let record = stream.record().await;
        begin = begin.or(record.id.map(|id| id - 1));
        let after = &record.data["after"];
        assert_eq!(after["company"]["id"], after["companyId"], "{number}");
        assert_eq!(after["company"]["name"], if after["companyId"] == json!(acme) { "Acme" } else { "Beta" });
        told.push(record.data);
    }
    // All at once, and in order.
    let mut again = world.resumed("?object=person", begin.unwrap()).await;
    for (number, known) in told.iter().enumerate() {
        assert_eq!(&again.record().await.data, known, "{number}");
    }
}

#[tokio::test]
async fn what_an_event_carried_is_read_once_for_all_streams() {
    let world = world().await;
    let mut first = world.listen("?object=company").await;
    world.made("Acme").await;
    let told = first.record().await;
    // Whatever the table says by now: the second stream is told what the first was.
    sqlx::query("UPDATE core.\"recordEvent\" SET \"payload\" = '{}'")
        .execute(world.server.db.db().pool())
        .await
        .unwrap();
    let mut second = world.resumed("?object=company", told.id.unwrap() - 1).await;
    assert_eq!(second.record().await.data, told.data);
}

#[tokio::test]
async fn what_is_gone_is_said() {
    let world = world().await;
    let mut stream = world.listen("?changes=true").await;
    world.made("First").await;
    let first = stream.record().await.id.unwrap();
    world.made("Second").await;
    let second = stream.record().await.id.unwrap();
    let pool = world.server.db.db().pool();
    sqlx::query("DELETE FROM core.\"recordEvent\"").execute(pool).await.unwrap();
    // Everything from the beginning on, what came after the first, and an id that was never given out, as when the
    // database was set back. Windows of the browser are told as programs are.
    for query in ["?changes=true", ""] {
        for after in [0, first, i64::MAX] {
            let mut resumed = world.resumed(query, after).await;
            assert_eq!(resumed.next().await.kind, "model");
            let gap = resumed.next().await;
            assert_eq!(gap.kind, "gap", "{query} {after}");
            assert!(
                query == "?changes=true" || gap.id >= Some(second),
                "a window goes on from here: {gap:?}"
            );
            let third = json!(world.made("Third").await);
            while resumed.record().await.data["recordId"] != third {}
        }
    }
    for query in ["?changes=true", ""] {
        // Who has seen the last that is gone has missed nothing.
        let mut resumed = world.resumed(query, second).await;
        assert!(resumed.record().await.id > Some(second), "{query}");
    }
    // A stream that is opened while nothing is left goes on from where the events were.
    sqlx::query("DELETE FROM core.\"recordEvent\"").execute(pool).await.unwrap();
    let begun = world.listen("?changes=true").await.id_alone().await;
    assert!(begun > second);
    world.made("Fourth").await;
    sqlx::query("DELETE FROM core.\"recordEvent\"").execute(pool).await.unwrap();
    let mut resumed = world.resumed("?changes=true", begun).await;
    assert_eq!(resumed.next().await.kind, "model");
    assert_eq!(resumed.next().await.kind, "gap");
}

#[tokio::test]
async fn an_empty_last_event_id_is_none() {
    let world = world().await;
    let mut stream = world.listen("?changes=true").await;
    world.made("First").await;
    let first = stream.record().await.id.unwrap();
    let second = world.made("Second").await;
    let address = format!("/events?changes=true&after={first}");
    let request = world.server.with(&world.key, Method::GET, &address);
    let mut resumed = opened(request.header("last-event-id", "")).await;
    assert_eq!(resumed.record().await.data["recordId"], json!(second));
}

#[tokio::test]
async fn a_filter_ends_with_what_it_names() {
    let world = world().await;
    let field = world.field("company", "motto").await;
    let path = format!("/rest/metadata/fields/{field}");
    let change = async |name: &str| {
        world
            .server
            .send(&world.key, Method::PATCH, &path, json!({"name": name, "label": name}))
            .await
            .expect(200);
    };
    let query = |name: &str| {
        let filter = json!({"not": {name: {"eq": "x"}}}).to_string();
        format!("?object=company&filter={}", crate::rest::encoded(&filter))
    };
    let company = async |field: &str, motto: &str| {
        let values = json!({"name": "Acme", field: motto});
        let made = world.server.send(&world.key, Method::POST, "/rest/companies", values).await.expect(201);
        made["data"]["createCompany"]["id"].clone()
    };
    let mut stream = world.listen(&query("motto")).await;
    let mut other = world.listen("?object=company&filter=%7B%22name%22:%7B%22eq%22:%22Acme%22%7D%7D").await;
    let told = company("motto", "y").await;
    let seen = stream.record().await;
    assert_eq!(seen.data["recordId"], told);
    change("slogan").await;
    company("slogan", "x").await;
    let end = tokio::time::timeout(Duration::from_secs(20), async {
        while let Some(block) = stream.block().await {
            assert_ne!(
                block.kind, "record",
                "nothing is told by a filter that nobody understands: {block:?}"
            );
        }
    });
    end.await.expect("the stream ends");
    let refused = world.server.get(&world.key, &format!("/events{}", query("motto"))).await.expect(400);
    assert_eq!(refused["subCode"], "INVALID_ARGS_FILTER", "{refused}");
    // What was stored in former terms is told, whatever it was; what comes in those of today is looked at.
    let mut resumed = world.resumed(&query("slogan"), seen.id.unwrap() - 1).await;
    assert_eq!(resumed.record().await.data["recordId"], told);
    let kept = company("slogan", "z").await;
    assert_eq!(resumed.record().await.data["recordId"], kept);
    // A filter that names none of it goes on.
    for _ in 0..2 {
        other.record().await;
    }
    assert_eq!(other.record().await.data["recordId"], kept);
}

#[tokio::test]
async fn events_of_an_object_that_is_called_otherwise_now_are_a_gap() {
    let world = world().await;
    let object = json!({"nameSingular": "rocket", "namePlural": "rockets", "labelSingular": "Rocket",
        "labelPlural": "Rockets"});
    let made =
        world.server.send(&world.key, Method::POST, "/rest/metadata/objects", object).await.expect(201);
    let path = format!("/rest/metadata/objects/{}", made["data"]["id"].as_str().unwrap());
    let mut live = world.listen("?object=rocket").await;
    let begun = live.id_alone().await;
    world.server.send(&world.key, Method::POST, "/rest/rockets", json!({"name": "A"})).await.expect(201);
    live.record().await;
    let name = json!({"nameSingular": "moon", "namePlural": "moons", "labelSingular": "Moon",
        "labelPlural": "Moons"});
    world.server.send(&world.key, Method::PATCH, &path, name).await.expect(200);
    let end = tokio::time::timeout(Duration::from_secs(20), async { while live.block().await.is_some() {} });
    end.await.expect("the object is not called so any more");
    for query in ["?object=moon", "?changes=true"] {
        let mut resumed = world.resumed(query, begun).await;
        assert_eq!(resumed.next().await.kind, "model");
        assert!(resumed.next().await.kind.is_empty());
        assert_eq!(resumed.next().await.kind, "gap", "{query}");
        let path = "/rest/moons";
        let moon = world.server.send(&world.key, Method::POST, path, json!({"name": "B"})).await.expect(201);
        let id = moon["data"]["createMoon"]["id"].clone();
        while resumed.record().await.data["recordId"] != id {}
    }
}

#[tokio::test]
async fn patterns_of_live_filters_have_a_longest() {
    let world = world().await;
    let pattern = |length: usize| json!({"ilike": "a".repeat(length)});
    let path = |filter: Value| {
        format!("/events?object=company&filter={}", crate::rest::encoded(&filter.to_string()))
    };
    opened(world.server.with(&world.key, Method::GET, &path(json!({"name": pattern(1_000)})))).await;
    for filter in [
        json!({"name": pattern(1_001)}),
        json!({"not": {"or": [{"name": {"startsWith": "é".repeat(1_001)}}, {"name": {"eq": "x"}}]}}),
        json!({"people": {"some": {"jobTitle": pattern(1_001)}}}),
        json!({"searchVector": {"search": "a ".repeat(501)}}),
    ] {
        let refused = world.server.get(&world.key, &path(filter)).await.expect(400);
        assert_eq!(refused["subCode"], "INVALID_ARGS_FILTER", "{refused}");
        assert!(refused["message"].as_str().unwrap().contains("at most 1000 characters"), "{refused}");
    }
}

#[tokio::test]
async fn another_workspaces_events_never_arrive() {
    let world = world().await;
    let eve = world.server.member("eve@evil.test").await;
    let key = world.server.api_key(&eve, "Spy").await;
    let mut spied =
        opened(world.server.with(&key, Method::GET, "/events?changes=true").header("last-event-id", "0"))
            .await;
    world.made("Secret").await;
    let own =
        world.server.send(&key, Method::POST, "/rest/companies", json!({"name": "Own"})).await.expect(201);
    let first = spied.record().await;
    assert_eq!(first.data["recordId"], own["data"]["createCompany"]["id"], "{first:?}");
}

#[tokio::test]
async fn streams_need_a_caller_and_end_with_them() {
    let world = world().await;
    assert_eq!(answer(world.server.request(Method::GET, "/events?object=company")).await.status, 401);
    assert_eq!(world.server.get("x.y.z", "/events").await.status, 401);
    for (query, sub_code) in [
        ("?object=rocket", json!("OBJECT_NOT_FOUND")),
        ("?object=companies", json!("OBJECT_NOT_FOUND")),
        ("?object=company,person&filter=%7B%7D", Value::Null),
        ("?filter=%7B%7D", Value::Null),
        ("?object=company&filter=%7B", json!("INVALID_ARGS_FILTER")),
        ("?object=company&filter=%7B%22rocket%22:%7B%22eq%22:1%7D%7D", json!("INVALID_ARGS_FILTER")),
        ("?after=x", Value::Null),
        ("?after=-1", Value::Null),
    ] {
        let refused = world.server.get(&world.key, &format!("/events{query}")).await.expect(400);
        assert_eq!(refused["subCode"], sub_code, "{query} {refused}");
    }
    let mut stream = world.listen("").await;
    assert_eq!(stream.next().await.kind, "model");
    world.member.revoke_keys(&world.server).await;
    let end =
        tokio::time::timeout(Duration::from_secs(20), async { while stream.block().await.is_some() {} });
    end.await.expect("a revoked key is told nothing more");
}

impl Member {
    /// Takes all keys of the workspace away.
    async fn revoke_keys(&self, server: &Server) {
        let keys: Vec<uuid::Uuid> =
            sqlx::query_scalar("SELECT \"id\" FROM core.\"apiKey\" WHERE \"workspaceId\" = $1")
                .bind(self.actor.workspace.0)
                .fetch_all(server.db.db().pool())
                .await
                .unwrap();
        for key in keys {
            server.engine.tokens().revoke_key(self.actor.workspace, key).await.unwrap();
        }
    }
}
