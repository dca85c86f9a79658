//! What is read, the same for the product and for what it is measured against.

use anyhow::{Context, Result};
use icosa_contract::records::RecordPage;
use icosa_model::Model;
use icosa_model::query::{Cursor, DeletedRows, Direction, FieldPath, Filter, ListQuery, Op, Order, Select};
use serde_json::json;
use sqlx::postgres::PgPool;
use sqlx::{AssertSqlSafe, Row};

fn fields(names: &[&str]) -> Vec<Select> {
    names.iter().map(|name| Select::Field((*name).to_owned())).collect()
}

fn relation(field: &str, names: &[&str], limit: u32) -> Select {
    Select::Relation { field: field.to_owned(), select: fields(names), limit }
}

fn page(object: &str, select: Vec<Select>) -> ListQuery {
    ListQuery {
        object: object.to_owned(),
        select,
        filter: None,
        order: vec![Order { path: FieldPath::field("name"), direction: Direction::Ascending }],
        after: None,
        skip: 0,
        limit: 60,
        with_total: false,
        deleted: DeletedRows::Hidden,
    }
}

/// 60 companies by name, 8 fields, each with its first 5 people.
pub fn companies() -> ListQuery {
    let mut select = fields(&[
        "name",
        "domainName",
        "address",
        "linkedinLink",
        "annualRevenue",
        "createdAt",
        "createdBy",
        "accountOwnerId",
    ]);
    select.push(relation("people", &["id", "name", "emails"], 5));
    page("company", select)
}

/// The open opportunities of a stage, with their number.
pub fn filtered() -> ListQuery {
    let stage = Filter::Compare { path: FieldPath::field("stage"), op: Op::In, value: json!(["MEETING"]) };
    let mut query = page("opportunity", fields(&["name", "amount", "stage", "closeDate"]));
    query.filter = Some(stage);
    query.with_total = true;
    query
}

/// A page far down the list of people; `after` is the cursor of the row before it.
pub fn deep(after: Option<Cursor>) -> ListQuery {
    let mut query = page("person", fields(&["name", "emails", "jobTitle", "phones", "createdAt"]));
    query.after = after;
    query
}

/// Rows before the deep page, if there are as many.
const DEEP: u32 = 50_000;

/// The cursor of the row before the deep page.
pub async fn place_of_deep_page(pool: &PgPool, model: &Model) -> Result<Cursor> {
    let count = icosa_sqlgen::count(model, "person", None, DeletedRows::Hidden)?;
    let people: i64 = sqlx::query(AssertSqlSafe(count.sql)).fetch_one(pool).await?.get(0);
    let mut query = deep(None);
    query.skip = DEEP.min(u32::try_from(people / 2)?);
    query.limit = 1;
    let statement = icosa_sqlgen::list(model, &query)?;
    let text: String = sqlx::query(AssertSqlSafe(statement.sql)).fetch_one(pool).await?.get(0);
    let page: RecordPage = serde_json::from_str(&text)?;
    page.cursors.into_iter().next().context("no people")
}

/// A person with their company.
pub fn one() -> Vec<Select> {
    let mut select = fields(&["name", "emails", "jobTitle", "createdAt"]);
    select.push(relation("company", &["name", "domainName"], 1));
    select
}
