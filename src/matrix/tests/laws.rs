//! The laws of the engine over random small studies, judged by an evaluator that looks at every byte.

use super::{table, with};
use crate::case::{AttributeKind, Part};
use crate::id::DocumentId;
use crate::matrix::{Measure, Table};
use crate::memo::Axis;
use crate::query::sample::Sample;
use crate::text::{Span, word_count};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const CODES: [&str; 5] = ["a", "a/x", "a/y", "a/y/z", "b"];

/// What a random study is made from.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// For each document its lines: speaker (0 none) and number of words.
    documents: Vec<Vec<(usize, usize)>>,
    /// Document, start and length in words of the text, code, coder.
    codings: Vec<(usize, usize, usize, usize, usize)>,
    /// Value of the attribute, and links.
    cases: Vec<(usize, Vec<Tie>)>,
}

/// A link of a random study: document, and kind of part with two numbers.
type Tie = (usize, usize, usize);

pub(super) fn plan() -> impl Strategy<Value = Plan> {
    let lines = prop::collection::vec((0usize..4, 1usize..7), 1..6);
    let coding = (0usize..3, 0usize..20, 1usize..9, 0usize..5, 0usize..2);
    let link = (0usize..3, 0usize..4, 0usize..20);
    let case = (0usize..4, prop::collection::vec(link, 0..3));
    (prop::collection::vec(lines, 1..4), prop::collection::vec(coding, 0..14), prop::collection::vec(case, 1..5))
        .prop_map(|(documents, codings, cases)| Plan { documents, codings, cases })
}

pub(super) fn build(plan: &Plan) -> Sample {
    let mut sample = Sample::default();
    for code in CODES {
        sample.code(code);
    }
    let words = ["trust", "é", "漢字", "cost", "🙂", "report"];
    let mut ids: Vec<DocumentId> = Vec::new();
    for (n, lines) in plan.documents.iter().enumerate() {
        let line = |(speaker, length): &(usize, usize)| {
            let said: Vec<&str> = (0..*length).map(|w| words[(w * 7 + length + n) % words.len()]).collect();
            let label = ["", "I: ", "Marta: ", "Jo: "][*speaker];
            format!("{label}{}", said.join(" "))
        };
        let lines: Vec<String> = lines.iter().map(line).collect();
        ids.push(sample.document(&format!("d{n}"), "en", &lines.iter().map(String::as_str).collect::<Vec<_>>()));
    }
    for (document, start, length, code, coder) in &plan.codings {
        let document = ids[document % ids.len()];
        if let Some(span) = some_words(&sample, document, *start, *length) {
            sample.coding_at(document, span, CODES[*code], ["lena", "omar"][*coder]);
        }
    }
    let size = sample.attribute("size", AttributeKind::Ordered(vec!["s".into(), "m".into(), "l".into()]));
    for (n, (value, links)) in plan.cases.iter().enumerate() {
        let parts: Vec<(DocumentId, Part)> =
            links.iter().filter_map(|(d, kind, at)| part(&sample, ids[d % ids.len()], *kind, *at)).collect();
        sample.case(&format!("c{n}"), &[(size, ["", "s", "m", "l"][*value])], &parts);
    }
    sample
}

fn some_words(sample: &Sample, document: DocumentId, start: usize, length: usize) -> Option<Span> {
    let content = &sample.texts[&document];
    let words = crate::text::words(content.text.as_str());
    let first = words.get(start % words.len().max(1))?;
    let last = words[(start % words.len() + length).min(words.len() - 1)];
    Some(first.hull(last))
}

fn part(sample: &Sample, document: DocumentId, kind: usize, at: usize) -> Option<(DocumentId, Part)> {
    let content = &sample.texts[&document];
    Some(match kind {
        0 | 1 => (document, Part::Whole),
        2 => (document, Part::Speaker(content.structure.speakers.get(at % 3)?.name.clone())),
        _ => {
            let span = some_words(sample, document, at, 3)?;
            (document, Part::Passage { span, points: content.text.to_points(span) })
        }
    })
}

/// A place: every byte of every document that belongs to it.
pub(super) type Bytes = BTreeSet<(DocumentId, u32)>;

/// A row or column, told byte by byte.
pub(super) enum Naive {
    Bytes(Bytes),
    Codes(BTreeSet<String>),
    Coder(String),
}

pub(super) fn naive(sample: &Sample, axis: &Axis) -> Naive {
    let project = &sample.project;
    let whole =
        |d: DocumentId| (0..sample.texts[&d].text.as_str().len() as u32).map(move |b| (d, b)).collect::<Vec<_>>();
    let speaker = |d: DocumentId, name: &str| {
        let structure = &sample.texts[&d].structure;
        let own = (0..structure.turns.len()).filter(|n| structure.speaker_of(*n) == Some(name));
        own.flat_map(|n| structure.turns[n].span.range()).map(|b| (d, b as u32)).collect::<Vec<_>>()
    };
    let case = |id: &crate::id::CaseId| {
        let mut bytes = Bytes::new();
        for link in project.links.values().filter(|l| l.case == *id) {
            bytes.extend(match &link.part {
                Part::Whole => whole(link.document),
                Part::Speaker(name) => speaker(link.document, name),
                Part::Passage { span, .. } => span.range().map(|b| (link.document, b as u32)).collect(),
            });
        }
        bytes
    };
    match axis {
        Axis::Case(id) => Naive::Bytes(case(id)),
        Axis::Document(id) => Naive::Bytes(whole(*id).into_iter().collect()),
        Axis::Value(attribute, value) => {
            let having =
                project.cases.values().filter(|c| c.values.get(attribute).is_some_and(|v| v.to_string() == *value));
            Naive::Bytes(having.flat_map(|c| case(&c.id)).collect())
        }
        Axis::Code(id) => {
            let path = project.codebook.path(*id);
            let under = |p: &String| *p == path || p.starts_with(&format!("{path}/"));
            Naive::Codes(CODES.iter().map(|c| (*c).to_owned()).filter(under).collect())
        }
        Axis::Query(text) => match text.split_once(':').expect("a place or a coder") {
            ("coder", name) => Naive::Coder(name.to_owned()),
            (_, name) => Naive::Bytes(project.documents.keys().flat_map(|d| speaker(*d, name)).collect()),
        },
    }
}

/// One piece of evidence: document, start, end, and the codings behind it by their place in the list of all.
type Piece = (DocumentId, u32, u32, Vec<usize>);

fn evidence(sample: &Sample, row: &Naive, column: &Naive) -> Vec<Piece> {
    let codings: Vec<_> = sample.project.documents.keys().flat_map(|d| sample.project.codings.of(*d)).collect();
    let book = &sample.project.codebook;
    let has = |side: &Naive, n: usize| match side {
        Naive::Bytes(bytes) => codings[n].span.range().any(|b| bytes.contains(&(codings[n].document, b as u32))),
        Naive::Codes(codes) => codes.contains(&book.path(codings[n].code)),
        Naive::Coder(name) => sample.project.coder_name(codings[n].coder) == name,
    };
    let mut out: Vec<Piece> = Vec::new();
    if let (Naive::Bytes(a), Naive::Bytes(b)) = (row, column) {
        for (id, content) in &sample.texts {
            for turn in &content.structure.turns {
                let both: Vec<u32> = turn
                    .span
                    .range()
                    .map(|n| n as u32)
                    .filter(|n| a.contains(&(*id, *n)) && b.contains(&(*id, *n)))
                    .collect();
                for run in both.chunk_by(|x, y| x + 1 == *y) {
                    let span = Span { start: run[0], end: run[run.len() - 1] + 1 }.trimmed(content.text.as_str());
                    if !span.is_empty() {
                        out.push((*id, span.start, span.end, Vec::new()));
                    }
                }
            }
        }
        out.sort();
        return out;
    }
    for n in (0..codings.len()).filter(|n| has(row, *n) && has(column, *n)) {
        out.push((codings[n].document, codings[n].span.start, codings[n].span.end, vec![n]));
    }
    if let (Naive::Codes(_), Naive::Codes(_)) = (row, column) {
        for a in (0..codings.len()).filter(|n| has(row, *n) && !has(column, *n)) {
            for b in (0..codings.len()).filter(|n| has(column, *n) && !has(row, *n)) {
                let same = codings[a].document == codings[b].document;
                if let Some(both) = codings[a].span.intersection(codings[b].span).filter(|_| same) {
                    out.push((codings[a].document, both.start, both.end, vec![a, b]));
                }
            }
        }
    }
    out.sort();
    out
}

fn number(sample: &Sample, measure: Measure, pieces: &[Piece]) -> usize {
    let places: BTreeSet<(DocumentId, u32, u32)> = pieces.iter().map(|p| (p.0, p.1, p.2)).collect();
    match measure {
        Measure::Count => pieces.len(),
        Measure::Passages => places.len(),
        Measure::Documents => places.iter().map(|p| p.0).collect::<BTreeSet<_>>().len(),
        Measure::Cases => {
            let touched = |id: &crate::id::CaseId| match naive(sample, &Axis::Case(*id)) {
                Naive::Bytes(bytes) => {
                    places.iter().any(|(d, start, end)| (*start..*end).any(|b| bytes.contains(&(*d, b))))
                }
                _ => false,
            };
            sample.project.cases.keys().filter(|id| touched(id)).count()
        }
        _ => {
            // Words of every run of bytes that some passage covers.
            let mut bytes: BTreeMap<DocumentId, BTreeSet<u32>> = BTreeMap::new();
            places.iter().for_each(|(d, start, end)| bytes.entry(*d).or_default().extend(*start..*end));
            let runs = bytes.iter().flat_map(|(d, bytes)| {
                let bytes: Vec<u32> = bytes.iter().copied().collect();
                let runs: Vec<Span> =
                    bytes.chunk_by(|x, y| x + 1 == *y).map(|r| Span { start: r[0], end: r[r.len() - 1] + 1 }).collect();
                runs.into_iter().map(|run| word_count(run.of(sample.texts[d].text.as_str()))).collect::<Vec<_>>()
            });
            runs.sum()
        }
    }
}

pub(super) const LISTS: [&str; 7] =
    ["cases", "documents", "codes", "codes under a", "values of size", "speakers", "coders"];
const MEASURES: [Measure; 5] = [Measure::Count, Measure::Passages, Measure::Cases, Measure::Documents, Measure::Words];

pub(super) fn made(sample: &Sample, rows: &str, columns: &str, measure: Measure, more: &str) -> Table {
    table(sample, &format!("title = 'T'\nrows = '{rows}'\ncolumns = '{columns}'\ncell = '{}'\n{more}", measure.word()))
}

pub(super) fn numbers(table: &Table) -> Vec<Vec<Option<f64>>> {
    table.rows.iter().map(|r| r.cells.iter().map(|c| c.number).collect()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_cell_is_what_looking_at_every_byte_gives(plan in plan(), rows in 0usize..7, columns in 0usize..7, measure in 0usize..5) {
        let sample = build(&plan);
        let (rows, columns, measure) = (LISTS[rows], LISTS[columns], MEASURES[measure]);
        let table = made(&sample, rows, columns, measure, "");
        for (row, column, cell) in table.cells() {
            let (a, b) = (naive(&sample, row.axis.as_ref().expect("a list")), naive(&sample, column.axis.as_ref().expect("a list")));
            let pieces = evidence(&sample, &a, &b);
            match cell.number {
                Some(shown) => prop_assert_eq!(shown, number(&sample, measure, &pieces) as f64, "{} × {}", &row.label, &column.title),
                None => prop_assert!(pieces.is_empty()),
            }
            let opened: BTreeSet<(DocumentId, u32, u32)> =
                cell.evidence.iter().map(|e| (e.passage.document, e.passage.span.start, e.passage.span.end)).collect();
            prop_assert_eq!(opened, pieces.iter().map(|p| (p.0, p.1, p.2)).collect::<BTreeSet<_>>());
            if measure.counts_evidence() {
                prop_assert_eq!(cell.evidence.len() as f64, cell.number.unwrap_or(0.0));
            }
        }
    }

    #[test]
    fn turning_a_table_turns_its_numbers(plan in plan(), rows in 0usize..7, columns in 0usize..7, measure in 0usize..5) {
        let sample = build(&plan);
        let (rows, columns, measure) = (LISTS[rows], LISTS[columns], MEASURES[measure]);
        let (straight, turned) = (numbers(&made(&sample, rows, columns, measure, "")), numbers(&made(&sample, columns, rows, measure, "")));
        for (r, row) in straight.iter().enumerate() {
            for (c, number) in row.iter().enumerate() {
                prop_assert_eq!(*number, turned[c][r]);
            }
        }
    }

    #[test]
    fn totals_open_to_what_they_say_and_parts_add_up(plan in plan(), rows in 0usize..7) {
        let sample = build(&plan);
        for measure in [Measure::Count, Measure::Passages] {
            let table = made(&sample, LISTS[rows], "documents", measure, "totals = 'both'");
            let totals = &table.totals;
            for cell in totals.rows.iter().flatten().chain(totals.columns.iter().flatten()).chain(&totals.all) {
                prop_assert_eq!(cell.number.unwrap_or(0.0), cell.evidence.len() as f64);
            }
            // Documents part the evidence of a row between them, whatever the row is.
            for (row, total) in table.rows.iter().zip(totals.rows.iter().flatten()) {
                let sum: f64 = row.cells.iter().filter_map(|c| c.number).sum();
                prop_assert_eq!(sum, total.number.unwrap_or(0.0));
            }
            let rows: f64 = totals.columns.iter().flatten().filter_map(|c| c.number).sum();
            prop_assert_eq!(rows, totals.all.as_ref().and_then(|c| c.number).unwrap_or(0.0));
        }
    }

    #[test]
    fn filtering_rows_never_changes_the_cells_that_remain(plan in plan(), rows in 0usize..7, columns in 0usize..7) {
        let sample = build(&plan);
        let (rows, columns) = (LISTS[rows], LISTS[columns]);
        let all = made(&sample, rows, columns, Measure::Count, "");
        let some = made(&sample, rows, columns, Measure::Count, "where = 'trust or code:a+'");
        let kept: BTreeSet<&str> = some.rows.iter().map(|r| r.label.as_str()).collect();
        let left: Vec<_> = all.rows.into_iter().filter(|r| kept.contains(r.label.as_str())).collect();
        prop_assert_eq!(left, some.rows.clone());
    }

    #[test]
    fn every_row_is_in_exactly_one_group(plan in plan()) {
        let sample = build(&plan);
        let groups = "[[group]]\nname = 'A'\nwhen = \"has('a/y')\"\n[[group]]\nname = 'B'\nwhen = \"size = 'm' or not has('b')\"\n";
        let table = table(&sample, &format!("title = 'T'\nrows = 'cases'\n[[column]]\nattribute = 'size'\n{groups}"));
        prop_assert_eq!(table.rows.len(), sample.project.cases.len());
        let mut last = 0;
        for row in &table.rows {
            let group = row.group.expect("every row has one");
            prop_assert!(group < table.groups.len() && group >= last);
            last = group;
        }
        prop_assert_eq!(table.by_group().iter().map(|(_, rows)| rows.len()).sum::<usize>(), table.rows.len());
    }

    #[test]
    fn an_outline_is_the_table_without_its_evidence(plan in plan(), rows in 0usize..7, columns in 0usize..7) {
        let sample = build(&plan);
        let spec = format!("title = 'T'\nrows = '{}'\ncolumns = '{}'\ntotals = 'both'", LISTS[rows], LISTS[columns]);
        let spec = crate::matrix::Spec::parse(&spec).expect("it is right");
        let mut full = with(&sample, |world| crate::matrix::compute(&spec, world)).expect("it is right");
        let light = with(&sample, |world| crate::matrix::outline(&spec, world)).expect("it is right");
        let totals = &mut full.totals;
        let cells = full.rows.iter_mut().flat_map(|r| &mut r.cells);
        let ends = totals.rows.iter_mut().flatten().chain(totals.columns.iter_mut().flatten()).chain(&mut totals.all);
        cells.chain(ends).for_each(|cell| cell.evidence.clear());
        prop_assert_eq!(full, light);
    }
}
