//! An import by plain forms, as browsers without JavaScript send them.

use reqwest::multipart::{Form, Part};
use reqwest::{Method, RequestBuilder, StatusCode, header};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Files, files, id};

const FILE: &str = "Name;Town\nAcme;Paris\nBeta;Rome\n";

impl Files {
    fn form(&self, path: &str) -> RequestBuilder {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let request = client.request(Method::POST, format!("{}{path}", self.world.server.base));
        request.header(header::COOKIE, self.world.member.cookie_header())
    }

    /// Presses a button of the import's form; answers where it leads.
    async fn press(&self, import: &Value, step: &str, inputs: &[(&str, &str)]) -> String {
        let form: Vec<(&str, &str)> = [("do", step)].into_iter().chain(inputs.iter().copied()).collect();
        led_to(self.form(&format!("/forms/imports/companies/{}", id(import))).form(&form)).await
    }

    async fn send(&self, plural: &str, form: Form) -> String {
        led_to(self.form(&format!("/forms/imports/{plural}")).multipart(form)).await
    }
}

async fn led_to(request: RequestBuilder) -> String {
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    answer.headers()[header::LOCATION].to_str().unwrap().to_owned()
}

fn file(name: &'static str, text: &'static str) -> Form {
    Form::new().part("file", Part::bytes(text.as_bytes()).file_name(name))
}

#[tokio::test]
async fn a_file_is_sent_matched_checked_written_and_taken_back() {
    let files = files().await;
    let page = files.send("companies", file("list.csv", FILE)).await;
    let sent = page.strip_prefix("/objects/companies/import?id=").expect("the page of the import");
    let import = json!({ "id": sent });
    let page = format!("/objects/companies/import?id={sent}");
    assert_eq!(files.import_now(&import).await["status"], "READY");

    let read = files.press(&import, "read", &[("mode", "CREATE"), ("delimiter", ";"), ("encoding", "UTF-8")]);
    assert_eq!(read.await, format!("{page}&mode=CREATE&delimiter=%3B&encoding=UTF-8"));

    let plan = [
        ("header.0", "Name"),
        ("column.0", "name"),
        ("header.1", "Town"),
        ("column.1", "address.addressCity"),
        ("mode", "CREATE"),
        ("delimiter", ";"),
    ];
    assert_eq!(files.press(&import, "validate", &plan).await, page);
    let checked = files.settled(&import).await;
    assert_eq!((&checked["isTrial"], &checked["counts"]["created"]), (&json!(true), &json!(2)));
    assert_eq!(files.total("companies").await, 0);

    assert_eq!(files.press(&import, "start", &plan).await, page);
    assert_eq!(files.settled(&import).await["status"], "DONE");
    assert_eq!(files.one("companies", "name[eq]:Beta").await["address"]["addressCity"], "Rome");

    assert_eq!(files.press(&import, "undo", &[]).await, page);
    assert_eq!(files.settled(&import).await["status"], "UNDONE");
    assert_eq!(files.total("companies").await, 0);

    let second = files.send("companies", file("again.csv", FILE)).await;
    let import = json!({ "id": second.rsplit('=').next().unwrap() });
    assert_eq!(files.press(&import, "discard", &[]).await, "/objects/companies/import");
    assert_eq!(files.import_now(&import).await["status"], "CANCELLED");
}

#[tokio::test]
async fn what_cannot_be_done_comes_back_with_a_message() {
    let files = files().await;
    let refused = |page: String| assert!(page.contains("flash="), "{page}");
    refused(files.send("companies", file("", "")).await);
    refused(files.send("unicorns", file("list.csv", FILE)).await);
    refused(led_to(files.form("/forms/imports/companies").body("no form")).await);

    let page = files.send("companies", file("list.csv", FILE)).await;
    let import = json!({ "id": page.rsplit('=').next().unwrap() });
    let twice = [("header.0", "Name"), ("column.0", "name"), ("header.1", "Town"), ("column.1", "name")];
    refused(files.press(&import, "start", &twice).await);
    refused(files.press(&import, "start", &[("header.0", "Name"), ("column.0", "")]).await);
    refused(files.press(&import, "undo", &[]).await);
    refused(files.press(&import, "fly", &[]).await);
    refused(files.press(&import, "cancel", &[]).await);
    assert_eq!(files.import_now(&import).await["status"], "READY");
    refused(files.press(&json!({ "id": Uuid::new_v4() }), "start", &[]).await);

    // Nobody without a session, and nobody of another workspace.
    let request = reqwest::Client::new().post(format!("{}/forms/imports/companies", files.world.server.base));
    let answer = request.multipart(file("list.csv", FILE)).send().await.unwrap();
    assert!(answer.url().path().starts_with("/welcome"), "{}", answer.url());
    let eve = files.world.server.member("eve@evil.test").await;
    let path = format!("{}/forms/imports/companies/{}", files.world.server.base, id(&import));
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let request = client.post(path).header(header::COOKIE, eve.cookie_header());
    refused(led_to(request.form(&[("do", "cancel")])).await);
    assert_eq!(files.import_now(&import).await["status"], "READY");
}

#[tokio::test]
async fn only_a_file_may_be_large() {
    let files = files().await;
    let page = files.send("companies", file("list.csv", FILE)).await;
    let import = json!({ "id": page.rsplit('=').next().unwrap() });
    let large = || Form::new().part("file", Part::bytes(vec![b'x'; 3 << 20]).file_name("a.csv"));
    assert!(files.send("companies", large()).await.contains("import?id="));
    let path = format!("/forms/imports/companies/{}", id(&import));
    for request in [files.form(&path).multipart(large()), files.form(&path).body(vec![b'x'; 3 << 20])] {
        assert_eq!(request.send().await.unwrap().status(), StatusCode::PAYLOAD_TOO_LARGE);
    }
    // A refused file is read to its end, so that the answer arrives.
    let page = files.send("unicorns", large()).await;
    assert!(page.contains("flash="), "{page}");
}
