//! The timeline activity. The engine writes it; nobody edits it.

use icosa_model::FieldType;
use serde_json::json;
use uuid::{Uuid, uuid};

use super::field::{FieldSpec, field, many_to_one, text};
use super::object::{ObjectSpec, system_object};
use super::target::target;
use super::view::{ViewSpec, column, index_view, record_page, section, system_section};

const MORPH: Uuid = uuid!("20202020-9a2b-4c3d-a4e5-f6a7b8c9d0e1");

pub(super) fn object() -> ObjectSpec {
    ObjectSpec {
        label: "Timeline Activity",
        label_plural: "Timeline Activities",
        description: "Something that happened to a record.",
        icon: "IconTimelineEvent",
        is_audit_logged: false,
        label_field: "linkedRecordCachedName",
        search: &["linkedRecordCachedName"],
        is_read_only: true,
        fields: fields(),
        views: views(),
        ..system_object(
            "timelineActivity",
            "timelineActivities",
            uuid!("20202020-6736-4337-b5c4-8b39fae325a5"),
        )
    }
}

fn fields() -> Vec<FieldSpec> {
    let sibling = |name, label, object| target(name, label, object, "timelineActivities", MORPH);
    vec![
        field(FieldType::DateTime, "happensAt", "Creation date")
            .about("When it happened.")
            .icon("IconCalendar")
            .required()
            .default(json!("now"))
            .uid(uuid!("20202020-9526-4993-b339-c4318c4d39f0")),
        field(FieldType::Uuid, "timelineActivityTypeId", "Event type")
            .about("The type of the event.")
            .system()
            .uid(uuid!("20202020-e5f8-4839-9dcf-781e260624ee")),
        field(FieldType::RawJson, "timelineActivityTypeSnapshot", "Event type")
            .about("The type as it was when the event happened.")
            .system()
            .uid(uuid!("20202020-e006-493a-9b07-f2a768a204ca")),
        field(FieldType::RawJson, "properties", "Event details")
            .about("Values before and after, and what differs.")
            .icon("IconListDetails")
            .uid(uuid!("20202020-f142-4b04-b91b-6a2b4af3bf11")),
        text("linkedRecordCachedName", "Linked Record cached name")
            .about("The label of the other record of the event when it happened.")
            .system()
            .uid(uuid!("20202020-cfdb-4bef-bbce-a29f41230934")),
        field(FieldType::Uuid, "linkedRecordId", "Linked Record id")
            .about("The other record of the event.")
            .system()
            .uid(uuid!("20202020-2e0e-48c0-b445-ee6c1e61687d")),
        field(FieldType::Uuid, "linkedObjectMetadataId", "Linked Object Metadata Id")
            .about("The object of the other record.")
            .system()
            .uid(uuid!("20202020-c595-449d-9f89-562758c9ee69")),
        many_to_one("workspaceMember", "Workspace Member", "workspaceMember", "timelineActivities")
            .about("Who did it.")
            .icon("IconUserCircle")
            .cascade()
            .uid(uuid!("20202020-af23-4479-9a30-868edc474b36")),
        sibling("targetPerson", "Person", "person").cascade(),
        sibling("targetCompany", "Company", "company").cascade(),
        sibling("targetOpportunity", "Opportunity", "opportunity"),
        sibling("targetNote", "Note", "note"),
        sibling("targetTask", "Task", "task"),
    ]
}

fn views() -> Vec<ViewSpec> {
    vec![
        index_view([
            column("linkedRecordCachedName"),
            column("happensAt"),
            column("workspaceMember"),
            column("targetPerson"),
            column("targetCompany"),
            column("targetOpportunity"),
            column("targetTask"),
            column("targetNote"),
        ]),
        record_page([
            section(
                "General",
                [
                    column("happensAt"),
                    column("workspaceMember"),
                    column("targetPerson"),
                    column("targetCompany"),
                    column("targetOpportunity"),
                    column("targetTask"),
                    column("targetNote"),
                ],
            ),
            system_section(),
        ]),
    ]
}
