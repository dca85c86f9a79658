//! Timelines.

use icosa_contract::records::TimelineItem;
use icosa_sqlgen::{PlanError, timeline};
use serde_json::json;
use sqlx::Row;
use uuid::Uuid;

use crate::database::Workspace;
use crate::fixture;

async fn items(
    workspace: &mut Workspace,
    id: Uuid,
    before: Option<(&str, Uuid)>,
    limit: u32,
) -> Vec<TimelineItem> {
    let statement = timeline(&workspace.model, "company", id, before, limit).unwrap();
    workspace.rows(statement).await.iter().map(|row| serde_json::from_str(row.get(0)).unwrap()).collect()
}

#[tokio::test]
async fn lines_say_what_happened_who_did_it_and_what_is_linked() {
    let mut workspace = Workspace::create().await;
    let company = workspace.insert("company", json!([{"name": "Acme"}])).await[0];
    let member = workspace
        .insert("workspaceMember", json!([{"name": {"firstName": "Ada", "lastName": "B"}}]))
        .await[0];
    let note = Uuid::from_u128(5);
    workspace
        .insert(
            "timelineActivity",
            json!([
                {"targetCompanyId": company, "happensAt": "2026-01-01T00:00:00Z", "workspaceMemberId": member,
                    "timelineActivityTypeSnapshot": {"name": "company.updated"},
                    "properties": {"diff": {"name": {"before": "A", "after": "B"}}}},
                {"targetCompanyId": company, "happensAt": "2026-01-02T00:00:00Z",
                    "createdBy": {"source": "API", "name": "Key"},
                    "timelineActivityTypeSnapshot": {"name": "linked-note.created"}, "properties": {"diff": 5},
                    "linkedRecordId": note, "linkedRecordCachedName": "Call", "linkedObjectMetadataId": fixture::object_id("note")},
                {"targetPersonId": null, "happensAt": "2026-01-03T00:00:00Z"},
            ]),
        )
        .await;
    let items = items(&mut workspace, company, None, 10).await;
    assert_eq!(items.len(), 2);
    let shown: Vec<_> =
        items.iter().map(|i| (i.name.as_str(), i.author.as_str(), i.happens_at.as_str())).collect();
    let linked = ("linked-note.created", "Key", "2026-01-02T00:00:00.000Z");
    assert_eq!(shown, [linked, ("company.updated", "Ada B", "2026-01-01T00:00:00.000Z")]);
    assert_eq!(items[1].author_id, Some(member));
    assert_eq!(items[1].diff["name"], json!({"before": "A", "after": "B"}));
    assert!(items[0].diff.is_empty() && items[1].linked.is_none());
    let linked = items[0].linked.as_ref().unwrap();
    assert_eq!((linked.object.as_str(), linked.id, linked.label.as_str()), ("note", note, "Call"));
}

#[tokio::test]
async fn no_line_is_lost_between_pages_within_one_millisecond() {
    let mut workspace = Workspace::create().await;
    let company = workspace.insert("company", json!([{"name": "Acme"}])).await[0];
    let rows: Vec<_> = (0..9)
        .map(|i| json!({"targetCompanyId": company, "happensAt": format!("2026-01-01T00:00:00.12{i}456Z", i = i / 5)}))
        .collect();
    let micro = json!({"targetCompanyId": company, "happensAt": "2026-01-01T00:00:00.120999Z"});
    workspace.insert("timelineActivity", json!(rows)).await;
    workspace.insert("timelineActivity", json!([micro])).await;
    let whole = items(&mut workspace, company, None, 50).await;
    let mut walked: Vec<TimelineItem> = Vec::new();
    while walked.len() < 10 {
        let last = walked.last().cloned();
        let before = last.as_ref().map(|item| (item.happens_at.as_str(), item.id));
        let page = items(&mut workspace, company, before, 3).await;
        assert!(!page.is_empty(), "lines were lost");
        walked.extend(page);
    }
    assert_eq!(walked, whole);
}

#[test]
fn objects_without_timeline_and_bad_places_are_refused() {
    let model = fixture::model();
    let id = Uuid::nil();
    assert!(matches!(timeline(&model, "rocket", id, None, 5), Err(PlanError::UnknownField { .. })));
    assert!(matches!(timeline(&model, "x", id, None, 5), Err(PlanError::UnknownObject { .. })));
    assert_eq!(timeline(&model, "company", id, Some(("x", id)), 5), Err(PlanError::BadCursor));
    assert!(matches!(timeline(&model, "company", id, None, 5000), Err(PlanError::BadLimit { .. })));
}
