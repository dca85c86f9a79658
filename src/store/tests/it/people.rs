//! Users and workspaces.

use icosa_model::UserId;
use icosa_store::users::{self, NewUser, UpdateUser};
use icosa_store::workspaces::{self, NewWorkspace, UpdateWorkspace, status};
use icosa_testkit::TestDb;

use crate::fixtures::workspace;

fn person(email: &str) -> NewUser {
    NewUser { email: email.into(), password_hash: None, first_name: "Ada".into(), last_name: String::new() }
}

#[tokio::test]
async fn the_first_user_administers_the_server_and_addresses_are_unique() {
    let test = TestDb::create().await;
    let db = test.db();
    let add = |email: &'static str| async move {
        let mut transaction = db.begin().await.unwrap();
        let user = users::add(&mut transaction, &person(email)).await?;
        transaction.commit().await.unwrap();
        Ok::<_, icosa_store::StoreError>(user)
    };
    let (first, second) = tokio::join!(add("a@x.example"), add("b@x.example"));
    let admins = [first.unwrap(), second.unwrap()].iter().filter(|user| user.is_server_admin).count();
    assert_eq!(admins, 1);
    assert_eq!(add("a@x.example").await.unwrap_err().unique_violation(), Some("UQ_user_email"));
    assert!(users::lookup_by_email(db.pool(), "b@x.example").await.unwrap().is_some());
    assert!(users::lookup_by_email(db.pool(), "c@x.example").await.unwrap().is_none());
}

#[tokio::test]
async fn a_user_changes_where_asked() {
    let test = TestDb::create().await;
    let mut connection = test.db().pool().acquire().await.unwrap();
    let user = users::add(&mut connection, &person("a@x.example")).await.unwrap();
    let change = UpdateUser { last_name: Some("Lovelace".into()), ..UpdateUser::default() };
    assert!(users::update(&mut connection, user.id, &change).await.unwrap());
    let read = users::lookup(&mut *connection, user.id).await.unwrap().unwrap();
    assert_eq!(
        (read.first_name.as_str(), read.last_name.as_str(), read.disabled),
        ("Ada", "Lovelace", false)
    );
    assert!(!users::update(&mut connection, UserId::random(), &change).await.unwrap());
}

#[tokio::test]
async fn the_workspace_joined_first_is_entered_and_a_deleted_one_is_not() {
    let test = TestDb::create().await;
    let (first, second) = (workspace(test.db()).await, workspace(test.db()).await);
    let mut connection = test.db().pool().acquire().await.unwrap();
    let user = users::add(&mut connection, &person("a@x.example")).await.unwrap();
    let membership = users::add_membership(&mut connection, user.id, first).await.unwrap();
    assert_eq!(users::add_membership(&mut connection, user.id, first).await.unwrap(), membership);
    users::add_membership(&mut connection, user.id, second).await.unwrap();
    let row = users::lookup_for_sign_in(&mut *connection, "a@x.example").await.unwrap().unwrap();
    assert_eq!((row.workspace, row.user_workspace), (Some(first.0), Some(membership)));
    sqlx::query(r#"UPDATE core."workspace" SET "deletedAt" = now() WHERE "id" = $1"#)
        .bind(first.0)
        .execute(&mut *connection)
        .await
        .unwrap();
    let row = users::lookup_for_sign_in(&mut *connection, "a@x.example").await.unwrap().unwrap();
    assert_eq!(row.workspace, Some(second.0));
    assert!(workspaces::lookup(&mut *connection, first).await.unwrap().is_none());
    assert_eq!(workspaces::list(&mut *connection).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_workspace_is_named_and_activated() {
    let test = TestDb::create().await;
    let mut connection = test.db().pool().acquire().await.unwrap();
    assert!(!workspaces::any(&mut *connection).await.unwrap());
    let id = workspace(test.db()).await;
    assert!(workspaces::any(&mut *connection).await.unwrap());
    let change = UpdateWorkspace {
        display_name: Some("Babbage & Co".into()),
        activation_status: Some(status::SUSPENDED),
    };
    assert!(workspaces::update(&mut connection, id, &change).await.unwrap());
    let read = workspaces::lookup(&mut *connection, id).await.unwrap().unwrap();
    assert_eq!((read.display_name.as_str(), read.activation_status.as_str()), ("Babbage & Co", "SUSPENDED"));
    let same = NewWorkspace {
        id: icosa_model::WorkspaceId::random(),
        display_name: String::new(),
        subdomain: read.subdomain,
        activation_status: status::ACTIVE,
    };
    let error = workspaces::add(&mut connection, &same).await.unwrap_err();
    assert_eq!(error.unique_violation(), Some("UQ_workspace_subdomain"));
}
