//! Merging records.

use serde_json::{Value, json};

use super::{World, world};

const MERGE: &str = "mutation($ids: [UUID!]!, $at: Int!, $dry: Boolean) { mergePeople(ids: $ids, conflictPriorityIndex: $at, dryRun: $dry) {
  key: id deletedAt jobTitle name { firstName } emails { primaryEmail additionalEmails } company { name } noteTargets { totalCount }
} }";

async fn two(world: &World) -> Vec<Value> {
    world.empty().await;
    world.people().await;
    world.ask("mutation { destroyPeople(filter: { position: { gt: 0 } }) { id } }", json!({})).await;
    let acme = json!({"connect": {"where": {"domainName": {"primaryLinkUrl": "acme.com"}}}});
    let data = json!([
        {"name": {"firstName": "Ada"}, "position": 1, "emails": {"primaryEmail": "ada@x.org", "additionalEmails": ["countess@x.org"]}},
        {"name": {"firstName": "A."}, "position": 2, "emails": {"primaryEmail": "a@x.org"}, "jobTitle": "Poet", "company": acme},
        {"name": {"firstName": "None"}, "position": 3, "jobTitle": "Nobody"},
    ]);
    let made = world
        .ask("mutation($d: [PersonCreateInput!]!) { createPeople(data: $d) { id } }", json!({"d": data}))
        .await;
    let ids: Vec<Value> =
        made["createPeople"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect();
    for person in &ids {
        let note = world
            .ask(
                "mutation($d: NoteCreateInput!) { createNote(data: $d) { id } }",
                json!({"d": {"title": "n"}}),
            )
            .await["createNote"]["id"]
            .clone();
        let ties =
            json!([{"noteId": note, "targetPersonId": person}, {"noteId": note, "targetPersonId": ids[0]}]);
        let ties = if *person == ids[0] { json!([ties[0]]) } else { ties };
        world
            .ask(
                "mutation($d: [NoteTargetCreateInput!]!) { createNoteTargets(data: $d) { id } }",
                json!({"d": ties}),
            )
            .await;
    }
    ids
}

#[tokio::test]
async fn one_survives_with_what_all_know() {
    let world = world().await;
    let ids = two(&world).await;
    let trial = world.ask(MERGE, json!({"ids": ids, "at": 0, "dry": true})).await["mergePeople"].clone();
    assert!(!ids.contains(&trial["key"]) && trial["deletedAt"].is_string(), "{trial}");
    assert_eq!(trial["jobTitle"], "Poet");
    let all = "{ people { totalCount } noteTargets { totalCount } }";
    assert_eq!(
        world.ask(all, json!({})).await,
        json!({"people": {"totalCount": 3}, "noteTargets": {"totalCount": 5}})
    );

    let merged = world.ask(MERGE, json!({"ids": ids, "at": 0})).await["mergePeople"].clone();
    let expected = json!({
        "key": ids[0], "deletedAt": null, "jobTitle": "Poet", "name": {"firstName": "Ada"},
        "emails": {"primaryEmail": "ada@x.org", "additionalEmails": ["countess@x.org", "a@x.org"]},
        "company": {"name": "Acme"}, "noteTargets": {"totalCount": 3},
    });
    assert_eq!(merged, expected, "of two ties to one note one is left");
    assert_eq!(
        world.ask(all, json!({})).await,
        json!({"people": {"totalCount": 1}, "noteTargets": {"totalCount": 3}})
    );
    let gone = world.refused(MERGE, json!({"ids": ids, "at": 0})).await;
    assert_eq!(
        gone,
        ("One or more records not found".to_owned(), "NOT_FOUND".to_owned(), json!("RECORD_NOT_FOUND"))
    );
}

#[tokio::test]
async fn a_unique_value_goes_over_to_the_survivor() {
    let world = world().await;
    let ids = two(&world).await;
    let merged = world.ask(MERGE, json!({"ids": [ids[1], ids[2]], "at": 1})).await["mergePeople"].clone();
    assert_eq!((&merged["key"], &merged["jobTitle"]), (&ids[2], &json!("Nobody")));
    assert_eq!(merged["emails"]["primaryEmail"], "a@x.org");
    for (ids, at) in [
        (json!([ids[0]]), 0),
        (json!([ids[0], ids[0]]), 0),
        (json!([ids[0], ids[2]]), 2),
        (json!([ids[0], ids[2]]), -1),
    ] {
        let refused = world.refused(MERGE, json!({"ids": ids, "at": at})).await;
        assert_eq!((refused.1.as_str(), &refused.2), ("BAD_USER_INPUT", &json!("INVALID_QUERY_INPUT")));
    }
    let people = world.ask("{ people { totalCount } }", json!({})).await;
    assert_eq!(people["people"]["totalCount"], 2);
}

/// Companies of these names, each below the one named beside it; answers their ids.
async fn tree<const N: usize>(world: &World, companies: [(&str, Option<usize>); N]) -> Vec<Value> {
    let mut ids: Vec<Value> = Vec::new();
    for (name, _) in companies {
        let create = "mutation($d: CompanyCreateInput!) { createCompany(data: $d) { id } }";
        let made = world.ask(create, json!({"d": {"name": name}})).await;
        ids.push(made["createCompany"]["id"].clone());
    }
    for (id, (_, parent)) in ids.iter().zip(companies) {
        let Some(parent) = parent else { continue };
        let update =
            "mutation($id: UUID!, $d: CompanyUpdateInput!) { updateCompany(id: $id, data: $d) { id } }";
        world.ask(update, json!({"id": id, "d": {"parentId": ids[parent]}})).await;
    }
    ids
}

#[tokio::test]
async fn a_record_merged_with_its_parent_or_child_does_not_end_below_itself() {
    let world = world().await;
    world.empty().await;
    let context = world.server.engine.session_context(&world.member.cookie, None).await.unwrap().unwrap();
    let company = context.2.object("company").unwrap().id;
    let payload = json!({"type": "MANY_TO_ONE", "targetObjectMetadataId": company, "targetFieldLabel": "Children",
        "targetFieldIcon": "IconBox"});
    world.field("company", "parent", "RELATION", json!({"relationCreationPayload": payload})).await;
    let merge =
        "mutation($ids: [UUID!]!) { mergeCompanies(ids: $ids, conflictPriorityIndex: 0) { id parentId } }";
    let parent = "query($f: CompanyFilterInput) { companies(filter: $f) { edges { node { parentId } } } }";
    for (companies, expected) in [
        // The other is below the survivor; the survivor is below the other.
        ([("A", None), ("B", Some(0)), ("C", None), ("D", Some(1))], None),
        ([("A", Some(1)), ("B", None), ("C", None), ("D", Some(1))], None),
        // What is above the other stays above the survivor.
        ([("A", Some(1)), ("B", Some(2)), ("C", None), ("D", Some(1))], Some(2)),
        ([("A", None), ("B", Some(2)), ("C", None), ("D", Some(0))], Some(2)),
    ] {
        let ids = tree(&world, companies).await;
        let merged = world.ask(merge, json!({"ids": [ids[0], ids[1]]})).await["mergeCompanies"].clone();
        let above = expected.map_or(Value::Null, |place: usize| ids[place].clone());
        assert_eq!(merged, json!({"id": ids[0], "parentId": above}), "{companies:?}");
        let below = world.ask(parent, json!({"f": {"id": {"eq": ids[3]}}})).await;
        assert_eq!(below["companies"]["edges"][0]["node"]["parentId"], ids[0], "{companies:?}");
    }
    // Each below the next.
    let ids = tree(&world, [("A", Some(1)), ("B", Some(2)), ("C", Some(0))]).await;
    let merged = world.ask(merge, json!({ "ids": ids })).await["mergeCompanies"].clone();
    assert_eq!(merged, json!({"id": ids[0], "parentId": null}));
}
