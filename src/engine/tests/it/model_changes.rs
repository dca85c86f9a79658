//! The data model changes while people work, and what was deleted comes back.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use icosa_contract::data_model::{
    Change, Changed, CreateField, CreateObject, DataModelApi, FieldPatch, OptionInput, Target, UpdateField,
    UpdateObject,
};
use icosa_contract::{AppError, Code};
use icosa_model::{FieldId, FieldType, Model, ObjectId};
use serde_json::{Value, json};

use crate::support::{Member, id_of, list_query, world};

impl Member {
    pub async fn change(&self, changes: Vec<Change>) -> Result<Changed, AppError> {
        self.engine.change(&self.actor, changes).await
    }

    pub async fn current(&self) -> Arc<Model> {
        DataModelApi::model(&self.engine, &self.actor).await.expect("the model")
    }
}

fn rocket() -> CreateObject {
    CreateObject {
        name_singular: "rocket".to_owned(),
        name_plural: "rockets".to_owned(),
        label_singular: "Rocket".to_owned(),
        label_plural: "Rockets".to_owned(),
        ..CreateObject::default()
    }
}

fn new_field(object: ObjectId, name: &str, field_type: FieldType) -> CreateField {
    serde_json::from_value(json!({
        "objectId": object, "type": field_type, "name": name, "label": name
    }))
    .expect("a field")
}

fn option(value: &str, position: f64) -> OptionInput {
    let label = value.to_lowercase();
    OptionInput { id: None, value: value.to_owned(), label, color: Some("blue".to_owned()), position }
}

async fn make_rocket(ada: &Member) -> ObjectId {
    let made = ada.change(vec![Change::CreateObject(rocket())]).await.expect("an object");
    ObjectId(made.ids[0])
}

#[tokio::test]
async fn a_new_object_keeps_records_at_once() {
    let world = world().await;
    let ada = world.member("ada@example.com").await;
    make_rocket(&ada).await;
    let record = ada.create("rocket", json!({"name": "Saturn V"})).await.expect("a record");
    ada.update("rocket", id_of(&record), json!({"name": "Saturn Vb"})).await.expect("an update");
    let page = ada.engine_list("rocket", &["name"]).await;
    assert_eq!(page, vec![json!("Saturn Vb")]);
    let note = ada.create("note", json!({"title": "n"})).await.expect("a note");
    ada.create("noteTarget", json!({"noteId": id_of(&note), "targetRocketId": id_of(&record)}))
        .await
        .expect("a note about a rocket");
}

impl Member {
    async fn engine_list(&self, object: &str, fields: &[&str]) -> Vec<Value> {
        use icosa_contract::records::RecordsApi;
        let page = self.engine.list(&self.actor, list_query(object, fields)).await.expect("a page");
        page.records.iter().map(|record| record[fields[0]].clone()).collect()
    }
}

#[tokio::test]
async fn a_deleted_field_comes_back_with_its_values_and_columns() {
    let world = world().await;
    let ada = world.member("ada@example.com").await;
    let object = make_rocket(&ada).await;
    let thrust = Change::CreateField(new_field(object, "thrust", FieldType::Number));
    let made = ada.change(vec![thrust]).await.expect("a field");
    let field = FieldId(made.ids[0]);
    ada.create("rocket", json!({"name": "Saturn V", "thrust": 35})).await.expect("a record");
    let impact = ada.engine.impact(&ada.actor, Target::Field(field)).await.expect("an impact");
    assert_eq!((impact.records, impact.fields), (1, vec!["Rocket.thrust".to_owned()]));

    let deleted = ada.change(vec![Change::DeleteField(field)]).await.expect("the field goes");
    assert!(ada.current().await.object("rocket").expect("rocket").field("thrust").is_none());
    let undo = deleted.undo.expect("it can be undone");
    ada.engine.restore(&ada.actor, undo).await.expect("it comes back");
    assert_eq!(ada.engine_list("rocket", &["thrust"]).await, vec![json!(35)]);

    let twice = ada.engine.restore(&ada.actor, undo).await.expect_err("only once");
    assert_eq!((twice.code, twice.sub_code.as_deref()), (Code::NotFound, Some("UNDO_EXPIRED")));
}

#[tokio::test]
async fn a_deletion_becomes_final_after_a_day() {
    let world = world().await;
    let ada = world.member("ada@example.com").await;
    let object = make_rocket(&ada).await;
    let made = ada
        .change(vec![Change::CreateField(new_field(object, "thrust", FieldType::Number))])
        .await
        .expect("a field");
    let deleted = ada.change(vec![Change::DeleteField(FieldId(made.ids[0]))]).await.expect("the field goes");
    const ASIDE: &str = "SELECT count(*) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relname = '_rocket' AND a.attname LIKE '#%thrust' AND NOT a.attisdropped";
    icosa_engine::data_model::trash::empty(&ada.engine).await.expect("nothing is old enough");
    assert_eq!(world.number(ASIDE).await, 1, "the values are put aside");
    sqlx::query(r#"UPDATE core."dataModelTrash" SET "deletedAt" = now() - interval '25 hours'"#)
        .execute(world.db.db().pool())
        .await
        .expect("a day goes by");
    icosa_engine::data_model::trash::empty(&ada.engine).await.expect("it is removed");
    assert_eq!(world.number(ASIDE).await, 0);
    let late = ada.engine.restore(&ada.actor, deleted.undo.expect("undo")).await.expect_err("too late");
    assert_eq!(late.sub_code.as_deref(), Some("UNDO_EXPIRED"));
}

#[tokio::test]
async fn a_deleted_object_comes_back_with_its_records_and_ties() {
    let world = world().await;
    let ada = world.member("ada@example.com").await;
    let object = make_rocket(&ada).await;
    let record = ada.create("rocket", json!({"name": "Saturn V"})).await.expect("a record");
    let note = ada.create("note", json!({"title": "n"})).await.expect("a note");
    ada.create("noteTarget", json!({"noteId": id_of(&note), "targetRocketId": id_of(&record)}))
        .await
        .expect("a tie");
    let deleted = ada.change(vec![Change::DeleteObject(object)]).await.expect("the object goes");
    assert!(ada.create("rocket", json!({"name": "x"})).await.is_err());
    ada.engine.restore(&ada.actor, deleted.undo.expect("undo")).await.expect("it comes back");
    assert_eq!(ada.engine_list("rocket", &["name"]).await, vec![json!("Saturn V")]);
    let ties = ada.engine_list("noteTarget", &["targetRocketId"]).await;
    assert!(ties.contains(&json!(id_of(&record))), "{ties:?}");
}

#[tokio::test]
async fn records_follow_renamed_and_removed_options() {
    let world = world().await;
    let ada = world.member("ada@example.com").await;
    let object = make_rocket(&ada).await;
    let field = CreateField {
        options: Some(vec![option("DRAFT", 0.0), option("READY", 1.0), option("LOST", 2.0)]),
        ..new_field(object, "state", FieldType::Select)
    };
    let made = ada.change(vec![Change::CreateField(field)]).await.expect("a field");
    let id = FieldId(made.ids[0]);
    for state in ["DRAFT", "READY", "LOST"] {
        ada.create("rocket", json!({"name": state, "state": state})).await.expect("a record");
    }
    let model = ada.current().await;
    let stored = model.object("rocket").and_then(|o| o.field("state")).expect("state").options.clone();
    let mut options: Vec<OptionInput> = stored.iter().map(OptionInput::of).collect();
    options[0].value = "IDEA".to_owned();
    options.remove(2);
    let update = FieldPatch {
        options: Some(options),
        option_mapping: [("LOST".to_owned(), Some("READY".to_owned()))].into(),
        ..FieldPatch::default()
    };
    ada.change(vec![Change::UpdateField(UpdateField { id, update })]).await.expect("the options change");
    let mut states = ada.engine_list("rocket", &["state"]).await;
    states.sort_by_key(Value::to_string);
    assert_eq!(states, vec![json!("IDEA"), json!("READY"), json!("READY")]);
}

#[tokio::test]
async fn records_that_are_there_get_the_default_of_a_new_field() {
    let world = world().await;
    let ada = world.member("ada@example.com").await;
    let object = make_rocket(&ada).await;
    ada.create("rocket", json!({"name": "Saturn V"})).await.expect("a record");
    let field = CreateField {
        options: Some(vec![option("DRAFT", 0.0), option("READY", 1.0)]),
        default_value: Some(json!("'READY'")),
        ..new_field(object, "state", FieldType::Select)
    };
    ada.change(vec![Change::CreateField(field)]).await.expect("a field");
    assert_eq!(ada.engine_list("rocket", &["state"]).await, vec![json!("READY")]);
}

#[tokio::test]
async fn what_stored_records_contradict_is_refused_with_examples() {
    let world = world().await;
    let ada = world.member("ada@example.com").await;
    let object = make_rocket(&ada).await;
    let made = ada
        .change(vec![Change::CreateField(new_field(object, "serial", FieldType::Text))])
        .await
        .expect("a field");
    let id = FieldId(made.ids[0]);
    for name in ["a", "b"] {
        ada.create("rocket", json!({"name": name, "serial": "1"})).await.expect("a record");
    }
    let unique = FieldPatch { is_unique: Some(true), ..FieldPatch::default() };
    let refused = ada
        .change(vec![Change::UpdateField(UpdateField { id, update: unique })])
        .await
        .expect_err("two records have the same value");
    assert_eq!((refused.code, refused.sub_code.as_deref()), (Code::Conflict, Some("VALUES_NOT_UNIQUE")));
    let details = refused.details.expect("details");
    assert_eq!(details["rows"], json!(2));
    assert_eq!(details["sample"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn a_change_of_a_large_table_is_finished_by_the_worker() {
    let world = world().await;
    let ada = world.member("ada@example.com").await;
    let object = make_rocket(&ada).await;
    let schema = ada.current().await.schema();
    let fill = format!(
        r#"INSERT INTO "{schema}"."_rocket" ("name", "createdByName", "createdBySource", "updatedByName", "updatedBySource")
           SELECT 'r' || n, 'x', 'MANUAL', 'x', 'MANUAL' FROM generate_series(1, 30000) n"#
    );
    let pool = world.db.db().pool();
    sqlx::raw_sql(sqlx::AssertSqlSafe(fill)).execute(pool).await.expect("rows");
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!(r#"ANALYZE "{schema}"."_rocket""#)))
        .execute(pool)
        .await
        .expect("a look");
    let person = ada.current().await.object("person").expect("person").id;
    let relation: CreateField = serde_json::from_value(json!({
        "objectId": object, "type": "RELATION", "name": "pilot", "label": "Pilot",
        "relation": {"type": "MANY_TO_ONE", "targetObjectId": person, "targetFieldLabel": "Rockets",
                     "targetFieldIcon": "IconRocket"}
    }))
    .expect("a relation");
    ada.change(vec![Change::CreateField(relation)]).await.expect("a relation");
    let waiting = ada.engine.tasks(&ada.actor).await.expect("tasks");
    assert_eq!(waiting.len(), 1, "{waiting:?}");
    let engine = ada.engine.clone();
    icosa_store::jobs::run_due(world.db.db(), icosa_store::jobs::Retention::default(), move |options| {
        icosa_engine::data_model::tasks::register(options, &engine)
    })
    .await
    .expect("the worker runs");
    assert_eq!(ada.engine.tasks(&ada.actor).await.expect("tasks"), vec![]);
    let indexes = world
        .number("SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE c.relname = '_rocket' AND NOT i.indisvalid")
        .await;
    assert_eq!(indexes, 0, "every index is whole");
}

#[tokio::test]
async fn nobody_changes_a_model_or_signs_up_while_an_upgrade_says_so() {
    let world = world().await;
    let ada = world.member("ada@example.com").await;
    let source = icosa_store::config::Source::Environment;
    let values = ["WORKSPACE_SCHEMA_DDL_LOCKED", "IS_MULTIWORKSPACE_ENABLED"]
        .map(|name| (name.to_owned(), ("true".to_owned(), source)));
    let config = icosa_store::Config::from_values(&values.into_iter().collect()).expect("a configuration");
    let locked = icosa_engine::Engine::new(config, world.db.db().clone()).expect("an engine");
    let refused = locked.change(&ada.actor, vec![Change::CreateObject(rocket())]).await.expect_err("locked");
    assert_eq!((refused.code, refused.sub_code.as_deref()), (Code::Forbidden, Some("DDL_LOCKED")));
    let refused =
        locked.sign_up(crate::support::credentials("bob@example.com"), crate::support::client()).await;
    let refused = refused.map(|_| ()).expect_err("locked");
    assert_eq!(refused.sub_code.as_deref(), Some("DDL_LOCKED"));
}

/// Writers never see a failure and lose nothing while fields come, change their names and go.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn people_work_on_while_the_model_changes() {
    let world = world().await;
    let ada = Arc::new(world.member("ada@example.com").await);
    let object = make_rocket(&ada).await;
    let (is_over, written) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let writers: Vec<_> = (0..3)
        .map(|writer| {
            let (ada, is_over, written) = (ada.clone(), is_over.clone(), written.clone());
            tokio::spawn(async move {
                let mut number = 0;
                while !is_over.load(Ordering::Relaxed) {
                    number += 1;
                    let name = format!("{writer}-{number}");
                    let record = ada.create("rocket", json!({"name": name})).await.expect("a record is made");
                    ada.update("rocket", id_of(&record), json!({"name": format!("{name}!")}))
                        .await
                        .expect("a record is changed");
                    ada.engine_list("rocket", &["name"]).await;
                    written.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    for round in 0..12 {
        let made = ada
            .change(vec![Change::CreateField(new_field(object, &format!("extra{round}"), FieldType::Text))])
            .await
            .expect("a field is made");
        let id = FieldId(made.ids[0]);
        let update = FieldPatch { name: Some(format!("renamed{round}")), ..FieldPatch::default() };
        ada.change(vec![Change::UpdateField(UpdateField { id, update })]).await.expect("a field is renamed");
        if round % 2 == 0 {
            ada.change(vec![Change::DeleteField(id)]).await.expect("a field is deleted");
        }
        let update = icosa_contract::data_model::ObjectPatch {
            label_singular: Some(format!("Rocket {round}")),
            ..Default::default()
        };
        ada.change(vec![Change::UpdateObject(UpdateObject { id: object, update })]).await.expect("a label");
    }
    is_over.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.await.expect("no request failed");
    }
    let written = written.load(Ordering::Relaxed);
    assert!(written > 10, "{written}");
    let schema = ada.current().await.schema();
    let count = format!(r#"SELECT count(*) FROM "{schema}"."_rocket" WHERE "name" LIKE '%!'"#);
    let kept: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(count))
        .fetch_one(world.db.db().pool())
        .await
        .expect("a count");
    assert_eq!(u64::try_from(kept).expect("a count"), written);
}
