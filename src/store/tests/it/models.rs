//! The cache of models.

use std::sync::Arc;

use icosa_model::WorkspaceId;
use icosa_store::{Db, EventHub, ModelCache, Redis, metadata};
use icosa_testkit::{TestDb, TestRedis};

use crate::fixtures::{eventually, workspace_with_metadata};

struct Instance {
    hub: Arc<EventHub>,
    models: Arc<ModelCache>,
}

async fn instance(db: Db, redis: Option<Redis>, bytes: usize) -> Instance {
    let hub = EventHub::start(db.clone(), redis.clone());
    eventually("listening", || async { hub.epoch().is_some() }).await;
    let models = ModelCache::new(db, redis, Arc::clone(&hub), bytes);
    Instance { hub, models }
}

async fn bump(db: &Db, id: WorkspaceId) -> u64 {
    let mut transaction = db.begin().await.unwrap();
    let version = metadata::bump_version(&mut transaction, id).await.unwrap();
    transaction.commit().await.unwrap();
    version
}

#[tokio::test]
async fn a_model_is_shared_and_costs_no_query_while_nothing_changes() {
    let test = TestDb::create().await;
    let (id, _) = workspace_with_metadata(test.db()).await;
    let instance = instance(test.another(), None, 1 << 30).await;
    let first = instance.models.get(id).await.unwrap().unwrap();
    // Taking the row away proves that nobody asks for it.
    sqlx::raw_sql(r#"ALTER TABLE core."workspace" RENAME TO "hidden""#)
        .execute(test.db().pool())
        .await
        .unwrap();
    let second = instance.models.get(id).await.unwrap().unwrap();
    assert!(Arc::ptr_eq(&first, &second));
    assert!(first.object("company").is_some());
}

#[tokio::test]
async fn a_change_by_another_instance_arrives() {
    let test = TestDb::create().await;
    let (id, _) = workspace_with_metadata(test.db()).await;
    let here = instance(test.another(), None, 1 << 30).await;
    assert_eq!(here.models.get(id).await.unwrap().unwrap().version(), 1);
    bump(test.db(), id).await;
    eventually("the new version", || async { here.models.get(id).await.unwrap().unwrap().version() == 2 })
        .await;
}

#[tokio::test]
async fn ones_own_change_is_seen_at_once() {
    let test = TestDb::create().await;
    let (id, _) = workspace_with_metadata(test.db()).await;
    let here = instance(test.another(), None, 1 << 30).await;
    for version in 2..6 {
        here.models.get(id).await.unwrap();
        assert_eq!(bump(test.db(), id).await, version);
        here.models.changed(id, version).await;
        assert_eq!(here.models.get(id).await.unwrap().unwrap().version(), version);
    }
}

#[tokio::test]
async fn without_signals_the_version_is_asked_for_each_time() {
    let test = TestDb::create().await;
    let (id, _) = workspace_with_metadata(test.db()).await;
    let hub = EventHub::start(test.another(), Some(Redis::new("redis://127.0.0.1:1").unwrap()));
    let models = ModelCache::new(test.another(), None, hub, 1 << 30);
    let first = models.get(id).await.unwrap().unwrap();
    assert!(Arc::ptr_eq(&first, &models.get(id).await.unwrap().unwrap()));
    bump(test.db(), id).await;
    assert_eq!(models.get(id).await.unwrap().unwrap().version(), 2);
}

#[tokio::test]
async fn memory_is_bounded_and_the_least_used_goes_first() {
    let test = TestDb::create().await;
    let mut ids = Vec::new();
    for _ in 0..6 {
        ids.push(workspace_with_metadata(test.db()).await.0);
    }
    let probe = instance(test.another(), None, 1 << 30).await;
    probe.models.get(ids[0]).await.unwrap();
    let one = probe.models.size().0;
    let here = instance(test.another(), None, one * 3 + one / 2).await;
    for id in &ids {
        here.models.get(*id).await.unwrap();
        here.models.get(ids[0]).await.unwrap();
        assert!(here.models.size().0 <= one * 3 + one / 2);
    }
    assert_eq!(here.models.size().1, 3);
    sqlx::raw_sql(r#"ALTER TABLE core."workspace" RENAME TO "hidden""#)
        .execute(test.db().pool())
        .await
        .unwrap();
    assert!(here.models.get(ids[0]).await.unwrap().is_some());
    assert!(here.models.get(ids[1]).await.is_err());
}

#[tokio::test]
async fn many_callers_cause_one_look() {
    let test = TestDb::create().await;
    let (id, _) = workspace_with_metadata(test.db()).await;
    let here = instance(test.another(), None, 1 << 30).await;
    let models = futures::future::join_all((0..50).map(|_| here.models.get(id))).await;
    let first = models[0].as_ref().unwrap().as_ref().unwrap();
    assert!(models.iter().all(|model| Arc::ptr_eq(model.as_ref().unwrap().as_ref().unwrap(), first)));
}

#[tokio::test]
async fn an_unknown_workspace_has_no_model_and_a_deleted_one_loses_it() {
    let test = TestDb::create().await;
    let (id, _) = workspace_with_metadata(test.db()).await;
    let here = instance(test.another(), None, 1 << 30).await;
    assert!(here.models.get(WorkspaceId::random()).await.unwrap().is_none());
    assert!(here.models.get(id).await.unwrap().is_some());
    sqlx::raw_sql(r#"UPDATE core."workspace" SET "deletedAt" = now()"#)
        .execute(test.db().pool())
        .await
        .unwrap();
    here.models.forget(id);
    assert!(here.models.get(id).await.unwrap().is_none());
}

#[tokio::test]
async fn redis_is_the_second_tier_and_its_loss_does_no_harm() {
    let test = TestDb::create().await;
    let mut server = TestRedis::start();
    let redis = || Some(Redis::new(&server.url()).unwrap());
    let (id, _) = workspace_with_metadata(test.db()).await;
    let first = instance(test.another(), redis(), 1 << 30).await;
    let second = instance(test.another(), redis(), 1 << 30).await;
    first.models.get(id).await.unwrap().unwrap();
    // The second instance finds the model although its rows cannot be read.
    sqlx::raw_sql(r#"ALTER TABLE core."objectMetadata" RENAME TO "hidden""#)
        .execute(test.db().pool())
        .await
        .unwrap();
    assert!(second.models.get(id).await.unwrap().unwrap().object("company").is_some());
    sqlx::raw_sql(r#"ALTER TABLE core."hidden" RENAME TO "objectMetadata""#)
        .execute(test.db().pool())
        .await
        .unwrap();
    let version = bump(test.db(), id).await;
    first.models.changed(id, version).await;
    eventually("the announcement through Redis", || async {
        second.models.get(id).await.unwrap().unwrap().version() == version
    })
    .await;
    server.kill();
    eventually("noticing the loss", || async { second.hub.epoch().is_none() }).await;
    let version = bump(test.db(), id).await;
    assert_eq!(second.models.get(id).await.unwrap().unwrap().version(), version);
}
