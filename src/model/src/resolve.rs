//! From stored rows to an immutable [`Model`], in named stages, collecting every problem on the way.
//!
//! Stages: objects -> fields -> relations -> identifiers -> views. Each takes what the former made; nothing that
//! holds a [`Model`] checks again.

use std::collections::HashMap;
use std::sync::Arc;

use thiserror::Error;

use crate::definition::{
    FieldRow, IndexRow, Metadata, NavigationRow, ObjectRow, OnDelete, RelationType, ViewFieldRow, ViewRow,
};
use crate::field_type::FieldType;
use crate::ids::{FieldId, ObjectId, SchemaName, ViewId, WorkspaceId};
use crate::naming::sub_column;
use crate::page::{Page, Place};

/// A workspace's definitions, checked and linked. Cheap to share, never changed.
#[derive(Debug)]
pub struct Model {
    workspace: WorkspaceId,
    version: u64,
    objects: Vec<Arc<Object>>,
    by_name: HashMap<String, usize>,
    by_plural: HashMap<String, usize>,
    by_id: HashMap<ObjectId, usize>,
    navigation: Vec<NavigationRow>,
    places: Vec<Place>,
    metadata: Arc<Metadata>,
}

/// An object with everything that belongs to it. Derefs to its row.
#[derive(Debug)]
pub struct Object {
    /// As stored.
    pub row: ObjectRow,
    /// Name of its table in the workspace schema.
    pub table: String,
    /// Active fields by position.
    pub fields: Vec<Field>,
    /// All indexes.
    pub indexes: Vec<IndexRow>,
    /// Views by position, the index view first.
    pub views: Vec<View>,
    /// The page of its records, where the workspace has one for it.
    pub page: Option<Page>,
    label_field: usize,
    image_field: Option<usize>,
    by_name: HashMap<String, usize>,
    by_id: HashMap<FieldId, usize>,
}

/// A field with its columns and its relation. Derefs to its row.
#[derive(Debug)]
pub struct Field {
    /// As stored.
    pub row: FieldRow,
    /// Columns in order: none for one-to-many, the join column for many-to-one, one a part for composites.
    pub columns: Vec<Column>,
    /// Set for RELATION and MORPH_RELATION.
    pub relation: Option<Relation>,
}

/// One column of a record table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Name in Postgres, unquoted.
    pub name: String,
    /// Type of the part (or of the field); join columns are UUID.
    pub kind: FieldType,
    /// Part of a composite.
    pub sub_field: Option<&'static str>,
    /// Accepts NULL.
    pub nullable: bool,
}

/// The other side of a relation field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// Which side this field is.
    pub kind: RelationKind,
    /// The object on the other side.
    pub target: ObjectId,
    /// Its singular API name.
    pub target_name: String,
    /// Name of the field on the other side.
    pub target_field: String,
}

/// Side of a relation, with what only that side has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RelationKind {
    /// Has the join column.
    ManyToOne {
        /// Its name.
        column: String,
        /// What its foreign key does.
        on_delete: OnDelete,
    },
    /// Found through a join column of the target.
    OneToMany {
        /// Join column in the target's table.
        target_column: String,
    },
}

/// A view with its columns linked to fields.
#[derive(Debug)]
pub struct View {
    /// As stored.
    pub row: ViewRow,
    /// What people read, placeholders filled.
    pub name: String,
    /// Columns by position, hidden ones too.
    pub columns: Vec<ViewColumn>,
}

/// A column of a view.
#[derive(Debug)]
pub struct ViewColumn {
    /// As stored.
    pub row: ViewFieldRow,
    /// API name of the field.
    pub field: String,
}

/// A contradiction between rows.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum ResolveError {
    #[error("two objects are called {0:?}")]
    DuplicateObject(String),
    #[error("object {object:?} has two fields called {field:?}")]
    DuplicateField { object: String, field: String },
    #[error("field {field:?} belongs to no object")]
    OrphanField { field: String },
    #[error("relation {object:?}.{field:?} points at a missing object or field")]
    BrokenRelation { object: String, field: String },
    #[error("relation {object:?}.{field:?} does not say which side it is")]
    RelationWithoutSide { object: String, field: String },
    #[error("object {object:?} has no label identifier field")]
    NoLabelField { object: String },
    #[error("view {view:?} belongs to no object")]
    OrphanView { view: String },
}

/// Checks and links the rows.
///
/// # Errors
/// Every contradiction found, not only the first.
pub fn resolve(metadata: Arc<Metadata>) -> Result<Model, Vec<ResolveError>> {
    let mut issues = Vec::new();
    let objects = ObjectStage::new(&metadata, &mut issues);
    let fields = field_stage(&metadata, &objects, &mut issues);
    let fields = relation_stage(&metadata, &objects, fields, &mut issues);
    let (pages, places) = page_stage(&metadata);
    let resolved = object_stage(&metadata, &objects, fields, pages, &mut issues);
    if !issues.is_empty() {
        return Err(issues);
    }
    let mut navigation = navigation_stage(&metadata, &resolved);
    navigation.sort_by(|a, b| a.position.total_cmp(&b.position));
    let index = |key: fn(&Object) -> String| resolved.iter().enumerate().map(|(i, o)| (key(o), i)).collect();
    Ok(Model {
        workspace: metadata.workspace_id,
        version: metadata.version,
        by_name: index(|o| o.row.name_singular.clone()),
        by_plural: index(|o| o.row.name_plural.clone()),
        by_id: resolved.iter().enumerate().map(|(i, o)| (o.row.id, i)).collect(),
        objects: resolved.into_iter().map(Arc::new).collect(),
        navigation,
        places,
        metadata,
    })
}

/// A model is the same for everybody in the workspace: unlisted views and personal navigation items are rows that only
/// their makers are told of, and no part of it.
fn is_shared(view: &ViewRow) -> bool {
    view.deleted_at.is_none() && view.visibility != "UNLISTED"
}

/// Items whose object is switched off or whose view is gone are not shown; they come back with it.
fn navigation_stage(metadata: &Metadata, objects: &[Object]) -> Vec<NavigationRow> {
    let has_object = |id: ObjectId| objects.iter().any(|object| object.row.id == id);
    let has_view = |id: ViewId| objects.iter().flat_map(|object| &object.views).any(|view| view.row.id == id);
    let items = metadata.navigation.iter().filter(|item| item.user_workspace_id.is_none());
    let shown = items
        .filter(|item| item.target_object_id.is_none_or(has_object) && item.view_id.is_none_or(has_view));
    shown.cloned().collect()
}

/// Pages and places: of the rows, or as the server has told them.
#[cfg(not(target_arch = "wasm32"))]
fn page_stage(metadata: &Metadata) -> (Vec<Page>, Vec<Place>) {
    if metadata.page_layouts.is_empty() && metadata.command_menu_items.is_empty() {
        return (metadata.pages.clone(), metadata.places.clone());
    }
    (crate::page::pages(metadata), crate::page::places(metadata))
}

/// Pages and places as the server has told them.
#[cfg(target_arch = "wasm32")]
fn page_stage(metadata: &Metadata) -> (Vec<Page>, Vec<Place>) {
    (metadata.pages.clone(), metadata.places.clone())
}

struct ObjectStage<'m> {
    active: Vec<&'m ObjectRow>,
    by_id: HashMap<ObjectId, &'m ObjectRow>,
}

impl<'m> ObjectStage<'m> {
    fn new(metadata: &'m Metadata, issues: &mut Vec<ResolveError>) -> Self {
        let active: Vec<_> = metadata.objects.iter().filter(|object| object.is_active).collect();
        let mut names = HashMap::new();
        for object in &active {
            for name in [&object.name_singular, &object.name_plural] {
                if names.insert(name.as_str(), ()).is_some() {
                    issues.push(ResolveError::DuplicateObject(name.clone()));
                }
            }
        }
        let by_id = active.iter().map(|object| (object.id, *object)).collect();
        Self { active, by_id }
    }
}

type FieldsByObject = HashMap<ObjectId, Vec<Field>>;

fn field_stage(
    metadata: &Metadata,
    objects: &ObjectStage<'_>,
    issues: &mut Vec<ResolveError>,
) -> FieldsByObject {
    let known: HashMap<ObjectId, ()> = metadata.objects.iter().map(|object| (object.id, ())).collect();
    let mut fields: FieldsByObject = HashMap::new();
    for row in metadata.fields.iter().filter(|field| field.is_active) {
        if !known.contains_key(&row.object_id) {
            issues.push(ResolveError::OrphanField { field: row.name.clone() });
        }
        let Some(object) = objects.by_id.get(&row.object_id) else { continue };
        let list = fields.entry(row.object_id).or_default();
        if list.iter().any(|field| field.row.name == row.name) {
            issues.push(ResolveError::DuplicateField {
                object: object.name_singular.clone(),
                field: row.name.clone(),
            });
        }
        list.push(Field { columns: columns(row), row: row.clone(), relation: None });
    }
    for list in fields.values_mut() {
        list.sort_by(|a, b| a.row.position.total_cmp(&b.row.position));
    }
    fields
}

fn columns(row: &FieldRow) -> Vec<Column> {
    if row.field_type.is_relation() {
        return join_column(row)
            .map(|name| Column { name, kind: FieldType::Uuid, sub_field: None, nullable: true })
            .into_iter()
            .collect();
    }
    if row.field_type.is_composite() {
        let part = |part: &crate::SubField| Column {
            name: sub_column(&row.name, part.name),
            kind: part.kind,
            sub_field: Some(part.name),
            nullable: row.is_nullable || !part.required,
        };
        return row.field_type.sub_fields().iter().map(part).collect();
    }
    vec![Column { name: row.name.clone(), kind: row.field_type, sub_field: None, nullable: row.is_nullable }]
}

fn join_column(row: &FieldRow) -> Option<String> {
    let is_owner = row.settings.relation_type == Some(RelationType::ManyToOne);
    is_owner.then(|| row.settings.join_column_name.clone().unwrap_or_else(|| format!("{}Id", row.name)))
}

fn relation_stage(
    metadata: &Metadata,
    objects: &ObjectStage<'_>,
    mut fields: FieldsByObject,
    issues: &mut Vec<ResolveError>,
) -> FieldsByObject {
    let rows: HashMap<FieldId, &FieldRow> = metadata.fields.iter().map(|field| (field.id, field)).collect();
    for (object_id, list) in &mut fields {
        let object = objects.by_id.get(object_id).map(|o| o.name_singular.clone()).unwrap_or_default();
        list.retain_mut(|field| {
            if !field.row.field_type.is_relation() {
                return true;
            }
            let target = field.row.relation_target_object_id;
            if target.is_some_and(|id| metadata.objects.iter().any(|o| o.id == id && !o.is_active)) {
                return false; // the other side is switched off, so this field is too
            }
            match relation(field, objects, &rows) {
                Ok(relation) => field.relation = Some(relation),
                Err(error) => issues.push(error(object.clone(), field.row.name.clone())),
            }
            true
        });
    }
    fields
}

type RelationIssue = fn(String, String) -> ResolveError;

fn relation(
    field: &Field,
    objects: &ObjectStage<'_>,
    rows: &HashMap<FieldId, &FieldRow>,
) -> Result<Relation, RelationIssue> {
    const BROKEN: RelationIssue = |object, field| ResolveError::BrokenRelation { object, field };
    let target = field.row.relation_target_object_id.ok_or(BROKEN)?;
    let target_object = objects.by_id.get(&target).ok_or(BROKEN)?;
    let other = field.row.relation_target_field_id.and_then(|id| rows.get(&id)).ok_or(BROKEN)?;
    let kind = match field.row.settings.relation_type {
        Some(RelationType::ManyToOne) => RelationKind::ManyToOne {
            column: field.columns.first().map(|column| column.name.clone()).ok_or(BROKEN)?,
            on_delete: field.row.settings.on_delete.unwrap_or(OnDelete::SetNull),
        },
        Some(RelationType::OneToMany) => {
            RelationKind::OneToMany { target_column: join_column(other).ok_or(BROKEN)? }
        }
        None => return Err(|object, field| ResolveError::RelationWithoutSide { object, field }),
    };
    let target_name = target_object.name_singular.clone();
    Ok(Relation { kind, target, target_name, target_field: other.name.clone() })
}

fn object_stage(
    metadata: &Metadata,
    objects: &ObjectStage<'_>,
    mut fields: FieldsByObject,
    pages: Vec<Page>,
    issues: &mut Vec<ResolveError>,
) -> Vec<Object> {
    let mut pages: HashMap<ObjectId, Page> = pages.into_iter().map(|page| (page.object_id, page)).collect();
    for view in &metadata.views {
        if !metadata.objects.iter().any(|object| object.id == view.object_id) {
            issues.push(ResolveError::OrphanView { view: view.name.clone() });
        }
    }
    let mut resolved = Vec::with_capacity(objects.active.len());
    for row in &objects.active {
        let fields = fields.remove(&row.id).unwrap_or_default();
        let by_id: HashMap<FieldId, usize> = fields.iter().enumerate().map(|(i, f)| (f.row.id, i)).collect();
        let Some(&label_field) = by_id.get(&row.label_identifier_field_id) else {
            issues.push(ResolveError::NoLabelField { object: row.name_singular.clone() });
            continue;
        };
        resolved.push(Object {
            table: if row.is_standard {
                row.name_singular.clone()
            } else {
                format!("_{}", row.name_singular)
            },
            indexes: metadata.indexes.iter().filter(|index| index.object_id == row.id).cloned().collect(),
            views: views(metadata, row, &fields, &by_id),
            page: pages.remove(&row.id),
            image_field: row.image_identifier_field_id.and_then(|id| by_id.get(&id).copied()),
            by_name: fields.iter().enumerate().map(|(i, f)| (f.row.name.clone(), i)).collect(),
            row: (*row).clone(),
            fields,
            label_field,
            by_id,
        });
    }
    resolved
}

fn views(
    metadata: &Metadata,
    object: &ObjectRow,
    fields: &[Field],
    by_id: &HashMap<FieldId, usize>,
) -> Vec<View> {
    let mut views: Vec<View> = metadata
        .views
        .iter()
        .filter(|view| view.object_id == object.id && is_shared(view))
        .map(|row| {
            let mut columns: Vec<ViewColumn> = row
                .fields
                .iter()
                .filter_map(|column| {
                    let field = fields.get(*by_id.get(&column.field_id)?)?;
                    Some(ViewColumn { row: column.clone(), field: field.row.name.clone() })
                })
                .collect();
            columns.sort_by(|a, b| a.row.position.total_cmp(&b.row.position));
            let name = row.name.replace("{objectLabelPlural}", &object.label_plural);
            View { row: row.clone(), name, columns }
        })
        .collect();
    views.sort_by(|a, b| {
        let rank =
            |view: &View| (view.row.key.as_deref() != Some("INDEX"), view.row.view_type == "FIELDS_WIDGET");
        rank(a).cmp(&rank(b)).then(a.row.position.total_cmp(&b.row.position))
    });
    views
}

impl Model {
    /// The workspace it belongs to.
    #[must_use]
    pub fn workspace(&self) -> WorkspaceId {
        self.workspace
    }

    /// The schema of the workspace's tables.
    #[must_use]
    pub fn schema(&self) -> SchemaName {
        SchemaName::from(self.workspace)
    }

    /// The metadata version it was made from.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// All active objects.
    #[must_use]
    pub fn objects(&self) -> &[Arc<Object>] {
        &self.objects
    }

    /// By singular API name.
    #[must_use]
    pub fn object(&self, name_singular: &str) -> Option<&Arc<Object>> {
        self.by_name.get(name_singular).and_then(|&i| self.objects.get(i))
    }

    /// By plural API name.
    #[must_use]
    pub fn object_by_plural(&self, name_plural: &str) -> Option<&Arc<Object>> {
        self.by_plural.get(name_plural).and_then(|&i| self.objects.get(i))
    }

    /// By id.
    #[must_use]
    pub fn object_by_id(&self, id: ObjectId) -> Option<&Arc<Object>> {
        self.by_id.get(&id).and_then(|&i| self.objects.get(i))
    }

    /// Entries of the navigation drawer, by position.
    #[must_use]
    pub fn navigation(&self) -> &[NavigationRow] {
        &self.navigation
    }

    /// Where the command menu leads, in its order.
    #[must_use]
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// The rows it was made from, as sent to browsers.
    #[must_use]
    pub fn metadata(&self) -> &Arc<Metadata> {
        &self.metadata
    }
}

impl Object {
    /// The field whose value names a record.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "the index was taken from this list by resolve")]
    pub fn label_field(&self) -> &Field {
        &self.fields[self.label_field]
    }

    /// The field whose value pictures a record.
    #[must_use]
    pub fn image_field(&self) -> Option<&Field> {
        self.image_field.and_then(|i| self.fields.get(i))
    }

    /// By API name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.by_name.get(name).and_then(|&i| self.fields.get(i))
    }

    /// By id.
    #[must_use]
    pub fn field_by_id(&self, id: FieldId) -> Option<&Field> {
        self.by_id.get(&id).and_then(|&i| self.fields.get(i))
    }

    /// The many-to-one field that owns this join column.
    #[must_use]
    pub fn field_by_join_column(&self, column: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.join_column() == Some(column))
    }

    /// By id.
    #[must_use]
    pub fn view(&self, id: ViewId) -> Option<&View> {
        self.views.iter().find(|view| view.row.id == id)
    }

    /// The default table view.
    #[must_use]
    pub fn index_view(&self) -> Option<&View> {
        self.views.iter().find(|view| view.row.key.as_deref() == Some("INDEX"))
    }

    /// The fields of its record page.
    #[must_use]
    pub fn fields_view(&self) -> Option<&View> {
        self.views.iter().find(|view| view.row.view_type == "FIELDS_WIDGET" && view.row.widget_id.is_none())
    }
}

impl Field {
    /// The join column of a many-to-one relation.
    #[must_use]
    pub fn join_column(&self) -> Option<&str> {
        match &self.relation.as_ref()?.kind {
            RelationKind::ManyToOne { column, .. } => Some(column),
            RelationKind::OneToMany { .. } => None,
        }
    }

    /// A one-to-many relation.
    #[must_use]
    pub fn is_to_many(&self) -> bool {
        matches!(self.relation.as_ref().map(|r| &r.kind), Some(RelationKind::OneToMany { .. }))
    }

    /// The column of a part, or the only column.
    #[must_use]
    pub fn column(&self, sub_field: Option<&str>) -> Option<&Column> {
        self.columns.iter().find(|column| column.sub_field == sub_field)
    }

    /// The parts of a composite that make it a value: without them it is empty, whatever codes it carries.
    pub fn meaning(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| {
            let part = column.sub_field.unwrap_or_default();
            match self.field_type {
                FieldType::Currency => part == "amountMicros",
                FieldType::Actor => part == "name",
                FieldType::RichText => part == "markdown",
                FieldType::Links => part != "primaryLinkLabel",
                FieldType::Phones => matches!(part, "primaryPhoneNumber" | "additionalPhones"),
                _ => true,
            }
        })
    }
}

impl std::ops::Deref for Object {
    type Target = ObjectRow;
    fn deref(&self) -> &ObjectRow {
        &self.row
    }
}

impl std::ops::Deref for Field {
    type Target = FieldRow;
    fn deref(&self) -> &FieldRow {
        &self.row
    }
}
