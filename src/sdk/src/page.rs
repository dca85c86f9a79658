//! Pages of records, and walks over all of them.

use std::collections::VecDeque;

use futures::stream::{Stream, try_unfold};
use serde::{Deserialize, Serialize};

use crate::error::Result;

/// Records with their place in the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// In the order asked for.
    pub records: Vec<T>,
    /// What lies around them.
    pub info: PageInfo,
    /// All records that pass the filter, on whatever page; `None` unless asked for.
    pub total: Option<u64>,
}

/// What lies around a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PageInfo {
    /// There are records after it.
    pub has_next_page: bool,
    /// There are records before it.
    pub has_previous_page: bool,
    /// Cursor of its first record.
    pub start_cursor: Option<String>,
    /// Cursor of its last record: where the next page begins.
    pub end_cursor: Option<String>,
}

/// What is left of a walk.
enum Rest {
    /// The page after this cursor; from the start if there is none.
    Page(Option<String>),
    Nothing,
}

/// All records, page by page, each asked for when the one before has been used up. A cursor is a place in the order,
/// not a number: every record that is there the whole time, and keeps its place, comes exactly once, whatever else is
/// made or deleted meanwhile.
pub(crate) fn walk<T, F>(page: impl Fn(Option<String>) -> F) -> impl Stream<Item = Result<T>>
where
    F: Future<Output = Result<Page<T>>>,
{
    try_unfold((VecDeque::new(), Rest::Page(None), page), async |(mut ready, mut rest, page)| {
        loop {
            if let Some(record) = ready.pop_front() {
                return Ok(Some((record, (ready, rest, page))));
            }
            let Rest::Page(after) = rest else { return Ok(None) };
            let Page { records, info, .. } = page(after).await?;
            ready = records.into();
            rest = match info.end_cursor {
                Some(cursor) if info.has_next_page => Rest::Page(Some(cursor)),
                _ => Rest::Nothing,
            };
        }
    })
}

#[cfg(test)]
mod tests {
    use futures::TryStreamExt;
    use futures::executor::block_on;

    use super::*;
    use crate::error::Error;

    fn page(numbers: std::ops::Range<u32>, end: u32) -> Page<u32> {
        let info = PageInfo {
            has_next_page: numbers.end < end,
            end_cursor: numbers.clone().last().map(|last| (last + 1).to_string()),
            ..PageInfo::default()
        };
        Page { records: numbers.collect(), info, total: None }
    }

    fn start(after: Option<String>) -> u32 {
        after.map_or(0, |after| after.parse().unwrap())
    }

    #[test]
    fn pages_follow_each_other_to_the_last() {
        for end in [0, 1, 3, 6, 7] {
            let all = walk(|after| {
                let start = start(after);
                async move { Ok(page(start..(start + 3).min(end), end)) }
            });
            let all: Vec<u32> = block_on(all.try_collect()).unwrap();
            assert_eq!(all, (0..end).collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_error_ends_the_walk() {
        let mut all = Box::pin(walk(|after| {
            let start = start(after);
            async move { if start < 3 { Ok(page(0..3, 9)) } else { Err(Error::invalid("gone")) } }
        }));
        let numbers: Vec<_> = std::iter::from_fn(|| block_on(all.try_next()).ok().flatten()).collect();
        assert_eq!(numbers, [0, 1, 2]);
        assert!(block_on(all.try_next()).unwrap().is_none(), "nothing comes after an error");
    }
}
