//! The opportunity.

use icosa_model::FieldType;
use uuid::{Uuid, uuid};

use super::field::{FieldSpec, OptionSpec, field, many_to_one, option, select, text};
use super::object::{ObjectSpec, index, object as standard_object};
use super::target::{attachments, note_targets, task_targets, timeline_activities};
use super::view::{ViewSpec, board, column, index_view, record_page, section, system_section};

pub(super) fn object() -> ObjectSpec {
    ObjectSpec {
        label: "Opportunity",
        label_plural: "Opportunities",
        description: "A deal on its way from first contact to customer.",
        icon: "IconTargetArrow",
        color: Some("red"),
        shortcut: Some("O"),
        label_field: "name",
        search: &["name"],
        fields: vec![
            text("name", "Name")
                .about("What the deal is called.")
                .icon("IconTargetArrow")
                .uid(uuid!("20202020-8609-4f65-a2d9-44009eb422b5")),
            field(FieldType::Currency, "amount", "Amount")
                .about("What the deal is worth.")
                .icon("IconCurrencyDollar")
                .uid(uuid!("20202020-583e-4642-8533-db761d5fa82f")),
            field(FieldType::DateTime, "closeDate", "Close date")
                .about("When the deal is expected to close.")
                .icon("IconCalendarEvent")
                .uid(uuid!("20202020-527e-44d6-b1ac-c4158d307b97")),
            stage(),
            many_to_one("pointOfContact", "Point of Contact", "person", "pointOfContactForOpportunities")
                .about("The person the deal goes through.")
                .icon("IconUser")
                .uid(uuid!("20202020-8dfb-42fc-92b6-01afb759ed16")),
            many_to_one("company", "Company", "company", "opportunities")
                .about("The company the deal is with.")
                .icon("IconBuildingSkyscraper")
                .uid(uuid!("20202020-cbac-457e-b565-adece5fc815f")),
            many_to_one("owner", "Owner", "workspaceMember", "ownedOpportunities")
                .about("The member in charge of the deal.")
                .icon("IconUserCircle")
                .uid(uuid!("20202020-be7e-4d1e-8e19-3d5c7c4b9f2a")),
            task_targets("targetOpportunity"),
            note_targets("targetOpportunity"),
            attachments("targetOpportunity"),
            timeline_activities("Timeline Activities", "targetOpportunity"),
        ],
        indexes: vec![index(&["stage"])],
        views: views(),
        ..standard_object("opportunity", "opportunities", uuid!("20202020-9549-49dd-b2b2-883999db8938"))
    }
}

fn stage() -> FieldSpec {
    let known = |value, label, color, id: Uuid| OptionSpec { id: Some(id), ..option(value, label, color) };
    select(
        "stage",
        "Stage",
        [
            known("NEW", "New", "red", uuid!("20202020-8e01-4afd-9c39-d2063097587a")),
            known("SCREENING", "Screening", "purple", uuid!("20202020-e685-4671-ac32-26d304dacb6e")),
            known("MEETING", "Meeting", "sky", uuid!("20202020-dde9-4acc-b5ca-f6531a8ecb4a")),
            known("PROPOSAL", "Proposal", "turquoise", uuid!("20202020-696e-4f6b-91bc-f413e9b2f654")),
            known("CUSTOMER", "Customer", "yellow", uuid!("20202020-0bb5-4a6f-a8b2-774bbad21104")),
        ],
    )
    .about("How far the deal has come.")
    .icon("IconProgressCheck")
    .required()
    .literal("NEW")
    .uid(uuid!("20202020-6f76-477d-8551-28cd65b2b4b9"))
}

fn views() -> Vec<ViewSpec> {
    vec![
        index_view([
            column("name"),
            column("amount").aggregate("AVG"),
            column("createdBy"),
            column("closeDate").aggregate("MIN"),
            column("company"),
            column("pointOfContact"),
        ]),
        board(
            "By Stage",
            2,
            [
                column("name"),
                column("amount").aggregate("SUM"),
                column("createdBy"),
                column("closeDate"),
                column("company"),
                column("pointOfContact"),
            ],
        )
        .grouped("stage", &["NEW", "SCREENING", "MEETING", "PROPOSAL", "CUSTOMER"])
        .uid(uuid!("20202020-a004-4a04-8a04-0aa0b1ca1ba0")),
        record_page([
            section(
                "Deal",
                [
                    column("amount"),
                    column("stage"),
                    column("closeDate"),
                    column("taskTargets").at(4).hidden(),
                    column("noteTargets").hidden(),
                    column("attachments").hidden(),
                    column("timelineActivities").hidden(),
                ],
            ),
            section("Relations", [column("company"), column("pointOfContact"), column("owner")]),
            system_section(),
        ]),
    ]
}
