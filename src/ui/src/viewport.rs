//! Which rows of a long list are on the screen: pure arithmetic for lists that draw only those.

/// Browsers cut elements higher than about 17 million pixels.
const MAX_HEIGHT: f64 = 15_000_000.0;

/// A list of rows of equal height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VirtualWindow {
    /// Height of one row in pixels, above zero.
    pub row_height: f64,
    /// Rows of the whole list.
    pub total: u32,
    /// Rows drawn before and after the visible ones, so that scrolling finds them ready.
    pub overscan: u32,
}

/// Rows to draw, and the empty space in place of the others.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Visible {
    /// Index of the first row to draw.
    pub first: u32,
    /// Index after the last row to draw.
    pub end: u32,
    /// Height of the space before the first row, in pixels.
    pub before: f64,
    /// Height of the space after the last row, in pixels.
    pub after: f64,
}

impl VirtualWindow {
    /// Height of the whole list in pixels; of very long lists, the most a browser can scroll.
    #[must_use]
    pub fn height(&self) -> f64 {
        self.full_height().min(MAX_HEIGHT)
    }

    /// Rows to draw when the list is scrolled by `scroll_top` in a viewport of `height` (pixels).
    ///
    /// Lists higher than a browser can scroll are scrolled in proportion: the end of the scroll bar is the last row.
    #[must_use]
    pub fn visible(&self, scroll_top: f64, height: f64) -> Visible {
        if self.total == 0 || self.row_height <= 0.0 {
            return Visible::default();
        }
        let scroll_top = scroll_top.clamp(0.0, (self.height() - height).max(0.0));
        let top = scroll_top * self.scale(height);
        let first_seen = (top / self.row_height).floor();
        let end_seen = ((top + height.max(0.0)) / self.row_height).ceil();
        let first = index(first_seen).saturating_sub(self.overscan).min(self.total - 1);
        let end = index(end_seen).saturating_add(self.overscan).clamp(first + 1, self.total);
        // The first row's place in the list, moved to where the scroll bar is.
        let before = (f64::from(first) * self.row_height - top + scroll_top).max(0.0);
        let drawn = f64::from(end - first) * self.row_height;
        Visible { first, end, before, after: (self.height() - before - drawn).max(0.0) }
    }

    /// Where to scroll so that a row is visible, with as little movement as possible; `None` if it is already.
    #[must_use]
    pub fn reveal(&self, row: u32, scroll_top: f64, height: f64) -> Option<f64> {
        let scale = self.scale(height);
        let (top, start) = (scroll_top * scale, f64::from(row) * self.row_height);
        let wanted = if start < top {
            start
        } else if start + self.row_height > top + height {
            start + self.row_height - height
        } else {
            return None;
        };
        Some((wanted / scale).clamp(0.0, (self.height() - height).max(0.0)))
    }

    fn full_height(&self) -> f64 {
        f64::from(self.total) * self.row_height
    }

    /// Pixels of the list per pixel of the scroll bar: 1 except in very long lists.
    fn scale(&self, height: f64) -> f64 {
        let scrollable = self.height() - height;
        if scrollable <= 0.0 { 1.0 } else { (self.full_height() - height) / scrollable }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float cast to u32 saturates")]
fn index(value: f64) -> u32 {
    value as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: VirtualWindow = VirtualWindow { row_height: 32.0, total: 1_000, overscan: 5 };

    #[test]
    fn draws_the_rows_on_the_screen_and_some_around() {
        assert_eq!(LIST.visible(0.0, 640.0), Visible { first: 0, end: 25, before: 0.0, after: 31_200.0 });
        let middle = LIST.visible(3_210.0, 640.0);
        assert_eq!((middle.first, middle.end, middle.before), (95, 126, 3_040.0));
    }

    #[test]
    fn rows_and_spaces_always_fill_the_whole_height() {
        for total in [1, 3, 1_000, 2_000_000, u32::MAX] {
            let list = VirtualWindow { total, ..LIST };
            for part in [0.0, 0.3, 0.999, 1.0, 2.0] {
                let seen = list.visible(list.height() * part, 640.0);
                let drawn = f64::from(seen.end - seen.first) * list.row_height;
                assert!(seen.end > seen.first && seen.end <= total, "{total} {part}: {seen:?}");
                assert!(
                    (seen.before + drawn + seen.after) >= list.height() - 0.01,
                    "{total} {part}: {seen:?}"
                );
            }
            assert_eq!(list.visible(f64::MAX, 640.0).end, total, "the end of the bar shows the last row");
        }
    }

    #[test]
    fn an_empty_list_draws_nothing() {
        assert_eq!(VirtualWindow { total: 0, ..LIST }.visible(100.0, 640.0), Visible::default());
    }

    #[test]
    fn reveals_a_row_with_the_least_movement() {
        assert_eq!(LIST.reveal(3, 0.0, 640.0), None);
        assert_eq!(LIST.reveal(20, 0.0, 640.0), Some(32.0));
        assert_eq!(LIST.reveal(2, 320.0, 640.0), Some(64.0));
        assert_eq!(LIST.reveal(999, 0.0, 640.0), Some(31_360.0));
    }
}
