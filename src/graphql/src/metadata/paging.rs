//! Pages of connections: cursors are `arrayconnection:<offset>` in base64.

use async_graphql::{InputObject, SimpleObject};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use icosa_contract::AppError;

use crate::metadata::scalars::ConnectionCursor;

/// Entries of a page when no number is asked for.
const DEFAULT_PAGE: i32 = 10;
/// Most entries of one page.
const MAX_PAGE: i32 = 1000;
const PREFIX: &str = "arrayconnection:";

/// Which part of a connection: `first` entries, maybe `after` a place, or the `last` entries, maybe `before` one.
#[derive(Debug, Clone, InputObject)]
pub struct CursorPaging {
    /// Entries before this place.
    before: Option<ConnectionCursor>,
    /// Entries after this place.
    after: Option<ConnectionCursor>,
    /// How many from the start.
    first: Option<i32>,
    /// How many from the end.
    last: Option<i32>,
}

impl Default for CursorPaging {
    fn default() -> Self {
        Self { before: None, after: None, first: Some(DEFAULT_PAGE), last: None }
    }
}

/// What lies around a page.
#[derive(Debug, Clone, Default, SimpleObject)]
pub struct PageInfo {
    /// There are entries after it.
    has_next_page: Option<bool>,
    /// There are entries before it.
    has_previous_page: Option<bool>,
    /// Its first entry.
    start_cursor: Option<ConnectionCursor>,
    /// Its last entry.
    end_cursor: Option<ConnectionCursor>,
}

/// One page of rows with their cursors.
pub struct Page<T> {
    pub rows: Vec<(ConnectionCursor, T)>,
    pub info: PageInfo,
}

impl CursorPaging {
    /// The page of these rows.
    pub fn page<T>(&self, rows: Vec<T>) -> Result<Page<T>, AppError> {
        let (start, end) = self.range(rows.len())?;
        let total = rows.len();
        let rows: Vec<_> = rows
            .into_iter()
            .enumerate()
            .skip(start)
            .take(end.saturating_sub(start))
            .map(|(offset, row)| (cursor(offset), row))
            .collect();
        let info = PageInfo {
            has_next_page: Some(end < total),
            has_previous_page: Some(start > 0 && total > 0),
            start_cursor: rows.first().map(|(cursor, _)| cursor.clone()),
            end_cursor: rows.last().map(|(cursor, _)| cursor.clone()),
        };
        Ok(Page { rows, info })
    }

    fn range(&self, total: usize) -> Result<(usize, usize), AppError> {
        let forward = self.first.is_some() || self.after.is_some();
        let backward = self.last.is_some() || self.before.is_some();
        if forward && backward {
            return Err(AppError::bad_input("A page is either first and after, or last and before."));
        }
        if backward {
            let end = self.before.as_ref().map(offset).transpose()?.map_or(total, |end| end.min(total));
            let count = size(self.last, "last")?;
            return Ok((end.saturating_sub(count), end));
        }
        let start = self.after.as_ref().map(offset).transpose()?.map_or(0, |after| after.saturating_add(1));
        let count = size(self.first, "first")?;
        Ok((start.min(total), start.saturating_add(count).min(total)))
    }
}

fn size(asked: Option<i32>, name: &str) -> Result<usize, AppError> {
    let asked = asked.unwrap_or(DEFAULT_PAGE);
    if asked > MAX_PAGE {
        return Err(AppError::bad_input(format!("paging.{name} may be {MAX_PAGE} at most.")));
    }
    usize::try_from(asked).map_err(|_| AppError::bad_input(format!("paging.{name} may not be negative.")))
}

fn cursor(offset: usize) -> ConnectionCursor {
    ConnectionCursor(STANDARD.encode(format!("{PREFIX}{offset}")))
}

fn offset(cursor: &ConnectionCursor) -> Result<usize, AppError> {
    let text = STANDARD.decode(&cursor.0).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    text.as_deref()
        .and_then(|text| text.strip_prefix(PREFIX))
        .and_then(|offset| offset.parse().ok())
        .ok_or_else(|| AppError::bad_input(format!("{:?} is no cursor.", cursor.0)))
}

/// A connection type and how it is made of a page.
macro_rules! connection {
    ($(#[$doc:meta])* $name:ident of $edge:ident) => {
        $(#[$doc])*
        #[derive(async_graphql::SimpleObject)]
        pub struct $name {
            /// What lies around this page.
            page_info: $crate::metadata::paging::PageInfo,
            /// The page.
            edges: Vec<$edge>,
        }

        impl $name {
            pub fn of<T>(
                page: $crate::metadata::paging::Page<T>,
                node: impl Fn(T) -> <$edge as $crate::metadata::paging::Edge>::Node,
            ) -> Self {
                let edge = |(cursor, row)| <$edge as $crate::metadata::paging::Edge>::new(node(row), cursor);
                Self { page_info: page.info, edges: page.rows.into_iter().map(edge).collect() }
            }
        }
    };
}

/// A node with its cursor.
pub trait Edge {
    type Node;
    fn new(node: Self::Node, cursor: ConnectionCursor) -> Self;
}

macro_rules! edge {
    ($(#[$doc:meta])* $name:ident of $node:ident) => {
        $(#[$doc])*
        #[derive(async_graphql::SimpleObject)]
        pub struct $name {
            /// The entry.
            node: $node,
            /// Its place.
            cursor: $crate::metadata::scalars::ConnectionCursor,
        }

        impl $crate::metadata::paging::Edge for $name {
            type Node = $node;
            fn new(node: $node, cursor: $crate::metadata::scalars::ConnectionCursor) -> Self {
                Self { node, cursor }
            }
        }
    };
}

pub(crate) use {connection, edge};

#[cfg(test)]
mod tests {
    use super::*;

    fn paging(
        first: Option<i32>,
        after: Option<&str>,
        last: Option<i32>,
        before: Option<&str>,
    ) -> CursorPaging {
        let cursor = |text: &str| ConnectionCursor(text.to_owned());
        CursorPaging { first, last, after: after.map(cursor), before: before.map(cursor) }
    }

    fn rows(page: &CursorPaging) -> Vec<usize> {
        page.page((0..25).collect()).unwrap().rows.into_iter().map(|(_, row)| row).collect()
    }

    #[test]
    fn the_first_cursor_is_the_one_that_clients_know() {
        assert_eq!(cursor(0).0, "YXJyYXljb25uZWN0aW9uOjA=");
        assert_eq!(offset(&cursor(17)).unwrap(), 17);
    }

    #[test]
    fn pages_run_both_ways() {
        assert_eq!(rows(&paging(None, None, None, None)), (0..10).collect::<Vec<_>>());
        assert_eq!(rows(&paging(Some(2), Some(&cursor(4).0), None, None)), [5, 6]);
        assert_eq!(rows(&paging(None, None, Some(2), Some(&cursor(4).0))), [2, 3]);
        assert_eq!(rows(&paging(None, None, Some(2), None)), [23, 24]);
        assert_eq!(rows(&paging(Some(5), Some(&cursor(99).0), None, None)), Vec::<usize>::new());
        let page =
            paging(Some(5), Some(&cursor(19).0), None, None).page((0..25).collect::<Vec<_>>()).unwrap();
        assert_eq!((page.info.has_next_page, page.info.has_previous_page), (Some(false), Some(true)));
    }

    #[test]
    fn bad_pages_are_refused() {
        for bad in [
            paging(Some(1001), None, None, None),
            paging(Some(-1), None, None, None),
            paging(Some(1), None, Some(1), None),
            paging(Some(1), Some("nonsense"), None, None),
        ] {
            assert!(bad.page(vec![0]).is_err(), "{bad:?}");
        }
    }
}
