//! Creating and editing a record by a plain form: what works before and without JavaScript.

mod inputs;

use std::collections::BTreeMap;
use std::sync::Arc;

use icosa_contract::records::GetRecord;
use icosa_contract::{forms::Flash, routes};
use icosa_model::format::label;
use icosa_model::values::{default_value, form_values};
use icosa_model::{Field, FieldType, Model, Object, Record};
use icosa_rpc::records::record_get;
use icosa_rpc::{SignedIn, use_signed_in};
use icosa_ui::button::{Button, LinkButton, Variant};
use icosa_ui::document_title::{PageTitle, document_title};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use uuid::Uuid;

use crate::fields::is_editable;
use crate::flash::use_flash;
use crate::leaving::LeaveGuard;
use crate::record_page::Missing;
use crate::record_page::fields_widget::field_order;
use crate::selection::select_fields;
use inputs::FieldInputs;

/// What stands in the inputs, by input name.
type Texts = BTreeMap<String, Vec<String>>;

/// `/objects/:objectNamePlural/new`
#[component]
pub fn NewRecordPage() -> AnyView {
    let params = use_params_map();
    let plural = params.with_untracked(|params| params.get("objectNamePlural")).unwrap_or_default();
    let Some(page) = use_signed_in() else { return view! { <Missing/> }.into_any() };
    let Some(object) = page.model.object_by_plural(&plural).cloned() else {
        return view! { <Missing/> }.into_any();
    };
    let form = Form {
        title: format!("New {}", object.label_singular.to_lowercase()),
        action: routes::forms::create_record(&object.name_singular),
        back: routes::index(&object.name_plural),
        submit: "Create",
    };
    let flash = use_flash();
    view! {
        <Transition>
            {move || {
                let (page, object, form) = (page.clone(), object.clone(), form.clone());
                Suspend::new(async move {
                    let flash = flash.await.unwrap_or_default();
                    let mut texts = default_texts(&page, &object);
                    texts.extend(flash.values.clone());
                    view! { <FormPage page object form flash texts/> }
                })
            }}
        </Transition>
    }
    .into_any()
}

/// `/object/:objectNameSingular/:objectRecordId/edit`
#[component]
pub fn EditRecordPage() -> AnyView {
    let params = use_params_map();
    let parameter = |name: &str| params.with_untracked(|params| params.get(name)).unwrap_or_default();
    let Some(page) = use_signed_in() else { return view! { <Missing/> }.into_any() };
    let object = page.model.object(&parameter("objectNameSingular")).cloned();
    let (Some(object), Ok(id)) = (object, Uuid::parse_str(&parameter("objectRecordId"))) else {
        return view! { <Missing/> }.into_any();
    };
    let names = form_fields(&page.model, &object).into_iter().map(|field| field.name.as_str());
    let select = select_fields(&page.model, &object, names);
    let query = GetRecord { object: object.name_singular.clone(), id, select };
    let record = Resource::new(|| (), move |()| record_get(query.clone()));
    let flash = use_flash();
    view! {
        <Transition>
            {move || {
                let (page, object) = (page.clone(), object.clone());
                Suspend::new(async move {
                    let flash = flash.await.unwrap_or_default();
                    match record.await {
                        Ok(record) => edit_form(page, object, id, &record, flash),
                        Err(_) => view! { <Missing/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
    .into_any()
}

fn edit_form(page: SignedIn, object: Arc<Object>, id: Uuid, record: &Record, flash: Flash) -> AnyView {
    let form = Form {
        title: format!("Edit {}", label(&object, record)),
        action: routes::forms::update_record(&object.name_singular, &id.to_string()),
        back: routes::record(&object.name_singular, &id.to_string()),
        submit: "Save",
    };
    let mut texts = stored_texts(&page, &object, record);
    texts.extend(flash.values.clone());
    view! { <FormPage page object form flash texts/> }.into_any()
}

/// The label first, then what the record page shows, then the rest.
fn form_fields<'m>(model: &Model, object: &'m Object) -> Vec<&'m Field> {
    let label = object.label_field();
    let order = field_order(object);
    let rank = |field: &Field| {
        let place = order.iter().position(|name| *name == field.name);
        (field.id != label.id, place.unwrap_or(usize::MAX))
    };
    let mut fields: Vec<&Field> = object
        .fields
        .iter()
        .filter(|field| !field.is_to_many() && is_editable(model, object, field))
        .collect();
    fields.sort_by_key(|field| rank(field));
    fields
}

/// What a new record begins with: the form sends all of its inputs, so the server would not add defaults by itself.
fn default_texts(page: &SignedIn, object: &Object) -> Texts {
    let (zone, now) = (&page.session.preferences.zone, page.session.now);
    form_fields(&page.model, object)
        .into_iter()
        .flat_map(|field| {
            let record = Record::from_iter([(field.name.clone(), default_value(field, now, zone))]);
            form_values(field, &record, zone)
        })
        .filter(|(_, texts)| !texts.is_empty())
        .collect()
}

fn stored_texts(page: &SignedIn, object: &Object, record: &Record) -> Texts {
    let zone = &page.session.preferences.zone;
    let texts = |field: &Field| match field.field_type {
        FieldType::Files => file_texts(field, record),
        _ => form_values(field, record, zone),
    };
    form_fields(&page.model, object).into_iter().flat_map(texts).collect()
}

/// The ids of the files under the field's name, their names each under its own.
fn file_texts(field: &Field, record: &Record) -> Vec<(String, Vec<String>)> {
    let items =
        record.get(&field.name).and_then(|value| value.as_array()).map(Vec::as_slice).unwrap_or_default();
    let text =
        |item: &serde_json::Value, key: &str| item.get(key).and_then(|text| text.as_str()).map(str::to_owned);
    let ids: Vec<String> = items.iter().filter_map(|item| text(item, "fileId")).collect();
    let named = |item: &serde_json::Value| {
        Some((format!("{}.{}", field.name, text(item, "fileId")?), vec![text(item, "label")?]))
    };
    items.iter().filter_map(named).chain([(field.name.clone(), ids)]).collect()
}

#[derive(Debug, Clone)]
struct Form {
    title: String,
    action: String,
    back: String,
    submit: &'static str,
}

#[component]
fn FormPage(page: SignedIn, object: Arc<Object>, form: Form, flash: Flash, texts: Texts) -> AnyView {
    let is_dirty = RwSignal::new(false);
    let refused = flash.field.clone();
    let fields: Vec<AnyView> = form_fields(&page.model, &object)
        .into_iter()
        .map(|field| {
            let error = (refused.as_deref() == Some(field.name.as_str())).then(|| flash.message.clone());
            view! { <FieldInputs model=page.model.clone() object=object.clone() field=field.name.clone() texts=texts.clone() error/> }
                .into_any()
        })
        .collect();
    let has_files =
        form_fields(&page.model, &object).iter().any(|field| field.field_type == FieldType::Files);
    let encoding = has_files.then_some("multipart/form-data");
    let message = (!flash.message.is_empty()).then(|| {
        view! { <p role="alert" class="rounded-sm bg-danger text-danger px-3 py-2">{flash.message.clone()}</p> }
    });
    view! {
        <PageTitle text=document_title(&form.title)/>
        <div class="form-scroll">
            <div class="form-page">
                <h1 class="text-lg font-semibold text-primary mb-4">{form.title.clone()}</h1>
                <form method="post" action=form.action class="form-grid" enctype=encoding
                    on:input=move |_| is_dirty.set(true) on:submit=move |_| is_dirty.set(false)>
                    {message}
                    {fields}
                    <div class="flex gap-2 form-buttons">
                        <Button variant=Variant::Primary blue=true kind="submit">{form.submit}</Button>
                        <LinkButton href=form.back variant=Variant::Secondary>"Cancel"</LinkButton>
                    </div>
                </form>
                <LeaveGuard is_dirty/>
            </div>
        </div>
    }
    .into_any()
}
