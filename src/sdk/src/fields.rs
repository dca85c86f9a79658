//! Which fields of records an answer carries.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::error::{Error, Result};
use crate::metadata::Object;
use crate::names::check_name;

/// Deepest path.
const MOST_DEPTH: usize = 8;

/// Fields of a record, by path: `jobTitle`, `name.firstName`, `company.name`, `people.edges.node.id`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(BTreeMap<String, Fields>);

impl Fields {
    /// These; a composite needs its parts, a relation the fields of the other object.
    ///
    /// ```
    /// let fields = icosa_sdk::Fields::of(["id", "name.firstName", "name.lastName"])?;
    /// assert_eq!(fields.to_string(), "{ id name { firstName lastName } }");
    /// # Ok::<(), icosa_sdk::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Invalid`] for what is no path of names.
    pub fn of<'p>(paths: impl IntoIterator<Item = &'p str>) -> Result<Self> {
        let mut fields = Self::default();
        for path in paths {
            fields.add(path)?;
        }
        if fields.0.is_empty() {
            return Err(Error::invalid("Name one field at least."));
        }
        Ok(fields)
    }

    /// Only the id.
    #[must_use]
    pub fn id() -> Self {
        Self(BTreeMap::from([("id".to_owned(), Self::default())]))
    }

    /// Everything that an object's records carry themselves: composites with all parts, relations as ids.
    #[must_use]
    pub fn all(object: &Object) -> Self {
        let mut fields = Self::id();
        for path in object.fields.iter().flat_map(crate::metadata::Field::paths) {
            // The server's own names are names.
            let _ = fields.add(&path);
        }
        fields
    }

    /// With one more.
    ///
    /// # Errors
    /// As [`Fields::of`].
    pub fn and(mut self, path: &str) -> Result<Self> {
        self.add(path)?;
        Ok(self)
    }

    fn add(&mut self, path: &str) -> Result<()> {
        if path.split('.').count() > MOST_DEPTH {
            return Err(Error::invalid(format!("'{path}' is longer than {MOST_DEPTH} names.")));
        }
        let mut place = self;
        for name in path.split('.') {
            check_name(name)?;
            place = place.0.entry(name.to_owned()).or_default();
        }
        Ok(())
    }
}

impl std::fmt::Display for Fields {
    /// As a selection of a GraphQL document.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("{")?;
        for (name, inner) in &self.0 {
            write!(f, " {name}")?;
            if !inner.0.is_empty() {
                write!(f, " {inner}")?;
            }
        }
        f.write_char(' ')?;
        f.write_char('}')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_begin_alike_are_put_together() {
        let fields = Fields::of(["name.lastName", "id", "company.name", "name.firstName", "company.id"]);
        assert_eq!(fields.unwrap().to_string(), "{ company { id name } id name { firstName lastName } }");
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for path in ["", "a.", ".a", "a b", "a{b}", "a.b.c.d.e.f.g.h.i"] {
            assert!(Fields::of([path]).is_err(), "{path}");
        }
        assert!(Fields::of([]).is_err());
    }
}
