//! The person.

use icosa_model::FieldType;
use uuid::uuid;

use super::field::{field, many_to_one, one_to_many, text};
use super::object::{ObjectSpec, object as standard_object};
use super::target::{attachments, note_targets, task_targets, timeline_activities};
use super::view::{ViewSpec, column, index_view, record_page, section, system_section};

pub(super) fn object() -> ObjectSpec {
    ObjectSpec {
        label: "Person",
        label_plural: "People",
        description: "Someone the workspace is in touch with.",
        icon: "IconUser",
        color: Some("blue"),
        shortcut: Some("P"),
        label_field: "name",
        image_field: Some("avatarFile"),
        duplicate_criteria: &[
            &["nameFirstName", "nameLastName"],
            &["linkedinLinkPrimaryLinkUrl"],
            &["emailsPrimaryEmail"],
        ],
        search: &["name", "emails", "phones", "jobTitle"],
        fields: vec![
            field(FieldType::FullName, "name", "Name")
                .about("First and last name.")
                .icon("IconUser")
                .uid(uuid!("20202020-3875-44d5-8c33-a6239011cab8")),
            field(FieldType::Emails, "emails", "Emails")
                .about("The address the person is written to.")
                .icon("IconMail")
                .max_values(1)
                .unique()
                .uid(uuid!("20202020-3c51-43fa-8b6e-af39e29368ab")),
            field(FieldType::Links, "linkedinLink", "Linkedin")
                .about("The person's page on LinkedIn.")
                .icon("IconBrandLinkedin")
                .uid(uuid!("20202020-f1af-48f7-893b-2007a73dd508")),
            text("jobTitle", "Job Title")
                .about("What the person does at the company.")
                .icon("IconBriefcase")
                .uid(uuid!("20202020-b0d0-415a-bef9-640a26dacd9b")),
            field(FieldType::Phones, "phones", "Phones")
                .about("The number the person is called at.")
                .icon("IconPhone")
                .max_values(1)
                .uid(uuid!("20202020-0638-448e-8825-439134618022")),
            text("avatarUrl", "Avatar")
                .about("Address of a picture; the avatar file comes first.")
                .icon("IconFileUpload")
                .system()
                .uid(uuid!("20202020-b8a6-40df-961c-373dc5d2ec21")),
            field(FieldType::Files, "avatarFile", "Avatar File")
                .about("A picture of the person.")
                .icon("IconFileUpload")
                .max_values(1)
                .system()
                .uid(uuid!("20202020-a7c9-4e3d-8f1b-2d5a6b7c8e9f")),
            many_to_one("company", "Company", "company", "people")
                .about("Where the person works.")
                .icon("IconBuildingSkyscraper")
                .uid(uuid!("20202020-e2f3-448e-b34c-2d625f0025fd")),
            one_to_many("pointOfContactForOpportunities", "Opportunities", "opportunity", "pointOfContact")
                .about("The deals that go through the person.")
                .icon("IconTargetArrow")
                .uid(uuid!("20202020-911b-4a7d-b67b-918aa9a5b33a")),
            task_targets("targetPerson"),
            note_targets("targetPerson"),
            attachments("targetPerson"),
            timeline_activities("Events", "targetPerson"),
        ],
        views: views(),
        ..standard_object("person", "people", uuid!("20202020-e674-48e5-a542-72570eee7213"))
    }
}

fn views() -> Vec<ViewSpec> {
    vec![
        index_view([
            column("name").width(210),
            column("emails").aggregate("COUNT_UNIQUE_VALUES"),
            column("createdBy"),
            column("company"),
            column("phones").aggregate("PERCENTAGE_EMPTY"),
            column("createdAt").aggregate("MIN"),
            column("jobTitle"),
            column("linkedinLink"),
        ]),
        record_page([
            section(
                "General",
                [
                    column("emails"),
                    column("phones"),
                    column("pointOfContactForOpportunities").at(3).hidden(),
                    column("taskTargets").hidden(),
                    column("noteTargets").hidden(),
                    column("attachments").at(7).hidden(),
                    column("timelineActivities").at(10).hidden(),
                    column("avatarFile").hidden(),
                    column("avatarUrl").hidden(),
                ],
            ),
            section("Work", [column("company"), column("jobTitle")]),
            section("Social", [column("linkedinLink")]),
            system_section(),
        ]),
    ]
}
