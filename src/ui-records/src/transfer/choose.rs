//! The first step: which file.

use icosa_contract::transfer::form::FILE;
use icosa_contract::transfer::{Import, ImportStatus};
use icosa_ui::button::{Button, Variant};
use icosa_ui::card::Card;
use icosa_ui::icon::Icon;
use icosa_ui::progress::ProgressBar;
use leptos::ev::{DragEvent, Event};
use leptos::html;
use leptos::prelude::*;

use super::state::Wizard;
use super::upload::send;

/// A place to drop a file or to choose one, and the imports before.
#[component]
pub(super) fn Choose(wizard: Wizard) -> AnyView {
    let input = NodeRef::<html::Input>::new();
    let is_over = RwSignal::new(false);
    let chosen = move |_: Event| {
        let file = input.get_untracked().and_then(|input| input.files()).and_then(|files| files.get(0));
        if let Some(file) = file {
            send(wizard, file);
        }
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        is_over.set(false);
        let file = event.data_transfer().and_then(|data| data.files()).and_then(|files| files.get(0));
        if let Some(file) = file {
            send(wizard, file);
        }
    };
    let template = wizard.plural.with_value(|plural| format!("/rest/record-exports/{plural}?limit=0"));
    let sending = move || {
        wizard.sending.get().map(|_| {
            view! {
                <div class="import-sending">
                    <p>"Sending the file…"</p>
                    <ProgressBar label="Sending the file" value=wizard.sending/>
                </div>
            }
        })
    };
    view! {
        <Card>
            <form method="post" enctype="multipart/form-data" action=wizard.form()>
            <label class="import-drop" class=("import-drop-over", move || is_over.get())
                on:dragover=move |event: DragEvent| { event.prevent_default(); is_over.set(true); }
                on:dragleave=move |_| is_over.set(false)
                on:drop=dropped>
                <Icon name="IconFileImport" size=24/>
                <span class="import-drop-title">"Choose a file, or drop it here"</span>
                <span class="import-hint">"CSV with a header row, or one JSON object a line. Any size."</span>
                <input class="import-file" type="file" name=FILE node_ref=input accept=".csv,.tsv,.txt,.jsonl,.ndjson"
                    aria-label="File to import" on:change=chosen/>
            </label>
            <p class="import-buttons no-js-only">
                <Button kind="submit" variant=Variant::Primary blue=true>"Upload"</Button>
            </p>
            </form>
            {sending}
            <p class="import-hint">
                "Not sure about the columns? "
                <a class="import-link" href=template download="" rel="external">"Download a template"</a>
            </p>
        </Card>
        <Former wizard/>
    }
    .into_any()
}

#[component]
fn Former(wizard: Wizard) -> AnyView {
    let list = move || {
        let former = wizard.former.get();
        let former: Vec<Import> = former.into_iter().filter(|import| !is_discarded(import)).collect();
        (!former.is_empty()).then(|| {
            let rows: Vec<AnyView> = former.into_iter().map(|import| former_row(wizard, &import)).collect();
            view! { <Card title="Imports before" flush=true><ul class="import-former">{rows}</ul></Card> }
        })
    };
    view! { {list} }.into_any()
}

/// Nothing ever came of it.
fn is_discarded(import: &Import) -> bool {
    import.status == ImportStatus::Cancelled && import.counts.rows == 0
}

fn former_row(wizard: Wizard, import: &Import) -> AnyView {
    let href = wizard.address(Some(import.id));
    let counts = import.counts;
    let what = match import.status {
        ImportStatus::Ready => "waits for its columns".to_owned(),
        ImportStatus::Undone => "taken back".to_owned(),
        status if status.is_busy() => "under way".to_owned(),
        _ => format!("{} new, {} changed, {} refused", counts.created, counts.updated, counts.failed),
    };
    view! {
        <li><a class="import-former-row" href=href>
            <span class="truncate">{import.file_name.clone()}</span>
            <span class="import-hint">{what}</span>
        </a></li>
    }
    .into_any()
}
