//! The last steps: watching, and what came of it.

use icosa_contract::routes;
use icosa_contract::transfer::form::{ImportStep, STEP};
use icosa_contract::transfer::{Import, ImportStatus};
use icosa_rpc::use_signed_in;
use icosa_ui::button::{Button, LinkButton, Variant};
use icosa_ui::card::{Banner, Card, Tone};
use icosa_ui::progress::ProgressBar;
use leptos::prelude::*;

use super::state::Wizard;
use super::step::{StepButton, instead};
use crate::counted::grouped;

/// How far it is.
#[component]
pub(super) fn Running(wizard: Wizard) -> AnyView {
    let status = Memo::new(move |_| wizard.import.with(|import| import.as_ref().map(|import| import.status)));
    let title = move || match status.get() {
        Some(ImportStatus::Validating) => "Checking the file…",
        Some(ImportStatus::Undoing) => "Taking the import back…",
        Some(ImportStatus::Uploading) => "The file comes in…",
        _ => "Importing…",
    };
    let id = wizard.import.with_untracked(|import| import.as_ref().map(|import| import.id));
    let here = wizard.address(id);
    let progress =
        Signal::derive(move || wizard.import.with(|import| import.as_ref().map(|import| import.progress)));
    let figures = move || wizard.import.get().map(|import| view! { <Figures import/> });
    let cancel = move || {
        matches!(status.get(), Some(ImportStatus::Running | ImportStatus::Validating)).then(|| {
            view! {
                <StepButton step=ImportStep::Cancel disabled=wizard.waits act=move |()| wizard.cancel()>"Cancel"</StepButton>
            }
        })
    };
    view! {
        <Card>
            <p class="import-title" role="status">{title}</p>
            <ProgressBar label="Progress of the import" value=progress/>
            {figures}
            <p class="import-hint">"You can leave this page: it goes on."</p>
            <form class="import-buttons" method="post" action=wizard.form()>
                {cancel}
                <a class="btn btn-secondary no-js-only" href=here>"Look again"</a>
            </form>
        </Card>
    }
    .into_any()
}

/// What became of the rows.
#[component]
pub(super) fn Outcome(wizard: Wizard) -> AnyView {
    let Some(import) = wizard.import.get_untracked() else { return ().into_any() };
    let (title, tone) = match import.status {
        ImportStatus::Done => ("Imported", None),
        ImportStatus::Cancelled => ("Cancelled: what was written stays", Some(Tone::Warning)),
        ImportStatus::Undone => ("Taken back", None),
        _ => ("The file could not be read to its end: what was written stays", Some(Tone::Danger)),
    };
    let problem = import.problem.clone().zip(tone).map(|(text, tone)| view! { <Banner tone text/> });
    let can_undo =
        matches!(import.status, ImportStatus::Done | ImportStatus::Cancelled | ImportStatus::Failed)
            && import.counts.created + import.counts.updated + import.counts.related > 0;
    let undo = can_undo.then(|| {
        view! {
            <Button kind="submit" name=STEP value=ImportStep::Undo.as_str() danger=true icon="IconArrowBackUp"
                disabled=wizard.waits on_click=instead(Callback::new(move |()| wizard.undo()))>"Take the import back"</Button>
        }
    });
    let index = wizard.plural.with_value(|plural| routes::index(plural));
    let label = wizard.label.get_value();
    view! {
        <Card title=title>
            {problem}
            <Figures import/>
            <form class="import-buttons" method="post" action=wizard.form()>
                <LinkButton href=index variant=Variant::Primary blue=true>{format!("Show {}", label.to_lowercase())}</LinkButton>
                {undo}
                <span class="rec-gap"></span>
                <LinkButton href=wizard.address(None) variant=Variant::Tertiary>"Another file"</LinkButton>
            </form>
        </Card>
        <Problems wizard/>
    }
    .into_any()
}

/// The figures that say something.
#[component]
pub(super) fn Figures(import: Import) -> AnyView {
    let format = use_signed_in().map(|page| page.session.preferences.number_format).unwrap_or_default();
    let counts = import.counts;
    let made = if import.is_trial { ("would be new", "would be changed") } else { ("new", "changed") };
    let figures = [
        ("rows", counts.rows),
        (made.0, counts.created),
        (made.1, counts.updated),
        ("as they were", counts.unchanged),
        ("made for relations", counts.related),
        ("refused", counts.failed),
        ("removed", counts.removed),
        ("as before", counts.restored),
        ("kept, changed since", counts.kept),
    ];
    let shown = figures.into_iter().enumerate().filter(|(place, (_, number))| *place == 0 || *number > 0);
    let shown: Vec<AnyView> = shown
        .map(|(_, (label, number))| {
            view! { <div class="import-figure"><dd>{grouped(number, format)}</dd><dt>{label}</dt></div> }
                .into_any()
        })
        .collect();
    view! { <dl class="import-figures">{shown}</dl> }.into_any()
}

/// What was wrong, and the whole of it as files.
#[component]
pub(super) fn Problems(wizard: Wizard) -> AnyView {
    let list = move || {
        let problems = wizard.problems.get();
        let id = wizard.import.with(|import| import.as_ref().map(|import| import.id))?;
        (!problems.is_empty()).then(|| {
            let rows: Vec<AnyView> = problems
                .into_iter()
                .map(|problem| {
                    let place = match problem.column {
                        Some(column) => format!("Row {}, {column}", problem.row),
                        None => format!("Row {}", problem.row),
                    };
                    view! {
                        <li class="import-problem">
                            <span class="import-problem-place">{place}</span>
                            <span>{problem.message}</span>
                        </li>
                    }
                    .into_any()
                })
                .collect();
            view! {
                <Card title="Refused rows">
                    <ul class="import-problems">{rows}</ul>
                    <div class="import-buttons">
                        <a class="btn btn-secondary" rel="external" download="" href=format!("/rest/record-imports/{id}/errors.csv")>"Download the problems"</a>
                        <a class="btn btn-secondary" rel="external" download="" href=format!("/rest/record-imports/{id}/refused.csv")>"Download the refused rows"</a>
                    </div>
                </Card>
            }
        })
    };
    view! { {list} }.into_any()
}
