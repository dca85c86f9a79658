//! Cancelling, continuing after a crash, and taking back.

use serde_json::json;

use super::{counts, files, id, plan};

#[tokio::test]
async fn what_an_import_did_is_taken_back_and_what_was_changed_since_is_kept() {
    let files = files().await;
    files.import("people", "email,jobTitle\nold@x.test,Before\nother@x.test,Before\n").await;
    let csv =
        "email,jobTitle\nold@x.test,After\nother@x.test,After\nnew@x.test,After\ntouched@x.test,After\n";
    let import = files.import("people", csv).await;
    assert_eq!(counts(&import), [2, 2, 0, 0, 0]);
    for email in ["other@x.test", "touched@x.test"] {
        let id = files.one("people", &format!("emails.primaryEmail[eq]:{email}")).await["id"].clone();
        let path = format!("/rest/people/{}", id.as_str().unwrap());
        files.world.patch(&path, json!({"jobTitle": "Since"})).await.expect(200);
    }
    let undone = files.act(&import, "undo", &json!({})).await;
    assert_eq!(undone["status"], "UNDOING");
    let undone = files.settled(&import).await;
    let figure = |name: &str| undone["counts"][name].as_u64().unwrap();
    assert_eq!(
        (&undone["status"], figure("removed"), figure("restored"), figure("kept")),
        (&json!("UNDONE"), 2, 1, 1)
    );
    assert_eq!(files.total("people").await, 2);
    let title = async |email: &str| {
        files.one("people", &format!("emails.primaryEmail[eq]:{email}")).await["jobTitle"].clone()
    };
    assert_eq!(title("old@x.test").await, "Before");
    assert_eq!(title("other@x.test").await, "Since", "changed since: left alone");
    let deleted = format!(
        "/rest/people?depth=0&filter={}",
        crate::rest::encoded("and(deletedAt[is]:NOT_NULL,emails.primaryEmail[eq]:touched@x.test)")
    );
    assert_eq!(
        files.world.get(&deleted).await.expect(200)["totalCount"],
        1,
        "a made record that was changed since can be brought back"
    );
    let again = files.world.post(&format!("/rest/imports/{}/undo", id(&import)), json!({})).await;
    assert_eq!(again.expect(409)["code"], "WRONG_IMPORT_STATUS");
}

#[tokio::test]
async fn records_made_for_others_go_with_them_unless_somebody_else_points_at_them() {
    let files = files().await;
    let columns = [("email", "emails.primaryEmail"), ("company", "+company.domainName.primaryLinkUrl")];
    let csv = "email,company\na@x.test,one.test\nb@x.test,two.test\n";
    let import = files.import_with("people", csv, plan(&columns, json!({}))).await;
    assert_eq!(counts(&import), [2, 0, 0, 0, 2]);
    let two = files.one("people", "emails.primaryEmail[eq]:b@x.test").await["companyId"].clone();
    files.world.post("/rest/people", json!({"name": {"firstName": "Z"}, "companyId": two})).await.expect(201);
    files.act(&import, "undo", &json!({})).await;
    let undone = files.settled(&import).await;
    assert_eq!(undone["counts"]["removed"], 4);
    assert_eq!(files.total("people").await, 1);
    let all = format!(
        "/rest/companies?depth=0&filter={}",
        crate::rest::encoded("or(deletedAt[is]:NULL,deletedAt[is]:NOT_NULL)")
    );
    let all = files.world.get(&all).await.expect(200);
    assert_eq!(all["totalCount"], 1, "{all:#}");
    assert!(all["data"]["companies"][0]["deletedAt"].is_string(), "still there, among the deleted ones");
}

#[tokio::test]
async fn what_somebody_is_just_making_point_at_a_record_is_waited_for() {
    let files = files().await;
    let import = files.import("companies", "name,domainName\nAcme,acme.test\n").await;
    let company = files.one("companies", "name[eq]:Acme").await["id"].clone();
    let company: uuid::Uuid = company.as_str().unwrap().parse().unwrap();
    let person = files.world.post("/rest/people?depth=0", json!({"jobTitle": "Boss"})).await.expect(201);
    let person: uuid::Uuid = person["data"]["createPerson"]["id"].as_str().unwrap().parse().unwrap();
    let schema = icosa_model::SchemaName::from(files.world.member.actor.workspace);
    let pool = files.world.server.db.db();
    let mut writer = pool.begin().await.unwrap();
    let point = format!(r#"UPDATE "{schema}"."person" SET "companyId" = $1 WHERE "id" = $2"#);
    sqlx::query(sqlx::AssertSqlSafe(point)).bind(company).bind(person).execute(&mut *writer).await.unwrap();
    files.act(&import, "undo", &json!({})).await;
    loop {
        let waiting = "SELECT count(*) FROM pg_stat_activity \
                       WHERE datname = current_database() AND wait_event_type = 'Lock'";
        let waiting: i64 = sqlx::query_scalar(waiting).fetch_one(pool.pool()).await.unwrap();
        if waiting > 0 {
            break;
        }
        tokio::task::yield_now().await;
    }
    writer.commit().await.unwrap();
    assert_eq!(files.settled(&import).await["counts"]["removed"], 1);
    let found = files.world.get(&format!("/rest/people/{person}?depth=0")).await.expect(200);
    assert_eq!(found["data"]["person"]["companyId"], json!(company), "{found:#}");
    let kept = files.one("companies", &format!("and(deletedAt[is]:NOT_NULL,id[eq]:{company})")).await;
    assert_eq!(kept["name"], "Acme", "among the deleted ones");
}

#[tokio::test]
async fn a_cancelled_import_keeps_what_it_wrote_and_can_be_undone() {
    let files = files().await;
    let mut csv = "email\n".to_owned();
    (0..20_000).for_each(|number| csv.push_str(&format!("person{number}@x.test\n")));
    let import = files.upload("people", csv).await;
    files.act(&import, "start", &json!({})).await;
    while files.import_now(&import).await["counts"]["rows"] == 0 {
        tokio::task::yield_now().await;
    }
    let cancelled = files.act(&import, "cancel", &json!({})).await;
    let written = cancelled["counts"]["created"].as_u64().unwrap();
    assert_eq!(cancelled["status"], "CANCELLED");
    assert!(written > 0 && written < 20_000, "{written}");
    assert_eq!(files.total("people").await, written, "nothing is written after it");
    files.act(&import, "undo", &json!({})).await;
    assert_eq!(files.settled(&import).await["counts"]["removed"], written);
    assert_eq!(files.total("people").await, 0);
}

#[tokio::test]
async fn what_many_others_point_at_is_kept_among_the_deleted_ones() {
    const PEOPLE: usize = 3_000;
    let files = files().await;
    let companies = files.import("companies", "name,domainName\nBig,big.test\nAlone,alone.test\n").await;
    let mut csv = "email,company\n".to_owned();
    (0..PEOPLE).for_each(|number| csv.push_str(&format!("person{number}@x.test,big.test\n")));
    let columns = [("email", "emails.primaryEmail"), ("company", "company.domainName.primaryLinkUrl")];
    let people = files.import_with("people", csv, plan(&columns, json!({}))).await;
    assert_eq!(counts(&people), [PEOPLE as u64, 0, 0, 0, 0], "{:?}", files.problems(&people).await);
    files.act(&companies, "undo", &json!({})).await;
    assert_eq!(files.settled(&companies).await["counts"]["removed"], 2);
    let kept = format!(
        "/rest/companies?depth=0&filter={}",
        crate::rest::encoded("or(deletedAt[is]:NULL,deletedAt[is]:NOT_NULL)")
    );
    let kept = files.world.get(&kept).await.expect(200);
    let names: Vec<&str> = kept["data"]["companies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Big"], "of the others nothing is left");
    let held = files.one("people", "emails.primaryEmail[eq]:person7@x.test").await;
    assert_eq!(held["companyId"], kept["data"]["companies"][0]["id"]);
}
