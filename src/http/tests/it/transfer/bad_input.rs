//! What does not make sense, and who may not.

use reqwest::Method;
use serde_json::json;

use super::{counts, files, id, plan};
use crate::support::answer;

#[tokio::test]
async fn plans_that_do_not_fit_are_refused_at_once() {
    let files = files().await;
    let import = files.upload("people", "email,b\nx@y.test,1\n").await;
    let path = format!("/rest/imports/{}/start", id(&import));
    for (plan, code) in [
        (plan(&[("nope", "emails.primaryEmail")], json!({})), "COLUMN_NOT_FOUND"),
        (plan(&[("email", "nope")], json!({})), "INVALID_TARGET"),
        (plan(&[("email", "emails.primaryEmail'; DROP TABLE x; --")], json!({})), "INVALID_TARGET"),
        (plan(&[("email", "createdBy.name")], json!({})), "INVALID_TARGET"),
        (plan(&[("email", "searchVector")], json!({})), "INVALID_TARGET"),
        (plan(&[("email", "emails"), ("b", "emails.primaryEmail")], json!({})), "DUPLICATE_TARGET"),
        (plan(&[("b", "")], json!({})), "NOTHING_TO_IMPORT"),
        (plan(&[("email", "emails")], json!({"matchBy": "jobTitle"})), "NOT_UNIQUE"),
        (plan(&[("email", "emails")], json!({"encoding": "klingon"})), "INVALID_OPTION"),
        (plan(&[("email", "emails")], json!({"delimiter": "ab"})), "INVALID_OPTION"),
        (plan(&[("email", "emails")], json!({"timeZone": "Mars/Olympus"})), "INVALID_OPTION"),
    ] {
        let body = files.world.post(&path, plan.clone()).await.expect(400);
        assert_eq!(body["code"], code, "{plan}: {body}");
    }
    for body in ["[", "[]", "{\"columns\": 7}", "{\"options\": {\"mode\": \"DELETE\"}}"] {
        answer(files.with(Method::POST, &path).body(body)).await.expect(400);
    }
    assert_eq!(files.import_now(&import).await["status"], "READY");
}

#[tokio::test]
async fn hostile_values_are_values() {
    let files = files().await;
    let name = "Robert'); DROP TABLE \"person\"; --";
    let quoted = name.replace('"', "\"\"");
    let csv = format!(
        "name,domainName\n\"{quoted}\",evil.test\n\"$1 \\ % _ {{}}\",dollar.test\n\"=cmd|' /C calc'!A0\",formula.test\n\"nul\u{0}byte\",nul.test\n"
    );
    let import = files.import("companies", csv).await;
    let [created, .., failed, _] = counts(&import);
    assert_eq!(
        (created + failed, import["status"].as_str()),
        (4, Some("DONE")),
        "{:?}",
        files.problems(&import).await
    );
    assert_eq!(files.one("companies", "domainName.primaryLinkUrl[eq]:evil.test").await["name"], name);
    let formula = files.one("companies", "domainName.primaryLinkUrl[eq]:formula.test").await;
    assert_eq!(formula["name"], "=cmd|' /C calc'!A0");
    files.text(&format!("/rest/imports/{}/errors.csv", id(&import))).await;
}

#[tokio::test]
async fn files_that_are_none_are_refused_or_fail_with_a_reason() {
    let files = files().await;
    let path = "/rest/imports/people";
    assert_eq!(answer(files.with(Method::POST, path)).await.expect(400)["code"], "EMPTY_FILE");
    answer(files.with(Method::POST, "/rest/imports/rockets").body("a")).await.expect(400);
    answer(files.with(Method::POST, "/rest/imports/people?format=xlsx").body("a")).await.expect(400);
    let members = answer(files.with(Method::POST, "/rest/imports/workspaceMembers").body("a")).await;
    assert_eq!(members.expect(403)["code"], "PERMISSION_DENIED");
    let endless = format!("email\na@x.test\n\"{}", "x".repeat(9 << 20));
    let import = files.import("people", endless).await;
    assert_eq!((import["status"].as_str(), counts(&import)[0]), (Some("FAILED"), 1));
    assert!(import["problem"].as_str().unwrap().contains("row 3"), "{import:#}");
    let picture: Vec<u8> = (0..4_096_u32).map(|number| (number * 7 % 256) as u8).collect();
    let import = files.upload("people", picture).await;
    let preview = files.world.get(&format!("/rest/imports/{}/preview", id(&import))).await;
    assert!(preview.status.as_u16() < 500, "{:?}", preview.body);
}

#[tokio::test]
async fn imports_belong_to_their_workspace() {
    let files = files().await;
    let import = files.upload("people", "email\nx@y.test\n").await;
    let other = files.world.server.member("eve@other.test").await;
    let key = files.world.server.api_key(&other, "Other").await;
    let server = &files.world.server;
    for (method, path) in [
        (Method::GET, ""),
        (Method::DELETE, ""),
        (Method::GET, "/preview"),
        (Method::GET, "/problems"),
        (Method::GET, "/errors.csv"),
        (Method::GET, "/refused.csv"),
        (Method::POST, "/start"),
        (Method::POST, "/validate"),
        (Method::POST, "/cancel"),
        (Method::POST, "/undo"),
    ] {
        let path = format!("/rest/imports/{}{path}", id(&import));
        let theirs = answer(server.with(&key, method.clone(), &path)).await;
        assert_eq!(theirs.expect(404)["code"], "IMPORT_NOT_FOUND", "{path}");
        answer(server.request(method, &path)).await.expect(401);
    }
    let listed = server.get(&key, "/rest/imports").await.expect(200);
    assert_eq!(listed["data"]["imports"], json!([]));
    assert_eq!(
        files.world.get("/rest/imports?object=people").await.expect(200)["data"]["imports"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    answer(files.with(Method::DELETE, &format!("/rest/imports/{}", id(&import)))).await;
    files.world.get(&format!("/rest/imports/{}", id(&import))).await.expect(404);
    files.world.get("/rest/imports/nonsense").await.expect(400);
}

#[tokio::test]
async fn a_page_of_ours_uses_its_session_and_a_foreign_one_may_not() {
    let files = files().await;
    let cookie = files.world.member.cookie_header();
    let request = || {
        let request = files.world.server.request(Method::POST, "/rest/imports/people?name=a.csv");
        request.header("Cookie", &cookie).body("email\nx@y.test\n")
    };
    answer(request().header("Sec-Fetch-Site", "cross-site")).await.expect(403);
    let import = answer(request().header("Sec-Fetch-Site", "same-origin")).await.expect(201);
    assert_eq!(import["data"]["import"]["status"], "READY");
    let export = files.world.server.request(Method::GET, "/rest/exports/people").header("Cookie", &cookie);
    assert_eq!(export.send().await.unwrap().status(), 200);
}
