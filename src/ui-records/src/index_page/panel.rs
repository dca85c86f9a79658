//! A record open beside the table (`?open=`): the parts of its page, in a panel as wide as the person wants.
//!
//! Opening adds one step to the history, so that Back closes it; another record takes the place of the open one.

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
use uuid::Uuid;
use wasm_bindgen::JsCast;

use super::Shown;
use super::address::Address;
use crate::followed::Followed;
use crate::opening::{Opening, use_opening};
use crate::record_page::{EditableTitle, RecordParts, RecordState};
use width::{Edge, use_width};

/// The record that is open beside the table.
#[derive(Clone, Copy)]
pub(super) struct Panel {
    address: Memo<Address>,
    /// Which one.
    pub id: Memo<Option<Uuid>>,
    is_phone: Signal<bool>,
    opening: Option<Opening>,
    go: Callback<(String, bool)>,
}

impl Panel {
    /// The panel of an index page.
    pub fn new(address: Memo<Address>) -> Self {
        let (query, navigate) = (use_query_map(), use_navigate());
        let go = Callback::new(move |(path, replace): (String, bool)| {
            navigate(&path, NavigateOptions { replace, scroll: false, ..NavigateOptions::default() });
        });
        let id = Memo::new(move |_| query.with(|query| Uuid::parse_str(&query.get("open")?).ok()));
        Self { address, id, is_phone: use_is_phone(), opening: use_opening(), go }
    }

    /// Opens a record where the person wants it; on phones on its own page.
    pub fn open(self, followed: &Followed, id: Uuid) {
        let place = self.opening.map(|opening| untrack(|| opening.of(&followed.object))).unwrap_or_default();
        if place == OpenIn::SidePanel && !self.is_phone.get_untracked() {
            self.show(id);
        } else {
            self.go.run((routes::record(&followed.object.name_singular, &id.to_string()), false));
        }
    }

    fn show(self, id: Uuid) {
        let is_open = self.id.get_untracked().is_some();
        let href = self.address.with_untracked(|address| address.with_record(&id.to_string(), None));
        self.go.run((href, is_open));
    }

    fn close(self, shown: Shown) {
        self.go.run((self.address.with_untracked(Address::href), true));
        if let Some((table, _)) = shown.table.try_get_value().flatten() {
            table.take_keyboard();
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
    // What has been opened gets the keys.
    Effect::new(move |before: Option<Option<Uuid>>| {
        let id = panel.id.get();
        if before.is_some_and(|before| before != id)
            && id.is_some()
            && let Some(element) = element.get_untracked()
        {
            focus(&element);
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
            panel.close(shown);
        }
    });
    let on_key = move |event: KeyboardEvent| {
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
        Some(view! { <RecordParts followed id head tab_href/> })
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
                    panel.close(shown);
                }><Icon name="IconX"/></a>
            </div>
        </header>
    }
    .into_any()
}

/// A field has the keys.
fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            || element.closest("[contenteditable='true'], dialog, [popover]").ok().flatten().is_some()
    })
}
