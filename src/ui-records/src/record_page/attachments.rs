//! Files attached to a record: sent by choosing or dropping, listed month by month, renamed, downloaded, deleted.

use std::sync::Arc;

use icosa_contract::AppError;
use icosa_contract::files::{MAX_FILE, StoredFile};
use icosa_contract::records::{CreateRecord, RecordPage, UpdateRecord};
use icosa_model::query::{DeletedRows, Direction, FieldPath, Filter, ListQuery, Op, Order, Select};
use icosa_model::{Model, Object, Record, RelationKind};
use icosa_rpc::records::{record_create, record_update, records_list};
use icosa_rpc::use_signed_in;
use icosa_ui::button::IconButton;
use icosa_ui::card::EmptyState;
use icosa_ui::icon::Icon;
use icosa_ui::toast::use_toasts;
use leptos::ev::{DragEvent, Event};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};
use uuid::Uuid;

use super::state::RecordState;
use crate::fields::file_mark;
use crate::fields::files::rename::RenameInput;
use crate::fields::files::sending::{Sending, Uploads, send_for};
use crate::live::use_changes;
use crate::moments::{ago, month_of};
use crate::record_store::use_record_store;

const ATTACHMENT: &str = "attachment";
/// Files shown.
const SHOWN: u32 = 100;

/// How attachments are tied to the records of an object.
#[derive(Clone)]
struct Tie {
    attachment: Arc<Object>,
    /// The join column that holds the record.
    column: String,
    /// The field that holds the file.
    field: Uuid,
}

impl Tie {
    fn of(model: &Model, object: &Object) -> Option<Self> {
        let attachment = model.object(ATTACHMENT)?.clone();
        let column = object.fields.iter().find_map(|field| match field.relation.as_ref()?.kind {
            RelationKind::OneToMany { ref target_column }
                if field.relation.as_ref()?.target == attachment.id =>
            {
                Some(target_column.clone())
            }
            _ => None,
        })?;
        let field = attachment.field("file")?.id.0;
        Some(Self { attachment, column, field })
    }

    fn query(&self, record: Uuid) -> ListQuery {
        let select = ["id", "name", "file", "createdAt"].map(|name| Select::Field(name.to_owned()));
        ListQuery {
            object: ATTACHMENT.to_owned(),
            select: select.to_vec(),
            filter: Some(Filter::Compare {
                path: FieldPath::field(&self.column),
                op: Op::Eq,
                value: json!(record),
            }),
            order: vec![Order { path: FieldPath::field("createdAt"), direction: Direction::Descending }],
            after: None,
            skip: 0,
            limit: SHOWN,
            with_total: false,
            deleted: DeletedRows::Hidden,
        }
    }

    fn attach(&self, record: Uuid, file: &StoredFile) -> CreateRecord {
        let values = [
            ("name".to_owned(), json!(file.name)),
            ("file".to_owned(), json!([{ "fileId": file.id, "label": file.name }])),
            ("fileCategory".to_owned(), json!(category(&file.extension))),
            (self.column.clone(), json!(record)),
        ];
        CreateRecord {
            object: ATTACHMENT.to_owned(),
            id: None,
            values: values.into_iter().collect(),
            select: Vec::new(),
        }
    }
}

/// Whether records of this object have attachments.
pub fn has_attachments(object: &Object) -> bool {
    let leads_there = |field: &icosa_model::Field| {
        field.is_to_many()
            && field.relation.as_ref().is_some_and(|relation| relation.target_name == ATTACHMENT)
    };
    object.fields.iter().any(leads_there)
}

/// The kind of a file, by its extension.
fn category(extension: &str) -> &'static str {
    match extension {
        "zip" | "tar" | "gz" | "rar" | "7z" => "ARCHIVE",
        "mp3" | "wav" | "ogg" | "m4a" | "flac" | "aac" => "AUDIO",
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "svg" | "avif" | "bmp" | "heic" | "tiff" => "IMAGE",
        "ppt" | "pptx" | "odp" | "key" => "PRESENTATION",
        "xls" | "xlsx" | "csv" | "ods" | "tsv" | "numbers" => "SPREADSHEET",
        "doc" | "docx" | "odt" | "rtf" | "txt" | "md" | "pdf" | "pages" => "TEXT_DOCUMENT",
        "mp4" | "mov" | "webm" | "avi" | "mkv" | "m4v" => "VIDEO",
        _ => "OTHER",
    }
}

/// The files of a record, and a place to drop more.
#[component]
pub fn Attachments(model: Arc<Model>, state: RecordState) -> AnyView {
    let Some(tie) = Tie::of(&model, &state.object) else { return ().into_any() };
    let version = RwSignal::new(0_u32);
    let changed = move || {
        let _ = version.try_update(|version| *version += 1);
    };
    use_changes(ATTACHMENT, move |_| changed());
    let query = tie.query(state.id);
    let page = Resource::new(move || version.get(), move |_| records_list(query.clone()));
    let uploads = Uploads::new();
    let attachment = tie.attachment.clone();
    view! {
        <DropPlace tie record=state.id uploads on_attached=Callback::new(move |()| changed())>
            <Sending uploads/>
            <Transition>
                {move || {
                    let attachment = attachment.clone();
                    Suspend::new(async move {
                        match page.await {
                            Ok(page) => list(&attachment, page),
                            Err(error) => failed(&error),
                        }
                    })
                }}
            </Transition>
        </DropPlace>
    }
    .into_any()
}

/// Takes files that are dropped anywhere on the tab, or chosen by the button on top.
#[component]
fn DropPlace(
    tie: Tie,
    record: Uuid,
    uploads: Uploads,
    on_attached: Callback<()>,
    children: Children,
) -> AnyView {
    let input = NodeRef::<html::Input>::new();
    let is_over = RwSignal::new(false);
    let toasts = use_toasts();
    let tie = StoredValue::new(tie);
    let take = move |files: Option<web_sys::FileList>| {
        let files =
            files.into_iter().flat_map(|files| (0..files.length()).filter_map(move |at| files.get(at)));
        for file in files {
            if file.size() > MAX_FILE as f64 {
                toasts.error(format!("{} is larger than 1 GB.", file.name()));
                continue;
            }
            let field = tie.with_value(|tie| tie.field);
            spawn_local(async move {
                let outcome = match send_for(uploads, field, &file).await {
                    Ok(stored) => {
                        let Some(request) = tie.try_with_value(|tie| tie.attach(record, &stored)) else {
                            return;
                        };
                        record_create(request).await.map(drop).map_err(|error| error.message)
                    }
                    Err(reason) => Err(reason),
                };
                match outcome {
                    Ok(()) => on_attached.run(()),
                    Err(reason) => toasts.error(format!("{}: {reason}", file.name())),
                }
            });
        }
    };
    let chosen = move |_: Event| {
        let Some(input) = input.get_untracked() else { return };
        take(input.files());
        input.set_value("");
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        is_over.set(false);
        take(event.data_transfer().and_then(|data| data.files()));
    };
    let dragged = move |event: DragEvent| {
        event.prevent_default();
        is_over.set(true);
    };
    view! {
        <div class="attachments" class:files-over=move || is_over.get() on:dragover=dragged on:drop=dropped
            on:dragleave=move |_| is_over.set(false)>
            <label class="files-add">
                <input type="file" class="sr-only" multiple=true aria-label="Add files" node_ref=input on:change=chosen/>
                <Icon name="IconUpload"/><span>"Drop files here, or choose"</span>
            </label>
            {children()}
        </div>
    }
    .into_any()
}

fn failed(error: &AppError) -> AnyView {
    view! { <p role="alert" class="p-4 text-danger">{error.message.clone()}</p> }.into_any()
}

fn text(record: &Record, key: &str) -> String {
    record.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn list(attachment: &Arc<Object>, page: RecordPage) -> AnyView {
    let Some(signed_in) = use_signed_in() else { return ().into_any() };
    if page.records.is_empty() {
        return view! { <EmptyState title="No files yet" text="Contracts, pictures, presentations: whatever belongs to this record."/> }.into_any();
    }
    let preferences = &signed_in.session.preferences;
    let months = page.records.chunk_by(|a, b| {
        month_of(&text(a, "createdAt"), preferences) == month_of(&text(b, "createdAt"), preferences)
    });
    let month = |records: &[Record]| {
        let title = records
            .first()
            .map(|record| month_of(&text(record, "createdAt"), preferences))
            .unwrap_or_default();
        let rows: Vec<AnyView> = records
            .iter()
            .map(|record| {
                let since = ago(&text(record, "createdAt"), signed_in.session.now);
                view! { <AttachmentRow attachment=attachment.clone() record=record.clone() since/> }
                    .into_any()
            })
            .collect();
        view! { <section><h3 class="px-3 pt-3 text-xs font-semibold text-light">{title}</h3><ul>{rows}</ul></section> }.into_any()
    };
    months.map(month).collect::<Vec<_>>().into_any()
}

#[component]
fn AttachmentRow(attachment: Arc<Object>, record: Record, since: String) -> AnyView {
    let file = record
        .get("file")
        .and_then(Value::as_array)
        .and_then(|files| files.first())
        .cloned()
        .unwrap_or_default();
    let part = |key: &str| file.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let url = icosa_contract::files::own_address(&part("url")).to_owned();
    let name = RwSignal::new(text(&record, "name"));
    let is_renamed = RwSignal::new(false);
    let id = Uuid::parse_str(&text(&record, "id")).unwrap_or_default();
    let store = use_record_store();
    let delete = move |_| {
        let (store, attachment) = (store.clone(), attachment.clone());
        spawn_local(async move {
            store.delete(attachment, vec![id]).await;
        });
    };
    let mark = file_mark(&name.get_untracked(), &part("extension"), &url, 20);
    let file_id = part("fileId");
    let link = url.clone();
    let title = move || {
        if is_renamed.get() {
            return view! { <Rename id name file=file_id.clone() is_renamed/> }.into_any();
        }
        match link.clone() {
            link if link.is_empty() => view! { <span class="truncate">{name.get()}</span> }.into_any(),
            link => view! { <a class="truncate" href=link target="_blank" rel="noopener">{name.get()}</a> }
                .into_any(),
        }
    };
    let download = (!url.is_empty()).then(|| {
        view! {
            <a class="icon-btn" href=url download=move || name.get() aria-label="Download" data-tip="Download"><Icon name="IconDownload"/></a>
        }
    });
    view! {
        <li class="files-row">
            {mark}
            <div class="files-name">{title}</div>
            <span class="text-tertiary text-sm">{since}</span>
            <IconButton icon="IconPencil" label="Rename" on_click=move |_| is_renamed.set(true)/>
            {download}
            <IconButton icon="IconTrash" label="Delete" danger=true on_click=delete/>
        </li>
    }
    .into_any()
}

/// Another name for a file, typed over it.
#[component]
fn Rename(id: Uuid, name: RwSignal<String>, file: String, is_renamed: RwSignal<bool>) -> AnyView {
    let toasts = use_toasts();
    let end = move |typed: Option<String>| {
        is_renamed.set(false);
        let before = name.get_untracked();
        let Some(typed) = typed.filter(|typed| *typed != before) else { return };
        name.set(typed.clone());
        let files = json!([{ "fileId": file, "label": typed }]);
        let values = Record::from_iter([("name".to_owned(), json!(typed)), ("file".to_owned(), files)]);
        let request = UpdateRecord { object: ATTACHMENT.to_owned(), id, values, select: Vec::new() };
        spawn_local(async move {
            if let Err(error) = record_update(request).await {
                let _ = name.try_set(before);
                toasts.error(error.message);
            }
        });
    };
    view! { <RenameInput name=name.get_untracked() on_end=end/> }.into_any()
}
