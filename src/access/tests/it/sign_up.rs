//! Signing up.

use icosa_access::AccessError;
use icosa_access::sign_up::{Applicant, SignUpRules, is_open};
use icosa_contract::{AppError, Code};
use icosa_store::users;

use crate::world::{OPEN, SINGLE, World, credentials};

#[tokio::test]
async fn the_first_person_administers_the_server() {
    let world = World::new().await;
    let first = world.sign_up("a@x.example", OPEN).await.unwrap();
    let second = world.sign_up("b@x.example", OPEN).await.unwrap();
    let is_admin = |user| users::lookup(world.test.db().pool(), user);
    assert!(is_admin(first.user).await.unwrap().unwrap().is_server_admin);
    assert!(!is_admin(second.user).await.unwrap().unwrap().is_server_admin);
}

#[tokio::test]
async fn a_single_workspace_server_takes_one_sign_up() {
    let world = World::new().await;
    let mut connection = world.test.db().pool().acquire().await.unwrap();
    assert!(is_open(&mut connection, SINGLE).await.unwrap());
    let (first, second) =
        tokio::join!(world.sign_up("a@x.example", SINGLE), world.sign_up("b@x.example", SINGLE));
    assert_ne!(first.is_ok(), second.is_ok());
    assert!(!is_open(&mut connection, SINGLE).await.unwrap());
    assert!(is_open(&mut connection, OPEN).await.unwrap());
    let refused = AppError::from(world.sign_up("c@x.example", SINGLE).await.err().unwrap());
    assert_eq!((refused.code, refused.sub_code.as_deref()), (Code::Forbidden, Some("SIGNUP_DISABLED")));
    let users: i64 =
        sqlx::query_scalar(r#"SELECT count(*) FROM core."user""#).fetch_one(&mut *connection).await.unwrap();
    assert_eq!(users, 1);
}

#[tokio::test]
async fn an_address_is_taken_once_in_any_case() {
    let world = World::new().await;
    world.sign_up("Ada@x.example", OPEN).await.unwrap();
    let refused = AppError::from(world.sign_up("ADA@X.EXAMPLE", OPEN).await.err().unwrap());
    assert_eq!((refused.code, refused.sub_code.as_deref()), (Code::Conflict, Some("USER_ALREADY_EXISTS")));
    assert_eq!(refused.field.as_deref(), Some("email"));
    let (first, second) =
        tokio::join!(world.sign_up("b@x.example", OPEN), world.sign_up("b@x.example", OPEN));
    assert_ne!(first.is_ok(), second.is_ok());
    assert!(matches!(first.and(second).err(), Some(AccessError::EmailTaken)));
}

#[tokio::test]
async fn bad_addresses_and_passwords_are_refused_with_their_field() {
    for (email, password, field) in [
        ("ada", "correct horse", "email"),
        ("ada@x.example", "1234567", "password"),
        ("ada@x.example", &"x".repeat(257), "password"),
    ] {
        let refused =
            AppError::from(Applicant::check(&credentials(email, password), OPEN).await.err().unwrap());
        assert_eq!((refused.code, refused.field.as_deref()), (Code::BadUserInput, Some(field)));
    }
    let off = SignUpRules { is_password_enabled: false, ..OPEN };
    let refused = Applicant::check(&credentials("a@x.example", "correct horse"), off).await.err();
    assert!(matches!(refused, Some(AccessError::PasswordDisabled)));
}
