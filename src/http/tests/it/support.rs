//! A server on a loopback port, and clients of it.

use std::net::SocketAddr;
use std::time::Duration;

use chrono::{DateTime, Utc};
use icosa_contract::account::Credentials;
use icosa_contract::{Actor, Session};
use icosa_engine::Engine;
use icosa_engine::sessions::Client;
use icosa_files::Files;
use icosa_http::HttpState;
use icosa_store::config::{Config, Source};
use icosa_testkit::TestDb;
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::Value;

/// `APP_SECRET` of test servers.
pub const APP_SECRET: &str = "a secret of tests";

/// A running server over a database of its own.
pub struct Server {
    pub engine: Engine,
    pub db: TestDb,
    pub base: String,
    http: reqwest::Client,
}

/// A person signed in to a workspace of their own.
pub struct Member {
    pub actor: Actor,
    pub session: Session,
    /// Of the session cookie.
    pub cookie: String,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub body: Value,
}

/// Starts one.
pub async fn server() -> Server {
    server_with(&[]).await
}

/// Starts one with these variables set.
pub async fn server_with(variables: &[(&str, &str)]) -> Server {
    let _ = tracing_subscriber::fmt().with_test_writer().with_max_level(tracing::Level::WARN).try_init();
    let db = TestDb::create().await;
    let engine = engine_with(&db, variables);
    let base = serve(&engine).await;
    let http = reqwest::Client::builder().timeout(Duration::from_secs(60)).build().unwrap();
    Server { engine, db, base, http }
}

/// An engine over the test's database that hears of changes: a second one is another instance.
pub fn engine(db: &TestDb) -> Engine {
    engine_with(db, &[])
}

/// The same with more variables. Tests call more often than the limits of the API allow.
pub fn engine_with(db: &TestDb, more: &[(&str, &str)]) -> Engine {
    let variables = [
        ("STORAGE_LOCAL_PATH", concat!(env!("CARGO_TARGET_TMPDIR"), "/files")),
        ("IS_MULTIWORKSPACE_ENABLED", "true"),
        ("ENCRYPTION_KEY", "an encryption key of tests"),
        ("APP_SECRET", APP_SECRET),
        ("API_RATE_LIMITING_SHORT_LIMIT", "1000000"),
        ("API_RATE_LIMITING_LONG_LIMIT", "1000000"),
    ];
    let all = variables.iter().chain(more);
    let values = all.map(|(name, value)| ((*name).to_owned(), ((*value).to_owned(), Source::Environment)));
    let config = Config::from_values(&values.collect()).expect("a configuration");
    let db = icosa_store::Db::new(db.connect_options().clone(), config.db.clone());
    Engine::new(config, db).expect("an engine")
}

/// Files of an engine.
pub fn files(engine: &Engine) -> Files {
    Files::new(engine.clone()).expect("a storage")
}

/// Serves an engine on a port of its own; answers the base address.
pub async fn serve(engine: &Engine) -> String {
    let app = icosa_http::with_layers(icosa_http::routes(), &HttpState::new(engine.clone(), files(engine)));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let service = app.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await.expect("the server runs") });
    format!("http://{address}")
}

impl Server {
    /// Signs a new person up; their workspace is new, too.
    pub async fn member(&self, email: &str) -> Member {
        let credentials =
            Credentials { email: email.to_owned(), password: "correct horse battery".to_owned() };
        let client = Client { ip: "127.0.0.1".to_owned(), user_agent: None };
        let session = self.engine.sign_up(credentials, client).await.expect("sign-up works");
        let context = self.engine.session_context(&session.token, None).await.expect("the session is read");
        let (actor, context, _) = context.expect("the session is valid");
        Member { actor, session: context, cookie: session.token }
    }

    /// The token of a new API key in a member's workspace.
    pub async fn api_key(&self, member: &Member, name: &str) -> String {
        let made = self.engine.create_api_key(member.actor.workspace, name, in_a_day()).await;
        made.expect("the key is made").token.token
    }

    /// An access token of a member.
    pub async fn access_token(&self, member: &Member) -> String {
        self.engine.access_token(&member.actor).await.expect("a token is made").token
    }

    /// A request to be filled in.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base))
    }

    /// A request with a token.
    pub fn with(&self, token: &str, method: Method, path: &str) -> RequestBuilder {
        self.request(method, path).bearer_auth(token)
    }

    /// Reads something with a token.
    pub async fn get(&self, token: &str, path: &str) -> Answer {
        answer(self.with(token, Method::GET, path)).await
    }

    /// Sends JSON with a token.
    pub async fn send(&self, token: &str, method: Method, path: &str, body: Value) -> Answer {
        answer(self.with(token, method, path).json(&body)).await
    }
}

impl Member {
    /// `Cookie` of the session.
    pub fn cookie_header(&self) -> String {
        format!("icosa-session={}", self.cookie)
    }
}

/// Sends a request and reads its answer; a body that is not JSON is null.
pub async fn answer(request: RequestBuilder) -> Answer {
    let response = request.send().await.expect("the server answers");
    let status = response.status();
    let text = response.text().await.expect("the answer is read");
    Answer { status, body: serde_json::from_str(&text).unwrap_or_default() }
}

impl Answer {
    /// The body, if the status is the one expected; shows everything otherwise.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{:#}", self.body);
        self.body
    }
}

/// Tomorrow.
pub fn in_a_day() -> DateTime<Utc> {
    Utc::now() + chrono::TimeDelta::days(1)
}
