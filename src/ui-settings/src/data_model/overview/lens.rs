//! Which part of a picture is seen in its frame.

/// The smallest and the largest scale.
const SMALLEST: f64 = 0.2;
const LARGEST: f64 = 2.0;

/// Which part is seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lens {
    /// Pixels from the left edge of the frame to that of the picture.
    pub x: f64,
    /// The same from the top.
    pub y: f64,
    /// 1 is as large as life.
    pub scale: f64,
}

impl Lens {
    /// Scaled by a factor around a point of the frame, which keeps its place.
    #[must_use]
    pub fn zoomed(self, by: f64, (x, y): (f64, f64)) -> Self {
        let scale = (self.scale * by).clamp(SMALLEST, LARGEST);
        let factor = scale / self.scale;
        Self { x: x - (x - self.x) * factor, y: y - (y - self.y) * factor, scale }
    }

    /// Moved by so many pixels.
    #[must_use]
    pub fn moved(self, x: f64, y: f64) -> Self {
        Self { x: self.x + x, y: self.y + y, ..self }
    }

    /// Shows a picture as a whole, in the middle of a frame; never larger than life.
    #[must_use]
    pub fn fitting((width, height): (f64, f64), frame: (f64, f64)) -> Self {
        if width <= 0.0 || height <= 0.0 {
            return Self { x: 0.0, y: 0.0, scale: 1.0 };
        }
        let scale = (frame.0 / width).min(frame.1 / height).clamp(SMALLEST, 1.0);
        Self { x: (frame.0 - width * scale) / 2.0, y: (frame.1 - height * scale) / 2.0, scale }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_point_under_the_pointer_stays() {
        let lens = Lens { x: 10.0, y: -20.0, scale: 0.5 };
        let zoomed = lens.zoomed(2.0, (100.0, 100.0));
        // The place of the picture that was at the point.
        let before = ((100.0 - lens.x) / lens.scale, (100.0 - lens.y) / lens.scale);
        let after = ((100.0 - zoomed.x) / zoomed.scale, (100.0 - zoomed.y) / zoomed.scale);
        assert_eq!(before, after);
        assert!((lens.zoomed(1_000.0, (0.0, 0.0)).scale - LARGEST).abs() < f64::EPSILON);
    }

    #[test]
    fn a_fitting_lens_shows_everything_in_the_middle() {
        let lens = Lens::fitting((1_000.0, 500.0), (500.0, 500.0));
        assert_eq!(lens, Lens { x: 0.0, y: 125.0, scale: 0.5 });
        assert_eq!(Lens::fitting((100.0, 100.0), (500.0, 300.0)).scale, 1.0);
    }
}
