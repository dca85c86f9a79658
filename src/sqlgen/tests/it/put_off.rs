//! Changes of large tables: nothing is rewritten at once, nobody sees that, and what is done batch by batch leaves what
//! a rewrite would have left.

use std::collections::BTreeMap;

use icosa_model::definition::StoredState;
use icosa_model::query::{Direction, FieldPath, Filter, ListQuery, Op, Order};
use icosa_sqlgen::ddl::{self, ChangeHints, RewriteKind};
use serde_json::{Value, json};

use crate::database::{Workspace, query};
use crate::draft::Draft;
use crate::fixture::{field_id, object_id};

fn large(objects: &[&str]) -> ChangeHints {
    ChangeHints { large: objects.iter().map(|name| object_id(name)).collect(), ..ChangeHints::default() }
}

fn mapping(field: (&str, &str), pairs: &[(&str, Option<&str>)]) -> ChangeHints {
    let pairs = pairs.iter().map(|(old, new)| ((*old).to_owned(), new.map(str::to_owned)));
    let option_mapping = [(field_id(field.0, field.1), pairs.collect::<BTreeMap<_, _>>())].into();
    ChangeHints { option_mapping, ..large(&[field.0]) }
}

impl Workspace {
    async fn sorted_names(&mut self, filter: Filter) -> Vec<String> {
        let mut names = self.names("company", "name", filter).await;
        names.sort();
        names
    }

    async fn filenode(&mut self, table: &str) -> Vec<Option<String>> {
        self.texts(&format!(r#"SELECT pg_relation_filenode('"{{}}"."{table}"')::text"#)).await
    }

    /// One field of all records in an order.
    async fn values(&mut self, object: &str, field: &str, by: &str) -> Vec<Value> {
        let order = vec![Order { path: FieldPath::field(by), direction: Direction::Ascending }];
        let page = self.list(&ListQuery { order, ..query(object, &["name", field]) }).await;
        page.records.iter().map(|record| record[field].clone()).collect()
    }
}

fn holds(field: &str, op: Op, value: Value) -> Filter {
    Filter::Compare { path: FieldPath::field(field), op, value }
}

#[tokio::test]
async fn one_option_leaves_others_move_and_records_follow() {
    let mut workspace = Workspace::create().await;
    let stages = ["NEW", "MEETING", "CUSTOMER", "MEETING", "NEW"];
    let deals = stages.iter().zip(1..).map(|(stage, n)| json!({"name": n.to_string(), "stage": stage}));
    workspace.insert("opportunity", deals.collect()).await;
    let before = workspace.filenode("opportunity").await;

    // CUSTOMER comes first, MEETING becomes CUSTOMER, and what is new is the default.
    let mut draft = Draft::of(&workspace.model);
    draft.options("opportunity", "stage", &[("CUSTOMER", "CUSTOMER"), ("NEW", "FRESH"), ("-", "LAST")]);
    draft.field("opportunity", "stage").default_value = json!("'LAST'");
    let hints = mapping(("opportunity", "stage"), &[("MEETING", Some("CUSTOMER"))]);
    let change = workspace.change(draft.model(), &hints).await;
    let kinds: Vec<RewriteKind> = change.rewrites.iter().map(|rewrite| rewrite.kind).collect();
    assert_eq!(kinds, [RewriteKind::MoveOptions(field_id("opportunity", "stage"))]);
    assert_eq!(workspace.filenode("opportunity").await, before);

    let read = ["FRESH", "CUSTOMER", "CUSTOMER", "CUSTOMER", "FRESH"].map(Value::from);
    let by_stage = ["CUSTOMER", "CUSTOMER", "CUSTOMER", "FRESH", "FRESH"].map(Value::from);
    assert_eq!(workspace.values("opportunity", "stage", "name").await, read);
    assert_eq!(workspace.values("opportunity", "stage", "stage").await, by_stage);
    let customers = holds("stage", Op::Eq, json!("CUSTOMER"));
    assert_eq!(workspace.names("opportunity", "name", customers.clone()).await.len(), 3);
    let raw = r#"SELECT DISTINCT "stage"::text FROM "{}"."opportunity" WHERE "stage"::text LIKE '#%'"#;
    assert_eq!(workspace.texts(raw).await.len(), 2, "nothing was done yet");
    let dead = icosa_sqlgen::insert(
        &workspace.model,
        "opportunity",
        &crate::database::records_of(json!([{"name": "x", "stage": "MEETING"}])),
    );
    assert!(dead.is_err(), "no option any more");
    workspace.insert("opportunity", json!([{"name": "6", "stage": "CUSTOMER"}])).await;

    workspace.see_to(&change.rewrites).await;
    assert_eq!(workspace.texts(raw).await.len(), 0);
    assert_eq!(workspace.filenode("opportunity").await, before, "never rewritten as a whole");
    assert_eq!(workspace.names("opportunity", "name", customers).await.len(), 4);
    workspace.insert("opportunity", json!([{"name": "7"}])).await;
    let default = r#"SELECT "stage"::text FROM "{}"."opportunity" WHERE "name" = '7'"#;
    assert_eq!(workspace.texts(default).await, [Some("LAST".to_owned())]);

    // Small again: the next change of options puts the type in order.
    let mut draft = Draft::of(&workspace.model);
    assert!(draft.field("opportunity", "stage").stored_values.iter().any(|v| v.state == StoredState::Unused));
    draft.options("opportunity", "stage", &[("CUSTOMER", "CUSTOMER"), ("FRESH", "FRESH")]);
    draft.field("opportunity", "stage").default_value = json!("'FRESH'");
    let small =
        ChangeHints { large: [].into(), ..mapping(("opportunity", "stage"), &[("LAST", Some("FRESH"))]) };
    workspace.change(draft.model(), &small).await;
    assert!(Draft::of(&workspace.model).field("opportunity", "stage").stored_values.is_empty());
    let read = ["FRESH", "CUSTOMER", "CUSTOMER", "CUSTOMER", "FRESH", "CUSTOMER", "FRESH"].map(Value::from);
    assert_eq!(workspace.values("opportunity", "stage", "name").await, read);
}

#[tokio::test]
async fn the_few_records_of_a_unique_field_move_at_once() {
    let mut workspace = Workspace::create().await;
    let mut draft = Draft::of(&workspace.model);
    let stage = draft.field("opportunity", "stage");
    (stage.default_value, stage.is_nullable) = (Value::Null, true);
    draft.index("opportunity", "IDX_stage", &["stage"], true);
    workspace.change(draft.model(), &ChangeHints::default()).await;
    let stages = [json!("NEW"), json!("MEETING"), json!("CUSTOMER"), Value::Null, Value::Null];
    let deals = stages.iter().zip(1..).map(|(stage, n)| json!({"name": n.to_string(), "stage": stage}));
    workspace.insert("opportunity", deals.collect()).await;
    let before = workspace.filenode("opportunity").await;

    // All of them stand elsewhere, MEETING becomes an option that is new, and NEW is only renamed.
    let mut draft = Draft::of(&workspace.model);
    draft.options(
        "opportunity",
        "stage",
        &[("-", "FIRST"), ("CUSTOMER", "CUSTOMER"), ("-", "LAST"), ("NEW", "FRESH")],
    );
    let hints = mapping(("opportunity", "stage"), &[("MEETING", Some("LAST"))]);
    let change = workspace.change(draft.model(), &hints).await;
    assert_eq!(change.rewrites, vec![], "nothing is left to do");
    assert_eq!(workspace.filenode("opportunity").await, before, "nor was the table rewritten");
    let read = [json!("FRESH"), json!("LAST"), json!("CUSTOMER"), Value::Null, Value::Null];
    assert_eq!(workspace.values("opportunity", "stage", "name").await, read);
    let by_stage = workspace.values("opportunity", "stage", "stage").await;
    let by_stage: Vec<_> = by_stage.iter().filter(|value| !value.is_null()).collect();
    assert_eq!(by_stage, ["CUSTOMER", "LAST", "FRESH"]);

    // Back again, without one: its record has no value any more, and the place it had is taken by another.
    let mut draft = Draft::of(&workspace.model);
    draft.options("opportunity", "stage", &[("FRESH", "LAST"), ("CUSTOMER", "FRESH")]);
    let change = workspace.change(draft.model(), &large(&["opportunity"])).await;
    assert_eq!(change.rewrites, vec![]);
    let read = [json!("LAST"), Value::Null, json!("FRESH"), Value::Null, Value::Null];
    assert_eq!(workspace.values("opportunity", "stage", "name").await, read);
    let raw = r#"SELECT "name" FROM "{}"."opportunity" WHERE "stage"::text LIKE '#%'"#;
    assert_eq!(workspace.texts(raw).await.len(), 0);

    // Two records cannot share one.
    let mut draft = Draft::of(&workspace.model);
    draft.options("opportunity", "stage", &[("FRESH", "FRESH")]);
    let mut hints = mapping(("opportunity", "stage"), &[("LAST", Some("FRESH"))]);
    let mut metadata = draft.0.clone();
    ddl::put_off(&workspace.model, &draft.model(), &mut metadata, &mut hints).unwrap();
    let script = ddl::change(&workspace.model, &Draft(metadata).model(), &hints).script;
    let refused =
        sqlx::raw_sql(sqlx::AssertSqlSafe(script)).execute(&mut workspace.connection).await.unwrap_err();
    assert!(refused.as_database_error().is_some_and(|error| error.is_unique_violation()), "{refused}");

    // Small again, the type is what the options say.
    let mut draft = Draft::of(&workspace.model);
    draft.options("opportunity", "stage", &[("FRESH", "FRESH"), ("LAST", "LAST")]);
    workspace.change(draft.model(), &ChangeHints::default()).await;
    assert!(Draft::of(&workspace.model).field("opportunity", "stage").stored_values.is_empty());
    let read = [json!("LAST"), Value::Null, json!("FRESH"), Value::Null, Value::Null];
    assert_eq!(workspace.values("opportunity", "stage", "name").await, read);
}

#[tokio::test]
async fn lists_of_a_unique_field_are_only_added_to() {
    let mut workspace = Workspace::create().await;
    let mut draft = Draft::of(&workspace.model);
    draft.field("company", "tags").default_value = Value::Null;
    draft.index("company", "IDX_tags", &["tags"], true);
    workspace.change(draft.model(), &ChangeHints::default()).await;
    let mut draft = Draft::of(&workspace.model);
    draft.options("company", "tags", &[("-", "NEW"), ("HOT", "WARM"), ("COLD", "COLD"), ("ODD", "ODD")]);
    let change = workspace.change(draft.model(), &large(&["company"])).await;
    assert_eq!(change.rewrites, vec![]);
    let mut draft = Draft::of(&workspace.model);
    draft.options("company", "tags", &[("WARM", "WARM"), ("COLD", "COLD")]);
    let refused =
        ddl::put_off(&workspace.model, &draft.model(), &mut draft.0.clone(), &mut large(&["company"]));
    assert_eq!(refused, Err(ddl::TooLarge { field_id: field_id("company", "tags") }));
}

#[tokio::test]
async fn lists_lose_what_leaves_and_hold_nothing_twice() {
    let mut workspace = Workspace::create().await;
    let tags = json!([
        {"name": "1", "tags": ["ODD", "HOT"]}, {"name": "2", "tags": ["HOT", "COLD", "ODD"]},
        {"name": "3", "tags": ["ODD"]}, {"name": "4", "tags": ["COLD"]}, {"name": "5", "tags": null}
    ]);
    workspace.insert("company", tags).await;
    let mut draft = Draft::of(&workspace.model);
    draft.options("company", "tags", &[("HOT", "HOT")]);
    draft.field("company", "tags").default_value = json!(null);
    let hints = mapping(("company", "tags"), &[("ODD", Some("HOT"))]);
    let change = workspace.change(draft.model(), &hints).await;
    let read = [json!(["HOT"]), json!(["HOT"]), json!(["HOT"]), Value::Null, Value::Null];
    assert_eq!(workspace.values("company", "tags", "name").await, read);
    let hot = holds("tags", Op::ContainsAny, json!(["HOT"]));
    assert_eq!(workspace.sorted_names(hot).await, ["1", "2", "3"]);
    let none = holds("tags", Op::IsNull, Value::Null);
    assert_eq!(workspace.sorted_names(none).await, ["4", "5"]);
    workspace.see_to(&change.rewrites).await;
    let raw = r#"SELECT "tags"::text FROM "{}"."company" ORDER BY "name""#;
    let stored = [Some("{HOT}"), Some("{HOT}"), Some("{HOT}"), None, None].map(|t| t.map(str::to_owned));
    assert_eq!(workspace.texts(raw).await, stored);
}

#[tokio::test]
async fn a_second_change_goes_on_from_the_first() {
    let mut workspace = Workspace::create().await;
    let deals = json!([{"name": "1", "stage": "NEW"}, {"name": "2", "stage": "MEETING"}, {"name": "3", "stage": "CUSTOMER"}]);
    workspace.insert("opportunity", deals).await;
    let mut draft = Draft::of(&workspace.model);
    draft.options("opportunity", "stage", &[("NEW", "NEW"), ("MEETING", "MEETING")]);
    workspace
        .change(draft.model(), &mapping(("opportunity", "stage"), &[("CUSTOMER", Some("MEETING"))]))
        .await;
    // What CUSTOMER was becoming leaves, too; and CUSTOMER is an option again that nobody has chosen.
    let mut draft = Draft::of(&workspace.model);
    draft.options("opportunity", "stage", &[("-", "CUSTOMER"), ("NEW", "OLD")]);
    draft.field("opportunity", "stage").default_value = json!("'OLD'");
    let hints = mapping(("opportunity", "stage"), &[("MEETING", Some("OLD"))]);
    let change = workspace.change(draft.model(), &hints).await;
    assert_eq!(
        workspace.values("opportunity", "stage", "name").await,
        ["OLD", "OLD", "OLD"].map(Value::from)
    );
    workspace.see_to(&change.rewrites).await;
    let raw = r#"SELECT DISTINCT "stage"::text FROM "{}"."opportunity""#;
    assert_eq!(workspace.texts(raw).await, [Some("OLD".to_owned())]);
}

#[tokio::test]
async fn a_small_table_makes_up_for_what_was_left() {
    let mut workspace = Workspace::create().await;
    let deals = json!([{"name": "1", "stage": "NEW"}, {"name": "2", "stage": "MEETING"}, {"name": "3", "stage": "CUSTOMER"}]);
    workspace.insert("opportunity", deals).await;
    let mut draft = Draft::of(&workspace.model);
    draft.options("opportunity", "stage", &[("CUSTOMER", "CUSTOMER"), ("NEW", "NEW")]);
    workspace
        .change(draft.model(), &mapping(("opportunity", "stage"), &[("MEETING", Some("CUSTOMER"))]))
        .await;
    let mut draft = Draft::of(&workspace.model);
    draft.options("opportunity", "stage", &[("NEW", "NEW"), ("-", "WON")]);
    let small =
        ChangeHints { large: [].into(), ..mapping(("opportunity", "stage"), &[("CUSTOMER", Some("WON"))]) };
    let change = workspace.change(draft.model(), &small).await;
    assert_eq!(change.rewrites, []);
    let raw = r#"SELECT "stage"::text FROM "{}"."opportunity" ORDER BY "name""#;
    assert_eq!(workspace.texts(raw).await, ["NEW", "WON", "WON"].map(|t| Some(t.to_owned())));
}

#[tokio::test]
async fn a_search_is_filled_without_a_rewrite() {
    let mut workspace = Workspace::create().await;
    let people = json!([
        {"name": {"firstName": "Ada"}, "jobTitle": "Countess"}, {"name": {"firstName": "Bob"}, "jobTitle": "Baker"}
    ]);
    workspace.insert("person", people).await;
    let before = workspace.filenode("person").await;
    let mut draft = Draft::of(&workspace.model);
    draft.object("person").search_field_ids = vec![field_id("person", "jobTitle")];
    let change = workspace.change(draft.model(), &large(&["person"])).await;
    let kinds: Vec<RewriteKind> = change.rewrites.iter().map(|rewrite| rewrite.kind).collect();
    assert_eq!((kinds, change.later.len()), (vec![RewriteKind::FillSearch], 0), "indexes stay");
    assert_eq!(workspace.filenode("person").await, before);

    // Records that are made or changed from now on are right at once; others are when they have been seen to.
    workspace.insert("person", json!([{"name": {"firstName": "Cleo"}, "jobTitle": "Queen"}])).await;
    workspace
        .run(&format!(
            r#"UPDATE "{}"."person" SET "jobTitle" = 'Poet' WHERE "nameFirstName" = 'Ada'"#,
            workspace.model.schema()
        ))
        .await;
    let vectors = r#"SELECT "searchVector"::text FROM "{}"."person" ORDER BY "nameFirstName""#;
    let texts = |texts: [&str; 3]| texts.map(|text| Some(text.to_owned()));
    assert_eq!(workspace.texts(vectors).await, texts(["'poet':1", "'baker':2 'bob':1", "'queen':1"]));
    workspace.see_to(&change.rewrites).await;
    assert_eq!(workspace.texts(vectors).await, texts(["'poet':1", "'baker':1", "'queen':1"]));
    let parts = r##"SELECT "#search" FROM "{}"."person" ORDER BY "nameFirstName""##;
    assert_eq!(workspace.texts(parts).await, texts(["ada\npoet", "bob\nbaker", "cleo\nqueen"]));

    // Names change and a searched field goes: the trigger follows.
    let mut draft = Draft::of(&workspace.model);
    draft.rename_object("person", "contact");
    draft.field("person", "jobTitle").name = "found".to_owned();
    workspace.change(draft.model(), &ChangeHints::default()).await;
    workspace.insert("contact", json!([{"name": {"firstName": "Dan"}, "found": "Duke"}])).await;
    let last = r#"SELECT "searchVector"::text FROM "{}"."contact" WHERE "nameFirstName" = 'Dan'"#;
    assert_eq!(workspace.texts(last).await, [Some("'duke':1".to_owned())]);
    let mut draft = Draft::of(&workspace.model);
    draft.remove_by_id("person", "jobTitle");
    let change = workspace.change(draft.model(), &large(&["person"])).await;
    workspace.see_to(&change.rewrites).await;
    assert_eq!(workspace.texts(last).await, [None]);

    // A small table gets its generated columns back.
    let mut draft = Draft::of(&workspace.model);
    draft.object("person").search_field_ids = vec![field_id("person", "name")];
    workspace.change(draft.model(), &ChangeHints::default()).await;
    assert_eq!(workspace.texts(last).await, [Some("'dan':1".to_owned())]);
}

#[tokio::test]
async fn a_search_kept_by_a_trigger_goes_with_its_table() {
    let mut workspace = Workspace::create().await;
    let mut draft = Draft::of(&workspace.model);
    draft.object("note").search_field_ids.truncate(1);
    draft.object("rocket").is_searchable = false;
    workspace.change(draft.model(), &large(&["note", "rocket"])).await;
    let mut draft = Draft::of(&workspace.model);
    draft.remove_object("note");
    draft.remove_object("rocket");
    workspace.change(draft.model(), &ChangeHints::default()).await;
    let functions = r#"SELECT proname::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = '{}'"#;
    assert_eq!(workspace.texts(functions).await, Vec::<Option<String>>::new());
}

#[test]
fn scripts_and_batches_are_the_reviewed_ones() {
    let model = crate::fixture::model();
    type Edit = fn(&mut Draft);
    let changes: [(&str, Edit, ChangeHints); 2] = [
        (
            "put_off_options",
            |draft| {
                draft.options("opportunity", "stage", &[("CUSTOMER", "CUSTOMER"), ("NEW", "FRESH")]);
                draft.field("opportunity", "stage").default_value = json!("'FRESH'");
                draft.options("company", "tags", &[("HOT", "HOT"), ("COLD", "COLD")]);
            },
            ChangeHints {
                large: [object_id("opportunity"), object_id("company")].into(),
                ..mapping(("opportunity", "stage"), &[("MEETING", Some("CUSTOMER"))])
            },
        ),
        ("put_off_search", |draft| draft.object("person").search_field_ids.truncate(2), large(&["person"])),
    ];
    for (name, change, mut hints) in changes {
        let mut draft = Draft::of(&model);
        change(&mut draft);
        ddl::put_off(&model, &draft.model(), &mut draft.0, &mut hints).unwrap();
        let after = draft.model();
        let change = ddl::change(&model, &after, &hints);
        let mut text = change.script;
        for rewrite in &change.rewrites {
            let batches = ddl::batches(&after, rewrite).unwrap();
            text.push_str(&format!("-- {:?}\n", rewrite.kind));
            let steps = [batches.wait, batches.first, batches.next, batches.lock, batches.update];
            for step in steps.into_iter().chain(batches.is_left) {
                text.push_str(&format!("-- {step}\n"));
            }
        }
        crate::goldens::check(name, &text);
    }
}
