//! Tabs of a record page. A tab is an address (`?tab=`), so it opens without JavaScript and can be sent to others.

use std::sync::Arc;

use icosa_model::{Model, Object};
use icosa_ui::icon::Icon;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::activities::{Body, Notes, Tasks};
use super::selection::rich_text_field;
use super::state::RecordState;
use super::timeline::Timeline;

/// What a record page can show beside its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordTab {
    Body,
    Timeline,
    Tasks,
    Notes,
}

impl RecordTab {
    /// Its name in the address.
    pub fn slug(self) -> String {
        self.title().to_lowercase()
    }

    fn title(self) -> &'static str {
        match self {
            Self::Body => "Note",
            Self::Timeline => "Timeline",
            Self::Tasks => "Tasks",
            Self::Notes => "Notes",
        }
    }

    fn icon(self) -> &'static str {
        match self {
            Self::Body => "IconNotes",
            Self::Timeline => "IconTimelineEvent",
            Self::Tasks => "IconCheckbox",
            Self::Notes => "IconNotes",
        }
    }
}

/// Which tabs an object's records have.
pub fn tabs_of(object: &Object) -> Vec<RecordTab> {
    let mut tabs = Vec::new();
    if rich_text_field(object).is_some() {
        tabs.push(RecordTab::Body);
    }
    tabs.push(RecordTab::Timeline);
    if object.field("taskTargets").is_some() && object.name_singular != "task" {
        tabs.push(RecordTab::Tasks);
    }
    if object.field("noteTargets").is_some() && object.name_singular != "note" {
        tabs.push(RecordTab::Notes);
    }
    tabs
}

/// The row of tab links.
#[component]
pub fn TabBar(tabs: Vec<RecordTab>, current: Memo<RecordTab>) -> AnyView {
    let path = use_location().pathname;
    let links = tabs
        .into_iter()
        .map(|tab| {
            let href = move || format!("{}?tab={}", path.get(), tab.slug());
            view! {
                <a href=href class="tab-link" aria-current=move || (current.get() == tab).then_some("true")>
                    <Icon name=tab.icon() size=16/>{tab.title()}
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
            RecordTab::Body => view! { <Body state/> }.into_any(),
            RecordTab::Timeline => view! { <Timeline model state/> }.into_any(),
            RecordTab::Tasks => view! { <Tasks model state/> }.into_any(),
            RecordTab::Notes => view! { <Notes model state/> }.into_any(),
        }
    };
    view! { <div class="tab-panel">{panel}</div> }.into_any()
}
