//! Random filters over the records behind a relation: which of those that they belong to pass.

use std::collections::BTreeSet;

use futures::TryStreamExt;
use icosa_sdk::{Fields, Filter, Record};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestCaseError;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::evaluator::{passing, seen};
use crate::filters::{any_filter, check};
use crate::specimens::{Specimens, specimens};
use crate::support::{id, ids};

/// What is asked of the specimens of a company.
#[derive(Debug, Clone)]
enum Question {
    Some,
    None,
    Every,
    /// That there are at least so many.
    AtLeast(usize),
}

impl Question {
    fn filter(&self, inner: &Value) -> Value {
        let asked = match self {
            Self::Some => json!({ "some": inner }),
            Self::None => json!({ "none": inner }),
            Self::Every => json!({ "every": inner }),
            Self::AtLeast(number) => json!({"where": inner, "totalCount": {"gte": number, "lte": 1_000}}),
        };
        json!({ "specimens": asked })
    }

    fn holds(&self, passing: usize, all: usize) -> bool {
        match self {
            Self::Some => passing > 0,
            Self::None => passing == 0,
            Self::Every => passing == all,
            Self::AtLeast(number) => passing >= *number,
        }
    }
}

fn any_question() -> impl Strategy<Value = Question> {
    prop_oneof![
        select(vec![Question::Some, Question::None, Question::Every]),
        (0_usize..12).prop_map(Question::AtLeast)
    ]
}

fn expected(specimens: &Specimens, question: &Question, filter: &Filter) -> BTreeSet<Uuid> {
    let belongs = |row: &&Record, company: &Record| row["makerId"] == company["id"];
    let passes = |company: &&Record| {
        let passing = passing(specimens, filter).into_iter().filter(|row| belongs(row, company)).count();
        question.holds(passing, seen(specimens, filter).filter(|row| belongs(row, company)).count())
    };
    specimens.companies.iter().filter(passes).map(id).collect()
}

async fn agrees(specimens: &Specimens, question: &Question, filter: &Filter) -> Result<(), TestCaseError> {
    let asked = question.filter(&filter.to_json());
    let broken = |error: icosa_sdk::Error| TestCaseError::fail(format!("{asked}: {error}"));
    let names = specimens.makers.names.clone();
    let records = specimens.world.client.records(names.clone()).fields(Fields::id());
    let filter_of_api = Filter::Json(asked.as_object().unwrap().clone());
    let list = records.list().filter(filter_of_api).page_size(200);
    let found: Vec<Record> = list.stream().try_collect().await.map_err(broken)?;
    let expected = expected(specimens, question, filter);
    prop_assert_eq!(ids(&found).into_iter().collect::<BTreeSet<_>>(), expected.clone(), "GraphQL {}", asked);
    let list = specimens.world.client.rest().list(names.plural()).fields(["id"]);
    let found: Vec<Record> =
        list.filter_text(&asked.to_string()).page_size(200).stream().try_collect().await.map_err(broken)?;
    prop_assert_eq!(ids(&found).into_iter().collect::<BTreeSet<_>>(), expected, "REST {}", asked);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn filters_over_related_records_mean_what_is_written() {
    let specimens = specimens().await;
    check(150, &(any_question(), any_filter(&specimens)), |(question, filter)| {
        let specimens = &specimens;
        async move { agrees(specimens, &question, &filter).await }
    });
}
