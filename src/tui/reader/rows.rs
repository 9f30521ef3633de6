//! A turn as rows of a screen: where its lines break, and which cells each cluster of letters takes.

use crate::text::{Span, graphemes, is_cjk, words};
use ratatui::buffer::CellWidth;
use std::collections::HashSet;
use unicode_bidi::{BidiInfo, Level};

/// A line end in a text is taken for a wrapped line, and reflowed, when the line is at least this many columns wide.
const WRAPPED: usize = 50;

/// A turn laid out for one width.
#[derive(Debug, Default)]
pub struct Rows {
    /// The rows, in bytes of the document, without white space at their ends; a blank row is empty.
    pub rows: Vec<Span>,
    /// Embedding level of every byte of the turn; empty when all of it runs from left to right.
    levels: Vec<Level>,
    /// Where the turn begins.
    base: u32,
    /// Whether the turn as a whole runs from right to left.
    pub from_right: bool,
}

/// One cluster of letters (or several of which the others take no cell) on a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cluster {
    /// What it covers, in bytes of the document.
    pub span: Span,
    /// Bytes before the part that is printed, and its length.
    pub printed: (u16, u16),
    /// First cell, counted from the left end of the text column.
    pub column: u16,
    /// Cells it takes: 1 or 2.
    pub width: u16,
    /// Runs from right to left, so that brackets are mirrored.
    pub mirrored: bool,
}

/// Cells that a cluster takes; white space takes one, control characters none.
pub fn width(cluster: &str) -> u16 {
    match cluster {
        "\t" | "\n" => 1,
        c if c.contains(char::is_control) => 0,
        c => c.cell_width(),
    }
}

impl Rows {
    /// Breaks a turn of a document into rows of at most `measure` columns.
    pub fn lay_out(text: &str, turn: Span, measure: u16) -> Self {
        let rows = wrap(turn.of(text), turn.start, measure.max(2));
        let mut laid = Self { rows, base: turn.start, ..Self::default() };
        if turn.of(text).chars().any(runs_from_right) {
            let info = BidiInfo::new(turn.of(text), None);
            laid.from_right = info.paragraphs.first().is_some_and(|p| p.level.is_rtl());
            laid.levels = info.levels;
        }
        laid
    }

    /// The row on which a byte lies.
    pub fn row_of(&self, byte: u32) -> usize {
        self.rows.partition_point(|r| r.start <= byte).saturating_sub(1)
    }

    /// The clusters of a row from left to right as they are printed. With `reorder`, runs from right to left are put in visual order; a turn that runs from
    /// right to left ends at the right edge of `measure` either way.
    pub fn clusters(&self, text: &str, row: usize, measure: u16, reorder: bool) -> Vec<Cluster> {
        let Some(span) = self.rows.get(row) else { return Vec::new() };
        let mut out: Vec<Cluster> = Vec::with_capacity(span.len());
        for (at, cluster) in graphemes(span.of(text)) {
            let start = span.start + at as u32;
            let end = start + cluster.len() as u32;
            let (cells, bytes) = (width(cluster), u16::try_from(cluster.len()).unwrap_or(0));
            match out.last_mut() {
                Some(last) if cells == 0 => last.span.end = end,
                // Marks without a letter at the beginning of a row belong to the letter after them.
                Some(last) if last.width == 0 => {
                    let before = u16::try_from(start - last.span.start).unwrap_or(0);
                    *last = Cluster {
                        span: Span { end, ..last.span },
                        printed: (before, bytes),
                        width: cells.min(2),
                        ..*last
                    };
                }
                _ => out.push(Cluster {
                    span: Span { start, end },
                    printed: (0, if cells == 0 { 0 } else { bytes }),
                    column: 0,
                    width: cells.min(2),
                    mirrored: false,
                }),
            }
        }
        if reorder && !self.levels.is_empty() {
            let level = |c: &Cluster| self.levels.get((c.span.start - self.base) as usize).copied();
            let levels: Vec<Level> = out.iter().map(|c| level(c).unwrap_or_else(Level::ltr)).collect();
            let visual = BidiInfo::reorder_visual(&levels);
            out = visual.into_iter().map(|i| Cluster { mirrored: levels[i].is_rtl(), ..out[i] }).collect();
        }
        let total: u16 = out.iter().map(|c| c.width).sum();
        let mut column = if self.from_right { measure.saturating_sub(total) } else { 0 };
        for cluster in &mut out {
            cluster.column = column;
            column += cluster.width;
        }
        out
    }
}

/// A bracket as it looks in text from right to left.
pub fn mirror(cluster: &str) -> &str {
    match cluster {
        "(" => ")",
        ")" => "(",
        "[" => "]",
        "]" => "[",
        "{" => "}",
        "}" => "{",
        "<" => ">",
        ">" => "<",
        "«" => "»",
        "»" => "«",
        "‹" => "›",
        "›" => "‹",
        other => other,
    }
}

/// Whether a text runs from right to left, by its first letter; `None` when it has none.
pub fn direction(text: &str) -> Option<bool> {
    text.chars().find(|c| c.is_alphabetic()).map(runs_from_right)
}

fn runs_from_right(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}' | '\u{200F}')
}

/// Breaks while walking through a turn.
struct Wrapper<'a> {
    text: &'a str,
    base: u32,
    measure: usize,
    rows: Vec<Span>,
    /// Where the row in the making begins, and how many columns it has.
    start: usize,
    columns: usize,
    /// Where it could be broken last, and how many columns it had there.
    chance: usize,
    columns_then: usize,
}

impl Wrapper<'_> {
    fn end_row(&mut self, end: usize, next: usize) {
        let from = self.start.min(end);
        let row = Span::new(from, end).trimmed(self.text);
        self.rows.push(Span { start: row.start + self.base, end: row.end + self.base });
        self.start = next;
        self.chance = next;
        self.columns = 0;
        self.columns_then = 0;
    }

    fn may_break(&mut self, at: usize) {
        self.chance = at;
        self.columns_then = self.columns;
    }

    fn add(&mut self, at: usize, width: usize) {
        while self.columns + width > self.measure && self.columns > 0 {
            if self.chance > self.start {
                let (chance, left) = (self.chance, self.columns - self.columns_then);
                self.end_row(chance, chance);
                self.columns = left;
            } else {
                self.end_row(at, at);
            }
        }
        self.columns += width;
    }
}

fn wrap(text: &str, base: u32, measure: u16) -> Vec<Span> {
    let mut w = Wrapper {
        text,
        base,
        measure: measure.into(),
        rows: Vec::new(),
        start: 0,
        columns: 0,
        chance: 0,
        columns_then: 0,
    };
    let by_dictionary = dictionary_breaks(text);
    let mut before = ' ';
    let mut skip_to = 0;
    for (at, cluster) in graphemes(text) {
        if at < skip_to {
            continue;
        }
        let first = cluster.chars().next().unwrap_or(' ');
        if let Some(blank) = Some(at).filter(|_| cluster == "\n").and_then(|at| line_ends_at(text, at)) {
            let next = at + blank.len();
            w.end_row(at, next);
            if blank.matches('\n').count() > 1 {
                w.rows.push(Span { start: base + next as u32, end: base + next as u32 });
            }
            skip_to = next;
            before = ' ';
            continue;
        }
        if cluster.chars().all(char::is_whitespace) && first != '\u{A0}' && first != '\u{202F}' {
            if at > w.start {
                w.columns += usize::from(width(cluster));
                w.may_break(at + cluster.len());
            } else {
                w.start = at + cluster.len();
                w.chance = w.start;
            }
        } else {
            if w.columns > 0 && breaks_between(before, first, at, &by_dictionary) {
                w.may_break(at);
            }
            w.add(at, width(cluster).into());
        }
        before = cluster.chars().next_back().unwrap_or(' ');
    }
    if w.start < text.len() || w.rows.is_empty() {
        w.end_row(text.len(), text.len());
    }
    w.rows
}

/// The white space from a line end on when the row has to end there; `None` when the line was only wrapped in the file.
fn line_ends_at(text: &str, at: usize) -> Option<&str> {
    let rest = &text[at..];
    let blank_end = rest.len() - rest.trim_start_matches(['\n', ' ', '\t']).len();
    let blank = &rest[..blank_end];
    if blank.matches('\n').count() > 1 {
        return Some(blank);
    }
    let line = text[..at].rsplit('\n').next().unwrap_or("");
    let next = &rest[blank_end..];
    // `12.` or `3)`: only the first few characters are looked at, since the rest can be long.
    let figures = next.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let numbered = figures > 0 && next[figures..].starts_with(['.', ')']);
    let listed = numbered || next.starts_with(['-', '*', '•', '–', '·', '>', '|', '#']);
    (listed || columns(line) < WRAPPED).then_some(blank)
}

fn columns(line: &str) -> usize {
    // A look at a long line's beginning is enough.
    graphemes(line).take(WRAPPED + 1).map(|(_, g)| usize::from(width(g))).sum()
}

/// Where words of scripts without spaces begin; only filled for those whose words must not be cut (Thai, Lao, Khmer, Burmese).
fn dictionary_breaks(text: &str) -> HashSet<usize> {
    if text.chars().any(in_dictionary_script) {
        words(text).iter().map(|w| w.start as usize).collect()
    } else {
        HashSet::new()
    }
}

fn in_dictionary_script(c: char) -> bool {
    matches!(c, '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
}

/// Whether a row may end between two characters without white space (a plain part of UAX 14).
fn breaks_between(before: char, next: char, at: usize, by_dictionary: &HashSet<usize>) -> bool {
    const NOT_AT_START: &str =
        "、。，．・：；？！）」』】〉》］｝〕ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ…％\u{FF0C},.!?:;)]}»›”’%";
    const NOT_AT_END: &str = "（「『【〈《［｛〔([{«‹“‘";
    if NOT_AT_START.contains(next) || NOT_AT_END.contains(before) {
        return false;
    }
    if in_dictionary_script(before) || in_dictionary_script(next) {
        return by_dictionary.contains(&at);
    }
    let wide = |c: char| is_cjk(c) || matches!(c, '\u{AC00}'..='\u{D7AF}' | '\u{FF00}'..='\u{FFEF}');
    if wide(before) || wide(next) {
        // Korean is written with spaces and breaks there.
        return !matches!(before, '\u{AC00}'..='\u{D7AF}') || !matches!(next, '\u{AC00}'..='\u{D7AF}');
    }
    matches!(before, '-' | '–' | '—' | '/') && next.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str, measure: u16) -> Vec<&str> {
        wrap(text, 0, measure).iter().map(|r| r.of(text)).collect()
    }

    #[test]
    fn rows_break_at_spaces_and_hyphens_and_inside_words_too_long() {
        assert_eq!(cut("one two three", 8), ["one two", "three"]);
        assert_eq!(cut("one two", 7), ["one two"]);
        assert_eq!(cut("well-known things", 6), ["well-", "known", "things"]);
        assert_eq!(cut("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(cut("漢字漢字。字", 8), ["漢字漢", "字。字"]);
        assert_eq!(cut("", 8), [""]);
    }

    #[test]
    fn short_lines_stay_lines_and_long_ones_are_reflowed() {
        assert_eq!(cut("roses\nviolets\n\n\nend", 20), ["roses", "violets", "", "end"]);
        let long = "a line that somebody's word processor has wrapped at\nseventy columns";
        assert_eq!(cut(long, 100).len(), 1);
        assert_eq!(cut("points that were written down one under the other:\n- first", 100).len(), 2);
    }

    #[test]
    fn right_to_left_rows_are_reordered_and_end_at_the_edge() {
        let text = "שלום (abc) עולם";
        let rows = Rows::lay_out(text, Span::new(0, text.len()), 20);
        assert!(rows.from_right);
        let clusters = rows.clusters(text, 0, 20, true);
        let shown: String =
            clusters.iter().map(|c| if c.mirrored { mirror(c.span.of(text)) } else { c.span.of(text) }).collect();
        assert_eq!(shown, "םלוע (abc) םולש");
        assert_eq!(clusters.last().map(|c| c.column + c.width), Some(20));
        let sent: String = rows.clusters(text, 0, 20, false).iter().map(|c| c.span.of(text)).collect();
        assert_eq!(sent, text);
    }

    proptest! {
        #[test]
        fn every_cluster_is_on_one_row_and_rows_fit(text in "[ab \\n\\-漢é🙂👩‍👧אب\u{301}\u{200D}]{0,80}", measure in 2u16..30) {
            let whole = Span::new(0, text.len());
            let rows = Rows::lay_out(&text, whole, measure);
            let mut covered = String::new();
            for (n, row) in rows.rows.iter().enumerate() {
                let clusters = rows.clusters(&text, n, measure, true);
                prop_assert!(clusters.iter().map(|c| c.width).sum::<u16>() <= measure, "{:?} in {}", row.of(&text), measure);
                let mut spans: Vec<Span> = clusters.iter().map(|c| c.span).collect();
                spans.sort();
                prop_assert!(spans.windows(2).all(|w| w[0].end == w[1].start));
                covered.push_str(row.of(&text));
            }
            let letters = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&covered), letters(&text));
        }
    }
}
