//! Records counted by groups: `groupBy`.

mod dimension;
mod related;

use icosa_model::Object;
use icosa_model::query::{DeletedRows, Direction};

use crate::aggregate::{self, Aggregate};
use crate::connection::{
    Condition, Connection, ConnectionPart, Entry, OrderKey, Page, SortDirection, Source, connection, live_or,
};
use crate::error::PlanError;
use crate::json;
use crate::planner::Planner;
use crate::select::Reach;
use crate::tree::{Alias, Expr, Join, Query, Sort};

pub(crate) use dimension::value as dimension_value;
pub use dimension::{Bucket, Dimension, Granularity, WeekStart};
use related::Related;

/// Most sample records of a group.
const SAMPLES: u32 = 10;

/// Records in groups, with figures and samples of each.
#[derive(Debug, Clone, PartialEq)]
pub struct Groups {
    /// Singular API name.
    pub object: String,
    /// Which records.
    pub condition: Condition,
    /// Which rows with regard to soft deletion.
    pub deleted: DeletedRows,
    /// What records of one group have in common.
    pub dimensions: Vec<Dimension>,
    /// Groups in which a dimension has no value are left out.
    pub omits_absent: bool,
    /// Most significant first; the dimensions in their order are appended.
    pub order: Vec<GroupOrder>,
    /// Of the sample records.
    pub record_order: Vec<OrderKey>,
    /// At most so many groups.
    pub limit: u32,
    /// What the answer carries of each.
    pub parts: Vec<Entry<GroupPart>>,
}

impl Groups {
    /// How many relations their records are found, put in order and grouped by, and told of.
    #[must_use]
    pub fn relation_count(&self) -> usize {
        let dimensions = self.dimensions.iter().filter(|dimension| dimension.relation.is_some()).count();
        let part = |part: &Entry<GroupPart>| match &part.what {
            GroupPart::Related { .. } => 1,
            GroupPart::Connection(carried) => carried.relation_count(),
            GroupPart::Dimensions | GroupPart::Text(_) => 0,
        };
        let told: usize = self.parts.iter().map(part).sum();
        let order: usize = self.record_order.iter().map(OrderKey::relation_count).sum();
        self.condition.relation_count() + dimensions + told + order
    }
}

/// One criterion of an order of groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupOrder {
    /// What is compared.
    pub by: GroupKey,
    /// Which way.
    pub direction: SortDirection,
}

/// What groups are ordered by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupKey {
    /// The value of a dimension, by its place.
    Dimension(usize),
    /// A figure.
    Aggregate(Aggregate),
}

/// What a group carries.
#[derive(Debug, Clone, PartialEq)]
pub enum GroupPart {
    /// The values of the dimensions as texts.
    Dimensions,
    /// Anything that connections carry.
    Connection(ConnectionPart),
    /// A figure as text, with all its digits.
    Text(Aggregate),
    /// What is known of the records that a many-to-one relation of the group's records leads to. Each counts once in a
    /// group, however many lead to it; deleted ones do not count.
    Related {
        /// The relation.
        field: String,
        /// What is asked of them.
        parts: Vec<Entry<RelatedPart>>,
    },
}

/// What a group carries of related records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RelatedPart {
    /// A text of the schema: `__typename`.
    Constant(String),
    /// A figure.
    Value(Aggregate),
    /// A figure as text, with all its digits.
    Text(Aggregate),
}

/// One row with a JSON list.
pub(crate) fn groups<'m>(planner: &mut Planner<'m>, wanted: &Groups) -> Result<Query, PlanError> {
    let object = planner.object(&wanted.object)?;
    let (rows, group) = (planner.alias(), planner.alias());
    let related = related::plan(planner, object, wanted)?;
    let mut inner = grouped(planner, object, rows, wanted, &related)?;
    let mut pairs = Vec::with_capacity(wanted.parts.len());
    let samples = samples(planner, object, group, wanted)?;
    for entry in &wanted.parts {
        let value = match &entry.what {
            GroupPart::Dimensions => dimensions(planner, object, wanted, group)?,
            GroupPart::Connection(ConnectionPart::Constant(text)) => Expr::Text(text.clone()),
            GroupPart::Connection(ConnectionPart::Aggregate(figure)) => {
                column(&mut inner, group, aggregate::value(planner, object, rows, figure)?)
            }
            GroupPart::Text(figure) => {
                column(&mut inner, group, aggregate::text(planner, object, rows, figure)?)
            }
            GroupPart::Related { field, parts } => {
                let joined = related::find(&related, object, field)?;
                let mut own = Vec::with_capacity(parts.len());
                for part in parts {
                    let value = match &part.what {
                        RelatedPart::Constant(text) => Expr::Text(text.clone()),
                        RelatedPart::Value(figure) => {
                            column(&mut inner, group, joined.value(planner, figure)?)
                        }
                        RelatedPart::Text(figure) => column(&mut inner, group, joined.text(planner, figure)?),
                    };
                    own.push((part.key.clone(), value));
                }
                json::object(own)
            }
            GroupPart::Connection(_) => match &samples {
                Some((_, alias)) => Expr::column(*alias, "json").infix(" -> ", Expr::Text(entry.key.clone())),
                None => Expr::Raw("NULL"),
            },
        };
        pairs.push((entry.key.clone(), value));
    }
    let order = vec![Sort::up(Expr::column(group, "place"))];
    let list = Expr::Aggregate("json_agg", Box::new(json::object(pairs)), order);
    let list = Expr::call("coalesce", [list, Expr::Raw("'[]'::json")]);
    let inner = numbered(planner, inner, wanted);
    let mut query = Query::named([(list, "json")]).from(Join::Query(Box::new(inner), group));
    if let Some((samples, alias)) = samples {
        query.from.push(Join::LeftLateral(Box::new(samples), alias));
    }
    Ok(query)
}

/// Adds a column to the select of the groups; answers it as it is seen from around.
fn column(inner: &mut Query, group: Alias, value: Expr) -> Expr {
    let name = format!("a{}", inner.columns.len());
    inner.columns.push((value, Some(name.clone())));
    Expr::column(group, name)
}

/// One row for each group.
fn grouped<'m>(
    planner: &mut Planner<'m>,
    object: &'m Object,
    rows: Alias,
    wanted: &Groups,
    related: &[Related<'m>],
) -> Result<Query, PlanError> {
    let mut query = Query::default();
    if related.is_empty() {
        query.from.push(Join::Table(planner.table(object), rows));
        query.filter = live_or(planner, object, rows, &wanted.condition, wanted.deleted)?;
    } else {
        query.from = related::joined(planner, object, rows, wanted, related)?;
    }
    for (i, dimension) in wanted.dimensions.iter().enumerate() {
        let value = if related.is_empty() {
            dimension_value(planner, object, rows, dimension)?
        } else {
            related::dimension(rows, i)
        };
        query.columns.push((value, Some(name(i))));
    }
    for (i, key) in wanted.order.iter().enumerate() {
        if let GroupKey::Aggregate(figure) = &key.by {
            query.columns.push((aggregate::raw(planner, object, rows, figure)?, Some(order_name(i))));
        }
    }
    if wanted.omits_absent {
        let values: Vec<Expr> =
            query.columns.iter().take(wanted.dimensions.len()).map(|(value, _)| value.clone()).collect();
        query.filter.extend(values.into_iter().map(Expr::not_null));
    }
    query.group_by = (1..).take(wanted.dimensions.len()).map(Expr::Int).collect();
    Ok(query)
}

/// The first groups, numbered in their order.
fn numbered(planner: &mut Planner<'_>, grouped: Query, wanted: &Groups) -> Query {
    let all = planner.alias();
    let by_order = wanted.order.iter().enumerate().map(|(i, key)| {
        let column = match key.by {
            GroupKey::Dimension(place) => name(place),
            GroupKey::Aggregate(_) => order_name(i),
        };
        sort(Expr::column(all, column), key.direction)
    });
    let rest = (0..wanted.dimensions.len()).map(|i| Sort::up(Expr::column(all, name(i))));
    let order: Vec<Sort> = by_order.chain(rest).collect();
    let mut query = Query::select([Expr::Raw("*")]).from(Join::Query(Box::new(grouped), all));
    query.columns.push((Expr::RowNumber(order), Some("place".to_owned())));
    query.order = vec![Sort::up(Expr::Column(None, "place".to_owned()))];
    query.limit = Some(wanted.limit);
    query
}

fn order_name(i: usize) -> String {
    format!("o{i}")
}

fn sort(expr: Expr, direction: SortDirection) -> Sort {
    let way = if direction.is_ascending { Direction::Ascending } else { Direction::Descending };
    Sort { expr, direction: way, nullable: direction.is_ascending == direction.nulls_first }
}

pub(crate) fn name(i: usize) -> String {
    format!("d{i}")
}

fn dimensions<'m>(
    planner: &Planner<'m>,
    object: &'m Object,
    wanted: &Groups,
    group: Alias,
) -> Result<Expr, PlanError> {
    let text = |(i, dimension)| dimension::text(planner, object, Expr::column(group, name(i)), dimension);
    let texts: Vec<Expr> = wanted.dimensions.iter().enumerate().map(text).collect::<Result<_, _>>()?;
    Ok(Expr::call("json_build_array", texts))
}

/// A page of the records of each group, if something of it is asked for.
fn samples<'m>(
    planner: &mut Planner<'m>,
    object: &'m Object,
    group: Alias,
    wanted: &Groups,
) -> Result<Option<(Query, Alias)>, PlanError> {
    let of_page = |entry: &Entry<GroupPart>| match &entry.what {
        GroupPart::Connection(
            part @ (ConnectionPart::Edges(_) | ConnectionPart::Records(_) | ConnectionPart::PageInfo(_)),
        ) => Some(Entry { key: entry.key.clone(), what: part.clone() }),
        _ => None,
    };
    let parts: Vec<_> = wanted.parts.iter().filter_map(of_page).collect();
    if parts.is_empty() {
        return Ok(None);
    }
    let page = Connection {
        condition: wanted.condition.clone(),
        deleted: wanted.deleted,
        order: wanted.record_order.clone(),
        page: Page { limit: SAMPLES, ..Page::default() },
        parts,
    };
    let source = Source::of_group(object, group, &wanted.dimensions);
    let query = connection(planner, &source, &page, Reach::of(wanted.limit))?;
    Ok(Some((query, planner.alias())))
}
