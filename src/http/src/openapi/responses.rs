//! Answers that are not what was hoped for, and the frames of those that are.

use serde_json::{Map, Value, json};

/// Statuses of refusals with their meaning.
const REFUSALS: [(&str, &str); 10] = [
    ("400", "The request cannot be understood, or does not fit the data model"),
    ("401", "No token, or one that is not valid"),
    ("403", "The caller may not do this"),
    ("404", "There is no such record"),
    ("408", "The database took too long; ask for less"),
    ("409", "Other records or a write at the same time stand in the way"),
    ("413", "The body is larger than 10 MB"),
    ("415", "The body is not JSON"),
    ("429", "The API keys of the workspace have called too often"),
    ("503", "The database cannot be reached at the moment"),
];

/// Every refusal as a component.
pub(super) fn all() -> Value {
    let refusal = |(status, about): &(&str, &str)| {
        let mut answer = json!({
            "description": about,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
        });
        if *status == "429" {
            let schema = json!({"type": "integer", "minimum": 1});
            answer["headers"] =
                json!({"Retry-After": {"description": "Seconds until the next call", "schema": schema}});
        }
        ((*status).to_owned(), answer)
    };
    Value::Object(REFUSALS.iter().map(refusal).collect())
}

/// The answers of an operation that reads.
pub(super) fn of_read(status: &str, about: &str, schema: &Value) -> Value {
    with(status, about, schema, &["400", "401", "403", "404", "408", "429", "503"])
}

/// The answers of an operation that has a body.
pub(super) fn of_write(status: &str, about: &str, schema: &Value) -> Value {
    let refusals = ["400", "401", "403", "404", "408", "409", "413", "415", "429", "503"];
    with(status, about, schema, &refusals)
}

fn with(status: &str, about: &str, schema: &Value, refusals: &[&str]) -> Value {
    let mut answers = Map::new();
    let good = json!({"description": about, "content": {"application/json": {"schema": schema}}});
    answers.insert(status.to_owned(), good);
    for refusal in refusals {
        let reference = format!("#/components/responses/{refusal}");
        answers.insert((*refusal).to_owned(), json!({"$ref": reference}));
    }
    Value::Object(answers)
}

/// `{"data": {<key>: …}}`
pub(super) fn data(key: &str, schema: &Value) -> Value {
    let inner = json!({"type": "object", "properties": {key: schema}, "required": [key]});
    json!({"type": "object", "properties": {"data": inner}, "required": ["data"]})
}
