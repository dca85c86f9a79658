//! Large tables follow a change of their model while people work.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use icosa_contract::data_model::{Change, CreateField, DataModelTask, FieldPatch, OptionInput, UpdateField};
use icosa_contract::records::{RecordsApi, SearchRecords};
use icosa_engine::data_model::tasks::{self, Limits, Walk};
use icosa_model::query::{Filter, ListQuery};
use icosa_model::{FieldId, ObjectId};
use icosa_store::jobs;
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::killed_workers::{kill_in_a_job, sweep};
use crate::support::{Member, World, equals, id_of, list_query, world};

/// Enough for a table to be large.
const ROWS: u32 = 24_000;

/// A workspace with a large table.
pub struct Yard {
    pub world: World,
    pub ada: Arc<Member>,
    pub object: ObjectId,
    pub state: FieldId,
    pub marks: FieldId,
    /// The table, quoted.
    pub table: String,
}

/// Many rockets: a third of each state, all of them with two marks, each with a motto of its own.
pub async fn yard() -> Yard {
    let world = world().await;
    let ada = world.member("ada@example.com").await;
    let object = ObjectId::random();
    let field = |value: serde_json::Value| -> CreateField { serde_json::from_value(value).expect("a field") };
    let option = |value: &str, position: u8| json!({"value": value, "label": value, "color": "red", "position": position});
    let (state, marks) = (FieldId::random(), FieldId::random());
    let changes = vec![
        Change::CreateObject(icosa_contract::data_model::CreateObject {
            id: Some(object),
            name_singular: "rocket".to_owned(),
            name_plural: "rockets".to_owned(),
            label_singular: "Rocket".to_owned(),
            label_plural: "Rockets".to_owned(),
            ..Default::default()
        }),
        Change::CreateField(field(json!({
            "objectId": object, "id": state, "type": "SELECT", "name": "state", "label": "State", "defaultValue": "'A'",
            "options": [option("A", 0), option("B", 1), option("C", 2)]
        }))),
        Change::CreateField(field(json!({
            "objectId": object, "id": marks, "type": "MULTI_SELECT", "name": "marks", "label": "Marks",
            "options": [option("X", 0), option("Y", 1), option("Z", 2)]
        }))),
        Change::CreateField(field(json!({
            "objectId": object, "type": "TEXT", "name": "motto", "label": "Motto"
        }))),
    ];
    ada.change(changes).await.expect("an object");
    let table = format!(r#""{}"."_rocket""#, ada.current().await.schema());
    let yard = Yard { world, ada: Arc::new(ada), object, state, marks, table };
    yard.run(&format!(
        r#"INSERT INTO {0} ("name", "motto", "state", "marks", "createdByName", "createdBySource", "updatedByName", "updatedBySource")
           SELECT 'r' || n, 'per aspera ' || n, (ARRAY['A', 'B', 'C'])[1 + n % 3]::{1}, '{{X,Y}}', 'x', 'MANUAL', 'x', 'MANUAL'
           FROM generate_series(1, {ROWS}) n; ANALYZE {0}"#,
        yard.table,
        yard.table.replace("_rocket", "_rocket_state_enum"),
    ))
    .await;
    yard
}

impl Yard {
    pub async fn run(&self, sql: &str) {
        let done = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(self.world.db.db().pool()).await;
        done.expect("the statement works");
    }

    /// One number from a statement; `{}` stands for the table.
    pub async fn number(&self, sql: &str) -> i64 {
        let sql = sql.replace("{}", &self.table);
        sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(self.world.db.db().pool()).await.expect("a number")
    }

    pub async fn filenode(&self) -> i64 {
        self.number("SELECT pg_relation_filenode('{}')::bigint").await
    }

    pub async fn tasks(&self) -> Vec<DataModelTask> {
        use icosa_contract::data_model::DataModelApi;
        self.ada.engine.tasks(&self.ada.actor).await.expect("tasks")
    }

    pub async fn work(&self) {
        self.work_within(Limits::default()).await;
    }

    /// The same with other limits.
    pub async fn work_within(&self, limits: Limits) {
        let engine = self.ada.engine.clone();
        let register = move |options| tasks::register_with(options, &engine, limits);
        jobs::run_due(self.world.db.db(), jobs::Retention::default(), register)
            .await
            .expect("the worker runs");
    }

    pub async fn assert_as_the_model_says(&self) {
        let differences = self.ada.engine.compare_workspace(self.ada.actor.workspace).await;
        assert_eq!(differences.expect("a comparison"), vec![]);
    }

    /// How many records pass a filter.
    pub async fn count(&self, filter: Filter) -> u64 {
        let query = ListQuery { filter: Some(filter), ..list_query("rocket", &["state"]) };
        self.ada.list(query).await.total.expect("a total")
    }

    /// Options of a field in this order; of those that are not named, records get the one after the arrow.
    pub async fn set_options(&self, field: FieldId, values: &[&str], mapping: &[(&str, Option<&str>)]) {
        let update = self.options(field, values, mapping).await;
        self.ada.change(vec![Change::UpdateField(UpdateField { id: field, update })]).await.expect("options");
    }

    pub async fn options(
        &self,
        field: FieldId,
        values: &[&str],
        mapping: &[(&str, Option<&str>)],
    ) -> FieldPatch {
        let model = self.ada.current().await;
        let known =
            model.object("rocket").and_then(|o| o.field_by_id(field)).expect("the field").options.clone();
        let option = |(value, position): (&&str, u8)| {
            let position = f64::from(position);
            match known.iter().find(|option| option.value == *value) {
                Some(option) => OptionInput { position, ..OptionInput::of(option) },
                None => OptionInput {
                    id: None,
                    value: (*value).to_owned(),
                    label: (*value).to_owned(),
                    color: None,
                    position,
                },
            }
        };
        let pair = |(old, new): &(&str, Option<&str>)| ((*old).to_owned(), new.map(str::to_owned));
        FieldPatch {
            options: Some(values.iter().zip(0..).map(option).collect()),
            option_mapping: mapping.iter().map(pair).collect(),
            ..FieldPatch::default()
        }
    }

    pub async fn set_searched(&self, field: &str, is_searched: bool) {
        let model = self.ada.current().await;
        let id = model.object("rocket").and_then(|o| o.field(field)).expect("the field").id;
        let update = FieldPatch { is_searchable: Some(is_searched), ..FieldPatch::default() };
        self.ada.change(vec![Change::UpdateField(UpdateField { id, update })]).await.expect("a search");
    }

    pub async fn found(&self, text: &str) -> usize {
        let query = SearchRecords { text: text.to_owned(), objects: vec!["rocket".to_owned()], limit: 50 };
        self.ada.engine.search(&self.ada.actor, query).await.expect("a search").len()
    }
}

/// People who make and change rockets until they are told to stop.
pub struct Writers {
    is_over: Arc<AtomicBool>,
    written: Arc<AtomicU64>,
    tasks: Vec<tokio::task::JoinHandle<()>>,
}

impl Writers {
    pub fn start(ada: &Arc<Member>) -> Self {
        let (is_over, written) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let tasks = (0..3)
            .map(|writer| {
                let (ada, is_over, written) = (ada.clone(), is_over.clone(), written.clone());
                tokio::spawn(async move {
                    let mut number = 0;
                    while !is_over.load(Ordering::Relaxed) {
                        number += 1;
                        let values =
                            json!({"name": format!("w{writer}-{number}"), "state": "A", "marks": ["X"]});
                        let record = ada.create("rocket", values).await.expect("a record is made");
                        let id = id_of(&record);
                        let change = json!({"state": "B", "marks": ["X", "Z"]});
                        ada.update("rocket", id, change).await.expect("a record is changed");
                        let read = ada.get("rocket", id, &["state"]).await.expect("a record is read");
                        assert_eq!(read["state"], json!("B"));
                        written.fetch_add(1, Ordering::Relaxed);
                    }
                })
            })
            .collect();
        Self { is_over, written, tasks }
    }

    pub async fn stop(self) -> u64 {
        self.is_over.store(true, Ordering::Relaxed);
        for task in self.tasks {
            task.await.expect("no request failed");
        }
        self.written.load(Ordering::Relaxed)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn options_leave_while_people_write() {
    let yard = yard().await;
    let before = yard.filenode().await;
    let writers = Writers::start(&yard.ada);
    // C becomes A, and B stands before A.
    yard.set_options(yard.state, &["B", "A"], &[("C", Some("A"))]).await;
    yard.set_options(yard.marks, &["X", "Z"], &[("Y", None)]).await;
    assert_eq!(yard.filenode().await, before, "the table is not rewritten");
    let old = u64::from(ROWS / 3);
    assert!(yard.count(equals("state", json!("A"))).await >= 2 * old, "what was C is read as A at once");
    let dead = yard.ada.create("rocket", json!({"name": "x", "state": "C"})).await;
    assert!(dead.is_err(), "C is no option any more");
    let about: Vec<_> = yard.tasks().await.into_iter().map(|task| (task.kind, task.field_id)).collect();
    let moves = |field| ("MOVE_OPTIONS".to_owned(), Some(field));
    assert_eq!(about, [moves(yard.state), moves(yard.marks)]);
    yard.assert_as_the_model_says().await;

    yard.work().await;
    let written = writers.stop().await;
    assert!(written > 10, "{written}");
    assert_eq!(yard.tasks().await, vec![]);
    let behind = r##"SELECT count(*) FROM {} WHERE "state"::text LIKE '#%' OR "marks"::text LIKE '%#%'"##;
    assert_eq!(yard.number(behind).await, 0);
    assert_eq!(yard.filenode().await, before);
    assert_eq!(yard.count(equals("state", json!("A"))).await, 2 * old);
    assert_eq!(yard.count(equals("state", json!("B"))).await, old + written);
    yard.assert_as_the_model_says().await;
    let field =
        yard.ada.current().await.object("rocket").and_then(|o| o.field("state")).expect("state").row.clone();
    assert!(!field.has_pending_values());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn work_that_was_cut_off_goes_on_where_it_was() {
    let yard = yard().await;
    yard.set_options(yard.state, &["A", "B"], &[("C", Some("B"))]).await;
    let (engine, workspace) = (yard.ada.engine.clone(), yard.ada.actor.workspace);
    let mut walk = Walk::new(&engine, workspace, yard.state.to_string());
    for _ in 0..6 {
        assert!(walk.step().await.expect("a step"));
    }
    drop(walk);
    let task = yard.tasks().await.remove(0);
    assert!(task.status == "RUNNING" && task.progress > 0.05 && task.progress < 0.5, "{task:?}");
    let behind = r##"SELECT count(*) FROM {} WHERE "state"::text LIKE '#%'"##;
    let left = yard.number(behind).await;
    assert!(left > 0 && left < i64::from(ROWS / 3));
    yard.assert_as_the_model_says().await;

    // Its connections are cut off again and again, somewhere in a batch; each attempt goes on from the last.
    let mut killer =
        PgConnection::connect_with(yard.world.db.db().connect_options()).await.expect("a connection");
    let mut cut_off = 0;
    for round in 0..40_u64 {
        let mut walk = Walk::new(&engine, workspace, yard.state.to_string());
        let work = tokio::spawn(async move {
            while walk.step().await? {}
            Ok::<_, icosa_engine::error::Failure>(())
        });
        tokio::time::sleep(Duration::from_millis(10 + 7 * round)).await;
        sqlx::query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()
               AND pid <> pg_backend_pid() AND xact_start IS NOT NULL AND query NOT LIKE 'LISTEN%'",
        )
        .execute(&mut killer)
        .await
        .expect("connections are cut");
        if work.await.expect("no panic").is_ok() {
            break;
        }
        cut_off += 1;
        yard.assert_as_the_model_says().await;
    }
    assert!(cut_off > 0, "nothing was cut off");
    yard.work().await;
    assert_eq!(yard.tasks().await, vec![]);
    assert_eq!(yard.number(behind).await, 0);
    assert_eq!(yard.count(equals("state", json!("B"))).await, u64::from(2 * ROWS / 3));
    yard.assert_as_the_model_says().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_record_in_use_is_waited_for_and_holds_nobody_up() {
    let yard = yard().await;
    yard.set_options(yard.state, &["B", "A"], &[("C", None)]).await;
    let mut holder = yard.world.db.db().begin().await.expect("a transaction");
    let lock = format!(r#"SELECT "id" FROM {} ORDER BY "id" LIMIT 1 FOR UPDATE"#, yard.table);
    sqlx::query(AssertSqlSafe(lock)).execute(&mut *holder).await.expect("a lock");
    let mut walk = Walk::new(&yard.ada.engine, yard.ada.actor.workspace, yard.state.to_string());
    // The first step only waits for writers, and the holder has not written.
    assert!(walk.step().await.expect("a step"));
    let step = tokio::spawn(async move {
        let stepped = walk.step().await;
        (walk, stepped)
    });
    // Meanwhile others write to records of the same batch.
    let record = yard.ada.create("rocket", json!({"name": "new", "state": "B"})).await.expect("a record");
    yard.ada.update("rocket", id_of(&record), json!({"state": "A"})).await.expect("a change");
    holder.commit().await.expect("the record is let go");
    let (mut walk, stepped) = step.await.expect("no panic");
    assert!(stepped.expect("the batch is done"));
    while walk.step().await.expect("a step") {}
    assert_eq!(yard.number(r##"SELECT count(*) FROM {} WHERE "state"::text LIKE '#%'"##).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_search_is_rebuilt_while_people_write() {
    let yard = yard().await;
    let before = yard.filenode().await;
    assert_eq!(yard.found("aspera").await, 0);
    let writers = Writers::start(&yard.ada);
    yard.set_searched("motto", true).await;
    assert_eq!(yard.filenode().await, before, "the table is not rewritten");
    let new =
        yard.ada.create("rocket", json!({"name": "Herald", "motto": "zephyrus"})).await.expect("a record");
    assert_eq!(yard.found("zephyrus").await, 1, "new records are found at once");
    yard.assert_as_the_model_says().await;
    let kinds: Vec<String> = yard.tasks().await.into_iter().map(|task| task.kind).collect();
    assert_eq!(kinds, ["FILL_SEARCH"]);
    yard.work().await;
    writers.stop().await;
    assert_eq!(yard.tasks().await, vec![]);
    assert_eq!(yard.filenode().await, before);
    assert_eq!(yard.found("aspera").await, 50, "all that fit on a page");
    yard.ada.update("rocket", id_of(&new), json!({"motto": "boreas"})).await.expect("a change");
    assert_eq!((yard.found("zephyrus").await, yard.found("boreas").await), (0, 1));
    yard.assert_as_the_model_says().await;

    // Somebody breaks the trigger: doctor says so, mends it, and has the records seen to.
    yard.run(&format!(r#"DROP TRIGGER "search" ON {}"#, yard.table)).await;
    yard.ada.update("rocket", id_of(&new), json!({"motto": "notus"})).await.expect("a change");
    let said = yard.ada.engine.repair_workspace(yard.ada.actor.workspace).await.expect("repaired");
    let said: Vec<String> = said.iter().map(ToString::to_string).collect();
    assert!(
        said.len() == 1 && said[0].contains("the trigger search") && said[0].ends_with("[mended]"),
        "{said:?}"
    );
    yard.work().await;
    assert_eq!((yard.found("boreas").await, yard.found("notus").await), (0, 1));
    yard.assert_as_the_model_says().await;
    let _ = yard.object;
}

#[tokio::test]
async fn indexes_of_large_tables_are_mended_by_the_worker() {
    let yard = yard().await;
    let index = format!(r#"DROP INDEX {}"#, yard.table.replace("_rocket", "IDX__rocket_position"));
    yard.run(&index).await;
    let workspace = yard.ada.actor.workspace;
    let said = yard.ada.engine.repair_workspace(workspace).await.expect("repaired");
    let said: Vec<String> = said.iter().map(ToString::to_string).collect();
    assert!(said.len() == 1 && said[0].ends_with("[the worker does it]"), "{said:?}");
    let again = yard.ada.engine.compare_workspace(workspace).await.expect("compared");
    assert_eq!(again.len(), 1);
    yard.work().await;
    yard.assert_as_the_model_says().await;
}

#[tokio::test]
async fn indexes_hold_nobody_up_while_others_read_for_long() {
    use icosa_contract::data_model::DataModelApi;
    let yard = yard().await;
    yard.run(&format!(r#"DROP INDEX {}"#, yard.table.replace("_rocket", "IDX__rocket_position"))).await;
    yard.ada.engine.repair_workspace(yard.ada.actor.workspace).await.expect("repaired");
    yard.set_options(yard.state, &["A", "B"], &[("C", Some("B"))]).await;
    assert_eq!(yard.tasks().await.len(), 2);
    let mut reader = yard.world.db.db().begin().await.expect("a transaction");
    let read = r#"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT FROM core."user""#;
    sqlx::raw_sql(read).execute(&mut *reader).await.expect("a snapshot");
    // Whether the snapshot is old when the index is begun, or grows old while it is built.
    let (snapshot, wait) = (Duration::ZERO, Duration::from_millis(100));
    for limits in [Limits { snapshot, ..Limits::default() }, Limits { wait, ..Limits::default() }] {
        yard.work_within(limits).await;
        let waiting = yard.tasks().await;
        assert_eq!(waiting.len(), 1, "the records had their turn: {waiting:?}");
        assert_eq!((waiting[0].kind.as_str(), waiting[0].status.as_str()), ("BUILD_INDEX", "WAITING"));
        assert!(waiting[0].problem.is_some(), "it says why");
        let later = "SELECT count(*) FROM graphile_worker.jobs WHERE run_at > now() + interval '30 seconds'
                     AND task_identifier = 'build-index' AND attempts = 0 AND locked_at IS NULL";
        assert_eq!(yard.number(later).await, 1, "it is tried again in a minute");
        yard.run("UPDATE graphile_worker._private_jobs SET run_at = now()").await;
    }
    // So much is enough: it is given up, says why, and can be tried again.
    let patience = Duration::ZERO;
    yard.work_within(Limits { snapshot, patience, ..Limits::default() }).await;
    let given_up = yard.tasks().await.remove(0);
    assert_eq!(given_up.status, "FAILED");
    assert!(
        given_up.problem.is_some_and(|problem| problem.contains("so it could not be built")),
        "it says why"
    );
    let jobs = "SELECT count(*) FROM graphile_worker.jobs WHERE task_identifier = 'build-index'";
    assert_eq!(yard.number(jobs).await, 0, "nobody tries any more");
    let said = yard.ada.engine.compare_workspace(yard.ada.actor.workspace).await.expect("compared");
    assert_eq!(said.len(), 1, "doctor still misses it: {said:?}");
    yard.ada.engine.retry_task(&yard.ada.actor, given_up.id).await.expect("it is tried again");
    yard.work_within(Limits { snapshot, ..Limits::default() }).await;
    assert_eq!(yard.tasks().await.remove(0).status, "WAITING", "its hours begin anew");
    yard.run("UPDATE graphile_worker._private_jobs SET run_at = now()").await;
    reader.rollback().await.expect("the end");
    yard.work().await;
    assert_eq!(yard.tasks().await, vec![]);
    yard.assert_as_the_model_says().await;
}

#[tokio::test]
async fn work_on_records_gives_way_to_other_jobs() {
    let yard = yard().await;
    yard.set_options(yard.state, &["A", "B"], &[("C", Some("B"))]).await;
    let jobs = "SELECT pg_sequence_last_value(pg_get_serial_sequence('graphile_worker._private_jobs', 'id'))";
    let before = yard.number(jobs).await;
    yard.work_within(Limits { slice: Duration::ZERO, ..Limits::default() }).await;
    // Each batch of 500 is a job of its own, but for some that come in twos.
    let runs = yard.number(jobs).await - before;
    assert!(runs >= i64::from(ROWS / 500 / 2), "{runs}");
    assert_eq!(yard.tasks().await, vec![]);
    assert_eq!(yard.count(equals("state", json!("B"))).await, u64::from(2 * ROWS / 3));
    yard.assert_as_the_model_says().await;
}

#[tokio::test]
async fn work_that_fails_every_time_says_so_and_can_be_tried_again() {
    use icosa_contract::data_model::DataModelApi;
    let yard = yard().await;
    yard.set_options(yard.state, &["A", "B"], &[("C", Some("B"))]).await;
    let mut walk = Walk::new(&yard.ada.engine, yard.ada.actor.workspace, yard.state.to_string());
    for _ in 0..6 {
        assert!(walk.step().await.expect("a step"));
    }
    let progress = yard.tasks().await.remove(0).progress;
    yard.run(&format!(
        "CREATE FUNCTION public.broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;
         CREATE TRIGGER broken BEFORE UPDATE ON {} FOR EACH ROW EXECUTE FUNCTION public.broken()",
        yard.table
    ))
    .await;
    yard.work().await;
    let task = yard.tasks().await.remove(0);
    assert_eq!((task.status.as_str(), task.progress), ("WAITING", progress), "{task:?}");
    assert!(task.problem.is_some());
    let refused = yard.ada.engine.retry_task(&yard.ada.actor, task.id).await.expect_err("it has not failed");
    assert_eq!(refused.sub_code.as_deref(), Some("TASK_NOT_FOUND"));

    let last = "UPDATE graphile_worker._private_jobs SET attempts = max_attempts - 1, run_at = now()";
    yard.run(last).await;
    yard.work().await;
    let task = yard.tasks().await.remove(0);
    assert_eq!((task.status.as_str(), task.progress), ("FAILED", progress), "{task:?}");
    let said = yard.ada.engine.compare_workspace(yard.ada.actor.workspace).await.expect("compared");
    let said: Vec<String> = said.iter().map(ToString::to_string).collect();
    assert!(said.iter().any(|line| line.contains("MOVE_OPTIONS") && line.contains("given up")), "{said:?}");
    // Nobody else's is started again.
    let eve = yard.world.member("eve@example.com").await;
    eve.engine.retry_task(&eve.actor, task.id).await.expect_err("of another workspace");

    yard.run(&format!("DROP TRIGGER broken ON {}", yard.table)).await;
    yard.ada.engine.retry_task(&yard.ada.actor, task.id).await.expect("it is tried again");
    assert_eq!(yard.tasks().await.remove(0).status, "WAITING");
    yard.work().await;
    assert_eq!(yard.tasks().await, vec![]);
    assert_eq!(yard.count(equals("state", json!("B"))).await, u64::from(2 * ROWS / 3));
    yard.assert_as_the_model_says().await;
}

#[tokio::test]
async fn work_whose_worker_died_in_its_last_attempt_is_said_to_have_failed() {
    let yard = yard().await;
    yard.set_options(yard.state, &["A", "B"], &[("C", Some("B"))]).await;
    tasks::fail_abandoned(&yard.ada.engine).await.expect("a look");
    assert_eq!(yard.tasks().await.remove(0).status, "WAITING", "its job is there");
    // All but one of its attempts have gone wrong; in the last one the worker is killed.
    yard.run("UPDATE graphile_worker._private_jobs SET attempts = max_attempts - 1").await;
    let mut holder = yard.world.db.db().begin().await.expect("a transaction");
    let lock = format!("LOCK TABLE {} IN EXCLUSIVE MODE", yard.table);
    sqlx::raw_sql(AssertSqlSafe(lock)).execute(&mut *holder).await.expect("the lock");
    kill_in_a_job(&yard.world).await;
    sweep(&yard.world).await;
    holder.rollback().await.expect("the end");
    tasks::fail_abandoned(&yard.ada.engine).await.expect("a look");
    assert_eq!(yard.tasks().await.remove(0).status, "FAILED");
    // Doctor has it gone on with.
    let said = yard.ada.engine.repair_workspace(yard.ada.actor.workspace).await.expect("repaired");
    assert!(said.iter().any(|line| line.to_string().ends_with("[the worker does it]")), "{said:?}");
    yard.work().await;
    assert_eq!(yard.tasks().await, vec![]);
    yard.assert_as_the_model_says().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_search_that_is_broken_is_mended_without_rewriting_the_table() {
    let yard = yard().await;
    let before = yard.filenode().await;
    let workspace = yard.ada.actor.workspace;
    // Somebody replaces one generated column and drops the other.
    yard.run(&format!(
        r##"ALTER TABLE {0} DROP COLUMN "searchVector"; ALTER TABLE {0} DROP COLUMN "#search"; ALTER TABLE {0}
            ADD COLUMN "searchVector" tsvector GENERATED ALWAYS AS (to_tsvector('simple', 'nothing')) STORED"##,
        yard.table
    ))
    .await;
    let broken = yard.filenode().await;
    assert_ne!(broken, before, "a generated column rewrites the table");
    let writers = Writers::start(&yard.ada);
    let said = yard.ada.engine.repair_workspace(workspace).await.expect("repaired");
    let said: Vec<String> = said.iter().map(ToString::to_string).collect();
    assert!(said.len() >= 2 && said.iter().all(|line| line.ends_with("[the worker does it]")), "{said:?}");
    assert_eq!(yard.filenode().await, broken, "the table is not rewritten");
    let new = yard.ada.create("rocket", json!({"name": "Zephyrus"})).await.expect("a record is made");
    assert_eq!(yard.found("zephyrus").await, 1, "new records are found at once");
    yard.work().await;
    writers.stop().await;
    yard.assert_as_the_model_says().await;
    assert_eq!(yard.tasks().await, vec![]);
    assert_eq!(yard.filenode().await, broken);
    assert_eq!(yard.found("r23999").await, 1, "the others are found again");
    yard.ada.update("rocket", id_of(&new), json!({"name": "Boreas"})).await.expect("a change");
    assert_eq!((yard.found("zephyrus").await, yard.found("boreas").await), (0, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn options_of_unique_fields_change_while_people_write() {
    let yard = yard().await;
    let (badge, set) = (FieldId::random(), FieldId::random());
    let option = |value: &str, position: u8| json!({"value": value, "label": value, "color": "red", "position": position});
    let unique = |id: FieldId, kind: &str, name: &str| {
        let field = json!({"objectId": yard.object, "id": id, "type": kind, "name": name, "label": name, "isUnique": true,
            "options": [option("GOLD", 0), option("SILVER", 1), option("BRONZE", 2)]});
        Change::CreateField(serde_json::from_value(field).expect("a field"))
    };
    yard.ada
        .change(vec![unique(badge, "SELECT", "badge"), unique(set, "MULTI_SELECT", "set")])
        .await
        .expect("fields");
    yard.work().await;
    for (name, badge) in [("First", "GOLD"), ("Second", "SILVER"), ("Third", "BRONZE")] {
        yard.ada
            .create("rocket", json!({"name": name, "badge": badge, "set": [badge]}))
            .await
            .expect("a record");
    }
    let before = yard.filenode().await;
    let writers = Writers::start(&yard.ada);
    // In another order, one of them under an option that is new.
    yard.set_options(badge, &["BRONZE", "STEEL", "GOLD"], &[("SILVER", Some("STEEL"))]).await;
    assert_eq!(yard.filenode().await, before, "the table is not rewritten");
    assert_eq!(yard.tasks().await, vec![], "nothing is left to do");
    yard.assert_as_the_model_says().await;
    let mut query = list_query("rocket", &["name", "badge"]);
    query.filter = Some(Filter::Compare {
        path: icosa_model::query::FieldPath::field("badge"),
        op: icosa_model::query::Op::IsNotNull,
        value: serde_json::Value::Null,
    });
    query.order = vec![icosa_model::query::Order {
        path: icosa_model::query::FieldPath::field("badge"),
        direction: icosa_model::query::Direction::Ascending,
    }];
    let page = yard.ada.list(query).await;
    let pairs: Vec<_> = page.records.iter().map(|record| json!([record["name"], record["badge"]])).collect();
    assert_eq!(json!(pairs), json!([["Third", "BRONZE"], ["Second", "STEEL"], ["First", "GOLD"]]));
    let taken = yard.ada.create("rocket", json!({"name": "x", "badge": "STEEL"})).await;
    assert_eq!(taken.map(drop).expect_err("it is taken").code, icosa_contract::Code::Conflict);

    let refused = |field: FieldId, options: Vec<&'static str>, gone: &'static str, heir: &'static str| {
        let yard = &yard;
        async move {
            let update = yard.options(field, &options, &[(gone, Some(heir))]).await;
            let change = Change::UpdateField(UpdateField { id: field, update });
            yard.ada.change(vec![change]).await.expect_err("refused").sub_code.expect("a code")
        }
    };
    assert_eq!(refused(badge, vec!["BRONZE", "STEEL"], "GOLD", "STEEL").await, "VALUES_NOT_UNIQUE");
    assert_eq!(refused(set, vec!["GOLD", "SILVER"], "BRONZE", "GOLD").await, "TABLE_TOO_LARGE");
    yard.set_options(set, &["GOLD", "STEEL", "SILVER", "BRONZE"], &[]).await;
    yard.assert_as_the_model_says().await;
    writers.stop().await;
}
