//! The second step: where the columns go.

use icosa_contract::transfer::form::{ColumnInputs, ImportStep};
use icosa_contract::transfer::{ImportPreview, ImportTarget};
use icosa_ui::button::Variant;
use icosa_ui::card::{Banner, Card, Tone};
use icosa_ui::checkbox::Checkbox;
use icosa_ui::icon::Icon;
use icosa_ui::progress::Skeleton;
use leptos::prelude::*;

use super::options::Options;
use super::outcome::{Figures, Problems};
use super::state::Wizard;
use super::step::StepButton;

/// Values shown of each column.
const SAMPLES: usize = 3;

/// Columns with the first values in them and a choice of fields, then the options, then the two buttons.
#[component]
pub(super) fn Match(wizard: Wizard) -> AnyView {
    let table = move || match wizard.preview.get() {
        Some(preview) => view! { <Columns wizard preview/> }.into_any(),
        None => {
            view! { <div class="import-waiting" aria-busy="true"><Skeleton/><Skeleton/><Skeleton/></div> }
                .into_any()
        }
    };
    let name = move || wizard.import.with(|import| import.as_ref().map(|import| import.file_name.clone()));
    let has_match = Memo::new(move |_| {
        wizard.columns.with(|columns| columns.iter().any(|column| column.target.is_some()))
    });
    // Without JavaScript the server says so.
    let is_awake = RwSignal::new(false);
    Effect::new(move |_| is_awake.set(true));
    let cannot = Signal::derive(move || is_awake.get() && (!has_match.get() || wizard.waits.get()));
    view! {
        <form class="import-match" method="post" action=wizard.form()>
            <Card title="Columns">
                <p class="import-hint">{name}</p>
                {table}
            </Card>
            <Card title="Options"><Options wizard/></Card>
            <Tried wizard/>
            <div class="import-buttons">
                <StepButton step=ImportStep::Validate disabled=cannot act=move |()| wizard.validate()>"Check the file"</StepButton>
                <StepButton step=ImportStep::Start variant=Variant::Primary disabled=cannot act=move |()| wizard.start()>"Import"</StepButton>
                <span class="rec-gap"></span>
                <StepButton step=ImportStep::Discard variant=Variant::Tertiary act=move |()| wizard.discard()>"Another file"</StepButton>
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn Columns(wizard: Wizard, preview: ImportPreview) -> AnyView {
    let targets = StoredValue::new(preview.targets);
    let rows: Vec<AnyView> = preview
        .columns
        .into_iter()
        .enumerate()
        .map(|(place, column)| {
            let samples: Vec<String> =
                column.samples.into_iter().filter(|sample| !sample.is_empty()).take(SAMPLES).collect();
            let samples =
                samples.into_iter().map(|sample| view! { <li class="truncate">{sample}</li> }.into_any());
            let (named, header, sent) = (column.header.clone(), column.header.clone(), column.header.clone());
            let inputs = ColumnInputs::of(place);
            view! {
                <div class="import-column" role="group" aria-label=named>
                    <div class="import-column-head">
                        <strong class="truncate">{column.header.clone()}</strong>
                        <ul class="import-samples">{samples.collect::<Vec<_>>()}</ul>
                    </div>
                    <input type="hidden" name=inputs.header.clone() value=sent/>
                    <TargetChoice wizard targets place inputs header/>
                </div>
            }
            .into_any()
        })
        .collect();
    view! { <div class="import-columns">{rows}</div> }.into_any()
}

/// Which field a column goes to.
#[component]
fn TargetChoice(
    wizard: Wizard,
    targets: StoredValue<Vec<ImportTarget>>,
    place: usize,
    inputs: ColumnInputs,
    header: String,
) -> AnyView {
    let create_name = StoredValue::new(inputs.create);
    let chosen = Memo::new(move |_| {
        wizard
            .columns
            .with(|columns| columns.get(place).and_then(|column| column.target.clone()).unwrap_or_default())
    });
    let choose = move |event| {
        let path = event_target_value(&event);
        wizard.columns.update(|columns| {
            if let Some(column) = columns.get_mut(place) {
                column.target = (!path.is_empty()).then_some(path);
                column.create_missing = false;
            }
        });
    };
    let option = |path: String, label: String| {
        let own = path.clone();
        let is_chosen = chosen.with_untracked(|chosen| *chosen == path);
        view! { <option value=path selected=is_chosen prop:selected=move || chosen.with(|chosen| *chosen == own)>{label}</option> }.into_any()
    };
    let mut options = vec![option(String::new(), "Do not import".to_owned())];
    targets.with_value(|targets| {
        for target in targets {
            let mark = if target.is_required { " *" } else { "" };
            options.push(option(target.path.clone(), format!("{}{mark}", target.label)));
        }
    });
    let can_create = Memo::new(move |_| {
        let chosen = chosen.get();
        targets.with_value(|targets| targets.iter().any(|target| target.path == chosen && target.can_create))
    });
    let creates = Signal::derive(move || {
        wizard.columns.with(|columns| columns.get(place).is_some_and(|column| column.create_missing))
    });
    let create = move |is_on: bool| {
        wizard.columns.update(|columns| {
            if let Some(column) = columns.get_mut(place) {
                column.create_missing = is_on;
            }
        });
    };
    view! {
        <div class="import-target">
            <span class="input-group">
                <select class="input" name=inputs.target aria-label=format!("Field for {header}") on:change=choose>{options}</select>
                <span class="input-end"><Icon name="IconChevronDown" size=14/></span>
            </span>
            {move || can_create.get().then(|| view! {
                <Checkbox label="Make records that are missing" show_label=true name=create_name.get_value() checked=creates on_change=create/>
            })}
        </div>
    }
    .into_any()
}

/// What checking the file has brought to light.
#[component]
fn Tried(wizard: Wizard) -> AnyView {
    let tried = move || {
        let import = wizard.import.get()?;
        if let Some(problem) = &import.problem {
            return Some(view! { <Banner tone=Tone::Danger text=problem.clone()/> }.into_any());
        }
        (import.is_trial && import.counts.rows > 0).then(|| {
            view! {
                <Card title="Checked">
                    <Figures import=import.clone()/>
                    <Problems wizard/>
                </Card>
            }
            .into_any()
        })
    };
    view! { {tried} }.into_any()
}
