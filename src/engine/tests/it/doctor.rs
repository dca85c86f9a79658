//! Tables that somebody has changed by hand: said, and made as the metadata says.

use icosa_engine::doctor::{Aspect, Difference, Outcome};
use icosa_model::{SchemaName, WorkspaceId};
use serde_json::json;
use sqlx::AssertSqlSafe;

use crate::support::{Member, World, world};

/// A workspace, and the name of its schema.
async fn patient() -> (World, Member, String) {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let schema = SchemaName::from(tim.actor.workspace).to_string();
    (world, tim, schema)
}

async fn run(world: &World, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .execute(world.db.db().pool())
        .await
        .expect("the statement works");
}

fn aspects(differences: &[Difference]) -> Vec<(&str, &Aspect)> {
    differences.iter().map(|d| (d.place.as_str(), &d.aspect)).collect()
}

#[tokio::test]
async fn a_new_workspace_is_as_its_metadata_says() {
    let (world, tim, _) = patient().await;
    assert_eq!(world.engine.compare_workspace(tim.actor.workspace).await.expect("read"), []);
    assert_eq!(world.engine.repair_workspace(tim.actor.workspace).await.expect("mended"), []);
    let unknown = world.engine.compare_workspace(WorkspaceId::random()).await;
    assert!(unknown.is_err());
    let all = world.engine.workspaces().await.expect("listed");
    assert_eq!(all.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [tim.actor.workspace]);
}

/// Statements that break something (`{}` stands for the schema), and what is to be said of each.
fn breakages() -> Vec<(&'static str, Vec<(&'static str, Aspect)>)> {
    let name = |name: &str| name.to_owned();
    vec![
        (r#"DROP TABLE "{}"."noteTarget""#, vec![("noteTarget", Aspect::Table)]),
        (r#"CREATE TABLE "{}"."stray" ("id" uuid PRIMARY KEY)"#, vec![("stray", Aspect::Table)]),
        (
            r#"ALTER TABLE "{}"."company" DROP COLUMN "annualRevenueCurrencyCode""#,
            vec![("company", Aspect::Column(name("annualRevenueCurrencyCode")))],
        ),
        (
            r#"ALTER TABLE "{}"."company" ADD COLUMN "stray" text"#,
            vec![("company", Aspect::Column(name("stray")))],
        ),
        (
            r#"ALTER TABLE "{}"."task" ALTER COLUMN "position" DROP DEFAULT, ALTER COLUMN "position" DROP NOT NULL"#,
            vec![
                ("task", Aspect::Default(name("position"))),
                ("task", Aspect::Nullability(name("position"))),
            ],
        ),
        (
            r#"ALTER TABLE "{}"."task" ALTER COLUMN "title" SET DEFAULT 'x'"#,
            vec![("task", Aspect::Default(name("title")))],
        ),
        (
            r#"ALTER TYPE "{}"."opportunity_stage_enum" ADD VALUE 'STRAY'"#,
            vec![("opportunity_stage_enum", Aspect::EnumValues)],
        ),
        (r#"CREATE TYPE "{}"."stray_enum" AS ENUM ('A')"#, vec![("stray_enum", Aspect::EnumValues)]),
        (
            r#"DROP INDEX "{}"."IDX_company_position""#,
            vec![("company", Aspect::Index(name("IDX_company_position")))],
        ),
        (
            r#"CREATE INDEX "stray_index" ON "{}"."company" ("name")"#,
            vec![("company", Aspect::Index(name("stray_index")))],
        ),
        (
            r#"DROP INDEX "{}"."IDX_task_position"; CREATE INDEX "IDX_task_position" ON "{}"."task" ("title")"#,
            vec![("task", Aspect::Index(name("IDX_task_position")))],
        ),
        (
            r#"ALTER TABLE "{}"."person" DROP CONSTRAINT "FK_person_companyId""#,
            vec![("person", Aspect::Constraint(name("FK_person_companyId")))],
        ),
        (
            r#"ALTER TABLE "{}"."opportunity" DROP CONSTRAINT "FK_opportunity_companyId",
               ADD CONSTRAINT "FK_opportunity_companyId" FOREIGN KEY ("companyId")
               REFERENCES "{}"."company" ("id") ON DELETE CASCADE"#,
            vec![("opportunity", Aspect::Constraint(name("FK_opportunity_companyId")))],
        ),
        (
            r#"ALTER TABLE "{}"."person" ADD CONSTRAINT "stray" CHECK ("position" > -1000000)"#,
            vec![("person", Aspect::Constraint(name("stray")))],
        ),
        (
            r#"ALTER TABLE "{}"."person" ALTER COLUMN "searchVector" DROP EXPRESSION"#,
            vec![("person", Aspect::Generated(name("searchVector")))],
        ),
        (
            r##"ALTER TABLE "{}"."note" DROP COLUMN "#search""##,
            vec![("note", Aspect::Column(name("#search"))), ("note", Aspect::Index(name("IDX_note_parts")))],
        ),
    ]
}

#[tokio::test]
async fn each_thing_that_is_broken_is_said_and_mended() {
    let (world, tim, schema) = patient().await;
    let workspace = tim.actor.workspace;
    let mut expected = Vec::new();
    for (sql, differences) in breakages() {
        run(&world, &sql.replace("{}", &schema)).await;
        expected.extend(differences);
    }
    expected.sort();
    let said = world.engine.compare_workspace(workspace).await.expect("the tables are read");
    assert_eq!(sorted(&said), expected);
    assert!(said.iter().all(|difference| difference.outcome == Outcome::Found));
    let done = world.engine.repair_workspace(workspace).await.expect("the tables are mended");
    assert_eq!(sorted(&done), expected);
    let left: Vec<_> = done.iter().filter(|d| d.outcome != Outcome::Mended).collect();
    assert!(left.is_empty(), "{left:?}");
    assert_eq!(world.engine.compare_workspace(workspace).await.expect("the tables are read"), []);
}

fn sorted(differences: &[Difference]) -> Vec<(&str, Aspect)> {
    let mut list: Vec<_> = differences.iter().map(|d| (d.place.as_str(), d.aspect.clone())).collect();
    list.sort();
    list
}

#[tokio::test]
async fn nothing_that_holds_data_is_dropped() {
    let (world, tim, schema) = patient().await;
    tim.made("company", json!({"name": "Acme"})).await;
    tim.made("opportunity", json!({"name": "Deal"})).await;
    for sql in [
        r#"ALTER TABLE "{}"."company" ADD COLUMN "stray" text DEFAULT 'kept'"#,
        r#"CREATE TABLE "{}"."stray" AS SELECT 1 AS "one""#,
        r#"ALTER TYPE "{}"."opportunity_stage_enum" ADD VALUE 'STRAY'"#,
        r#"UPDATE "{}"."opportunity" SET "stage" = 'STRAY'"#,
    ] {
        run(&world, &sql.replace("{}", &schema)).await;
    }
    let done = world.engine.repair_workspace(tim.actor.workspace).await.expect("looked at");
    let outcomes: Vec<_> = done.iter().map(|d| (d.place.as_str(), d.outcome.clone())).collect();
    let left = |reason: &str| Outcome::Left(reason.to_owned());
    assert_eq!(
        outcomes,
        [
            ("opportunity_stage_enum", left("some records have a value too many")),
            ("company", left("it holds data")),
            ("stray", left("it holds data")),
        ]
    );
}

#[tokio::test]
async fn what_cannot_be_mended_says_why() {
    let (world, tim, schema) = patient().await;
    let company = tim.made("company", json!({"name": "Acme"})).await;
    tim.made("person", json!({"name": {"firstName": "Ada"}, "companyId": company})).await;
    for sql in [
        r#"ALTER TABLE "{}"."person" DROP CONSTRAINT "FK_person_companyId""#,
        r#"DELETE FROM "{}"."company""#,
        r#"ALTER TABLE "{}"."person" ALTER COLUMN "position" DROP NOT NULL"#,
        r#"UPDATE "{}"."person" SET "position" = NULL"#,
        r#"ALTER TABLE "{}"."company" ALTER COLUMN "annualRevenueCurrencyCode" TYPE varchar(9)"#,
        r#"DROP INDEX "{}"."IDX_person_position""#,
    ] {
        run(&world, &sql.replace("{}", &schema)).await;
    }
    let done = world.engine.repair_workspace(tim.actor.workspace).await.expect("looked at");
    let said: Vec<String> = done.iter().map(ToString::to_string).collect();
    let has = |words: [&str; 2]| said.iter().any(|line| words.iter().all(|word| line.contains(word)));
    assert_eq!(said.len(), 4, "{said:?}");
    assert!(
        has(["person: the constraint FK_person_companyId is missing", "[left: insert or update"]),
        "{said:?}"
    );
    assert!(has(["person: whether position may be empty", "[left: some records have no value]"]), "{said:?}");
    assert!(
        has(["company: the type of annualRevenueCurrencyCode", "[left: it would have to be done by hand]"]),
        "{said:?}"
    );
    assert!(has(["person: the index IDX_person_position", "[mended]"]), "the others are: {said:?}");
}

#[tokio::test]
async fn what_was_put_aside_is_left_alone() {
    let (world, tim, schema) = patient().await;
    run(
        &world,
        &format!(
            r##"ALTER TABLE "{schema}"."company" RENAME COLUMN "annualRevenueCurrencyCode" TO "#0badcafe.company.revenue""##
        ),
    )
    .await;
    run(&world, &format!(r##"CREATE TABLE "{schema}"."#0badcafe.gone" ()"##)).await;
    run(&world, &format!(r##"CREATE TYPE "{schema}"."#0badcafe.gone_enum" AS ENUM ()"##)).await;
    let done = world.engine.repair_workspace(tim.actor.workspace).await.expect("mended");
    assert_eq!(aspects(&done), [("company", &Aspect::Column("annualRevenueCurrencyCode".to_owned()))]);
    assert_eq!(world.number("SELECT count(*) FROM pg_attribute WHERE attname LIKE '#0badcafe%'").await, 1);
}
