use super::Measure;
use super::ground::{Ground, Mark, NONE, distinct, touches};
use super::line::Line;
use super::spec::CellStyle;
use super::table::{Cell, State};
use crate::coding::Passage;
use crate::fault::Outcome;
use crate::id::{CodeId, IdMap, IdSet};
use crate::memo::{Axis, Essence, Verdict};
use crate::text::{Span, joined, word_count};
use std::collections::{BTreeMap, HashMap};

/// Makes cells out of marks.
pub(super) struct Maker<'g, 'a> {
    pub(super) ground: &'g Ground<'a>,
    /// The phrases, by what they are tied to, in either order.
    essences: HashMap<(&'a Axis, &'a Axis), &'a Essence>,
    /// The codes in the order of the codebook.
    order: IdMap<CodeId, usize>,
}

/// How one column fills its cells.
pub(super) struct Filling<'s> {
    /// What is counted or shown.
    pub(super) measure: Measure,
    /// Words for special cells.
    pub(super) style: &'s CellStyle,
    /// The code whose sub-codes the measure `codes` shows.
    pub(super) root: Option<CodeId>,
    /// Short labels of codes.
    pub(super) labels: IdMap<CodeId, String>,
}

/// A cell and what the analyst should be told about it.
pub(super) struct Made {
    pub(super) cell: Cell,
    /// The marks that become its evidence: one a coding where codings are counted, otherwise several at the same place are one.
    pub(super) marks: Vec<Mark>,
    pub(super) warning: Option<String>,
}

impl<'g, 'a> Maker<'g, 'a> {
    pub(super) fn new(ground: &'g Ground<'a>) -> Self {
        let project = ground.world.project;
        let mut essences = HashMap::new();
        for essence in project.essences.values() {
            essences.insert((&essence.column, &essence.row), essence);
        }
        // Where both orders were written, the one that was meant goes before the mirrored one.
        for essence in project.essences.values() {
            essences.insert((&essence.row, &essence.column), essence);
        }
        let order = project.codebook.tree().into_iter().enumerate().map(|(n, (_, code))| (code.id, n)).collect();
        Self { ground, essences, order }
    }

    /// The phrase written for a cell.
    pub(super) fn essence(&self, row: &Axis, column: &Axis) -> Option<&'a Essence> {
        self.essences.get(&(row, column)).copied()
    }

    /// Fills one cell. `coded` says whether anybody has coded anything in its row and in its column.
    pub(super) fn make(
        &self,
        row: &Line,
        column: &Line,
        filling: &Filling<'_>,
        marks: &[Mark],
        coded: (bool, bool),
    ) -> Outcome<Made> {
        if let Some(made) = self.settled(row, column, filling, marks, coded) {
            return Ok(made);
        }
        let cell = if marks.is_empty() { nothing(filling) } else { self.filled(filling, marks)? };
        Ok(Made { cell, marks: marks.to_vec(), warning: None })
    }

    /// The same from the number of codings alone, for the measures *count* and *present*.
    pub(super) fn tallied(
        &self,
        row: &Line,
        column: &Line,
        filling: &Filling<'_>,
        n: u32,
        coded: (bool, bool),
    ) -> Made {
        // Whether there is any is all that may be asked of the marks here.
        let marks = [Mark { document: 0, span: Span { start: 0, end: 0 }, coding: NONE, other: NONE }];
        let some = if n > 0 { &marks[..] } else { &[] };
        if let Some(made) = self.settled(row, column, filling, some, coded) {
            return Made { marks: Vec::new(), ..made };
        }
        let cell = match (n, filling.measure) {
            (0, _) => nothing(filling),
            (_, Measure::Present) => Cell { number: Some(1.0), ..plain("yes".to_owned(), State::Value) },
            (n, _) => Cell { number: Some(f64::from(n)), ..plain(n.to_string(), State::Count) },
        };
        Made { cell, marks: Vec::new(), warning: None }
    }

    /// The cell where something else than its measure settles what is in it: an analyst's words, or that nobody has looked.
    pub(super) fn settled(
        &self,
        row: &Line,
        column: &Line,
        filling: &Filling<'_>,
        marks: &[Mark],
        coded: (bool, bool),
    ) -> Option<Made> {
        let by_coding = row.by_coding || column.by_coding;
        let unseen = by_coding && !(coded.0 && coded.1);
        let written = row.axis.as_ref().zip(column.axis.as_ref()).and_then(|(r, c)| self.essence(r, c));
        if let Some(Essence { verdict: Verdict::NotApplicable(why), basis, .. }) = written {
            let value = filling.style.not_applicable.clone().unwrap_or_else(|| "n/a".to_owned());
            let warning = self
                .is_news(marks, basis)
                .then(|| format!("said not to apply ({why}), but there is evidence now that was not there then"));
            return Some(Made { cell: plain(value, State::NotApplicable), marks: marks.to_vec(), warning });
        }
        if filling.measure == Measure::Essence {
            return Some(self.phrase(filling, marks, written, unseen));
        }
        let not_coded = || Made { cell: plain(String::new(), State::NotCoded), marks: Vec::new(), warning: None };
        unseen.then(not_coded)
    }

    /// Whether a passage is in the cell that was not when something was said of it. The mark of a cell that was only counted has no place: there it counts whether
    /// there was any.
    fn is_news(&self, marks: &[Mark], basis: &[Passage]) -> bool {
        let news = |mark: &Mark| match mark.span.start == mark.span.end {
            true => basis.is_empty(),
            false => basis.binary_search(&self.ground.passage(mark)).is_err(),
        };
        marks.iter().any(news)
    }

    fn phrase(&self, filling: &Filling<'_>, marks: &[Mark], written: Option<&Essence>, unseen: bool) -> Made {
        let found = distinct(marks);
        let Some(Essence { verdict: Verdict::Phrase(phrase), basis, .. }) = written else {
            let cell = match found.len() {
                0 if unseen => plain(String::new(), State::NotCoded),
                0 => nothing(filling),
                n => {
                    let passages = if n == 1 { "[1 passage]".to_owned() } else { format!("[{n} passages]") };
                    Cell { number: Some(n as f64), ..plain(passages, State::Evidence) }
                }
            };
            return Made { cell, marks: marks.to_vec(), warning: None };
        };
        let mut now: Vec<Passage> = found.iter().map(|m| self.ground.passage(m)).collect();
        now.sort_unstable();
        let (state, warning) = if now.is_empty() {
            (State::Unsupported, Some("no passage stands behind the phrase".to_owned()))
        } else if now != *basis {
            (State::Stale, Some(changed(basis, &now)))
        } else {
            (State::Essence, None)
        };
        Made { cell: plain(phrase.clone(), state), marks: marks.to_vec(), warning }
    }

    /// A cell with evidence.
    pub(super) fn filled(&self, filling: &Filling<'_>, marks: &[Mark]) -> Outcome<Cell> {
        let number = match filling.measure {
            Measure::Count => marks.len(),
            Measure::Passages => distinct(marks).len(),
            Measure::Cases => self.cases_in(marks)?,
            Measure::Documents => marks.iter().map(|m| m.document).collect::<std::collections::BTreeSet<_>>().len(),
            Measure::Words => self.words_in(marks)?,
            Measure::Present => return Ok(Cell { number: Some(1.0), ..plain("yes".to_owned(), State::Value) }),
            Measure::Codes => return Ok(plain(self.codes_in(filling, marks), State::Value)),
            Measure::Quotes => return Ok(plain(self.quotes_of(filling, marks)?, State::Value)),
            Measure::First => return Ok(plain(self.first_of(marks)?, State::Value)),
            // Everything else is no matter of the evidence alone.
            _ => return Ok(plain(String::new(), State::None)),
        };
        Ok(Cell { number: Some(number as f64), ..plain(number.to_string(), State::Count) })
    }

    fn cases_in(&self, marks: &[Mark]) -> Outcome<usize> {
        let company = self.ground.company()?;
        let mut found: Vec<u32> = Vec::new();
        for mark in marks {
            let here = company.parts[mark.document as usize].iter().filter(|(_, spans)| touches(spans, mark.span));
            found.extend(here.map(|(n, _)| *n));
        }
        found.sort_unstable();
        found.dedup();
        Ok(found.len())
    }

    fn words_in(&self, marks: &[Mark]) -> Outcome<usize> {
        let mut by_document: BTreeMap<u32, Vec<Span>> = BTreeMap::new();
        for mark in marks {
            by_document.entry(mark.document).or_default().push(mark.span);
        }
        let mut words = 0;
        for (document, spans) in by_document {
            let content = self.ground.content(document)?;
            words += joined(spans).into_iter().map(|s| word_count(s.of(content.text.as_str()))).sum::<usize>();
        }
        Ok(words)
    }

    fn codes_in(&self, filling: &Filling<'_>, marks: &[Mark]) -> String {
        let book = &self.ground.world.project.codebook;
        let within: Option<IdSet<CodeId>> = filling.root.map(|root| book.family(root));
        let mut found: Vec<CodeId> = Vec::new();
        for mark in marks {
            found.extend(self.ground.on(mark).into_iter().map(|c| c.code));
        }
        found.retain(|code| within.as_ref().is_none_or(|w| w.contains(code)));
        found.sort_unstable_by_key(|code| self.order.get(code));
        found.dedup();
        if found.len() > 1 || found.first() != filling.root.as_ref() {
            found.retain(|code| Some(*code) != filling.root);
        }
        let label = |code: &CodeId| match filling.labels.get(code) {
            Some(label) => label.clone(),
            None => book.get(*code).map_or_else(String::new, |c| c.name.clone()),
        };
        found.iter().map(label).collect::<Vec<_>>().join(", ")
    }

    fn quotes_of(&self, filling: &Filling<'_>, marks: &[Mark]) -> Outcome<String> {
        let mut telling: Vec<(u32, Span)> = Vec::new();
        for mark in marks {
            if self.ground.on(mark).iter().any(|c| c.telling) {
                telling.push((mark.document, mark.span));
            }
        }
        let mut found = distinct(marks);
        found.sort_by_key(|m| !telling.contains(&(m.document, m.span)));
        let shown = filling.style.at_most.unwrap_or(usize::MAX).min(found.len());
        let mut lines = Vec::new();
        for mark in &found[..shown] {
            let words = self.words_of(mark)?.split_whitespace().collect::<Vec<_>>().join(" ");
            lines.push(format!("“{words}”"));
        }
        if shown < found.len() {
            lines.push(format!("(and {} more)", found.len() - shown));
        }
        Ok(lines.join("\n"))
    }

    /// The earliest passage with its place: `“words” (interview 13:2)`. Documents are in the order of their dates where all of these have one.
    fn first_of(&self, marks: &[Mark]) -> Outcome<String> {
        let date = |m: &Mark| self.ground.property(m.document, "date");
        let dated = marks.iter().all(|m| date(m).is_some());
        let earliest = marks.iter().min_by_key(|m| (date(m).filter(|_| dated), m.document, m.span));
        let Some(mark) = earliest else { return Ok(String::new()) };
        let words = self.words_of(mark)?.split_whitespace().collect::<Vec<_>>().join(" ");
        let place = crate::project::place_name(mark.span, &*self.ground.content(mark.document)?);
        let document = &self.ground.documents[mark.document as usize].name;
        Ok(format!("“{words}” ({document} {place})"))
    }

    /// The words of a mark. Those of a whole coding are kept with it, so that the text need not be loaded.
    pub(super) fn words_of(&self, mark: &Mark) -> Outcome<String> {
        if let Some(coding) = self.ground.coding(mark.coding).filter(|coding| coding.span == mark.span) {
            return Ok(coding.quote.to_string());
        }
        let content = self.ground.content(mark.document)?;
        Ok(mark.span.of(content.text.as_str()).to_owned())
    }
}

/// A cell without number and evidence.
pub(super) fn plain(value: String, state: State) -> Cell {
    Cell { value, number: None, state, evidence: Vec::new() }
}

/// A cell with a number. Numbers that are no whole ones are rounded to the decimals of their measure where they are written, never where they are kept.
pub(super) fn counted(filling: &Filling<'_>, number: f64) -> Cell {
    let decimals = filling.style.decimals.unwrap_or_else(|| filling.measure.decimals());
    Cell { number: Some(number), ..plain(written(number, decimals), State::Count) }
}

/// A number with so many decimals; never `-0`.
pub(super) fn written(number: f64, decimals: usize) -> String {
    let text = format!("{number:.decimals$}");
    if text.trim_start_matches('-').chars().all(|c| matches!(c, '0' | '.')) {
        text.trim_start_matches('-').to_owned()
    } else {
        text
    }
}

/// A cell whose number cannot be had, and why not.
pub(super) fn undefined(why: impl Into<String>) -> Made {
    let cell = plain("undefined".to_owned(), State::Undefined);
    Made { cell, marks: Vec::new(), warning: Some(why.into()) }
}

/// A cell that was looked at and in which nothing is.
pub(super) fn nothing(filling: &Filling<'_>) -> Cell {
    let number = filling.measure.unit().map(|_| 0.0);
    let usual = match filling.measure {
        Measure::Present => "no",
        _ if number.is_some() => "0",
        _ => "",
    };
    let value = filling.style.empty.clone().unwrap_or_else(|| usual.to_owned());
    Cell { number, ..plain(value, State::None) }
}

/// What has changed since a phrase was written.
fn changed(basis: &[Passage], now: &[Passage]) -> String {
    let fresh = now.iter().filter(|p| basis.binary_search(p).is_err()).count();
    let gone = basis.iter().filter(|p| now.binary_search(p).is_err()).count();
    let passages = |n: usize| if n == 1 { "1 passage".to_owned() } else { format!("{n} passages") };
    let said = match (fresh, gone) {
        (fresh, 0) => format!("{} came", passages(fresh)),
        (0, gone) => format!("{} went", passages(gone)),
        (fresh, gone) => format!("{} came and {} went", passages(fresh), passages(gone)),
    };
    format!("the evidence has changed since the phrase was written: {said}")
}
