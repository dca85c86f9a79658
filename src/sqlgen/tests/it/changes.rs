//! Changes of the model, run on real tables: what comes out is what the new model would have been made as, and
//! the records are still there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use icosa_model::definition::{FieldRow, OnDelete};
use icosa_model::{FieldType, Model, WorkspaceId, resolve};
use icosa_sqlgen::ddl::{self, Change, ChangeHints, EarlyIndex, Kept, LaterIndex, Rewrite};
use icosa_store::catalog::{self, Catalog};
use serde_json::json;
use sqlx::{AssertSqlSafe, Row};
use uuid::Uuid;

use crate::database::Workspace;
use crate::draft::Draft;
use crate::fixture::{self, field_id, object_id};

impl Workspace {
    /// Changes tables and model; the tables are then those that the new model would have been given at once.
    pub async fn change(&mut self, new: Model, hints: &ChangeHints) -> Change {
        let mut hints = hints.clone();
        let new = put_off(&self.model, &new, &mut hints);
        let early = ddl::change(&self.model, &new, &hints).early;
        for EarlyIndex { drop, create, .. } in &early {
            self.run(drop).await;
            self.run(create).await;
        }
        hints.ready.extend(early);
        let hints = &hints;
        let change = ddl::change(&self.model, &new, hints);
        assert_eq!(change, ddl::change(&self.model, &new, hints), "the same again");
        assert_eq!(change.early, [], "nothing more is to be built before");
        self.run(&format!("BEGIN; {} COMMIT;", change.script)).await;
        for LaterIndex { drop, create, .. } in &change.later {
            self.run(drop).await;
            self.run(create).await;
        }
        self.model = new;
        self.is_as_made().await;
        change
    }

    /// Sees to the records of large tables, and says so in the model.
    pub async fn see_to(&mut self, rewrites: &[Rewrite]) {
        for rewrite in rewrites {
            let Some(batches) = ddl::batches(&self.model, rewrite) else { continue };
            let mut last: Option<Uuid> = None;
            loop {
                let ids = match last {
                    None => sqlx::query_scalar(AssertSqlSafe(batches.first.clone())).bind(2_i64),
                    Some(last) => {
                        sqlx::query_scalar(AssertSqlSafe(batches.next.clone())).bind(2_i64).bind(last)
                    }
                };
                let ids: Vec<Uuid> = ids.fetch_all(&mut self.connection).await.unwrap();
                if ids.is_empty() {
                    break;
                }
                last = ids.last().copied();
                let update = sqlx::query(AssertSqlSafe(batches.update.clone())).bind(ids);
                update.execute(&mut self.connection).await.unwrap();
            }
            if let Some(is_left) = batches.is_left {
                let query = sqlx::query_scalar(AssertSqlSafe(is_left));
                let is_left: bool = query.fetch_one(&mut self.connection).await.unwrap();
                assert!(!is_left, "records are left");
            }
        }
        let mut draft = Draft::of(&self.model);
        draft.0.fields.iter_mut().for_each(FieldRow::settle_values);
        self.change(draft.model(), &ChangeHints::default()).await;
    }

    pub async fn run(&mut self, script: &str) {
        let done = sqlx::raw_sql(AssertSqlSafe(script.to_owned())).execute(&mut self.connection).await;
        assert!(done.is_ok(), "{}\n{script}", done.map_or_else(|error| error.to_string(), |_| String::new()));
    }

    pub async fn is_as_made(&mut self) {
        let found = catalog::read(&mut self.connection, &self.model.schema()).await.unwrap();
        let mut scratch = (**self.model.metadata()).clone();
        scratch.workspace_id = WorkspaceId::random();
        let scratch = resolve(Arc::new(scratch)).unwrap();
        self.run(&ddl::create_workspace(&scratch)).await;
        let made = catalog::read(&mut self.connection, &scratch.schema()).await.unwrap();
        self.run(&ddl::drop_workspace(&scratch.schema())).await;
        let (found, made) = (lines(&without_kept(found)), lines(&made));
        let extra: Vec<_> = found.difference(&made).collect();
        let missing: Vec<_> = made.difference(&found).collect();
        assert!(extra.is_empty() && missing.is_empty(), "found {extra:#?}\nnot found {missing:#?}");
    }

    /// One text for each row of a statement about the workspace's tables; `{}` stands for its schema.
    pub async fn texts(&mut self, sql: &str) -> Vec<Option<String>> {
        let sql = sql.replace("{}", self.model.schema().as_str());
        let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut self.connection).await.unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    }
}

/// The new model with what is not done to large tables at once.
fn put_off(old: &Model, new: &Model, hints: &mut ChangeHints) -> Model {
    let mut metadata = (**new.metadata()).clone();
    ddl::put_off(old, new, &mut metadata, hints).unwrap();
    resolve(Arc::new(metadata)).unwrap()
}

/// What was put aside is no part of the model.
fn without_kept(mut catalog: Catalog) -> Catalog {
    let is_kept = |name: &str| name.starts_with('#') && name != "#search";
    catalog.tables.retain(|name, _| !is_kept(name));
    catalog.enums.retain(|name, _| !is_kept(name));
    for table in catalog.tables.values_mut() {
        table.columns.retain(|name, _| !is_kept(name));
    }
    catalog
}

/// One line for each thing, so that a difference can be read.
fn lines(catalog: &Catalog) -> BTreeSet<String> {
    let mut lines: BTreeSet<String> = catalog.enums.iter().map(|entry| format!("{entry:?}")).collect();
    for (name, table) in &catalog.tables {
        lines.insert(name.clone());
        lines.extend(table.columns.iter().map(|entry| format!("{name} {entry:?}")));
        lines.extend(table.indexes.iter().map(|entry| format!("{name} {entry:?}")));
        lines.extend(table.constraints.iter().map(|entry| format!("{name} {entry:?}")));
        lines.extend(table.triggers.iter().map(|entry| format!("{name} {entry:?}")));
    }
    lines
}

fn keep(token: &str) -> ChangeHints {
    ChangeHints { keep: Some(token.to_owned()), ..ChangeHints::default() }
}

fn reuse(kept: Vec<Kept>) -> ChangeHints {
    ChangeHints { reuse: kept, ..ChangeHints::default() }
}

fn some(texts: &[&str]) -> Vec<Option<String>> {
    texts.iter().map(|text| Some((*text).to_owned())).collect()
}

#[tokio::test]
async fn nothing_is_done_when_nothing_differs() {
    let model = fixture::model();
    let change = ddl::change(&model, &Draft::of(&model).model(), &keep("0badcafe"));
    let nothing = Change {
        script: String::new(),
        early: Vec::new(),
        later: Vec::new(),
        kept: Vec::new(),
        rewrites: Vec::new(),
    };
    assert_eq!(change, nothing);
}

#[tokio::test]
async fn names_change_without_losing_anything() {
    let mut workspace = Workspace::create().await;
    let company = workspace.insert("company", json!([{"name": "Acme", "tags": ["HOT"]}])).await[0];
    let person =
        json!([{"name": {"firstName": "Ada"}, "emails": {"primaryEmail": "a@b.c"}, "companyId": company}]);
    workspace.insert("person", person).await;
    workspace.insert("opportunity", json!([{"name": "Deal", "stage": "MEETING"}])).await;
    let before = workspace.texts(r#"SELECT pg_relation_filenode('"{}"."person"')::text"#).await;

    let mut draft = Draft::of(&workspace.model);
    draft.rename_object("person", "contact");
    draft.rename_object("rocket", "ship");
    draft.field("person", "emails").name = "mails".to_owned();
    draft.field("person", "company").name = "employer".to_owned();
    draft.field("opportunity", "stage").name = "step".to_owned();
    draft.field("company", "name").name = "title".to_owned();
    draft.0.indexes.iter_mut().find(|row| row.name == "IDX_UNIQUE_email").unwrap().name =
        "IDX_other".to_owned();
    workspace.change(draft.model(), &ChangeHints::default()).await;

    let read = r#"SELECT concat_ws(' ', p."nameFirstName", p."mailsPrimaryEmail", c."title", p."searchVector")
        FROM "{}"."contact" p JOIN "{}"."company" c ON c."id" = p."employerId""#;
    assert_eq!(workspace.texts(read).await, some(&["Ada a@b.c Acme 'a':2 'ada':1 'b.c':3,4"]));
    assert_eq!(workspace.texts(r#"SELECT "step"::text FROM "{}"."opportunity""#).await, some(&["MEETING"]));
    let after = workspace.texts(r#"SELECT pg_relation_filenode('"{}"."contact"')::text"#).await;
    assert_eq!(before, after, "the table was not rewritten");
}

#[tokio::test]
async fn two_things_swap_their_names() {
    let mut workspace = Workspace::create().await;
    workspace.insert("person", json!([{"name": {"firstName": "Ada"}, "jobTitle": "Countess"}])).await;
    workspace.insert("note", json!([{"title": "N"}])).await;
    workspace.insert("opportunity", json!([{"name": "Deal", "stage": "NEW"}])).await;
    let mut draft = Draft::of(&workspace.model);
    draft.rename_object("person", "note");
    draft.rename_object("note", "person");
    let row = draft.add_field("person", "nick", FieldType::Text);
    row.default_value = json!("'none'");
    workspace.change(draft.model(), &ChangeHints::default()).await;
    let mut draft = Draft::of(&workspace.model);
    draft.field("person", "nick").name = "aside".to_owned();
    draft.field("person", "jobTitle").name = "nick".to_owned();
    draft.field("person", "aside").name = "jobTitle".to_owned();
    draft.options(
        "opportunity",
        "stage",
        &[("NEW", "MEETING"), ("MEETING", "NEW"), ("CUSTOMER", "CUSTOMER")],
    );
    workspace.change(draft.model(), &ChangeHints::default()).await;
    let read = r#"SELECT concat_ws(' ', "nameFirstName", "nick", "jobTitle") FROM "{}"."note""#;
    assert_eq!(workspace.texts(read).await, some(&["Ada Countess none"]));
    assert_eq!(workspace.texts(r#"SELECT "title" FROM "{}"."person""#).await, some(&["N"]));
    assert_eq!(workspace.texts(r#"SELECT "stage"::text FROM "{}"."opportunity""#).await, some(&["MEETING"]));
}

#[tokio::test]
async fn objects_fields_and_relations_come_and_go() {
    let mut workspace = Workspace::create().await;
    workspace.insert("company", json!([{"name": "Acme"}])).await;
    let before = Draft::of(&workspace.model).model();
    let mut f = Draft::of(&workspace.model);
    for (name, kind) in [
        ("text", FieldType::Text),
        ("rating", FieldType::Rating),
        ("money", FieldType::Currency),
        ("phones", FieldType::Phones),
        ("score", FieldType::Number),
    ] {
        f.add_field("company", name, kind);
    }
    f.field("company", "score").default_value = json!(3);
    f.field("company", "score").is_nullable = false;
    f.relate("company", "mother", "company", "daughters", OnDelete::SetNull);
    f.relate("company", "rocket", "rocket", "companies", OnDelete::Cascade);
    f.index("company", "IDX_UNIQUE_text", &["text"], true);
    f.add_object("planet");
    f.relate("planet", "owner", "company", "planets", OnDelete::Restrict);
    f.relate("person", "planet", "planet", "people", OnDelete::SetNull);
    let with = f.model();
    let filenode = r#"SELECT pg_relation_filenode('"{}"."company"')::text"#;
    let rows = workspace.texts(filenode).await;
    workspace.change(Draft::of(&with).model(), &ChangeHints::default()).await;
    assert_eq!(workspace.texts(filenode).await, rows, "new columns do not rewrite the table");
    assert_eq!(workspace.texts(r#"SELECT "score"::text FROM "{}"."company""#).await, some(&["3"]));

    workspace.change(before, &ChangeHints::default()).await;
    assert_eq!(workspace.texts(r#"SELECT "name" FROM "{}"."company""#).await, some(&["Acme"]));
    workspace
        .change(with, &ChangeHints { large: [object_id("company")].into(), ..ChangeHints::default() })
        .await;
}

#[tokio::test]
async fn large_tables_get_their_indexes_after_the_commit() {
    let workspace = Workspace::create().await;
    let mut f = Draft::of(&workspace.model);
    f.relate("company", "mother", "company", "daughters", OnDelete::SetNull);
    f.add_field("company", "code", FieldType::Text);
    f.index("company", "IDX_UNIQUE_code", &["code"], true);
    f.index("company", "IDX_UNIQUE_employees", &["employees"], true);
    let new = f.model();
    let hints = ChangeHints { large: [object_id("company")].into(), ..ChangeHints::default() };
    let change = ddl::change(&workspace.model, &new, &hints);
    let names: Vec<&str> = change.later.iter().map(|later| later.index_name.as_str()).collect();
    assert_eq!(names, ["IDX_UNIQUE_code", "IDX_company_motherId"]);
    assert!(
        change.script.contains("CREATE UNIQUE INDEX \"IDX_UNIQUE_employees\""),
        "existing rows are checked"
    );
    assert_eq!(ddl::later_index(&new, names[1]).as_ref(), change.later.get(1));
    assert_eq!(ddl::later_index(&new, "IDX_nothing"), None);
}

#[tokio::test]
async fn unique_indexes_over_values_are_built_before_the_change() {
    let mut workspace = Workspace::create().await;
    workspace.insert("company", json!([{"name": "Acme", "employees": 7}, {"name": "Other"}])).await;
    let large = || ChangeHints {
        large: [object_id("company")].into(),
        early: Some("0badcafe".to_owned()),
        keep: Some("0badcafe".to_owned()),
        ..ChangeHints::default()
    };
    let mut f = Draft::of(&workspace.model);
    f.add_field("company", "code", FieldType::Text);
    f.index("company", "IDX_UNIQUE_code", &["code"], true);
    f.index("company", "IDX_UNIQUE_staff", &["employees"], true);
    f.field("company", "employees").name = "staff".to_owned();
    let new = f.model();
    let change = ddl::change(&workspace.model, &new, &large());
    let [early] = change.early.as_slice() else { panic!("{:?}", change.early) };
    assert!(early.create.contains(r#"("employees")"#), "the column as it is called before: {}", early.create);
    assert_eq!(EarlyIndex::field_of(&early.name), Some(field_id("company", "employees")));
    assert!(!change.script.contains("IDX_UNIQUE_staff"), "{}", change.script);
    workspace.change(new, &large()).await;
    let name = r#"SELECT count(*)::text FROM pg_class WHERE relname LIKE '#early%'"#;
    assert_eq!(workspace.texts(name).await, [Some("0".to_owned())], "it has been taken over");

    // A field that comes back with its values and was unique.
    let with = Draft::of(&workspace.model).model();
    let mut f = Draft::of(&workspace.model);
    f.remove_by_id("company", "employees");
    let gone = workspace.change(f.model(), &large()).await;
    let back = ChangeHints { reuse: gone.kept, ..large() };
    assert_eq!(ddl::change(&workspace.model, &with, &back).early.len(), 1);
    workspace.change(with, &back).await;
    let staff = r#"SELECT "staff"::text FROM "{}"."company" ORDER BY 1"#;
    assert_eq!(workspace.texts(staff).await, [Some("7".to_owned()), None]);
}

#[tokio::test]
async fn options_are_renamed_added_and_removed() {
    let mut workspace = Workspace::create().await;
    let stages = json!([{"name": "1", "stage": "NEW"}, {"name": "2", "stage": "MEETING"}, {"name": "3", "stage": "CUSTOMER"}]);
    workspace.insert("opportunity", stages).await;
    let tags = json!([{"name": "1", "tags": ["ODD", "HOT"]}, {"name": "2", "tags": ["HOT", "COLD", "ODD"]}, {"name": "3", "tags": ["ODD"]}, {"name": "4", "tags": null}]);
    workspace.insert("company", tags).await;
    let stages = r#"SELECT "stage"::text FROM "{}"."opportunity" ORDER BY "name""#;

    // Renamed and added in place.
    let filenode = r#"SELECT pg_relation_filenode('"{}"."opportunity"')::text"#;
    let before = workspace.texts(filenode).await;
    let mut draft = Draft::of(&workspace.model);
    let values = [
        ("-", "FIRST"),
        ("NEW", "FRESH"),
        ("-", "CALL"),
        ("-", "MAIL"),
        ("MEETING", "MEETING"),
        ("CUSTOMER", "CUSTOMER"),
    ];
    draft.options("opportunity", "stage", &values);
    draft.field("opportunity", "stage").default_value = json!("'FRESH'");
    workspace.change(draft.model(), &ChangeHints::default()).await;
    assert_eq!(workspace.texts(stages).await, some(&["FRESH", "MEETING", "CUSTOMER"]));
    assert_eq!(workspace.texts(filenode).await, before);

    // Removed with a wish, removed without one, in another order, and a default that is new.
    let mut draft = Draft::of(&workspace.model);
    draft.options("opportunity", "stage", &[("CUSTOMER", "CUSTOMER"), ("-", "LAST")]);
    draft.field("opportunity", "stage").default_value = json!("'LAST'");
    draft.options("company", "tags", &[("COLD", "COOL"), ("HOT", "HOT")]);
    draft.field("company", "tags").default_value = json!(["'COOL'"]);
    let wish = |field, wishes: &[(&str, Option<&str>)]| {
        let wishes = wishes.iter().map(|(old, new)| ((*old).to_owned(), new.map(str::to_owned)));
        (field, wishes.collect::<BTreeMap<_, _>>())
    };
    let option_mapping = [
        wish(field_id("opportunity", "stage"), &[("MEETING", Some("CUSTOMER")), ("FRESH", None)]),
        wish(field_id("company", "tags"), &[("ODD", Some("HOT"))]),
    ];
    let hints = ChangeHints { option_mapping: option_mapping.into(), ..ChangeHints::default() };
    workspace.change(draft.model(), &hints).await;
    assert_eq!(
        workspace.texts(stages).await,
        some(&["LAST", "CUSTOMER", "CUSTOMER"]),
        "the default for none"
    );
    let tags = r#"SELECT "tags"::text FROM "{}"."company" ORDER BY "name""#;
    let expected = [Some("{HOT}"), Some("{HOT,COOL}"), Some("{HOT}"), None].map(|t| t.map(str::to_owned));
    assert_eq!(workspace.texts(tags).await, expected, "element by element, each once");

    // One takes the name of another that leaves.
    let mut draft = Draft::of(&workspace.model);
    draft.options("opportunity", "stage", &[("CUSTOMER", "LAST"), ("-", "OTHER")]);
    draft.field("opportunity", "stage").default_value = json!("'OTHER'");
    workspace.change(draft.model(), &ChangeHints::default()).await;
    assert_eq!(workspace.texts(stages).await, some(&["OTHER", "LAST", "LAST"]));

    let mut draft = Draft::of(&workspace.model);
    draft.options("company", "tags", &[("COOL", "COOL")]);
    draft.field("company", "tags").is_nullable = true;
    workspace.change(draft.model(), &ChangeHints::default()).await;
    let expected = [None, Some("{COOL}"), None, None].map(|t| t.map(str::to_owned));
    assert_eq!(workspace.texts(tags).await, expected, "nothing left is no value");
}

#[tokio::test]
async fn rules_of_columns_and_keys_change() {
    let mut workspace = Workspace::create().await;
    workspace.insert("company", json!([{"name": "Acme", "employees": 1}])).await;
    let mut draft = Draft::of(&workspace.model);
    draft.field("company", "employees").is_nullable = false;
    draft.field("company", "employees").default_value = json!(7);
    draft.field("company", "idealCustomer").is_nullable = true;
    draft.field("company", "idealCustomer").default_value = json!(null);
    draft.field("person", "company").settings.on_delete = Some(OnDelete::Restrict);
    draft.0.indexes.retain(|row| row.name != "IDX_UNIQUE_domain");
    draft.index("company", "IDX_UNIQUE_employees", &["employees"], true);
    draft.0.indexes.iter_mut().find(|row| row.name == "IDX_UNIQUE_email").unwrap().live_rows_only = false;
    workspace.change(draft.model(), &ChangeHints::default()).await;
    let error = ddl::change(&workspace.model, &workspace.model, &ChangeHints::default());
    assert_eq!(error.script, "");
}

#[tokio::test]
async fn search_follows_its_fields_and_the_label() {
    let mut workspace = Workspace::create().await;
    workspace.insert("person", json!([{"name": {"firstName": "Ada"}, "jobTitle": "Countess"}])).await;
    let vector = r#"SELECT "searchVector"::text FROM "{}"."person""#;
    let parts = r##"SELECT "#search" FROM "{}"."person""##;
    let mut draft = Draft::of(&workspace.model);
    draft.remove_field("person", "name");
    let label = field_id("person", "jobTitle");
    draft.object("person").label_identifier_field_id = label;
    draft.object("note").is_searchable = false;
    draft.object("noteTarget").is_searchable = true;
    workspace.change(draft.model(), &ChangeHints::default()).await;
    assert_eq!(workspace.texts(vector).await, some(&["'countess':1"]));
    assert_eq!(workspace.texts(parts).await.len(), 1);
    let mut draft = Draft::of(&workspace.model);
    draft.object("person").search_field_ids.clear();
    workspace.change(draft.model(), &ChangeHints::default()).await;
    assert_eq!(workspace.texts(vector).await, [None]);
    assert_eq!(workspace.texts(parts).await, some(&["countess\n"]));
}

#[tokio::test]
async fn columns_put_aside_come_back_with_their_values() {
    let mut workspace = Workspace::create().await;
    let company = workspace.insert("company", json!([{"name": "Acme"}, {"name": "Gone"}])).await;
    let person = json!([
        {"name": {"firstName": "Ada"}, "companyId": company[0], "emails": {"primaryEmail": "a@b.c"}},
        {"name": {"firstName": "Bob"}, "companyId": company[1]},
    ]);
    workspace.insert("person", person).await;
    workspace.insert("opportunity", json!([{"name": "1", "stage": "MEETING"}])).await;
    let with = Draft::of(&workspace.model).model();
    let mut draft = Draft::of(&workspace.model);
    draft.remove_field("person", "company");
    draft.remove_field("person", "emails");
    draft.remove_field("opportunity", "stage");
    let change = workspace.change(draft.model(), &keep("0badcafe")).await;
    assert_eq!(change.kept.len(), 4, "a join column, two of a composite, one of a type of its own");

    // Life goes on: new records, a destroyed one, another name.
    workspace.insert("opportunity", json!([{"name": "2"}])).await;
    workspace.run(&format!(r#"DELETE FROM "{}"."company" WHERE "name" = 'Gone'"#, with.schema())).await;
    let mut renamed = Draft::of(&workspace.model);
    renamed.rename_object("opportunity", "deal");
    workspace.change(renamed.model(), &ChangeHints::default()).await;

    let json = serde_json::to_string(&change.kept).unwrap();
    let mut again = Draft::of(&with);
    again.rename_object("opportunity", "deal");
    workspace.change(again.model(), &reuse(serde_json::from_str(&json).unwrap())).await;
    let read = r#"SELECT concat_ws(' ', p."nameFirstName", p."emailsPrimaryEmail", c."name")
        FROM "{}"."person" p LEFT JOIN "{}"."company" c ON c."id" = p."companyId" ORDER BY 1"#;
    assert_eq!(workspace.texts(read).await, some(&["Ada a@b.c Acme", "Bob"]));
    let dangling = r#"SELECT "companyId"::text FROM "{}"."person" WHERE "nameFirstName" = 'Bob'"#;
    assert_eq!(workspace.texts(dangling).await, [None]);
    let stages = r#"SELECT "stage"::text FROM "{}"."deal" ORDER BY "name""#;
    assert_eq!(
        workspace.texts(stages).await,
        some(&["MEETING", "NEW"]),
        "the default for what was made since"
    );
}

#[tokio::test]
async fn tables_put_aside_come_back_with_their_rows() {
    let mut workspace = Workspace::create().await;
    let company = workspace.insert("company", json!([{"name": "Acme"}])).await[0];
    let one = workspace
        .insert("opportunity", json!([{"name": "1", "stage": "MEETING", "companyId": company}]))
        .await;
    let with = Draft::of(&workspace.model).model();
    let mut draft = Draft::of(&workspace.model);
    draft.remove_object("opportunity");
    let change = workspace.change(draft.model(), &keep("0badcafe")).await;
    workspace.run(&format!(r#"DELETE FROM "{}"."company""#, with.schema())).await;

    // Another object takes the name meanwhile, and leaves.
    let mut other = Draft::of(&workspace.model);
    other.add_object("opportunity2");
    other.rename_object("opportunity2", "opportunity");
    workspace.change(other.model(), &ChangeHints::default()).await;
    workspace.change(draft.model(), &ChangeHints::default()).await;

    workspace.change(with, &reuse(change.kept)).await;
    let read = r#"SELECT concat_ws(' ', "id", "name", "stage", "companyId") FROM "{}"."opportunity""#;
    assert_eq!(workspace.texts(read).await, some(&[&format!("{} 1 MEETING", one[0])]));
}

#[tokio::test]
async fn what_was_put_aside_is_purged_wherever_it_is() {
    let mut workspace = Workspace::create().await;
    workspace.insert("opportunity", json!([{"name": "1"}])).await;
    let mut draft = Draft::of(&workspace.model);
    draft.remove_field("opportunity", "stage");
    draft.remove_field("opportunity", "amount");
    draft.remove_field("company", "tags");
    let mut kept = workspace.change(draft.model(), &keep("0badcafe")).await.kept;
    draft.rename_object("company", "firm");
    draft.remove_object("note");
    kept.extend(workspace.change(draft.model(), &keep("1badcafe")).await.kept);
    let aside = r#"SELECT count(*)::text FROM (SELECT typname AS name FROM pg_type UNION SELECT attname FROM pg_attribute
        WHERE NOT attisdropped UNION SELECT relname FROM pg_class) n WHERE name LIKE '#_badcafe%'"#;
    assert_ne!(workspace.texts(aside).await, some(&["0"]));
    let purge = ddl::purge(&workspace.model.schema(), &kept);
    workspace.run(&purge).await;
    workspace.run(&purge).await;
    assert_eq!(workspace.texts(aside).await, some(&["0"]));
    assert_eq!(ddl::purge(&workspace.model.schema(), &[]), "");
    workspace.is_as_made().await;
}
