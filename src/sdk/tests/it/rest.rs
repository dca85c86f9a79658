//! Records over REST.

use futures::TryStreamExt;
use icosa_sdk::{Method, Record, ascending, field};
use serde_json::{Value, json};

use crate::support::{company, id, ids, world};

#[tokio::test]
async fn a_record_is_made_read_changed_and_removed() {
    let world = world().await;
    let rest = world.client.rest();
    let acme = company(&world, "Acme").await;
    let made: Record = rest
        .create("people", &json!({"name": {"firstName": "Ann"}, "companyId": acme}), false)
        .await
        .unwrap();
    let ann = id(&made);
    let related: Record = rest.clone().with_relations().get("people", ann).await.unwrap().unwrap();
    assert_eq!(related["company"]["name"], "Acme");
    let changed: Record = rest.update("people", ann, &json!({"jobTitle": "CTO"})).await.unwrap();
    assert_eq!(changed["jobTitle"], "CTO");
    rest.delete("people", ann).await.unwrap();
    assert!(rest.get::<Record>("people", ann).await.unwrap().is_none());
    rest.restore::<Record>("people", ann).await.unwrap();
    rest.destroy("people", ann).await.unwrap();
    assert!(rest.restore::<Record>("people", ann).await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn lists_are_filtered_ordered_and_paged() {
    let world = world().await;
    world.empty().await;
    let rest = world.client.rest();
    let names = ["Ann", "Ben", "Cy"].map(|name| json!({"name": {"firstName": name}}));
    let made = ids(&rest.create_many::<Record>("people", &names, false).await.unwrap());
    let list = rest.list("people").order_by([ascending("name.firstName")]).fields(["name"]).page_size(2);
    let page = list.first::<Record>().await.unwrap();
    assert_eq!((page.total, page.info.has_next_page), (Some(3), true));
    assert_eq!(page.records[0].keys().map(String::as_str).collect::<Vec<_>>(), ["id", "name"]);
    let all: Vec<Record> = list.stream().try_collect().await.unwrap();
    assert_eq!(ids(&all), made);
    let some = list.filter(&!field("name.firstName").is_in(["Ben", "(),\"'"]));
    let some: Vec<Record> = some.page_size(1).stream().try_collect().await.unwrap();
    assert_eq!(ids(&some), [made[0], made[2]]);
    let changed: Vec<Record> =
        rest.update_many("people", &field("id").is_in(made), &json!({"jobTitle": "CTO"})).await.unwrap();
    assert_eq!(changed.len(), 3);
}

#[tokio::test]
async fn any_other_call_can_be_made() {
    let world = world().await;
    let acme = company(&world, "Acme").await;
    let answer: Value = world
        .client
        .rest()
        .request(
            Method::PATCH,
            &format!("companies/{acme}"),
            &[("depth", "0")],
            Some(&json!({"name": "Beta"})),
        )
        .await
        .unwrap();
    assert_eq!(answer["data"]["updateCompany"]["name"], "Beta");
}
