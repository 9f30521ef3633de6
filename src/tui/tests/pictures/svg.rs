//! A screen as SVG: grounds as areas, line drawing as lines, words as text that is held to its columns whatever font there is.

use super::glyphs::{self, Stroke};
use crate::tui::app::App;
use crate::tui::palette;
use crate::tui::reader::rows::width;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier};
use std::collections::BTreeMap;
use std::fmt::Write;

/// A cell in pixels, for letters 14 pixels high.
pub const WIDE: f64 = 8.4;
pub const HIGH: f64 = 18.0;
const EDGE: f64 = 10.0;
const GROUND: &str = "#1b1b1b";
const LETTERS: &str = "#cccccc";

/// At most two places after the point.
pub fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn colour(colour: Color, reset: &str) -> String {
    match colour {
        Color::Indexed(number @ 16..) => {
            let [r, g, b] = palette::rgb(number).map(|v| (v * 255.0).round() as u8);
            format!("#{r:02x}{g:02x}{b:02x}")
        }
        Color::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
        _ => reset.to_owned(),
    }
}

/// How a cell looks.
#[derive(Clone, PartialEq, Eq)]
struct Ink {
    letters: String,
    ground: String,
    bold: bool,
    dim: bool,
    underlined: bool,
}

impl Ink {
    fn of(cell: &Cell) -> Self {
        let (mut letters, mut ground) = (colour(cell.fg, LETTERS), colour(cell.bg, GROUND));
        let has = |modifier| cell.modifier.contains(modifier);
        if has(Modifier::REVERSED) {
            std::mem::swap(&mut letters, &mut ground);
        }
        if has(Modifier::BOLD) && letters == LETTERS {
            letters = "#ffffff".to_owned();
        }
        let (bold, dim, underlined) = (has(Modifier::BOLD), has(Modifier::DIM), has(Modifier::UNDERLINED));
        Self { letters, ground, bold, dim, underlined }
    }
}

/// What is drawn, by kind, so that areas lie under lines and lines under words.
#[derive(Default)]
struct Layers {
    grounds: String,
    lines: BTreeMap<(Stroke, String), String>,
    words: String,
}

/// The screen that is drawn now.
pub fn svg(app: &App, told: &str) -> String {
    let (columns, rows) = app.state.size;
    let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
    let cursor = app.draw(&mut buffer);
    let mut layers = Layers::default();
    for y in 0..rows {
        layers.row(&buffer, y);
    }
    let (width, height) = (f64::from(columns) * WIDE + 2.0 * EDGE, f64::from(rows) * HIGH + 2.0 * EDGE);
    let (width, height) = (number(width.ceil()), number(height));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n\
         <title>{}</title>\n<rect width=\"{width}\" height=\"{height}\" rx=\"6\" fill=\"{GROUND}\"/>\n{}",
        escaped(told),
        layers.grounds
    );
    for ((stroke, ink), path) in &layers.lines {
        let manner = match stroke {
            Stroke::Light => format!("fill=\"none\" stroke=\"{ink}\" stroke-width=\"1.1\""),
            Stroke::Heavy => format!("fill=\"none\" stroke=\"{ink}\" stroke-width=\"2.6\""),
            Stroke::Dashed => format!("fill=\"none\" stroke=\"{ink}\" stroke-width=\"1.1\" stroke-dasharray=\"3 1.5\""),
            Stroke::Fill(quarters) => format!("fill=\"{ink}\" fill-opacity=\"{}\"", number(f64::from(*quarters) / 4.0)),
        };
        let _ = writeln!(out, "<path {manner} d=\"{path}\"/>");
    }
    let _ = write!(
        out,
        "<g font-family=\"'DejaVu Sans Mono', Menlo, Consolas, 'Liberation Mono', monospace\" font-size=\"14\" xml:space=\"preserve\">\n{}</g>\n",
        layers.words
    );
    if let Some(Position { x, y }) = cursor {
        let (x, y) = (left(x), top(y));
        let _ = writeln!(
            out,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"#ffffff\" fill-opacity=\"0.3\"/>",
            number(x),
            number(y),
            number(WIDE),
            number(HIGH)
        );
    }
    out + "</svg>\n"
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn left(x: u16) -> f64 {
    EDGE + f64::from(x) * WIDE
}

fn top(y: u16) -> f64 {
    EDGE + f64::from(y) * HIGH
}

/// Whether fonts that set columns have the character: others stand alone, so that a borrowed one does not shift its neighbours.
fn is_common(symbol: &str) -> bool {
    symbol.chars().all(|c| c.is_ascii() || c.is_alphabetic() || "“”‘’–—…·×".contains(c)) && width(symbol) == 1
}

impl Layers {
    fn row(&mut self, buffer: &Buffer, y: u16) {
        let (mut x, columns) = (0, buffer.area.width);
        while x < columns {
            let ink = Ink::of(&buffer[(x, y)]);
            let begun = x;
            while x < columns && Ink::of(&buffer[(x, y)]) == ink {
                x += width(buffer[(x, y)].symbol()).max(1);
            }
            self.run(buffer, y, begun..x.min(columns), &ink);
        }
    }

    /// Cells that look alike, one after the other.
    fn run(&mut self, buffer: &Buffer, y: u16, cells: std::ops::Range<u16>, ink: &Ink) {
        let wide = f64::from(cells.end - cells.start) * WIDE;
        if ink.ground != GROUND {
            let (x, y, wide) = (number(left(cells.start)), number(top(y)), number(wide));
            let _ = writeln!(
                self.grounds,
                "<rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{HIGH}\" fill=\"{}\"/>",
                ink.ground
            );
        }
        let mut x = cells.start;
        let (mut begun, mut words) = (x, String::new());
        while x < cells.end {
            let symbol = buffer[(x, y)].symbol();
            let next = if x + 1 < cells.end { buffer[(x + 1, y)].symbol() } else { " " };
            let drawn = glyphs::path(symbol, left(x), top(y));
            let gap = symbol == " " && (words.is_empty() || next == " ");
            if drawn.is_none() && !gap && is_common(symbol) {
                if words.is_empty() {
                    begun = x;
                }
                words.push_str(symbol);
            } else {
                self.words(&std::mem::take(&mut words), begun, y, ink);
                match drawn {
                    Some((stroke, path)) => {
                        self.lines.entry((stroke, ink.letters.clone())).or_default().push_str(&path);
                    }
                    None if symbol != " " => self.words(symbol, x, y, ink),
                    None => {}
                }
            }
            x += width(symbol).max(1);
        }
        self.words(&words, begun, y, ink);
    }

    fn words(&mut self, words: &str, x: u16, y: u16, ink: &Ink) {
        let words = words.trim_end();
        if words.is_empty() {
            return;
        }
        let columns: u16 = words.chars().map(|c| width(c.encode_utf8(&mut [0; 4]))).sum();
        let (wide, base) = (f64::from(columns) * WIDE, number(top(y) + 13.5));
        let bold = if ink.bold { " font-weight=\"bold\"" } else { "" };
        let dim = if ink.dim { " opacity=\"0.6\"" } else { "" };
        let line = if ink.underlined { " text-decoration=\"underline\"" } else { "" };
        let place = if words.chars().count() == 1 {
            format!("x=\"{}\" y=\"{base}\" text-anchor=\"middle\"", number(left(x) + wide / 2.0))
        } else {
            format!("x=\"{}\" y=\"{base}\" textLength=\"{}\"", number(left(x)), number(wide))
        };
        let _ =
            writeln!(self.words, "<text {place} fill=\"{}\"{bold}{dim}{line}>{}</text>", ink.letters, escaped(words));
    }
}
