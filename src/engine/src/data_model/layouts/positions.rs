//! Where widgets stand in their tab (dashboards, section 1.3).

use icosa_model::definition::{PageLayoutTabRow, PageLayoutWidgetRow};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::code::INVALID_WIDGET;
use super::rows::{any, subject};
use crate::data_model::draft::Draft;
use crate::data_model::report::{Kind, Problem};

const COLUMNS: i64 = 12;
const ROWS: i64 = 100;
/// Side of a widget that nobody has sized.
const SIDE: i64 = 4;

/// Widgets that are as high as what is seen of the tab, unless they say otherwise.
const HIGH: [&str; 12] = [
    "CALENDAR",
    "CALL_RECORDING_SUMMARY",
    "CALL_RECORDING_TRANSCRIPT",
    "EMAILS",
    "EMAIL_THREAD",
    "FILES",
    "NOTES",
    "TASKS",
    "TIMELINE",
    "WORKFLOW",
    "WORKFLOW_RUN",
    "WORKFLOW_VERSION",
];
/// It is an `Int` of GraphQL.
const MOST_INDEX: i64 = i32::MAX as i64;
const FIT_CONTENT: &str = "FIT_CONTENT";
const TAB_VIEWPORT: &str = "TAB_VIEWPORT";

/// The place behind those that a tab has.
pub fn next(draft: &Draft<'_>, tab: &PageLayoutTabRow) -> Value {
    let others = shown(draft, tab.id);
    match tab.layout_mode.as_str() {
        "VERTICAL_LIST" => {
            let index = others.iter().map(|row| index(row).saturating_add(1)).max().unwrap_or_default();
            let index = index.min(MOST_INDEX);
            json!({"layoutMode": "VERTICAL_LIST", "index": index})
        }
        "GRID" => {
            let number = i64::try_from(others.len()).unwrap_or_default();
            let in_row = COLUMNS / SIDE;
            json!({"layoutMode": "GRID", "row": number / in_row * SIDE, "column": number % in_row * SIDE,
                "rowSpan": SIDE, "columnSpan": SIDE})
        }
        _ => Value::Null,
    }
}

fn shown<'d>(draft: &'d Draft<'_>, tab: Uuid) -> Vec<&'d PageLayoutWidgetRow> {
    let of_tab = |row: &&PageLayoutWidgetRow| row.page_layout_tab_id == tab && row.is_shown();
    draft.metadata.page_layout_widgets.iter().filter(of_tab).collect()
}

fn index(row: &PageLayoutWidgetRow) -> i64 {
    row.position.get("index").and_then(Value::as_i64).unwrap_or_default()
}

/// Everything that is wrong with the place of a widget.
pub fn problems(row: &PageLayoutWidgetRow, tab: &PageLayoutTabRow) -> Vec<Problem> {
    let invalid = |message: String| Problem::new(INVALID_WIDGET, message);
    let members = match &row.position {
        Value::Null => return Vec::new(),
        Value::Object(members) => members,
        other => return vec![invalid("A position is a JSON object.".to_owned()).with_value(other.clone())],
    };
    let mode = members.get("layoutMode").and_then(Value::as_str).unwrap_or_default();
    if mode != tab.layout_mode {
        let message = format!("The position is one of a {} tab.", tab.layout_mode);
        return vec![invalid(message).with_value(mode)];
    }
    let (known, found): (&[&str], Vec<String>) = match mode {
        "GRID" => (&["row", "column", "rowSpan", "columnSpan"], grid(members)),
        "VERTICAL_LIST" => (&["index", "heightBehavior"], list(members)),
        _ => (&[], Vec::new()),
    };
    let is_unknown = |key: &&String| *key != "layoutMode" && !known.contains(&key.as_str());
    let unknown = members.keys().filter(is_unknown);
    let unknown = unknown.map(|key| format!("Positions of {mode} tabs have no {key:?}."));
    found.into_iter().chain(unknown).map(invalid).collect()
}

fn grid(members: &Map<String, Value>) -> Vec<String> {
    let number = |key: &str| members.get(key).and_then(Value::as_i64);
    let sides = [("row", "rowSpan", ROWS), ("column", "columnSpan", COLUMNS)];
    let mut found = Vec::new();
    for (start, span, most) in sides {
        let (Some(at), Some(length)) = (number(start), number(span)) else {
            found.push(format!("{start} and {span} are whole numbers."));
            continue;
        };
        let rules = [
            (at < 0, format!("{start} is at least 0.")),
            (length < 1, format!("{span} is at least 1.")),
            (at >= most, format!("{start} is less than {most}.")),
            (at.saturating_add(length) > most, format!("{start} and {span} end at {most} at the latest.")),
        ];
        found.extend(rules.into_iter().filter(|(is_broken, _)| *is_broken).map(|(_, message)| message));
    }
    found
}

fn list(members: &Map<String, Value>) -> Vec<String> {
    let is_place =
        members.get("index").and_then(Value::as_i64).is_some_and(|index| (0..=MOST_INDEX).contains(&index));
    let height = members.get("heightBehavior").filter(|height| !height.is_null());
    let is_height = height.is_none_or(|height| height == FIT_CONTENT || height == TAB_VIEWPORT);
    let rules = [
        (is_place, "index is a whole number, at least 0."),
        (is_height, "heightBehavior is FIT_CONTENT or TAB_VIEWPORT."),
    ];
    rules.into_iter().filter(|(holds, _)| !holds).map(|(_, message)| message.to_owned()).collect()
}

/// Notes what is wrong with the widgets of a tab together: they stand in it by its mode, and at most one is as high as
/// the tab, the last.
pub fn check_tab(draft: &mut Draft<'_>, tab: Uuid) {
    let Some(tab) = any::<PageLayoutTabRow>(draft, tab) else { return };
    let widgets: Vec<PageLayoutWidgetRow> = shown(draft, tab.id).into_iter().cloned().collect();
    let is_of_another = |row: &&PageLayoutWidgetRow| {
        row.position.get("layoutMode").is_some_and(|mode| *mode != *tab.layout_mode)
    };
    if let Some(row) = widgets.iter().find(is_of_another) {
        note(draft, row, &format!("The position is one of a {} tab.", tab.layout_mode));
        return;
    }
    if tab.layout_mode != "VERTICAL_LIST" {
        return;
    }
    let high: Vec<&PageLayoutWidgetRow> = widgets.iter().filter(|row| is_high(row)).collect();
    let last = widgets.iter().map(index).max().unwrap_or_default();
    match high.as_slice() {
        [] => {}
        [only] if index(only) >= last => {}
        [only] => note(draft, only, "A widget as high as the tab is the last one."),
        [_, second, ..] => note(draft, second, "Only one widget is as high as the tab."),
    }
}

fn is_high(row: &PageLayoutWidgetRow) -> bool {
    match row.position.get("heightBehavior").and_then(Value::as_str) {
        Some(height) => height == TAB_VIEWPORT,
        None => HIGH.contains(&row.widget_type.as_str()),
    }
}

/// Says it once, whoever finds it.
fn note(draft: &mut Draft<'_>, row: &PageLayoutWidgetRow, message: &str) {
    draft.problem(&subject(row, Kind::Update), Problem::new(INVALID_WIDGET, message));
}
