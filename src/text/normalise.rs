use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Makes a text what it will be for ever: line ends become LF, letters are composed (Unicode NFC, UAX 15), a byte-order mark goes, and control
/// characters that could drive a terminal are replaced.
///
/// Tab stays. Form feed, vertical tab, NEL, LINE SEPARATOR and PARAGRAPH SEPARATOR become line ends. Other C0 and C1 control characters, DEL and the
/// byte-order mark inside the text are dropped (NUL, U+FEFF) or become U+FFFD, so that none reaches a terminal, a spreadsheet or an index.
/// Bidirectional overrides (U+202A–U+202E, U+2066–U+2069) are dropped: they can make a line read as what it is not.
/// Returns the text and the number of characters that were replaced or dropped.
pub fn normalise(raw: &str) -> (String, usize) {
    let raw = raw.strip_prefix('\u{FEFF}').unwrap_or(raw);
    let mut out = String::with_capacity(raw.len());
    let mut harmless = 0;
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                out.push('\n');
            }
            '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\0' | '\u{FEFF}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => harmless += 1,
            '\n' | '\t' => out.push(c),
            c if c.is_control() => {
                harmless += 1;
                out.push('\u{FFFD}');
            }
            c => out.push(c),
        }
    }
    if is_nfc(&out) { (out, harmless) } else { (out.nfc().collect(), harmless) }
}

/// The same for a name or another text of one line: line ends and tabs become spaces, ends are trimmed.
pub fn normalise_line(raw: &str) -> String {
    let (text, _) = normalise(raw);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text made safe to print to a terminal whatever its origin: control characters, bidirectional overrides and the escape character become visible
/// replacements; line ends stay.
pub fn printable(text: &str) -> String {
    if text.bytes().all(|b| (b' '..=b'~').contains(&b) || b == b'\n') {
        return text.to_owned();
    }
    text.chars()
        .map(|c| match c {
            '\n' => '\n',
            '\t' => ' ',
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
            c if c.is_control() => '\u{FFFD}',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_marks_and_escapes_are_normalised() {
        let (text, harmless) = normalise("\u{FEFF}a\r\nb\rc\u{1b}[31m\0e\u{301}");
        assert_eq!(text, "a\nb\nc\u{FFFD}[31mé");
        assert_eq!(harmless, 2);
    }
}
