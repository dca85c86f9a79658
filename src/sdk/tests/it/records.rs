//! Records over GraphQL.

use futures::TryStreamExt;
use icosa_sdk::{Fields, Filter, GroupBy, Record, ascending, descending, field};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use crate::support::{World, company, id, ids, record, world};

#[derive(Debug, Deserialize, PartialEq)]
struct Person {
    id: Uuid,
    name: Name,
    company: Option<Company>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
struct Name {
    first_name: Option<String>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Company {
    name: Option<String>,
}

fn fields() -> Fields {
    Fields::of(["id", "name.firstName", "company.name"]).unwrap()
}

async fn three(world: &World) -> Vec<Uuid> {
    world.empty().await;
    let acme = company(world, "Acme").await;
    let person = |name: &str| json!({"name": {"firstName": name}, "jobTitle": "Smith", "companyId": acme});
    let made = world.people().create_many::<Record>(&["Ann", "Ben", "Cy"].map(person), false).await;
    ids(&made.unwrap())
}

#[tokio::test]
async fn a_record_is_made_read_changed_and_removed() {
    let world = world().await;
    let acme = company(&world, "Acme").await;
    let people = world.people().fields(fields());
    let made: Person =
        people.create(&json!({"name": {"firstName": "Ann"}, "companyId": acme})).await.unwrap();
    assert_eq!(made.company, Some(Company { name: Some("Acme".to_owned()) }));
    assert_eq!(people.get::<Person>(made.id).await.unwrap(), Some(made));
    let found: Vec<Person> =
        people.list().filter(field("company.name").eq("Acme")).stream().try_collect().await.unwrap();
    let [Person { id, .. }] = found[..] else { panic!("{found:?}") };
    let changed: Person = people.update(id, &json!({"name": {"firstName": "Anna"}})).await.unwrap();
    assert_eq!(changed.name.first_name.as_deref(), Some("Anna"));
    people.delete::<Record>(id).await.unwrap();
    assert_eq!(people.get::<Person>(id).await.unwrap(), None);
    people.restore::<Record>(id).await.unwrap();
    assert!(people.get::<Person>(id).await.unwrap().is_some());
    people.destroy::<Record>(id).await.unwrap();
    assert!(people.restore::<Record>(id).await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn lists_are_filtered_ordered_counted_and_paged() {
    let world = world().await;
    let [ann, ben, cy] = three(&world).await[..] else { panic!("three people") };
    let list = world.people().list().order_by([descending("name.firstName")]).page_size(2).with_total();
    let first = list.first::<Record>().await.unwrap();
    assert_eq!((ids(&first.records), first.total), (vec![cy, ben], Some(3)));
    assert!(first.info.has_next_page && !first.info.has_previous_page);
    let last = list.after::<Record>(&first.info.end_cursor.unwrap()).await.unwrap();
    assert_eq!(ids(&last.records), [ann]);
    assert!(!last.info.has_next_page);
    let back = list.before::<Record>(&last.info.start_cursor.unwrap()).await.unwrap();
    assert_eq!(ids(&back.records), [cy, ben], "in the list's own order");
    let some = list.filter(field("jobTitle").eq("Smith")).filter(!field("name.firstName").starts_with("B"));
    let walked: Vec<Record> = some.page_size(1).stream().try_collect().await.unwrap();
    assert_eq!(ids(&walked), [cy, ann]);
    assert_eq!(world.people().count(&Filter::everything()).await.unwrap(), 3);
    assert_eq!(world.people().count(&field("id").is_in([ann, ben])).await.unwrap(), 2);
}

#[tokio::test]
async fn many_records_are_changed_at_once() {
    let world = world().await;
    let [ann, ben, cy] = three(&world).await[..] else { panic!("three people") };
    let some = field("id").is_in([ann, ben]);
    let titled = world.people().fields(Fields::of(["jobTitle"]).unwrap());
    let changed: Vec<Record> = titled.update_many(&some, &json!({"jobTitle": "CTO"})).await.unwrap();
    assert_eq!(changed, vec![record(json!({"jobTitle": "CTO"})); 2]);
    assert_eq!(world.people().delete_many::<Record>(&some).await.unwrap().len(), 2);
    assert_eq!(world.people().count(&Filter::everything()).await.unwrap(), 1);
    assert_eq!(world.people().restore_many::<Record>(&some).await.unwrap().len(), 2);
    assert_eq!(world.people().destroy_many::<Record>(&field("id").eq(cy)).await.unwrap().len(), 1);
    let error = world.people().delete_many::<Record>(&Filter::everything()).await.unwrap_err();
    assert_eq!(error.code(), Some("INVALID_QUERY_INPUT"));
}

#[tokio::test]
async fn records_that_are_there_are_changed_by_an_upsert() {
    let world = world().await;
    let acme = |name: &str| json!({"name": name, "domainName": {"primaryLinkUrl": "https://acme.test"}});
    let made: Record = world.companies().upsert(&acme("Acme")).await.unwrap();
    let changed: Record = world.companies().upsert(&acme("ACME")).await.unwrap();
    assert_eq!((id(&changed), changed["name"].as_str()), (id(&made), Some("ACME")));
}

#[tokio::test]
async fn two_records_become_one() {
    let world = world().await;
    let [ann, ben, cy] = three(&world).await[..] else { panic!("three people") };
    let trial: Record = world.people().merge(&[ann, ben], 0, true).await.unwrap();
    assert_ne!(id(&trial), ann, "nothing was changed");
    let merged: Record = world.people().merge(&[ann, ben], 0, false).await.unwrap();
    assert_eq!(id(&merged), ann);
    let left: Vec<Record> =
        world.people().list().order_by([ascending("name.firstName")]).stream().try_collect().await.unwrap();
    assert_eq!(ids(&left), [ann, cy]);
}

#[tokio::test]
async fn groups_have_figures() {
    let world = world().await;
    three(&world).await;
    company(&world, "Beta").await;
    let by = GroupBy::new([json!({"jobTitle": true})]).figures(["totalCount", "countUniqueValuesName"]);
    let groups = world.people().group_by(&by).await.unwrap();
    let [group] = &groups[..] else { panic!("{groups:?}") };
    assert_eq!(group.group_by_dimension_values, [json!("Smith")]);
    assert_eq!(group.figures["totalCount"], 3);
    let none = GroupBy::new([json!({"jobTitle": true})]).filter(field("jobTitle").is_null()).limit(1);
    assert_eq!(world.people().group_by(&none).await.unwrap(), []);
}
