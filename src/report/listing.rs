//! Plain tables and wrapped text for a terminal of a given width.

use crate::text::graphemes;
use unicode_width::UnicodeWidthStr;

/// On which side of its column a cell stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    /// At the left.
    Left,
    /// At the right: numbers.
    Right,
}

/// Columns that a text takes on a terminal.
pub fn columns(text: &str) -> usize {
    // Most words are plain letters, and lists are long.
    if text.bytes().all(|b| (b' '..=b'~').contains(&b)) { text.len() } else { UnicodeWidthStr::width(text) }
}

/// The text cut to so many columns, with `…` where something is missing. Never cuts a grapheme.
pub fn cut(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for (_, grapheme) in graphemes(text) {
        let next = columns(grapheme);
        if used + next + 1 > width {
            break;
        }
        used += next;
        out.push_str(grapheme);
    }
    out.push('…');
    out
}

/// The text in lines of at most so many columns, broken between words, inside a word only where it is wider than a line. Line ends stay.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        if let Some(cut) = wrapped_letters(paragraph, width) {
            lines.extend(cut.into_iter().map(str::to_owned));
            continue;
        }
        let mut line = String::new();
        let mut used = 0;
        for word in paragraph.split_whitespace() {
            let need = columns(word);
            if used > 0 && used + 1 + need > width {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            if need <= width {
                line.push_str(word);
                used += need;
                continue;
            }
            for (_, grapheme) in graphemes(word) {
                let next = columns(grapheme);
                if used > 0 && used + next > width {
                    lines.push(std::mem::take(&mut line));
                    used = 0;
                }
                line.push_str(grapheme);
                used += next;
            }
        }
        lines.push(line);
    }
    lines
}

/// The same for a paragraph of plain letters with one space between words, which can be cut where it stands: nearly every paragraph of many languages. `None` for
/// every other, and for one with a word wider than a line.
fn wrapped_letters(paragraph: &str, width: usize) -> Option<Vec<&str>> {
    let bytes = paragraph.as_bytes();
    let plain = bytes.iter().all(|b| (b' '..=b'~').contains(b));
    if !plain || paragraph.contains("  ") || paragraph.starts_with(' ') || paragraph.ends_with(' ') {
        return None;
    }
    let mut lines = Vec::with_capacity(paragraph.len() / width + 1);
    let mut rest = paragraph;
    while rest.len() > width {
        let space = rest.as_bytes()[..=width].iter().rposition(|b| *b == b' ')?;
        lines.push(&rest[..space]);
        rest = &rest[space + 1..];
    }
    lines.push(rest);
    Some(lines)
}

/// Rows under headings, aligned in columns. When they are wider than the terminal, the widest columns give way first; what is cut ends in `…`.
pub fn listing(headings: &[&str], align: &[Align], rows: &[Vec<String>], width: usize) -> String {
    let count = headings.len();
    let flat = |cell: &str| cell.split_whitespace().collect::<Vec<_>>().join(" ");
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|c| flat(c)).collect()).collect();
    let mut widths: Vec<usize> = headings.iter().map(|h| columns(h)).collect();
    for row in &rows {
        for (at, cell) in row.iter().enumerate().take(count) {
            widths[at] = widths[at].max(columns(cell));
        }
    }
    let room = width.saturating_sub(2 * count.saturating_sub(1));
    while widths.iter().sum::<usize>() > room {
        let Some(widest) = (0..count).max_by_key(|&at| widths[at]).filter(|&at| widths[at] > 6) else { break };
        widths[widest] -= 1;
    }
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let mut out = String::new();
        for (at, cell) in cells.enumerate().take(count) {
            let cell = cut(cell, widths[at]);
            let gap = " ".repeat(widths[at].saturating_sub(columns(&cell)));
            let padded = if align.get(at) == Some(&Align::Right) { gap + &cell } else { cell + &gap };
            if at > 0 {
                out.push_str("  ");
            }
            out.push_str(&padded);
        }
        out.trim_end().to_owned()
    };
    let mut out = vec![line(&mut headings.iter().copied())];
    out.extend(rows.iter().map(|row| line(&mut row.iter().map(String::as_str))));
    out.join("\n")
}

/// A time from the start of a recording: `0:07`, `12:30`, `1:02:03`.
pub fn time(ms: u64) -> String {
    let seconds = ms / 1000;
    let (h, m, s) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if h > 0 { format!("{h}:{m:02}:{s:02}") } else { format!("{m}:{s:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listing_fits_its_width_in_wide_scripts_too() {
        let rows = vec![vec!["我觉得很累因为工作".to_owned(), "7".to_owned()], vec!["a".to_owned(), "120".to_owned()]];
        let text = listing(&["words", "n"], &[Align::Left, Align::Right], &rows, 16);
        assert!(text.lines().all(|l| columns(l) <= 16), "{text}");
        assert!(text.contains('…') && text.ends_with("120"));
    }

    #[test]
    fn text_wraps_between_words_and_long_words_break() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrapped("a\n\nb", 9), ["a", "", "b"]);
    }
    proptest::proptest! {
        #[test]
        fn plain_letters_wrap_as_all_others_do(text in "[a-f ]{0,60}(\n[a-f ]{0,40})?", width in 1usize..20) {
            let accented = wrapped(&text.replace('a', "é"), width).join("\n").replace('é', "a");
            proptest::prop_assert_eq!(wrapped(&text, width).join("\n"), accented);
        }
    }
}
