//! Under the documents and questions, where there is room: what is known of the case whose interview is read, and the memos on the document's passages.

use super::facts::one_line;
use super::grid::lattice::put_words;
use super::look::Look;
use super::paint::put;
use super::reader::Reader;
use crate::case::Case;
use crate::project::Project;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Lower than this the room is needed for the lists above.
const LOWEST: u16 = 40;
/// So many attributes, and so many memos, at most.
const MOST: usize = 6;

/// The case of a document, where it belongs to one alone.
fn case<'p>(project: &'p Project, reader: &Reader) -> Option<&'p Case> {
    let mut all = project.links_of(reader.document).map(|l| l.case);
    let first = all.next()?;
    if all.any(|other| other != first) { None } else { project.cases.get(&first) }
}

/// Attributes with the values that the case has.
fn values(project: &Project, reader: &Reader) -> Option<(String, Vec<(String, String)>)> {
    let case = case(project, reader)?;
    let told = |attribute: &crate::case::Attribute| {
        let value = project.value(case, attribute.id)?;
        Some((one_line(&attribute.name), one_line(&value.to_string())))
    };
    let all = project.attributes_in_order().into_iter();
    let values: Vec<(String, String)> = all.filter_map(told).take(MOST).collect();
    Some((one_line(&case.name), values)).filter(|(_, values)| !values.is_empty())
}

/// How many rows it takes of a pane, at its foot.
pub fn height(project: &Project, reader: &Reader, area: Rect) -> u16 {
    if area.height < LOWEST {
        return 0;
    }
    let attributes = values(project, reader).map_or(0, |(_, values)| values.len() + 2);
    let memos = reader.memos.len().min(MOST);
    (attributes + if memos > 0 { memos + 2 } else { 0 }) as u16
}

/// Draws it.
pub fn draw(project: &Project, reader: &Reader, area: Rect, look: Look, buffer: &mut Buffer) {
    let mut y = area.y;
    let width = area.width;
    if let Some((case, values)) = values(project, reader) {
        put(buffer, area.x, y + 1, width, &format!("CASE  {case}"), look.quiet());
        let wide = values.iter().map(|(name, _)| super::paint::columns(name) as u16).max().unwrap_or(0).min(width / 2);
        for (n, (name, value)) in values.iter().enumerate() {
            let row = Rect {
                x: area.x + 2 + wide + 2,
                y: y + 2 + n as u16,
                width: width.saturating_sub(wide + 4),
                height: 1,
            };
            put(buffer, area.x + 2, row.y, wide, name, look.quiet());
            put_words(buffer, row, value, look.text(), look, false);
        }
        y += values.len() as u16 + 2;
    }
    if reader.memos.is_empty() {
        return;
    }
    put(buffer, area.x, y + 1, width, &format!("MEMOS  {}", reader.memos.len()), look.quiet());
    // Those nearest to the passage, in reading order.
    let at = reader.memos.partition_point(|(span, _)| span.end <= reader.held.start);
    let first = at.saturating_sub(MOST / 2).min(reader.memos.len().saturating_sub(MOST));
    for (n, (span, id)) in reader.memos.iter().skip(first).take(MOST).enumerate() {
        let Some(memo) = project.memos.get(id) else { continue };
        let row = y + 2 + n as u16;
        let style = if span.overlaps(reader.held) { look.heading() } else { look.text() };
        put(buffer, area.x, row, 1, look.glyph("✎", "m"), look.warn());
        super::paint::put_right(
            buffer,
            area.x + 6,
            row,
            4,
            &(reader.sheet.turn_at(span.start) + 1).to_string(),
            look.quiet(),
        );
        let words = Rect { x: area.x + 7, y: row, width: width.saturating_sub(7), height: 1 };
        put_words(buffer, words, &one_line(memo.text.lines().next().unwrap_or_default()), style, look, false);
    }
}
