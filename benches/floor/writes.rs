//! What is written, as the product writes it.

use icosa_model::Record;
use icosa_sqlgen::{PlanError, RowLock, Statement};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::workspace::Workspace;

/// The statements of a write: what is read for it, the row, its timeline, and the JSON of its event.
pub struct Write {
    /// The place of a new record; the record that is changed, which is held.
    pub first: Statement,
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
        first: icosa_sqlgen::position_bound(&workspace.model, "company", true)?,
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
        first: icosa_sqlgen::snapshot(&workspace.model, "company", &[id], RowLock::NoKeyUpdate)?,
        timeline: line(workspace, id, "company.updated", &properties, now)?,
        event: event(workspace, id, "updated", &["linkedinLink"], json!({ "after": values, "diff": diff })),
        row: icosa_sqlgen::update(&workspace.model, "company", id, &values)?,
    })
}

/// The event of a change, with the whole record in it as it was read and is now.
pub fn with_record(mut event: Value, stored: &str) -> serde_json::Result<Value> {
    let mut whole: Value = serde_json::from_str(stored)?;
    if let (Some(whole), Some(after)) =
        (whole.as_object_mut(), event.pointer_mut("/0/payload/after").and_then(Value::as_object_mut))
    {
        whole.append(after);
        after.append(whole);
    }
    Ok(event)
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
