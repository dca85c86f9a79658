//! Places in an order: reading cursors, and comparing rows with them.

use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use icosa_model::query::{Cursor, Direction};
use serde_json::Value;

use crate::error::PlanError;
use crate::tree::Expr;

/// The order values in a cursor.
pub(super) fn decode(cursor: &Cursor) -> Result<Vec<Value>, PlanError> {
    const MOST_BYTES: usize = 16_384;
    let lenient = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let engine = GeneralPurpose::new(&URL_SAFE, lenient);
    if cursor.0.len() > MOST_BYTES {
        return Err(PlanError::BadCursor);
    }
    let bytes = engine.decode(&cursor.0).map_err(|_| PlanError::BadCursor)?;
    serde_json::from_slice(&bytes).map_err(|_| PlanError::BadCursor)
}

/// One order key together with the cursor's value for it.
pub(super) struct Key {
    pub expr: Expr,
    /// None stands for NULL.
    pub value: Option<Expr>,
    pub direction: Direction,
    pub nullable: bool,
}

impl Key {
    /// This key alone puts the row after the cursor; None if that cannot be.
    fn beyond(&self) -> Option<Expr> {
        let expr = self.expr.clone();
        match (self.direction, self.value.clone()) {
            // Absent values come first: everything else is after them, and none is after a value.
            (Direction::Ascending, None) => Some(expr.not_null()),
            (Direction::Ascending, Some(value)) => Some(expr.infix(" > ", value)),
            // Absent values come last.
            (Direction::Descending, None) => None,
            (Direction::Descending, Some(value)) if self.nullable => {
                Some(Expr::any_of(vec![expr.clone().infix(" < ", value), expr.null()]))
            }
            (Direction::Descending, Some(value)) => Some(expr.infix(" < ", value)),
        }
    }

    fn equal(&self) -> Expr {
        match self.value.clone() {
            None => self.expr.clone().null(),
            Some(value) => self.expr.clone().infix(" = ", value),
        }
    }

    /// Implied by "equal or beyond"; gives the index a place to start at.
    fn bound(&self) -> Option<Expr> {
        let value = self.value.clone()?;
        match self.direction {
            Direction::Ascending => Some(self.expr.clone().infix(" >= ", value)),
            Direction::Descending if self.nullable => None,
            Direction::Descending => Some(self.expr.clone().infix(" <= ", value)),
        }
    }

    /// May stand in a row comparison: NULL in it makes the comparison not true, which is right where absent
    /// values come first, and where there are none.
    fn comparable_in_row(&self) -> bool {
        self.value.is_some() && (self.direction == Direction::Ascending || !self.nullable)
    }
}

/// The condition that a row comes after the place these keys describe.
pub(super) fn after(keys: &[Key]) -> Expr {
    let Some((first, rest)) = keys.split_first() else { return Expr::Raw("FALSE") };
    if rest.is_empty() {
        return first.beyond().unwrap_or(Expr::Raw("FALSE"));
    }
    if keys.iter().all(|key| key.comparable_in_row() && key.direction == first.direction) {
        let operator = if first.direction == Direction::Ascending { " > " } else { " < " };
        let left = keys.iter().map(|key| key.expr.clone()).collect();
        let right = keys.iter().filter_map(|key| key.value.clone()).collect();
        return Expr::Row(left).infix(operator, Expr::Row(right));
    }
    let tie = Expr::all(vec![first.equal(), after(rest)]);
    let split = Expr::any_of(first.beyond().into_iter().chain([tie]).collect());
    Expr::all(first.bound().into_iter().chain([split]).collect())
}
