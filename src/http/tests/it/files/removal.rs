//! Files that nobody needs go away, others stay.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Desk, desk};
use crate::support::files;

impl Desk {
    async fn company(&self, docs: &[&Value]) -> String {
        let items: Vec<Value> = docs.iter().map(|file| json!({"fileId": file["id"], "label": "x"})).collect();
        let query = "mutation($data: CompanyCreateInput!) { createCompany(data: $data) { id } }";
        let made = self.world.ask(query, json!({"data": {"name": "Acme", "docs": items}})).await;
        made["createCompany"]["id"].as_str().unwrap().to_owned()
    }

    async fn is_there(&self, file: &Value) -> bool {
        let status = self.read(file["url"].as_str().unwrap()).await.status();
        assert!(status == 200 || status == 404, "{status}");
        status == 200
    }

    /// Makes everything that would expire some time expire now.
    async fn pass_time(&self) {
        let sql = r#"UPDATE core."file" SET "expiresAt" = now() - interval '1 second' WHERE "expiresAt" IS NOT NULL"#;
        sqlx::query(sql).execute(self.world.server.engine.db().pool()).await.unwrap();
    }

    async fn clean(&self) -> usize {
        files(&self.world.server.engine).remove_expired().await.unwrap()
    }

    async fn ask(&self, query: &str, id: &str) {
        self.world.ask(query, json!({ "id": id })).await;
    }
}

#[tokio::test]
async fn what_no_record_takes_goes_and_what_one_holds_stays() {
    let desk = desk(2).await;
    let (held, left) = (desk.upload("a.txt", b"a").await, desk.upload("b.txt", b"b").await);
    let given_up = desk.announce("c.txt", 1).await;
    desk.put(&given_up, "c").await;
    desk.company(&[&held]).await;
    assert_eq!(desk.clean().await, 0, "nothing has expired yet");
    desk.pass_time().await;
    assert_eq!(desk.clean().await, 2);
    assert!(desk.is_there(&held).await && !desk.is_there(&left).await);
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("files");
    let own = folder.join(desk.world.member.actor.workspace.to_string());
    assert_eq!(count(&own), 1, "of the others nothing is left on the disk");
}

fn count(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { count(&path) } else { 1 }).sum()
}

#[tokio::test]
async fn files_of_a_destroyed_record_go_those_of_a_deleted_one_stay() {
    let desk = desk(2).await;
    let file = desk.upload("a.txt", b"a").await;
    let id = desk.company(&[&file]).await;
    desk.ask("mutation($id: UUID!) { deleteCompany(id: $id) { id } }", &id).await;
    desk.pass_time().await;
    assert_eq!(desk.clean().await, 0, "a deleted record may come back");
    desk.ask("mutation($id: UUID!) { destroyCompany(id: $id) { id } }", &id).await;
    let waiting = sqlx::query_scalar::<_, i64>(
        "SELECT count(*) FROM graphile_worker.jobs WHERE task_identifier = 'remove-expired-files'",
    );
    assert_eq!(waiting.fetch_one(desk.world.server.engine.db().pool()).await.unwrap(), 1);
    assert_eq!(desk.clean().await, 1);
    assert!(!desk.is_there(&file).await);
}

#[tokio::test]
async fn a_file_taken_out_can_be_put_back_for_a_while() {
    let desk = desk(2).await;
    let file = desk.upload("a.txt", b"a").await;
    let id = desk.company(&[&file]).await;
    let update = "mutation($id: UUID!, $docs: [FileItemInput!]) { updateCompany(id: $id, data: {docs: $docs}) { id } }";
    desk.world.ask(update, json!({"id": id, "docs": []})).await;
    assert_eq!(desk.clean().await, 0);
    desk.world.ask(update, json!({"id": id, "docs": [{"fileId": file["id"], "label": "again"}]})).await;
    desk.pass_time().await;
    assert_eq!(desk.clean().await, 0, "it is held again");
    desk.world.ask(update, json!({"id": id, "docs": null})).await;
    desk.pass_time().await;
    assert_eq!(desk.clean().await, 1);
}

#[tokio::test]
async fn a_file_that_two_records_hold_stays_until_both_are_gone() {
    let desk = desk(2).await;
    let file = desk.upload("a.txt", b"a").await;
    let (first, second) = (desk.company(&[&file]).await, desk.company(&[&file]).await);
    let destroy = "mutation($id: UUID!) { destroyCompany(id: $id) { id } }";
    desk.ask(destroy, &first).await;
    assert_eq!(desk.clean().await, 0);
    assert!(desk.is_there(&file).await);
    desk.ask(destroy, &second).await;
    assert_eq!(desk.clean().await, 1);
}

#[tokio::test]
async fn files_of_records_that_went_with_another_are_found() {
    let desk = desk(2).await;
    let context =
        desk.world.server.engine.session_context(&desk.world.member.cookie, None).await.unwrap().unwrap();
    let field =
        context.2.object("attachment").unwrap().field("file").unwrap().universal_identifier.to_string();
    let company = desk.company(&[]).await;
    let desk = super::Desk { field, ..desk };
    let file = desk.upload("a.txt", b"a").await;
    let query = "mutation($data: AttachmentCreateInput!) { createAttachment(data: $data) { id } }";
    let data = json!({"name": "a.txt", "targetCompanyId": company, "file": [{"fileId": file["id"], "label": "a.txt"}]});
    desk.world.ask(query, json!({ "data": data })).await;
    let all = files(&desk.world.server.engine);
    assert_eq!(all.release_lost().await.unwrap(), 0);
    desk.ask("mutation($id: UUID!) { destroyCompany(id: $id) { id } }", &company).await;
    assert!(desk.is_there(&file).await, "nobody has looked yet");
    assert_eq!(all.release_lost().await.unwrap(), 1);
    assert!(!desk.is_there(&file).await);
}

#[tokio::test]
async fn files_of_a_deleted_field_stay_until_it_cannot_come_back() {
    let desk = desk(2).await;
    let file = desk.upload("a.txt", b"a").await;
    desk.company(&[&file]).await;
    let context =
        desk.world.server.engine.session_context(&desk.world.member.cookie, None).await.unwrap().unwrap();
    let id = context.2.object("company").unwrap().field("docs").unwrap().id;
    let off = "mutation($id: UUID!) { updateOneField(input: {id: $id, update: {isActive: false}}) { id } }";
    let answer = desk.metadata(&desk.token, off, json!({ "id": id })).await;
    assert!(answer.get("errors").is_none(), "{answer:#}");
    let delete = "mutation($id: UUID!) { deleteOneField(input: {id: $id}) { id } }";
    let answer = desk.metadata(&desk.token, delete, json!({ "id": id })).await;
    assert!(answer.get("errors").is_none(), "{answer:#}");
    let all = files(&desk.world.server.engine);
    assert_eq!(all.release_lost().await.unwrap(), 0, "the field can be brought back");
    sqlx::query(r#"DELETE FROM core."dataModelTrash""#)
        .execute(desk.world.server.engine.db().pool())
        .await
        .unwrap();
    assert_eq!(all.release_lost().await.unwrap(), 1);
    let gone = desk
        .world
        .server
        .request(Method::GET, &super::own(file["url"].as_str().unwrap()))
        .send()
        .await
        .unwrap();
    assert_eq!(gone.status(), 404);
}
