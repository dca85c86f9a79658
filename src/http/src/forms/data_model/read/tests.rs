use icosa_model::definition::SelectOption;
use uuid::Uuid;

use super::*;

fn form(pairs: &[(&str, &str)]) -> Form {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn object() -> ObjectRow {
    let mut row =
        ObjectRow::new(ObjectId(Uuid::from_u128(1)), "project", "projects", FieldId(Uuid::from_u128(2)));
    row.label_singular = "Project".to_owned();
    row.label_plural = "Projects".to_owned();
    row.is_label_synced_with_name = true;
    row
}

fn metadata() -> Metadata {
    Metadata { objects: vec![object()], ..Metadata::empty(icosa_model::WorkspaceId(Uuid::nil())) }
}

#[test]
fn api_names_follow_labels_of_any_script_until_they_are_typed() {
    let made =
        new_object(&form(&[("labelSingular", "案件"), ("labelPlural", "案件一覧"), ("shortcut", "a")]));
    assert_eq!((made.name_singular.as_str(), made.name_plural.as_str()), ("anJian", "anJianYiLan"));
    assert!(made.is_label_synced_with_name);
    assert_eq!(made.shortcut.as_deref(), Some("A"));
    let typed =
        [("labelSingular", "Firm"), ("labelPlural", "Firms"), ("nameSingular", "x"), ("namePlural", "xs")];
    let made = new_object(&form(&typed));
    assert_eq!((made.name_singular.as_str(), made.is_label_synced_with_name), ("x", false));
}

#[test]
fn what_is_not_in_the_form_stays() {
    assert_eq!(object_patch(&form(&[]), &object()), ObjectPatch::default());
    let same = [("labelSingular", "Project"), ("labelPlural", "Projects"), ("description", "")];
    assert_eq!(object_patch(&form(&same), &object()), ObjectPatch::default());
    let renamed = object_patch(&form(&[("labelSingular", "Voyage"), ("labelPlural", "Voyages")]), &object());
    assert_eq!(renamed.name_plural.as_deref(), Some("voyages"));
    let mut standard = object();
    standard.is_standard = true;
    let renamed = object_patch(&form(&[("labelSingular", "Voyage"), ("nameSingular", "voyage")]), &standard);
    assert_eq!((renamed.label_singular.as_deref(), renamed.name_singular), (Some("Voyage"), None));
}

#[test]
fn a_switch_that_is_off_is_told_from_one_that_is_not_there() {
    let field = new_field(
        &form(&[("label", "Code"), ("rules", "isUnique"), ("rules", "isRequired"), ("isUnique", "true")]),
        &object(),
        FieldType::Text,
    );
    assert_eq!(field.name, "code");
    assert_eq!((field.is_unique, field.is_nullable, field.is_searchable), (Some(true), Some(true), None));
}

#[test]
fn options_are_lines_and_stored_ones_keep_their_values() {
    let made = new_field(
        &form(&[("label", "Phase"), ("options", "Lead\r\n\r\nWon!\r\nwon")]),
        &object(),
        FieldType::Select,
    );
    let values: Vec<String> = made.options.unwrap().into_iter().map(|option| option.value).collect();
    assert_eq!(values, ["LEAD", "WON", "WON_2"]);

    let mut row = FieldRow::new(FieldId(Uuid::from_u128(5)), object().id, "phase", FieldType::Select);
    row.label = "Phase".to_owned();
    let id = Uuid::from_u128(9);
    row.options =
        vec![SelectOption { id, value: "LEAD".into(), label: "Lead".into(), color: None, position: 0 }];
    assert_eq!(
        field_patch(&form(&[("label", "Phase")]), &metadata(), &object(), &row),
        FieldPatch::default()
    );
    let key = format!("option.{id}");
    let patch =
        field_patch(&form(&[(key.as_str(), "Prospect"), ("options", "Won")]), &metadata(), &object(), &row);
    let options = patch.options.unwrap();
    assert_eq!((options[0].value.as_str(), options[0].label.as_str()), ("LEAD", "Prospect"));
    assert_eq!((options[1].value.as_str(), options[1].color.as_deref()), ("WON", Some("red")));
}

#[test]
fn a_relation_names_its_other_side() {
    let target = Uuid::from_u128(7).to_string();
    let made = new_field(
        &form(&[
            ("label", "Company"),
            ("side", "ONE_TO_MANY"),
            ("target", &target),
            ("target", "no id"),
            ("otherLabel", "Project"),
        ]),
        &object(),
        FieldType::Relation,
    );
    let side = made.relation.unwrap();
    assert_eq!((side.kind, side.target_object_id.to_string()), (RelationType::OneToMany, target));
    assert_eq!(made.morph_relations, None);
}
