//! Where a popover goes: pure geometry.

/// Space between the anchor and the popover, in pixels.
const GAP: f64 = 4.0;
/// Space kept free at the edges of the window, in pixels.
const MARGIN: f64 = 8.0;
/// A side with less room than this is left when the other has more, in pixels.
const LITTLE: f64 = 96.0;

/// A rectangle in the window, in pixels.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Box2 {
    /// Distance from the window's left edge.
    pub left: f64,
    /// Distance from the window's top edge.
    pub top: f64,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

/// Where a popover goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    /// The place it takes now.
    pub bounds: Box2,
    /// How high it may grow there, in pixels.
    pub max_height: f64,
}

/// Side of the anchor on which a popover stands if there is room.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Side {
    /// Under it.
    #[default]
    Below,
    /// Over it.
    Above,
    /// To its right (sub-menus).
    Right,
    /// On top of it, from its top edge down (cell editors).
    Cover,
}

/// Which edges line up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Align {
    /// The left ones (beside an anchor: the top ones).
    #[default]
    Start,
    /// The right ones (beside an anchor: the bottom ones).
    End,
}

/// Where a popover stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Placement {
    /// Wished side; the opposite one is taken when it has more room.
    pub side: Side,
    /// Which edges line up.
    pub align: Align,
}

impl Placement {
    /// Under the anchor, left edges in line.
    pub const BELOW: Self = Self { side: Side::Below, align: Align::Start };
    /// Under the anchor, right edges in line.
    pub const BELOW_END: Self = Self { side: Side::Below, align: Align::End };
    /// Over the anchor, left edges in line.
    pub const ABOVE: Self = Self { side: Side::Above, align: Align::Start };
    /// Right of the anchor, top edges in line.
    pub const RIGHT: Self = Self { side: Side::Right, align: Align::Start };
    /// On top of the anchor, from its top left corner.
    pub const COVER: Self = Self { side: Side::Cover, align: Align::Start };
}

/// Place of a popover of `size` beside `anchor` in a window of size `viewport` (each width and height): flipped to
/// the other side where that has more room, shifted to stay inside, and as high as fits.
#[must_use]
pub fn place(anchor: Box2, size: (f64, f64), viewport: (f64, f64), placement: Placement) -> Placed {
    let (width, height) = (size.0.min(viewport.0 - 2.0 * MARGIN).max(0.0), size.1);
    let limit = (viewport.1 - 2.0 * MARGIN).max(0.0);
    let (left, top, max_height) = match placement.side {
        Side::Below | Side::Above => {
            let (top, max_height) = vertical(anchor, height, viewport.1, placement.side == Side::Above);
            (aligned(anchor.left, anchor.width, width, placement.align), top, max_height)
        }
        Side::Cover => (aligned(anchor.left, anchor.width, width, placement.align), anchor.top, limit),
        Side::Right => {
            let (right, left) = (anchor.left + anchor.width + GAP, anchor.left - GAP - width);
            let fits = right + width <= viewport.0 - MARGIN;
            let left = if fits || left < MARGIN { right } else { left };
            (left, aligned(anchor.top, anchor.height, height, placement.align), limit)
        }
    };
    let height = height.min(max_height);
    let bounds =
        Box2 { left: shifted(left, width, viewport.0), top: shifted(top, height, viewport.1), width, height };
    Placed { bounds, max_height }
}

/// Top and room under or over the anchor.
fn vertical(anchor: Box2, height: f64, window: f64, prefers_above: bool) -> (f64, f64) {
    let bottom = anchor.top + anchor.height;
    let (above, below) = (anchor.top - GAP - MARGIN, window - bottom - GAP - MARGIN);
    let (wished, other) = if prefers_above { (above, below) } else { (below, above) };
    let flips = height > wished && (height <= other || (wished < LITTLE && other > wished));
    let goes_above = prefers_above != flips;
    let room = if goes_above { above } else { below };
    // Hardly any room on either side: cover the anchor rather than become unreadable.
    let room = room.max(LITTLE);
    (if goes_above { anchor.top - GAP - height.min(room) } else { bottom + GAP }, room)
}

fn aligned(start: f64, length: f64, own: f64, align: Align) -> f64 {
    match align {
        Align::Start => start,
        Align::End => start + length - own,
    }
}

fn shifted(start: f64, length: f64, window: f64) -> f64 {
    start.min(window - MARGIN - length).max(MARGIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(anchor: Box2, size: (f64, f64), viewport: (f64, f64), placement: Placement) -> Box2 {
        let placed = super::place(anchor, size, viewport, placement);
        assert!(placed.max_height >= placed.bounds.height);
        placed.bounds
    }

    const WINDOW: (f64, f64) = (1000.0, 800.0);

    fn anchor(left: f64, top: f64) -> Box2 {
        Box2 { left, top, width: 100.0, height: 30.0 }
    }

    #[test]
    fn stands_where_it_was_asked_to_when_there_is_room() {
        let below = place(anchor(50.0, 100.0), (200.0, 300.0), WINDOW, Placement::BELOW);
        assert_eq!(below, Box2 { left: 50.0, top: 134.0, width: 200.0, height: 300.0 });
        let end = place(anchor(400.0, 100.0), (200.0, 300.0), WINDOW, Placement::BELOW_END);
        assert_eq!(end.left, 300.0);
        let above = place(anchor(50.0, 500.0), (200.0, 300.0), WINDOW, Placement::ABOVE);
        assert_eq!(above.top, 196.0);
        let cover = place(anchor(50.0, 100.0), (200.0, 300.0), WINDOW, Placement::COVER);
        assert_eq!((cover.left, cover.top), (50.0, 100.0));
        let right = place(anchor(50.0, 100.0), (200.0, 300.0), WINDOW, Placement::RIGHT);
        assert_eq!((right.left, right.top), (154.0, 100.0));
    }

    #[test]
    fn flips_to_the_side_with_room() {
        let flipped = place(anchor(50.0, 700.0), (200.0, 300.0), WINDOW, Placement::BELOW);
        assert_eq!(flipped.top + flipped.height, 696.0);
        let down = place(anchor(50.0, 20.0), (200.0, 300.0), WINDOW, Placement::ABOVE);
        assert_eq!(down.top, 54.0);
        let left = place(anchor(850.0, 100.0), (200.0, 300.0), WINDOW, Placement::RIGHT);
        assert_eq!(left.left, 646.0);
    }

    #[test]
    fn shrinks_to_the_room_of_its_side_when_neither_is_enough() {
        let tall = place(anchor(50.0, 300.0), (200.0, 900.0), WINDOW, Placement::BELOW);
        assert_eq!((tall.top, tall.height), (334.0, 458.0));
        let small = super::place(anchor(50.0, 300.0), (200.0, 50.0), WINDOW, Placement::BELOW);
        assert_eq!(small.max_height, 458.0, "it may grow later");
    }

    #[test]
    fn never_leaves_the_window() {
        for left in [-300.0, 0.0, 950.0, 1400.0] {
            for top in [-200.0, 0.0, 780.0, 1200.0] {
                for side in [Side::Below, Side::Above, Side::Right, Side::Cover] {
                    for align in [Align::Start, Align::End] {
                        let placed =
                            place(anchor(left, top), (240.0, 320.0), WINDOW, Placement { side, align });
                        assert!(
                            placed.left >= MARGIN && placed.left + placed.width <= WINDOW.0 - MARGIN,
                            "{placed:?}"
                        );
                        assert!(
                            placed.top >= MARGIN && placed.top + placed.height <= WINDOW.1 - MARGIN,
                            "{placed:?}"
                        );
                    }
                }
            }
        }
    }
}
