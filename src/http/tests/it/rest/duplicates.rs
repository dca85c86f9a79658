//! `duplicates`.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{names, world};

#[tokio::test]
async fn duplicates_are_told_for_each_record_asked_about() {
    let world = world().await.emptied("companies").await;
    let acme = world.company(json!({"name": "Acme", "domainName": {"primaryLinkUrl": "acme.test"}})).await;
    let twin = world.company(json!({"name": "Acme", "employees": 7})).await;
    let other = world.company(json!({"name": "Other"})).await;
    let path = "/rest/companies/duplicates";
    let body = json!({"ids": [acme, other, Uuid::new_v4()]});
    let lists = world.post(&format!("{path}?depth=0"), body).await.expect(200)["data"].clone();
    assert_eq!(lists.as_array().unwrap().len(), 3);
    assert_eq!(lists[0]["companyDuplicates"][0]["id"], json!(twin));
    assert_eq!(lists[0]["companyDuplicates"][0]["employees"], 7);
    assert!(lists[0]["companyDuplicates"][0].get("people").is_none(), "depth 0");
    assert_eq!(lists[0]["totalCount"], 1);
    let page = &lists[0]["pageInfo"];
    assert_eq!((&page["hasNextPage"], &page["hasPreviousPage"]), (&json!(false), &json!(false)));
    assert!(page["startCursor"].is_string() && page["startCursor"] == page["endCursor"]);
    let none =
        json!({"hasNextPage": false, "hasPreviousPage": false, "startCursor": null, "endCursor": null});
    let empty = json!({"companyDuplicates": [], "totalCount": 0, "pageInfo": none});
    assert_eq!((&lists[1], &lists[2]), (&empty, &empty));

    let data =
        json!({"data": [{"domainName": {"primaryLinkUrl": "https://ACME.test/x"}}, {"name": "nobody"}]});
    let lists = world.post(&format!("{path}?fields=name"), data).await.expect(200)["data"].clone();
    assert_eq!(names(&lists[0]["companyDuplicates"]), ["Acme"]);
    assert_eq!(lists[0]["companyDuplicates"][0].as_object().unwrap().len(), 2);
    assert_eq!(lists[1]["companyDuplicates"], json!([]));
    assert_eq!(world.post(path, json!({"ids": []})).await.expect(200), json!({"data": []}));
}

#[tokio::test]
async fn questions_that_make_no_sense_are_refused() {
    let world = world().await;
    let path = "/rest/companies/duplicates";
    for (body, message) in [
        (json!({}), "You have to provide either \"data\" or \"ids\" argument"),
        (json!({"ids": [], "data": []}), "You cannot provide both \"data\" and \"ids\" arguments"),
        (json!({"data": []}), "The \"data\" condition can not be empty when \"ids\" input not provided"),
        (json!({"ids": ["x"]}), "Invalid UUID value 'x' for field \"ids\""),
        (json!({"data": ["x"]}), "Data must be objects"),
        (json!({"data": [{"nothing": 1}]}), "Object company doesn't have any \"nothing\" field."),
        (json!([]), "The body must be an object"),
    ] {
        assert_eq!(world.post(path, body).await.expect(400)["messages"], json!([message]));
    }
    let many: Vec<Value> = (0..201).map(|_| json!(Uuid::new_v4())).collect();
    world.post(path, json!({"ids": many})).await.expect(400);
    world.get(path).await.expect(405);
}
