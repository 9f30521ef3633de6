use super::shape::{Anchor, LINE, Picture, QUIET, Style, colour, scale, text_width};
use crate::codebook::Colour;
use crate::document::{Content, Document, TurnKind};
use crate::project::{Project, count};
use crate::report::listing::time;
use serde::Serialize;

/// Where the codes of a document stand in it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Timeline {
    /// Name of the document.
    pub document: String,
    /// True when places are milliseconds of the recording, false when they are words.
    pub timed: bool,
    /// The end of the document, in milliseconds or words.
    pub end: f64,
    /// The codes in the order of the tree.
    pub lanes: Vec<Lane>,
    /// Who speaks where.
    pub speakers: Vec<Lane>,
}

/// The places of one code, or one speaker.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Lane {
    /// Path of the code, or name.
    pub name: String,
    /// Beginnings and ends.
    pub places: Vec<(f64, f64)>,
    /// Its colour, where it has one.
    #[serde(skip)]
    pub colour: Option<Colour>,
}

/// Looks up where codes and speakers stand: by the time stamps where the turns have them, else by words.
pub fn timeline_of(project: &Project, document: &Document, content: &Content) -> Timeline {
    let scale = Scale::of(content);
    let mut lanes = Vec::new();
    for (_, code) in project.codebook.tree() {
        let codings = project.codings.of(document.id).iter().filter(|c| c.code == code.id);
        let places: Vec<(f64, f64)> = codings.map(|c| (scale.at(c.span.start), scale.at(c.span.end))).collect();
        if !places.is_empty() {
            lanes.push(Lane { name: project.codebook.path(code.id), places, colour: project.codebook.colour(code.id) });
        }
    }
    let structure = &content.structure;
    let spoken = |n: usize| {
        let turns = structure.turns.iter().filter(move |t| t.speaker == Some(n as u16) && t.kind != TurnKind::Heading);
        turns.map(|t| (scale.at(t.span.start), scale.at(t.span.end))).collect()
    };
    let one =
        |(n, s): (usize, &crate::document::Speaker)| Lane { name: s.name.clone(), places: spoken(n), colour: None };
    let speakers = structure.speakers.iter().enumerate().map(one).collect();
    Timeline { document: document.name.clone(), timed: scale.timed, end: scale.end, lanes, speakers }
}

/// Bytes of the text as time, or as words.
struct Scale {
    timed: bool,
    /// Bytes with the time or word at each, in order.
    marks: Vec<(u32, f64)>,
    end: f64,
}

impl Scale {
    fn of(content: &Content) -> Self {
        let text = content.text.as_str();
        let turns = &content.structure.turns;
        let times = turns.iter().filter_map(|t| t.time_ms.map(|ms| (t.span.start, ms as f64)));
        let mut marks: Vec<(u32, f64)> = times.collect();
        let sorted = marks.windows(2).all(|w| w[0].1 <= w[1].1);
        // With a stamp here and there only, most of the document would be guessed.
        let timed = sorted && marks.len() >= 2 && marks.len() * 2 >= turns.len();
        if timed {
            let (first, last) = (marks[0], marks[marks.len() - 1]);
            let pace = (last.1 - first.1) / f64::from((last.0 - first.0).max(1));
            marks.push((text.len() as u32, last.1 + pace * f64::from(text.len() as u32 - last.0)));
        } else {
            marks = vec![(0, 0.0)];
            let mut words = 0;
            for turn in turns {
                marks.push((turn.span.start, f64::from(words)));
                words += crate::text::word_count(turn.span.of(text)) as u32;
                marks.push((turn.span.end, f64::from(words)));
            }
        }
        let end = marks.last().map_or(1.0, |m| m.1).max(1.0);
        Self { timed, marks, end }
    }

    fn at(&self, byte: u32) -> f64 {
        let next = self.marks.partition_point(|(b, _)| *b <= byte);
        match (next.checked_sub(1).map(|n| self.marks[n]), self.marks.get(next)) {
            (Some(a), Some(b)) => a.1 + (b.1 - a.1) * f64::from(byte - a.0) / f64::from((b.0 - a.0).max(1)),
            (Some(a), None) => a.1,
            (None, b) => b.map_or(0.0, |b| b.1),
        }
    }
}

/// A lane for each code, with a bar wherever it was given, and who speaks below.
pub fn timeline(title: &str, data: &Timeline) -> Picture {
    let lanes = || data.lanes.iter().chain(&data.speakers);
    let labels = lanes().map(|l| text_width(&l.name, 12.0)).fold(60.0, f64::max).min(300.0) + 24.0;
    let (top, room, height) = (66.0, 720.0, 20.0);
    let gap = if data.speakers.is_empty() { 0.0 } else { 12.0 };
    let bottom = top + lanes().count() as f64 * height + gap;
    let codings: usize = data.lanes.iter().map(|l| l.places.len()).sum();
    let what = format!("{} of {} in {}", count(codings, "coding"), count(data.lanes.len(), "code"), data.document);
    let mut picture = Picture {
        width: labels + room + 30.0,
        height: bottom + 44.0,
        title: title.to_owned(),
        description: format!("Where the codes stand: {what}."),
        shapes: Vec::new(),
    };
    picture.heading(&what);
    let x = |at: f64| labels + room * at / data.end;
    for mark in marks(data) {
        picture.line(&[(x(mark), top), (x(mark), bottom)], LINE, 0.7);
        let words = if data.timed { time(mark as u64) } else { mark.to_string() };
        let style = Style { size: 10.0, anchor: Anchor::Middle, ink: QUIET, ..Style::default() };
        picture.text((x(mark), bottom + 14.0), &words, &style);
    }
    let unit = if data.timed { "time of the recording" } else { "words from the beginning" };
    picture.text((labels, bottom + 32.0), unit, &Style { size: 10.0, ink: QUIET, ..Style::default() });
    for (n, lane) in lanes().enumerate() {
        let speaker = n >= data.lanes.len();
        let y = top + n as f64 * height + if speaker { gap } else { 0.0 };
        let ink = if speaker { QUIET } else { crate::report::picture::shape::BLACK };
        picture.text((12.0, y + 14.0), &lane.name, &Style { ink, room: labels - 18.0, ..Style::default() });
        let fill = if speaker { Colour(0xa0, 0xa0, 0xa0) } else { lane.colour.unwrap_or_else(|| colour(n)) };
        for (from, to) in &lane.places {
            let width = (x(*to) - x(*from)).max(2.0);
            picture.rect((x(*from), y + 4.0), (width, height - 8.0), fill, lane.name.clone());
        }
    }
    picture
}

/// Round places for the marks of the axis.
fn marks(data: &Timeline) -> Vec<f64> {
    let unit = if data.timed { 60_000.0 } else { 1.0 };
    let (end, step) = scale((data.end / unit) as usize);
    (0..=end).step_by(step).map(|n| n as f64 * unit).filter(|at| *at <= data.end).collect()
}
