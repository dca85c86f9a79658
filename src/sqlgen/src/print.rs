//! The printer: the only code that appends to SQL text.

use std::fmt::{Display, Write as _};

use crate::ident;
use crate::statement::{Bind, Statement};

/// Text and binds so far.
///
/// Arbitrary text cannot be appended: keywords are `&'static str`, everything else has a method that quotes.
#[derive(Debug, Default)]
pub(crate) struct Printer {
    sql: String,
    binds: Vec<Bind>,
}

/// A piece of a statement.
pub(crate) trait Print {
    /// Appends itself.
    fn print(self, out: &mut Printer);
}

impl Printer {
    /// Keywords and punctuation of our own source.
    pub fn raw(&mut self, text: &'static str) {
        self.sql.push_str(text);
    }

    /// A quoted identifier.
    pub fn ident(&mut self, name: &str) {
        ident::push_quoted(name, &mut self.sql);
    }

    /// A quoted literal: text of the model, never of a client.
    pub fn literal(&mut self, text: &str) {
        ident::push_literal(text, &mut self.sql);
    }

    /// A whole number.
    pub fn number(&mut self, number: i64) {
        self.digits(number);
    }

    /// A numbered alias.
    pub fn alias(&mut self, number: u32) {
        self.sql.push('t');
        self.digits(number);
    }

    fn digits(&mut self, number: impl Display) {
        // Writing to a text does not fail.
        let _ = write!(self.sql, "{number}");
    }

    /// A placeholder and its value.
    pub fn bind(&mut self, bind: Bind) {
        self.binds.push(bind);
        self.sql.push('$');
        self.digits(self.binds.len());
    }

    /// Pieces with a separator.
    pub fn list<P: Print>(&mut self, items: impl IntoIterator<Item = P>, separator: &'static str) {
        for (i, item) in items.into_iter().enumerate() {
            if i > 0 {
                self.raw(separator);
            }
            item.print(self);
        }
    }

    /// Quoted identifiers with commas.
    pub fn idents<'n>(&mut self, names: impl IntoIterator<Item = &'n str>) {
        for (i, name) in names.into_iter().enumerate() {
            if i > 0 {
                self.raw(", ");
            }
            self.ident(name);
        }
    }

    /// What was printed.
    pub fn finish(self) -> Statement {
        Statement { sql: self.sql, binds: self.binds }
    }

    /// What was printed, for scripts without binds.
    pub fn into_script(self) -> String {
        debug_assert!(self.binds.is_empty(), "a script has no binds");
        self.sql
    }
}

/// Prints one piece as a statement.
pub(crate) fn statement(piece: impl Print) -> Statement {
    let mut out = Printer::default();
    piece.print(&mut out);
    out.finish()
}
