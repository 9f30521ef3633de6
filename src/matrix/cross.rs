use super::ground::{Ground, Mark, NONE, shared, sweep, touches};
use super::line::{Line, Set};
use super::sheets::Sheets;
use super::tally::{ByCode, Each, Tally};
use crate::coding::{Brief, Codings, Sheet};
use crate::fault::Outcome;
use crate::id::{CoderId, DocumentId, IdMap};
use crate::text::Span;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The marks of every cell, row by row.
pub(super) struct Grid {
    columns: usize,
    /// Empty where codings were only counted.
    cells: Vec<Vec<Mark>>,
    /// How many codings are in each cell, where they were only counted.
    counts: Vec<u32>,
    /// What was counted there.
    pub(super) each: Each,
    /// The marks of some columns of a grid that was only counted: those that rules and filters ask about.
    asked: Option<(Vec<usize>, Box<Grid>)>,
    /// For each row: whether anybody has coded anything in it.
    pub(super) rows_coded: Vec<bool>,
    /// For each column likewise.
    pub(super) columns_coded: Vec<bool>,
}

impl Grid {
    /// The marks of one cell, in order of document and place.
    pub(super) fn at(&self, row: usize, column: usize) -> &[Mark] {
        if let Some((columns, grid)) = &self.asked {
            return columns.iter().position(|c| *c == column).map_or(&[], |at| grid.at(row, at));
        }
        self.cells.get(row * self.columns + column).map_or(&[], Vec::as_slice)
    }

    /// How many codings are in a cell, where they were only counted.
    pub(super) fn count(&self, row: usize, column: usize) -> Option<u32> {
        self.counts.get(row * self.columns + column).copied()
    }

    /// The largest of these counts.
    pub(super) fn most(&self) -> Option<u32> {
        self.counts.iter().copied().max()
    }

    /// Whether codings were only counted.
    pub(super) fn is_counted(&self) -> bool {
        !self.counts.is_empty()
    }

    /// A grid of which only the numbers are known, and the marks of those columns that are given.
    pub(super) fn of_counts(columns: usize, each: Each, tally: Tally, asked: Option<(Vec<usize>, Box<Self>)>) -> Self {
        let Tally { counts, rows_coded, columns_coded } = tally;
        Self { columns, cells: Vec::new(), counts, each, asked, rows_coded, columns_coded }
    }
}

/// To which of some lines a coding belongs.
pub(super) struct Lines<'l> {
    by_code: ByCode,
    by_coder: IdMap<CoderId, Vec<u32>>,
    /// For each document the lines that have a part of it, with the part.
    parts: Vec<Vec<(u32, &'l [Span])>>,
    /// Whether all are parts of documents: then other documents are of no interest.
    only_places: bool,
    /// Where all are codes, which codes by their number among the briefs, in order: then documents without any of them are of no interest.
    only_codes: Option<Vec<u32>>,
}

impl<'l> Lines<'l> {
    pub(super) fn new(ground: &Ground<'_>, lines: &'l [Line]) -> Self {
        let mut out = Self {
            by_code: ByCode::new(ground, lines),
            by_coder: IdMap::default(),
            parts: vec![Vec::new(); ground.documents.len()],
            only_places: lines.iter().all(|l| matches!(l.set, Set::Places(_) | Set::Nothing)),
            only_codes: None,
        };
        for (n, line) in (0..).zip(lines) {
            match &line.set {
                Set::Coder(coder) => out.by_coder.entry(*coder).or_default().push(n),
                Set::Places(places) => {
                    places.iter().for_each(|(document, spans)| out.parts[*document as usize].push((n, spans)));
                }
                Set::Codes(_) | Set::Passages(_) | Set::Nothing => {}
            }
        }
        if lines.iter().all(|l| matches!(l.set, Set::Codes(_) | Set::Nothing)) {
            let codes = ground.world.project.codings.briefs().codes().len() as u32;
            out.only_codes = Some((0..codes).filter(|code| !out.by_code.of(*code).is_empty()).collect());
        }
        out
    }

    /// Whether a document can have something in these lines.
    fn concerns(&self, sheets: &Sheets<'_>, document: u32) -> bool {
        if let Some(codes) = &self.only_codes {
            let Some(sheet) = sheets.at(document as usize) else { return false };
            let tally = sheet.tally();
            // Both are in order of the codes: the shorter one is looked for in the longer one.
            return if codes.len() < tally.len() {
                codes.iter().any(|code| tally.binary_search_by_key(code, |(code, _)| *code).is_ok())
            } else {
                tally.iter().any(|(code, _)| codes.binary_search(code).is_ok())
            };
        }
        !self.only_places || !self.parts[document as usize].is_empty()
    }

    /// The lines of a code, by its number among the briefs.
    fn of_code(&self, code: u32) -> &[u32] {
        self.by_code.of(code)
    }

    /// The lines of codes and coders that a coding belongs to; who made it is asked only where that matters.
    pub(super) fn of_coding(&self, code: u32, coder: impl FnOnce() -> Option<CoderId>, into: &mut Vec<u32>) {
        into.clear();
        into.extend(self.of_code(code));
        if !self.by_coder.is_empty() {
            into.extend(coder().and_then(|coder| self.by_coder.get(&coder)).into_iter().flatten());
        }
    }

    /// The parts of documents with which a coding shares text.
    pub(super) fn of_place(&self, document: u32, span: Span, into: &mut Vec<u32>) {
        into.clear();
        let parts = &self.parts[document as usize];
        into.extend(parts.iter().filter(|(_, spans)| touches(spans, span)).map(|(n, _)| *n));
    }
}

/// Fills all cells. A mark is in a cell when it belongs to the row and to the column:
///
/// - places × codings or passages: those that share text with the places, as a whole;
/// - places × places: the turns in both, as far as they lie in both;
/// - codes × codes: codings that belong to both, and, of two codings of which one belongs only to the row and the other only to the column, the text they share;
/// - coders × codes: the codings that belong to both;
/// - passages × codings or passages: the text they share.
///
/// The first and the third, which are the large ones, take one pass over the codings of the documents concerned, whatever the number of rows and columns.
/// Columns that `alike` says yes to show how like a row they are and not what lies in both: places are not crossed with places for them.
pub(super) fn cross(
    ground: &Ground<'_>,
    rows: &[Line],
    columns: &[Line],
    alike: &dyn Fn(usize) -> bool,
) -> Outcome<Grid> {
    let (in_rows, in_columns) = (Lines::new(ground, rows), Lines::new(ground, columns));
    let mut grid = Grid {
        columns: columns.len(),
        cells: vec![Vec::new(); rows.len() * columns.len()],
        counts: Vec::new(),
        each: Each::Coding,
        asked: None,
        rows_coded: covered(ground, rows),
        columns_coded: covered(ground, columns),
    };
    let crossing = Crossing {
        rows: &in_rows,
        columns: &in_columns,
        sheets: ground.sheets(),
        from: ground.from(),
        ids: &ground.ids,
        codings: &ground.world.project.codings,
    };
    let mut touched: Vec<usize> = Vec::new();
    // A piece at a time, so that not everything is there twice.
    for documents in crossing.concerned().chunks(PIECE) {
        let found: Vec<Vec<Hit>> = documents.par_iter().with_min_len(16).map(|d| crossing.of(*d)).collect();
        for (row, column, mark) in found.into_iter().flatten() {
            let at = row as usize * columns.len() + column as usize;
            grid.cells[at].push(mark);
            if mark.other != NONE {
                touched.push(at);
            }
        }
    }
    touched.sort_unstable();
    touched.dedup();
    for at in touched {
        grid.cells[at].sort_unstable();
    }
    for (r, row) in rows.iter().enumerate() {
        for (c, column) in columns.iter().enumerate().filter(|(c, _)| !alike(*c)) {
            let more = by_pair(ground, &row.set, &column.set)?;
            grid.cells[r * columns.len() + c].extend(more);
        }
    }
    Ok(grid)
}

fn span_of(brief: &Brief) -> Span {
    Span { start: brief.start, end: brief.end }
}

/// Which lines hold any coding at all. One that says nothing of place counts as coded as soon as anything in the project is.
fn covered(ground: &Ground<'_>, lines: &[Line]) -> Vec<bool> {
    let coded = |(document, spans): (&u32, &Vec<Span>)| {
        let here = ground.briefs(*document);
        here.iter().any(|brief| touches(spans, span_of(brief)))
    };
    let any = ground.has_codings();
    let covered = |line: &Line| match &line.set {
        Set::Places(places) => places.iter().any(coded),
        _ => any,
    };
    lines.iter().map(covered).collect()
}

/// Documents that are looked through before what was found in them is put into cells.
const PIECE: usize = 2_048;

/// Codes whose documents are looked up one code at a time.
const FEW: usize = 8;

/// A mark with the row and the column whose cell it belongs to.
type Hit = (u32, u32, Mark);

/// Rows and columns with the codings that are to be put where they cross: all that threads can share.
struct Crossing<'c> {
    rows: &'c Lines<'c>,
    columns: &'c Lines<'c>,
    sheets: &'c Sheets<'c>,
    from: &'c [usize],
    ids: &'c [DocumentId],
    codings: &'c Codings,
}

impl Crossing<'_> {
    /// The documents that can have something in rows and in columns, in order.
    fn concerned(&self) -> Vec<u32> {
        let both = |document: &u32| {
            self.rows.concerns(self.sheets, *document) && self.columns.concerns(self.sheets, *document)
        };
        // Where it is known in which documents the codes of a few rows or columns occur, no other is looked at.
        let few = [self.rows, self.columns].into_iter().filter_map(|lines| lines.only_codes.as_deref());
        let few = few.min_by_key(|codes| codes.len()).filter(|codes| codes.len() <= FEW);
        match few.and_then(|codes| self.sheets.with(codes)) {
            Some(documents) => documents.into_par_iter().with_min_len(512).filter(both).collect(),
            None => (0..self.sheets.len() as u32).into_par_iter().with_min_len(512).filter(both).collect(),
        }
    }

    /// What lies in a document.
    fn of(&self, document: u32) -> Vec<Hit> {
        let mut out = Vec::new();
        let briefs = self.sheets.at(document as usize).map_or(&[][..], Sheet::list);
        let first = self.from[document as usize] as u32;
        let by_coder = !self.rows.by_coder.is_empty() || !self.columns.by_coder.is_empty();
        let known = |b: &Brief| !self.rows.of_code(b.code).is_empty() || !self.columns.of_code(b.code).is_empty();
        let some: Vec<(u32, &Brief)> = (first..).zip(briefs).filter(|(_, b)| by_coder || known(b)).collect();
        let mut lines: [Vec<u32>; 4] = Default::default();
        for (n, brief) in &some {
            let [of_rows, of_columns, at_rows, at_columns] = &mut lines;
            let coder = || {
                let here = self.codings.of(self.ids[document as usize]);
                here.get((n - first) as usize).map(|coding| coding.coder)
            };
            self.rows.of_coding(brief.code, coder, of_rows);
            self.columns.of_coding(brief.code, coder, of_columns);
            if of_rows.is_empty() && of_columns.is_empty() {
                continue;
            }
            let span = span_of(brief);
            self.rows.of_place(document, span, at_rows);
            self.columns.of_place(document, span, at_columns);
            let mark = Mark { document, span, coding: *n, other: NONE };
            for (some, others) in [(&*at_rows, &*of_columns), (of_rows, at_columns), (of_rows, of_columns)] {
                out.extend(some.iter().flat_map(|row| others.iter().map(|column| (*row, *column, mark))));
            }
        }
        if self.rows.by_code.any() && self.columns.by_code.any() {
            let coded: Vec<(u32, &Brief)> = some.into_iter().filter(|(_, b)| known(b)).collect();
            self.overlaps(document, &coded, &mut out);
        }
        out
    }

    /// What two codings of different codes share.
    fn overlaps(&self, document: u32, some: &[(u32, &Brief)], out: &mut Vec<Hit>) {
        sweep(some.iter().map(|(_, brief)| span_of(brief)), |a, b, span| {
            for ((n, of_row), (other, of_column)) in [(some[a], some[b]), (some[b], some[a])] {
                let mark = Mark { document, span, coding: n, other };
                for row in self.rows.of_code(of_row.code) {
                    if self.rows.of_code(of_column.code).contains(row) {
                        continue;
                    }
                    for column in self.columns.of_code(of_column.code) {
                        if !self.columns.of_code(of_row.code).contains(column) {
                            out.push((*row, *column, mark));
                        }
                    }
                }
            }
        });
    }
}

/// The marks of a cell that needs neither of the two large passes.
fn by_pair(ground: &Ground<'_>, row: &Set, column: &Set) -> Outcome<Vec<Mark>> {
    Ok(match (row, column) {
        (Set::Places(a), Set::Places(b)) => turns_in_both(ground, a, b)?,
        (Set::Places(places), Set::Passages(passages)) | (Set::Passages(passages), Set::Places(places)) => {
            let inside = |(document, span): &&(u32, Span)| places.get(document).is_some_and(|s| touches(s, *span));
            let mark =
                |(document, span): &(u32, Span)| Mark { document: *document, span: *span, coding: NONE, other: NONE };
            passages.iter().filter(inside).map(mark).collect()
        }
        (Set::Passages(a), Set::Passages(b)) => common(ground, &bare(a), &bare(b)),
        (Set::Passages(a), Set::Codes(_) | Set::Coder(_)) => common(ground, &bare(a), &codings_in(ground, column)),
        (Set::Codes(_) | Set::Coder(_), Set::Passages(b)) => common(ground, &codings_in(ground, row), &bare(b)),
        _ => Vec::new(),
    })
}

fn bare(passages: &[(u32, Span)]) -> Vec<Mark> {
    passages
        .iter()
        .map(|(document, span)| Mark { document: *document, span: *span, coding: NONE, other: NONE })
        .collect()
}

pub(super) fn codings_in(ground: &Ground<'_>, set: &Set) -> Vec<Mark> {
    let mut out = Vec::new();
    for document in 0..ground.documents.len() as u32 {
        let (first, here) = ground.codings_of(document);
        for (n, coding) in (first..).zip(here) {
            let inside = match set {
                Set::Codes(codes) => codes.contains(&coding.code),
                Set::Coder(coder) => coding.coder == *coder,
                _ => false,
            };
            if inside {
                out.push(Mark { document, span: coding.span, coding: n, other: NONE });
            }
        }
    }
    out
}

/// What the marks of two lists share, each stretch once for every coding behind it.
fn common(ground: &Ground<'_>, a: &[Mark], b: &[Mark]) -> Vec<Mark> {
    let mut out = Vec::new();
    for document in 0..ground.documents.len() as u32 {
        let here = |marks: &[Mark], first: bool| {
            let from = marks.partition_point(|m| m.document < document);
            let to = marks.partition_point(|m| m.document <= document);
            marks[from..to].iter().map(|m| (m.span, m.coding, first)).collect::<Vec<_>>()
        };
        let mut both = here(a, true);
        both.extend(here(b, false));
        both.sort_unstable();
        sweep(both.iter().map(|(span, ..)| *span), |i, j, span| {
            if both[i].2 != both[j].2 {
                // At most one of the two comes from a coding.
                let coding = both[i].1.min(both[j].1);
                out.push(Mark { document, span, coding, other: NONE });
            }
        });
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// The turns that lie in both, cut to what lies in both. Headings are nobody's words and stay out.
fn turns_in_both(
    ground: &Ground<'_>,
    a: &BTreeMap<u32, Vec<Span>>,
    b: &BTreeMap<u32, Vec<Span>>,
) -> Outcome<Vec<Mark>> {
    let mut out = Vec::new();
    for (document, spans) in a {
        let Some(others) = b.get(document) else { continue };
        let both = shared(spans, others);
        if both.is_empty() {
            continue;
        }
        let content = ground.content(*document)?;
        let spoken = content.structure.turns.iter().filter(|t| t.kind != crate::document::TurnKind::Heading);
        let turns: Vec<Span> = spoken.map(|t| t.span).collect();
        for span in shared(&both, &turns) {
            let span = span.trimmed(content.text.as_str());
            if !span.is_empty() {
                out.push(Mark { document: *document, span, coding: NONE, other: NONE });
            }
        }
    }
    Ok(out)
}
