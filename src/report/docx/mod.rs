//! A Word document: text with tables that can go into a manuscript as they stand.
//!
//! Headings are Word's own styles, so that they show in its outline. A table has a caption, a first row that is repeated on every page, groups in shaded rows of
//! one merged cell, and its notes below; a wide one stands on pages in landscape, and what is wider than a page goes on in a further part with the labels
//! repeated. Paragraphs of Arabic or Hebrew run from the right.

mod body;
mod package;
mod table;
#[cfg(test)]
mod tests;

use super::paper::{Block, Paper, annex};
use crate::fault::Outcome;

/// Writes the document; the same paper always gives the same bytes: no clock is read.
///
/// Errors (kind *bug*): the archive cannot be packed.
pub(super) fn write(paper: &Paper) -> Outcome<Vec<u8>> {
    let mut body = body::Body::default();
    if !paper.title.is_empty() {
        body.paragraph("Title", &paper.title);
    }
    let annex = annex(paper);
    for (n, block) in paper.blocks.iter().chain(&annex).enumerate() {
        match block {
            Block::Heading(level, words) => {
                // A heading stands on the page of the table that follows it.
                let turned = matches!(paper.blocks.get(n + 1), Some(Block::Table(t, _)) if table::wide(t));
                body.turn(turned);
                body.heading(*level, words);
            }
            Block::Paragraph(runs) => body.runs("BodyText", runs),
            Block::Item(runs) => body.runs("ListBullet", runs),
            Block::Quote { words, source } => body.quote(words, source),
            Block::Table(table, behind) => table::write(&mut body, table, *behind),
        }
    }
    let title = match paper.blocks.first() {
        Some(Block::Table(table, _)) if paper.title.is_empty() => &table.title,
        _ => &paper.title,
    };
    let (document, notes) = body.finish();
    package::pack(title, &document, &notes)
}
