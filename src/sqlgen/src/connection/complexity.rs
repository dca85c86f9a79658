//! How many relations reads follow: those that they filter, order and group by, and those that they carry.

use super::tree::{Connection, ConnectionPart, EdgePart, Entry, OrderKey, Read, RecordPart};

impl Read {
    /// How many relations it follows in all.
    #[must_use]
    pub fn relation_count(&self) -> usize {
        match self {
            Self::Connection { connection, .. } => connection.relation_count(),
            Self::One { condition, record, .. } => condition.relation_count() + of_record(record),
            Self::ByIds { record, .. } => of_record(record),
            Self::Groups(groups) => groups.relation_count(),
            Self::Search(_) => 0,
        }
    }
}

impl Connection {
    /// How many relations its records are found and put in order by, and carry.
    #[must_use]
    pub fn relation_count(&self) -> usize {
        let order: usize = self.order.iter().map(OrderKey::relation_count).sum();
        let parts: usize = self.parts.iter().map(|part| part.what.relation_count()).sum();
        self.condition.relation_count() + order + parts
    }
}

impl ConnectionPart {
    /// How many relations the records in it carry.
    #[must_use]
    pub fn relation_count(&self) -> usize {
        match self {
            Self::Edges(parts) => parts.iter().map(|part| of_edge(&part.what)).sum(),
            Self::Records(record) | Self::RecordsUnder(_, record) => of_record(record),
            Self::Constant(_) | Self::PageInfo(_) | Self::Aggregate(_) => 0,
        }
    }
}

fn of_edge(part: &EdgePart) -> usize {
    match part {
        EdgePart::Node(record) => of_record(record),
        EdgePart::Constant(_) | EdgePart::Cursor => 0,
    }
}

fn of_record(parts: &[Entry<RecordPart>]) -> usize {
    let one = |part: &Entry<RecordPart>| match &part.what {
        RecordPart::Related { record, .. } => 1 + of_record(record),
        RecordPart::Connection { connection, .. } | RecordPart::List { connection, .. } => {
            1 + connection.relation_count()
        }
        _ => 0,
    };
    parts.iter().map(one).sum()
}
