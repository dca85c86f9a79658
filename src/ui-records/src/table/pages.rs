//! Which rows of a long list are in memory, and what to ask for so that others are.
//!
//! Rows are counted from 0 in the order of the list. Pages are read by keyset: a known place before the rows wanted
//! (an anchor) and the number of rows to pass over from there, which is 0 while one scrolls from page to page.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use icosa_model::query::Cursor;
use uuid::Uuid;

/// Rows of one page.
pub const PAGE: u64 = 60;
/// Most rows asked for at once.
const BURST: u64 = PAGE;
/// Rows kept in memory before and behind those that are shown.
const KEPT: u64 = 4 * PAGE;
/// From this row on, a refresh keeps its place by the cursor before it rather than counting from the first row.
const COUNTED: u64 = 3_000;

/// A row in memory.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<R> {
    /// The record's id.
    pub id: Uuid,
    /// The place after it; unknown for rows that were made here.
    pub cursor: Option<Cursor>,
    /// What it shows.
    pub value: R,
}

/// A read to make.
#[derive(Debug, Clone, PartialEq)]
pub struct Fetch {
    /// Number of the first row wanted.
    pub start: u64,
    /// Rows wanted.
    pub limit: u32,
    /// The place to start from; the beginning if none.
    pub after: Option<Cursor>,
    /// Rows to pass over from there.
    pub skip: u32,
    /// What it brings replaces everything in memory, and the total is to be read too.
    pub is_whole: bool,
    generation: u32,
}

impl Fetch {
    fn range(&self) -> Range<u64> {
        self.start..self.start + u64::from(self.limit)
    }
}

/// What a read brought.
#[derive(Debug)]
pub struct Arrival<R> {
    /// In order.
    pub rows: Vec<Row<R>>,
    /// There are rows after these.
    pub has_next: bool,
    /// Rows of the whole list, if asked for.
    pub total: Option<u64>,
}

/// A window on a list of any length.
#[derive(Debug)]
pub struct Pages<R> {
    total: u64,
    rows: BTreeMap<u64, Row<R>>,
    places: HashMap<Uuid, u64>,
    anchors: BTreeMap<u64, Cursor>,
    in_flight: Vec<Fetch>,
    generation: u32,
}

impl<R> Pages<R> {
    /// A list of `total` rows that begins with these.
    #[must_use]
    pub fn new(total: u64, first: Vec<Row<R>>) -> Self {
        let mut pages = Self {
            total: total.max(first.len() as u64),
            rows: BTreeMap::new(),
            places: HashMap::new(),
            anchors: BTreeMap::new(),
            in_flight: Vec::new(),
            generation: 0,
        };
        pages.put(0, first);
        pages
    }

    /// Rows of the whole list.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The row of that number, if in memory.
    #[must_use]
    pub fn at(&self, index: u64) -> Option<&Row<R>> {
        self.rows.get(&index)
    }

    /// The row of that record, if in memory.
    #[must_use]
    pub fn row(&self, id: Uuid) -> Option<&Row<R>> {
        self.rows.get(self.places.get(&id)?)
    }

    /// The number of that record's row, if in memory.
    #[must_use]
    pub fn place(&self, id: Uuid) -> Option<u64> {
        self.places.get(&id).copied()
    }

    /// All rows in memory, in order.
    pub fn iter(&self) -> impl Iterator<Item = (u64, &Row<R>)> {
        self.rows.iter().map(|(index, row)| (*index, row))
    }

    /// The reads that bring the rows of `range` and the pages around it; nothing that is in memory or on its way.
    pub fn want(&mut self, range: Range<u64>) -> Vec<Fetch> {
        let first = range.start.saturating_sub(PAGE / 2) / PAGE * PAGE;
        let last = (range.end + PAGE / 2).div_ceil(PAGE).saturating_mul(PAGE).min(self.total);
        let mut fetches = Vec::new();
        let mut index = first;
        while index < last {
            if self.is_covered(index) {
                index += 1;
                continue;
            }
            let start = index;
            while index < last && index - start < BURST && !self.is_covered(index) {
                index += 1;
            }
            let fetch = self.fetch(start, index - start);
            self.in_flight.push(fetch.clone());
            fetches.push(fetch);
        }
        // Those in sight first, from the top.
        fetches.sort_by_key(|fetch| {
            let read = fetch.range();
            (read.end <= range.start || read.start >= range.end, read.start)
        });
        fetches
    }

    fn is_covered(&self, index: u64) -> bool {
        self.rows.contains_key(&index) || self.in_flight.iter().any(|fetch| fetch.range().contains(&index))
    }

    fn fetch(&self, start: u64, rows: u64) -> Fetch {
        let (from, after) = self.anchor(start);
        Fetch {
            start,
            limit: u32::try_from(rows).unwrap_or(u32::MAX),
            after,
            skip: u32::try_from(start - from).unwrap_or(u32::MAX),
            is_whole: false,
            generation: self.generation,
        }
    }

    /// The nearest known place at or before a row.
    fn anchor(&self, start: u64) -> (u64, Option<Cursor>) {
        let loaded = self
            .rows
            .range(..start)
            .rev()
            .find_map(|(index, row)| row.cursor.clone().map(|cursor| (index + 1, cursor)));
        let kept = self.anchors.range(..=start).next_back().map(|(index, cursor)| (*index, cursor.clone()));
        match (loaded, kept) {
            (Some(a), Some(b)) => Some(if a.0 >= b.0 { a } else { b }),
            (a, b) => a.or(b),
        }
        .map_or((0, None), |(index, cursor)| (index, Some(cursor)))
    }

    /// A read came back. `false`: the list has changed since it was asked for, so it was passed over.
    pub fn arrived(&mut self, fetch: &Fetch, arrival: Arrival<R>) -> bool {
        if !self.finish(fetch) {
            return false;
        }
        if fetch.is_whole {
            self.rows.clear();
            self.places.clear();
            self.anchors.clear();
        }
        let count = arrival.rows.len() as u64;
        self.put(fetch.start, arrival.rows);
        if let Some(total) = arrival.total {
            self.total = total;
        }
        let end = fetch.start + count;
        if arrival.has_next && count > 0 {
            self.total = self.total.max(end + 1);
        } else if count > 0 || fetch.start == 0 {
            self.truncate(end);
        } else {
            // Nothing at all behind the place we started from: the list has become shorter than thought.
            self.total = self.total.min(fetch.start);
        }
        true
    }

    /// A read did not come back; its rows can be asked for again.
    pub fn failed(&mut self, fetch: &Fetch) {
        self.finish(fetch);
    }

    fn finish(&mut self, fetch: &Fetch) -> bool {
        self.in_flight.retain(|other| other != fetch);
        fetch.generation == self.generation
    }

    fn put(&mut self, start: u64, rows: Vec<Row<R>>) {
        for (index, row) in (start..).zip(rows) {
            if let Some(old) = self.rows.remove(&index) {
                self.places.remove(&old.id);
            }
            // The same record elsewhere means that rows have moved meanwhile; the newer place is right.
            if let Some(old) = self.places.insert(row.id, index) {
                self.rows.remove(&old);
            }
            if let Some(cursor) = &row.cursor
                && (index + 1).is_multiple_of(PAGE)
            {
                self.anchors.insert(index + 1, cursor.clone());
            }
            self.rows.insert(index, row);
        }
    }

    fn truncate(&mut self, total: u64) {
        self.total = total;
        for row in self.rows.split_off(&total).into_values() {
            self.places.remove(&row.id);
        }
        self.anchors.split_off(&(total + 1));
    }

    /// The read that brings the shown rows and the total anew after rows came or went somewhere; until it arrives
    /// everything stays as it is. Reads on their way are passed over.
    pub fn refresh(&mut self, shown: Range<u64>) -> Fetch {
        self.restart();
        let start = shown.start.min(self.total);
        let rows = (shown.end.saturating_sub(start)).clamp(PAGE, u64::from(icosa_model::query::MAX_PAGE));
        let before = start.checked_sub(1).filter(|_| start > COUNTED).and_then(|index| self.rows.get(&index));
        let (after, skip) = match before.and_then(|row| row.cursor.clone()) {
            Some(cursor) => (Some(cursor), 0),
            None => (None, start),
        };
        let fetch = Fetch {
            start,
            limit: u32::try_from(rows).unwrap_or(u32::MAX),
            after,
            skip: u32::try_from(skip).unwrap_or(u32::MAX),
            is_whole: true,
            generation: self.generation,
        };
        self.in_flight.push(fetch.clone());
        fetch
    }

    fn restart(&mut self) {
        self.generation = self.generation.wrapping_add(1);
        self.in_flight.clear();
    }

    /// A new row at the top.
    pub fn insert_first(&mut self, row: Row<R>) {
        self.restart();
        self.shift(0, 1);
        self.total += 1;
        self.put(0, vec![row]);
    }

    /// A row that is gone; answers where it stood, if it was in memory.
    pub fn remove(&mut self, id: Uuid) -> Option<u64> {
        let index = self.places.remove(&id)?;
        self.restart();
        self.rows.remove(&index);
        self.shift(index, -1);
        self.total = self.total.saturating_sub(1);
        Some(index)
    }

    /// Moves everything from `from` on by one row.
    fn shift(&mut self, from: u64, by: i64) {
        let moved = |index: u64| index.saturating_add_signed(by);
        let rows = self.rows.split_off(&from);
        for (index, row) in rows {
            self.places.insert(row.id, moved(index));
            self.rows.insert(moved(index), row);
        }
        let anchors = self.anchors.split_off(&(from + 1));
        self.anchors.extend(anchors.into_iter().map(|(index, cursor)| (moved(index), cursor)));
    }

    /// Lets go of rows far from those shown; their anchors stay.
    pub fn evict(&mut self, shown: Range<u64>) {
        let keep = shown.start.saturating_sub(KEPT)..shown.end + KEPT;
        if self.rows.len() as u64 <= (keep.end - keep.start) {
            return;
        }
        let places = &mut self.places;
        self.rows.retain(|index, row| {
            let is_near = keep.contains(index);
            if !is_near {
                places.remove(&row.id);
            }
            is_near
        });
    }
}

#[cfg(test)]
mod tests;
