//! The index page of any object: its records as a table.

mod address;
mod columns_menu;
mod empty;
mod filter_menu;
mod filter_words;
mod filters;
mod header;
mod names;
mod options;
mod panel;
mod plan;
mod view_changes;

use std::sync::Arc;

use icosa_contract::records::RecordPage;
use icosa_contract::{AppError, Session};
use icosa_model::query::{Cursor, DEFAULT_PAGE};
use icosa_model::{ObjectId, Record};
use icosa_rpc::{SignedIn, use_model, use_signed_in};
use icosa_ui::button::{Button, LinkButton};
use icosa_ui::document_title::{PageTitle, document_title};
use icosa_ui::progress::Skeleton;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::counted::counted;
use crate::followed::{Followed, use_followed};
use crate::table::{Editing, RecordTable, Setup, SortLink, Table};
use address::Address;
use empty::Empty;
use filters::FilterChips;
use header::Header;
use names::use_names;
use panel::{Panel, RecordPanel};
use plan::Plan;

/// The first rows of a list, with the address they were read for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Opened {
    address: Address,
    page: RecordPage,
}

/// The read that the page waits for.
pub(crate) type First = Resource<Result<Opened, AppError>>;

/// What the header needs to know of the table below it.
#[derive(Clone, Copy)]
pub(crate) struct Shown {
    /// Rows of the list, once the table follows them.
    total: RwSignal<Option<u64>>,
    /// The table and what its new records begin with.
    table: StoredValue<Option<(Table, Record)>>,
}

impl Shown {
    /// Puts a new record on top of the table. `false`: it cannot be begun there.
    fn add_row(self) -> bool {
        let Some((table, preset)) = self.table.try_get_value().flatten() else { return false };
        let is_named_in_place = table
            .fixed()
            .and_then(|fixed| fixed.columns.first().map(|label| label.editing == Editing::InPlace))
            .unwrap_or(false);
        if is_named_in_place {
            table.add_row(preset);
        }
        is_named_in_place
    }
}

/// Route `/objects/:objectNamePlural`.
#[component]
pub fn IndexPage() -> impl IntoView {
    let Some(page) = use_signed_in() else { return missing() };
    let (params, query) = (use_params_map(), use_query_map());
    let address = Memo::new(move |_| {
        let plural = params.with(|params| params.get("objectNamePlural").unwrap_or_default());
        query.with(|query| {
            Address::parse(&plural, |name| query.get(name))
                .with_filters(query.latest_values().map(|(name, value)| (name.as_ref(), value)))
        })
    });
    let plural = Memo::new(move |_| address.with(|address| address.plural.clone()));
    let followed = use_followed(move |model| model.object_by_plural(&plural.get()).cloned());
    go_along(followed, plural);
    let session = Arc::clone(&page.session);
    let first: First = Resource::new(move || (address.get(), followed.get()), {
        move |(address, followed)| read_first(Arc::clone(&session), followed, address)
    });
    let id =
        Memo::new(move |_| followed.with(|followed| followed.as_ref().map(|followed| followed.object.id)));
    let content = move || match id.get() {
        Some(_) => view! { <ObjectPage followed address first/> }.into_any(),
        None => missing(),
    };
    view! { {content} }.into_any()
}

/// The address follows an object that is renamed while its table is open.
fn go_along(followed: Memo<Option<Followed>>, plural: Memo<String>) {
    let (model, navigate) = (use_model(), use_navigate());
    Effect::new(move |before: Option<Option<(String, ObjectId)>>| {
        let shown = followed.get().map(|followed| (plural.get_untracked(), followed.object.id));
        let renamed = match (before.flatten(), &shown) {
            (Some((name, id)), None) if name == plural.get() => {
                model.and_then(|model| model.newest().object_by_id(id).cloned())
            }
            _ => None,
        };
        if let Some(object) = renamed {
            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
            navigate(&icosa_contract::routes::index(&object.name_plural), options);
        }
        shown
    });
}

async fn read_first(
    session: Arc<Session>,
    followed: Option<Followed>,
    address: Address,
) -> Result<Opened, AppError> {
    let missing = || AppError::not_found("There is no such object.");
    let page = SignedIn { session, model: followed.ok_or_else(missing)?.model };
    let plan = Plan::of(&page, &address).ok_or_else(missing)?;
    let after = address.after.clone().map(Cursor);
    let page = plan.list.read(plan.list.page(after, 0, DEFAULT_PAGE, true)).await?;
    Ok(Opened { address, page })
}

fn missing() -> AnyView {
    icosa_rpc::context::set_not_found();
    view! {
        <PageTitle text="Not found – Icosa"/>
        <div class="rec-empty">
            <h1 class="rec-empty-title">"There is no such page"</h1>
            <p class="rec-empty-hint">"The object may have been renamed or switched off."</p>
            <LinkButton href="/" external=true>"Back to Icosa"</LinkButton>
        </div>
    }
    .into_any()
}

/// The page of one object. It stays while the object changes: what is typed into its filter and what is open in its
/// header are not lost.
#[component]
fn ObjectPage(followed: Memo<Option<Followed>>, address: Memo<Address>, first: First) -> AnyView {
    let shown = Shown { total: RwSignal::new(None), table: StoredValue::new(None) };
    let panel = Panel::new(address);
    let names = use_names(followed, address);
    skip_place(address);
    let title = move || {
        followed
            .with(|followed| followed.as_ref().map(|followed| document_title(&followed.object.label_plural)))
    };
    let table = move || {
        let followed = followed.get();
        Suspend::new(async move {
            match (first.await, followed) {
                (Ok(opened), Some(followed)) if opened.address.plural == followed.object.name_plural => {
                    view! { <Listing followed opened shown panel/> }.into_any()
                }
                // The answer for the object before.
                (Ok(_), _) => waiting().into_any(),
                (Err(error), _) => view! { <Failed error first/> }.into_any(),
            }
        })
    };
    view! {
        <PageTitle text=Signal::derive(move || title().unwrap_or_default())/>
        <Header followed address first shown names panel/>
        <FilterChips followed address names panel/>
        <div class="rec-split">
            <main class="rec-main"><Transition fallback=waiting>{table}</Transition></main>
            <RecordPanel followed panel shown/>
        </div>
    }
    .into_any()
}

/// With JavaScript the table begins at its first row, whatever page the address was at without.
fn skip_place(address: Memo<Address>) {
    let navigate = use_navigate();
    Effect::new(move |_| {
        let address = address.get();
        if address.after.is_some() {
            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
            navigate(&address.from(None).href(), options);
        }
    });
}

fn waiting() -> impl IntoView {
    let rows: Vec<AnyView> =
        (0..12).map(|_| view! { <div class="rec-waiting-row"><Skeleton/></div> }.into_any()).collect();
    view! { <div class="rec-waiting-page" aria-busy="true">{rows}</div> }
}

#[component]
fn Failed(error: AppError, first: First) -> AnyView {
    view! {
        <div class="rec-empty" role="alert">
            <p class="rec-empty-title">"These records could not be loaded"</p>
            <p class="rec-empty-hint">{error.message}</p>
            <Button on_click=move |_| first.refetch()>"Retry"</Button>
        </div>
    }
    .into_any()
}

/// The table with its footer.
#[component]
fn Listing(followed: Followed, opened: Opened, shown: Shown, panel: Panel) -> AnyView {
    let open = {
        let followed = followed.clone();
        Callback::new(move |id: Uuid| panel.open(&followed, id))
    };
    let Some((page, plan)) = use_signed_in().and_then(|page| {
        let page = SignedIn { model: followed.model, ..page };
        let plan = Plan::of(&page, &opened.address)?;
        Some((page, plan))
    }) else {
        return missing();
    };
    let navigate = use_navigate();
    let go = Callback::new(move |path: String| navigate(&path, NavigateOptions::default()));
    let Opened { address, page: rows } = opened;
    let next = rows.cursors.last().filter(|_| rows.has_next).map(|cursor| cursor.0.clone());
    let object = Arc::clone(&plan.object);
    let setup = Setup {
        object: Arc::clone(&object),
        columns: plan.columns,
        list: plan.list,
        key: address.from(None).href(),
        first: rows,
    };
    let table = Table::new(setup, go, open);
    table.opened.set(panel.id.get_untracked());
    let preset = plan.preset;
    Effect::new(move |_| {
        let _ = shown.table.try_set_value(Some((table, preset.clone())));
        let _ = shown.total.try_set(Some(table.pages.with(|pages| pages.total())));
    });
    let total = Memo::new(move |_| table.pages.with(|pages| pages.total()));
    let is_empty = Memo::new(move |_| total.get() == 0);
    let format = page.session.preferences.number_format;
    let is_filtered = plan.is_filtered;
    let (emptied, cleared) = (Arc::clone(&object), address.clone());
    let empty = move || {
        is_empty.get().then(|| {
            view! { <Empty object=Arc::clone(&emptied) address=cleared.clone() is_filtered shown panel/> }
        })
    };
    let label = object.label_plural.clone();
    view! {
        <RecordTable table label sorts=plan.sorts.into_iter().map(|sort| Some(sort_link(sort?, panel))).collect()/>
        {empty}
        <footer class="rec-footer">
            <span>{move || counted(total.get(), &object, format)}</span>
            <Pager table address next/>
        </footer>
    }
    .into_any()
}

/// A head that sorts leaves the open record open.
fn sort_link((state, target): (&'static str, Address), panel: Panel) -> SortLink {
    SortLink { state, href: Signal::derive(move || panel.href(&target)) }
}

/// From page to page without JavaScript; a page that has woken up scrolls instead.
#[component]
fn Pager(table: Table, address: Address, next: Option<String>) -> AnyView {
    let is_first = address.after.is_none();
    if is_first && next.is_none() {
        return ().into_any();
    }
    let first = (!is_first).then(|| view! { <a href=address.from(None).href()>"First page"</a> });
    let next =
        next.map(|after| view! { <a rel="next" href=address.from(Some(after)).href()>"Next page"</a> });
    view! {
        <nav class="rec-pager" aria-label="Pages" hidden=move || table.is_awake.get()>{first}{next}</nav>
    }
    .into_any()
}
