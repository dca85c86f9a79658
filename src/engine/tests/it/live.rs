//! The live stream.

use std::pin::pin;

use futures::{Stream, StreamExt};
use icosa_contract::account::AccountApi;
use icosa_contract::data_model::{Change, DataModelApi, UpdateViewField, ViewFieldPatch};
use icosa_contract::session::ColorScheme;
use icosa_engine::LiveEvent;
use icosa_engine::live::{LiveCaller, Proof, Told, Wanted};
use icosa_model::Model;
use icosa_model::query::DeletedRows;
use icosa_sqlgen::Bind;
use icosa_sqlgen::connection::Condition;
use icosa_sqlgen::stream::StreamOrder;
use icosa_store::event_streams::{self, StreamKey};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Member, engine, id_of, list_query, world};

fn caller(member: &Member) -> LiveCaller {
    LiveCaller { actor: member.actor.clone(), proof: Proof::Session(member.token.clone()) }
}

async fn stream(member: &Member, after: Option<i64>) -> impl Stream<Item = LiveEvent> + use<> {
    member.engine.live_events(&caller(member), after).await.unwrap()
}

async fn next_record(stream: &mut (impl Stream<Item = LiveEvent> + Unpin)) -> (String, String, i64) {
    loop {
        match stream.next().await.expect("the stream goes on") {
            LiveEvent::Record(event) => return (event.object, event.action, event.id),
            other => assert!(matches!(other, LiveEvent::Model { .. }), "nothing was missed: {other:?}"),
        }
    }
}

#[tokio::test]
async fn what_happens_arrives_in_order_and_can_be_resumed() {
    let world = world().await;
    let (tim, eve) = (world.member("tim@apple.test").await, world.member("eve@evil.test").await);
    let mut live = pin!(stream(&tim, tim.session.last_event).await);
    eve.made("company", json!({"name": "Not for Tim"})).await;
    let id = tim.made("company", json!({"name": "Acme"})).await;
    let (object, action, first) = next_record(&mut live).await;
    assert_eq!((object.as_str(), action.as_str()), ("company", "created"));
    tim.update("company", id, json!({"name": "Acme Ltd"})).await.unwrap();
    tim.delete("company", &[id]).await.unwrap();
    for action in ["updated", "deleted"] {
        assert_eq!(next_record(&mut live).await.1, action);
    }
    let mut resumed = pin!(stream(&tim, Some(first)).await);
    for action in ["updated", "deleted"] {
        assert_eq!(next_record(&mut resumed).await.1, action);
    }
}

#[tokio::test]
async fn events_of_another_instance_arrive_too() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let other = Member {
        engine: engine(&world.db),
        actor: tim.actor.clone(),
        session: tim.session.clone(),
        token: tim.token.clone(),
    };
    let mut live = pin!(stream(&other, None).await);
    tim.made("note", json!({"title": "Hello"})).await;
    assert_eq!(next_record(&mut live).await.0, "note");
}

#[tokio::test]
async fn a_changed_model_is_announced() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let mut live = pin!(stream(&tim, None).await);
    let (_, _, model) = tim.engine.session_context(&tim.token, None).await.unwrap().unwrap();
    let id = model.object("company").unwrap().index_view().unwrap().columns[0].row.id;
    let update = ViewFieldPatch { size: Some(321.0), ..ViewFieldPatch::default() };
    let change = Change::UpdateViewField(UpdateViewField { id, update });
    let version = tim.engine.change(&tim.actor, vec![change]).await.unwrap().version;
    assert_eq!(live.next().await, Some(LiveEvent::Model { version }));
}

#[tokio::test]
async fn streams_end_with_the_session_and_with_the_server() {
    let world = world().await;
    let (tim, eve) = (world.member("tim@apple.test").await, world.member("eve@evil.test").await);
    let (mut tims, mut eves) = (pin!(stream(&tim, None).await), pin!(stream(&eve, None).await));
    world.engine.sign_out(&tim.token).await.unwrap();
    assert_eq!(tims.next().await, None);
    world.engine.end_streams();
    assert_eq!(eves.next().await, None);
}

#[tokio::test]
async fn a_changed_setting_of_the_person_does_not_end_their_streams() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let mut live = pin!(stream(&tim, None).await);
    tim.engine.set_color_scheme(&tim.actor, ColorScheme::Dark).await.unwrap();
    tim.update("workspaceMember", tim.actor.member.unwrap(), json!({"jobTitle": "Boss"})).await.unwrap();
    let id = tim.made("company", json!({"name": "Acme"})).await;
    loop {
        match live.next().await.expect("the stream goes on") {
            LiveEvent::Record(event) if event.record_id == id => break,
            _ => {}
        }
    }
}

#[tokio::test]
async fn streams_of_other_sessions_go_on_and_those_of_the_ended_one_end_everywhere() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let again =
        world.engine.sign_in(crate::support::credentials("tim@apple.test"), crate::support::client()).await;
    let second = world.enter(&again.unwrap().token).await;
    let other = engine(&world.db);
    let mut first_live = pin!(other.live_events(&caller(&tim), None).await.unwrap());
    let mut second_live = pin!(other.live_events(&caller(&second), None).await.unwrap());
    world.engine.sign_out(&tim.token).await.unwrap();
    assert_eq!(first_live.next().await, None);
    second.made("company", json!({"name": "Acme"})).await;
    assert_eq!(next_record(&mut second_live).await.0, "company");
}

/// Ids of records whose creation is told for a filter, in order.
async fn created(member: &Member, filter: &Value) -> Vec<Uuid> {
    let wanted = Wanted { object: "company".to_owned(), filter: Some(filter.clone()) };
    let mut told = pin!(member.engine.record_changes(&caller(member), vec![wanted], Some(0)).await.unwrap());
    let newest = member.engine.session_context(&member.token, None).await.unwrap().unwrap().1.last_event;
    let mut found = Vec::new();
    loop {
        let at = match told.next().await.expect("the stream goes on") {
            Told::Change(change) => {
                assert!(change.before.is_none() && change.after.is_some());
                found.push(change.event.record_id);
                change.event.id
            }
            Told::Passed(id) => id,
            _ => continue,
        };
        if Some(at) >= newest {
            return found;
        }
    }
}

/// Ids of companies that pass, deleted or not, as Postgres says.
async fn passing(member: &Member, model: &Model, condition: &Condition) -> Vec<Uuid> {
    let order = StreamOrder::Connections(Vec::new());
    let planned =
        icosa_sqlgen::stream::ids(model, "company", condition, &order, DeletedRows::Included).unwrap();
    let mut query = sqlx::query_scalar(sqlx::AssertSqlSafe(planned.sql));
    for bind in planned.binds {
        query = match bind {
            Bind::Text(text) => query.bind(text),
            Bind::TextArray(texts) => query.bind(texts),
            Bind::Json(value) => query.bind(value),
        };
    }
    query.fetch_all(member.engine.db().pool()).await.unwrap()
}

#[tokio::test]
async fn an_ended_stream_does_not_take_the_name_from_the_one_that_has_it_now() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let key = StreamKey { workspace: tim.actor.workspace, id: "window".to_owned() };
    let (pool, user) = (world.db.db().pool(), tim.actor.user.unwrap());
    let first = event_streams::begin(pool, &key, user).await.unwrap().expect("the name is free");
    assert_eq!(event_streams::begin(pool, &key, user).await.unwrap(), None);
    sqlx::query("UPDATE core.\"eventStream\" SET \"expiresAt\" = now() - interval '1 second'")
        .execute(pool)
        .await
        .unwrap();
    let second = event_streams::begin(pool, &key, user).await.unwrap().expect("the first one gave no sign");
    assert!(!event_streams::keep(pool, &first).await.unwrap(), "it is told that it is over");
    assert_eq!(event_streams::queries(pool, &first).await.unwrap(), None);
    event_streams::end(pool, &first).await.unwrap();
    assert!(event_streams::keep(pool, &second).await.unwrap());
    event_streams::end(pool, &second).await.unwrap();
    assert!(event_streams::begin(pool, &key, user).await.unwrap().is_some());
}

#[tokio::test]
async fn filters_of_streams_keep_what_filters_of_lists_keep() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    // What the workspace begins with is older than its events.
    let before: Vec<Uuid> =
        tim.list(list_query("company", &["id"])).await.records.iter().map(id_of).collect();
    for company in [
        json!({"name": "Acme", "domainName": {"primaryLinkUrl": "https://acme.com", "primaryLinkLabel": "A"},
            "annualRevenue": {"amountMicros": 5_000_000, "currencyCode": "EUR"},
            "address": {"addressCity": "Zürich", "addressLat": 47.4}, "position": 3}),
        json!({"name": "acme 100% Ltd", "linkedinLink": {"primaryLinkUrl": "https://linkedin.com/acme",
            "secondaryLinks": [{"label": "x", "url": "https://b.c"}]}, "position": -2.5,
            "annualRevenue": {"amountMicros": "9007199254740993", "currencyCode": "USD"}}),
        json!({"name": "", "address": {"addressCity": "Zug"}}),
        json!({"name": "Beta_Co", "accountOwnerId": tim.actor.member, "createdAt": "2020-05-01T10:00:00.123Z"}),
    ] {
        tim.made("company", company).await;
    }
    let member = json!(tim.actor.member);
    for filter in [
        json!({}),
        json!({"name": {"eq": "Acme"}}),
        json!({"name": {"neq": "Acme"}}),
        json!({"name": {"eq": ""}}),
        json!({"name": {"neq": ""}}),
        json!({"name": {"in": ["Acme", "", "x"]}}),
        json!({"name": {"in": []}}),
        json!({"name": {"like": "%Ltd"}}),
        json!({"name": {"ilike": "ACME%"}}),
        json!({"name": {"like": "%100\\%%"}}),
        json!({"name": {"like": "Beta\\_C_"}}),
        json!({"name": {"ilike": ""}}),
        json!({"name": {"startsWith": "Ac"}}),
        json!({"name": {"endsWith": "d"}}),
        json!({"name": {"is": "NULL"}}),
        json!({"name": {"is": "NOT_NULL"}}),
        json!({"not": {"name": {"ilike": "%acme%"}}}),
        json!({"not": {"name": {"neq": "Acme"}}}),
        json!({"or": [{"name": {"eq": "Acme"}}, {"position": {"lt": 0}}]}),
        json!({"and": [{"position": {"gte": -2.5}}, {"position": {"lte": 3}}]}),
        json!({"position": {"gte": -2.5, "lte": 3}}),
        json!({"position": {"gt": 0, "in": ["3"], "is": "NOT_NULL"}}),
        json!({"not": {"position": {"gte": -2.5, "lt": 3}}}),
        json!({"name": {"ilike": "%a%", "neq": "Acme", "endsWith": "d"}}),
        json!({"createdAt": {"gte": "2020-05-01T10:00:00.123Z", "lt": "2021-01-01T00:00:00Z"}}),
        json!({"position": {"in": ["3"]}}),
        json!({"domainName": {"primaryLinkUrl": {"ilike": "%acme%"}}}),
        json!({"linkedinLink": {"secondaryLinks": {"like": "%\"url\": \"https://b.c\"%"}}}),
        json!({"linkedinLink": {"secondaryLinks": {"is": "NULL"}}}),
        json!({"annualRevenue": {"amountMicros": {"gt": 5_000_000}}}),
        json!({"annualRevenue": {"amountMicros": {"eq": "9007199254740993"}}}),
        json!({"annualRevenue": {"amountMicros": {"eq": "9007199254740992"}}}),
        json!({"annualRevenue": {"currencyCode": {"in": ["EUR"]}}}),
        json!({"annualRevenue": {"amountMicros": {"is": "NULL"}}}),
        json!({"address": {"addressCity": {"ilike": "zü%"}, "addressLat": {"gt": 47}}}),
        json!({"accountOwnerId": {"eq": member}}),
        json!({"accountOwnerId": {"is": "NULL"}}),
        json!({"accountOwnerId": {"neq": member}}),
        json!({"createdAt": {"eq": "2020-05-01T10:00:00.123Z"}}),
        json!({"createdAt": {"lt": "2021-01-01T00:00:00Z"}}),
        json!({"createdAt": {"gt": "2020-05-01T10:00:00.123Z"}}),
        json!({"createdAt": {"lte": "2020-05-01T12:00:00.123+02:00"}}),
        json!({"deletedAt": {"is": "NULL"}}),
        json!({"createdBy": {"source": {"eq": "MANUAL"}}}),
        json!({"createdBy": {"source": {"in": ["API"]}}}),
        json!({"searchVector": {"search": "acme zürich"}}),
        json!({"searchVector": {"search": "acme & zürich"}}),
        json!({"searchVector": {"search": "100\u{ff05} - acme"}}),
        json!({"accountOwner": {"userEmail": {"eq": "tim@apple.test"}}}),
        json!({"accountOwner": {"userEmail": {"neq": "tim@apple.test"}}}),
        json!({"not": {"accountOwner": {"userEmail": {"ilike": "tim%"}}}}),
        json!({"or": [{"accountOwner": {"id": {"is": "NOT_NULL"}}}, {"name": {"eq": "Acme"}}]}),
        json!({"accountOwner": {"or": [{"userEmail": {"is": "NULL"}}, {"name": {"lastName": {"ilike": "%"}}}]},
            "name": {"startsWith": "Beta"}}),
    ] {
        let (_, _, model) = tim.engine.session_context(&tim.token, None).await.unwrap().unwrap();
        let object = model.object("company").unwrap();
        let wanted = icosa_engine::record_api::read_filter(&model, object, Some(&filter)).unwrap();
        let mut listed = passing(&tim, &model, &wanted.or_everything()).await;
        listed.retain(|id| !before.contains(id));
        let mut told = created(&tim, &filter).await;
        listed.sort();
        told.sort();
        assert_eq!(told, listed, "{filter}");
    }
}
