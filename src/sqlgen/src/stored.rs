//! Enum types that hold more than a field's options: of a large table, values that are no options any more are taken
//! from the records batch by batch, and are read meanwhile as what they become.

use icosa_model::definition::StoredState;
use icosa_model::{Column, Field, FieldType};
use uuid::Uuid;

use crate::ident::array_text;
use crate::sql_type::{enum_options, is_enum};
use crate::tree::{Alias, Expr};

/// A value of an enum type as Postgres has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EnumValue<'m> {
    pub key: Uuid,
    pub value: &'m str,
    pub state: StoredState,
}

/// All values of an enum column's type, in order.
pub(crate) fn type_values<'m>(field: &'m Field, column: &Column) -> Vec<EnumValue<'m>> {
    if is_apart(field, column) {
        let own = |stored: &'m icosa_model::definition::StoredValue| EnumValue {
            key: stored.key,
            value: &stored.value,
            state: stored.state,
        };
        return field.stored_values.iter().map(own).collect();
    }
    let plain = |(id, value)| EnumValue { key: id, value, state: StoredState::Option(id) };
    enum_options(field, column).into_iter().map(plain).collect()
}

/// The type is not made of the options alone.
pub(crate) fn is_apart(field: &Field, column: &Column) -> bool {
    is_enum(column.kind) && column.sub_field.is_none() && !field.stored_values.is_empty()
}

/// The column's value as it is read.
pub(crate) fn read(field: &Field, column: &Column, alias: Alias) -> Expr {
    let plain = Expr::column(alias, &column.name);
    let leaving = leaving(field, column);
    if leaving.is_empty() {
        return plain;
    }
    if column.kind != FieldType::MultiSelect {
        return turned(&plain, &leaving);
    }
    let element = turned(&Expr::Raw("element"), &leaving);
    let mut list = Expr::Elements(Box::new(plain.clone()), Box::new(element));
    if column.nullable {
        list = Expr::call("nullif", [list, Expr::Raw("'{}'")]);
    }
    Expr::Case(vec![(holds(column, alias, &leaving), list)], Box::new(plain))
}

/// The record has a value that is no option any more; None for columns of which no record has.
pub(crate) fn is_behind(field: &Field, column: &Column, alias: Alias) -> Option<Expr> {
    let leaving = leaving(field, column);
    (!leaving.is_empty()).then(|| holds(column, alias, &leaving))
}

fn holds(column: &Column, alias: Alias, leaving: &[(&str, Option<&str>)]) -> Expr {
    let values = Expr::Text(array_text(leaving.iter().map(|(value, _)| *value)));
    let own = Expr::column(alias, &column.name);
    match column.kind {
        FieldType::MultiSelect => own.infix(" && ", values),
        _ => Expr::Any(Box::new(own), Box::new(values)),
    }
}

/// Values on their way out, with what they become.
fn leaving<'m>(field: &'m Field, column: &Column) -> Vec<(&'m str, Option<&'m str>)> {
    if !is_apart(field, column) {
        return Vec::new();
    }
    let option = |id: Uuid| {
        let option = field.options.iter().find(|option| option.id == id);
        option.map(|option| option.value.as_str())
    };
    let pair = |value: &'m icosa_model::definition::StoredValue| match value.state {
        StoredState::Leaving(target) => Some((value.value.as_str(), target.and_then(option))),
        _ => None,
    };
    field.stored_values.iter().filter_map(pair).collect()
}

fn turned(value: &Expr, leaving: &[(&str, Option<&str>)]) -> Expr {
    let branch = |(old, new): &(&str, Option<&str>)| {
        let new = new.map_or(Expr::Raw("NULL"), |new| Expr::Text(new.to_owned()));
        (value.clone().infix(" = ", Expr::Text((*old).to_owned())), new)
    };
    Expr::Case(leaving.iter().map(branch).collect(), Box::new(value.clone()))
}
