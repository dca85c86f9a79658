//! Mutations: a use-case of the engine, then what was selected of the records it touched, in one statement.

mod data;
mod merge;

use icosa_contract::records::{RecordIds, RecordsApi, UpdateRecord};
use icosa_contract::{Actor, AppError, Code};
use icosa_engine::Engine;
use icosa_engine::record_api::{
    Condition, CreateMany, Filtered, PreparedReads, ReadFailure, Removal, RemoveMany, UpdateMany,
    filter_required,
};
use icosa_model::query::{DeletedRows, FieldPath, Filter, Op};
use icosa_model::{Model, Object, Record};
use icosa_sqlgen::connection::{Entry, Read, RecordPart};
use serde_json::{Value, json};
use uuid::Uuid;

use super::arguments::Arguments;
use super::collect::Collected;
use super::error::invalid;
use super::schema::Kind;
use super::select::Selector;

/// One mutation being carried out.
struct Call<'c> {
    engine: &'c Engine,
    actor: &'c Actor,
    model: &'c Model,
    object: &'c Object,
    record: Vec<Entry<RecordPart>>,
}

/// Carries out one field of a mutation; answers its JSON.
pub async fn run<'d>(
    selector: &mut Selector<'d>,
    (engine, actor): (&Engine, &Actor),
    kind: Kind,
    object: &Object,
    found: &Collected<'d>,
) -> Result<String, AppError> {
    let mut arguments = Arguments::of(found.field, selector.variables)?;
    let record = selector.record(object, found.sets())?;
    let call = Call { engine, actor, model: selector.model, object, record };
    // What cannot be answered is not done.
    if ids_only(&call.record, Uuid::nil()).is_none() {
        call.prepared(call.model, &[], true)?;
    }
    match kind {
        Kind::CreateOne | Kind::CreateMany => call.create(kind == Kind::CreateMany, &mut arguments).await,
        Kind::UpdateOne => call.update_one(&mut arguments).await,
        Kind::UpdateMany => {
            let filtered = selector.filter(object, &arguments)?;
            call.update_many(filtered, &mut arguments).await
        }
        Kind::DeleteOne | Kind::RestoreOne => call.remove_one(kind, arguments.id("id")?).await,
        Kind::DestroyOne => {
            let only = Condition::Own(id_is(arguments.id("id")?));
            call.destroy(&only, DeletedRows::Included, false).await?.ok_or_else(not_found)
        }
        Kind::DeleteMany => {
            let filtered = selector.filter(object, &arguments)?;
            call.remove_many(filtered, DeletedRows::Hidden, Removal::Delete).await
        }
        Kind::RestoreMany => {
            let filtered = selector.filter(object, &arguments)?;
            call.remove_many(filtered, DeletedRows::Only, Removal::Restore).await
        }
        Kind::DestroyMany => {
            let filtered = selector.filter(object, &arguments)?;
            let deleted = filtered.deleted(DeletedRows::Included);
            let condition = filtered.condition.ok_or_else(filter_required)?;
            Ok(call.destroy(&condition, deleted, true).await?.unwrap_or_else(|| "[]".to_owned()))
        }
        Kind::MergeMany => call.merge(&arguments).await,
        Kind::FindMany | Kind::FindOne | Kind::FindDuplicates | Kind::GroupBy => {
            Err(invalid("INVALID_QUERY_INPUT", "A read is no mutation"))
        }
    }
}

impl Call<'_> {
    fn name(&self) -> String {
        self.object.name_singular.clone()
    }

    async fn create(&self, is_list: bool, arguments: &mut Arguments) -> Result<String, AppError> {
        let upsert = arguments.flag("upsert")?;
        let records = if is_list {
            data::records(self.object, arguments.list("data"))?
        } else {
            vec![data::record(self.object, arguments.take("data").unwrap_or_default())?]
        };
        let records =
            self.engine.resolve_connections(self.actor, &self.object.name_singular, records).await?;
        let request = CreateMany { object: self.name(), records, upsert, select: Vec::new() };
        let made = self.engine.create_many(self.actor, request).await?;
        self.answer_written(&ids(&made), is_list).await
    }

    async fn update_one(&self, arguments: &mut Arguments) -> Result<String, AppError> {
        let id = arguments.id("id")?;
        let values = self.values(arguments, Some(id)).await?;
        let request = UpdateRecord { object: self.name(), id, values, select: Vec::new() };
        self.engine.update(self.actor, request).await?;
        self.answer_written(&[id], false).await
    }

    async fn update_many(&self, filtered: Filtered, arguments: &mut Arguments) -> Result<String, AppError> {
        let deleted = filtered.deleted(DeletedRows::Hidden);
        let condition = filtered.condition.ok_or_else(filter_required)?;
        let values = self.values(arguments, None).await?;
        let request = UpdateMany { object: self.name(), condition, deleted, values, select: Vec::new() };
        let changed = self.engine.update_many(self.actor, request).await?;
        self.answer_written(&ids(&changed), true).await
    }

    /// New values with their connections resolved; an id among them may only be the record's own.
    async fn values(&self, arguments: &mut Arguments, id: Option<Uuid>) -> Result<Record, AppError> {
        let mut values = data::record(self.object, arguments.take("data").unwrap_or_default())?;
        if let Some(given) = values.remove("id")
            && given.as_str().and_then(|text| Uuid::parse_str(text).ok()) != id
        {
            return Err(invalid("INVALID_ARGS_DATA", "The id of a record never changes"));
        }
        let name = &self.object.name_singular;
        let mut resolved = self.engine.resolve_connections(self.actor, name, vec![values]).await?;
        Ok(resolved.pop().unwrap_or_default())
    }

    /// Those that pass are found and marked in one transaction.
    async fn remove_many(
        &self,
        filtered: Filtered,
        rows: DeletedRows,
        removal: Removal,
    ) -> Result<String, AppError> {
        let deleted = filtered.deleted(rows);
        let condition = filtered.condition.ok_or_else(filter_required)?;
        let request = RemoveMany { object: self.name(), condition, deleted, removal };
        let changed = self.engine.remove_many(self.actor, request).await?;
        self.answer_written(&changed, true).await
    }

    async fn remove_one(&self, kind: Kind, id: Uuid) -> Result<String, AppError> {
        let request = RecordIds { object: self.name(), ids: vec![id] };
        let changed = if kind == Kind::DeleteOne {
            self.engine.delete(self.actor, request).await?
        } else {
            self.engine.restore(self.actor, request).await?
        };
        self.answer_written(&changed, false).await
    }

    /// Answers what they were, `None` without any.
    async fn destroy(
        &self,
        condition: &Condition,
        deleted: DeletedRows,
        is_list: bool,
    ) -> Result<Option<String>, AppError> {
        let last = |model: &Model, ids: &[Uuid]| self.prepared(model, ids, is_list);
        let name = &self.object.name_singular;
        self.engine.destroy_many(self.actor, name, (condition, deleted), &last).await
    }

    fn prepared(&self, model: &Model, ids: &[Uuid], is_list: bool) -> Result<PreparedReads, AppError> {
        let read =
            Read::ByIds { object: self.name(), ids: ids.to_vec(), is_list, record: self.record.clone() };
        PreparedReads::new(model, &[read])
    }

    /// What was selected of records that were just written; nothing is read for their ids.
    async fn answer_written(&self, ids: &[Uuid], is_list: bool) -> Result<String, AppError> {
        if ids.is_empty() {
            return if is_list { Ok("[]".to_owned()) } else { Err(not_found()) };
        }
        let known = ids.iter().map(|id| ids_only(&self.record, *id)).collect::<Option<Vec<_>>>();
        match known {
            Some(known) if is_list => Ok(format!("[{}]", known.join(","))),
            Some(known) => known.into_iter().next().ok_or_else(not_found),
            // Whoever hears of a mere failure writes again.
            None => self.answer(ids, is_list).await.map_err(|error| {
                if error.code == Code::NotFound { error } else { written_but_not_read(ids) }
            }),
        }
    }

    /// What was selected; planned anew when the model moves on meanwhile, because what was written stays written.
    async fn answer(&self, ids: &[Uuid], is_list: bool) -> Result<String, AppError> {
        let mut prepared = self.prepared(self.model, ids, is_list)?;
        for _ in 0..PLANS {
            match self.engine.run_reads(self.actor, &prepared).await {
                Ok(answers) => return answers.into_iter().next().flatten().ok_or_else(not_found),
                Err(ReadFailure::Refused(error)) => return Err(error),
                Err(ReadFailure::Stale(model)) => prepared = self.prepared(&model, ids, is_list)?,
            }
        }
        Err(AppError::internal())
    }
}

/// How often an answer is planned before a model that keeps changing is given up.
const PLANS: usize = 4;

/// The record's JSON if the selection asks for no more than its id.
fn ids_only(record: &[Entry<RecordPart>], id: Uuid) -> Option<String> {
    let part = |entry: &Entry<RecordPart>| {
        let value = match &entry.what {
            RecordPart::Constant(text) => Value::from(text.as_str()),
            RecordPart::Column(name) if name == "id" => Value::from(id.to_string()),
            _ => return None,
        };
        Some(format!("{}:{value}", Value::from(entry.key.as_str())))
    };
    let parts = record.iter().map(part).collect::<Option<Vec<_>>>()?;
    Some(format!("{{{}}}", parts.join(",")))
}

fn ids(records: &[Record]) -> Vec<Uuid> {
    let id = |record: &Record| Uuid::parse_str(record.get("id")?.as_str()?).ok();
    records.iter().filter_map(id).collect()
}

fn id_is(id: Uuid) -> Filter {
    Filter::Compare { path: FieldPath::field("id"), op: Op::Eq, value: Value::String(id.to_string()) }
}

/// The types of the answer leave no room for less than was asked.
fn written_but_not_read(ids: &[Uuid]) -> AppError {
    let message = "It has been written, but what was asked about it could not be read.";
    let mut error = AppError::new(Code::Unavailable, message).with_sub_code("WRITTEN_BUT_NOT_READ");
    error.details = Some(Box::new(json!({ "ids": ids })));
    error
}

fn not_found() -> AppError {
    AppError::not_found("Record not found").with_sub_code("RECORD_NOT_FOUND")
}
