//! The outbox and the hub.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use icosa_model::WorkspaceId;
use icosa_store::events::{self, EventHub, NewEvent};
use icosa_store::{Db, Redis};
use icosa_testkit::{TestDb, TestRedis};
use serde_json::json;
use uuid::Uuid;

use crate::fixtures::{eventually, workspace};

fn event(number: usize) -> NewEvent {
    NewEvent {
        object: "company".into(),
        record_id: Uuid::from_u128(number as u128),
        action: "updated".into(),
        updated_fields: vec!["name".into(), "o'd\"d".into()],
        payload: json!({"after": {"number": number}}),
    }
}

async fn append(db: &Db, workspace: WorkspaceId, count: usize) -> Vec<i64> {
    let new: Vec<_> = (0..count).map(event).collect();
    let mut transaction = db.begin().await.unwrap();
    let ids = events::append(&mut transaction, workspace, &new).await.unwrap();
    transaction.commit().await.unwrap();
    ids
}

async fn listening(db: Db, redis: Option<Redis>) -> Arc<EventHub> {
    let hub = EventHub::start(db, redis);
    eventually("listening", || async { hub.epoch().is_some() }).await;
    hub
}

#[tokio::test]
async fn events_come_back_as_written_and_in_order() {
    let test = TestDb::create().await;
    let id = workspace(test.db()).await;
    assert_eq!(events::latest(test.db().pool(), id).await.unwrap(), 0);
    let ids = append(test.db(), id, 3).await;
    assert!(ids.is_sorted() && ids.len() == 3);
    let read = events::since(test.db().pool(), id, ids[0], 10).await.unwrap();
    assert_eq!(read.iter().map(|event| event.id).collect::<Vec<_>>(), ids[1..]);
    assert_eq!(read[0].record_id, Uuid::from_u128(1));
    assert_eq!((read[0].object.as_str(), read[0].action.as_str()), ("company", "updated"));
    assert_eq!(read[0].updated_fields, ["name", "o'd\"d"]);
    assert_eq!(events::latest(test.db().pool(), id).await.unwrap(), ids[2]);
    assert_eq!(append(test.db(), id, 0).await, Vec::<i64>::new());
}

#[tokio::test]
async fn an_unknown_action_is_refused_and_a_rollback_leaves_nothing() {
    let test = TestDb::create().await;
    let id = workspace(test.db()).await;
    let mut transaction = test.db().begin().await.unwrap();
    let odd = NewEvent { action: "touched".into(), ..event(0) };
    assert!(events::append(&mut transaction, id, &[odd]).await.is_err());
    drop(transaction);
    let mut transaction = test.db().begin().await.unwrap();
    events::append(&mut transaction, id, &[event(0)]).await.unwrap();
    transaction.rollback().await.unwrap();
    assert_eq!(events::latest(test.db().pool(), id).await.unwrap(), 0);
}

/// Without a lock, ids are given out in one order and committed in another, and a reader that remembers the largest
/// id it saw misses the smaller ones that commit later.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reader_misses_nothing_while_many_write() {
    const WRITERS: usize = 8;
    const ROUNDS: usize = 25;
    let test = TestDb::create().await;
    let id = workspace(test.db()).await;
    let other = workspace(test.db()).await;
    let hub = listening(test.another(), None).await;
    let mut follower = hub.follow(id, 0).await.unwrap();
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let db = test.another();
            tokio::spawn(async move {
                for round in 0..ROUNDS {
                    let mut transaction = db.begin().await.unwrap();
                    events::append(&mut transaction, other, &[event(0)]).await.unwrap();
                    events::append(&mut transaction, id, &[event(writer), event(round)]).await.unwrap();
                    sqlx::query("SELECT pg_sleep(random() / 500)").execute(&mut *transaction).await.unwrap();
                    transaction.commit().await.unwrap();
                }
            })
        })
        .collect();
    let mut seen = Vec::new();
    while seen.len() < WRITERS * ROUNDS * 2 {
        let next = tokio::time::timeout(Duration::from_secs(60), follower.next()).await;
        seen.extend(next.expect("an event was missed").unwrap().iter().map(|event| event.id));
    }
    for writer in writers {
        writer.await.unwrap();
    }
    assert!(seen.is_sorted_by(|a, b| a < b));
    let all: Vec<i64> =
        sqlx::query_scalar(r#"SELECT "id" FROM core."recordEvent" WHERE "workspaceId" = $1 ORDER BY 1"#)
            .bind(id.0)
            .fetch_all(test.db().pool())
            .await
            .unwrap();
    assert_eq!(seen, all);
}

#[tokio::test]
async fn writers_of_different_workspaces_do_not_wait_for_each_other() {
    let test = TestDb::create().await;
    let (first, second) = (workspace(test.db()).await, workspace(test.db()).await);
    let mut held = test.db().begin().await.unwrap();
    events::append(&mut held, first, &[event(0)]).await.unwrap();
    append(test.db(), second, 1).await;
    held.commit().await.unwrap();
}

#[tokio::test]
async fn it_is_known_how_far_events_are_gone() {
    let test = TestDb::create().await;
    let (id, other) = (workspace(test.db()).await, workspace(test.db()).await);
    let extent = || async { events::extent(test.db().pool(), id).await.unwrap() };
    let prune = || async { events::prune(test.db().pool(), Utc::now()).await.unwrap() };
    assert!(extent().await.is_complete_after(0), "nothing has happened, nothing is missed");
    let ids = append(test.db(), id, 3).await;
    assert!(extent().await.is_complete_after(0));
    append(test.db(), other, 1).await;
    assert_eq!(prune().await, 4);
    let gone = extent().await;
    assert_eq!((gone.pruned, gone.latest), (ids[2], ids[2]));
    assert!(gone.is_complete_after(ids[2]), "who has seen them all has missed none");
    assert!(!gone.is_complete_after(0) && !gone.is_complete_after(ids[1]));
    assert!(!gone.is_complete_after(ids[2] + 1), "nobody was given that id");
    assert_eq!(events::latest(test.db().pool(), id).await.unwrap(), ids[2]);
    assert_eq!(prune().await, 0);
    let later = append(test.db(), id, 2).await;
    assert_eq!(events::latest(test.db().pool(), id).await.unwrap(), later[1]);
    let now = extent().await;
    assert_eq!((now.pruned, now.latest), (ids[2], later[1]));
    assert!(now.is_complete_after(later[0]) && now.is_complete_after(ids[2]));
    assert_eq!(prune().await, 2);
    assert!(!extent().await.is_complete_after(later[0]));
    append(test.db(), id, 1).await;
    let drop_workspace = r#"DELETE FROM core."workspace" WHERE "id" = $1"#;
    sqlx::query(drop_workspace).bind(id.0).execute(test.db().pool()).await.unwrap();
    assert_eq!(
        (extent().await.pruned, extent().await.latest),
        (0, 0),
        "what is left goes with its workspace"
    );
}

#[tokio::test]
async fn what_was_removed_before_it_was_remembered_counts_as_gone() {
    let test = TestDb::create().await;
    let (some, none) = (workspace(test.db()).await, workspace(test.db()).await);
    let (gone, kept) = (append(test.db(), some, 2).await, append(test.db(), some, 2).await);
    let newest = append(test.db(), none, 1).await;
    // As the release before did it.
    sqlx::raw_sql(
        r#"DROP TRIGGER remember_pruned_events ON core."recordEvent";
           DROP FUNCTION core.remember_pruned_events();
           DROP TABLE core."prunedEvents";
           DELETE FROM core."_migrations" WHERE version = 13;"#,
    )
    .execute(test.db().pool())
    .await
    .unwrap();
    sqlx::query(r#"DELETE FROM core."recordEvent" WHERE "id" <= $1 OR "workspaceId" = $2"#)
        .bind(gone[1])
        .bind(none.0)
        .execute(test.db().pool())
        .await
        .unwrap();
    test.db().migrate().await.unwrap();
    let extent = async |id| events::extent(test.db().pool(), id).await.unwrap();
    assert_eq!((extent(some).await.pruned, extent(some).await.latest), (gone[1], kept[1]));
    assert_eq!((extent(none).await.pruned, extent(none).await.latest), (newest[0], newest[0]));
}

#[tokio::test]
async fn a_follower_resumes_after_any_event_and_hears_only_its_workspace() {
    let test = TestDb::create().await;
    let (id, other) = (workspace(test.db()).await, workspace(test.db()).await);
    let hub = listening(test.another(), None).await;
    let old = append(test.db(), id, 4).await;
    let mut follower = hub.follow(id, old[1]).await.unwrap();
    append(test.db(), other, 2).await;
    let new = append(test.db(), id, 2).await;
    let mut seen = BTreeSet::new();
    while seen.len() < 4 {
        seen.extend(follower.next().await.unwrap().iter().map(|event| event.id));
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), [&old[2..], &new[..]].concat());
    assert_eq!(follower.last(), new[1]);
}

#[tokio::test]
async fn a_subscriber_hears_what_comes_after_it() {
    let test = TestDb::create().await;
    let id = workspace(test.db()).await;
    let hub = listening(test.another(), None).await;
    append(test.db(), id, 2).await;
    let mut receiver = hub.subscribe(id).await.unwrap();
    let ids = append(test.db(), id, 1).await;
    assert_eq!(receiver.recv().await.unwrap().id, ids[0]);
}

#[tokio::test]
async fn a_listener_that_lost_its_connection_catches_up() {
    let test = TestDb::create().await;
    let id = workspace(test.db()).await;
    let hub = listening(test.another(), None).await;
    let mut follower = hub.follow(id, 0).await.unwrap();
    let epoch = hub.epoch();
    sqlx::raw_sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE application_name = 'icosa events' AND datname = current_database()",
    )
    .execute(test.db().pool())
    .await
    .unwrap();
    let ids = append(test.db(), id, 1).await;
    assert_eq!(follower.next().await.unwrap()[0].id, ids[0]);
    eventually("listening again", || async { hub.epoch().is_some() && hub.epoch() != epoch }).await;
}

#[tokio::test]
async fn events_travel_through_redis_and_survive_its_loss() {
    let test = TestDb::create().await;
    let mut server = TestRedis::start();
    let id = workspace(test.db()).await;
    let redis = || Some(Redis::new(&server.url()).unwrap());
    let (here, there) = (listening(test.another(), redis()).await, listening(test.another(), redis()).await);
    let mut follower = there.follow(id, 0).await.unwrap();
    let ids = append(test.db(), id, 1).await;
    here.appended(id, &ids).await;
    assert_eq!(follower.next().await.unwrap()[0].id, ids[0]);
    server.kill();
    eventually("noticing the loss", || async { there.epoch().is_none() }).await;
    let ids = append(test.db(), id, 1).await;
    here.appended(id, &ids).await;
    server.restart();
    assert_eq!(follower.next().await.unwrap()[0].id, ids[0]);
}
