//! Filling shapes on a canvas of pixels, with edges smoothed by how much of a pixel they cover.

use super::shape::Ink;

/// A point in pixels.
pub(super) type Point = (f64, f64);

/// An image, white at first.
pub(super) struct Canvas {
    width: usize,
    height: usize,
    /// Red, green and blue of each pixel, row by row.
    pub(super) bytes: Vec<u8>,
}

impl Canvas {
    pub(super) fn new(width: usize, height: usize) -> Self {
        Self { width, height, bytes: vec![255; width * height * 3] }
    }

    /// Fills what the outlines enclose: what lies inside an odd or even number of outlines that run the same way is inside.
    pub(super) fn fill(&mut self, outlines: &[Vec<Point>], ink: Ink) {
        let points = || outlines.iter().flatten();
        let least = |of: fn(&Point) -> f64| points().map(of).fold(f64::INFINITY, f64::min);
        let most = |of: fn(&Point) -> f64| points().map(of).fold(f64::NEG_INFINITY, f64::max);
        let (left, right) = (least(|p| p.0).floor().max(0.0), most(|p| p.0).ceil().min(self.width as f64));
        let (top, bottom) = (least(|p| p.1).floor().max(0.0), most(|p| p.1).ceil().min(self.height as f64));
        if !(left < right && top < bottom) {
            return;
        }
        let (width, height) = ((right - left) as usize, (bottom - top) as usize);
        let mut cover = Cover { width, height, change: vec![0.0; (width + 2) * height] };
        for outline in outlines {
            for (n, from) in outline.iter().enumerate() {
                let to = outline[(n + 1) % outline.len()];
                cover.edge((from.0 - left, from.1 - top), (to.0 - left, to.1 - top));
            }
        }
        for y in 0..height {
            let mut sum = 0.0;
            for x in 0..width {
                sum += cover.change[y * (width + 2) + x];
                let share = sum.abs().min(1.0);
                if share > 1.0 / 512.0 {
                    self.blend(left as usize + x, top as usize + y, ink, share);
                }
            }
        }
    }

    fn blend(&mut self, x: usize, y: usize, ink: Ink, share: f64) {
        let at = (y * self.width + x) * 3;
        for (byte, wanted) in self.bytes[at..at + 3].iter_mut().zip([ink.0, ink.1, ink.2]) {
            let mixed = f64::from(*byte) + (f64::from(wanted) - f64::from(*byte)) * share;
            *byte = mixed.round() as u8;
        }
    }
}

/// How much of each pixel is covered, as changes from left to right: the sum up to a pixel is its own share. Each row has two places more than pixels, for what
/// lies at the right edge and beyond.
struct Cover {
    width: usize,
    height: usize,
    change: Vec<f64>,
}

impl Cover {
    /// Takes in an edge: to its right is inside where it goes down, outside again where it goes up.
    fn edge(&mut self, from: Point, to: Point) {
        let (sign, high, low) = if from.1 <= to.1 { (1.0, from, to) } else { (-1.0, to, from) };
        if low.1 - high.1 <= 0.0 {
            return;
        }
        let slope = (low.0 - high.0) / (low.1 - high.1);
        let first = high.1.max(0.0) as usize;
        let last = (low.1.ceil().max(0.0) as usize).min(self.height);
        for row in first..last {
            let top = high.1.max(row as f64);
            let bottom = low.1.min(row as f64 + 1.0);
            if bottom > top {
                let at = |y: f64| (high.0 + (y - high.1) * slope).clamp(0.0, self.width as f64);
                self.piece(row, (at(top), at(bottom)), (bottom - top) * sign);
            }
        }
    }

    /// A piece of an edge within one row, from one place to another, that covers so much of the row's height.
    fn piece(&mut self, row: usize, (from, to): (f64, f64), height: f64) {
        let line = row * (self.width + 2);
        let (left, right) = (from.min(to), from.max(to));
        let mut begin = left;
        loop {
            let pixel = begin.floor();
            let end = right.min(pixel + 1.0);
            let part = if right > left { height * (end - begin) / (right - left) } else { height };
            // What is left of the edge within this pixel is not covered; from the next one on all is.
            let outside = (begin + end) / 2.0 - pixel;
            self.change[line + pixel as usize] += part * (1.0 - outside);
            self.change[line + pixel as usize + 1] += part * outside;
            begin = end;
            if begin >= right {
                return;
            }
        }
    }
}
