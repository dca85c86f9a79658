//! What can be asked of records: selections, filters, orders and pages, as data.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ViewId;

/// The largest page a reader may ask for.
pub const MAX_PAGE: u32 = 200;
/// The page size when none is given.
pub const DEFAULT_PAGE: u32 = 60;

/// Most criteria beside those of a view; further ones are passed over.
pub const MAX_CRITERIA: usize = 20;
/// Longest value of a criterion, bytes; longer ones are passed over.
const MAX_CRITERION: usize = 4000;

/// A filter over one field in the form views store it in: `filter[<field>][<operand>]=<value>` in addresses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// API name of the field.
    pub field: String,
    /// As views store it: `IS`, `CONTAINS` …
    pub operand: String,
    /// In the view-filter syntax.
    pub value: String,
}

impl Criterion {
    /// Reads a parameter of an address; `None` if it is another one, or too long.
    #[must_use]
    pub fn parse(name: &str, value: &str) -> Option<Self> {
        let inner = name.strip_prefix("filter[")?.strip_suffix(']')?;
        let (field, operand) = inner.split_once("][")?;
        (value.len() <= MAX_CRITERION).then(|| Self {
            field: field.to_owned(),
            operand: operand.to_owned(),
            value: value.to_owned(),
        })
    }

    /// Name of the parameter.
    #[must_use]
    pub fn parameter(&self) -> String {
        format!("filter[{}][{}]", self.field, self.operand)
    }
}

/// Which rows a table shows: those that pass the filters of a view, with their groups and its text, and further
/// criteria.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewScope {
    /// The view; none where nothing of a view holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub view: Option<ViewId>,
    /// Beside those of the view; what says nothing about the object is passed over.
    #[serde(default)]
    pub criteria: Vec<Criterion>,
}

/// A read of many records of one object: one SQL statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListQuery {
    /// API name, singular.
    pub object: String,
    /// What each record carries; `id` is always there.
    pub select: Vec<Select>,
    /// Rows to keep; none keeps all.
    #[serde(default)]
    pub filter: Option<Filter>,
    /// Most significant first; `position`, then `id` are appended so that the order is total.
    #[serde(default)]
    pub order: Vec<Order>,
    /// Only rows after this one in the order.
    #[serde(default)]
    pub after: Option<Cursor>,
    /// Rows to pass over, counted from `after`.
    #[serde(default)]
    pub skip: u32,
    /// At most [`MAX_PAGE`].
    pub limit: u32,
    /// Count all rows that pass the filter.
    #[serde(default)]
    pub with_total: bool,
    /// Which rows with regard to soft deletion.
    #[serde(default)]
    pub deleted: DeletedRows,
}

/// One thing a record carries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Select {
    /// A scalar or a whole composite; of a many-to-one relation its `<name>Id`.
    Field(String),
    /// The record or records on the other side of a relation.
    Relation {
        /// Relation field (for morph siblings the sibling's own name, e.g. `targetPerson`).
        field: String,
        /// What the related records carry.
        select: Vec<Select>,
        /// One-to-many only: at most so many, newest position first.
        limit: u32,
    },
}

/// A field, or a part of a composite one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldPath {
    /// Field name; `<relation>Id` names the join column.
    pub field: String,
    /// Part of a composite.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_field: Option<String>,
}

impl FieldPath {
    /// A whole field.
    #[must_use]
    pub fn field(name: impl Into<String>) -> Self {
        Self { field: name.into(), sub_field: None }
    }

    /// A part of a composite.
    #[must_use]
    pub fn part(name: impl Into<String>, part: impl Into<String>) -> Self {
        Self { field: name.into(), sub_field: Some(part.into()) }
    }
}

/// Which rows to keep.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Filter {
    /// All hold; empty keeps everything.
    And(Vec<Filter>),
    /// One holds; empty keeps nothing.
    Or(Vec<Filter>),
    /// Does not hold.
    Not(Box<Filter>),
    /// One comparison.
    Compare {
        /// Left side.
        path: FieldPath,
        /// How.
        op: Op,
        /// Right side, in the field's wire form; ignored by `IsNull` and `IsNotNull`.
        #[serde(default)]
        value: Value,
    },
    /// Any text of the record contains this, ignoring case: names, titles, e-mails, phones, links, addresses.
    AnyText(String),
    /// The search finds the record by this text: every word is a part of its searched texts, without regard to case and
    /// accents.
    Search(String),
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "named after the operators of the record API")]
pub enum Op {
    Eq,
    Neq,
    /// `value` is an array.
    In,
    Gt,
    Gte,
    Lt,
    Lte,
    /// SQL pattern with `%` and `_`.
    Like,
    /// The same, ignoring case.
    ILike,
    StartsWith,
    EndsWith,
    IsNull,
    IsNotNull,
    /// ARRAY and MULTI_SELECT: shares a value with the array given.
    ContainsAny,
}

/// One criterion of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    /// What is compared. A whole composite orders by its first text parts, a many-to-one relation by the label
    /// of the record pointed at.
    pub path: FieldPath,
    /// From small to large or back.
    pub direction: Direction,
}

/// Direction of an order. Ascending puts absent values first, descending last, as the view bar does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "self-evident")]
pub enum Direction {
    Ascending,
    Descending,
}

/// A place in an order: opaque text made by the server with each page.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(pub String);

/// Which rows a read sees.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DeletedRows {
    /// Only live rows.
    #[default]
    Hidden,
    /// Only soft-deleted rows.
    Only,
    /// Both.
    Included,
}
