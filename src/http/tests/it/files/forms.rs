//! Files by the plain form of a record, as browsers without JavaScript send it.

use reqwest::multipart::{Form, Part};
use reqwest::{Method, StatusCode, header};
use serde_json::json;

use super::{Desk, desk};

impl Desk {
    async fn submit(&self, path: &str, form: Form) -> reqwest::Response {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let request = client.request(Method::POST, format!("{}{path}", self.world.server.base));
        request
            .header(header::COOKIE, self.world.member.cookie_header())
            .multipart(form)
            .send()
            .await
            .unwrap()
    }

    async fn docs(&self, id: &str) -> Vec<(String, String)> {
        let query = "query($id: UUID!) { company(filter: {id: {eq: $id}}) { docs { fileId label } } }";
        let found = self.world.ask(query, json!({ "id": id })).await;
        let items = found["company"]["docs"].as_array().cloned().unwrap_or_default();
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        items.iter().map(|item| (text(&item["fileId"]), text(&item["label"]))).collect()
    }
}

fn file(name: &'static str, bytes: &'static [u8]) -> Part {
    Part::bytes(bytes).file_name(name)
}

#[tokio::test]
async fn a_form_adds_renames_and_removes_files() {
    let desk = desk(3).await;
    let form = Form::new()
        .text("name", "Acme")
        .text("docs", "")
        .part("docs", file("a.txt", b"a"))
        .part("docs", file("b.txt", b"b"));
    let made = desk.submit("/forms/records/company", form).await;
    assert_eq!(made.status(), StatusCode::SEE_OTHER);
    let id = made.headers()[header::LOCATION].to_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let docs = desk.docs(&id).await;
    assert_eq!((docs[0].1.as_str(), docs[1].1.as_str()), ("a.txt", "b.txt"));

    // The second stays under another name; an input for files that was left empty adds nothing.
    let kept = docs[1].0.clone();
    let form = Form::new()
        .text("docs", "")
        .text("docs", kept.clone())
        .text(format!("docs.{kept}"), "c.txt")
        .part("docs", file("", b""));
    let changed = desk.submit(&format!("/forms/records/company/{id}"), form).await;
    assert_eq!(changed.status(), StatusCode::SEE_OTHER);
    assert_eq!(desk.docs(&id).await, [(kept.clone(), "c.txt".to_owned())]);

    // A form without the field leaves it alone, in either encoding.
    desk.submit(&format!("/forms/records/company/{id}"), Form::new().text("name", "Beta")).await;
    assert_eq!(desk.docs(&id).await.len(), 1);
}

#[tokio::test]
async fn a_refused_form_comes_back_and_changes_nothing() {
    let desk = desk(1).await;
    let form = Form::new()
        .text("name", "Acme")
        .text("docs", "")
        .part("docs", file("a.txt", b"a"))
        .part("docs", file("b.txt", b"b"));
    let refused = desk.submit("/forms/records/company", form).await;
    let back = refused.headers()[header::LOCATION].to_str().unwrap();
    assert!(back.starts_with("/objects/companies/new?flash="), "{back}");
    let form = Form::new().text("name", "Acme").part("name", file("a.txt", b"a"));
    let refused = desk.submit("/forms/records/company", form).await;
    assert!(refused.headers()[header::LOCATION].to_str().unwrap().contains("flash="));
}
