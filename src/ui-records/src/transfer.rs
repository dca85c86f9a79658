//! Importing a file: choose it, match its columns, check it, watch it, take it back.
//!
//! The page's address names the import, so it can be left and come back to. What a file holds is read by the server:
//! the browser only shows it.

mod choose;
mod columns;
mod options;
mod outcome;
mod state;
mod step;
mod upload;

use std::time::Duration;

use icosa_contract::forms::Flash;
use icosa_contract::routes;
use icosa_contract::transfer::form::{option, read_options};
use icosa_contract::transfer::{ImportOptions, ImportStatus};
use icosa_rpc::transfer::import_opened;
use icosa_rpc::use_signed_in;
use icosa_ui::button::LinkButton;
use icosa_ui::button::Variant;
use icosa_ui::card::{Banner, Tone};
use icosa_ui::document_title::{PageTitle, document_title};
use icosa_ui::hooks::use_interval;
use icosa_ui::progress::Skeleton;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};
use leptos_router::params::ParamsMap;
use uuid::Uuid;

use crate::flash::use_flash;
use crate::record_page::Missing;
use choose::Choose;
use columns::Match;
use outcome::{Outcome, Running};
use state::Wizard;

/// How often an import that goes on is looked at.
const LOOK: Duration = Duration::from_millis(700);

/// Route `/objects/:objectNamePlural/import`. `?id=` names the import; options of a plan may follow.
#[component]
pub fn ImportPage() -> AnyView {
    let params = use_params_map();
    let plural = params.with_untracked(|params| params.get("objectNamePlural")).unwrap_or_default();
    let Some(page) = use_signed_in() else { return view! { <Missing/> }.into_any() };
    let Some(object) = page.model.object_by_plural(&plural).cloned() else {
        return view! { <Missing/> }.into_any();
    };
    let navigate = use_navigate();
    let go = Callback::new(move |path: String| {
        navigate(&path, NavigateOptions { replace: true, ..NavigateOptions::default() });
    });
    let asked = Memo::new({
        let query = use_query_map();
        move |_| query.with(|query| (query.get("id").and_then(|id| id.parse().ok()), options_of(query)))
    });
    let singular = object.name_singular.clone();
    let opened = Resource::new(
        move || asked.get(),
        move |(id, options): (Option<Uuid>, Option<ImportOptions>)| {
            import_opened(singular.clone(), id, options.unwrap_or_default())
        },
    );
    let flash = use_flash();
    let title = format!("Import {}", object.label_plural.to_lowercase());
    let back = routes::index(&object.name_plural);
    let content = move || {
        let object = object.clone();
        let (_, options) = asked.get_untracked();
        Suspend::new(async move {
            let refused = flash.await;
            match opened.await {
                Ok(opened) => {
                    let wizard = Wizard::new(&object, go, opened, options, refused.as_ref());
                    view! { <Steps wizard refused/> }.into_any()
                }
                Err(error) => view! { <Banner tone=Tone::Danger text=error.message/> }.into_any(),
            }
        })
    };
    view! {
        <PageTitle text=document_title(&title)/>
        <header class="rec-header">
            <h1 class="rec-title">{title}</h1>
            <span class="rec-gap"></span>
            <LinkButton href=back variant=Variant::Tertiary icon="IconArrowLeft">"Back"</LinkButton>
        </header>
        <main class="import-page">
            <Transition fallback=|| view! { <div class="import-waiting" aria-busy="true"><Skeleton/><Skeleton/></div> }>
                {content}
            </Transition>
        </main>
    }
    .into_any()
}

/// How the address wants the file to be read and written, if it says so.
fn options_of(query: &ParamsMap) -> Option<ImportOptions> {
    let input = |name: &str| query.get(name);
    option::ALL.iter().any(|name| input(name).is_some()).then(|| read_options(&input))
}

/// The step that the import is at.
#[component]
fn Steps(wizard: Wizard, refused: Option<Flash>) -> AnyView {
    use_interval(LOOK, move || wizard.look());
    let step = Memo::new(move |_| Step::of(wizard));
    let content = move || match step.get() {
        Step::Choose => view! { <Choose wizard/> }.into_any(),
        Step::Match => view! { <Match wizard/> }.into_any(),
        Step::Running => view! { <Running wizard/> }.into_any(),
        Step::Outcome => view! { <Outcome wizard/> }.into_any(),
    };
    if let Some(refused) = refused {
        wizard.error.set(Some(refused.message));
    }
    let error = move || wizard.error.get().map(|text| view! { <Banner tone=Tone::Danger text/> });
    view! { {error} {content} }.into_any()
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
