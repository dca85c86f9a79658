//! What can be done with the view on screen: its columns, its name, copies of it.

use std::sync::Arc;

use icosa_contract::data_model::{Change, UpdateView, ViewPatch};
use icosa_contract::routes;
use icosa_contract::session::OpenIn;
use icosa_model::{Object, View, ViewId};
use icosa_rpc::data_model::data_model_change;
use icosa_rpc::{LiveModel, use_model};
use icosa_ui::button::{Button, Size, Variant};
use icosa_ui::floating::{Placement, Popover};
use icosa_ui::input::TextInput;
use icosa_ui::menu::{Menu, MenuItem, MenuSeparator};
use icosa_ui::toast::{Toast, Toasts, use_toasts};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::address::{Address, Sort};
use super::columns_menu::ColumnsMenu;
use super::plan;
use super::view_changes::{copy_view, create_criterion, store_sort};
use crate::followed::Followed;
use crate::opening::{laid_down, use_opening};

/// Sends changes of views.
#[derive(Clone, Copy)]
pub(super) struct ViewSender {
    model: LiveModel,
    toasts: Toasts,
    go: Callback<String>,
}

impl ViewSender {
    /// A sender for one component.
    pub fn new(model: LiveModel, toasts: Toasts, go: Callback<String>) -> Self {
        Self { model, toasts, go }
    }

    /// Sends changes, says what was done and offers the changes that take it back; then goes to `then`.
    pub fn send_undoable(self, changes: Vec<Change>, said: String, back: Vec<Change>, then: Option<String>) {
        self.send_with(changes, Some((said, back)), then);
    }

    /// Sends changes; once this window knows them, goes to `then`.
    pub fn send(self, changes: Vec<Change>, then: Option<String>) {
        self.send_with(changes, None, then);
    }

    fn send_with(self, changes: Vec<Change>, done: Option<(String, Vec<Change>)>, then: Option<String>) {
        spawn_local(async move {
            match data_model_change(changes).await {
                Ok(changed) => {
                    self.model.reach(changed.version).await;
                    if let Some(then) = then {
                        let _ = self.go.try_run(then);
                    }
                    if let Some((said, back)) = done {
                        let undo = move || self.send(back.clone(), None);
                        self.toasts.show(Toast::success(said).action("Undo", undo));
                    }
                }
                Err(error) => self.toasts.error(error.message),
            }
        });
    }
}

/// What is shown in the popover.
#[derive(Clone, Copy, PartialEq)]
enum Pane {
    Menu,
    Columns,
    OpenIn,
    Rename,
    Copy,
}

/// The object and the view that an address shows.
#[derive(Clone)]
pub(super) struct Current {
    /// The object.
    pub object: Arc<Object>,
    view: ViewId,
}

impl Current {
    /// What an address shows of an object.
    pub fn of(followed: &Followed, address: &Address) -> Option<Self> {
        let view = plan::view(&followed.object, address)?.row.id;
        Some(Self { object: Arc::clone(&followed.object), view })
    }

    /// The view.
    pub fn view(&self) -> Option<&View> {
        self.object.view(self.view)
    }

    /// The view that everybody begins with.
    pub fn is_index(&self) -> bool {
        self.view().is_some_and(|view| view.row.key.as_deref() == Some("INDEX"))
    }
}

/// The button and what opens below it.
#[component]
pub(super) fn ViewOptions(followed: Memo<Option<Followed>>, address: Memo<Address>) -> AnyView {
    let Some(model) = use_model() else { return ().into_any() };
    let navigate = use_navigate();
    let go = Callback::new(move |path: String| navigate(&path, NavigateOptions::default()));
    let sender = ViewSender::new(model, use_toasts(), go);
    let current = Signal::derive(move || {
        followed.with(|followed| address.with(|address| Current::of(followed.as_ref()?, address)))
    });
    let (open, pane) = (RwSignal::new(false), RwSignal::new(Pane::Menu));
    let anchor = NodeRef::<html::Button>::new();
    let press = move |_| {
        pane.set(Pane::Menu);
        open.update(|open| *open = !*open);
    };
    let content = move || match pane.get() {
        Pane::Menu => view! { <ViewMenu current address sender open pane/> }.into_any(),
        Pane::Columns => {
            view! { <ColumnsMenu current sender on_back=move |()| pane.set(Pane::Menu)/> }.into_any()
        }
        Pane::OpenIn => view! { <OpenInMenu/> }.into_any(),
        Pane::Rename | Pane::Copy => {
            view! { <NameForm current address sender open is_copy=pane.get_untracked() == Pane::Copy/> }
                .into_any()
        }
    };
    view! {
        <span class="js-only">
            <Button size=Size::Small variant=Variant::Tertiary icon="IconAdjustmentsHorizontal" button_ref=anchor on_click=press>"Options"</Button>
            <Popover open anchor placement=Placement::BELOW_END label="View options" width=260>{content}</Popover>
        </span>
    }
    .into_any()
}

#[component]
fn ViewMenu(
    current: Signal<Option<Current>>,
    address: Memo<Address>,
    sender: ViewSender,
    open: RwSignal<bool>,
    pane: RwSignal<Pane>,
) -> AnyView {
    let Some(now) = current.get_untracked() else { return ().into_any() };
    let sort = address.with_untracked(|address| address.sort.clone());
    let keep_sort = sort.zip(now.view().map(|view| view.row.id)).map(|(sort, _)| {
        let now = now.clone();
        let keep = move |_| keep_sort(&now, &sort, address, sender);
        view! { <MenuItem label="Keep this order" icon="IconArrowsSort" on_click=keep/> }
    });
    let rename = (!now.is_index()).then(|| {
        view! { <MenuItem label="Rename" icon="IconPencil" keep_open=true on_click=move |_| pane.set(Pane::Rename)/> }
    });
    let delete = (!now.is_index()).then(|| {
        let now = now.clone();
        let delete = move |_| {
            open.set(false);
            delete_view(&now, address, sender);
        };
        view! { <MenuSeparator/><MenuItem label="Delete view" icon="IconTrash" danger=true on_click=delete/> }
    });
    let copied = now.clone();
    let duplicate = move |_| {
        let name = copied.view().map(|view| format!("{} copy", view.name)).unwrap_or_default();
        make_copy(&copied, &name, address, sender);
    };
    let import = routes::import(&now.object.name_plural);
    let address_now = address.get_untracked();
    let export = move |_| {
        open.set(false);
        // The answer is a file: the page stays.
        let _ = window().location().set_href(&address_now.export());
    };
    let shown = now.view().map(|view| view.columns.iter().filter(|column| column.row.is_visible).count());
    let note = shown.map(|count| format!("{count} shown")).unwrap_or_default();
    // Where the object lays down where its records open, there is nothing to choose.
    let opening = use_opening().filter(|_| laid_down(&now.object).is_none());
    let open_in = opening.map(|opening| {
        let note = place_name(untrack(|| opening.of(&now.object)));
        view! { <MenuItem label="Open in" icon="IconLayoutSidebarRight" note keep_open=true submenu=true on_click=move |_| pane.set(Pane::OpenIn)/> }
    });
    view! {
        <Menu label="View options">
            <MenuItem label="Columns" icon="IconTableColumn" note keep_open=true submenu=true on_click=move |_| pane.set(Pane::Columns)/>
            {open_in}
            {keep_sort}
            <MenuSeparator/>
            <MenuItem label="New view from this" icon="IconPlus" keep_open=true on_click=move |_| pane.set(Pane::Copy)/>
            <MenuItem label="Duplicate" icon="IconCopy" on_click=duplicate/>
            {rename}
            <MenuSeparator/>
            <MenuItem label="Import" icon="IconFileImport" href=import/>
            <MenuItem label="Export view" icon="IconFileExport" on_click=export/>
            {delete}
        </Menu>
    }
    .into_any()
}

fn place_name(place: OpenIn) -> &'static str {
    match place {
        OpenIn::SidePanel => "Side panel",
        OpenIn::RecordPage => "Record page",
    }
}

/// Where records open for this person, in every table.
#[component]
fn OpenInMenu() -> AnyView {
    let Some(opening) = use_opening() else { return ().into_any() };
    let item = move |place: OpenIn, icon: &'static str| {
        let checked = Signal::derive(move || opening.wanted() == place);
        view! { <MenuItem label=place_name(place) icon checked on_click=move |_| opening.choose(place)/> }
    };
    view! {
        <Menu label="Open in">
            {item(OpenIn::SidePanel, "IconLayoutSidebarRight")}
            {item(OpenIn::RecordPage, "IconFileText")}
        </Menu>
    }
    .into_any()
}

/// The order of the address becomes the view's own.
fn keep_sort(now: &Current, sort: &Sort, address: Memo<Address>, sender: ViewSender) {
    let Some(view) = now.view() else { return };
    let plain = address.with_untracked(|address| address.unsorted().href());
    sender.send(store_sort(&now.object, view, sort), Some(plain));
}

fn delete_view(now: &Current, address: Memo<Address>, sender: ViewSender) {
    let Some(view) = now.view() else { return };
    let (id, said) = (view.row.id, format!("{} deleted", view.name));
    let home = address.with_untracked(|address| address.in_view(None).href());
    sender.send_undoable(vec![Change::DeleteView(id)], said, vec![Change::RestoreView(id)], Some(home));
}

/// Copies the view with the order and the filters on screen, and goes there.
fn make_copy(now: &Current, name: &str, address: Memo<Address>, sender: ViewSender) {
    let Some(view) = now.view() else { return };
    let sort = address
        .with_untracked(|address| address.sort.clone())
        .or_else(|| plan::stored_sort(&now.object, view));
    let (id, mut changes) = copy_view(&now.object, view, name, sort.as_ref());
    address.with_untracked(|address| {
        let own = address.filters.iter().filter_map(|one| create_criterion(&now.object, id, one));
        changes.extend(own);
    });
    let target = address.with_untracked(|address| address.in_view(Some(id.to_string())).href());
    sender.send(changes, Some(target));
}

/// Asks for a name.
#[component]
fn NameForm(
    current: Signal<Option<Current>>,
    address: Memo<Address>,
    sender: ViewSender,
    open: RwSignal<bool>,
    is_copy: bool,
) -> AnyView {
    let Some(now) = current.get_untracked() else { return ().into_any() };
    let before = now.view().map(|view| view.name.clone()).unwrap_or_default();
    let name = RwSignal::new(if is_copy { String::new() } else { before });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let name = name.with_untracked(|name| name.trim().to_owned());
        if name.is_empty() {
            return;
        }
        open.set(false);
        if is_copy {
            make_copy(&now, &name, address, sender);
        } else if let Some(view) = now.view() {
            let update = ViewPatch { name: Some(name), ..ViewPatch::default() };
            sender.send(vec![Change::UpdateView(UpdateView { id: view.row.id, update })], None);
        }
    };
    let (label, button) = if is_copy { ("Name of the new view", "Create") } else { ("Name", "Rename") };
    view! {
        <form class="rec-view-form" on:submit=submit>
            <TextInput bind=name label autofocus=true/>
            <Button kind="submit" size=Size::Small variant=Variant::Primary blue=true
                disabled=Signal::derive(move || name.with(|name| name.trim().is_empty()))>{button}</Button>
        </form>
    }
    .into_any()
}
