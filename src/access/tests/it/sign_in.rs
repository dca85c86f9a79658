//! Signing in.

use std::sync::Arc;
use std::time::Duration;

use icosa_access::{AccessError, SignIn, SignInOutcome};
use icosa_contract::{AppError, Code};
use icosa_store::RateLimits;
use icosa_store::users::{self, UpdateUser};

use crate::world::{OPEN, World, credentials};

#[tokio::test]
async fn the_right_password_opens_a_session_in_the_workspace() {
    let world = World::new().await;
    let member = world.sign_up("ada@x.example", OPEN).await.unwrap();
    let outcome = world.attempt(" ADA@x.example", "correct horse", "192.0.2.1").await.unwrap();
    let SignInOutcome::SignedIn { started, workspace } = outcome else { panic!("{outcome:?}") };
    assert_eq!(workspace, Some(member.workspace));
    let session = world.sessions.resolve(&started.token.to_text()).await.unwrap().unwrap();
    assert_eq!(session.user, member.user);
    assert_ne!(started.id, member.started.id);
}

#[tokio::test]
async fn unknown_people_wrong_passwords_and_disabled_people_get_the_same_answer() {
    let world = World::new().await;
    let member = world.sign_up("ada@x.example", OPEN).await.unwrap();
    for (email, password) in [
        ("ada@x.example", "wrong horse"),
        ("ada@x.example", ""),
        ("nobody@x.example", "correct horse"),
        ("ada@x.example", &"x".repeat(100_000)),
    ] {
        let outcome = world.attempt(email, password, "192.0.2.1").await.unwrap();
        assert!(matches!(outcome, SignInOutcome::WrongCredentials), "{email}");
    }
    let disabled = UpdateUser { disabled: Some(true), ..UpdateUser::default() };
    users::update(&mut world.test.db().pool().acquire().await.unwrap(), member.user, &disabled)
        .await
        .unwrap();
    let outcome = world.attempt("ada@x.example", "correct horse", "192.0.2.1").await.unwrap();
    assert!(matches!(outcome, SignInOutcome::WrongCredentials));
    assert!(matches!(world.attempt("ada", "x", "192.0.2.1").await, Err(AccessError::InvalidEmail)));
}

#[tokio::test]
async fn ten_failures_lock_an_account_for_a_while_even_for_the_right_password() {
    let world = World::new().await;
    world.sign_up("ada@x.example", OPEN).await.unwrap();
    for number in 0..10 {
        // From changing addresses.
        let outcome =
            world.attempt("ada@x.example", "wrong horse", &format!("192.0.2.{number}")).await.unwrap();
        assert!(matches!(outcome, SignInOutcome::WrongCredentials));
    }
    let locked = world.attempt("ada@x.example", "correct horse", "192.0.2.99").await.unwrap_err();
    let AccessError::RateLimited { retry_after } = &locked else { panic!("{locked}") };
    assert_eq!(*retry_after, Duration::from_secs(90));
    let told = AppError::from(locked);
    assert_eq!((told.code, told.sub_code.as_deref()), (Code::RateLimited, Some("TOO_MANY_ATTEMPTS")));
    assert!(told.message.contains("90 seconds"), "{}", told.message);
    world.clock.advance(Duration::from_secs(90));
    let outcome = world.attempt("ada@x.example", "correct horse", "192.0.2.99").await.unwrap();
    assert!(matches!(outcome, SignInOutcome::SignedIn { .. }));
    // The success ended the suspicion.
    for _ in 0..9 {
        world.attempt("ada@x.example", "wrong horse", "192.0.2.99").await.unwrap();
    }
}

#[tokio::test]
async fn one_address_cannot_try_many_accounts_but_successes_do_not_count() {
    let world = World::new().await;
    world.sign_up("ada@x.example", OPEN).await.unwrap();
    for number in 0..29 {
        world.attempt(&format!("nobody{number}@x.example"), "12345678", "2001:db8::1").await.unwrap();
    }
    for _ in 0..3 {
        let outcome = world.attempt("ada@x.example", "correct horse", "2001:db8::2").await.unwrap();
        assert!(matches!(outcome, SignInOutcome::SignedIn { .. }));
    }
    world.attempt("nobody29@x.example", "12345678", "2001:db8::3").await.unwrap();
    let limited = world.attempt("ada@x.example", "correct horse", "2001:db8::4").await;
    assert!(matches!(limited, Err(AccessError::RateLimited { .. })));
    let elsewhere = world.attempt("ada@x.example", "correct horse", "2001:db8:0:1::1").await.unwrap();
    assert!(matches!(elsewhere, SignInOutcome::SignedIn { .. }));
}

#[tokio::test]
async fn passwords_can_be_switched_off() {
    let world = World::new().await;
    let limits = Arc::new(RateLimits::new(None, world.clock.clone()));
    let closed = SignIn::new(world.test.another(), Arc::clone(&world.sessions), limits, false);
    let refused = closed.sign_in(&credentials("a@x.example", "correct horse"), &Default::default()).await;
    assert!(matches!(refused, Err(AccessError::PasswordDisabled)));
}

#[tokio::test]
async fn a_hash_of_older_parameters_is_replaced_at_sign_in() {
    let world = World::new().await;
    let member = world.sign_up("ada@x.example", OPEN).await.unwrap();
    // "correct horse" with less memory.
    let old = {
        use argon2::password_hash::{PasswordHasher, SaltString};
        use argon2::{Algorithm, Argon2, Params, Version};
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(4_096, 3, 1, None).unwrap());
        let salt = SaltString::encode_b64(&[7; 16]).unwrap();
        argon.hash_password(b"correct horse", &salt).unwrap().to_string()
    };
    users::set_password_hash(world.test.db().pool(), member.user, &old).await.unwrap();
    for _ in 0..2 {
        let outcome = world.attempt("ada@x.example", "correct horse", "192.0.2.1").await.unwrap();
        assert!(matches!(outcome, SignInOutcome::SignedIn { .. }));
    }
    let row = users::lookup_for_sign_in(world.test.db().pool(), "ada@x.example").await.unwrap().unwrap();
    assert!(row.password_hash.unwrap().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
}
