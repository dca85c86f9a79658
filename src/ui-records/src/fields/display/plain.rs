//! Values that lead nowhere: texts, numbers, dates, choices, documents and who did it.

use icosa_model::field_type::RATINGS;
use icosa_model::format::{exact, plain, text as texts};
use icosa_model::rich_text::Document;
use icosa_model::{Field, FieldType};
use icosa_ui::avatar::Avatar;
use icosa_ui::icon::Icon;
use icosa_ui::rich_text::RichTextView;
use icosa_ui::tag::Tag;
use leptos::prelude::*;
use serde_json::Value;

use super::Shown;

/// The line of any value; what is rounded or shortened is told in full on hover.
pub(super) fn line(shown: Shown<'_>, value: &Value) -> AnyView {
    let preferences = &shown.page.session.preferences;
    let text = plain(shown.field, value, preferences, shown.page.session.now);
    let title = exact(shown.field, value, preferences);
    let is_number =
        matches!(shown.field.field_type, FieldType::Number | FieldType::Numeric | FieldType::Currency);
    let class = if is_number { "truncate tabular-nums" } else { "truncate" };
    view! { <span class=class title=title>{text}</span> }.into_any()
}

/// One line in a cell; on a record page with its own line breaks, cut after as many lines as the field says.
pub(super) fn text(shown: Shown<'_>, value: &Value) -> AnyView {
    if !shown.is_page() {
        return line(shown, value);
    }
    let text = value.as_str().unwrap_or_default().trim_end().to_owned();
    match shown.field.settings.displayed_max_rows {
        Some(rows) => {
            let style = format!("--rows:{}", rows.max(1));
            view! { <span class="field-lines field-clamped" style=style title=text.clone()>{text.clone()}</span> }.into_any()
        }
        None => view! { <span class="field-lines">{text}</span> }.into_any(),
    }
}

/// Every character counts, so they are of one width.
pub(super) fn id(shown: Shown<'_>, value: &Value) -> AnyView {
    let text = value.as_str().unwrap_or_default().to_owned();
    let class = if shown.is_page() { "field-mono" } else { "field-mono truncate" };
    view! { <span class=class title=text.clone()>{text.clone()}</span> }.into_any()
}

/// JSON on one line in a cell, indented on a record page.
pub(super) fn json(shown: Shown<'_>, value: &Value) -> AnyView {
    if shown.is_page() {
        let text = serde_json::to_string_pretty(value).unwrap_or_default();
        return view! { <code class="field-mono field-json">{text}</code> }.into_any();
    }
    let text = plain(shown.field, value, &shown.page.session.preferences, shown.page.session.now);
    view! { <span class="field-mono truncate">{text}</span> }.into_any()
}

/// The first words in a cell, the beginning of the document on a record page.
pub(super) fn rich_text(shown: Shown<'_>, value: &Value) -> AnyView {
    if shown.is_page() {
        let document = Document::of_value(value).to_json();
        return view! { <div class="field-document"><RichTextView value=Signal::stored(document)/></div> }
            .into_any();
    }
    line(shown, value)
}

pub(super) fn boolean(value: bool) -> AnyView {
    let (icon, word) = if value { ("IconCheck", "True") } else { ("IconX", "False") };
    view! { <span class="flex items-center gap-1"><Icon name=icon size=14/>{word}</span> }.into_any()
}

/// Choices as tags; the value itself where its choice is gone.
pub(super) fn options(field: &Field, values: &[Value]) -> AnyView {
    values
        .iter()
        .filter_map(Value::as_str)
        .map(|value| {
            let option = field.options.iter().find(|option| option.value == value);
            let label = option.map_or(value, |option| &option.label).to_owned();
            let color = option.and_then(|option| option.color.clone()).unwrap_or_else(|| "gray".to_owned());
            view! { <Tag label color/> }.into_any()
        })
        .collect::<Vec<_>>()
        .into_any()
}

pub(super) fn rating(value: &Value) -> AnyView {
    let stars = RATINGS.iter().position(|rating| value == rating).map_or(0, |place| place + 1);
    let icons: Vec<AnyView> = (1..=RATINGS.len())
        .map(|star| {
            let name = if star <= stars { "IconStarFilled" } else { "IconStar" };
            let class = if star <= stars { "text-star" } else { "text-extra-light" };
            view! { <span class=class><Icon name size=14/></span> }.into_any()
        })
        .collect();
    view! { <span class="flex" role="img" aria-label=format!("{stars} of {}", RATINGS.len())>{icons}</span> }
        .into_any()
}

/// Who or what did it: a member's picture, or the icon of the source.
pub(super) fn actor(value: &Value) -> AnyView {
    let text_of = |key: &str| value.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    let source = text_of("source").unwrap_or("MANUAL");
    let name = texts::actor(value);
    let picture = match text_of("workspaceMemberId") {
        Some(member) => view! { <Avatar name=name.clone() seed=member.to_owned() size=14/> }.into_any(),
        None => view! { <Icon name=source_icon(source) size=14/> }.into_any(),
    };
    let title = match texts::source_label(source) {
        "" => name.clone(),
        source => format!("{name} · {source}"),
    };
    view! {
        <span class="flex items-center gap-1 min-w-0" title=title>{picture}<span class="truncate">{name}</span></span>
    }
    .into_any()
}

fn source_icon(source: &str) -> &'static str {
    match source {
        "EMAIL" => "IconMail",
        "CALENDAR" => "IconCalendar",
        "WORKFLOW" => "IconSettingsAutomation",
        "AGENT" => "IconRobot",
        "API" => "IconCode",
        "IMPORT" => "IconFileImport",
        "WEBHOOK" => "IconWebhook",
        "APPLICATION" => "IconApps",
        "SYSTEM" => "IconSettings",
        _ => "IconUserCircle",
    }
}
