//! What is looked for, computed once a statement.

use std::ops::Range;

use icosa_model::Object;

use super::words::{SHORTEST_PART, Term, Wanted, has_picture, slips};
use crate::ident::escape_like;
use crate::search_text::{has_long_texts, parts, plain, vector};
use crate::sql_type::SqlType;
use crate::tree::{Alias, Expr, Join, Query};

/// Words that may have a mistake: each is some dozens of looks into each index.
const MOST_MISTAKEN: usize = 3;

/// Ends the names of patterns that are made of the number the whole text may be.
const OF_NUMBER: &str = "_number";

/// Everything that conditions compare with is one row, computed once whatever the number of objects and records:
/// Postgres does not know in advance what unaccenting gives, and would do it for each record.
pub(super) struct Terms {
    pub alias: Alias,
    whole: String,
    /// The number that the whole may be.
    number: Option<String>,
    /// Those of all readings.
    words: Vec<String>,
    /// What must occur: of each the words of one of these readings.
    terms: Vec<Vec<Range<usize>>>,
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
    pub fn new(alias: Alias, wanted: &Wanted) -> Self {
        let (mut words, mut terms) = (Vec::new(), Vec::new());
        for term in &wanted.terms {
            let mut readings = Vec::new();
            for reading in term.readings() {
                let start = words.len();
                words.extend(reading);
                readings.push(start..words.len());
            }
            terms.push(readings);
        }
        let mut left = MOST_MISTAKEN;
        let slips = words.iter().map(|word| {
            let found = if left == 0 { Vec::new() } else { slips(word) };
            left -= usize::from(!found.is_empty());
            found
        });
        let slips: Vec<Vec<String>> = slips.collect();
        let guided_by = (0..words.len()).rev().max_by_key(|i| slips.get(*i).map_or(0, Vec::len));
        let guided_by = guided_by.filter(|i| slips.get(*i).is_some_and(|slips| !slips.is_empty()));
        let (whole, number) = (wanted.whole.clone(), wanted.number().map(str::to_owned));
        Self { alias, whole, number, words, terms, slips, guided_by }
    }

    /// An array of the patterns of the word by which records are looked up; `None` where no word may have been meant
    /// otherwise.
    pub fn guesses(&self) -> Option<Expr> {
        Some(self.value(format!("slips{}", self.guided_by?)).cast(SqlType::Text.array()))
    }

    /// One row with everything the conditions compare with.
    pub fn table(&self) -> Query {
        let beginnings = |text: &str, end: &str| {
            [("exact", "", "\n%"), ("start", "", "%"), ("word", "% ", "%")]
                .map(|(name, before, after)| (pattern(before, text, after), format!("{name}{end}")))
        };
        let mut columns = Vec::from(beginnings(&self.whole, ""));
        columns.push((plain(Expr::text_bind(self.whole.clone(), SqlType::Text)), "whole".to_owned()));
        columns.extend(self.number.iter().flat_map(|number| beginnings(number, OF_NUMBER)));
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

    /// What the label may begin with: the text, or the number that it may be.
    fn begins(&self, text: &Expr, pattern: &str) -> Expr {
        let mut ways = vec![self.like(text, pattern)];
        ways.extend(self.number.iter().map(|_| self.like(text, &format!("{pattern}{OF_NUMBER}"))));
        Expr::any_of(ways)
    }

    /// Every term in one of its readings. Of lenient conditions the word by which records are looked up is none: it
    /// is a term by itself.
    fn every_term(&self, strictness: Strictness, word: impl Fn(usize) -> Expr) -> Expr {
        let guide = self.guided_by.filter(|_| strictness == Strictness::Lenient);
        let is_looked_up = |readings: &&Vec<Range<usize>>| {
            guide.is_some_and(|i| readings.iter().any(|words| words.contains(&i)))
        };
        let reading = |words: &Range<usize>| Expr::all(words.clone().map(&word).collect());
        let terms = self.terms.iter().filter(|readings| !is_looked_up(readings));
        Expr::all(terms.map(|readings| Expr::any_of(readings.iter().map(reading).collect())).collect())
    }

    /// Each word as a part of the short texts; the beginnings of words also of long ones.
    pub fn all_words(&self, object: &Object, rows: Alias, strictness: Strictness) -> Expr {
        self.every_term(strictness, |i| {
            let word = self.words.get(i).map_or("", String::as_str);
            let mut ways =
                ways(object, rows, word, self.value(format!("part{i}")), self.value(format!("query{i}")));
            let has_slips = self.slips.get(i).is_some_and(|slips| !slips.is_empty());
            if strictness == Strictness::Lenient && has_slips {
                let slips = self.value(format!("slips{i}")).cast(SqlType::Text.array());
                ways.push(Expr::LikeAny(Box::new(parts(object, rows)), Box::new(slips)));
            }
            Expr::any_of(ways)
        })
    }

    /// What kind of match it is; `parts` begins with the label's line. Larger is better.
    pub fn score(&self, parts: &Expr) -> Expr {
        let label = label_line(parts);
        let in_label = self.every_term(Strictness::Exact, |i| self.like(&label, &format!("part{i}")));
        let cases = [
            (self.begins(parts, "exact"), Expr::Int(WHOLE)),
            (self.begins(parts, "start"), Expr::Int(BEGINNING)),
            (self.begins(&label, "word"), Expr::Int(WORD)),
            (in_label, Expr::Int(IN_LABEL)),
        ];
        Expr::Case(cases.into(), Box::new(Expr::Int(SOMEWHERE)))
    }

    /// How alike label and text are, 0 to 1.
    pub fn likeness(&self, parts: &Expr) -> Expr {
        Expr::call("public.similarity", [label_line(parts), self.value("whole")])
    }
}

/// The term is in a record's texts in one of its readings.
pub(super) fn has_term(object: &Object, rows: Alias, term: &Term) -> Expr {
    let word = |word: &String| {
        let part = pattern("%", word, "%");
        Expr::any_of(ways(object, rows, word, part, word_query(word)))
    };
    let reading = |words: &Vec<String>| Expr::all(words.iter().map(word).collect());
    Expr::any_of(term.readings().iter().map(reading).collect())
}

/// How a word is found: as a part of the short texts, or as a beginning in the long ones.
fn ways(object: &Object, rows: Alias, word: &str, part: Expr, query: Expr) -> Vec<Expr> {
    let is_short = word.chars().count() < SHORTEST_PART && !has_picture(word);
    let vector = vector(object, rows);
    let mut ways = Vec::new();
    if vector.is_none() || !is_short {
        ways.push(parts(object, rows).infix(" LIKE ", part));
    }
    if is_short || has_long_texts(object) {
        ways.extend(vector.map(|vector| vector.infix(" @@ ", query)));
    }
    ways
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
