use super::super::Io;
use crate::coding::Passage;
use crate::document::Content;
use crate::fault::{Fault, Outcome};
use crate::project::{Project, place_name};
use crate::query::{About, Hit, sentences_around};
use crate::report::Field;
use crate::report::listing::{time, wrapped};
use crate::text::{Span, printable};
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

impl<'a> HitLine<'a> {
    pub fn of(project: &'a Project, hit: &Hit, content: &'a Content, about: &About<'_>, context: Context) -> Self {
        let text = content.text.as_str();
        let points = content.text.to_points(hit.passage.span);
        let turn = hit.turn.map(|t| t as usize);
        let names = cases_of(project, hit, about);
        let (before, after) = context.around(hit.passage.span, content);
        let range = |m: &Span| {
            let points = content.text.to_points(*m);
            Range { start: points.start, end: points.end }
        };
        Self {
            document: &project.documents[&hit.passage.document].name,
            case: names.first().cloned(),
            cases: names,
            turn: hit.turn.map(|t| t + 1),
            place: place_name(hit.passage.span, content),
            speaker: turn.and_then(|t| content.structure.speaker_of(t)),
            time_ms: turn.and_then(|t| content.structure.turns[t].time_ms),
            start: points.start,
            end: points.end,
            text: hit.passage.span.of(text),
            codes: codes_on(project, hit.passage),
            matches: hit.matches.iter().map(range).collect(),
            before: before.into_iter().map(|s| s.of(text)).collect(),
            after: after.into_iter().map(|s| s.of(text)).collect(),
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
pub fn show(project: &Project, hit: &Hit, content: &Content, about: &About<'_>, context: Context, io: &mut Io) {
    let text = content.text.as_str();
    let turn = hit.turn.map(|t| t as usize);
    let mut heading =
        vec![project.documents[&hit.passage.document].name.clone(), place_name(hit.passage.span, content)];
    heading.extend(turn.and_then(|t| content.structure.speaker_of(t)).map(str::to_owned));
    heading.extend(turn.and_then(|t| content.structure.turns[t].time_ms).map(time));
    let names = cases_of(project, hit, about);
    if !names.is_empty() {
        heading.push(format!("case {}", names.join(", ")));
    }
    let codes = codes_on(project, hit.passage);
    if !codes.is_empty() {
        heading.push(format!("[{}]", codes.join(", ")));
    }
    io.print(&heading.join("  "));
    let (before, after) = context.around(hit.passage.span, content);
    let width = io.width.min(100).saturating_sub(4);
    for span in before {
        quiet(span.of(text), width, io);
    }
    let marked = highlighted(text, hit.passage.span, &hit.matches, io.colour);
    for line in wrapped(&marked, width) {
        let line =
            if io.colour { line.replace('\u{E000}', "\u{1b}[1;33m").replace('\u{E001}', "\u{1b}[0m") } else { line };
        io.print_styled(&format!("    {line}"));
    }
    for span in after {
        quiet(span.of(text), width, io);
    }
    io.print("");
}

fn quiet(text: &str, width: usize, io: &mut Io) {
    for line in wrapped(text, width) {
        io.print(&format!("  · {line}"));
    }
}

/// The words of a passage, made harmless, with what matched marked: by two characters for private use where colours follow, by nothing otherwise.
fn highlighted(text: &str, span: Span, matches: &[Span], colour: bool) -> String {
    let plain = |s: &str| printable(s).replace(['\u{E000}', '\u{E001}'], "\u{FFFD}");
    if !colour {
        return plain(span.of(text));
    }
    let mut out = String::new();
    let mut at = span.start;
    for m in matches.iter().filter_map(|m| m.intersection(span)) {
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
    out.push_str(&plain(Span { start: at, end: span.end }.of(text)));
    out
}
