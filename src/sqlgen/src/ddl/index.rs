//! One object's indexes: those of the metadata, and a few that make every list and search fast.

use icosa_model::definition::{IndexRow, IndexType};
use icosa_model::{FieldId, FieldType, IndexId, Object, ObjectId, SchemaName};

use super::table::slots;
use crate::ident::stored;
use crate::order::{compared, ordering_columns};
use crate::planner::{Slot, plain_slot};
use crate::print::{Print, Printer};
use crate::search_text::PARTS_COLUMN;
use crate::tree::{Expr, Table};

/// An index, with the name Postgres keeps.
#[derive(Debug, Clone)]
pub(super) struct Index<'m> {
    pub key: IndexKey,
    pub object: &'m Object,
    pub name: String,
    pub is_unique: bool,
    pub method: IndexType,
    pub content: Content<'m>,
    /// Partial: only rows that are not soft-deleted.
    pub live_rows_only: bool,
}

/// What an index is known by when its name changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum IndexKey {
    /// Listed in the metadata.
    Row(IndexId),
    /// On a join column that no listed index leads with.
    Join(FieldId),
    Vector(ObjectId),
    Position(ObjectId),
    Label(ObjectId),
    Parts(ObjectId),
}

/// What is indexed.
#[derive(Debug, Clone)]
pub(super) enum Content<'m> {
    Columns(Vec<Slot<'m>>),
    /// The label as lists compare it.
    Label,
    /// Parts of words.
    Parts,
}

/// All indexes of an object except its primary key.
pub(super) fn list(object: &Object) -> Vec<Index<'_>> {
    let mut list: Vec<Index<'_>> = object.indexes.iter().filter_map(|row| listed(object, row)).collect();
    let leads = |column: &str| {
        list.iter().any(|index| match &index.content {
            Content::Columns(slots) => slots.first().is_some_and(|slot| slot.column.name == column),
            Content::Label | Content::Parts => false,
        })
    };
    // Without one, reading the other side of the relation and destroying a record there scan the whole table.
    let is_bare = |slot: &Slot<'_>| slot.field.join_column().is_some() && !leads(&slot.column.name);
    let mut own: Vec<Index<'_>> = slots(object)
        .filter(is_bare)
        .map(|slot| plain(IndexKey::Join(slot.field.id), slot, IndexType::Btree))
        .collect();
    let vector =
        plain_slot(object, "searchVector").filter(|_| object.is_searchable && !leads("searchVector"));
    own.extend(vector.map(|slot| plain(IndexKey::Vector(object.id), slot, IndexType::Gin)));
    list.append(&mut own);
    list.extend(unlisted(object));
    list
}

fn listed<'m>(object: &'m Object, row: &IndexRow) -> Option<Index<'m>> {
    Some(Index {
        key: IndexKey::Row(row.id),
        object,
        name: stored(&row.name),
        is_unique: row.is_unique,
        method: row.index_type,
        content: Content::Columns(indexed_columns(object, row)?),
        live_rows_only: row.live_rows_only && plain_slot(object, "deletedAt").is_some(),
    })
}

/// On one column, named after it.
fn plain<'m>(key: IndexKey, slot: Slot<'m>, method: IndexType) -> Index<'m> {
    Index {
        key,
        object: slot.object,
        name: stored(&format!("IDX_{}_{}", slot.object.table, slot.column.name)),
        is_unique: false,
        method,
        content: Content::Columns(vec![slot]),
        live_rows_only: false,
    }
}

/// Columns of an index row in order; None when a field of it is inactive.
fn indexed_columns<'m>(object: &'m Object, row: &IndexRow) -> Option<Vec<Slot<'m>>> {
    let mut slots = Vec::new();
    for entry in &row.fields {
        let field = object.field_by_id(entry.field_id)?;
        if let Some(part) = &entry.sub_field_name {
            slots.push(Slot { object, field, column: field.column(Some(part))? });
            continue;
        }
        let is_unique_part = |name: Option<&str>| {
            field.field_type.sub_fields().iter().any(|part| part.unique && Some(part.name) == name)
        };
        let parts = field.columns.iter().filter(|c| c.sub_field.is_none() || is_unique_part(c.sub_field));
        slots.extend(parts.map(|column| Slot { object, field, column }));
    }
    (!slots.is_empty()).then_some(slots)
}

/// Indexes that the metadata does not list.
fn unlisted(object: &Object) -> Vec<Index<'_>> {
    let position = plain_slot(object, "position").zip(plain_slot(object, "id"));
    let own = |key, suffix, method, content| Index {
        key,
        object,
        name: stored(&format!("IDX_{}_{suffix}", object.table)),
        is_unique: false,
        method,
        content,
        live_rows_only: plain_slot(object, "deletedAt").is_some(),
    };
    let mut list = Vec::new();
    if let Some((position, id)) = position {
        // The order of every list that asks for none; partial, so that it also counts the live rows.
        let columns = Content::Columns(vec![position, id]);
        list.push(own(IndexKey::Position(object.id), "position", IndexType::Btree, columns));
        let label = object.label_field().field_type;
        if !object.is_system && matches!(label, FieldType::Text | FieldType::FullName) {
            list.push(own(IndexKey::Label(object.id), "label", IndexType::Btree, Content::Label));
        }
    }
    if object.is_searchable {
        // Parts of words. Without it a search of 100,000 people reads them all.
        list.push(own(IndexKey::Parts(object.id), "parts", IndexType::Gin, Content::Parts));
    }
    list
}

impl Index<'_> {
    /// Prints `CREATE INDEX`; `concurrently` outside a transaction only.
    pub fn create(&self, schema: &SchemaName, concurrently: bool, out: &mut Printer) {
        out.raw(if self.is_unique { "CREATE UNIQUE INDEX " } else { "CREATE INDEX " });
        out.raw(if concurrently { "CONCURRENTLY " } else { "" });
        out.ident(&self.name);
        out.raw(" ON ");
        Table::new(schema, self.object.table.clone()).print(out);
        out.raw(match self.method {
            IndexType::Btree => " USING btree (",
            IndexType::Gin => " USING gin (",
        });
        self.keys(out);
        out.raw(if self.live_rows_only { ") WHERE \"deletedAt\" IS NULL;\n" } else { ");\n" });
    }

    fn keys(&self, out: &mut Printer) {
        match &self.content {
            Content::Columns(slots) => out.idents(slots.iter().map(|slot| slot.column.name.as_str())),
            Content::Parts => {
                out.ident(PARTS_COLUMN);
                out.raw(" public.gin_trgm_ops");
            }
            Content::Label => {
                // A list by label: the same expressions as in `order`. Descending reads it backwards and sorts
                // equal labels as they come.
                for column in ordering_columns(self.object.label_field()) {
                    compared(Expr::Column(None, column.name.clone()), column.kind).print(out);
                    out.raw(", ");
                }
                out.raw("\"position\", \"id\"");
            }
        }
    }
}
