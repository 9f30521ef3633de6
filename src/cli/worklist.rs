//! What is still to be written, and how a phrase came to be.

use super::arguments::{Arguments, Worklist};
use super::{Io, open};
use crate::coding::Passage;
use crate::fault::{Fault, Kind, Outcome};
use crate::matrix::{self, Cell, Spec, State, Table};
use crate::memo::{Axis, Essence, Verdict};
use crate::project::{Change, EssenceTarget, Project, count};
use crate::report::listing::wrapped;
use crate::session::{Session, authored};
use serde::Serialize;

/// One cell that wants work.
#[derive(Serialize)]
struct Item {
    matrix: String,
    row: String,
    column: String,
    state: &'static str,
    passages: usize,
    phrase: Option<String>,
    /// Passages that came and went since the phrase was written.
    came: usize,
    went: usize,
    #[serde(skip)]
    axes: (Option<Axis>, Option<Axis>),
}

pub(super) fn run(arguments: &Arguments, args: &Worklist, io: &mut Io) -> Outcome<u8> {
    let mut session = open(arguments)?;
    super::find::catch_up(&mut session, io)?;
    let specs: Vec<(String, Spec)> = match &args.matrix {
        Some(name) => vec![(name.clone(), super::matrix::spec(&session, name)?)],
        None => {
            let all = session.project().matrices.values();
            all.map(|m| Ok((m.name.clone(), super::matrix::spec(&session, &m.name)?))).collect::<Outcome<_>>()?
        }
    };
    if specs.is_empty() {
        return Err(Fault::new(Kind::Nothing, "no saved matrices to walk")
            .hint("`casebook matrices save NAME SPEC.toml` saves one"));
    }
    let mut items: Vec<Item> = Vec::new();
    for (name, spec) in &specs {
        let table = session.with_words(false, |words| matrix::compute(spec, &session.world(words)))?;
        add(session.project(), name, &table, &mut items);
    }
    let order = |state: &str| ["unsupported", "stale", "contradicted", "evidence"].iter().position(|s| *s == state);
    items.sort_by_key(|i| (order(i.state), std::cmp::Reverse(i.passages)));
    if io.json {
        io.json(&items);
    } else {
        show(&items, io);
    }
    Ok(if args.check && !items.is_empty() { 3 } else { 0 })
}

/// The cells of a table that want work. The same cell in a second table is the same phrase.
fn add(project: &Project, name: &str, table: &Table, items: &mut Vec<Item>) {
    for row in &table.rows {
        for (cell, column) in row.cells.iter().zip(&table.columns) {
            let axes = (row.axis.clone(), column.axis.clone());
            let Some(state) = wanting(project, &axes, cell) else { continue };
            let mirrored = (axes.1.clone(), axes.0.clone());
            if items.iter().any(|i| i.axes == axes || i.axes == mirrored) {
                continue;
            }
            let mut now: Vec<Passage> = cell.evidence.iter().map(|e| e.passage).collect();
            now.sort_unstable();
            now.dedup();
            let written = written(project, &axes);
            let basis = written.map_or(&[][..], |e| &e.basis);
            items.push(Item {
                matrix: name.to_owned(),
                row: row.label.clone(),
                column: column.title.clone(),
                state,
                passages: now.len(),
                phrase: written.map(|e| match &e.verdict {
                    Verdict::Phrase(_) => cell.value.clone(),
                    Verdict::NotApplicable(why) => format!("does not apply: {why}"),
                }),
                came: if written.is_some() { now.iter().filter(|p| !basis.contains(p)).count() } else { 0 },
                went: basis.iter().filter(|p| now.binary_search(p).is_err()).count(),
                axes,
            });
        }
    }
}

/// What keeps a cell from being final: `stale`, `unsupported`, `evidence` (no phrase yet), or `contradicted` (said not to apply, and passages have come since).
pub(super) fn wanting(project: &Project, axes: &(Option<Axis>, Option<Axis>), cell: &Cell) -> Option<&'static str> {
    match cell.state {
        State::Stale | State::Unsupported | State::Evidence => Some(cell.state.word()),
        State::NotApplicable => {
            let basis = &written(project, axes)?.basis;
            cell.evidence.iter().any(|e| basis.binary_search(&e.passage).is_err()).then_some("contradicted")
        }
        _ => None,
    }
}

fn written<'p>(project: &'p Project, axes: &(Option<Axis>, Option<Axis>)) -> Option<&'p Essence> {
    let (row, column) = (axes.0.as_ref()?, axes.1.as_ref()?);
    let same = |e: &&Essence| (e.row == *row && e.column == *column) || (e.row == *column && e.column == *row);
    project.essences.values().find(same)
}

fn show(items: &[Item], io: &mut Io) {
    if items.is_empty() {
        io.say("Nothing to do: every phrase rests on what it was written from, and no evidence waits for one.");
        return;
    }
    let headings = [
        ("unsupported", "Phrases with no passage behind them"),
        ("stale", "Phrases whose evidence has changed since"),
        ("contradicted", "Said not to apply, and there is evidence now"),
        ("evidence", "Evidence without a phrase"),
    ];
    for (state, heading) in headings {
        let here: Vec<&Item> = items.iter().filter(|i| i.state == state).collect();
        if here.is_empty() {
            continue;
        }
        io.print(&format!("{heading}: {}", here.len()));
        for item in here {
            let changed = match (item.came, item.went) {
                (0, 0) => String::new(),
                (came, 0) => format!(", {came} came"),
                (0, went) => format!(", {went} went"),
                (came, went) => format!(", {came} came and {went} went"),
            };
            io.print(&format!(
                "  {} × {}  ({}, {}{changed})",
                item.row,
                item.column,
                item.matrix,
                count(item.passages, "passage")
            ));
            let width = io.width.min(100).saturating_sub(6);
            for line in item.phrase.iter().flat_map(|p| wrapped(p, width)) {
                io.print(&format!("      {line}"));
            }
        }
    }
    io.note("`casebook evidence MATRIX ROW COLUMN` shows what is there; `casebook essence ROW COLUMN \"phrase\" --matrix MATRIX` writes.");
}

/// A phrase as it was at some time.
#[derive(Serialize)]
struct Version {
    step: u64,
    date: String,
    coder: String,
    did: String,
    phrase: Option<String>,
    not_applicable: Option<String>,
    evidence: Vec<Place>,
    passages: usize,
}

/// Where a phrase rested: the passage in code points, and its words as far as the document is still there.
#[derive(Serialize)]
struct Place {
    document: Option<String>,
    start: Option<u32>,
    end: Option<u32>,
    text: Option<String>,
}

/// Prints everything that was ever written for a cell: who, when, and what it rested on.
pub(super) fn history(session: &Session, target: &EssenceTarget, io: &mut Io) -> Outcome<u8> {
    let same = |e: &Essence| {
        (e.row == target.row && e.column == target.column) || (e.row == target.column && e.column == target.row)
    };
    let mut versions = Vec::new();
    for step in session.log()? {
        for change in &step.changes {
            let Change::Essence(edit) = change else { continue };
            if !edit.now.as_ref().or(edit.was.as_ref()).is_some_and(same) {
                continue;
            }
            versions.push(version(session, &step.head, edit.now.as_ref()));
        }
    }
    if io.json {
        io.json(&versions);
        return Ok(u8::from(versions.is_empty()));
    }
    if versions.is_empty() {
        io.note(&format!("Nothing was ever written for {}.", target.name));
        return Ok(1);
    }
    io.say(&target.name);
    for version in &versions {
        io.print(&format!("{}  {}  step {}: {}", version.date, version.coder, version.step, version.did));
        let words = match (&version.phrase, &version.not_applicable) {
            (Some(phrase), _) => phrase.clone(),
            (None, Some(why)) => format!("does not apply: {why}"),
            (None, None) => continue,
        };
        wrapped(&words, io.width.min(100).saturating_sub(4)).iter().for_each(|l| io.print(&format!("    {l}")));
        io.print(&match (version.evidence.len(), version.passages) {
            (_, 0) => "    no passage was in the cell".to_owned(),
            (chosen, all) => format!("    on {chosen} of {} in the cell:", count(all, "passage")),
        });
        for place in &version.evidence {
            let name = place.document.as_deref().unwrap_or("(a document that was removed)");
            let at = place.start.zip(place.end).map(|(a, b)| format!("@{a}-{b}")).unwrap_or_default();
            io.print(&format!("      {name}{at}"));
        }
    }
    Ok(0)
}

fn version(session: &Session, head: &crate::project::StepHead, now: Option<&Essence>) -> Version {
    let place = |passage: &Passage| {
        let document = session.project().documents.get(&passage.document);
        let content = document.and_then(|d| session.content(d.id).ok()).filter(|c| c.text.holds(passage.span));
        let points = content.as_ref().map(|c| c.text.to_points(passage.span));
        Place {
            document: document.map(|d| d.name.clone()),
            start: points.map(|p| p.start),
            end: points.map(|p| p.end),
            text: content.map(|c| passage.span.of(c.text.as_str()).to_owned()),
        }
    };
    let author = authored(session.project(), head, now);
    let (phrase, not_applicable) = match now.map(|e| &e.verdict) {
        Some(Verdict::Phrase(text)) => (Some(text.clone()), None),
        Some(Verdict::NotApplicable(why)) => (None, Some(why.clone())),
        None => (None, None),
    };
    Version {
        step: head.number,
        date: super::io::date(author.at),
        coder: author.coder,
        did: head.name.clone(),
        phrase,
        not_applicable,
        evidence: now.map_or(&[][..], |e| &e.evidence).iter().map(place).collect(),
        passages: now.map_or(0, |e| e.basis.len()),
    }
}
