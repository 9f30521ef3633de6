//! Finding the structure of a transcript: who speaks where, when, and what was asked.
//!
//! Everything here is a function of the text alone. It runs when a document is brought in and again when the user corrects the guess
//! ([`Speakers`]). It runs in time linear in the text's length.

mod accept;
mod assembly;
mod label;
mod lines;
mod pattern;
mod questions;
mod time;
mod turns;
mod vocabulary;

pub use assembly::{Assembly, Piece};
pub use pattern::Pattern;

use super::{Speaker, Speakers, Structure, Turn};
use crate::text::Span;
use accept::Chosen;
use label::Form;
use questions::Source;

/// A heading that an importer knows from the file's own styles.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Heading {
    /// The heading's words, within one line.
    pub span: Span,
    /// Its level; 1 is the highest.
    pub level: u8,
}

/// Finds turns, speakers and questions in a normalised text.
///
/// A speaker's label is believed only when its name recurs or labels begin nearly every paragraph; an article comes out as paragraphs. A turn lasts to the
/// next label or heading and may hold several paragraphs. [`Structure::fault`] finds nothing to object to in the result, whatever the text.
pub fn detect(text: &str, speakers: &Speakers) -> Structure {
    detect_with(text, speakers, &[])
}

/// The same, with the headings that are known beforehand, in order of the text.
pub fn detect_with(text: &str, speakers: &Speakers, headings: &[Heading]) -> Structure {
    let lines = lines::lines(text, headings);
    let mut remark = None;
    let chosen = match speakers {
        Speakers::Auto => accept::choose(text, &lines, false),
        Speakers::None => Chosen::default(),
        Speakers::Pattern(pattern) => match Pattern::parse(pattern) {
            Ok(pattern) => pattern::choose(text, &lines, &pattern),
            Err(fault) => {
                remark = Some(fault.what);
                Chosen::default()
            }
        },
    };
    let (mut turns, extra) = turns::turns(text, &lines, &chosen);
    let mut list = speakers_of(&mut turns, &chosen);
    questions::mark_interviewers(text, &turns, &mut list);
    let (questions, source) = questions::find(text, &turns, &extra, &list);
    let style = remark.unwrap_or_else(|| style(&chosen, source, speakers));
    Structure { style, speakers: list, turns, questions }
}

/// The speakers that say something, in order of appearance; a label without words names nobody.
fn speakers_of(turns: &mut [Turn], chosen: &Chosen) -> Vec<Speaker> {
    let mut list: Vec<Speaker> = Vec::new();
    let mut numbers: Vec<Option<u16>> = vec![None; chosen.names.len()];
    for turn in turns {
        let Some((number, name)) =
            turn.speaker.and_then(|s| Some((numbers.get_mut(s as usize)?, chosen.names.get(s as usize)?)))
        else {
            continue;
        };
        let number = number.get_or_insert_with(|| {
            list.push(Speaker { name: name.name.clone(), role: name.role.clone(), interviewer: false });
            (list.len() - 1) as u16
        });
        turn.speaker = Some(*number);
    }
    list
}

/// A label at the beginning of a line of subtitles.
pub(crate) struct CueLabel {
    /// Index of the line.
    pub line: usize,
    /// Who speaks.
    pub name: String,
    /// The speaker's role.
    pub role: Option<String>,
    /// Where in the line the words begin, in bytes.
    pub words: usize,
}

/// The labels in subtitles, whose cues are written as paragraphs. Cues are so short that labels begin only few of them.
pub(crate) fn labels_of_cues(text: &str, speakers: &Speakers) -> Vec<CueLabel> {
    let lines = lines::lines(text, &[]);
    let chosen = match speakers {
        Speakers::Auto => accept::choose(text, &lines, true),
        Speakers::None => Chosen::default(),
        Speakers::Pattern(pattern) => {
            Pattern::parse(pattern).map(|p| pattern::choose(text, &lines, &p)).unwrap_or_default()
        }
    };
    let of = |found: &accept::Found| {
        let name = chosen.names.get(found.speaker?)?;
        Some(CueLabel { line: found.line, name: name.name.clone(), role: name.role.clone(), words: found.label.words })
    };
    chosen.found.iter().filter_map(of).collect()
}

/// Milliseconds of a time stamp that is all there is in a string: `0:05`, `[00:01:02]`.
pub(crate) fn clock(text: &str) -> Option<u64> {
    let text = text.trim();
    time::stamp(text).filter(|stamp| stamp.len == text.len()).map(|stamp| stamp.ms)
}

/// The guess in words.
fn style(chosen: &Chosen, source: Option<Source>, asked: &Speakers) -> String {
    let timed = chosen.found.iter().filter(|f| f.label.time.is_some()).count() * 2 > chosen.found.len();
    let labels = match chosen.form {
        _ if chosen.found.is_empty() && *asked == Speakers::None => "no speakers, as asked",
        _ if chosen.found.is_empty() => "no speakers",
        Some(Form::Colon) => "`Name:` labels",
        Some(Form::Bold) => "`**Name:**` labels",
        Some(Form::Bracket) => "`[Name]` labels",
        Some(Form::Clock) => "`Name 0:00` labels",
        Some(Form::Given) => "labels of the given form",
        Some(Form::Time) | None => "no speakers, time stamps before paragraphs",
    };
    let mut out = labels.to_owned();
    if timed && chosen.form != Some(Form::Time) && chosen.form != Some(Form::Clock) {
        out.push_str(" with time stamps");
    }
    match source {
        Some(Source::Headings) => out.push_str(", questions as headings"),
        Some(Source::Numbers) => out.push_str(", numbered questions"),
        Some(Source::Paragraphs) => out.push_str(", questions as paragraphs"),
        Some(Source::Turns) | None => {}
    }
    out
}

#[cfg(test)]
mod tests;
