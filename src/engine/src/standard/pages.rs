//! The pages of records that objects come with, and the command that leads to their records: of standard objects as
//! the specification lists them, of others as all objects have them.

use chrono::{DateTime, Utc};
use icosa_model::definition::{
    CommandMenuItemRow, FieldRow, ObjectRow, PageLayoutRow, PageLayoutTabRow, PageLayoutWidgetRow,
};
use icosa_model::naming::{STANDARD_APPLICATION, universal_id};
use icosa_model::{Metadata, ObjectId};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::data_model::draft::custom_application;

/// A tab as it is described.
struct Tab {
    title: &'static str,
    icon: &'static str,
    widgets: Vec<Widget>,
}

/// A widget as it is described.
#[derive(Clone, Copy)]
enum Widget {
    /// The fields of the record.
    Fields,
    /// The records on the other side of a relation, under this title.
    Card(&'static str, &'static str),
    /// The document of the record, under this title.
    Body(&'static str),
    /// Fills its tab, and is called like it.
    Whole(&'static str),
}

/// Gives an object the page of its records, unless it has one. The fields of the record page and the object's own
/// fields are there before.
pub fn add_page(metadata: &mut Metadata, object: ObjectId, now: DateTime<Utc>) {
    let Some(object) = metadata.objects.iter().find(|row| row.id == object).cloned() else { return };
    let fields_view = |row: &&icosa_model::definition::ViewRow| {
        row.object_id == object.id && row.view_type == "FIELDS_WIDGET" && row.widget_id.is_none()
    };
    let Some(view) = metadata.views.iter().find(fields_view).map(|view| view.id) else { return };
    let is_page = |row: &PageLayoutRow| row.object_id == Some(object.id) && !row.is_custom;
    if metadata.page_layouts.iter().any(is_page) {
        return;
    }
    let uid = |entity: &str, value: String| owned_by(metadata, &object, entity, &value);
    let layout = PageLayoutRow {
        universal_identifier: uid("pageLayout", format!("{}:RECORD_PAGE", object.universal_identifier)),
        object_id: Some(object.id),
        is_first_tab_pinned: true,
        is_custom: false,
        created_at: now,
        updated_at: now,
        ..PageLayoutRow::new(Uuid::new_v4(), &format!("{} Record Page", object.label_singular), "RECORD_PAGE")
    };
    let fields: Vec<&FieldRow> =
        metadata.fields.iter().filter(|field| field.object_id == object.id).collect();
    let (mut tabs, mut widgets) = (Vec::new(), Vec::new());
    for (spec, position) in tabs_of(&object).into_iter().zip(0_u32..) {
        let mode =
            if matches!(spec.widgets.as_slice(), [Widget::Whole(_)]) { "CANVAS" } else { "VERTICAL_LIST" };
        let made: Vec<Made> =
            spec.widgets.iter().filter_map(|widget| made(*widget, &spec, &fields, view.0)).collect();
        if made.is_empty() {
            continue;
        }
        let tab = PageLayoutTabRow {
            universal_identifier: uid(
                "pageLayoutTab",
                format!("{}:{}", layout.universal_identifier, spec.title),
            ),
            icon: Some(spec.icon.to_owned()),
            is_custom: false,
            created_at: now,
            updated_at: now,
            ..PageLayoutTabRow::new(Uuid::new_v4(), layout.id, spec.title, mode, f64::from(position))
        };
        for (made, index) in made.into_iter().zip(0_u32..) {
            let position = match mode {
                "CANVAS" => json!({"layoutMode": "CANVAS"}),
                _ => json!({"layoutMode": mode, "index": index}),
            };
            widgets.push(PageLayoutWidgetRow {
                universal_identifier: uid(
                    "pageLayoutWidget",
                    format!("{}:{}", tab.universal_identifier, made.title),
                ),
                position,
                is_custom: false,
                created_at: now,
                updated_at: now,
                ..PageLayoutWidgetRow::new(Uuid::new_v4(), tab.id, made.title, made.kind, made.configuration)
            });
        }
        tabs.push(tab);
    }
    metadata.page_layouts.push(layout);
    metadata.page_layout_tabs.extend(tabs);
    metadata.page_layout_widgets.extend(widgets);
}

/// A widget as it is stored.
struct Made {
    title: &'static str,
    kind: &'static str,
    configuration: Value,
}

/// None where the object lacks what the widget shows.
fn made(widget: Widget, tab: &Tab, fields: &[&FieldRow], view: Uuid) -> Option<Made> {
    let field = |name: &str| fields.iter().find(|field| field.name == name);
    let (title, kind) = match widget {
        Widget::Fields => ("Fields", "FIELDS"),
        Widget::Card(_, title) => (title, "FIELD"),
        Widget::Body(title) => (title, "FIELD_RICH_TEXT"),
        Widget::Whole(kind) => (tab.title, kind),
    };
    if needs(kind).is_some_and(|name| field(name).is_none()) {
        return None;
    }
    let configuration = match widget {
        Widget::Fields => json!({"configurationType": kind, "viewId": view}),
        Widget::Card(name, _) => {
            json!({"configurationType": kind, "fieldMetadataId": field(name)?.id, "fieldDisplayMode": "CARD"})
        }
        Widget::Body(_) | Widget::Whole(_) => json!({"configurationType": kind}),
    };
    Some(Made { title, kind, configuration })
}

/// The field without which there is nothing to show.
fn needs(kind: &str) -> Option<&'static str> {
    match kind {
        "TIMELINE" => Some("timelineActivities"),
        "TASKS" => Some("taskTargets"),
        "NOTES" => Some("noteTargets"),
        "FILES" => Some("attachments"),
        "FIELD_RICH_TEXT" => Some("bodyV2"),
        _ => None,
    }
}

fn tabs_of(object: &ObjectRow) -> Vec<Tab> {
    let home = |widgets: &[Widget]| Tab { title: "Home", icon: "IconHome", widgets: widgets.to_vec() };
    let whole = |title, icon, kind| Tab { title, icon, widgets: vec![Widget::Whole(kind)] };
    let timeline = || whole("Timeline", "IconTimelineEvent", "TIMELINE");
    let tasks = || whole("Tasks", "IconCheckbox", "TASKS");
    let notes = || whole("Notes", "IconNotes", "NOTES");
    let files = || whole("Files", "IconPaperclip", "FILES");
    let body = || whole("Note", "IconNotes", "FIELD_RICH_TEXT");
    let card = Widget::Card;
    let (company, deals) = (card("company", "Company"), |name| card(name, "Opportunities"));
    let with_mail = |home: Tab| {
        let mail =
            [whole("Emails", "IconMail", "EMAILS"), whole("Calendar", "IconCalendarEvent", "CALENDAR")];
        [home, timeline(), tasks(), notes(), files()].into_iter().chain(mail).collect()
    };
    match object.name_singular.as_str() {
        _ if !object.is_standard => [home(&[Widget::Fields]), timeline(), tasks(), notes(), files()].into(),
        "company" => with_mail(home(&[Widget::Fields, card("people", "People"), deals("opportunities")])),
        "person" => with_mail(home(&[Widget::Fields, company, deals("pointOfContactForOpportunities")])),
        "opportunity" => with_mail(home(&[
            Widget::Fields,
            card("pointOfContact", "Point of Contact"),
            company,
            card("owner", "Owner"),
        ])),
        "note" => [home(&[Widget::Fields, Widget::Body("Note")]), body(), timeline(), files()].into(),
        "task" => [home(&[Widget::Fields, Widget::Body("Task")]), body(), timeline(), files()].into(),
        _ => [home(&[Widget::Fields]), timeline()].into(),
    }
}

/// Adds the command that leads to the records of an object behind the others, unless it is there. System objects are
/// not led to.
pub fn add_command(metadata: &mut Metadata, object: ObjectId, now: DateTime<Utc>) {
    let Some(object) = metadata.objects.iter().find(|row| row.id == object).cloned() else { return };
    let is_there = |row: &CommandMenuItemRow| row.navigation_target_object_id == Some(object.id);
    if object.is_system || !object.is_active || metadata.command_menu_items.iter().any(is_there) {
        return;
    }
    let position = metadata.command_menu_items.iter().map(|row| row.position + 1.0).fold(0.0, f64::max);
    let value = format!("{}:navigation", object.universal_identifier);
    let row = CommandMenuItemRow {
        universal_identifier: owned_by(metadata, &object, "commandMenuItem", &value),
        created_at: now,
        updated_at: now,
        ..CommandMenuItemRow::go_to(Uuid::new_v4(), object.id, position)
    };
    metadata.command_menu_items.push(row);
}

/// Gives every object the page and the command that it comes with, where it has none.
pub fn complete(metadata: &mut Metadata, now: DateTime<Utc>) {
    let objects: Vec<ObjectId> = metadata.objects.iter().map(|object| object.id).collect();
    for object in objects {
        add_page(metadata, object, now);
        add_command(metadata, object, now);
    }
}

/// The identifier that follows from what something is, in the application of its object.
fn owned_by(metadata: &Metadata, object: &ObjectRow, entity: &str, value: &str) -> Uuid {
    let application = match object.is_standard {
        true => STANDARD_APPLICATION,
        false => custom_application(metadata.workspace_id),
    };
    universal_id(application, entity, value)
}
