//! Word documents (ECMA-376, transitional and strict), read by hand: what a reader of the page would read, once, in its order.

mod body;
mod package;
mod styles;
mod xml;

use super::{Parts, Source, warn_harmless};
use crate::document::{Draft, Heading, Warning};
use crate::fault::Outcome;
use crate::text::{Span, normalise, normalise_line};
use body::Paragraph;
use package::Package;
use std::collections::BTreeMap;

/// Reads a Word document: its paragraphs separated by blank lines, footnotes and endnotes after them.
pub(super) fn read(source: &Source) -> Outcome<Draft> {
    let mut package = Package::open(source.bytes)?;
    let main = package.main_part()?;
    let document = package.part(&main)?.ok_or_else(|| package::damaged(&format!("the part {main} is missing")))?;
    let beside =
        |name: &str| main.rsplit_once('/').map_or_else(|| name.to_owned(), |(folder, _)| format!("{folder}/{name}"));
    let styles = match package.part(&beside("styles.xml"))? {
        Some(xml) => styles::headings(&xml)?,
        None => styles::Levels::default(),
    };
    let found = body::read(&document, &styles)?;
    let mut warnings = Vec::new();
    let mut paragraphs = found.paragraphs;
    for (kind, part, used) in
        [("footnote", "footnotes.xml", &found.footnotes), ("endnote", "endnotes.xml", &found.endnotes)]
    {
        let notes = match package.part(&beside(part))? {
            Some(xml) if !used.is_empty() => body::notes(&xml, &styles, used)?,
            _ => continue,
        };
        let s = if notes.len() == 1 { "" } else { "s" };
        warnings.push(Warning::new(format!("{} {kind}{s} put after the text", notes.len())));
        paragraphs.extend(notes);
    }
    for (count, what) in [
        (found.deleted, "deleted or moved away in tracked changes"),
        (found.comments, "commented on: the comments themselves are left out"),
    ] {
        if count > 0 {
            warnings.push(Warning::new(format!("{count} place{} {what}", if count == 1 { "" } else { "s" })));
        }
    }
    let properties = properties(&mut package)?;
    let (text, headings, harmless) = compose(&paragraphs);
    warn_harmless(harmless, &mut warnings);
    source.detected("docx", text, Parts { properties, warnings }, &headings)
}

/// Paragraphs to one normalised text and the places of its headings.
fn compose(paragraphs: &[Paragraph]) -> (String, Vec<Heading>, usize) {
    let mut text = String::new();
    let mut headings = Vec::new();
    let mut harmless = 0;
    for paragraph in paragraphs {
        let (words, count) = normalise(&paragraph.text);
        harmless += count;
        let words = if paragraph.level.is_some() { normalise_line(&words) } else { words.trim().to_owned() };
        if words.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(&words);
        if let Some(level) = paragraph.level {
            headings.push(Heading { span: Span::new(start, text.len()), level });
        }
    }
    (text, headings, harmless)
}

/// What the document says about itself (Dublin Core, ECMA-376 part 2).
fn properties(package: &mut Package) -> Outcome<BTreeMap<String, String>> {
    let mut out = BTreeMap::new();
    let Ok(Some(xml)) = package.part("docProps/core.xml") else { return Ok(out) };
    for (name, value) in xml::leaves(&xml)? {
        let key = match name.as_str() {
            "title" | "subject" | "description" | "keywords" | "category" | "language" => name.as_str(),
            "creator" => "author",
            "created" => "date",
            _ => continue,
        };
        let value = normalise_line(&value);
        if !value.is_empty() {
            out.insert(key.to_owned(), value);
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests;
