//! What all formats with tags share: escaping, and telling which way a text runs.

use unicode_bidi::{BidiInfo, Direction, Level, get_base_direction};

/// Whether XML 1.0 can hold a character at all: most control characters it cannot.
pub(super) fn allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..) && c != '\u{7F}'
}

/// A text as it can stand in an element or in an attribute of XML, HTML or SVG. What XML cannot hold becomes `�`.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if allowed(c) => out.push(c),
            _ => out.push('\u{FFFD}'),
        }
    }
    out
}

/// Whether a text begins from the right: its first letter with a direction is Arabic, Hebrew or the like.
pub(super) fn right_to_left(text: &str) -> bool {
    get_base_direction(text) == Direction::Rtl
}

/// Whether a table's first column stands at the right: its labels' heading is read from there, or where it has none, its title.
pub(super) fn backwards(label: &str, title: &str) -> bool {
    right_to_left(label) || (label.is_empty() && right_to_left(title))
}

/// A line in stretches that each run one way; true for those that run from right to left.
pub(super) fn directions(line: &str) -> Vec<(&str, bool)> {
    if line.is_ascii() {
        return vec![(line, false)];
    }
    let base = if right_to_left(line) { Level::rtl() } else { Level::ltr() };
    let levels = BidiInfo::new(line, Some(base)).levels;
    let mut out: Vec<(&str, bool)> = Vec::new();
    let mut start = 0;
    for (at, _) in line.char_indices().chain([(line.len(), ' ')]).skip(1) {
        if at == line.len() || levels[at].is_rtl() != levels[start].is_rtl() {
            out.push((&line[start..at], levels[start].is_rtl()));
            start = at;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_taken_for_a_tag_and_nothing_is_illegal() {
        assert_eq!(escaped("<b a='1'>&\"\u{1b}[31m\u{0}"), "&lt;b a=&#39;1&#39;&gt;&amp;&quot;\u{FFFD}[31m\u{FFFD}");
        assert_eq!(escaped("é\n漢🙂"), "é\n漢🙂");
    }

    #[test]
    fn stretches_run_one_way_and_are_the_whole() {
        let line = "אמר he said ברוך 12";
        let cut = directions(line);
        assert_eq!(cut.iter().map(|(s, _)| *s).collect::<String>(), line);
        assert!(cut[0].1 && cut.iter().any(|(s, rtl)| !rtl && s.contains("said")));
        assert!(right_to_left("123 مرحبا") && !right_to_left("abc مرحبا") && !right_to_left(""));
    }
}
