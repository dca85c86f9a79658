//! What is written, as the product writes it.

use icosa_model::Record;
use icosa_sqlgen::{PlanError, Statement};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::workspace::Workspace;

/// The statements of a write: the row, its timeline, and the JSON of its event.
pub struct Write {
    /// The record's own row.
    pub row: Statement,
    /// The line on its timeline.
    pub timeline: Statement,
    /// For `core.append_record_events`.
    pub event: Value,
}

/// A new company with everything the product writes of one.
pub fn create(workspace: &Workspace, id: Uuid, name: &str, now: &str) -> Result<Write, PlanError> {
    let by = author(workspace);
    let row = record(json!({
        "id": id, "name": name, "position": -1, "createdAt": now, "updatedAt": now, "createdBy": by, "updatedBy": by,
    }));
    let after = json!({ "name": name });
    Ok(Write {
        timeline: line(workspace, id, "company.created", &json!({ "after": after }), now)?,
        event: event(workspace, id, "created", &[], json!({ "after": row })),
        row: icosa_sqlgen::insert(&workspace.model, "company", &[row])?,
    })
}

/// Another link of the company.
pub fn update(workspace: &Workspace, url: &str, now: &str) -> Result<Write, PlanError> {
    let id = workspace.floor_company;
    let link = json!({ "primaryLinkUrl": url, "primaryLinkLabel": null, "secondaryLinks": null });
    let values = record(json!({ "linkedinLink": link, "updatedAt": now, "updatedBy": author(workspace) }));
    let diff = json!({ "linkedinLink": { "before": null, "after": link } });
    let properties = json!({
        "before": {"linkedinLink": null}, "after": {"linkedinLink": link}, "updatedFields": ["linkedinLink"], "diff": diff,
    });
    Ok(Write {
        timeline: line(workspace, id, "company.updated", &properties, now)?,
        event: event(workspace, id, "updated", &["linkedinLink"], json!({ "after": values, "diff": diff })),
        row: icosa_sqlgen::update(&workspace.model, "company", id, &values)?,
    })
}

/// Stands for the id of the new line of a timeline.
pub const LINE: Uuid = Uuid::from_u128(0x11e);

fn line(
    workspace: &Workspace,
    id: Uuid,
    name: &str,
    properties: &Value,
    now: &str,
) -> Result<Statement, PlanError> {
    let by = author(workspace);
    let row = record(json!({
        "id": LINE, "happensAt": now, "createdAt": now, "updatedAt": now, "createdBy": by, "updatedBy": by,
        "position": 0, "timelineActivityTypeSnapshot": {"name": name}, "properties": properties,
        "workspaceMemberId": workspace.member, "targetCompanyId": id,
    }));
    icosa_sqlgen::insert(&workspace.model, "timelineActivity", &[row])
}

fn event(workspace: &Workspace, id: Uuid, action: &str, fields: &[&str], mut payload: Value) -> Value {
    if let Some(payload) = payload.as_object_mut() {
        payload.insert("workspaceMemberId".to_owned(), json!(workspace.member));
        payload.insert("source".to_owned(), json!("MANUAL"));
    }
    json!([{
        "objectName": "company", "recordId": id, "action": action, "updatedFields": fields, "payload": payload,
    }])
}

fn author(workspace: &Workspace) -> Value {
    json!({ "source": "MANUAL", "workspaceMemberId": workspace.member, "name": "Bench", "context": {} })
}

fn record(value: Value) -> Record {
    value.as_object().cloned().unwrap_or_default()
}
