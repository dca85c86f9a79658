//! The workspace member: one record per user. Members change themselves in their profile settings, so nothing is
//! edited on the record.

use icosa_model::FieldType;
use serde_json::json;
use uuid::uuid;

use super::field::{FieldSpec, field, one_to_many, option, select, text};
use super::object::{ObjectSpec, system_object};
use super::view::{ViewSpec, column, index_view, record_page, section, system_section};

pub(super) fn object() -> ObjectSpec {
    let fields = identity().into_iter().chain(preferences()).chain(formats()).chain(relations());
    ObjectSpec {
        label: "Workspace Member",
        label_plural: "Workspace Members",
        description: "A user in this workspace.",
        icon: "IconUserCircle",
        is_searchable: true,
        label_field: "name",
        image_field: Some("avatarUrl"),
        search: &["name", "userEmail"],
        is_read_only: true,
        fields: fields.collect(),
        views: views(),
        ..system_object("workspaceMember", "workspaceMembers", uuid!("20202020-3319-4234-a34c-82d5c0e881a6"))
    }
}

fn identity() -> [FieldSpec; 5] {
    [
        field(FieldType::FullName, "name", "Name")
            .about("First and last name.")
            .icon("IconUser")
            .required()
            .uid(uuid!("20202020-e914-43a6-9c26-3603c59065f4")),
        text("userEmail", "User Email")
            .about("The address the member signs in with.")
            .icon("IconMail")
            .unique()
            .system()
            .uid(uuid!("20202020-4c5f-4e09-bebc-9e624e21ecf4")),
        field(FieldType::Uuid, "userId", "User Id")
            .about("The user behind the member.")
            .icon("IconId")
            .required()
            .system()
            .uid(uuid!("20202020-75a9-4dfc-bf25-2e4b43e89820")),
        text("avatarUrl", "Avatar Url")
            .about("Address of a picture of the member.")
            .icon("IconFileUpload")
            .system()
            .uid(uuid!("20202020-0ced-4c4f-a376-c98a966af3f6")),
        text("jobTitle", "Job Title")
            .about("What the member does.")
            .icon("IconBriefcase")
            .system()
            .uid(uuid!("20202020-4dd4-4619-826e-08f6c06b374d")),
    ]
}

fn preferences() -> [FieldSpec; 5] {
    [
        text("colorScheme", "Color Scheme")
            .about("System, Light or Dark.")
            .icon("IconColorSwatch")
            .literal("System")
            .uid(uuid!("20202020-66bc-47f2-adac-f2ef7c598b63")),
        text("uiScale", "Interface Scale")
            .about("Smaller, Default, Large or Larger.")
            .icon("IconZoomIn")
            .literal("Default")
            .uid(uuid!("20202020-1581-4bfb-b87d-58fa9cd5b817")),
        text("openRecordIn", "Open Records In")
            .about("SIDE_PANEL or RECORD_PAGE.")
            .icon("IconLayoutSidebarRight")
            .literal("SIDE_PANEL")
            .uid(uuid!("20202020-1b16-419d-9323-6f3ea850e5d9")),
        text("locale", "Language")
            .about("The language of the interface.")
            .icon("IconLanguage")
            .literal("en")
            .uid(uuid!("20202020-402e-4695-b169-794fa015afbe")),
        text("timeZone", "Time zone")
            .about("IANA name, or `system` for the browser's own.")
            .icon("IconTimezone")
            .literal("system")
            .uid(uuid!("20202020-2d33-4c21-a86e-5943b050dd54")),
    ]
    .map(|field| field.required().system())
}

fn formats() -> [FieldSpec; 4] {
    [
        select(
            "dateFormat",
            "Date format",
            [
                option("SYSTEM", "System", "turquoise"),
                option("MONTH_FIRST", "Month First", "red"),
                option("DAY_FIRST", "Day First", "purple"),
                option("YEAR_FIRST", "Year First", "sky"),
            ],
        )
        .about("How dates are written.")
        .icon("IconCalendarEvent")
        .literal("SYSTEM")
        .uid(uuid!("20202020-af13-4e11-b1e7-b8cf5ea13dc0")),
        select(
            "timeFormat",
            "Time format",
            [
                option("SYSTEM", "System", "sky"),
                option("HOUR_24", "24HRS", "red"),
                option("HOUR_12", "12HRS", "purple"),
            ],
        )
        .about("How times are written.")
        .icon("IconClock2")
        .literal("SYSTEM")
        .uid(uuid!("20202020-8acb-4cf8-a851-a6ed443c8d81")),
        select(
            "numberFormat",
            "Number format",
            [
                option("SYSTEM", "System", "turquoise"),
                option("COMMAS_AND_DOT", "Commas and dot", "blue"),
                option("SPACES_AND_COMMA", "Spaces and comma", "green"),
                option("DOTS_AND_COMMA", "Dots and comma", "orange"),
                option("APOSTROPHE_AND_DOT", "Apostrophe and dot", "purple"),
            ],
        )
        .about("How numbers are written.")
        .icon("IconNumbers")
        .literal("SYSTEM")
        .uid(uuid!("20202020-7f40-4e7f-b126-11c0eda6b141")),
        field(FieldType::Number, "calendarStartDay", "Start of the week")
            .about("7 follows the language, 0 is Sunday, 1 Monday, 6 Saturday.")
            .icon("IconCalendar")
            .settings(|settings| settings.data_type = Some("int".to_owned()))
            .default(json!(7))
            .uid(uuid!("20202020-1ecc-4562-84c9-ff3a2f6cce85")),
    ]
    .map(|field| field.required().system())
}

fn relations() -> [FieldSpec; 4] {
    [
        one_to_many("assignedTasks", "Assigned tasks", "task", "assignee")
            .about("The tasks of the member.")
            .icon("IconCheckbox")
            .uid(uuid!("20202020-61dc-4a1c-99e8-38ebf8d2bbeb")),
        one_to_many("ownedOpportunities", "Owned opportunities", "opportunity", "owner")
            .about("The deals the member is in charge of.")
            .icon("IconTargetArrow")
            .uid(uuid!("20202020-9e4d-4b3a-8c1f-6d7e8f9a0b1c")),
        one_to_many("accountOwnerForCompanies", "Account Owner For Companies", "company", "accountOwner")
            .about("The companies the member is in charge of.")
            .icon("IconBriefcase")
            .uid(uuid!("20202020-dc29-4bd4-a3c1-29eafa324bee")),
        one_to_many("timelineActivities", "Timeline Activities", "timelineActivity", "workspaceMember")
            .about("What the member did.")
            .icon("IconTimelineEvent")
            .uid(uuid!("20202020-e15b-47b8-94fe-8200e3c66615")),
    ]
}

fn views() -> Vec<ViewSpec> {
    vec![
        index_view([
            column("name"),
            column("createdAt"),
            column("ownedOpportunities"),
            column("assignedTasks"),
        ]),
        record_page([
            section("General", [column("ownedOpportunities"), column("assignedTasks")]),
            system_section(),
        ]),
    ]
}
