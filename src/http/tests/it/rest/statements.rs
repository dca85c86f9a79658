//! How often the database is asked.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use tracing::field::{Field, Visit};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

use super::{World, encoded, world};

static STATEMENTS: AtomicUsize = AtomicUsize::new(0);

/// Counts the statements on tables of workspaces; each test has a process of its own.
struct Counter;

impl<S: tracing::Subscriber> Layer<S> for Counter {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            let mut found = Mentions(false);
            event.record(&mut found);
            STATEMENTS.fetch_add(usize::from(found.0), Ordering::SeqCst);
        }
    }
}

struct Mentions(bool);

impl Visit for Mentions {
    fn record_debug(&mut self, _: &Field, value: &dyn fmt::Debug) {
        self.0 |= format!("{value:?}").contains("workspace_");
    }
}

async fn counted() -> World {
    tracing_subscriber::registry().with(Counter).try_init().unwrap();
    let world = world().await.emptied("companies").await;
    // The token is known from here on.
    world.get("/rest/companies").await.expect(200);
    world
}

/// Statements since the last look.
fn statements() -> usize {
    STATEMENTS.swap(0, Ordering::SeqCst)
}

#[tokio::test]
async fn a_read_is_one_statement() {
    let world = counted().await;
    let id = world.company(json!({"name": "Acme"})).await;
    for path in [
        "/rest/companies".to_owned(),
        "/rest/companies?depth=0&order_by=name[DescNullsLast]&limit=3".to_owned(),
        format!("/rest/companies?filter={}", encoded("or(name[like]:%a%,employees[gt]:3)")),
        format!("/rest/companies/{id}"),
        format!("/rest/companies/{id}?fields=name,people"),
    ] {
        statements();
        world.get(&path).await.expect(200);
        assert_eq!(statements(), 1, "{path}");
    }
}

#[tokio::test]
async fn a_batch_takes_as_many_statements_as_one_record() {
    let world = counted().await;
    let mut taken = Vec::new();
    for count in [1, 2, 200] {
        let batch: Vec<Value> = (0..count).map(|i| json!({"name": format!("C{count} {i}")})).collect();
        statements();
        world.post("/rest/batch/companies?depth=0", json!(batch)).await.expect(201);
        taken.push(statements());
    }
    assert!(taken.iter().all(|number| *number == taken[0] && *number > 0), "{taken:?}");
}

#[tokio::test]
async fn a_graphql_query_is_one_statement_whatever_it_asks() {
    let world = counted().await;
    world.company(json!({"name": "Acme"})).await;
    for query in [
        "{ companies { totalCount edges { node { name people { totalCount edges { node { id company { name } } } } } } } }",
        "{ companies(orderBy: [{ people: { totalCount: DescNullsLast } }], first: 3) { edges { cursor node { name } } pageInfo { hasNextPage endCursor } } }",
        "{ companies(filter: { people: { some: { jobTitle: { eq: \"CTO\" } }, totalCount: { gte: 1 } } }) { totalCount edges { node { id } } } }",
        "{ opportunitiesGroupBy(groupBy: [{ stage: true }]) { groupByDimensionValues totalCount company { avgEmployees } edges { node { name } } } }",
        "{ companies { totalCount } people(first: 1) { edges { node { id } } } opportunities { sumAmountAmountMicros }
           notes(filter: { title: { like: \"%a%\" } }) { totalCount } tasksGroupBy(groupBy: [{ status: true }]) { totalCount } }",
    ] {
        // The second time from a plan that was kept.
        for _ in 0..2 {
            statements();
            let body = world.post("/graphql", json!({ "query": query })).await.expect(200);
            assert!(body.get("errors").is_none(), "{body:#}");
            assert_eq!(statements(), 1, "{query}");
        }
    }
}

#[tokio::test]
async fn a_mutation_of_many_takes_as_many_statements_as_one_of_few() {
    let world = counted().await;
    let create = "mutation($d: [CompanyCreateInput!]!) { createCompanies(data: $d) { id name } }";
    let update = "mutation($f: CompanyFilterInput!) { updateCompanies(filter: $f, data: { employees: 7 }) { id employees } }";
    // Their changes show on the timelines of what they are about.
    let create_tasks = "mutation($d: [TaskCreateInput!]!) { createTasks(data: $d) { id title } }";
    let update_tasks = "mutation($f: TaskFilterInput!) { updateTasks(filter: $f, data: { dueAt: \"2030-01-01T00:00:00Z\" }) { id dueAt } }";
    let mut taken = Vec::new();
    for count in [2, 200] {
        let data: Vec<Value> = (0..count).map(|i| json!({"name": format!("M{count} {i}")})).collect();
        let tasks: Vec<Value> = (0..count).map(|i| json!({"title": format!("M{count} {i}")})).collect();
        let starts = json!({"startsWith": format!("M{count} ")});
        let mut own = Vec::new();
        for (query, variables) in [
            (create, json!({ "d": data })),
            (update, json!({"f": {"name": starts}})),
            (create_tasks, json!({ "d": tasks })),
            (update_tasks, json!({"f": {"title": starts}})),
        ] {
            statements();
            let body =
                world.post("/graphql", json!({"query": query, "variables": variables})).await.expect(200);
            assert!(body.get("errors").is_none(), "{body:#}");
            own.push(statements());
        }
        taken.push(own);
    }
    assert_eq!(taken[0], taken[1], "creating and changing");
    assert!(taken[0].iter().all(|number| *number > 0), "{taken:?}");
}
