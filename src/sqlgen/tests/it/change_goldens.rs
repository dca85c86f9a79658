//! Scripts for each kind of change against files in `tests/sql`. That they work is proved by running others like
//! them; these are to be read.

use icosa_model::definition::OnDelete;
use icosa_model::{FieldType, Model};
use icosa_sqlgen::ddl::{self, ChangeHints};
use serde_json::json;

use crate::draft::Draft;
use crate::fixture::{self, field_id, object_id};
use crate::goldens::check;

/// A name, a change of the usual workspace, and what has to be known besides.
type Case = (&'static str, fn(&mut Draft), ChangeHints);

fn keep() -> ChangeHints {
    ChangeHints { keep: Some("0badcafe".to_owned()), ..ChangeHints::default() }
}

fn large() -> ChangeHints {
    ChangeHints { large: [object_id("company")].into(), ..ChangeHints::default() }
}

fn mapping() -> ChangeHints {
    let tags = [("ODD".to_owned(), Some("HOT".to_owned()))].into();
    ChangeHints { option_mapping: [(field_id("company", "tags"), tags)].into(), ..ChangeHints::default() }
}

fn names() -> [Case; 3] {
    [
        ("change_object_name", |d| d.rename_object("opportunity", "deal"), ChangeHints::default()),
        (
            "change_field_name",
            |d| {
                d.field("person", "emails").name = "mails".to_owned();
                d.field("person", "company").name = "employer".to_owned();
                d.field("company", "tags").name = "marks".to_owned();
            },
            ChangeHints::default(),
        ),
        (
            "change_swapped_names",
            |d| {
                d.field("company", "name").name = "aside".to_owned();
                d.field("person", "jobTitle").name = "avatarFile2".to_owned();
                d.field("company", "employees").name = "name".to_owned();
                d.field("company", "aside").name = "employees".to_owned();
            },
            ChangeHints::default(),
        ),
    ]
}

fn additions() -> [Case; 3] {
    [
        (
            "change_new_fields",
            |d| {
                d.add_field("company", "score", FieldType::Number).default_value = json!(3);
                d.add_field("company", "money", FieldType::Currency);
                d.add_field("company", "stars", FieldType::Rating);
                d.relate("company", "mother", "company", "daughters", OnDelete::SetNull);
                d.add_field("company", "code", FieldType::Text);
                d.index("company", "IDX_UNIQUE_code", &["code"], true);
            },
            large(),
        ),
        (
            "change_new_object",
            |d| {
                d.add_object("planet");
                d.relate("planet", "owner", "company", "planets", OnDelete::Restrict);
                d.relate("person", "planet", "planet", "people", OnDelete::SetNull);
            },
            ChangeHints::default(),
        ),
        (
            "change_new_options",
            |d| {
                let values = [
                    ("-", "FIRST"),
                    ("NEW", "FRESH"),
                    ("-", "CALL"),
                    ("MEETING", "MEETING"),
                    ("CUSTOMER", "CUSTOMER"),
                ];
                d.options("opportunity", "stage", &values);
                d.field("opportunity", "stage").default_value = json!("'FRESH'");
            },
            ChangeHints::default(),
        ),
    ]
}

fn removals() -> [Case; 4] {
    let remove_fields: fn(&mut Draft) = |d| {
        d.remove_field("person", "company");
        d.remove_field("opportunity", "stage");
    };
    let remove_object: fn(&mut Draft) = |d| d.remove_object("note");
    [
        ("change_fields_dropped", remove_fields, ChangeHints::default()),
        ("change_fields_kept", remove_fields, keep()),
        ("change_object_dropped", remove_object, ChangeHints::default()),
        ("change_object_kept", remove_object, keep()),
    ]
}

fn rules() -> [Case; 3] {
    [
        (
            "change_options_removed",
            |d| {
                d.options("opportunity", "stage", &[("CUSTOMER", "CUSTOMER"), ("NEW", "NEW")]);
                d.options("company", "tags", &[("COLD", "COOL"), ("HOT", "HOT")]);
                d.field("company", "tags").default_value = json!(["'COOL'"]);
            },
            mapping(),
        ),
        (
            "change_rules",
            |d| {
                d.field("company", "employees").is_nullable = false;
                d.field("company", "employees").default_value = json!(7);
                d.field("company", "idealCustomer").is_nullable = true;
                d.field("company", "idealCustomer").default_value = json!(null);
                d.field("person", "company").settings.on_delete = Some(OnDelete::Restrict);
                d.index("company", "IDX_UNIQUE_employees", &["employees"], true);
            },
            ChangeHints::default(),
        ),
        (
            "change_search",
            |d| {
                d.object("person").label_identifier_field_id = field_id("person", "jobTitle");
                d.object("person").search_field_ids.truncate(2);
            },
            ChangeHints::default(),
        ),
    ]
}

fn changed(model: &Model, change: fn(&mut Draft)) -> Model {
    let mut draft = Draft::of(model);
    change(&mut draft);
    draft.model()
}

#[test]
fn changes_are_the_reviewed_ones() {
    let model = fixture::model();
    let cases = names().into_iter().chain(additions()).chain(removals()).chain(rules());
    for (name, change, hints) in cases {
        let change = ddl::change(&model, &changed(&model, change), &hints);
        let mut text = change.script;
        for later in change.later {
            text.push_str(&format!("-- later: {};\n-- later: {}", later.drop, later.create));
        }
        for kept in &change.kept {
            text.push_str(&format!("-- kept: {}\n", serde_json::to_string(kept).unwrap()));
        }
        check(name, &text);
    }
}

#[test]
fn things_that_come_back_are_the_reviewed_ones() {
    let model = fixture::model();
    let without = changed(&model, |d| {
        d.remove_field("person", "company");
        d.remove_field("opportunity", "stage");
        d.remove_object("note");
    });
    let kept = ddl::change(&model, &without, &keep()).kept;
    check("purge", &ddl::purge(&model.schema(), &kept));
    let hints = ChangeHints { reuse: kept, ..ChangeHints::default() };
    check("change_reuse", &ddl::change(&without, &model, &hints).script);
}
