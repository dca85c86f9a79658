//! What every planner shares: the model, the schema, fresh aliases, and looking names up.

use icosa_model::query::FieldPath;
use icosa_model::{Column, Field, Model, Object, SchemaName};

use crate::error::PlanError;
use crate::sql_type::SqlType;
use crate::stored;
use crate::tree::{Alias, Expr, Table};

/// Most levels of relations in a selection, and of groups in a filter.
pub(crate) const MAX_DEPTH: usize = 12;

/// One statement being planned.
pub(crate) struct Planner<'m> {
    pub model: &'m Model,
    pub schema: SchemaName,
    next: u32,
}

impl<'m> Planner<'m> {
    pub fn new(model: &'m Model) -> Self {
        Self { model, schema: model.schema(), next: 0 }
    }

    /// An alias nothing else in the statement has.
    pub fn alias(&mut self) -> Alias {
        let alias = Alias(self.next);
        self.next += 1;
        alias
    }

    /// An active object by its singular name.
    pub fn object(&self, name: &str) -> Result<&'m Object, PlanError> {
        match self.model.object(name) {
            Some(object) => Ok(object),
            None => Err(PlanError::UnknownObject { object: name.to_owned() }),
        }
    }

    pub fn table(&self, object: &Object) -> Table {
        Table::new(&self.schema, object.table.clone())
    }
}

/// One column with the field and object it belongs to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slot<'m> {
    pub object: &'m Object,
    pub field: &'m Field,
    pub column: &'m Column,
}

impl<'m> Slot<'m> {
    pub fn ty(&self, schema: &SchemaName) -> SqlType {
        SqlType::of(schema, self.object, self.column)
    }

    pub fn expr(&self, alias: Alias) -> Expr {
        stored::read(self.field, self.column, alias)
    }

    /// What the client calls it: `name`, `name.firstName` or `companyId`.
    pub fn name(&self) -> String {
        match self.column.sub_field {
            Some(part) => format!("{}.{part}", self.field.name),
            None => self.column.name.clone(),
        }
    }
}

/// What a path names.
pub(crate) enum Place<'m> {
    /// One column.
    Slot(Slot<'m>),
    /// A composite as a whole.
    Composite(&'m Field),
}

pub(crate) fn unknown_field(object: &Object, field: &str) -> PlanError {
    PlanError::UnknownField { object: object.name_singular.clone(), field: field.to_owned() }
}

/// The field of that name; also by its join column, `companyId`.
pub(crate) fn field<'m>(object: &'m Object, name: &str) -> Result<&'m Field, PlanError> {
    object
        .field(name)
        .or_else(|| object.field_by_join_column(name))
        .ok_or_else(|| unknown_field(object, name))
}

/// A field that has columns, or one of its parts.
pub(crate) fn place<'m>(object: &'m Object, path: &FieldPath) -> Result<Place<'m>, PlanError> {
    let field = field(object, &path.field)?;
    let part = path.sub_field.as_deref();
    if field.field_type.is_composite() && part.is_none() {
        return Ok(Place::Composite(field));
    }
    match field.column(part) {
        Some(column) => Ok(Place::Slot(Slot { object, field, column })),
        None => Err(match part {
            Some(part) => PlanError::UnknownPart {
                object: object.name_singular.clone(),
                field: path.field.clone(),
                part: part.to_owned(),
            },
            None => unknown_field(object, &path.field),
        }),
    }
}

/// The only column of a plain field every table may have, e.g. `position` or `deletedAt`.
pub(crate) fn plain_slot<'m>(object: &'m Object, name: &str) -> Option<Slot<'m>> {
    let field = object.field(name)?;
    Some(Slot { object, field, column: field.column(None)? })
}
