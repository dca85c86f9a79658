//! What an object is called in documents and paths.

use crate::error::{Error, Result};

/// Singular and plural name of an object, as the data model has them: `person`, `people`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Names {
    singular: String,
    plural: String,
}

impl Names {
    /// Names that you know; those of any object are in [`crate::metadata::Object::names`].
    #[must_use]
    pub fn new(singular: &str, plural: &str) -> Self {
        Self { singular: singular.to_owned(), plural: plural.to_owned() }
    }

    /// E.g. `person`.
    #[must_use]
    pub fn singular(&self) -> &str {
        &self.singular
    }

    /// E.g. `people`.
    #[must_use]
    pub fn plural(&self) -> &str {
        &self.plural
    }

    /// `Person`: part of the names of types and mutations.
    pub(crate) fn type_name(&self) -> String {
        capitalised(&self.singular)
    }

    /// `People`.
    pub(crate) fn plural_type_name(&self) -> String {
        capitalised(&self.plural)
    }

    /// Both can stand in a document.
    pub(crate) fn check(&self) -> Result<()> {
        check_name(&self.singular)?;
        check_name(&self.plural)
    }
}

pub(crate) fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Documents are put together from names, so these must be names.
pub(crate) fn check_name(name: &str) -> Result<()> {
    let is_letter = |letter: char| letter == '_' || letter.is_ascii_alphabetic();
    let begins_well = name.chars().next().is_some_and(is_letter);
    if begins_well && name.chars().all(|letter| is_letter(letter) || letter.is_ascii_digit()) {
        return Ok(());
    }
    Err(Error::invalid(format!("'{name}' is no name of an object or a field.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_called_after_objects() {
        let names = Names::new("workspaceMember", "workspaceMembers");
        assert_eq!((names.type_name(), names.plural_type_name()).0, "WorkspaceMember");
        assert_eq!(names.plural_type_name(), "WorkspaceMembers");
    }

    #[test]
    fn only_names_get_into_documents() {
        for name in ["", "a b", "a}", "1a", "ä", "a\"b", "a(first:1)"] {
            assert!(check_name(name).is_err(), "{name}");
        }
        assert!(check_name("_a1B").is_ok());
    }
}
