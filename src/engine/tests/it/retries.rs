//! Failures of the database: repeated where that helps, never shown as they are.

use icosa_contract::Code;
use serde_json::json;
use sqlx::AssertSqlSafe;

use crate::support::{Member, World, world};

/// Makes writes to companies fail with that SQLSTATE, the first `times` times.
async fn sabotage(world: &World, member: &Member, times: u32, state: &str) {
    let schema = icosa_model::SchemaName::from(member.actor.workspace);
    let script = format!(
        r#"
        CREATE SEQUENCE public.attempts;
        CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF nextval('public.attempts') <= {times} THEN
                RAISE EXCEPTION 'secret detail' USING ERRCODE = '{state}';
            END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER fail BEFORE INSERT OR UPDATE ON "{schema}"."company"
            FOR EACH ROW EXECUTE FUNCTION public.fail();
        "#
    );
    sqlx::raw_sql(AssertSqlSafe(script)).execute(world.db.db().pool()).await.unwrap();
}

#[tokio::test]
async fn a_write_that_lost_against_another_is_run_again() {
    for state in ["40001", "40P01"] {
        let world = world().await;
        let tim = world.member("tim@apple.test").await;
        sabotage(&world, &tim, 3, state).await;
        let id = tim.made("company", json!({"name": "Persistent"})).await;
        assert_eq!(tim.events(&world, id).await, ["created"]);
        assert_eq!(world.number("SELECT last_value FROM public.attempts").await, 4);
    }
}

#[tokio::test]
async fn known_failures_are_told_and_unknown_ones_are_not() {
    for (state, code, sub_code) in [
        ("40001", Code::Unavailable, Some("WRITE_CONFLICT")),
        ("57014", Code::Unavailable, Some("QUERY_READ_TIMEOUT")),
        ("22003", Code::BadUserInput, Some("INVALID_ARGS_DATA")),
        ("XX000", Code::Internal, None),
    ] {
        let world = world().await;
        let tim = world.member("tim@apple.test").await;
        sabotage(&world, &tim, 1_000, state).await;
        let error = tim.create("company", json!({"name": "Never"})).await.unwrap_err();
        assert_eq!((error.code, error.sub_code.as_deref()), (code, sub_code));
        assert!(!error.message.contains("secret"));
    }
}
