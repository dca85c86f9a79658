//! A page of a search in the shape of its answer.

use icosa_model::{FieldType, Object};

use super::{COLUMNS, Search, Wanted, best, everything};
use crate::connection::Entry;
use crate::error::PlanError;
use crate::file_mark::file_mark;
use crate::json;
use crate::planner::Planner;
use crate::tree::{Alias, Expr, Join, Query, Sort};

/// A search as one of the reads of an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchRead {
    /// What is looked for.
    pub search: Search,
    /// What the answer carries.
    pub parts: Vec<Entry<SearchPart>>,
}

/// What a page of a search carries.
#[derive(Debug, Clone, PartialEq)]
pub enum SearchPart {
    /// A text of the schema: `__typename`.
    Constant(String),
    /// The matches.
    Edges(Vec<Entry<SearchEdgePart>>),
    /// Where the page lies.
    PageInfo(Vec<Entry<SearchPagePart>>),
}

/// What is known of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SearchPagePart {
    /// A text of the schema: `__typename`.
    Constant(String),
    /// There are matches after it.
    HasNext,
    /// The cursor of its last match.
    End,
}

/// What goes with a match.
#[derive(Debug, Clone, PartialEq)]
pub enum SearchEdgePart {
    /// A text of the schema: `__typename`.
    Constant(String),
    /// Its place among the matches.
    Cursor,
    /// The match.
    Node(Vec<Entry<SearchNodePart>>),
}

/// What is known of a match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SearchNodePart {
    /// A text of the schema: `__typename`.
    Constant(String),
    /// The record's id.
    Id,
    /// Singular API name of its object.
    Object,
    /// What people call the object.
    ObjectLabel,
    /// What names the record.
    Label,
    /// The address of its picture; empty without one.
    Image,
    /// What kind of match, 0 to 1; larger is better.
    Kind,
    /// How alike label and text are, 0 to 1.
    Likeness,
}

/// One row with the column `json`.
pub(crate) fn answer(planner: &mut Planner<'_>, wanted: &SearchRead) -> Result<Query, PlanError> {
    wanted.search.check()?;
    let limit = wanted.search.limit;
    let found = if Wanted::new(&wanted.search.text).terms.is_empty() {
        everything(planner, &wanted.search, limit + 1)?
    } else {
        best(planner, &wanted.search, limit + 1)?
    };
    let mut page = Page::new(planner, &wanted.search)?;
    let mut pairs = Vec::with_capacity(wanted.parts.len());
    for entry in &wanted.parts {
        let value = match &entry.what {
            SearchPart::Constant(text) => Expr::Text(text.clone()),
            SearchPart::Edges(parts) => page.edges(parts),
            SearchPart::PageInfo(parts) => page.info(parts, limit),
        };
        pairs.push((entry.key.clone(), value));
    }
    let mut query = Query::named([(json::object(pairs), "json")]);
    query.with = vec![(page.kept, found)];
    if !page.lists.columns.is_empty() {
        let mut rows = Query::select([Expr::Raw("*")]).from(Join::With(page.kept, planner.alias()));
        rows.order = vec![Sort::up(Expr::Column(None, "rank".to_owned()))];
        rows.limit = Some(limit);
        let lists = page.lists.from(Join::Query(Box::new(rows), page.rows));
        query.from.push(Join::Query(Box::new(lists), page.shaped));
    }
    Ok(query)
}

struct Page<'m> {
    objects: Vec<&'m Object>,
    /// The matches, one more than asked for.
    kept: Alias,
    rows: Alias,
    shaped: Alias,
    /// Select over the rows that makes JSON of them all.
    lists: Query,
}

impl<'m> Page<'m> {
    fn new(planner: &mut Planner<'m>, wanted: &Search) -> Result<Self, PlanError> {
        let objects = wanted.objects.iter().map(|name| planner.object(name)).collect::<Result<_, _>>()?;
        let (kept, rows, shaped) = (planner.alias(), planner.alias(), planner.alias());
        Ok(Self { objects, kept, rows, shaped, lists: Query::default() })
    }

    fn column(&self, name: &str) -> Expr {
        debug_assert!(COLUMNS.contains(&name), "one of the columns");
        Expr::column(self.rows, name)
    }

    /// Of every match, in order.
    fn list(&mut self, item: Expr) -> Expr {
        let order = vec![Sort::up(Expr::column(self.rows, "rank"))];
        let list = Expr::Aggregate("json_agg", Box::new(item), order);
        let list = Expr::call("coalesce", [list, Expr::Raw("'[]'::json")]);
        let name = format!("l{}", self.lists.columns.len());
        self.lists.columns.push((list, Some(name.clone())));
        Expr::column(self.shaped, name)
    }

    fn edges(&mut self, parts: &[Entry<SearchEdgePart>]) -> Expr {
        let pairs = parts.iter().map(|entry| {
            let value = match &entry.what {
                SearchEdgePart::Constant(text) => Expr::Text(text.clone()),
                SearchEdgePart::Cursor => self.cursor(),
                SearchEdgePart::Node(parts) => self.node(parts),
            };
            (entry.key.clone(), value)
        });
        let edge = json::object(pairs.collect());
        self.list(edge)
    }

    fn node(&self, parts: &[Entry<SearchNodePart>]) -> Expr {
        let pairs = parts.iter().map(|entry| {
            let value = match &entry.what {
                SearchNodePart::Constant(text) => Expr::Text(text.clone()),
                SearchNodePart::Id => self.column("id"),
                SearchNodePart::Object => self.column("object"),
                SearchNodePart::ObjectLabel => self.column("object_label"),
                SearchNodePart::Label => self.column("label"),
                SearchNodePart::Image => self.picture(),
                SearchNodePart::Kind => self.kind(),
                SearchNodePart::Likeness => self.column("likeness"),
            };
            (entry.key.clone(), value)
        });
        json::object(pairs.collect())
    }

    /// The address of the picture: of a website its icon, of an uploaded file the place where its address is put.
    fn picture(&self) -> Expr {
        let image = || self.column("image");
        let ways = [
            (FieldType::Links, icon(image())),
            (FieldType::Text, image()),
            (FieldType::Files, Expr::Text(file_mark().to_owned()).infix(" || ", image())),
        ];
        let cases =
            ways.into_iter().filter_map(|(kind, address)| Some((self.is_pictured_by(kind)?, address)));
        let cases: Vec<_> = cases.collect();
        let none = Expr::Text(String::new());
        if cases.is_empty() { none } else { Expr::Case(cases, Box::new(none)).or_empty() }
    }

    /// The match is of an object whose picture is in a field of that type; `None` where no object is.
    fn is_pictured_by(&self, kind: FieldType) -> Option<Expr> {
        let has = |object: &&&Object| object.image_field().is_some_and(|field| field.field_type == kind);
        let is =
            |object: &&Object| self.column("object").infix(" = ", Expr::Text(object.name_singular.clone()));
        let all: Vec<Expr> = self.objects.iter().filter(has).map(is).collect();
        (!all.is_empty()).then(|| Expr::any_of(all))
    }

    fn kind(&self) -> Expr {
        self.column("score").infix(" / ", Expr::Raw("10::real"))
    }

    /// As clients know them: what the match is ranked by, and the last record of its object.
    fn cursor(&self) -> Expr {
        let pair = |name: &str, value: Expr| (name.to_owned(), value);
        let ranks =
            json::object(vec![pair("tsRankCD", self.kind()), pair("tsRank", self.column("likeness"))]);
        let last = Expr::call("json_build_object", [self.column("object"), self.column("id")]);
        json::base64(json::object(vec![pair("lastRanks", ranks), pair("lastRecordIdsPerObject", last)]))
    }

    fn info(&mut self, parts: &[Entry<SearchPagePart>], limit: u32) -> Expr {
        let pairs: Vec<_> = parts
            .iter()
            .map(|entry| {
                let value = match &entry.what {
                    SearchPagePart::Constant(text) => Expr::Text(text.clone()),
                    SearchPagePart::HasNext => {
                        let more = Expr::Raw("count(*)").infix(" > ", Expr::Int(i64::from(limit)));
                        let more = Query::select([more]).from(Join::With(self.kept, self.kept));
                        Expr::Scalar(Box::new(more))
                    }
                    SearchPagePart::End => {
                        let cursor = self.cursor();
                        self.list(cursor).infix(" -> ", Expr::Int(-1))
                    }
                };
                (entry.key.clone(), value)
            })
            .collect();
        json::object(pairs)
    }
}

/// The icon of a website, by its domain.
fn icon(page: Expr) -> Expr {
    let around = Expr::Raw(r"'^([a-z]+://)?(www\.)?|[/?#:].*$'");
    let page = Expr::call("lower", [page]);
    let domain = Expr::call("regexp_replace", [page, around, Expr::Raw("''"), Expr::Raw("'g'")]);
    Expr::Raw("'https://twenty-icons.com/'").infix(" || ", domain)
}
