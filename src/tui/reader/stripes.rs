//! Drawing the margin: stripes in their lanes with their names, or how many codings stand on each row.

use super::draw::Scene;
use super::margin::{Placed, RowPlace, Stripe};
use super::view;
use crate::tui::layout::Columns;
use crate::tui::paint::{Part, columns, density, put, stripe, stripe_mirrored};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;

impl Scene<'_> {
    /// Draws the stripes and their labels.
    pub(super) fn draw_margin(&self, buffer: &mut Buffer, places: &[RowPlace]) {
        let lanes = self.columns.lanes;
        if lanes.width == 0 {
            return;
        }
        let beside = self.beside(places);
        if self.reader.shown.density {
            return self.draw_density(buffer, &beside, places);
        }
        let mut hidden = vec![0u16; places.len()];
        let mut covered = vec![false; places.len()];
        for placed in &beside {
            let rows = rows_of(placed, places);
            if placed.lane >= lanes.width {
                hidden[rows].iter_mut().for_each(|h| *h += 1);
                continue;
            }
            if placed.lane + 1 == lanes.width {
                covered[rows.clone()].iter_mut().for_each(|c| *c = true);
            }
            for n in rows {
                self.draw_stripe(buffer, placed, places[n], self.lane_x(placed.lane), lanes.y + n as u16);
            }
        }
        for (n, more) in hidden.iter().enumerate().filter(|(_, more)| **more > 0) {
            // The last lane tells how many there are of which it can show none.
            let more = more + u16::from(covered[n]);
            let glyph = if more > 9 { "#".to_owned() } else { more.to_string() };
            put(buffer, self.lane_x(lanes.width - 1), lanes.y + n as u16, 1, &glyph, self.look.warn());
        }
        if self.columns.labels.width > 0 {
            self.draw_labels(buffer, &beside, places);
        }
    }

    fn draw_stripe(&self, buffer: &mut Buffer, placed: &Placed, place: RowPlace, x: u16, y: u16) {
        let code = self.facts.code(placed.stripe.code);
        let part = match (place == placed.first, place == placed.last) {
            (true, true) => Part::Only,
            (true, false) => Part::First,
            (false, true) => Part::Last,
            _ => Part::Middle,
        };
        let mut style = self.look.code(code.theme, code.colour);
        if self.reader.focus == Some(placed.stripe.id) {
            style = style.add_modifier(Modifier::REVERSED);
        }
        let glyph = if self.columns.mirrored { stripe_mirrored } else { stripe };
        put(buffer, x, y, 1, glyph(code.style, part, self.look.ascii), style);
    }

    /// How many codings stand on each row, in one column.
    fn draw_density(&self, buffer: &mut Buffer, beside: &[Placed], places: &[RowPlace]) {
        for (n, place) in places.iter().enumerate() {
            let codings = beside.iter().filter(|p| p.first <= *place && *place <= p.last).count();
            let blank = place.row >= self.reader.sheet.rows(place.turn).rows.len();
            let glyph = density(codings, self.look.ascii);
            let style = if codings == 0 { self.look.quiet() } else { self.look.text() };
            let (x, y) = (self.lane_x(0), self.columns.lanes.y + n as u16);
            put(buffer, x, y, 1, if blank && codings == 0 { " " } else { glyph }, style);
        }
    }

    /// The cell of a lane: the first one stands beside the text.
    fn lane_x(&self, lane: u16) -> u16 {
        let lanes = self.columns.lanes;
        if self.columns.mirrored { lanes.right().saturating_sub(lane + 1) } else { lanes.x + lane }
    }

    /// The names on each row in sight: a stripe's stands on its first row, or on the next row of it that is free; those that find none share the first. Stripes
    /// of one row, which have no other, choose before longer ones.
    fn labels(&self, beside: &[Placed], places: &[RowPlace]) -> Vec<Label> {
        let area = self.columns.labels;
        let mut on_row: Vec<Vec<&Placed>> = vec![Vec::new(); places.len()];
        let mut by_length: Vec<&Placed> = beside.iter().collect();
        by_length.sort_by_key(|p| rows_of(p, places).len() > 1);
        for placed in by_length {
            let rows = rows_of(placed, places);
            let Some(first) = rows.clone().next() else { continue };
            let free = rows.clone().find(|n| on_row[*n].is_empty()).unwrap_or(first);
            on_row[free].push(placed);
        }
        let mut out = Vec::new();
        for (n, labels) in on_row.iter().enumerate() {
            let mut left = area.width;
            for (i, placed) in labels.iter().enumerate() {
                let code = self.facts.code(placed.stripe.code);
                let above = if placed.first < places[0] { self.look.glyph("↑", "^") } else { "" };
                let telling = if placed.stripe.telling { "!" } else { "" };
                let alone = labels.len() == 1 && columns(&code.path) + 2 <= usize::from(left);
                let name = if alone { &code.path } else { &code.name };
                // Names that would find no room after this one are counted.
                let more = labels.len() - i - 1;
                let next = labels.get(i + 1).map_or(0, |p| columns(&self.facts.code(p.stripe.code).name).min(4) + 2);
                let full = format!("{above}{name}{telling}");
                let counted = more > 0 && columns(&full) + next > usize::from(left);
                let count = if counted { format!(" +{more}") } else { String::new() };
                let room = left.saturating_sub(count.len() as u16);
                let words = if more > 0 && !counted { format!("{full}, ") } else { full };
                let wide = (columns(&words).min(usize::from(room))) as u16;
                if wide == 0 {
                    break;
                }
                let mut place = |wide: u16, words: String, stripe: Stripe| {
                    let x = if self.columns.mirrored { area.x + left - wide } else { area.right() - left };
                    out.push(Label { area: Rect::new(x, area.y + n as u16, wide, 1), words, stripe });
                    left -= wide;
                };
                place(wide, words, placed.stripe);
                if counted {
                    place(count.len() as u16, count, labels[i + 1].stripe);
                    break;
                }
            }
        }
        out
    }

    fn draw_labels(&self, buffer: &mut Buffer, beside: &[Placed], places: &[RowPlace]) {
        for label in self.labels(beside, places) {
            let code = self.facts.code(label.stripe.code);
            let mut style = self.look.code(code.theme, code.colour);
            if self.reader.focus == Some(label.stripe.id) {
                style = style.add_modifier(Modifier::BOLD | Modifier::UNDERLINED);
            }
            put(buffer, label.area.x, label.area.y, label.area.width, &label.words, style);
        }
    }

    /// The stripe that stands in a cell of the margin, or whose name does.
    pub fn stripe_at(&self, x: u16, y: u16) -> Option<Stripe> {
        let Columns { lanes, labels, .. } = self.columns;
        let cell = Position::new(x, y);
        if (!lanes.contains(cell) && !labels.contains(cell)) || self.reader.shown.density {
            return None;
        }
        let places = view::visible(&self.reader.sheet, self.top, self.height.into());
        let place = *places.get(usize::from(y - lanes.y))?;
        if lanes.contains(cell) {
            let beside = self.reader.margin.beside(&self.reader.sheet, place.turn, place.turn);
            let here =
                |p: &&Placed| p.lane < lanes.width && self.lane_x(p.lane) == x && p.first <= place && place <= p.last;
            return beside.iter().find(here).map(|p| p.stripe);
        }
        let beside = self.beside(&places);
        self.labels(&beside, &places).into_iter().find(|l| l.area.contains(cell)).map(|l| l.stripe)
    }

    /// The stripes beside the rows in sight, from above.
    fn beside(&self, places: &[RowPlace]) -> Vec<Placed> {
        let (Some(first), Some(last)) = (places.first(), places.last()) else { return Vec::new() };
        let mut beside = self.reader.margin.beside(&self.reader.sheet, first.turn, last.turn);
        beside.retain(|p| p.last >= *first && p.first <= *last);
        beside.sort_by_key(|p| (p.first, p.lane));
        beside
    }
}

/// The name of a stripe where it is written.
struct Label {
    area: Rect,
    words: String,
    stripe: Stripe,
}

/// The rows in sight beside which a stripe stands.
fn rows_of(placed: &Placed, places: &[RowPlace]) -> std::ops::Range<usize> {
    let first = places.partition_point(|p| *p < placed.first);
    let last = places.partition_point(|p| *p <= placed.last);
    first..last.max(first)
}
