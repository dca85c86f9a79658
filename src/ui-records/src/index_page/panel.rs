//! A record open beside the table (`?open=`): the parts of its page, in a panel as wide as the person wants.
//!
//! Opening adds one step to the history, so that Back closes it; another record takes the place of the open one, and
//! closing goes back over that step. Filters and sorts leave it open.

mod width;

use icosa_contract::routes;
use icosa_contract::session::OpenIn;
use icosa_ui::button::IconButton;
use icosa_ui::hooks::{focus, use_is_phone, use_window_listener};
use icosa_ui::icon::Icon;
use leptos::ev::{self, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::location::State;
use uuid::Uuid;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use super::Shown;
use super::address::Address;
use crate::followed::Followed;
use crate::opening::{Opening, use_opening};
use crate::record_page::{EditableTitle, RecordParts, RecordState};
use width::{Edge, use_width};

/// What the history keeps beside the address of a record that was opened from the table: the table is one step back.
const FROM_TABLE: &str = "from-table";

/// What becomes of the entry of the history that the window is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// It stays; the next one comes from elsewhere.
    Leave,
    /// It stays, and is the table that the next one was opened from.
    Open,
    /// The next one takes its place, as far from the table that it was opened from.
    Replace,
    /// It stays; the next one is another table, which Back takes back.
    Narrow,
    /// The next one takes its place, and is another table.
    Amend,
}

/// The record that is open beside the table.
#[derive(Clone, Copy)]
pub(super) struct Panel {
    address: Memo<Address>,
    /// Which one.
    pub id: Memo<Option<Uuid>>,
    tab: Memo<Option<String>>,
    is_phone: Signal<bool>,
    opening: Option<Opening>,
    go: Callback<(String, Step)>,
    /// The window is on its way back to the table.
    is_closing: StoredValue<bool>,
}

impl Panel {
    /// The panel of an index page.
    pub fn new(address: Memo<Address>) -> Self {
        let (query, navigate) = (use_query_map(), use_navigate());
        let go = Callback::new(move |(path, step): (String, Step)| {
            // Another record in its place is as far from the table.
            let is_marked = step == Step::Open || step == Step::Replace && is_from_table();
            if matches!(step, Step::Open | Step::Narrow)
                && let Ok(history) = window().history()
            {
                // By hand: the router adds no step to a page that it saw last before a Back.
                let _ = history.push_state_with_url(&JsValue::NULL, "", None);
            }
            let state = State::new(is_marked.then(|| JsValue::from_str(FROM_TABLE)));
            let replace = step != Step::Leave;
            navigate(&path, NavigateOptions { replace, scroll: false, state, ..NavigateOptions::default() });
        });
        let id = Memo::new(move |_| query.with(|query| Uuid::parse_str(&query.get("open")?).ok()));
        Self {
            address,
            id,
            tab: Memo::new(move |_| query.with(|query| query.get("tab"))),
            is_phone: use_is_phone(),
            opening: use_opening(),
            go,
            is_closing: StoredValue::new(false),
        }
    }

    /// Opens a record where the person wants it; on phones on its own page.
    pub fn open(self, followed: &Followed, id: Uuid) {
        let place = self.opening.map(|opening| untrack(|| opening.of(&followed.object))).unwrap_or_default();
        if place == OpenIn::SidePanel && !self.is_phone.get_untracked() {
            self.show(id);
        } else {
            self.go.run((routes::record(&followed.object.name_singular, &id.to_string()), Step::Leave));
        }
    }

    /// Another address of this table, with the open record still open; tracked.
    pub fn href(self, address: &Address) -> String {
        match self.id.get() {
            Some(id) => address.with_record(&id.to_string(), self.tab.get().as_deref()),
            None => address.href(),
        }
    }

    /// Shows other rows, with the open record still open: by a step that Back takes back, or (`is_first` not) in place
    /// of such a step that has just been made.
    pub fn narrow(self, address: &Address, is_first: bool) {
        if self.address.with_untracked(|now| now != address) {
            let step = if is_first { Step::Narrow } else { Step::Amend };
            self.go.run((untrack(|| self.href(address)), step));
        }
    }

    fn show(self, id: Uuid) {
        let is_open = self.id.get_untracked().is_some();
        let href = self.address.with_untracked(|address| address.with_record(&id.to_string(), None));
        self.go.run((href, if is_open { Step::Replace } else { Step::Open }));
    }

    /// Shows a tab of the open record.
    fn turn(self, href: String) {
        self.go.run((href, Step::Replace));
    }

    fn close(self) {
        // Whoever came by the address has no table to go back to.
        if !is_from_table() {
            self.go.run((self.address.with_untracked(Address::href), Step::Replace));
        } else if self.is_closing.try_get_value() == Some(false)
            && let Ok(history) = window().history()
        {
            // Going back takes a moment, in which a second press would leave the table too.
            self.is_closing.set_value(true);
            let _ = history.back();
        }
    }

    /// Gives the keys back to the table, on the row of the record that was open; whoever has gone on to something else
    /// keeps them.
    fn leave(self, shown: Shown, element: Option<&Element>, id: Uuid) {
        let Some(page) = document().body() else { return };
        let is_idle = document().active_element().is_none_or(|active| {
            active.is_same_node(Some(&page)) || element.is_some_and(|panel| panel.contains(Some(&active)))
        });
        if let Some((table, _)) = shown.table.try_get_value().flatten().filter(|_| is_idle) {
            table.return_to(id);
        }
    }

    /// Shows the record before or after the open one, as far as it is in memory.
    fn step(self, shown: Shown, by: i64) {
        let Some((table, _)) = shown.table.try_get_value().flatten() else { return };
        let row = self.id.get_untracked().and_then(|id| table.place(id)?.checked_add_signed(by));
        if let Some(next) = row.and_then(|row| table.cell_at(row)) {
            self.show(next.id);
        }
    }
}

/// The panel; nothing while no record is open.
#[component]
pub(super) fn RecordPanel(followed: Memo<Option<Followed>>, panel: Panel, shown: Shown) -> AnyView {
    let element = NodeRef::<html::Aside>::new();
    let is_open = Memo::new(move |_| panel.id.get().is_some());
    let width = use_width();
    // The table tells which row is open.
    Effect::new(move |_| {
        let id = panel.id.get();
        shown.total.track();
        if let Some((table, _)) = shown.table.try_get_value().flatten() {
            table.opened.set(id);
        }
    });
    // What has been opened gets the keys, and gives them back.
    Effect::new(move |before: Option<Option<Uuid>>| {
        let id = panel.id.get();
        panel.is_closing.set_value(false);
        let panel_element = element.get_untracked();
        match (before, id, panel_element) {
            (Some(before), Some(_), Some(element)) if before != id => focus(&element),
            (Some(Some(before)), None, element) => panel.leave(shown, element.as_deref(), before),
            _ => {}
        }
        id
    });
    use_window_listener(ev::keydown, move |event| {
        // What is open over the page, and the table while it has something to leave, hear this key first.
        if event.key() == "Escape"
            && !event.default_prevented()
            && is_open.get_untracked()
            && !is_typing(&event)
        {
            event.prevent_default();
            panel.close();
        }
    });
    let on_key = move |event: KeyboardEvent| {
        // With Ctrl and the like, keys are the window's: Ctrl+K opens the search.
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let by = match event.key().as_str() {
            "ArrowUp" | "k" => -1,
            "ArrowDown" | "j" => 1,
            _ => return,
        };
        // Links and menus inside have keys of their own.
        if event.target() == event.current_target() {
            event.prevent_default();
            panel.step(shown, by);
        }
    };
    let content = move || {
        let (followed, id) = (followed.get()?, panel.id.get()?);
        let address = panel.address;
        let tab_href = Callback::new(move |slug: String| {
            address.with(|address| address.with_record(&id.to_string(), Some(&slug)))
        });
        let head = Callback::new(move |state: RecordState| view! { <Head state panel shown/> }.into_any());
        let on_tab = Callback::new(move |href| panel.turn(href));
        Some(view! { <RecordParts followed id head tab_href on_tab/> })
    };
    view! {
        <aside class="rec-panel" aria-label="Open record" tabindex="-1" node_ref=element hidden=move || !is_open.get()
            style:width=move || format!("{}px", width.get()) on:keydown=on_key>
            <Edge width/>
            {content}
        </aside>
    }
    .into_any()
}

/// The name, the way to the page, to the neighbours and out.
#[component]
fn Head(state: RecordState, panel: Panel, shown: Shown) -> AnyView {
    let page = routes::record(&state.object.name_singular, &state.id.to_string());
    let close = move || panel.address.with(Address::href);
    view! {
        <header class="record-header">
            <EditableTitle state/>
            <div class="flex items-center gap-1 ml-auto">
                <span class="js-only flex">
                    <IconButton icon="IconChevronUp" label="Previous record" on_click=move |_| panel.step(shown, -1)/>
                    <IconButton icon="IconChevronDown" label="Next record" on_click=move |_| panel.step(shown, 1)/>
                </span>
                <a class="icon-btn" href=page aria-label="Open the page" data-tip="Open the page"><Icon name="IconArrowsDiagonal"/></a>
                <a class="icon-btn" href=close aria-label="Close" data-tip="Close" on:click=move |event| {
                    event.prevent_default();
                    panel.close();
                }><Icon name="IconX"/></a>
            </div>
        </header>
    }
    .into_any()
}

/// The open record was opened from the table, which is the entry before in the history of this window.
fn is_from_table() -> bool {
    let state = window().history().and_then(|history| history.state());
    state.is_ok_and(|state| state.as_string().as_deref() == Some(FROM_TABLE))
}

/// A field has the keys.
fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            || element.closest("[contenteditable='true'], dialog, [popover]").ok().flatten().is_some()
    })
}
