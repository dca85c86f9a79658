//! Expressions and queries as data.

use icosa_model::SchemaName;
use icosa_model::query::Direction;

use crate::print::{Print, Printer};
use crate::sql_type::SqlType;
use crate::statement::Bind;

/// A relation name made by the planner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Alias(pub u32);

/// A table or type of the workspace schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Table {
    schema: String,
    name: String,
}

impl Table {
    pub fn new(schema: &SchemaName, name: impl Into<String>) -> Self {
        Self { schema: schema.as_str().to_owned(), name: name.into() }
    }
}

/// A value, condition or aggregate.
#[derive(Debug, Clone)]
pub(crate) enum Expr {
    /// `t0."name"`, or `"name"` inside a table definition.
    Column(Option<Alias>, String),
    /// A bound value with its cast. Text is not cast again: `$1::text`.
    Bind(Bind, SqlType),
    /// A literal of the model.
    Text(String),
    Int(i64),
    /// Fixed SQL of our own.
    Raw(&'static str),
    Cast(Box<Expr>, SqlType),
    Call(&'static str, Vec<Expr>),
    /// Joined by the operator, in parentheses.
    Infix(&'static str, Vec<Expr>),
    /// Followed by fixed text, in parentheses: `(x IS NULL)`.
    Postfix(Box<Expr>, &'static str),
    /// `x = ANY(y)`.
    Any(Box<Expr>, Box<Expr>),
    /// Some element of the array, as text, stands in this relation to the value.
    AnyElement(Box<Expr>, &'static str, Box<Expr>),
    /// `(a, b)`.
    Row(Vec<Expr>),
    /// `CASE WHEN … THEN … ELSE … END`.
    Case(Vec<(Expr, Expr)>, Box<Expr>),
    /// `f(x ORDER BY …)`.
    Aggregate(&'static str, Box<Expr>, Vec<Sort>),
    /// `row_number() OVER (ORDER BY …)`.
    RowNumber(Vec<Sort>),
    /// `(SELECT …)`.
    Scalar(Box<Query>),
}

impl Expr {
    pub fn column(alias: Alias, name: impl Into<String>) -> Self {
        Self::Column(Some(alias), name.into())
    }

    pub fn text_bind(text: impl Into<String>, ty: SqlType) -> Self {
        Self::Bind(Bind::Text(Some(text.into())), ty)
    }

    pub fn call(name: &'static str, arguments: impl IntoIterator<Item = Expr>) -> Self {
        Self::Call(name, arguments.into_iter().collect())
    }

    pub fn infix(self, operator: &'static str, right: Expr) -> Self {
        Self::Infix(operator, vec![self, right])
    }

    pub fn cast(self, ty: SqlType) -> Self {
        Self::Cast(Box::new(self), ty)
    }

    pub fn null(self) -> Self {
        Self::Postfix(Box::new(self), " IS NULL")
    }

    pub fn not_null(self) -> Self {
        Self::Postfix(Box::new(self), " IS NOT NULL")
    }

    /// `coalesce(self, '')`.
    pub fn or_empty(self) -> Self {
        Self::call("coalesce", [self, Self::Text(String::new())])
    }

    /// All hold; none is TRUE.
    pub fn all(mut items: Vec<Expr>) -> Self {
        match items.len() {
            0 => Self::Raw("TRUE"),
            1 => items.remove(0),
            _ => Self::Infix(" AND ", items),
        }
    }

    /// One holds; none is FALSE.
    pub fn any_of(mut items: Vec<Expr>) -> Self {
        match items.len() {
            0 => Self::Raw("FALSE"),
            1 => items.remove(0),
            _ => Self::Infix(" OR ", items),
        }
    }
}

/// One term of ORDER BY.
#[derive(Debug, Clone)]
pub(crate) struct Sort {
    pub expr: Expr,
    pub direction: Direction,
    /// Prints NULLS FIRST or LAST. Left out for NOT NULL columns, so that an ordinary index matches.
    pub nullable: bool,
}

impl Sort {
    /// From small to large over a column that is never NULL.
    pub fn up(expr: Expr) -> Self {
        Self { expr, direction: Direction::Ascending, nullable: false }
    }
}

/// A SELECT.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query {
    pub with: Vec<(Alias, Query)>,
    pub columns: Vec<(Expr, Option<String>)>,
    pub from: Vec<Join>,
    pub filter: Vec<Expr>,
    pub order: Vec<Sort>,
    pub limit: Option<u32>,
    pub offset: u32,
    pub for_update: bool,
}

/// One entry of FROM.
#[derive(Debug, Clone)]
pub(crate) enum Join {
    /// The first table.
    Table(Table, Alias),
    /// A common table expression under another name.
    With(Alias, Alias),
    /// A sub-select.
    Query(Box<Query>, Alias),
    /// Several sub-selects joined by `UNION` or `UNION ALL`.
    Union(&'static str, Vec<Query>, Alias),
    /// A table whose rows may be missing.
    LeftTable(Table, Alias, Expr),
    /// A sub-select over the rows before it.
    LeftLateral(Box<Query>, Alias),
}

impl Query {
    /// The columns with no names of their own.
    pub fn select(columns: impl IntoIterator<Item = Expr>) -> Self {
        Self { columns: columns.into_iter().map(|expr| (expr, None)).collect(), ..Self::default() }
    }

    pub fn named(columns: impl IntoIterator<Item = (Expr, &'static str)>) -> Self {
        let columns = columns.into_iter().map(|(expr, name)| (expr, Some(name.to_owned()))).collect();
        Self { columns, ..Self::default() }
    }

    pub fn from(mut self, join: Join) -> Self {
        self.from.push(join);
        self
    }

    pub fn filter(mut self, condition: Expr) -> Self {
        self.filter.push(condition);
        self
    }
}

impl Print for Table {
    fn print(self, out: &mut Printer) {
        out.ident(&self.schema);
        out.raw(".");
        out.ident(&self.name);
    }
}

impl Print for Alias {
    fn print(self, out: &mut Printer) {
        out.alias(self.0);
    }
}

impl Print for Expr {
    fn print(self, out: &mut Printer) {
        match self {
            Self::Column(alias, name) => {
                if let Some(alias) = alias {
                    alias.print(out);
                    out.raw(".");
                }
                out.ident(&name);
            }
            Self::Bind(bind, ty) => print_bind(bind, ty, out),
            Self::Text(text) => out.literal(&text),
            Self::Int(number) => out.number(number),
            Self::Raw(text) => out.raw(text),
            Self::Cast(expr, ty) => {
                expr.print(out);
                out.raw("::");
                ty.print(out);
            }
            Self::Call(name, arguments) => {
                out.raw(name);
                parenthesised(arguments, ", ", out);
            }
            Self::Infix(operator, items) => parenthesised(items, operator, out),
            Self::AnyElement(array, operator, value) => {
                out.raw("EXISTS (SELECT FROM unnest(");
                array.print(out);
                out.raw(") AS element WHERE element::text");
                out.raw(operator);
                value.print(out);
                out.raw(")");
            }
            Self::Row(items) => parenthesised(items, ", ", out),
            Self::Postfix(expr, text) => {
                out.raw("(");
                expr.print(out);
                out.raw(text);
                out.raw(")");
            }
            Self::Any(left, right) => {
                left.print(out);
                out.raw(" = ANY(");
                right.print(out);
                out.raw(")");
            }
            Self::Case(branches, otherwise) => print_case(branches, *otherwise, out),
            Self::Aggregate(name, expr, order) => {
                out.raw(name);
                out.raw("(");
                expr.print(out);
                out.raw(" ORDER BY ");
                out.list(order, ", ");
                out.raw(")");
            }
            Self::RowNumber(order) => {
                out.raw("row_number() OVER (ORDER BY ");
                out.list(order, ", ");
                out.raw(")");
            }
            Self::Scalar(query) => sub_select(*query, out),
        }
    }
}

fn parenthesised(items: Vec<Expr>, separator: &'static str, out: &mut Printer) {
    out.raw("(");
    out.list(items, separator);
    out.raw(")");
}

fn sub_select(query: Query, out: &mut Printer) {
    out.raw("(");
    query.print(out);
    out.raw(")");
}

/// An array is cast to `text[]` first, so that Postgres does not expect another array type for the placeholder.
fn print_bind(bind: Bind, ty: SqlType, out: &mut Printer) {
    let own = match &bind {
        Bind::Text(_) => SqlType::Text,
        Bind::TextArray(_) => SqlType::Text.array(),
        Bind::Json(_) => SqlType::Jsonb,
    };
    out.bind(bind);
    if matches!(own, SqlType::Array(_)) && own != ty {
        out.raw("::text[]");
    }
    out.raw("::");
    ty.print(out);
}

fn print_case(branches: Vec<(Expr, Expr)>, otherwise: Expr, out: &mut Printer) {
    out.raw("CASE");
    for (condition, value) in branches {
        out.raw(" WHEN ");
        condition.print(out);
        out.raw(" THEN ");
        value.print(out);
    }
    out.raw(" ELSE ");
    otherwise.print(out);
    out.raw(" END");
}

impl Print for Sort {
    fn print(self, out: &mut Printer) {
        self.expr.print(out);
        out.raw(match (self.direction, self.nullable) {
            (Direction::Ascending, false) => "",
            (Direction::Ascending, true) => " NULLS FIRST",
            (Direction::Descending, false) => " DESC",
            (Direction::Descending, true) => " DESC NULLS LAST",
        });
    }
}

impl Print for Query {
    fn print(self, out: &mut Printer) {
        for (i, (alias, query)) in self.with.into_iter().enumerate() {
            out.raw(if i == 0 { "WITH " } else { ", " });
            alias.print(out);
            out.raw(" AS ");
            sub_select(query, out);
            out.raw("\n");
        }
        out.raw("SELECT ");
        for (i, (expr, name)) in self.columns.into_iter().enumerate() {
            if i > 0 {
                out.raw(", ");
            }
            expr.print(out);
            if let Some(name) = name {
                out.raw(" AS ");
                out.ident(&name);
            }
        }
        for (i, join) in self.from.into_iter().enumerate() {
            out.raw(if i == 0 { "\nFROM " } else { "\n" });
            join.print(out);
        }
        if !self.filter.is_empty() {
            out.raw("\nWHERE ");
            out.list(self.filter, " AND ");
        }
        if !self.order.is_empty() {
            out.raw("\nORDER BY ");
            out.list(self.order, ", ");
        }
        if let Some(limit) = self.limit {
            out.raw("\nLIMIT ");
            out.number(i64::from(limit));
        }
        if self.offset > 0 {
            out.raw(" OFFSET ");
            out.number(i64::from(self.offset));
        }
        if self.for_update {
            out.raw("\nFOR UPDATE");
        }
    }
}

impl Print for Join {
    fn print(self, out: &mut Printer) {
        let alias = match self {
            Self::Table(table, alias) => {
                table.print(out);
                alias
            }
            Self::With(with, alias) => {
                with.print(out);
                alias
            }
            Self::Query(query, alias) => {
                sub_select(*query, out);
                alias
            }
            Self::Union(operator, queries, alias) => {
                out.raw("(");
                for (i, query) in queries.into_iter().enumerate() {
                    if i > 0 {
                        out.raw("\n");
                        out.raw(operator);
                        out.raw("\n");
                    }
                    sub_select(query, out);
                }
                out.raw(")");
                alias
            }
            Self::LeftTable(table, alias, on) => {
                out.raw("LEFT JOIN ");
                table.print(out);
                out.raw(" ");
                alias.print(out);
                out.raw(" ON ");
                on.print(out);
                return;
            }
            Self::LeftLateral(query, alias) => {
                out.raw("LEFT JOIN LATERAL ");
                sub_select(*query, out);
                out.raw(" ");
                alias.print(out);
                out.raw(" ON TRUE");
                return;
            }
        };
        out.raw(" ");
        alias.print(out);
    }
}
