//! A record's page: header, fields, related records, and tabs with timeline, tasks and notes.

mod activities;
mod attachments;
pub(crate) mod fields_widget;
mod header;
mod related;
mod selection;
mod state;
mod tabs;
mod timeline;

use std::sync::Arc;

use icosa_contract::AppError;
use icosa_contract::records::GetRecord;
use icosa_model::format::label;
use icosa_model::{Object, Record};
use icosa_rpc::records::record_get;
use icosa_rpc::{SignedIn, use_signed_in};
use icosa_ui::document_title::{PageTitle, document_title};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map, use_query_map};
use uuid::Uuid;

use crate::followed::{Followed, use_followed};
pub(crate) use selection::rich_text_tab;

pub(crate) use header::EditableTitle;
use header::{DeletedBanner, RecordHeader};
pub(crate) use state::RecordState;
use tabs::{Layout, Parts, TabBar, TabPanel, layout_of};

/// `/object/:objectNameSingular/:objectRecordId`; `?tab=` selects a tab.
#[component]
pub fn RecordPage() -> AnyView {
    let params = use_params_map();
    let address = Memo::new(move |_| {
        params.with(|params| {
            (
                params.get("objectNameSingular").unwrap_or_default(),
                params.get("objectRecordId").and_then(|id| Uuid::parse_str(&id).ok()),
            )
        })
    });
    let followed = use_followed(move |model| address.with(|(object, _)| model.object(object).cloned()));
    // One page instance per record: going from record to record starts afresh, and so does a changed data model.
    let page = move || {
        let (_, id) = address.get();
        view! { <PageOf followed=followed.get() id/> }.into_any()
    };
    view! { {page} }.into_any()
}

#[component]
fn PageOf(followed: Option<Followed>, id: Option<Uuid>) -> AnyView {
    let (Some(followed), Some(id)) = (followed, id) else {
        return view! { <Missing/> }.into_any();
    };
    let path = use_location().pathname;
    let tab_href = Callback::new(move |slug: String| format!("{}?tab={slug}", path.get()));
    let head = Callback::new(|state: RecordState| {
        let (object, record) = (state.object.clone(), state.record);
        let title = Signal::derive(move || document_title(&record.with(|record| label(&object, record))));
        view! { <PageTitle text=title/><RecordHeader state/> }.into_any()
    });
    view! { <RecordParts followed id head tab_href/> }.into_any()
}

/// A record with its fields, related records and tabs, below a head of the caller's.
#[component]
pub(crate) fn RecordParts(
    followed: Followed,
    id: Uuid,
    /// What stands above.
    head: Callback<RecordState, AnyView>,
    /// The address that shows a tab.
    tab_href: Callback<String, String>,
    /// Goes to it in place of the link.
    #[prop(optional)]
    on_tab: Option<Callback<String>>,
) -> AnyView {
    let Some(page) = use_signed_in() else { return ().into_any() };
    let Followed { model, object } = followed;
    let signed_in = SignedIn { model, ..page };
    let select = selection::page_fields(&signed_in.model, &object);
    let query = GetRecord { object: object.name_singular.clone(), id, select };
    let request = query.clone();
    let record = Resource::new(|| (), move |()| record_get(request.clone()));
    view! {
        <Transition fallback=|| view! { <Loading/> }.into_any()>
            {move || {
                let (signed_in, object, query) = (signed_in.clone(), object.clone(), query.clone());
                Suspend::new(async move {
                    match record.await {
                        Ok(record) => view! { <Loaded signed_in object query record head tab_href on_tab/> }.into_any(),
                        Err(error) => view! { <Failed error/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
    .into_any()
}

#[component]
fn Loaded(
    signed_in: SignedIn,
    object: Arc<Object>,
    query: GetRecord,
    record: Record,
    head: Callback<RecordState, AnyView>,
    tab_href: Callback<String, String>,
    on_tab: Option<Callback<String>>,
) -> AnyView {
    let state = RecordState::new(object.clone(), query, record);
    state.follow_live();
    let queries = use_query_map();
    let model = signed_in.model.clone();
    let Layout { summary, tabs } = layout_of(&object);
    let tab = {
        let tabs = tabs.clone();
        Memo::new(move |_| {
            let wanted = queries.with(|query| query.get("tab"));
            tabs.iter().find(|tab| Some(&tab.slug) == wanted.as_ref()).or_else(|| tabs.first()).cloned()
        })
    };
    let summary = (!summary.is_empty()).then(|| {
        view! {
            <section class="record-summary" aria-label="Fields">
                <Parts model=model.clone() parts=summary state=state.clone()/>
            </section>
        }
        .into_any()
    });
    view! {
        <article class="record-page">
            {head.run(state.clone())}
            <DeletedBanner state=state.clone()/>
            <div class="record-columns">
                {summary}
                <section class="record-tabs">
                    <TabBar tabs current=tab href=tab_href on_tab/>
                    <TabPanel model tab state/>
                </section>
            </div>
        </article>
    }
    .into_any()
}

#[component]
fn Loading() -> AnyView {
    view! { <div class="p-6" aria-busy="true"><icosa_ui::progress::Skeleton/></div> }.into_any()
}

#[component]
fn Failed(error: AppError) -> AnyView {
    if error.code == icosa_contract::Code::NotFound {
        return view! { <Missing/> }.into_any();
    }
    view! {
        <div role="alert" class="p-6 flex flex-col items-start gap-3">
            <p class="text-danger">{error.message}</p>
            <a href="" rel="external" class="text-blue">"Try again"</a>
        </div>
    }
    .into_any()
}

/// A record or object that does not exist, inside the frame.
#[component]
pub fn Missing() -> AnyView {
    icosa_rpc::context::set_not_found();
    view! {
        <PageTitle text="Not found – Icosa"/>
        <div class="h-full grid place-items-center p-6">
            <div class="flex flex-col items-center gap-2 text-center">
                <h1 class="text-lg font-semibold text-primary">"This record does not exist"</h1>
                <p class="text-tertiary">"It may have been deleted for good, or the address is mistyped."</p>
                <a href="/" rel="external" class="text-blue font-medium">"Back to Icosa"</a>
            </div>
        </div>
    }
    .into_any()
}
