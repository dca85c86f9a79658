//! Statements as text, with places for the values of a request.

use chrono::{SecondsFormat, Utc};
use icosa_sqlgen::{Bind, Statement};
use sqlx::AssertSqlSafe;
use sqlx::Postgres;
use sqlx::postgres::PgArguments;
use sqlx::query::Query;
use uuid::Uuid;

use crate::writes::LINE;

/// Stands for the id of the record.
pub const ID: Uuid = Uuid::from_u128(0x1d);
/// Stands for what is typed.
pub const NAME: &str = "@name@";
/// Stands for the time.
pub const NOW: &str = "2026-01-01T00:00:00.000Z";

/// What a request fills in.
pub struct Values {
    pub id: Uuid,
    line: Uuid,
    name: String,
    now: String,
}

impl Values {
    pub fn new(name: &str) -> Self {
        let now = Utc::now().to_rfc3339_opts(SecondsFormat::Millis, true);
        Self { id: Uuid::new_v4(), line: Uuid::new_v4(), name: name.to_owned(), now }
    }
}

enum Part {
    Fixed(Option<String>),
    List(Vec<Option<String>>),
    Id,
    Line,
    Name,
    Now,
    /// JSON with values inside.
    Text(String),
}

impl Part {
    fn of(text: String) -> Self {
        let (id, line) = (ID.to_string(), LINE.to_string());
        match text.as_str() {
            text if text == id => Self::Id,
            text if text == line => Self::Line,
            NAME => Self::Name,
            NOW => Self::Now,
            text if [id.as_str(), &line, NAME, NOW].iter().any(|mark| text.contains(mark)) => {
                Self::Text(text.to_owned())
            }
            _ => Self::Fixed(Some(text)),
        }
    }
}

/// A statement.
pub struct Template {
    sql: String,
    parts: Vec<Part>,
}

impl Template {
    pub fn new(statement: Statement) -> Self {
        let part = |bind| match bind {
            Bind::Text(None) => Part::Fixed(None),
            Bind::Text(Some(text)) => Part::of(text),
            Bind::TextArray(items) => Part::List(items),
            Bind::Json(value) => Part::of(value.to_string()),
        };
        Self { sql: statement.sql, parts: statement.binds.into_iter().map(part).collect() }
    }

    pub fn of_text(sql: &str, text: &str) -> Self {
        Self { sql: sql.to_owned(), parts: vec![Part::of(text.to_owned())] }
    }

    pub fn query<'q>(&'q self, values: &'q Values) -> Query<'q, Postgres, PgArguments> {
        self.bind(sqlx::query(AssertSqlSafe(self.sql.as_str())), values)
    }

    /// The JSON of a template of one text.
    pub fn filled(&self, values: &Values) -> String {
        match self.parts.first() {
            Some(Part::Text(text)) => filled(text, values),
            _ => String::new(),
        }
    }

    /// With one more value before the others.
    pub fn query_with<'q>(&'q self, first: String, values: &'q Values) -> Query<'q, Postgres, PgArguments> {
        self.bind(sqlx::query(AssertSqlSafe(self.sql.as_str())).bind(first), values)
    }

    fn bind<'q>(
        &'q self,
        mut query: Query<'q, Postgres, PgArguments>,
        values: &'q Values,
    ) -> Query<'q, Postgres, PgArguments> {
        for part in &self.parts {
            query = match part {
                Part::Fixed(text) => query.bind(text.as_deref()),
                Part::List(items) => query.bind(items),
                Part::Id => query.bind(values.id.to_string()),
                Part::Line => query.bind(values.line.to_string()),
                Part::Name => query.bind(values.name.as_str()),
                Part::Now => query.bind(values.now.as_str()),
                Part::Text(text) => query.bind(filled(text, values)),
            };
        }
        query
    }
}

fn filled(text: &str, values: &Values) -> String {
    text.replace(&ID.to_string(), &values.id.to_string())
        .replace(&LINE.to_string(), &values.line.to_string())
        .replace(NAME, &values.name)
        .replace(NOW, &values.now)
}
