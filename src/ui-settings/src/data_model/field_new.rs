//! Making a field: first what it holds, then everything else.

use icosa_contract::data_model::{Change, appearances};
use icosa_contract::forms::Flash;
use icosa_contract::routes::{forms, settings};
use icosa_model::FieldType;
use icosa_model::definition::ObjectRow;
use icosa_rpc::use_model;
use icosa_ui::button::{Button, LinkButton, Variant};
use icosa_ui::card::{Art, EmptyState};
use icosa_ui::icon::Icon;
use icosa_ui::input::SearchInput;
use icosa_ui_records::fields::type_icon;
use icosa_ui_records::flash::Flashed;
use icosa_ui_records::leaving::LeaveGuard;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};

use super::changes::use_sender;
use super::field_form::{FieldDraft, FieldInputs};
use super::kinds::{self, Category, KINDS, Kind};
use super::object_page::named;
use crate::page::{Crumb, Missing, SettingsPage};

/// The object a page is about, as it is when the page opens.
pub(super) fn object_of_page() -> Option<ObjectRow> {
    let params = use_params_map();
    let plural = params.with_untracked(|params| params.get("objectNamePlural")).unwrap_or_default();
    named(use_model()?.newest().metadata(), &plural).cloned()
}

/// The way to pages below an object's.
pub(super) fn crumbs(object: &ObjectRow) -> Vec<Crumb> {
    let mut crumbs = Crumb::data_model();
    crumbs.push(Crumb::link(object.label_plural.clone(), settings::object(&object.name_plural)));
    crumbs
}

/// `/settings/objects/:objectNamePlural/new-field/select`
#[component]
pub fn SelectTypePage() -> AnyView {
    let Some(object) = object_of_page() else {
        return view! { <Missing title="This object does not exist"/> }.into_any();
    };
    let query = RwSignal::new(String::new());
    let plural = StoredValue::new(object.name_plural.clone());
    let found = move || {
        let query = query.with(|query| query.trim().to_lowercase());
        let is_one = |kind: &&Kind| {
            let texts = [kinds::label(kind.field_type), kind.purpose, kind.field_type.as_str()];
            texts.iter().any(|text| text.to_lowercase().contains(&query))
        };
        KINDS.iter().filter(is_one).copied().collect::<Vec<_>>()
    };
    let groups = move || -> Vec<AnyView> {
        let found = found();
        let group = |category: Category| {
            let cards: Vec<AnyView> = found
                .iter()
                .filter(|kind| kind.category == category)
                .map(|kind| plural.with_value(|plural| type_card(plural, *kind)))
                .collect();
            (!cards.is_empty()).then(|| {
                view! { <section><h2 class="set-section-title">{category.title()}</h2><ul class="set-types">{cards}</ul></section> }.into_any()
            })
        };
        Category::ALL.into_iter().filter_map(group).collect()
    };
    let navigate = use_navigate();
    let take_first = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter"
            && let Some(kind) = untrack(found).first()
        {
            event.prevent_default();
            let path =
                plural.with_value(|plural| settings::configure_field(plural, kind.field_type.as_str()));
            navigate(&path, NavigateOptions::default());
        }
    };
    view! {
        <SettingsPage title="New field" crumbs=crumbs(&object)>
            <div class="set-tools js-only" on:keydown=take_first><SearchInput label="Search types" value=query/></div>
            <div class="set-type-groups">{groups}</div>
            {move || found().is_empty().then(|| view! { <EmptyState title="No type is called that" art=Art::Search/> })}
        </SettingsPage>
    }
    .into_any()
}

fn type_card(plural: &str, kind: Kind) -> AnyView {
    let href = settings::configure_field(plural, kind.field_type.as_str());
    view! {
        <li>
            <a href=href class="set-card">
                <span class="set-type-icon"><Icon name=type_icon(kind.field_type) size=18/></span>
                <span class="set-card-title">{kinds::label(kind.field_type)}</span>
                <span class="set-card-text">{kind.purpose}</span>
            </a>
        </li>
    }
    .into_any()
}

/// `/settings/objects/:objectNamePlural/new-field/configure?type=`
#[component]
pub fn NewFieldPage() -> AnyView {
    let query = use_query_map();
    let wanted = Memo::new(move |_| query.with(|query| query.get("type")).unwrap_or_default());
    let page = move || {
        let kind = FieldType::parse(&wanted.get());
        let kind = kind.filter(|kind| KINDS.iter().any(|known| known.field_type == *kind));
        match (object_of_page(), kind) {
            (Some(object), Some(kind)) => view! { <ConfigurePage object kind/> }.into_any(),
            (None, _) => view! { <Missing title="This object does not exist"/> }.into_any(),
            (_, None) => view! { <Missing title="There is no such type of field"/> }.into_any(),
        }
    };
    view! { {page} }.into_any()
}

#[component]
fn ConfigurePage(object: ObjectRow, kind: FieldType) -> AnyView {
    let noun = if kind.is_relation() { "" } else { " field" };
    let title = format!("New {}{noun}", kinds::label(kind).to_lowercase());
    let crumbs = crumbs(&object);
    let form =
        Callback::new(move |flash: Flash| view! { <Configure object=object.clone() kind flash/> }.into_any());
    view! { <SettingsPage title crumbs><Flashed content=form/></SettingsPage> }.into_any()
}

#[component]
fn Configure(object: ObjectRow, kind: FieldType, flash: Flash) -> AnyView {
    let (Some(model), Some(sender)) = (use_model(), use_sender()) else { return ().into_any() };
    let draft = FieldDraft::new(&object, kind);
    let began = StoredValue::new(untrack(|| draft.row()));
    let draft = draft.again(&flash);
    let is_dirty = Signal::derive(move || began.with_value(|began| *began != draft.row()));
    let back = settings::object(&object.name_plural);
    let navigate = use_navigate();
    let target = back.clone();
    let create = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        draft.is_tried.set(true);
        if !untrack(|| draft.is_valid(model.newest().metadata())) {
            return;
        }
        draft.refused.set(Vec::new());
        let (navigate, target) = (navigate.clone(), target.clone());
        let field = draft.create();
        let mut changes = appearances(model.newest().metadata(), &field);
        changes.insert(0, Change::CreateField(field));
        sender.send(changes, move |answer| match answer {
            Ok(_) => navigate(&target, NavigateOptions::default()),
            Err(error) => draft.refuse(&error),
        });
    };
    view! {
        <LeaveGuard is_dirty/>
        <form method="post" action=forms::create_field(&object.id.to_string()) on:submit=create class="set-form">
            <input type="hidden" name="type" value=kind.as_str()/>
            <FieldInputs draft model=model.newest()/>
            <div class="set-buttons">
                <Button variant=Variant::Primary blue=true kind="submit" loading=sender.is_busy>"Create field"</Button>
                <LinkButton href=settings::new_field(&object.name_plural)>"Other type"</LinkButton>
                <LinkButton href=back variant=Variant::Tertiary>"Cancel"</LinkButton>
            </div>
        </form>
    }
    .into_any()
}
