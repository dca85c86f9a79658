//! Sessions: how long they live and how they end.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use icosa_access::{AccessError, Sessions};
use icosa_store::events::{Signal, announce};
use icosa_store::users::{self, UpdateUser};
use icosa_store::workspaces::{self, UpdateWorkspace};

use crate::world::{DAY, Member, OPEN, World};

#[tokio::test]
async fn a_session_says_who_and_where() {
    let world = World::new().await;
    let member = world.sign_up("Ada@X.example", OPEN).await.unwrap();
    let session = world.sessions.resolve(&member.started.token.to_text()).await.unwrap().unwrap();
    assert_eq!((session.user, session.email.as_str()), (member.user, "ada@x.example"));
    let workspace = session.workspace.as_ref().unwrap();
    assert_eq!((workspace.id, workspace.user_workspace_id), (member.workspace, member.membership));
    assert_eq!(workspace.activation_status, "PENDING_CREATION");
    assert_eq!(session.expires_at, member.started.expires_at);
    let actor = session.actor(None).unwrap();
    assert_eq!(
        (actor.workspace, actor.user, actor.name.as_str()),
        (member.workspace, Some(member.user), "ada@x.example")
    );
}

#[tokio::test]
async fn what_is_no_token_is_no_session() {
    let world = World::new().await;
    for token in ["", "0", "' OR 1=1", &"0".repeat(64), &"é".repeat(32)] {
        assert!(world.sessions.resolve(token).await.unwrap().is_none(), "{token}");
    }
}

#[tokio::test]
async fn the_database_holds_no_token() {
    let world = World::new().await;
    let member = world.sign_up("a@x.example", OPEN).await.unwrap();
    let row: String = sqlx::query_scalar(r#"SELECT to_jsonb(s)::text FROM core."userSession" s"#)
        .fetch_one(world.test.db().pool())
        .await
        .unwrap();
    assert!(!row.contains(&member.started.token.to_text()));
    assert!(row.len() < 2_000, "the user agent is cut");
}

#[tokio::test]
async fn a_session_that_is_not_used_ends_after_the_idle_time() {
    let world = World::new().await;
    let token = world.sign_up("a@x.example", OPEN).await.unwrap().started.token.to_text();
    world.clock.advance(30 * DAY - Duration::from_secs(1));
    assert!(world.sessions.resolve(&token).await.unwrap().is_some());
    world.clock.advance(30 * DAY);
    assert!(world.sessions.resolve(&token).await.unwrap().is_none());
}

#[tokio::test]
async fn a_session_in_use_lives_to_its_absolute_end_and_not_longer() {
    let world = World::new().await;
    let token = world.sign_up("a@x.example", OPEN).await.unwrap().started.token.to_text();
    for _ in 0..8 {
        world.clock.advance(20 * DAY);
        assert!(world.sessions.resolve(&token).await.unwrap().is_some());
    }
    world.clock.advance(20 * DAY - Duration::from_secs(1));
    assert!(world.sessions.resolve(&token).await.unwrap().is_some());
    // The look before is believed for a minute, but not beyond the end.
    world.clock.advance(Duration::from_secs(1));
    assert!(world.sessions.resolve(&token).await.unwrap().is_none());
}

#[tokio::test]
async fn use_is_noted_every_five_minutes_at_most() {
    let world = World::new().await;
    let token = world.sign_up("a@x.example", OPEN).await.unwrap().started.token.to_text();
    let noted = || async {
        sqlx::query_scalar::<_, chrono::DateTime<chrono::Utc>>(
            r#"SELECT "lastActiveAt" FROM core."userSession""#,
        )
        .fetch_one(world.test.db().pool())
        .await
        .unwrap()
    };
    let start = world.clock.now();
    for minutes in [1, 2, 3, 4] {
        world.clock.advance(Duration::from_secs(60));
        world.sessions.resolve(&token).await.unwrap().unwrap();
        assert_eq!(noted().await, start, "after {minutes} minutes");
    }
    world.clock.advance(Duration::from_secs(60));
    world.sessions.resolve(&token).await.unwrap().unwrap();
    assert_eq!(noted().await, world.clock.now());
}

#[tokio::test]
async fn a_session_is_looked_up_once_a_minute() {
    let world = World::new().await;
    let token = world.sign_up("a@x.example", OPEN).await.unwrap().started.token.to_text();
    world.sessions.resolve(&token).await.unwrap().unwrap();
    // Behind our back: no signal is sent.
    sqlx::raw_sql(r#"UPDATE core."userSession" SET "revokedAt" = now()"#)
        .execute(world.test.db().pool())
        .await
        .unwrap();
    world.clock.advance(Duration::from_secs(59));
    assert!(world.sessions.resolve(&token).await.unwrap().is_some());
    world.clock.advance(Duration::from_secs(1));
    assert!(world.sessions.resolve(&token).await.unwrap().is_none());
}

#[tokio::test]
async fn signing_out_works_at_once_here_and_soon_elsewhere() {
    let world = World::new().await;
    let other = world.other_instance().await;
    let token = world.sign_up("a@x.example", OPEN).await.unwrap().started.token.to_text();
    assert!(world.sessions.resolve(&token).await.unwrap().is_some());
    assert!(other.resolve(&token).await.unwrap().is_some());
    assert!(world.sessions.revoke(&token, "sign-out").await.unwrap());
    assert!(world.sessions.resolve(&token).await.unwrap().is_none());
    assert!(!world.sessions.revoke(&token, "sign-out").await.unwrap());
    // The clock stands still, so only the signal can end what the other instance has cached.
    while other.resolve(&token).await.unwrap().is_some() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn all_other_sessions_can_be_ended() {
    let world = World::new().await;
    let member = world.sign_up("a@x.example", OPEN).await.unwrap();
    let stranger = world.sign_up("b@x.example", OPEN).await.unwrap();
    let second = match world.attempt("a@x.example", "correct horse", "192.0.2.1").await.unwrap() {
        icosa_access::SignInOutcome::SignedIn { started, .. } => started,
        other => panic!("{other:?}"),
    };
    for token in [&member.started.token, &second.token, &stranger.started.token] {
        assert!(world.sessions.resolve(&token.to_text()).await.unwrap().is_some());
    }
    assert_eq!(world.sessions.revoke_all(member.user, Some(second.id), "password changed").await.unwrap(), 1);
    assert!(world.sessions.resolve(&member.started.token.to_text()).await.unwrap().is_none());
    assert!(world.sessions.resolve(&second.token.to_text()).await.unwrap().is_some());
    assert!(world.sessions.resolve(&stranger.started.token.to_text()).await.unwrap().is_some());
}

#[tokio::test]
async fn a_rotated_token_replaces_the_old_one() {
    let world = World::new().await;
    let old = world.sign_up("a@x.example", OPEN).await.unwrap().started.token.to_text();
    let new = world.sessions.rotate(&old).await.unwrap().to_text();
    assert!(world.sessions.resolve(&old).await.unwrap().is_none());
    assert!(world.sessions.resolve(&new).await.unwrap().is_some());
    assert!(matches!(world.sessions.rotate(&old).await, Err(AccessError::Unauthenticated)));
}

#[tokio::test]
async fn changes_of_user_and_workspace_are_seen_after_they_are_told() {
    let world = World::new().await;
    let member = world.sign_up("a@x.example", OPEN).await.unwrap();
    let token = member.started.token.to_text();
    world.sessions.resolve(&token).await.unwrap().unwrap();
    let mut transaction = world.test.db().begin().await.unwrap();
    let name = UpdateUser { first_name: Some("Ada".into()), ..UpdateUser::default() };
    users::update(&mut transaction, member.user, &name).await.unwrap();
    let active = UpdateWorkspace { display_name: Some("Engines".into()), activation_status: Some("ACTIVE") };
    workspaces::update(&mut transaction, member.workspace, &active).await.unwrap();
    transaction.commit().await.unwrap();
    world.sessions.forget_user(member.user).await;
    let session = world.sessions.resolve(&token).await.unwrap().unwrap();
    assert_eq!(session.first_name, "Ada");
    assert_eq!(session.workspace.as_ref().unwrap().name, "Engines");
    let disabled = UpdateUser { disabled: Some(true), ..UpdateUser::default() };
    users::update(&mut world.test.db().pool().acquire().await.unwrap(), member.user, &disabled)
        .await
        .unwrap();
    world.sessions.forget_user(member.user).await;
    assert!(world.sessions.resolve(&token).await.unwrap().is_none());
}

#[tokio::test]
async fn a_deleted_workspace_is_not_entered() {
    let world = World::new().await;
    let token = world.sign_up("a@x.example", OPEN).await.unwrap().started.token.to_text();
    sqlx::raw_sql(r#"UPDATE core."workspace" SET "deletedAt" = now()"#)
        .execute(world.test.db().pool())
        .await
        .unwrap();
    let session = world.sessions.resolve(&token).await.unwrap().unwrap();
    assert!(session.workspace.is_none() && session.actor(None).is_none());
}

#[tokio::test]
async fn a_member_record_is_read_once_until_its_user_is_said_to_have_changed() {
    let world = World::new().await;
    let member = world.sign_up("a@x.example", OPEN).await.unwrap();
    let stranger = world.sign_up("b@x.example", OPEN).await.unwrap();
    let other = world.other_instance().await;
    let reads = AtomicU32::new(0);
    let read = async |sessions: &Sessions, of: &Member| {
        let record = async {
            reads.fetch_add(1, Ordering::Relaxed);
            Ok::<_, AccessError>(Some(icosa_model::Record::new()))
        };
        sessions.member(of.workspace, of.user, record).await.unwrap().unwrap();
        reads.load(Ordering::Relaxed)
    };
    for (sessions, of, count) in [
        (&world.sessions, &member, 1),
        (&world.sessions, &member, 1),
        (&world.sessions, &stranger, 2),
        (&other, &member, 3),
        (&other, &member, 3),
    ] {
        assert_eq!(read(sessions, of).await, count);
    }
    let mut transaction = world.test.db().begin().await.unwrap();
    announce(&mut transaction, &Signal::User { user: member.user }).await.unwrap();
    transaction.commit().await.unwrap();
    world.sessions.forget_user(member.user).await;
    assert_eq!(read(&world.sessions, &member).await, 4, "here at once");
    while read(&other, &member).await == 4 {
        tokio::task::yield_now().await;
    }
    assert_eq!(read(&world.sessions, &stranger).await, 5, "others are not read again");
}

#[tokio::test]
async fn what_was_read_before_a_change_is_not_kept_after_it() {
    let world = World::new().await;
    let member = world.sign_up("a@x.example", OPEN).await.unwrap();
    let record = |name: &str| icosa_model::Record::from_iter([("name".to_owned(), name.into())]);
    let late = async {
        // The change comes between the look and its answer.
        world.sessions.forget_user(member.user).await;
        Ok::<_, AccessError>(Some(record("old")))
    };
    world.sessions.member(member.workspace, member.user, late).await.unwrap();
    let again = async { Ok::<_, AccessError>(Some(record("new"))) };
    let found = world.sessions.member(member.workspace, member.user, again).await.unwrap().unwrap();
    assert_eq!(*found, record("new"));
}
