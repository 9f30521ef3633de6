//! What stands beside the text when there is room: at the right the codings of the passage, the codebook and the numbered codes; at the left the documents
//! and the questions. One plan says where each stands, for drawing and for the mouse.

use super::aside;
use super::grid::lattice::put_line;
use super::layout::Columns;
use super::lists::{definition, first_row};
use super::look::Look;
use super::paint::{Part, columns, lines, put, put_right, stripe, tint};
use super::panes::{self, Visit};
use super::reader::Reader;
use super::reader::margin::Stripe;
use super::retrieved;
use super::state::State;
use crate::id::{CodeId, DocumentId};
use crate::project::Project;
use crate::text::Span;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;

/// What stands in a cell, for the mouse.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Target {
    /// A coding of the passage.
    Coding(Stripe),
    /// A code of the codebook.
    Code(CodeId),
    /// A numbered code, by its slot.
    Quick(usize),
    /// A document.
    Document(DocumentId),
    /// A question, by its turn.
    Turn(usize),
    /// A passage of the code in hand.
    Passage(DocumentId, Span),
}

/// A list beside the text that the wheel can move.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pane {
    /// The documents.
    Documents,
    /// The questions of this one.
    Questions,
    /// The codebook.
    Codebook,
    /// The passages of the code in hand.
    Passages,
}

/// A list as it is seen: its rows on the screen, how many there are, and the first one shown.
#[derive(Clone, Copy, Default)]
pub struct Listed {
    /// Its rows on the screen.
    pub area: Rect,
    count: usize,
    first: usize,
}

impl Listed {
    /// A list that shows the row `at`, moved from there by the wheel.
    fn new(area: Rect, at: usize, count: usize, rolled: isize) -> Self {
        let base = first_row(at, count, area.height.into());
        let last = count.saturating_sub(area.height.into());
        Self { area, count, first: base.saturating_add_signed(rolled).min(last) }
    }

    /// The rows in sight, each with where it stands.
    pub fn rows(&self) -> impl Iterator<Item = (usize, u16)> + use<> {
        let (first, y) = (self.first, self.area.y);
        (first..self.count).take(self.area.height.into()).map(move |n| (n, y + (n - first) as u16))
    }

    fn at(&self, cell: Position) -> Option<usize> {
        let row = self.first + usize::from(cell.y.checked_sub(self.area.y)?);
        (self.area.contains(cell) && row < self.count).then_some(row)
    }
}

/// A line about the passage.
enum OnPassage {
    Coding(Stripe),
    More(usize),
    Nothing,
    /// A line of a memo, and whether it is the first.
    Memo(String, bool),
}

/// Where the parts of the pane at the right stand.
struct Plan {
    area: Rect,
    about: Vec<OnPassage>,
    codebook: Listed,
    definition: (u16, Vec<(bool, String)>),
    passages: Listed,
    quick: (u16, Vec<Vec<Option<usize>>>),
}

/// Rows for the codings on the passage and its memos.
fn on_passage(project: &Project, reader: &Reader, area: Rect) -> Vec<OnPassage> {
    let here = reader.here();
    let most = usize::from(area.height / 3).max(2);
    // The one in focus is always seen.
    let at = here.iter().position(|s| Some(s.id) == reader.focus).unwrap_or(0);
    let first = first_row(at, here.len(), most);
    let mut out: Vec<OnPassage> = here.iter().skip(first).take(most).map(|s| OnPassage::Coding(*s)).collect();
    if here.len() > most {
        out.push(OnPassage::More(reader.count_here() - most));
    }
    if here.is_empty() {
        out.push(OnPassage::Nothing);
    }
    let begun = reader.memos.partition_point(|(span, _)| span.start < reader.held.end);
    let held = reader.memos[..begun].iter().filter(|(span, _)| span.overlaps(reader.held));
    for memo in held.filter_map(|(_, id)| project.memos.get(id)).take(2) {
        let text = lines(&memo.text, area.width.saturating_sub(3), 3);
        out.extend(text.into_iter().enumerate().map(|(n, line)| OnPassage::Memo(line, n == 0)));
    }
    out
}

fn plan(state: &State, project: &Project, reader: &Reader, company: Rect) -> Plan {
    let area = Rect { x: company.x + 2, width: company.width.saturating_sub(2), ..company };
    let about = on_passage(project, reader, area);
    let mut top = area.y + about.len() as u16 + 2;
    let mut rest = area.bottom().saturating_sub(top);
    let mut quick = (0, quick_rows(state, area.width));
    let below = quick.1.len() as u16 + 2;
    if !quick.1.is_empty() && rest > below + 6 {
        rest -= below;
        quick.0 = area.bottom() - below + 1;
    } else {
        quick.1.clear();
    }
    let mut said = (0, Vec::new());
    if let Some(code) = state.code_in_hand(project).filter(|_| rest > 20) {
        said.1 = definition(project, code, area.width, if rest > 34 { 7 } else { 3 });
        if !said.1.is_empty() {
            said.0 = top + rest - said.1.len() as u16 - 1;
            rest -= said.1.len() as u16 + 2;
        }
    }
    let found = retrieved::passages(state, project).filter(|(_, places)| rest >= 17 && !places.all.is_empty());
    let mut passages = Listed::default();
    if let Some((_, places)) = found {
        let height = (rest / 3).clamp(4, 12).min(places.all.len().min(99) as u16);
        rest -= height + 2;
        let at = panes::row(state, Pane::Passages).unwrap_or_else(|| retrieved::row_here(project, reader, &places));
        let listed = Rect { y: top + rest + 1, height, ..area };
        passages = Listed::new(listed, at, places.all.len(), state.rolled[Pane::Passages as usize]);
    }
    let height = if rest > 3 { rest - 1 } else { 0 };
    top = (top + 1).min(area.bottom());
    let hand = state.code_in_hand(project);
    let at = hand.and_then(|code| state.facts.tree.iter().position(|c| *c == code)).unwrap_or(0);
    let at = panes::row(state, Pane::Codebook).unwrap_or(at);
    let listed = Rect { y: top, height, ..area };
    let codebook = Listed::new(listed, at, state.facts.tree.len(), state.rolled[Pane::Codebook as usize]);
    Plan { area, about, codebook, definition: said, passages, quick }
}

/// Draws the pane at the right: a column of sections under one another.
pub fn draw(state: &State, project: &Project, reader: &Reader, company: Rect, buffer: &mut Buffer) {
    let look = state.look;
    for y in company.top()..company.bottom() {
        put(buffer, company.x, y, 1, look.glyph("│", "|"), look.quiet());
    }
    let plan = plan(state, project, reader, company);
    let Rect { x, width, y, .. } = plan.area;
    put(buffer, x, y, width, "ON THE PASSAGE", look.quiet());
    if reader.here().len() > 1 {
        put_right(buffer, plan.area.right(), y, 6, "; next", look.quiet());
    }
    for (n, line) in plan.about.iter().enumerate() {
        let row = Rect { y: y + 1 + n as u16, height: 1, ..plan.area };
        if row.y < plan.area.bottom() {
            draw_about(state, project, reader, line, row, buffer);
        }
    }
    if plan.codebook.area.height > 0 {
        let words = format!("CODEBOOK  {} codes", state.facts.tree.len());
        put(buffer, x, plan.codebook.area.y - 1, width, &words, look.quiet());
        draw_codebook(state, project, &plan.codebook, buffer);
    }
    let (top, text) = &plan.definition;
    if let Some(code) = state.code_in_hand(project).filter(|_| *top > 0) {
        put(buffer, x, *top, width, &format!("DEFINITION  {}", state.facts.code(code).name), look.quiet());
        for (n, (_, line)) in text.iter().enumerate() {
            put(buffer, x, top + 1 + n as u16, width, line, look.text());
        }
    }
    if let Some((code, places)) = retrieved::passages(state, project).filter(|_| plan.passages.area.height > 0) {
        let words = retrieved::heading(state, code, places.all.len());
        put(buffer, x, plan.passages.area.y - 1, width, &words, look.quiet());
        retrieved::draw(state, project, reader, &places, &plan.passages, buffer);
    }
    if !plan.quick.1.is_empty() {
        put(buffer, x, plan.quick.0, width, "NUMBERED CODES", look.quiet());
        draw_quick(state, &plan, buffer);
    }
}

fn draw_about(state: &State, project: &Project, reader: &Reader, line: &OnPassage, area: Rect, buffer: &mut Buffer) {
    let (look, Rect { x, y, width, .. }) = (state.look, area);
    let found = match line {
        OnPassage::Coding(found) => found,
        OnPassage::More(more) => {
            put(buffer, x + 3, y, width, &format!("and {more} more"), look.quiet());
            return;
        }
        OnPassage::Nothing => {
            put(buffer, x + 1, y, width, "nothing yet", look.quiet());
            return;
        }
        OnPassage::Memo(words, first) => {
            put(buffer, x + 1, y, 1, if *first { look.glyph("✎", "m") } else { " " }, look.warn());
            put(buffer, x + 3, y, width.saturating_sub(3), words, look.text());
            return;
        }
    };
    let known = state.facts.code(found.code);
    let style = look.code(known.theme, known.colour);
    let focused = reader.focus == Some(found.id);
    put(buffer, x, y, 1, if focused { look.glyph("▸", ">") } else { " " }, look.text());
    put(buffer, x + 1, y, 1, stripe(known.style, Part::First, look.ascii), style);
    let who = project.coder_name(found.coder);
    let who = if who == state.coder { String::new() } else { format!(" {}", super::facts::one_line(who)) };
    let place = format!("{}{}{who}", if found.telling { "! " } else { "" }, reader.place_of(found.span));
    let wide = (columns(&place) as u16).min(width / 2);
    let room = width.saturating_sub(wide + 4);
    let fits = columns(&known.path) <= usize::from(room);
    let style = if focused { style.add_modifier(Modifier::BOLD) } else { style };
    put(buffer, x + 3, y, room, if fits { &known.path } else { &known.name }, style);
    put_right(buffer, area.right(), y, wide, &place, look.quiet());
}

fn draw_codebook(state: &State, project: &Project, listed: &Listed, buffer: &mut Buffer) {
    let (look, area) = (state.look, listed.area);
    let hand = state.code_in_hand(project);
    for (n, y) in listed.rows() {
        let code = state.facts.tree[n];
        let known = state.facts.code(code);
        let indent = 2 * known.depth.min(6) as u16;
        let style = look.code(known.theme, known.colour);
        put(buffer, area.x + indent, y, 1, stripe(known.style, Part::First, look.ascii), style);
        let room = area.width.saturating_sub(indent + 8);
        put(buffer, area.x + indent + 2, y, room, &known.name, look.text());
        put_right(buffer, area.right(), y, 5, &known.in_all.to_string(), look.quiet());
        if hand == Some(code) {
            tint(buffer, area.x, y, area.width, look.heading());
        }
    }
}

/// The slots of the numbered codes in rows and columns, downwards first.
fn quick_rows(state: &State, width: u16) -> Vec<Vec<Option<usize>>> {
    let used = state.quick.iter().rposition(Option::is_some).map_or(0, |n| n + 1);
    let across = quick_columns(width);
    let down = used.div_ceil(across);
    let slot = |n: usize| Some(n).filter(|n| *n < used && state.quick[*n].is_some());
    (0..down).map(|row| (0..across).map(|column| slot(column * down + row)).collect()).collect()
}

fn quick_columns(width: u16) -> usize {
    usize::from(width / 14).clamp(1, 3)
}

fn draw_quick(state: &State, plan: &Plan, buffer: &mut Buffer) {
    let room = plan.area.width / quick_columns(plan.area.width) as u16;
    for (n, row) in plan.quick.1.iter().enumerate() {
        for (i, slot) in row.iter().enumerate() {
            let Some(slot) = *slot else { continue };
            let name = state.quick[slot].map(|c| state.facts.code(c).name).unwrap_or_default();
            let (x, y) = (plan.area.x + i as u16 * room, plan.quick.0 + 1 + n as u16);
            let words = format!("{} {name}", slot + 1);
            put(buffer, x, y, room.saturating_sub(1), &words, state.look.text());
        }
    }
}

/// The lists of the pane at the left: documents, and questions.
fn places(state: &State, project: &Project, reader: &Reader, area: Rect) -> (Listed, Listed) {
    let height = area.height - aside::height(project, reader, area);
    let area = Rect { width: area.width.saturating_sub(2), height, ..area };
    let questions = &reader.sheet.content().structure.questions;
    let half = if questions.is_empty() { area.height } else { area.height / 2 };
    let at = state.facts.list.iter().position(|d| *d == reader.document).unwrap_or(0);
    let at = panes::row(state, Pane::Documents).unwrap_or(at);
    let upper = Rect { y: area.y + 1, height: half.saturating_sub(2), ..area };
    let documents = Listed::new(upper, at, state.facts.list.len(), state.rolled[Pane::Documents as usize]);
    if questions.is_empty() {
        return (documents, Listed::default());
    }
    let top = area.y + half + 1;
    let lower = Rect { y: top, height: area.bottom().saturating_sub(top), ..area };
    let at = panes::row(state, Pane::Questions).unwrap_or(question_at(reader));
    (documents, Listed::new(lower, at, questions.len(), state.rolled[Pane::Questions as usize]))
}

/// The question under which the passage stands, counted from 0.
pub fn question_at(reader: &Reader) -> usize {
    let turn = reader.sheet.turn_at(reader.held.start) as u32;
    reader.sheet.content().structure.questions.partition_point(|q| q.first <= turn).saturating_sub(1)
}

/// Draws the pane at the left: documents with how much of them is coded, and the questions of this one.
pub fn draw_places(state: &State, project: &Project, reader: &Reader, area: Rect, buffer: &mut Buffer) {
    let look = state.look;
    for y in area.top()..area.bottom() {
        put(buffer, area.right() - 1, y, 1, look.glyph("│", "|"), look.quiet());
    }
    let width = area.width.saturating_sub(2);
    put(buffer, area.x, area.y, width, &format!("DOCUMENTS  {}", state.facts.list.len()), look.quiet());
    let (documents, questions) = places(state, project, reader, area);
    let foot = aside::height(project, reader, area);
    aside::draw(project, reader, Rect { y: area.bottom() - foot, height: foot, width, ..area }, look, buffer);
    for (n, y) in documents.rows() {
        let id = state.facts.list[n];
        let known = state.facts.document(id);
        let style = mark(buffer, area.x, y, id == reader.document, look);
        put(buffer, area.x + 2, y, width.saturating_sub(8), &known.name, style);
        put_right(buffer, area.x + width, y, 5, &format!("{}%", known.coded), look.quiet());
    }
    if questions.count == 0 {
        return;
    }
    put(buffer, area.x, questions.area.y.saturating_sub(1), width, "QUESTIONS", look.quiet());
    let (turn, at) = (reader.sheet.turn_at(reader.held.start) as u32, question_at(reader));
    for (n, y) in questions.rows() {
        let question = &reader.sheet.content().structure.questions[n];
        let words = super::facts::one_line(question.span.of(reader.sheet.text()));
        let here = n == at && question.first <= turn && turn < question.last;
        let style = mark(buffer, area.x, y, here, look);
        put_right(buffer, area.x + 5, y, 4, &(question.first + 1).to_string(), look.quiet());
        let room = Rect { x: area.x + 6, y, width: width.saturating_sub(6), height: 1 };
        put_line(buffer, room, &words, style, look);
    }
}

/// Marks the row on which one is, and gives the style of its words.
fn mark(buffer: &mut Buffer, x: u16, y: u16, here: bool, look: Look) -> ratatui::style::Style {
    put(buffer, x, y, 1, if here { look.glyph("▸", ">") } else { " " }, look.text());
    if here { look.heading() } else { look.text() }
}

/// What stands in a cell beside the text.
pub fn at(state: &State, project: &Project, reader: &Reader, c: &Columns, cell: Position) -> Option<Target> {
    if c.places.contains(cell) {
        let (documents, questions) = places(state, project, reader, c.places);
        let question = |n: usize| reader.sheet.content().structure.questions[n].first as usize;
        return match (documents.at(cell), questions.at(cell)) {
            (Some(n), _) => Some(Target::Document(state.facts.list[n])),
            (_, Some(n)) => Some(Target::Turn(question(n))),
            _ => None,
        };
    }
    if !c.company.contains(cell) {
        return None;
    }
    let plan = plan(state, project, reader, c.company);
    if let Some(n) = plan.codebook.at(cell) {
        return Some(Target::Code(state.facts.tree[n]));
    }
    if let Some(n) = plan.passages.at(cell) {
        let (_, places) = retrieved::passages(state, project)?;
        return retrieved::target(project, *places.all.get(n)?);
    }
    let line = cell.y.checked_sub(plan.area.y + 1).and_then(|n| plan.about.get(usize::from(n)));
    if let Some(OnPassage::Coding(stripe)) = line {
        return Some(Target::Coding(*stripe));
    }
    let row = cell.y.checked_sub(plan.quick.0 + 1).and_then(|n| plan.quick.1.get(usize::from(n)))?;
    let room = plan.area.width / quick_columns(plan.area.width) as u16;
    let column = cell.x.checked_sub(plan.area.x)? / room.max(1);
    row.get(usize::from(column)).copied().flatten().map(Target::Quick)
}

/// The cell of a visited pane's chosen row, when the pane stands in an area; the row is drawn as chosen by whoever asks.
pub fn cell(state: &State, project: &Project, reader: &Reader, visit: Visit, area: Rect) -> Option<Position> {
    let list = match visit.pane {
        Pane::Codebook => plan(state, project, reader, area).codebook,
        Pane::Passages => plan(state, project, reader, area).passages,
        Pane::Documents => places(state, project, reader, area).0,
        Pane::Questions => places(state, project, reader, area).1,
    };
    let found = list.rows().find(|(n, _)| *n == visit.at);
    found.map(|(_, y)| Position::new(list.area.x, y))
}

/// The list that the pointer is over.
pub fn pane_at(state: &State, project: &Project, reader: &Reader, c: &Columns, cell: Position) -> Option<Pane> {
    if c.company.contains(cell) {
        let passages = plan(state, project, reader, c.company).passages.area.contains(cell);
        return Some(if passages { Pane::Passages } else { Pane::Codebook });
    }
    let (_, questions) = places(state, project, reader, c.places);
    let low = questions.count > 0 && cell.y + 1 >= questions.area.y;
    let pane = if low { Pane::Questions } else { Pane::Documents };
    c.places.contains(cell).then_some(pane)
}

/// Moves a list by so many rows, at most to its ends.
pub fn roll(state: &mut State, project: &Project, pane: Pane, by: isize) {
    let Some(reader) = state.reader() else { return };
    let columns = super::draw::scene(state, project, reader).columns;
    let shown = |state: &State| -> Option<usize> {
        let reader = state.reader()?;
        Some(match pane {
            Pane::Codebook => plan(state, project, reader, columns.company).codebook.first,
            Pane::Passages => plan(state, project, reader, columns.company).passages.first,
            Pane::Documents => places(state, project, reader, columns.places).0.first,
            Pane::Questions => places(state, project, reader, columns.places).1.first,
        })
    };
    let before = shown(state);
    state.rolled[pane as usize] += by;
    // At an end it does not go on counting, or the way back would begin with nothing.
    if shown(state) == before {
        state.rolled[pane as usize] -= by;
    }
}
