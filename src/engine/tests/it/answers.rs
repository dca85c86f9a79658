//! What writes answer when it cannot be read.

use icosa_contract::records::{CreateRecord, RecordsApi, UpdateRecord};
use icosa_contract::{AppError, Code};
use icosa_engine::record_api::CreateMany;
use icosa_model::Record;
use icosa_model::query::{MAX_PAGE, Select};
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use crate::support::{Member, World, fields, id_of, object, world};

impl Member {
    async fn company(&self, select: Vec<Select>) -> Result<Record, AppError> {
        let values = object(json!({"name": "Acme"}));
        self.engine
            .create(&self.actor, CreateRecord { object: "company".to_owned(), id: None, values, select })
            .await
    }

    async fn renamed(&self, id: Uuid, select: Vec<Select>) -> Result<Record, AppError> {
        let values = object(json!({"name": "Renamed"}));
        self.engine
            .update(&self.actor, UpdateRecord { object: "company".to_owned(), id, values, select })
            .await
    }

    async fn companies(&self, count: usize, select: Vec<Select>) -> Result<Vec<Record>, AppError> {
        let records = vec![object(json!({"name": "Batch"})); count];
        let request = CreateMany { object: "company".to_owned(), records, upsert: false, select };
        self.engine.create_many(&self.actor, request).await
    }
}

fn people(limit: u32) -> Vec<Select> {
    vec![Select::Relation { field: "people".to_owned(), select: fields(&["jobTitle"]), limit }]
}

#[tokio::test]
async fn what_cannot_be_answered_is_not_written() {
    let world = world().await;
    let ada = world.member("ada@example.com").await;
    let id = ada.made("company", json!({"name": "Acme"})).await;
    let before = ada.total("company").await;
    for select in [fields(&["name", "nonsense"]), people(MAX_PAGE + 1)] {
        let refused = [
            ada.company(select.clone()).await.unwrap_err(),
            ada.renamed(id, select.clone()).await.unwrap_err(),
            ada.companies(2, select.clone()).await.unwrap_err(),
        ];
        assert!(refused.iter().all(|error| error.code == Code::BadUserInput), "{refused:?}");
    }
    assert_eq!(ada.total("company").await, before);
    assert_eq!(ada.value("company", id, "name").await, json!("Acme"));
    assert_eq!(ada.events(&world, id).await, ["created"]);
}

/// With each write to companies the data model moves on, and this happens to the tables.
async fn on_writes(world: &World, member: &Member, statements: &str) {
    let workspace = member.actor.workspace;
    let schema = icosa_model::SchemaName::from(workspace);
    let script = format!(
        r#"
        CREATE FUNCTION public.move_on() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            SET LOCAL search_path TO "{schema}", public;
            {statements}
            UPDATE core."workspace" SET "metadataVersion" = "metadataVersion" + 1 WHERE "id" = '{workspace}';
            RETURN NULL;
        END $$;
        CREATE TRIGGER move_on AFTER INSERT OR UPDATE ON "{schema}"."company"
            FOR EACH STATEMENT EXECUTE FUNCTION public.move_on();
        "#
    );
    sqlx::raw_sql(AssertSqlSafe(script)).execute(world.db.db().pool()).await.unwrap();
}

#[tokio::test]
async fn what_is_written_but_cannot_be_read_is_answered_by_its_id_and_written_once() {
    let world = world().await;
    let ada = world.member("ada@example.com").await;
    let before = ada.total("company").await;
    // The model still has the field, the newest one too.
    on_writes(&world, &ada, r#"ALTER TABLE "person" DROP COLUMN IF EXISTS "jobTitle" CASCADE;"#).await;
    let made = ada.company(people(3)).await.unwrap();
    let id = id_of(&made);
    let id_only = |id: Uuid| object(json!({"id": id, "deletedAt": null}));
    assert_eq!(made, id_only(id));
    assert_eq!(ada.total("company").await, before + 1);
    assert_eq!(ada.renamed(id, people(3)).await.unwrap(), id_only(id));
    assert_eq!(ada.events(&world, id).await, ["created", "updated"]);
    let batch = ada.companies(2, people(3)).await.unwrap();
    assert_eq!(batch, [id_only(id_of(&batch[0])), id_only(id_of(&batch[1]))]);
    assert_eq!(ada.total("company").await, before + 3);
}

#[tokio::test]
async fn what_was_planned_on_an_older_model_is_read_on_the_newest() {
    let world = world().await;
    let ada = world.member("ada@example.com").await;
    let before = ada.total("company").await;
    let id = ada.actor.workspace;
    let rename = format!(
        r#"
        IF to_regclass('"person"') IS NOT NULL THEN
            ALTER TABLE "person" RENAME TO "human";
            UPDATE core."objectMetadata" SET "nameSingular" = 'human', "namePlural" = 'humans'
             WHERE "workspaceId" = '{id}' AND "nameSingular" = 'person';
        END IF;
        "#
    );
    on_writes(&world, &ada, &rename).await;
    let made = ada.company(people(3)).await.unwrap();
    assert_eq!(made["people"], Value::Array(Vec::new()), "{made:?}");
    assert_eq!(ada.total("company").await, before + 1);
}
