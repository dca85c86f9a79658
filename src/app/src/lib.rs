//! The application: the document, the router, the frame of signed-in pages and the public pages.
//!
//! A new page gets its route in [`App`], its path in `contract::routes` and its component in the crate of its area.

pub mod error_pages;
pub mod frame;
pub mod onboarding;
pub mod page_data;
pub mod shell;
pub mod shortcuts;
pub mod welcome;
pub mod zone;

use icosa_ui_records::form_page::{EditRecordPage, NewRecordPage};
use icosa_ui_records::index_page::IndexPage;
use icosa_ui_records::record_page::RecordPage;
use icosa_ui_settings::data_model::{
    FieldPage, NewFieldPage, NewObjectPage, ObjectPage, ObjectsPage, OverviewPage, SelectTypePage,
};
use icosa_ui_settings::profile::ProfilePage;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, StaticSegment, path};

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
                    <Route path=path!("/object/:objectNameSingular/:objectRecordId") view=RecordPage ssr=SsrMode::Async/>
                    <Route path=path!("/object/:objectNameSingular/:objectRecordId/edit") view=EditRecordPage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/profile") view=ProfilePage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/objects") view=ObjectsPage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/objects/overview") view=OverviewPage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/objects/new") view=NewObjectPage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/objects/:objectNamePlural") view=ObjectPage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/objects/:objectNamePlural/new-field/select") view=SelectTypePage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/objects/:objectNamePlural/new-field/configure") view=NewFieldPage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/objects/:objectNamePlural/:fieldName") view=FieldPage ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
        <icosa_ui::toast::ToastStack/>
    }
}
