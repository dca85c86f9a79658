//! Records of one object, over GraphQL: documents made for what is asked.

mod group;
mod list;
mod write;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::client::Client;
use crate::error::{Error, Result};
use crate::fields::Fields;
use crate::filter::Filter;
use crate::names::Names;
use crate::retry::Safety;

pub use group::{Group, GroupBy};
pub use list::List;

/// Records of one object; made by [`Client::records`].
#[derive(Debug, Clone)]
pub struct Records {
    client: Client,
    names: Names,
    fields: Fields,
}

impl Records {
    pub(crate) fn new(client: Client, names: Names) -> Self {
        Self { client, names, fields: Fields::id() }
    }

    /// What answers carry; only the id until this is said.
    #[must_use]
    pub fn fields(mut self, fields: Fields) -> Self {
        self.fields = fields;
        self
    }

    /// What the object is called.
    #[must_use]
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// A list to be described.
    #[must_use]
    pub fn list(&self) -> List {
        List::new(self.clone())
    }

    /// One record that is not deleted; `None` if there is none.
    ///
    /// # Errors
    /// As [`Client::query`].
    pub async fn get<T: DeserializeOwned>(&self, id: Uuid) -> Result<Option<T>> {
        let singular = self.names.singular();
        let document = format!(
            "query Get($filter: {}FilterInput!) {{ {singular}(filter: $filter) {} }}",
            self.names.type_name(),
            self.fields
        );
        match self.ask(&document, &json!({"filter": {"id": {"eq": id}}}), Safety::Idempotent).await {
            Err(error) if error.is_not_found() => Ok(None),
            outcome => outcome.map(Some),
        }
    }

    /// How many records pass a filter.
    ///
    /// # Errors
    /// As [`Client::query`].
    pub async fn count(&self, filter: &Filter) -> Result<u64> {
        let plural = self.names.plural();
        let document = format!(
            "query Count($filter: {}FilterInput) {{ {plural}(filter: $filter, first: 0) {{ totalCount }} }}",
            self.names.type_name()
        );
        let answer: Value =
            self.ask(&document, &json!({"filter": filter.to_json()}), Safety::Idempotent).await?;
        let count = answer.get("totalCount").and_then(Value::as_u64);
        count.ok_or_else(|| self.unreadable("a count was expected"))
    }

    /// What the one root field of a document answers.
    async fn ask<T: DeserializeOwned>(&self, document: &str, variables: &Value, safety: Safety) -> Result<T> {
        self.names.check()?;
        let mut data: serde_json::Map<String, Value> =
            self.client.document(document, variables, safety).await?;
        let answer = data.iter_mut().next().map(|(_, answer)| answer.take()).unwrap_or_default();
        serde_json::from_value(answer).map_err(|error| self.unreadable(&error.to_string()))
    }

    fn unreadable(&self, reason: &str) -> Error {
        let url = self.client.url("/graphql").to_string();
        let reason = format!("its data do not fit: {reason}");
        Error::Unreadable { url, status: 200, reason, retry_after: None }
    }
}
