//! The search over several objects, as one ranked statement.

use icosa_model::query::{DeletedRows, MAX_PAGE};
use icosa_model::{Model, Object};

use crate::error::PlanError;
use crate::filter::deleted;
use crate::ident::escape_like;
use crate::planner::Planner;
use crate::print::statement;
use crate::search_text::{image, label, plain, substring_text, vector};
use crate::select::by_position;
use crate::sql_type::SqlType;
use crate::statement::Statement;
use crate::tree::{Alias, Expr, Join, Query, Sort};

/// Words beyond this many are not looked at.
const MOST_WORDS: usize = 12;
/// Trigram indexes know nothing of shorter texts; such words match as the beginning of a word only.
const SHORTEST_PART: usize = 3;

/// The best matches of several objects: rows of (`object` text, `id` uuid, `label` text, `image` text or NULL),
/// live records only.
///
/// Every word must occur, in any order, without regard to case and accents, as a part of the record's searched
/// texts. Records whose label is the text come first, then those whose label begins with it, then those with a
/// word that does, then those with all words in the label. An empty text lists the first records of each object.
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
    let words = words(text);
    let mut planner = Planner::new(model);
    let mut parts = Vec::with_capacity(objects.len());
    for (i, name) in objects.iter().enumerate() {
        let object = planner.object(name)?;
        let number = i64::try_from(i).unwrap_or(i64::MAX);
        parts.push(matches(&mut planner, object, &words, limit, number));
    }
    if parts.is_empty() {
        parts.push(nothing());
    }
    let found = planner.alias();
    let column = |name: &str| Expr::column(found, name);
    let mut query = Query::named(["object", "id", "label", "image"].map(|name| (column(name), name)))
        .from(Join::Union(parts, found));
    query.order = ["rank", "number", "place"].map(|name| Sort::up(column(name))).to_vec();
    query.limit = Some(limit);
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

/// The matches of one object: inside, filter, rank and limit; outside, what is shown of them.
fn matches<'m>(
    planner: &mut Planner<'m>,
    object: &'m Object,
    words: &[String],
    limit: u32,
    number: i64,
) -> Query {
    let rows = planner.alias();
    let mut inner = Query::named([(Expr::column(rows, "id"), "id"), (label(object, rows), "label")])
        .from(Join::Table(planner.table(object), rows));
    inner.columns.push((image(object, rows), Some("image".to_owned())));
    inner.filter.extend(deleted(object, rows, DeletedRows::Hidden));
    inner.limit = Some(limit);
    if !words.is_empty() {
        inner.filter.extend(words.iter().map(|word| word_matches(object, rows, word)));
        let compared = planner.alias();
        let once_a_row = Query { fenced: true, ..Query::named([(plain(label(object, rows)), "label")]) };
        inner.from.push(Join::LeftLateral(Box::new(once_a_row), compared));
        let rank = rank(&Expr::column(compared, "label"), words);
        inner.columns.push((rank.clone(), Some("rank".to_owned())));
        inner.order.push(Sort::up(rank));
    }
    inner.order.extend(by_position(object, rows));
    for (i, sort) in inner.order.iter().enumerate() {
        inner.columns.push((sort.expr.clone(), Some(format!("#{i}"))));
    }

    let best = planner.alias();
    let order = (0..inner.order.len()).map(|i| Sort::up(Expr::column(best, format!("#{i}")))).collect();
    let place = Expr::RowNumber(order);
    let column = |name: &str| Expr::column(best, name);
    // Without words the objects take turns: first records first.
    let rank = if words.is_empty() { place.clone() } else { column("rank").cast(SqlType::BigInt) };
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

/// The word as a part of the short texts, or as the beginning of a word of any text. Both sides have an index.
fn word_matches(object: &Object, rows: Alias, word: &str) -> Expr {
    let mut ways = Vec::new();
    let vector = vector(object, rows);
    if vector.is_none() || word.chars().count() >= SHORTEST_PART {
        ways.push(substring_text(object, Some(rows)).infix(" LIKE ", pattern("%", word, "%")));
    }
    ways.extend(vector.map(|vector| vector.infix(" @@ ", once(word_query(word)))));
    Expr::any_of(ways)
}

/// Words that begin like this one. Unaccented before it is quoted: unaccenting can make a quote.
fn word_query(word: &str) -> Expr {
    let plain = Expr::call("public.unaccent_immutable", [Expr::text_bind(word, SqlType::Text)]);
    let safe = Expr::call("translate", [plain, Expr::Text("'\\".to_owned()), Expr::Text("  ".to_owned())]);
    let quoted = Expr::Infix(" || ", vec![Expr::Raw("''''"), safe, Expr::Raw("''':*'")]);
    Expr::call("to_tsquery", [Expr::Raw("'simple'"), quoted])
}

fn pattern(before: &str, text: &str, after: &str) -> Expr {
    once(plain(Expr::text_bind(format!("{before}{}{after}", escape_like(text)), SqlType::Text)))
}

/// Computed once a statement, also when Postgres plans without looking at the binds.
fn once(value: Expr) -> Expr {
    Expr::Scalar(Box::new(Query::select([value])))
}

/// Smaller is better. `label` is already plain.
fn rank(label: &Expr, words: &[String]) -> Expr {
    let text = words.join(" ");
    let like = |pattern| label.clone().infix(" LIKE ", pattern);
    let all_words = Expr::all(words.iter().map(|word| like(pattern("%", word, "%"))).collect());
    let cases = [
        label.clone().infix(" = ", once(plain(Expr::text_bind(text.clone(), SqlType::Text)))),
        like(pattern("", &text, "%")),
        like(pattern("% ", &text, "%")),
        all_words,
    ];
    let ranked = cases.into_iter().zip(0..).map(|(condition, rank)| (condition, Expr::Int(rank))).collect();
    Expr::Case(ranked, Box::new(Expr::Int(4)))
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
