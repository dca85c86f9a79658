//! Connections: a page of records in an order, and what is known of all of them.

use icosa_model::Object;

use super::condition::live_or;
use super::keyset::Keyset;
use super::record::{columns, record};
use super::tree::{Connection, ConnectionPart, EdgePart, Entry, PageInfoPart, RecordPart};
use crate::aggregate;
use crate::error::PlanError;
use crate::group::{self, Dimension};
use crate::json;
use crate::planner::Planner;
use crate::select::Reach;
use crate::tree::{Alias, Expr, Join, Query};

/// The rows that a connection is over.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source<'m, 'p> {
    pub object: &'m Object,
    parent: Parent<'m, 'p>,
}

/// What the rows have to do with the rows of the select around.
#[derive(Debug, Clone, Copy)]
enum Parent<'m, 'p> {
    None,
    /// The row and the column that leads to it.
    Row(Alias, &'m str),
    /// The group that they are in.
    Group(Alias, &'p [Dimension]),
}

impl<'m, 'p> Source<'m, 'p> {
    /// All records of an object.
    pub fn all(object: &'m Object) -> Self {
        Self { object, parent: Parent::None }
    }

    /// The records whose column leads to a row.
    pub fn behind(object: &'m Object, row: Alias, column: &'m str) -> Self {
        Self { object, parent: Parent::Row(row, column) }
    }

    /// The records of a group.
    pub fn of_group(object: &'m Object, group: Alias, dimensions: &'p [Dimension]) -> Self {
        Self { object, parent: Parent::Group(group, dimensions) }
    }

    fn conditions(
        &self,
        planner: &mut Planner<'m>,
        alias: Alias,
        wanted: &Connection,
    ) -> Result<Vec<Expr>, PlanError> {
        let mut all = Vec::new();
        match self.parent {
            Parent::None => {}
            Parent::Row(row, column) => {
                all.push(Expr::column(alias, column).infix(" = ", Expr::column(row, "id")));
            }
            Parent::Group(group, dimensions) => {
                for (i, dimension) in dimensions.iter().enumerate() {
                    let value = group::dimension_value(planner, self.object, alias, dimension)?;
                    all.push(value.infix(" IS NOT DISTINCT FROM ", Expr::column(group, group::name(i))));
                }
            }
        }
        all.extend(live_or(planner, self.object, alias, &wanted.condition, wanted.deleted)?);
        Ok(all)
    }
}

/// One row with the column `json`: an object with all parts.
pub(crate) fn connection<'m>(
    planner: &mut Planner<'m>,
    source: &Source<'m, '_>,
    wanted: &Connection,
    reach: Reach,
) -> Result<Query, PlanError> {
    let (mut query, pairs) = parts(planner, source, wanted, reach)?;
    query.columns = vec![(json::object(pairs), Some("json".to_owned()))];
    Ok(query)
}

/// The same with nothing but the first part, as it is.
pub(crate) fn first_part<'m>(
    planner: &mut Planner<'m>,
    source: &Source<'m, '_>,
    wanted: &Connection,
    reach: Reach,
) -> Result<Query, PlanError> {
    let (mut query, pairs) = parts(planner, source, wanted, reach)?;
    let first = pairs.into_iter().next().map_or(Expr::Raw("NULL"), |(_, value)| value);
    query.columns = vec![(first, Some("json".to_owned()))];
    Ok(query)
}

/// A select without columns, and the parts over it.
fn parts<'m>(
    planner: &mut Planner<'m>,
    source: &Source<'m, '_>,
    wanted: &Connection,
    reach: Reach,
) -> Result<(Query, Vec<(String, Expr)>), PlanError> {
    let limit = wanted.page.limit;
    let reach = if matches!(source.parent, Parent::None) { Reach::of(limit) } else { reach.down(limit)? };
    let mut page = PagePlan::new(planner, source, wanted, reach)?;
    let rows = planner.alias();
    let mut all = Query::default();
    let mut pairs = Vec::with_capacity(wanted.parts.len());
    let whole = planner.alias();
    for entry in &wanted.parts {
        let value = match &entry.what {
            ConnectionPart::Constant(text) => Expr::Text(text.clone()),
            ConnectionPart::Edges(parts) => page.edges(planner, parts)?,
            ConnectionPart::Records(parts) => page.records(planner, parts)?,
            ConnectionPart::RecordsUnder(key, parts) => {
                json::object(vec![(key.clone(), page.records(planner, parts)?)])
            }
            ConnectionPart::PageInfo(parts) => page.info(parts),
            ConnectionPart::Aggregate(wanted) => {
                let name = format!("a{}", all.columns.len());
                let value = aggregate::value(planner, source.object, rows, wanted)?;
                all.columns.push((value, Some(name.clone())));
                Expr::column(whole, name)
            }
        };
        pairs.push((entry.key.clone(), value));
    }
    let mut query = page.finish();
    if !all.columns.is_empty() {
        all.from.push(Join::Table(planner.table(source.object), rows));
        all.filter = source.conditions(planner, rows, wanted)?;
        let all = Join::LeftLateral(Box::new(all), whole);
        if query.from.is_empty() {
            query.from.push(Join::Query(Box::new(Query::select([Expr::Raw("1")])), planner.alias()));
        }
        query.from.push(all);
    }
    Ok((query, pairs))
}

/// The part of a connection that is about its page: made only if something of it is asked for.
struct PagePlan<'p, 'm> {
    wanted: &'p Connection,
    object: &'m Object,
    order: Keyset<'m>,
    reach: Reach,
    /// The page's rows, one more than asked for if somebody wants to know whether there is one.
    with: Option<(Alias, Query)>,
    rows: Alias,
    shaped: Alias,
    /// Select over the rows that makes JSON of them all.
    lists: Query,
}

impl<'p, 'm> PagePlan<'p, 'm> {
    fn new(
        planner: &mut Planner<'m>,
        source: &Source<'m, '_>,
        wanted: &'p Connection,
        reach: Reach,
    ) -> Result<Self, PlanError> {
        let table = planner.alias();
        let order = Keyset::plan(planner, source.object, table, &wanted.order, wanted.page.is_backward)?;
        let (rows, shaped, kept) = (planner.alias(), planner.alias(), planner.alias());
        let mut plan = Self {
            wanted,
            object: source.object,
            order,
            reach,
            with: None,
            rows,
            shaped,
            lists: Query::default(),
        };
        if !plan.is_needed() {
            return Ok(plan);
        }
        let mut inner = Query {
            columns: plan.columns(table)?,
            from: vec![Join::Table(planner.table(source.object), table)],
            filter: source.conditions(planner, table, wanted)?,
            order: plan.order.sorts(),
            limit: Some(wanted.page.limit + u32::from(plan.looks_ahead())),
            offset: wanted.page.skip,
            ..Query::default()
        };
        inner.columns.extend(plan.order.columns());
        inner.from.extend(plan.order.joins.iter().cloned());
        if let Some(place) = &wanted.page.from {
            inner.filter.push(plan.order.after(planner, place)?);
        }
        let page = if plan.looks_ahead() {
            plan.with = Some((kept, inner));
            let mut page = Query::select([Expr::Raw("*")]).from(Join::With(kept, planner.alias()));
            page.order = plan.order.unqualified_sorts();
            page.limit = Some(wanted.page.limit);
            page
        } else {
            inner
        };
        plan.lists = Query::default().from(Join::Query(Box::new(page), rows));
        Ok(plan)
    }

    fn nodes(&self) -> Vec<&'p [Entry<RecordPart>]> {
        let mut nodes: Vec<&'p [Entry<RecordPart>]> = Vec::new();
        for entry in &self.wanted.parts {
            match &entry.what {
                ConnectionPart::Edges(parts) => {
                    nodes.extend(parts.iter().filter_map(|entry| match &entry.what {
                        EdgePart::Node(parts) => Some(parts.as_slice()),
                        _ => None,
                    }))
                }
                ConnectionPart::Records(parts) | ConnectionPart::RecordsUnder(_, parts) => nodes.push(parts),
                _ => {}
            }
        }
        nodes
    }

    fn columns(&self, table: Alias) -> Result<Vec<(Expr, Option<String>)>, PlanError> {
        let mut names = vec!["id"];
        for parts in self.nodes() {
            for name in columns(self.object, parts)? {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        Ok(names.into_iter().map(|name| (Expr::column(table, name), None)).collect())
    }

    /// The page itself is looked at.
    fn is_needed(&self) -> bool {
        self.wanted.parts.iter().any(|entry| match &entry.what {
            ConnectionPart::Edges(_) | ConnectionPart::Records(_) | ConnectionPart::RecordsUnder(..) => true,
            ConnectionPart::PageInfo(parts) => parts.iter().any(|entry| match entry.what {
                PageInfoPart::Constant(_) => false,
                PageInfoPart::Start | PageInfoPart::End => true,
                PageInfoPart::HasNext => !self.wanted.page.is_backward,
                PageInfoPart::HasPrevious => self.wanted.page.is_backward,
            }),
            _ => false,
        })
    }

    /// Somebody wants to know whether it goes on in the direction of travel.
    fn looks_ahead(&self) -> bool {
        let ahead =
            if self.wanted.page.is_backward { PageInfoPart::HasPrevious } else { PageInfoPart::HasNext };
        self.wanted.parts.iter().any(|entry| match &entry.what {
            ConnectionPart::PageInfo(parts) => parts.iter().any(|entry| entry.what == ahead),
            _ => false,
        })
    }

    /// The records as a list; a column of the select over the page.
    fn edges(&mut self, planner: &mut Planner<'m>, parts: &[Entry<EdgePart>]) -> Result<Expr, PlanError> {
        let mut pairs = Vec::with_capacity(parts.len());
        for entry in parts {
            let value = match &entry.what {
                EdgePart::Constant(text) => Expr::Text(text.clone()),
                EdgePart::Cursor => self.order.cursor(self.rows),
                EdgePart::Node(parts) => {
                    let (json, joins) = record(planner, self.object, parts, self.rows, self.reach)?;
                    self.lists.from.extend(joins);
                    json
                }
            };
            pairs.push((entry.key.clone(), value));
        }
        Ok(self.list(json::object(pairs)))
    }

    /// The records as a plain list.
    fn records(&mut self, planner: &mut Planner<'m>, parts: &[Entry<RecordPart>]) -> Result<Expr, PlanError> {
        let (json, joins) = record(planner, self.object, parts, self.rows, self.reach)?;
        self.lists.from.extend(joins);
        Ok(self.list(json))
    }

    /// Of every row in the order asked for, as a JSON list.
    fn list(&mut self, item: Expr) -> Expr {
        let list = Expr::Aggregate("json_agg", Box::new(item), self.order.result_sorts(self.rows));
        let list = Expr::call("coalesce", [list, Expr::Raw("'[]'::json")]);
        let name = format!("l{}", self.lists.columns.len());
        self.lists.columns.push((list, Some(name.clone())));
        Expr::column(self.shaped, name)
    }

    fn info(&mut self, parts: &[Entry<PageInfoPart>]) -> Expr {
        let has_cursors =
            parts.iter().any(|entry| matches!(entry.what, PageInfoPart::Start | PageInfoPart::End));
        let cursors = has_cursors.then(|| {
            let cursor = self.order.cursor(self.rows);
            self.list(cursor)
        });
        let pairs = parts.iter().map(|entry| {
            let value = match &entry.what {
                PageInfoPart::Constant(text) => Expr::Text(text.clone()),
                PageInfoPart::HasNext if !self.wanted.page.is_backward => self.has_more(),
                PageInfoPart::HasPrevious if self.wanted.page.is_backward => self.has_more(),
                PageInfoPart::HasNext | PageInfoPart::HasPrevious => {
                    Expr::Raw(if self.wanted.page.from.is_some() { "TRUE" } else { "FALSE" })
                }
                PageInfoPart::Start => end_of(cursors.clone(), 0),
                PageInfoPart::End => end_of(cursors.clone(), -1),
            };
            (entry.key.clone(), value)
        });
        json::object(pairs.collect())
    }

    fn has_more(&self) -> Expr {
        let Some((with, _)) = &self.with else { return Expr::Raw("FALSE") };
        let more = Expr::Raw("count(*)").infix(" > ", Expr::Int(i64::from(self.wanted.page.limit)));
        Expr::Scalar(Box::new(Query::select([more]).from(Join::With(*with, *with))))
    }

    /// A select without columns over the lists.
    fn finish(self) -> Query {
        let mut query = Query::default();
        query.with.extend(self.with);
        if !self.lists.columns.is_empty() {
            query.from.push(Join::Query(Box::new(self.lists), self.shaped));
        }
        query
    }
}

/// The first or the last of a list.
fn end_of(list: Option<Expr>, index: i64) -> Expr {
    list.map_or(Expr::Raw("NULL"), |list| list.infix(" -> ", Expr::Int(index)))
}
