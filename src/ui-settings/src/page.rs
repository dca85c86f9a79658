//! What every settings page is framed by: breadcrumb, title, actions.

use icosa_contract::forms::Flash;
use icosa_ui::document_title::{PageTitle, document_title};
use icosa_ui::icon::Icon;
use leptos::prelude::*;

/// One step of the breadcrumb before the page itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// What people read.
    pub label: String,
    /// Where it leads; a group of pages leads nowhere.
    pub href: Option<String>,
}

impl Crumb {
    /// A step that leads somewhere.
    #[must_use]
    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: Some(href.into()) }
    }

    /// The group the page is listed under.
    #[must_use]
    pub fn group(label: impl Into<String>) -> Self {
        Self { label: label.into(), href: None }
    }

    /// The way to pages of the data model.
    #[must_use]
    pub fn data_model() -> Vec<Self> {
        vec![Self::group("Workspace"), Self::link("Data model", icosa_contract::routes::settings::OBJECTS)]
    }
}

/// A settings page: its header stays, its content scrolls.
#[component]
pub fn SettingsPage(
    /// Its name: last step of the breadcrumb, and the document's title.
    #[prop(into)]
    title: Signal<String>,
    /// The steps before it.
    crumbs: Vec<Crumb>,
    /// Buttons at the right of the header.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
    /// As wide as the window, for pictures and long tables.
    #[prop(optional)]
    wide: bool,
    /// The content.
    children: Children,
) -> AnyView {
    let steps: Vec<AnyView> = crumbs.into_iter().map(|crumb| step(&crumb)).collect();
    let body = if wide { "set-body set-body-wide" } else { "set-body" };
    view! {
        <PageTitle text=Signal::derive(move || title.with(|title| document_title(title)))/>
        <header class="set-header">
            <nav aria-label="Breadcrumb" class="set-crumbs">
                {steps}
                <h1 class="set-title truncate">{move || title.get()}</h1>
            </nav>
            {actions.map(|actions| view! { <div class="set-actions">{actions.run()}</div> })}
        </header>
        <main class="set-scroll"><div class=body>{children()}</div></main>
    }
    .into_any()
}

fn step(crumb: &Crumb) -> AnyView {
    let label = crumb.label.clone();
    let label = match crumb.href.clone() {
        Some(href) => view! { <a href=href class="set-crumb truncate">{label}</a> }.into_any(),
        None => view! { <span class="set-crumb truncate">{label}</span> }.into_any(),
    };
    view! { <span class="set-step">{label}<Icon name="IconChevronRight" size=14/></span> }.into_any()
}

/// A titled part of a page.
#[component]
pub fn Section(
    /// Its heading.
    #[prop(into)]
    title: String,
    /// One sentence below it.
    #[prop(optional, into)]
    text: String,
    /// The content.
    children: Children,
) -> AnyView {
    let text = (!text.is_empty()).then(|| view! { <p class="set-section-text">{text}</p> });
    view! {
        <section class="set-section"><h2 class="set-section-title">{title}</h2>{text}{children()}</section>
    }
    .into_any()
}

/// Why a form was refused, where it was.
#[must_use]
pub fn refusal(flash: &Flash) -> AnyView {
    let message = Some(flash.message.clone()).filter(|message| !message.is_empty());
    message.map(|message| view! { <p role="alert" class="set-alert">{message}</p> }).into_any()
}

/// Something that is not there, inside the frame.
#[component]
pub fn Missing(
    /// What is not there: "This object does not exist".
    #[prop(into)]
    title: String,
) -> AnyView {
    icosa_rpc::context::set_not_found();
    view! {
        <SettingsPage title="Not found" crumbs=Crumb::data_model()>
            <icosa_ui::card::EmptyState title text="It may have been renamed or deleted." art=icosa_ui::card::Art::Search>
                <icosa_ui::button::LinkButton href=icosa_contract::routes::settings::OBJECTS>"All objects"</icosa_ui::button::LinkButton>
            </icosa_ui::card::EmptyState>
        </SettingsPage>
    }
    .into_any()
}
