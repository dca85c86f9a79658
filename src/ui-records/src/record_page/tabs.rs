//! Tabs of a record page. A tab is an address (`?tab=`), so it opens without JavaScript and can be sent to others.

use std::sync::Arc;

use icosa_model::{Field, Model, Object};
use icosa_ui::icon::Icon;
use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::activities::{Body, Notes, Tasks};
use super::attachments::{Attachments, has_attachments};
use super::selection::{rich_text_fields, rich_text_tab};
use super::state::RecordState;
use super::timeline::Timeline;

/// What a record page can show beside its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordTab {
    /// A document.
    Body(Document),
    Timeline,
    Tasks,
    Notes,
    Files,
}

/// A rich text field as its tab needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// API name of the field.
    pub field: String,
    /// What people read.
    pub title: String,
    slug: String,
}

impl Document {
    fn of(object: &Object, field: &Field) -> Self {
        // The standard name says nothing to people.
        let title = if field.name == "bodyV2" { "Note" } else { &field.label };
        let slug = rich_text_tab(object, &field.name);
        Self { field: field.name.clone(), title: title.to_owned(), slug }
    }
}

impl RecordTab {
    /// Its name in the address.
    pub fn slug(&self) -> String {
        match self {
            Self::Body(document) => document.slug.clone(),
            other => other.title().to_lowercase(),
        }
    }

    fn title(&self) -> &str {
        match self {
            Self::Body(document) => &document.title,
            Self::Timeline => "Timeline",
            Self::Tasks => "Tasks",
            Self::Notes => "Notes",
            Self::Files => "Files",
        }
    }

    fn icon(&self) -> &'static str {
        match self {
            Self::Body(_) => "IconNotes",
            Self::Timeline => "IconTimelineEvent",
            Self::Tasks => "IconCheckbox",
            Self::Notes => "IconNotes",
            Self::Files => "IconPaperclip",
        }
    }
}

/// Which tabs an object's records have.
pub fn tabs_of(object: &Object) -> Vec<RecordTab> {
    let mut tabs = Vec::new();
    tabs.extend(rich_text_fields(object).map(|field| RecordTab::Body(Document::of(object, field))));
    tabs.push(RecordTab::Timeline);
    if object.field("taskTargets").is_some() && object.name_singular != "task" {
        tabs.push(RecordTab::Tasks);
    }
    if object.field("noteTargets").is_some() && object.name_singular != "note" {
        tabs.push(RecordTab::Notes);
    }
    if has_attachments(object) {
        tabs.push(RecordTab::Files);
    }
    tabs
}

/// The row of tab links.
#[component]
pub fn TabBar(
    tabs: Vec<RecordTab>,
    current: Memo<RecordTab>,
    /// The address that shows a tab.
    href: Callback<String, String>,
    /// Goes to it in place of the link.
    on_tab: Option<Callback<String>>,
) -> AnyView {
    let links = tabs
        .into_iter()
        .map(|tab| {
            let (slug, icon, title) = (tab.slug(), tab.icon(), tab.title().to_owned());
            let own = slug.clone();
            let pick = move |event: MouseEvent| {
                let is_plain = !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
                if let Some(on_tab) = on_tab.filter(|_| is_plain) {
                    event.prevent_default();
                    on_tab.run(untrack(|| href.run(own.clone())));
                }
            };
            view! {
                <a href=move || href.run(slug.clone()) class="tab-link" on:click=pick aria-current=move || current.with(|current| *current == tab).then_some("true")>
                    <Icon name=icon size=16/>{title}
                </a>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    view! { <nav class="tab-bar" aria-label="Tabs">{links}</nav> }.into_any()
}

/// The content of the current tab.
#[component]
pub fn TabPanel(model: Arc<Model>, tab: Memo<RecordTab>, state: RecordState) -> AnyView {
    let panel = move || {
        let (model, state) = (model.clone(), state.clone());
        match tab.get() {
            RecordTab::Body(document) => view! { <Body state document/> }.into_any(),
            RecordTab::Timeline => view! { <Timeline model state/> }.into_any(),
            RecordTab::Tasks => view! { <Tasks model state/> }.into_any(),
            RecordTab::Notes => view! { <Notes model state/> }.into_any(),
            RecordTab::Files => view! { <Attachments model state/> }.into_any(),
        }
    };
    view! { <div class="tab-panel">{panel}</div> }.into_any()
}
