//! The text of a Word document's body, paragraph by paragraph.

use super::styles::{Levels, outline};
use super::xml::{attribute, local, resolve, walk};
use crate::fault::Outcome;
use quick_xml::events::{BytesStart, Event};

/// One paragraph, or one row of a table with tabs between its cells.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Paragraph {
    pub text: String,
    /// Level of a heading.
    pub level: Option<u8>,
}

/// What was found in a part.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub paragraphs: Vec<Paragraph>,
    /// Ids of the notes referred to, in order; a note's number is its place here, counted from 1.
    pub footnotes: Vec<String>,
    pub endnotes: Vec<String>,
    /// Deletions and moves that were left out.
    pub deleted: usize,
    /// References to comments.
    pub comments: usize,
}

/// Elements whose content nobody reads on the page: deleted text, the instructions of fields, the second copy of a text box for old programs, the
/// pronunciation above Chinese and Japanese words, settings.
const SKIPPED: &[&str] = &[
    "del",
    "moveFrom",
    "delText",
    "instrText",
    "delInstrText",
    "Fallback",
    "rt",
    "sectPr",
    "tblPr",
    "trPr",
    "tcPr",
    "tabs",
    "rPr",
];

/// Reads the main part.
pub(super) fn read(xml: &str, styles: &Levels) -> Outcome<Found> {
    let mut walker = Walker::new(styles);
    walk(xml, |event| walker.see(event))?;
    Ok(walker.finish())
}

/// Reads the notes with these ids, numbered in the order in which the text refers to them.
pub(super) fn notes(xml: &str, styles: &Levels, used: &[String]) -> Outcome<Vec<Paragraph>> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut walker: Option<(usize, Walker)> = None;
    walk(xml, |event| {
        let note = |name: &str| name == "footnote" || name == "endnote";
        match &event {
            Event::Start(e) if note(local(e)) => {
                let id = attribute(e, "id").unwrap_or_default();
                walker = used.iter().position(|u| *u == id).map(|n| (n, Walker::new(styles)));
            }
            Event::End(e) if note(e.local_name().into_inner()) => {
                if let Some((n, walker)) = walker.take() {
                    let words: Vec<String> =
                        walker.finish().paragraphs.into_iter().map(|p| p.text.trim().to_owned()).collect();
                    found.push((n, words.join("\n").trim().to_owned()));
                }
            }
            _ => {
                if let Some((_, walker)) = &mut walker {
                    walker.see(event);
                }
            }
        }
    })?;
    found.sort();
    found.dedup_by_key(|(n, _)| *n);
    let line = |(n, words): (usize, String)| Paragraph { text: format!("[{}] {words}", n + 1), level: None };
    Ok(found.into_iter().filter(|(_, words)| !words.is_empty()).map(line).collect())
}

/// Where paragraphs are collected: the body, a cell, a text box.
#[derive(Default)]
struct Container {
    paragraphs: Vec<Paragraph>,
    /// The paragraph that is open.
    open: Option<Paragraph>,
    /// Paragraphs of text boxes anchored in the open paragraph.
    after: Vec<Paragraph>,
    /// The cells of the row that is open.
    cells: Vec<String>,
}

impl Container {
    fn close(&mut self) {
        self.paragraphs.extend(self.open.take());
        self.paragraphs.append(&mut self.after);
    }
}

struct Walker<'a> {
    styles: &'a Levels,
    containers: Vec<Container>,
    found: Found,
    /// Depth inside an element that is skipped.
    skipped: usize,
    in_text: bool,
}

impl<'a> Walker<'a> {
    fn new(styles: &'a Levels) -> Self {
        Self { styles, containers: vec![Container::default()], found: Found::default(), skipped: 0, in_text: false }
    }

    fn see(&mut self, event: Event) {
        match event {
            Event::Start(e) if self.skipped > 0 || SKIPPED.contains(&local(&e)) => {
                self.found.deleted += usize::from(self.skipped == 0 && matches!(local(&e), "del" | "moveFrom"));
                self.skipped += 1;
            }
            Event::End(_) if self.skipped > 0 => self.skipped -= 1,
            _ if self.skipped > 0 => {}
            Event::Start(e) => self.start(&e),
            Event::Empty(e) => {
                let name = local(&e).to_owned();
                if !matches!(name.as_str(), "t" | "tr" | "tc" | "p" | "txbxContent") {
                    self.start(&e);
                } else if name == "tc" {
                    self.top().cells.push(String::new());
                } else if name == "p" {
                    self.start(&e);
                    self.end("p");
                }
            }
            Event::End(e) => self.end(e.local_name().into_inner()),
            Event::Text(t) if self.in_text => self.push(&t),
            Event::CData(t) if self.in_text => self.push(&t),
            Event::GeneralRef(r) if self.in_text => self.push(resolve(&r).encode_utf8(&mut [0; 4])),
            _ => {}
        }
    }

    fn top(&mut self) -> &mut Container {
        if self.containers.is_empty() {
            self.containers.push(Container::default());
        }
        let last = self.containers.len() - 1;
        &mut self.containers[last]
    }

    fn push(&mut self, words: &str) {
        self.top().open.get_or_insert_default().text.push_str(words);
    }

    fn start(&mut self, e: &BytesStart) {
        match local(e) {
            "p" => {
                self.top().close();
                self.top().open = Some(Paragraph::default());
            }
            "t" => self.in_text = true,
            "tab" | "ptab" => self.push("\t"),
            "br" | "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("\u{2011}"),
            "sym" => {
                // Symbol fonts use private code points, which mean nothing without the font.
                let code =
                    attribute(e, "char").and_then(|hex| u32::from_str_radix(&hex, 16).ok()).and_then(char::from_u32);
                let c = code.filter(|c| !matches!(c, '\u{E000}'..='\u{F8FF}')).unwrap_or('\u{FFFD}');
                self.push(c.encode_utf8(&mut [0; 4]));
            }
            "pStyle" => {
                let level = attribute(e, "val").and_then(|id| self.styles.of(&id));
                self.set_level(level);
            }
            "outlineLvl" => self.set_level(attribute(e, "val").and_then(|v| outline(&v))),
            "footnoteReference" => self.note(e, true),
            "endnoteReference" => self.note(e, false),
            "commentReference" => self.found.comments += 1,
            "tr" | "tc" | "txbxContent" => self.containers.push(Container::default()),
            _ => {}
        }
    }

    fn set_level(&mut self, level: Option<u8>) {
        if let (Some(open), Some(level)) = (&mut self.top().open, level) {
            open.level = Some(level);
        }
    }

    fn note(&mut self, e: &BytesStart, foot: bool) {
        let Some(id) = attribute(e, "id") else { return };
        let list = if foot { &mut self.found.footnotes } else { &mut self.found.endnotes };
        list.push(id);
        let mark = format!("[{}]", list.len());
        self.push(&mark);
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" => self.top().close(),
            "t" => self.in_text = false,
            "tc" | "tr" | "txbxContent" if self.containers.len() > 1 => {
                let Some(mut container) = self.containers.pop() else { return };
                container.close();
                self.leave(name, container);
            }
            _ => {}
        }
    }

    /// Puts what a cell, a row or a text box holds where it belongs.
    fn leave(&mut self, name: &str, container: Container) {
        match name {
            "tc" => {
                let lines: Vec<&str> =
                    container.paragraphs.iter().map(|p| p.text.trim()).filter(|t| !t.is_empty()).collect();
                let cell = lines.join("\n");
                self.top().cells.push(cell);
            }
            "tr" => {
                let text = container.cells.join("\t").trim_end().to_owned();
                self.top().paragraphs.push(Paragraph { text, level: None });
                self.top().paragraphs.extend(container.paragraphs);
            }
            _ => {
                let top = self.top();
                let target = if top.open.is_some() { &mut top.after } else { &mut top.paragraphs };
                target.extend(container.paragraphs);
            }
        }
    }

    fn finish(mut self) -> Found {
        // What a broken file never closed is kept, innermost last.
        for mut container in std::mem::take(&mut self.containers) {
            container.close();
            self.found.paragraphs.extend(container.paragraphs);
            self.found.paragraphs.extend(container.cells.into_iter().map(|text| Paragraph { text, level: None }));
        }
        self.found
    }
}
