//! Comparing rows with a place in an order.

use crate::connection::SortDirection;
use crate::tree::Expr;

/// One key of an order together with the place's value for it.
pub(super) struct Key {
    pub expr: Expr,
    /// None stands for NULL.
    pub value: Option<Expr>,
    pub direction: SortDirection,
    pub nullable: bool,
}

impl Key {
    fn operator(&self) -> &'static str {
        if self.direction.is_ascending { " > " } else { " < " }
    }

    /// Rows without a value come after those with one.
    fn absent_beyond(&self) -> bool {
        self.nullable && !self.direction.nulls_first
    }

    /// This key alone puts the row after the place; None if that cannot be.
    fn beyond(&self) -> Option<Expr> {
        let expr = self.expr.clone();
        match self.value.clone() {
            None if self.direction.nulls_first => Some(expr.not_null()),
            None => None,
            Some(value) if self.absent_beyond() => {
                Some(Expr::any_of(vec![expr.clone().infix(self.operator(), value), expr.null()]))
            }
            Some(value) => Some(expr.infix(self.operator(), value)),
        }
    }

    fn equal(&self) -> Expr {
        match self.value.clone() {
            None => self.expr.clone().null(),
            Some(value) => self.expr.clone().infix(" = ", value),
        }
    }

    /// Implied by "equal or beyond"; gives an index a place to start at.
    fn bound(&self) -> Option<Expr> {
        let value = self.value.clone().filter(|_| !self.absent_beyond())?;
        Some(self.expr.clone().infix(if self.direction.is_ascending { " >= " } else { " <= " }, value))
    }
}

/// The condition that a row comes after the place these keys describe.
pub(super) fn after(keys: &[Key]) -> Expr {
    let Some((first, rest)) = keys.split_first() else { return Expr::Raw("FALSE") };
    if rest.is_empty() {
        return first.beyond().unwrap_or(Expr::Raw("FALSE"));
    }
    // NULL in a row comparison makes it not true, which is right where absent values come first.
    let comparable = |key: &Key| {
        key.value.is_some()
            && !key.absent_beyond()
            && key.direction.is_ascending == first.direction.is_ascending
    };
    if keys.iter().all(comparable) {
        let left = keys.iter().map(|key| key.expr.clone()).collect();
        let right = keys.iter().filter_map(|key| key.value.clone()).collect();
        return Expr::Row(left).infix(first.operator(), Expr::Row(right));
    }
    let tie = Expr::all(vec![first.equal(), after(rest)]);
    let split = Expr::any_of(first.beyond().into_iter().chain([tie]).collect());
    Expr::all(first.bound().into_iter().chain([split]).collect())
}
