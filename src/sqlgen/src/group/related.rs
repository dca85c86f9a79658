//! What is known of the records that those of a group point at.
//!
//! The rows of the object are numbered among those of the same group that point at the same record, and only the first
//! of them is joined with it: a company with ten deals in a group counts once there, so that sums and averages are of
//! companies. It takes one pass, whatever the number of groups.

use icosa_model::{Field, Object};

use super::{Groups, dimension_value};
use crate::aggregate::{self, Aggregate, Rows};
use crate::connection::live_or;
use crate::error::PlanError;
use crate::group::GroupPart;
use crate::planner::{Planner, plain_slot, unknown_field};
use crate::tree::{Alias, Expr, Join, Query};

/// A many-to-one relation whose records are asked about.
pub(super) struct Related<'m> {
    field: &'m Field,
    column: &'m str,
    target: &'m Object,
    alias: Alias,
}

impl Related<'_> {
    /// A figure in wire form.
    pub fn value(&self, planner: &Planner<'_>, figure: &Aggregate) -> Result<Expr, PlanError> {
        aggregate::value(planner, self.target, Rows::joined(self.alias), figure)
    }

    /// A figure as text.
    pub fn text(&self, planner: &Planner<'_>, figure: &Aggregate) -> Result<Expr, PlanError> {
        aggregate::text(planner, self.target, Rows::joined(self.alias), figure)
    }
}

/// The relations that are asked about, each once.
pub(super) fn plan<'m>(
    planner: &mut Planner<'m>,
    object: &'m Object,
    wanted: &Groups,
) -> Result<Vec<Related<'m>>, PlanError> {
    let mut all: Vec<Related<'m>> = Vec::new();
    for entry in &wanted.parts {
        let GroupPart::Related { field: name, .. } = &entry.what else { continue };
        if all.iter().any(|known| known.field.name == *name) {
            continue;
        }
        let unknown = || unknown_field(object, name);
        let field = object.field(name).ok_or_else(unknown)?;
        let (Some(relation), Some(column)) = (&field.relation, field.join_column()) else {
            return Err(unknown());
        };
        let target = planner.object(&relation.target_name)?;
        all.push(Related { field, column, target, alias: planner.alias() });
    }
    Ok(all)
}

/// The one of that name.
pub(super) fn find<'r, 'm>(
    related: &'r [Related<'m>],
    object: &Object,
    name: &str,
) -> Result<&'r Related<'m>, PlanError> {
    related.iter().find(|one| one.field.name == name).ok_or_else(|| unknown_field(object, name))
}

/// The rows of the object with the values of their dimensions, and the related records beside the first row that points
/// at each.
pub(super) fn joined<'m>(
    planner: &mut Planner<'m>,
    object: &'m Object,
    rows: Alias,
    wanted: &Groups,
    related: &[Related<'m>],
) -> Result<Vec<Join>, PlanError> {
    let (base, valued) = (planner.alias(), planner.alias());
    let mut values = Query::select([Expr::Raw("*")]).from(Join::Table(planner.table(object), base));
    for (i, dimension) in wanted.dimensions.iter().enumerate() {
        let value = dimension_value(planner, object, base, dimension)?;
        values.columns.push((value, Some(dimension_name(i))));
    }
    values.filter = live_or(planner, object, base, &wanted.condition, wanted.deleted)?;
    let mut numbered = Query::select([Expr::Raw("*")]).from(Join::Query(Box::new(values), valued));
    let mut joins = Vec::with_capacity(related.len());
    for (i, one) in related.iter().enumerate() {
        let dimensions = (0..wanted.dimensions.len()).map(|i| Expr::column(valued, dimension_name(i)));
        let same = dimensions.chain([Expr::column(valued, one.column)]).collect();
        numbered.columns.push((Expr::RowNumberAmong(same), Some(place_name(i))));
        let mut on = vec![
            Expr::column(one.alias, "id").infix(" = ", Expr::column(rows, one.column)),
            Expr::column(rows, place_name(i)).infix(" = ", Expr::Int(1)),
        ];
        on.extend(plain_slot(one.target, "deletedAt").map(|slot| slot.expr(one.alias).null()));
        joins.push(Join::LeftTable(planner.table(one.target), one.alias, Expr::all(on)));
    }
    joins.insert(0, Join::Query(Box::new(numbered), rows));
    Ok(joins)
}

/// The value of a dimension over these rows.
pub(super) fn dimension(rows: Alias, i: usize) -> Expr {
    Expr::column(rows, dimension_name(i))
}

// No field can have such names.
fn dimension_name(i: usize) -> String {
    format!("#d{i}")
}

fn place_name(i: usize) -> String {
    format!("#{i}")
}
