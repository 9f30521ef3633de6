//! Subtitles, SubRip and WebVTT, read as tolerantly as people write them.
//!
//! Cues of one speaker that follow one another become one turn with the time of the first. Who speaks is known from voices (`<v Name>`), else from
//! labels at the beginnings of cues (`Name: words`), believed as in any other text.

mod cues;
mod markup;

pub(super) use cues::timestamp;

use super::{Parts, Source, warn_harmless};
use crate::document::{Assembly, Draft, Piece, Speakers, labels_of_cues};
use crate::fault::{Fault, Outcome};
use cues::Cue;
use markup::Voice;

/// Without speakers, a paragraph ends with the first sentence after this many bytes …
const PARAGRAPH: usize = 400;
/// … in any case after this many …
const LONGEST: usize = 1600;
/// … and at a silence of this many milliseconds.
const SILENCE: u64 = 4000;

/// Reads SubRip.
pub(super) fn read_srt(source: &Source) -> Outcome<Draft> {
    read(source, "srt")
}

/// Reads WebVTT.
pub(super) fn read_vtt(source: &Source) -> Outcome<Draft> {
    read(source, "vtt")
}

fn read(source: &Source, format: &str) -> Outcome<Draft> {
    let (text, mut warnings) = source.text()?;
    let cues = cues::cues(&text, &mut warnings);
    if cues.is_empty() {
        return Err(Fault::data("there is not one line with times (00:00:01.000 --> 00:00:02.000) in this file")
            .hint("if it is a text without times, say --format txt"));
    }
    let spoken = spoken(&cues, &source.options.speakers);
    let voices = cues.iter().any(|c| c.text.contains("<v")) && spoken.iter().any(|p| p.speaker.is_some());
    let mut assembly = Assembly::default();
    let merged = merge(spoken);
    merged.iter().for_each(|piece| assembly.push(piece));
    let (text, structure, harmless) =
        assembly.finish(if voices { "voices of the cues" } else { "`Name:` labels in the cues" });
    warn_harmless(harmless, &mut warnings);
    source.draft(format, text, structure, Parts { warnings, ..Parts::default() })
}

/// One stretch of one speaker within one cue.
struct Spoken {
    speaker: Option<String>,
    role: Option<String>,
    start: u64,
    end: u64,
    words: String,
}

/// The cues as stretches of speech.
fn spoken(cues: &[Cue], speakers: &Speakers) -> Vec<Spoken> {
    let read: Vec<(&Cue, Vec<Voice>)> = cues.iter().map(|cue| (cue, markup::voices(&cue.text))).collect();
    let voiced = read.iter().any(|(_, voices)| voices.iter().any(|v| v.name.is_some()));
    if voiced && *speakers == Speakers::Auto {
        let one = |cue: &Cue, v: Voice| Spoken {
            speaker: v.name,
            role: None,
            start: cue.start,
            end: cue.end,
            words: v.words,
        };
        return read.into_iter().flat_map(|(cue, voices)| voices.into_iter().map(move |v| one(cue, v))).collect();
    }
    labelled(&read, speakers)
}

/// Speakers by labels at the beginnings of lines; a cue without one goes on with the speaker before.
fn labelled(read: &[(&Cue, Vec<Voice>)], speakers: &Speakers) -> Vec<Spoken> {
    let mut text = String::new();
    let mut owners = Vec::new();
    for (n, (_, voices)) in read.iter().enumerate() {
        for line in voices.iter().flat_map(|v| v.words.split('\n')).filter(|l| !l.trim().is_empty()) {
            text.push_str(line);
            text.push('\n');
            owners.push(Some(n));
        }
        text.push('\n');
        owners.push(None);
    }
    let mut labels = labels_of_cues(&text, speakers).into_iter().peekable();
    let mut out: Vec<Spoken> = Vec::new();
    let mut now: (Option<String>, Option<String>) = (None, None);
    for (n, (line, owner)) in text.split('\n').zip(&owners).enumerate() {
        let Some(owner) = *owner else { continue };
        let cue = read[owner].0;
        let label = labels.next_if(|label| label.line == n);
        let words = label.as_ref().map_or(line, |label| &line[label.words..]);
        let starts = label.is_some();
        if let Some(label) = label {
            now = (Some(label.name), label.role);
        }
        match out.last_mut() {
            Some(last) if !starts && last.start == cue.start && last.end == cue.end => {
                last.words.push('\n');
                last.words.push_str(words);
            }
            _ => {
                let words = words.to_owned();
                out.push(Spoken { speaker: now.0.clone(), role: now.1.clone(), start: cue.start, end: cue.end, words });
            }
        }
    }
    out
}

/// Joins consecutive stretches of one speaker.
fn merge(spoken: Vec<Spoken>) -> Vec<Piece> {
    // One speaker alone (a lecture) is cut into paragraphs like a text without speakers.
    let alone = spoken.windows(2).all(|two| two[0].speaker == two[1].speaker);
    let mut out: Vec<Piece> = Vec::new();
    let mut end = 0;
    let cuts = |s: &Spoken| alone || s.speaker.is_none();
    for s in spoken {
        let words = join_lines(&s.words);
        if words.is_empty() {
            continue;
        }
        let silent = s.start.saturating_sub(end) >= SILENCE;
        end = s.end;
        match out.last_mut() {
            Some(last) if last.speaker == s.speaker && !(cuts(&s) && (silent || full(&last.words))) => {
                last.words.push(if words.starts_with(['-', '–', '—']) { '\n' } else { ' ' });
                last.words.push_str(&words);
            }
            _ => out.push(Piece { speaker: s.speaker, role: s.role, time_ms: Some(s.start), words }),
        }
    }
    out
}

fn full(words: &str) -> bool {
    let ended =
        words.trim_end_matches(['"', '”', '’', '\'', ')', '»']).ends_with(['.', '?', '!', '…', '。', '？', '！', '؟']);
    words.len() >= LONGEST || words.len() >= PARAGRAPH && ended
}

/// The lines of a cue as one; a dash at the beginning of a line tells another voice, so that line stays on its own.
fn join_lines(words: &str) -> String {
    let mut out = String::new();
    for line in words.split('\n').map(|l| l.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|l| !l.is_empty())
    {
        if !out.is_empty() {
            out.push(if line.starts_with(['-', '–', '—']) { '\n' } else { ' ' });
        }
        out.push_str(&line);
    }
    out
}

#[cfg(test)]
mod tests;
