//! What subscribers of an object's changes are sent (record API 11).

use icosa_model::Object;
use icosa_model::naming::capitalised;
use serde_json::{Value, json};

const ACTIONS: [&str; 5] = ["created", "updated", "deleted", "restored", "destroyed"];

/// The request that is sent for each change of a record.
pub(super) fn hook(object: &Object) -> Value {
    let name = &object.name_singular;
    let events: Vec<String> = ACTIONS.iter().map(|action| format!("{name}.{action}")).collect();
    let record = format!("#/components/schemas/{}ForResponse", capitalised(name));
    let id = json!({"type": "string", "format": "uuid"});
    let payload = json!({
        "type": "object",
        "properties": {
            "targetUrl": {"type": "string"},
            "eventName": {"type": "string", "enum": events},
            "objectMetadata": {
                "type": "object",
                "properties": {"id": id, "nameSingular": {"const": name}},
                "required": ["id", "nameSingular"],
            },
            "workspaceId": id,
            "webhookId": id,
            "eventDate": {"type": "string", "format": "date-time"},
            "userId": id,
            "workspaceMemberId": id,
            "record": {"$ref": record},
            "updatedFields": {"type": "array", "items": {"type": "string"}},
        },
        "required": ["targetUrl", "eventName", "objectMetadata", "workspaceId", "webhookId", "eventDate", "record"],
    });
    json!({"post": {
        "tags": [object.name_plural],
        "operationId": format!("on{}Change", capitalised(name)),
        "summary": format!("A {name} was made, changed, deleted, restored or destroyed"),
        "parameters": [
            header("X-Twenty-Webhook-Timestamp", "Milliseconds since 1970; only of webhooks with a secret"),
            header("X-Twenty-Webhook-Signature", "HMAC-SHA256 of `<timestamp>:<body>` with the secret, in hexadecimal"),
            header("X-Twenty-Webhook-Nonce", "16 random bytes in hexadecimal, not signed"),
        ],
        "requestBody": {"required": true, "content": {"application/json": {"schema": payload}}},
        "responses": {"2XX": {"description": "It was received; anything else counts as a failure"}},
    }})
}

fn header(name: &str, about: &str) -> Value {
    json!({"name": name, "in": "header", "required": false, "description": about, "schema": {"type": "string"}})
}
