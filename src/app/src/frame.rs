//! The frame of signed-in pages: the drawer with workspace and objects, and the page card beside it.

use icosa_contract::routes;
use icosa_model::format::{hue, initials};
use icosa_rpc::{SignedIn, use_signed_in};
use icosa_ui::icon::Icon;
use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_location;

use crate::error_pages::NotFoundPage;
use crate::shortcuts::use_shortcuts;
use crate::theme::ThemeSwitch;

/// Layout of every page behind sign-in. The drawer's phone state is a checkbox, so that it opens without JavaScript.
#[component]
pub fn Frame() -> AnyView {
    let Some(signed_in) = use_signed_in() else { return view! { <NotFoundPage/> }.into_any() };
    icosa_ui_records::live::provide_live();
    use_shortcuts(&signed_in.model);
    view! {
        <a href="#page" class="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-primary focus:p-2">
            "Skip to the page"
        </a>
        <div class="frame">
            <input type="checkbox" id="drawer-open" class="drawer-toggle sr-only" aria-label="Open navigation" autocomplete="off"/>
            <Drawer signed_in=signed_in.clone()/>
            <label for="drawer-open" class="drawer-backdrop" aria-hidden="true"></label>
            <div class="frame-main">
                <div class="phone-bar">
                    <label for="drawer-open" class="h-8 w-8 grid place-items-center rounded-sm hover:bg-hover" title="Navigation">
                        <Icon name="IconMenu2" size=20/>
                    </label>
                    <span class="font-medium text-primary truncate">{signed_in.session.workspace_name.clone()}</span>
                </div>
                <div id="page" class="page-card" tabindex="-1"><Outlet/></div>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Drawer(signed_in: SignedIn) -> AnyView {
    let entries: Vec<AnyView> = signed_in
        .model
        .navigation()
        .iter()
        .filter_map(|item| {
            let object = signed_in.model.object_by_id(item.target_object_id?)?;
            Some(
                view! {
                    <DrawerLink
                        href=routes::index(&object.name_plural)
                        record_prefix=format!("/object/{}/", object.name_singular)
                        label=object.label_plural.clone()
                        icon=object.icon.clone().unwrap_or_default()
                        color=item.color.clone().unwrap_or_else(|| "gray".to_owned())
                    />
                }
                .into_any(),
            )
        })
        .collect();
    view! {
        <nav class="drawer" aria-label="Main">
            <WorkspaceMenu signed_in/>
            <p class="px-2 mt-3 mb-1 text-xs font-semibold text-light">"Workspace"</p>
            <ul class="flex flex-col gap-0.5">{entries}</ul>
        </nav>
    }
    .into_any()
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
    let close = |_| {
        let toggle = document().get_element_by_id("drawer-open");
        if let Some(input) = toggle
            .and_then(|element| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlInputElement>(element).ok())
        {
            input.set_checked(false);
        }
    };
    view! {
        <li>
            <a href=href class="drawer-link" on:click=close aria-current=move || is_active().then_some("page")>
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
    let tile =
        format!("avatar-tile {}", icosa_ui::tag::color_classes(hue(&session.workspace_id.to_string())));
    view! {
        <details class="workspace-menu">
            <summary class="drawer-link font-medium text-primary" aria-label=format!("Workspace {name}")>
                <span class=tile>{initials(&name)}</span>
                <span class="truncate flex-1">{name.clone()}</span>
                <Icon name="IconChevronDown" size=14/>
            </summary>
            <div class="menu-card">
                <p class="px-2 pt-1 font-medium text-primary truncate">{person}</p>
                <p class="px-2 pb-1 text-sm text-tertiary truncate">{session.email.clone()}</p>
                <ThemeSwitch/>
                <form method="post" action=routes::forms::SIGN_OUT>
                    <button type="submit" class="menu-item"><Icon name="IconLogout" size=16/>"Sign out"</button>
                </form>
            </div>
        </details>
    }
    .into_any()
}
