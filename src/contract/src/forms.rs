//! Plain form posts that were refused: what to say, and what had been typed.

use std::collections::BTreeMap;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

/// A refused form post, shown once on the page the answer redirects to (`?flash=<id>`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Flash {
    /// One sentence for people.
    pub message: String,
    /// Field the message is about.
    pub field: Option<String>,
    /// What had been typed, by input name; never a password.
    pub values: BTreeMap<String, Vec<String>>,
}

impl Flash {
    /// What had been typed into an input; `None` where the form did not have it.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name)?.first().map(String::as_str)
    }
}

/// Reads refused forms back.
#[async_trait]
pub trait FormsApi: Send + Sync {
    /// The refused form of that id, if it is still known (ten minutes).
    async fn flash(&self, id: &str) -> Option<Flash>;
}
