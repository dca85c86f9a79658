//! The metadata tables.

use icosa_model::{WorkspaceId, resolve};
use icosa_store::metadata;
use icosa_testkit::TestDb;

use crate::fixtures::{workspace, workspace_with_metadata};

#[tokio::test]
async fn what_was_written_is_read() {
    let test = TestDb::create().await;
    let (_, other) = workspace_with_metadata(test.db()).await;
    let (id, written) = workspace_with_metadata(test.db()).await;
    let read = metadata::load(test.db().pool(), id).await.unwrap().unwrap().metadata;
    assert_eq!(read, written);
    assert_ne!(read.objects, other.objects);
    resolve(std::sync::Arc::new(read)).unwrap();
}

#[tokio::test]
async fn a_workspace_without_rows_and_no_workspace_are_different() {
    let test = TestDb::create().await;
    let id = workspace(test.db()).await;
    let read = metadata::load(test.db().pool(), id).await.unwrap().unwrap().metadata;
    assert!(read.objects.is_empty() && read.views.is_empty());
    assert!(metadata::load(test.db().pool(), WorkspaceId::random()).await.unwrap().is_none());
}

#[tokio::test]
async fn versions_grow_by_one_even_when_changes_meet() {
    let test = TestDb::create().await;
    let (id, _) = workspace_with_metadata(test.db()).await;
    let bump = || async {
        let mut transaction = test.db().begin().await.unwrap();
        let version = metadata::bump_version(&mut transaction, id).await.unwrap();
        transaction.commit().await.unwrap();
        version
    };
    let mut versions = futures::future::join_all((0..8).map(|_| bump())).await;
    versions.sort_unstable();
    assert_eq!(versions, (2..=9).collect::<Vec<u64>>());
    assert_eq!(metadata::version(test.db().pool(), id).await.unwrap(), Some(9));
}

#[tokio::test]
async fn removing_a_workspace_removes_all_its_rows() {
    let test = TestDb::create().await;
    let (id, _) = workspace_with_metadata(test.db()).await;
    let (kept, written) = workspace_with_metadata(test.db()).await;
    sqlx::query(r#"DELETE FROM core."workspace" WHERE "id" = $1"#)
        .bind(id.0)
        .execute(test.db().pool())
        .await
        .unwrap();
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT table_name::text FROM information_schema.columns WHERE table_schema = 'core' AND column_name = 'workspaceId'",
    )
    .fetch_all(test.db().pool())
    .await
    .unwrap();
    assert!(tables.len() >= 13, "{tables:?}");
    for table in tables {
        let sql = format!(r#"SELECT count(*) FROM core."{table}" WHERE "workspaceId" = $1"#);
        let left: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .bind(id.0)
            .fetch_one(test.db().pool())
            .await
            .unwrap();
        assert_eq!(left, 0, "{table}");
    }
    assert_eq!(metadata::load(test.db().pool(), kept).await.unwrap().unwrap().metadata, written);
}
