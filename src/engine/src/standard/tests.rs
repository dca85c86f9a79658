use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use icosa_model::definition::{FieldRow, IndexRow, IndexType, Metadata, ViewRow};
use icosa_model::naming::{STANDARD_APPLICATION, universal_id};
use icosa_model::{FieldType, Model, Object, RelationKind, WorkspaceId, resolve};
use uuid::Uuid;

use super::{index_name, metadata, sample_records};

mod fixed_data;

fn model() -> Model {
    resolve(Arc::new(metadata(WorkspaceId::random()))).unwrap()
}

fn view<'o>(object: &'o Object, name: &str) -> &'o icosa_model::View {
    object.views.iter().find(|view| view.name == name).unwrap()
}

fn id(text: &str) -> Uuid {
    text.parse().unwrap()
}

#[test]
fn the_ten_objects_resolve() {
    let model = model();
    let names: Vec<_> = model.objects().iter().map(|object| object.name_singular.as_str()).collect();
    assert_eq!(
        names,
        [
            "company",
            "person",
            "opportunity",
            "task",
            "note",
            "taskTarget",
            "noteTarget",
            "attachment",
            "timelineActivity",
            "workspaceMember"
        ]
    );
    assert_eq!(model.version(), 1);
}

#[test]
fn every_name_in_a_description_exists() {
    // Names that are not described become nil identifiers.
    let rows = serde_json::to_string(&metadata(WorkspaceId::random())).unwrap();
    assert!(!rows.contains(&Uuid::nil().to_string()));
}

#[test]
fn row_ids_are_fresh_and_universal_ids_are_not() {
    let workspace = WorkspaceId::random();
    let (a, b) = (metadata(workspace), metadata(workspace));
    let universal = |rows: &Metadata| {
        let objects = rows.objects.iter().map(|row| row.universal_identifier);
        let fields = rows.fields.iter().map(|row| row.universal_identifier);
        let indexes = rows.indexes.iter().map(|row| row.universal_identifier);
        let views = rows.views.iter().map(|row| row.universal_identifier);
        let columns = rows.views.iter().flat_map(|row| row.fields.iter().map(|row| row.universal_identifier));
        let groups = rows.views.iter().flat_map(|row| row.groups.iter().map(|row| row.universal_identifier));
        let sections =
            rows.views.iter().flat_map(|row| row.field_groups.iter().map(|row| row.universal_identifier));
        let navigation = rows.navigation.iter().map(|row| row.universal_identifier);
        let pages = rows.page_layouts.iter().map(|row| row.universal_identifier);
        let tabs = rows.page_layout_tabs.iter().map(|row| row.universal_identifier);
        let widgets = rows.page_layout_widgets.iter().map(|row| row.universal_identifier);
        let commands = rows.command_menu_items.iter().map(|row| row.universal_identifier);
        let parts = columns.chain(groups).chain(sections).chain(navigation);
        let parts = parts.chain(pages).chain(tabs).chain(widgets).chain(commands);
        objects.chain(fields).chain(indexes).chain(views).chain(parts).collect::<Vec<_>>()
    };
    assert_eq!(universal(&a), universal(&b));
    assert_eq!(universal(&a).iter().collect::<HashSet<_>>().len(), universal(&a).len());
    let ids = |rows: &Metadata| rows.fields.iter().map(|row| row.id).collect::<HashSet<_>>();
    assert!(ids(&a).is_disjoint(&ids(&b)));
}

#[test]
fn records_have_the_pages_of_the_specification() {
    let model = model();
    for (object, tabs) in [
        ("company", "Home (Fields, People, Opportunities) Timeline Tasks Notes Files Emails Calendar"),
        ("person", "Home (Fields, Company, Opportunities) Timeline Tasks Notes Files Emails Calendar"),
        (
            "opportunity",
            "Home (Fields, Point of Contact, Company, Owner) Timeline Tasks Notes Files Emails Calendar",
        ),
        ("note", "Home (Fields, Note) Note Timeline Files"),
        ("task", "Home (Fields, Task) Note Timeline Files"),
        ("workspaceMember", "Home (Fields) Timeline"),
        ("attachment", "Home (Fields)"),
    ] {
        let object = model.object(object).unwrap();
        let page = object.page.as_ref().unwrap();
        let layout =
            model.metadata().page_layouts.iter().find(|row| row.object_id == Some(object.id)).unwrap();
        let titles = |tab: &icosa_model::page::PageTab| {
            let own = |row: &&icosa_model::definition::PageLayoutTabRow| {
                row.page_layout_id == layout.id && row.title == tab.title
            };
            let row = model.metadata().page_layout_tabs.iter().find(own).unwrap();
            let widgets = model.metadata().page_layout_widgets.iter();
            let inside: Vec<_> = widgets
                .filter(|widget| widget.page_layout_tab_id == row.id)
                .map(|widget| widget.title.as_str())
                .collect();
            if inside == [tab.title.as_str()] {
                tab.title.clone()
            } else {
                format!("{} ({})", tab.title, inside.join(", "))
            }
        };
        assert!(page.is_first_tab_pinned);
        assert_eq!(
            page.tabs.iter().map(titles).collect::<Vec<_>>().join(" "),
            tabs,
            "{}",
            object.name_singular
        );
    }
}

#[test]
fn derived_identifiers_match_the_known_vectors() {
    let model = model();
    let company = model.object("company").unwrap();
    assert_eq!(company.field("id").unwrap().universal_identifier, id("ca0547a7-a55a-51f7-b5d7-f3a03e266c39"));
    let index = company.index_view().unwrap();
    assert_eq!(index.row.universal_identifier, id("cb8dc074-a42f-520b-85e5-ab85a1b40b20"));
    let tasks =
        format!("{}:systemRelation:{}", company.universal_identifier, "20202020-5a9a-44e8-95df-771cd06d0fb1");
    let expected = universal_id(STANDARD_APPLICATION, "fieldMetadata", &tasks);
    assert_eq!(company.field("taskTargets").unwrap().universal_identifier, expected);
}

#[test]
fn fixed_identifiers_are_all_there() {
    let model = model();
    assert_eq!(fixed_data::FIXED.len(), model.objects().len());
    for (object, uid, fields) in fixed_data::FIXED {
        let object = model.object(object).unwrap();
        assert_eq!(object.universal_identifier, id(uid), "{}", object.name_singular);
        for (name, uid) in *fields {
            let field = object.field(name).unwrap_or_else(|| panic!("{}.{name}", object.name_singular));
            assert_eq!(field.universal_identifier, id(uid), "{}.{name}", object.name_singular);
        }
    }
    for (object, name, uid) in [
        ("opportunity", "By Stage", "20202020-a004-4a04-8a04-0aa0b1ca1ba0"),
        ("task", "Assigned to Me", "20202020-a007-4a07-8a07-ba5ca551aaed"),
        ("task", "By Status", "20202020-a008-4a08-8a08-ba5cba51aba5"),
    ] {
        assert_eq!(view(model.object(object).unwrap(), name).row.universal_identifier, id(uid));
    }
}

#[test]
fn every_relation_has_its_inverse() {
    let model = model();
    for object in model.objects() {
        for field in object.fields.iter().filter(|field| field.field_type.is_relation()) {
            let relation = field.relation.as_ref().unwrap();
            let target = model.object(&relation.target_name).unwrap();
            let other = target.field(&relation.target_field).unwrap();
            let back = other.relation.as_ref().unwrap();
            let place = format!("{}.{}", object.name_singular, field.name);
            assert_eq!(back.target_name, object.name_singular, "{place}");
            assert_ne!(field.is_to_many(), other.is_to_many(), "{place}");
            assert_eq!(back.target_field, field.name, "{place}");
            if let RelationKind::OneToMany { target_column } = &relation.kind {
                assert_eq!(other.join_column(), Some(target_column.as_str()), "{place}");
            }
        }
    }
}

#[test]
fn siblings_share_their_morph_id_and_nothing_else_has_one() {
    let rows = metadata(WorkspaceId::random());
    let mut by_object: HashMap<_, HashSet<Uuid>> = HashMap::new();
    for field in &rows.fields {
        assert_eq!(field.morph_id.is_some(), field.field_type == FieldType::MorphRelation, "{}", field.name);
        by_object.entry(field.object_id).or_default().extend(field.morph_id);
    }
    let counts: Vec<_> = rows.objects.iter().map(|object| by_object[&object.id].len()).collect();
    assert_eq!(counts, [0, 0, 0, 0, 0, 1, 1, 1, 1, 0]);
}

#[test]
fn every_object_ends_with_the_system_fields() {
    const SYSTEM: [&str; 8] =
        ["id", "createdAt", "updatedAt", "deletedAt", "createdBy", "updatedBy", "position", "searchVector"];
    for object in model().objects() {
        let names: Vec<_> = object.fields.iter().map(|field| field.name.as_str()).collect();
        assert!(names.ends_with(&SYSTEM), "{names:?}");
        assert!(object.fields[object.fields.len() - 8..].iter().all(|field| field.is_system));
        assert_eq!(object.field("createdBy").unwrap().options.len(), 10);
        assert!(object.index_view().is_some(), "{}", object.name_singular);
        assert!(object.fields_view().is_some(), "{}", object.name_singular);
    }
}

#[test]
fn required_fields_without_relation_have_a_default_or_are_given_by_the_engine() {
    let rows = metadata(WorkspaceId::random());
    let bare = |field: &&FieldRow| !field.is_nullable && field.default_value.is_null();
    let names: Vec<_> = rows.fields.iter().filter(bare).map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["name", "userId"]); // of the workspace member, made with its user
}

#[test]
fn defaults_of_selects_are_options() {
    for field in metadata(WorkspaceId::random()).fields {
        let Some(default) = field.default_value.as_str().filter(|_| field.field_type == FieldType::Select)
        else {
            continue;
        };
        assert!(
            field.options.iter().any(|option| format!("'{}'", option.value) == default),
            "{}",
            field.name
        );
    }
}

#[test]
fn indexes_cover_joins_unique_fields_and_search() {
    let model = model();
    for object in model.objects() {
        let on = |field: &FieldRow| {
            let only = |index: &&IndexRow| index.fields.len() == 1 && index.fields[0].field_id == field.id;
            object.indexes.iter().find(only)
        };
        for field in &object.fields {
            assert_eq!(
                on(field).is_some(),
                field.join_column().is_some() || indexed(object, field),
                "{}",
                field.name
            );
        }
        let search = on(object.field("searchVector").unwrap());
        assert_eq!(search.is_some(), object.is_searchable);
        assert!(search.is_none_or(|index| index.index_type == IndexType::Gin));
        let names: HashSet<_> = object.indexes.iter().map(|index| &index.name).collect();
        assert_eq!(names.len(), object.indexes.len());
    }
    let pairs = &model.object("noteTarget").unwrap().indexes;
    assert_eq!(pairs.iter().filter(|index| index.is_unique && index.live_rows_only).count(), 3);
}

fn indexed(object: &Object, field: &FieldRow) -> bool {
    match (object.name_singular.as_str(), field.name.as_str()) {
        ("company", "domainName") | ("person", "emails") | ("workspaceMember", "userEmail") => true,
        ("opportunity", "stage") => true,
        (_, name) => name == "searchVector" && object.is_searchable,
    }
}

#[test]
fn index_names_depend_on_table_columns_and_order() {
    let name = |table: &str, columns: &[&str], unique: bool| {
        index_name(table, &columns.iter().map(|&column| column.to_owned()).collect::<Vec<_>>(), unique)
    };
    let one = name("company", &["accountOwnerId"], false);
    assert_eq!(one, name("company", &["accountOwnerId"], false));
    assert_eq!(one.len(), "IDX_".len() + 27);
    assert_eq!(name("company", &["name"], true).len(), "IDX_UNIQUE_".len() + 27);
    assert_ne!(one, name("person", &["accountOwnerId"], false));
    assert_ne!(name("x", &["a", "b"], false), name("x", &["b", "a"], false));
    assert_ne!(name("x", &["ab"], false), name("x", &["a", "b"], false));
}

#[test]
fn columns_stand_as_people_expect_them() {
    let model = model();
    let company = model.object("company").unwrap().index_view().unwrap();
    let columns: Vec<_> =
        company.columns.iter().map(|column| (column.field.as_str(), column.row.size)).collect();
    assert_eq!(company.name, "All Companies");
    assert_eq!(
        columns,
        [
            ("name", 180),
            ("domainName", 100),
            ("createdBy", 150),
            ("accountOwner", 150),
            ("createdAt", 150),
            ("linkedinLink", 170),
            ("address", 170)
        ]
    );
    let tasks = model.object("task").unwrap().index_view().unwrap();
    let positions: Vec<_> = tasks.columns.iter().map(|column| column.row.position).collect();
    assert_eq!(positions, [0., 2., 3., 4., 5., 6., 7., 8.]);
}

#[test]
fn the_label_is_the_first_column_of_every_table() {
    for object in model().objects() {
        for view in object.views.iter().filter(|view| view.row.view_type != "FIELDS_WIDGET") {
            let first = &view.columns[0];
            assert_eq!(first.row.field_id, object.label_identifier_field_id, "{}", view.name);
            assert!(first.row.is_visible);
        }
    }
}

#[test]
fn groups_are_options_of_the_field_they_group_by() {
    let mut grouped = 0;
    for object in model().objects() {
        for ViewRow { main_group_by_field_id, groups, name, .. } in object.views.iter().map(|view| &view.row)
        {
            let Some(field) = main_group_by_field_id else {
                assert!(groups.is_empty(), "{name}");
                continue;
            };
            grouped += 1;
            let field = object.field_by_id(*field).unwrap();
            let values =
                groups.iter().map(|group| group.field_value.as_str()).filter(|value| !value.is_empty());
            let options = field.options.iter().map(|option| option.value.as_str());
            assert_eq!(values.collect::<Vec<_>>(), options.collect::<Vec<_>>(), "{name}");
        }
    }
    assert_eq!(grouped, 3);
}

#[test]
fn record_pages_have_sections() {
    let model = model();
    let page = model.object("person").unwrap().fields_view().unwrap();
    assert_eq!(page.row.name, "Person Record Page Fields");
    let sections: Vec<_> = page.row.field_groups.iter().map(|section| section.name.as_str()).collect();
    assert_eq!(sections, ["General", "Work", "Social", "System"]);
    let general = page.row.field_groups[0].id;
    let shown: Vec<_> = page
        .columns
        .iter()
        .filter(|column| column.row.view_field_group_id == Some(general) && column.row.is_visible)
        .map(|column| column.field.as_str())
        .collect();
    assert_eq!(shown, ["emails", "phones"]);
}

#[test]
fn navigation_leads_to_the_five_objects_people_use() {
    let model = model();
    let items: Vec<_> = model
        .navigation()
        .iter()
        .map(|item| model.object_by_id(item.target_object_id.unwrap()).unwrap().name_plural.as_str())
        .collect();
    assert_eq!(items, ["companies", "people", "opportunities", "tasks", "notes"]);
}

#[test]
fn samples_fit_the_model() {
    let owner = Uuid::new_v4();
    let samples = sample_records(Some(owner));
    let counts: Vec<_> = samples.iter().map(|(object, records)| (*object, records.len())).collect();
    assert_eq!(counts, [("company", 5), ("person", 5), ("opportunity", 6)]);
    crate::seed::check::fits(&model(), &samples, &HashSet::from([owner]));
}
