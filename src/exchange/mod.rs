//! Formats in and out: bytes to drafts of documents here; what leaves the program in the folders beside.
//!
//! Every format that can be brought in is one row of [`FORMATS`] and one file or folder. A reader believes nothing about a file: not its name, not the
//! sizes it states, not its encoding. It gives a whole draft with warnings, or a fault that says why not.

pub mod case_table;
pub mod codebook;
mod codepage;
mod csv;
mod decode;
mod docx;
mod lines;
mod markdown;
pub mod plain;
mod sheet;
mod sniff;
mod subtitle;
mod txt;
mod western;

pub use sheet::write as write_sheet;

use crate::document::{Draft, Heading, Pattern, Speakers, Structure, Warning, detect_with, language};
use crate::fault::{Fault, Outcome};
use crate::text::{normalise, normalise_line};
use sniff::Content;
use std::collections::BTreeMap;

/// The largest file that is read, in bytes.
pub const LARGEST: usize = 512 << 20;

/// One format that can be brought in.
pub struct Format {
    /// Short name, as `--format` takes it and documents keep it.
    pub name: &'static str,
    /// File name extensions, lower case.
    pub extensions: &'static [&'static str],
    /// What it is, in words.
    pub what: &'static str,
    /// Whether content of this kind can be read as this format.
    fits: fn(Content) -> bool,
    /// Reads a file.
    read: fn(&Source) -> Outcome<Draft>,
}

/// The formats, in the order in which they are listed for users.
pub const FORMATS: &[Format] = &[
    Format {
        name: "txt",
        extensions: &["txt", "text"],
        what: "plain text, with or without speakers' labels",
        fits: is_text,
        read: txt::read,
    },
    Format {
        name: "md",
        extensions: &["md", "markdown"],
        what: "Markdown, with or without YAML front matter",
        fits: is_text,
        read: markdown::read,
    },
    Format {
        name: "docx",
        extensions: &["docx", "docm"],
        what: "Word documents",
        fits: |c| c == Content::Docx,
        read: docx::read,
    },
    Format { name: "srt", extensions: &["srt"], what: "SubRip subtitles", fits: is_text, read: subtitle::read_srt },
    Format {
        name: "vtt",
        extensions: &["vtt"],
        what: "WebVTT subtitles, as Zoom and Teams write them",
        fits: is_text,
        read: subtitle::read_vtt,
    },
    Format {
        name: "csv",
        extensions: &["csv", "tsv"],
        what: "tables with one row a turn",
        fits: is_text,
        read: csv::read,
    },
];

/// Formats that people have and that cannot be read yet: extensions, what they are, what to do.
const FOREIGN: &[(&[&str], &str, &str)] = &[
    (
        &["pdf", "rtf", "odt", "doc", "pages", "wpd", "html", "htm", "epub", "pptx", "odp"],
        "documents of this kind",
        sniff::SAVE_TEXT,
    ),
    (
        &["xlsx", "xls", "ods", "xlsb"],
        "spreadsheets",
        "save the sheet as .csv (one row a turn, with a column of text) and bring that in",
    ),
    (
        &["mp3", "m4a", "wav", "ogg", "flac", "mp4", "mov", "mkv", "webm", "avi", "wma", "aac"],
        "recordings",
        "Casebook reads transcripts: transcribe it first and bring in the text, for instance as .vtt or .docx",
    ),
    (
        &["jpg", "jpeg", "png", "gif", "tif", "tiff", "heic", "webp"],
        "images",
        "bring in text: type it or have it recognised first",
    ),
    (&["zip", "gz", "7z", "rar", "tar"], "archives", "unpack it and bring in the files in it"),
    (
        &["qdpx", "nvp", "nvpx", "mx24", "mx22", "atlproj", "qdc"],
        "projects of other programs",
        "whole projects cannot be brought in yet; export its texts",
    ),
];

/// How a file is to be read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ReadOptions {
    /// The format's short name; otherwise the file name's extension decides.
    pub format: Option<String>,
    /// The encoding; otherwise it is found out.
    pub encoding: Option<String>,
    /// How speakers are looked for.
    pub speakers: Speakers,
}

/// A file as a reader gets it.
struct Source<'a> {
    file_name: &'a str,
    bytes: &'a [u8],
    options: &'a ReadOptions,
}

/// The text of a file that is no transcript (a codebook, a table of cases, a specification): its encoding is found out, its line ends become LF.
///
/// Fails when the bytes are no text. Warnings name the encoding that was taken.
pub fn plain_text(bytes: &[u8]) -> Outcome<(String, Vec<Warning>)> {
    let (text, warnings) = decode::decode(bytes, None)?;
    Ok((normalise(&text).0, warnings))
}

/// Reads a file into a draft of a document.
///
/// Fails when the file is empty, is not what it claims to be, is of a format that cannot be read, or has no words in it.
pub fn read(file_name: &str, bytes: &[u8], options: &ReadOptions) -> Outcome<Draft> {
    open(file_name, bytes, options).map_err(|fault| if fault.place.is_none() { fault.at(file_name) } else { fault })
}

fn open(file_name: &str, bytes: &[u8], options: &ReadOptions) -> Outcome<Draft> {
    if bytes.is_empty() {
        return Err(Fault::data("the file is empty"));
    }
    if bytes.len() > LARGEST {
        return Err(Fault::data(format!(
            "the file has {} MB; at most {} MB can be read",
            bytes.len() >> 20,
            LARGEST >> 20
        ))
        .hint("split it into parts"));
    }
    if let Speakers::Pattern(pattern) = &options.speakers {
        Pattern::parse(pattern)?;
    }
    let content = sniff::content(bytes);
    let mut format = choose(file_name, content, options)?;
    let mut switched = None;
    // What a file begins with says more than its extension; an explicit --format says more than both.
    let renamed = match content {
        Content::Vtt if options.format.is_none() && format.name != "vtt" => Some("vtt"),
        Content::Srt if options.format.is_none() && format.name != "srt" && format.name != "vtt" => Some("srt"),
        Content::Docx if options.format.is_none() && format.name != "docx" => Some("docx"),
        _ => None,
    };
    if let Some(found) = renamed.and_then(|name| FORMATS.iter().find(|f| f.name == name)) {
        switched = Some(Warning::new(format!(
            "called .{} but written as {}: read as {}",
            format.name, found.name, found.what
        )));
        format = found;
    }
    if !(format.fits)(content) {
        let fault = match content {
            Content::Other(what, hint) => Fault::data(format!("this is {what}, not {}", format.what)).hint(hint),
            Content::Docx => Fault::data(format!("this is a Word document, not {}", format.what))
                .hint("name it .docx, or say --format docx"),
            _ => Fault::data(format!("this is not what .{} files hold: {}", format.name, format.what))
                .hint("if it is text, say --format txt"),
        };
        return Err(fault);
    }
    let mut draft = (format.read)(&Source { file_name, bytes, options })?;
    draft.warnings.splice(0..0, switched);
    Ok(draft)
}

/// The format by name or by extension.
fn choose(file_name: &str, content: Content, options: &ReadOptions) -> Outcome<&'static Format> {
    if let Some(name) = &options.format {
        let lower = name.trim().trim_start_matches('.').to_lowercase();
        let found = FORMATS.iter().find(|f| f.name == lower || f.extensions.contains(&lower.as_str()));
        let names: Vec<&str> = FORMATS.iter().map(|f| f.name).collect();
        return found.ok_or_else(|| {
            Fault::asked(format!("no format “{name}”")).hint(format!("formats are {}", names.join(", ")))
        });
    }
    let base = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    let extension =
        base.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map(|(_, ext)| ext.trim().to_lowercase());
    let Some(extension) = extension else {
        return by_content(content, "the file's name has no extension");
    };
    if let Some(format) = FORMATS.iter().find(|f| f.extensions.contains(&extension.as_str())) {
        return Ok(format);
    }
    if let Some((_, what, hint)) = FOREIGN.iter().find(|(extensions, _, _)| extensions.contains(&extension.as_str())) {
        return Err(Fault::data(format!("{what} (.{extension}) cannot be brought in")).hint(*hint));
    }
    by_content(content, &format!("the extension .{extension} is not known"))
}

/// The format by content alone, where the name says nothing.
fn by_content(content: Content, why: &str) -> Outcome<&'static Format> {
    let name = match content {
        Content::Vtt => "vtt",
        Content::Srt => "srt",
        Content::Docx => "docx",
        Content::Other(what, hint) => {
            return Err(Fault::data(format!("this is {what}, which cannot be brought in")).hint(hint));
        }
        Content::Plain => {
            return Err(Fault::data(format!("{why}, so it is not clear how to read it"))
                .hint("if it is text, say --format txt"));
        }
    };
    FORMATS
        .iter()
        .find(|f| f.name == name)
        .ok_or_else(|| Fault::bug(format!("no row for {name} in the table of formats")))
}

fn is_text(content: Content) -> bool {
    matches!(content, Content::Plain | Content::Vtt | Content::Srt)
}

impl Source<'_> {
    /// The file as normalised text, with what was odd about its bytes.
    fn text(&self) -> Outcome<(String, Vec<Warning>)> {
        let (raw, mut warnings) = decode::decode(self.bytes, self.options.encoding.as_deref())?;
        let (text, harmless) = normalise(&raw);
        warn_harmless(harmless, &mut warnings);
        Ok((text, warnings))
    }

    /// The file's name without folders and extension.
    fn stem(&self) -> String {
        let base = self.file_name.rsplit(['/', '\\']).next().unwrap_or(self.file_name);
        let stem = base.rsplit_once('.').map(|(stem, _)| stem).filter(|stem| !stem.is_empty()).unwrap_or(base);
        let name = normalise_line(stem);
        if name.is_empty() { "document".to_owned() } else { name }
    }

    /// A draft of a text whose structure is still to be found.
    fn detected(&self, format: &str, text: String, parts: Parts, headings: &[Heading]) -> Outcome<Draft> {
        let structure = detect_with(&text, &self.options.speakers, headings);
        self.draft(format, text, structure, parts)
    }

    /// A draft; refused when there is not one word in it.
    fn draft(&self, format: &str, text: String, structure: Structure, parts: Parts) -> Outcome<Draft> {
        if structure.turns.is_empty() {
            return Err(Fault::data("there are no words in this file"));
        }
        let language = language(&text);
        let Parts { properties, warnings } = parts;
        Ok(Draft { name: self.stem(), format: format.to_owned(), text, structure, language, properties, warnings })
    }
}

/// What a reader found beside the text.
#[derive(Default)]
struct Parts {
    properties: BTreeMap<String, String>,
    warnings: Vec<Warning>,
}

fn warn_harmless(count: usize, warnings: &mut Vec<Warning>) {
    if count > 0 {
        let s = if count == 1 { "" } else { "s" };
        warnings
            .push(Warning::new(format!("{count} control character{s} made harmless (dropped, or replaced by U+FFFD)")));
    }
}

#[cfg(test)]
mod tests;
