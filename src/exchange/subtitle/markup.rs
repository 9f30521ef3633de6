//! The markup inside cues: voices, tags, entities.

/// What one voice says in a cue.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Voice {
    pub name: Option<String>,
    pub words: String,
}

/// A tag longer than this is no tag.
const LONGEST: usize = 300;

/// Splits a cue's lines into voices and drops all other tags.
pub(super) fn voices(cue: &str) -> Vec<Voice> {
    let mut out: Vec<Voice> = Vec::new();
    let mut now = Voice::default();
    let mut rest = cue;
    while let Some(at) = rest.find(['<', '&', '{']) {
        now.words.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some((piece, after)) = special(rest) else {
            let (first, after) = rest.split_at(1);
            now.words.push_str(first);
            rest = after;
            continue;
        };
        rest = after;
        match piece {
            Special::Letter(c) => now.words.push(c),
            Special::Tag => {}
            Special::Voice(name) => {
                out.push(std::mem::take(&mut now));
                now.name = Some(name).filter(|n| !n.is_empty());
            }
            Special::VoiceEnd => out.push(std::mem::take(&mut now)),
        }
    }
    now.words.push_str(rest);
    out.push(now);
    out.retain(|v| !v.words.trim().is_empty());
    out
}

enum Special {
    Letter(char),
    Tag,
    Voice(String),
    VoiceEnd,
}

/// A tag, an entity or a position code at the beginning of a string, and what follows it.
fn special(text: &str) -> Option<(Special, &str)> {
    match text.as_bytes()[0] {
        b'<' => tag(text),
        b'&' => entity(text).map(|(c, after)| (Special::Letter(c), after)),
        // `{\an8}`: where on the screen.
        _ => {
            let end = text.starts_with("{\\").then(|| near(text, '}'))??;
            Some((Special::Tag, &text[end + 1..]))
        }
    }
}

fn near(text: &str, close: char) -> Option<usize> {
    text.char_indices().take(LONGEST).find(|(_, c)| *c == close).map(|(i, _)| i)
}

fn tag(text: &str) -> Option<(Special, &str)> {
    let end = near(text, '>')?;
    let inside = &text[1..end];
    let after = &text[end + 1..];
    let name = inside.trim_start_matches('/');
    // `<` followed by anything else than a tag's name or a time is a sign of its own: `a < b`.
    if !name.starts_with(|c: char| c.is_ascii_alphanumeric()) || inside.contains('<') {
        return None;
    }
    let (head, annotation) = inside.split_once([' ', '\t', '\n']).unwrap_or((inside, ""));
    let kind = head.split('.').next().unwrap_or(head);
    Some(match kind {
        "v" => (Special::Voice(decode(annotation).split_whitespace().collect::<Vec<_>>().join(" ")), after),
        "/v" => (Special::VoiceEnd, after),
        _ => (Special::Tag, after),
    })
}

fn decode(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        match entity(&rest[at..]) {
            Some((c, after)) => {
                out.push(c);
                rest = after;
            }
            None => {
                out.push('&');
                rest = &rest[at + 1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// A character reference at the beginning of a string.
fn entity(text: &str) -> Option<(char, &str)> {
    let end = text.bytes().take(12).position(|b| b == b';')?;
    let name = text.get(1..end)?;
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{A0}',
        "lrm" => '\u{200E}',
        "rlm" => '\u{200F}',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((c, &text[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn see(cue: &str) -> Vec<(Option<String>, String)> {
        voices(cue).into_iter().map(|v| (v.name, v.words)).collect()
    }

    #[test]
    fn voices_tags_and_entities() {
        assert_eq!(
            see("<v.loud Ana &amp; Bo>One <i>two</i></v> &lt;3 &#233;"),
            [(Some("Ana & Bo".into()), "One two".into()), (None, " <3 é".into())]
        );
        assert_eq!(
            see("<v Ana>Yes.\n<v Bo>No."),
            [(Some("Ana".into()), "Yes.\n".into()), (Some("Bo".into()), "No.".into())]
        );
        assert_eq!(see("{\\an8}<font color=\"red\">a</font> < b & c <00:01.000>d"), [(None, "a < b & c d".into())]);
        assert_eq!(see("<v Ana"), [(None, "<v Ana".into())]);
        assert_eq!(see("<<<>>> &;&#xFFFFFFFF;"), [(None, "<<<>>> &;&#xFFFFFFFF;".into())]);
    }
}
