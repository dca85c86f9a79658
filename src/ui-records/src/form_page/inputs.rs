//! The inputs of one field in a plain form.

use std::sync::Arc;

use icosa_contract::records::SearchRecords;
use icosa_model::query::DEFAULT_PAGE;
use icosa_model::values::{FormInput, InputKind, form_inputs};
use icosa_model::{Field, FieldType, Model, Object};
use icosa_rpc::records::records_search;
use leptos::prelude::*;

use super::Texts;

/// One input for simple fields, a fieldset for composites, a list of records for relations.
#[component]
pub(super) fn FieldInputs(
    model: Arc<Model>,
    object: Arc<Object>,
    field: String,
    texts: Texts,
    error: Option<String>,
) -> AnyView {
    let Some(field) = object.field(&field) else { return ().into_any() };
    let error = error.map(|message| view! { <p class="text-danger text-sm">{message}</p> });
    if field.join_column().is_some() {
        return view! { <RelationInput model object=object.clone() field=field.name.clone() texts/>{error} }
            .into_any();
    }
    if field.field_type == FieldType::Files {
        return view! { {file_inputs(field, &texts)}{error} }.into_any();
    }
    let rows = field.settings.displayed_max_rows.map(u16::from);
    let inputs: Vec<AnyView> = form_inputs(field)
        .into_iter()
        .map(|input| {
            let values = texts.get(&input.name).cloned().unwrap_or_default();
            let input = FormInput { label: told_unit(field, input.label), ..input };
            view! { <Labelled input values rows/> }.into_any()
        })
        .collect();
    if field.field_type.is_composite() {
        let legend = field.label.clone();
        return view! { <fieldset class="form-fieldset"><legend>{legend}</legend>{inputs}{error}</fieldset> }
            .into_any();
    }
    view! { <div>{inputs}{error}</div> }.into_any()
}

/// The files that are there, each with its name and a tick while it stays, and an input for more.
fn file_inputs(field: &Field, texts: &Texts) -> AnyView {
    let name = field.name.clone();
    let stored = texts.get(&name).map(Vec::as_slice).unwrap_or_default();
    let rows: Vec<AnyView> = stored
        .iter()
        .filter(|id| !id.is_empty())
        .map(|id| {
            let label_name = format!("{name}.{id}");
            let label = texts.get(&label_name).and_then(|values| values.first()).cloned().unwrap_or_default();
            let keep = format!("Keep {label}");
            view! {
                <div class="flex items-center gap-2">
                    <input type="checkbox" name=name.clone() value=id.clone() checked=true aria-label=keep/>
                    <input class="panel-input" type="text" name=label_name value=label aria-label="Name" autocomplete="off"/>
                </div>
            }
            .into_any()
        })
        .collect();
    let most = field.settings.max_number_of_values.unwrap_or(1);
    view! {
        <fieldset class="form-fieldset">
            <legend>{field.label.clone()}</legend>
            <input type="hidden" name=name.clone() value=""/>
            {rows}
            <input class="form-files" type="file" name=name multiple={most > 1} aria-label=format!("Add to {}", field.label)/>
        </fieldset>
    }
    .into_any()
}

/// Percentages are typed as people read them, which a number input cannot show.
fn told_unit(field: &Field, label: String) -> String {
    let is_percentage = field.settings.kind.as_deref() == Some("percentage");
    if field.field_type == FieldType::Number && is_percentage { format!("{label} (%)") } else { label }
}

#[component]
fn Labelled(input: FormInput, values: Vec<String>, rows: Option<u16>) -> AnyView {
    if input.kind == InputKind::Hidden {
        let value = values.into_iter().next().unwrap_or_default();
        return view! { <input type="hidden" name=input.name value=value/> }.into_any();
    }
    let label = input.label.clone();
    let marker =
        input.kind.needs_marker().then(|| view! { <input type="hidden" name=input.name.clone() value=""/> });
    view! {
        <label class="flex flex-col gap-1 min-w-0">
            <span class="text-sm font-medium text-tertiary">{label}</span>
            {marker}
            {control(input, values, rows)}
        </label>
    }
    .into_any()
}

fn control(input: FormInput, values: Vec<String>, rows: Option<u16>) -> AnyView {
    let FormInput { name, kind, is_required, .. } = input;
    let value = values.first().cloned().unwrap_or_default();
    let simple = |kind: &'static str, mode: Option<&'static str>, step: Option<&'static str>| {
        let (name, value) = (name.clone(), value.clone());
        view! { <input class="panel-input" type=kind inputmode=mode step=step name=name value=value required=is_required autocomplete="off"/> }
            .into_any()
    };
    match kind {
        // A single line would lose the others of a text that has several.
        InputKind::Text if value.contains('\n') => icosa_ui::plain_area::plain_area(name, &value, rows),
        InputKind::Text | InputKind::Hidden => simple("text", None, None),
        InputKind::Number { step } => simple("number", Some("decimal"), Some(step)),
        InputKind::Date => simple("date", None, None),
        InputKind::DateTimeLocal => simple("datetime-local", None, None),
        InputKind::Email => simple("email", None, None),
        InputKind::Url => simple("text", Some("url"), None),
        InputKind::Tel => simple("tel", None, None),
        InputKind::Checkbox => {
            let is_on = values.last().is_some_and(|value| value == "true");
            view! { <input type="checkbox" name=name value="true" checked=is_on/> }.into_any()
        }
        InputKind::Select { options } => choices(name, options, values, false),
        InputKind::MultiSelect { options } => choices(name, options, values, true),
        InputKind::TextArea => icosa_ui::plain_area::plain_area(name, &value, rows),
    }
}

fn choices(name: String, options: Vec<(String, String)>, chosen: Vec<String>, multiple: bool) -> AnyView {
    let options: Vec<AnyView> = options
        .into_iter()
        .map(|(value, label)| {
            let is_chosen = chosen.contains(&value);
            view! { <option value=value selected=is_chosen>{label}</option> }.into_any()
        })
        .collect();
    let class = if multiple { "panel-input form-multiple" } else { "panel-input" };
    view! { <select class=class name=name multiple=multiple>{options}</select> }.into_any()
}

/// The first records of the target object, and the one that is chosen now.
#[component]
fn RelationInput(model: Arc<Model>, object: Arc<Object>, field: String, texts: Texts) -> AnyView {
    let Some((column, label, target)) = object.field(&field).and_then(|field| relation_parts(&model, field))
    else {
        return ().into_any();
    };
    let chosen = texts.get(&column).and_then(|values| values.first()).cloned().unwrap_or_default();
    let request = SearchRecords {
        objects: vec![target.name_singular.clone()],
        text: String::new(),
        limit: DEFAULT_PAGE,
    };
    let records = Resource::new(|| (), move |()| records_search(request.clone()));
    let none = format!("No {}", target.label_singular.to_lowercase());
    view! {
        <label class="flex flex-col gap-1">
            <span class="text-sm font-medium text-tertiary">{label}</span>
            <Transition>
                {move || {
                    let (column, chosen, none) = (column.clone(), chosen.clone(), none.clone());
                    Suspend::new(async move {
                        let mut options: Vec<(String, String)> = vec![(String::new(), none)];
                        let found = records.await.unwrap_or_default();
                        options.extend(found.into_iter().map(|record| (record.id.to_string(), record.label)));
                        if !options.iter().any(|(id, _)| *id == chosen) {
                            options.insert(1, (chosen.clone(), "The current one".to_owned()));
                        }
                        choices(column, options, vec![chosen], false)
                    })
                }}
            </Transition>
        </label>
    }
    .into_any()
}

fn relation_parts(model: &Model, field: &Field) -> Option<(String, String, Arc<Object>)> {
    let target = model.object(&field.relation.as_ref()?.target_name)?.clone();
    Some((field.join_column()?.to_owned(), field.label.clone(), target))
}
