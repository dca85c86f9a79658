//! The frame of signed-in pages: the drawer with workspace and objects, and the page card beside it.

use icosa_contract::routes;
use icosa_model::Model;
use icosa_model::definition::NavigationRow;
use icosa_rpc::{LiveModel, SignedIn, use_model, use_signed_in};
use icosa_ui::avatar::Avatar;
use icosa_ui::icon::Icon;
use icosa_ui::kbd::Kbd;
use icosa_ui_settings::drawer::SettingsDrawer;
use icosa_ui_settings::theme::ThemeSwitch;
use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_location;

use crate::command_menu::CommandMenu;
use crate::error_pages::NotFoundPage;
use crate::shortcuts::use_shortcuts;

/// Layout of every page behind sign-in. The drawer's phone state is a checkbox, so that it opens without JavaScript.
#[component]
pub fn Frame() -> AnyView {
    let (Some(signed_in), Some(model)) = (use_signed_in(), use_model()) else {
        return view! { <NotFoundPage/> }.into_any();
    };
    icosa_ui_records::live::provide_live();
    icosa_ui_records::opening::provide_opening(signed_in.session.open_record_in);
    use_shortcuts(model);
    let searching = RwSignal::new(false);
    let name = signed_in.session.workspace_name.clone();
    view! {
        <a href="#page" class="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-primary focus:p-2">
            "Skip to the page"
        </a>
        <div class="frame">
            <input type="checkbox" id="drawer-open" class="drawer-toggle sr-only" aria-label="Open navigation" autocomplete="off"/>
            <Drawers signed_in model searching/>
            <label for="drawer-open" class="drawer-backdrop" aria-hidden="true"></label>
            <div class="frame-main">
                <div class="phone-bar">
                    <label for="drawer-open" class="h-8 w-8 grid place-items-center rounded-sm hover:bg-hover" title="Navigation">
                        <Icon name="IconMenu2" size=20/>
                    </label>
                    <span class="font-medium text-primary truncate flex-1">{name}</span>
                    <button type="button" class="js-only h-8 w-8 grid place-items-center rounded-sm hover:bg-hover" title="Search"
                        aria-label="Search" on:click=move |_| searching.set(true)>
                        <Icon name="IconSearch" size=20/>
                    </button>
                </div>
                <div id="page" class="page-card" tabindex="-1"><Outlet/></div>
            </div>
        </div>
        <CommandMenu open=searching model/>
    }
    .into_any()
}

/// The drawer of the workspace, or that of settings, which leads back to where one was.
#[component]
fn Drawers(signed_in: SignedIn, model: LiveModel, searching: RwSignal<bool>) -> AnyView {
    let location = use_location();
    let is_settings = Memo::new(move |_| location.pathname.with(|path| path.starts_with("/settings")));
    let left_at = RwSignal::new("/".to_owned());
    Effect::new(move |_| {
        let (path, query) = (location.pathname.get(), location.search.get());
        if !path.starts_with("/settings") {
            let sign = if query.is_empty() { "" } else { "?" };
            left_at.set(format!("{path}{sign}{}", query.trim_start_matches('?')));
        }
    });
    let home = move || {
        let left_at = left_at.get();
        if left_at == "/" { home(&model.get()) } else { left_at }
    };
    let drawer = move || {
        if is_settings.get() {
            view! { <SettingsDrawer back=Signal::derive(home) on_follow=|()| close_drawer()/> }.into_any()
        } else {
            view! { <Drawer signed_in=signed_in.clone() model searching/> }.into_any()
        }
    };
    view! { {drawer} }.into_any()
}

/// The first object of the navigation.
fn home(model: &Model) -> String {
    let first = model.navigation().iter().find_map(|item| model.object_by_id(item.target_object_id?));
    first.map_or_else(|| "/".to_owned(), |object| routes::index(&object.name_plural))
}

/// On phones the drawer lies over the page: a followed link closes it.
fn close_drawer() {
    let toggle = document().get_element_by_id("drawer-open");
    if let Some(input) =
        toggle.and_then(|element| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlInputElement>(element).ok())
    {
        input.set_checked(false);
    }
}

#[component]
fn Drawer(signed_in: SignedIn, model: LiveModel, searching: RwSignal<bool>) -> AnyView {
    let entries = move || entries(&model.get());
    view! {
        <nav class="drawer" aria-label="Main">
            <WorkspaceMenu signed_in/>
            <button type="button" class="drawer-link js-only" on:click=move |_| {
                close_drawer();
                searching.set(true);
            }>
                <Icon name="IconSearch"/><span class="truncate flex-1 text-left">"Search"</span><Kbd keys="Ctrl K"/>
            </button>
            <p class="px-2 mt-3 mb-1 text-xs font-semibold text-light">"Workspace"</p>
            <ul class="flex flex-col gap-0.5">{entries}</ul>
            <a href=routes::settings::PROFILE class="drawer-link drawer-foot" on:click=|_| close_drawer()>
                <Icon name="IconSettings"/><span class="truncate">"Settings"</span>
            </a>
        </nav>
    }
    .into_any()
}

/// The objects of the navigation, as it is now.
fn entries(model: &Model) -> Vec<AnyView> {
    let entry = |item: &NavigationRow| {
        if item.item_type != "OBJECT" || item.user_workspace_id.is_some() {
            return None;
        }
        let object = model.object_by_id(item.target_object_id?)?;
        let color = item.color.clone().or_else(|| object.color.clone()).unwrap_or_else(|| "gray".to_owned());
        Some(
            view! {
                <DrawerLink
                    href=routes::index(&object.name_plural)
                    record_prefix=format!("/object/{}/", object.name_singular)
                    label=object.label_plural.clone()
                    icon=object.icon.clone().unwrap_or_default()
                    color
                />
            }
            .into_any(),
        )
    };
    model.navigation().iter().filter_map(entry).collect()
}

#[component]
fn DrawerLink(href: String, record_prefix: String, label: String, icon: String, color: String) -> AnyView {
    let location = use_location();
    let own = href.clone();
    let is_active = move || {
        location.pathname.with(|path| {
            path == &own
                || path.strip_prefix(&own).is_some_and(|rest| rest.starts_with('/'))
                || path.starts_with(&record_prefix)
        })
    };
    view! {
        <li>
            <a href=href class="drawer-link" on:click=|_| close_drawer() aria-current=move || is_active().then_some("page")>
                <span class=format!("icon-tile {}", icosa_ui::tag::color_classes(&color))><Icon name=icon size=14/></span>
                <span class="truncate">{label}</span>
            </a>
        </li>
    }
    .into_any()
}

#[component]
fn WorkspaceMenu(signed_in: SignedIn) -> AnyView {
    let session = signed_in.session;
    let name = session.workspace_name.clone();
    let person = format!("{} {}", session.first_name, session.last_name).trim().to_owned();
    let (seed, logo) = (session.workspace_id.to_string(), session.workspace_logo.clone());
    view! {
        <details class="workspace-menu">
            <summary class="drawer-link font-medium text-primary" aria-label=format!("Workspace {name}")>
                <Avatar name=name.clone() seed image=logo size=20 square=true/>
                <span class="truncate flex-1">{name.clone()}</span>
                <Icon name="IconChevronDown" size=14/>
            </summary>
            <div class="menu-card">
                <p class="px-2 pt-1 font-medium text-primary truncate">{person}</p>
                <p class="px-2 pb-1 text-sm text-tertiary truncate">{session.email.clone()}</p>
                <ThemeSwitch/>
                <a href=routes::settings::PROFILE class="menu-item"><Icon name="IconSettings" size=16/>"Settings"</a>
                <form method="post" action=routes::forms::SIGN_OUT>
                    <button type="submit" class="menu-item"><Icon name="IconLogout" size=16/>"Sign out"</button>
                </form>
            </div>
        </details>
    }
    .into_any()
}
