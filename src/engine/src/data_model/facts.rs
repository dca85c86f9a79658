//! What is known of the records behind a model: how many, how full, what a deletion would take.

use std::collections::HashSet;

use icosa_contract::data_model::{Change, Impact, RecordCount, Target};
use icosa_contract::{Actor, AppError};
use icosa_model::{FieldId, Metadata, ObjectId, resolve};
use icosa_sqlgen::check;
use serde_json::Value;
use sqlx::Row;

use super::apply::apply;
use super::draft::Draft;
use crate::Engine;
use crate::error::Failure;
use crate::records::run;

/// Live records of every active object, in one statement.
pub async fn record_counts(engine: &Engine, actor: &Actor) -> Result<Vec<RecordCount>, Failure> {
    let model = engine.model(actor.workspace).await?;
    let rows = run::read(engine.db(), Ok(check::record_counts(&model))).await?;
    let mut counts = Vec::with_capacity(rows.len());
    for row in rows {
        let name: String = row.try_get(0)?;
        let count: i64 = row.try_get(1)?;
        if let Some(object) = model.object(&name) {
            let count = u64::try_from(count).unwrap_or_default();
            counts.push(RecordCount { object_id: object.id, name_plural: object.name_plural.clone(), count });
        }
    }
    Ok(counts)
}

/// Fields of an object that hardly any record has a value in.
pub async fn mostly_empty(engine: &Engine, actor: &Actor, object: ObjectId) -> Result<Vec<FieldId>, Failure> {
    let model = engine.model(actor.workspace).await?;
    let gone = || AppError::not_found("There is no such object.").with_sub_code("OBJECT_METADATA_NOT_FOUND");
    let object = model.object_by_id(object).ok_or_else(gone)?;
    let rows = run::read(engine.db(), check::mostly_empty(&model, &object.name_singular)).await?;
    rows.first().map_or(Ok(Vec::new()), |row| run::json(row, 0))
}

/// What a deletion would take: carried out on a draft that is thrown away, whether or not it is allowed.
pub async fn impact(engine: &Engine, actor: &Actor, target: Target) -> Result<Impact, Failure> {
    let model = engine.model(actor.workspace).await?;
    let metadata = model.metadata();
    let mut draft = Draft::new(metadata.as_ref().clone(), actor, chrono::Utc::now());
    let change = match target {
        Target::Object(id) => Change::DeleteObject(id),
        Target::Field(id) => Change::DeleteField(id),
    };
    apply(&mut draft, change)?;
    let after = draft.metadata;
    let mut impact = lost(metadata, &after);
    impact.records = records(engine, metadata, target).await?;
    Ok(impact)
}

async fn records(engine: &Engine, metadata: &Metadata, target: Target) -> Result<u64, Failure> {
    let physical =
        resolve(metadata.physical().into()).map_err(|issues| Failure::Broken(format!("{issues:?}")))?;
    let (object, field) = match target {
        Target::Object(id) => (physical.object_by_id(id), None),
        Target::Field(id) => {
            let object = physical.objects().iter().find(|object| object.field_by_id(id).is_some());
            (object, Some(id))
        }
    };
    let Some(object) = object else { return Ok(0) };
    let field = match field {
        // Every record has an id.
        None => Some("id"),
        Some(id) => object.field_by_id(id).filter(|field| !field.columns.is_empty()).map(|f| f.name.as_str()),
    };
    let Some(field) = field else { return Ok(0) };
    let rows = run::read(engine.db(), check::filled(&physical, &object.name_singular, field)).await?;
    let Some(row) = rows.first() else { return Ok(0) };
    let count: Value = run::json(row, 0)?;
    Ok(count.get("count").and_then(Value::as_u64).unwrap_or_default())
}

fn lost(before: &Metadata, after: &Metadata) -> Impact {
    let fields: HashSet<_> = after.fields.iter().map(|field| field.id).collect();
    let indexes: HashSet<_> = after.indexes.iter().map(|index| index.id).collect();
    let label = |id: ObjectId| {
        before
            .objects
            .iter()
            .find(|object| object.id == id)
            .map_or("", |object| object.label_singular.as_str())
    };
    let changed = |view: &&icosa_model::definition::ViewRow| !after.views.iter().any(|other| other == *view);
    Impact {
        records: 0,
        fields: before
            .fields
            .iter()
            .filter(|field| !fields.contains(&field.id) && !field.is_system)
            .map(|field| format!("{}.{}", label(field.object_id), field.label))
            .collect(),
        views: before
            .views
            .iter()
            .filter(|view| view.view_type != "FIELDS_WIDGET")
            .filter(changed)
            .map(|view| {
                let plural = before.objects.iter().find(|object| object.id == view.object_id);
                view.name.replace("{objectLabelPlural}", plural.map_or("", |object| &object.label_plural))
            })
            .collect(),
        indexes: before
            .indexes
            .iter()
            .filter(|index| !indexes.contains(&index.id))
            .map(|index| index.name.clone())
            .collect(),
    }
}
