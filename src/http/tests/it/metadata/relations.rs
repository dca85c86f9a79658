//! Relations, to one object and to several.

use serde_json::{Value, json};

use super::{CREATE_FIELD, text, world};

#[tokio::test]
async fn a_relation_has_two_sides() {
    let world = world().await;
    let rocket = world.create_object("rocket", "rockets").await;
    let company = world.object_id("company").await;
    let payload = json!({ "type": "MANY_TO_ONE", "targetObjectMetadataId": company, "targetFieldLabel": "Fleet",
        "targetFieldIcon": "IconRocket" });
    let input = json!({ "objectMetadataId": rocket, "name": "maker", "label": "Maker", "type": "RELATION",
        "relationCreationPayload": payload });
    let field = world.create_field(input).await;
    assert_eq!(field["relation"]["type"], "MANY_TO_ONE");
    assert_eq!(field["relation"]["targetObjectMetadata"]["nameSingular"], "company");
    assert_eq!(field["relation"]["targetFieldMetadata"]["name"], "fleet");
    assert_eq!(field["settings"]["joinColumnName"], "makerId");
    assert_eq!(field["morphRelations"], Value::Null);

    let query = "query($id: UUID!) { field(id: $id) { relation { type sourceObjectMetadata { nameSingular } \
        targetObjectMetadata { nameSingular } sourceFieldMetadata { name } targetFieldMetadata { name } } } }";
    let other = field["relation"]["targetFieldMetadata"]["id"].clone();
    let data = world.ask(query, json!({ "id": other })).await;
    assert_eq!(
        data["field"]["relation"],
        json!({ "type": "ONE_TO_MANY", "sourceObjectMetadata": { "nameSingular": "company" },
            "targetObjectMetadata": { "nameSingular": "rocket" }, "sourceFieldMetadata": { "name": "fleet" },
            "targetFieldMetadata": { "name": "maker" } })
    );

    let delete = "mutation($id: UUID!) { deleteOneField(input: { id: $id }) { name relation { targetFieldMetadata \
        { name } } } }";
    let gone = world.ask(delete, json!({ "id": field["id"] })).await["deleteOneField"].clone();
    assert_eq!(gone["relation"]["targetFieldMetadata"]["name"], "fleet", "told as it was");
    let error = world.error(query, json!({ "id": other })).await;
    assert_eq!(error["extensions"]["subCode"], "FIELD_METADATA_NOT_FOUND", "the other side is gone, too");
}

#[tokio::test]
async fn a_morph_relation_is_told_as_one_field() {
    let world = world().await;
    let rocket = world.create_object("rocket", "rockets").await;
    let mut payloads = Vec::new();
    for target in ["company", "person"] {
        let id = world.object_id(target).await;
        payloads.push(
            json!({ "type": "MANY_TO_ONE", "targetObjectMetadataId": id, "targetFieldLabel": "Rockets owned",
            "targetFieldIcon": "IconRocket" }),
        );
    }
    let input = json!({ "objectMetadataId": rocket, "name": "owner", "label": "Owner", "type": "MORPH_RELATION",
        "morphRelationsCreationPayload": payloads });
    let field = world.create_field(input).await;
    let relations = field["morphRelations"].as_array().unwrap();
    let mut targets: Vec<_> =
        relations.iter().map(|one| text(&one["targetObjectMetadata"]["nameSingular"])).collect();
    targets.sort();
    assert_eq!(targets, ["company", "person"]);
    assert!(relations.iter().all(|one| one["sourceFieldMetadata"]["morphId"] == field["morphId"]));
    assert_eq!(field["relation"], Value::Null);
    let object = world.object(&rocket).await;
    let fields = object["fieldsList"].as_array().unwrap();
    assert_eq!(
        fields.iter().filter(|one| one["morphId"] == field["morphId"]).count(),
        1,
        "one stands for all"
    );
}

#[tokio::test]
async fn bad_targets_are_refused() {
    let world = world().await;
    let rocket = world.create_object("rocket", "rockets").await;
    let payload = |target: &str| {
        json!({ "type": "MANY_TO_ONE", "targetObjectMetadataId": target, "targetFieldLabel": "Fleet",
            "targetFieldIcon": "IconRocket" })
    };
    let field = |payload: Value| {
        json!({ "objectMetadataId": rocket, "name": "maker", "label": "Maker", "type": "RELATION",
            "relationCreationPayload": payload })
    };
    let unknown = field(payload("20202020-1c25-4d02-bf25-6aeccf7ea400"));
    let codes = world.report(CREATE_FIELD, json!({ "f": unknown })).await;
    assert_eq!(codes, [("fieldMetadata".to_owned(), "FIELD_METADATA_RELATION_MALFORMED".to_owned())]);
    let error = world.error(CREATE_FIELD, json!({ "f": field(payload("nonsense")) })).await;
    assert_eq!(error["extensions"]["subCode"], "INVALID_FIELD_INPUT", "{error:#}");
}
