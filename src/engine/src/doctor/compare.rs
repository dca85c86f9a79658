//! Two catalogs, and what would make one into the other.

use std::collections::{BTreeMap, BTreeSet};

use icosa_model::Model;
use icosa_sqlgen::ddl::{Fix, enum_column};
use icosa_store::catalog::{Catalog, Column, PRIMARY_KEY, Table};

use super::{Aspect, Difference, Outcome};

/// A difference, how to mend it, and what must not be the case then.
#[derive(Debug, Clone)]
pub struct Finding {
    pub difference: Difference,
    /// None: it cannot be mended without losing something.
    pub fix: Option<Fix>,
    pub guard: Guard,
}

/// What is looked at before something is mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Guard {
    None,
    /// The table has no rows, or no values in that column.
    Empty {
        table: String,
        column: Option<String>,
    },
    /// No row lacks a value in that column.
    Full {
        table: String,
        column: String,
    },
    /// No row has one of these values.
    Unused {
        table: String,
        column: String,
        is_array: bool,
        values: Vec<String>,
    },
}

/// What was put aside, and what exists only inside a transaction.
fn is_aside(name: &str) -> bool {
    name.starts_with('#') && name != "#search"
}

fn keys<'c, A, B>(a: &'c BTreeMap<String, A>, b: &'c BTreeMap<String, B>) -> BTreeSet<&'c String> {
    a.keys().chain(b.keys()).filter(|name| !is_aside(name)).collect()
}

/// Every difference, in the order of names.
pub fn compare(found: &Catalog, expected: &Catalog, model: &Model) -> Vec<Finding> {
    let mut list = Findings { list: Vec::new() };
    for name in keys(&found.enums, &expected.enums) {
        list.enum_type(name, found, expected, model);
    }
    for name in keys(&found.tables, &expected.tables) {
        match (found.tables.get(name), expected.tables.get(name)) {
            (Some(found), Some(expected)) => list.table(name, found, expected),
            (None, Some(_)) => {
                let fix = Fix::AddTable { table: name.clone() };
                list.add(name, Aspect::Table, Some("a table"), None, Some(fix), Guard::None);
            }
            (Some(_), None) => {
                let fix = Fix::DropTable { table: name.clone() };
                let guard = Guard::Empty { table: name.clone(), column: None };
                list.add(name, Aspect::Table, None, Some("a table"), Some(fix), guard);
            }
            (None, None) => {}
        }
    }
    list.list
}

struct Findings {
    list: Vec<Finding>,
}

impl Findings {
    fn add(
        &mut self,
        place: &str,
        aspect: Aspect,
        expected: Option<&str>,
        found: Option<&str>,
        fix: Option<Fix>,
        guard: Guard,
    ) {
        let difference = Difference {
            place: place.to_owned(),
            aspect,
            expected: expected.map(str::to_owned),
            found: found.map(str::to_owned),
            outcome: Outcome::Found,
        };
        self.list.push(Finding { difference, fix, guard });
    }

    fn enum_type(&mut self, name: &str, found: &Catalog, expected: &Catalog, model: &Model) {
        let (was, should) = (found.enums.get(name), expected.enums.get(name));
        if was == should {
            return;
        }
        let place = enum_column(model, name);
        // It comes with its column.
        let has_column = place.as_ref().is_some_and(|(table, column, _)| {
            found.tables.get(table).is_some_and(|table| table.columns.contains_key(column))
        });
        if was.is_none() && !has_column {
            return;
        }
        let (fix, guard) = match (was, should, place) {
            (Some(was), Some(should), Some((table, column, is_array))) if has_column => {
                let values = was.iter().filter(|value| !should.contains(value)).cloned().collect();
                let fix = Fix::SetValues { type_name: name.to_owned() };
                (Some(fix), Guard::Unused { table, column, is_array, values })
            }
            (Some(_), None, _) => (Some(Fix::DropType { type_name: name.to_owned() }), Guard::None),
            _ => (None, Guard::None),
        };
        // A type without its column is renewed with the column.
        if has_column || should.is_none() {
            let text = |values: Option<&Vec<String>>| values.map(|values| values.join(", "));
            self.add(name, Aspect::EnumValues, text(should).as_deref(), text(was).as_deref(), fix, guard);
        }
    }

    fn table(&mut self, table: &str, found: &Table, expected: &Table) {
        for name in keys(&found.columns, &expected.columns) {
            self.column(table, name, found.columns.get(name), expected.columns.get(name));
        }
        for name in keys(&found.indexes, &expected.indexes) {
            self.index(table, name, found, expected);
        }
        for name in keys(&found.constraints, &expected.constraints) {
            self.constraint(table, name, found, expected);
        }
        for name in keys(&found.triggers, &expected.triggers) {
            self.trigger(table, name, found, expected);
        }
    }

    fn column(&mut self, table: &str, name: &str, found: Option<&Column>, expected: Option<&Column>) {
        let (in_table, column) = (table.to_owned(), name.to_owned());
        let aspect = Aspect::Column(column.clone());
        match (found, expected) {
            (Some(found), Some(expected)) => self.both(table, name, found, expected),
            (None, Some(expected)) => {
                let fix = Fix::AddColumn { table: in_table, column };
                self.add(table, aspect, Some(&expected.kind), None, Some(fix), Guard::None);
            }
            (Some(found), None) => {
                let guard = if found.is_generated {
                    Guard::None
                } else {
                    Guard::Empty { table: in_table.clone(), column: Some(column.clone()) }
                };
                let fix = Fix::DropColumn { table: in_table, column };
                self.add(table, aspect, None, Some(&found.kind), Some(fix), guard);
            }
            (None, None) => {}
        }
    }

    fn both(&mut self, table: &str, name: &str, found: &Column, expected: &Column) {
        let (in_table, column) = (table.to_owned(), name.to_owned());
        if found.kind != expected.kind {
            // Values would have to be converted.
            let aspect = Aspect::ColumnType(column);
            return self.add(table, aspect, Some(&expected.kind), Some(&found.kind), None, Guard::None);
        }
        let text = |column: &Column| match (&column.expression, column.is_generated) {
            (Some(expression), true) => format!("generated from {expression}"),
            (Some(expression), false) => expression.clone(),
            (None, _) => "none".to_owned(),
        };
        if text(found) != text(expected) {
            let is_computed = found.is_generated || expected.is_generated;
            let name = column.clone();
            let aspect = if is_computed { Aspect::Generated(name) } else { Aspect::Default(name) };
            let (table_name, name) = (in_table.clone(), column.clone());
            let fix = match (found.is_generated, expected.is_generated) {
                // Values that can be computed again; the next round adds it.
                (_, true) => Fix::DropColumn { table: table_name, column: name },
                (true, false) => Fix::DropExpression { table: table_name, column: name },
                (false, false) => Fix::SetDefault { table: table_name, column: name },
            };
            self.add(table, aspect, Some(&text(expected)), Some(&text(found)), Some(fix), Guard::None);
        }
        if found.not_null != expected.not_null {
            let words = |column: &Column| if column.not_null { "NOT NULL" } else { "NULL" };
            let guard = match expected.not_null {
                true => Guard::Full { table: in_table.clone(), column: column.clone() },
                false => Guard::None,
            };
            let aspect = Aspect::Nullability(column.clone());
            let fix = Fix::SetNullability { table: in_table, column };
            self.add(table, aspect, Some(words(expected)), Some(words(found)), Some(fix), guard);
        }
    }

    fn index(&mut self, table: &str, name: &str, found: &Table, expected: &Table) {
        let (was, should) = (found.indexes.get(name), expected.indexes.get(name));
        if was == should {
            return;
        }
        let text = |index: &icosa_store::catalog::Index| {
            format!("{}{}", index.definition, if index.is_valid { "" } else { " (not finished)" })
        };
        // One that differs is dropped; the next round adds it.
        let index = name.to_owned();
        let fix = if was.is_some() { Fix::DropIndex { index } } else { Fix::AddIndex { index } };
        let (was, should) = (was.map(text), should.map(text));
        let aspect = Aspect::Index(name.to_owned());
        self.add(table, aspect, should.as_deref(), was.as_deref(), Some(fix), Guard::None);
    }

    fn trigger(&mut self, table: &str, name: &str, found: &Table, expected: &Table) {
        let (was, should) = (found.triggers.get(name), expected.triggers.get(name));
        if was == should {
            return;
        }
        let (in_table, trigger) = (table.to_owned(), name.to_owned());
        let fix = match should {
            Some(_) => Fix::SetSearchTrigger { table: in_table },
            None => Fix::DropTrigger { table: in_table, trigger },
        };
        let aspect = Aspect::Trigger(name.to_owned());
        let (should, was) = (should.map(String::as_str), was.map(String::as_str));
        self.add(table, aspect, should, was, Some(fix), Guard::None);
    }

    fn constraint(&mut self, table: &str, name: &str, found: &Table, expected: &Table) {
        let (was, should) = (found.constraints.get(name), expected.constraints.get(name));
        if was == should {
            return;
        }
        let (in_table, constraint) = (table.to_owned(), name.to_owned());
        let fix = match (was, name == PRIMARY_KEY) {
            (None, true) => Some(Fix::AddPrimaryKey { table: in_table }),
            (None, false) => Some(Fix::AddForeignKey { table: in_table, constraint }),
            // Foreign keys hang on it, and its name is not known.
            (Some(_), true) => None,
            (Some(_), false) => Some(Fix::DropConstraint { table: in_table, constraint }),
        };
        let aspect = Aspect::Constraint(name.to_owned());
        let (should, was) = (should.map(String::as_str), was.map(String::as_str));
        self.add(table, aspect, should, was, fix, Guard::None);
    }
}
