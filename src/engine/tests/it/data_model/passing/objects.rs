//! What making an object generates (metadata API, section 5.4).

use icosa_model::FieldType;
use icosa_model::definition::{IndexType, Metadata, OnDelete, RelationType};
use serde_json::{Value, json};

use crate::data_model::names::{field, find_field, find_view, object, view};
use crate::data_model::workshop::{Workshop, workshop};

/// An object `rocket`; what is said besides is added.
pub async fn make_rocket(shop: &Workshop, more: Value) {
    let mut with = json!({
        "id": {"id": "rocket"}, "nameSingular": "rocket", "namePlural": "rockets",
        "labelSingular": "Rocket", "labelPlural": "Rockets",
    });
    with.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    shop.change(json!([{"change": "createObject", "with": with}])).await;
}

/// Names of the fields of an object, in order.
fn field_names(metadata: &Metadata, name: &str) -> Vec<String> {
    let id = object(metadata, name).id;
    let mut fields: Vec<_> = metadata.fields.iter().filter(|field| field.object_id == id).collect();
    fields.sort_by(|a, b| a.position.total_cmp(&b.position));
    fields.into_iter().map(|field| field.name.clone()).collect()
}

/// Names of the fields of a view, by position.
pub fn columns(metadata: &Metadata, name: &str) -> Vec<String> {
    let mut columns: Vec<_> = view(metadata, name).fields.iter().collect();
    columns.sort_by(|a, b| a.position.total_cmp(&b.position));
    let field = |id| metadata.fields.iter().find(|field| field.id == id).unwrap().name.clone();
    columns.into_iter().map(|column| field(column.field_id)).collect()
}

#[tokio::test]
async fn a_new_object_has_its_flags_and_fields() {
    let shop = workshop().await;
    let more = json!({"labelSingular": " space   rocket ", "icon": "IconRocket", "color": "red", "shortcut": "R",
        "description": "Flies"});
    make_rocket(&shop, more).await;
    let metadata = shop.metadata().await;
    let rocket = object(&metadata, "rocket");
    assert_eq!(rocket.label_singular, "Space rocket");
    assert!(rocket.is_active && rocket.is_searchable && rocket.is_audit_logged);
    assert!(rocket.is_ui_creatable && rocket.is_ui_editable && !rocket.is_system && !rocket.is_standard);
    assert_eq!((&rocket.duplicate_criteria, rocket.image_identifier_field_id), (&None, None));
    let name = field(&metadata, "rocket.name");
    assert_eq!(rocket.label_identifier_field_id, name.id);
    assert_eq!(rocket.search_field_ids, [name.id]);
    assert!(!name.is_system && name.is_nullable && name.default_value.is_null());
    assert_eq!(
        field_names(&metadata, "rocket"),
        [
            "name",
            "id",
            "createdAt",
            "createdBy",
            "deletedAt",
            "position",
            "updatedAt",
            "updatedBy",
            "searchVector",
            "timelineActivities",
            "attachments",
            "noteTargets",
            "taskTargets",
        ]
    );
    let system =
        ["id", "createdAt", "createdBy", "deletedAt", "position", "updatedAt", "updatedBy", "searchVector"];
    for own in system {
        let field = field(&metadata, &format!("rocket.{own}"));
        let standard = super::super::names::field(&metadata, &format!("company.{own}"));
        assert!(field.is_system);
        assert_eq!(
            (field.field_type, &field.label, field.is_nullable, &field.default_value, &field.icon),
            (
                standard.field_type,
                &standard.label,
                standard.is_nullable,
                &standard.default_value,
                &standard.icon
            ),
        );
        assert_eq!(field.is_ui_editable, own == "position");
    }
}

#[tokio::test]
async fn a_new_object_is_tied_to_timeline_attachments_notes_and_tasks() {
    let shop = workshop().await;
    make_rocket(&shop, json!({})).await;
    let metadata = shop.metadata().await;
    for (target, list, label, icon) in [
        ("timelineActivity", "timelineActivities", "Timeline Activities", "IconTimelineEvent"),
        ("attachment", "attachments", "Attachments", "IconFileImport"),
        ("noteTarget", "noteTargets", "Notes", "IconNotes"),
        ("taskTarget", "taskTargets", "Tasks", "IconCheckbox"),
    ] {
        let many = field(&metadata, &format!("rocket.{list}"));
        let one = field(&metadata, &format!("{target}.targetRocket"));
        assert_eq!((many.label.as_str(), many.icon.as_deref()), (label, Some(icon)));
        assert_eq!((many.field_type, one.field_type), (FieldType::Relation, FieldType::MorphRelation));
        assert_eq!(many.settings.relation_type, Some(RelationType::OneToMany));
        assert_eq!(one.settings.relation_type, Some(RelationType::ManyToOne));
        assert_eq!(one.settings.join_column_name.as_deref(), Some("targetRocketId"));
        assert_eq!(
            one.settings.on_delete,
            field(&metadata, &format!("{target}.targetCompany")).settings.on_delete
        );
        assert_ne!(one.settings.on_delete, Some(OnDelete::Restrict));
        assert_eq!(one.morph_id, field(&metadata, &format!("{target}.targetCompany")).morph_id);
        assert_eq!(one.label, "Rocket");
        assert!(many.is_side_effect && one.is_side_effect);
        assert_eq!(many.relation_target_field_id, Some(one.id));
        assert_eq!(one.relation_target_field_id, Some(many.id));
        let on_it = |index: &&icosa_model::definition::IndexRow| {
            index.fields.len() == 1 && index.fields[0].field_id == one.id
        };
        let index = metadata.indexes.iter().find(on_it).unwrap();
        assert_eq!((index.index_type, index.is_unique, index.is_custom), (IndexType::Btree, false, false));
    }
    let vector = field(&metadata, "rocket.searchVector").id;
    let gin = metadata.indexes.iter().find(|index| index.fields.iter().any(|entry| entry.field_id == vector));
    assert_eq!(gin.unwrap().index_type, IndexType::Gin);

    // They work: a note about a rocket.
    let rocket = shop.tim.made("rocket", json!({"name": "Saturn V"})).await;
    let note = shop.tim.made("note", json!({"title": "Checked"})).await;
    shop.tim.made("noteTarget", json!({"noteId": note, "targetRocketId": rocket})).await;
    shop.tim.destroy("rocket", &[rocket]).await.unwrap();
}

#[tokio::test]
async fn a_new_object_has_views_and_an_item_in_the_navigation() {
    let shop = workshop().await;
    let before = shop.metadata().await;
    make_rocket(&shop, json!({})).await;
    let metadata = shop.metadata().await;
    let index = view(&metadata, "rocket/INDEX");
    assert_eq!((index.name.as_str(), index.icon.as_str()), ("All {objectLabelPlural}", "IconList"));
    assert_eq!((index.view_type.as_str(), index.visibility.as_str()), ("TABLE", "WORKSPACE"));
    assert_eq!((index.position, index.created_by_user_workspace_id), (0.0, None));
    assert_eq!(
        columns(&metadata, "rocket/INDEX"),
        ["name", "createdAt", "createdBy", "updatedAt", "updatedBy"]
    );
    assert!(index.fields.iter().all(|column| column.is_visible && column.size == 150));
    let page = view(&metadata, "rocket/FIELDS_WIDGET");
    assert_eq!((page.name.as_str(), page.key.as_deref()), ("Rocket Record Page Fields", None));
    assert_eq!(
        columns(&metadata, "rocket/FIELDS_WIDGET"),
        ["createdAt", "createdBy", "updatedAt", "updatedBy"]
    );
    assert!(page.field_groups.is_empty());

    let item =
        metadata.navigation.iter().find(|item| item.target_object_id == Some(index.object_id)).unwrap();
    let last = before.navigation.iter().map(|item| item.position).fold(0.0, f64::max);
    assert_eq!((item.item_type.as_str(), item.position), ("OBJECT", last + 1.0));
    assert_eq!((&item.name, &item.icon, &item.color, item.user_workspace_id), (&None, &None, &None, None));
}

#[tokio::test]
async fn without_a_name_field_the_id_names_the_records() {
    let shop = workshop().await;
    make_rocket(&shop, json!({"skipNameField": true})).await;
    let metadata = shop.metadata().await;
    assert!(find_field(&metadata, "rocket.name").is_none());
    assert_eq!(object(&metadata, "rocket").label_identifier_field_id, field(&metadata, "rocket.id").id);
    assert_eq!(columns(&metadata, "rocket/INDEX")[0], "id");
    let record = shop.tim.made("rocket", json!({})).await;
    assert_eq!(shop.tim.value("rocket", record, "id").await, json!(record));
}

#[tokio::test]
async fn an_inactive_object_keeps_its_table() {
    let shop = workshop().await;
    make_rocket(&shop, json!({})).await;
    let record = shop.tim.made("rocket", json!({"name": "Saturn V"})).await;
    let set = |active: bool| json!([{"change": "updateObject", "with": {"id": {"object": "rocket"}, "update": {"isActive": active}}}]);
    shop.change(set(false)).await;
    assert!(shop.tim.get("rocket", record, &["name"]).await.is_err());
    assert!(find_view(&*shop.metadata().await, "rocket/INDEX").is_some());
    shop.change(set(true)).await;
    assert_eq!(shop.tim.value("rocket", record, "name").await, "Saturn V");
    // Standard objects too.
    shop.change(json!([{"change": "updateObject", "with": {"id": {"object": "note"}, "update": {"isActive": false}}}]))
        .await;
    assert!(shop.tim.create("note", json!({"title": "x"})).await.is_err());
}

#[tokio::test]
async fn words_of_standard_objects_are_replaced_and_remembered() {
    let shop = workshop().await;
    let set = |label: &str, icon: Value| {
        json!([{"change": "updateObject", "with": {"id": {"object": "company"},
            "update": {"labelSingular": label, "icon": icon, "color": "green"}}}])
    };
    let standard = object(&*shop.metadata().await, "company").clone();
    shop.change(set("account", json!("IconBuilding"))).await;
    let metadata = shop.metadata().await;
    let company = object(&metadata, "company");
    assert_eq!((company.label_singular.as_str(), company.color.as_deref()), ("Account", Some("green")));
    assert_eq!(company.original.get("labelSingular"), Some(&json!("Company")));
    shop.change(set("Company", json!(standard.icon))).await;
    assert!(object(&*shop.metadata().await, "company").original.is_empty());
}

#[tokio::test]
async fn another_label_field_leads_every_view() {
    let shop = workshop().await;
    make_rocket(&shop, json!({})).await;
    shop.change(json!([
        {"change": "createField", "with": {"objectId": {"object": "rocket"}, "type": "TEXT", "name": "code", "label": "Code"}},
        {"change": "createView", "with": {"objectId": {"object": "rocket"}, "name": "Empty", "icon": "IconList"}},
    ]))
    .await;
    let set = json!([{"change": "updateObject", "with": {"id": {"object": "rocket"},
        "update": {"labelIdentifierFieldId": {"field": "rocket.code"}}}}]);
    shop.change(set).await;
    let metadata = shop.metadata().await;
    assert_eq!(columns(&metadata, "rocket/INDEX")[..2], ["code", "name"]);
    assert_eq!(columns(&metadata, "rocket/Empty"), ["code"]);
    assert_eq!(object(&metadata, "rocket").search_field_ids.len(), 2);
    // The former one can be removed now.
    shop.change(json!([{"change": "deleteField", "with": {"field": "rocket.name"}}])).await;
    assert_eq!(columns(&*shop.metadata().await, "rocket/INDEX")[0], "code");
}
