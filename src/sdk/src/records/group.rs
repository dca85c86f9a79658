//! Groups of records with their figures.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::Records;
use crate::error::Result;
use crate::filter::Filter;
use crate::names::check_name;
use crate::retry::Safety;

/// What to group by, and what to tell of each group.
///
/// ```
/// use icosa_sdk::GroupBy;
/// use serde_json::json;
///
/// let by_stage = GroupBy::new([json!({"stage": true})]).figures(["totalCount", "sumAmountAmountMicros"]);
/// # let _ = by_stage;
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct GroupBy {
    dimensions: Vec<Value>,
    figures: Vec<String>,
    filter: Filter,
    limit: Option<u32>,
}

/// One group.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// One value for each dimension; null for records without one.
    pub group_by_dimension_values: Vec<Value>,
    /// The figures asked for, by name.
    #[serde(flatten)]
    pub figures: Map<String, Value>,
}

impl GroupBy {
    /// By these dimensions: `{"stage": true}`, `{"createdAt": {"granularity": "MONTH", "timeZone": "UTC"}}`.
    #[must_use]
    pub fn new(dimensions: impl IntoIterator<Item = Value>) -> Self {
        Self {
            dimensions: dimensions.into_iter().collect(),
            figures: vec!["totalCount".to_owned()],
            filter: Filter::everything(),
            limit: None,
        }
    }

    /// Aggregates of each group; the number of records unless said.
    #[must_use]
    pub fn figures<'n>(mut self, names: impl IntoIterator<Item = &'n str>) -> Self {
        self.figures = names.into_iter().map(str::to_owned).collect();
        self
    }

    /// Only records that pass.
    #[must_use]
    pub fn filter(mut self, filter: Filter) -> Self {
        self.filter = filter;
        self
    }

    /// At most so many groups; 50 unless said.
    #[must_use]
    pub fn limit(mut self, limit: u32) -> Self {
        self.limit = Some(limit);
        self
    }

    pub(crate) fn parts(&self) -> (&[Value], &[String], &Filter, Option<u32>) {
        (&self.dimensions, &self.figures, &self.filter, self.limit)
    }
}

impl Records {
    /// Groups records and tells figures of each group.
    ///
    /// # Errors
    /// As [`crate::Client::query`]; [`crate::Error::Invalid`] for figures that are no names.
    pub async fn group_by(&self, by: &GroupBy) -> Result<Vec<Group>> {
        by.figures.iter().try_for_each(|name| check_name(name))?;
        let (object, plural, figures) = (self.names.type_name(), self.names.plural(), by.figures.join(" "));
        let document = format!(
            "query GroupBy($groupBy: [{object}GroupByInput!]!, $filter: {object}FilterInput, $limit: Int) \
             {{ {plural}GroupBy(groupBy: $groupBy, filter: $filter, limit: $limit) \
             {{ groupByDimensionValues {figures} }} }}"
        );
        let variables = json!({ "groupBy": by.dimensions, "filter": by.filter.to_json(), "limit": by.limit });
        self.ask(&document, &variables, Safety::Idempotent).await
    }
}
