//! The values of an enum type that follows its options later.

use std::collections::HashMap;

use icosa_model::FieldType;
use icosa_model::definition::{FieldRow, SelectOption, StoredState, StoredValue};
use serde_json::Value;
use uuid::Uuid;

use crate::ddl::change::{ChangeHints, ValueMoves};

/// Its column is of an enum type that its options make.
pub(super) fn has_type_of_options(row: &FieldRow) -> bool {
    matches!(row.field_type, FieldType::Select | FieldType::MultiSelect | FieldType::Rating)
        && !row.options.is_empty()
}

/// Says of a changed field what its type holds; without `is_large` the type is made anew.
pub(super) fn put_off(was: &FieldRow, row: &mut FieldRow, hints: &ChangeHints, is_large: bool) {
    if is_same(was, row) {
        return;
    }
    if !is_large {
        row.stored_values.clear();
        return;
    }
    let mut plan = Plan { was, row, hints, values: values_of(was) };
    plan.adopt();
    plan.leave_removed();
    plan.rename();
    plan.leave_moved();
    plan.add();
    let values = plan.values;
    let is_plain = was.stored_values.is_empty()
        && values.iter().all(|value| value.option().is_some())
        && !default_names_new(row, &values);
    row.stored_values = if is_plain { Vec::new() } else { values };
}

/// What is said of a changed field that is unique, on a large table: options keep to the values that are there, in their
/// order, because a value that is added cannot be given to records in the same transaction. Answers which records move.
pub(super) fn rearrange(was: &FieldRow, row: &mut FieldRow, hints: &ChangeHints) -> ValueMoves {
    if is_same(was, row) {
        return Vec::new();
    }
    let before = values_of(was);
    let mut plan = Plan { was, row, hints, values: before.clone() };
    plan.adopt();
    let wanted: Vec<Option<Uuid>> = plan.values.iter().map(|value| plan.heir(value)).collect();
    let places = plan.places(&wanted);
    for (at, value) in plan.values.iter_mut().enumerate() {
        match places.iter().find(|(_, place)| *place == at) {
            Some((option, _)) => value.state = StoredState::Option(*option),
            None => {
                leave(value, None);
                value.state = StoredState::Unused;
            }
        }
    }
    plan.rename();
    plan.add();
    let mut values = plan.values;
    for value in &mut values {
        if let Some(option) = value.option() {
            value.state = StoredState::Option(option);
        }
    }
    let name = |at: usize| before.get(at).map(|value| value.value.clone());
    let moves = before.iter().zip(&wanted).enumerate().filter_map(|(at, (value, wanted))| {
        let place = wanted.and_then(|id| places.iter().find(|(option, _)| *option == id)).map(|(_, at)| *at);
        let has_records = value.state != StoredState::Unused;
        (has_records && place != Some(at)).then(|| (value.value.clone(), place.and_then(name)))
    });
    let moves = moves.collect();
    let is_plain = values.iter().all(|value| value.option() == Some(value.key));
    row.stored_values = if is_plain { Vec::new() } else { values };
    moves
}

fn is_same(was: &FieldRow, row: &FieldRow) -> bool {
    was.options == row.options && was.default_value == row.default_value && was.is_nullable == row.is_nullable
}

/// The values of the type before the change.
fn values_of(was: &FieldRow) -> Vec<StoredValue> {
    if was.stored_values.is_empty() {
        return sorted(&was.options).into_iter().map(StoredValue::of).collect();
    }
    was.stored_values.clone()
}

struct Plan<'p> {
    was: &'p FieldRow,
    row: &'p FieldRow,
    hints: &'p ChangeHints,
    values: Vec<StoredValue>,
}

impl Plan<'_> {
    fn option(&self, id: Uuid) -> Option<&SelectOption> {
        self.row.options.iter().find(|option| option.id == id)
    }

    /// An option that is sent without its id is known by its value.
    fn adopt(&mut self) {
        let is_known = |id: Uuid| self.was.options.iter().any(|option| option.id == id);
        let heir = |value: &StoredValue| {
            let id = value.option().filter(|id| self.option(*id).is_none())?;
            let heir = self.row.options.iter().find(|o| o.value == value.value && !is_known(o.id))?;
            Some((id, heir.id))
        };
        let heirs: HashMap<Uuid, Uuid> = self.values.iter().filter_map(heir).collect();
        let follow = |id: Uuid| heirs.get(&id).copied().unwrap_or(id);
        for value in &mut self.values {
            value.state = match value.state {
                StoredState::Option(id) => StoredState::Option(follow(id)),
                StoredState::New(id) => StoredState::New(follow(id)),
                StoredState::Leaving(target) => StoredState::Leaving(target.map(follow)),
                StoredState::Unused => StoredState::Unused,
            };
        }
    }

    /// Values of removed options leave; what was becoming one of them becomes what that one becomes.
    fn leave_removed(&mut self) {
        let gone = |value: &StoredValue| value.option().filter(|id| self.option(*id).is_none());
        let targets: HashMap<Uuid, Option<Uuid>> =
            self.values.iter().filter_map(|value| Some((gone(value)?, self.target(&value.value)))).collect();
        for value in &mut self.values {
            let removed = match value.state {
                StoredState::Leaving(Some(target)) => targets.get(&target),
                _ => value.option().and_then(|id| targets.get(&id)),
            };
            if let Some(target) = removed {
                leave(value, *target);
            }
        }
    }

    /// The option that records with a value are to have, if any.
    fn heir(&self, value: &StoredValue) -> Option<Uuid> {
        match value.state {
            StoredState::Option(id) | StoredState::New(id) => {
                self.option(id).map(|option| option.id).or_else(|| self.target(&value.value))
            }
            StoredState::Leaving(target) => target.filter(|id| self.option(*id).is_some()),
            StoredState::Unused => None,
        }
    }

    /// Which value of the type each option takes that records have or get, in the order of both: options take as many
    /// values as are theirs, a new one that of a removed one.
    fn places(&self, wanted: &[Option<Uuid>]) -> Vec<(Uuid, usize)> {
        let own = |id: Uuid| {
            let is_own = |value: &StoredValue| value.option() == Some(id);
            let own = self.values.iter().position(is_own);
            own.or_else(|| wanted.iter().position(|wanted| *wanted == Some(id)))
        };
        let taken: Vec<(Uuid, usize)> = sorted(&self.row.options)
            .iter()
            .filter_map(|option| Some((option.id, own(option.id)?)))
            .collect();
        let mut places: Vec<usize> = taken.iter().map(|(_, place)| *place).collect();
        places.sort_unstable();
        taken.into_iter().map(|(option, _)| option).zip(places).collect()
    }

    /// The option that records with the value of a removed one get.
    fn target(&self, value: &str) -> Option<Uuid> {
        let wish =
            self.hints.option_mapping.get(&self.row.id).and_then(|wishes| wishes.get(value)?.as_deref());
        let wished = wish.and_then(|wish| {
            let by_value = |options: &[SelectOption]| options.iter().find(|o| o.value == wish).map(|o| o.id);
            by_value(&self.row.options)
                .or_else(|| by_value(&self.was.options).filter(|id| self.option(*id).is_some()))
        });
        wished.or_else(|| self.default().filter(|_| !self.row.is_nullable))
    }

    /// The option that is the default of a column with one value.
    fn default(&self) -> Option<Uuid> {
        let text = self.row.default_value.as_str()?;
        let value = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).unwrap_or(text);
        self.row.options.iter().find(|option| option.value == value).map(|option| option.id)
    }

    fn rename(&mut self) {
        let options = &self.row.options;
        for value in &mut self.values {
            let own = value.option().and_then(|id| options.iter().find(|option| option.id == id));
            if let Some(option) = own {
                value.value.clone_from(&option.value);
            }
        }
    }

    /// A value cannot be moved inside its type: it leaves, and becomes one of the same name at the right place. As few
    /// as possible move.
    fn leave_moved(&mut self) {
        let places: HashMap<Uuid, usize> =
            sorted(&self.row.options).iter().enumerate().map(|(place, option)| (option.id, place)).collect();
        let live: Vec<(Uuid, usize)> = self
            .values
            .iter()
            .filter_map(|value| Some((value.option()?, *places.get(&value.option()?)?)))
            .collect();
        let stays = longest_rise(&live.iter().map(|(_, place)| *place).collect::<Vec<_>>());
        let stays: Vec<Uuid> = stays.into_iter().filter_map(|at| Some(live.get(at)?.0)).collect();
        for value in &mut self.values {
            if let Some(id) = value.option().filter(|id| !stays.contains(id)) {
                leave(value, Some(id));
            }
        }
    }

    /// Behind the option before it.
    fn add(&mut self) {
        let mut at = 0;
        for option in sorted(&self.row.options) {
            let place = self.values.iter().position(|value| value.option() == Some(option.id));
            if let Some(place) = place {
                at = place + 1;
                continue;
            }
            let is_free = !self.values.iter().any(|value| value.key == option.id);
            let key = if is_free { option.id } else { Uuid::new_v4() };
            let value = StoredValue { key, value: option.value.clone(), state: StoredState::New(option.id) };
            self.values.insert(at, value);
            at += 1;
        }
    }
}

fn leave(value: &mut StoredValue, target: Option<Uuid>) {
    value.state = StoredState::Leaving(target);
    // No option is called so, and no other value of the type.
    value.value = format!("#{}", value.key.simple());
}

fn sorted(options: &[SelectOption]) -> Vec<&SelectOption> {
    let mut sorted: Vec<&SelectOption> = options.iter().collect();
    sorted.sort_by_key(|option| option.position);
    sorted
}

fn default_names_new(row: &FieldRow, values: &[StoredValue]) -> bool {
    let is_new = |text: &str| {
        let text = text.trim_matches('\'');
        values.iter().any(|value| value.value == text && matches!(value.state, StoredState::New(_)))
    };
    match &row.default_value {
        Value::String(text) => is_new(text),
        Value::Array(items) => items.iter().filter_map(Value::as_str).any(is_new),
        _ => false,
    }
}

/// Indexes of a longest list of numbers that rise, out of a list of different ones.
fn longest_rise(numbers: &[usize]) -> Vec<usize> {
    let mut best: Vec<Vec<usize>> = Vec::with_capacity(numbers.len());
    for (at, number) in numbers.iter().enumerate() {
        let before =
            best.iter().filter(|list| list.last().is_some_and(|last| numbers.get(*last) < Some(number)));
        let mut list = before.max_by_key(|list| list.len()).cloned().unwrap_or_default();
        list.push(at);
        best.push(list);
    }
    best.into_iter().max_by_key(Vec::len).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_move() {
        assert_eq!(longest_rise(&[]), Vec::<usize>::new());
        assert_eq!(longest_rise(&[1, 2, 0]), [0, 1]);
        assert_eq!(longest_rise(&[3, 0, 1, 2, 4]), [1, 2, 3, 4]);
        assert_eq!(longest_rise(&[2, 1, 0]).len(), 1);
    }
}
