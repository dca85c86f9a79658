//! Foreign keys: one for each join column.

use icosa_model::definition::OnDelete;
use icosa_model::{FieldId, Model, Object, RelationKind};

use crate::ident::stored;
use crate::print::{Print, Printer};
use crate::tree::Table;

/// The foreign key of a many-to-one field.
#[derive(Debug, Clone)]
pub(super) struct ForeignKey<'m> {
    pub field: FieldId,
    pub name: String,
    pub column: &'m str,
    pub target: &'m Object,
    pub on_delete: OnDelete,
}

/// Those of a table, in the order of its fields.
pub(super) fn list<'m>(model: &'m Model, object: &'m Object) -> Vec<ForeignKey<'m>> {
    let key = |field: &'m icosa_model::Field| {
        let relation = field.relation.as_ref()?;
        let RelationKind::ManyToOne { column, on_delete } = &relation.kind else { return None };
        Some(ForeignKey {
            field: field.id,
            name: stored(&format!("FK_{}_{column}", object.table)),
            column,
            target: model.object_by_id(relation.target)?,
            on_delete: *on_delete,
        })
    };
    object.fields.iter().filter_map(key).collect()
}

impl ForeignKey<'_> {
    /// Points at the same table and does the same; names apart.
    pub fn is_like(&self, other: &ForeignKey<'_>) -> bool {
        self.field == other.field && self.target.id == other.target.id && self.on_delete == other.on_delete
    }

    /// `REFERENCES … ("id") ON DELETE …`.
    pub fn reference(&self, schema: &icosa_model::SchemaName, out: &mut Printer) {
        out.raw("REFERENCES ");
        Table::new(schema, self.target.table.clone()).print(out);
        out.raw(" (\"id\") ON DELETE ");
        out.raw(match self.on_delete {
            OnDelete::Cascade => "CASCADE",
            OnDelete::Restrict => "RESTRICT",
            OnDelete::SetNull => "SET NULL",
            OnDelete::NoAction => "NO ACTION",
        });
    }
}
