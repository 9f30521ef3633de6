use super::ground::{Ground, touches};
use super::line::{Line, Set};
use crate::id::{CodeId, IdMap};
use crate::query::WHOLE;
use crate::text::Span;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Which lines the codings of each code belong to, by the code's number among the briefs.
pub(super) struct ByCode {
    from: Vec<u32>,
    lines: Vec<u32>,
}

impl ByCode {
    pub(super) fn new(ground: &Ground<'_>, lines: &[Line]) -> Self {
        let mut by_code: IdMap<CodeId, Vec<u32>> = IdMap::default();
        for (n, line) in (0..).zip(lines) {
            if let Set::Codes(codes) = &line.set {
                codes.iter().for_each(|code| by_code.entry(*code).or_default().push(n));
            }
        }
        let mut out = Self { from: vec![0], lines: Vec::new() };
        for code in ground.world.project.codings.briefs().codes() {
            out.lines.extend(by_code.get(code).into_iter().flatten());
            out.from.push(out.lines.len() as u32);
        }
        out
    }

    /// The lines of a code.
    pub(super) fn of(&self, code: u32) -> &[u32] {
        let at = code as usize;
        &self.lines[self.from[at] as usize..self.from[at + 1] as usize]
    }
}

/// How many codings lie in each cell, and which rows and columns have any coding at all: what [`super::cross::cross`] would list, only counted.
pub(super) struct Tally {
    /// Row by row.
    pub(super) counts: Vec<u32>,
    pub(super) rows_coded: Vec<bool>,
    pub(super) columns_coded: Vec<bool>,
}

/// Counts the cells of tables whose rows are parts of documents and whose columns are codes, the other way round, or codes by codes; `None` for others. One pass
/// over the codings in brief for each row, or of all for codes by codes; rows are shared among the processors.
pub(super) fn tally(ground: &Ground<'_>, rows: &[Line], columns: &[Line]) -> Option<Tally> {
    let places = |lines: &[Line]| lines.iter().all(|l| matches!(l.set, Set::Places(_) | Set::Nothing));
    let codes = |lines: &[Line]| lines.iter().all(|l| matches!(l.set, Set::Codes(_) | Set::Nothing));
    let any = ground.has_codings();
    if places(rows) && codes(columns) {
        let (counts, rows_coded) = of_places(ground, rows, columns);
        return Some(Tally { counts, rows_coded, columns_coded: vec![any; columns.len()] });
    }
    if codes(rows) && places(columns) {
        let (turned, columns_coded) = of_places(ground, columns, rows);
        let mut counts = vec![0; turned.len()];
        for (c, column) in turned.chunks(rows.len().max(1)).enumerate() {
            column.iter().enumerate().for_each(|(r, n)| counts[r * columns.len() + c] = *n);
        }
        return Some(Tally { counts, rows_coded: vec![any; rows.len()], columns_coded });
    }
    if codes(rows) && codes(columns) {
        let counts = of_codes(ground, rows, columns);
        return Some(Tally { counts, rows_coded: vec![any; rows.len()], columns_coded: vec![any; columns.len()] });
    }
    None
}

fn of_places(ground: &Ground<'_>, places: &[Line], codes: &[Line]) -> (Vec<u32>, Vec<bool>) {
    let by_code = ByCode::new(ground, codes);
    let briefs = ground.world.project.codings.briefs();
    let documents: Vec<_> = ground.documents.iter().map(|d| d.id).collect();
    let width = codes.len();
    let sets: Vec<Option<&BTreeMap<u32, Vec<Span>>>> = places
        .iter()
        .map(|line| match &line.set {
            Set::Places(places) => Some(places),
            _ => None,
        })
        .collect();
    let mut counts = vec![0u32; places.len() * width];
    let count = |(place, cells): (&Option<&BTreeMap<u32, Vec<Span>>>, &mut [u32])| {
        let mut coded = false;
        for (document, spans) in place.iter().copied().flatten() {
            let whole = spans[..] == [WHOLE];
            for brief in briefs.of(documents[*document as usize]) {
                if whole || touches(spans, Span { start: brief.start, end: brief.end }) {
                    coded = true;
                    by_code.of(brief.code).iter().for_each(|column| cells[*column as usize] += 1);
                }
            }
        }
        coded
    };
    let coded = if width == 0 {
        sets.par_iter().map(|place| count((place, &mut []))).collect()
    } else {
        sets.par_iter().zip(counts.par_chunks_mut(width)).map(count).collect()
    };
    (counts, coded)
}

/// Codings that belong to row and column, and pairs of one that belongs only to the row and one that belongs only to the column and that share text.
fn of_codes(ground: &Ground<'_>, rows: &[Line], columns: &[Line]) -> Vec<u32> {
    let (in_rows, in_columns) = (ByCode::new(ground, rows), ByCode::new(ground, columns));
    let briefs = ground.world.project.codings.briefs();
    let width = columns.len();
    let documents: Vec<_> = ground.documents.iter().map(|d| d.id).collect();
    let count = |mut cells: Vec<u32>, documents: &[crate::id::DocumentId]| {
        for document in documents {
            let here = briefs.of(*document);
            for (n, first) in here.iter().enumerate() {
                for row in in_rows.of(first.code) {
                    let cells = &mut cells[*row as usize * width..(*row as usize + 1) * width];
                    in_columns.of(first.code).iter().for_each(|column| cells[*column as usize] += 1);
                }
                // They stand in order of their start: the rest begins behind this one's end.
                for second in here[n + 1..].iter().take_while(|second| second.start < first.end) {
                    for (a, b) in [(first.code, second.code), (second.code, first.code)] {
                        met(&mut cells, width, (in_rows.of(a), in_rows.of(b)), (in_columns.of(a), in_columns.of(b)));
                    }
                }
            }
        }
        cells
    };
    let add = |mut sum: Vec<u32>, more: Vec<u32>| {
        sum.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        sum
    };
    let empty = || vec![0u32; rows.len() * width];
    let share = documents.len().div_ceil(rayon::current_num_threads()).max(1);
    documents.par_chunks(share).map(|part| count(empty(), part)).reduce(empty, add)
}

/// Counts what coding `a` on the row's side shares with coding `b` on the column's side: the lines of each, `a` before `b`.
fn met(cells: &mut [u32], width: usize, rows: (&[u32], &[u32]), columns: (&[u32], &[u32])) {
    for row in rows.0.iter().filter(|row| !rows.1.contains(row)) {
        for column in columns.1.iter().filter(|column| !columns.0.contains(column)) {
            cells[*row as usize * width + *column as usize] += 1;
        }
    }
}
