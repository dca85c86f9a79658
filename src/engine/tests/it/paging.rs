//! Pages by cursor.

use std::collections::HashMap;

use icosa_contract::Code;
use icosa_contract::records::RecordsApi;
use icosa_model::query::{Cursor, Direction, FieldPath, Order, Select};
use serde_json::json;
use uuid::Uuid;

use crate::support::{id_of, list_query, world};

#[tokio::test]
async fn a_walk_by_cursor_meets_each_record_once_while_others_are_added() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let mut expected = Vec::new();
    for number in 0..23 {
        // Equal titles: the order is total all the same.
        let id = tim.made("task", json!({"title": format!("Task {}", number % 4)})).await;
        expected.push(id);
    }
    for order in [vec![], vec![Order { path: FieldPath::field("title"), direction: Direction::Descending }]] {
        let mut seen: HashMap<Uuid, usize> = HashMap::new();
        let mut query = list_query("task", &["title"]);
        (query.order, query.limit) = (order, 5);
        loop {
            let page = tim.list(query.clone()).await;
            assert_eq!(page.records.len(), page.cursors.len());
            for record in &page.records {
                *seen.entry(id_of(record)).or_default() += 1;
            }
            tim.made("task", json!({"title": "Task 2"})).await;
            query.after = page.cursors.last().cloned();
            if !page.has_next {
                break;
            }
        }
        assert!(expected.iter().all(|id| seen.get(id) == Some(&1)), "each record once");
        assert!(seen.values().all(|&times| times == 1));
    }
}

#[tokio::test]
async fn pages_and_selections_have_limits() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let mut large = list_query("task", &[]);
    large.limit = 201;
    let mut nowhere = list_query("task", &[]);
    nowhere.after = Some(Cursor("bm9uc2Vuc2U=".to_owned()));
    let mut deep = list_query("company", &[]);
    for _ in 0..4 {
        let person = Select::Relation { field: "company".to_owned(), select: deep.select, limit: 1 };
        deep.select = vec![Select::Relation { field: "people".to_owned(), select: vec![person], limit: 1 }];
    }
    for query in [large, nowhere, deep] {
        let error = tim.engine.list(&tim.actor, query).await.unwrap_err();
        assert_eq!(error.code, Code::BadUserInput, "{error:?}");
    }
}

#[tokio::test]
async fn a_page_brings_related_records_along() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let company = tim.made("company", json!({"name": "Acme"})).await;
    let ada = json!({"name": {"firstName": "Ada", "lastName": "L"}, "companyId": company});
    let ada = tim.made("person", ada).await;
    let mut query = list_query("company", &["name"]);
    query.filter = Some(crate::support::equals("id", json!(company)));
    let inner = vec![Select::Field("name".to_owned())];
    query.select.push(Select::Relation { field: "people".to_owned(), select: inner, limit: 5 });
    let page = tim.list(query).await;
    assert_eq!(page.records[0]["people"][0]["id"], json!(ada));
    assert_eq!(page.records[0]["people"][0]["name"]["firstName"], "Ada");
}
