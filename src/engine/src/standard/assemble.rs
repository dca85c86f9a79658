//! From descriptions to metadata rows.

use icosa_model::definition::{
    FieldRow, IndexFieldRow, IndexRow, IndexType, NavigationRow, ObjectRow, RelationType, SelectOption,
};
use icosa_model::naming::{STANDARD_APPLICATION, sub_column, universal_id};
use icosa_model::{IndexId, Metadata, WorkspaceId};
use uuid::Uuid;

use super::field::{FieldSpec, OptionSpec};
use super::object::{IndexSpec, NavigationSpec, ObjectSpec};
use super::{index_name, system};

mod ids;
mod views;

use ids::Ids;

/// All rows of a fresh workspace.
pub(super) fn assemble(
    workspace: WorkspaceId,
    objects: &[ObjectSpec],
    navigation: &[NavigationSpec],
) -> Metadata {
    let objects: Vec<Described<'_>> = objects.iter().map(Described::new).collect();
    let ids = Ids::new(&objects);
    Metadata {
        objects: objects.iter().map(|object| object_row(object, &ids)).collect(),
        fields: objects.iter().flat_map(|object| field_rows(object, &ids)).collect(),
        indexes: objects.iter().flat_map(|object| index_rows(object, &ids)).collect(),
        views: objects.iter().flat_map(|object| views::rows(object, &ids)).collect(),
        navigation: navigation.iter().zip(0_u32..).map(|(item, i)| navigation_row(item, i, &ids)).collect(),
        ..Metadata::empty(workspace)
    }
}

/// An object together with the system fields.
struct Described<'s> {
    spec: &'s ObjectSpec,
    system: [FieldSpec; 8],
}

impl<'s> Described<'s> {
    fn new(spec: &'s ObjectSpec) -> Self {
        Self { spec, system: system::fields() }
    }

    /// Its own fields, then the system ones.
    fn fields(&self) -> impl Iterator<Item = &FieldSpec> {
        self.spec.fields.iter().chain(&self.system)
    }

    fn field(&self, name: &str) -> Option<&FieldSpec> {
        self.fields().find(|field| field.name == name)
    }
}

/// The universal identifier that follows from what an entity is.
fn derived(entity: &str, value: &str) -> Uuid {
    universal_id(STANDARD_APPLICATION, entity, value)
}

fn object_row(object: &Described<'_>, ids: &Ids) -> ObjectRow {
    let spec = object.spec;
    let field = |name: &str| ids.field(spec.name, name).0;
    let criteria = || spec.duplicate_criteria.iter().map(|group| owned(group)).collect();
    ObjectRow {
        universal_identifier: spec.uid,
        label_singular: spec.label.to_owned(),
        label_plural: spec.label_plural.to_owned(),
        description: Some(spec.description.to_owned()),
        icon: Some(spec.icon.to_owned()),
        color: spec.color.map(str::to_owned),
        shortcut: spec.shortcut.map(str::to_owned),
        is_standard: true,
        is_system: spec.is_system,
        is_searchable: spec.is_searchable,
        is_audit_logged: spec.is_audit_logged,
        is_ui_creatable: spec.is_ui_creatable,
        image_identifier_field_id: spec.image_field.map(field),
        duplicate_criteria: (!spec.duplicate_criteria.is_empty()).then(criteria),
        search_field_ids: spec.search.iter().map(|name| field(name)).collect(),
        ..ObjectRow::new(ids.object(spec.name).0, spec.name, spec.plural, field(spec.label_field))
    }
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

fn field_rows(object: &Described<'_>, ids: &Ids) -> Vec<FieldRow> {
    object.fields().zip(0_u32..).map(|(field, i)| field_row(object.spec, field, i, ids)).collect()
}

fn field_row(object: &ObjectSpec, field: &FieldSpec, position: u32, ids: &Ids) -> FieldRow {
    let (id, universal_identifier) = ids.field(object.name, field.name);
    let relation = field.relation.as_ref();
    let mut settings = field.settings.clone();
    settings.junction_target_field_id =
        relation.and_then(|relation| Some(ids.field(relation.target, relation.through?).0));
    FieldRow {
        universal_identifier,
        label: field.label.to_owned(),
        description: field.description.map(str::to_owned),
        icon: Some(field.icon.to_owned()),
        is_nullable: field.is_nullable,
        default_value: field.default.clone(),
        options: option_rows(universal_identifier, &field.options),
        settings,
        is_system: field.is_system,
        is_standard: true,
        is_side_effect: relation.is_some_and(|relation| relation.is_automatic),
        is_ui_editable: field.is_ui_editable && !object.is_read_only,
        position: f64::from(position),
        relation_target_object_id: relation.map(|relation| ids.object(relation.target).0),
        relation_target_field_id: relation.map(|relation| ids.field(relation.target, relation.inverse).0),
        morph_id: relation.and_then(|relation| relation.morph),
        ..FieldRow::new(id, ids.object(object.name).0, field.name, field.kind)
    }
}

fn option_rows(field: Uuid, options: &[OptionSpec]) -> Vec<SelectOption> {
    let row = |(option, position): (&OptionSpec, u32)| SelectOption {
        id: option.id.unwrap_or_else(|| derived("selectOption", &format!("{field}:{}", option.value))),
        value: option.value.to_owned(),
        label: option.label.clone(),
        color: option.color.map(str::to_owned),
        position,
    };
    options.iter().zip(0..).map(row).collect()
}

/// Every join column, every unique field, what the object asks for, and the search vector of searchable objects.
fn index_rows(object: &Described<'_>, ids: &Ids) -> Vec<IndexRow> {
    let of_field = |field: &FieldSpec| {
        let is_join = field.settings.relation_type == Some(RelationType::ManyToOne);
        (is_join || field.is_unique).then(|| {
            let row =
                IndexDraft { fields: &[field.name], is_unique: field.is_unique, ..IndexDraft::default() };
            row.build(object, ids)
        })
    };
    let extra = |index: &IndexSpec| {
        let IndexSpec { fields, is_unique, live_rows_only } = *index;
        IndexDraft { fields, is_unique, live_rows_only, ..IndexDraft::default() }.build(object, ids)
    };
    let search = object.spec.is_searchable.then(|| {
        IndexDraft { fields: &["searchVector"], kind: Some(IndexType::Gin), ..IndexDraft::default() }
            .build(object, ids)
    });
    object.fields().filter_map(of_field).chain(object.spec.indexes.iter().map(extra)).chain(search).collect()
}

#[derive(Default)]
struct IndexDraft<'f> {
    fields: &'f [&'f str],
    is_unique: bool,
    live_rows_only: bool,
    /// BTREE unless said otherwise.
    kind: Option<IndexType>,
}

impl IndexDraft<'_> {
    fn build(self, object: &Described<'_>, ids: &Ids) -> IndexRow {
        let spec = object.spec;
        let columns: Vec<String> =
            self.fields.iter().filter_map(|name| object.field(name)).flat_map(indexed_columns).collect();
        let name = index_name(spec.name, &columns, self.is_unique);
        let entry =
            |name: &&str| IndexFieldRow { field_id: ids.field(spec.name, name).0, sub_field_name: None };
        IndexRow {
            universal_identifier: derived("index", &format!("{}:{name}", spec.uid)),
            is_unique: self.is_unique,
            index_type: self.kind.unwrap_or(IndexType::Btree),
            fields: self.fields.iter().map(entry).collect(),
            live_rows_only: self.live_rows_only,
            ..IndexRow::new(IndexId::random(), ids.object(spec.name).0, &name)
        }
    }
}

/// The columns an index on a field covers: the join column of a relation, the unique parts of a composite.
fn indexed_columns(field: &FieldSpec) -> Vec<String> {
    if let Some(column) = &field.settings.join_column_name {
        return vec![column.clone()];
    }
    if field.kind.is_composite() {
        let unique = field.kind.sub_fields().iter().filter(|part| part.unique);
        return unique.map(|part| sub_column(field.name, part.name)).collect();
    }
    vec![field.name.to_owned()]
}

fn navigation_row(item: &NavigationSpec, position: u32, ids: &Ids) -> NavigationRow {
    let (object, uid) = ids.object(item.object);
    NavigationRow {
        universal_identifier: derived("navigationMenuItem", &format!("OBJECT:{uid}")),
        color: Some(item.color.to_owned()),
        target_object_id: Some(object),
        ..NavigationRow::new(Uuid::new_v4(), "OBJECT", f64::from(position))
    }
}
