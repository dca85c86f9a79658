//! The search over several objects, as one ranked statement.
//!
//! Two rounds in one statement: first every word as it was typed; only where that finds nothing at all, words with a
//! mistake each. Matches of all objects are then ranked together, so that pages of them follow each other by place.

mod answer;
mod terms;
mod words;

use icosa_model::query::{DeletedRows, Direction, Filter, MAX_PAGE};
use icosa_model::{Model, Object};
use uuid::Uuid;

use crate::error::PlanError;
use crate::filter::Conditions;
use crate::planner::{Planner, plain_slot};
use crate::print::statement;
use crate::search_text::{image, label, parts};
use crate::select::by_position;
use crate::sql_type::SqlType;
use crate::statement::Statement;
use crate::tree::{Alias, Expr, Join, Query, Sort};
use terms::{MISTAKEN, Strictness, Terms};
use words::Wanted;

pub(crate) use answer::answer;
pub use answer::{SearchEdgePart, SearchNodePart, SearchPagePart, SearchPart, SearchRead};

/// Records whose label begins with the text that are ranked, by object.
const MOST_STARTS: u32 = 500;
/// Other matches that are ranked, by object; of more, any.
const MOST_MATCHES: u32 = 2_000;
/// Matches of each guess that are ranked, by object; of more, any.
const MOST_MISTAKEN: u32 = 200;

/// What is looked for, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Search {
    /// Singular API names. Of matches that are equally good those of the first object come first.
    pub objects: Vec<String>,
    /// Words in any order; none matches every record.
    pub text: String,
    /// Only records that pass; over fields that all the objects have.
    pub filter: Option<Filter>,
    /// Which rows with regard to soft deletion.
    pub deleted: DeletedRows,
    /// At most [`MAX_PAGE`].
    pub limit: u32,
    /// Only what comes after this place.
    pub after: Option<SearchPlace>,
}

/// The place of a match among all.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchPlace {
    /// What kind of match, 0 to 1.
    pub kind: f64,
    /// How alike label and text are, 0 to 1.
    pub likeness: f64,
    /// Singular API name; one of those that are searched.
    pub object: String,
    /// Which record.
    pub id: Uuid,
}

impl Search {
    fn check(&self) -> Result<(), PlanError> {
        if self.limit > MAX_PAGE {
            return Err(PlanError::BadLimit { limit: self.limit, max: MAX_PAGE });
        }
        if self.text.contains('\0') {
            return Err(PlanError::BadText);
        }
        Ok(())
    }
}

/// The best matches of several objects: rows of (`object` text, `id` uuid, `label` text, `image` text or NULL),
/// live records only.
///
/// Every word must occur, in any order, without regard to case and accents, as a part of the record's searched
/// texts. Records whose label is the text come first, then those whose label begins with it, then those with a
/// word that does, then those with all words in the label; within each, the more alike label and text are, the
/// better. Where nothing is found, words of five letters and more may each have one mistake. An empty text lists the
/// first records of each object, by turns. Groups of digits are found as they are, and as the phone number that they
/// may be.
///
/// # Errors
/// An unknown object, a limit over [`MAX_PAGE`], or NUL in the text.
pub fn search(model: &Model, objects: &[&str], text: &str, limit: u32) -> Result<Statement, PlanError> {
    let wanted = Search {
        objects: objects.iter().map(|name| (*name).to_owned()).collect(),
        text: text.to_owned(),
        filter: None,
        deleted: DeletedRows::Hidden,
        limit,
        after: None,
    };
    wanted.check()?;
    let mut planner = Planner::new(model);
    let found = if Wanted::new(text).terms.is_empty() {
        first(&mut planner, &wanted)?
    } else {
        best(&mut planner, &wanted, limit)?
    };
    let rows = planner.alias();
    let columns = ["object", "id", "label", "image"].map(|name| (Expr::column(rows, name), name));
    let mut query = Query::named(columns).from(Join::Query(Box::new(found), rows));
    query.order = vec![Sort::up(Expr::column(rows, "rank"))];
    Ok(statement(query))
}

/// Whether a search for a text finds what has these words: every word, or groups of digits as the number that they
/// may be.
#[must_use]
pub fn search_finds(text: &str, has: impl Fn(&str) -> bool) -> bool {
    let reads = |words: &Vec<String>| words.iter().all(|word| has(word));
    Wanted::new(text).terms.iter().all(|term| term.readings().iter().any(reads))
}

/// A record has every word of the text.
pub(crate) fn found_by(object: &Object, rows: Alias, text: &str) -> Result<Expr, PlanError> {
    if text.contains('\0') {
        return Err(PlanError::BadText);
    }
    let terms = Wanted::new(text).terms;
    Ok(Expr::all(terms.iter().map(|term| terms::has_term(object, rows, term)).collect()))
}

/// The columns of a match, in the order of a union's parts.
const COLUMNS: [&str; 8] = ["object", "object_label", "number", "id", "label", "image", "score", "likeness"];

/// The columns of what may be a match.
const CANDIDATE: [&str; 4] = ["id", "label", "image", "parts"];

/// An object that is searched, with its place among the objects.
#[derive(Clone, Copy)]
struct Searched<'m> {
    object: &'m Object,
    number: i64,
}

fn searched<'m>(planner: &Planner<'m>, wanted: &Search) -> Result<Vec<Searched<'m>>, PlanError> {
    let named = wanted.objects.iter().zip(0..);
    named.map(|(name, number)| Ok(Searched { object: planner.object(name)?, number })).collect()
}

/// The first records of each object by turns, with `rank` in their order.
fn first(planner: &mut Planner<'_>, wanted: &Search) -> Result<Query, PlanError> {
    let mut lists = Vec::new();
    for one in searched(planner, wanted)? {
        let (rows, mut query) = candidates(planner, one, wanted)?;
        let position = plain_slot(one.object, "position").map_or(Expr::Raw("0"), |slot| slot.expr(rows));
        query.columns.push((position, Some("position".to_owned())));
        query.order = by_position(one.object, rows);
        query.limit = Some(wanted.limit);
        let mut list = matches(planner, one, query, Ranks::none());
        let order = ["position", "id"].map(|name| Sort::up(Expr::Column(None, name.to_owned())));
        list.columns.push((Expr::RowNumber(order.into()), Some("turn".to_owned())));
        lists.push(list);
    }
    let found = planner.alias();
    let lists = Join::Union("UNION ALL", or_nothing(lists, Some("turn")), found);
    let order = ["turn", "number"].map(|name| Sort::up(Expr::column(found, name)));
    Ok(ordered(found, lists, order.into(), wanted.limit))
}

/// The best matches after the place wanted, at most so many, with `rank` in their order.
fn best<'m>(planner: &mut Planner<'m>, wanted: &Search, limit: u32) -> Result<Query, PlanError> {
    let objects = searched(planner, wanted)?;
    let terms = Terms::new(planner.alias(), &Wanted::new(&wanted.text));
    let exact = planner.alias();
    let lists = objects.iter().map(|one| ranked(planner, *one, wanted, &terms));
    let lists = lists.collect::<Result<Vec<_>, _>>()?;
    let every = Query::select([Expr::Raw("*")]);
    let every = every.from(Join::Union("UNION ALL", or_nothing(lists, None), planner.alias()));
    let mut rounds = vec![Query::select([Expr::Raw("*")]).from(Join::With(exact, planner.alias()))];
    if let Some(guesses) = terms.guesses() {
        for one in &objects {
            let mut list = guessed(planner, *one, wanted, &terms, &guesses)?;
            let any = Query::select([Expr::Int(1)]).from(Join::With(exact, planner.alias()));
            // Not about any row, so Postgres asks it once and looks no further where it does not hold.
            list.filter.push(Expr::call("NOT EXISTS", [Expr::Scalar(Box::new(any))]));
            rounds.push(list);
        }
    }
    let found = planner.alias();
    let mut query = ordered(found, Join::Union("UNION ALL", rounds, found), by_rank(found), limit);
    query.filter.extend(after(found, &objects, wanted)?);
    query.with = vec![(terms.alias, terms.table()), (exact, every)];
    Ok(query)
}

/// Every record, by object and id, after the place wanted, at most so many, with `rank` in their order.
fn everything(planner: &mut Planner<'_>, wanted: &Search, limit: u32) -> Result<Query, PlanError> {
    let objects = searched(planner, wanted)?;
    let place = place(&objects, wanted)?;
    let mut lists = Vec::new();
    for one in &objects {
        let (rows, mut query) = candidates(planner, *one, wanted)?;
        match place {
            Some((_, number)) if number > one.number => continue,
            Some((place, number)) if number == one.number => {
                query.filter.push(Expr::column(rows, "id").infix(" > ", id(place.id)));
            }
            _ => {}
        }
        query.order = vec![Sort::up(Expr::column(rows, "id"))];
        query.limit = Some(limit);
        lists.push(matches(planner, *one, query, Ranks::none()));
    }
    let found = planner.alias();
    let lists = Join::Union("UNION ALL", or_nothing(lists, None), found);
    Ok(ordered(found, lists, by_rank(found), limit))
}

/// The first of these rows in that order, with `rank`.
fn ordered(found: Alias, rows: Join, order: Vec<Sort>, limit: u32) -> Query {
    let mut query = Query::named(COLUMNS.map(|name| (Expr::column(found, name), name))).from(rows);
    query.columns.push((Expr::RowNumber(order.clone()), Some("rank".to_owned())));
    query.order = order;
    query.limit = Some(limit);
    query
}

fn by_rank(found: Alias) -> Vec<Sort> {
    let column = |name: &str| Expr::column(found, name);
    let down = |name| Sort { direction: Direction::Descending, ..Sort::up(column(name)) };
    vec![down("score"), down("likeness"), Sort::up(column("number")), Sort::up(column("id"))]
}

fn id(id: Uuid) -> Expr {
    Expr::text_bind(id.to_string(), SqlType::Uuid)
}

/// The place to go on from, with the number of its object.
fn place<'s>(
    objects: &[Searched<'_>],
    wanted: &'s Search,
) -> Result<Option<(&'s SearchPlace, i64)>, PlanError> {
    let Some(place) = &wanted.after else { return Ok(None) };
    let object = objects.iter().find(|one| one.object.name_singular == place.object);
    let object = object.ok_or(PlanError::BadCursor)?;
    if !is_rank(place.kind) || !is_rank(place.likeness) {
        return Err(PlanError::BadCursor);
    }
    Ok(Some((place, object.number)))
}

/// Between none and all, and of a size that `real` can hold.
fn is_rank(value: f64) -> bool {
    (0.0..=1.0).contains(&value) && (value <= 0.0 || value >= f64::from(f32::MIN_POSITIVE))
}

/// Comes after the place wanted.
fn after(found: Alias, objects: &[Searched<'_>], wanted: &Search) -> Result<Option<Expr>, PlanError> {
    let Some((place, number)) = place(objects, wanted)? else { return Ok(None) };
    let column = |name: &str| Expr::column(found, name);
    let downwards = |value: Expr| value.infix(" * ", Expr::Raw("-1"));
    let likeness = Expr::text_bind(place.likeness.to_string(), SqlType::Double);
    let score = (place.kind * 10.0).round();
    let row = vec![downwards(column("score")), downwards(column("likeness")), column("number"), column("id")];
    let from = vec![
        downwards(Expr::text_bind(format!("{score:.0}"), SqlType::BigInt)),
        downwards(Expr::call("float4", [likeness])),
        Expr::Int(number),
        id(place.id),
    ];
    Ok(Some(Expr::Row(row).infix(" > ", Expr::Row(from))))
}

/// One select without rows where there is none, so that no objects at all still make a statement of the same shape.
fn or_nothing(mut lists: Vec<Query>, more: Option<&'static str>) -> Vec<Query> {
    if lists.is_empty() {
        let null = |name: &'static str| match name {
            "id" => (Expr::Raw("NULL::uuid"), name),
            "likeness" => (Expr::Raw("0::real"), name),
            "number" | "score" | "turn" => (Expr::Int(0), name),
            _ => (Expr::Raw("NULL::text"), name),
        };
        lists.push(Query::named(COLUMNS.into_iter().chain(more).map(null)).filter(Expr::Raw("FALSE")));
    }
    lists
}

/// Rows that may be shown, with what a match shows and is ranked by.
fn candidates<'m>(
    planner: &mut Planner<'m>,
    one: Searched<'m>,
    wanted: &Search,
) -> Result<(Alias, Query), PlanError> {
    let (object, rows) = (one.object, planner.alias());
    let mut query = Query::named([
        (Expr::column(rows, "id"), "id"),
        (label(object, Some(rows)), "label"),
        (image(object, rows), "image"),
        (parts(object, rows), "parts"),
    ])
    .from(Join::Table(planner.table(object), rows));
    let conditions = Conditions { schema: &planner.schema, object, alias: rows };
    query.filter = conditions.plan(wanted.filter.as_ref(), wanted.deleted)?;
    Ok((rows, query))
}

/// What matches are ranked by.
struct Ranks {
    score: Expr,
    likeness: Expr,
}

impl Ranks {
    /// None is better than another.
    fn none() -> Self {
        Self { score: Expr::Int(0), likeness: Expr::Raw("0::real") }
    }
}

/// Candidates as matches: with the names of their object and what they are ranked by.
fn matches(planner: &mut Planner<'_>, one: Searched<'_>, candidates: Query, ranks: Ranks) -> Query {
    let rows = planner.alias();
    let column = |name: &'static str| (Expr::column(rows, name), name);
    let text = |text: &str| Expr::Text(text.to_owned()).cast(SqlType::Text);
    let columns = [
        (text(&one.object.name_singular), "object"),
        (text(&one.object.label_singular), "object_label"),
        (Expr::Int(one.number), "number"),
        column("id"),
        column("label"),
        column("image"),
        (ranks.score, "score"),
        (ranks.likeness, "likeness"),
    ];
    Query::named(columns).from(Join::Query(Box::new(candidates), rows))
}

/// The matches of one object. The better kinds are looked up by themselves, so that a bound on the others loses none
/// of them.
fn ranked<'m>(
    planner: &mut Planner<'m>,
    one: Searched<'m>,
    wanted: &Search,
    terms: &Terms,
) -> Result<Query, PlanError> {
    let mut lists = Vec::new();
    for (pattern, most) in [(Some("exact"), MOST_STARTS), (Some("start"), MOST_STARTS), (None, MOST_MATCHES)]
    {
        let (rows, mut query) = candidates(planner, one, wanted)?;
        query.filter.push(match pattern {
            Some(pattern) => terms.like(&parts(one.object, rows), pattern),
            None => terms.all_words(one.object, rows, Strictness::Exact),
        });
        query.limit = Some(most);
        lists.push(query);
    }
    let found = planner.alias();
    let columns = CANDIDATE.map(|name| (Expr::column(found, name), name));
    let all = Query::named(columns).from(Join::Union("UNION", lists, found));
    let text = Expr::Column(None, "parts".to_owned());
    let ranks = Ranks { score: terms.score(&text), likeness: terms.likeness(&text) };
    Ok(matches(planner, one, all, ranks))
}

/// The records of one object that may have been meant. One look into the index for each pattern, whose bound keeps
/// Postgres from reading the whole table instead: with 100,000 people 8 ms, not 600.
fn guessed<'m>(
    planner: &mut Planner<'m>,
    one: Searched<'m>,
    wanted: &Search,
    terms: &Terms,
    guesses: &Expr,
) -> Result<Query, PlanError> {
    let (patterns, found) = (planner.alias(), planner.alias());
    let (rows, mut query) = candidates(planner, one, wanted)?;
    let text = parts(one.object, rows);
    query.filter.push(text.infix(" LIKE ", Expr::column(patterns, "element")));
    query.filter.push(terms.all_words(one.object, rows, Strictness::Lenient));
    query.limit = Some(MOST_MISTAKEN);
    let columns = CANDIDATE.map(|name| (Expr::column(found, name), name));
    let mut all = Query::named(columns)
        .from(Join::Elements(guesses.clone(), patterns))
        .from(Join::LeftLateral(Box::new(query), found))
        .filter(Expr::column(found, "id").not_null());
    // A record may fit several patterns.
    all.group_by = CANDIDATE.map(|name| Expr::column(found, name)).to_vec();
    let text = Expr::Column(None, "parts".to_owned());
    let ranks = Ranks { score: Expr::Int(MISTAKEN), likeness: terms.likeness(&text) };
    Ok(matches(planner, one, all, ranks))
}
