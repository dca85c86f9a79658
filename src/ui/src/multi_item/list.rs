//! The state of a list editor: what is in the list, and what is being typed.

use std::sync::Arc;

use leptos::prelude::*;

use super::Items;

/// What a typed text becomes (one item, or several when several were pasted), or why it may not be in the list.
pub type Check = Arc<dyn Fn(&str) -> Result<Vec<String>, String> + Send + Sync>;

/// A list of texts under edit. Made by whoever opens the editor, who reads it with [`ItemList::outcome`].
#[derive(Clone, Copy)]
pub struct ItemList {
    items: RwSignal<Items>,
    /// Index of the item being edited; `None` while a new one is typed.
    editing: RwSignal<Option<usize>>,
    text: RwSignal<String>,
    error: RwSignal<String>,
    check: StoredValue<Check>,
    max: usize,
}

impl ItemList {
    /// Over the texts as they are; at most `max` may be entered. `typed` stands in the field at first.
    #[must_use]
    pub fn new(items: Vec<String>, typed: String, max: usize, check: Check) -> Self {
        Self {
            items: RwSignal::new(Items::new(items)),
            editing: RwSignal::new(None),
            text: RwSignal::new(typed),
            error: RwSignal::new(String::new()),
            check: StoredValue::new(check),
            max,
        }
    }

    /// The list as it is when editing ends now: with what stands in the field, which need not have been added.
    ///
    /// # Errors
    /// What stands in the field may not be in the list: the sentence to show.
    pub fn outcome(self) -> Result<Vec<String>, String> {
        Ok(self.committed()?.to_vec())
    }

    /// Puts what is typed into the list, or says why not below the field.
    pub(super) fn commit(self) {
        match self.committed() {
            Ok(items) => {
                self.items.set(items);
                self.reset();
            }
            Err(error) => self.error.set(error),
        }
    }

    /// Nothing typed adds nothing, and removes what was being edited. A text that is there already is not added.
    fn committed(self) -> Result<Items, String> {
        let mut items = self.items.get_untracked();
        let (text, editing) = (self.text.get_untracked(), self.editing.get_untracked());
        let typed = text.trim();
        if typed.is_empty() {
            if let Some(index) = editing {
                items.remove(index);
            }
            return Ok(items);
        }
        let mut at = editing;
        for value in self.check.with_value(|check| check(typed))? {
            if at.is_none() && items.contains(&value) {
                continue;
            }
            if at.is_none() && items.len() >= self.max {
                return Err(full(self.max));
            }
            items.put(at.take(), value)?;
        }
        Ok(items)
    }

    pub(super) fn edit(self, index: usize) {
        self.text.set(self.items.with_untracked(|items| items.get(index).unwrap_or_default().to_owned()));
        self.editing.set(Some(index));
        self.error.set(String::new());
    }

    /// Goes to the item above or below the field's own place, having put in what is typed. `false` if there is none.
    pub(super) fn step(self, is_up: bool) -> bool {
        let count = self.items.with_untracked(Items::len);
        let at = self.editing.get_untracked().unwrap_or(count);
        let next = if is_up { at.checked_sub(1) } else { Some(at + 1).filter(|_| at < count) };
        let Some(next) = next else { return false };
        match self.committed() {
            Ok(items) => {
                let count = items.len();
                self.items.set(items);
                if next < count { self.edit(next) } else { self.reset() }
            }
            Err(error) => self.error.set(error),
        }
        true
    }

    pub(super) fn remove(self, index: usize) {
        self.reset();
        self.items.update(|items| items.remove(index));
    }

    pub(super) fn raise(self, index: usize) {
        self.reset();
        self.items.update(|items| items.raise(index));
    }

    pub(super) fn reset(self) {
        self.text.set(String::new());
        self.editing.set(None);
        self.error.set(String::new());
    }

    pub(super) fn type_in(self, text: String) {
        self.text.set(text);
        self.error.set(String::new());
    }

    pub(super) fn items(self) -> Signal<Items> {
        self.items.into()
    }

    pub(super) fn editing(self) -> Signal<Option<usize>> {
        self.editing.into()
    }

    pub(super) fn text(self) -> Signal<String> {
        self.text.into()
    }

    pub(super) fn error(self) -> Signal<String> {
        self.error.into()
    }

    /// The sentence of a list to which nothing may be added.
    pub(super) fn full(self) -> Option<String> {
        let is_full = self.editing.get().is_none() && self.items.with(Items::len) >= self.max;
        is_full.then(|| full(self.max))
    }
}

fn full(max: usize) -> String {
    let plural = if max == 1 { "" } else { "s" };
    format!("At most {max} value{plural}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes words apart at commas and refuses those with a digit.
    fn list(items: &[&str], typed: &str, max: usize) -> ItemList {
        let check = |text: &str| {
            let words: Vec<String> = text.split(',').map(|word| word.trim().to_owned()).collect();
            if text.contains(char::is_numeric) { Err("No digits".to_owned()) } else { Ok(words) }
        };
        ItemList::new(
            items.iter().map(|item| (*item).to_owned()).collect(),
            typed.to_owned(),
            max,
            Arc::new(check),
        )
    }

    fn outcome(list: ItemList) -> Result<String, String> {
        list.outcome().map(|items| items.join(" "))
    }

    #[test]
    fn what_stands_in_the_field_counts() {
        Owner::new().with(|| {
            assert_eq!(outcome(list(&["a"], " b ", 9)), Ok("a b".to_owned()));
            assert_eq!(outcome(list(&["a"], "b, c, a", 9)), Ok("a b c".to_owned()));
            assert_eq!(outcome(list(&["a"], "", 9)), Ok("a".to_owned()));
            assert_eq!(outcome(list(&["a"], "a", 1)), Ok("a".to_owned()));
            assert_eq!(outcome(list(&["a"], "7", 9)), Err("No digits".to_owned()));
            assert_eq!(outcome(list(&["a", "b"], "c", 2)), Err("At most 2 values.".to_owned()));
        });
    }

    #[test]
    fn an_edited_item_is_replaced_removed_or_refused() {
        Owner::new().with(|| {
            let list = list(&["a", "b"], "", 2);
            list.edit(1);
            list.type_in("c".to_owned());
            assert_eq!(outcome(list), Ok("a c".to_owned()));
            list.type_in("a".to_owned());
            assert!(outcome(list).is_err());
            list.type_in(String::new());
            list.commit();
            assert_eq!(outcome(list), Ok("a".to_owned()));
            list.type_in("b".to_owned());
            assert!(list.step(true));
            assert_eq!(
                (list.text().get_untracked().as_str(), list.editing().get_untracked()),
                ("a", Some(0))
            );
            assert!(!list.step(true));
            assert!(list.step(false) && list.step(false) && !list.step(false));
            assert_eq!(outcome(list), Ok("a b".to_owned()));
            list.type_in("9".to_owned());
            list.commit();
            assert_eq!(list.error().get_untracked(), "No digits");
            assert_eq!(list.text().get_untracked(), "9", "what was typed stays");
        });
    }
}
