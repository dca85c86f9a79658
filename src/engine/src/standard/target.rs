//! Note targets and task targets, and the relations that every object gets by itself: to its tasks, notes,
//! attachments and timeline activities.

use uuid::{Uuid, uuid};

use super::field::{FieldSpec, many_to_one, one_to_many};
use super::object::{ObjectSpec, system_object, unique_among_live};
use super::view::{ViewSpec, column, index_view, record_page, section, system_section};

/// The tasks about a record.
pub(super) fn task_targets(inverse: &'static str) -> FieldSpec {
    one_to_many("taskTargets", "Tasks", "taskTarget", inverse)
        .about("The tasks about the record.")
        .icon("IconCheckbox")
        .automatic()
        .read_only()
}

/// The notes about a record.
pub(super) fn note_targets(inverse: &'static str) -> FieldSpec {
    one_to_many("noteTargets", "Notes", "noteTarget", inverse)
        .about("The notes about the record.")
        .icon("IconNotes")
        .automatic()
        .read_only()
}

/// The files of a record.
pub(super) fn attachments(inverse: &'static str) -> FieldSpec {
    one_to_many("attachments", "Attachments", "attachment", inverse)
        .about("The files of the record.")
        .icon("IconFileImport")
        .automatic()
}

/// What happened to a record.
pub(super) fn timeline_activities(label: &'static str, inverse: &'static str) -> FieldSpec {
    one_to_many("timelineActivities", label, "timelineActivity", inverse)
        .about("What happened to the record.")
        .icon("IconTimelineEvent")
        .automatic()
}

/// One sibling of a polymorphic relation: `target<Object>`.
pub(super) fn target(
    name: &'static str,
    label: &'static str,
    object: &'static str,
    inverse: &'static str,
    morph: Uuid,
) -> FieldSpec {
    many_to_one(name, label, object, inverse).morph(morph).automatic().icon(match object {
        "person" => "IconUser",
        "company" => "IconBuildingSkyscraper",
        "opportunity" => "IconTargetArrow",
        "task" => "IconCheckbox",
        "note" => "IconNotes",
        _ => "IconArrowUpRight",
    })
}

/// What links notes to records.
pub(super) fn note_target() -> ObjectSpec {
    const MORPH: Uuid = uuid!("20202020-f635-435d-ab8d-e1168b375c70");
    ObjectSpec {
        label: "Note Target",
        label_plural: "Note Targets",
        description: "Links a note to a record.",
        icon: "IconCheckbox",
        search: &["id"],
        is_read_only: true,
        fields: vec![
            many_to_one("note", "Note", "note", "noteTargets")
                .icon("IconNotes")
                .cascade()
                .uid(uuid!("20202020-57f3-4f50-9599-fc0f671df003")),
            target("targetPerson", "Person", "person", "noteTargets", MORPH).cascade(),
            target("targetCompany", "Company", "company", "noteTargets", MORPH).cascade(),
            target("targetOpportunity", "Opportunity", "opportunity", "noteTargets", MORPH).cascade(),
        ],
        indexes: vec![
            unique_among_live(&["note", "targetPerson"]),
            unique_among_live(&["note", "targetCompany"]),
            unique_among_live(&["note", "targetOpportunity"]),
        ],
        views: views("note"),
        ..system_object("noteTarget", "noteTargets", uuid!("20202020-fff0-4b44-be82-bda313884400"))
    }
}

/// What links tasks to records.
pub(super) fn task_target() -> ObjectSpec {
    const MORPH: Uuid = uuid!("20202020-f636-435d-ab8d-e1168b375c71");
    ObjectSpec {
        label: "Task Target",
        label_plural: "Task Targets",
        description: "Links a task to a record.",
        icon: "IconCheckbox",
        search: &["id"],
        is_read_only: true,
        fields: vec![
            many_to_one("task", "Task", "task", "taskTargets")
                .icon("IconCheckbox")
                .cascade()
                .uid(uuid!("20202020-e881-457a-8758-74aaef4ae78a")),
            target("targetPerson", "Person", "person", "taskTargets", MORPH).cascade(),
            target("targetCompany", "Company", "company", "taskTargets", MORPH).cascade(),
            target("targetOpportunity", "Opportunity", "opportunity", "taskTargets", MORPH).cascade(),
        ],
        indexes: vec![
            unique_among_live(&["task", "targetPerson"]),
            unique_among_live(&["task", "targetCompany"]),
            unique_among_live(&["task", "targetOpportunity"]),
        ],
        views: views("task"),
        ..system_object("taskTarget", "taskTargets", uuid!("20202020-5a9a-44e8-95df-771cd06d0fb1"))
    }
}

fn views(source: &'static str) -> Vec<ViewSpec> {
    vec![
        index_view([
            column("id"),
            column(source),
            column("targetPerson"),
            column("targetCompany"),
            column("targetOpportunity"),
        ]),
        record_page([
            section(
                "General",
                [
                    column(source),
                    column("targetPerson"),
                    column("targetCompany"),
                    column("targetOpportunity"),
                ],
            ),
            system_section(),
        ]),
    ]
}
