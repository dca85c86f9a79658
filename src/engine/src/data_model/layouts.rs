//! Pages made of tabs and widgets, and the items of the command menu (dashboards, sections 1, 2 and 6).
//!
//! What comes with an object (see [`crate::standard::pages`]) is never deleted for good: it is switched off, and what
//! it was made with is kept beside what this workspace has made of it, so that it can be reset.

mod commands;
mod configuration;
mod forget;
mod pages;
mod positions;
mod reset;
mod rows;
mod save;
mod tabs;
mod widgets;

pub use forget::{forget_fields, forget_missing, forget_views};
pub use rows::{remove_pages, remove_widgets};
pub use widgets::{adopt_view, shown_by, shows_new_fields};

use icosa_contract::data_model::LayoutChange;

use super::draft::{Draft, Step};

/// Codes of refusals and problems.
pub mod code {
    pub const PAGE_NOT_FOUND: &str = "PAGE_LAYOUT_NOT_FOUND";
    pub const INVALID_PAGE: &str = "INVALID_PAGE_LAYOUT_DATA";
    pub const TAB_NOT_FOUND: &str = "PAGE_LAYOUT_TAB_NOT_FOUND";
    pub const INVALID_TAB: &str = "INVALID_PAGE_LAYOUT_TAB_DATA";
    pub const WIDGET_NOT_FOUND: &str = "PAGE_LAYOUT_WIDGET_NOT_FOUND";
    pub const INVALID_WIDGET: &str = "INVALID_PAGE_LAYOUT_WIDGET_DATA";
    pub const COMMAND_NOT_FOUND: &str = "COMMAND_MENU_ITEM_NOT_FOUND";
    pub const INVALID_COMMAND: &str = "INVALID_COMMAND_MENU_ITEM_INPUT";
}

/// Carries out one change; answers the id of what it made, changed or removed.
pub fn apply(draft: &mut Draft<'_>, change: LayoutChange) -> Step {
    use LayoutChange as C;
    match change {
        C::CreatePage(request) => pages::create(draft, request),
        C::UpdatePage(request) => pages::update(draft, request),
        C::DestroyPage(id) => pages::destroy(draft, id),
        C::SavePage(request) => save::save(draft, request),
        C::ResetPage(id) => reset::page(draft, id),
        C::CreateTab(request) => tabs::create(draft, request),
        C::UpdateTab(request) => tabs::update(draft, request),
        C::DestroyTab(id) => tabs::destroy(draft, id),
        C::ResetTab(id) => reset::tab(draft, id),
        C::CreateWidget(request) => widgets::create(draft, request),
        C::UpdateWidget(request) => widgets::update(draft, request),
        C::DestroyWidget(id) => widgets::destroy(draft, id),
        C::ResetWidget(id) => reset::widget(draft, id),
        C::UpdateCommand(request) => commands::update(draft, request),
        C::ResetCommand(id) => commands::reset(draft, id),
    }
}
