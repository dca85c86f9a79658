//! Figures of other records compared with values: `{people: {totalCount: {gte: 3}}}`.

use icosa_model::query::Op;
use icosa_model::{FieldType, Object};
use serde_json::Value;

use super::operators::{allowed, comparison, instant_match};
use crate::error::PlanError;
use crate::sql_type::SqlType;
use crate::statement::Bind;
use crate::tree::Expr;
use crate::values::{bad_value_of, expected, plain_text};

/// A figure and the type of its values: a number or a date.
pub(crate) struct FigureFilter<'f> {
    /// The object whose records it is about.
    pub object: &'f Object,
    /// As clients name it.
    pub name: &'f str,
    pub figure: Expr,
    pub kind: FieldType,
}

impl FigureFilter<'_> {
    /// The comparison; a figure without a value passes none but those with nothing.
    pub fn plan(self, op: Op, value: &Value) -> Result<Expr, PlanError> {
        if !allowed(self.kind, op) {
            let (object, field) = (self.object.name_singular.clone(), self.name.to_owned());
            return Err(PlanError::BadOperator { object, field, kind: self.kind, op });
        }
        match op {
            Op::IsNull => Ok(self.figure.null()),
            Op::IsNotNull => Ok(self.figure.not_null()),
            Op::Eq if value.is_null() => Ok(self.figure.null()),
            Op::Neq if value.is_null() => Ok(self.figure.not_null()),
            Op::In => self.one_of(value),
            _ => self.compare(op, value),
        }
    }

    fn compare(&self, op: Op, value: &Value) -> Result<Expr, PlanError> {
        if self.kind == FieldType::DateTime {
            return instant_match(&self.figure, op, value).ok_or_else(|| self.refused(value));
        }
        let right = Expr::text_bind(self.text(value)?, SqlType::plain(self.kind));
        Ok(self.figure.clone().infix(comparison(op), right))
    }

    fn one_of(&self, value: &Value) -> Result<Expr, PlanError> {
        let items = value.as_array().ok_or_else(|| self.refused(value))?;
        let (absent, given): (Vec<&Value>, Vec<&Value>) = items.iter().partition(|item| item.is_null());
        let mut any = Vec::new();
        if self.kind == FieldType::DateTime {
            for item in given {
                any.push(self.compare(Op::Eq, item)?);
            }
        } else {
            let texts: Vec<_> =
                given.into_iter().map(|item| self.text(item).map(Some)).collect::<Result<_, _>>()?;
            let among = Expr::Bind(Bind::TextArray(texts), SqlType::plain(self.kind).array());
            any.push(Expr::Any(Box::new(self.figure.clone()), Box::new(among)));
        }
        if !absent.is_empty() {
            any.push(self.figure.clone().null());
        }
        Ok(Expr::any_of(any))
    }

    fn text(&self, value: &Value) -> Result<String, PlanError> {
        plain_text(self.kind, value).ok_or_else(|| self.refused(value))
    }

    fn refused(&self, value: &Value) -> PlanError {
        bad_value_of(&self.object.name_singular, self.name.to_owned(), value, expected(self.kind))
    }
}
