use crate::codebook::Colour;
use crate::report::listing::cut;
use unicode_width::UnicodeWidthChar;

/// A drawing, measured in pixels from its top left corner.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Picture {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// Title, in words; part of the shapes too where it is to be seen.
    pub title: String,
    /// What is to be seen, in words.
    pub description: String,
    /// What is drawn, the first at the back.
    pub shapes: Vec<Shape>,
}

/// A colour.
pub type Ink = Colour;

/// Black text.
pub(super) const BLACK: Ink = Colour(0x1a, 0x1a, 0x1a);
/// Text that matters less.
pub(super) const QUIET: Ink = Colour(0x59, 0x59, 0x59);
/// Lines.
pub(super) const LINE: Ink = Colour(0xbf, 0xbf, 0xbf);
/// The colour of bars.
pub(super) const BAR: Ink = Colour(0x21, 0x71, 0xb5);
/// What stands out before bars.
pub(super) const ACCENT: Ink = Colour(0xd5, 0x5e, 0x00);

/// Colours for codes that have none of their own, told apart by colour-blind readers too (Okabe & Ito, “Color universal design”, 2008).
const PALETTE: [Ink; 7] = [
    Colour(0x00, 0x72, 0xb2),
    Colour(0xe6, 0x9f, 0x00),
    Colour(0x00, 0x9e, 0x73),
    Colour(0xcc, 0x79, 0xa7),
    Colour(0x56, 0xb4, 0xe9),
    Colour(0xd5, 0x5e, 0x00),
    Colour(0x8c, 0x8c, 0x8c),
];

/// The colour of the `n`th thing without one.
pub(super) fn colour(n: usize) -> Ink {
    PALETTE[n % PALETTE.len()]
}

/// On which side of its point a text stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Anchor {
    /// It begins there.
    Left,
    /// Its middle is there.
    Middle,
    /// It ends there.
    Right,
}

/// Something drawn.
#[derive(Clone, PartialEq, Debug)]
pub enum Shape {
    /// A filled rectangle, with what a pointer on it is told.
    Rect {
        /// Left edge.
        x: f64,
        /// Upper edge.
        y: f64,
        /// Width.
        width: f64,
        /// Height.
        height: f64,
        /// Its colour.
        fill: Ink,
        /// What it stands for, in words.
        tip: String,
    },
    /// A line through points.
    Line {
        /// The points.
        points: Vec<(f64, f64)>,
        /// Its colour.
        ink: Ink,
        /// Its thickness.
        thick: f64,
    },
    /// A filled disc.
    Dot {
        /// Middle.
        x: f64,
        /// Middle.
        y: f64,
        /// Radius.
        radius: f64,
        /// Its colour.
        fill: Ink,
    },
    /// A text on one line.
    Text {
        /// Where it is held.
        x: f64,
        /// Its base line.
        y: f64,
        /// Size of the type.
        size: f64,
        /// On which side of `x`.
        anchor: Anchor,
        /// Turned around its point, in degrees clockwise.
        turned: f64,
        /// Its colour.
        ink: Ink,
        /// Bold.
        bold: bool,
        /// The words as they are shown.
        words: String,
        /// The whole words where they were cut.
        tip: String,
    },
}

impl Picture {
    pub(super) fn rect(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), fill: Ink, tip: String) {
        self.shapes.push(Shape::Rect { x, y, width, height, fill, tip });
    }

    pub(super) fn line(&mut self, points: &[(f64, f64)], ink: Ink, thick: f64) {
        self.shapes.push(Shape::Line { points: points.to_vec(), ink, thick });
    }

    /// A text of at most so many pixels; what is longer ends in `…` and is whole under the pointer.
    pub(super) fn text(&mut self, (x, y): (f64, f64), words: &str, style: &Style) {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let shown = fitted(&words, style.size, style.room);
        let tip = if shown == words { String::new() } else { words };
        let Style { size, anchor, turned, ink, bold, .. } = *style;
        self.shapes.push(Shape::Text { x, y, size, anchor, turned, ink, bold, words: shown, tip });
    }

    /// The title and a line below it; gives how far down they reach.
    pub(super) fn heading(&mut self, below: &str) -> f64 {
        let title = self.title.clone();
        let room = self.width - 24.0;
        self.text((12.0, 24.0), &title, &Style { size: 16.0, bold: true, room, ..Style::default() });
        self.text((12.0, 43.0), below, &Style { ink: QUIET, room, ..Style::default() });
        56.0
    }
}

/// How a text is set.
#[derive(Clone, Copy)]
pub(super) struct Style {
    pub(super) size: f64,
    pub(super) anchor: Anchor,
    pub(super) turned: f64,
    pub(super) ink: Ink,
    pub(super) bold: bool,
    pub(super) room: f64,
}

impl Default for Style {
    fn default() -> Self {
        Self { size: 12.0, anchor: Anchor::Left, turned: 0.0, ink: BLACK, bold: false, room: f64::MAX }
    }
}

/// About how wide a text is, in pixels at a size of the type: Chinese, Japanese and Korean letters and emoji are squares, marks over letters take no room.
pub fn text_width(text: &str, size: f64) -> f64 {
    let share = |c: char| match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ';' | ':' | '\'' | '|' | '!' | '(' | ')' | '[' | ']' | ' ' | 'f' | 't'
        | 'r' => 0.36,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.92,
        c if c.is_uppercase() => 0.71,
        c => [0.0, 0.59, 1.03][c.width().unwrap_or(0).min(2)],
    };
    text.chars().map(share).sum::<f64>() * size
}

fn fitted(words: &str, size: f64, room: f64) -> String {
    let whole = text_width(words, size);
    if whole <= room {
        return words.to_owned();
    }
    let columns = crate::report::listing::columns(words);
    let mut room_columns = (columns as f64 * room / whole) as usize;
    loop {
        let shorter = cut(words, room_columns.max(1));
        if room_columns <= 1 || text_width(&shorter, size) <= room {
            return shorter;
        }
        room_columns -= 1;
    }
}

/// A round number of at least `most` and the distance of its marks.
pub(super) fn scale(most: usize) -> (usize, usize) {
    let most = most.max(1);
    let mut step = 1;
    let mut factors = [2usize, 5, 10].iter().cycle();
    let mut base = 1;
    while most.div_ceil(step) > 6 {
        let factor = factors.next().copied().unwrap_or(10);
        step = base * factor;
        if factor == 10 {
            base *= 10;
        }
    }
    (most.div_ceil(step) * step, step)
}
