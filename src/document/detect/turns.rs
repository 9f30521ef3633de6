//! Turns out of lines and labels.

use super::accept::{Chosen, Found};
use super::label::Form;
use super::lines::{Kind, Line, has_blank_lines};
use crate::document::{Turn, TurnKind};
use crate::text::Span;

/// What was known of a turn besides its span, in step with the turns.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Extra {
    /// Level of a heading; 0 for others.
    pub level: u8,
    /// The number in `Q3:`.
    pub number: Option<u32>,
}

/// The turns of a text in order, with what else was seen of each.
pub(super) fn turns(text: &str, lines: &[Line], chosen: &Chosen) -> (Vec<Turn>, Vec<Extra>) {
    let blank = has_blank_lines(lines);
    let nameless = chosen.names.is_empty();
    let mut builder = Builder { text, out: Vec::new(), extra: Vec::new(), open: None, blank };
    let mut found = chosen.found.iter().peekable();
    let mut waiting: Option<(usize, Option<u64>)> = None;
    for (n, line) in lines.iter().enumerate() {
        let label = found.next_if(|f| f.line == n);
        match line.kind {
            Kind::Heading(level, span) if label.is_none() => builder.heading(line, level, span),
            Kind::Blank => builder.gap(),
            Kind::Rule if label.is_none() => builder.gap(),
            _ => match label {
                Some(f) if stands_before_label(f, lines, found.peek().copied(), text) => {
                    waiting = Some((line.start + f.label.start, f.label.time));
                }
                Some(f) if nameless || f.label.form != Form::Time => builder.label(line, f, waiting.take()),
                _ => builder.words(line.start, line.end, line.kind == Kind::Fenced),
            },
        }
    }
    builder.close();
    (builder.out, builder.extra)
}

/// A time stamp alone on its line belongs to the label on the next line of words.
fn stands_before_label(found: &Found, lines: &[Line], next: Option<&Found>, text: &str) -> bool {
    let line = &lines[found.line];
    let alone = found.label.words == line.end - line.start;
    let Some(next) = next.filter(|next| next.speaker.is_some() && next.label.time.is_none()) else { return false };
    let between = &text[line.end..lines[next.line].start];
    found.label.form == Form::Time && alone && between.trim().is_empty()
}

struct Open {
    label: Span,
    start: Option<usize>,
    end: usize,
    turn: Turn,
    marks: usize,
    number: Option<u32>,
}

struct Builder<'a> {
    text: &'a str,
    out: Vec<Turn>,
    extra: Vec<Extra>,
    open: Option<Open>,
    /// Whether paragraphs are separated by blank lines; otherwise each line is one.
    blank: bool,
}

impl Builder<'_> {
    fn heading(&mut self, line: &Line, level: u8, span: Span) {
        self.close();
        let label = Span::new(line.start, span.start as usize).trimmed(self.text);
        let label = if label.is_empty() { Span { start: span.start, end: span.start } } else { label };
        self.out.push(Turn { span, label, speaker: None, time_ms: None, kind: TurnKind::Heading });
        self.extra.push(Extra { level, number: None });
    }

    /// A blank line ends a paragraph but not what a speaker says.
    fn gap(&mut self) {
        let ends = self.open.as_ref().is_some_and(|o| o.turn.kind == TurnKind::Paragraph && o.start.is_some());
        if ends {
            self.close();
        }
    }

    fn label(&mut self, line: &Line, found: &Found, before: Option<(usize, Option<u64>)>) {
        self.close();
        let at = line.start;
        let start = before.map_or(at + found.label.start, |(start, _)| start);
        let label = Span::new(start, at + found.label.end);
        let speaker = found.speaker.and_then(|s| u16::try_from(s).ok());
        let kind = if speaker.is_some() { TurnKind::Speech } else { TurnKind::Paragraph };
        let time_ms = found.label.time.or(before.and_then(|(_, time)| time));
        let turn = Turn { span: Span::default(), label, speaker, time_ms, kind };
        self.open = Some(Open {
            label,
            start: None,
            end: label.end as usize,
            turn,
            marks: found.label.marks,
            number: found.number,
        });
        if at + found.label.words < line.end {
            self.words(at + found.label.words, line.end, false);
        }
    }

    fn words(&mut self, start: usize, end: usize, fenced: bool) {
        if self.text[start..end].trim().is_empty() {
            return;
        }
        let separate = !self.blank && !fenced;
        let new_line =
            self.open.as_ref().is_some_and(|o| o.turn.kind == TurnKind::Paragraph && o.start.is_some() && separate);
        if new_line {
            self.close();
        }
        let open = self.open.get_or_insert_with(|| {
            let label = Span::new(start, start);
            let turn = Turn { span: label, label, speaker: None, time_ms: None, kind: TurnKind::Paragraph };
            Open { label, start: None, end: start, turn, marks: 0, number: None }
        });
        open.start.get_or_insert(start);
        open.end = end;
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let Some(start) = open.start else { return };
        let mut span = Span::new(start, open.end).trimmed(self.text);
        if open.marks > 0 {
            let inside = span.of(self.text);
            let cut = inside.trim_end_matches(['*', '_']);
            if inside.len() - cut.len() == open.marks && !cut.trim().is_empty() {
                span.end = span.start + cut.trim_end().len() as u32;
            }
        }
        if span.is_empty() {
            return;
        }
        let label = if open.label.is_empty() { Span { start: span.start, end: span.start } } else { open.label };
        self.out.push(Turn { span, label, ..open.turn });
        self.extra.push(Extra { level: 0, number: open.number });
    }
}
