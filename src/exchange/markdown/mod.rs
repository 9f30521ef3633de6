//! Markdown: front matter becomes properties, backslashes before punctuation are resolved, everything else stays as it is written.

mod front_matter;

use super::{Parts, Source};
use crate::document::{Draft, Warning};
use crate::fault::Outcome;
use crate::text::normalise_line;
use front_matter::FrontMatter;
use std::collections::BTreeMap;

/// Reads Markdown.
pub(super) fn read(source: &Source) -> Outcome<Draft> {
    let (text, mut warnings) = source.text()?;
    let mut properties = BTreeMap::new();
    let mut body = text.as_str();
    match front_matter::split(&text) {
        FrontMatter::None => {}
        FrontMatter::Damaged(line, why) => {
            warnings.push(Warning::at(line, format!("the front matter is left in the text: {why}")));
        }
        FrontMatter::Found(found, rest) => {
            properties = found.into_iter().map(|(key, value)| (normalise_line(&key), value)).collect();
            body = rest;
        }
    }
    source.detected("md", unescape(body.trim_start_matches('\n')), Parts { properties, warnings }, &[])
}

/// Resolves backslashes before punctuation (CommonMark 2.4), outside code.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fenced = false;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            fenced = !fenced;
        }
        if fenced || !line.contains('\\') {
            out.push_str(line);
        } else {
            unescape_line(line, &mut out);
        }
    }
    out
}

fn unescape_line(line: &str, out: &mut String) {
    let mut code = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        code ^= c == '`';
        let escapes = c == '\\' && !code;
        match chars.peek() {
            Some(next) if escapes && next.is_ascii_punctuation() => out.extend(chars.next()),
            // A backslash at the end of a line is a line break.
            Some('\n') if escapes => {}
            _ => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backslashes_before_punctuation_go_but_code_stays() {
        assert_eq!(
            unescape("so \\[laughs\\] \\* a\\b `\\[x\\]` end\\\nnext"),
            "so [laughs] * a\\b `\\[x\\]` end\nnext"
        );
        assert_eq!(unescape("```\n\\[x\n```\n\\[y"), "```\n\\[x\n```\n[y");
    }
}
