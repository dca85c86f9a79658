//! The application: the document, the router, the frame of signed-in pages and the public pages.
//!
//! A new page gets its route in [`App`], its path in `contract::routes` and its component in the crate of its area.

mod command_menu;
pub mod error_pages;
pub mod frame;
pub mod import_page;
pub mod onboarding;
pub mod page_data;
pub mod settings_pages;
pub mod shell;
pub mod shortcuts;
pub mod welcome;
pub mod zone;

use icosa_ui_records::form_page::{EditRecordPage, NewRecordPage};
use icosa_ui_records::index_page::IndexPage;
use icosa_ui_records::record_page::RecordPage;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{Lazy, SsrMode, StaticSegment, path};

use error_pages::NotFoundPage;
use frame::Frame;
use onboarding::{CreateProfilePage, WorkspaceActivationPage};
pub use shell::shell;
use welcome::WelcomePage;

/// Routes of the whole application. Every page is rendered in full before it is sent (`SsrMode::Async`): its status
/// is known, and it can be read without JavaScript.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    icosa_ui::toast::provide_toasts();
    zone::tell_server();
    icosa_ui::hooks::listen_for_back();
    view! {
        <Router>
            <Routes fallback=|| view! { <NotFoundPage/> }.into_any()>
                <Route path=StaticSegment("") view=NotFoundPage ssr=SsrMode::Async/>
                <Route path=path!("/welcome") view=WelcomePage ssr=SsrMode::Async/>
                <Route path=path!("/workspace-activation") view=WorkspaceActivationPage ssr=SsrMode::Async/>
                <Route path=path!("/create/profile") view=CreateProfilePage ssr=SsrMode::Async/>
                <ParentRoute path=path!("") view=Frame ssr=SsrMode::Async>
                    <Route path=path!("/objects/:objectNamePlural") view=IndexPage ssr=SsrMode::Async/>
                    <Route path=path!("/objects/:objectNamePlural/new") view=NewRecordPage ssr=SsrMode::Async/>
                    <Route path=path!("/objects/:objectNamePlural/import") view={Lazy::<import_page::Import>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/object/:objectNameSingular/:objectRecordId") view=RecordPage ssr=SsrMode::Async/>
                    <Route path=path!("/object/:objectNameSingular/:objectRecordId/edit") view=EditRecordPage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/profile") view={Lazy::<settings_pages::Profile>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/settings/general") view={Lazy::<settings_pages::General>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/settings/objects") view={Lazy::<settings_pages::Objects>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/settings/objects/overview") view={Lazy::<settings_pages::Overview>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/settings/objects/new") view={Lazy::<settings_pages::NewObject>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/settings/objects/:objectNamePlural") view={Lazy::<settings_pages::Object>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/settings/objects/:objectNamePlural/new-field/select") view={Lazy::<settings_pages::SelectType>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/settings/objects/:objectNamePlural/new-field/configure") view={Lazy::<settings_pages::NewField>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/settings/objects/:objectNamePlural/:fieldName") view={Lazy::<settings_pages::Field>::new()} ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
        <icosa_ui::toast::ToastStack/>
    }
}
