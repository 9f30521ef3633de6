//! Markdown as analysts write it in vignettes and memos, as blocks.

use super::{Block, Run};

/// Reads headings, paragraphs, lists, quotations and the marks for bold and italic; comments (`<!-- … -->`) are left out. Headings go down by `deeper` levels.
/// `link` turns what stands between `[[` and `]]` into words.
pub fn prose(text: &str, deeper: u8, link: &dyn Fn(&str) -> Vec<Run>) -> Vec<Block> {
    let text = without_comments(text);
    let mut out = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    let close = |open: &mut Vec<&str>, out: &mut Vec<Block>| {
        if !open.is_empty() {
            out.push(paragraph(&open.join(" "), link));
            open.clear();
        }
    };
    for line in text.lines() {
        let line = line.trim();
        let level = line.bytes().take_while(|b| *b == b'#').count();
        let heading = (1..=6).contains(&level).then(|| line[level..].strip_prefix(' ')).flatten();
        if let Some(words) = heading {
            close(&mut open, &mut out);
            out.push(Block::Heading((level as u8 + deeper).min(4), words.trim().to_owned()));
        } else if line.is_empty() {
            close(&mut open, &mut out);
        } else if let Some(more) = line.strip_prefix("> ").filter(|_| open.first().is_some_and(|o| o.starts_with("> ")))
        {
            open.push(more);
        } else if item(line).is_some() || line.starts_with("> ") {
            close(&mut open, &mut out);
            open.push(line);
        } else {
            open.push(line);
        }
    }
    close(&mut open, &mut out);
    out
}

/// The words after the sign of a list's entry.
fn item(line: &str) -> Option<&str> {
    let bullet = ["- ", "* ", "+ "].iter().find_map(|sign| line.strip_prefix(sign));
    bullet.or_else(|| {
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        (1..=3).contains(&digits).then(|| line[digits..].strip_prefix(". ")).flatten()
    })
}

fn paragraph(words: &str, link: &dyn Fn(&str) -> Vec<Run>) -> Block {
    if let Some(words) = words.strip_prefix("> ") {
        let text: String = runs(words, link).into_iter().map(|r| r.text).collect();
        return Block::Quote { words: text, source: String::new() };
    }
    match item(words) {
        Some(rest) => Block::Item(runs(rest, link)),
        None => Block::Paragraph(runs(words, link)),
    }
}

/// Comments guide the writer; an open one runs to the end.
fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<!--") {
        out.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, rest)| rest);
    }
    out + rest
}

fn runs(text: &str, link: &dyn Fn(&str) -> Vec<Run>) -> Vec<Run> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("[[") {
        let Some((inside, behind)) = after.split_once("]]") else { break };
        out.extend(plain_runs(before));
        out.extend(link(inside.trim()));
        rest = behind;
    }
    out.extend(plain_runs(rest));
    out
}

/// A text with `**bold**`, `*italic*` and `_italic_` as runs. A sign that is not closed, or stands inside a word, is a sign.
pub fn plain_runs(text: &str) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    'scan: while let Some(first) = rest.chars().next() {
        if matches!(first, '*' | '_') && !plain.ends_with(char::is_alphanumeric) {
            for sign in ["**", "__", "*", "_"] {
                if let Some((inside, behind)) = enclosed(rest, sign) {
                    flush(&mut plain, &mut out);
                    let bold = sign.len() == 2;
                    out.push(Run { text: inside.to_owned(), bold, italic: !bold });
                    rest = behind;
                    continue 'scan;
                }
            }
        }
        if let Some(kept) = rest.strip_prefix('\\').filter(|r| r.starts_with(['*', '_', '[', '#', '\\'])) {
            plain.extend(kept.chars().next());
            rest = &kept[1..];
            continue;
        }
        plain.push(first);
        rest = &rest[first.len_utf8()..];
    }
    flush(&mut plain, &mut out);
    out
}

fn flush(plain: &mut String, out: &mut Vec<Run>) {
    if !plain.is_empty() {
        out.push(Run { text: std::mem::take(plain), ..Run::default() });
    }
}

/// What stands between a sign and its closing one, and what follows.
fn enclosed<'t>(text: &'t str, sign: &str) -> Option<(&'t str, &'t str)> {
    let inner = text.strip_prefix(sign)?;
    let end = inner.find(sign).filter(|end| *end > 0)?;
    let (inside, behind) = (&inner[..end], &inner[end + sign.len()..]);
    let tight = !inside.starts_with(char::is_whitespace) && !inside.ends_with(char::is_whitespace);
    (tight && !behind.starts_with(char::is_alphanumeric)).then_some((inside, behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str, bold: bool, italic: bool) -> Run {
        Run { text: text.to_owned(), bold, italic }
    }

    #[test]
    fn markdown_becomes_blocks() {
        let text =
            "# 7\n\n<!-- what\nto write -->Old *firm*,\nstill **big**: [[a 1]].\n\n## Next\n- one\n- two_2_\n> said";
        let link = |inside: &str| vec![run(&format!("({inside})"), false, false)];
        let blocks = prose(text, 1, &link);
        let expected = vec![
            Block::Heading(2, "7".to_owned()),
            Block::Paragraph(vec![
                run("Old ", false, false),
                run("firm", false, true),
                run(", still ", false, false),
                run("big", true, false),
                run(": ", false, false),
                run("(a 1)", false, false),
                run(".", false, false),
            ]),
            Block::Heading(3, "Next".to_owned()),
            Block::Item(vec![run("one", false, false)]),
            Block::Item(vec![run("two_2_", false, false)]),
            Block::Quote { words: "said".to_owned(), source: String::new() },
        ];
        assert_eq!(blocks, expected);
    }

    #[test]
    fn signs_that_mean_nothing_stay() {
        for text in ["2 * 3 * 4", "snake_case_name", "an * open", "[[never closed", "5 ** x", "a_b"] {
            let joined: String = runs(text, &|_| Vec::new()).into_iter().map(|r| r.text).collect();
            assert_eq!(joined, text);
        }
        assert_eq!(plain_runs("\\*no\\*"), [run("*no*", false, false)]);
    }
}
