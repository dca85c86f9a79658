//! The REST API over records.

mod list;

use reqwest::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::client::Client;
use crate::error::{Error, Result};
use crate::filter::Filter;
use crate::records::{Group, GroupBy};
use crate::retry::Safety;
use crate::transport::{Call, Received};

pub use list::RestList;

/// Records of any object by the plural name of the object; made by [`Client::rest`].
#[derive(Debug, Clone)]
pub struct Rest {
    client: Client,
    with_relations: bool,
}

impl Rest {
    pub(crate) fn new(client: Client) -> Self {
        Self { client, with_relations: false }
    }

    /// Answers carry the records on the other side of relations, too.
    #[must_use]
    pub fn with_relations(mut self) -> Self {
        self.with_relations = true;
        self
    }

    /// A list to be described.
    #[must_use]
    pub fn list(&self, plural: &str) -> RestList {
        RestList::new(self.clone(), plural)
    }

    /// One record that is not deleted; `None` if there is none.
    ///
    /// # Errors
    /// As the crate's documentation says; [`Error::Unreadable`] if the answer does not fit `T`.
    pub async fn get<T: DeserializeOwned>(&self, plural: &str, id: Uuid) -> Result<Option<T>> {
        let call = self.call(Method::GET, &[plural, &id.to_string()], Safety::Idempotent)?;
        match self.data(call).await {
            Err(error) if error.is_not_found() => Ok(None),
            outcome => outcome.map(Some),
        }
    }

    /// Makes a record. With `upsert` one whose id or unique value is known is changed instead.
    ///
    /// # Errors
    /// As [`Rest::get`]; [`Error::is_duplicate`] if a unique value is in use.
    pub async fn create<T: DeserializeOwned>(
        &self,
        plural: &str,
        data: &impl Serialize,
        upsert: bool,
    ) -> Result<T> {
        let call = self.call(Method::POST, &[plural], Safety::Once)?;
        self.data(call.parameter("upsert", upsert.then_some("true")).body(data)?).await
    }

    /// Makes records, all or none; 200 at most.
    ///
    /// # Errors
    /// As [`Rest::create`].
    pub async fn create_many<T: DeserializeOwned>(
        &self,
        plural: &str,
        data: &[impl Serialize],
        upsert: bool,
    ) -> Result<Vec<T>> {
        let call = self.call(Method::POST, &["batch", plural], Safety::Once)?;
        self.data(call.parameter("upsert", upsert.then_some("true")).body(&data)?).await
    }

    /// Changes fields of a record; what is absent stays.
    ///
    /// # Errors
    /// As [`Rest::get`]; `RECORD_NOT_FOUND` if there is no such record.
    pub async fn update<T: DeserializeOwned>(
        &self,
        plural: &str,
        id: Uuid,
        data: &impl Serialize,
    ) -> Result<T> {
        let call = self.call(Method::PATCH, &[plural, &id.to_string()], Safety::Idempotent)?;
        self.data(call.body(data)?).await
    }

    /// Changes all records that pass a filter in the same way; 200 at most.
    ///
    /// # Errors
    /// As [`Rest::get`].
    pub async fn update_many<T: DeserializeOwned>(
        &self,
        plural: &str,
        filter: &Filter,
        data: &impl Serialize,
    ) -> Result<Vec<T>> {
        let call = self.call(Method::PATCH, &[plural], Safety::Once)?;
        self.data(call.parameter("filter", Some(filter.to_rest())).body(data)?).await
    }

    /// Deletes a record so that it can be restored.
    ///
    /// # Errors
    /// As [`Rest::update`].
    pub async fn delete(&self, plural: &str, id: Uuid) -> Result<()> {
        let call = self.call(Method::DELETE, &[plural, &id.to_string()], Safety::Once)?;
        self.data::<Value>(call.parameter("soft_delete", Some("true"))).await.map(drop)
    }

    /// Removes a record for good, deleted or not.
    ///
    /// # Errors
    /// As [`Rest::update`].
    pub async fn destroy(&self, plural: &str, id: Uuid) -> Result<()> {
        let call = self.call(Method::DELETE, &[plural, &id.to_string()], Safety::Once)?;
        self.data::<Value>(call).await.map(drop)
    }

    /// Brings a deleted record back.
    ///
    /// # Errors
    /// As [`Rest::update`].
    pub async fn restore<T: DeserializeOwned>(&self, plural: &str, id: Uuid) -> Result<T> {
        self.data(self.call(Method::PATCH, &[plural, &id.to_string(), "restore"], Safety::Once)?).await
    }

    /// Groups records and tells figures of each group; figures are texts here, numbers over GraphQL.
    ///
    /// # Errors
    /// As [`Rest::get`].
    pub async fn group_by(&self, plural: &str, by: &GroupBy) -> Result<Vec<Group>> {
        let (dimensions, figures, filter, limit) = by.parts();
        let call = self
            .call(Method::GET, &[plural, "groupBy"], Safety::Idempotent)?
            .parameter("group_by", Some(json!(dimensions).to_string()))
            .parameter("aggregate", Some(json!(figures).to_string()))
            .parameter("filter", (*filter != Filter::everything()).then(|| filter.to_rest()))
            .parameter("limit", limit.map(|limit| limit.to_string()));
        self.send(&call).await
    }

    /// Any other call: `path` below `/rest`, as text; a body is sent as JSON. The whole answer comes back.
    ///
    /// # Errors
    /// As [`Rest::get`].
    pub async fn request<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        parameters: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Result<T> {
        let safety = if method == Method::GET { Safety::Idempotent } else { Safety::Once };
        let mut call = self.client.call(method, &format!("/rest/{}", path.trim_start_matches('/')), safety);
        for (name, value) in parameters {
            call = call.parameter(name, Some(value));
        }
        let call = if let Some(body) = body { call.body(body)? } else { call };
        self.send(&call).await
    }

    fn call(&self, method: Method, segments: &[&str], safety: Safety) -> Result<Call> {
        for segment in segments {
            let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
            if segment.is_empty() || !segment.chars().all(is_plain) {
                return Err(Error::invalid(format!("'{segment}' is no name of an object.")));
            }
        }
        let depth = if self.with_relations { "1" } else { "0" };
        let path = format!("/rest/{}", segments.join("/"));
        Ok(self.client.call(method, &path, safety).parameter("depth", Some(depth)))
    }

    async fn send<T: DeserializeOwned>(&self, call: &Call) -> Result<T> {
        let body = self.client.send(call, Received::successful).await?;
        serde_json::from_value(body).map_err(|error| self.unreadable(&error.to_string()))
    }

    /// `{data: {<key>: …}}`: what stands at the one key.
    async fn data<T: DeserializeOwned>(&self, call: Call) -> Result<T> {
        let mut body: Value = self.send(&call).await?;
        let data = body.get_mut("data").and_then(Value::as_object_mut);
        let answer = data.and_then(|data| data.iter_mut().next()).map(|(_, answer)| answer.take());
        let answer = answer.ok_or_else(|| self.unreadable("it holds no data"))?;
        serde_json::from_value(answer).map_err(|error| self.unreadable(&error.to_string()))
    }

    fn unreadable(&self, reason: &str) -> Error {
        let url = self.client.url("/rest").to_string();
        let reason = format!("its data do not fit: {reason}");
        Error::Unreadable { url, status: 200, reason, retry_after: None }
    }
}
