//! What is not understood.

use reqwest::Method;
use serde_json::{Value, json};

use super::world;
use crate::support::answer;

#[tokio::test]
async fn nobody_is_told_to_bring_a_token() {
    let world = world().await;
    for path in ["/rest/companies", "/rest/nothings", "/rest"] {
        let body = answer(world.server.request(Method::GET, path)).await.expect(401);
        let expected = json!({
            "statusCode": 401, "error": "UnauthorizedException", "messages": ["Missing authentication token"],
            "code": "UNAUTHENTICATED",
        });
        assert_eq!(body, expected, "{path}");
    }
}

#[tokio::test]
async fn objects_and_paths_that_are_none_are_refused_with_a_hint() {
    let world = world().await;
    for (path, message) in [
        ("/rest/nothings", "object 'nothings' not found. eg: companies"),
        ("/rest/company", "object 'company' not found. Did you mean 'companies'?"),
        ("/rest/companies/7", "'7' is not a valid UUID"),
    ] {
        let body = world.get(path).await.expect(400);
        assert_eq!(
            body,
            json!({"statusCode": 400, "error": "BadRequestException", "messages": [message]}),
            "{path}"
        );
    }
    for path in ["/rest/companies/a/b/c", "/rest"] {
        let message = world.get(path).await.expect(400)["messages"][0].as_str().unwrap().to_owned();
        assert!(message.starts_with("Query path '/rest"), "{path}: {message}");
    }
    let response = world.server.with(&world.key, Method::GET, "/rest/batch/companies").send().await.unwrap();
    assert_eq!((response.status().as_u16(), &response.headers()["allow"]), (405, &"POST".parse().unwrap()));
    let body: Value = response.json().await.unwrap();
    assert_eq!(body["error"], "MethodNotAllowedException");
    assert!(body["messages"][0].as_str().unwrap().starts_with("Query path '/rest"));
}

#[tokio::test]
async fn bodies_that_are_none_are_refused() {
    let world = world().await;
    for body in [json!([]), json!("x"), Value::Null, json!(7)] {
        world.post("/rest/companies", body).await.expect(400);
    }
    let broken = world.server.with(&world.key, Method::POST, "/rest/companies").body("{");
    assert_eq!(answer(broken).await.expect(400)["messages"], json!(["The body is not valid JSON"]));
    let body = world.post("/rest/companies", json!({"nothing": 1})).await.expect(400);
    assert_eq!(body["messages"], json!(["Object company doesn't have any \"nothing\" field."]));
    assert_eq!(body["code"], "INVALID_ARGS_DATA");
    let body = world.post("/rest/timelineActivities", json!({"name": "forged"})).await.expect(403);
    assert_eq!(body["error"], "ForbiddenException");
}
