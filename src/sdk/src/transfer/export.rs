//! Records going out.

use futures::stream::BoxStream;
use reqwest::Method;

use crate::client::Client;
use crate::error::{Error, Result};
use crate::filter::Filter;
use crate::names::check_name;
use crate::order::{self, Order};
use crate::retry::Safety;

/// How a file holds records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FileFormat {
    /// A line for each record; the first line names the columns.
    #[default]
    Csv,
    /// A JSON object on each line.
    Jsonl,
}

impl FileFormat {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
        }
    }
}

/// A file of records to be described; made by [`Client::export`].
///
/// ```no_run
/// # async fn example(client: icosa_sdk::Client) -> icosa_sdk::Result<()> {
/// use futures::TryStreamExt;
/// use icosa_sdk::field;
///
/// let export = client.export("people").filter(&field("jobTitle").eq("CTO")).fields(["name.firstName", "company.name"]);
/// let mut file = export.stream().await?;
/// while let Some(piece) = file.try_next().await? {
///     // Write it somewhere.
///     # let _: Vec<u8> = piece;
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Export {
    client: Client,
    plural: String,
    filter: Option<String>,
    order: Option<String>,
    fields: Option<String>,
    view: Option<String>,
    limit: Option<u64>,
    format: FileFormat,
}

impl Client {
    /// Records of an object, by its plural name, as a file.
    #[must_use]
    pub fn export(&self, plural: &str) -> Export {
        Export {
            client: self.clone(),
            plural: plural.to_owned(),
            filter: None,
            order: None,
            fields: None,
            view: None,
            limit: None,
            format: FileFormat::default(),
        }
    }
}

impl Export {
    /// Only records that pass.
    #[must_use]
    pub fn filter(self, filter: &Filter) -> Self {
        self.filter_text(&filter.to_rest())
    }

    /// The same as the API writes it.
    #[must_use]
    pub fn filter_text(mut self, text: &str) -> Self {
        self.filter = Some(text.to_owned());
        self
    }

    /// The most significant first.
    #[must_use]
    pub fn order_by(mut self, orders: impl IntoIterator<Item = Order>) -> Self {
        self.order = order::to_rest(&orders.into_iter().collect::<Vec<_>>());
        self
    }

    /// The same as the API writes it.
    #[must_use]
    pub fn order_text(mut self, text: &str) -> Self {
        self.order = Some(text.to_owned());
        self
    }

    /// Fields, by name; a composite brings all its parts. Without, those of the view, or everything.
    #[must_use]
    pub fn fields<'n>(mut self, paths: impl IntoIterator<Item = &'n str>) -> Self {
        self.fields = Some(paths.into_iter().collect::<Vec<_>>().join(","));
        self
    }

    /// Columns, filters and order of a saved view.
    #[must_use]
    pub fn view(mut self, id: &str) -> Self {
        self.view = Some(id.to_owned());
        self
    }

    /// At most so many records.
    #[must_use]
    pub fn limit(mut self, limit: u64) -> Self {
        self.limit = Some(limit);
        self
    }

    /// What the file looks like.
    #[must_use]
    pub fn format(mut self, format: FileFormat) -> Self {
        self.format = format;
        self
    }

    /// The file, piece by piece as the server makes it. One that breaks off ends in an error.
    ///
    /// # Errors
    /// As [`crate::Rest::get`].
    pub async fn stream(&self) -> Result<BoxStream<'static, Result<Vec<u8>>>> {
        check_name(&self.plural).map_err(|_| Error::invalid(format!("'{}' is no object.", self.plural)))?;
        let call = self
            .client
            .call(Method::GET, &format!("/rest/record-exports/{}", self.plural), Safety::Idempotent)
            .parameter("filter", self.filter.as_ref())
            .parameter("order_by", self.order.as_ref())
            .parameter("fields", self.fields.as_ref())
            .parameter("view", self.view.as_ref())
            .parameter("limit", self.limit.map(|limit| limit.to_string()))
            .parameter("format", Some(self.format.word()));
        self.client.download(&call).await
    }
}
