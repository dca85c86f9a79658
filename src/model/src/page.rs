//! What a record's page and the command menu are made of, as interfaces need it: without what is switched off, and
//! without anything that only those who edit pages ask for.

use serde::{Deserialize, Serialize};

use crate::ids::{FieldId, ObjectId};

/// The page of an object's records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Page {
    /// Whose records.
    pub object_id: ObjectId,
    /// The first tab stands beside the others.
    pub is_first_tab_pinned: bool,
    /// In order.
    pub tabs: Vec<PageTab>,
}

/// A tab of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PageTab {
    /// What people read.
    pub title: String,
    /// Tabler icon name.
    pub icon: Option<String>,
    /// In order.
    pub widgets: Vec<PageWidget>,
}

/// A widget of a tab.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PageWidget {
    /// e.g. `FIELDS`, `TIMELINE`; interfaces leave out those that they do not know.
    #[serde(rename = "type")]
    pub kind: String,
    /// The field that it shows.
    pub field_id: Option<FieldId>,
}

/// A place that the command menu leads to: the records of an object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// Whose records.
    pub object_id: ObjectId,
    /// What people read.
    pub label: String,
    /// Tabler icon name.
    pub icon: Option<String>,
}

/// The pages of all objects that have one, and where the command menu leads.
#[cfg(not(target_arch = "wasm32"))]
pub use rows::{pages, places};

/// Browsers are told what follows from the rows.
#[cfg(not(target_arch = "wasm32"))]
mod rows {
    use std::collections::HashMap;

    use serde_json::Value;
    use uuid::Uuid;

    use super::{Page, PageTab, PageWidget, Place};
    use crate::definition::{Metadata, PageLayoutRow, PageLayoutTabRow, PageLayoutWidgetRow};
    use crate::ids::FieldId;

    /// The pages of records. Of several of one object the one that came with it counts.
    #[must_use]
    pub fn pages(metadata: &Metadata) -> Vec<Page> {
        let mut widgets: HashMap<Uuid, Vec<&PageLayoutWidgetRow>> = HashMap::new();
        for widget in metadata.page_layout_widgets.iter().filter(|widget| widget.is_shown()) {
            widgets.entry(widget.page_layout_tab_id).or_default().push(widget);
        }
        let mut tabs: HashMap<Uuid, Vec<&PageLayoutTabRow>> = HashMap::new();
        for tab in metadata.page_layout_tabs.iter().filter(|tab| tab.is_shown()) {
            tabs.entry(tab.page_layout_id).or_default().push(tab);
        }
        let is_record_page =
            |layout: &&PageLayoutRow| layout.layout_type == "RECORD_PAGE" && layout.deleted_at.is_none();
        let mut layouts: Vec<&PageLayoutRow> = metadata.page_layouts.iter().filter(is_record_page).collect();
        layouts.sort_by_key(|layout| layout.is_custom);
        let mut pages: Vec<Page> = Vec::new();
        for layout in layouts {
            let Some(object_id) = layout.object_id else { continue };
            if pages.iter().any(|page| page.object_id == object_id) {
                continue;
            }
            let mut own = tabs.remove(&layout.id).unwrap_or_default();
            own.sort_by(|a, b| a.position.total_cmp(&b.position));
            let tabs = own.into_iter().map(|row| tab(row, widgets.remove(&row.id).unwrap_or_default()));
            let is_first_tab_pinned = layout.is_first_tab_pinned;
            pages.push(Page { object_id, is_first_tab_pinned, tabs: tabs.collect() });
        }
        pages
    }

    fn tab(row: &PageLayoutTabRow, mut widgets: Vec<&PageLayoutWidgetRow>) -> PageTab {
        widgets.sort_by_key(|widget| place(&widget.position));
        let widget = |row: &&PageLayoutWidgetRow| PageWidget {
            kind: row.widget_type.clone(),
            field_id: field(&row.configuration),
        };
        PageTab {
            title: row.title.clone(),
            icon: row.icon.clone(),
            widgets: widgets.iter().map(widget).collect(),
        }
    }

    /// The order of a widget in its tab: of a list its index, of a grid row by row.
    fn place(position: &Value) -> (u64, u64) {
        let number = |key: &str| position.get(key).and_then(Value::as_u64);
        (number("index").or_else(|| number("row")).unwrap_or_default(), number("column").unwrap_or_default())
    }

    fn field(configuration: &Value) -> Option<FieldId> {
        configuration.get("fieldMetadataId")?.as_str()?.parse().ok()
    }

    /// Where the command menu leads, in its order; objects that are switched off are not led to.
    #[must_use]
    pub fn places(metadata: &Metadata) -> Vec<Place> {
        let mut rows: Vec<_> = metadata.command_menu_items.iter().collect();
        rows.sort_by(|a, b| a.position.total_cmp(&b.position));
        let place = |row: &crate::definition::CommandMenuItemRow| {
            let target = row.navigation_target_object_id?;
            let object = metadata.objects.iter().find(|object| object.id == target && object.is_active)?;
            Some(Place {
                object_id: object.id,
                label: row.label.replace("{objectLabelPlural}", &object.label_plural),
                icon: row.icon.clone().or_else(|| object.icon.clone()),
            })
        };
        rows.into_iter().filter_map(place).collect()
    }
}
