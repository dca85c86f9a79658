//! Where the keyboard is in a table: on nothing, on a row, or on a cell.

/// The focused place. Rows count from 0 in the list, columns from 0 at the label column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Focus {
    #[default]
    Nowhere,
    Row(u64),
    Cell {
        row: u64,
        column: usize,
    },
}

/// A movement of the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Up,
    Down,
    Left,
    Right,
    /// To the next cell, on the next row after the last one.
    Next,
    /// To the cell before, on the row before from the first one.
    Previous,
    PageUp,
    PageDown,
    /// First column; on a row: first row.
    Home,
    /// Last column; on a row: last row.
    End,
    FirstRow,
    LastRow,
    /// From a row into its first cell.
    In,
    /// From a cell to its row, from a row to nothing.
    Out,
}

/// The size of what is moved in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// Rows of the list.
    pub rows: u64,
    /// Columns shown.
    pub columns: usize,
    /// Rows a page key moves by.
    pub page: u64,
}

impl Focus {
    /// The row that is focused, wholly or by one of its cells.
    #[must_use]
    pub fn row(self) -> Option<u64> {
        match self {
            Self::Nowhere => None,
            Self::Row(row) | Self::Cell { row, .. } => Some(row),
        }
    }

    /// The focused cell.
    #[must_use]
    pub fn cell(self) -> Option<(u64, usize)> {
        match self {
            Self::Cell { row, column } => Some((row, column)),
            _ => None,
        }
    }

    /// The same column or the whole row, on another row.
    #[must_use]
    pub fn on_row(self, row: u64) -> Self {
        match self {
            Self::Nowhere => Self::Nowhere,
            Self::Row(_) => Self::Row(row),
            Self::Cell { column, .. } => Self::Cell { row, column },
        }
    }

    /// Where a step leads; it never leaves the table. Without focus, steps to a neighbour go to row `first`.
    #[must_use]
    pub fn step(self, step: Step, extent: Extent, first: u64) -> Self {
        if extent.rows == 0 {
            return Self::Nowhere;
        }
        let last_row = extent.rows - 1;
        let last_column = extent.columns.saturating_sub(1);
        let Some(row) = self.row() else {
            return match step {
                Step::Out => Self::Nowhere,
                Step::FirstRow | Step::Home => Self::Row(0),
                Step::LastRow | Step::End => Self::Row(last_row),
                _ => Self::Row(first.min(last_row)),
            };
        };
        let vertical = match step {
            Step::Up => Some(row.saturating_sub(1)),
            Step::Down => Some(row + 1),
            Step::PageUp => Some(row.saturating_sub(extent.page)),
            Step::PageDown => Some(row + extent.page),
            Step::FirstRow => Some(0),
            Step::LastRow => Some(last_row),
            _ => None,
        };
        if let Some(row) = vertical {
            return self.on_row(row.min(last_row));
        }
        let Self::Cell { column, .. } = self else {
            return match step {
                Step::Home => Self::Row(0),
                Step::End => Self::Row(last_row),
                Step::In | Step::Right | Step::Next => Self::Cell { row, column: 0 },
                Step::Out => Self::Nowhere,
                _ => self,
            };
        };
        match step {
            Step::Left => Self::Cell { row, column: column.saturating_sub(1) },
            Step::Right => Self::Cell { row, column: (column + 1).min(last_column) },
            Step::Home => Self::Cell { row, column: 0 },
            Step::End => Self::Cell { row, column: last_column },
            Step::Next if column < last_column => Self::Cell { row, column: column + 1 },
            Step::Next if row < last_row => Self::Cell { row: row + 1, column: 0 },
            Step::Previous if column > 0 => Self::Cell { row, column: column - 1 },
            Step::Previous if row > 0 => Self::Cell { row: row - 1, column: last_column },
            Step::Out => Self::Row(row),
            _ => self,
        }
    }

    /// The same record after a row came (`1`) or went (`-1`) at `index`.
    #[must_use]
    pub fn shifted(self, index: u64, by: i64, rows: u64) -> Self {
        let Some(row) = self.row() else { return self };
        if rows == 0 {
            return Self::Nowhere;
        }
        let row = if row > index || (row == index && by > 0) { row.saturating_add_signed(by) } else { row };
        self.on_row(row.min(rows - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXTENT: Extent = Extent { rows: 100, columns: 4, page: 20 };

    fn cell(row: u64, column: usize) -> Focus {
        Focus::Cell { row, column }
    }

    #[test]
    fn enter_goes_in_and_escape_goes_out_again() {
        let focus = Focus::Row(7).step(Step::In, EXTENT, 0);
        assert_eq!(focus, cell(7, 0));
        let focus = focus.step(Step::Out, EXTENT, 0);
        assert_eq!(focus, Focus::Row(7));
        assert_eq!(focus.step(Step::Out, EXTENT, 0), Focus::Nowhere);
    }

    #[test]
    fn the_first_key_goes_to_the_first_row_in_sight() {
        assert_eq!(Focus::Nowhere.step(Step::Down, EXTENT, 12), Focus::Row(12));
        assert_eq!(Focus::Nowhere.step(Step::LastRow, EXTENT, 12), Focus::Row(99));
        assert_eq!(Focus::Nowhere.step(Step::Down, Extent { rows: 0, ..EXTENT }, 0), Focus::Nowhere);
    }

    #[test]
    fn steps_stop_at_the_edges() {
        assert_eq!(cell(0, 0).step(Step::Up, EXTENT, 0), cell(0, 0));
        assert_eq!(cell(0, 0).step(Step::Left, EXTENT, 0), cell(0, 0));
        assert_eq!(cell(99, 3).step(Step::Down, EXTENT, 0), cell(99, 3));
        assert_eq!(cell(99, 3).step(Step::Right, EXTENT, 0), cell(99, 3));
        assert_eq!(cell(99, 3).step(Step::Next, EXTENT, 0), cell(99, 3));
        assert_eq!(cell(0, 0).step(Step::Previous, EXTENT, 0), cell(0, 0));
        assert_eq!(cell(95, 1).step(Step::PageDown, EXTENT, 0), cell(99, 1));
        assert_eq!(cell(5, 1).step(Step::PageUp, EXTENT, 0), cell(0, 1));
    }

    #[test]
    fn tab_wraps_over_rows() {
        assert_eq!(cell(3, 3).step(Step::Next, EXTENT, 0), cell(4, 0));
        assert_eq!(cell(4, 0).step(Step::Previous, EXTENT, 0), cell(3, 3));
    }

    #[test]
    fn home_and_end_mean_columns_in_a_row_and_rows_in_the_list() {
        assert_eq!(cell(5, 2).step(Step::Home, EXTENT, 0), cell(5, 0));
        assert_eq!(cell(5, 2).step(Step::End, EXTENT, 0), cell(5, 3));
        assert_eq!(Focus::Row(5).step(Step::End, EXTENT, 0), Focus::Row(99));
        assert_eq!(cell(5, 2).step(Step::LastRow, EXTENT, 0), cell(99, 2));
    }

    #[test]
    fn focus_follows_its_record_when_rows_come_and_go() {
        assert_eq!(cell(5, 2).shifted(0, 1, 101), cell(6, 2));
        assert_eq!(cell(5, 2).shifted(3, -1, 99), cell(4, 2));
        assert_eq!(cell(5, 2).shifted(7, -1, 99), cell(5, 2));
        assert_eq!(
            Focus::Row(5).shifted(5, -1, 99),
            Focus::Row(5),
            "the next row takes the place of a removed one"
        );
        assert_eq!(Focus::Row(99).shifted(99, -1, 99), Focus::Row(98));
        assert_eq!(Focus::Row(0).shifted(0, -1, 0), Focus::Nowhere);
    }
}
