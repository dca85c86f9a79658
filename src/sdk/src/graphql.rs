//! Documents: those of callers, and what all others come down to.

use reqwest::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::client::Client;
use crate::error::{Error, Problem, Refusal, Result, problems};
use crate::retry::Safety;
use crate::transport::Received;

/// What a GraphQL operation answers: one part may have failed while the others are there.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer<T> {
    /// What was asked for; absent if nothing of it could be answered.
    pub data: Option<T>,
    /// What went wrong; empty if nothing did.
    pub errors: Vec<Problem>,
}

impl<T> From<Answer<T>> for Error {
    /// What went wrong, as the error of the whole.
    fn from(answer: Answer<T>) -> Self {
        Refusal { status: 200, problems: answer.errors, retry_after: None }.into()
    }
}

impl Client {
    /// Reads with a document of yours; errors of any part are errors of the whole.
    ///
    /// ```no_run
    /// # async fn example(client: icosa_sdk::Client) -> icosa_sdk::Result<()> {
    /// use serde::Deserialize;
    /// use serde_json::json;
    ///
    /// #[derive(Deserialize)]
    /// struct Found { company: Company }
    /// #[derive(Deserialize)]
    /// struct Company { name: Option<String> }
    ///
    /// let document = "query ($id: UUID!) { company(filter: {id: {eq: $id}}) { name } }";
    /// let found: Found = client.query(document, json!({"id": "…"})).await?;
    /// # let _ = found.company.name;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As the crate's documentation says; [`Error::Unreadable`] if the answer does not fit `T`.
    pub async fn query<T: DeserializeOwned>(&self, document: &str, variables: impl Serialize) -> Result<T> {
        self.document(document, &variables, Safety::Idempotent).await
    }

    /// Writes with a document of yours. It is not sent again once it may have been done.
    ///
    /// # Errors
    /// As [`Client::query`].
    pub async fn mutate<T: DeserializeOwned>(&self, document: &str, variables: impl Serialize) -> Result<T> {
        self.document(document, &variables, Safety::Once).await
    }

    /// Sends a document of yours and gives the answer as it is, parts that failed beside parts that did not.
    ///
    /// # Errors
    /// If there is no answer with data or errors.
    pub async fn execute(&self, document: &str, variables: impl Serialize) -> Result<Answer<Value>> {
        // Sent again only where it cannot matter; a document that mentions the word may be a mutation.
        let safety = if document.contains("mutation") { Safety::Once } else { Safety::Idempotent };
        let body = json!({ "query": document, "variables": serialised(&variables)? });
        self.graphql("/graphql", &body, safety, whole).await
    }

    pub(crate) async fn document<T: DeserializeOwned>(
        &self,
        document: &str,
        variables: &impl Serialize,
        safety: Safety,
    ) -> Result<T> {
        let body = json!({ "query": document, "variables": serialised(variables)? });
        self.graphql("/graphql", &body, safety, data).await
    }

    pub(crate) async fn graphql<T>(
        &self,
        path: &str,
        body: &impl Serialize,
        safety: Safety,
        read: impl Fn(Received) -> Result<T>,
    ) -> Result<T> {
        let call = self.call(Method::POST, path, safety).body(body)?;
        self.send(&call, read).await
    }
}

fn serialised(variables: &impl Serialize) -> Result<Value> {
    let value = serde_json::to_value(variables);
    let value = value.map_err(|error| Error::invalid(format!("The variables cannot be sent: {error}")))?;
    if matches!(value, Value::Object(_) | Value::Null) {
        return Ok(value);
    }
    Err(Error::invalid("Variables are an object: a name and a value for each."))
}

/// The data, if no part has failed.
pub(crate) fn data<T: DeserializeOwned>(mut received: Received) -> Result<T> {
    if !(200..300).contains(&received.status) || has_errors(&received.body) {
        return Err(received.refusal());
    }
    let data = received.body.get_mut("data").map(Value::take).unwrap_or_default();
    if data.is_null() {
        return Err(received.unreadable("it has neither data nor errors"));
    }
    serde_json::from_value(data).map_err(|error| received.unreadable(format!("its data do not fit: {error}")))
}

/// Data and errors side by side.
fn whole(mut received: Received) -> Result<Answer<Value>> {
    if !(200..300).contains(&received.status) {
        return Err(received.refusal());
    }
    let data = received.body.get_mut("data").map(Value::take).filter(|data| !data.is_null());
    let errors = received.body.get("errors").and_then(problems).unwrap_or_default();
    match (&data, errors.is_empty()) {
        (None, true) => Err(received.unreadable("it has neither data nor errors")),
        // Refused before anything was looked at: worth another try, and no answer.
        (None, false) if is_limit(&errors) => Err(received.refusal()),
        _ => Ok(Answer { data, errors }),
    }
}

fn has_errors(body: &Value) -> bool {
    body.get("errors").and_then(Value::as_array).is_some_and(|errors| !errors.is_empty())
}

fn is_limit(errors: &[Problem]) -> bool {
    errors.iter().all(|error| error.sub_code.as_deref() == Some("LIMIT_REACHED"))
}
