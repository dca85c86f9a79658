//! Importing a file: choose it, match its columns, check it, watch it, take it back.
//!
//! The page's address names the import, so it can be left and come back to. What a file holds is read by the server:
//! the browser only shows it.

mod choose;
mod columns;
mod options;
mod outcome;
mod state;
mod upload;

use std::time::Duration;

use icosa_contract::routes;
use icosa_contract::transfer::ImportStatus;
use icosa_rpc::use_signed_in;
use icosa_ui::button::LinkButton;
use icosa_ui::button::Variant;
use icosa_ui::card::{Banner, Tone};
use icosa_ui::document_title::{PageTitle, document_title};
use icosa_ui::hooks::use_interval;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};

use crate::record_page::Missing;
use choose::Choose;
use columns::Match;
use outcome::{Outcome, Running};
use state::Wizard;

/// How often an import that goes on is looked at.
const LOOK: Duration = Duration::from_millis(700);

/// Route `/objects/:objectNamePlural/import`, `?id=` names the import.
#[component]
pub fn ImportPage() -> AnyView {
    let params = use_params_map();
    let plural = params.with_untracked(|params| params.get("objectNamePlural")).unwrap_or_default();
    let Some(page) = use_signed_in() else { return view! { <Missing/> }.into_any() };
    let Some(object) = page.model.object_by_plural(&plural).cloned() else {
        return view! { <Missing/> }.into_any();
    };
    let navigate = use_navigate();
    let query = use_query_map();
    let go = Callback::new(move |path: String| {
        navigate(&path, NavigateOptions { replace: true, ..NavigateOptions::default() });
    });
    let wizard = Wizard::new(&object, go);
    let id = Memo::new(move |_| query.with(|query| query.get("id")).and_then(|id| id.parse().ok()));
    Effect::new(move |_| wizard.open(id.get()));
    use_interval(LOOK, move || wizard.look());
    let title = format!("Import {}", object.label_plural.to_lowercase());
    let back = routes::index(&object.name_plural);
    let step = Memo::new(move |_| Step::of(wizard));
    let content = move || match step.get() {
        Step::Choose => view! { <Choose wizard/> }.into_any(),
        Step::Match => view! { <Match wizard/> }.into_any(),
        Step::Running => view! { <Running wizard/> }.into_any(),
        Step::Outcome => view! { <Outcome wizard/> }.into_any(),
    };
    let error = move || wizard.error.get().map(|text| view! { <Banner tone=Tone::Danger text/> });
    view! {
        <PageTitle text=document_title(&title)/>
        <header class="rec-header">
            <h1 class="rec-title">{title}</h1>
            <span class="rec-gap"></span>
            <LinkButton href=back variant=Variant::Tertiary icon="IconArrowLeft">"Back"</LinkButton>
        </header>
        <main class="import-page">
            {error}
            {content}
        </main>
    }
    .into_any()
}

/// What the page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Choose,
    Match,
    Running,
    Outcome,
}

impl Step {
    fn of(wizard: Wizard) -> Self {
        let status = wizard.import.with(|import| import.as_ref().map(|import| import.status));
        match status {
            None => Self::Choose,
            Some(ImportStatus::Ready) => Self::Match,
            Some(status) if status.is_busy() => Self::Running,
            Some(_) => Self::Outcome,
        }
    }
}
