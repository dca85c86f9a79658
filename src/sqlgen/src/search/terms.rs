//! What is looked for, computed once a statement.

use icosa_model::Object;

use super::words::{SHORTEST_PART, slips};
use crate::ident::escape_like;
use crate::search_text::{has_long_texts, parts, plain, vector};
use crate::sql_type::SqlType;
use crate::tree::{Alias, Expr, Join, Query};

/// Words that may have a mistake: each is some dozens of looks into each index.
const MOST_MISTAKEN: usize = 3;

/// Everything that conditions compare with is one row, computed once whatever the number of objects and records:
/// Postgres does not know in advance what unaccenting gives, and would do it for each record.
pub(super) struct Terms {
    pub alias: Alias,
    words: Vec<String>,
    /// By word, the patterns of what may have been meant.
    slips: Vec<Vec<String>>,
    /// The word by whose patterns records are looked up where nothing is found otherwise: the longest that may have a
    /// mistake.
    guided_by: Option<usize>,
}

/// How much of a match must be as it was typed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Strictness {
    /// Every word.
    Exact,
    /// Words may have a mistake.
    Lenient,
}

/// What kind of match a record is, worth as many tenths.
pub(super) const MISTAKEN: i64 = 1;
const SOMEWHERE: i64 = 2;
const IN_LABEL: i64 = 4;
const WORD: i64 = 6;
const BEGINNING: i64 = 8;
const WHOLE: i64 = 10;

impl Terms {
    pub fn new(alias: Alias, words: Vec<String>) -> Self {
        let mut left = MOST_MISTAKEN;
        let slips = words.iter().map(|word| {
            let found = if left == 0 { Vec::new() } else { slips(word) };
            left -= usize::from(!found.is_empty());
            found
        });
        let slips: Vec<Vec<String>> = slips.collect();
        let guided_by = (0..words.len()).rev().max_by_key(|i| slips.get(*i).map_or(0, Vec::len));
        let guided_by = guided_by.filter(|i| slips.get(*i).is_some_and(|slips| !slips.is_empty()));
        Self { alias, words, slips, guided_by }
    }

    /// An array of the patterns of the word by which records are looked up; `None` where no word may have been meant
    /// otherwise.
    pub fn guesses(&self) -> Option<Expr> {
        Some(self.value(format!("slips{}", self.guided_by?)).cast(SqlType::Text.array()))
    }

    /// One row with everything the conditions compare with.
    pub fn table(&self) -> Query {
        let whole = self.words.join(" ");
        let mut columns = vec![
            (pattern("", &whole, "\n%"), "exact".to_owned()),
            (pattern("", &whole, "%"), "start".to_owned()),
            (pattern("% ", &whole, "%"), "word".to_owned()),
            (plain(Expr::text_bind(whole, SqlType::Text)), "whole".to_owned()),
        ];
        for (i, (word, slips)) in self.words.iter().zip(&self.slips).enumerate() {
            columns.push((pattern("%", word, "%"), format!("part{i}")));
            columns.push((word_query(word), format!("query{i}")));
            if !slips.is_empty() {
                // Unaccented as one text; no word holds a line break. The word itself may be right, and another not.
                let all = format!("{}\n%{}%", slips.join("\n"), escape_like(word));
                let lines = plain(Expr::text_bind(all, SqlType::Text));
                let list = Expr::call("string_to_array", [lines, Expr::Raw(r"E'\n'")]);
                columns.push((list, format!("slips{i}")));
            }
        }
        Query {
            columns: columns.into_iter().map(|(expr, name)| (expr, Some(name))).collect(),
            ..Query::default()
        }
    }

    fn value(&self, column: impl Into<String>) -> Expr {
        let read = Query::select([Expr::Column(None, column.into())]);
        Expr::Scalar(Box::new(read.from(Join::With(self.alias, self.alias))))
    }

    pub fn like(&self, text: &Expr, pattern: &str) -> Expr {
        text.clone().infix(" LIKE ", self.value(pattern))
    }

    /// Each word as a part of the short texts; the beginnings of words also of long ones. Of lenient conditions the
    /// word by which records are looked up is none.
    pub fn all_words(&self, object: &Object, rows: Alias, strictness: Strictness) -> Expr {
        let parts = parts(object, rows);
        let condition = |(i, word): (usize, &String)| {
            let vector = vector(object, rows);
            let is_short = word.chars().count() < SHORTEST_PART;
            let mut ways = Vec::new();
            if vector.is_none() || !is_short {
                ways.push(self.like(&parts, &format!("part{i}")));
            }
            if is_short || has_long_texts(object) {
                ways.extend(vector.map(|vector| vector.infix(" @@ ", self.value(format!("query{i}")))));
            }
            let has_slips = self.slips.get(i).is_some_and(|slips| !slips.is_empty());
            if strictness == Strictness::Lenient && has_slips {
                let slips = self.value(format!("slips{i}")).cast(SqlType::Text.array());
                ways.push(Expr::LikeAny(Box::new(parts.clone()), Box::new(slips)));
            }
            Expr::any_of(ways)
        };
        let is_looked_up = |i: usize| strictness == Strictness::Lenient && self.guided_by == Some(i);
        let others = self.words.iter().enumerate().filter(|(i, _)| !is_looked_up(*i));
        Expr::all(others.map(condition).collect())
    }

    /// What kind of match it is; `parts` begins with the label's line. Larger is better.
    pub fn score(&self, parts: &Expr) -> Expr {
        let label = label_line(parts);
        let all_words = (0..self.words.len()).map(|i| self.like(&label, &format!("part{i}"))).collect();
        let cases = [
            (self.like(parts, "exact"), Expr::Int(WHOLE)),
            (self.like(parts, "start"), Expr::Int(BEGINNING)),
            (self.like(&label, "word"), Expr::Int(WORD)),
            (Expr::all(all_words), Expr::Int(IN_LABEL)),
        ];
        Expr::Case(cases.into(), Box::new(Expr::Int(SOMEWHERE)))
    }

    /// How alike label and text are, 0 to 1.
    pub fn likeness(&self, parts: &Expr) -> Expr {
        Expr::call("public.similarity", [label_line(parts), self.value("whole")])
    }
}

/// The word is a part of a record's short texts, or begins one of its long ones.
pub(super) fn has_word(object: &Object, rows: Alias, word: &str) -> Expr {
    let is_short = word.chars().count() < SHORTEST_PART;
    let vector = vector(object, rows);
    let mut ways = Vec::new();
    if vector.is_none() || !is_short {
        ways.push(parts(object, rows).infix(" LIKE ", pattern("%", word, "%")));
    }
    if is_short || has_long_texts(object) {
        ways.extend(vector.map(|vector| vector.infix(" @@ ", word_query(word))));
    }
    Expr::any_of(ways)
}

fn label_line(parts: &Expr) -> Expr {
    Expr::call("split_part", [parts.clone(), Expr::Raw(r"E'\n'"), Expr::Int(1)])
}

fn pattern(before: &str, text: &str, after: &str) -> Expr {
    plain(Expr::text_bind(format!("{before}{}{after}", escape_like(text)), SqlType::Text))
}

/// Words that begin like this one. Unaccented before it is quoted: unaccenting can make a quote, or leave nothing
/// at all, which `to_tsquery` refuses between quotes; a blank is fine.
fn word_query(word: &str) -> Expr {
    let plain = Expr::call("public.unaccent_immutable", [Expr::text_bind(word, SqlType::Text)]);
    let safe = Expr::call("translate", [plain, Expr::Text("'\\".to_owned()), Expr::Text("  ".to_owned())]);
    let quoted = Expr::Infix(" || ", vec![Expr::Raw("''' '"), safe, Expr::Raw("''':*'")]);
    Expr::call("to_tsquery", [Expr::Raw("'simple'"), quoted])
}
