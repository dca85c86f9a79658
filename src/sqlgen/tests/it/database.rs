//! A database with the fixture's workspace in it, and how statements are run there.

use icosa_contract::records::RecordPage;
use icosa_model::query::{Filter, ListQuery, Select};
use icosa_model::{Model, Record};
use icosa_sqlgen::{Bind, Statement, ddl};
use icosa_testkit::TestDb;
use serde_json::Value;
use sqlx::postgres::{PgArguments, PgConnectOptions, PgRow};
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, ConnectOptions, PgConnection, Postgres, Row};
use uuid::Uuid;

/// One connection to a database of the test's own.
pub struct Workspace {
    pub model: Model,
    pub connection: PgConnection,
    _database: TestDb,
}

impl Workspace {
    /// With the tables of the usual fixture.
    pub async fn create() -> Self {
        Self::of(crate::fixture::model()).await
    }

    /// With the tables of this model.
    pub async fn of(model: Model) -> Self {
        let database = TestDb::create().await;
        let options: PgConnectOptions = database.connect_options().clone();
        let mut connection = options.connect().await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(ddl::create_workspace(&model))).execute(&mut connection).await.unwrap();
        Self { model, connection, _database: database }
    }

    pub async fn rows(&mut self, statement: Statement) -> Vec<PgRow> {
        self.try_rows(statement).await.unwrap()
    }

    pub async fn try_rows(&mut self, statement: Statement) -> Result<Vec<PgRow>, sqlx::Error> {
        bound(statement).fetch_all(&mut self.connection).await
    }

    /// The ids that a write returned.
    pub async fn ids(&mut self, statement: Statement) -> Vec<Uuid> {
        self.rows(statement).await.iter().map(|row| row.get(0)).collect()
    }

    pub async fn insert(&mut self, object: &str, records: Value) -> Vec<Uuid> {
        let statement = icosa_sqlgen::insert(&self.model, object, &records_of(records)).unwrap();
        self.ids(statement).await
    }

    pub async fn list(&mut self, query: &ListQuery) -> RecordPage {
        let statement = icosa_sqlgen::list(&self.model, query).unwrap();
        let rows = self.rows(statement).await;
        assert_eq!(rows.len(), 1, "a page is one row");
        serde_json::from_str(rows[0].get(0)).unwrap()
    }

    /// The values of one field of the records that pass a filter, in position order.
    pub async fn names(&mut self, object: &str, field: &str, filter: Filter) -> Vec<String> {
        let query = ListQuery { filter: Some(filter), ..query(object, &[field]) };
        let text = |record: &Record| record[field].as_str().unwrap_or_default().to_owned();
        self.list(&query).await.records.iter().map(text).collect()
    }

    pub async fn get(&mut self, object: &str, id: Uuid, select: &[Select]) -> Option<Value> {
        let statement = icosa_sqlgen::get(&self.model, object, id, select).unwrap();
        self.rows(statement).await.first().map(|row| serde_json::from_str(row.get(0)).unwrap())
    }
}

pub fn bound(statement: Statement) -> Query<'static, Postgres, PgArguments> {
    let mut query = sqlx::query(AssertSqlSafe(statement.sql));
    for bind in statement.binds {
        query = match bind {
            Bind::Text(text) => query.bind(text),
            Bind::TextArray(texts) => query.bind(texts),
            Bind::Json(value) => query.bind(value),
        };
    }
    query
}

pub fn records_of(records: Value) -> Vec<Record> {
    serde_json::from_value(records).unwrap()
}

pub fn record(value: Value) -> Record {
    serde_json::from_value(value).unwrap()
}

pub fn fields(names: &[&str]) -> Vec<Select> {
    names.iter().map(|name| Select::Field((*name).to_owned())).collect()
}

pub fn related(field: &str, select: &[&str], limit: u32) -> Select {
    Select::Relation { field: field.to_owned(), select: fields(select), limit }
}

pub fn query(object: &str, select: &[&str]) -> ListQuery {
    ListQuery {
        object: object.to_owned(),
        select: fields(select),
        filter: None,
        order: Vec::new(),
        after: None,
        skip: 0,
        limit: 200,
        with_total: false,
        deleted: icosa_model::query::DeletedRows::Hidden,
    }
}
