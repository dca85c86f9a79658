//! Records by id: what mutations answer.

use icosa_model::Object;
use uuid::Uuid;

use super::record::record;
use super::tree::{Entry, RecordPart};
use crate::error::PlanError;
use crate::planner::Planner;
use crate::read::{among, id_list};
use crate::select::Reach;
use crate::tree::{Expr, Join, Query, Sort};

/// The records in the order named, or the only one.
pub(super) fn by_ids<'m>(
    planner: &mut Planner<'m>,
    object: &'m Object,
    ids: &[Uuid],
    is_list: bool,
    parts: &[Entry<RecordPart>],
) -> Result<Query, PlanError> {
    let rows = planner.alias();
    let many = u32::try_from(ids.len()).unwrap_or(u32::MAX);
    let (json, joins) = record(planner, object, parts, rows, Reach::of(many))?;
    let answer = if is_list {
        let place = Expr::call("array_position", [id_list(ids), Expr::column(rows, "id")]);
        let list = Expr::Aggregate("json_agg", Box::new(json), vec![Sort::up(place)]);
        Expr::call("coalesce", [list, Expr::Raw("'[]'::json")])
    } else {
        json
    };
    let mut query = Query::named([(answer, "json")]).from(Join::Table(planner.table(object), rows));
    query.from.extend(joins);
    query.filter.push(among(rows, ids));
    query.limit = (!is_list).then_some(1);
    Ok(query)
}
