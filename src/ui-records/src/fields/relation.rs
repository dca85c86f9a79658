//! RELATION, many-to-one: a picker with search, "no …" and "create …".

use icosa_contract::records::CreateRecord;
use icosa_model::values::parse_text;
use icosa_model::{Object, Record};
use icosa_rpc::records::record_create;
use icosa_rpc::use_signed_in;
use icosa_ui::toast::use_toasts;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};

use super::editor_frame::{Draft, EditorFrame, Finish};
use super::option_list::{Choice, Look, OptionList};
use super::record_search::{RecordSearch, choice};
use super::{Editing, Move};

const NONE: &str = "";
const CREATE: &str = "create";

/// Picks one record of the target object and closes.
pub(crate) fn editor(editing: Editing) -> AnyView {
    let Some(page) = use_signed_in() else { return ().into_any() };
    let Some(field) = editing.definition() else { return ().into_any() };
    let Some(target) =
        field.relation.as_ref().and_then(|relation| page.model.object(&relation.target_name)).cloned()
    else {
        return ().into_any();
    };
    let (finish, toasts) = (Finish::new(editing.on_done), use_toasts());
    let column = field.join_column().unwrap_or_default().to_owned();
    let before = editing.record.get(&column).cloned().unwrap_or_default();
    let query = RwSignal::new(editing.seed.clone().unwrap_or_default());
    let search = RecordSearch::new(vec![target.name_singular.clone()], query);
    let picked = Signal::stored(before.as_str().map(str::to_owned).into_iter().collect::<Vec<_>>());
    let choices = {
        let (none, creatable) = (target.label_singular.to_lowercase(), target.is_ui_creatable);
        let kind = target.label_singular.clone();
        Memo::new(move |_| {
            let mut list: Vec<Choice> = Vec::new();
            let text = query.get();
            if text.trim().is_empty() {
                list.push(Choice { key: NONE.to_owned(), label: format!("No {none}"), look: Look::Plain });
            }
            list.extend(
                search
                    .found
                    .with(|found| found.iter().map(|record| choice(record, None)).collect::<Vec<_>>()),
            );
            if creatable && !text.trim().is_empty() && !search.is_loading.get() {
                let label = format!("Create {kind} “{}”", text.trim());
                list.push(Choice { key: CREATE.to_owned(), label, look: Look::Plain });
            }
            list
        })
    };
    let label = editing.label();
    let save = {
        let (column, target) = (column.clone(), target.clone());
        move |id: Value, label: &str| {
            finish.save(draft(&editing.field, &column, &before, id, label, &target), Move::Stay)
        }
    };
    let on_pick = Callback::new(move |picked: Choice| match picked.key.as_str() {
        NONE => save(Value::Null, ""),
        CREATE => {
            let (save, target, name) = (save.clone(), target.clone(), query.get_untracked());
            spawn_local(async move {
                match create(&target, name.trim()).await {
                    Ok(id) => save(Value::from(id), name.trim()),
                    Err(message) => toasts.error(message),
                }
            });
        }
        id => save(Value::from(id), &picked.label),
    });
    let read = Callback::new(|()| Ok(Draft::Unchanged));
    view! {
        <EditorFrame label=label.clone() read finish is_panel=true keeps_enter=true>
            <OptionList label query choices picked is_loading=search.is_loading on_pick/>
        </EditorFrame>
    }
    .into_any()
}

/// The join column is written; the related record is shown with its label until the server answers.
fn draft(field: &str, column: &str, before: &Value, id: Value, label: &str, target: &Object) -> Draft {
    if *before == id {
        return Draft::Unchanged;
    }
    let values = Record::from_iter([(column.to_owned(), id.clone())]);
    let related = if id.is_null() {
        Value::Null
    } else {
        let name = parse_text(target.label_field(), label).unwrap_or_else(|_| json!(label));
        Value::Object(Record::from_iter([("id".to_owned(), id), (target.label_field().name.clone(), name)]))
    };
    let mut shown = values.clone();
    shown.insert(field.to_owned(), related);
    Draft::Changed { values, shown }
}

/// Makes a record named as typed; answers its id.
async fn create(target: &Object, name: &str) -> Result<String, String> {
    let field = target.label_field();
    let value = parse_text(field, name).map_err(|error| error.message)?;
    let id = uuid::Uuid::new_v4();
    let request = CreateRecord {
        object: target.name_singular.clone(),
        id: Some(id),
        values: Record::from_iter([(field.name.clone(), value)]),
        select: Vec::new(),
    };
    record_create(request).await.map(|_| id.to_string()).map_err(|error| error.message)
}
