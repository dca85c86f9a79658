//! The note.

use icosa_model::FieldType;
use uuid::uuid;

use super::field::{field, one_to_many, text};
use super::object::{ObjectSpec, object as standard_object};
use super::target::{attachments, timeline_activities};
use super::view::{column, index_view, record_page, section};

pub(super) fn object() -> ObjectSpec {
    ObjectSpec {
        label: "Note",
        label_plural: "Notes",
        description: "Something worth remembering about other records.",
        icon: "IconNotes",
        color: Some("turquoise"),
        shortcut: Some("N"),
        label_field: "title",
        search: &["title", "bodyV2"],
        fields: vec![
            text("title", "Title")
                .about("What the note is about, in a line.")
                .icon("IconNotes")
                .uid(uuid!("20202020-faeb-4c76-8ba6-ccbb0b4a965f")),
            field(FieldType::RichText, "bodyV2", "Body")
                .about("The note itself.")
                .icon("IconFilePencil")
                .uid(uuid!("20202020-a7bb-4d94-be51-8f25181502c8")),
            one_to_many("noteTargets", "Relations", "noteTarget", "note")
                .about("The records it is about.")
                .icon("IconArrowUpRight")
                .through("targetPerson")
                .uid(uuid!("20202020-1f25-43fe-8b00-af212fdde823")),
            attachments("targetNote"),
            timeline_activities("Timeline Activities", "targetNote"),
        ],
        views: vec![
            index_view([
                column("title").width(210),
                column("noteTargets"),
                column("bodyV2"),
                column("createdBy"),
                column("createdAt"),
            ]),
            record_page([section(
                "General",
                [
                    column("noteTargets"),
                    column("attachments").hidden(),
                    column("timelineActivities").hidden(),
                ],
            )]),
        ],
        ..standard_object("note", "notes", uuid!("20202020-0b00-45cd-b6f6-6cd806fc6804"))
    }
}
