//! Objects that are called like our addresses.

use serde_json::{Value, json};

use super::{counts, files, id};

#[tokio::test]
async fn objects_called_imports_and_exports_go_first_at_their_addresses() {
    let files = files().await;
    let import = files.import("people", "email\na@x.test\n").await;
    assert_eq!(counts(&import)[0], 1);
    let query = "mutation M($input: CreateOneObjectInput!) { createOneObject(input: $input) { id } }";
    for (singular, plural) in [("import", "imports"), ("export", "exports")] {
        let object = json!({
            "nameSingular": singular, "namePlural": plural, "labelSingular": singular, "labelPlural": plural,
        });
        files.world.change_model(query, json!({ "object": object })).await;
    }
    for plural in ["imports", "exports"] {
        let path = format!("/rest/{plural}");
        let made = files.world.post(&path, json!({"name": "Coffee"})).await.expect(201);
        let made: &Value = made["data"].as_object().unwrap().values().next().unwrap();
        let own = format!("{path}/{}", made["id"].as_str().unwrap());
        files.world.patch(&own, json!({"name": "Tea"})).await.expect(200);
        let listed = files.world.get(&path).await.expect(200);
        assert_eq!((&listed["totalCount"], &listed["data"][plural][0]["name"]), (&json!(1), &json!("Tea")));
        files.world.delete(&own).await.expect(200);
        files.world.get(&format!("{path}/not-an-id")).await.expect(400);
    }
    // The others are still to be had.
    let path = format!("/rest/record-imports/{}", id(&import));
    let found = files.world.get(&path).await.expect(200);
    assert_eq!(found["data"]["import"]["id"], import["id"]);
    assert_eq!(
        files.world.get("/rest/record-imports").await.expect(200)["data"]["imports"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert!(files.text("/rest/record-exports/people?fields=emails").await.contains("a@x.test"));
    // Another workspace has no such objects.
    let other = files.world.server.member("ann@other.test").await;
    let key = files.world.server.api_key(&other, "Other").await;
    let listed = files.world.server.get(&key, "/rest/imports").await.expect(200);
    assert_eq!(listed["data"]["imports"], json!([]));
}
