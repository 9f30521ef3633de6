use crate::report::markup::{directions, escaped, right_to_left};
use crate::report::paper::Run;
use std::fmt::Write;

/// Room between the margins, in twentieths of a point (twips): A4 with margins of 2 cm.
pub(super) const PORTRAIT: usize = 9_638;
pub(super) const LANDSCAPE: usize = 14_570;

/// The content of the document as it grows.
#[derive(Default)]
pub(super) struct Body {
    xml: String,
    notes: String,
    count: usize,
    wide: bool,
    /// Whether anything stands in the section that is open: an empty one would be an empty page.
    begun: bool,
    /// Whether what was written last is a table: Word wants a paragraph between two, and one at the end.
    after_table: bool,
}

impl Body {
    pub(super) fn heading(&mut self, level: u8, words: &str) {
        self.paragraph(&format!("Heading{}", level.clamp(1, 4)), words);
    }

    /// A paragraph of one style and one text.
    pub(super) fn paragraph(&mut self, style: &str, words: &str) {
        self.runs(style, &[Run { text: words.to_owned(), ..Run::default() }]);
    }

    pub(super) fn quote(&mut self, words: &str, source: &str) {
        self.turn(false);
        let source = if source.is_empty() { String::new() } else { format!(" ({source})") };
        let words = Run { text: words.to_owned(), ..Run::default() };
        self.runs("Quote", &[words, Run { text: source, ..Run::default() }]);
    }

    /// A paragraph. What was wide before it ends: text stands on pages in portrait.
    pub(super) fn runs(&mut self, style: &str, runs: &[Run]) {
        if !matches!(style, "Caption" | "TableNote") && !style.starts_with("Heading") {
            self.turn(false);
        }
        self.begun = true;
        self.after_table = false;
        self.xml.push_str(&paragraph(style, "", runs));
    }

    /// Goes on in landscape or portrait, on a new page where that is another way than before.
    pub(super) fn turn(&mut self, wide: bool) {
        if self.wide != wide && self.begun {
            let _ = write!(self.xml, "<w:p><w:pPr><w:pStyle w:val=\"TableNote\"/>{}</w:pPr></w:p>", section(self.wide));
            self.begun = false;
            self.after_table = false;
        }
        self.wide = wide;
    }

    /// A table that was put together elsewhere.
    pub(super) fn table(&mut self, xml: &str) {
        if self.after_table {
            self.xml.push_str("<w:p><w:pPr><w:pStyle w:val=\"TableNote\"/></w:pPr></w:p>");
        }
        self.xml.push_str(xml);
        self.begun = true;
        self.after_table = true;
    }

    /// Adds a footnote and gives the run that refers to it.
    pub(super) fn footnote(&mut self, words: &str) -> String {
        self.count += 1;
        let id = self.count;
        let sign = "<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteRef/></w:r>";
        let space = "<w:r><w:t xml:space=\"preserve\"> </w:t></w:r>";
        let run = Run { text: words.to_owned(), ..Run::default() };
        let text = paragraph("FootnoteText", &format!("{sign}{space}"), &[run]);
        let _ = write!(self.notes, "<w:footnote w:id=\"{id}\">{text}</w:footnote>");
        format!("<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteReference w:id=\"{id}\"/></w:r>")
    }

    /// The document's body and its footnotes.
    pub(super) fn finish(mut self) -> (String, String) {
        if self.after_table || !self.begun {
            self.xml.push_str("<w:p><w:pPr><w:pStyle w:val=\"TableNote\"/></w:pPr></w:p>");
        }
        self.xml.push_str(&section(self.wide));
        (self.xml, self.notes)
    }
}

fn section(wide: bool) -> String {
    let size = if wide {
        "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>"
    } else {
        "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"
    };
    let margins = "<w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\" w:header=\"567\" \
                   w:footer=\"567\" w:gutter=\"0\"/>";
    format!("<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId4\"/>{size}{margins}</w:sectPr>")
}

/// A paragraph whose direction is that of its first letters. `before` are runs that stand in front.
pub(super) fn paragraph(style: &str, before: &str, runs: &[Run]) -> String {
    let all: String = runs.iter().map(|r| r.text.as_str()).collect();
    let bidi = if right_to_left(&all) { "<w:bidi/>" } else { "" };
    let mut out = format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{bidi}</w:pPr>{before}");
    for run in runs.iter().filter(|r| !r.text.is_empty()) {
        out.push_str(&words(&run.text, run.bold, run.italic));
    }
    out + "</w:p>"
}

/// A text as runs: line ends and tabs are Word's own, and stretches from right to left say so.
pub(super) fn words(text: &str, bold: bool, italic: bool) -> String {
    let mut out = String::new();
    for (n, line) in text.split(['\n', '\r']).enumerate() {
        if n > 0 {
            out.push_str("<w:r><w:br/></w:r>");
        }
        for (stretch, rtl) in directions(line) {
            let style = [(bold, "<w:b/><w:bCs/>"), (italic, "<w:i/><w:iCs/>"), (rtl, "<w:rtl/>")];
            let style: String = style.iter().filter(|(on, _)| *on).map(|(_, tag)| *tag).collect();
            let style = if style.is_empty() { style } else { format!("<w:rPr>{style}</w:rPr>") };
            for (n, piece) in stretch.split('\t').enumerate() {
                if n > 0 {
                    out.push_str("<w:r><w:tab/></w:r>");
                }
                if !piece.is_empty() {
                    let piece = escaped(piece);
                    let _ = write!(out, "<w:r>{style}<w:t xml:space=\"preserve\">{piece}</w:t></w:r>");
                }
            }
        }
    }
    out
}
