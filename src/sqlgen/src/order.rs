//! Total orders, and the places in them.
//!
//! Every list is ordered by what was asked for, then `position`, then `id`: no two rows are equal, so a page is
//! continued by comparing with the last row's values instead of counting rows.

mod cursor;

use icosa_model::query::{Cursor, Direction, FieldPath, Order};
use icosa_model::{Column, Field, FieldType, Object};
use serde_json::Value;

use self::cursor::{Key, after, decode};
use crate::error::PlanError;
use crate::json::instant;
use crate::planner::{Place, Planner, Slot, place, plain_slot};
use crate::sql_type::SqlType;
use crate::tree::{Alias, Expr, Join, Sort};
use crate::values::check_text;

/// Text is compared up to this many characters: index entries and cursors stay small whatever a text holds.
/// The index on the label ([`crate::ddl`]) is on the same expression.
pub(crate) const COMPARED_CHARACTERS: i64 = 200;

/// One key of a total order.
pub(crate) struct Term<'m> {
    /// Over the tables of the inner select.
    pub expr: Expr,
    pub direction: Direction,
    pub nullable: bool,
    alias: Alias,
    slot: Slot<'m>,
}

/// The keys, and the joins that bring in the labels of related records.
pub(crate) struct TotalOrder<'m> {
    rows: Alias,
    pub terms: Vec<Term<'m>>,
    pub joins: Vec<Join>,
}

/// A column as it is compared. Text without case, bounded, and empty when absent: that puts absent texts first
/// upwards and last downwards without any NULLS FIRST, so one index serves both directions.
pub(crate) fn compared(column: Expr, kind: FieldType) -> Expr {
    match kind {
        FieldType::Text => {
            Expr::call("lower", [Expr::call("left", [column.or_empty(), Expr::Int(COMPARED_CHARACTERS)])])
        }
        FieldType::Array | FieldType::MultiSelect => compared(joined(column), FieldType::Text),
        _ => column,
    }
}

/// The items of a list as one text.
pub(crate) fn joined(list: Expr) -> Expr {
    Expr::call("array_to_string", [list, Expr::Text(" ".to_owned())])
}

/// The parts that a composite is ordered by.
pub(crate) fn ordering_columns(field: &Field) -> Vec<&Column> {
    let parts: &[&str] = match field.field_type {
        FieldType::FullName => &["firstName", "lastName"],
        FieldType::Emails => &["primaryEmail"],
        FieldType::Phones => &["primaryPhoneNumber"],
        FieldType::Links => &["primaryLinkUrl"],
        FieldType::Currency => &["amountMicros"],
        FieldType::Address => &["addressCity", "addressStreet1"],
        FieldType::Actor => &["name"],
        FieldType::RichText => &["markdown"],
        _ => return field.columns.iter().collect(),
    };
    parts.iter().filter_map(|part| field.column(Some(part))).collect()
}

impl<'m> TotalOrder<'m> {
    pub fn plan(
        planner: &mut Planner<'m>,
        object: &'m Object,
        alias: Alias,
        orders: &[Order],
    ) -> Result<Self, PlanError> {
        let mut order = Self { rows: alias, terms: Vec::new(), joins: Vec::new() };
        for item in orders {
            order.add(planner, object, alias, item)?;
        }
        for name in ["position", "id"] {
            if let Some(slot) = plain_slot(object, name) {
                order.add_slot(slot, alias, Direction::Ascending, false);
            }
        }
        Ok(order)
    }

    fn add(
        &mut self,
        planner: &mut Planner<'m>,
        object: &'m Object,
        alias: Alias,
        order: &Order,
    ) -> Result<(), PlanError> {
        let direction = order.direction;
        if let Some(field) = object.field(&order.path.field).filter(|field| field.field_type.is_relation()) {
            return self.add_related(planner, object, alias, field, order);
        }
        match place(object, &order.path)? {
            Place::Slot(slot) => {
                refuse_unordered(object, slot.field, slot.column, &order.path)?;
                self.add_slot(slot, alias, direction, false);
            }
            Place::Composite(field) => {
                for column in ordering_columns(field) {
                    self.add_slot(Slot { object, field, column }, alias, direction, false);
                }
            }
        }
        Ok(())
    }

    /// By the label of the record pointed at; a soft-deleted one counts as none.
    fn add_related(
        &mut self,
        planner: &mut Planner<'m>,
        object: &'m Object,
        alias: Alias,
        field: &'m Field,
        order: &Order,
    ) -> Result<(), PlanError> {
        let not_sortable = || not_sortable(object, &order.path);
        let relation =
            field.relation.as_ref().filter(|_| order.path.sub_field.is_none()).ok_or_else(not_sortable)?;
        let column = field.join_column().ok_or_else(not_sortable)?;
        let target = planner.object(&relation.target_name)?;
        let joined = planner.alias();
        let mut on = vec![Expr::column(joined, "id").infix(" = ", Expr::column(alias, column))];
        on.extend(plain_slot(target, "deletedAt").map(|slot| slot.expr(joined).null()));
        self.joins.push(Join::LeftTable(planner.table(target), joined, Expr::all(on)));
        let label = target.label_field();
        for column in ordering_columns(label) {
            self.add_slot(Slot { object: target, field: label, column }, joined, order.direction, true);
        }
        Ok(())
    }

    fn add_slot(&mut self, slot: Slot<'m>, alias: Alias, direction: Direction, outer: bool) {
        let same = |term: &Term<'_>| term.alias == alias && term.slot.column.name == slot.column.name;
        if self.is_total() || self.terms.iter().any(same) {
            return;
        }
        let expr = compared(slot.expr(alias), slot.column.kind);
        let nullable = !is_text(slot.column.kind) && (slot.column.nullable || outer);
        self.terms.push(Term { expr, direction, nullable, alias, slot });
    }

    /// Nothing after `id` matters.
    fn is_total(&self) -> bool {
        self.terms.last().is_some_and(|term| term.alias == self.rows && term.slot.column.name == "id")
    }

    /// For ORDER BY where the terms are expressions.
    pub fn sorts(&self) -> Vec<Sort> {
        self.terms.iter().map(|term| term.sort(term.expr.clone())).collect()
    }

    /// For ORDER BY over the inner select's result.
    pub fn result_sorts(&self, alias: Alias) -> Vec<Sort> {
        self.terms.iter().enumerate().map(|(i, term)| term.sort(Expr::column(alias, key_name(i)))).collect()
    }

    /// The order values as columns of the inner select.
    pub fn columns(&self) -> Vec<(Expr, Option<String>)> {
        self.terms.iter().enumerate().map(|(i, term)| (term.expr.clone(), Some(key_name(i)))).collect()
    }

    /// The cursor of a row of the inner select: base64url, without padding, of the JSON array of its order values.
    pub fn cursor(&self, alias: Alias) -> Expr {
        let values =
            self.terms.iter().enumerate().map(|(i, term)| term.text(Expr::column(alias, key_name(i))));
        let json = Expr::call("json_build_array", values).cast(SqlType::Text);
        let bytes = Expr::call("convert_to", [json, Expr::Raw("'UTF8'")]);
        let base64 = Expr::call("encode", [bytes, Expr::Raw("'base64'")]);
        // translate() drops what has no counterpart: padding and the line breaks encode() puts in.
        Expr::call("translate", [base64, Expr::Raw(r"E'+/=\n'"), Expr::Raw("'-_'")])
    }

    /// The condition that a row comes after the cursor.
    pub fn after(&self, planner: &Planner<'_>, cursor: &Cursor) -> Result<Expr, PlanError> {
        let values = decode(cursor)?;
        if values.len() != self.terms.len() {
            return Err(PlanError::BadCursor);
        }
        let mut keys = Vec::with_capacity(values.len());
        for (term, value) in self.terms.iter().zip(values) {
            keys.push(term.key(planner, value)?);
        }
        Ok(after(&keys))
    }
}

/// Compared as text.
fn is_text(kind: FieldType) -> bool {
    matches!(kind, FieldType::Text | FieldType::Array | FieldType::MultiSelect)
}

fn key_name(i: usize) -> String {
    // No field can have such a name.
    format!("#{i}")
}

fn not_sortable(object: &Object, path: &FieldPath) -> PlanError {
    let field = match &path.sub_field {
        Some(part) => format!("{}.{part}", path.field),
        None => path.field.clone(),
    };
    PlanError::NotSortable { object: object.name_singular.clone(), field }
}

fn refuse_unordered(
    object: &Object,
    field: &Field,
    column: &Column,
    path: &FieldPath,
) -> Result<(), PlanError> {
    let unordered = matches!(column.kind, FieldType::RawJson | FieldType::Files | FieldType::TsVector);
    if unordered || field.is_to_many() { Err(not_sortable(object, path)) } else { Ok(()) }
}

impl Term<'_> {
    fn sort(&self, expr: Expr) -> Sort {
        Sort { expr, direction: self.direction, nullable: self.nullable }
    }

    /// Exact text of the value, whatever the session's date style and time zone.
    fn text(&self, value: Expr) -> Expr {
        match self.slot.column.kind {
            FieldType::DateTime => instant(value, "'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'"),
            FieldType::Date => Expr::call("to_char", [value, Expr::Raw("'YYYY-MM-DD'")]),
            kind if is_text(kind) => value,
            _ => value.cast(SqlType::Text),
        }
    }

    fn key(&self, planner: &Planner<'_>, value: Value) -> Result<Key, PlanError> {
        let is_text = is_text(self.slot.column.kind);
        let value = match value {
            Value::Null if self.nullable => None,
            Value::String(text) if is_text && !text.contains('\0') => {
                Some(Expr::text_bind(text, SqlType::Text))
            }
            Value::String(_) if !is_text => {
                let text = check_text(&self.slot, &value).map_err(|_| PlanError::BadCursor)?;
                Some(Expr::text_bind(text, self.slot.ty(&planner.schema)))
            }
            _ => return Err(PlanError::BadCursor),
        };
        Ok(Key { expr: self.expr.clone(), value, direction: self.direction, nullable: self.nullable })
    }
}
