//! Conditions, through relations too.

use icosa_model::Object;
use icosa_model::query::DeletedRows;

use super::tree::Condition;
use crate::error::PlanError;
use crate::filter::{Conditions, deleted};
use crate::planner::{MAX_DEPTH, Planner, unknown_field};
use crate::tree::{Alias, Expr, Join, Query};

/// The condition of a row, and that it is deleted or not.
pub(crate) fn live_or<'m>(
    planner: &mut Planner<'m>,
    object: &'m Object,
    alias: Alias,
    wanted: &Condition,
    rows: DeletedRows,
) -> Result<Vec<Expr>, PlanError> {
    let mut all: Vec<Expr> = deleted(object, alias, rows).into_iter().collect();
    if *wanted != Condition::everything() {
        all.push(condition(planner, object, alias, wanted, 0)?);
    }
    Ok(all)
}

/// The condition of a row.
pub(crate) fn condition<'m>(
    planner: &mut Planner<'m>,
    object: &'m Object,
    alias: Alias,
    wanted: &Condition,
    depth: usize,
) -> Result<Expr, PlanError> {
    if depth > MAX_DEPTH {
        return Err(PlanError::TooDeep { max: MAX_DEPTH });
    }
    match wanted {
        Condition::All(items) => Ok(Expr::all(each(planner, object, alias, items, depth)?)),
        Condition::Any(items) => Ok(Expr::any_of(each(planner, object, alias, items, depth)?)),
        // IS NOT TRUE rather than NOT: a comparison with an absent value does not hold either.
        Condition::Not(inner) => {
            let inner = condition(planner, object, alias, inner, depth + 1)?;
            Ok(Expr::Postfix(Box::new(inner), " IS NOT TRUE"))
        }
        Condition::Own(filter) => {
            let own = Conditions { schema: &planner.schema, object, alias };
            Ok(Expr::all(own.plan(Some(filter), DeletedRows::Included)?))
        }
        Condition::Related { field, condition } => related(planner, object, alias, field, condition, depth),
    }
}

fn each<'m>(
    planner: &mut Planner<'m>,
    object: &'m Object,
    alias: Alias,
    items: &[Condition],
    depth: usize,
) -> Result<Vec<Expr>, PlanError> {
    items.iter().map(|item| condition(planner, object, alias, item, depth + 1)).collect()
}

/// There is such a record at the other end.
fn related<'m>(
    planner: &mut Planner<'m>,
    object: &'m Object,
    alias: Alias,
    name: &str,
    wanted: &Condition,
    depth: usize,
) -> Result<Expr, PlanError> {
    let unknown = || unknown_field(object, name);
    let field = object.field(name).ok_or_else(unknown)?;
    let (Some(relation), Some(column)) = (&field.relation, field.join_column()) else {
        return Err(unknown());
    };
    let target = planner.object(&relation.target_name)?;
    let other = planner.alias();
    let holds = condition(planner, target, other, wanted, depth + 1)?;
    let query = Query::select([Expr::Int(1)])
        .from(Join::Table(planner.table(target), other))
        .filter(Expr::column(other, "id").infix(" = ", Expr::column(alias, column)))
        .filter(holds);
    Ok(Expr::call("EXISTS", [Expr::Scalar(Box::new(query))]))
}
