//! The live stream.

use std::pin::pin;

use futures::{Stream, StreamExt};
use icosa_contract::views::{UpdateViewField, ViewsApi};
use icosa_engine::LiveEvent;
use serde_json::json;

use crate::support::{Member, engine, world};

async fn stream(member: &Member, after: Option<i64>) -> impl Stream<Item = LiveEvent> + use<> {
    member.engine.live_events(&member.actor, after).await.unwrap()
}

async fn next_record(stream: &mut (impl Stream<Item = LiveEvent> + Unpin)) -> (String, String, i64) {
    loop {
        match stream.next().await.expect("the stream goes on") {
            LiveEvent::Record(event) => return (event.object, event.action, event.id),
            LiveEvent::Model { .. } => {}
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
    let request = UpdateViewField { id, size: Some(321), is_visible: None, position: None };
    let version = tim.engine.update_field(&tim.actor, request).await.unwrap();
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
