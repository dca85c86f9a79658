//! How large and how frequent calls may be, from where they may come, and how long they may take.

use std::time::Duration;

use icosa_testkit::TestRedis;
use reqwest::header::HeaderMap;
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::support::{Server, answer, engine_with, serve, server, server_with};

async fn key(server: &Server) -> String {
    let member = server.member("tim@apple.test").await;
    server.api_key(&member, "Script").await
}

/// A JSON text of so many megabytes, which fits no API.
fn large(megabytes: usize) -> String {
    format!("{{\"query\":\"{}\"}}", "x".repeat(megabytes << 20))
}

#[tokio::test]
async fn bodies_of_the_api_may_have_ten_megabytes() {
    let server = server().await;
    let key = key(&server).await;
    for (method, path, status) in [
        (Method::POST, "/rest/companies", 400),
        (Method::PATCH, "/rest/companies/merge", 400),
        (Method::POST, "/graphql", 200),
        (Method::POST, "/metadata", 200),
        (Method::POST, "/rest/metadata/objects", 400),
    ] {
        let send = |megabytes| {
            let request = server.with(&key, method.clone(), path).header("content-type", "application/json");
            answer(request.body(large(megabytes)))
        };
        let taken = send(9).await;
        assert_eq!(taken.status.as_u16(), status, "{path}: {:#}", taken.body);
        let refused = send(11).await.expect(413);
        let told = if path.starts_with("/rest") {
            &refused["messages"][0]
        } else {
            &refused["errors"][0]["message"]
        };
        assert_eq!(told, "The request is larger than 10 MB.", "{path}: {refused:#}");
    }
    // Without a length that says so beforehand.
    for path in ["/rest/companies", "/graphql", "/metadata", "/rest/metadata/objects"] {
        let chunks = (0..11).map(|_| Ok::<_, std::io::Error>(vec![b' '; 1 << 20]));
        let body = reqwest::Body::wrap_stream(futures::stream::iter(chunks));
        let request = server.with(&key, Method::POST, path).header("content-type", "application/json");
        answer(request.body(body)).await.expect(413);
    }
    // Everything else takes two.
    let form = server.request(Method::POST, "/forms/sign-in").body(large(3));
    answer(form).await.expect(413);
}

#[tokio::test]
async fn a_refusal_says_which_limit_it_is_about() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let server = server().await;
    let member = server.member("tim@apple.test").await;
    let key = server.api_key(&member, "Script").await;
    // A plan of an import without a length that says so beforehand.
    let import = server.with(&key, Method::POST, "/rest/imports/people").body("email\na@x.test\n");
    let import = answer(import).await.expect(201)["data"]["import"]["id"].as_str().unwrap().to_owned();
    let chunks = (0..11).map(|_| Ok::<_, std::io::Error>(vec![b' '; 1 << 20]));
    let body = reqwest::Body::wrap_stream(futures::stream::iter(chunks));
    let plan = server.with(&key, Method::POST, &format!("/rest/imports/{import}/start")).body(body);
    let refused = answer(plan).await.expect(413);
    assert_eq!(refused["messages"][0], "The request is larger than 10 MB.", "{refused}");
    // A file to be imported that says its length, and none of whose bytes is sent.
    let address = server.base.strip_prefix("http://").unwrap();
    let mut connection = tokio::net::TcpStream::connect(address).await.unwrap();
    let length = (10_u64 << 30) + 1;
    let head = format!(
        "POST /rest/imports/people HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {key}\r\nContent-Length: {length}\r\n\r\n"
    );
    connection.write_all(head.as_bytes()).await.unwrap();
    connection.shutdown().await.unwrap();
    let mut told = String::new();
    connection.read_to_string(&mut told).await.unwrap();
    assert!(told.starts_with("HTTP/1.1 413") && told.contains("The request is larger than 10 GB."), "{told}");
}

#[tokio::test]
async fn the_texts_of_a_form_have_a_limit_together() {
    let server = server().await;
    let member = server.member("tim@apple.test").await;
    let token = server.access_token(&member).await;
    let form = || {
        let text = || "x".repeat(2_000_000);
        (0..6)
            .fold(reqwest::multipart::Form::new(), |form, number| form.text(format!("text{number}"), text()))
    };
    let told = "The texts of a form may have 10 MB together.";
    let posted =
        server.request(Method::POST, "/forms/records/company").header("cookie", member.cookie_header());
    let refused = answer(posted.multipart(form())).await.expect(413);
    assert_eq!((&refused["message"], &refused["subCode"]), (&json!(told), &json!("TEXTS_TOO_LARGE")));
    let refused = answer(server.with(&token, Method::POST, "/metadata").multipart(form())).await.expect(413);
    assert_eq!(refused["errors"][0]["message"], told, "{refused}");
    let one = reqwest::multipart::Form::new().text("operations", "x".repeat(3 << 20));
    let refused = answer(server.with(&token, Method::POST, "/metadata").multipart(one)).await.expect(413);
    assert_eq!(refused["errors"][0]["message"], "A text of the form is larger than 2 MB.", "{refused}");
}

async fn limited(response: Response) -> (u16, HeaderMap, Value) {
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    (status, headers, response.json().await.unwrap())
}

/// Keys of a workspace that calls too often are told so in the words of each API; everybody else goes on.
async fn are_limited(server: &Server) {
    let member = server.member("tim@apple.test").await;
    let (one, other) = (server.api_key(&member, "One").await, server.api_key(&member, "Other").await);
    server.get(&one, "/rest/companies?limit=0").await.expect(200);
    server.get(&other, "/rest/companies?limit=0").await.expect(200);
    let list = server.with(&one, Method::GET, "/rest/companies").send().await.unwrap();
    let (status, headers, body) = limited(list).await;
    let told = "Limit reached (2 tokens per 600000 ms)";
    let expected = json!({
        "statusCode": 429, "error": "BadRequestException", "messages": [told], "code": "LIMIT_REACHED",
    });
    assert_eq!((status, body), (429, expected));
    let seconds: u64 = headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((200..=300).contains(&seconds), "{seconds}");
    let query = json!({"query": "{ __typename }"});
    let (status, headers, body) =
        limited(server.with(&other, Method::POST, "/graphql").json(&query).send().await.unwrap()).await;
    assert_eq!((status, &body["errors"][0]["message"]), (200, &json!(told)));
    let extensions = &body["errors"][0]["extensions"];
    assert_eq!(
        (&extensions["code"], &extensions["subCode"]),
        (&json!("BAD_USER_INPUT"), &json!("LIMIT_REACHED"))
    );
    assert!(headers.contains_key("retry-after"));
    // Members are not programs, and other workspaces have their own limit.
    let access = server.access_token(&member).await;
    for _ in 0..5 {
        server.get(&access, "/rest/companies?limit=0").await.expect(200);
    }
    let eve = server.member("eve@evil.test").await;
    let key = server.api_key(&eve, "Eve's").await;
    server.get(&key, "/rest/companies?limit=0").await.expect(200);
}

const TWO_IN_TEN_MINUTES: [(&str, &str); 2] =
    [("API_RATE_LIMITING_LONG_LIMIT", "2"), ("API_RATE_LIMITING_LONG_TTL_IN_MS", "600000")];

#[tokio::test]
async fn keys_of_a_workspace_may_call_so_often() {
    are_limited(&server_with(&TWO_IN_TEN_MINUTES).await).await;
}

#[tokio::test]
async fn instances_count_calls_together() {
    let redis = TestRedis::start();
    let url = redis.url();
    let variables = [TWO_IN_TEN_MINUTES[0], TWO_IN_TEN_MINUTES[1], ("REDIS_URL", url.as_str())];
    let server = server_with(&variables).await;
    are_limited(&server).await;
    let third = server.member("ann@third.test").await;
    let key = server.api_key(&third, "Third").await;
    let mut there = server;
    there.base = serve(&engine_with(&there.db, &variables)).await;
    there.get(&key, "/rest/companies?limit=0").await.expect(200);
    there.get(&key, "/rest/companies?limit=0").await.expect(200);
    there.get(&key, "/rest/companies?limit=0").await.expect(429);
}

#[tokio::test]
async fn people_of_one_address_may_sign_up_so_often() {
    let server = server_with(&[("SIGN_UP_RATE_LIMITING_LIMIT", "2")]).await;
    let browser = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let sign_up = async |person: &str| {
        let form = [("email", person), ("password", "correct horse battery")];
        let request = browser.post(format!("{}/forms/sign-up", server.base)).header("origin", &server.base);
        let answer = request.form(&form).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 303, "{person}");
        answer.headers()["location"].to_str().unwrap().to_owned()
    };
    for person in ["ann@many.test", "ben@many.test"] {
        assert!(!sign_up(person).await.contains("/welcome"), "{person}");
    }
    assert!(sign_up("cem@many.test").await.contains("/welcome"), "the form again, with its message");
}

#[tokio::test]
async fn pages_of_other_origins_may_call_with_a_token() {
    let server = server_with(&[("AUTH_COOKIE_ALLOWED_ORIGINS", "https://app.example.com")]).await;
    let member = server.member("tim@apple.test").await;
    let key = server.api_key(&member, "Script").await;
    for path in ["/rest/companies", "/graphql", "/metadata", "/open-api/core"] {
        let asked = server
            .request(Method::OPTIONS, path)
            .header("origin", "https://any.test")
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "authorization,content-type")
            .send()
            .await
            .unwrap();
        assert_eq!(asked.status().as_u16(), 200, "{path}");
        let headers = asked.headers();
        assert_eq!(headers["access-control-allow-origin"], "https://any.test");
        assert_eq!(headers["access-control-allow-headers"], "authorization,content-type");
        assert!(headers["access-control-allow-methods"].to_str().unwrap().contains("PATCH"));
        assert!(!headers.contains_key("access-control-allow-credentials"), "{path}");
    }
    // Refusals can be read, too.
    for (token, status) in [(key.as_str(), 200), ("x", 401)] {
        let request = server.with(token, Method::GET, "/rest/companies").header("origin", "https://any.test");
        let response = request.send().await.unwrap();
        assert_eq!(response.status().as_u16(), status);
        assert_eq!(response.headers()["access-control-allow-origin"], "https://any.test");
        assert!(response.headers()["vary"].to_str().unwrap().contains("origin"));
    }
    // Pages are nobody else's.
    let page =
        server.request(Method::GET, "/healthz").header("origin", "https://any.test").send().await.unwrap();
    assert!(!page.headers().contains_key("access-control-allow-origin"));
}

#[tokio::test]
async fn the_cookie_counts_for_pages_that_are_trusted() {
    let server =
        server_with(&[("AUTH_COOKIE_ALLOWED_ORIGINS", "https://app.example.com, https://b.test")]).await;
    let member = server.member("tim@apple.test").await;
    for (origin, status, credentials) in [
        ("https://app.example.com", 201, true),
        ("https://b.test", 201, true),
        ("https://evil.test", 403, false),
        ("null", 403, false),
    ] {
        let request =
            server.request(Method::POST, "/rest/companies").header("cookie", member.cookie_header());
        let request = request.header("origin", origin).header("sec-fetch-site", "cross-site");
        let response = request.json(&json!({"name": "Acme"})).send().await.unwrap();
        assert_eq!(response.status().as_u16(), status, "{origin}");
        assert_eq!(
            response.headers().contains_key("access-control-allow-credentials"),
            credentials,
            "{origin}"
        );
    }
}

#[tokio::test]
async fn a_statement_that_takes_too_long_is_given_up() {
    let server = server_with(&[("PG_DATABASE_PRIMARY_TIMEOUT_MS", "700")]).await;
    let member = server.member("tim@apple.test").await;
    let key = server.api_key(&member, "Script").await;
    server.get(&key, "/rest/companies?limit=0").await.expect(200);
    let schema = icosa_model::SchemaName::from(member.actor.workspace);
    let mut holder = server.db.db().begin().await.unwrap();
    let lock = format!("LOCK TABLE \"{}\".company IN ACCESS EXCLUSIVE MODE", schema.as_str());
    sqlx::query(sqlx::AssertSqlSafe(lock)).execute(&mut *holder).await.unwrap();
    let started = std::time::Instant::now();
    let body = server.get(&key, "/rest/companies").await.expect(408);
    assert_eq!(
        (&body["messages"], &body["code"]),
        (&json!(["Query timed out. Please try again."]), &json!("QUERY_READ_TIMEOUT"))
    );
    assert!(started.elapsed() < Duration::from_secs(10));
    let query = json!({"query": "{ companies { totalCount } }"});
    let body = server.send(&key, Method::POST, "/graphql", query).await.expect(200);
    assert_eq!(body["errors"][0]["message"], "Query timed out. Please try again.");
    assert_eq!(body["errors"][0]["extensions"]["code"], "TIMEOUT");
    holder.rollback().await.unwrap();
    server.get(&key, "/rest/companies?limit=0").await.expect(200);
}

#[tokio::test]
async fn documents_may_be_so_complex_as_is_configured() {
    let server = server_with(&[
        ("GRAPHQL_MAX_FIELDS", "6"),
        ("GRAPHQL_MAX_ROOT_RESOLVERS", "2"),
        ("COMMON_QUERY_COMPLEXITY_LIMIT", "2"),
    ])
    .await;
    let key = key(&server).await;
    for (query, message) in [
        ("{ people { edges { node { id jobTitle position } } } }", None),
        (
            "{ people { edges { node { id jobTitle position createdAt } } } }",
            Some("Query too complex - Too many fields requested: 7 - Maximum allowed fields: 6"),
        ),
        (
            "{ a: people { totalCount } b: companies { totalCount } c: tasks { totalCount } }",
            Some(
                "Query too complex - Too many root resolvers requested: 3 - Maximum allowed root resolvers: 2",
            ),
        ),
        ("{ people { edges { node { company { id } } } } }", None),
        (
            "{ people { edges { node { company { accountOwner { id } } } } } }",
            Some("Query complexity is too high. Please, reduce the amount of relation fields requested."),
        ),
    ] {
        let body = server.send(&key, Method::POST, "/graphql", json!({"query": query})).await.expect(200);
        let told = body["errors"][0]["message"].as_str();
        assert_eq!(told, message, "{query}: {body:#}");
    }
}

#[tokio::test]
async fn every_api_counts_the_relations_that_a_query_follows() {
    let server = server_with(&[("COMMON_QUERY_COMPLEXITY_LIMIT", "3")]).await;
    let key = key(&server).await;
    let made = server.send(&key, Method::POST, "/rest/companies?depth=0", json!({"name": "Acme"})).await;
    let id = made.expect(201)["data"]["createCompany"]["id"].as_str().unwrap().to_owned();
    let ask = async |path: &str, params: &[(&str, &str)]| {
        answer(server.with(&key, Method::GET, path).query(params)).await
    };
    let two = "people.some.name.firstName[eq]:Ann,opportunities.some.name[eq]:D";
    let three = &*format!("{two},accountOwner.userEmail[eq]:x");
    let orders = "people.totalCount,opportunities.totalCount,accountOwner.userEmail";
    let by_owner = r#"[{"accountOwner":{"userEmail":true}}]"#;
    let figures = r#"["accountOwner.totalCount"]"#;
    let (list, one, groups) =
        ("/rest/companies", &*format!("/rest/companies/{id}"), "/rest/companies/groupBy");
    let (export, events) = ("/rest/exports/companies", "/events");
    let deep = r#"{"people":{"some":{"company":{"people":{"some":{"jobTitle":{"eq":"x"}}}}}}}"#;
    for (path, params) in [
        (list, vec![("depth", "0"), ("filter", three)]),
        (list, vec![("depth", "0"), ("order_by", orders)]),
        (list, vec![("depth", "0"), ("filter", two), ("order_by", "people.totalCount")]),
        (list, vec![("depth", "1")]),
        (list, vec![("depth", "1"), ("fields", "people,accountOwner"), ("order_by", "people.totalCount")]),
        (one, vec![("depth", "1")]),
        (groups, vec![("group_by", by_owner), ("filter", two)]),
        (groups, vec![("group_by", r#"[{"name":true}]"#), ("aggregate", figures), ("filter", two)]),
        (
            groups,
            vec![
                ("group_by", by_owner),
                ("include_records_sample", "true"),
                ("depth", "1"),
                ("fields", "people,opportunities"),
            ],
        ),
        (export, vec![("filter", three), ("fields", "name")]),
        (export, vec![("order_by", orders), ("fields", "name")]),
        (export, vec![("filter", two), ("fields", "name,accountOwner")]),
    ] {
        let told = ask(path, &params).await.expect(400);
        let code = (&told["code"], &told["messages"][0]);
        let message = "Query complexity is too high. Please, reduce the amount of relation fields requested.";
        assert_eq!(code, (&json!("TOO_COMPLEX_QUERY"), &json!(message)), "{path} {params:?}");
    }
    let told = ask(events, &[("object", "company"), ("filter", deep)]).await.expect(400);
    assert_eq!(told["subCode"], "TOO_COMPLEX_QUERY", "{told:#}");
    for (path, params) in [
        (list, vec![("depth", "0"), ("filter", two)]),
        (list, vec![("depth", "0"), ("order_by", "people.totalCount,opportunities.totalCount")]),
        (list, vec![("depth", "1"), ("fields", "people"), ("order_by", "people.totalCount")]),
        (one, vec![("depth", "1"), ("fields", "people,accountOwner")]),
        (groups, vec![("group_by", by_owner), ("aggregate", figures)]),
    ] {
        ask(path, &params).await.expect(200);
    }
    // The answers of writes carry relations, too; a deletion carries none.
    let change = async |method: Method, path: &str, filter: &str| {
        let request = server.with(&key, method, path).query(&[("filter", filter)]);
        answer(request.json(&json!({"name": "Acme"}))).await
    };
    let path = "/rest/companies?depth=1&fields=people";
    assert_eq!(change(Method::PATCH, path, two).await.expect(400)["code"], "TOO_COMPLEX_QUERY");
    change(Method::PATCH, "/rest/companies?depth=0", two).await.expect(200);
    change(Method::DELETE, "/rest/companies?soft_delete=true", two).await.expect(200);
    assert_eq!(
        change(Method::DELETE, "/rest/companies", three).await.expect(400)["code"],
        "TOO_COMPLEX_QUERY"
    );
}
