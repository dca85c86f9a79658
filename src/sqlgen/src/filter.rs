//! Filters as conditions.

mod figures;
mod operators;

use icosa_model::query::{DeletedRows, FieldPath, Filter, Op};
use icosa_model::{Field, FieldType, Object, SchemaName};
use serde_json::Value;

pub(crate) use self::figures::FigureFilter;
use self::operators::{
    absent, allowed, among, any_text_columns, comparison, instant_match, is_absent, present, text_match,
};
use crate::error::PlanError;
use crate::ident::escape_like;
use crate::planner::{MAX_DEPTH, Place, Slot, place, plain_slot};
use crate::search::found_by;
use crate::sql_type::SqlType;
use crate::tree::{Alias, Expr};
use crate::values::{bad_value, bad_value_of, check_text};

/// A filter over the rows of one table.
pub(crate) struct Conditions<'m> {
    pub schema: &'m SchemaName,
    pub object: &'m Object,
    pub alias: Alias,
}

/// Soft-deleted rows hidden, alone or included.
pub(crate) fn deleted(object: &Object, alias: Alias, rows: DeletedRows) -> Option<Expr> {
    let column = plain_slot(object, "deletedAt")?.expr(alias);
    match rows {
        DeletedRows::Hidden => Some(column.null()),
        DeletedRows::Only => Some(column.not_null()),
        DeletedRows::Included => None,
    }
}

impl Conditions<'_> {
    /// All conditions of a read.
    pub fn plan(&self, filter: Option<&Filter>, rows: DeletedRows) -> Result<Vec<Expr>, PlanError> {
        let mut conditions: Vec<Expr> = deleted(self.object, self.alias, rows).into_iter().collect();
        if let Some(filter) = filter {
            conditions.push(self.filter(filter, 0)?);
        }
        Ok(conditions)
    }

    fn filter(&self, filter: &Filter, depth: usize) -> Result<Expr, PlanError> {
        if depth > MAX_DEPTH {
            return Err(PlanError::TooDeep { max: MAX_DEPTH });
        }
        let each = |items: &[Filter]| {
            items.iter().map(|item| self.filter(item, depth + 1)).collect::<Result<_, _>>()
        };
        Ok(match filter {
            Filter::And(items) => Expr::all(each(items)?),
            Filter::Or(items) => Expr::any_of(each(items)?),
            // IS NOT TRUE rather than NOT: a comparison with an absent value does not hold either.
            Filter::Not(inner) => Expr::Postfix(Box::new(self.filter(inner, depth + 1)?), " IS NOT TRUE"),
            Filter::Compare { path, op, value } => self.compare(path, *op, value)?,
            Filter::AnyText(text) => self.any_text(text)?,
            Filter::Search(text) => found_by(self.object, self.alias, text)?,
        })
    }

    fn compare(&self, path: &FieldPath, op: Op, value: &Value) -> Result<Expr, PlanError> {
        match place(self.object, path)? {
            Place::Slot(slot) => self.compare_slot(&slot, op, value),
            Place::Composite(field) => self.compare_composite(field, op, value),
        }
    }

    /// A whole composite is absent when all parts that carry its meaning are; a pattern may match any text part.
    fn compare_composite(&self, field: &Field, op: Op, value: &Value) -> Result<Expr, PlanError> {
        let meaning: Vec<Slot<'_>> =
            field.meaning().map(|column| Slot { object: self.object, field, column }).collect();
        let each = |slots: &[Slot<'_>]| {
            slots.iter().map(|slot| self.compare_slot(slot, op, value)).collect::<Result<Vec<_>, _>>()
        };
        match op {
            Op::IsNull => Ok(Expr::all(each(&meaning)?)),
            Op::IsNotNull => Ok(Expr::any_of(each(&meaning)?)),
            Op::Like | Op::ILike | Op::StartsWith | Op::EndsWith => {
                let texts: Vec<Slot<'_>> =
                    meaning.into_iter().filter(|slot| slot.column.kind == FieldType::Text).collect();
                if texts.is_empty() {
                    return Err(self.bad_operator(field.name.clone(), field.field_type, op));
                }
                Ok(Expr::any_of(each(&texts)?))
            }
            _ => Err(self.bad_operator(field.name.clone(), field.field_type, op)),
        }
    }

    fn compare_slot(&self, slot: &Slot<'_>, op: Op, value: &Value) -> Result<Expr, PlanError> {
        let column = slot.expr(self.alias);
        let kind = slot.column.kind;
        if !allowed(kind, op) {
            return Err(self.bad_operator(slot.name(), kind, op));
        }
        match op {
            Op::IsNull => Ok(absent(column, kind)),
            Op::IsNotNull => Ok(present(column, kind)),
            Op::Eq if is_absent(value, kind) => Ok(absent(column, kind)),
            Op::Neq if is_absent(value, kind) => Ok(present(column, kind)),
            Op::In => self.one_of(slot, value),
            Op::ContainsAny if matches!(kind, FieldType::Select | FieldType::Rating) => {
                self.one_of(slot, value)
            }
            Op::ContainsAny => {
                let items = Expr::text_bind(check_text(slot, value)?, slot.ty(self.schema));
                Ok(column.infix(" && ", items))
            }
            Op::Like | Op::ILike | Op::StartsWith | Op::EndsWith => text_match(slot, column, op, value),
            Op::Eq | Op::Neq | Op::Gt | Op::Gte | Op::Lt | Op::Lte if kind == FieldType::DateTime => {
                instant_match(&column, op, value).ok_or_else(|| bad_value(slot, value))
            }
            Op::Eq | Op::Neq | Op::Gt | Op::Gte | Op::Lt | Op::Lte => {
                let right = Expr::text_bind(check_text(slot, value)?, slot.ty(self.schema));
                Ok(column.infix(comparison(op), right))
            }
        }
    }

    /// An absent value among those given also matches rows without a value.
    fn one_of(&self, slot: &Slot<'_>, value: &Value) -> Result<Expr, PlanError> {
        let Value::Array(items) = value else {
            return Err(bad_value_of(&self.object.name_singular, slot.name(), value, "an array"));
        };
        let column = slot.expr(self.alias);
        let kind = slot.column.kind;
        if kind == FieldType::DateTime {
            let each = items.iter().map(|item| self.compare_slot(slot, Op::Eq, item));
            return Ok(Expr::any_of(each.collect::<Result<_, _>>()?));
        }
        let mut texts = Vec::with_capacity(items.len());
        let mut with_absent = false;
        for item in items {
            if is_absent(item, kind) {
                with_absent = true;
            } else {
                texts.push(check_text(slot, item)?);
            }
        }
        let among = among(column.clone(), slot.ty(self.schema), texts);
        Ok(if with_absent { Expr::any_of(vec![among, absent(column, kind)]) } else { among })
    }

    /// Every word must occur somewhere in the record's texts.
    fn any_text(&self, text: &str) -> Result<Expr, PlanError> {
        if text.contains('\0') {
            return Err(PlanError::BadText);
        }
        let columns = any_text_columns(self.object, self.alias);
        if columns.is_empty() {
            return Ok(Expr::Raw(if text.trim().is_empty() { "TRUE" } else { "FALSE" }));
        }
        // A word holds no blank, so it cannot match across two texts.
        let mut arguments = vec![Expr::Text(" ".to_owned())];
        arguments.extend(columns);
        let all = Expr::Call("concat_ws", arguments);
        let words = text.split_whitespace().map(|word| {
            let pattern = Expr::text_bind(format!("%{}%", escape_like(word)), SqlType::Text);
            all.clone().infix(" ILIKE ", pattern)
        });
        Ok(Expr::all(words.collect()))
    }

    fn bad_operator(&self, field: String, kind: FieldType, op: Op) -> PlanError {
        PlanError::BadOperator { object: self.object.name_singular.clone(), field, kind, op }
    }
}
