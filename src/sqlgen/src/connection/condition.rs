//! Conditions, through relations too.

use icosa_model::query::DeletedRows;
use icosa_model::{Object, RelationKind};

use super::tree::{Condition, FigureComparison, Quantifier};
use crate::aggregate;
use crate::error::PlanError;
use crate::filter::{Conditions, FigureFilter, deleted};
use crate::planner::{MAX_DEPTH, Planner, unknown_field};
use crate::tree::{Alias, Expr, Join, Query};

/// What filters nest comes as two levels: a group, and what holds in it.
const DEEPEST: usize = 2 * MAX_DEPTH + 2;

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
    if depth > DEEPEST {
        return Err(PlanError::TooDeep { max: DEEPEST });
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
        Condition::Behind { field, which, deleted, condition } => {
            let (target, other, query) = behind(planner, object, alias, field, *deleted)?;
            let holds = self::condition(planner, target, other, condition, depth + 1)?;
            Ok(quantified(*which, query, holds))
        }
        Condition::Figures { field, deleted, condition, comparisons } => {
            let (target, other, mut query) = behind(planner, object, alias, field, *deleted)?;
            if **condition != Condition::everything() {
                query.filter.push(self::condition(planner, target, other, condition, depth + 1)?);
            }
            query.columns = vec![(figures(planner, target, other, comparisons)?, None)];
            Ok(Expr::Scalar(Box::new(query)))
        }
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

/// The object that a one-to-many relation leads to, and a select, still without columns, of its records there.
pub(crate) fn behind<'m>(
    planner: &mut Planner<'m>,
    object: &'m Object,
    alias: Alias,
    name: &str,
    rows: DeletedRows,
) -> Result<(&'m Object, Alias, Query), PlanError> {
    let unknown = || unknown_field(object, name);
    let relation = object.field(name).and_then(|field| field.relation.as_ref()).ok_or_else(unknown)?;
    let RelationKind::OneToMany { target_column } = &relation.kind else { return Err(unknown()) };
    let target = planner.object(&relation.target_name)?;
    let other = planner.alias();
    let mut query = Query::default()
        .from(Join::Table(planner.table(target), other))
        .filter(Expr::column(other, target_column).infix(" = ", Expr::column(alias, "id")));
    query.filter.extend(deleted(target, other, rows));
    Ok((target, other, query))
}

fn quantified(which: Quantifier, mut query: Query, holds: Expr) -> Expr {
    query.columns = vec![(Expr::Int(1), None)];
    query.filter.push(match which {
        Quantifier::Some | Quantifier::None => holds,
        // There is none that it does not hold for.
        Quantifier::Every => Expr::Postfix(Box::new(holds), " IS NOT TRUE"),
    });
    let select = Expr::Scalar(Box::new(query));
    match which {
        Quantifier::Some => Expr::call("EXISTS", [select]),
        // In parentheses: what may follow binds more tightly than NOT.
        Quantifier::None | Quantifier::Every => Expr::Row(vec![Expr::call("NOT EXISTS", [select])]),
    }
}

/// All comparisons hold, in a select over the rows.
fn figures(
    planner: &Planner<'_>,
    object: &Object,
    rows: Alias,
    comparisons: &[FigureComparison],
) -> Result<Expr, PlanError> {
    let compare = |comparison: &FigureComparison| {
        let figure = aggregate::raw(planner, object, rows, &comparison.figure)?;
        let kind = comparison.figure.kind(object);
        let filter = FigureFilter { object, name: &comparison.name, figure, kind };
        filter.plan(comparison.op, &comparison.value)
    };
    Ok(Expr::all(comparisons.iter().map(compare).collect::<Result<_, _>>()?))
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
