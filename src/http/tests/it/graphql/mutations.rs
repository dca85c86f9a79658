//! Writing records.

use serde_json::{Value, json};
use uuid::Uuid;

use super::world;

const CREATE: &str = "mutation($data: PersonCreateInput!, $upsert: Boolean) {
  createPerson(data: $data, upsert: $upsert) { id jobTitle name { firstName } emails { primaryEmail } company { name } deletedAt }
}";

#[tokio::test]
async fn a_record_lives_and_ends() {
    let world = world().await;
    world.empty().await;
    let id = Uuid::new_v4();
    let data = json!({"id": id, "name": {"firstName": "Ada"}, "emails": {"primaryEmail": "Ada@Math.org"}, "jobTitle": ""});
    let made = world.ask(CREATE, json!({"data": data})).await["createPerson"].clone();
    assert_eq!(made["id"], json!(id));
    assert_eq!((&made["jobTitle"], &made["emails"]["primaryEmail"]), (&Value::Null, &json!("ada@math.org")));

    let update = "mutation($id: UUID!, $data: PersonUpdateInput!) { updatePerson(id: $id, data: $data) { jobTitle updatedBy { source } company { name } } }";
    let changed = world.ask(update, json!({"id": id, "data": {"jobTitle": "Countess", "id": id}})).await;
    assert_eq!(
        changed["updatePerson"],
        json!({"jobTitle": "Countess", "updatedBy": {"source": "API"}, "company": null})
    );

    let one =
        |verb: &str| format!("mutation($id: UUID!) {{ {verb}Person(id: $id) {{ id jobTitle deletedAt }} }}");
    let found = "query($id: UUID!) { people(filter: { id: { eq: $id } }) { totalCount } }";
    let deleted = world.ask(&one("delete"), json!({"id": id})).await;
    assert!(deleted["deletePerson"]["deletedAt"].is_string());
    assert_eq!(world.ask(found, json!({"id": id})).await["people"]["totalCount"], 0);
    assert_eq!(world.refused(&one("delete"), json!({"id": id})).await.1, "NOT_FOUND");
    assert_eq!(
        world.refused(update, json!({"id": id, "data": {"jobTitle": "x"}})).await.2,
        "RECORD_NOT_FOUND"
    );
    let restored = world.ask(&one("restore"), json!({"id": id})).await;
    assert_eq!(restored["restorePerson"], json!({"id": id, "jobTitle": "Countess", "deletedAt": null}));
    assert_eq!(world.refused(&one("restore"), json!({"id": id})).await.1, "NOT_FOUND");
    let destroyed = world.ask(&one("destroy"), json!({"id": id})).await;
    assert_eq!(destroyed["destroyPerson"]["jobTitle"], "Countess", "its last state");
    let gone = world.refused(&one("destroy"), json!({"id": id})).await;
    assert_eq!(gone, ("Record not found".to_owned(), "NOT_FOUND".to_owned(), json!("RECORD_NOT_FOUND")));
}

#[tokio::test]
async fn many_are_written_in_the_order_named_and_upserted_by_unique_values() {
    let world = world().await;
    world.empty().await;
    let many = "mutation($data: [PersonCreateInput!]!, $upsert: Boolean) { createPeople(data: $data, upsert: $upsert) { id name { firstName } position } }";
    let person = |name: &str, at: Value| json!({"name": {"firstName": name}, "position": at, "emails": {"primaryEmail": format!("{name}@x.org")}});
    let data = json!([
        person("a", json!(5)),
        person("b", json!("last")),
        person("c", json!("first")),
        person("d", json!("first"))
    ]);
    let made = world.ask(many, json!({"data": data})).await["createPeople"].clone();
    let names: Vec<&str> =
        made.as_array().unwrap().iter().map(|one| one["name"]["firstName"].as_str().unwrap()).collect();
    assert_eq!(names, ["c", "d", "b", "a"], "firsts, lasts, numbers");
    let twice = world.refused(CREATE, json!({"data": person("a", json!(1))})).await;
    assert!(twice.0.starts_with("A duplicate entry was detected"), "{twice:?}");
    assert_eq!(twice.1, "BAD_USER_INPUT");
    world
        .ask("mutation { deletePeople(filter: { name: { firstName: { eq: \"a\" } } }) { id } }", json!({}))
        .await;
    let mut again = person("a", json!(1));
    again["jobTitle"] = json!("Back");
    let revived = world.ask(CREATE, json!({"data": again, "upsert": true})).await["createPerson"].clone();
    assert_eq!(
        (&revived["jobTitle"], &revived["deletedAt"], &revived["id"]),
        (&json!("Back"), &Value::Null, &made[3]["id"])
    );
    let too_many: Vec<Value> = (0..201).map(|i| json!({"name": {"firstName": i.to_string()}})).collect();
    let refused = world.refused(many, json!({"data": too_many})).await;
    assert_eq!(
        refused,
        (
            "Maximum number of records to upsert is 200.".to_owned(),
            "BAD_USER_INPUT".to_owned(),
            json!("TOO_MANY_RECORDS_TO_UPDATE")
        )
    );
}

#[tokio::test]
async fn relations_are_connected_by_unique_values_and_cleared() {
    let world = world().await;
    world.empty().await;
    world.people().await;
    let update = "mutation($f: PersonFilterInput!, $data: PersonUpdateInput!) { updatePeople(filter: $f, data: $data) { name { firstName } company { name } } }";
    let p1 = json!({"name": {"firstName": {"eq": "P1"}}});
    for clear in [json!({"disconnect": true}), Value::Null] {
        let data = world.ask(update, json!({"f": p1, "data": {"company": clear}})).await;
        assert_eq!(data["updatePeople"], json!([{"name": {"firstName": "P1"}, "company": null}]));
        let connect = json!({"connect": {"where": {"domainName": {"primaryLinkUrl": "https://ACME.com"}}}});
        let data = world.ask(update, json!({"f": p1, "data": {"company": connect}})).await;
        assert_eq!(data["updatePeople"][0]["company"]["name"], "Acme");
    }
    for (value, sub_code, message) in [
        (
            json!({"create": {}}),
            "INVALID_ARGS_DATA",
            "Relation \"company\" requires connect or disconnect operation",
        ),
        (json!("x"), "INVALID_ARGS_DATA", "Relation \"company\" requires connect or disconnect operation"),
        (
            json!({"connect": {"where": {"domainName": {"primaryLinkUrl": "https://nowhere.test"}}}}),
            "CONNECT_RECORD_NOT_FOUND",
            "Expected 1 record to connect to company, but found 0.",
        ),
    ] {
        let refused = world.refused(update, json!({"f": p1, "data": {"company": value}})).await;
        assert_eq!(refused, (message.to_owned(), "BAD_USER_INPUT".to_owned(), json!(sub_code)));
    }
    let partial = json!({"connect": {"where": {"name": "Acme"}}});
    assert_eq!(
        world.refused(update, json!({"f": p1, "data": {"company": partial}})).await.2,
        "CONNECT_UNIQUE_CONSTRAINT_ERROR"
    );
    // Through a relation.
    let data = world
        .ask(update, json!({"f": {"company": {"name": {"eq": "Acme"}}}, "data": {"jobTitle": "Member"}}))
        .await;
    assert_eq!(data["updatePeople"].as_array().unwrap().len(), 5);
}

#[tokio::test]
async fn nothing_is_done_to_all_records_by_mistake() {
    let world = world().await;
    world.empty().await;
    world.people().await;
    for verb in ["delete", "destroy", "restore"] {
        for filter in [json!({}), json!({"and": []}), json!({"or": [{}], "not": {}})] {
            let query = format!("mutation($f: PersonFilterInput!) {{ {verb}People(filter: $f) {{ id }} }}");
            let refused = world.refused(&query, json!({"f": filter})).await;
            let expected = (
                "A non-empty filter is required".to_owned(),
                "BAD_USER_INPUT".to_owned(),
                json!("INVALID_QUERY_INPUT"),
            );
            assert_eq!(refused, expected, "{verb} {filter}");
        }
    }
    let none = world
        .ask(
            "mutation { destroyPeople(filter: { name: { firstName: { eq: \"nobody\" } } }) { id } }",
            json!({}),
        )
        .await;
    assert_eq!(none["destroyPeople"], json!([]));
    assert_eq!(world.ask("{ people { totalCount } }", json!({})).await["people"]["totalCount"], 5);
}

#[tokio::test]
async fn values_that_do_not_fit_are_refused_and_nothing_is_stored() {
    let world = world().await;
    world.empty().await;
    let create = "mutation($d: OpportunityCreateInput!) { createOpportunity(data: $d) { id } }";
    for (data, message) in [
        (json!({"nothing": 1}), "Object opportunity doesn't have any \"nothing\" field."),
        (json!({"name": 1}), "Invalid string value 1 for text field \"name\""),
        (json!({"stage": "LOST"}), "Value \"LOST\" does not exist in \"OpportunityStageEnum\" enum."),
        (
            json!({"closeDate": "2024-13-01"}),
            "Invalid value '2024-13-01' for date-time field \"closeDate\". Expected format: 'YYYY-MM-DDTHH:mm:ssZ'",
        ),
        (json!({"companyId": "x"}), "Invalid UUID value 'x' for field \"companyId\""),
        (json!({"id": "x"}), "Invalid UUID value 'x' for field \"id\""),
        (json!({"position": "middle"}), "Invalid position value \"middle\" for field \"position\""),
        (
            json!({"noteTargets": []}),
            "One-to-many relation noteTargets field does not support write operations.",
        ),
    ] {
        let refused = world.refused(create, json!({"d": data})).await;
        assert_eq!(refused, (message.to_owned(), "BAD_USER_INPUT".to_owned(), json!("INVALID_ARGS_DATA")));
    }
    assert_eq!(
        world.ask("{ opportunities { totalCount } }", json!({})).await["opportunities"]["totalCount"],
        0
    );
    let amount = "9007199254740993000000";
    let query = format!(
        "mutation {{ createOpportunity(data: {{ name: \"Big\", amount: {{ amountMicros: {amount}, currencyCode: \"EUR\" }}, stage: NEW }}) {{ amount {{ amountMicros }} stage }} }}"
    );
    let big = world.ask(&query, json!({})).await;
    assert_eq!(big["createOpportunity"], json!({"amount": {"amountMicros": amount}, "stage": "NEW"}));
}

#[tokio::test]
async fn one_record_is_made_of_one_object_and_not_of_a_list() {
    let world = world().await;
    world.empty().await;
    let ann = json!({"name": {"firstName": "Ann"}});
    for data in [json!([ann, ann]), json!([ann]), json!([]), json!("Ann"), json!(7)] {
        let refused = world.refused(CREATE, json!({"data": data})).await;
        let expected = ("Data must be an object", "BAD_USER_INPUT", json!("INVALID_ARGS_DATA"));
        assert_eq!((refused.0.as_str(), refused.1.as_str(), refused.2), expected, "{data}");
    }
    let literal = "mutation { createPerson(data: [{ jobTitle: \"CTO\" }]) { id } }";
    assert_eq!(world.refused(literal, json!({})).await.2, "INVALID_ARGS_DATA");
    assert_eq!(world.ask("{ people { totalCount } }", json!({})).await["people"]["totalCount"], 0);
    // Many may be one.
    let many = "mutation($d: [PersonCreateInput!]!) { createPeople(data: $d) { name { firstName } } }";
    let made = world.ask(many, json!({"d": ann})).await;
    assert_eq!(made["createPeople"], json!([{"name": {"firstName": "Ann"}}]));
}

#[tokio::test]
async fn a_change_of_many_answers_those_it_was_done_to() {
    let world = world().await;
    world.empty().await;
    world.people().await;
    let named = |names: &str| json!({"name": {"firstName": {"in": names.split(' ').collect::<Vec<_>>()}}});
    let delete = "mutation($f: PersonFilterInput!) { deletePeople(filter: $f) { id } }";
    world.ask(delete, json!({"f": named("P1 P2")})).await;
    let update = "mutation($f: PersonFilterInput!) { updatePeople(filter: $f, data: { jobTitle: \"New\" }) { name { firstName } jobTitle } }";
    let deleted = json!({"deletedAt": {"is": "NOT_NULL"}});
    let changed = world.ask(update, json!({ "f": deleted })).await;
    assert_eq!(changed["updatePeople"], json!([]), "deleted records are not changed");
    let any = json!({"or": [deleted, {"deletedAt": {"is": "NULL"}}]});
    let changed = world.ask(update, json!({"f": {"and": [any, named("P1 P2 P3")]}})).await;
    assert_eq!(changed["updatePeople"], json!([{"name": {"firstName": "P3"}, "jobTitle": "New"}]));
    let found = "query($f: PersonFilterInput) { people(filter: $f) { edges { node { jobTitle } } } }";
    let titles = world.ask(found, json!({ "f": deleted })).await["people"]["edges"].clone();
    assert_eq!(titles, json!([{"node": {"jobTitle": null}}, {"node": {"jobTitle": null}}]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clients_that_take_the_same_records_at_once_share_them() {
    let world = world().await;
    let tasks: Vec<Value> = (0..20).map(|i| json!({"title": format!("T{i}"), "status": "TODO"})).collect();
    let create = "mutation($d: [TaskCreateInput!]!) { createTasks(data: $d) { id } }";
    let update =
        "mutation($f: TaskFilterInput!, $d: TaskUpdateInput!) { updateTasks(filter: $f, data: $d) { id } }";
    for (from, to) in [("TODO", "IN_PROGRESS"), ("IN_PROGRESS", "DONE"), ("DONE", "TODO")] {
        let mine = world.ask(create, json!({ "d": tasks })).await["createTasks"].clone();
        let ids: Vec<&Value> = mine.as_array().unwrap().iter().map(|task| &task["id"]).collect();
        let start = json!({"f": {"id": {"in": ids}}, "d": {"status": from}});
        world.ask(update, start).await;
        let take = json!({"f": {"status": {"eq": from}, "id": {"in": ids}}, "d": {"status": to}});
        let (one, two) = tokio::join!(world.ask(update, take.clone()), world.ask(update, take.clone()));
        let taken = [one, two].map(|answer| answer["updateTasks"].as_array().unwrap().len());
        assert_eq!(taken.iter().sum::<usize>(), 20, "{taken:?}");
    }
}
