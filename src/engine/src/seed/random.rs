//! Numbers that look random and are the same in every run (SplitMix64).

use uuid::Uuid;

/// A stream of numbers that belongs to one row, so that any row can be made without the ones before it.
pub(super) struct Random(u64);

impl Random {
    /// The stream of the `row`-th row of a kind; kinds are told apart by `kind`.
    pub fn of(kind: u64, row: u64) -> Self {
        let mut start = Self(kind.wrapping_mul(0xd6e8_feb8_6659_fd93).wrapping_add(row));
        Self(start.next())
    }

    /// Any number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number under `limit`; 0 when `limit` is 0.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low.saturating_add_unsigned(self.below(high.abs_diff(low) + 1))
    }

    /// True so many times in a hundred.
    pub fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }

    /// One of a list that is not empty.
    pub fn pick<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        nth(list, self.next())
    }

    /// An identifier in the form of a random one.
    pub fn uuid(&mut self) -> Uuid {
        let bits = (u128::from(self.next()) << 64) | u128::from(self.next());
        uuid::Builder::from_random_bytes(bits.to_be_bytes()).into_uuid()
    }
}

/// The `index`-th of a list that is not empty, counted around.
pub(super) fn nth<T>(list: &[T], index: u64) -> &T {
    &list[(index % list.len() as u64) as usize]
}

/// Spreads 0, 1, 2, … over `0..size` without meeting a number twice, so that neighbours in a table are not
/// neighbours in the word lists. `index` is under `size`.
pub(super) fn scatter(index: u64, size: u64) -> u64 {
    let mut step = size.saturating_mul(5) / 8 + 1;
    while common_divisor(step, size) != 1 {
        step += 1;
    }
    (index * step + size / 3) % size.max(1)
}

fn common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn streams_repeat_and_differ() {
        let first = |kind, row| Random::of(kind, row).next();
        assert_eq!(first(1, 7), first(1, 7));
        let all: HashSet<_> = (0..4).flat_map(|kind| (0..1000).map(move |row| first(kind, row))).collect();
        assert_eq!(all.len(), 4000);
    }

    #[test]
    fn scatter_visits_every_number_once() {
        for size in [1, 2, 7, 60, 9600] {
            let seen: HashSet<_> = (0..size).map(|index| scatter(index, size)).collect();
            assert_eq!(seen.len() as u64, size);
            assert!(seen.iter().all(|&number| number < size));
        }
    }

    #[test]
    fn between_reaches_both_ends() {
        let mut random = Random::of(0, 0);
        let seen: HashSet<_> = (0..200).map(|_| random.between(-2, 2)).collect();
        assert_eq!(seen, HashSet::from([-2, -1, 0, 1, 2]));
    }
}
