//! RELATION and MORPH_RELATION, many-to-one: a picker with search, "no …" and "create …".

use icosa_contract::records::CreateRecord;
use icosa_model::format::{image, label};
use icosa_model::values::parse_text;
use icosa_model::{Object, Record};
use icosa_rpc::records::record_create;
use icosa_rpc::use_signed_in;
use icosa_ui::chip::Look;
use icosa_ui::combobox::{Choice, Combobox};
use icosa_ui::toast::use_toasts;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};

use super::editor_frame::{Draft, EditorFrame, Finish};
use super::record_search::{RecordSearch, found_choice};
use super::{Editing, Move};

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
    let seed = editing.seed.clone().unwrap_or_default();
    let query = RwSignal::new(seed.clone());
    let search = RecordSearch::new(vec![target.name_singular.clone()], query);
    // The present record stands first, so that Enter changes nothing before something else is chosen.
    let present = present(&target, &editing.value());
    let choices = Memo::new(move |_| {
        let found = search
            .found
            .with(|found| found.iter().map(|record| found_choice(record, None)).collect::<Vec<_>>());
        let is_searching = query.with(|query| !query.trim().is_empty());
        match present.clone().filter(|_| !is_searching) {
            Some(present) => {
                let others = found.into_iter().filter(|choice| choice.id != present.id);
                std::iter::once(present.clone()).chain(others).collect()
            }
            None => found,
        }
    });
    let selected = before.as_str().map(str::to_owned).into_iter().collect::<Vec<_>>();
    let (label, kind) = (editing.label(), target.label_singular.to_lowercase());
    let save = {
        let target = target.clone();
        move |id: Value, label: &str| {
            finish.save(draft(&editing.field, &column, &before, id, label, &target), Move::Stay);
        }
    };
    let pick = {
        let save = save.clone();
        move |id: String| match search.by_id(&id) {
            Some(record) => save(Value::from(id), &record.label),
            None if id.is_empty() => save(Value::Null, ""),
            None => finish.save(Draft::Unchanged, Move::Stay),
        }
    };
    let creates = target.is_ui_creatable;
    let make = move |name: String| {
        let (save, target) = (save.clone(), target.clone());
        spawn_local(async move {
            match create(&target, &name).await {
                Ok(id) => save(Value::from(id), &name),
                Err(message) => toasts.error(message),
            }
        });
    };
    let read = Callback::new(|()| Ok(Draft::Unchanged));
    view! {
        <EditorFrame label=label.clone() read finish is_panel=true keeps_enter=true>
            <Combobox label=format!("Search {label}") choices selected=Signal::stored(selected) seed loading=search.is_loading
                none=format!("No {kind}") create=format!("Create {kind}") on_pick=pick on_search=move |text| query.set(text)
                on_create=make creates/>
        </EditorFrame>
    }
    .into_any()
}

/// The related record as a choice.
fn present(target: &Object, value: &Value) -> Option<Choice> {
    let record = value.as_object()?;
    let id = record.get("id")?.as_str()?.to_owned();
    let look = Look::person(id.clone(), image(target, record));
    Some(Choice { id, label: label(target, record), hint: String::new(), look })
}

/// The join column is written; the related record is shown with its label until the server answers.
fn draft(field: &str, column: &str, before: &Value, id: Value, label: &str, target: &Object) -> Draft {
    if *before == id {
        return Draft::Unchanged;
    }
    let values = Record::from_iter([(column.to_owned(), id.clone())]);
    let related = if id.is_null() { Value::Null } else { Value::Object(named(target, id, label)) };
    let mut shown = values.clone();
    shown.insert(field.to_owned(), related);
    Draft::Changed { values, shown }
}

/// A record as a chip shows it, known by id and name alone.
pub(crate) fn named(target: &Object, id: Value, label: &str) -> Record {
    let name = parse_text(target.label_field(), label).unwrap_or_else(|_| json!(label));
    Record::from_iter([("id".to_owned(), id), (target.label_field().name.clone(), name)])
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
