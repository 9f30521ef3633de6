//! The small part of YAML that front matter is written in: scalars, quoted strings, lists, block text, one level of nesting.

/// Properties in the order of the file.
type Properties = Vec<(String, String)>;

/// What stands before the text.
pub(super) enum FrontMatter<'a> {
    /// Nothing.
    None,
    /// Something that begins like front matter and is none: the line, and why.
    Damaged(usize, String),
    /// Properties, and the text after them.
    Found(Properties, &'a str),
}

/// Front matter of more lines than this is a text between two rules.
const MOST_LINES: usize = 400;

/// Splits a text into front matter and body.
pub(super) fn split(text: &str) -> FrontMatter<'_> {
    let Some(rest) = text.strip_prefix("---").and_then(|rest| rest.trim_start_matches([' ', '\t']).strip_prefix('\n'))
    else {
        return FrontMatter::None;
    };
    let mut lines = Vec::new();
    let mut at = text.len() - rest.len();
    for line in rest.split_inclusive('\n').take(MOST_LINES) {
        at += line.len();
        if matches!(line.trim_end(), "---" | "...") {
            return match parse(&lines) {
                Ok(properties) => FrontMatter::Found(properties, &text[at..]),
                Err((line, why)) => FrontMatter::Damaged(line + 2, why),
            };
        }
        lines.push(line.trim_end());
    }
    // A rule at the top of a text that has no second one: just a rule, unless keys follow it.
    match lines.first().and_then(|line| pair(line)) {
        Some(_) => FrontMatter::Damaged(1, "it has no closing ---".to_owned()),
        None => FrontMatter::None,
    }
}

/// Reads lines as properties; the number of the line (from 0) that cannot be read, and why.
fn parse(lines: &[&str]) -> Result<Properties, (usize, String)> {
    let mut out = Vec::new();
    let mut n = 0;
    while n < lines.len() {
        let line = lines[n];
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            n += 1;
            continue;
        }
        let Some((key, value)) = pair(line).filter(|_| !line.starts_with([' ', '\t'])) else {
            return Err((n, format!("“{}” is no “key: value”", line.trim())));
        };
        let end = (n + 1..lines.len()).find(|i| !belongs(lines[*i])).unwrap_or(lines.len());
        let below = &lines[n + 1..end];
        match value {
            "" => nested(key, below, &mut out),
            v if v.starts_with(['|', '>']) => out.push((key.to_owned(), block(v, below))),
            v => {
                let whole = std::iter::once(v).chain(below.iter().map(|l| l.trim())).collect::<Vec<_>>().join(" ");
                out.push((key.to_owned(), scalar(whole.trim()).map_err(|why| (n, why))?));
            }
        }
        n = end;
    }
    Ok(out)
}

/// Whether a line belongs to the key above it.
fn belongs(line: &str) -> bool {
    line.is_empty() || line.starts_with([' ', '\t']) || line == "-" || line.starts_with("- ")
}

/// `key: value`; the key may be quoted.
fn pair(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let (key, value) = line.split_once(':')?;
    let good = value.is_empty() || value.starts_with([' ', '\t']);
    let key = key.trim().trim_matches(['"', '\'']);
    let plain = !key.is_empty() && key.chars().count() <= 60 && !key.starts_with(['-', '[', '{', '#', '*']);
    (good && plain).then(|| (key, value.trim()))
}

/// A list joined with commas, or keys one level down as `key.below`.
fn nested(key: &str, below: &[&str], out: &mut Properties) {
    let mut items = Vec::new();
    for line in below.iter().map(|l| l.trim()).filter(|l| !l.is_empty() && !l.starts_with('#')) {
        if let Some(item) = line.strip_prefix("- ").or_else(|| line.strip_prefix('-')) {
            items.push(scalar(item.trim()).unwrap_or_else(|_| item.trim().to_owned()));
        } else if let Some((sub, value)) = pair(line) {
            out.push((format!("{key}.{sub}"), scalar(value).unwrap_or_else(|_| value.to_owned())));
        } else {
            items.push(line.to_owned());
        }
    }
    if !items.is_empty() {
        out.push((key.to_owned(), items.join(", ")));
    }
}

/// Block text: `|` keeps its line ends, `>` folds them.
fn block(mark: &str, below: &[&str]) -> String {
    let indent =
        below.iter().filter(|l| !l.trim().is_empty()).map(|l| l.len() - l.trim_start().len()).min().unwrap_or(0);
    let lines = below.iter().map(|l| l.get(indent..).unwrap_or("").trim_end());
    let joined = lines.collect::<Vec<_>>().join(if mark.starts_with('|') { "\n" } else { " " });
    joined.trim().to_owned()
}

/// One value: plain, quoted, or a list in brackets.
fn scalar(value: &str) -> Result<String, String> {
    if let Some(inner) = value.strip_prefix('"') {
        return quoted(inner).ok_or_else(|| {
            format!("the quotation mark before “{}” is not closed", inner.chars().take(30).collect::<String>())
        });
    }
    if let Some(inner) = value.strip_prefix('\'') {
        let inner = inner
            .trim_end()
            .strip_suffix('\'')
            .ok_or_else(|| "an apostrophe opens a value and is not closed".to_owned())?;
        return Ok(inner.replace("''", "'"));
    }
    if let Some(inner) = value.strip_prefix('[').and_then(|v| v.strip_suffix(']')) {
        let items = inner.split(',').map(str::trim).filter(|i| !i.is_empty());
        return Ok(items.map(|i| scalar(i).unwrap_or_else(|_| i.to_owned())).collect::<Vec<_>>().join(", "));
    }
    let plain = value.find(" #").map_or(value, |at| &value[..at]);
    Ok(match plain.trim() {
        "~" | "null" => String::new(),
        plain => plain.to_owned(),
    })
}

/// What stands between double quotation marks, with the escapes that occur.
fn quoted(inner: &str) -> Option<String> {
    let mut out = String::new();
    let mut chars = inner.chars();
    loop {
        match chars.next()? {
            '"' => return Some(out),
            '\\' => out.push(match chars.next()? {
                'n' => '\n',
                't' => '\t',
                other => other,
            }),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, String)> {
        match split(text) {
            FrontMatter::Found(found, rest) => {
                assert_eq!(rest, "Body");
                found
            }
            FrontMatter::None => panic!("no front matter"),
            FrontMatter::Damaged(line, why) => panic!("line {line}: {why}"),
        }
    }

    #[test]
    fn scalars_quotes_lists_and_blocks() {
        let text = "---\ndate: 2015-03-12\nrole: \"Chief: \\\"IT\\\"\"\nplace: 'L''Aquila' \n# remark\ntags: [a, 'b c']\nwho:\n  - Ana\n- Bo\nsummary: |-\n  one\n  two\n\
                    long: starts\n  and ends\nfirm:\n  size: 12\nempty:\n---\nBody";
        let of = |key: &str| found(text).into_iter().find(|(k, _)| k == key).map(|(_, v)| v);
        assert_eq!(of("date").as_deref(), Some("2015-03-12"));
        assert_eq!(of("role").as_deref(), Some("Chief: \"IT\""));
        assert_eq!(of("place").as_deref(), Some("L'Aquila"));
        assert_eq!(of("tags").as_deref(), Some("a, b c"));
        assert_eq!(of("who").as_deref(), Some("Ana, Bo"));
        assert_eq!(of("summary").as_deref(), Some("one\ntwo"));
        assert_eq!(of("long").as_deref(), Some("starts and ends"));
        assert_eq!(of("firm.size").as_deref(), Some("12"));
        assert_eq!(of("empty"), None);
    }

    #[test]
    fn damaged_front_matter_is_not_taken() {
        assert!(matches!(split("---\ntitle: \"never closed\n---\nBody"), FrontMatter::Damaged(2, _)));
        assert!(matches!(split("---\njust words\n---\nBody"), FrontMatter::Damaged(2, _)));
        assert!(matches!(split("---\ntitle: x\nBody"), FrontMatter::Damaged(1, _)));
        assert!(matches!(split("---\n\nA text under a rule."), FrontMatter::None));
        assert!(matches!(split("--- no"), FrontMatter::None));
    }
}
