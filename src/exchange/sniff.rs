//! What bytes are, whatever the file is called.

/// Kinds of content that are told by their first bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Content {
    /// Nothing known: may be text.
    Plain,
    /// Text that begins like WebVTT.
    Vtt,
    /// Text that begins like SubRip.
    Srt,
    /// A Word document.
    Docx,
    /// Something else, in words (“a PDF file”), and what can be done.
    Other(&'static str, &'static str),
}

/// Advice for what can be saved as something else.
pub(super) const SAVE_TEXT: &str = "save it as .docx or .txt in the program it comes from and bring that in";
const SAVE_CSV: &str = "save the sheet as .csv (one row a turn, with a column of text) and bring that in";
const NEEDS_TEXT: &str =
    "Casebook reads transcripts: transcribe it first and bring in the text, for instance as .vtt or .docx";
const UNPACK: &str = "unpack it and bring in the files in it";

/// Tells what bytes are.
pub(super) fn content(bytes: &[u8]) -> Content {
    use Content::Other;
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    let at = |from: usize, magic: &[u8]| bytes.get(from..from + magic.len()) == Some(magic);
    let head = &bytes[..bytes.len().min(1024)];
    if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        return zip(bytes);
    }
    // Some programs write a mark or other bytes before a PDF's own beginning.
    let before = head.windows(5).position(|w| w == b"%PDF-").map(|at| &head[..at]);
    let pdf = before.is_some_and(|b| b.iter().all(u8::is_ascii_whitespace) || b.iter().any(|byte| *byte > 127));
    match () {
        () if pdf => Other("a PDF file", SAVE_TEXT),
        () if starts(b"{\\rtf") => Other("an RTF file", SAVE_TEXT),
        () if starts(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") => {
            Other("an old or password-protected Office file", SAVE_TEXT)
        }
        () if starts(b"\x89PNG")
            || starts(b"GIF8")
            || starts(b"\xFF\xD8\xFF")
            || starts(b"II*\0")
            || starts(b"MM\0*") =>
        {
            Other("an image", NEEDS_TEXT)
        }
        () if starts(b"RIFF") && (at(8, b"WAVE") || at(8, b"AVI ")) => Other("a recording", NEEDS_TEXT),
        () if starts(b"RIFF") && at(8, b"WEBP") => Other("an image", NEEDS_TEXT),
        () if starts(b"ID3") || starts(b"OggS") || starts(b"fLaC") || at(4, b"ftyp") => {
            Other("a recording", NEEDS_TEXT)
        }
        () if starts(b"\x1A\x45\xDF\xA3") || matches!(bytes, [0xFF, 0xFB | 0xF3 | 0xF2, ..]) => {
            Other("a recording", NEEDS_TEXT)
        }
        () if starts(b"\x1F\x8B")
            || starts(b"7z\xBC\xAF")
            || starts(b"Rar!")
            || starts(b"BZh")
            || starts(b"\xFD7zXZ") =>
        {
            Other("a compressed archive", UNPACK)
        }
        () if starts(b"SQLite format 3\0") => Other("an SQLite database", "projects are opened, not brought in"),
        () if starts(b"\x7FELF") || starts(b"MZ\x90") => Other("a program", "bring in transcripts"),
        () => text(head),
    }
}

/// What kind of package a zip archive is, by the names in it.
fn zip(bytes: &[u8]) -> Content {
    use Content::Other;
    let has = |name: &[u8]| find(bytes, name);
    match () {
        () if has(b"word/") => Content::Docx,
        () if has(b"opendocument.text") => Other("an OpenDocument text", SAVE_TEXT),
        () if has(b"opendocument.spreadsheet") || has(b"xl/") => Other("a spreadsheet", SAVE_CSV),
        () if has(b"ppt/") => Other("a presentation", SAVE_TEXT),
        () if has(b"application/epub+zip") => Other("an e-book", SAVE_TEXT),
        () if has(b"project.qde") || has(b"Project.qde") => {
            Other("a REFI-QDA project", "whole projects cannot be brought in yet")
        }
        () => Other("a zip archive", UNPACK),
    }
}

/// Whether a needle stands in the first or the last stretch of a file: names in a zip archive stand at both ends.
fn find(bytes: &[u8], needle: &[u8]) -> bool {
    const STRETCH: usize = 1 << 17;
    let head = &bytes[..bytes.len().min(STRETCH)];
    let tail = &bytes[bytes.len().saturating_sub(STRETCH)..];
    [head, tail].iter().any(|part| part.windows(needle.len()).any(|w| w == needle))
}

/// Text that says by its beginning what it is. NULs are passed over, so that UTF-16 is recognised too.
fn text(head: &[u8]) -> Content {
    let plain: Vec<u8> = head.iter().copied().filter(|b| *b != 0).collect();
    let plain = plain
        .strip_prefix(b"\xEF\xBB\xBF")
        .or_else(|| plain.strip_prefix(b"\xFF\xFE"))
        .or_else(|| plain.strip_prefix(b"\xFE\xFF"))
        .unwrap_or(&plain);
    let head = String::from_utf8_lossy(plain);
    let head = head.trim_start();
    let lower: String = head.chars().take(64).collect::<String>().to_ascii_lowercase();
    if lower.starts_with("<!doctype html") || lower.starts_with("<html") {
        return Content::Other(
            "an HTML page",
            "open it in a browser, copy the transcript into a text file, and bring that in",
        );
    }
    if lower.starts_with("<?xml") {
        return Content::Other("an XML file", SAVE_TEXT);
    }
    if head.strip_prefix("WEBVTT").is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace)) {
        return Content::Vtt;
    }
    let mut lines = head.lines().map(str::trim).filter(|l| !l.is_empty());
    let first = lines.next().unwrap_or("");
    let second = if first.bytes().all(|b| b.is_ascii_digit()) { lines.next().unwrap_or("") } else { first };
    let timing = second.split_once("-->").is_some_and(|(from, _)| super::subtitle::timestamp(from).is_some());
    if timing { Content::Srt } else { Content::Plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_told_by_its_first_bytes() {
        let is = |bytes: &[u8]| match content(bytes) {
            Content::Other(what, _) => what,
            Content::Plain => "text",
            Content::Vtt => "vtt",
            Content::Srt => "srt",
            Content::Docx => "docx",
        };
        assert_eq!(is(b"%PDF-1.7 ..."), "a PDF file");
        assert_eq!(is(b"{\\rtf1\\ansi"), "an RTF file");
        assert_eq!(is(b"PK\x03\x04....word/document.xml"), "docx");
        assert_eq!(is(b"PK\x03\x04....xl/workbook.xml"), "a spreadsheet");
        assert_eq!(is(b"\x89PNG\r\n"), "an image");
        assert_eq!(is(b" <!DOCTYPE html><p>"), "an HTML page");
        assert_eq!(is(b"\xEF\xBB\xBFWEBVTT\n"), "vtt");
        assert_eq!(is(b"1\r\n00:00:01,000 --> 00:00:02,000\r\nx"), "srt");
        assert_eq!(is(b"The %PDF- format was new to us."), "text");
        assert_eq!(is(b""), "text");
    }
}
