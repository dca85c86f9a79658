//! Total orders with the four directions, and the places in them.
//!
//! A cursor is the base64 of a JSON object: the record's value for each key of the order under the key's own name,
//! composites and relations nested, then `id`. A page is continued by comparing with those values, never by counting.

mod compare;
mod cursor;

use icosa_model::query::{DeletedRows, Direction, FieldPath};
use icosa_model::{Column, Field, FieldType, Object};
use serde_json::Value;

use self::compare::{Key, after};
use super::condition::behind;
use super::tree::{OrderBy, OrderKey, SortDirection};
use crate::aggregate::{self, Aggregate, Rows};
use crate::error::PlanError;
use crate::order::compared;
use crate::planner::{MAX_DEPTH, Place, Planner, Slot, place, plain_slot};
use crate::tree::{Alias, Expr, Join, Sort};

/// One key of an order.
struct Term<'m> {
    /// Over the tables of the inner select.
    expr: Expr,
    /// In the direction of travel.
    direction: SortDirection,
    nullable: bool,
    /// As it is stored, for cursors.
    value: Expr,
    of: Of<'m>,
    /// Where cursors hold its value; none if another term's value stands for it.
    names: Option<Vec<String>>,
}

/// What the values of a term are of.
#[derive(Clone, Copy)]
enum Of<'m> {
    Column(Slot<'m>),
    /// A figure with values of this type.
    Figure(FieldType),
}

impl Of<'_> {
    fn kind(&self) -> FieldType {
        match self {
            Self::Column(slot) => slot.column.kind,
            Self::Figure(kind) => *kind,
        }
    }
}

/// The keys, and the joins that bring in related records.
pub(crate) struct Keyset<'m> {
    terms: Vec<Term<'m>>,
    pub joins: Vec<Join>,
    is_backward: bool,
}

impl<'m> Keyset<'m> {
    /// Doubles are dropped, `id` is appended.
    pub fn plan(
        planner: &mut Planner<'m>,
        object: &'m Object,
        rows: Alias,
        keys: &[OrderKey],
        is_backward: bool,
    ) -> Result<Self, PlanError> {
        let mut order = Self { terms: Vec::new(), joins: Vec::new(), is_backward };
        for key in keys {
            order.add(planner, object, rows, key)?;
        }
        if let Some(slot) = plain_slot(object, "id") {
            let up = SortDirection { is_ascending: true, nulls_first: true };
            order.push(slot, rows, up, false, vec!["id".to_owned()]);
        }
        Ok(order)
    }

    fn add(
        &mut self,
        planner: &mut Planner<'m>,
        object: &'m Object,
        rows: Alias,
        key: &OrderKey,
    ) -> Result<(), PlanError> {
        if key.relations.len() > MAX_DEPTH {
            return Err(PlanError::TooDeep { max: MAX_DEPTH });
        }
        let (mut object, mut alias) = (object, rows);
        for relation in &key.relations {
            (object, alias) = self.join(planner, object, alias, relation)?;
        }
        match &key.by {
            OrderBy::Field(path) => {
                let slot = sortable(object, path)?;
                let names = names(&key.relations, [&path.field].into_iter().chain(&path.sub_field));
                self.push(slot, alias, key.direction, !key.relations.is_empty(), names);
                Ok(())
            }
            OrderBy::Figure { relation, name, figure } => {
                let names = names(&key.relations, [relation, name]);
                self.push_figure(planner, (object, alias), (relation, figure), key.direction, names)
            }
        }
    }

    /// By a figure of the records behind a relation, which is computed once for each row.
    fn push_figure(
        &mut self,
        planner: &mut Planner<'m>,
        (object, from): (&'m Object, Alias),
        (relation, figure): (&str, &Aggregate),
        direction: SortDirection,
        names: Vec<String>,
    ) -> Result<(), PlanError> {
        if self.has(&names) {
            return Ok(());
        }
        let (target, rows, mut query) = behind(planner, object, from, relation, DeletedRows::Hidden)?;
        let value = aggregate::raw(planner, target, Rows::exactly(rows), figure)?;
        query.columns = vec![(value, Some(FIGURE.to_owned()))];
        let joined = planner.alias();
        self.joins.push(Join::LeftLateral(Box::new(query), joined));
        let value = Expr::column(joined, FIGURE);
        self.terms.push(Term {
            expr: value.clone(),
            direction: if self.is_backward { direction.flipped() } else { direction },
            nullable: !figure.is_certain(),
            value,
            of: Of::Figure(figure.kind(target)),
            names: Some(names),
        });
        Ok(())
    }

    /// There is a term of these names.
    fn has(&self, names: &Vec<String>) -> bool {
        self.terms.iter().any(|term| term.names.as_ref() == Some(names))
    }

    /// Brings in the record that a many-to-one relation leads to; a deleted one counts as none.
    fn join(
        &mut self,
        planner: &mut Planner<'m>,
        object: &'m Object,
        from: Alias,
        relation: &str,
    ) -> Result<(&'m Object, Alias), PlanError> {
        let refused =
            || PlanError::NotSortable { object: object.name_singular.clone(), field: relation.to_owned() };
        let field: &Field = object.field(relation).ok_or_else(refused)?;
        let (Some(other), Some(column)) = (&field.relation, field.join_column()) else {
            return Err(refused());
        };
        let target = planner.object(&other.target_name)?;
        let joined = planner.alias();
        let mut on = vec![Expr::column(joined, "id").infix(" = ", Expr::column(from, column))];
        on.extend(plain_slot(target, "deletedAt").map(|slot| slot.expr(joined).null()));
        self.joins.push(Join::LeftTable(planner.table(target), joined, Expr::all(on)));
        Ok((target, joined))
    }

    fn push(
        &mut self,
        slot: Slot<'m>,
        alias: Alias,
        direction: SortDirection,
        outer: bool,
        names: Vec<String>,
    ) {
        if self.has(&names) {
            return;
        }
        let (value, of) = (slot.expr(alias), Of::Column(slot));
        let expr = compared(value.clone(), slot.column.kind);
        let travelled = if self.is_backward { direction.flipped() } else { direction };
        // Absent texts are empty ones, which come first upwards: only the other way round needs a key of its own.
        if is_text(slot.column.kind) && direction.is_ascending != direction.nulls_first {
            let is_empty = Expr::Postfix(Box::new(expr.clone()), " = ''");
            let direction = SortDirection { is_ascending: !travelled.nulls_first, nulls_first: false };
            let value = value.clone();
            self.terms.push(Term { expr: is_empty, direction, nullable: false, value, of, names: None });
        }
        let nullable = !is_text(slot.column.kind) && (slot.column.nullable || outer);
        self.terms.push(Term { expr, direction: travelled, nullable, value, of, names: Some(names) });
    }

    /// For ORDER BY where the terms are expressions, in the direction of travel.
    pub fn sorts(&self) -> Vec<Sort> {
        self.terms.iter().map(|term| sort(term.expr.clone(), term.direction, term.nullable)).collect()
    }

    /// The same over a result that has [`Self::columns`].
    pub fn unqualified_sorts(&self) -> Vec<Sort> {
        let each = self.terms.iter().enumerate();
        each.map(|(i, term)| sort(Expr::Column(None, key_name(i)), term.direction, term.nullable)).collect()
    }

    /// In the direction asked for, over the inner select's result.
    pub fn result_sorts(&self, alias: Alias) -> Vec<Sort> {
        let each = self.terms.iter().enumerate();
        each.map(|(i, term)| {
            let direction = if self.is_backward { term.direction.flipped() } else { term.direction };
            sort(Expr::column(alias, key_name(i)), direction, term.nullable)
        })
        .collect()
    }

    /// The order's values as columns of the inner select: as compared, and as cursors hold them.
    pub fn columns(&self) -> Vec<(Expr, Option<String>)> {
        let mut columns = Vec::with_capacity(self.terms.len() * 2);
        for (i, term) in self.terms.iter().enumerate() {
            columns.push((term.expr.clone(), Some(key_name(i))));
            if term.names.is_some() {
                columns.push((term.value.clone(), Some(value_name(i))));
            }
        }
        columns
    }

    /// The cursor of a row of the inner select.
    pub fn cursor(&self, alias: Alias) -> Expr {
        let values = self.terms.iter().enumerate().filter_map(|(i, term)| {
            let value = cursor::value(Expr::column(alias, value_name(i)), term.of.kind());
            Some((term.names.as_deref()?, value))
        });
        cursor::encoded(values.collect())
    }

    /// The condition that a row comes after a place, in the direction of travel.
    pub fn after(&self, planner: &Planner<'_>, place: &Value) -> Result<Expr, PlanError> {
        let own: Vec<&[String]> = self.terms.iter().filter_map(|term| term.names.as_deref()).collect();
        cursor::check_names(place, &own)?;
        let mut keys = Vec::with_capacity(self.terms.len());
        for (i, term) in self.terms.iter().enumerate() {
            // A term without a value of its own is about the next one's.
            let names = term.names.as_ref().or_else(|| self.terms.get(i + 1)?.names.as_ref());
            let value = names.and_then(|names| cursor::lookup(place, names)).ok_or(PlanError::BadCursor)?;
            keys.push(term.key(planner, value)?);
        }
        Ok(after(&keys))
    }
}

impl Term<'_> {
    fn key(&self, planner: &Planner<'_>, value: &Value) -> Result<Key, PlanError> {
        let kind = self.of.kind();
        let value = if self.names.is_none() {
            let is_empty = cursor::text(value)?.is_empty();
            Some(Expr::Raw(if is_empty { "TRUE" } else { "FALSE" }))
        } else if is_text(kind) {
            Some(cursor::compared_text(value)?)
        } else if value.is_null() {
            None
        } else {
            Some(cursor::bound(planner, &self.of, value)?)
        };
        if value.is_none() && !self.nullable {
            return Err(PlanError::BadCursor);
        }
        Ok(Key { expr: self.expr.clone(), value, direction: self.direction, nullable: self.nullable })
    }
}

impl SortDirection {
    /// From the other end.
    #[must_use]
    pub fn flipped(self) -> Self {
        Self { is_ascending: !self.is_ascending, nulls_first: !self.nulls_first }
    }
}

/// Postgres puts absent values last upwards and first downwards; anything else is said.
fn sort(expr: Expr, direction: SortDirection, nullable: bool) -> Sort {
    let unusual = direction.is_ascending == direction.nulls_first;
    let way = if direction.is_ascending { Direction::Ascending } else { Direction::Descending };
    Sort { expr, direction: way, nullable: nullable && unusual }
}

fn sortable<'m>(object: &'m Object, path: &FieldPath) -> Result<Slot<'m>, PlanError> {
    let refused = || PlanError::NotSortable {
        object: object.name_singular.clone(),
        field: path
            .sub_field
            .as_ref()
            .map_or_else(|| path.field.clone(), |part| format!("{}.{part}", path.field)),
    };
    let Place::Slot(slot) = place(object, path)? else { return Err(refused()) };
    let Column { kind, .. } = slot.column;
    if matches!(kind, FieldType::RawJson | FieldType::Files | FieldType::TsVector) {
        return Err(refused());
    }
    Ok(slot)
}

fn names<'n>(relations: &'n [String], rest: impl IntoIterator<Item = &'n String>) -> Vec<String> {
    relations.iter().chain(rest).cloned().collect()
}

/// Compared as text.
fn is_text(kind: FieldType) -> bool {
    matches!(kind, FieldType::Text | FieldType::Array | FieldType::MultiSelect)
}

/// The column of a sub-select that computes a figure.
const FIGURE: &str = "figure";

// No field can have such names.
fn key_name(i: usize) -> String {
    format!("#{i}")
}

fn value_name(i: usize) -> String {
    format!("#v{i}")
}
