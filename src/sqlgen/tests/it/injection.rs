//! Hostile names and values in every place where a text enters a statement.

use icosa_model::definition::OnDelete;
use icosa_model::query::{DeletedRows, Direction, FieldPath, Filter, ListQuery, Op, Order, Select};
use icosa_model::{FieldType, Model};
use icosa_sqlgen::{Statement, count, ddl, insert, list, search, update};
use serde_json::json;
use sqlx::{AssertSqlSafe, Row};
use uuid::Uuid;

use crate::database::{Workspace, fields, query, record, related};
use crate::fixture::{self, Fixture};

const HOSTILE: [&str; 8] = [
    "'; DROP TABLE victim; --",
    "\"; DROP TABLE victim; --",
    "\\'; DROP TABLE victim; --",
    "$1",
    "$$; DROP TABLE victim; $$",
    "}\",\"{",
    "%s {0} \u{2019} \u{ff07}",
    "*/ DROP TABLE victim /*",
];

/// A model whose every name is hostile.
fn hostile_model() -> Model {
    let mut f = Fixture::new();
    let object = "x\"; DROP TABLE victim; --";
    let name = "n\"'; DROP TABLE victim; --";
    f.object(object, name, &[name]).is_standard = false;
    f.field(object, name, FieldType::Text).default_value = json!("'d'; DROP TABLE victim; --'");
    f.field(object, "a\"b", FieldType::Links);
    f.choices(object, "c\"d", FieldType::Select, &["v'; DROP TABLE victim; --"]).default_value =
        json!("'v'; DROP TABLE victim; --'");
    let long = format!("{}\"'", "long".repeat(13));
    f.field(object, &long, FieldType::Phones).default_value = json!({"primaryPhoneNumber": "'\\'; DROP'"});
    f.relate(object, "r\"1", object, "r\"2", OnDelete::Cascade);
    f.index(object, "i\"; DROP TABLE victim; --", &["a\"b"], true);
    f.resolve()
}

async fn victim(workspace: &mut Workspace) {
    sqlx::raw_sql("CREATE TABLE public.victim ()").execute(&mut workspace.connection).await.unwrap();
}

async fn still_there(workspace: &mut Workspace) -> bool {
    let found =
        sqlx::query("SELECT to_regclass('public.victim') IS NOT NULL").fetch_one(&mut workspace.connection);
    found.await.unwrap().get(0)
}

#[tokio::test]
async fn hostile_names_of_the_model_are_only_names() {
    let mut workspace = Workspace::of(hostile_model()).await;
    victim(&mut workspace).await;
    let object = "x\"; DROP TABLE victim; --";
    let name = "n\"'; DROP TABLE victim; --";
    let option = "v'; DROP TABLE victim; --";
    let id = workspace.insert(object, json!([{name: "a", "c\"d": option}, {}])).await[0];
    let read = workspace.get(object, id, &fields(&[name, "c\"d", "a\"b"])).await.unwrap();
    assert_eq!((&read[name], &read["c\"d"]), (&json!("a"), &json!(option)));
    let mut query = query(object, &[name]);
    query.select.extend([related("r\"1", &[name], 1), related("r\"2", &[name], 3)]);
    query.order = vec![Order { path: FieldPath::field("r\"1"), direction: Direction::Descending }];
    query.filter =
        Some(Filter::Compare { path: FieldPath::field("c\"d"), op: Op::In, value: json!([option]) });
    assert_eq!(workspace.list(&query).await.records.len(), 2);
    let statement = search(&workspace.model, &[object], "a", 5).unwrap();
    assert_eq!(workspace.rows(statement).await.len(), 1);
    assert!(still_there(&mut workspace).await);
    let drop = ddl::drop_workspace(&workspace.model.schema());
    sqlx::raw_sql(AssertSqlSafe(drop)).execute(&mut workspace.connection).await.unwrap();
    assert!(still_there(&mut workspace).await);
}

#[tokio::test]
async fn hostile_values_are_only_values() {
    let mut workspace = Workspace::create().await;
    victim(&mut workspace).await;
    for text in HOSTILE {
        let values = json!({
            "name": text,
            "aliases": [text, text],
            "data": {text: text},
            "domainName": {"primaryLinkUrl": text, "secondaryLinks": [text]},
        });
        let one = workspace.insert("company", json!([values])).await[0];
        let many = json!([{"name": text, "aliases": [text]}, {"data": [text], "name": text}]);
        workspace.insert("company", many).await;
        let read = workspace.get("company", one, &fields(&["name", "aliases", "data"])).await.unwrap();
        assert_eq!(
            (&read["name"], &read["aliases"], &read["data"]),
            (&values["name"], &values["aliases"], &values["data"])
        );
        let compare = |op| Filter::Compare { path: FieldPath::field("name"), op, value: json!(text) };
        assert_eq!(workspace.names("company", "name", compare(Op::Eq)).await, [text; 3]);
        assert_eq!(workspace.names("company", "name", compare(Op::StartsWith)).await, [text; 3]);
        let array =
            Filter::Compare { path: FieldPath::field("aliases"), op: Op::ContainsAny, value: json!([text]) };
        assert_eq!(workspace.names("company", "name", array).await, [text; 2]);
        assert!(workspace.names("company", "name", Filter::AnyText(text.to_owned())).await.len() >= 3);
        let statement = search(&workspace.model, &["company"], text, 5).unwrap();
        workspace.rows(statement).await;
        let statement = update(&workspace.model, "company", one, &record(json!({"name": text}))).unwrap();
        assert_eq!(workspace.ids(statement).await, [one]);

        let mut paged = query("company", &["name"]);
        paged.order = vec![Order { path: FieldPath::field("name"), direction: Direction::Descending }];
        paged.limit = 1;
        paged.after = Some(workspace.list(&paged).await.cursors[0].clone());
        assert_eq!(workspace.list(&paged).await.records.len(), 1);
    }
    assert!(still_there(&mut workspace).await);
}

#[test]
fn no_text_of_a_client_is_part_of_a_statement() {
    let model = fixture::model();
    let mark = "client_text_97";
    let filter = Filter::Or(vec![
        Filter::AnyText(mark.to_owned()),
        Filter::Compare { path: FieldPath::field("name"), op: Op::ILike, value: json!(mark) },
        Filter::Compare { path: FieldPath::field("aliases"), op: Op::ContainsAny, value: json!([mark]) },
    ]);
    let written = record(json!({"name": mark, "data": {mark: mark}, "aliases": [mark]}));
    let statements: Vec<Statement> = vec![
        count(&model, "company", Some(&filter), DeletedRows::Hidden).unwrap(),
        list(&model, &ListQuery { filter: Some(filter), ..query("company", &["name"]) }).unwrap(),
        insert(&model, "company", std::slice::from_ref(&written)).unwrap(),
        insert(&model, "company", &[written.clone(), written.clone()]).unwrap(),
        update(&model, "company", Uuid::nil(), &written).unwrap(),
        search(&model, &["company"], mark, 5).unwrap(),
    ];
    for statement in statements {
        assert!(!statement.sql.contains(mark), "{}", statement.sql);
        assert!(format!("{:?}", statement.binds).contains(mark));
    }
}

#[test]
fn unknown_names_never_reach_a_statement() {
    let model = fixture::model();
    for name in HOSTILE {
        let field = FieldPath::field(name);
        let part = FieldPath::part("domainName", name);
        assert!(list(&model, &query(name, &[])).is_err());
        assert!(list(&model, &query("company", &[name])).is_err());
        for path in [field, part] {
            let order = vec![Order { path: path.clone(), direction: Direction::Ascending }];
            assert!(list(&model, &ListQuery { order, ..query("company", &[]) }).is_err());
            let filter = Filter::Compare { path, op: Op::IsNull, value: json!(null) };
            assert!(count(&model, "company", Some(&filter), DeletedRows::Hidden).is_err());
        }
        let relation = Select::Relation { field: name.to_owned(), select: vec![], limit: 1 };
        assert!(list(&model, &ListQuery { select: vec![relation], ..query("company", &[]) }).is_err());
        assert!(insert(&model, "company", &[record(json!({name: 1}))]).is_err());
        assert!(search(&model, &[name], "x", 1).is_err());
    }
}
