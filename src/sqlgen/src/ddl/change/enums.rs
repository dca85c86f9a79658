//! Options of select fields: values of enum types that are renamed, added, removed or put in another order.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::Plan;
use super::before::{OldColumn, values};
use super::fit::Renames;
use super::leave::rename;
use crate::ddl::alter::{Action, alter};
use crate::ddl::table::{DefaultText, create_enum, default_of};
use crate::ident::{array_text, stored};
use crate::planner::Slot;
use crate::print::{Print, Printer};
use crate::sql_type::{SqlType, enum_type_name};
use crate::tree::{Expr, Table};

/// The old type of a column and the function that maps arrays, for the length of a few statements.
const OLD_TYPE: &str = "#old";
const MAP_FUNCTION: &str = "#map";

/// What an enum type needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum EnumChange {
    /// In place: renames, then additions, each with the value it stands behind (none: it comes first).
    InPlace { renames: Vec<(String, String)>, additions: Vec<(String, Option<String>)> },
    /// Another type takes its place, and every row is rewritten: old values that change, and what they become.
    Swap(BTreeMap<String, Option<String>>),
}

impl EnumChange {
    pub fn is_swap(&self) -> bool {
        matches!(self, Self::Swap(_))
    }
}

impl Plan<'_> {
    /// What the enum of an existing column needs; nothing for other columns.
    pub fn enum_change(&self, slot: &Slot<'_>, old: &OldColumn) -> EnumChange {
        let new = values(slot);
        let matched = matched(&old.values, &new);
        let survivors: Vec<&str> = new
            .iter()
            .map(|(_, value)| value.as_str())
            .filter(|v| matched.iter().any(|(_, n)| n == v))
            .collect();
        let keeps_order = matched.iter().map(|(_, value)| value.as_str()).eq(survivors.iter().copied());
        let is_new = |value: &str| !survivors.contains(&value);
        // A value added in this transaction cannot be used in it.
        let default_is_new = match default_of(slot) {
            Some(DefaultText::Literal(text)) => {
                new.iter().any(|(_, value)| is_new(value) && (text == *value || names(&text, value)))
            }
            _ => false,
        };
        if matched.len() == old.values.len() && keeps_order && !default_is_new {
            let additions = additions(&new, &is_new);
            let renames = matched.into_iter().filter(|(old, new)| old != new).collect();
            return EnumChange::InPlace { renames, additions };
        }
        EnumChange::Swap(self.mapping(slot, old, &new, &matched))
    }

    /// Where records with values that change go.
    fn mapping(
        &self,
        slot: &Slot<'_>,
        old: &OldColumn,
        new: &[(Uuid, String)],
        matched: &[(String, String)],
    ) -> BTreeMap<String, Option<String>> {
        let wishes = self.hints.option_mapping.get(&slot.field.id);
        let follow = |value: &str| matched.iter().find(|(old, _)| old == value).map(|(_, new)| new.clone());
        let mut mapping = BTreeMap::new();
        for (_, value) in &old.values {
            let target = follow(value).or_else(|| {
                let wish = wishes?.get(value)?.clone()?;
                let exists = new.iter().any(|(_, value)| *value == wish);
                if exists { Some(wish) } else { follow(&wish) }
            });
            if target.as_ref() != Some(value) {
                mapping.insert(value.clone(), target);
            }
        }
        mapping
    }

    /// Runs when everything has its new name.
    pub fn change_enums(&mut self) {
        for object in self.new.objects() {
            let changes: Vec<_> = self
                .existing(object)
                .into_iter()
                .map(|(slot, old)| (slot, self.enum_change(&slot, old)))
                .collect();
            for (slot, change) in changes {
                match change {
                    EnumChange::InPlace { renames, additions } => self.alter_enum(&slot, renames, additions),
                    EnumChange::Swap(mapping) => self.swap_enum(&slot, &mapping),
                }
            }
        }
    }

    fn alter_enum(
        &mut self,
        slot: &Slot<'_>,
        pairs: Vec<(String, String)>,
        additions: Vec<(String, Option<String>)>,
    ) {
        let name = Table::new(&self.schema, enum_type_name(slot.object, slot.column));
        let mut renames = Renames::default();
        pairs.iter().for_each(|(old, new)| renames.add(old, new));
        let out = &mut self.out;
        for (old, new) in renames.steps() {
            out.raw("ALTER TYPE ");
            name.clone().print(out);
            out.raw(" RENAME VALUE ");
            out.literal(&old);
            out.raw(" TO ");
            out.literal(&new);
            out.raw(";\n");
        }
        let first = values(slot)
            .into_iter()
            .map(|(_, value)| value)
            .find(|value| !additions.iter().any(|(added, _)| added == value));
        for (value, behind) in additions {
            out.raw("ALTER TYPE ");
            name.clone().print(out);
            out.raw(" ADD VALUE ");
            out.literal(&value);
            if let Some(behind) = behind {
                out.raw(" AFTER ");
                out.literal(&behind);
            } else if let Some(first) = &first {
                out.raw(" BEFORE ");
                out.literal(first);
            }
            out.raw(";\n");
        }
    }

    fn swap_enum(&mut self, slot: &Slot<'_>, mapping: &BTreeMap<String, Option<String>>) {
        let name = stored(&enum_type_name(slot.object, slot.column));
        rename("ALTER TYPE ", &self.schema, &name, OLD_TYPE, &mut self.out);
        create_enum(&self.schema, slot, &mut self.out);
        let ty = slot.ty(&self.schema);
        let column = Expr::Column(None, slot.column.name.clone());
        let is_array = matches!(ty, SqlType::Array(_));
        let value =
            if is_array { self.map_array(slot, column, mapping) } else { map_one(slot, column, mapping) };
        let action = Action::SetType(slot.column.name.clone(), ty.clone(), value.cast(ty));
        alter(&self.schema, &slot.object.table, vec![action], &mut self.out);
        if is_array && !mapping.is_empty() {
            self.out.raw("DROP FUNCTION ");
            Table::new(&self.schema, MAP_FUNCTION).print(&mut self.out);
            self.out.raw("(text[]);\n");
        }
        self.out.raw("DROP TYPE ");
        Table::new(&self.schema, OLD_TYPE).print(&mut self.out);
        self.out.raw(";\n");
    }

    /// Makes the function that maps arrays, because the expression of ALTER COLUMN may hold no sub-select, and
    /// calls it for the rows that need it.
    fn map_array(
        &mut self,
        slot: &Slot<'_>,
        column: Expr,
        mapping: &BTreeMap<String, Option<String>>,
    ) -> Expr {
        let texts = column.cast(SqlType::Text.array());
        if mapping.is_empty() {
            return texts;
        }
        let function = Table::new(&self.schema, MAP_FUNCTION);
        let mut body = Printer::default();
        body.raw("SELECT coalesce(array_agg(value ORDER BY place), '{}') FROM (SELECT ");
        cases(&Expr::Raw("element"), mapping, &Expr::Raw("NULL")).print(&mut body);
        body.raw(
            " AS value, min(place) AS place FROM unnest($1) WITH ORDINALITY AS e (element, place) GROUP BY 1) \
             AS mapped WHERE value IS NOT NULL",
        );
        self.out.raw("CREATE FUNCTION ");
        function.clone().print(&mut self.out);
        self.out.raw("(text[]) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT AS ");
        self.out.literal(&body.into_script());
        self.out.raw(";\n");
        let changing = array_text(mapping.keys().map(String::as_str));
        let changes = texts.clone().infix(" && ", Expr::Text(changing).cast(SqlType::Text.array()));
        let mut mapped = Expr::Function(function, vec![texts.clone()]);
        if slot.column.nullable {
            mapped = Expr::call("nullif", [mapped, Expr::Raw("'{}'")]);
        }
        Expr::Case(vec![(changes, mapped)], Box::new(texts))
    }
}

/// Old and new value of each option that stays, in the old order: known by id, else by value.
fn matched(old: &[(Uuid, String)], new: &[(Uuid, String)]) -> Vec<(String, String)> {
    let by_id = |id: Uuid| new.iter().find(|(other, _)| *other == id && !id.is_nil());
    let is_taken = |id: Uuid| old.iter().any(|(other, _)| *other == id && !id.is_nil());
    let by_value = |value: &str| new.iter().find(|(id, other)| other == value && !is_taken(*id));
    old.iter()
        .filter_map(|(id, value)| {
            let (_, to) = by_id(*id).or_else(|| by_value(value))?;
            Some((value.clone(), to.clone()))
        })
        .collect()
}

/// New values with the value before each.
fn additions(new: &[(Uuid, String)], is_new: &impl Fn(&str) -> bool) -> Vec<(String, Option<String>)> {
    let before = std::iter::once(None).chain(new.iter().map(|(_, value)| Some(value.clone())));
    new.iter()
        .zip(before)
        .filter(|((_, value), _)| is_new(value))
        .map(|((_, value), before)| (value.clone(), before))
        .collect()
}

/// The text of an array has this element.
fn names(array: &str, value: &str) -> bool {
    let inside = array.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    inside.is_some_and(|items| items.split(',').any(|item| item.trim_matches('"') == value))
}

/// The mapped value of an enum column as text.
fn map_one(slot: &Slot<'_>, column: Expr, mapping: &BTreeMap<String, Option<String>>) -> Expr {
    let none = match default_of(slot) {
        Some(DefaultText::Literal(text)) if !slot.column.nullable => Expr::Text(text),
        _ => Expr::Raw("NULL"),
    };
    cases(&column.cast(SqlType::Text), mapping, &none)
}

fn cases(value: &Expr, mapping: &BTreeMap<String, Option<String>>, none: &Expr) -> Expr {
    let case = |(old, new): (&String, &Option<String>)| {
        let target = new.as_ref().map_or_else(|| none.clone(), |new| Expr::Text(new.clone()));
        (value.clone().infix(" = ", Expr::Text(old.clone())), target)
    };
    if mapping.is_empty() {
        return value.clone();
    }
    Expr::Case(mapping.iter().map(case).collect(), Box::new(value.clone()))
}
