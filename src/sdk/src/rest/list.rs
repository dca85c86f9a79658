//! Lists over REST.

use futures::stream::Stream;
use reqwest::Method;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::Rest;
use crate::error::Result;
use crate::filter::Filter;
use crate::order::{self, Order};
use crate::page::{Page, PageInfo, walk};
use crate::retry::Safety;

/// A list of records; made by [`Rest::list`], read by the page or as a stream.
#[derive(Debug, Clone)]
pub struct RestList {
    rest: Rest,
    plural: String,
    filter: Option<String>,
    order: Option<String>,
    fields: Option<String>,
    limit: Option<u32>,
}

enum Place<'c> {
    First,
    After(&'c str),
    Before(&'c str),
}

impl RestList {
    pub(super) fn new(rest: Rest, plural: &str) -> Self {
        Self { rest, plural: plural.to_owned(), filter: None, order: None, fields: None, limit: None }
    }

    /// Only records that pass.
    #[must_use]
    pub fn filter(self, filter: &Filter) -> Self {
        self.filter_text(&filter.to_rest())
    }

    /// The same as the API writes it: `name[ilike]:%a%,or(employees[gt]:10,companyId[is]:NULL)`, or JSON.
    #[must_use]
    pub fn filter_text(mut self, text: &str) -> Self {
        self.filter = Some(text.to_owned());
        self
    }

    /// The most significant first; by id when none is given.
    #[must_use]
    pub fn order_by(mut self, orders: impl IntoIterator<Item = Order>) -> Self {
        self.order = order::to_rest(&orders.into_iter().collect::<Vec<_>>());
        self
    }

    /// The same as the API writes it: `name.lastName,createdAt[DescNullsLast]`.
    #[must_use]
    pub fn order_text(mut self, text: &str) -> Self {
        self.order = Some(text.to_owned());
        self
    }

    /// Whole fields that each record carries, besides the id; the server's choice unless said.
    #[must_use]
    pub fn fields<'n>(mut self, names: impl IntoIterator<Item = &'n str>) -> Self {
        self.fields = Some(names.into_iter().collect::<Vec<_>>().join(","));
        self
    }

    /// Records of a page: 60 unless said, 200 at most.
    #[must_use]
    pub fn page_size(mut self, size: u32) -> Self {
        self.limit = Some(size);
        self
    }

    /// The first page.
    ///
    /// # Errors
    /// As [`Rest::get`].
    pub async fn first<T: DeserializeOwned>(&self) -> Result<Page<T>> {
        self.read(Place::First).await
    }

    /// The page that begins after the record of a cursor.
    ///
    /// # Errors
    /// As [`Rest::get`]; `INVALID_CURSOR` for one of a list with another order.
    pub async fn after<T: DeserializeOwned>(&self, cursor: &str) -> Result<Page<T>> {
        self.read(Place::After(cursor)).await
    }

    /// The page that ends before the record of a cursor, in the list's own order.
    ///
    /// # Errors
    /// As [`RestList::after`].
    pub async fn before<T: DeserializeOwned>(&self, cursor: &str) -> Result<Page<T>> {
        self.read(Place::Before(cursor)).await
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

    async fn read<T: DeserializeOwned>(&self, place: Place<'_>) -> Result<Page<T>> {
        let (after, before) = match place {
            Place::First => (None, None),
            Place::After(cursor) => (Some(cursor), None),
            Place::Before(cursor) => (None, Some(cursor)),
        };
        let call = self
            .rest
            .call(Method::GET, &[&self.plural], Safety::Idempotent)?
            .parameter("filter", self.filter.as_ref())
            .parameter("order_by", self.order.as_ref())
            .parameter("fields", self.fields.as_ref())
            .parameter("limit", self.limit.map(|limit| limit.to_string()))
            .parameter("starting_after", after)
            .parameter("ending_before", before);
        let Envelope { data, page_info, total_count } = self.rest.send(&call).await?;
        let records = data.into_iter().next().map(|(_, records)| records).unwrap_or_default();
        let records =
            serde_json::from_value(records).map_err(|error| self.rest.unreadable(&error.to_string()))?;
        Ok(Page { records, info: page_info, total: total_count })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Envelope {
    data: Map<String, Value>,
    page_info: PageInfo,
    #[serde(default)]
    total_count: Option<u64>,
}
