//! New workspaces.

use std::time::Instant;

use icosa_contract::Code;
use icosa_contract::account::{AccountApi, Credentials};
use icosa_contract::session::Onboarding;
use sqlx::Row;

use crate::support::{client, credentials, fields, list_query, world};

#[tokio::test]
async fn signing_up_makes_a_workspace_with_samples_and_a_session() {
    let world = world().await;
    let tim = world.member("Tim@Apple.test").await;
    assert_eq!(tim.session.email, "tim@apple.test");
    assert_eq!(tim.session.onboarding, Onboarding::WorkspaceActivation);
    assert_eq!(tim.session.preferences.zone.name, "UTC");
    assert!(tim.actor.member.is_some());
    for (object, count) in [("company", 5), ("person", 5), ("opportunity", 6), ("workspaceMember", 1)] {
        assert_eq!(tim.total(object).await, count, "{object}");
    }
    let mut query = list_query("company", &[]);
    query.select = fields(&["name", "createdBy"]);
    let first = &tim.list(query).await.records[0];
    assert_eq!(
        (first["name"].as_str(), first["createdBy"]["source"].as_str()),
        (Some("Airbnb"), Some("SYSTEM"))
    );
}

#[tokio::test]
async fn a_failure_on_the_last_step_leaves_nothing() {
    let world = world().await;
    sqlx::raw_sql(
        r#"
        CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'no sessions today'; END $$;
        CREATE TRIGGER fail BEFORE INSERT ON core."userSession" FOR EACH ROW EXECUTE FUNCTION public.fail();
        "#,
    )
    .execute(world.db.db().pool())
    .await
    .unwrap();
    let outcome = world.engine.sign_up(credentials("tim@apple.test"), client()).await;
    assert_eq!(outcome.map(|_| ()).unwrap_err().code, Code::Internal);
    for table in [
        r#"SELECT count(*) FROM core."user""#,
        r#"SELECT count(*) FROM core."workspace""#,
        r#"SELECT count(*) FROM core."objectMetadata""#,
        r#"SELECT count(*) FROM core."recordEvent""#,
        "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'workspace_%'",
    ] {
        assert_eq!(world.number(table).await, 0, "{table}");
    }
    sqlx::raw_sql(r#"DROP TRIGGER fail ON core."userSession""#).execute(world.db.db().pool()).await.unwrap();
    world.member("tim@apple.test").await;
}

#[tokio::test]
async fn an_address_signs_up_once() {
    let world = world().await;
    world.member("tim@apple.test").await;
    let error =
        world.engine.sign_up(credentials(" TIM@apple.test "), client()).await.map(|_| ()).unwrap_err();
    assert_eq!(error.code, Code::Conflict);
    assert_eq!(world.number(r#"SELECT count(*) FROM core."workspace""#).await, 1);
}

#[tokio::test]
async fn poor_credentials_are_refused() {
    let world = world().await;
    for (email, password) in [("nobody", "long enough"), ("tim@apple.test", "short"), ("", "long enough")] {
        let credentials = Credentials { email: email.to_owned(), password: password.to_owned() };
        let error = world.engine.sign_up(credentials, client()).await.map(|_| ()).unwrap_err();
        assert_eq!(error.code, Code::BadUserInput, "{email} {password}");
    }
    let error = world.engine.sign_in(credentials("tim@apple.test"), client()).await.map(|_| ()).unwrap_err();
    assert_eq!(error.code, Code::Unauthenticated);
}

#[tokio::test]
async fn attempts_from_one_address_are_limited() {
    let world = world().await;
    let weak = Credentials { email: "tim@apple.test".to_owned(), password: "short".to_owned() };
    for _ in 0..100 {
        let error = world.engine.sign_up(weak.clone(), client()).await.map(|_| ()).unwrap_err();
        assert_eq!(error.code, Code::BadUserInput);
    }
    let error = world.engine.sign_up(credentials("tim@apple.test"), client()).await.map(|_| ()).unwrap_err();
    assert_eq!(error.code, Code::RateLimited);
    let mut elsewhere = client();
    elsewhere.ip = "192.0.2.7".to_owned();
    world.engine.sign_up(credentials("tim@apple.test"), elsewhere).await.unwrap();
}

#[tokio::test]
async fn a_server_for_one_workspace_closes_after_the_first() {
    let world = world().await;
    let config = icosa_store::Config::from_values(&std::collections::HashMap::new()).unwrap();
    let single = icosa_engine::Engine::new(config, world.db.db().clone()).unwrap();
    assert!(single.welcome_info().await.unwrap().can_sign_up);
    let (one, two) = tokio::join!(
        single.sign_up(credentials("tim@apple.test"), client()),
        single.sign_up(credentials("eve@evil.test"), client())
    );
    assert_eq!(u8::from(one.is_ok()) + u8::from(two.is_ok()), 1, "of two at once, one");
    let refused = one.err().or(two.err()).unwrap();
    assert_eq!((refused.code, refused.sub_code.as_deref()), (Code::Forbidden, Some("SIGNUP_DISABLED")));
    assert!(!single.welcome_info().await.unwrap().can_sign_up);
    assert_eq!(single.enter_demo(client()).await.map(|_| ()).unwrap_err().code, Code::Forbidden);
}

/// Not an assertion on time: the budget is looked after by the benchmarks.
#[tokio::test]
async fn the_time_of_a_warm_sign_up_is_printed() {
    let world = world().await;
    world.member("first@apple.test").await;
    let started = Instant::now();
    world.engine.sign_up(credentials("second@apple.test"), client()).await.unwrap();
    println!("sign-up: {:?}", started.elapsed());
    let schemas = sqlx::query("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'workspace_%'");
    assert_eq!(schemas.fetch_one(world.db.db().pool()).await.unwrap().get::<i64, _>(0), 2);
}
