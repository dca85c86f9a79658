//! The schema of a workspace in GraphQL's own language.

mod inputs;
mod objects;
mod operations;
mod search;
mod shared;
mod types;

use std::collections::HashSet;
use std::fmt::Write as _;

use icosa_model::Model;

use super::names;

/// Which of the schemas is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Variant {
    /// With everything, for people and tools.
    Public,
    /// Input types and enums are scalars: what documents are checked against.
    Checked,
    /// The same for documents of older clients, which select lists of links, phones and files as raw JSON.
    CheckedOlder,
}

/// The public schema of a workspace.
#[must_use]
pub fn public_sdl(model: &Model) -> String {
    write(model, Variant::Public)
}

/// The schema of a workspace.
pub fn write(model: &Model, variant: Variant) -> String {
    let mut sdl = Sdl { text: String::new(), defined: HashSet::new(), variant };
    shared::write(&mut sdl);
    search::write(&mut sdl);
    for object in model.objects().iter().filter(|object| names::is_name(&object.name_singular)) {
        objects::write(&mut sdl, model, object);
        inputs::write(&mut sdl, model, object);
    }
    operations::write(&mut sdl, model);
    sdl.text
}

/// The text so far. What is defined already is not defined again: a second type of that name would make the whole
/// schema invalid.
pub(super) struct Sdl {
    text: String,
    defined: HashSet<String>,
    variant: Variant,
}

/// One field or argument: its name (with arguments) and its type.
pub(super) type Line = (String, String);

/// A line of a type.
pub(super) fn line(name: impl Into<String>, ty: impl Into<String>) -> Line {
    (name.into(), ty.into())
}

impl Sdl {
    pub fn scalar(&mut self, name: &str) {
        if self.defined.insert(name.to_owned()) {
            self.add(&format!("scalar {name}\n\n"));
        }
    }

    pub fn object(&mut self, name: &str, fields: &[Line]) {
        self.block("type", name, fields);
    }

    pub fn input(&mut self, name: &str, fields: &[Line]) {
        match self.variant {
            Variant::Public => self.block("input", name, fields),
            _ => self.scalar(name),
        }
    }

    pub fn choice<'v>(&mut self, name: &str, values: impl IntoIterator<Item = &'v str>) {
        if self.variant != Variant::Public {
            return self.scalar(name);
        }
        let mut seen = HashSet::new();
        let values = values.into_iter().filter(|value| names::is_enum_value(value) && seen.insert(*value));
        let values: Vec<&str> = values.collect();
        if values.is_empty() {
            return self.scalar(name);
        }
        if self.defined.insert(name.to_owned()) {
            self.add(&format!("enum {name} {{\n  {}\n}}\n\n", values.join("\n  ")));
        }
    }

    /// Documents of older clients are checked.
    pub fn is_older(&self) -> bool {
        self.variant == Variant::CheckedOlder
    }

    fn block(&mut self, keyword: &str, name: &str, fields: &[Line]) {
        let fields: Vec<&Line> = fields.iter().filter(|(name, _)| is_line(name)).collect();
        if fields.is_empty() || !self.defined.insert(name.to_owned()) {
            return;
        }
        self.add(&format!("{keyword} {name} {{\n"));
        let mut seen = HashSet::new();
        for (name, ty) in fields {
            if seen.insert(bare(name)) {
                self.add(&format!("  {name}: {ty}\n"));
            }
        }
        self.add("}\n\n");
    }

    fn add(&mut self, text: &str) {
        // Writing to a String cannot fail.
        let _ = self.text.write_str(text);
    }
}

fn bare(name: &str) -> &str {
    name.split('(').next().unwrap_or(name)
}

fn is_line(name: &str) -> bool {
    names::is_name(bare(name))
}

#[cfg(test)]
mod tests;
