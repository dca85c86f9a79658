//! Files through the client.

use std::time::Duration;

use futures::TryStreamExt;
use icosa_sdk::{
    ColumnMatch, ErrorKind, FileFormat, Filter, Import, ImportPlan, ImportStatus, Record, ascending, field,
};

use crate::support::{World, world};

const FILE: &str = "First name,E-mail,Firm\nAnn,ann@acme.test,Acme\nBen,no address,Acme\nCy,cy@acme.test,\n";

fn plan() -> ImportPlan {
    let column = |column: &str, target: &str, create_missing| ColumnMatch {
        column: column.to_owned(),
        target: Some(target.to_owned()),
        create_missing,
    };
    let columns = vec![
        column("First name", "name.firstName", false),
        column("E-mail", "emails.primaryEmail", false),
        column("Firm", "company.name", true),
    ];
    ImportPlan { columns, ..ImportPlan::default() }
}

async fn ended(world: &World, import: &Import) -> Import {
    let watched: Vec<Import> =
        world.client.imports().watch(import.id, Duration::from_millis(20)).try_collect().await.unwrap();
    watched.last().expect("it was asked").clone()
}

#[tokio::test]
async fn a_file_becomes_records_and_is_taken_back() {
    let world = world().await;
    world.empty().await;
    let imports = world.client.imports();
    let import = imports.upload("people", "people.csv", FileFormat::Csv, FILE).await.unwrap();
    assert_eq!((import.status, import.object.as_str()), (ImportStatus::Ready, "person"));
    let trial = ended(&world, &imports.validate(import.id, &plan()).await.unwrap()).await;
    assert!(trial.is_trial && trial.counts.failed == 1, "{trial:?}");
    assert_eq!(world.people().count(&Filter::everything()).await.unwrap(), 0, "nothing was written");
    let done = ended(&world, &imports.start(import.id, &plan()).await.unwrap()).await;
    let counts = done.counts;
    assert_eq!((done.status, counts.rows, counts.created, counts.failed), (ImportStatus::Done, 3, 2, 1));
    assert_eq!(world.people().count(&field("company.name").eq("Acme")).await.unwrap(), 1);
    let problems = imports.problems(import.id, 10).await.unwrap();
    assert_eq!((problems[0].row, problems[0].column.as_deref()), (3, Some("E-mail")), "{problems:?}");
    let refused = text(imports.refused_rows(import.id).await.unwrap()).await;
    assert!(refused.contains("Ben,no address") && !refused.contains("Ann"), "{refused}");
    let undone = ended(&world, &imports.undo(import.id).await.unwrap()).await;
    assert_eq!((undone.status, undone.counts.removed), (ImportStatus::Undone, 3), "{undone:?}");
    assert_eq!(world.people().count(&Filter::everything()).await.unwrap(), 0);
}

#[tokio::test]
async fn records_go_out_as_a_file() {
    let world = world().await;
    world.empty().await;
    let people =
        ["Ann", "Ben", "Cy"].map(|name| serde_json::json!({"name": {"firstName": name, "lastName": "=1"}}));
    world.people().create_many::<Record>(&people, false).await.unwrap();
    let export = world.client.export("people").fields(["name"]).order_by([ascending("name.firstName")]);
    let some = export.clone().filter(&!field("name.firstName").eq("Ben"));
    let file = text(some.stream().await.unwrap()).await;
    let lines: Vec<_> = file.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines.len(), 3, "{file}");
    assert!(lines[1].contains("Ann") && lines[2].contains("Cy"), "{file}");
    let file = text(export.format(FileFormat::Jsonl).limit(2).stream().await.unwrap()).await;
    let records: Vec<Record> = file.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(records.len(), 2);
    assert_eq!(records[0]["name"]["lastName"], "=1");
}

#[tokio::test]
async fn what_cannot_be_done_is_told() {
    let world = world().await;
    let imports = world.client.imports();
    let unknown = imports.upload("persons", "a.csv", FileFormat::Csv, FILE).await.unwrap_err();
    assert_eq!(unknown.kind(), ErrorKind::BadInput, "{unknown:?}");
    assert!(imports.get(uuid::Uuid::nil()).await.unwrap_err().is_not_found());
    let bad = world.client.export("people").filter(&field("nothing").eq(1)).stream().await;
    assert_eq!(bad.err().map(|error| error.kind()), Some(ErrorKind::BadInput));
}

async fn text(file: impl futures::Stream<Item = icosa_sdk::Result<Vec<u8>>>) -> String {
    let pieces: Vec<Vec<u8>> = file.try_collect().await.unwrap();
    String::from_utf8(pieces.concat()).unwrap()
}
