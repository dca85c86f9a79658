//! A change of the data model that is cut off at any moment leaves the old state or the new one.

use icosa_contract::data_model::{Change, CreateField, CreateObject, DataModelApi};
use icosa_model::ObjectId;
use serde_json::json;
use sqlx::{Connection, PgConnection};

use crate::support::world;

/// An object with a select field and a relation: rows, tables, enum types, keys and indexes all change.
fn changes(name: &str) -> Vec<Change> {
    let object = ObjectId::random();
    let field = |value: serde_json::Value| -> CreateField { serde_json::from_value(value).expect("a field") };
    vec![
        Change::CreateObject(CreateObject {
            id: Some(object),
            name_singular: name.to_owned(),
            name_plural: format!("{name}s"),
            label_singular: name.to_owned(),
            label_plural: format!("{name}s"),
            ..CreateObject::default()
        }),
        Change::CreateField(field(json!({
            "objectId": object, "type": "SELECT", "name": "state", "label": "State",
            "options": [{"value": "A", "label": "a", "color": "red", "position": 0}]
        }))),
        Change::CreateField(field(json!({
            "objectId": object, "type": "RELATION", "name": "parent", "label": "Parent",
            "relation": {"type": "MANY_TO_ONE", "targetObjectId": object, "targetFieldLabel": "Children",
                         "targetFieldIcon": "IconUser"}
        }))),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_leaves_the_old_state_or_the_new_one() {
    let world = world().await;
    let ada = world.member("ada@example.com").await;
    let mut killer = PgConnection::connect_with(world.db.db().connect_options()).await.expect("a connection");
    let start = std::time::Instant::now();
    ada.engine.change(&ada.actor, changes("thing")).await.expect("an undisturbed change works");
    let usual = start.elapsed();
    let (mut cut_off, mut whole) = (0, 0);
    for round in 0..12_u8 {
        let name = format!("thing{}", char::from(b'a' + round));
        let (engine, actor) = (ada.engine.clone(), ada.actor.clone());
        let request = changes(&name);
        let change = tokio::spawn(async move { engine.change(&actor, request).await });
        // From at once to about the end; the last one is left alone.
        if round < 11 {
            tokio::time::sleep(usual.mul_f64(f64::from(round) / 10.0)).await;
            sqlx::query(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()
                   AND pid <> pg_backend_pid() AND xact_start IS NOT NULL AND query NOT LIKE 'LISTEN%'",
            )
            .execute(&mut killer)
            .await
            .expect("connections are cut");
        }
        match change.await.expect("no panic") {
            Ok(_) => whole += 1,
            Err(_) => cut_off += 1,
        }
        let differences = ada.engine.compare_workspace(ada.actor.workspace).await.expect("a comparison");
        assert_eq!(differences, vec![], "round {round}");
        // Whatever happened, the next change works.
        ada.engine.change(&ada.actor, changes(&format!("{name}Next"))).await.expect("work goes on");
    }
    assert!(cut_off > 0, "nothing was cut off, {whole} were whole");
    assert!(whole > 0, "everything was cut off");
}
