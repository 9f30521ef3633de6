//! What can be read in a file: its texts with the places where they stand. A name may be hidden from a plain search by entities, escapes, tags between its
//! letters or a zip archive around it, so every file is read in several ways.

use crate::fault::{Fault, Outcome};
use crate::report::html::SCRIPT;
use std::io::{Cursor, Read};

/// A text of a file and where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Reading {
    pub(super) place: String,
    pub(super) text: String,
}

/// Texts that follow one another: a name may stretch from one into the next.
pub(super) type Run = Vec<Reading>;

/// The largest part of an archive that is read, in bytes. We wrote the archive ourselves: a larger part is refused, not believed.
const LARGEST: u64 = 1 << 30;

/// Every way of reading a file.
///
/// Errors: a format in which words cannot be looked for, or a file that is not of its format.
pub(super) fn readings(bytes: &[u8], format: &str) -> Outcome<Vec<Run>> {
    match format {
        "xlsx" | "docx" | "odt" | "ods" | "pptx" | "qdpx" | "zip" => archive(bytes),
        "csv" | "tsv" => {
            let text = utf8(bytes)?;
            Ok([vec![cells(&text, if format == "tsv" { b'\t' } else { b',' })], flat(&text)].concat())
        }
        "json" => {
            let text = utf8(bytes)?;
            Ok([vec![strings(&text)], flat(&text)].concat())
        }
        "html" | "htm" | "svg" | "xml" | "xhtml" | "qdc" => {
            // Read as plain text, it would be full of words of its own: so is the script of our pages, which a firm named “Hidden” or “Row” must not meet.
            let own = "\n".repeat(SCRIPT.matches('\n').count());
            Ok(markup("", &utf8(bytes)?.replace(SCRIPT, &own)))
        }
        "tex" => {
            let text = utf8(bytes)?;
            Ok([flat(&text), vec![lines("", &untex(&text))]].concat())
        }
        "md" | "markdown" => {
            let text = utf8(bytes)?;
            let bare: String = text.chars().filter(|c| !matches!(c, '*' | '_' | '`' | '~' | '\\')).collect();
            Ok([flat(&text), markup("", &text), vec![lines("", &bare)]].concat())
        }
        "txt" | "text" | "toml" | "" | "r" | "py" | "rst" | "yaml" | "yml" => Ok(flat(&utf8(bytes)?)),
        other => Err(Fault::asked(format!(
            "names cannot be looked for in a file “.{other}”, so it is not written for publication"
        ))
        .hint("write it as .csv, .xlsx, .docx, .html, .md, .tex, .json or .svg")),
    }
}

fn utf8(bytes: &[u8]) -> Outcome<String> {
    String::from_utf8(bytes.to_vec())
        .map_err(|_| Fault::bug("what was to be written is no UTF-8, so names cannot be looked for in it"))
}

/// A text as it is, and with escapes of every kind undone.
fn flat(text: &str) -> Vec<Run> {
    let mut out = vec![lines("", text)];
    let undone = unescaped(text);
    if undone != text {
        out.push(lines("", &undone));
    }
    out
}

fn lines(prefix: &str, text: &str) -> Run {
    let place =
        |n: usize| if prefix.is_empty() { format!("line {}", n + 1) } else { format!("{prefix}, line {}", n + 1) };
    // The line end stays, since a hyphen before it divides a word.
    text.split_inclusive('\n').enumerate().map(|(n, line)| Reading { place: place(n), text: line.to_owned() }).collect()
}

fn cells(text: &str, delimiter: u8) -> Run {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut out = Run::new();
    for (row, record) in reader.records().flatten().enumerate() {
        for (column, cell) in record.iter().enumerate() {
            out.push(Reading { place: format!("row {}, column {}", row + 1, column + 1), text: cell.to_owned() });
        }
    }
    out
}

/// All strings of a JSON file, keys too, with their escapes undone and the path to each.
fn strings(text: &str) -> Run {
    fn walk(value: &serde_json::Value, path: &str, out: &mut Run) {
        match value {
            serde_json::Value::String(text) => out.push(Reading { place: path.to_owned(), text: text.clone() }),
            serde_json::Value::Array(items) => {
                items.iter().enumerate().for_each(|(n, item)| walk(item, &format!("{path}[{n}]"), out));
            }
            serde_json::Value::Object(fields) => {
                for (key, item) in fields {
                    let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                    out.push(Reading { place: path.clone(), text: key.clone() });
                    walk(item, &path, out);
                }
            }
            _ => {}
        }
    }
    let mut out = Run::new();
    if let Ok(value) = serde_json::from_str(text) {
        walk(&value, "", &mut out);
    }
    out
}

/// Markup in three readings: tags as if they were not there (a word may be in several runs), tags as borders, and the values in the tags.
fn markup(prefix: &str, text: &str) -> Vec<Run> {
    let (mut joined, mut apart, mut tags) = (String::new(), String::new(), String::new());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        joined.push_str(&rest[..open]);
        apart.push_str(&rest[..open]);
        let tag = &rest[open..];
        let close = tag.find('>').map_or(tag.len(), |c| c + 1);
        // The lines are kept, so that places stay true.
        let breaks = "\n".repeat(tag[..close].matches('\n').count());
        joined.push_str(&breaks);
        apart.push(' ');
        apart.push_str(&breaks);
        values(&tag[..close], &mut tags);
        rest = &tag[close..];
        // How a page is painted says nothing of the study, but is full of words such as “max” and “mark”.
        if tag.starts_with("<style") && !tag[..close].ends_with("/>") {
            rest = &rest[rest.find("</style").unwrap_or(0)..];
        }
    }
    joined.push_str(rest);
    apart.push_str(rest);
    let tags_place = if prefix.is_empty() { "inside a tag".to_owned() } else { format!("{prefix}, inside a tag") };
    let tags: Run = tags.lines().map(|t| Reading { place: tags_place.clone(), text: unescaped(t) }).collect();
    vec![lines(prefix, &unescaped(&apart)), lines(prefix, &unescaped(&joined)), tags]
}

/// Adds the values of a tag's attributes, a line each; a comment or instruction whole. The names of tags and attributes are the format's own.
fn values(tag: &str, out: &mut String) {
    if tag.starts_with("<!") || tag.starts_with("<?") {
        out.push_str(tag);
        out.push('\n');
        return;
    }
    let mut rest = tag;
    while let Some(at) = rest.find('=') {
        // The classes of our pages (`row s0`) are words of ours.
        let own = rest[..at].trim_end().ends_with(" class");
        rest = rest[at + 1..].trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, after) = match quote {
            Some(quote) => rest[1..].split_once(quote).unwrap_or((&rest[1..], "")),
            None => rest.split_at(rest.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(rest.len())),
        };
        if !own {
            out.push_str(value);
            out.push('\n');
        }
        rest = after;
    }
}

/// Undoes entities (`&amp;`, `&#x41;`), `\u0041` and `%41`.
pub(super) fn unescaped(text: &str) -> String {
    if !text.contains(['&', '\\', '%']) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut percent: Vec<u8> = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some((byte, length)) = percent_at(rest) {
            percent.push(byte);
            rest = &rest[length..];
            continue;
        }
        flush(&mut percent, &mut out);
        match entity(rest).or_else(|| unicode_escape(rest)) {
            Some((c, length)) => {
                out.push(c);
                rest = &rest[length..];
            }
            None => {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    flush(&mut percent, &mut out);
    out
}

fn flush(percent: &mut Vec<u8>, out: &mut String) {
    out.push_str(&String::from_utf8_lossy(percent));
    percent.clear();
}

fn percent_at(text: &str) -> Option<(u8, usize)> {
    let hex = text.strip_prefix('%')?.get(..2)?;
    u8::from_str_radix(hex, 16).ok().filter(|_| hex.bytes().all(|b| b.is_ascii_hexdigit())).map(|byte| (byte, 3))
}

fn unicode_escape(text: &str) -> Option<(char, usize)> {
    let unit = |text: &str| -> Option<u32> { u32::from_str_radix(text.strip_prefix("\\u")?.get(..4)?, 16).ok() };
    let first = unit(text)?;
    if let (0xD800..=0xDBFF, Some(second @ 0xDC00..=0xDFFF)) = (first, text.get(6..).and_then(unit)) {
        return char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00)).map(|c| (c, 12));
    }
    char::from_u32(first).map(|c| (c, 6))
}

fn entity(text: &str) -> Option<(char, usize)> {
    let inner = text.strip_prefix('&')?;
    let end = inner.char_indices().take(12).find(|(_, c)| *c == ';')?.0;
    let name = &inner[..end];
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let hex = number.strip_prefix(['x', 'X']);
            let code = hex.map_or_else(|| number.parse().ok(), |h| u32::from_str_radix(h, 16).ok());
            char::from_u32(code?)?
        }
        None => *NAMED.iter().find(|(known, _)| *known == name).map(|(_, c)| c)?,
    };
    Some((c, end + 2))
}

const NAMED: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{A0}'),
    ("shy", '\u{AD}'),
    ("zwj", '\u{200D}'),
    ("zwnj", '\u{200C}'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("hellip", '…'),
    ("szlig", 'ß'),
    ("auml", 'ä'),
    ("ouml", 'ö'),
    ("uuml", 'ü'),
    ("Auml", 'Ä'),
    ("Ouml", 'Ö'),
    ("Uuml", 'Ü'),
    ("aring", 'å'),
    ("Aring", 'Å'),
    ("aelig", 'æ'),
    ("oslash", 'ø'),
    ("eacute", 'é'),
    ("Eacute", 'É'),
    ("egrave", 'è'),
    ("ecirc", 'ê'),
    ("aacute", 'á'),
    ("agrave", 'à'),
    ("iacute", 'í'),
    ("oacute", 'ó'),
    ("uacute", 'ú'),
    ("ntilde", 'ñ'),
    ("ccedil", 'ç'),
];

/// TeX as it is printed, nearly: accents over their letters and the letters with commands of their own.
fn untex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    'next: while let Some(c) = rest.chars().next() {
        if c == '\\' {
            for (command, letters) in [
                ("\\ss", "ss"),
                ("\\ae", "ae"),
                ("\\oe", "oe"),
                ("\\aa", "a"),
                ("\\o", "o"),
                ("\\l", "l"),
                ("\\i", "i"),
                ("\\-", ""),
            ] {
                let after = rest.strip_prefix(command);
                if let Some(after) =
                    after.filter(|a| command == "\\-" || !a.starts_with(|c: char| c.is_ascii_alphabetic()))
                {
                    out.push_str(letters);
                    rest = after.strip_prefix("{}").unwrap_or(after);
                    continue 'next;
                }
            }
            let accent = rest[1..].starts_with(['"', '\'', '`', '^', '~', '=', '.']);
            let named =
                rest[1..].starts_with(['u', 'v', 'H', 'c', 'd', 'b', 'r', 'k', 't']) && rest[2..].starts_with('{');
            if accent || named {
                rest = &rest[2..];
                continue;
            }
        }
        if !matches!(c, '{' | '}') {
            out.push(c);
        }
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// Every part of an archive, its name too.
fn archive(bytes: &[u8]) -> Outcome<Vec<Run>> {
    let unread = |what: String| Fault::bug(format!("what was to be written cannot be read again: {what}"));
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| unread(e.to_string()))?;
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for n in 0..zip.len() {
        let part = zip.by_index(n).map_err(|e| unread(e.to_string()))?;
        let name = part.name().map_err(|e| unread(e.to_string()))?.into_owned();
        let mut content = Vec::new();
        part.take(LARGEST + 1).read_to_end(&mut content).map_err(|e| unread(e.to_string()))?;
        if content.len() as u64 > LARGEST {
            return Err(Fault::asked(format!("the part {name} is too large to be searched for names")));
        }
        parts.push((name, content));
    }
    let mut out: Vec<Run> = super::sheets::cells(&parts);
    out.push(
        parts.iter().map(|(name, _)| Reading { place: "name of a part".to_owned(), text: name.clone() }).collect(),
    );
    for (name, content) in &parts {
        let Ok(text) = std::str::from_utf8(content) else {
            return Err(Fault::asked(format!("the part {name} is no text, so names cannot be looked for in it"))
                .hint("leave pictures out of what is published, or write another format"));
        };
        let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
        match ending.as_str() {
            "xml" | "rels" | "vml" | "html" | "xhtml" | "qde" | "qdc" | "svg" => out.extend(markup(name, text)),
            _ => out.push(lines(name, text)),
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_of_every_kind_are_undone() {
        assert_eq!(unescaped("M&uuml;ller &#38; S&#xF6;hne"), "Müller & Söhne");
        assert_eq!(unescaped("K\\u00e4the \\ud83d\\ude42 50 % \\u12"), "Käthe 🙂 50 % \\u12");
        assert_eq!(unescaped("K%C3%A4the&co;"), "Käthe&co;");
        assert_eq!(
            untex("M\\\"uller, Sm\\'{e}th, Stra\\ss e, {K}est\\-rum, \\v{S}imek"),
            "Muller, Smeth, Strass e, Kestrum, Simek"
        );
    }

    #[test]
    fn formats_in_which_nothing_can_be_looked_for_are_refused() {
        assert!(readings(b"\x89PNG", "png").is_err());
        assert!(readings(b"no zip", "xlsx").is_err());
        assert!(readings(b"\xff\xfe", "csv").is_err());
    }
}
