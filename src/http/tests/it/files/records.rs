//! Files in records: what a write may name, what a read gives.

use reqwest::Method;
use serde_json::{Value, json};

use super::{desk, own, refusal};

const CREATE: &str = "mutation($data: CompanyCreateInput!) { createCompany(data: $data) {
    id docs { __typename fileId label extension url } } }";

#[tokio::test]
async fn records_take_files_and_give_their_addresses() {
    let desk = desk(2).await;
    let file = desk.upload("Contract.PDF", b"%PDF-1.7 a contract").await;
    let data = json!({"name": "Acme", "docs": [{"fileId": file["id"], "label": "The contract"}]});
    let made = desk.world.ask(CREATE, json!({ "data": data })).await["createCompany"].clone();
    let doc = &made["docs"][0];
    assert_eq!(doc["fileId"], file["id"]);
    assert_eq!(
        (&doc["label"], &doc["extension"], &doc["__typename"]),
        (&json!("The contract"), &json!("pdf"), &json!("FileItem"))
    );
    let read = desk.read(doc["url"].as_str().unwrap()).await;
    let disposition = read.headers()["content-disposition"].to_str().unwrap().to_owned();
    assert_eq!(disposition, "inline; filename=\"The contract\"", "it is called as the record calls it");
    assert_eq!(read.text().await.unwrap(), "%PDF-1.7 a contract");

    // A list, a nested relation, with aliases: every address opens.
    let query = "{ companies(filter: {name: {eq: \"Acme\"}}) { edges { node { files: docs { link: url name: label } } } } }";
    let found = desk.world.ask(query, json!({})).await;
    let item = &found["companies"]["edges"][0]["node"]["files"][0];
    assert_eq!(item["name"], "The contract");
    assert_eq!(desk.read(item["link"].as_str().unwrap()).await.status(), 200);

    // REST, and a filter by text.
    let id = made["id"].as_str().unwrap();
    let rest = desk.world.server.get(&desk.world.key, &format!("/rest/companies/{id}")).await.expect(200);
    let item = &rest["data"]["company"]["docs"][0];
    assert_eq!((&item["fileId"], &item["extension"]), (&file["id"], &json!("pdf")), "{rest:#}");
    assert_eq!(desk.read(item["url"].as_str().unwrap()).await.status(), 200);
    let query = "{ companies(filter: {docs: {like: \"%contract%\"}}) { totalCount } }";
    assert_eq!(desk.world.ask(query, json!({})).await["companies"]["totalCount"], 1);

    // Another name, another file beside it, none at all.
    let second = desk.upload("b.png", super::PNG).await;
    let update = "mutation($id: UUID!, $data: CompanyUpdateInput!) { updateCompany(id: $id, data: $data) { docs { label extension url } } }";
    let docs = json!([{"fileId": second["id"], "label": "b.png"}, {"fileId": file["id"], "label": "Signed"}]);
    let changed = desk.world.ask(update, json!({"id": id, "data": {"docs": docs}})).await;
    let docs = changed["updateCompany"]["docs"].as_array().unwrap().clone();
    assert_eq!(
        (&docs[0]["label"], &docs[1]["label"], &docs[1]["extension"]),
        (&json!("b.png"), &json!("Signed"), &json!("pdf"))
    );
    let body = json!({"docs": []});
    let patched = desk
        .world
        .server
        .send(&desk.world.key, Method::PATCH, &format!("/rest/companies/{id}"), body)
        .await
        .expect(200);
    let left = &patched["data"]["updateCompany"]["docs"];
    assert!(left.is_null() || left == &json!([]), "{patched:#}");
}

#[tokio::test]
async fn text_that_looks_like_a_place_for_an_address_stays_text() {
    let desk = desk(1).await;
    let file = desk.upload("a.txt", b"a").await;
    let name = format!("file-0123-{}", file["id"].as_str().unwrap());
    let data = json!({"name": name, "docs": [{"fileId": file["id"], "label": "a.txt"}]});
    let query = "mutation($data: CompanyCreateInput!) { createCompany(data: $data) { name docs { url } } }";
    let made = desk.world.ask(query, json!({ "data": data })).await;
    assert_eq!(made["createCompany"]["name"], json!(name));
}

#[tokio::test]
async fn a_write_names_files_that_are_there_for_its_field() {
    let desk = desk(2).await;
    desk.world.field("company", "papers", "FILES", json!({"settings": {"maxNumberOfValues": 1}})).await;
    let file = desk.upload("a.txt", b"a").await;
    let announced = desk.announce("b.txt", 1).await;
    let id = file["id"].as_str().unwrap();
    let item = |id: &Value| json!({"fileId": id, "label": "x"});
    for (docs, detail) in [
        (json!([item(&json!("20202020-0000-4000-8000-000000000000"))]), "0: there is no such file"),
        (json!([item(&file["id"]), item(&announced["fileId"])]), "1: the file has not been uploaded"),
        (json!([item(&file["id"]), item(&file["id"])]), "1: the file is in the list already"),
        (json!([item(&json!("x"))]), "0: fileId is not a valid uuid"),
        (json!([{"fileId": id}]), "0: label is required"),
        (
            json!([item(&file["id"]), item(&file["id"]), item(&file["id"])]),
            "Array must contain at most 2 element(s)",
        ),
    ] {
        let (message, code, sub_code) =
            desk.world.refused(CREATE, json!({"data": {"name": "x", "docs": docs}})).await;
        let expected = format!("FILES field \"docs\" - {detail}");
        assert!(message.ends_with(&expected), "{message} / {expected}");
        assert_eq!((code.as_str(), sub_code), ("BAD_USER_INPUT", json!("INVALID_ARGS_DATA")));
    }
    let query = "mutation($data: CompanyCreateInput!) { createCompany(data: $data) { id } }";
    let (message, ..) =
        desk.world.refused(query, json!({"data": {"name": "x", "papers": [item(&file["id"])]}})).await;
    assert!(message.ends_with("the file was uploaded for something else"), "{message}");
    assert_eq!(
        desk.world.ask("{ companies(filter: {name: {eq: \"x\"}}) { totalCount } }", json!({})).await["companies"]
            ["totalCount"],
        0
    );
}

#[tokio::test]
async fn files_of_other_workspaces_are_none() {
    let desk = desk(1).await;
    let file = desk.upload("a.txt", b"secret").await;
    let stranger = desk.world.server.member("eve@evil.test").await;
    let token = desk.world.server.access_token(&stranger).await;
    let answer = desk.complete(&token, &file["id"]).await;
    assert_eq!(refusal(&answer), ("NOT_FOUND".to_owned(), "FILE_NOT_FOUND".to_owned()));
    let query = "mutation($data: PersonCreateInput!) { createPerson(data: $data) { id } }";
    let body = json!({"query": query, "variables": {"data": {"avatarFile": [{"fileId": file["id"], "label": "a"}]}}});
    let answer = desk.world.server.send(&token, Method::POST, "/graphql", body).await.expect(200);
    assert!(
        answer["errors"][0]["message"].as_str().unwrap().ends_with("there is no such file"),
        "{answer:#}"
    );
}

#[tokio::test]
async fn pictures_of_people_are_found_with_them() {
    let desk = desk(1).await;
    let context =
        desk.world.server.engine.session_context(&desk.world.member.cookie, None).await.unwrap().unwrap();
    let field =
        context.2.object("person").unwrap().field("avatarFile").unwrap().universal_identifier.to_string();
    let desk = super::Desk { field, ..desk };
    let file = desk.upload("ada.png", super::PNG).await;
    let query = "mutation($data: PersonCreateInput!) { createPerson(data: $data) { avatarFile { url } } }";
    let data =
        json!({"name": {"firstName": "Ada"}, "avatarFile": [{"fileId": file["id"], "label": "ada.png"}]});
    let made = desk.world.ask(query, json!({ "data": data })).await;
    let url = made["createPerson"]["avatarFile"][0]["url"].as_str().unwrap().to_owned();
    assert_eq!(desk.read(&url).await.status(), 200);
    assert!(own(&url).starts_with("/file/files-field/"));
    let query = "{ search(searchInput: \"ada\", limit: 5) { edges { node { label imageUrl } } } }";
    let found = desk.world.ask(query, json!({})).await["search"]["edges"][0]["node"].clone();
    assert_eq!(found["label"], "Ada");
    assert_eq!(desk.read(found["imageUrl"].as_str().unwrap()).await.status(), 200, "{found}");
}
