//! Pictures of people and of the workspace.

use reqwest::multipart::{Form, Part};
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};

use super::{Desk, PNG, desk, multipart, refusal};
use crate::support::files;

impl Desk {
    async fn announce_picture(&self, bytes: &[u8]) -> Value {
        let query = "mutation($size: Float!) { createFileUpload(filename: \"me.png\", size: $size, fileFolder: CorePicture) {
            fileId uploadUrl contentType } }";
        let answer = self.metadata(&self.token, query, json!({"size": bytes.len()})).await;
        let target = answer["data"]["createFileUpload"].clone();
        assert_eq!(self.put(&target, bytes.to_vec()).await.status(), StatusCode::NO_CONTENT, "{answer:#}");
        target["fileId"].clone()
    }

    /// The whole answer to giving a picture to somebody.
    async fn take(&self, mutation: &str, id: &Value) -> Value {
        let query = format!("mutation($id: String!) {{ {mutation}(fileId: $id) {{ id url }} }}");
        self.metadata(&self.token, &query, json!({ "id": id })).await
    }

    /// Sends a picture and gives it to somebody; answers its id.
    async fn picture(&self, mutation: &str, bytes: &[u8]) -> Value {
        let id = self.announce_picture(bytes).await;
        let answer = self.take(mutation, &id).await;
        assert_eq!(answer["data"][mutation]["id"], id, "{answer:#}");
        id
    }

    async fn avatar(&self) -> Value {
        let query = "query($id: UUID!) { workspaceMember(filter: {id: {eq: $id}}) { avatarUrl } }";
        let found = self.world.ask(query, json!({"id": self.world.member.actor.member})).await;
        found["workspaceMember"]["avatarUrl"].clone()
    }

    async fn status(&self, path: &str, name: header::HeaderName, value: &str) -> u16 {
        let request = self.world.server.request(Method::GET, path).header(name, value);
        request.send().await.unwrap().status().as_u16()
    }

    async fn let_time_pass(&self) -> usize {
        let sql = r#"UPDATE core."file" SET "expiresAt" = now() - interval '1 second' WHERE "expiresAt" IS NOT NULL"#;
        let engine = &self.world.server.engine;
        sqlx::query(sql).execute(engine.db().pool()).await.unwrap();
        files(engine).remove_expired().await.unwrap()
    }
}

#[tokio::test]
async fn a_picture_is_kept_until_another_one_takes_its_place() {
    let desk = desk(1).await;
    let first = desk.picture("completeWorkspaceMemberProfilePictureUpload", PNG).await;
    let address = format!("/file/core-picture/{}", first.as_str().unwrap());
    assert_eq!(desk.avatar().await, json!(address));
    let cookie = desk.world.member.cookie_header();
    let context = desk.world.server.engine.session_context(&desk.world.member.cookie, None).await;
    let (_, session, _) = context.unwrap().unwrap();
    assert_eq!(session.picture.as_deref(), Some(address.as_str()), "pages know it");
    let shown =
        desk.world.server.request(Method::GET, &address).header("cookie", &cookie).send().await.unwrap();
    assert_eq!(
        (shown.status().as_u16(), shown.headers()["content-type"].to_str().unwrap()),
        (200, "image/png")
    );
    assert_eq!(desk.let_time_pass().await, 0, "it is somebody's");

    let second = desk.picture("completeWorkspaceMemberProfilePictureUpload", PNG).await;
    assert_ne!(first, second);
    assert_eq!(
        desk.status(&address, header::COOKIE, &cookie).await,
        200,
        "pages that are open still show it"
    );
    assert_eq!(desk.let_time_pass().await, 1);
    assert_eq!(desk.status(&address, header::COOKIE, &cookie).await, 404);

    let logo = desk.picture("completeWorkspaceLogoUpload", PNG).await;
    let stored: Option<String> =
        sqlx::query_scalar("SELECT \"logo\" FROM core.\"workspace\" WHERE \"id\" = $1")
            .bind(desk.world.member.actor.workspace.0)
            .fetch_one(desk.world.server.engine.db().pool())
            .await
            .unwrap();
    assert_eq!(stored, Some(format!("/file/core-picture/{}", logo.as_str().unwrap())));
    assert_eq!(desk.let_time_pass().await, 0);
}

#[tokio::test]
async fn a_file_is_one_picture_only() {
    let (avatar, logo) = ("completeWorkspaceMemberProfilePictureUpload", "completeWorkspaceLogoUpload");
    let in_use = ("CONFLICT".to_owned(), "PICTURE_IN_USE".to_owned());
    for (first, second) in [(avatar, logo), (logo, avatar)] {
        let desk = desk(1).await;
        let id = desk.picture(first, PNG).await;
        assert_eq!(refusal(&desk.take(second, &id).await), in_use, "{first}");
        assert_eq!(desk.take(first, &id).await["data"][first]["id"], id, "a repeated call is no harm");
        assert_eq!(desk.let_time_pass().await, 0);
        let other = desk.picture(second, PNG).await;
        assert_eq!(refusal(&desk.take(first, &other).await), in_use, "{second}");
        assert_eq!(desk.let_time_pass().await, 0, "both are somebody's");
        for own in [first, second] {
            desk.picture(own, PNG).await;
        }
        assert_eq!(desk.let_time_pass().await, 2, "each is let go of by whom it was");
    }
}

#[tokio::test]
async fn a_picture_may_have_10_megabytes() {
    let desk = desk(1).await;
    let query = "mutation($size: Float!) { createFileUpload(filename: \"me.png\", size: $size, fileFolder: CorePicture) {
        fileId } }";
    let answer = desk.metadata(&desk.token, query, json!({"size": 10 << 20})).await;
    assert!(answer["data"]["createFileUpload"]["fileId"].is_string(), "{answer:#}");
    let refused = desk.metadata(&desk.token, query, json!({"size": (10 << 20) + 1})).await;
    assert_eq!(refusal(&refused).1, "FILE_TOO_LARGE", "{refused:#}");
    assert_eq!(refused["errors"][0]["message"], "A file may have 10 MB.");
    let form =
        Form::new().part("picture", Part::bytes([PNG, &vec![0; 10 << 20]].concat()).file_name("me.png"));
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let request = client.post(format!("{}/forms/picture", desk.world.server.base));
    let request = request.header(header::COOKIE, desk.world.member.cookie_header()).multipart(form);
    let response = request.send().await.unwrap();
    let place = response.headers()[header::LOCATION].to_str().unwrap();
    assert!(place.starts_with("/settings/profile?flash="), "{place}");
    assert_eq!(desk.avatar().await, Value::Null);
}

#[tokio::test]
async fn a_token_of_a_proxy_does_not_hide_pictures_from_members() {
    let desk = desk(1).await;
    let id = desk.picture("completeWorkspaceMemberProfilePictureUpload", PNG).await;
    let address = format!("/file/core-picture/{}", id.as_str().unwrap());
    let ask = async |cookie: &str, token: &str| {
        let request = desk.world.server.request(Method::GET, &address).header(header::COOKIE, cookie);
        let request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        request.send().await.unwrap().status().as_u16()
    };
    let cookie = desk.world.member.cookie_header();
    assert_eq!(ask(&cookie, "x.y.z").await, 200);
    let (name, _) = cookie.split_once('=').unwrap();
    let ended = format!("{name}=none");
    assert_eq!(ask(&ended, &desk.world.key).await, 200, "without a session the token counts");
    assert_eq!(ask(&ended, "x.y.z").await, 401);
}

#[tokio::test]
async fn pictures_are_for_members_of_the_workspace() {
    let desk = desk(1).await;
    let id = desk.picture("completeWorkspaceMemberProfilePictureUpload", PNG).await;
    let address = format!("/file/core-picture/{}", id.as_str().unwrap());
    let server = &desk.world.server;
    assert_eq!(
        desk.status(&address, header::AUTHORIZATION, &format!("Bearer {}", desk.world.key)).await,
        200
    );
    assert_eq!(server.request(Method::GET, &address).send().await.unwrap().status(), 403);
    assert_eq!(desk.status(&address, header::AUTHORIZATION, "Bearer x.y.z").await, 401);
    let eve = server.member("eve@evil.test").await;
    assert_eq!(desk.status(&address, header::COOKIE, &eve.cookie_header()).await, 404);
    let other = desk.upload("notes.txt", b"notes").await;
    let own = format!("/file/files-field/{}", other["id"].as_str().unwrap());
    let cookie = desk.world.member.cookie_header();
    assert_eq!(desk.status(&own, header::COOKIE, &cookie).await, 403, "other files need their token");
    let as_picture = format!("/file/core-picture/{}", other["id"].as_str().unwrap());
    assert_eq!(desk.status(&as_picture, header::COOKIE, &cookie).await, 404);
}

#[tokio::test]
async fn what_is_no_picture_becomes_none() {
    let desk = desk(1).await;
    let query = "mutation($id: String!) { completeWorkspaceMemberProfilePictureUpload(fileId: $id) { id } }";
    let text = desk.announce_picture(b"just a text").await;
    let refused = desk.metadata(&desk.token, query, json!({ "id": text })).await;
    assert_eq!(refusal(&refused), ("BAD_USER_INPUT".to_owned(), "BAD_REQUEST".to_owned()));
    let file = desk.upload("notes.txt", b"notes").await;
    let refused = desk.metadata(&desk.token, query, json!({ "id": file["id"] })).await;
    assert_eq!(refusal(&refused), ("BAD_USER_INPUT".to_owned(), "FILE_NOT_FOUND".to_owned()));
    let by_key = desk.announce_picture(PNG).await;
    let refused = desk.metadata(&desk.world.key, query, json!({ "id": by_key })).await;
    assert_eq!(refusal(&refused).0, "FORBIDDEN", "a program has no picture of its own");
    assert_eq!(desk.avatar().await, Value::Null);
}

#[tokio::test]
async fn a_picture_comes_inside_a_request_and_by_a_plain_form() {
    let desk = desk(1).await;
    for mutation in ["uploadWorkspaceLogo", "uploadWorkspaceMemberProfilePicture"] {
        let query = format!("mutation($file: Upload!) {{ {mutation}(file: $file) {{ id url }} }}");
        let form = multipart(&query, json!({"file": null}), vec![("0", "variables.file", PNG.to_vec())]);
        let request = desk.world.server.with(&desk.token, Method::POST, "/metadata").multipart(form);
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        assert!(answer["data"][mutation]["url"].is_string(), "{answer:#}");
    }
    let first = desk.avatar().await;
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let submit = async |form: reqwest::RequestBuilder| {
        let response = form.header(header::COOKIE, desk.world.member.cookie_header()).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        response.headers()[header::LOCATION].to_str().unwrap().to_owned()
    };
    let form = || client.post(format!("{}/forms/picture", desk.world.server.base));
    let sent = Form::new().part("picture", Part::bytes(PNG).file_name("me.png"));
    assert_eq!(submit(form().multipart(sent)).await, "/settings/profile");
    let second = desk.avatar().await;
    assert!(second.is_string() && second != first);
    let text = Form::new().part("picture", Part::bytes(b"text".as_slice()).file_name("me.png"));
    assert!(submit(form().multipart(text)).await.starts_with("/settings/profile?flash="));
    assert!(
        submit(form().multipart(Form::new().text("x", "y"))).await.starts_with("/settings/profile?flash=")
    );
    assert_eq!(desk.avatar().await, second);
    assert_eq!(submit(form().form(&[("remove", "true")])).await, "/settings/profile");
    assert_eq!(desk.avatar().await, Value::Null);
}
