//! Answers as text, put together from what Postgres has written.

use icosa_contract::AppError;
use serde_json::Value as Json;

use super::error::Problem;

/// An answer being written.
#[derive(Default)]
pub struct Reply {
    data: String,
    problems: Vec<Problem>,
}

impl Reply {
    /// A field of the answer; `json` is JSON text.
    pub fn data(&mut self, key: &str, json: &str) {
        if !self.data.is_empty() {
            self.data.push(',');
        }
        // A response key is a GraphQL name: nothing in it needs escaping.
        self.data.push('"');
        self.data.push_str(key);
        self.data.push_str("\":");
        self.data.push_str(json);
    }

    /// Null, and why.
    pub fn refuse(&mut self, key: &str, error: AppError) {
        self.problems.push(Problem::from(error).under(key));
        self.data(key, "null");
    }

    /// The whole answer.
    pub fn finish(self) -> String {
        let data = self.data;
        if self.problems.is_empty() {
            return format!("{{\"data\":{{{data}}}}}");
        }
        let errors = self.problems.iter().map(Problem::to_json).collect::<Json>();
        format!("{{\"errors\":{errors},\"data\":{{{data}}}}}")
    }
}
