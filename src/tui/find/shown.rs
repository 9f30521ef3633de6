//! The words that a row shows: made harmless, on one line or several, with what matched in them.

use super::Around;
use crate::coding::Passage;
use crate::document::Content;
use crate::project::place_name;
use crate::query::{Hit, KwicLine};
use crate::text::{Span, printable, sentences};

/// A row shows at most so many bytes of the text: more is read in its place.
const LONGEST: usize = 4_000;
/// Bytes before the first match that a row of one line may show: the match has to be in sight.
const BEFORE: usize = 36;

/// What a row shows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Shown {
    /// Turn and sentence: `13:2`.
    pub place: String,
    /// Who says it.
    pub speaker: String,
    /// The words; with line ends only in a preview.
    pub text: String,
    /// The passage in them.
    pub passage: Span,
    /// What matched in them.
    pub matches: Vec<Span>,
    /// Names of speakers in them.
    pub names: Vec<Span>,
    /// The line of a concordance, where there is one.
    pub line: Option<KwicLine>,
}

/// Cuts the words for a row out of a document.
pub fn show(hit: &Hit, content: &Content, around: Around) -> Shown {
    let passage = hit.passage.span;
    let wanted = match around {
        Around::Nothing => passage,
        Around::Sentence => with_sentences(passage, content),
        Around::Turn => with_turns(passage, content, 0),
    };
    let mut shown = cut(hit, content, wanted, around == Around::Nothing);
    shown.text = shown.text.replace('\n', " ");
    shown
}

/// Cuts the words around a result out of its document: its turns, and one before and one after.
pub fn preview(hit: &Hit, content: &Content) -> Shown {
    let wanted = with_turns(hit.passage.span, content, 1);
    // Who speaks first is told too.
    let first = content.structure.turns_in(wanted).start;
    let label = content.structure.turns.get(first).map_or(wanted, |t| t.label.hull(wanted));
    cut(hit, content, label, false)
}

/// The passage with the whole of the turns that it touches, and so many before and after.
fn with_turns(passage: Span, content: &Content, more: usize) -> Span {
    let inside = content.structure.turns_in(passage);
    let turns = &content.structure.turns;
    let range = inside.start.saturating_sub(more)..(inside.end + more).min(turns.len());
    turns.get(range).unwrap_or_default().iter().fold(passage, |all, t| all.hull(t.span))
}

fn cut(hit: &Hit, content: &Content, wanted: Span, alone: bool) -> Shown {
    let text = content.text.as_str();
    let passage = hit.passage.span;
    let turn = hit.turn.map_or_else(|| content.structure.turns_in(passage).start, |t| t as usize);
    let first = hit.matches.first().copied().unwrap_or(passage);
    let from = match () {
        () if alone && (first.start - wanted.start) as usize > BEFORE => word_before(text, first.start, BEFORE),
        _ if wanted.len() > LONGEST && (passage.start - wanted.start) as usize > LONGEST / 2 => {
            word_before(text, passage.start, LONGEST / 4)
        }
        _ => wanted.start,
    };
    let end = (from as usize + LONGEST).min(wanted.end as usize);
    let end = (end..=wanted.end as usize).find(|b| text.is_char_boundary(*b)).unwrap_or(wanted.end as usize);
    let window = Span { start: from, end: end as u32 };
    let (mut words, spans, names) = clean(content, window, &[&[passage], &hit.matches[..]].concat());
    let shift = if window.start > wanted.start { "… " } else { "" };
    words.insert_str(0, shift);
    if window.end < wanted.end {
        words.push('…');
    }
    let moved = |s: &Span| Span { start: s.start + shift.len() as u32, end: s.end + shift.len() as u32 };
    Shown {
        place: place_name(passage, content),
        speaker: content.structure.speaker_of(turn).map(printable).unwrap_or_default(),
        text: words,
        passage: moved(&spans[0]),
        matches: spans[1..].iter().map(moved).filter(|s| !s.is_empty()).collect(),
        names: names.iter().map(moved).collect(),
        line: None,
    }
}

/// The byte where a word begins, about so many bytes before another.
fn word_before(text: &str, byte: u32, distance: usize) -> u32 {
    let aim = (byte as usize).saturating_sub(distance);
    let aim = (0..=aim).rev().find(|b| text.is_char_boundary(*b)).unwrap_or(0);
    let space = text[aim..byte as usize].find(char::is_whitespace);
    space.map_or(aim as u32, |at| {
        let rest = &text[aim + at..byte as usize];
        byte - rest.trim_start().len() as u32
    })
}

/// The passage with the whole of the sentences that it touches.
fn with_sentences(passage: Span, content: &Content) -> Span {
    let text = content.text.as_str();
    let mut all = passage;
    for turn in &content.structure.turns[content.structure.turns_in(passage)] {
        for sentence in sentences(turn.span.of(text)) {
            let there = Span { start: sentence.start + turn.span.start, end: sentence.end + turn.span.start };
            if there.overlaps(passage) {
                all = all.hull(there);
            }
        }
    }
    all
}

/// A stretch of a text without characters that could drive a terminal, names in place of labels; with some spans of it, where they then stand, and where the
/// names do.
fn clean(content: &Content, window: Span, spans: &[Span]) -> (String, Vec<Span>, Vec<Span>) {
    let text = content.text.as_str();
    let mut out = String::with_capacity(window.len());
    let mut at: Vec<(u32, u32)> = Vec::new();
    let mut names = Vec::new();
    let mut labels = content.labels_in(window).into_iter().peekable();
    let mut skip_to = window.start;
    for (offset, c) in window.of(text).char_indices() {
        let byte = window.start + offset as u32;
        if let Some((label, shown)) = labels.next_if(|(label, _)| label.start <= byte) {
            let from = out.len();
            out.push_str(&printable(&shown));
            names.push(Span::new(from, out.len()));
            skip_to = label.end;
        }
        at.push((byte, out.len() as u32));
        if byte < skip_to {
            continue;
        }
        match c {
            '\t' => out.push(' '),
            '\n' => out.push('\n'),
            c if c.is_control() => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    at.push((window.end, out.len() as u32));
    let place = |byte: u32| {
        let n = at.partition_point(|(from, _)| *from < byte);
        at.get(n).map_or(out.len() as u32, |(_, to)| *to)
    };
    let moved = spans.iter().map(|s| Span { start: place(s.start), end: place(s.end.max(s.start)) }).collect();
    (out, moved, names)
}

/// Quotations of passages with where they stand, one a line, as they are copied: `“words” (case, document, place)`.
pub fn quotation(passage: Passage, content: &Content, cases: &str, document: &str) -> String {
    let words = crate::tui::facts::one_line(&content.spoken(passage.span));
    let case = if cases.is_empty() { String::new() } else { format!("{cases}, ") };
    format!("“{words}” ({case}{document}, {})", place_name(passage.span, content))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::DocumentId;
    use crate::tui::reader::tests::content;
    use uuid::Uuid;

    fn hit(text: &str, words: &str, matched: &str) -> Hit {
        let at = |w: &str| {
            let start = text.find(w).unwrap();
            Span::new(start, start + w.len())
        };
        let passage = Passage { document: DocumentId(Uuid::nil()), span: at(words) };
        Hit { passage, turn: None, matches: vec![at(matched)], case: None }
    }

    #[test]
    fn the_words_hold_the_passage_and_what_matched() {
        let content = content("P: Nobody came. We waited,\nfor years. Then it closed.");
        let hit = hit(content.text.as_str(), "waited,\nfor", "waited");
        for (around, text) in [
            (Around::Nothing, "waited, for"),
            (Around::Sentence, "We waited, for years."),
            (Around::Turn, "Nobody came. We waited, for years. Then it closed."),
        ] {
            let shown = show(&hit, &content, around);
            assert_eq!(shown.text, text);
            assert_eq!((shown.passage.of(&shown.text), shown.matches[0].of(&shown.text)), ("waited, for", "waited"));
            assert_eq!(shown.place, "1:2");
        }
    }

    #[test]
    fn a_match_far_inside_a_long_passage_is_in_sight() {
        let long = format!("P: {} needle and {}.", "año tras año ".repeat(300), "後 ".repeat(9000));
        let content = content(&long);
        let text = content.text.as_str();
        let turn = content.structure.turns[0].span;
        let mut hit = hit(text, "needle", "needle");
        hit.passage.span = turn;
        for around in [Around::Nothing, Around::Sentence, Around::Turn] {
            let shown = show(&hit, &content, around);
            assert!(shown.text.len() < LONGEST + 20, "{}", shown.text.len());
            if around == Around::Nothing {
                assert!(
                    shown.text.starts_with("… a") && shown.matches[0].of(&shown.text) == "needle",
                    "{}",
                    shown.text
                );
            }
        }
    }

    #[test]
    fn who_speaks_is_told_by_name_and_no_label_is_seen() {
        let content = content("I: Were you there?|P: Nobody came. We waited.|I: For long?|P: For years.");
        let text = content.text.as_str();
        let shown = preview(&hit(text, "We waited", "waited"), &content);
        let lines: Vec<&str> = shown.text.lines().filter(|l| !l.is_empty()).collect();
        assert_eq!(lines, ["Interviewer: Were you there?", "Petra: Nobody came. We waited.", "Interviewer: For long?"]);
        assert_eq!(shown.matches[0].of(&shown.text), "waited");
        let names: Vec<&str> = shown.names.iter().map(|n| n.of(&shown.text)).collect();
        assert_eq!(names, ["Interviewer: ", "Petra: ", "Interviewer: "]);
        // A row of one line whose passage goes over two turns.
        let mut over = hit(text, "We waited", "waited");
        over.passage.span = over.passage.span.hull(content.structure.turns[2].span);
        assert_eq!(show(&over, &content, Around::Nothing).text, "We waited.  Interviewer: For long?");
        assert_eq!(quotation(over.passage, &content, "", "talk"), "“We waited. Interviewer: For long?” (talk, @36-60)");
    }
}
