//! A signed-up workspace and short ways to call the engine.

use icosa_contract::account::Credentials;
use icosa_contract::records::{
    CreateRecord, GetRecord, RecordIds, RecordPage, RecordsApi, TimelineItem, TimelineQuery, UpdateRecord,
};
use icosa_contract::{Actor, AppError, Session};
use icosa_engine::Engine;
use icosa_engine::sessions::Client;
use icosa_model::Record;
use icosa_model::query::{DeletedRows, FieldPath, Filter, ListQuery, Op, Select};
use icosa_store::Db;
use icosa_testkit::TestDb;
use serde_json::{Value, json};
use sqlx::Row;
use uuid::Uuid;

/// An engine over a database of its own.
pub struct World {
    pub engine: Engine,
    pub db: TestDb,
}

/// A person signed in to a workspace.
pub struct Member {
    pub engine: Engine,
    pub actor: Actor,
    pub session: Session,
    pub token: String,
}

pub async fn world() -> World {
    // Shown with the output of a test that fails.
    let _ = tracing_subscriber::fmt().with_test_writer().with_max_level(tracing::Level::WARN).try_init();
    let db = TestDb::create().await;
    World { engine: engine(&db), db }
}

pub fn engine(db: &TestDb) -> Engine {
    engine_over(db.db().clone())
}

/// An engine over a pool, e.g. one of its own.
pub fn engine_over(db: Db) -> Engine {
    let many = ("true".to_owned(), icosa_store::config::Source::Environment);
    let values = [("IS_MULTIWORKSPACE_ENABLED".to_owned(), many)].into_iter().collect();
    let config = icosa_store::Config::from_values(&values).expect("a configuration");
    Engine::new(config, db).expect("an engine")
}

pub fn credentials(email: &str) -> Credentials {
    Credentials { email: email.to_owned(), password: "correct horse battery".to_owned() }
}

pub fn client() -> Client {
    Client { ip: "127.0.0.1".to_owned(), user_agent: Some("test".to_owned()) }
}

impl World {
    /// Signs a new person up; their workspace is new, too.
    pub async fn member(&self, email: &str) -> Member {
        let session = self.engine.sign_up(credentials(email), client()).await.expect("sign-up works");
        self.enter(&session.token).await
    }

    /// The person behind a session token.
    pub async fn enter(&self, token: &str) -> Member {
        let context = self.engine.session_context(token, None).await.expect("the session is read");
        let (actor, session, _) = context.expect("the session is valid");
        Member { engine: self.engine.clone(), actor, session, token: token.to_owned() }
    }

    /// One number from a statement of the test's own.
    pub async fn number(&self, sql: &'static str) -> i64 {
        sqlx::query(sql).fetch_one(self.db.db().pool()).await.expect("the statement works").get(0)
    }
}

pub fn object(value: Value) -> Record {
    value.as_object().cloned().expect("an object")
}

pub fn fields(names: &[&str]) -> Vec<Select> {
    names.iter().map(|name| Select::Field((*name).to_owned())).collect()
}

pub fn id_of(record: &Record) -> Uuid {
    record["id"].as_str().and_then(|id| id.parse().ok()).expect("an id")
}

pub fn list_query(object: &str, names: &[&str]) -> ListQuery {
    ListQuery {
        object: object.to_owned(),
        select: fields(names),
        filter: None,
        order: Vec::new(),
        after: None,
        skip: 0,
        limit: 60,
        with_total: true,
        deleted: DeletedRows::Hidden,
    }
}

pub fn equals(field: &str, value: Value) -> Filter {
    Filter::Compare { path: FieldPath::field(field), op: Op::Eq, value }
}

impl Member {
    pub async fn create(&self, object_name: &str, values: Value) -> Result<Record, AppError> {
        self.create_with(object_name, None, values, &[]).await
    }

    pub async fn create_with(
        &self,
        object_name: &str,
        id: Option<Uuid>,
        values: Value,
        select: &[&str],
    ) -> Result<Record, AppError> {
        let request = CreateRecord {
            object: object_name.to_owned(),
            id,
            values: object(values),
            select: fields(select),
        };
        self.engine.create(&self.actor, request).await
    }

    pub async fn made(&self, object_name: &str, values: Value) -> Uuid {
        id_of(&self.create(object_name, values).await.expect("the record is made"))
    }

    pub async fn update(&self, object_name: &str, id: Uuid, values: Value) -> Result<Record, AppError> {
        let request =
            UpdateRecord { object: object_name.to_owned(), id, values: object(values), select: Vec::new() };
        self.engine.update(&self.actor, request).await
    }

    pub async fn get(&self, object_name: &str, id: Uuid, select: &[&str]) -> Result<Record, AppError> {
        let query = GetRecord { object: object_name.to_owned(), id, select: fields(select) };
        self.engine.get(&self.actor, query).await
    }

    /// The value of one field as stored.
    pub async fn value(&self, object_name: &str, id: Uuid, field: &str) -> Value {
        self.get(object_name, id, &[field]).await.expect("the record is there")[field].clone()
    }

    pub async fn delete(&self, object_name: &str, ids: &[Uuid]) -> Result<Vec<Uuid>, AppError> {
        self.engine.delete(&self.actor, record_ids(object_name, ids)).await
    }

    pub async fn restore(&self, object_name: &str, ids: &[Uuid]) -> Result<Vec<Uuid>, AppError> {
        self.engine.restore(&self.actor, record_ids(object_name, ids)).await
    }

    pub async fn destroy(&self, object_name: &str, ids: &[Uuid]) -> Result<Vec<Uuid>, AppError> {
        self.engine.destroy(&self.actor, record_ids(object_name, ids)).await
    }

    pub async fn list(&self, query: ListQuery) -> RecordPage {
        self.engine.list(&self.actor, query).await.expect("the list is read")
    }

    /// How many live records.
    pub async fn total(&self, object_name: &str) -> u64 {
        self.list(list_query(object_name, &[])).await.total.expect("a total")
    }

    pub async fn timeline(&self, object_name: &str, id: Uuid) -> Vec<TimelineItem> {
        let query = TimelineQuery { object: object_name.to_owned(), id, before: None, limit: 60 };
        self.engine.timeline(&self.actor, query).await.expect("the timeline is read")
    }

    /// `action` of every event of a record, oldest first.
    pub async fn events(&self, world: &World, id: Uuid) -> Vec<String> {
        sqlx::query_scalar(
            r#"SELECT "action" FROM core."recordEvent" WHERE "workspaceId" = $1 AND "recordId" = $2 ORDER BY "id""#,
        )
        .bind(self.actor.workspace.0)
        .bind(id)
        .fetch_all(world.db.db().pool())
        .await
        .expect("events are read")
    }

    pub fn name(&self) -> Value {
        json!(self.actor.name)
    }
}

fn record_ids(object_name: &str, ids: &[Uuid]) -> RecordIds {
    RecordIds { object: object_name.to_owned(), ids: ids.to_vec() }
}
