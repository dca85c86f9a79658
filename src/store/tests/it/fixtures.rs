//! A small workspace.

use std::time::Duration;

use icosa_model::definition::Metadata;
use icosa_model::{SchemaName, WorkspaceId};
use icosa_store::workspaces::{self, NewWorkspace, status};
use icosa_store::{Db, metadata};
use serde_json::{Value, json};
use uuid::Uuid;

/// A workspace row without metadata.
pub async fn workspace(db: &Db) -> WorkspaceId {
    let id = WorkspaceId::random();
    let new = NewWorkspace {
        id,
        display_name: "Analytical Engines".into(),
        subdomain: format!("s{}", id.0.simple()),
        activation_status: status::ACTIVE,
    };
    workspaces::add(&mut db.pool().acquire().await.unwrap(), &new).await.unwrap();
    assert!(SchemaName::from(id).as_str().starts_with("workspace_"));
    id
}

/// A workspace with metadata at version 1.
pub async fn workspace_with_metadata(db: &Db) -> (WorkspaceId, Metadata) {
    let id = workspace(db).await;
    let rows = sample(id);
    let mut transaction = db.begin().await.unwrap();
    metadata::insert(&mut transaction, &rows).await.unwrap();
    transaction.commit().await.unwrap();
    (id, rows)
}

fn field(id: Uuid, object: Uuid, name: &str, kind: &str, more: Value) -> Value {
    let mut row = json!({
        "id": id, "universalIdentifier": Uuid::new_v4(), "objectId": object, "name": name, "label": name,
        "description": null, "icon": "IconTag", "type": kind, "isNullable": true, "defaultValue": null, "options": [],
        "settings": {}, "isSystem": false, "isActive": true, "isUiEditable": true, "position": 0.5,
        "relationTargetObjectId": null, "relationTargetFieldId": null, "morphId": null
    });
    row.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    row
}

/// Two related objects, with everything that metadata can hold.
pub fn sample(workspace: WorkspaceId) -> Metadata {
    let ids: [Uuid; 16] = std::array::from_fn(|_| Uuid::new_v4());
    let [company, person, company_name, stage, people, person_name, company_of, view, group, folder, ..] =
        ids;
    let object = |id: Uuid, singular: &str, plural: &str, label: Uuid, search: &[Uuid]| {
        json!({
            "id": id, "universalIdentifier": Uuid::new_v4(), "nameSingular": singular, "namePlural": plural,
            "labelSingular": "Ünï 'quoted'", "labelPlural": plural, "description": null, "icon": "IconBuilding",
            "color": "blue", "shortcut": "C", "isStandard": true, "isSystem": false, "isActive": true,
            "isSearchable": true, "isAuditLogged": true, "isUiCreatable": false, "isUiEditable": true,
            "labelIdentifierFieldId": label, "imageIdentifierFieldId": null,
            "duplicateCriteria": [["name"], ["emailsPrimaryEmail", "x"]], "searchFieldIds": search
        })
    };
    let options = json!([
        {"id": Uuid::new_v4(), "value": "NEW", "label": "New", "color": "red", "position": 0},
        {"id": Uuid::new_v4(), "value": "WON", "label": "Won", "color": null, "position": 1}
    ]);
    serde_json::from_value(json!({
        "workspaceId": workspace,
        "version": 1,
        "objects": [
            object(person, "person", "people", person_name, &[person_name]),
            object(company, "company", "companies", company_name, &[stage, company_name]),
        ],
        "fields": [
            field(company_name, company, "name", "TEXT", json!({"defaultValue": "'x'", "isNullable": false, "position": 3.25})),
            field(stage, company, "stage", "SELECT", json!({"options": options, "defaultValue": "'NEW'"})),
            field(people, company, "people", "RELATION", json!({"settings": {"relationType": "ONE_TO_MANY"},
                "relationTargetObjectId": person, "relationTargetFieldId": company_of})),
            field(person_name, person, "name", "FULL_NAME", json!({"defaultValue": {"firstName": "''", "lastName": "''"}})),
            field(company_of, person, "company", "RELATION", json!({
                "settings": {"relationType": "MANY_TO_ONE", "onDelete": "SET_NULL", "joinColumnName": "companyId"},
                "relationTargetObjectId": company, "relationTargetFieldId": people, "isActive": true})),
        ],
        "indexes": [{
            "id": Uuid::new_v4(), "universalIdentifier": Uuid::new_v4(), "objectId": company, "name": "IDX_x",
            "isUnique": true, "indexType": "BTREE", "liveRowsOnly": true,
            "fields": [{"fieldId": stage, "subFieldName": null}, {"fieldId": company_name, "subFieldName": "part"}]
        }],
        "views": [
            {
                "id": view, "universalIdentifier": Uuid::new_v4(), "objectId": company, "name": "All {objectLabelPlural}",
                "icon": "IconList", "type": "TABLE", "key": "INDEX", "position": 0.0, "mainGroupByFieldId": stage,
                "fields": [
                    {"id": ids[10], "universalIdentifier": Uuid::new_v4(), "fieldId": stage, "position": 2.0,
                     "isVisible": true, "size": 150, "aggregateOperation": "COUNT", "viewFieldGroupId": group},
                    {"id": ids[11], "universalIdentifier": Uuid::new_v4(), "fieldId": company_name, "position": 1.0,
                     "isVisible": false, "size": 180, "aggregateOperation": null, "viewFieldGroupId": null}
                ],
                "fieldGroups": [{"id": group, "universalIdentifier": Uuid::new_v4(), "name": "General", "position": 0.0, "isVisible": true}],
                "groups": [{"id": ids[12], "universalIdentifier": Uuid::new_v4(), "fieldValue": "", "isVisible": true, "position": 1e-3}],
                "filters": [{"id": ids[13], "universalIdentifier": Uuid::new_v4(), "fieldId": company_name, "operand": "CONTAINS",
                             "value": "O'Neil \"&\"", "subFieldName": null}]
            },
            {
                "id": ids[14], "universalIdentifier": Uuid::new_v4(), "objectId": person, "name": "People", "icon": "IconUser",
                "type": "TABLE", "key": null, "position": 1.0, "mainGroupByFieldId": null,
                "fields": [], "fieldGroups": [], "groups": [], "filters": []
            }
        ],
        "navigation": [
            {"id": ids[15], "universalIdentifier": Uuid::new_v4(), "type": "OBJECT", "name": null, "icon": null, "color": null,
             "targetObjectId": company, "viewId": view, "folderId": folder, "position": 1.0},
            {"id": folder, "universalIdentifier": Uuid::new_v4(), "type": "FOLDER", "name": "Work", "icon": "IconFolder", "color": "red",
             "targetObjectId": null, "viewId": null, "folderId": null, "position": 0.0}
        ]
    }))
    .unwrap()
}

/// Asks again until the answer is yes; for what another task does in its own time.
pub async fn eventually<F: Future<Output = bool>>(what: &str, mut ask: impl FnMut() -> F) {
    let deadline = tokio::time::Instant::now() + Duration::from_secs(30);
    while !ask().await {
        assert!(tokio::time::Instant::now() < deadline, "{what} does not happen");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
