//! How Postgres carries out the reviewed statements over tables as large as those of the benchmarks' kind: by indexes.

use std::collections::BTreeMap;

use icosa_sqlgen::Statement;
use sqlx::{AssertSqlSafe, Row};

use crate::database::Workspace;
use crate::{connections, goldens};

/// Rows of companies and opportunities; of people three times as many.
const ROWS: usize = 20_000;

/// Statements that an index serves, and the tables that must not be read from end to end for them.
const SERVED: [(&str, &[&str]); 23] = [
    ("list_plain", &["company"]),
    ("list_relations", &["person"]),
    ("list_continued", &["person"]),
    ("get", &["person", "company"]),
    ("snapshot", &["opportunity"]),
    ("update", &["opportunity"]),
    ("update_each", &["opportunity"]),
    ("soft_delete", &["company"]),
    ("restore", &["company"]),
    ("destroy", &["company"]),
    ("position_first", &["company"]),
    ("search", &["person", "company"]),
    ("search_number", &["person"]),
    ("search_page_live", &["company"]),
    ("labels", &["company", "person"]),
    ("holding", &["person"]),
    ("holding_label", &["company"]),
    ("stream_records", &["person"]),
    ("connection_nested", &["company", "person"]),
    ("connection_by_ids", &["person"]),
    ("connection_behind", &["opportunity"]),
    ("connection_behind_one", &["company", "person", "opportunity"]),
    ("timeline", &["timelineActivity"]),
];

async fn seeded() -> Workspace {
    let mut workspace = Workspace::create().await;
    let schema = workspace.model.schema();
    let schema = schema.as_str();
    let id = |prefix: &str, number: &str| format!("('{prefix}' || lpad(({number})::text, 12, '0'))::uuid");
    let company = id("20202020-0000-4000-8000-", "n");
    let of_company = id("20202020-0000-4000-8000-", &format!("n % {ROWS} + 1"));
    let person = id("20202020-0000-4000-8001-", "n");
    let people = 3 * ROWS;
    for sql in [
        format!(
            r#"INSERT INTO "{schema}"."company" ("id", "name", "domainNamePrimaryLinkUrl", "employees", "position")
               SELECT {company}, 'Company ' || n, 'c' || n || '.test', n % 100, n FROM generate_series(1, {ROWS}) n"#
        ),
        format!(
            r#"INSERT INTO "{schema}"."person" ("id", "nameFirstName", "nameLastName", "emailsPrimaryEmail", "jobTitle", "companyId", "position")
               SELECT {person}, 'First' || n % 500, 'Last' || n, 'p' || n || '@x.test', 'Title ' || n % 50, {of_company}, n
               FROM generate_series(1, {people}) n"#
        ),
        format!(
            r#"INSERT INTO "{schema}"."opportunity" ("name", "amountAmountMicros", "companyId", "pointOfContactId", "position")
               SELECT 'Deal ' || n, n * 1000000.0, {of_company}, {person}, n FROM generate_series(1, {ROWS}) n"#
        ),
        format!(
            r#"INSERT INTO "{schema}"."timelineActivity" ("targetCompanyId", "linkedRecordCachedName")
               SELECT {of_company}, 'Activity' FROM generate_series(1, {ROWS}) n"#
        ),
        // As the database does by itself a while after so many rows were written.
        "VACUUM ANALYZE".to_owned(),
    ] {
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut workspace.connection).await.unwrap();
    }
    workspace
}

async fn plan(workspace: &mut Workspace, mut statement: Statement) -> String {
    statement.sql = format!("EXPLAIN {}", statement.sql);
    let rows = workspace.rows(statement).await;
    rows.iter().map(|row| row.get::<String, _>(0)).collect::<Vec<_>>().join("\n")
}

/// `Seq Scan on person t0`, or with another name in quotes.
fn reads_all(line: &str, table: &str) -> bool {
    let Some((_, scanned)) = line.split_once("Seq Scan on ") else { return false };
    let rest = scanned.trim_start_matches('"').strip_prefix(table);
    rest.is_some_and(|rest| rest.starts_with(['"', ' ']))
}

#[tokio::test]
async fn reviewed_statements_go_by_indexes() {
    let mut workspace = seeded().await;
    let model = &workspace.model;
    let all =
        goldens::lists(model).into_iter().chain(goldens::others(model)).chain(connections::statements(model));
    let mut all: BTreeMap<&str, Statement> = all.collect();
    let mut wrong = Vec::new();
    for (name, tables) in SERVED {
        let plan = plan(&mut workspace, all.remove(name).unwrap()).await;
        for table in tables {
            if plan.lines().any(|line| reads_all(line, table)) {
                wrong.push(format!("{name} reads all of {table}:\n{plan}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
