//! What widgets can be told to show (dashboards, sections 2 and 3): the members of each kind of configuration, and
//! what their values must be.

use icosa_model::FieldId;
use icosa_model::definition::{FieldRow, PageLayoutWidgetRow};
use icosa_model::field_type::TAG_COLORS;
use serde_json::{Map, Value};
use url::Url;
use uuid::Uuid;

use super::code::INVALID_WIDGET;
use super::widgets::object_of;
use crate::data_model::draft::Draft;
use crate::data_model::report::Problem;
use crate::data_model::views::{check_aggregate, text_problem};

/// Longest configuration as JSON, bytes.
const MAX_BYTES: usize = 200_000;
/// Longest text of a member, characters.
const MAX_TEXT: usize = 2_000;

/// What the value of a member is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Is {
    Text,
    Texts,
    Bool,
    Whole,
    Number,
    /// One of these.
    Word(&'static [&'static str]),
    /// A field of the object that the widget shows records of.
    OwnField,
    /// Any field.
    Field,
    /// A view of a widget: of one that lists fields, or of one that shows records.
    View {
        lists_fields: bool,
    },
    Url,
    Body,
    Filter,
    Ratio,
    Zone,
    Color,
    FrontComponent,
    Ids,
}

/// A member: name, value, whether it must be there.
pub type Key = (&'static str, Is, bool);

const fn needed(name: &'static str, is: Is) -> Key {
    (name, is, true)
}

const fn may(name: &'static str, is: Is) -> Key {
    (name, is, false)
}

const OPERATIONS: &[&str] = &[
    "MIN",
    "MAX",
    "AVG",
    "SUM",
    "COUNT",
    "COUNT_UNIQUE_VALUES",
    "COUNT_EMPTY",
    "COUNT_NOT_EMPTY",
    "COUNT_TRUE",
    "COUNT_FALSE",
    "PERCENTAGE_EMPTY",
    "PERCENTAGE_NOT_EMPTY",
];
const GRANULARITY: Is = Is::Word(&[
    "DAY",
    "WEEK",
    "MONTH",
    "QUARTER",
    "YEAR",
    "DAY_OF_THE_WEEK",
    "MONTH_OF_THE_YEAR",
    "QUARTER_OF_THE_YEAR",
    "NONE",
]);
const ORDER: Is = Is::Word(&[
    "FIELD_ASC",
    "FIELD_DESC",
    "FIELD_POSITION_ASC",
    "FIELD_POSITION_DESC",
    "VALUE_ASC",
    "VALUE_DESC",
    "MANUAL",
]);

const CHART: &[Key] = &[
    needed("aggregateFieldMetadataId", Is::OwnField),
    needed("aggregateOperation", Is::Word(OPERATIONS)),
    may("displayDataLabel", Is::Bool),
    may("numberFormat", Is::Word(&["SHORT", "FULL"])),
    may("description", Is::Text),
    may("filter", Is::Filter),
    may("timezone", Is::Zone),
    may("firstDayOfTheWeek", Is::Whole),
];
const AXES: &[Key] = &[
    needed("primaryAxisGroupByFieldMetadataId", Is::OwnField),
    may("primaryAxisGroupBySubFieldName", Is::Text),
    may("primaryAxisDateGranularity", GRANULARITY),
    may("primaryAxisOrderBy", ORDER),
    may("primaryAxisManualSortOrder", Is::Texts),
    may("secondaryAxisGroupByFieldMetadataId", Is::OwnField),
    may("secondaryAxisGroupBySubFieldName", Is::Text),
    may("secondaryAxisGroupByDateGranularity", GRANULARITY),
    may("secondaryAxisOrderBy", ORDER),
    may("secondaryAxisManualSortOrder", Is::Texts),
    may("omitNullValues", Is::Bool),
    may("axisNameDisplay", Is::Word(&["NONE", "X", "Y", "BOTH"])),
    may("rangeMin", Is::Number),
    may("rangeMax", Is::Number),
    may("isCumulative", Is::Bool),
];
const COLOURED: &[Key] =
    &[may("color", Is::Color), may("splitMultiValueFields", Is::Bool), may("displayLegend", Is::Bool)];
const BAR: &[Key] = &[
    may("groupMode", Is::Word(&["STACKED", "GROUPED"])),
    needed("layout", Is::Word(&["VERTICAL", "HORIZONTAL"])),
];
const LINE: &[Key] = &[may("isStacked", Is::Bool)];
const PIE: &[Key] = &[
    needed("groupByFieldMetadataId", Is::OwnField),
    may("groupBySubFieldName", Is::Text),
    may("dateGranularity", GRANULARITY),
    may("orderBy", ORDER),
    may("manualSortOrder", Is::Texts),
    may("hideEmptyCategory", Is::Bool),
    may("showCenterMetric", Is::Bool),
];
const AGGREGATE: &[Key] = &[
    may("label", Is::Text),
    may("prefix", Is::Text),
    may("suffix", Is::Text),
    may("ratioAggregateConfig", Is::Ratio),
];
const TABLE: &[Key] = &[
    may("viewId", Is::View { lists_fields: false }),
    may("recordLimit", Is::Whole),
    may("isUIEditable", Is::Bool),
];
const FIELDS: &[Key] = &[
    may("viewId", Is::View { lists_fields: true }),
    may("newFieldDefaultVisibility", Is::Bool),
    may("shouldAllowUserToSeeHiddenFields", Is::Bool),
];
const FIELD: &[Key] = &[
    needed("fieldMetadataId", Is::OwnField),
    needed("fieldDisplayMode", Is::Word(&["CARD", "EDITOR", "FIELD", "VIEW", "TABLE"])),
    may("viewId", Is::View { lists_fields: false }),
    may("nestedRelationFieldMetadataId", Is::Field),
    may("isUIEditable", Is::Bool),
];
const COMPONENT: &[Key] = &[
    needed("frontComponentId", Is::FrontComponent),
    may("headerCommandMenuItemUniversalIdentifiers", Is::Ids),
];

/// Widgets that are told nothing.
const PLAIN: [&str; 16] = [
    "VIEW",
    "TIMELINE",
    "TASKS",
    "NOTES",
    "FILES",
    "EMAILS",
    "CALENDAR",
    "EMAIL_THREAD",
    "FIELD_RICH_TEXT",
    "WORKFLOW",
    "WORKFLOW_VERSION",
    "WORKFLOW_RUN",
    "CALL_RECORDING_SUMMARY",
    "CALL_RECORDING_TRANSCRIPT",
    "MESSAGE_CAMPAIGN_BODY",
    "MESSAGE_CAMPAIGN_DETAILS",
];

/// The members of a kind of configuration besides `configurationType`; none for a kind that there is not.
pub fn keys(kind: &str) -> Option<Vec<Key>> {
    let lists: &[&[Key]] = match kind {
        "BAR_CHART" => &[CHART, AXES, COLOURED, BAR],
        "LINE_CHART" => &[CHART, AXES, COLOURED, LINE],
        "PIE_CHART" => &[CHART, COLOURED, PIE],
        "AGGREGATE_CHART" => &[CHART, AGGREGATE],
        "IFRAME" => &[&[may("url", Is::Url)]],
        "STANDALONE_RICH_TEXT" => &[&[needed("body", Is::Body)]],
        "RECORD_TABLE" => &[TABLE],
        "FIELDS" => &[FIELDS],
        "FIELD" => &[FIELD],
        "FORM_FIELD" => &[&[needed("fieldMetadataId", Is::OwnField)]],
        "FRONT_COMPONENT" => &[COMPONENT],
        plain if PLAIN.contains(&plain) => &[],
        _ => return None,
    };
    Some(lists.concat())
}

/// The kinds of configuration that a type of widget can have; none for a type that there is not.
fn kinds(widget_type: &str) -> Option<Vec<&str>> {
    const CHARTS: [&str; 4] = ["AGGREGATE_CHART", "BAR_CHART", "LINE_CHART", "PIE_CHART"];
    match widget_type {
        "GRAPH" => Some(CHARTS.to_vec()),
        chart if CHARTS.contains(&chart) => None,
        other => keys(other).map(|_| vec![other]),
    }
}

/// The configuration as it is stored: without members that say nothing.
pub fn tidied(configuration: Value) -> Value {
    match configuration {
        Value::Object(members) => {
            Value::Object(members.into_iter().filter(|(_, value)| !value.is_null()).collect())
        }
        other => other,
    }
}

/// Everything that is wrong with what a widget is told.
pub fn problems(draft: &Draft<'_>, row: &PageLayoutWidgetRow) -> Vec<Problem> {
    let invalid = |message: String| Problem::new(INVALID_WIDGET, message);
    let Some(kinds) = kinds(&row.widget_type) else {
        let message = format!("There are no widgets of the type {:?}.", row.widget_type);
        return vec![invalid(message).with_value(row.widget_type.as_str())];
    };
    let Value::Object(members) = &row.configuration else {
        return vec![invalid("A configuration is a JSON object.".to_owned())];
    };
    let kind = members.get("configurationType").and_then(Value::as_str).unwrap_or_default();
    if !kinds.contains(&kind) {
        let message =
            format!("The configurationType of a {} widget is {}.", row.widget_type, kinds.join(" or "));
        return vec![invalid(message).with_value(kind)];
    }
    if row.configuration.to_string().len() > MAX_BYTES {
        return vec![invalid(format!("A configuration has at most {MAX_BYTES} bytes."))];
    }
    let keys = keys(kind).unwrap_or_default();
    let context = Context { draft, row, members };
    let is_unknown =
        |name: &&String| *name != "configurationType" && keys.iter().all(|(known, ..)| known != name);
    let unknown =
        members.keys().filter(is_unknown).map(|name| format!("A {kind} configuration has no {name:?}."));
    let mut found: Vec<Problem> = keys.iter().filter_map(|key| context.member(key)).collect();
    found.extend(unknown.map(invalid));
    found.extend(context.aggregate());
    found
}

struct Context<'c, 'd> {
    draft: &'c Draft<'d>,
    row: &'c PageLayoutWidgetRow,
    members: &'c Map<String, Value>,
}

impl Context<'_, '_> {
    fn member(&self, (name, is, is_needed): &Key) -> Option<Problem> {
        let Some(value) = self.members.get(*name) else {
            return is_needed
                .then(|| Problem::new(INVALID_WIDGET, format!("The configuration has no {name}.")));
        };
        let message = self.refusal(name, *is, value)?;
        Some(Problem::new(INVALID_WIDGET, message).with_value(value.clone()))
    }

    /// What keeps the value from being taken.
    fn refusal(&self, name: &str, is: Is, value: &Value) -> Option<String> {
        let text = value.as_str();
        let say = |holds: bool, what: &str| (!holds).then(|| format!("{name} is {what}."));
        match is {
            Is::Text => match text {
                Some(text) => text_problem(name, text, MAX_TEXT),
                None => say(false, "a text"),
            },
            Is::Texts => say(texts(value).is_some(), "a list of texts"),
            Is::Bool => say(value.is_boolean(), "true or false"),
            Is::Whole => say(whole(name, value), whole_words(name)),
            Is::Number => say(value.is_number(), "a number"),
            Is::Word(words) => {
                let is_one = text.is_some_and(|text| words.contains(&text));
                say(is_one, &format!("one of {}", words.join(", ")))
            }
            Is::Field => say(self.field(value).is_some(), "the id of a field"),
            Is::OwnField => self.own_field(name, value),
            Is::View { lists_fields } => {
                say(self.is_view(value, lists_fields), "the id of a view of widgets")
            }
            Is::Url => say(text.is_some_and(is_absolute), "an address that begins with https:// or http://"),
            Is::Body => say(is_body(value), "an object with the texts blocknote and markdown"),
            Is::Filter => self.filter(value).map(|what| format!("{name}: {what}")),
            Is::Ratio => say(self.is_ratio(value), "an object with fieldMetadataId and optionValue"),
            Is::Zone => say(text.is_some_and(crate::zones::is_known), "the name of a time zone"),
            Is::Color => {
                let is_known = text.is_some_and(|text| text == "auto" || TAG_COLORS.contains(&text));
                say(is_known, "the name of a colour, or auto")
            }
            // There are no components of other applications yet.
            Is::FrontComponent => Some("There is no such front component.".to_owned()),
            Is::Ids => {
                let list = texts(value).unwrap_or_default();
                let is_id = |text: &&str| Uuid::parse_str(text).is_ok();
                let is_once =
                    |(at, text): (usize, &&str)| list.iter().position(|other| other == text) == Some(at);
                let holds =
                    texts(value).is_some() && list.iter().all(is_id) && list.iter().enumerate().all(is_once);
                say(holds, "a list of ids, each once")
            }
        }
    }

    fn field(&self, value: &Value) -> Option<&FieldRow> {
        self.draft.field(FieldId(value.as_str()?.parse().ok()?))
    }

    fn own_field(&self, name: &str, value: &Value) -> Option<String> {
        let Some(field) = self.field(value) else { return Some(format!("{name} is the id of a field.")) };
        let object = object_of(self.draft, self.row);
        let is_own = object.is_none_or(|object| object == field.object_id);
        (!is_own).then(|| format!("{name} is a field of the object that the widget shows."))
    }

    fn is_view(&self, value: &Value, lists_fields: bool) -> bool {
        let id = value.as_str().and_then(|id| id.parse().ok());
        let view = id.and_then(|id| self.draft.view(id));
        let object = object_of(self.draft, self.row);
        view.is_some_and(|view| {
            let is_own = !lists_fields || object.is_none_or(|object| object == view.object_id);
            view.view_type.ends_with("_WIDGET")
                && (view.view_type == "FIELDS_WIDGET") == lists_fields
                && is_own
        })
    }

    /// The operation is one for the field it is computed over.
    fn aggregate(&self) -> Option<Problem> {
        let field = self.field(self.members.get("aggregateFieldMetadataId")?)?;
        let operation = self.members.get("aggregateOperation")?.as_str()?;
        let known = OPERATIONS.contains(&operation);
        let problem = known.then(|| check_aggregate(operation, field)).flatten()?;
        Some(Problem { code: INVALID_WIDGET, ..problem })
    }

    fn is_ratio(&self, value: &Value) -> bool {
        let field = value.get("fieldMetadataId").and_then(|id| self.field(id));
        field.is_some() && value.get("optionValue").is_some_and(Value::is_string)
    }

    fn filter(&self, value: &Value) -> Option<&'static str> {
        let Value::Object(members) = value else { return Some("a filter is a JSON object.") };
        if members.keys().any(|key| !["recordFilters", "recordFilterGroups"].contains(&key.as_str())) {
            return Some("a filter has recordFilters and recordFilterGroups.");
        }
        let is_filter = |filter: &Value| {
            let field = filter.get("fieldMetadataId").and_then(|id| self.field(id));
            field.is_some() && filter.get("operand").is_some_and(Value::is_string)
        };
        let is_group = |group: &Value| {
            let operator = group.get("logicalOperator").and_then(Value::as_str).unwrap_or_default();
            group.get("id").is_some_and(Value::is_string) && ["AND", "OR", "NOT"].contains(&operator)
        };
        if !all(members.get("recordFilters"), is_filter) {
            return Some("each of recordFilters has a fieldMetadataId and an operand.");
        }
        let message = "each of recordFilterGroups has an id and a logicalOperator.";
        (!all(members.get("recordFilterGroups"), is_group)).then_some(message)
    }
}

/// Nothing, or a list in which each fits.
fn all(list: Option<&Value>, fits: impl Fn(&Value) -> bool) -> bool {
    match list {
        None | Some(Value::Null) => true,
        Some(list) => list.as_array().is_some_and(|list| list.iter().all(fits)),
    }
}

fn texts(value: &Value) -> Option<Vec<&str>> {
    let list: Option<Vec<&str>> = value.as_array()?.iter().map(Value::as_str).collect();
    list.filter(|list| list.iter().all(|text| text_problem("", text, MAX_TEXT).is_none()))
}

fn whole(name: &str, value: &Value) -> bool {
    match (name, value.as_i64()) {
        (_, None) => false,
        ("firstDayOfTheWeek", Some(day)) => [0, 1, 6].contains(&day),
        (_, Some(number)) => (1..=i64::from(i32::MAX)).contains(&number),
    }
}

fn whole_words(name: &str) -> &'static str {
    match name {
        "firstDayOfTheWeek" => "0, 1 or 6: Sunday, Monday or Saturday",
        _ => "a whole number, at least 1",
    }
}

fn is_absolute(text: &str) -> bool {
    let url = Url::parse(text).ok();
    url.is_some_and(|url| ["http", "https"].contains(&url.scheme()) && url.has_host())
        && text.len() <= MAX_TEXT
}

fn is_body(value: &Value) -> bool {
    let is_text = |key: &str| value.get(key).is_none_or(|text| text.is_null() || text.is_string());
    value.is_object() && is_text("blocknote") && is_text("markdown")
}
