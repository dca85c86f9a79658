//! Options of select fields: values of enum types that are renamed, added, removed or put in another order.

use icosa_model::definition::StoredState;
use uuid::Uuid;

use super::before::{OldColumn, OldValue, values};
use super::fit::Renames;
use super::{Plan, Rewrite, RewriteKind};
use crate::ddl::enum_moves::move_values;
use crate::ddl::enum_swap::{Mapping, swap};
use crate::ddl::table::{DefaultText, default_of};
use crate::planner::Slot;
use crate::print::Print;
use crate::sql_type::enum_type_name;
use crate::stored::is_apart;
use crate::tree::Table;

/// What an enum type needs. Renames come first and touch no row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum EnumChange {
    /// Additions, each with the value it stands behind (none: it comes first).
    InPlace { renames: Vec<(String, String)>, additions: Vec<(String, Option<String>)> },
    /// Another type takes its place, and every row is rewritten.
    Swap { renames: Vec<(String, String)>, removed: Mapping },
}

impl EnumChange {
    pub fn is_swap(&self) -> bool {
        matches!(self, Self::Swap { .. })
    }

    /// The default is not what it was, even if it reads the same: it follows a renamed value.
    pub fn touches_default(&self) -> bool {
        match self {
            Self::InPlace { renames, .. } => !renames.is_empty(),
            Self::Swap { .. } => true,
        }
    }
}

impl Plan<'_> {
    /// What the enum of an existing column needs; nothing for other columns.
    pub fn enum_change(&self, slot: &Slot<'_>, old: &OldColumn) -> EnumChange {
        let new: Vec<(Uuid, String)> =
            values(slot).into_iter().map(|value| (value.key, value.value)).collect();
        if is_apart(slot.field, slot.column) {
            return apart(old, &new);
        }
        let before = as_options(old);
        let matched = matched(&before, &new);
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
        self.swap_of(slot, old, &new, &matched)
    }

    /// Values that are removed give their names up where others take them.
    fn swap_of(
        &self,
        slot: &Slot<'_>,
        old: &OldColumn,
        new: &[(Uuid, String)],
        matched: &[(String, String)],
    ) -> EnumChange {
        let wishes = self.hints.option_mapping.get(&slot.field.id);
        let follow = |value: &str| matched.iter().find(|(old, _)| old == value).map(|(_, new)| new.clone());
        let mut renames: Vec<(String, String)> =
            matched.iter().filter(|(old, new)| old != new).cloned().collect();
        let mut removed = Mapping::new();
        let by_wish = |value: &str| {
            let wish = wishes.and_then(|wishes| wishes.get(value)?.clone())?;
            let exists = new.iter().any(|(_, value)| *value == wish);
            if exists { Some(wish) } else { follow(&wish) }
        };
        // What was becoming an option becomes what that one becomes.
        let of_option = |id: Uuid| {
            let (_, value) = as_options(old).into_iter().find(|(option, _)| *option == id)?;
            follow(&value).or_else(|| by_wish(&value))
        };
        for entry in old.values.iter().filter(|entry| follow(&entry.value).is_none()) {
            let value = &entry.value;
            let target = match entry.state {
                StoredState::Leaving(target) => target.and_then(of_option),
                _ => by_wish(value),
            };
            let mut name = value.clone();
            if matched.iter().any(|(_, new)| new == value) {
                name = format!("#gone{}", removed.len());
                renames.push((value.clone(), name.clone()));
            }
            removed.insert(name, target);
        }
        EnumChange::Swap { renames, removed }
    }

    /// Records whose values are no options any more, where that is new.
    pub fn leave_values(&mut self) {
        for object in self.new.objects() {
            for field in object.fields.iter().filter(|field| field.has_pending_values()) {
                let before = self.old.object_by_id(object.id).and_then(|before| before.field_by_id(field.id));
                if before.is_none_or(|before| before.stored_values != field.stored_values) {
                    let kind = RewriteKind::MoveOptions(field.id);
                    self.rewrites.push(Rewrite { object_id: object.id, kind });
                }
            }
        }
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
                    EnumChange::InPlace { renames, additions } => {
                        let moves = self.hints.moves.get(&slot.field.id).map_or(&[][..], Vec::as_slice);
                        move_values(&self.schema, &slot, moves, &mut self.out);
                        self.rename_values(&slot, renames);
                        self.add_values(&slot, additions);
                    }
                    EnumChange::Swap { renames, removed } => {
                        self.rename_values(&slot, renames);
                        swap(&self.schema, &slot, &removed, &mut self.out);
                    }
                }
            }
        }
    }

    fn rename_values(&mut self, slot: &Slot<'_>, pairs: Vec<(String, String)>) {
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
    }

    fn add_values(&mut self, slot: &Slot<'_>, additions: Vec<(String, Option<String>)>) {
        let name = Table::new(&self.schema, enum_type_name(slot.object, slot.column));
        let out = &mut self.out;
        let first = values(slot)
            .into_iter()
            .map(|value| value.value)
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
}

/// A type that is kept apart from the options has nothing taken away and nothing moved: values are known by key.
fn apart(old: &OldColumn, new: &[(Uuid, String)]) -> EnumChange {
    let was = |key: Uuid| old.values.iter().find(|value| value.key == key).map(|value| &value.value);
    let is_new = |value: &str| new.iter().any(|(key, own)| own == value && was(*key).is_none());
    let pair = |(key, value): &(Uuid, String)| Some((was(*key)?.clone(), value.clone()));
    let renames = new.iter().filter_map(pair).filter(|(old, new)| old != new).collect();
    EnumChange::InPlace { renames, additions: additions(new, &is_new) }
}

/// Option ids and values of the type, nil for what is no option any more.
fn as_options(old: &OldColumn) -> Vec<(Uuid, String)> {
    let pair = |value: &OldValue| {
        let id = match value.state {
            StoredState::Option(id) | StoredState::New(id) => id,
            StoredState::Leaving(_) | StoredState::Unused => Uuid::nil(),
        };
        (id, value.value.clone())
    };
    old.values.iter().map(pair).collect()
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
