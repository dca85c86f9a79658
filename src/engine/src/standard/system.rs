//! The eight fields every object has.

use icosa_model::FieldType;
use icosa_model::field_type::ACTOR_SOURCES;
use serde_json::json;

use super::field::{FieldSpec, OptionSpec, field};

/// In their standard order.
pub(super) fn fields() -> [FieldSpec; 8] {
    [
        field(FieldType::Uuid, "id", "Id").icon("Icon123").default(json!("uuid")).required().read_only(),
        instant("createdAt", "Creation date").icon("IconCalendar").default(json!("now")).required(),
        instant("updatedAt", "Last update").icon("IconCalendarClock").default(json!("now")).required(),
        instant("deletedAt", "Deleted at").icon("IconCalendarMinus"),
        actor("createdBy", "Created by").icon("IconCreativeCommonsSa"),
        actor("updatedBy", "Updated by").icon("IconUserCircle"),
        field(FieldType::Position, "position", "Position")
            .icon("IconHierarchy2")
            .default(json!(0))
            .required(),
        field(FieldType::TsVector, "searchVector", "Search vector").icon("IconUser").read_only(),
    ]
    .map(FieldSpec::system)
}

fn instant(name: &'static str, label: &'static str) -> FieldSpec {
    field(FieldType::DateTime, name, label)
        .settings(|settings| settings.display_format = Some("RELATIVE".to_owned()))
        .read_only()
}

fn actor(name: &'static str, label: &'static str) -> FieldSpec {
    let source =
        |value: &'static str| OptionSpec { value, label: value.to_lowercase(), color: None, id: None };
    FieldSpec {
        options: ACTOR_SOURCES.map(source).into(),
        ..field(FieldType::Actor, name, label)
            .default(json!({"source": "'MANUAL'", "name": "'System'", "workspaceMemberId": null}))
            .required()
            .read_only()
    }
}
