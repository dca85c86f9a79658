//! An object: its fields, its settings, its indexes.

mod fields_tab;
mod index_form;
mod indexes_tab;
mod settings_tab;
mod tasks;

use icosa_contract::routes::settings;
use icosa_model::definition::{FieldRow, ObjectRow};
use icosa_model::{Metadata, ObjectId};
use icosa_rpc::use_model;
use icosa_ui::button::{LinkButton, Size, Variant};
use icosa_ui::card::{Banner, Tone};
use icosa_ui::tabs::{Tab, Tabs};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use crate::page::{Crumb, Missing, SettingsPage};
use fields_tab::FieldsTab;
pub(super) use fields_tab::switch_field;
use indexes_tab::IndexesTab;
use settings_tab::SettingsTab;
use tasks::Tasks;

/// `/settings/objects/:objectNamePlural`; `?tab=` is `settings` or `indexes`.
#[component]
pub fn ObjectPage() -> AnyView {
    let Some(model) = use_model() else { return ().into_any() };
    let (params, query) = (use_params_map(), use_query_map());
    let plural = Memo::new(move |_| params.with(|params| params.get("objectNamePlural")).unwrap_or_default());
    // An object that is renamed here keeps its page until the address has followed.
    let found = Memo::new(move |before: Option<&(String, Option<ObjectId>)>| {
        let (model, plural) = (model.get(), plural.get());
        let is_there = |id: &ObjectId| row(model.metadata(), *id).is_some();
        let kept = before.filter(|(name, _)| *name == plural).and_then(|(_, id)| *id).filter(is_there);
        let id = named(model.metadata(), &plural).map(|row| row.id).or(kept);
        (plural, id)
    });
    let id = Memo::new(move |_| found.get().1);
    let row = Memo::new(move |_| row(model.get().metadata(), id.get()?).cloned());
    let tab = Memo::new(move |_| query.with(|query| query.get("tab")).unwrap_or_default());
    let page = move || match id.get() {
        Some(id) => view! { <PageOf id row tab/> }.into_any(),
        None => view! { <Missing title="This object does not exist"/> }.into_any(),
    };
    view! { {page} }.into_any()
}

/// An object by its plural name, active or not.
pub(super) fn named<'m>(metadata: &'m Metadata, name_plural: &str) -> Option<&'m ObjectRow> {
    metadata.objects.iter().find(|row| row.name_plural == name_plural)
}

/// An object by id, active or not.
pub(super) fn row(metadata: &Metadata, id: ObjectId) -> Option<&ObjectRow> {
    metadata.objects.iter().find(|row| row.id == id)
}

/// The fields of an object by position, active or not. Of a morph relation all siblings.
pub(super) fn fields(metadata: &Metadata, id: ObjectId) -> Vec<FieldRow> {
    let mut fields: Vec<FieldRow> =
        metadata.fields.iter().filter(|field| field.object_id == id).cloned().collect();
    fields.sort_by(|a, b| a.position.total_cmp(&b.position));
    fields
}

/// The page stays while the object changes, so that nothing typed is lost; what it shows of the object follows.
#[component]
fn PageOf(id: ObjectId, row: Memo<Option<ObjectRow>>, tab: Memo<String>) -> AnyView {
    let text = move |of: fn(&ObjectRow) -> &str| {
        row.with(|row| row.as_ref().map(|row| of(row).to_owned())).unwrap_or_default()
    };
    let plural = Memo::new(move |_| text(|row| &row.name_plural));
    let is_active = Memo::new(move |_| row.with(|row| row.as_ref().is_none_or(|row| row.is_active)));
    let panel = move || match tab.get().as_str() {
        "settings" => view! { <SettingsTab id/> }.into_any(),
        "indexes" => view! { <IndexesTab id/> }.into_any(),
        _ => view! { <FieldsTab id/> }.into_any(),
    };
    let inactive = move || {
        (!is_active.get()).then(|| {
            view! { <Banner tone=Tone::Warning text="This object is inactive: its records are kept and shown nowhere."/> }
        })
    };
    let actions = move || {
        let records = move || {
            let href = icosa_contract::routes::index(&plural.get());
            is_active
                .get()
                .then(|| view! { <LinkButton href size=Size::Small icon="IconTable">"Records"</LinkButton> })
        };
        let new_field = move || {
            let href = settings::new_field(&plural.get());
            view! { <LinkButton href variant=Variant::Primary blue=true size=Size::Small icon="IconPlus">"New field"</LinkButton> }
        };
        view! { {records}{new_field} }
    };
    let title = Signal::derive(move || text(|row| &row.label_plural));
    view! {
        <SettingsPage title crumbs=Crumb::data_model() actions>
            {inactive}
            <Tasks id/>
            {move || view! { <Tabs label="Object" tabs=tabs(&plural.get()) active=tab/> }}
            <div class="set-panel">{panel}</div>
        </SettingsPage>
    }
    .into_any()
}

fn tabs(plural: &str) -> Vec<Tab> {
    let one = |id: &str, label: &str, icon: &'static str, href: String| Tab {
        id: id.to_owned(),
        label: label.to_owned(),
        icon: Some(icon.into()),
        count: None,
        href: Some(href),
    };
    vec![
        one("", "Fields", "IconListDetails", settings::object(plural)),
        one("settings", "Settings", "IconSettings", settings::object_tab(plural, "settings")),
        one("indexes", "Indexes", "IconDatabase", settings::object_tab(plural, "indexes")),
    ]
}
