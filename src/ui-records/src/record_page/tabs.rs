//! Tabs of a record page, as the workspace has laid them out. A tab is an address (`?tab=`), so it opens without
//! JavaScript and can be sent to others; its address follows from what it shows, not from what it is called.

use std::sync::Arc;

use icosa_model::page::PageWidget;
use icosa_model::{Field, FieldType, Model, Object};
use icosa_ui::icon::Icon;
use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::activities::{Body, Notes, Tasks};
use super::attachments::{Attachments, has_attachments};
use super::fields_widget::FieldsWidget;
use super::related::RelatedCards;
use super::selection::{rich_text_fields, rich_text_tab};
use super::state::RecordState;
use super::timeline::Timeline;

/// What stands beside the tabs, and the tabs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// On wide screens beside the tabs.
    pub summary: Vec<Part>,
    /// In order.
    pub tabs: Vec<RecordTab>,
}

/// A tab of a record page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordTab {
    title: String,
    icon: String,
    /// Its name in the address.
    pub slug: String,
    parts: Vec<Part>,
}

/// What a record page can show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Fields, and cards of related records.
    Fields,
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
}

impl Document {
    fn of(field: &Field) -> Self {
        // The standard name says nothing to people.
        let title = if field.name == "bodyV2" { "Note" } else { &field.label };
        Self { field: field.name.clone(), title: title.to_owned() }
    }
}

/// Pages that are laid out by nobody: title, icon and widget of each tab.
const USUAL: [(&str, &str, &str); 5] = [
    ("Home", "IconHome", "FIELDS"),
    ("Timeline", "IconTimelineEvent", "TIMELINE"),
    ("Tasks", "IconCheckbox", "TASKS"),
    ("Notes", "IconNotes", "NOTES"),
    ("Files", "IconPaperclip", "FILES"),
];

/// How an object's records are shown. Widgets that are not known here are left out, tabs of nothing else too; documents
/// without a tab of their own come first.
pub fn layout_of(object: &Object) -> Layout {
    let tab = |title: &str, icon: &str, widgets: &[PageWidget]| {
        let parts: Vec<Part> = widgets.iter().filter_map(|widget| part(object, widget)).collect();
        let slug = slug(object, parts.first());
        RecordTab { title: title.to_owned(), icon: icon.to_owned(), slug, parts }
    };
    let usual = |(title, icon, kind): &(&str, &str, &str)| {
        tab(title, icon, &[PageWidget { kind: (*kind).to_owned(), field_id: None }])
    };
    let (is_pinned, mut tabs): (bool, Vec<RecordTab>) = match &object.page {
        Some(page) => {
            let tabs = page.tabs.iter();
            let tabs = tabs.map(|row| tab(&row.title, row.icon.as_deref().unwrap_or_default(), &row.widgets));
            (page.is_first_tab_pinned, tabs.collect())
        }
        None => (true, USUAL.iter().map(usual).collect()),
    };
    let mut summary = Vec::new();
    if is_pinned && !tabs.is_empty() {
        summary = tabs.remove(0).parts;
        // On narrow screens only it would be shown twice.
        summary.retain(|part| !matches!(part, Part::Body(_)));
    }
    tabs.retain(|tab| !tab.parts.is_empty());
    let documents: Vec<RecordTab> = rich_text_fields(object)
        .map(Document::of)
        .filter(|document| {
            tabs.iter().flat_map(|tab| &tab.parts).all(|part| *part != Part::Body(document.clone()))
        })
        .map(|document| {
            let (title, part) = (document.title.clone(), Part::Body(document));
            RecordTab {
                title,
                icon: "IconNotes".to_owned(),
                slug: slug(object, Some(&part)),
                parts: vec![part],
            }
        })
        .collect();
    tabs.splice(0..0, documents);
    tell_apart(&mut tabs);
    Layout { summary, tabs }
}

fn part(object: &Object, widget: &PageWidget) -> Option<Part> {
    let is_tied = |list: &str, own: &str| object.field(list).is_some() && object.name_singular != own;
    match widget.kind.as_str() {
        "FIELDS" => Some(Part::Fields),
        "TIMELINE" => Some(Part::Timeline),
        "TASKS" if is_tied("taskTargets", "task") => Some(Part::Tasks),
        "NOTES" if is_tied("noteTargets", "note") => Some(Part::Notes),
        "FILES" if has_attachments(object) => Some(Part::Files),
        "FIELD_RICH_TEXT" => rich_text_fields(object).next().map(|field| Part::Body(Document::of(field))),
        "FIELD" => {
            let field = object.field_by_id(widget.field_id?)?;
            (field.field_type == FieldType::RichText).then(|| Part::Body(Document::of(field)))
        }
        _ => None,
    }
}

fn slug(object: &Object, part: Option<&Part>) -> String {
    match part {
        Some(Part::Body(document)) => rich_text_tab(object, &document.field),
        Some(Part::Timeline) => "timeline".to_owned(),
        Some(Part::Tasks) => "tasks".to_owned(),
        Some(Part::Notes) => "notes".to_owned(),
        Some(Part::Files) => "files".to_owned(),
        Some(Part::Fields) | None => "home".to_owned(),
    }
}

/// Two tabs that show the same have addresses of their own.
fn tell_apart(tabs: &mut [RecordTab]) {
    let slugs: Vec<String> = tabs.iter().map(|tab| tab.slug.clone()).collect();
    for (at, tab) in tabs.iter_mut().enumerate() {
        let before = slugs.iter().take(at).filter(|slug| **slug == tab.slug).count();
        if before > 0 {
            tab.slug = format!("{}-{}", tab.slug, before + 1);
        }
    }
}

/// The row of tab links.
#[component]
pub fn TabBar(
    tabs: Vec<RecordTab>,
    current: Memo<Option<RecordTab>>,
    /// The address that shows a tab.
    href: Callback<String, String>,
    /// Goes to it in place of the link.
    on_tab: Option<Callback<String>>,
) -> AnyView {
    let links = tabs
        .into_iter()
        .map(|tab| {
            let (slug, icon, title) = (tab.slug.clone(), tab.icon.clone(), tab.title.clone());
            let own = slug.clone();
            let pick = move |event: MouseEvent| {
                let is_plain =
                    !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
                if let Some(on_tab) = on_tab.filter(|_| is_plain) {
                    event.prevent_default();
                    on_tab.run(untrack(|| href.run(own.clone())));
                }
            };
            let is_current = move || current.with(|current| current.as_ref() == Some(&tab)).then_some("true");
            view! {
                <a href=move || href.run(slug.clone()) class="tab-link" on:click=pick aria-current=is_current>
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
pub fn TabPanel(model: Arc<Model>, tab: Memo<Option<RecordTab>>, state: RecordState) -> AnyView {
    let panel = move || {
        let parts = tab.get().map(|tab| tab.parts).unwrap_or_default();
        view! { <Parts model=model.clone() parts state=state.clone()/> }.into_any()
    };
    view! { <div class="tab-panel">{panel}</div> }.into_any()
}

/// One below the other.
#[component]
pub fn Parts(model: Arc<Model>, parts: Vec<Part>, state: RecordState) -> AnyView {
    let show = |part| {
        let (model, state) = (model.clone(), state.clone());
        match part {
            Part::Fields => view! {
                <FieldsWidget model=model.clone() state=state.clone()/>
                <RelatedCards model state/>
            }
            .into_any(),
            Part::Body(document) => view! { <Body state document/> }.into_any(),
            Part::Timeline => view! { <Timeline model state/> }.into_any(),
            Part::Tasks => view! { <Tasks model state/> }.into_any(),
            Part::Notes => view! { <Notes model state/> }.into_any(),
            Part::Files => view! { <Attachments model state/> }.into_any(),
        }
    };
    parts.into_iter().map(show).collect::<Vec<_>>().into_any()
}

#[cfg(test)]
mod tests {
    use icosa_model::definition::{FieldRow, Metadata, ObjectRow};
    use icosa_model::page::{Page, PageTab};
    use icosa_model::{FieldId, ObjectId, WorkspaceId, resolve};
    use uuid::Uuid;

    use super::*;

    fn object(page: Option<Page>) -> Arc<Object> {
        let id = ObjectId(Uuid::from_u128(1));
        let field = |number, name, kind| FieldRow::new(FieldId(Uuid::from_u128(number)), id, name, kind);
        let metadata = Metadata {
            objects: vec![ObjectRow::new(id, "thing", "things", FieldId(Uuid::from_u128(2)))],
            fields: vec![field(2, "name", FieldType::Text), field(3, "story", FieldType::RichText)],
            pages: page.into_iter().collect(),
            ..Metadata::empty(WorkspaceId(Uuid::nil()))
        };
        Arc::clone(resolve(Arc::new(metadata)).unwrap().object("thing").unwrap())
    }

    fn laid_out(is_first_tab_pinned: bool, tabs: &[(&str, &[&str])]) -> Layout {
        let widget = |kind: &&str| PageWidget { kind: (*kind).to_owned(), field_id: None };
        let tab = |(title, widgets): &(&str, &[&str])| PageTab {
            title: (*title).to_owned(),
            icon: None,
            widgets: widgets.iter().map(widget).collect(),
        };
        let tabs = tabs.iter().map(tab).collect();
        layout_of(&object(Some(Page { object_id: ObjectId(Uuid::from_u128(1)), is_first_tab_pinned, tabs })))
    }

    fn addresses(layout: &Layout) -> Vec<String> {
        layout.tabs.iter().map(|tab| format!("{}={}", tab.title, tab.slug)).collect()
    }

    #[test]
    fn tabs_are_as_laid_out_and_what_is_not_known_is_left_out() {
        let layout = laid_out(
            true,
            &[
                ("Home", &["FIELDS", "FIELD_RICH_TEXT", "HOROSCOPE"]),
                ("History", &["TIMELINE"]),
                ("Stars", &["HOROSCOPE", "EMAILS"]),
                ("Again", &["HOROSCOPE", "TIMELINE"]),
            ],
        );
        assert_eq!(layout.summary, [Part::Fields]);
        // The document has no tab of its own but has to be read somewhere.
        assert_eq!(addresses(&layout), ["story=note", "History=timeline", "Again=timeline-2"]);
    }

    #[test]
    fn a_first_tab_that_is_not_pinned_is_one_like_the_others() {
        let layout = laid_out(false, &[("About", &["FIELDS"]), ("Story", &["FIELD_RICH_TEXT"])]);
        assert_eq!(
            (layout.summary.len(), addresses(&layout)),
            (0, vec!["About=home".into(), "Story=note".into()])
        );
        assert_eq!(
            laid_out(true, &[]),
            Layout { summary: vec![], tabs: layout_of(&object(None)).tabs[..1].to_vec() }
        );
    }

    #[test]
    fn objects_without_a_page_have_the_usual_one() {
        let layout = layout_of(&object(None));
        assert_eq!(layout.summary, [Part::Fields]);
        assert_eq!(addresses(&layout), ["story=note", "Timeline=timeline"]);
    }
}
