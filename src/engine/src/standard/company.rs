//! The company.

use icosa_model::FieldType;
use uuid::uuid;

use super::field::{field, many_to_one, one_to_many, text};
use super::object::{ObjectSpec, object as standard_object};
use super::target::{attachments, note_targets, task_targets, timeline_activities};
use super::view::{ViewSpec, column, index_view, record_page, section, system_section};

pub(super) fn object() -> ObjectSpec {
    ObjectSpec {
        label: "Company",
        label_plural: "Companies",
        description: "An organisation the workspace sells to or works with.",
        icon: "IconBuildingSkyscraper",
        color: Some("blue"),
        shortcut: Some("C"),
        label_field: "name",
        image_field: Some("domainName"),
        duplicate_criteria: &[&["name"], &["domainNamePrimaryLinkUrl"]],
        search: &["name", "domainName"],
        fields: vec![
            text("name", "Name")
                .about("The name the company is known by.")
                .icon("IconBuildingSkyscraper")
                .uid(uuid!("20202020-4d99-4e2e-a84c-4a27837b1ece")),
            field(FieldType::Links, "domainName", "Domain Name")
                .about("The company's web domain; its logo is found by it.")
                .icon("IconLink")
                .settings(|settings| settings.kind = Some("domain".to_owned()))
                .max_values(1)
                .unique()
                .uid(uuid!("20202020-0c28-43d8-8ba5-3659924d3489")),
            field(FieldType::Address, "address", "Address")
                .about("Where the company is.")
                .icon("IconMap")
                .uid(uuid!("20202020-c5ce-4adc-b7b6-9c0979fc55e7")),
            field(FieldType::Links, "linkedinLink", "Linkedin")
                .about("The company's page on LinkedIn.")
                .icon("IconBrandLinkedin")
                .uid(uuid!("20202020-ebeb-4beb-b9ad-6848036fb451")),
            field(FieldType::Currency, "annualRevenue", "Annual Revenue")
                .about("What the company earns in a year.")
                .icon("IconMoneybag")
                .uid(uuid!("60f533b7-2166-4071-a767-ceb0286822fd")),
            many_to_one("accountOwner", "Account Owner", "workspaceMember", "accountOwnerForCompanies")
                .about("The member in charge of the company.")
                .icon("IconUserCircle")
                .uid(uuid!("20202020-95b8-4e10-9881-edb5d4765f9d")),
            one_to_many("people", "People", "person", "company")
                .about("Who works there.")
                .icon("IconUsers")
                .uid(uuid!("20202020-3213-4ddf-9494-6422bcff8d7c")),
            one_to_many("opportunities", "Opportunities", "opportunity", "company")
                .about("The deals with the company.")
                .icon("IconTargetArrow")
                .uid(uuid!("20202020-add3-4658-8e23-d70dccb6d0ec")),
            task_targets("targetCompany"),
            note_targets("targetCompany"),
            attachments("targetCompany"),
            timeline_activities("Timeline Activities", "targetCompany"),
        ],
        views: views(),
        ..standard_object("company", "companies", uuid!("20202020-b374-4779-a561-80086cb2e17f"))
    }
}

fn views() -> Vec<ViewSpec> {
    vec![
        index_view([
            column("name").width(180),
            column("domainName").width(100).aggregate("COUNT"),
            column("createdBy"),
            column("accountOwner"),
            column("createdAt"),
            column("linkedinLink").width(170).aggregate("PERCENTAGE_EMPTY"),
            column("address").width(170).aggregate("COUNT_NOT_EMPTY"),
        ]),
        record_page([
            section(
                "General",
                [
                    column("domainName"),
                    column("accountOwner"),
                    column("people").hidden(),
                    column("taskTargets").hidden(),
                    column("noteTargets").hidden(),
                    column("opportunities").hidden(),
                    column("attachments").hidden(),
                    column("timelineActivities").hidden(),
                ],
            ),
            section("Business", [column("annualRevenue")]),
            section("Contact", [column("linkedinLink"), column("address")]),
            system_section(),
        ]),
    ]
}
