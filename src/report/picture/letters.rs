//! Setting a line of text: which font has its letters, how they join, which way they run.

use super::raster::Point;
use crate::report::markup::right_to_left;
use harfrust::font::Font;
use harfrust::font::glyph::outline::{DrawMemory, DrawOptions, PathSink};
use harfrust::{Buffer, Direction, GlyphId, ShapeOptions, ShaperFont, shape};
use std::collections::BTreeSet;
use unicode_bidi::{BidiInfo, Level};

/// Fonts that are taken from a row of font files as they are needed: the first one that has a letter draws it.
pub struct Fonts {
    faces: Vec<Font>,
    more: Box<dyn Iterator<Item = Vec<u8>>>,
    missing: BTreeSet<char>,
}

impl Fonts {
    /// Fonts by the bytes of their files, the preferred first. Files that are no fonts are passed over.
    pub fn new(files: impl Iterator<Item = Vec<u8>> + 'static) -> Self {
        Self { faces: Vec::new(), more: Box::new(files), missing: BTreeSet::new() }
    }

    /// Letters that no font had; they were drawn as boxes.
    pub fn missing(&self) -> impl Iterator<Item = char> {
        self.missing.iter().copied()
    }

    /// The font that draws a letter. `None` without any font at all.
    fn of(&mut self, letter: char, before: Option<usize>) -> Option<usize> {
        // Marks, joiners and spaces stay with the letter before them where that font has them or nobody needs to.
        let has = |face: &Font| face.charmap().map_unicode(letter).is_some_and(|g| g.to_u32() > 0);
        if let Some(before) = before.filter(|b| has(&self.faces[*b]) || invisible(letter)) {
            return Some(before);
        }
        if let Some(known) = self.faces.iter().position(has) {
            return Some(known);
        }
        if self.missing.contains(&letter) {
            return Some(0);
        }
        for bytes in self.more.by_ref() {
            let Some(face) = Font::new(bytes, 0) else { continue };
            self.faces.push(face);
            if has(&self.faces[self.faces.len() - 1]) {
                return Some(self.faces.len() - 1);
            }
        }
        if !invisible(letter) {
            self.missing.insert(letter);
        }
        (!self.faces.is_empty()).then_some(0)
    }

    /// A line as outlines around its beginning on the base line, and how wide it is. `None` without any font.
    pub(super) fn set(&mut self, line: &str, size: f64) -> Option<(Vec<Vec<Point>>, f64)> {
        let base = if right_to_left(line) { Level::rtl() } else { Level::ltr() };
        let bidi = BidiInfo::new(line, Some(base));
        let (mut outlines, mut x) = (Vec::new(), 0.0);
        for paragraph in &bidi.paragraphs {
            let (levels, runs) = bidi.visual_runs(paragraph, paragraph.range.clone());
            for run in runs {
                let backwards = levels[run.start].is_rtl();
                let mut pieces = self.pieces(&line[run])?;
                if backwards {
                    pieces.reverse();
                }
                for (face, text) in pieces {
                    x += draw(&self.faces[face], text, backwards, (size, x), &mut outlines);
                }
            }
        }
        Some((outlines, x))
    }

    /// A run in pieces of one font each.
    fn pieces<'t>(&mut self, run: &'t str) -> Option<Vec<(usize, &'t str)>> {
        let mut out: Vec<(usize, &str)> = Vec::new();
        let mut start = 0;
        for (at, letter) in run.char_indices() {
            let before = out.last().map(|(face, _)| *face);
            let face = self.of(letter, before)?;
            let end = at + letter.len_utf8();
            match out.last_mut() {
                Some((known, text)) if *known == face => *text = &run[start..end],
                _ => {
                    start = at;
                    out.push((face, &run[at..end]));
                }
            }
        }
        Some(out)
    }
}

fn invisible(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control() || unicode_width::UnicodeWidthChar::width(letter) == Some(0)
}

/// Draws a piece of one font and direction at a place; gives how far it goes.
fn draw(face: &Font, text: &str, backwards: bool, (size, x): (f64, f64), out: &mut Vec<Vec<Point>>) -> f64 {
    let mut buffer = Buffer::new();
    buffer.push_str(text);
    buffer.set_direction(if backwards { Direction::RightToLeft } else { Direction::LeftToRight });
    buffer.guess_segment_properties();
    if shape(&ShaperFont::new(face), &mut buffer, ShapeOptions::new()).is_err() {
        return 0.0;
    }
    let unit = size / f64::from(face.units_per_em().max(1));
    let glyphs = face.outline_glyphs();
    let mut pen = x;
    for (info, place) in buffer.glyph_infos().iter().zip(buffer.glyph_positions()) {
        let at = (pen + f64::from(place.x_offset) * unit, -f64::from(place.y_offset) * unit);
        if let Some(glyph) = glyphs.get(GlyphId::new(info.glyph_id)) {
            let mut path = Path { unit, at, done: Vec::new(), open: Vec::new() };
            // A glyph that is damaged draws nothing; the others do.
            if glyph.draw(&DrawOptions::new(), DrawMemory::Scratch, &mut path).is_ok() {
                path.close();
                out.extend(path.done);
            }
        }
        pen += f64::from(place.x_advance) * unit;
    }
    pen - x
}

/// Gathers an outline as polygons.
struct Path {
    unit: f64,
    at: Point,
    done: Vec<Vec<Point>>,
    open: Vec<Point>,
}

/// Straight pieces of a curve: at the sizes of a picture nobody sees more.
const PIECES: u32 = 6;

impl Path {
    /// A point of the font, whose height goes up, in the picture, whose height goes down.
    fn point(&self, x: f32, y: f32) -> Point {
        (self.at.0 + f64::from(x) * self.unit, self.at.1 - f64::from(y) * self.unit)
    }

    fn curve(&mut self, of: impl Fn(f64, Point) -> Point) {
        let Some(from) = self.open.last().copied() else { return };
        self.open.extend((1..=PIECES).map(|n| of(f64::from(n) / f64::from(PIECES), from)));
    }
}

impl PathSink for Path {
    fn move_to(&mut self, x: f32, y: f32) {
        self.close();
        let point = self.point(x, y);
        self.open.push(point);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let point = self.point(x, y);
        self.open.push(point);
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        let (c, to) = (self.point(cx0, cy0), self.point(x, y));
        let mix =
            move |t: f64, a: f64, b: f64, d: f64| (1.0 - t) * ((1.0 - t) * a + t * b) + t * ((1.0 - t) * b + t * d);
        self.curve(move |t, from| (mix(t, from.0, c.0, to.0), mix(t, from.1, c.1, to.1)));
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let (a, b, to) = (self.point(cx0, cy0), self.point(cx1, cy1), self.point(x, y));
        let mix = move |t: f64, p: [f64; 4]| {
            let u = 1.0 - t;
            u * u * u * p[0] + 3.0 * u * u * t * p[1] + 3.0 * u * t * t * p[2] + t * t * t * p[3]
        };
        self.curve(move |t, from| (mix(t, [from.0, a.0, b.0, to.0]), mix(t, [from.1, a.1, b.1, to.1])));
    }

    fn close(&mut self) {
        let open = std::mem::take(&mut self.open);
        if open.len() > 2 {
            self.done.push(open);
        }
    }
}
