//! A text as lines, each with what kind of line it is.

use super::Heading;
use crate::text::Span;

/// What a line is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// Nothing but white space.
    Blank,
    /// A line drawn across the page: `---`, `***`, `___`.
    Rule,
    /// A heading: its level (1 is the highest) and where its words begin and end.
    Heading(u8, Span),
    /// Words.
    Words,
    /// A line inside a fenced block of code: never a label, a heading or the end of a paragraph.
    Fenced,
}

/// One line without its line end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
    /// True for the first line of words after a blank line, a rule, a heading or the text's beginning; for every line of words in a text without blank
    /// lines.
    pub opens: bool,
}

/// Cuts a text into lines. `headings` are the places an importer knows to be headings from the file's own styles.
pub(super) fn lines(text: &str, headings: &[Heading]) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    let mut start = 0;
    let mut known = headings.iter().peekable();
    let closes = last_fence(text);
    let mut fenced = false;
    let mut open = true;
    for raw in text.split('\n') {
        let end = start + raw.len();
        while known.next_if(|h| (h.span.end as usize) <= start && (h.span.start as usize) < start).is_some() {}
        let styled = known.peek().filter(|h| (h.span.start as usize) >= start && (h.span.end as usize) <= end);
        let fence = is_fence(raw);
        let kind = if fence && (fenced || start < closes) {
            fenced = !fenced;
            Kind::Fenced
        } else if fenced {
            Kind::Fenced
        } else {
            match (kind_of(raw, start), styled.filter(|h| !h.span.of(text).trim().is_empty())) {
                (Kind::Words, Some(heading)) => Kind::Heading(heading.level.max(1), heading.span.trimmed(text)),
                (kind, _) => kind,
            }
        };
        let words = matches!(kind, Kind::Words | Kind::Fenced);
        out.push(Line { start, end, kind, opens: words && open });
        open = !words;
        start = end + 1;
    }
    if !has_blank_lines(&out) {
        out.iter_mut().for_each(|line| line.opens = line.opens || line.kind == Kind::Words);
    }
    out
}

/// Whether blank lines stand between lines of words.
pub(super) fn has_blank_lines(lines: &[Line]) -> bool {
    let words = |l: &Line| matches!(l.kind, Kind::Words | Kind::Fenced);
    let first = lines.iter().position(words).unwrap_or(lines.len());
    lines[first..].windows(2).any(|two| two[0].kind == Kind::Blank && words(&two[1]))
}

/// Where the last fence begins: a fence that nothing closes opens nothing.
fn last_fence(text: &str) -> usize {
    let mut last = 0;
    let mut start = 0;
    for line in text.split('\n') {
        if is_fence(line) {
            last = start;
        }
        start += line.len() + 1;
    }
    last
}

fn is_fence(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("```") || line.starts_with("~~~")
}

fn kind_of(raw: &str, start: usize) -> Kind {
    let line = raw.trim();
    if line.is_empty() {
        return Kind::Blank;
    }
    if let Some(kind) = heading(raw, start) {
        return kind;
    }
    let first = line.as_bytes()[0];
    let ruled = matches!(first, b'-' | b'*' | b'_' | b'=') && line.len() >= 3;
    if ruled && line.bytes().all(|b| b == first || b == b' ') {
        return Kind::Rule;
    }
    Kind::Words
}

/// A Markdown heading (`## words`, closing marks left out).
fn heading(raw: &str, start: usize) -> Option<Kind> {
    let marks = raw.bytes().take_while(|b| *b == b'#').count();
    let rest = raw.get(marks..)?;
    if !(1..=6).contains(&marks) || !rest.starts_with([' ', '\t']) {
        return None;
    }
    let words = rest.trim();
    let words = words.strip_suffix(|c: char| c == '#').map_or(words, |cut| {
        let cut = cut.trim_end_matches('#');
        if cut.is_empty() || cut.ends_with(' ') { cut.trim_end() } else { words }
    });
    if words.is_empty() {
        return Some(Kind::Blank);
    }
    let at = start + marks + (rest.len() - rest.trim_start().len());
    Some(Kind::Heading(marks as u8, Span::new(at, at + words.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Kind> {
        lines(text, &[]).into_iter().map(|l| l.kind).collect()
    }

    #[test]
    fn headings_rules_and_fences_are_told_apart() {
        use Kind::*;
        assert_eq!(kinds("## Why? ##\n\n---\nso #1"), [Heading(2, Span::new(3, 7)), Blank, Rule, Words]);
        assert_eq!(kinds("```\n# no heading\n\n```\nx"), [Fenced, Fenced, Fenced, Fenced, Words]);
        assert_eq!(kinds("```\n# heading")[1], Heading(1, Span::new(6, 13)), "a fence that nothing closes");
        assert_eq!(kinds("#nothing\n#"), [Words, Words]);
    }

    #[test]
    fn a_heading_known_from_the_files_style_needs_no_marks() {
        let heading = super::Heading { span: Span::new(2, 7), level: 2 };
        assert_eq!(lines("a\nTitle\nb", &[heading])[1].kind, Kind::Heading(2, Span::new(2, 7)));
    }
}
