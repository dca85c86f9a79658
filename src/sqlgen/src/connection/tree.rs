//! The trees that are planned.

use icosa_model::query::{DeletedRows, FieldPath, Filter, Op};
use serde_json::Value;
use uuid::Uuid;

use crate::aggregate::Aggregate;
use crate::group::Groups;
use crate::search::SearchRead;

/// Something under the key that the answer carries it by.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<T> {
    /// The response key.
    pub key: String,
    /// What stands there.
    pub what: T,
}

/// One read of an operation.
#[derive(Debug, Clone, PartialEq)]
pub enum Read {
    /// Many records, page by page.
    Connection {
        /// Singular API name.
        object: String,
        /// What of them.
        connection: Connection,
    },
    /// The first record that passes; NULL without one.
    One {
        /// Singular API name.
        object: String,
        /// Which.
        condition: Condition,
        /// Which rows with regard to soft deletion.
        deleted: DeletedRows,
        /// What it carries.
        record: Vec<Entry<RecordPart>>,
    },
    /// Records by id, deleted ones too, in the order named: what a mutation answers.
    ByIds {
        /// Singular API name.
        object: String,
        /// Which.
        ids: Vec<Uuid>,
        /// A list, or the one record (NULL without it).
        is_list: bool,
        /// What each carries.
        record: Vec<Entry<RecordPart>>,
    },
    /// Records counted by groups.
    Groups(Groups),
    /// The best matches of a text.
    Search(SearchRead),
}

/// A page of records with what is known of all of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Connection {
    /// Which records.
    pub condition: Condition,
    /// Which rows with regard to soft deletion.
    pub deleted: DeletedRows,
    /// Most significant first; `id` is appended.
    pub order: Vec<OrderKey>,
    /// Where the page lies.
    pub page: Page,
    /// What the answer carries.
    pub parts: Vec<Entry<ConnectionPart>>,
}

/// A page of an order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// At most so many.
    pub limit: u32,
    /// Rows to pass over.
    pub skip: u32,
    /// The place to start from: the order's values by name, as cursors hold them.
    pub from: Option<Value>,
    /// The rows before that place.
    pub is_backward: bool,
}

/// One criterion of an order.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OrderKey {
    /// Many-to-one relations to follow, one after the other, to the record that is meant; none for the record itself.
    pub relations: Vec<String>,
    /// What of it is compared.
    pub by: OrderBy,
    /// Which way.
    pub direction: SortDirection,
}

/// What records are compared by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum OrderBy {
    /// A field or a part of one.
    Field(FieldPath),
    /// A figure of the live records that a one-to-many relation leads to.
    Figure {
        /// The relation.
        relation: String,
        /// As clients and cursors name it.
        name: String,
        /// What it is.
        figure: Aggregate,
    },
}

impl OrderKey {
    /// How many relations it follows.
    #[must_use]
    pub fn relation_count(&self) -> usize {
        self.relations.len() + usize::from(matches!(self.by, OrderBy::Figure { .. }))
    }
}

/// The four directions of the record API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SortDirection {
    /// From small to large.
    pub is_ascending: bool,
    /// Absent values come first.
    pub nulls_first: bool,
}

/// Which records.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// All hold; none keeps everything.
    All(Vec<Condition>),
    /// One holds; none keeps nothing.
    Any(Vec<Condition>),
    /// Does not hold.
    Not(Box<Condition>),
    /// About the record itself.
    Own(Filter),
    /// About the record that a many-to-one relation leads to.
    Related {
        /// The relation.
        field: String,
        /// What holds there.
        condition: Box<Condition>,
    },
    /// About the records that a one-to-many relation leads to.
    Behind {
        /// The relation.
        field: String,
        /// How many of them are meant.
        which: Quantifier,
        /// Which records count, with regard to soft deletion.
        deleted: DeletedRows,
        /// What holds there.
        condition: Box<Condition>,
    },
    /// About figures of the records that a one-to-many relation leads to.
    Figures {
        /// The relation.
        field: String,
        /// Which records count, with regard to soft deletion.
        deleted: DeletedRows,
        /// Only records that pass count.
        condition: Box<Condition>,
        /// All of these hold.
        comparisons: Vec<FigureComparison>,
    },
}

/// How many of the records behind a relation a condition is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quantifier {
    /// At least one passes.
    Some,
    /// None passes.
    None,
    /// All pass; of no records, all do.
    Every,
}

/// A figure compared with a value.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureComparison {
    /// As clients name it.
    pub name: String,
    /// What it is.
    pub figure: Aggregate,
    /// How it is compared: as values of [`Aggregate::kind`] are.
    pub op: Op,
    /// With what.
    pub value: Value,
}

impl Condition {
    /// Restricts nothing.
    #[must_use]
    pub fn everything() -> Self {
        Self::All(Vec::new())
    }

    /// Whether it holds, if that is the same of all records.
    #[must_use]
    pub fn constant(&self) -> Option<bool> {
        let known = |items: &[Self], deciding: bool| {
            let mut whole = Some(!deciding);
            for item in items.iter().map(Self::constant) {
                match item {
                    Some(holds) if holds == deciding => return item,
                    None => whole = None,
                    Some(_) => {}
                }
            }
            whole
        };
        match self {
            Self::All(items) => known(items, false),
            Self::Any(items) => known(items, true),
            Self::Not(inner) => inner.constant().map(|holds| !holds),
            Self::Own(_) | Self::Related { .. } | Self::Behind { .. } | Self::Figures { .. } => None,
        }
    }

    /// A one-to-many relation that it asks about, if there is one.
    #[must_use]
    pub fn to_many(&self) -> Option<&str> {
        match self {
            Self::All(items) | Self::Any(items) => items.iter().find_map(Self::to_many),
            Self::Not(inner) => inner.to_many(),
            Self::Own(_) => None,
            Self::Related { condition, .. } => condition.to_many(),
            Self::Behind { field, .. } | Self::Figures { field, .. } => Some(field),
        }
    }

    /// How many relations it follows.
    #[must_use]
    pub fn relation_count(&self) -> usize {
        match self {
            Self::All(items) | Self::Any(items) => items.iter().map(Self::relation_count).sum(),
            Self::Not(inner) => inner.relation_count(),
            Self::Own(_) => 0,
            Self::Related { condition, .. }
            | Self::Behind { condition, .. }
            | Self::Figures { condition, .. } => 1 + condition.relation_count(),
        }
    }
}

/// What a record carries.
#[derive(Debug, Clone, PartialEq)]
pub enum RecordPart {
    /// A text of the schema: `__typename`.
    Constant(String),
    /// A field that is there but never has a value on the wire.
    Nothing,
    /// A scalar or a join column.
    Column(String),
    /// Parts of a composite.
    Composite {
        /// The field.
        field: String,
        /// Its parts.
        parts: Vec<Entry<CompositePart>>,
    },
    /// Members of each item of a JSON list.
    Items {
        /// The field.
        field: String,
        /// The members; a constant when there is a text.
        members: Vec<Entry<CompositePart>>,
    },
    /// The record that a many-to-one relation leads to.
    Related {
        /// The relation.
        field: String,
        /// What it carries.
        record: Vec<Entry<RecordPart>>,
    },
    /// The records that a one-to-many relation leads to.
    Connection {
        /// The relation.
        field: String,
        /// What of them.
        connection: Connection,
    },
    /// The same as a plain list: of the connection its first part.
    List {
        /// The relation.
        field: String,
        /// What of them.
        connection: Connection,
    },
}

/// What a composite carries.
#[derive(Debug, Clone, PartialEq)]
pub enum CompositePart {
    /// A text of the schema: `__typename`.
    Constant(String),
    /// A part, whole.
    Part(String),
    /// Members of each item of a part that is a JSON list.
    Items {
        /// The part.
        part: String,
        /// The members.
        members: Vec<Entry<CompositePart>>,
    },
}

/// What a connection carries.
#[derive(Debug, Clone, PartialEq)]
pub enum ConnectionPart {
    /// A text of the schema: `__typename`.
    Constant(String),
    /// The records of the page.
    Edges(Vec<Entry<EdgePart>>),
    /// The records of the page as a plain list.
    Records(Vec<Entry<RecordPart>>),
    /// The same in an object of its own, under this key.
    RecordsUnder(String, Vec<Entry<RecordPart>>),
    /// Where the page lies.
    PageInfo(Vec<Entry<PageInfoPart>>),
    /// Something about all records that pass.
    Aggregate(Aggregate),
}

/// What an edge carries.
#[derive(Debug, Clone, PartialEq)]
pub enum EdgePart {
    /// A text of the schema: `__typename`.
    Constant(String),
    /// The record's place in the order.
    Cursor,
    /// The record.
    Node(Vec<Entry<RecordPart>>),
}

/// What is known of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageInfoPart {
    /// A text of the schema: `__typename`.
    Constant(String),
    /// There are rows after it.
    HasNext,
    /// There are rows before it.
    HasPrevious,
    /// The cursor of its first row.
    Start,
    /// The cursor of its last row.
    End,
}
