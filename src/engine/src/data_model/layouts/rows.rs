//! Pages, tabs and widgets as they lie in the draft: finding them, naming them in reports, taking them out.

use std::collections::HashSet;

use icosa_contract::{AppError, Code};
use icosa_model::Metadata;
use icosa_model::definition::{CommandMenuItemRow, PageLayoutRow, PageLayoutTabRow, PageLayoutWidgetRow};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::code;
use crate::data_model::draft::{Draft, Step, refused};
use crate::data_model::objects::remember;
use crate::data_model::report::{Kind, Problem, Subject};

/// A row that a workspace may have changed since it came with its object.
pub trait Row: Clone + PartialEq + Serialize + DeserializeOwned {
    /// Name in reports.
    const NAME: &'static str;
    /// Code of what is wrong with it.
    const INVALID: &'static str;
    /// The refusal for one that is not there.
    const NOT_FOUND: (&'static str, &'static str);
    /// What is kept aside when it changes.
    const KEPT: &'static [&'static str];
    /// Which one.
    fn id(&self) -> Uuid;
    /// What people read.
    fn title(&self) -> &str;
    /// The same in every workspace.
    fn universal_identifier(&self) -> Uuid;
    /// It came with its object.
    fn is_stock(&self) -> bool;
    /// It is neither deleted nor switched off.
    fn is_live(&self) -> bool;
    /// What it was made with.
    fn original(&self) -> &Map<String, Value>;
    /// What it was made with, to be changed.
    fn original_mut(&mut self) -> &mut Map<String, Value>;
    /// Says when it was changed.
    fn touch(&mut self, now: chrono::DateTime<chrono::Utc>);
    /// All of a workspace.
    fn all(metadata: &Metadata) -> &Vec<Self>;
    /// All of a workspace, to be changed.
    fn all_mut(metadata: &mut Metadata) -> &mut Vec<Self>;
}

macro_rules! rows {
    ($($row:ident in $list:ident: $name:literal $invalid:ident $missing:ident $said:literal,
        title $title:ident, stock $stock:expr, live $live:expr, kept $kept:expr;)+) => {$(
        impl Row for $row {
            const NAME: &'static str = $name;
            const INVALID: &'static str = code::$invalid;
            const NOT_FOUND: (&'static str, &'static str) = (code::$missing, $said);
            const KEPT: &'static [&'static str] = $kept;
            fn id(&self) -> Uuid {
                self.id
            }
            fn title(&self) -> &str {
                &self.$title
            }
            fn universal_identifier(&self) -> Uuid {
                self.universal_identifier
            }
            fn is_stock(&self) -> bool {
                let stock: fn(&Self) -> bool = $stock;
                stock(self)
            }
            fn is_live(&self) -> bool {
                let live: fn(&Self) -> bool = $live;
                live(self)
            }
            fn original(&self) -> &Map<String, Value> {
                &self.original
            }
            fn original_mut(&mut self) -> &mut Map<String, Value> {
                &mut self.original
            }
            fn touch(&mut self, now: chrono::DateTime<chrono::Utc>) {
                self.updated_at = now;
            }
            fn all(metadata: &Metadata) -> &Vec<Self> {
                &metadata.$list
            }
            fn all_mut(metadata: &mut Metadata) -> &mut Vec<Self> {
                &mut metadata.$list
            }
        }
    )+};
}

rows! {
    PageLayoutRow in page_layouts: "pageLayout" INVALID_PAGE PAGE_NOT_FOUND "There is no such page.",
        title name, stock |row| !row.is_custom, live |row| row.deleted_at.is_none(),
        kept &["name", "isFirstTabPinned"];
    PageLayoutTabRow in page_layout_tabs: "pageLayoutTab" INVALID_TAB TAB_NOT_FOUND "There is no such tab.",
        title title, stock |row| !row.is_custom, live |row| row.is_shown(),
        kept &["title", "icon", "position", "layoutMode"];
    PageLayoutWidgetRow in page_layout_widgets:
        "pageLayoutWidget" INVALID_WIDGET WIDGET_NOT_FOUND "There is no such widget.",
        title title, stock |row| !row.is_custom, live |row| row.is_shown(),
        kept &["pageLayoutTabId", "title", "type", "objectId", "position", "configuration", "conditionalDisplay",
            "conditionalAvailabilityExpression"];
    CommandMenuItemRow in command_menu_items:
        "commandMenuItem" INVALID_COMMAND COMMAND_NOT_FOUND "There is no such command.",
        title label, stock |_| true, live |_| true,
        kept &["label", "shortLabel", "icon", "position", "isPinned", "hotKeys"];
}

/// A row that is neither deleted nor switched off.
pub fn find<R: Row>(draft: &Draft<'_>, id: Uuid) -> Step<R> {
    any::<R>(draft, id).filter(R::is_live).ok_or_else(not_found::<R>)
}

/// A row, whether it is shown or not.
pub fn any<R: Row>(draft: &Draft<'_>, id: Uuid) -> Option<R> {
    R::all(&draft.metadata).iter().find(|row| row.id() == id).cloned()
}

/// The refusal for a row that is not there.
pub fn not_found<R: Row>() -> AppError {
    let (code, message) = R::NOT_FOUND;
    refused(Code::NotFound, code, message)
}

/// The row as the subject of a problem.
pub fn subject<R: Row>(row: &R, kind: Kind) -> Subject {
    let about = json!({
        "id": row.id(),
        "universalIdentifier": row.universal_identifier(),
        "title": row.title(),
    });
    Subject { name: R::NAME, kind, id: row.id(), about }
}

/// Notes what is wrong with a row.
pub fn problem<R: Row>(draft: &mut Draft<'_>, row: &R, kind: Kind, message: impl Into<String>) {
    draft.problem(&subject(row, kind), Problem::new(R::INVALID, message));
}

/// Adds a row.
pub fn add<R: Row>(draft: &mut Draft<'_>, row: R) {
    R::all_mut(&mut draft.metadata).push(row);
}

/// Writes a changed row in the place of what it was; of what came with its object the former is kept aside. False if
/// nothing has changed.
pub fn put<R: Row>(draft: &mut Draft<'_>, before: &R, mut row: R) -> bool {
    if row == *before {
        return false;
    }
    keep_original(before, &mut row);
    row.touch(draft.now);
    if let Some(stored) = R::all_mut(&mut draft.metadata).iter_mut().find(|other| other.id() == row.id()) {
        *stored = row;
    }
    true
}

fn keep_original<R: Row>(before: &R, row: &mut R) {
    if !before.is_stock() {
        return;
    }
    let members = |row: &R| serde_json::to_value(row).unwrap_or_default();
    let (old, new) = (members(before), members(row));
    for key in R::KEPT {
        let of = |members: &Value| members.get(*key).cloned().unwrap_or_default();
        remember(true, row.original_mut(), key, of(&old), &of(&new));
    }
}

/// The row as it came with its object.
pub fn as_made<R: Row>(row: &R) -> R {
    let Ok(Value::Object(mut members)) = serde_json::to_value(row) else { return row.clone() };
    members.extend(row.original().clone());
    members.insert("original".to_owned(), json!({}));
    serde_json::from_value(Value::Object(members)).unwrap_or_else(|_| row.clone())
}

/// An identifier that follows from what a row is, unless it is taken.
pub fn universal_id<R: Row>(draft: &Draft<'_>, parent: Uuid, title: &str) -> Uuid {
    let id = draft.universal_id(R::NAME, &format!("{parent}:{title}"));
    let is_taken = R::all(&draft.metadata).iter().any(|row| row.universal_identifier() == id);
    if is_taken { Uuid::new_v4() } else { id }
}

/// Takes pages out with everything that stands on them and leads to them.
pub fn remove_pages(metadata: &mut Metadata, pages: &HashSet<Uuid>) {
    let tabs = metadata.page_layout_tabs.iter().filter(|tab| pages.contains(&tab.page_layout_id));
    let tabs: HashSet<Uuid> = tabs.map(|tab| tab.id).collect();
    remove_tabs(metadata, &tabs);
    metadata.page_layouts.retain(|page| !pages.contains(&page.id));
    metadata.navigation.retain(|item| item.page_layout_id.is_none_or(|id| !pages.contains(&id)));
}

/// Takes tabs out with their widgets.
pub fn remove_tabs(metadata: &mut Metadata, tabs: &HashSet<Uuid>) {
    let widgets = metadata.page_layout_widgets.iter().filter(|row| tabs.contains(&row.page_layout_tab_id));
    let widgets: HashSet<Uuid> = widgets.map(|row| row.id).collect();
    remove_widgets(metadata, &widgets);
    metadata.page_layout_tabs.retain(|tab| !tabs.contains(&tab.id));
}

/// Takes widgets out with the views that are theirs.
pub fn remove_widgets(metadata: &mut Metadata, widgets: &HashSet<Uuid>) {
    metadata.page_layout_widgets.retain(|row| !widgets.contains(&row.id));
    metadata.views.retain(|view| view.widget_id.is_none_or(|id| !widgets.contains(&id)));
}
