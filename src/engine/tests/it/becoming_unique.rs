//! A field of a large table becomes unique while people work.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use icosa_contract::data_model::{Change, Changed, DataModelApi, FieldPatch, UpdateField};
use icosa_contract::{AppError, Code};
use icosa_engine::data_model::change_within;
use icosa_engine::data_model::early::{self, Patience};
use icosa_engine::doctor::Aspect;
use icosa_model::FieldId;
use icosa_store::jobs;
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection, PgConnection, PgTransaction};
use tokio::runtime::Builder;

use crate::online_changes::{Writers, Yard, yard};
use crate::support::{engine_over, id_of};

/// Indexes that are built before their change, finished or not.
const EARLY: &str = "SELECT count(*) FROM pg_class WHERE relkind = 'i' AND relname LIKE '#early.%'";
const WAITING: &str =
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";

async fn motto(yard: &Yard) -> FieldId {
    yard.ada.current().await.object("rocket").and_then(|o| o.field("motto")).expect("the field").id
}

fn unique(field: FieldId, is_unique: bool) -> Vec<Change> {
    let update = FieldPatch { is_unique: Some(is_unique), ..FieldPatch::default() };
    vec![Change::UpdateField(UpdateField { id: field, update })]
}

impl Yard {
    async fn is_unique(&self, field: FieldId) -> bool {
        let model = self.ada.current().await;
        let rocket = model.object("rocket").expect("the object").clone();
        rocket.indexes.iter().any(|index| index.is_unique && index.fields[0].field_id == field)
    }

    async fn try_change(&self, changes: Vec<Change>, patience: Patience) -> Result<Changed, AppError> {
        change_within(&self.ada.engine, &self.ada.actor, changes, patience).await
    }

    /// A transaction that keeps indexes of the table from being begun, and nobody from reading or writing.
    async fn no_index(&self) -> PgTransaction<'static> {
        self.holding(&format!("LOCK TABLE {} IN SHARE UPDATE EXCLUSIVE MODE", self.table)).await
    }

    /// A transaction that keeps the model from being changed.
    async fn no_change(&self) -> PgTransaction<'static> {
        let id = self.ada.actor.workspace;
        self.holding(&format!(r#"SELECT FROM core."workspace" WHERE "id" = '{id}' FOR NO KEY UPDATE"#)).await
    }

    async fn holding(&self, sql: &str) -> PgTransaction<'static> {
        let mut tx = self.world.db.another().begin().await.expect("a transaction");
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut *tx).await.expect("the lock");
        tx
    }

    async fn wait_until(&self, sql: &str, number: i64) {
        while self.number(sql).await != number {
            tokio::task::yield_now().await;
        }
    }

    /// Nothing is left of an index, and tables are as the model says.
    async fn assert_nothing_is_left(&self) {
        assert_eq!(self.number(EARLY).await, 0, "no index is left");
        assert_eq!(self.tasks().await, vec![]);
        self.assert_as_the_model_says().await;
    }
}

/// Somebody who changes records of his own and gives up when he has to wait for 50 ms; answers how many he changed.
fn impatient(yard: &Yard, is_over: &Arc<AtomicBool>) -> tokio::task::JoinHandle<u64> {
    let (options, table, is_over) =
        (yard.world.db.connect_options().clone(), yard.table.clone(), is_over.clone());
    tokio::spawn(async move {
        let mut connection = PgConnection::connect_with(&options).await.expect("a connection");
        sqlx::raw_sql("SET lock_timeout = '50ms'").execute(&mut connection).await.expect("a limit");
        let write = format!(
            r#"UPDATE {table} SET "position" = "position" + 1 WHERE "id" =
               (SELECT "id" FROM {table} WHERE "name" LIKE 'r%' ORDER BY "id" OFFSET $1 LIMIT 1)"#
        );
        let mut written = 0;
        while !is_over.load(Ordering::Relaxed) {
            let write = sqlx::query(AssertSqlSafe(write.clone())).bind(i64::try_from(written % 50).unwrap());
            write.execute(&mut connection).await.expect("he never waits for 50 ms");
            written += 1;
        }
        written
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_waits_for_it() {
    let yard = yard().await;
    let field = motto(&yard).await;
    let is_over = Arc::new(AtomicBool::new(false));
    let writers = Writers::start(&yard.ada);
    let impatient = impatient(&yard, &is_over);
    let before = yard.filenode().await;
    for _ in 0..3 {
        yard.ada.change(unique(field, true)).await.expect("it becomes unique");
        assert!(yard.is_unique(field).await);
        yard.ada.change(unique(field, false)).await.expect("and not");
    }
    yard.ada.change(unique(field, true)).await.expect("it becomes unique");
    is_over.store(true, Ordering::Relaxed);
    assert!(impatient.await.expect("he never waited") > 0);
    assert!(writers.stop().await > 0);
    assert_eq!(yard.filenode().await, before);
    yard.assert_nothing_is_left().await;
    let twice = yard.ada.create("rocket", json!({"name": "x", "motto": "per aspera 7"})).await;
    let twice = twice.map(drop).expect_err("it is taken");
    assert_eq!((twice.code, twice.field.as_deref()), (Code::Conflict, Some("motto")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn equal_values_are_refused_with_a_sample_whenever_they_come() {
    let yard = yard().await;
    let field = motto(&yard).await;
    let double = |number: u32| {
        format!(r#"UPDATE {} SET "motto" = 'same' WHERE "name" IN ('r1', 'r{number}')"#, yard.table)
    };
    let refused = |refused: AppError, rows: u32| {
        assert_eq!((refused.code, refused.sub_code.as_deref()), (Code::Conflict, Some("VALUES_NOT_UNIQUE")));
        assert_eq!(refused.field.as_deref(), Some("motto"));
        let details = refused.details.expect("details");
        assert_eq!(details["rows"], json!(rows));
        assert_eq!(details["sample"].as_array().map(Vec::len), Some(2));
    };
    // While the index is about to be built, after the records have been asked.
    let holder = yard.no_index().await;
    let change = tokio::spawn({
        let ada = yard.ada.clone();
        async move { ada.change(unique(field, true)).await }
    });
    yard.wait_until(WAITING, 1).await;
    let task = yard.tasks().await.remove(0);
    assert_eq!((task.kind.as_str(), task.status.as_str()), ("PREPARE_UNIQUE", "RUNNING"));
    assert_eq!(task.field_id, Some(field));
    yard.run(&double(2)).await;
    holder.rollback().await.expect("the end");
    refused(change.await.expect("no panic").expect_err("two records are the same"), 2);
    yard.assert_nothing_is_left().await;
    // Before.
    refused(yard.ada.change(unique(field, true)).await.expect_err("they are still the same"), 2);
    yard.assert_nothing_is_left().await;
    assert!(!yard.is_unique(field).await);
    yard.run(&format!(r#"UPDATE {} SET "motto" = "name""#, yard.table)).await;
    yard.ada.change(unique(field, true)).await.expect("now it works");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_changes_go_on_and_those_of_the_same_table_wait() {
    let yard = yard().await;
    let field = motto(&yard).await;
    let holder = yard.no_index().await;
    let [first, second] = [0, 1].map(|_| {
        let ada = yard.ada.clone();
        tokio::spawn(async move { ada.change(unique(field, true)).await })
    });
    yard.wait_until(WAITING, 1).await;
    // On another table.
    let company = yard.ada.current().await.object("company").expect("companies").id;
    let create = |object| {
        let field = json!({"objectId": object, "type": "TEXT", "name": "extra", "label": "Extra"});
        vec![Change::CreateField(serde_json::from_value(field).expect("a field"))]
    };
    yard.ada.change(create(company)).await.expect("another table has nothing to do with it");
    // On the same one: refused after a while, and nobody who reads has waited behind it.
    let hasty = Patience { turn: Duration::from_millis(300), ..Patience::default() };
    for changes in [create(yard.object), unique(field, true)] {
        let refused = yard.try_change(changes, hasty).await.expect_err("the table is in use");
        assert_eq!(
            (refused.code, refused.sub_code.as_deref()),
            (Code::Conflict, Some("CHANGE_NOT_FINISHED"))
        );
    }
    // A new name needs no table.
    let update = FieldPatch { label: Some("Saying".to_owned()), ..FieldPatch::default() };
    let rename = vec![Change::UpdateField(UpdateField { id: field, update })];
    yard.ada.change(rename).await.expect("a label");
    // Whoever is patient gets the turn.
    let third = tokio::spawn({
        let (ada, changes) = (yard.ada.clone(), create(yard.object));
        async move { ada.change(changes).await }
    });
    holder.rollback().await.expect("the end");
    for change in [first, second, third] {
        change.await.expect("no panic").expect("each has its turn");
    }
    assert!(yard.is_unique(field).await);
    let label =
        yard.ada.current().await.object("rocket").and_then(|o| o.field("motto")).map(|f| f.label.clone());
    assert_eq!(label.as_deref(), Some("Saying"), "the change was made on the newest model");
    yard.assert_nothing_is_left().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn long_reads_of_others_are_said_to_be_in_the_way() {
    let yard = yard().await;
    let field = motto(&yard).await;
    let reader =
        yard.holding(r#"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT FROM core."user""#).await;
    // Whether the snapshot is old when the index is begun, or grows old while it is built.
    let (snapshot, wait) = (Duration::ZERO, Duration::from_millis(100));
    for patience in [Patience { snapshot, ..Patience::default() }, Patience { wait, ..Patience::default() }] {
        let refused = yard.try_change(unique(field, true), patience).await.expect_err("somebody reads");
        assert_eq!((refused.code, refused.sub_code.as_deref()), (Code::Conflict, Some("TABLE_IN_USE")));
        assert!(!yard.is_unique(field).await);
    }
    reader.rollback().await.expect("the end");
    yard.assert_nothing_is_left().await;
    // Who reads this very table keeps the index from being dropped, too.
    let sql = format!("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT FROM {} LIMIT 1", yard.table);
    let reader = yard.holding(&sql).await;
    let hasty = Patience { wait: Duration::from_millis(100), ..Patience::default() };
    let refused = yard.try_change(unique(field, true), hasty).await.expect_err("somebody reads");
    assert_eq!(refused.sub_code.as_deref(), Some("TABLE_IN_USE"));
    assert!(refused.message.ends_with("may be refused."), "{}", refused.message);
    reader.rollback().await.expect("the end");
    early::clear(&yard.ada.engine, None, early::ANY).await.expect("what could not be dropped goes");
    yard.assert_nothing_is_left().await;
    yard.ada.change(unique(field, true)).await.expect("now it works");
    yard.assert_nothing_is_left().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_unique_field_comes_back_while_people_write() {
    let yard = yard().await;
    let field = motto(&yard).await;
    yard.ada.change(unique(field, true)).await.expect("it becomes unique");
    let gone = yard.ada.change(vec![Change::DeleteField(field)]).await.expect("it goes");
    let is_over = Arc::new(AtomicBool::new(false));
    let impatient = impatient(&yard, &is_over);
    let undo = gone.undo.expect("an undo");
    yard.ada.engine.restore(&yard.ada.actor, undo).await.expect("it comes back");
    is_over.store(true, Ordering::Relaxed);
    impatient.await.expect("he never waited");
    assert!(yard.is_unique(field).await);
    yard.assert_nothing_is_left().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_value_that_is_taken_names_the_field_that_is_becoming_unique() {
    let yard = yard().await;
    let field = motto(&yard).await;
    let (holder, change) = built(&yard, field).await;
    let taken = yard.ada.create("rocket", json!({"name": "x", "motto": "per aspera 7"})).await;
    let taken = taken.map(drop).expect_err("it is taken");
    assert_eq!((taken.code, taken.sub_code.as_deref()), (Code::Conflict, Some("DUPLICATE_ENTRY")));
    assert_eq!(taken.field.as_deref(), Some("motto"));
    holder.rollback().await.expect("the end");
    change.await.expect("no panic").expect("it becomes unique");
    yard.assert_nothing_is_left().await;
}

type Running = tokio::task::JoinHandle<Result<Changed, AppError>>;

/// A change whose index is built, and which is kept from going on.
async fn built(yard: &Yard, field: FieldId) -> (PgTransaction<'static>, Running) {
    let ada = yard.ada.clone();
    let holder = yard.no_index().await;
    let change = tokio::spawn(async move { ada.change(unique(field, true)).await });
    yard.wait_until(WAITING, 1).await;
    let second = yard.no_change().await;
    holder.rollback().await.expect("the index is begun");
    yard.wait_until(VALID, 1).await;
    (second, change)
}

const VALID: &str = "SELECT count(*) FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid
                     WHERE c.relname LIKE '#early.%' AND i.indisvalid";

/// Where the process dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The index is claimed, not begun.
    Claimed,
    /// It is being built.
    Building,
    /// It is whole; the change is not begun again.
    Built,
    /// The change takes it over.
    TakingOver,
}

/// What finds what is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mender {
    Doctor,
    Job,
    Look,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_process_that_dies_leaves_the_old_state_and_nothing_after_a_repair() {
    use Step::*;
    let yard = yard().await;
    let field = motto(&yard).await;
    let menders = [Mender::Doctor, Mender::Job, Mender::Look];
    for (step, mender) in [Claimed, Building, Built, TakingOver].into_iter().zip(menders.iter().cycle()) {
        die(&yard, field, step).await;
        assert!(!yard.is_unique(field).await, "{step:?}: the old state");
        let said = yard.ada.engine.compare_workspace(yard.ada.actor.workspace).await.expect("compared");
        assert!(
            said.iter().all(|d| matches!(&d.aspect, Aspect::Index(name) if name.starts_with("#early."))),
            "{step:?}: {said:?}"
        );
        assert_eq!(said.len(), 1, "{step:?}: what is left is said: {said:?}");
        mend(&yard, *mender).await;
        yard.assert_nothing_is_left().await;
        // Work goes on: nothing of it stands in the way.
        let other = json!({"objectId": yard.object, "type": "TEXT", "name": format!("after{step:?}"), "label": format!("After {step:?}")});
        let other = Change::CreateField(serde_json::from_value(other).expect("a field"));
        yard.ada.change(vec![other]).await.expect("another change");
    }
    yard.ada.change(unique(field, true)).await.expect("undisturbed it works");
    assert!(yard.is_unique(field).await);
    yard.assert_nothing_is_left().await;
}

/// Begins the change in a process of its own, which dies at that step.
async fn die(yard: &Yard, field: FieldId, step: Step) {
    let reads = r#"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT FROM core."user""#;
    let reader = if step == Step::Building { Some(yard.holding(reads).await) } else { None };
    let mut holders = vec![yard.no_index().await];
    // Its runtime and its connections end with it; nothing of it tells the database.
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let (db, actor) = (yard.world.db.another(), yard.ada.actor.clone());
    runtime.spawn(async move { engine_over(db).change(&actor, unique(field, true)).await });
    yard.wait_until(WAITING, 1).await;
    if matches!(step, Step::Built | Step::TakingOver) {
        holders.push(yard.no_change().await);
    }
    if step != Step::Claimed {
        holders.remove(0).rollback().await.expect("the index is begun");
    }
    match step {
        Step::Claimed => {}
        Step::Building => yard.wait_until(&format!("{EARLY} AND {WAITS_FOR_READER}"), 1).await,
        Step::Built => {
            yard.wait_until(VALID, 1).await;
            yard.wait_until(WAITING, 1).await;
        }
        Step::TakingOver => {
            yard.wait_until(VALID, 1).await;
            yard.wait_until(WAITING, 1).await;
            let alter =
                "DO $$ BEGIN EXECUTE (SELECT format('ALTER INDEX %s SET (fillfactor = 80)', oid::regclass)
                         FROM pg_class WHERE relname LIKE '#early.%'); END $$";
            holders.push(yard.holding(alter).await);
            holders.remove(0).rollback().await.expect("the change goes on");
            let takes = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
                         AND wait_event_type = 'Lock' AND query LIKE 'ALTER INDEX%'";
            yard.wait_until(takes, 1).await;
        }
    }
    let end = move || runtime.shutdown_timeout(Duration::from_secs(10));
    tokio::task::spawn_blocking(end).await.unwrap();
    // Postgres ends what it was at for somebody who is gone.
    for holder in holders.into_iter().chain(reader) {
        holder.rollback().await.expect("the end");
    }
    let busy = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
                AND (state = 'active' OR state LIKE 'idle in transaction%') AND backend_type = 'client backend'";
    yard.wait_until(busy, 0).await;
    // A long time passes.
    yard.run(r#"UPDATE core."dataModelTask" SET "updatedAt" = now() - interval '1 hour'"#).await;
}

/// Building waits for the end of older snapshots.
const WAITS_FOR_READER: &str =
    "EXISTS (SELECT FROM pg_stat_progress_create_index WHERE phase LIKE 'waiting for%')";

async fn mend(yard: &Yard, mender: Mender) {
    match mender {
        Mender::Doctor => {
            let said = yard.ada.engine.repair_workspace(yard.ada.actor.workspace).await.expect("repaired");
            let said: Vec<String> = said.iter().map(ToString::to_string).collect();
            assert!(said.len() == 1 && said[0].ends_with("[mended]"), "{said:?}");
        }
        Mender::Job => {
            yard.run("UPDATE graphile_worker._private_jobs SET run_at = now()").await;
            yard.work().await;
        }
        Mender::Look => early::clear(&yard.ada.engine, None, early::ANY).await.expect("a look"),
    }
}

/// Connections are cut off somewhere, again and again.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn it_is_unique_or_not_whenever_it_is_cut_off() {
    let yard = yard().await;
    let field = motto(&yard).await;
    let mut killer =
        PgConnection::connect_with(yard.world.db.db().connect_options()).await.expect("a connection");
    let start = std::time::Instant::now();
    yard.ada.change(unique(field, true)).await.expect("undisturbed it works");
    let usual = start.elapsed();
    let (cut_off, whole) = (AtomicU64::new(0), AtomicU64::new(0));
    for round in 0..14_u32 {
        if yard.is_unique(field).await {
            yard.ada.change(unique(field, false)).await.expect("not unique");
        }
        let ada = yard.ada.clone();
        let change = tokio::spawn(async move { ada.change(unique(field, true)).await });
        if round < 13 {
            tokio::time::sleep(usual.mul_f64(f64::from(round) / 12.0)).await;
            sqlx::query(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()
                   AND pid <> pg_backend_pid() AND xact_start IS NOT NULL AND query NOT LIKE 'LISTEN%'",
            )
            .execute(&mut killer)
            .await
            .expect("connections are cut");
        }
        match change.await.expect("no panic") {
            Ok(_) => whole.fetch_add(1, Ordering::Relaxed),
            Err(_) => cut_off.fetch_add(1, Ordering::Relaxed),
        };
        yard.run(r#"UPDATE core."dataModelTask" SET "updatedAt" = now() - interval '1 hour'"#).await;
        let repaired = yard.ada.engine.repair_workspace(yard.ada.actor.workspace).await;
        repaired.expect("repaired");
        yard.assert_nothing_is_left().await;
    }
    assert!(yard.is_unique(field).await, "the last one is left alone");
    assert!(cut_off.into_inner() > 0 && whole.into_inner() > 0);
}

#[tokio::test]
async fn a_field_whose_records_get_other_options_cannot_become_unique_meanwhile() {
    let yard = yard().await;
    yard.set_options(yard.marks, &["X", "Z"], &[("Y", None)]).await;
    let refused = yard.ada.change(unique(yard.marks, true)).await.expect_err("records are being moved");
    assert_eq!((refused.code, refused.sub_code.as_deref()), (Code::Conflict, Some("CHANGE_NOT_FINISHED")));
    assert_eq!(refused.field.as_deref(), Some("marks"));
    yard.work().await;
    let refused = yard.ada.change(unique(yard.marks, true)).await.expect_err("all have the same marks");
    assert_eq!(refused.sub_code.as_deref(), Some("VALUES_NOT_UNIQUE"));
    yard.assert_nothing_is_left().await;
}

#[tokio::test]
async fn lists_of_a_unique_field_are_added_to_and_renamed_only() {
    let yard = yard().await;
    yard.run(&format!(r#"UPDATE {} SET "marks" = NULL"#, yard.table)).await;
    yard.ada.change(unique(yard.marks, true)).await.expect("nobody has any");
    let record =
        yard.ada.create("rocket", json!({"name": "One", "marks": ["X", "Y"]})).await.expect("a record");
    yard.ada.create("rocket", json!({"name": "Two", "marks": ["X", "Z"]})).await.expect("a record");
    for (options, mapping) in [(vec!["X", "Z"], vec![("Y", Some("Z"))]), (vec!["Z", "Y", "X"], vec![])] {
        let update = yard.options(yard.marks, &options, &mapping).await;
        let change = vec![Change::UpdateField(UpdateField { id: yard.marks, update })];
        let refused = yard.ada.change(change).await.expect_err("every record may be concerned");
        assert_eq!((refused.code, refused.sub_code.as_deref()), (Code::Conflict, Some("TABLE_TOO_LARGE")));
        assert_eq!(refused.field.as_deref(), Some("marks"));
    }
    assert_eq!(
        yard.ada.value("rocket", id_of(&record), "marks").await,
        json!(["X", "Y"]),
        "nothing has changed"
    );
    yard.set_options(yard.marks, &["X", "Y", "Z", "W"], &[]).await;
    // As the refusal says: not unique, the options, unique again.
    yard.ada.change(unique(yard.marks, false)).await.expect("not unique");
    yard.set_options(yard.marks, &["Z", "Y", "X"], &[]).await;
    yard.work().await;
    yard.ada.change(unique(yard.marks, true)).await.expect("unique again");
    yard.assert_nothing_is_left().await;
}

#[tokio::test]
async fn jobs_look_again_while_somebody_is_at_work() {
    let yard = yard().await;
    let field = motto(&yard).await;
    yard.ada.change(unique(field, true)).await.expect("it becomes unique");
    let looks = "SELECT count(*) FROM graphile_worker.jobs WHERE task_identifier = 'clear-early-index'";
    assert_eq!(yard.number(looks).await, 1);
    yard.run("UPDATE graphile_worker._private_jobs SET run_at = now()").await;
    jobs::run_due(yard.world.db.db(), jobs::Retention::default(), {
        let engine = yard.ada.engine.clone();
        move |options| icosa_engine::data_model::tasks::register(options, &engine)
    })
    .await
    .expect("the worker runs");
    assert_eq!(yard.number(looks).await, 0, "nothing is left to look after");
    assert!(yard.is_unique(field).await);
    yard.assert_nothing_is_left().await;
}
