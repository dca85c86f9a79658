//! What is tried again, and what is not: against a server that fails as it is told.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::{Response, StatusCode};
use icosa_sdk::{Client, Error, ErrorKind, Names, Record, RetryPolicy};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::listen;

/// Gives the answers one after the other, the last one again and again; tells when it was asked.
struct Script {
    base: String,
    asked: Arc<Mutex<Vec<Instant>>>,
}

fn answer(status: u16, headers: &[(&str, &str)], body: &Value) -> Response<Body> {
    let mut builder = Response::builder().status(StatusCode::from_u16(status).unwrap());
    for (name, value) in headers {
        builder = builder.header(*name, *value);
    }
    builder.body(Body::from(body.to_string())).unwrap()
}

type Answers = Vec<fn() -> Response<Body>>;

async fn script(answers: Answers) -> Script {
    let asked: Arc<Mutex<Vec<Instant>>> = Arc::default();
    let log = Arc::clone(&asked);
    let handler = move || {
        let mut asked = log.lock().unwrap();
        let index = asked.len().min(answers.len() - 1);
        asked.push(Instant::now());
        let response = answers[index]();
        async move { response }
    };
    Script { base: listen(Router::new().fallback(handler)).await, asked }
}

impl Script {
    fn client(&self) -> Client {
        let retry = RetryPolicy {
            retries: 2,
            first_wait: Duration::from_millis(1),
            longest_wait: Duration::from_secs(5),
        };
        Client::builder(&self.base, "a-token").retry(retry).build().unwrap()
    }

    fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

fn counted() -> Response<Body> {
    answer(200, &[], &json!({"data": {"people": {"totalCount": 3}}}))
}

fn made() -> Response<Body> {
    answer(200, &[], &json!({"data": {"createPerson": {"id": Uuid::nil()}}}))
}

fn unavailable() -> Response<Body> {
    answer(503, &[], &json!({"code": "UNAVAILABLE", "message": "Later."}))
}

/// What a proxy says while the server starts.
fn gateway() -> Response<Body> {
    Response::builder().status(502).body(Body::from("<html>Bad gateway</html>")).unwrap()
}

/// GraphQL answers 200 even then.
fn unavailable_graphql() -> Response<Body> {
    let extensions = json!({"code": "INTERNAL_SERVER_ERROR", "subCode": "UNAVAILABLE"});
    answer(200, &[], &json!({"data": null, "errors": [{"message": "Later.", "extensions": extensions}]}))
}

/// What a proxy says when it is asked too much.
fn overloaded() -> Response<Body> {
    let page = Response::builder().status(503).header("retry-after", "1");
    page.body(Body::from("<html>Overloaded</html>")).unwrap()
}

fn limited() -> Response<Body> {
    let body =
        json!({"statusCode": 429, "error": "E", "messages": ["Limit reached"], "code": "LIMIT_REACHED"});
    answer(429, &[("retry-after", "1")], &body)
}

fn limited_graphql() -> Response<Body> {
    let extensions = json!({"code": "BAD_USER_INPUT", "subCode": "LIMIT_REACHED"});
    answer(
        200,
        &[],
        &json!({"data": null, "errors": [{"message": "Limit reached", "extensions": extensions}]}),
    )
}

async fn read(client: &Client) -> Result<u64, Error> {
    client.records(Names::new("person", "people")).count(&icosa_sdk::Filter::everything()).await
}

async fn write(client: &Client) -> Result<Record, Error> {
    client.records(Names::new("person", "people")).create(&json!({"jobTitle": "CTO"})).await
}

#[tokio::test]
async fn a_read_is_tried_again_until_it_works() {
    for failing in [unavailable as fn() -> Response<Body>, unavailable_graphql] {
        let server = script(vec![failing, gateway, counted]).await;
        assert_eq!(read(&server.client()).await.unwrap(), 3);
        assert_eq!(server.asked(), 3);
    }
}

#[tokio::test]
async fn a_read_is_given_up_in_the_end() {
    let server = script(vec![unavailable]).await;
    let error = read(&server.client()).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Unavailable, Some("UNAVAILABLE")));
    assert_eq!(server.asked(), 3, "one try and two more");
}

#[tokio::test]
async fn a_write_that_may_have_been_done_is_not_sent_twice() {
    for failing in [unavailable as fn() -> Response<Body>, unavailable_graphql, gateway] {
        let server = script(vec![failing, made]).await;
        assert!(write(&server.client()).await.is_err());
        assert_eq!(server.asked(), 1);
    }
}

#[tokio::test]
async fn a_write_that_can_be_done_twice_is() {
    let person = |server: &Script| server.client().records(Names::new("person", "people"));
    let server = script(vec![unavailable, || {
        answer(200, &[], &json!({"data": {"updatePerson": {"id": Uuid::nil()}}}))
    }])
    .await;
    person(&server).update::<Record>(Uuid::nil(), &json!({"jobTitle": "CTO"})).await.unwrap();
    let server = script(vec![unavailable, made]).await;
    let with_id = json!({"id": Uuid::nil(), "jobTitle": "CTO"});
    person(&server).upsert::<Record>(&with_id).await.unwrap();
    let server = script(vec![unavailable, made]).await;
    let without_id = json!({"jobTitle": "CTO"});
    person(&server).upsert::<Record>(&without_id).await.unwrap_err();
    assert_eq!(server.asked(), 1, "it might make two");
}

#[tokio::test]
async fn a_limit_is_waited_out_as_the_server_asks_even_by_a_write() {
    let server = script(vec![limited, limited_graphql, made]).await;
    write(&server.client()).await.unwrap();
    let asked = server.asked.lock().unwrap().clone();
    assert_eq!(asked.len(), 3);
    let waited = asked[1] - asked[0];
    assert!(waited >= Duration::from_secs(1), "Retry-After was one second, {waited:?} went by");
}

#[tokio::test]
async fn a_proxy_may_ask_for_a_wait_too() {
    let server = script(vec![overloaded, counted]).await;
    read(&server.client()).await.unwrap();
    let asked = server.asked.lock().unwrap().clone();
    assert!(asked[1] - asked[0] >= Duration::from_secs(1));
    let error = read(&script(vec![gateway]).await.client()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable, "{error}");
}

#[tokio::test]
async fn a_server_that_asks_for_too_long_a_wait_is_left_alone() {
    let server = script(vec![|| {
        answer(503, &[("retry-after", "3600")], &json!({"code": "UNAVAILABLE", "message": "Tonight."}))
    }])
    .await;
    let error = read(&server.client()).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
    assert_eq!(server.asked(), 1);
}

#[tokio::test]
async fn what_is_wrong_is_not_tried_again() {
    let server = script(vec![|| {
        answer(400, &[], &json!({"statusCode": 400, "error": "BadRequestException", "messages": ["No."]}))
    }])
    .await;
    let error = read(&server.client()).await.unwrap_err();
    assert_eq!((error.kind(), server.asked()), (ErrorKind::BadInput, 1));
}

#[tokio::test]
async fn nobody_there_is_an_error_of_its_own() {
    // A port that was free a moment ago.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = Client::builder(&base, "a-token").retry(RetryPolicy::never()).build().unwrap();
    let error = write(&client).await.unwrap_err();
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");
    assert!(error.to_string().contains("cannot be reached"), "{error}");
}

#[tokio::test]
async fn an_answer_that_does_not_come_is_not_waited_for() {
    let silent = Router::new().fallback(std::future::pending::<StatusCode>);
    let base = listen(silent).await;
    let client = Client::builder(&base, "a-token").timeout(Duration::from_millis(50)).build().unwrap();
    let error = read(&client).await.unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error:?}");
}

#[tokio::test]
async fn another_kind_of_server_is_recognised() {
    let server = script(vec![|| {
        Response::builder().header("content-type", "text/html").body(Body::from("<h1>Welcome</h1>")).unwrap()
    }])
    .await;
    let error = read(&server.client()).await.unwrap_err();
    assert!(error.to_string().contains("does not answer as Icosa does (HTTP status 200): <h1>Welcome</h1>"));
    let server = script(vec![|| {
        let builder = Response::builder().status(301).header("location", "https://crm.example.com/graphql");
        builder.body(Body::empty()).unwrap()
    }])
    .await;
    let error = read(&server.client()).await.unwrap_err();
    assert!(error.to_string().contains("points to https://crm.example.com/graphql"), "{error}");
}
