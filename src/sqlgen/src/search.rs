//! The search over several objects, as one ranked statement.

use icosa_model::query::{DeletedRows, MAX_PAGE};
use icosa_model::{Model, Object};

use crate::error::PlanError;
use crate::filter::deleted;
use crate::ident::escape_like;
use crate::planner::{Planner, plain_slot};
use crate::print::statement;
use crate::search_text::{has_long_texts, image, label, parts, plain, vector};
use crate::select::by_position;
use crate::sql_type::SqlType;
use crate::statement::Statement;
use crate::tree::{Alias, Expr, Join, Query, Sort};

/// Words beyond this many are not looked at.
const MOST_WORDS: usize = 12;
/// Trigram indexes know nothing of shorter texts; such words match as the beginning of a word only.
const SHORTEST_PART: usize = 3;
/// Records whose label begins with the text that are ranked.
const MOST_STARTS: u32 = 500;
/// Other matches that are ranked; of more, any.
const MOST_MATCHES: u32 = 2_000;

/// The best matches of several objects: rows of (`object` text, `id` uuid, `label` text, `image` text or NULL),
/// live records only.
///
/// Every word must occur, in any order, without regard to case and accents, as a part of the record's searched
/// texts. Records whose label is the text come first, then those whose label begins with it, then those with a
/// word that does, then those with all words in the label; each by position. An empty text lists the first records of each object.
/// A text of digits and phone punctuation is one number.
///
/// # Errors
/// An unknown object, a limit over [`MAX_PAGE`], or NUL in the text.
pub fn search(model: &Model, objects: &[&str], text: &str, limit: u32) -> Result<Statement, PlanError> {
    if limit > MAX_PAGE {
        return Err(PlanError::BadLimit { limit, max: MAX_PAGE });
    }
    if text.contains('\0') {
        return Err(PlanError::BadText);
    }
    let mut planner = Planner::new(model);
    let terms = Terms { alias: planner.alias(), words: words(text) };
    let mut parts = Vec::with_capacity(objects.len());
    for (name, number) in objects.iter().zip(0..) {
        let object = planner.object(name)?;
        parts.push(matches(&mut planner, object, &terms, limit, number));
    }
    if parts.is_empty() {
        parts.push(nothing());
    }
    let found = planner.alias();
    let column = |name: &str| Expr::column(found, name);
    let mut query = Query::named(["object", "id", "label", "image"].map(|name| (column(name), name)))
        .from(Join::Union("UNION ALL", parts, found));
    query.order = ["rank", "number", "place"].map(|name| Sort::up(column(name))).to_vec();
    query.limit = Some(limit);
    if !terms.words.is_empty() {
        query.with.push((terms.alias, terms.table()));
    }
    Ok(statement(query))
}

/// A part without rows, so that no objects at all still make a statement of the same shape.
fn nothing() -> Query {
    Query::named([
        (Expr::Raw("NULL::text"), "object"),
        (Expr::Raw("NULL::uuid"), "id"),
        (Expr::Raw("NULL::text"), "label"),
        (Expr::Raw("NULL::text"), "image"),
        (Expr::Raw("0::bigint"), "rank"),
        (Expr::Raw("0"), "number"),
        (Expr::Raw("0::bigint"), "place"),
    ])
    .filter(Expr::Raw("FALSE"))
}

fn words(text: &str) -> Vec<String> {
    let is_phone = text.chars().all(|c| c.is_ascii_digit() || " +-.()/".contains(c))
        && text.chars().filter(char::is_ascii_digit).count() >= 5;
    if is_phone {
        return vec![text.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()];
    }
    text.split_whitespace().take(MOST_WORDS).map(str::to_owned).collect()
}

/// What is looked for, computed once a statement whatever the number of objects and rows: Postgres does not know
/// in advance what unaccenting gives, and would do it for each row.
struct Terms {
    alias: Alias,
    words: Vec<String>,
}

impl Terms {
    /// One row with everything the conditions compare with.
    fn table(&self) -> Query {
        let whole = self.words.join(" ");
        let mut columns = vec![
            (pattern("", &whole, "\n%"), "exact".to_owned()),
            (pattern("", &whole, "%"), "start".to_owned()),
            (pattern("% ", &whole, "%"), "word".to_owned()),
        ];
        for (i, word) in self.words.iter().enumerate() {
            columns.push((pattern("%", word, "%"), format!("part{i}")));
            columns.push((word_query(word), format!("query{i}")));
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

    fn like(&self, text: &Expr, pattern: &str) -> Expr {
        text.clone().infix(" LIKE ", self.value(pattern))
    }

    /// Each word as a part of the short texts; the beginnings of words also of long ones.
    fn all_words(&self, object: &Object, rows: Alias) -> Expr {
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
            Expr::any_of(ways)
        };
        Expr::all(self.words.iter().enumerate().map(condition).collect())
    }

    /// Smaller is better; `parts` begins with the label's line.
    fn rank(&self, parts: &Expr) -> Expr {
        let label = Expr::call("split_part", [parts.clone(), Expr::Raw(r"E'\n'"), Expr::Int(1)]);
        let all_words = (0..self.words.len()).map(|i| self.like(&label, &format!("part{i}"))).collect();
        let cases = [
            self.like(parts, "exact"),
            self.like(parts, "start"),
            self.like(&label, "word"),
            Expr::all(all_words),
        ];
        let ranked =
            cases.into_iter().zip(0..).map(|(condition, rank)| (condition, Expr::Int(rank))).collect();
        Expr::Case(ranked, Box::new(Expr::Int(4)))
    }
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

/// The best matches of one object, numbered.
fn matches<'m>(
    planner: &mut Planner<'m>,
    object: &'m Object,
    terms: &Terms,
    limit: u32,
    number: i64,
) -> Query {
    let mut inner = if terms.words.is_empty() {
        let (rows, mut query) = candidates(planner, object);
        query.order = by_position(object, rows);
        query
    } else {
        ranked(planner, object, terms, limit)
    };
    inner.limit = Some(limit);

    let best = planner.alias();
    let column = |name: &str| Expr::column(best, name);
    let mut keys = vec!["position", "id"];
    if !terms.words.is_empty() {
        keys.insert(0, "rank");
    }
    let place = Expr::RowNumber(keys.into_iter().map(|key| Sort::up(column(key))).collect());
    // Without words the objects take turns: first records first.
    let rank = if terms.words.is_empty() { place.clone() } else { column("rank").cast(SqlType::BigInt) };
    Query::named([
        (Expr::Text(object.name_singular.clone()).cast(SqlType::Text), "object"),
        (column("id"), "id"),
        (column("label"), "label"),
        (column("image"), "image"),
        (rank, "rank"),
        (Expr::Int(number), "number"),
        (place, "place"),
    ])
    .from(Join::Query(Box::new(inner), best))
}

/// Live rows with what a match shows and is ranked by.
fn candidates<'m>(planner: &mut Planner<'m>, object: &'m Object) -> (Alias, Query) {
    let rows = planner.alias();
    let position = plain_slot(object, "position").map_or(Expr::Raw("0"), |slot| slot.expr(rows));
    let mut query = Query::named([
        (Expr::column(rows, "id"), "id"),
        (label(object, Some(rows)), "label"),
        (image(object, rows), "image"),
        (position, "position"),
        (parts(object, rows), "parts"),
    ])
    .from(Join::Table(planner.table(object), rows));
    query.filter.extend(deleted(object, rows, DeletedRows::Hidden));
    (rows, query)
}

/// The better kinds of matches are looked up by themselves, so that a bound on the others loses none of them.
fn ranked<'m>(planner: &mut Planner<'m>, object: &'m Object, terms: &Terms, limit: u32) -> Query {
    let mut kinds = Vec::new();
    for (pattern, most) in [(Some("exact"), limit), (Some("start"), MOST_STARTS), (None, MOST_MATCHES)] {
        let (rows, mut query) = candidates(planner, object);
        query.filter.push(match pattern {
            Some(pattern) => terms.like(&parts(object, rows), pattern),
            None => terms.all_words(object, rows),
        });
        query.limit = Some(most);
        kinds.push(query);
    }
    let found = planner.alias();
    let mut query =
        Query::named(["id", "label", "image", "position"].map(|name| (Expr::column(found, name), name)))
            .from(Join::Union("UNION", kinds, found));
    query.columns.push((terms.rank(&Expr::column(found, "parts")), Some("rank".to_owned())));
    query.order = vec![
        Sort::up(Expr::Column(None, "rank".to_owned())),
        Sort::up(Expr::column(found, "position")),
        Sort::up(Expr::column(found, "id")),
    ];
    query
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_number_is_one_word() {
        assert_eq!(words("+33 6 12-34.56 (78)"), ["+33612345678"]);
        assert_eq!(words("12 34"), ["12", "34"]);
        assert_eq!(words(" Ada  Lovelace "), ["Ada", "Lovelace"]);
        assert!(words("  ").is_empty());
    }
}
