//! Lists of records.

use futures::stream::Stream;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::Records;
use crate::error::Result;
use crate::fields::Fields;
use crate::filter::Filter;
use crate::order::Order;
use crate::page::{Page, PageInfo, walk};
use crate::retry::Safety;

/// Records of a page when no number is given.
const PAGE: u32 = 60;

/// A list of records; made by [`Records::list`], read by the page or as a stream.
#[derive(Debug, Clone)]
pub struct List {
    records: Records,
    filter: Filter,
    order: Vec<Order>,
    page_size: u32,
    with_total: bool,
}

impl List {
    pub(super) fn new(records: Records) -> Self {
        Self { records, filter: Filter::everything(), order: Vec::new(), page_size: PAGE, with_total: false }
    }

    /// What each record carries.
    #[must_use]
    pub fn fields(mut self, fields: Fields) -> Self {
        self.records.fields = fields;
        self
    }

    /// Only records that pass; a further filter narrows it.
    #[must_use]
    pub fn filter(mut self, filter: Filter) -> Self {
        self.filter = if self.filter == Filter::everything() { filter } else { self.filter & filter };
        self
    }

    /// The most significant first; by id when none is given.
    #[must_use]
    pub fn order_by(mut self, order: impl IntoIterator<Item = Order>) -> Self {
        self.order = order.into_iter().collect();
        self
    }

    /// Records of a page: 60 unless said, 200 at most.
    #[must_use]
    pub fn page_size(mut self, size: u32) -> Self {
        self.page_size = size;
        self
    }

    /// Count all records that pass the filter, with every page.
    #[must_use]
    pub fn with_total(mut self) -> Self {
        self.with_total = true;
        self
    }

    /// The first page.
    ///
    /// # Errors
    /// As [`crate::Client::query`].
    pub async fn first<T: DeserializeOwned>(&self) -> Result<Page<T>> {
        self.read(json!({ "first": self.page_size })).await
    }

    /// The page that begins after the record of a cursor.
    ///
    /// # Errors
    /// As [`crate::Client::query`]; `INVALID_CURSOR` for one of a list with another order.
    pub async fn after<T: DeserializeOwned>(&self, cursor: &str) -> Result<Page<T>> {
        self.read(json!({ "first": self.page_size, "after": cursor })).await
    }

    /// The page that ends before the record of a cursor, in the list's own order.
    ///
    /// # Errors
    /// As [`List::after`].
    pub async fn before<T: DeserializeOwned>(&self, cursor: &str) -> Result<Page<T>> {
        self.read(json!({ "last": self.page_size, "before": cursor })).await
    }

    /// All records, a page at a time. Every record that is there the whole time, and keeps its place in the order,
    /// comes exactly once.
    pub fn stream<T: DeserializeOwned>(&self) -> impl Stream<Item = Result<T>> + Unpin {
        let list = self.clone();
        Box::pin(walk(move |after| {
            let list = list.clone();
            async move {
                match after {
                    None => list.first().await,
                    Some(cursor) => list.after(&cursor).await,
                }
            }
        }))
    }

    async fn read<T: DeserializeOwned>(&self, mut variables: Value) -> Result<Page<T>> {
        variables["filter"] = self.filter.to_json();
        variables["orderBy"] = self.order.iter().map(Order::to_json).collect();
        let connection: Connection<T> =
            self.records.ask(&self.document(), &variables, Safety::Idempotent).await?;
        let records = connection.edges.into_iter().map(|edge| edge.node).collect();
        Ok(Page { records, info: connection.page_info, total: connection.total_count })
    }

    fn document(&self) -> String {
        let (object, plural) = (self.records.names.type_name(), self.records.names.plural());
        let total = if self.with_total { "totalCount " } else { "" };
        let fields = &self.records.fields;
        format!(
            "query List($filter: {object}FilterInput, $orderBy: [{object}OrderByInput], $first: Int, $last: Int, \
             $after: String, $before: String) {{ {plural}(filter: $filter, orderBy: $orderBy, first: $first, \
             last: $last, after: $after, before: $before) {{ {total}edges {{ node {fields} }} \
             pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}"
        )
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Connection<T> {
    #[serde(default)]
    total_count: Option<u64>,
    edges: Vec<Edge<T>>,
    page_info: PageInfo,
}

#[derive(Deserialize)]
struct Edge<T> {
    node: T,
}
