//! What a record carries, as one JSON expression and the lateral joins it needs.

use icosa_model::query::{MAX_PAGE, Select};
use icosa_model::{Field, Object, RelationKind};

use crate::error::PlanError;
use crate::json;
use crate::planner::{MAX_DEPTH, Planner, field, plain_slot, unknown_field};
use crate::tree::{Alias, Expr, Join, Query, Sort};

/// Most rows that the limits of a selection may add up to: 200 records with 60, and 60 for each of those, is fine.
const MOST_ROWS: u64 = 5_000_000;

const JSON: &str = "json";

/// How far into relations a selection has come.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reach {
    depth: usize,
    rows: u64,
}

impl Reach {
    /// The records themselves, so many.
    pub fn of(rows: u32) -> Self {
        Self { depth: 0, rows: u64::from(rows) }
    }

    /// The records behind a relation, so many for each.
    pub fn down(self, limit: u32) -> Result<Self, PlanError> {
        if self.depth == MAX_DEPTH {
            return Err(PlanError::TooDeep { max: MAX_DEPTH });
        }
        let rows = self.rows.saturating_mul(u64::from(limit));
        if rows > MOST_ROWS {
            return Err(PlanError::TooManyRows { max: MOST_ROWS });
        }
        Ok(Self { depth: self.depth + 1, rows })
    }
}

/// A selection with double entries merged.
pub(crate) struct Selection<'m> {
    fields: Vec<&'m Field>,
    relations: Vec<(&'m Field, Vec<Select>, u32)>,
}

impl<'m> Selection<'m> {
    /// Checks names and limits; `always` are added first.
    pub fn plan(object: &'m Object, select: &[Select], always: &[&str]) -> Result<Self, PlanError> {
        let mut selection = Self { fields: Vec::new(), relations: Vec::new() };
        for name in always {
            selection.fields.extend(object.field(name));
        }
        for item in select {
            match item {
                Select::Field(name) => {
                    let field = field(object, name)?;
                    if json::field(Alias(0), field).is_none() {
                        return Err(unknown_field(object, name));
                    }
                    if !selection.fields.iter().any(|known| std::ptr::eq(*known, field)) {
                        selection.fields.push(field);
                    }
                }
                Select::Relation { field: name, select, limit } => {
                    selection.relate(object, name, select, *limit)?
                }
            }
        }
        Ok(selection)
    }

    fn relate(
        &mut self,
        object: &'m Object,
        name: &str,
        select: &[Select],
        limit: u32,
    ) -> Result<(), PlanError> {
        let field = object.field(name).filter(|field| field.relation.is_some());
        let field = field.ok_or_else(|| unknown_field(object, name))?;
        if field.is_to_many() && limit > MAX_PAGE {
            return Err(PlanError::BadLimit { limit, max: MAX_PAGE });
        }
        match self.relations.iter_mut().find(|(known, ..)| std::ptr::eq(*known, field)) {
            Some((_, known, most)) => {
                known.extend_from_slice(select);
                *most = limit.max(*most);
            }
            None => self.relations.push((field, select.to_vec(), limit)),
        }
        Ok(())
    }

    /// Columns of the table that the selection reads.
    pub fn columns(&self) -> Vec<&'m str> {
        let own =
            self.fields.iter().flat_map(|field| field.columns.iter().map(|column| column.name.as_str()));
        let joins = self.relations.iter().map(|(field, ..)| field.join_column().unwrap_or("id"));
        let mut names = vec!["id"];
        for name in own.chain(joins) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The record as JSON over a row with [`Self::columns`], and the joins to add to it.
    pub fn record(
        &self,
        planner: &mut Planner<'m>,
        alias: Alias,
        reach: Reach,
    ) -> Result<(Expr, Vec<Join>), PlanError> {
        let mut pairs: Vec<(String, Expr)> =
            self.fields.iter().filter_map(|field| json::field(alias, field)).collect();
        let mut joins = Vec::new();
        for (field, select, limit) in &self.relations {
            let joined = planner.alias();
            let query = related(planner, field, select, *limit, alias, reach)?;
            joins.push(Join::LeftLateral(Box::new(query), joined));
            pairs.push((field.name.clone(), Expr::column(joined, JSON)));
        }
        Ok((json::object(pairs), joins))
    }
}

/// The sub-select for the records on the other side.
fn related<'m>(
    planner: &mut Planner<'m>,
    field: &'m Field,
    select: &[Select],
    limit: u32,
    from: Alias,
    reach: Reach,
) -> Result<Query, PlanError> {
    let relation =
        field.relation.as_ref().ok_or_else(|| PlanError::UnknownObject { object: field.name.clone() })?;
    let target = planner.object(&relation.target_name)?;
    let selection = Selection::plan(target, select, &["id"])?;
    let rows = planner.alias();
    let live = plain_slot(target, "deletedAt").map(|slot| slot.expr(rows).null());
    match &relation.kind {
        RelationKind::ManyToOne { column, .. } => {
            let (record, joins) = selection.record(planner, rows, reach.down(1)?)?;
            let mut query = Query::named([(record, JSON)]).from(Join::Table(planner.table(target), rows));
            query.from.extend(joins);
            query.filter.push(Expr::column(rows, "id").infix(" = ", Expr::column(from, column)));
            query.filter.extend(live);
            Ok(query)
        }
        RelationKind::OneToMany { target_column } => {
            let mut inner = Query {
                columns: selection.columns().iter().map(|name| (Expr::column(rows, *name), None)).collect(),
                order: by_position(target, rows),
                limit: Some(limit),
                ..Query::default()
            };
            for sort in &inner.order {
                if !matches!(&sort.expr, Expr::Column(_, name) if selection.columns().contains(&name.as_str()))
                {
                    inner.columns.push((sort.expr.clone(), None));
                }
            }
            let mut inner = inner
                .from(Join::Table(planner.table(target), rows))
                .filter(Expr::column(rows, target_column).infix(" = ", Expr::column(from, "id")));
            inner.filter.extend(live);
            collected(planner, &selection, target, inner, reach.down(limit)?)
        }
    }
}

/// Rows of `inner` as a JSON array in position order.
fn collected<'m>(
    planner: &mut Planner<'m>,
    selection: &Selection<'m>,
    target: &'m Object,
    inner: Query,
    reach: Reach,
) -> Result<Query, PlanError> {
    let kept = planner.alias();
    let (record, joins) = selection.record(planner, kept, reach)?;
    let aggregate = Expr::Aggregate("json_agg", Box::new(record), by_position(target, kept));
    let list = Expr::call("coalesce", [aggregate, Expr::Raw("'[]'::json")]);
    let mut query = Query::named([(list, JSON)]).from(Join::Query(Box::new(inner), kept));
    query.from.extend(joins);
    Ok(query)
}

/// `position`, then `id`: the order of an object's records when none is asked for.
pub(crate) fn by_position(object: &Object, alias: Alias) -> Vec<Sort> {
    ["position", "id"]
        .iter()
        .filter_map(|name| plain_slot(object, name))
        .map(|slot| Sort::up(slot.expr(alias)))
        .collect()
}
