//! Objects with very many fields.

use reqwest::Method;
use serde_json::Value;

use super::{World, world};

async fn head(world: &World, query: &str) -> (Option<String>, Value) {
    let path = format!("/rest/companies?limit=1&{query}");
    let response = world.server.with(&world.key, Method::GET, &path).send().await.unwrap();
    let header =
        response.headers().get("x-twenty-fields-capped").map(|value| value.to_str().unwrap().to_owned());
    let body: Value = response.json().await.unwrap();
    (header, body["data"]["companies"][0].clone())
}

#[tokio::test]
async fn some_fields_are_left_out_and_the_answer_says_so() {
    let world = world().await;
    assert_eq!(head(&world, "").await.0, None);
    for i in 0..100 {
        world.field("company", &format!("extra{i:03}"), "NUMBER", Value::Null).await;
    }
    let (header, company) = head(&world, "").await;
    assert_eq!(header.as_deref(), Some("true"));
    for name in
        ["id", "name", "createdAt", "updatedAt", "deletedAt", "position", "employees", "extra000", "people"]
    {
        assert!(company.get(name).is_some(), "{name}");
    }
    assert!(company.get("extra099").is_none());
    let (header, flat) = head(&world, "depth=0").await;
    assert_eq!(header.as_deref(), Some("true"));
    assert!(flat.get("people").is_none());
    let (header, some) = head(&world, "fields=extra099").await;
    assert_eq!(header, None);
    assert!(some.get("extra099").is_some());
}
