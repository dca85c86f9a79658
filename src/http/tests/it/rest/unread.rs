//! What was written and cannot be read afterwards is not said to have failed.

use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, PgTransaction};

use super::{World, encoded, world_with};

/// Statements wait for half a second at most.
async fn impatient() -> World {
    world_with(&[("PG_DATABASE_PRIMARY_TIMEOUT_MS", "500")]).await
}

/// Keeps everybody else from the ties of notes, which are part of what is answered about companies, but not of what is
/// written.
async fn without_note_targets(world: &World) -> PgTransaction<'static> {
    let schema = icosa_model::SchemaName::from(world.member.actor.workspace);
    let mut holder = world.server.db.db().begin().await.unwrap();
    let lock = format!("LOCK TABLE \"{schema}\".\"noteTarget\" IN ACCESS EXCLUSIVE MODE");
    sqlx::query(AssertSqlSafe(lock)).execute(&mut *holder).await.unwrap();
    holder
}

impl World {
    async fn deleted(&self, name: &str) -> String {
        let id = self.company(json!({"name": name})).await;
        self.delete(&format!("/rest/companies/{id}?soft_delete=true")).await.expect(200);
        id
    }
}

#[tokio::test]
async fn what_is_restored_over_rest_is_answered_by_its_id_and_what_cannot_be_answered_is_not_restored() {
    let world = impatient().await;
    let (one, other) = (world.deleted("One").await, world.deleted("Other").await);
    let filter = encoded(&format!("id[eq]:{other}"));
    for path in [
        format!("/rest/companies/{one}/restore?fields=nonsense"),
        format!("/rest/companies/restore?filter={filter}&fields=nonsense"),
    ] {
        world.patch(&path, Value::Null).await.expect(400);
        world.get(&format!("/rest/companies/{one}?depth=0")).await.expect(404);
    }
    let holder = without_note_targets(&world).await;
    let body = world.patch(&format!("/rest/companies/{one}/restore"), Value::Null).await.expect(200);
    assert_eq!(body["data"]["restoreCompany"], json!({"id": one, "deletedAt": null}));
    let path = format!("/rest/companies/restore?filter={filter}&fields=name,noteTargets");
    let body = world.patch(&path, Value::Null).await.expect(200);
    assert_eq!(body["data"]["restoreCompanies"], json!([{"id": other}]));
    holder.rollback().await.unwrap();
    for id in [one, other] {
        world.get(&format!("/rest/companies/{id}")).await.expect(200);
    }
}

#[tokio::test]
async fn a_mutation_that_has_written_says_so_when_it_cannot_answer() {
    let world = impatient().await;
    let deleted = world.deleted("Deleted").await;
    let holder = without_note_targets(&world).await;
    for (query, variables) in [
        (
            "mutation($d: CompanyCreateInput!) { done: createCompany(data: $d) { id noteTargets { totalCount } } }",
            json!({"d": {"name": "Made"}}),
        ),
        (
            "mutation($id: UUID!) { done: restoreCompany(id: $id) { id noteTargets { totalCount } } }",
            json!({"id": deleted}),
        ),
    ] {
        let answer =
            world.post("/graphql", json!({"query": query, "variables": variables})).await.expect(200);
        let error = &answer["errors"][0];
        assert_eq!(answer["data"]["done"], Value::Null, "{answer:#}");
        assert_eq!(error["extensions"]["subCode"], "WRITTEN_BUT_NOT_READ", "{answer:#}");
        assert_eq!(error["message"], "It has been written, but what was asked about it could not be read.");
        let ids = error["extensions"]["details"]["ids"].as_array().unwrap();
        assert_eq!(ids.len(), 1, "{answer:#}");
    }
    holder.rollback().await.unwrap();
    assert_eq!(world.filtered("name[in]:[Made,Deleted]").await, ["Deleted", "Made"]);
}

#[tokio::test]
async fn nothing_is_destroyed_whose_last_state_cannot_be_read() {
    let world = impatient().await;
    let id = world.company(json!({"name": "Acme"})).await;
    let holder = without_note_targets(&world).await;
    for query in [
        "mutation($id: UUID!) { destroyCompany(id: $id) { id noteTargets { totalCount } } }",
        "mutation($id: UUID!) { destroyCompanies(filter: { id: { eq: $id } }) { id noteTargets { totalCount } } }",
    ] {
        let request = json!({"query": query, "variables": {"id": id}});
        let answer = world.post("/graphql", request).await.expect(200);
        assert_eq!(answer["errors"][0]["extensions"]["code"], "TIMEOUT", "{answer:#}");
    }
    holder.rollback().await.unwrap();
    world.get(&format!("/rest/companies/{id}")).await.expect(200);
}
