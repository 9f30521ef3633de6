use super::super::Io;
use crate::coding::Passage;
use crate::document::Content;
use crate::fault::{Fault, Outcome};
use crate::project::{Place, Project, place_name};
use crate::query::{About, Hit, sentences_around};
use crate::report::Field;
use crate::report::listing::{time, wrapped};
use crate::store::TurnText;
use crate::text::{Points, Span, printable};
use serde::Serialize;

/// What is shown around a result.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Context {
    /// So many turns before and after.
    Turns(usize),
    /// The rest of its sentences.
    Sentence,
    /// The rest of its turns.
    Turn,
}

impl Context {
    pub fn parse(word: &str) -> Outcome<Self> {
        match word {
            "sentence" => Ok(Self::Sentence),
            "turn" => Ok(Self::Turn),
            number => number.parse().map(Self::Turns).map_err(|_| {
                Fault::asked(format!("“{number}” is no context")).hint("a number of turns, sentence, or turn")
            }),
        }
    }

    /// Whether nothing is shown around a result.
    pub fn is_none(self) -> bool {
        self == Self::Turns(0)
    }

    /// What stands before and after a passage, piece by piece.
    pub fn around(self, span: Span, content: &Content) -> (Vec<Span>, Vec<Span>) {
        let text = content.text.as_str();
        let turns = &content.structure.turns;
        let inside = content.structure.turns_in(span);
        let rest = |whole: Option<Span>| {
            let whole = whole.unwrap_or(span).hull(span);
            let before = Span { start: whole.start, end: span.start }.trimmed(text);
            let after = Span { start: span.end, end: whole.end }.trimmed(text);
            let some = |s: Span| if s.is_empty() { Vec::new() } else { vec![s] };
            (some(before), some(after))
        };
        match self {
            Self::Sentence => rest(sentences_around(span, content)),
            Self::Turn => rest(turns[inside].iter().map(|t| t.span).reduce(Span::hull)),
            Self::Turns(count) => {
                let last = inside.end.saturating_add(count).min(turns.len());
                let spans = |range: std::ops::Range<usize>| turns[range].iter().map(|t| t.span).collect();
                (spans(inside.start.saturating_sub(count)..inside.start), spans(inside.end..last))
            }
        }
    }
}

/// A result in `find --json`: stable fields.
#[derive(Serialize)]
pub struct HitLine<'a> {
    document: &'a str,
    case: Option<String>,
    cases: Vec<String>,
    turn: Option<u32>,
    place: String,
    speaker: Option<&'a str>,
    time_ms: Option<u64>,
    start: u32,
    end: u32,
    text: &'a str,
    codes: Vec<String>,
    matches: Vec<Range>,
    before: Vec<&'a str>,
    after: Vec<&'a str>,
}

/// Code points, half-open.
#[derive(Serialize)]
struct Range {
    start: u32,
    end: u32,
}

/// What is shown of a result, whether its whole document was read for it or its turn alone.
pub struct Excerpt<'a> {
    place: String,
    speaker: Option<&'a str>,
    time_ms: Option<u64>,
    points: Points,
    text: &'a str,
    /// What matched, in bytes of the words shown.
    matches: Vec<Span>,
    before: Vec<&'a str>,
    after: Vec<&'a str>,
}

impl<'a> Excerpt<'a> {
    pub fn of(hit: &Hit, content: &'a Content, context: Context) -> Self {
        let text = content.text.as_str();
        let span = hit.passage.span;
        let turn = hit.turn.map(|t| t as usize);
        let (before, after) = context.around(span, content);
        Self {
            place: place_name(span, content),
            speaker: turn.and_then(|t| content.structure.speaker_of(t)),
            time_ms: turn.and_then(|t| content.structure.turns[t].time_ms),
            points: content.text.to_points(span),
            text: span.of(text),
            matches: inside(hit),
            before: before.into_iter().map(|s| s.of(text)).collect(),
            after: after.into_iter().map(|s| s.of(text)).collect(),
        }
    }

    /// The same for a result that is a whole turn.
    pub fn of_turn(hit: &Hit, turn: &'a TurnText) -> Self {
        let number = hit.turn.map_or(0, |t| t as usize) + 1;
        Self {
            place: Place::Turns(number, number).to_string(),
            speaker: turn.speaker.as_deref(),
            time_ms: turn.time_ms,
            points: turn.points,
            text: &turn.text,
            matches: inside(hit),
            before: Vec::new(),
            after: Vec::new(),
        }
    }

    /// What matched, in code points of the document.
    fn ranges(&self) -> Vec<Range> {
        let mut out = Vec::with_capacity(self.matches.len());
        let (mut byte, mut point) = (0, self.points.start);
        for m in &self.matches {
            let points = |from: u32, to: u32| Span { start: from, end: to }.of(self.text).chars().count() as u32;
            let start = point + points(byte, m.start);
            let end = start + points(m.start, m.end);
            out.push(Range { start, end });
            (byte, point) = (m.end, end);
        }
        out
    }
}

/// What matched within a result, in bytes from its beginning.
fn inside(hit: &Hit) -> Vec<Span> {
    let span = hit.passage.span;
    let within = hit.matches.iter().filter_map(|m| m.intersection(span));
    within.map(|m| Span { start: m.start - span.start, end: m.end - span.start }).collect()
}

impl<'a> HitLine<'a> {
    pub fn of(project: &'a Project, hit: &Hit, excerpt: &Excerpt<'a>, about: &About<'_>) -> Self {
        let names = cases_of(project, hit, about);
        Self {
            document: &project.documents[&hit.passage.document].name,
            case: names.first().cloned(),
            cases: names,
            turn: hit.turn.map(|t| t + 1),
            place: excerpt.place.clone(),
            speaker: excerpt.speaker,
            time_ms: excerpt.time_ms,
            start: excerpt.points.start,
            end: excerpt.points.end,
            text: excerpt.text,
            codes: codes_on(project, hit.passage),
            matches: excerpt.ranges(),
            before: excerpt.before.clone(),
            after: excerpt.after.clone(),
        }
    }

    /// The columns of the same as a record.
    pub const HEADINGS: &'static [&'static str] = &[
        "document", "cases", "turn", "place", "speaker", "time_ms", "start", "end", "text", "codes", "before", "after",
    ];

    /// As a record: lists are joined by semicolons, pieces of text by line ends.
    pub fn record(&self) -> Vec<Field> {
        let number = |n: Option<u64>| n.map_or(Field::None, Field::Count);
        vec![
            self.document.into(),
            Field::Text(self.cases.join("; ")),
            number(self.turn.map(u64::from)),
            Field::Text(self.place.clone()),
            self.speaker.map_or(Field::None, Field::from),
            number(self.time_ms),
            Field::Count(u64::from(self.start)),
            Field::Count(u64::from(self.end)),
            self.text.into(),
            Field::Text(self.codes.join("; ")),
            Field::Text(self.before.join("\n")),
            Field::Text(self.after.join("\n")),
        ]
    }
}

pub fn cases_of(project: &Project, hit: &Hit, about: &About<'_>) -> Vec<String> {
    about.cases(hit).iter().filter_map(|id| project.cases.get(id)).map(|c| c.name.clone()).collect()
}

/// Paths of the codes on a passage, each once.
pub fn codes_on(project: &Project, passage: Passage) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for coding in project.codings.on(passage) {
        let path = project.codebook.path(coding.code);
        if !codes.contains(&path) {
            codes.push(path);
        }
    }
    codes
}

/// Prints a result with its heading and what stands around it.
pub fn show(project: &Project, hit: &Hit, excerpt: &Excerpt<'_>, about: &About<'_>, io: &mut Io) {
    let mut heading = vec![project.documents[&hit.passage.document].name.clone(), excerpt.place.clone()];
    heading.extend(excerpt.speaker.map(str::to_owned));
    heading.extend(excerpt.time_ms.map(time));
    let names = cases_of(project, hit, about);
    if !names.is_empty() {
        heading.push(format!("case {}", names.join(", ")));
    }
    let codes = codes_on(project, hit.passage);
    if !codes.is_empty() {
        heading.push(format!("[{}]", codes.join(", ")));
    }
    io.print(&heading.join("  "));
    let width = io.width.min(100).saturating_sub(4);
    for text in &excerpt.before {
        quiet(text, width, io);
    }
    let marked = highlighted(excerpt.text, &excerpt.matches, io.colour);
    for line in wrapped(&marked, width) {
        let line =
            if io.colour { line.replace('\u{E000}', "\u{1b}[1;33m").replace('\u{E001}', "\u{1b}[0m") } else { line };
        io.print_styled(&format!("    {line}"));
    }
    for text in &excerpt.after {
        quiet(text, width, io);
    }
    io.print("");
}

fn quiet(text: &str, width: usize, io: &mut Io) {
    for line in wrapped(text, width) {
        io.print(&format!("  · {line}"));
    }
}

/// The words of a passage, made harmless, with what matched marked: by two characters for private use where colours follow, by nothing otherwise.
fn highlighted(text: &str, matches: &[Span], colour: bool) -> String {
    if !colour {
        return printable(text);
    }
    let plain = |s: &str| printable(s).replace(['\u{E000}', '\u{E001}'], "\u{FFFD}");
    let mut out = String::new();
    let mut at = 0;
    for m in matches {
        if m.start < at {
            continue;
        }
        out.push_str(&plain(Span { start: at, end: m.start }.of(text)));
        // A mark on every word, so that a line end between two words does not carry the colour into the margin.
        let words: Vec<String> =
            m.of(text).split_whitespace().map(|w| format!("\u{E000}{}\u{E001}", plain(w))).collect();
        out.push_str(&words.join(" "));
        at = m.end;
    }
    out.push_str(&plain(&text[at as usize..]));
    out
}
