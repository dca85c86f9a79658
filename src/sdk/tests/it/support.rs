//! A server on a loopback port, and a client of a new workspace in it.

use std::net::SocketAddr;

use axum::Router;
use chrono::{TimeDelta, Utc};
use icosa_contract::account::Credentials;
use icosa_engine::Engine;
use icosa_engine::sessions::Client as Visitor;
use icosa_files::Files;
use icosa_http::HttpState;
use icosa_sdk::{Client, Fields, Filter, Names, Record, Records, RetryPolicy, field};
use icosa_store::config::{Config, Source};
use icosa_testkit::TestDb;
use serde_json::{Value, json};
use uuid::Uuid;

/// A workspace, and a client that may do everything there with an API key, and one of the member who made it.
pub struct World {
    pub client: Client,
    pub member: Client,
    pub base: String,
    // Dropped with the test.
    _db: TestDb,
}

/// A new workspace on a new server.
pub async fn world() -> World {
    let db = TestDb::create().await;
    let variables = [
        ("STORAGE_LOCAL_PATH", concat!(env!("CARGO_TARGET_TMPDIR"), "/files")),
        ("IS_MULTIWORKSPACE_ENABLED", "true"),
        ("ENCRYPTION_KEY", "an encryption key of tests"),
        ("APP_SECRET", "a secret of tests"),
        // Random tests ask for more than a program usually does.
        ("API_RATE_LIMITING_SHORT_LIMIT", "1000000"),
        ("API_RATE_LIMITING_LONG_LIMIT", "1000000"),
    ];
    let values = variables.map(|(name, value)| (name.to_owned(), (value.to_owned(), Source::Environment)));
    let config = Config::from_values(&values.into_iter().collect()).expect("a configuration");
    let engine = Engine::new(config, db.another()).expect("an engine");
    let state = HttpState::new(engine.clone(), Files::new(engine.clone()).expect("a storage"));
    let base = listen(icosa_http::with_layers(icosa_http::routes(), &state)).await;
    // Imports are jobs.
    tokio::spawn(engine.clone().work());
    let credentials =
        Credentials { email: "tim@apple.test".to_owned(), password: "correct horse battery".to_owned() };
    let visitor = Visitor { ip: "127.0.0.1".to_owned(), user_agent: None };
    let session = engine.sign_up(credentials, visitor).await.expect("sign-up works");
    let context = engine.session_context(&session.token, None).await.expect("the session is read");
    let (actor, ..) = context.expect("the session is valid");
    let tomorrow = Utc::now() + TimeDelta::days(1);
    let key = engine.create_api_key(actor.workspace, "Script", tomorrow).await.expect("a key");
    let access = engine.access_token(&actor).await.expect("a token");
    World { client: client(&base, &key.token.token), member: client(&base, &access.token), base, _db: db }
}

/// A client that tries once.
pub fn client(base: &str, token: &str) -> Client {
    Client::builder(base, token).retry(RetryPolicy::never()).build().expect("a client")
}

/// Serves anything on a port of its own; answers the address.
pub async fn listen(app: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let service = app.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await.expect("the server runs") });
    format!("http://{address}")
}

impl World {
    pub fn people(&self) -> Records {
        self.client.records(Names::new("person", "people"))
    }

    pub fn companies(&self) -> Records {
        let fields = Fields::of(["id", "name", "domainName.primaryLinkUrl"]).unwrap();
        self.client.records(Names::new("company", "companies")).fields(fields)
    }

    /// Takes away the records that every workspace begins with.
    pub async fn empty(&self) {
        for names in [Names::new("person", "people"), Names::new("company", "companies")] {
            let _: Vec<Record> = self.client.records(names).destroy_many(&everything()).await.unwrap();
        }
    }
}

/// Deleted or not.
pub fn everything() -> Filter {
    field("deletedAt").is_null() | field("deletedAt").is_not_null()
}

pub fn record(value: Value) -> Record {
    value.as_object().expect("an object").clone()
}

pub fn id(record: &Record) -> Uuid {
    record["id"].as_str().expect("an id").parse().expect("a UUID")
}

pub fn ids(records: &[Record]) -> Vec<Uuid> {
    records.iter().map(id).collect()
}

/// A company of that name, made.
pub async fn company(world: &World, name: &str) -> Uuid {
    id(&world.companies().create::<Record>(&json!({"name": name})).await.unwrap())
}
