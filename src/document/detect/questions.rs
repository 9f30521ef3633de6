//! Who asks, and the questions of the interview.

use super::turns::Extra;
use super::vocabulary::{asks, asks_beside};
use crate::document::{Question, Speaker, Turn, TurnKind};
use crate::text::{Span, fold, sentences};

/// A question as a paragraph is at most this long, in bytes.
const LONGEST: usize = 900;
/// A question of an interviewer longer than this is cut to the sentences that ask, in bytes.
const WHOLE: usize = 400;

/// Where the questions were found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Source {
    Headings,
    Numbers,
    Turns,
    Paragraphs,
}

/// Says of each speaker whether it asks: by the label (`I`, `Interviewer`, `主持人`), else the one who clearly asks most.
pub(super) fn mark_interviewers(text: &str, turns: &[Turn], speakers: &mut [Speaker]) {
    let keys: Vec<String> = speakers.iter().map(|s| fold(&s.name)).collect();
    let all: Vec<&str> = keys.iter().map(String::as_str).collect();
    for (speaker, key) in speakers.iter_mut().zip(&keys) {
        let role = speaker.role.as_ref().is_some_and(|r| asks(&fold(r)));
        speaker.interviewer = role || asks(key) || asks_beside(key, &all);
    }
    if speakers.len() < 2 || speakers.iter().any(|s| s.interviewer) {
        return;
    }
    let mut marks = vec![0usize; speakers.len()];
    let mut asking = vec![(0usize, 0usize); speakers.len()];
    for turn in turns {
        let Some(count) = turn.speaker.and_then(|s| asking.get_mut(s as usize)) else { continue };
        let here = turn.span.of(text).chars().filter(|c| is_mark(*c)).count();
        count.0 += usize::from(here > 0);
        count.1 += 1;
        marks[turn.speaker.unwrap_or(0) as usize] += here;
    }
    let total: usize = marks.iter().sum();
    let Some((most, count)) = marks.iter().copied().enumerate().max_by_key(|(_, n)| *n) else { return };
    let (with, turns) = asking[most];
    speakers[most].interviewer = count >= 3 && count * 10 >= total * 6 && with * 10 >= turns * 3;
}

/// The questions of a document. Numbered questions and questions as headings go before the turns of an interviewer.
pub(super) fn find(
    text: &str,
    turns: &[Turn],
    extra: &[Extra],
    speakers: &[Speaker],
) -> (Vec<Question>, Option<Source>) {
    let finders: [(Source, Finder); 4] = [
        (Source::Headings, headings),
        (Source::Numbers, numbers),
        (Source::Turns, asked),
        (Source::Paragraphs, paragraphs),
    ];
    for (source, finder) in finders {
        let starts = finder(&View { text, turns, extra, speakers });
        if !starts.is_empty() {
            return (spread(&starts, turns, extra, source), Some(source));
        }
    }
    (Vec::new(), None)
}

type Finder = fn(&View) -> Vec<Start>;

struct View<'a> {
    text: &'a str,
    turns: &'a [Turn],
    extra: &'a [Extra],
    speakers: &'a [Speaker],
}

impl View<'_> {
    fn labelled(&self) -> bool {
        !self.speakers.is_empty()
    }

    fn asks(&self, turn: &Turn) -> bool {
        turn.speaker.and_then(|s| self.speakers.get(s as usize)).is_some_and(|s| s.interviewer)
    }
}

/// Where a question begins.
#[derive(Clone, Copy, Debug)]
struct Start {
    turn: usize,
    span: Span,
    number: Option<u32>,
}

/// Gives each question the turns up to the next one; under a heading, up to the next heading of its level or a higher one.
fn spread(starts: &[Start], turns: &[Turn], extra: &[Extra], source: Source) -> Vec<Question> {
    let mut out: Vec<Question> = Vec::with_capacity(starts.len());
    for (n, start) in starts.iter().enumerate() {
        let mut last = starts.get(n + 1).map_or(turns.len(), |next| next.turn);
        if source == Source::Headings {
            let level = extra[start.turn].level;
            let closes = |i: &usize| turns[*i].kind == TurnKind::Heading && extra[*i].level <= level;
            last = (start.turn + 1..last).find(closes).unwrap_or(last);
        }
        out.push(Question { span: start.span, number: start.number, first: start.turn as u32, last: last as u32 });
    }
    out
}

/// Headings that ask or carry a number.
fn headings(view: &View) -> Vec<Start> {
    let mut total = 0;
    let mut out = Vec::new();
    for (n, turn) in view.turns.iter().enumerate().filter(|(_, t)| t.kind == TurnKind::Heading) {
        total += 1;
        let words = turn.span.of(view.text);
        let number = leading_number(words).map(|(number, _)| number).or_else(|| named_number(words));
        if ends_asking(words) || number.is_some() {
            out.push(Start { turn: n, span: turn.span, number });
        }
    }
    let enough = out.len() >= 2 && (!view.labelled() || out.len() * 2 >= total);
    if enough { out } else { Vec::new() }
}

/// `Question 5`, `Pregunta 5`: the number of a heading that names itself a question.
fn named_number(words: &str) -> Option<u32> {
    let (first, rest) = words.split_once(' ')?;
    let digits: String = rest.trim_start().chars().take_while(char::is_ascii_digit).take(4).collect();
    asks(&fold(first)).then(|| digits.parse().ok())?
}

/// Lines that begin with a number and ask: paragraphs, or lines in what the interviewer says.
fn numbers(view: &View) -> Vec<Start> {
    let mut out: Vec<Start> = Vec::new();
    let mut marked = 0;
    let has_asker = view.speakers.iter().any(|s| s.interviewer);
    for (n, turn) in view.turns.iter().enumerate().filter(|(_, t)| t.kind != TurnKind::Heading) {
        if view.labelled() && (turn.speaker.is_none() || has_asker && !view.asks(turn)) {
            continue;
        }
        let mut at = turn.span.start as usize;
        for line in turn.span.of(view.text).split('\n') {
            let next = at + line.len() + 1;
            if let Some((number, skip)) = leading_number(line) {
                let asking = line.rfind(is_mark);
                let before = out.last().map_or(0, |last: &Start| last.number.unwrap_or(0));
                let follows = number == before + 1 || out.is_empty() && number == 0;
                let near = number == before + 2 && turn.span.of(view.text).contains(is_mark);
                if asking.is_some() || view.labelled() && (follows || near) {
                    marked += usize::from(asking.is_some());
                    let end = asking.map_or(line.len(), |i| i + line[i..].chars().next().map_or(1, char::len_utf8));
                    let span = Span::new(at + skip.min(end), at + end).trimmed(view.text);
                    // Of several in one turn the last one is the one that is answered.
                    out.pop_if(|start| start.turn == n);
                    out.push(Start { turn: n, span, number: Some(number) });
                }
            }
            at = next;
        }
    }
    let distinct = out.windows(2).filter(|two| two[0].number != two[1].number).count() + 1;
    if marked >= 2 && distinct >= 2 { out } else { Vec::new() }
}

/// The turns of an interviewer that ask.
fn asked(view: &View) -> Vec<Start> {
    let mut out = Vec::new();
    for (n, turn) in view.turns.iter().enumerate().filter(|(_, t)| view.asks(t)) {
        let number = view.extra[n].number;
        if turn.span.of(view.text).contains(is_mark) || number.is_some() {
            out.push(Start { turn: n, span: asking_part(view.text, turn.span), number });
        }
    }
    out
}

/// Paragraphs that end by asking, in a text without speakers: at least two, each with an answer after it.
fn paragraphs(view: &View) -> Vec<Start> {
    if view.labelled() {
        return Vec::new();
    }
    let greek = is_greek(view.text);
    let asks = |turn: &Turn| {
        turn.kind == TurnKind::Paragraph && turn.span.len() <= LONGEST && ends_asking_in(turn.span.of(view.text), greek)
    };
    let mut out = Vec::new();
    let mut answered = 0;
    let mut count = 0;
    for (n, turn) in view.turns.iter().enumerate() {
        count += usize::from(turn.kind == TurnKind::Paragraph);
        if asks(turn) {
            answered +=
                usize::from(view.turns.get(n + 1).is_some_and(|next| next.kind == TurnKind::Paragraph && !asks(next)));
            out.push(Start { turn: n, span: turn.span, number: None });
        }
    }
    if answered >= 2 && out.len() * 10 <= count * 6 { out } else { Vec::new() }
}

/// Of a long turn, the sentences from the first that asks to the last.
fn asking_part(text: &str, span: Span) -> Span {
    let words = span.of(text);
    if words.len() <= WHOLE {
        return span;
    }
    let asking: Vec<Span> = sentences(words).into_iter().filter(|s| ends_asking(s.of(words))).collect();
    match (asking.first(), asking.last()) {
        (Some(first), Some(last)) => {
            let part = first.hull(*last);
            Span { start: span.start + part.start, end: span.start + part.end }
        }
        _ => span,
    }
}

/// `12. What`, `3) What`, `1 - What`, `0-What`: the number and where the words begin.
fn leading_number(line: &str) -> Option<(u32, usize)> {
    let body = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '(' | '['));
    let digits = body.bytes().take(4).take_while(u8::is_ascii_digit).count();
    let number = body.get(..digits).filter(|d| (1..=3).contains(&d.len()))?.parse().ok()?;
    let rest = body[digits..].trim_start();
    let mark =
        rest.chars().next().filter(|c| matches!(c, '.' | ')' | ']' | '-' | '–' | '—' | ':' | '．' | '、' | '）'))?;
    let words = rest[mark.len_utf8()..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '*' | '_'));
    let good = words.chars().next().is_some_and(|c| !c.is_ascii_digit());
    good.then(|| (number, line.len() - words.len()))
}

/// A question mark of any script.
fn is_mark(c: char) -> bool {
    matches!(c, '?' | '？' | '؟' | '՞' | '⁇' | '⁈' | '⁉')
}

fn ends_asking(words: &str) -> bool {
    ends_asking_in(words, false)
}

/// Whether words end by asking; in Greek a semicolon asks.
fn ends_asking_in(words: &str, greek: bool) -> bool {
    let end = words.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '*' | '_' | '"' | '”' | '»' | ')' | '\'' | '’' | '」' | '!')
    });
    end.ends_with(is_mark) || greek && end.ends_with(';')
}

fn is_greek(text: &str) -> bool {
    let letters = text.chars().take(4000).filter(|c| c.is_alphabetic());
    let (greek, all) = letters.fold((0, 0), |(g, n), c| (g + usize::from(matches!(c, '\u{370}'..='\u{3FF}')), n + 1));
    greek * 2 > all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_before_questions_are_read() {
        let read = |line: &'static str| leading_number(line).map(|(n, at)| (n, &line[at..]));
        assert_eq!(read("1. What now?"), Some((1, "What now?")));
        assert_eq!(read("12) What now?"), Some((12, "What now?")));
        assert_eq!(read("0 - Et vous ?"), Some((0, "Et vous ?")));
        assert_eq!(read("0-Et vous ?"), Some((0, "Et vous ?")));
        assert_eq!(read("3.5 million"), None);
        assert_eq!(read("2-3 times"), None);
        assert_eq!(read("2015 was"), None);
    }

    #[test]
    fn questions_end_in_the_marks_of_their_script() {
        assert!(
            ends_asking("**Why?**") && ends_asking("为什么？") && ends_asking("لماذا؟") && !ends_asking("Why? So.")
        );
        assert!(ends_asking_in("Γιατί;", true) && !ends_asking_in("Why;", false));
    }
}
