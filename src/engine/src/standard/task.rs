//! The task.

use icosa_model::FieldType;
use uuid::uuid;

use super::field::{field, many_to_one, one_to_many, option, select, text};
use super::object::{ObjectSpec, object as standard_object};
use super::target::{attachments, timeline_activities};
use super::view::{ViewSpec, board, column, index_view, record_page, section, table};

pub(super) fn object() -> ObjectSpec {
    ObjectSpec {
        label: "Task",
        label_plural: "Tasks",
        description: "Something to be done, by someone, until some day.",
        icon: "IconCheckbox",
        color: Some("turquoise"),
        shortcut: Some("T"),
        label_field: "title",
        search: &["title", "bodyV2"],
        fields: vec![
            text("title", "Title")
                .about("What is to be done, in a line.")
                .icon("IconNotes")
                .uid(uuid!("20202020-b386-4cb7-aa5a-08d4a4d92680")),
            field(FieldType::RichText, "bodyV2", "Body")
                .about("What is to be done, in detail.")
                .icon("IconFilePencil")
                .uid(uuid!("20202020-4aa0-4ae8-898d-7df0afd47ab1")),
            field(FieldType::DateTime, "dueAt", "Due Date")
                .about("When it must be done.")
                .icon("IconCalendarEvent")
                .uid(uuid!("20202020-fd99-40da-951b-4cb9a352fce3")),
            select(
                "status",
                "Status",
                [
                    option("TODO", "To do", "sky"),
                    option("IN_PROGRESS", "In progress", "purple"),
                    option("DONE", "Done", "green"),
                ],
            )
            .about("How far it has come.")
            .icon("IconCheck")
            .literal("TODO")
            .uid(uuid!("20202020-70bc-48f9-89c5-6aa730b151e0")),
            many_to_one("assignee", "Assignee", "workspaceMember", "assignedTasks")
                .about("The member who does it.")
                .icon("IconUserCircle")
                .uid(uuid!("20202020-065a-4f42-a906-e20422c1753f")),
            one_to_many("taskTargets", "Relations", "taskTarget", "task")
                .about("The records it is about.")
                .icon("IconArrowUpRight")
                .through("targetPerson")
                .uid(uuid!("20202020-de9c-4d0e-a452-713d4a3e5fc7")),
            attachments("targetTask"),
            timeline_activities("Timeline Activities", "targetTask"),
        ],
        views: views(),
        ..standard_object("task", "tasks", uuid!("20202020-1ba1-48ba-bc83-ef7e5990ed10"))
    }
}

fn views() -> Vec<ViewSpec> {
    vec![
        index_view([
            column("title").width(210),
            column("status").at(2),
            column("taskTargets"),
            column("createdBy"),
            column("dueAt"),
            column("assignee"),
            column("bodyV2"),
            column("createdAt"),
        ]),
        board(
            "By Status",
            1,
            [
                column("title").width(210),
                column("status"),
                column("dueAt"),
                column("assignee"),
                column("createdAt"),
            ],
        )
        .grouped("status", &["TODO", "IN_PROGRESS", "DONE"])
        .uid(uuid!("20202020-a008-4a08-8a08-ba5cba51aba5")),
        table(
            "Assigned to Me",
            2,
            [
                column("title").width(210),
                column("taskTargets"),
                column("createdBy"),
                column("dueAt"),
                column("assignee"),
                column("bodyV2"),
                column("createdAt"),
            ],
        )
        .icon("IconUserCircle")
        .grouped("status", &["TODO", "IN_PROGRESS", "DONE", ""])
        .filtered("assignee", "IS", r#"{"isCurrentWorkspaceMemberSelected":true,"selectedRecordIds":[]}"#)
        .uid(uuid!("20202020-a007-4a07-8a07-ba5ca551aaed")),
        record_page([section(
            "General",
            [
                column("dueAt"),
                column("status"),
                column("assignee"),
                column("taskTargets"),
                column("attachments").hidden(),
                column("timelineActivities").hidden(),
            ],
        )]),
    ]
}
