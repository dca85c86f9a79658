//! The attachment.

use icosa_model::FieldType;
use uuid::{Uuid, uuid};

use super::field::{field, option, select, text};
use super::object::{ObjectSpec, system_object};
use super::target::target;
use super::view::{ViewSpec, column, index_view, record_page, section, system_section};

const MORPH: Uuid = uuid!("20202020-f634-435d-ab8d-e1168b375c69");

pub(super) fn object() -> ObjectSpec {
    ObjectSpec {
        label: "Attachment",
        label_plural: "Attachments",
        description: "A file that belongs to a record.",
        icon: "IconFileImport",
        label_field: "name",
        search: &["name"],
        is_read_only: true,
        fields: vec![
            text("name", "Name")
                .about("The name of the file.")
                .icon("IconFileUpload")
                .uid(uuid!("20202020-87a5-48f8-bbf7-ade388825a57")),
            field(FieldType::Files, "file", "File")
                .about("The file itself.")
                .max_values(1)
                .uid(uuid!("20202020-15db-460e-8166-c7b5d87ad4be")),
            text("fullPath", "Full path")
                .about("Where older files are stored; the file field comes first.")
                .icon("IconLink")
                .system()
                .uid(uuid!("20202020-0d19-453d-8e8d-fbcda8ca3747")),
            select(
                "fileCategory",
                "File category",
                [
                    option("ARCHIVE", "Archive", "gray"),
                    option("AUDIO", "Audio", "pink"),
                    option("IMAGE", "Image", "yellow"),
                    option("PRESENTATION", "Presentation", "orange"),
                    option("SPREADSHEET", "Spreadsheet", "turquoise"),
                    option("TEXT_DOCUMENT", "Text Document", "blue"),
                    option("VIDEO", "Video", "purple"),
                    option("OTHER", "Other", "gray"),
                ],
            )
            .about("What kind of file it is.")
            .icon("IconList")
            .required()
            .literal("OTHER")
            .system()
            .uid(uuid!("20202020-8c3f-4d9e-9a1b-2e5f7a8c9d0e")),
            target("targetTask", "Task", "task", "attachments", MORPH),
            target("targetNote", "Note", "note", "attachments", MORPH),
            target("targetPerson", "Person", "person", "attachments", MORPH).cascade(),
            target("targetCompany", "Company", "company", "attachments", MORPH).cascade(),
            target("targetOpportunity", "Opportunity", "opportunity", "attachments", MORPH).cascade(),
        ],
        views: views(),
        ..system_object("attachment", "attachments", uuid!("20202020-bd3d-4c60-8dca-571c71d4447a"))
    }
}

fn views() -> Vec<ViewSpec> {
    vec![
        index_view([
            column("name"),
            column("file"),
            column("createdBy"),
            column("createdAt"),
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
                    column("file"),
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
