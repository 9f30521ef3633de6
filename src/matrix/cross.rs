use super::ground::{Ground, Mark, NONE, shared, sweep, touches};
use super::line::{Line, Set};
use super::tally::Tally;
use crate::fault::Outcome;
use crate::id::IdMap;
use crate::text::Span;
use std::collections::BTreeMap;

/// The marks of every cell, row by row.
pub(super) struct Grid {
    columns: usize,
    /// Empty where codings were only counted.
    cells: Vec<Vec<Mark>>,
    /// How many codings are in each cell, where they were only counted.
    counts: Vec<u32>,
    /// For each row: whether anybody has coded anything in it.
    pub(super) rows_coded: Vec<bool>,
    /// For each column likewise.
    pub(super) columns_coded: Vec<bool>,
}

impl Grid {
    /// The marks of one cell, in order of document and place.
    pub(super) fn at(&self, row: usize, column: usize) -> &[Mark] {
        self.cells.get(row * self.columns + column).map_or(&[], Vec::as_slice)
    }

    /// How many codings are in a cell, where they were only counted.
    pub(super) fn count(&self, row: usize, column: usize) -> Option<u32> {
        self.counts.get(row * self.columns + column).copied()
    }

    /// A grid of which only the numbers are known.
    pub(super) fn of_counts(columns: usize, tally: Tally) -> Self {
        let Tally { counts, rows_coded, columns_coded } = tally;
        Self { columns, cells: Vec::new(), counts, rows_coded, columns_coded }
    }
}

/// Which lines each coding belongs to: `lines[from[n]..from[n + 1]]` for coding `n`.
pub(super) struct Belonging {
    from: Vec<u32>,
    lines: Vec<u32>,
}

impl Belonging {
    pub(super) fn of(&self, coding: usize) -> &[u32] {
        &self.lines[self.from[coding] as usize..self.from[coding + 1] as usize]
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
/// The first and the third, which are the large ones, take one pass over the codings, whatever the number of rows and columns. Columns that `alike` says yes to
/// show how like a row they are and not what lies in both: places are not crossed with places for them.
pub(super) fn cross(
    ground: &Ground<'_>,
    rows: &[Line],
    columns: &[Line],
    alike: &dyn Fn(usize) -> bool,
) -> Outcome<Grid> {
    let (row_places, column_places) = (placed(ground, rows), placed(ground, columns));
    let (row_codings, column_codings) = (coded(ground, rows), coded(ground, columns));
    let any = ground.has_codings();
    let mut grid = Grid {
        columns: columns.len(),
        cells: vec![Vec::new(); rows.len() * columns.len()],
        counts: Vec::new(),
        rows_coded: covered(rows, &row_places, any),
        columns_coded: covered(columns, &column_places, any),
    };
    for (n, coding) in ground.codings().iter().enumerate() {
        let (in_rows, in_columns) = (row_codings.of(n), column_codings.of(n));
        let (at_rows, at_columns) = (row_places.of(n), column_places.of(n));
        let document = ground.number(coding.document).unwrap_or(NONE);
        let mark = Mark { document, span: coding.span, coding: n as u32, other: NONE };
        for (some, others) in [(at_rows, in_columns), (in_rows, at_columns), (in_rows, in_columns)] {
            for row in some {
                for column in others {
                    grid.cells[*row as usize * columns.len() + *column as usize].push(mark);
                }
            }
        }
    }
    let meets = |lines: &[Line]| lines.iter().any(|l| matches!(l.set, Set::Codes(_)));
    if meets(rows) && meets(columns) {
        overlaps(ground, (rows, &row_codings), (columns, &column_codings), &mut grid);
    }
    for (r, row) in rows.iter().enumerate() {
        for (c, column) in columns.iter().enumerate().filter(|(c, _)| !alike(*c)) {
            let more = by_pair(ground, &row.set, &column.set)?;
            grid.cells[r * columns.len() + c].extend(more);
        }
    }
    Ok(grid)
}

/// The place lines that each coding shares text with.
pub(super) fn placed(ground: &Ground<'_>, lines: &[Line]) -> Belonging {
    let mut parts: Vec<Vec<(u32, &[Span])>> = vec![Vec::new(); ground.documents.len()];
    for (n, line) in lines.iter().enumerate() {
        let Set::Places(places) = &line.set else { continue };
        for (document, spans) in places {
            parts[*document as usize].push((n as u32, spans));
        }
    }
    let mut out = Belonging { from: Vec::with_capacity(ground.codings().len() + 1), lines: Vec::new() };
    out.from.push(0);
    for (document, parts) in (0..).zip(&parts) {
        for coding in &ground.codings()[ground.codings_of(document)] {
            let here = parts.iter().filter(|(_, spans)| touches(spans, coding.span));
            out.lines.extend(here.map(|(n, _)| *n));
            out.from.push(out.lines.len() as u32);
        }
    }
    out
}

/// The lines of codings that each coding belongs to.
pub(super) fn coded(ground: &Ground<'_>, lines: &[Line]) -> Belonging {
    let mut by_code: IdMap<crate::id::CodeId, Vec<u32>> = IdMap::default();
    let mut by_coder: IdMap<crate::id::CoderId, Vec<u32>> = IdMap::default();
    for (n, line) in lines.iter().enumerate() {
        match &line.set {
            Set::Codes(codes) => codes.iter().for_each(|c| by_code.entry(*c).or_default().push(n as u32)),
            Set::Coder(coder) => by_coder.entry(*coder).or_default().push(n as u32),
            _ => {}
        }
    }
    let mut out = Belonging { from: Vec::with_capacity(ground.codings().len() + 1), lines: Vec::new() };
    out.from.push(0);
    for coding in ground.codings() {
        out.lines.extend(by_code.get(&coding.code).into_iter().flatten());
        if !by_coder.is_empty() {
            out.lines.extend(by_coder.get(&coding.coder).into_iter().flatten());
        }
        out.from.push(out.lines.len() as u32);
    }
    out
}

/// Which lines hold any coding at all. One that says nothing of place counts as coded as soon as anything in the project is.
fn covered(lines: &[Line], places: &Belonging, any: bool) -> Vec<bool> {
    let mut covered: Vec<bool> = lines.iter().map(|l| any && !matches!(l.set, Set::Places(_))).collect();
    places.lines.iter().for_each(|n| covered[*n as usize] = true);
    covered
}

/// What two codings of different codes share.
fn overlaps(ground: &Ground<'_>, rows: (&[Line], &Belonging), columns: (&[Line], &Belonging), grid: &mut Grid) {
    let of_codes = |lines: &[Line], n: u32| matches!(lines[n as usize].set, Set::Codes(_));
    let width = columns.0.len();
    let mut touched: Vec<usize> = Vec::new();
    for document in 0..ground.documents.len() as u32 {
        let range = ground.codings_of(document);
        let first = range.start;
        sweep(ground.codings()[range].iter().map(|c| c.span), |a, b, span| {
            let (a, b) = (a + first, b + first);
            for (row_side, column_side) in [(a, b), (b, a)] {
                let mark = Mark { document, span, coding: row_side as u32, other: column_side as u32 };
                for row in rows.1.of(row_side).iter().filter(|n| of_codes(rows.0, **n)) {
                    if rows.1.of(column_side).contains(row) {
                        continue;
                    }
                    for column in columns.1.of(column_side).iter().filter(|n| of_codes(columns.0, **n)) {
                        if !columns.1.of(row_side).contains(column) {
                            let at = *row as usize * width + *column as usize;
                            grid.cells[at].push(mark);
                            touched.push(at);
                        }
                    }
                }
            }
        });
    }
    touched.sort_unstable();
    touched.dedup();
    for at in touched {
        grid.cells[at].sort_unstable();
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
        for n in ground.codings_of(document) {
            let coding = ground.codings()[n];
            let inside = match set {
                Set::Codes(codes) => codes.contains(&coding.code),
                Set::Coder(coder) => coding.coder == *coder,
                _ => false,
            };
            if inside {
                out.push(Mark { document, span: coding.span, coding: n as u32, other: NONE });
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
