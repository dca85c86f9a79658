//! Calls with access tokens and API keys.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{TimeDelta, Utc};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{APP_SECRET, Answer, Member, Server, answer, engine, in_a_day, serve, server};

/// A path that answers only to who may see it.
fn model_path(member: &Member) -> String {
    format!("/model/{}/1", member.actor.workspace.0)
}

async fn enters(server: &Server, token: &str, member: &Member) -> bool {
    server.get(token, &model_path(member)).await.status.is_success()
}

/// The REST error of a token that is not accepted.
#[track_caller]
fn refused(answer: Answer, status: u16, message: &str) {
    let body = answer.expect(status);
    let name = if status == 401 { "UnauthorizedException" } else { "ForbiddenException" };
    assert_eq!(body["statusCode"], status);
    assert_eq!(body["error"], name);
    assert_eq!(body["messages"], json!([message]));
    assert!(body["code"].is_string());
}

fn encode(part: &Value) -> String {
    URL_SAFE_NO_PAD.encode(part.to_string())
}

fn decode(token: &str, part: usize) -> Value {
    let part = token.split('.').nth(part).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

#[tokio::test]
async fn access_tokens_and_api_keys_open_their_own_workspace_only() {
    let server = server().await;
    let (tim, eve) = (server.member("tim@apple.test").await, server.member("eve@evil.test").await);
    for token in [server.access_token(&tim).await, server.api_key(&tim, "Script").await] {
        assert!(enters(&server, &token, &tim).await);
        assert!(!enters(&server, &token, &eve).await);
    }
    let playground = server.engine.playground_token(&tim.actor).await.unwrap();
    assert!(enters(&server, &playground.token, &tim).await);
    assert!(playground.expires_at > Utc::now() + TimeDelta::minutes(100));
}

#[tokio::test]
async fn tokens_say_what_clients_read_in_them() {
    let server = server().await;
    let tim = server.member("tim@apple.test").await;
    let workspace = json!(tim.actor.workspace);
    let access = server.access_token(&tim).await;
    let header = decode(&access, 0);
    assert_eq!((&header["alg"], &header["typ"]), (&json!("ES256"), &json!("JWT")));
    assert!(Uuid::parse_str(header["kid"].as_str().unwrap()).is_ok());
    let claims = decode(&access, 1);
    assert_eq!(claims["type"], "ACCESS");
    assert_eq!((&claims["sub"], &claims["userId"]), (&json!(tim.actor.user), &json!(tim.actor.user)));
    assert_eq!(claims["workspaceId"], workspace);
    assert_eq!(claims["userWorkspaceId"], json!(tim.actor.user_workspace));
    assert_eq!(claims["workspaceMemberId"], json!(tim.actor.member));
    assert_eq!(claims["authProvider"], "password");
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 30 * 60);

    let key = server.engine.create_api_key(tim.actor.workspace, "Script", in_a_day()).await.unwrap();
    let claims = decode(&key.token.token, 1);
    assert_eq!(claims["type"], "API_KEY");
    assert_eq!((&claims["sub"], &claims["workspaceId"]), (&workspace, &workspace));
    assert_eq!(claims["jti"], json!(key.key.id));
    assert_eq!(claims["exp"], key.key.expires_at.timestamp());
}

#[tokio::test]
async fn what_is_no_token_of_ours_is_refused() {
    let server = server().await;
    let tim = server.member("tim@apple.test").await;
    let good = server.access_token(&tim).await;
    let (header, claims) = (decode(&good, 0), decode(&good, 1));
    let signature = good.rsplit('.').next().unwrap();
    let unsigned = encode(&json!({"alg": "none", "typ": "JWT"}));
    let mut richer = claims.clone();
    richer["exp"] = json!(claims["exp"].as_i64().unwrap() + 1);
    let mut other_key = header.clone();
    other_key["kid"] = json!(Uuid::new_v4());
    let mut confused = header.clone();
    confused["alg"] = json!("HS256");
    let bad = [
        String::new(),
        "x".to_owned(),
        "a.b.c".to_owned(),
        format!("{unsigned}.{}.", encode(&claims)),
        format!("{unsigned}.{}.{signature}", encode(&claims)),
        format!("{}.{}.{signature}", encode(&header), encode(&richer)),
        format!("{}.{}.{signature}", encode(&other_key), encode(&claims)),
        format!("{}.{}.{signature}", encode(&confused), encode(&claims)),
        format!("{}.{}.", encode(&header), encode(&claims)),
        format!("{good}A"),
        tim.cookie.clone(),
    ];
    for token in bad {
        refused(server.get(&token, "/rest/people").await, 401, "Token invalid.");
    }
}

#[tokio::test]
async fn expired_tokens_are_refused_even_if_they_were_just_used() {
    let server = server().await;
    let tim = server.member("tim@apple.test").await;
    let made = server.engine.create_api_key(tim.actor.workspace, "Script", in_a_day()).await.unwrap();
    let tokens = server.engine.tokens();
    let past = Utc::now() - TimeDelta::seconds(1);
    let old = tokens.issue_key_token(tim.actor.workspace, made.key.id, past).await.unwrap();
    refused(server.get(&old.token, "/rest/people").await, 401, "Token has expired.");
    assert!(enters(&server, &made.token.token, &tim).await);
    // The key ends earlier than its token says.
    let change = icosa_store::api_keys::UpdateApiKey { expires_at: Some(past), ..Default::default() };
    tokens.update_key(tim.actor.workspace, made.key.id, change).await.unwrap();
    refused(server.get(&made.token.token, "/rest/people").await, 403, "This API key has expired.");
}

#[tokio::test]
async fn a_revoked_key_stops_at_once_on_every_instance() {
    let server = server().await;
    let tim = server.member("tim@apple.test").await;
    let other = engine(&server.db);
    let mut elsewhere = serve(&other).await;
    elsewhere.push_str("/rest/people");
    let made = server.engine.create_api_key(tim.actor.workspace, "Script", in_a_day()).await.unwrap();
    let token = made.token.token.as_str();
    assert!(enters(&server, token, &tim).await);
    let there = || async { answer(reqwest::Client::new().get(&elsewhere).bearer_auth(token)).await };
    assert_ne!(there().await.status, 403);
    server.engine.tokens().revoke_key(tim.actor.workspace, made.key.id).await.unwrap().unwrap();
    refused(server.get(token, "/rest/people").await, 403, "This API key has been revoked.");
    let told = async {
        while there().await.status != 403 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), told)
        .await
        .expect("the other instance hears of it");
    assert!(server.engine.tokens().list_keys(tim.actor.workspace).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_token_that_was_just_used_asks_the_database_nothing() {
    let server = server().await;
    let tim = server.member("tim@apple.test").await;
    while !server.engine.is_listening() {
        tokio::task::yield_now().await;
    }
    let tokens = [server.access_token(&tim).await, server.api_key(&tim, "Script").await];
    for token in &tokens {
        assert!(enters(&server, token, &tim).await);
    }
    // From here on every statement fails.
    server.engine.db().close().await;
    for token in &tokens {
        assert!(enters(&server, token, &tim).await);
    }
}

#[tokio::test]
async fn keys_of_another_workspace_are_not_changed() {
    let server = server().await;
    let (tim, eve) = (server.member("tim@apple.test").await, server.member("eve@evil.test").await);
    let made = server.engine.create_api_key(tim.actor.workspace, "Script", in_a_day()).await.unwrap();
    let tokens = server.engine.tokens();
    assert!(tokens.revoke_key(eve.actor.workspace, made.key.id).await.unwrap().is_none());
    assert!(tokens.issue_key_token(eve.actor.workspace, made.key.id, in_a_day()).await.is_err());
    assert!(enters(&server, &made.token.token, &tim).await);
}

#[tokio::test]
async fn a_member_who_has_left_has_no_valid_token() {
    let server = server().await;
    let tim = server.member("tim@apple.test").await;
    let token = server.access_token(&tim).await;
    assert!(enters(&server, &token, &tim).await);
    sqlx::query(r#"UPDATE core."userWorkspace" SET "deletedAt" = now()"#)
        .execute(server.db.db().pool())
        .await
        .unwrap();
    let user = tim.actor.user.unwrap();
    let mut connection = server.db.db().pool().acquire().await.unwrap();
    icosa_store::events::announce(&mut connection, &icosa_store::events::Signal::User { user })
        .await
        .unwrap();
    let told = async {
        while enters(&server, &token, &tim).await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), told).await.expect("the signal arrives");
    let body = server.get(&token, "/rest/people").await.expect(401);
    assert_eq!(body["code"], "USER_NOT_FOUND");
}

#[tokio::test]
async fn a_token_is_exempt_from_the_origin_check_and_a_cookie_beside_it_does_not_count() {
    let server = server().await;
    let (tim, eve) = (server.member("tim@apple.test").await, server.member("eve@evil.test").await);
    let key = server.api_key(&tim, "Script").await;
    let foreign = |request: reqwest::RequestBuilder| request.header("origin", "https://elsewhere.example");
    let by_token = answer(foreign(server.with(&key, Method::POST, "/rest/nothings"))).await;
    assert_ne!(by_token.body["subCode"], "FOREIGN_ORIGIN");
    let by_cookie = server.request(Method::POST, "/rest/nothings").header("cookie", tim.cookie_header());
    assert_eq!(answer(foreign(by_cookie)).await.expect(403)["subCode"], "FOREIGN_ORIGIN");

    let both = server.with(&key, Method::GET, &model_path(&eve)).header("cookie", eve.cookie_header());
    assert_eq!(answer(both).await.status, 404, "the cookie would have opened it");
    let invalid = server.with("x", Method::GET, &model_path(&eve)).header("cookie", eve.cookie_header());
    assert_eq!(answer(invalid).await.status, 401);
    let cookie = server.request(Method::GET, &model_path(&eve)).header("cookie", eve.cookie_header());
    assert_eq!(answer(cookie).await.status, 200);
}

#[tokio::test]
async fn graphql_endpoints_answer_in_their_own_form() {
    let server = server().await;
    let body =
        server.send("x", Method::POST, "/graphql", json!({"query": "{ __typename }"})).await.expect(200);
    let error = &body["errors"][0];
    assert_eq!(error["message"], "Token invalid.");
    assert_eq!(error["extensions"]["code"], "UNAUTHENTICATED");
    assert_eq!(error["extensions"]["subCode"], "UNAUTHENTICATED");
    assert!(error["extensions"]["userFriendlyMessage"].is_string());
}

#[tokio::test]
async fn tokens_from_before_there_were_signing_keys_stay_valid() {
    let server = server().await;
    let tim = server.member("tim@apple.test").await;
    let made = server.engine.create_api_key(tim.actor.workspace, "Script", in_a_day()).await.unwrap();
    let claims = decode(&made.token.token, 1);
    for kind in ["API_KEY", "ACCESS"] {
        let token = legacy(&claims, &format!("{APP_SECRET}{}{kind}", tim.actor.workspace.0));
        assert!(enters(&server, &token, &tim).await, "signed as {kind}");
    }
    let wrong = [
        format!("another secret{}API_KEY", tim.actor.workspace.0),
        format!("{APP_SECRET}{}LOGIN", tim.actor.workspace.0),
        format!("{APP_SECRET}{}API_KEY", Uuid::new_v4()),
    ];
    for secret in wrong {
        refused(server.get(&legacy(&claims, &secret), "/rest/people").await, 401, "Token invalid.");
    }
    let mut login = claims.clone();
    login["type"] = json!("LOGIN");
    let token = legacy(&login, &format!("{APP_SECRET}{}LOGIN", tim.actor.workspace.0));
    assert_eq!(server.get(&token, "/rest/people").await.status, 401);
}

/// HS256 with the hexadecimal SHA-256 of a text.
fn legacy(claims: &Value, secret: &str) -> String {
    let signed = format!("{}.{}", encode(&json!({"alg": "HS256", "typ": "JWT"})), encode(claims));
    let secret: String = ring::digest::digest(&ring::digest::SHA256, secret.as_bytes())
        .as_ref()
        .iter()
        .map(hex_pair)
        .collect();
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret.as_bytes());
    let signature = URL_SAFE_NO_PAD.encode(ring::hmac::sign(&key, signed.as_bytes()));
    format!("{signed}.{signature}")
}

fn hex_pair(byte: &u8) -> String {
    format!("{byte:02x}")
}
