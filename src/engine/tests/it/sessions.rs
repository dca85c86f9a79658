//! What is kept of sessions between requests, and that it is never older than the last change.

use icosa_contract::account::AccountApi;
use icosa_contract::session::ColorScheme;
use icosa_contract::{Actor, Session};
use icosa_engine::Engine;
use icosa_testkit::TestDb;
use serde_json::json;

use crate::support::{client, credentials, engine_over, world};

/// An instance with connections of its own, once it hears of what others change.
async fn instance(db: &TestDb) -> Engine {
    let engine = engine_over(db.another());
    while !engine.is_listening() {
        tokio::task::yield_now().await;
    }
    engine
}

async fn call(engine: &Engine, token: &str) -> Option<(Actor, Session)> {
    let context = engine.call_context(token, None).await.expect("the session is read");
    context.map(|(actor, session, _)| (actor, session))
}

#[tokio::test]
async fn a_warm_call_asks_the_database_nothing() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let engine = instance(&world.db).await;
    let cold = call(&engine, &tim.token).await.unwrap();
    // From here on every statement fails.
    engine.db().close().await;
    let warm = call(&engine, &tim.token).await.unwrap();
    assert_eq!(warm.0, cold.0);
    assert_eq!(warm.1.member_id, tim.session.member_id);
    assert_eq!(warm.1.last_event, None);
    assert!(engine.session_context(&tim.token, None).await.is_err(), "a page asks for the newest event");
}

#[tokio::test]
async fn a_page_knows_the_newest_event_however_warm_it_is() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let before = world.enter(&tim.token).await.session.last_event.unwrap();
    tim.made("company", json!({"name": "Acme"})).await;
    assert!(world.enter(&tim.token).await.session.last_event.unwrap() > before);
}

#[tokio::test]
async fn every_change_of_a_member_is_seen_by_the_next_request() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let engine = instance(&world.db).await;
    let (actor, session) = call(&engine, &tim.token).await.unwrap();
    engine.set_profile(&actor, "Tim", "Cook").await.unwrap();
    let (actor, _) = call(&engine, &tim.token).await.unwrap();
    assert_eq!(actor.name, "Tim Cook");

    engine.set_color_scheme(&actor, ColorScheme::Dark).await.unwrap();
    assert_eq!(call(&engine, &tim.token).await.unwrap().1.color_scheme, ColorScheme::Dark);

    let tim = crate::support::Member { engine, actor, session, token: tim.token };
    let member = tim.session.member_id;
    tim.update("workspaceMember", member, json!({"timeZone": "Asia/Tokyo"})).await.unwrap();
    assert_eq!(call(&tim.engine, &tim.token).await.unwrap().1.preferences.zone.name, "Asia/Tokyo");

    tim.engine.name_workspace(&tim.actor, "Apple").await.unwrap();
    assert_eq!(call(&tim.engine, &tim.token).await.unwrap().1.workspace_name, "Apple");

    tim.engine.sign_out(&tim.token).await.unwrap();
    assert_eq!(call(&tim.engine, &tim.token).await, None);
}

#[tokio::test]
async fn what_another_process_changes_is_seen() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let (here, there) = (instance(&world.db).await, instance(&world.db).await);
    let actor = call(&here, &tim.token).await.unwrap().0;
    call(&there, &tim.token).await.unwrap();

    here.set_profile(&actor, "Tim", "Cook").await.unwrap();
    // Nothing but the signal ends what the other process believes, for a minute.
    while call(&there, &tim.token).await.unwrap().0.name != "Tim Cook" {
        tokio::task::yield_now().await;
    }
    here.set_color_scheme(&actor, ColorScheme::Dark).await.unwrap();
    while call(&there, &tim.token).await.unwrap().1.color_scheme != ColorScheme::Dark {
        tokio::task::yield_now().await;
    }
    here.sign_out(&tim.token).await.unwrap();
    while call(&there, &tim.token).await.is_some() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn one_persons_change_costs_others_nothing() {
    let world = world().await;
    let (tim, eve) = (world.member("tim@apple.test").await, world.member("eve@evil.test").await);
    let engine = instance(&world.db).await;
    let actor = call(&engine, &tim.token).await.unwrap().0;
    call(&engine, &eve.token).await.unwrap();
    engine.set_profile(&actor, "Tim", "Cook").await.unwrap();
    engine.db().close().await;
    assert!(call(&engine, &eve.token).await.is_some());
    assert!(engine.call_context(&tim.token, None).await.is_err(), "read again");
}

#[tokio::test]
async fn a_second_session_of_the_same_person_sees_the_change_too() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let again = world.engine.sign_in(credentials("tim@apple.test"), client()).await.unwrap();
    let engine = instance(&world.db).await;
    let actor = call(&engine, &tim.token).await.unwrap().0;
    call(&engine, &again.token).await.unwrap();
    engine.set_profile(&actor, "Tim", "Cook").await.unwrap();
    assert_eq!(call(&engine, &again.token).await.unwrap().0.name, "Tim Cook");
}
