//! Many workspaces in one cache, and one workspace with a very large model.

use std::collections::HashMap;
use std::time::Instant;

use anyhow::{Context, Result};
use icosa_contract::Actor;
use icosa_contract::data_model::{Change, DataModelApi};
use icosa_contract::records::RecordsApi;
use icosa_engine::Engine;
use icosa_engine::standard;
use icosa_engine::workspaces::system_actor;
use icosa_model::query::{DeletedRows, ListQuery, Select};
use icosa_model::{FieldId, Metadata, ObjectId, WorkspaceId};
use icosa_store::metadata;
use icosa_store::workspaces::{self, NewWorkspace, status};
use uuid::Uuid;

use crate::{Times, new_field, new_object};

const WORKSPACES: u32 = 1_000;
const OBJECTS: u32 = 300;
const FIELDS: u32 = 50;

/// A model of so many copies of an object with so many plain fields each.
pub fn of_size(like: &Metadata, objects: usize, fields: usize) -> Metadata {
    let mut metadata =
        Metadata { views: Vec::new(), navigation: Vec::new(), indexes: Vec::new(), ..like.clone() };
    let plain: Vec<_> = like.fields.iter().filter(|field| !field.field_type.is_relation()).cloned().collect();
    let model = like.objects.first().cloned();
    (metadata.objects, metadata.fields) = (Vec::new(), Vec::new());
    for number in 0..objects {
        let Some(mut object) = model.clone() else { break };
        object.id = ObjectId::random();
        (object.name_singular, object.name_plural) = (format!("thing{number}"), format!("things{number}"));
        for (at, mut field) in plain.iter().cloned().cycle().take(fields).enumerate() {
            field.id = FieldId::random();
            field.object_id = object.id;
            field.name = format!("field{at}");
            if at == 0 {
                object.label_identifier_field_id = field.id;
            }
            metadata.fields.push(field);
        }
        object.image_identifier_field_id = None;
        object.search_field_ids.clear();
        metadata.objects.push(object);
    }
    metadata
}

/// Touches 1,000 workspaces in turn. They have their metadata only: nobody reads their records.
pub async fn workspaces(engine: &Engine) -> Result<()> {
    let mut ids = Vec::new();
    for number in 0..WORKSPACES {
        let id = WorkspaceId::random();
        let new = NewWorkspace {
            id,
            display_name: format!("Bench {number}"),
            subdomain: format!("bench-{}", id.0.simple()),
            activation_status: status::ACTIVE,
        };
        let mut tx = engine.db().begin().await?;
        workspaces::add(&mut tx, &new).await?;
        metadata::insert(&mut tx, &standard::metadata(id)).await?;
        tx.commit().await?;
        ids.push(id);
    }
    let mut times = Vec::new();
    for id in &ids {
        let start = Instant::now();
        DataModelApi::model(engine, &system_actor(*id)).await?;
        times.push(start.elapsed());
    }
    Times::of(times).print("the model of a workspace that is not in memory", "–");
    println!(
        "| memory after {WORKSPACES} workspaces were touched, MB | {} | – | 300 |",
        resident_megabytes()?
    );
    for id in ids {
        sqlx::query(r#"DELETE FROM core."workspace" WHERE "id" = $1"#)
            .bind(id.0)
            .execute(engine.db().pool())
            .await?;
    }
    Ok(())
}

fn resident_megabytes() -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("VmRSS")?;
    Ok(line.split_whitespace().next().context("a number")?.parse::<u64>()? / 1_024)
}

/// 300 more objects of 50 fields each, and what reading a page costs then.
pub async fn model(engine: &Engine, actor: &Actor) -> Result<()> {
    let mut times = Vec::new();
    let mut made = HashMap::new();
    for number in 0..OBJECTS {
        let object = new_object("largeThing", number);
        let id = object.id.context("an id")?;
        made.insert(number, id);
        let mut changes = vec![Change::CreateObject(object)];
        for field in 0..FIELDS {
            changes.push(Change::CreateField(new_field(
                id,
                &format!("field{field}"),
                serde_json::json!({}),
            )?));
        }
        let start = Instant::now();
        engine.change(actor, changes).await?;
        times.push(start.elapsed());
    }
    Times::of(times).print(&format!("an object with {FIELDS} fields, up to {OBJECTS} of them"), "–");
    let query = ListQuery {
        object: "company".to_owned(),
        select: vec![Select::Field("name".to_owned())],
        filter: None,
        order: Vec::new(),
        after: None,
        skip: 0,
        limit: 60,
        with_total: true,
        deleted: DeletedRows::Hidden,
    };
    let mut times = Vec::new();
    for _ in 0..50 {
        let start = Instant::now();
        engine.list(actor, query.clone()).await?;
        times.push(start.elapsed());
    }
    Times::of(times).print(&format!("a page of companies beside {OBJECTS} objects"), "–");
    for id in made.into_values() {
        engine.change(actor, vec![Change::DeleteObject(id)]).await?;
    }
    sqlx::query(r#"DELETE FROM core."dataModelTrash" WHERE "id" <> $1"#)
        .bind(Uuid::nil())
        .execute(engine.db().pool())
        .await?;
    Ok(())
}
