//! A list of different texts in which the first one counts most.

/// Texts without repetition, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Items(Vec<String>);

impl Items {
    /// Keeps the first of equal texts.
    #[must_use]
    pub fn new(texts: Vec<String>) -> Self {
        let mut items = Self::default();
        for text in texts {
            let _ = items.put(None, text);
        }
        items
    }

    /// Replaces the text at `at`, or adds one at the end.
    ///
    /// # Errors
    /// Another item has the same text already: the sentence to show.
    pub fn put(&mut self, at: Option<usize>, text: String) -> Result<(), String> {
        let is_taken = self.0.iter().enumerate().any(|(index, other)| Some(index) != at && *other == text);
        if is_taken {
            return Err("This is in the list already".to_owned());
        }
        match at.and_then(|index| self.0.get_mut(index)) {
            Some(item) => *item = text,
            None => self.0.push(text),
        }
        Ok(())
    }

    /// Takes one out; does nothing beyond the end.
    pub fn remove(&mut self, index: usize) {
        if index < self.0.len() {
            self.0.remove(index);
        }
    }

    /// Makes one the first; the others keep their order.
    pub fn raise(&mut self, index: usize) {
        if let Some(front) = self.0.get_mut(..=index) {
            front.rotate_right(1);
        }
    }

    /// The text at an index.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&str> {
        self.0.get(index).map(String::as_str)
    }

    /// Whether the text is among them.
    #[must_use]
    pub fn contains(&self, text: &str) -> bool {
        self.0.iter().any(|item| item == text)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them.
    #[must_use]
    pub fn to_vec(&self) -> Vec<String> {
        self.0.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::Items;

    fn items() -> Items {
        Items::new(["a", "b", "a", "c"].map(str::to_owned).to_vec())
    }

    #[test]
    fn holds_each_text_once() {
        let mut items = items();
        assert_eq!(items.to_vec(), ["a", "b", "c"]);
        assert!(items.put(None, "b".to_owned()).is_err());
        assert!(items.put(Some(0), "c".to_owned()).is_err());
        assert!(items.put(Some(1), "b".to_owned()).is_ok(), "an unchanged text is no repetition");
        assert_eq!(items.len(), 3);
    }

    #[test]
    fn edits_removes_and_raises() {
        let mut items = items();
        items.put(Some(1), "x".to_owned()).unwrap();
        items.raise(2);
        assert_eq!(items.to_vec(), ["c", "a", "x"]);
        items.remove(0);
        items.remove(9);
        items.raise(9);
        assert_eq!(items.to_vec(), ["a", "x"]);
    }
}
