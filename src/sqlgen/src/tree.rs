//! Expressions and queries as data.

mod print;

use icosa_model::SchemaName;
use icosa_model::query::Direction;

use crate::ident::quoted;
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

    /// As it stands in SQL, for functions that look a name up.
    pub fn text(&self) -> String {
        format!("{}.{}", quoted(&self.schema), quoted(&self.name))
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
    /// A function of the workspace schema.
    Function(Table, Vec<Expr>),
    /// Joined by the operator, in parentheses.
    Infix(&'static str, Vec<Expr>),
    /// Followed by fixed text, in parentheses: `(x IS NULL)`.
    Postfix(Box<Expr>, &'static str),
    /// `x = ANY(y)`.
    Any(Box<Expr>, Box<Expr>),
    /// `x LIKE ANY(y)`.
    LikeAny(Box<Expr>, Box<Expr>),
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
    /// `row_number() OVER (PARTITION BY …)`: 1 for one row of those that are equal.
    RowNumberAmong(Vec<Expr>),
    /// An aggregate over some of the rows: `f(x) FILTER (WHERE …)`.
    Filtered(Box<Expr>, Box<Expr>),
    /// `count(*) OVER (PARTITION BY …)`.
    CountOver(Vec<Expr>),
    /// `count(DISTINCT x)`.
    CountDistinct(Box<Expr>),
    /// Of each item of a list in a `jsonb` value an object: key, and member or else text; with both the text and
    /// behind it the member as text. NULL for what is no list.
    JsonItems(Box<Expr>, Vec<(String, Option<String>, String)>),
    /// The list with each element (called `element`) put through an expression: what becomes NULL is left out, what
    /// is there already is not repeated.
    Elements(Box<Expr>, Box<Expr>),
    /// `ARRAY[…]`.
    ArrayOf(Vec<Expr>),
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

/// How the rows of a SELECT are held until the end of the transaction. Changes and deletions by others wait in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowLock {
    /// Before something is made to point at the rows (`FOR KEY SHARE`): they cannot go meanwhile, nor what points at
    /// them be looked up; their other values may change.
    KeyShare,
    /// Before changes (`FOR NO KEY UPDATE`): others can make records point at the rows meanwhile.
    NoKeyUpdate,
    /// Before the rows go, or whatever points at them is looked up (`FOR UPDATE`): who makes records point at them
    /// waits, and is waited for.
    Update,
}

/// A SELECT.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query {
    pub with: Vec<(Alias, Query)>,
    pub columns: Vec<(Expr, Option<String>)>,
    pub from: Vec<Join>,
    pub filter: Vec<Expr>,
    pub group_by: Vec<Expr>,
    pub order: Vec<Sort>,
    pub limit: Option<u32>,
    pub offset: u32,
    pub lock: Option<RowLock>,
}

/// One entry of FROM.
#[derive(Debug, Clone)]
pub(crate) enum Join {
    /// The first table.
    Table(Table, Alias),
    /// One of Postgres' own tables.
    Catalog(&'static str),
    /// A common table expression under another name.
    With(Alias, Alias),
    /// A sub-select.
    Query(Box<Query>, Alias),
    /// Several sub-selects joined by `UNION` or `UNION ALL`.
    Union(&'static str, Vec<Query>, Alias),
    /// A table whose rows may be missing.
    LeftTable(Table, Alias, Expr),
    /// The elements of an array, each a row with the column `element`.
    Elements(Expr, Alias),
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
