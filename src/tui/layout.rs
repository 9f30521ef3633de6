//! Where everything stands on a screen of a size. Panes appear by width, and never move afterwards.

use super::reader::sheet::Sheet;
use ratatui::layout::Rect;

/// The parts of the frame; a part that has no room is empty.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Frame {
    /// Where one is.
    pub header: Rect,
    /// The screen itself.
    pub body: Rect,
    /// What is held, and what was just done.
    pub status: Rect,
    /// What can be done.
    pub hint: Rect,
    /// Whether rules are drawn under the header and under the body.
    pub ruled: bool,
}

/// The columns of the reader.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Columns {
    /// Documents and questions.
    pub places: Rect,
    /// Number of the turn, speaker, mark of the passage.
    pub gutter: Rect,
    /// How many columns of the gutter the time stamp takes; 0 without.
    pub time: u16,
    /// The words.
    pub text: Rect,
    /// The stripes.
    pub lanes: Rect,
    /// Their labels.
    pub labels: Rect,
    /// What is on the passage, the codebook, the numbered codes.
    pub company: Rect,
    /// Whether the margin stands at the left and the gutter at the right, for text that runs from right to left.
    pub mirrored: bool,
}

/// What a list and what is told beside it are seen of.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Zoom {
    /// Both of them, where there is room.
    #[default]
    Both,
    /// The list alone.
    List,
    /// What is told of the chosen row alone.
    Detail,
}

impl Zoom {
    /// The one after this one.
    pub fn next(self) -> Self {
        match self {
            Self::Both => Self::List,
            Self::List => Self::Detail,
            Self::Detail => Self::Both,
        }
    }

    /// The whole body for one of the two, and none of it for the other: the list and what is told.
    pub fn parts(self, body: Rect) -> (Rect, Rect) {
        let none = Rect { height: 0, ..body };
        if self == Self::Detail { (none, body) } else { (body, none) }
    }
}

/// Text never runs wider than this: long lines tire.
const WIDEST: u16 = 72;

/// The frame for a size.
pub fn frame((width, height): (u16, u16)) -> Frame {
    let row = |y: u16, h: u16| Rect::new(0, y, width, h);
    match height {
        0..=1 => Frame { body: row(0, height), ..Frame::default() },
        2..=7 => Frame { body: row(0, height - 1), status: row(height - 1, 1), ..Frame::default() },
        8..=19 => Frame {
            header: row(0, 1),
            body: row(1, height - 3),
            status: row(height - 2, 1),
            hint: row(height - 1, 1),
            ruled: false,
        },
        _ => Frame {
            header: row(0, 1),
            body: row(2, height - 5),
            status: row(height - 2, 1),
            hint: row(height - 1, 1),
            ruled: true,
        },
    }
}

/// The columns of the reader in the body of a frame, the text at most `measure` wide, and without the panes beside it when it stands `alone`.
pub fn columns(body: Rect, sheet: &Sheet, measure: u16, alone: bool) -> Columns {
    let width = body.width;
    let digits = (sheet.turns().max(10).ilog10() + 1) as u16;
    let time = if width >= 130 && sheet.timed() { 9 } else { 0 };
    let gutter = if width >= 30 { 5 + digits + time } else { 1 };
    let (places, company, lanes, labels) = match width {
        0..=79 => (0, 0, if width >= 24 { 2 } else { 1 }, 0),
        80..=99 => (0, 0, 4, 16),
        100..=119 => (0, 26, 4, 10),
        120..=159 => (0, 34, 6, 13),
        _ => (30, 34, 8, 18),
    };
    // Alone, the text leaves its margin room for more stripes, and for whole names.
    let (places, company, lanes, labels) = match (alone, width) {
        (true, 80..=99) => (0, 0, 8, 22),
        (true, 100..) => (0, 0, 12, 24),
        _ => (places, company, lanes, labels),
    };
    let gap = u16::from(labels > 0);
    let taken = places + gutter + 1 + lanes + gap + labels + company;
    let text = width.saturating_sub(taken).clamp(2, measure.clamp(2, WIDEST)).min(width);
    // What is left over goes to the pane at the right, or to the labels when there is none.
    let spare = width.saturating_sub(taken + text);
    let (labels, company) = match (labels, company) {
        (0, _) => (0, 0),
        (labels, 0) => (labels + spare, 0),
        (labels, company) => (labels, company + spare),
    };
    let mut x = body.x;
    let mut column = |width: u16| {
        let left = body.right().saturating_sub(x);
        let rect = Rect::new(x, body.y, width.min(left), body.height);
        x += rect.width;
        rect
    };
    let places = column(places);
    let mut reader = [gutter, text, 1, lanes, gap, labels];
    let mirrored = sheet.runs_from_right();
    if mirrored {
        reader.reverse();
    }
    let mut rects = reader.map(&mut column);
    if mirrored {
        rects.reverse();
    }
    let [gutter, text, _, lanes, _, labels] = rects;
    Columns { places, gutter, time, text, lanes, labels, company: column(company), mirrored }
}

/// Where an overlay of a height goes so that the rows `from..=to` of the body, which hold the passage, stay in sight: below them if it can, else above;
/// where neither will do, below, and the number says how many rows are then left for the text.
pub fn dock(body: Rect, height: u16, from: u16, to: u16) -> (Rect, Option<u16>) {
    let height = height.min(body.height.saturating_sub(2).max(body.height / 2));
    let below = Rect::new(body.x, body.bottom() - height, body.width, height);
    if to < body.height - height {
        return (below, None);
    }
    if from >= height {
        return (Rect::new(body.x, body.y, body.width, height), None);
    }
    (below, Some(body.height - height))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Content, Structure, Turn, TurnKind};
    use crate::text::{Span, Text};
    use std::sync::Arc;

    fn sheet() -> Sheet {
        let turn = Turn {
            span: Span::new(0, 1),
            label: Span::new(0, 0),
            speaker: None,
            time_ms: Some(1),
            kind: TurnKind::Speech,
        };
        let structure = Structure { turns: vec![turn], ..Structure::default() };
        Sheet::new(Arc::new(Content { text: Text::new("a"), structure }))
    }

    #[test]
    fn columns_follow_the_width_and_never_overlap() {
        for width in 1..=300 {
            let body = Rect::new(0, 0, width, 10);
            let c = columns(body, &sheet(), 72, false);
            let all = [c.places, c.gutter, c.text, c.lanes, c.labels, c.company];
            for pair in all.windows(2) {
                assert!(pair[0].right() <= pair[1].x, "{width}: {pair:?}");
            }
            assert!(all.iter().all(|r| r.right() <= width), "{width}");
            assert!(c.text.width <= WIDEST && (width < 3 || c.text.width > 0), "{width}");
        }
        let widths = |w| columns(Rect::new(0, 0, w, 9), &sheet(), 72, false);
        assert_eq!((widths(80).text.width, widths(80).lanes.width, widths(80).company.width), (51, 4, 0));
        assert_eq!((widths(120).lanes.width, widths(120).places.width), (6, 0));
        assert!(widths(120).text.width >= 52 && widths(200).text.width >= 62 && widths(200).places.width > 0);
    }

    #[test]
    fn an_overlay_stays_off_the_passage() {
        let body = Rect::new(0, 2, 80, 20);
        assert_eq!(dock(body, 12, 0, 7), (Rect::new(0, 10, 80, 12), None));
        assert_eq!(dock(body, 12, 12, 19), (Rect::new(0, 2, 80, 12), None));
        assert_eq!(dock(body, 12, 6, 12), (Rect::new(0, 10, 80, 12), Some(8)));
    }
}
