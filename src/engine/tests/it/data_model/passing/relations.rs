//! Relations between objects, to one and to several (metadata API, section 7).

use icosa_model::FieldType;
use icosa_model::definition::{OnDelete, RelationType};
use serde_json::{Value, json};

use super::objects::make_rocket;
use crate::data_model::names::{field, find_field, id};
use crate::data_model::workshop::workshop;

fn relation(kind: &str, target: &str, label: &str) -> Value {
    json!({"type": kind, "targetObjectId": {"object": target}, "targetFieldLabel": label, "targetFieldIcon": "IconRocket"})
}

fn create(kind: &str, name: &str, more: (&str, Value)) -> Value {
    let mut with = json!({"objectId": {"object": "rocket"}, "type": kind, "name": name, "label": "Label"});
    with[more.0] = more.1;
    json!({"change": "createField", "with": with})
}

#[tokio::test]
async fn a_relation_is_made_with_its_other_side() {
    let shop = workshop().await;
    make_rocket(&shop, json!({})).await;
    shop.change(json!([
        create("RELATION", "maker", ("relation", relation("MANY_TO_ONE", "company", "Rockets made"))),
        create("RELATION", "crew", ("relation", relation("ONE_TO_MANY", "person", "Ship"))),
    ]))
    .await;
    let metadata = shop.metadata().await;
    let (maker, made) = (field(&metadata, "rocket.maker"), field(&metadata, "company.rocketsMade"));
    assert_eq!(maker.settings.relation_type, Some(RelationType::ManyToOne));
    assert_eq!(maker.settings.on_delete, Some(OnDelete::SetNull));
    assert_eq!(maker.settings.join_column_name.as_deref(), Some("makerId"));
    assert_eq!(made.settings.relation_type, Some(RelationType::OneToMany));
    assert_eq!((made.settings.on_delete, &made.settings.join_column_name), (None, &None));
    assert_eq!((made.label.as_str(), made.icon.as_deref()), ("Rockets made", Some("IconRocket")));
    assert_eq!(
        (maker.relation_target_field_id, made.relation_target_field_id),
        (Some(made.id), Some(maker.id))
    );
    assert!(metadata.indexes.iter().any(|index| index.fields.iter().any(|entry| entry.field_id == maker.id)));
    assert_eq!(field(&metadata, "person.ship").settings.join_column_name.as_deref(), Some("shipId"));

    let company = shop.tim.made("company", json!({"name": "Acme"})).await;
    let rocket = shop.tim.made("rocket", json!({"name": "Saturn V", "makerId": company})).await;
    let ada = shop.tim.made("person", json!({"name": {"firstName": "Ada"}, "shipId": rocket})).await;
    shop.tim.destroy("company", &[company]).await.unwrap();
    assert_eq!(shop.tim.value("rocket", rocket, "makerId").await, Value::Null);
    shop.tim.destroy("rocket", &[rocket]).await.unwrap();
    assert_eq!(shop.tim.value("person", ada, "shipId").await, Value::Null);
}

#[tokio::test]
async fn a_relation_goes_with_both_sides_and_hides_with_both() {
    let shop = workshop().await;
    make_rocket(&shop, json!({})).await;
    shop.change(json!([create(
        "RELATION",
        "maker",
        ("relation", relation("MANY_TO_ONE", "company", "Rockets"))
    )]))
    .await;
    let set = |active: bool| json!([{"change": "updateField", "with": {"id": {"field": "company.rockets"}, "update": {"isActive": active}}}]);
    shop.change(set(false)).await;
    assert!(!field(&*shop.metadata().await, "rocket.maker").is_active);
    shop.change(set(true)).await;
    assert!(field(&*shop.metadata().await, "rocket.maker").is_active);
    shop.change(json!([{"change": "deleteField", "with": {"field": "company.rockets"}}])).await;
    let metadata = shop.metadata().await;
    assert!(
        find_field(&metadata, "rocket.maker").is_none() && find_field(&metadata, "company.rockets").is_none()
    );
}

#[tokio::test]
async fn an_object_is_related_to_itself() {
    let shop = workshop().await;
    make_rocket(&shop, json!({})).await;
    shop.change(json!([create(
        "RELATION",
        "parent",
        ("relation", relation("MANY_TO_ONE", "rocket", "Parts"))
    )]))
    .await;
    let whole = shop.tim.made("rocket", json!({"name": "Saturn V"})).await;
    let part = shop.tim.made("rocket", json!({"name": "S-IC", "parentId": whole})).await;
    assert_eq!(shop.tim.value("rocket", part, "parentId").await, json!(whole));
    shop.change(json!([{"change": "deleteField", "with": {"field": "rocket.parent"}}])).await;
    assert!(find_field(&*shop.metadata().await, "rocket.parts").is_none());
}

#[tokio::test]
async fn a_morph_relation_has_a_field_for_each_target_and_gets_more() {
    let shop = workshop().await;
    make_rocket(&shop, json!({})).await;
    let targets =
        json!([relation("MANY_TO_ONE", "company", "Rockets"), relation("MANY_TO_ONE", "person", "Rockets")]);
    shop.change(json!([create("MORPH_RELATION", "owner", ("morphRelations", targets))])).await;
    let metadata = shop.metadata().await;
    let (company, person) = (field(&metadata, "rocket.ownerCompany"), field(&metadata, "rocket.ownerPerson"));
    assert_eq!((company.field_type, person.field_type), (FieldType::MorphRelation, FieldType::MorphRelation));
    assert!(company.morph_id.is_some() && company.morph_id == person.morph_id);
    assert_eq!(person.settings.join_column_name.as_deref(), Some("ownerPersonId"));
    assert_eq!(field(&metadata, "person.rockets").relation_target_field_id, Some(person.id));

    shop.change(json!([{"change": "updateField", "with": {"id": {"field": "rocket.ownerCompany"},
        "update": {"morphTargets": [{"object": "opportunity"}, {"object": "person"}]}}}]))
        .await;
    let metadata = shop.metadata().await;
    assert_eq!(
        field(&metadata, "rocket.ownerOpportunity").morph_id,
        field(&metadata, "rocket.ownerPerson").morph_id
    );
    let siblings =
        metadata.fields.iter().filter(|field| field.name.starts_with("owner") && field.morph_id.is_some());
    assert_eq!(siblings.count(), 3);

    let ada = shop.tim.made("person", json!({"name": {"firstName": "Ada"}})).await;
    let rocket = shop.tim.made("rocket", json!({"name": "x", "ownerPersonId": ada})).await;
    assert_eq!(shop.tim.value("rocket", rocket, "ownerPersonId").await, json!(ada));

    // One sibling takes the others with it.
    shop.change(json!([{"change": "deleteField", "with": {"field": "rocket.ownerPerson"}}])).await;
    let metadata = shop.metadata().await;
    for gone in ["rocket.ownerCompany", "rocket.ownerPerson", "rocket.ownerOpportunity", "company.rockets"] {
        assert!(find_field(&metadata, gone).is_none(), "{gone}");
    }
}

#[tokio::test]
async fn a_morph_list_has_a_field_for_each_target() {
    let shop = workshop().await;
    make_rocket(&shop, json!({})).await;
    let targets =
        json!([relation("ONE_TO_MANY", "company", "Rocket"), relation("ONE_TO_MANY", "person", "Rocket")]);
    shop.change(json!([create("MORPH_RELATION", "fan", ("morphRelations", targets))])).await;
    let metadata = shop.metadata().await;
    assert!(find_field(&metadata, "rocket.fanCompanies").is_some());
    assert!(find_field(&metadata, "rocket.fanPeople").is_some());
    assert_eq!(field(&metadata, "person.rocket").settings.join_column_name.as_deref(), Some("rocketId"));
    let rocket = shop.tim.made("rocket", json!({"name": "x"})).await;
    shop.tim.made("person", json!({"name": {"firstName": "Ada"}, "rocketId": rocket})).await;
}

#[tokio::test]
async fn a_junction_is_set_later_and_forgotten_with_its_field() {
    let shop = workshop().await;
    make_rocket(&shop, json!({})).await;
    make_rocket(
        &shop,
        json!({"id": {"id": "flight"}, "nameSingular": "flight", "namePlural": "flights", "labelSingular": "Flight",
            "labelPlural": "Flights"}),
    )
    .await;
    shop.change(json!([
        create("RELATION", "flights", ("relation", relation("ONE_TO_MANY", "flight", "Rocket"))),
        {"change": "createField", "with": {"id": {"id": "pilot"}, "objectId": {"object": "flight"}, "type": "RELATION",
            "name": "pilot", "label": "Pilot", "relation": relation("MANY_TO_ONE", "person", "Flights")}},
    ]))
    .await;
    shop.change(json!([{"change": "updateField", "with": {"id": {"field": "rocket.flights"},
        "update": {"settings": {"junctionTargetFieldId": {"id": "pilot"}}}}}]))
        .await;
    let metadata = shop.metadata().await;
    let flights = field(&metadata, "rocket.flights");
    assert_eq!(flights.settings.junction_target_field_id.map(|field| field.0), Some(id("pilot")));
    assert_eq!(flights.settings.relation_type, Some(RelationType::OneToMany));
    shop.change(json!([{"change": "deleteField", "with": {"id": "pilot"}}])).await;
    assert_eq!(field(&*shop.metadata().await, "rocket.flights").settings.junction_target_field_id, None);
}
