//! Renames in an order that works, whatever names they swap.

use std::collections::HashSet;

/// New names for things of one name space.
#[derive(Debug, Default)]
pub(super) struct Renames {
    pairs: Vec<(String, String)>,
}

impl Renames {
    /// Notes a rename; nothing when the name stays.
    pub fn add(&mut self, old: &str, new: &str) {
        if old != new {
            self.pairs.push((old.to_owned(), new.to_owned()));
        }
    }

    /// One by one: what stands where another thing goes first steps aside under a temporary name.
    pub fn steps(self) -> Vec<(String, String)> {
        let targets: HashSet<String> = self.pairs.iter().map(|(_, new)| new.clone()).collect();
        let mut first = Vec::new();
        let mut then = Vec::new();
        let mut last = Vec::new();
        for (old, new) in self.pairs {
            if targets.contains(&old) {
                let aside = format!("#{}", first.len() + 1);
                first.push((old, aside.clone()));
                last.push((aside, new));
            } else {
                then.push((old, new));
            }
        }
        first.append(&mut then);
        first.append(&mut last);
        first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(pairs: &[(&str, &str)]) -> Vec<String> {
        let mut renames = Renames::default();
        pairs.iter().for_each(|(old, new)| renames.add(old, new));
        renames.steps().into_iter().map(|(old, new)| format!("{old}>{new}")).collect()
    }

    #[test]
    fn names_are_free_when_they_are_taken() {
        assert_eq!(steps(&[("a", "b"), ("c", "c")]), ["a>b"]);
        assert_eq!(steps(&[("a", "b"), ("b", "c")]), ["b>#1", "a>b", "#1>c"]);
        assert_eq!(steps(&[("a", "b"), ("b", "a")]), ["a>#1", "b>#2", "#1>b", "#2>a"]);
    }
}
