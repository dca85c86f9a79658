//! Which rows are selected: a list of ids, or everything but some, so that a million rows need no million ids.

use std::collections::HashSet;

use uuid::Uuid;

/// A selection of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picked {
    /// These.
    Only(HashSet<Uuid>),
    /// All that pass the filter, except these.
    AllBut(HashSet<Uuid>),
}

/// How the box in the header stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    Nothing,
    Some,
    All,
}

impl Default for Picked {
    fn default() -> Self {
        Self::Only(HashSet::new())
    }
}

impl Picked {
    /// Whether a row is selected.
    #[must_use]
    pub fn contains(&self, id: Uuid) -> bool {
        match self {
            Self::Only(ids) => ids.contains(&id),
            Self::AllBut(ids) => !ids.contains(&id),
        }
    }

    /// How many of `total` rows are selected.
    #[must_use]
    pub fn count(&self, total: u64) -> u64 {
        match self {
            Self::Only(ids) => ids.len() as u64,
            Self::AllBut(ids) => total.saturating_sub(ids.len() as u64),
        }
    }

    /// Nothing, some or all of `total` rows.
    #[must_use]
    pub fn extent(&self, total: u64) -> Extent {
        match self.count(total) {
            0 => Extent::Nothing,
            count if count >= total => Extent::All,
            _ => Extent::Some,
        }
    }

    /// Selects or deselects a row.
    pub fn set(&mut self, id: Uuid, is_picked: bool) {
        match self {
            Self::Only(ids) if is_picked => ids.insert(id),
            Self::AllBut(ids) if !is_picked => ids.insert(id),
            Self::Only(ids) | Self::AllBut(ids) => ids.remove(&id),
        };
    }

    /// Selects a row that is not selected, or the reverse; answers the new state.
    pub fn toggle(&mut self, id: Uuid) -> bool {
        let is_picked = !self.contains(id);
        self.set(id, is_picked);
        is_picked
    }

    /// Selects every row that passes the filter.
    pub fn all(&mut self) {
        *self = Self::AllBut(HashSet::new());
    }

    /// Selects nothing.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// A row is gone: it can be neither selected nor excluded.
    pub fn forget(&mut self, id: Uuid) {
        match self {
            Self::Only(ids) | Self::AllBut(ids) => ids.remove(&id),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    #[test]
    fn everything_but_one_needs_one_id() {
        let mut picked = Picked::default();
        picked.all();
        assert_eq!(picked.extent(1_000_000), Extent::All);
        assert!(!picked.toggle(id(3)));
        assert_eq!(picked, Picked::AllBut(HashSet::from([id(3)])));
        assert_eq!(picked.count(1_000_000), 999_999);
        assert_eq!(picked.extent(1_000_000), Extent::Some);
        assert!(picked.contains(id(4)) && !picked.contains(id(3)));
        assert!(picked.toggle(id(3)));
        assert_eq!(picked.extent(1_000_000), Extent::All);
    }

    #[test]
    fn single_rows_add_up_to_all() {
        let mut picked = Picked::default();
        assert_eq!(picked.extent(2), Extent::Nothing);
        picked.toggle(id(1));
        picked.set(id(1), true);
        assert_eq!(picked.extent(2), Extent::Some);
        picked.toggle(id(2));
        assert_eq!(picked.extent(2), Extent::All);
        picked.clear();
        assert_eq!(picked.count(2), 0);
    }

    #[test]
    fn a_row_that_is_gone_leaves_no_trace() {
        let mut picked = Picked::default();
        picked.toggle(id(1));
        picked.forget(id(1));
        assert_eq!(picked.count(5), 0);
        picked.all();
        picked.toggle(id(2));
        picked.forget(id(2));
        assert_eq!(picked.count(4), 4);
    }

    #[test]
    fn an_empty_list_is_not_wholly_selected() {
        let mut picked = Picked::default();
        picked.all();
        assert_eq!(picked.extent(0), Extent::Nothing);
    }
}
