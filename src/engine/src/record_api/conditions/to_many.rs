//! What filters say of the records behind a one-to-many relation: that `some`, `none` or `every` one of them passes a
//! filter, and what their figures are. `where` narrows the records that figures are of. Soft-deleted ones do not count
//! unless the filter over them speaks of `deletedAt`.

use icosa_contract::AppError;
use icosa_model::query::{DeletedRows, Op};
use icosa_model::{Field, FieldType, Object};
use icosa_sqlgen::connection::{Condition, FigureComparison, Quantifier};
use serde_json::Value;

use super::super::figures::figure;
use super::super::filter::{
    check_has_value, check_operator, entries, invalid, is, items, one_operator, order, refused_to_many,
};
use super::super::operand;
use super::{Filtered, Level, Reader, joined};

/// Narrows the records that figures are of.
pub const WHERE: &str = "where";

/// How many of the records, by name.
pub const QUANTIFIERS: [(&str, Quantifier); 3] =
    [("some", Quantifier::Some), ("none", Quantifier::None), ("every", Quantifier::Every)];

impl Reader<'_> {
    pub(super) fn to_many(
        &self,
        field: &Field,
        target: &Object,
        value: &Value,
        level: Level,
    ) -> Result<Option<Condition>, AppError> {
        let name = field.name.as_str();
        let refused = || refused_to_many(name);
        let entries = value.as_object().filter(|entries| !entries.is_empty()).ok_or_else(refused)?;
        let (mut all, mut narrowed, mut comparisons) = (Vec::new(), None, Vec::new());
        for (key, value) in entries {
            let quantifier = QUANTIFIERS.iter().find(|(word, _)| word == key).map(|(_, which)| *which);
            if let Some(which) = quantifier {
                let inner = self.behind(target, value, level)?;
                all.push(quantified(name, which, inner));
            } else if key == WHERE {
                narrowed = Some(self.behind(target, value, level)?);
            } else {
                let figure = figure(target, key).ok_or_else(refused)?;
                let kind = figure.kind(target);
                for (op, value) in compared(&format!("{name}.{key}"), kind, value)? {
                    let (name, figure) = (key.clone(), figure.clone());
                    comparisons.push(FigureComparison { name, figure, op, value });
                }
            }
        }
        if comparisons.is_empty() {
            return if narrowed.is_none() {
                Ok(joined(all, Condition::All))
            } else {
                Err(lonely_where(name))
            };
        }
        let counted = narrowed.unwrap_or_default();
        let deleted = counted.deleted(DeletedRows::Hidden);
        let condition = Box::new(counted.or_everything());
        all.push(Condition::Figures { field: name.to_owned(), deleted, condition, comparisons });
        Ok(joined(all, Condition::All))
    }

    /// A filter over the records there; what it says of deletion is about them.
    fn behind(&self, target: &Object, value: &Value, level: Level) -> Result<Filtered, AppError> {
        Reader::read(self.model, target, value, level.anew())
    }
}

/// What is the same of all records is said as such, however deep it stands: it may be below `not` or `or`, and it is no filter
/// for a change of many. Every one of them passes what restricts nothing, none of them what nothing passes.
fn quantified(field: &str, which: Quantifier, inner: Filtered) -> Condition {
    let known = inner.condition.as_ref().map_or(Some(true), Condition::constant);
    match (which, known) {
        (Quantifier::Every, Some(true)) | (Quantifier::None, Some(false)) => return Condition::everything(),
        (Quantifier::Some, Some(false)) => return Condition::Not(Box::new(Condition::everything())),
        _ => {}
    }
    let deleted = inner.deleted(DeletedRows::Hidden);
    let condition = Box::new(inner.or_everything());
    Condition::Behind { field: field.to_owned(), which, deleted, condition }
}

fn lonely_where(name: &str) -> AppError {
    let message = format!(
        "Filter \"{WHERE}\" of relation field \"{name}\" is for figures: name one beside it, such as totalCount"
    );
    invalid(name, message)
}

/// `{operator: value, …}` over a figure.
fn compared(name: &str, kind: FieldType, value: &Value) -> Result<Vec<(Op, Value)>, AppError> {
    let entries = entries(name, value)?;
    if entries.is_empty() {
        return Err(one_operator(name));
    }
    let one = |(operator, value): (&String, &Value)| {
        check_operator(name, kind, operator)?;
        match operator.as_str() {
            "is" => Ok((is(name, value)?, Value::Null)),
            "in" => {
                let items = items(name, operator, value)?.iter().map(|item| operand::plain(kind, name, item));
                Ok((Op::In, Value::Array(items.collect::<Result<_, _>>()?)))
            }
            _ => {
                let (op, value) = (order(operator), operand::plain(kind, name, value)?);
                check_has_value(name, op, operator, &value)?;
                Ok((op, value))
            }
        }
    };
    entries.iter().map(one).collect()
}
