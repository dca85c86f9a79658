//! The header of an index page: what is shown, how many, and what can be done.

use std::sync::Arc;
use std::time::Duration;

use icosa_contract::routes;
use icosa_model::Object;
use icosa_model::query::{Criterion, Direction};
use icosa_rpc::{SignedIn, use_signed_in};
use icosa_ui::button::LinkButton;
use icosa_ui::hooks::use_debounced;
use icosa_ui::icon::Icon;
use icosa_ui::input::SearchInput;
use icosa_ui::tag::color_classes;
use leptos::ev::{MouseEvent, SubmitEvent};
use leptos::prelude::*;

use super::address::Address;
use super::filter_menu::FilterMenu;
use super::names::RecordNames;
use super::options::ViewOptions;
use super::panel::Panel;
use super::plan::{self, Plan};
use super::{First, Shown};
use crate::counted::grouped;
use crate::followed::Followed;

/// The list follows what is typed after a pause of so long.
const TYPING_PAUSE: Duration = Duration::from_millis(200);

/// Header of the page of one object.
#[component]
pub fn Header(
    followed: Memo<Option<Followed>>,
    address: Memo<Address>,
    first: First,
    shown: Shown,
    names: RecordNames,
    panel: Panel,
) -> AnyView {
    let object = move || followed.with(|followed| Some(Arc::clone(&followed.as_ref()?.object)));
    let name = move || {
        let object = object()?;
        let color = object.color.clone().unwrap_or_else(|| "gray".to_owned());
        let icon = object.icon.clone().unwrap_or_default();
        Some(view! {
            <span class=format!("icon-tile {}", color_classes(&color))><Icon name=icon size=14/></span>
            <h1 class="rec-title">{object.label_plural.clone()}</h1>
        })
    };
    let plural = untrack(object).map(|object| object.name_plural.clone()).unwrap_or_default();
    view! {
        <header class="rec-header">
            {name}
            <Count first shown/>
            {move || object().map(|object| view! { <ViewLinks object address/> })}
            <span class="rec-gap"></span>
            <SortChip followed address panel/>
            <TextFilter plural address panel/>
            <FilterMenu followed address names panel/>
            <ViewOptions followed address/>
            {move || object().map(|object| view! { <NewButton object shown/> })}
        </header>
    }
    .into_any()
}

/// How many records there are; follows the table once there is one.
#[component]
fn Count(first: First, shown: Shown) -> AnyView {
    let format = use_signed_in().map(|page| page.session.preferences.number_format).unwrap_or_default();
    let count = move || {
        Suspend::new(async move {
            let first = first.await.ok().and_then(|opened| opened.page.total);
            let total = move || shown.total.get().or(first).map(|total| grouped(total, format));
            view! { <span class="rec-total" data-testid="total">{total}</span> }
        })
    };
    view! { <Transition fallback=|| ()>{count}</Transition> }.into_any()
}

#[component]
fn ViewLinks(object: Arc<Object>, address: Memo<Address>) -> AnyView {
    if plan::table_views(&object).count() < 2 {
        return ().into_any();
    }
    let current = {
        let object = Arc::clone(&object);
        Memo::new(move |_| address.with(|address| plan::view(&object, address).map(|view| view.row.id)))
    };
    let links: Vec<AnyView> = plan::table_views(&object)
        .map(|view| {
            let id = view.row.id;
            let is_index = view.row.key.as_deref() == Some("INDEX");
            let href =
                move || address.with(|address| address.in_view((!is_index).then(|| id.to_string())).href());
            let is_current = move || (current.get() == Some(id)).then_some("page");
            view! { <a class="rec-view" href=href aria-current=is_current>{view.name.clone()}</a> }.into_any()
        })
        .collect();
    view! { <nav class="rec-views" aria-label="Views">{links}</nav> }.into_any()
}

/// What the rows are sorted by; with a way back where it is not the view's own order.
#[component]
fn SortChip(followed: Memo<Option<Followed>>, address: Memo<Address>, panel: Panel) -> AnyView {
    let Some(page) = use_signed_in() else { return ().into_any() };
    let chip = move || {
        let address = address.get();
        let page = SignedIn { model: followed.get()?.model, ..page.clone() };
        let (label, direction) = Plan::of(&page, &address)?.sorted_by?;
        let icon = if direction == Direction::Ascending { "IconArrowUp" } else { "IconArrowDown" };
        let clear = address.sort.is_some().then(|| {
            view! { <a href=panel.href(&address.unsorted()) aria-label="Clear sort" title="Clear sort"><Icon name="IconX" size=14/></a> }
        });
        Some(view! {
            <span class="rec-sort"><Icon name=icon size=14/><span class="truncate">{label}</span>{clear}</span>
        })
    };
    view! { {chip} }.into_any()
}

/// Filters by text: a plain form, which follows what is typed once the page has woken up.
#[component]
fn TextFilter(plural: String, address: Memo<Address>, panel: Panel) -> AnyView {
    let text = RwSignal::new(address.with_untracked(|address| address.text.clone()));
    let sent = StoredValue::new(text.get_untracked());
    let send = Callback::new(move |text: String| {
        let (before, target) =
            address.with_untracked(|address| (address.text.clone(), address.filtered(&text)));
        if target.text == sent.get_value() {
            return;
        }
        sent.set_value(target.text.clone());
        // Back takes the text away as a whole.
        panel.narrow(&target, before.is_empty());
    });
    let settled = use_debounced(text.into(), TYPING_PAUSE);
    Effect::new(move |_| send.run(settled.get()));
    // Other ways to change it: Back, a link that clears it.
    Effect::new(move |_| {
        let current = address.with(|address| address.text.clone());
        if current != sent.get_value() {
            sent.set_value(current.clone());
            text.set(current);
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send.run(text.get_untracked());
    };
    let hidden = move |name: &'static str, value: Option<String>| {
        value.map(|value| view! { <input type="hidden" name=name value=value/> })
    };
    view! {
        <form class="rec-filter" role="search" method="get" action=routes::index(&plural) on:submit=submit>
            {move || hidden("viewId", address.with(|address| address.view.clone()))}
            {move || hidden("sort", address.with(Address::sort_word))}
            {move || address.with(criteria)}
            {move || hidden("open", panel.id.get().map(|id| id.to_string()))}
            <SearchInput label="Find in list" value=text name="q"/>
        </form>
    }
    .into_any()
}

/// The criteria of the address, as a form sends them on.
fn criteria(address: &Address) -> Vec<AnyView> {
    let input = |one: &Criterion| {
        view! { <input type="hidden" name=one.parameter() value=one.value.clone()/> }.into_any()
    };
    address.filters.iter().map(input).collect()
}

/// Makes a record: a row on top of the table, or the plain form without JavaScript.
#[component]
fn NewButton(object: Arc<Object>, shown: Shown) -> AnyView {
    if !object.is_ui_creatable {
        return ().into_any();
    }
    let press = move |event: MouseEvent| {
        if event.ctrl_key() || event.meta_key() || event.shift_key() || event.button() != 0 {
            return;
        }
        if shown.add_row() {
            event.prevent_default();
        }
    };
    let label = format!("New {}", object.label_singular.to_lowercase());
    view! {
        <span class="rec-new" role="presentation" on:click=press>
            <LinkButton href=routes::new_record(&object.name_plural) variant=icosa_ui::button::Variant::Primary
                size=icosa_ui::button::Size::Small blue=true icon="IconPlus">{label}</LinkButton>
        </span>
    }
    .into_any()
}
