//! From the scroll position to rows and back.

use std::ops::Range;

/// Height of a row, CSS pixels.
pub const ROW_HEIGHT: f64 = 32.0;
/// Height of the header row, CSS pixels.
pub const HEADER_HEIGHT: f64 = 32.0;
/// Tallest scrolled content. Browsers stop laying out somewhere above 16 (Firefox) or 33 (Chromium) million pixels,
/// so longer lists are mapped onto this height.
const MAX_HEIGHT: f64 = 15_000_000.0;
/// Rows drawn above and below those in sight.
const OVERSCAN: u64 = 6;
/// The drawn range moves in steps of so many rows, so that not every pixel of scrolling draws anew.
const STEP: u64 = 4;

/// The scrolled box of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Viewport {
    /// Scroll position.
    pub top: f64,
    /// Height of the box, header and footer not counted.
    pub height: f64,
    /// Rows of the list.
    pub total: u64,
}

/// What is drawn: these rows, with so much empty space above and below.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// Numbers of the rows.
    pub rows: Range<u64>,
    /// Pixels above.
    pub above: f64,
    /// Pixels below.
    pub below: f64,
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "row numbers and pixels stay far below 2^52 and above zero"
)]
impl Viewport {
    fn full_height(&self) -> f64 {
        self.total as f64 * ROW_HEIGHT
    }

    /// Height of the scrolled content.
    #[must_use]
    pub fn height_of_content(&self) -> f64 {
        self.full_height().min(MAX_HEIGHT)
    }

    /// Real pixels for one pixel of scrolling.
    fn ratio(&self) -> f64 {
        let full = self.full_height();
        if full <= MAX_HEIGHT { 1.0 } else { (full - self.height) / (MAX_HEIGHT - self.height).max(1.0) }
    }

    /// The position in the whole list that the top edge shows, pixels.
    fn real_top(&self) -> f64 {
        (self.top * self.ratio()).clamp(0.0, (self.full_height() - self.height).max(0.0))
    }

    /// Rows that are in sight, wholly or partly.
    #[must_use]
    pub fn in_sight(&self) -> Range<u64> {
        let top = self.real_top();
        let first = (top / ROW_HEIGHT) as u64;
        let last = ((top + self.height) / ROW_HEIGHT).ceil() as u64;
        first.min(self.total)..last.min(self.total)
    }

    /// Rows that fit.
    #[must_use]
    pub fn page(&self) -> u64 {
        ((self.height / ROW_HEIGHT) as u64).max(2) - 1
    }

    /// The rows to draw and the space around them.
    #[must_use]
    pub fn drawn(&self) -> Drawn {
        let sight = self.in_sight();
        let first = sight.start.saturating_sub(OVERSCAN) / STEP * STEP;
        let last = ((sight.end + OVERSCAN).div_ceil(STEP) * STEP).min(self.total);
        let above = self.offset_of(first).max(0.0);
        let drawn = (last - first) as f64 * ROW_HEIGHT;
        Drawn { rows: first..last, above, below: (self.height_of_content() - above - drawn).max(0.0) }
    }

    /// Where a row stands in the scrolled content, pixels from its top.
    #[must_use]
    pub fn offset_of(&self, row: u64) -> f64 {
        let real = row as f64 * ROW_HEIGHT;
        if self.full_height() <= MAX_HEIGHT { real } else { (real - self.real_top() + self.top).round() }
    }

    /// The scroll position that shows a row wholly with the least movement; `None` if it is wholly in sight.
    #[must_use]
    pub fn reveal(&self, row: u64) -> Option<f64> {
        let real = row as f64 * ROW_HEIGHT;
        let top = self.real_top();
        let wanted = if real < top {
            real
        } else if real + ROW_HEIGHT > top + self.height {
            real + ROW_HEIGHT - self.height
        } else {
            return None;
        };
        Some(wanted / self.ratio())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(top: f64, total: u64) -> Viewport {
        Viewport { top, height: 600.0, total }
    }

    #[test]
    fn a_short_list_scrolls_pixel_by_pixel() {
        let view = at(3_200.0, 1_000);
        assert_eq!(view.in_sight(), 100..119);
        let drawn = view.drawn();
        assert_eq!(drawn.rows, 92..128);
        assert_eq!(drawn.above, 92.0 * 32.0);
        assert_eq!(drawn.above + 36.0 * 32.0 + drawn.below, 32_000.0);
    }

    #[test]
    fn the_last_of_a_million_rows_is_reached_within_the_limit() {
        let total = 1_000_000;
        let height = at(0.0, total).height_of_content();
        assert!(height <= MAX_HEIGHT);
        let view = at(height - 600.0, total);
        assert_eq!(view.in_sight().end, total);
        let drawn = view.drawn();
        assert_eq!(drawn.rows.end, total);
        assert!((drawn.above + (drawn.rows.end - drawn.rows.start) as f64 * 32.0 - height).abs() < 2.0);
        assert_eq!(at(0.0, total).in_sight().start, 0);
    }

    #[test]
    fn the_drawn_rows_cover_what_is_in_sight_at_every_position() {
        for total in [10, 500, 468_750, 1_000_000, 3_000_000] {
            let height = at(0.0, total).height_of_content();
            for step in 0..=1_000 {
                let view = at((height - 600.0).max(0.0) * f64::from(step) / 1_000.0, total);
                let (sight, drawn) = (view.in_sight(), view.drawn());
                assert!(drawn.rows.start <= sight.start && drawn.rows.end >= sight.end, "{view:?}");
                assert!(drawn.above <= view.top + 1.0, "no gap at the top edge: {view:?}");
                let bottom = drawn.above + (drawn.rows.end - drawn.rows.start) as f64 * ROW_HEIGHT;
                assert!(
                    bottom + 1.0 >= (view.top + view.height).min(height),
                    "no gap at the bottom: {view:?}"
                );
            }
        }
    }

    #[test]
    fn a_revealed_row_is_wholly_in_sight() {
        for total in [500, 1_000_000] {
            for row in [0, 1, 17, 250, total / 2, total - 1] {
                let view = at(4_000.0, total);
                let top = view.reveal(row).unwrap_or(view.top);
                let after = Viewport { top, ..view };
                let (offset, height) = (after.offset_of(row), ROW_HEIGHT);
                assert!(
                    offset >= after.top - 2.0 && offset + height <= after.top + 600.0 + 2.0,
                    "row {row} of {total}"
                );
            }
        }
    }

    #[test]
    fn an_empty_list_draws_nothing() {
        assert_eq!(at(0.0, 0).drawn(), Drawn { rows: 0..0, above: 0.0, below: 0.0 });
    }
}
