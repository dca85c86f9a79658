//! Indexes that go, come, or are built after the commit.

use icosa_model::definition::IndexType;
use icosa_model::{FieldId, FieldType, Model, ObjectId, SchemaName};

use super::Plan;
use super::before::{ColumnKey, OldColumn};
use super::generated::{Recipe, parts_recipe, vector_recipe};
use super::leave::rename;
use crate::ddl::index::{self, Content, Index};
use crate::ddl::table::default_of;
use crate::print::{Print, Printer};
use crate::tree::Table;

/// An index to be built outside a transaction, while people work.
#[derive(Debug, Clone, PartialEq)]
pub struct LaterIndex {
    /// The object of its table.
    pub object_id: ObjectId,
    /// Its name in the workspace schema.
    pub index_name: String,
    /// Removes what a failed attempt has left; nothing happens if there is none.
    pub drop: String,
    /// Builds it.
    pub create: String,
}

/// The statements that build one index of a model, to resume what a [`change`](super::change()) has left for later;
/// None if the model has no index of that name (any more).
#[must_use]
pub fn later_index(model: &Model, index_name: &str) -> Option<LaterIndex> {
    let mut indexes = model.objects().iter().flat_map(|object| index::list(object));
    let index = indexes.find(|index| index.name == index_name)?;
    Some(later(&model.schema(), &index))
}

fn later(schema: &SchemaName, index: &Index<'_>) -> LaterIndex {
    let mut create = Printer::default();
    index.create(schema, true, &mut create);
    LaterIndex {
        object_id: index.object.id,
        index_name: index.name.clone(),
        drop: drop_index(schema, &index.name),
        create: create.into_script(),
    }
}

/// A unique index over columns that hold values already: built before the change, outside a transaction, while people
/// work. The change then takes it over.
#[derive(Debug, Clone, PartialEq)]
pub struct EarlyIndex {
    /// The object of its table.
    pub object_id: ObjectId,
    /// The first field it covers.
    pub field_id: FieldId,
    /// What it is called in the workspace schema until it is taken over: [`EARLY`], the token of
    /// [`ChangeHints::early`](super::ChangeHints::early) and the id of the field.
    pub name: String,
    /// Removes it, finished or not; nothing happens if it is not there.
    pub drop: String,
    /// Builds it on the table as it is before the change.
    pub create: String,
    covers: Vec<ColumnKey>,
    live_rows_only: bool,
}

/// What the names of indexes begin with that are built before their change.
pub const EARLY: &str = "#early.";

impl EarlyIndex {
    /// The other one does the same, whatever it is called.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        self.object_id == other.object_id
            && self.covers == other.covers
            && self.live_rows_only == other.live_rows_only
    }

    /// The field that an index with such a name is about.
    #[must_use]
    pub fn field_of(name: &str) -> Option<FieldId> {
        let (_, field) = name.strip_prefix(EARLY)?.split_once('.')?;
        field.parse().ok()
    }
}

/// Removes an index of that name while people work; nothing happens if it is not there.
fn drop_index(schema: &SchemaName, name: &str) -> String {
    let mut out = Printer::default();
    out.raw("DROP INDEX CONCURRENTLY IF EXISTS ");
    Table::new(schema, name).print(&mut out);
    out.into_script()
}

/// Everything of an index but names.
#[derive(PartialEq)]
struct Shape {
    object: ObjectId,
    is_unique: bool,
    method: IndexType,
    live_rows_only: bool,
    is_parts: bool,
    columns: Vec<ColumnKey>,
    /// An index on a generated column goes with it, and comes with one that takes the place of an ordinary column.
    recipe: Option<(bool, Recipe)>,
}

fn shape(index: &Index<'_>, new: &Model) -> Shape {
    let object = index.object;
    // Ordinary columns stay what they are when what they are made of changes.
    let is_ordinary = new.object_by_id(object.id).is_some_and(|object| object.is_search_kept_by_trigger);
    let made_of = |recipe: Option<Recipe>| {
        recipe.filter(|_| !is_ordinary).map(|recipe| (object.is_search_kept_by_trigger, recipe))
    };
    let mut shape = Shape {
        object: object.id,
        is_unique: index.is_unique,
        method: index.method,
        live_rows_only: index.live_rows_only,
        is_parts: matches!(index.content, Content::Parts),
        columns: Vec::new(),
        recipe: None,
    };
    match &index.content {
        Content::Columns(slots) => {
            shape.columns = slots.iter().map(ColumnKey::of).collect();
            let is_generated = slots.iter().any(|slot| slot.column.kind == FieldType::TsVector);
            shape.recipe = if is_generated { made_of(vector_recipe(object)) } else { None };
        }
        // Told apart from an index on the plain column by its key alone.
        Content::Label => {
            shape.columns =
                vec![ColumnKey { field: object.label_field().id, part: Some("label".to_owned()) }];
        }
        Content::Parts => shape.recipe = made_of(parts_recipe(object)),
    }
    shape
}

fn all(model: &Model) -> Vec<Index<'_>> {
    model.objects().iter().flat_map(|object| index::list(object)).collect()
}

impl<'m> Plan<'m> {
    /// Old and new of each index that stays, maybe under another name: the same key, else one that does the same.
    pub fn lasting_indexes(&self) -> Vec<(Index<'m>, Index<'m>)> {
        let (mut old, mut new) = (all(self.old), all(self.new));
        let mut pairs = Vec::new();
        for same_key in [true, false] {
            new.retain(|index| {
                let is_same = |other: &Index<'_>| {
                    (other.key == index.key || !same_key) && shape(other, self.new) == shape(index, self.new)
                };
                let Some(at) = old.iter().position(is_same) else { return true };
                pairs.push((old.swap_remove(at), index.clone()));
                false
            });
        }
        pairs
    }

    /// Those that go, change, or stand on a column that goes. The ones of a dropped table go with it.
    pub fn drop_indexes(&mut self) {
        let lasting = self.lasting_indexes();
        let is_dropped = |id| self.new.object_by_id(id).is_none() && self.hints.keep.is_none();
        let going: Vec<String> = all(self.old)
            .into_iter()
            .filter(|index| !lasting.iter().any(|(old, _)| old.name == index.name))
            .filter(|index| !is_dropped(index.object.id))
            .map(|index| index.name)
            .collect();
        // One that is built after the commit may not be there yet.
        for (i, name) in going.iter().enumerate() {
            self.out.raw(if i == 0 { "DROP INDEX IF EXISTS\n  " } else { ",\n  " });
            Table::new(&self.schema, name.clone()).print(&mut self.out);
        }
        if !going.is_empty() {
            self.out.raw(";\n");
        }
    }

    pub fn add_indexes(&mut self) {
        let lasting = self.lasting_indexes();
        for index in all(self.new) {
            if lasting.iter().any(|(_, new)| new.name == index.name) {
                continue;
            }
            if self.can_wait(&index) {
                self.later.push(later(&self.schema, &index));
                continue;
            }
            match self.early_of(&index) {
                Some(early) => self.take_over(&index, early),
                None => index.create(&self.schema, false, &mut self.out),
            }
        }
    }

    /// Takes over what has been built; else says that it has to be.
    fn take_over(&mut self, index: &Index<'m>, early: EarlyIndex) {
        let is_large = self.hints.large.contains(&index.object.id);
        match self.hints.ready.iter().find(|ready| ready.is_like(&early)) {
            Some(ready) => rename("ALTER INDEX ", &self.schema, &ready.name, &index.name, &mut self.out),
            None if is_large && self.hints.early.is_some() => self.early.push(early),
            None => index.create(&self.schema, false, &mut self.out),
        }
    }

    /// The index as it could be built before the change: a unique one whose columns are all there.
    fn early_of(&self, index: &Index<'m>) -> Option<EarlyIndex> {
        let Content::Columns(slots) = &index.content else { return None };
        let table = self.before.table(index.object.id).filter(|table| table.object.is_some())?;
        let columns: Vec<&OldColumn> =
            slots.iter().map(|slot| self.before.column(slot)).collect::<Option<_>>()?;
        let field_id = slots.first().filter(|_| index.is_unique)?.field.id;
        let token = self.hints.early.as_deref().unwrap_or_default();
        let name = format!("{EARLY}{token}.{}", field_id.0.simple());
        let mut create = Printer::default();
        create.raw("CREATE UNIQUE INDEX CONCURRENTLY ");
        create.ident(&name);
        create.raw(" ON ");
        Table::new(&self.schema, table.name.clone()).print(&mut create);
        create.raw(" USING btree (");
        create.idents(columns.iter().map(|column| column.name.as_str()));
        create.raw(if index.live_rows_only { ") WHERE \"deletedAt\" IS NULL" } else { ")" });
        Some(EarlyIndex {
            object_id: index.object.id,
            field_id,
            drop: drop_index(&self.schema, &name),
            name,
            create: create.into_script(),
            covers: columns.iter().map(|column| column.key.clone()).collect(),
            live_rows_only: index.live_rows_only,
        })
    }

    fn can_wait(&self, index: &Index<'_>) -> bool {
        let is_large = self.hints.large.contains(&index.object.id);
        is_large && self.before.table(index.object.id).is_some() && (!index.is_unique || self.is_empty(index))
    }

    /// All its columns are new and without a default.
    fn is_empty(&self, index: &Index<'_>) -> bool {
        match &index.content {
            Content::Columns(slots) => {
                slots.iter().all(|slot| self.before.column(slot).is_none() && default_of(slot).is_none())
            }
            Content::Label | Content::Parts => false,
        }
    }
}
