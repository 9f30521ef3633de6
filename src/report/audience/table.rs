//! A matrix as an audience may see it.

use super::clearing::Clearing;
use super::{BanKind, WITHHELD};
use crate::matrix::{Band, Cell, Evidence, Heading, Row, State, Table, Totals};
use crate::memo::Axis;
use crate::project::Project;
use crate::query::{Atom, Expr, parse};
use crate::text::Points;

/// How a row or column appears.
struct Face {
    label: String,
    /// The name of the case it stands for, which its cells may show as a value.
    own: Option<String>,
    /// Nothing but numbers may be shown.
    closed: bool,
}

impl Clearing {
    /// A matrix with every name and quote as this audience may see it. It must have been made by [`crate::matrix::compute`]: quotes are judged by the passages
    /// behind them.
    #[must_use]
    pub fn table(&self, table: &Table, project: &Project) -> Table {
        if !self.is_public() {
            return table.clone();
        }
        let faces: Vec<Face> = table.columns.iter().map(|c| self.face(c.axis.as_ref(), &c.title, project)).collect();
        let columns = table.columns.iter().zip(&faces).map(|(c, f)| Heading { title: f.label.clone(), ..c.clone() });
        let rows = table.rows.iter().enumerate().map(|(r, row)| {
            let face = self.face(row.axis.as_ref(), &row.label, project);
            let cells = row.cells.iter().zip(&faces).zip(&table.columns);
            let cells = cells.map(|((cell, column), heading)| {
                self.cell(cell, &face, column, table.measures.get(r).unwrap_or(&heading.measure))
            });
            Row { label: face.label.clone(), cells: cells.collect(), ..row.clone() }
        });
        let total = |cell: &Cell| Cell { evidence: self.evidence(&cell.evidence), ..cell.clone() };
        let totals = |cells: &Option<Vec<Cell>>| cells.as_ref().map(|cells| cells.iter().map(total).collect());
        let mut groups = table.groups.clone();
        groups.iter_mut().for_each(|g| g.name = self.phrase(&g.name));
        let mut cleared = Table {
            title: self.phrase(&table.title),
            label: self.phrase(&table.label),
            columns: columns.collect(),
            rows: rows.collect(),
            groups,
            totals: Totals {
                rows: totals(&table.totals.rows),
                columns: totals(&table.totals.columns),
                all: table.totals.all.as_ref().map(total),
            },
            notes: table.notes.iter().map(|n| self.phrase(n)).collect(),
            across: self.phrase(&table.across),
            bands: table.bands.iter().map(|b| Band { title: self.phrase(&b.title), ..b.clone() }).collect(),
            measures: table.measures.clone(),
            transposed: table.transposed,
            // They are for whoever runs it, and speak of rows by their own names.
            warnings: Vec::new(),
        };
        let shown = |cleared: &Table| cleared.cells().any(|(_, _, cell)| cell.state == State::Withheld);
        if shown(&cleared) || cleared.rows.iter().any(|r| r.label == WITHHELD) {
            cleared.notes.push("withheld: known, but not cleared for publication.".to_owned());
        }
        cleared
    }

    fn face(&self, axis: Option<&Axis>, label: &str, project: &Project) -> Face {
        let open = |label: String| Face { label, own: None, closed: false };
        match axis {
            Some(Axis::Case(id)) => match self.case(*id) {
                Some(standing) => Face {
                    label: standing.label.clone(),
                    own: Some(standing.name.clone()),
                    closed: standing.ban.as_ref().is_some_and(|b| b.kind != BanKind::Paraphrase),
                },
                None => Face { label: WITHHELD.to_owned(), own: None, closed: true },
            },
            Some(Axis::Document(id)) => {
                let own = project.documents.get(id).map(|d| d.name.clone());
                let label = own.as_ref().map_or_else(|| WITHHELD.to_owned(), |name| self.document(*id, name));
                Face { closed: label == WITHHELD, label, own }
            }
            Some(Axis::Value(attribute, value)) if self.identifying.contains(attribute) => {
                let held = self.phrase(value);
                open(if held == *value && self.is_held_value(project, axis, value) {
                    WITHHELD.to_owned()
                } else {
                    held
                })
            }
            Some(Axis::Query(text)) => {
                match speaker_of(text).and_then(|name| self.roles.named(&name).map(str::to_owned)) {
                    Some(role) => open(self.phrase(&role)),
                    None => open(self.phrase(label)),
                }
            }
            _ => open(self.coder(&self.phrase(label))),
        }
    }

    /// Whether a value of an identifying attribute belongs to a case that may not be named, and is too short to be looked for.
    fn is_held_value(&self, project: &Project, axis: Option<&Axis>, value: &str) -> bool {
        let Some(Axis::Value(attribute, _)) = axis else { return false };
        let holders =
            project.cases.values().filter(|c| c.values.get(attribute).is_some_and(|v| v.to_string() == value));
        holders.into_iter().any(|c| self.case(c.id).is_none_or(|s| s.label != c.name))
    }

    fn cell(&self, cell: &Cell, row: &Face, column: &Face, measure: &str) -> Cell {
        let evidence = self.evidence(&cell.evidence);
        let closed = row.closed || column.closed;
        let words = match cell.state {
            State::Value => cell.number.is_none() || measure == "value",
            State::Essence | State::Stale | State::Unsupported => true,
            State::NotCoded | State::None | State::NotApplicable | State::Evidence => false,
            State::Count | State::Undefined | State::Withheld => false,
        };
        if closed && words && !cell.value.is_empty() {
            self.count("cells withheld");
            return Cell { value: WITHHELD.to_owned(), number: None, state: State::Withheld, evidence };
        }
        let own = [row, column].into_iter().find(|f| f.own.as_ref().is_some_and(|name| *name == cell.value) && words);
        let value = match own {
            Some(face) => face.label.clone(),
            None if measure == "quotes" => self.quotes(cell),
            None if measure == "names" => self.names(&cell.value),
            None if words => self.phrase(&self.without_banned(&cell.value, &cell.evidence, measure)),
            None => self.phrase(&cell.value),
        };
        let held = measure == "quotes" && value == WITHHELD;
        Cell { value, state: if held { State::Withheld } else { cell.state }, evidence, ..cell.clone() }
    }

    /// A list of names of cases, each as it appears: the shortest too, which cannot be looked for in a text.
    fn names(&self, value: &str) -> String {
        let label = |name: &str| match self.cases.values().find(|s| s.name == name) {
            Some(standing) => standing.label.clone(),
            None => self.phrase(name),
        };
        let mut labels: Vec<String> = value.split(", ").map(label).collect();
        // The order of the names themselves would say something about them.
        labels.sort_by(|a, b| crate::case::natural(a, b));
        labels.join(", ")
    }

    /// The quotes of a cell anew, from what is behind it: as many as were shown, telling ones first.
    fn quotes(&self, cell: &Cell) -> String {
        if !cell.value.contains('“') {
            return self.phrase(&cell.value);
        }
        let shown = cell.value.lines().filter(|l| l.starts_with('“')).count();
        let mut all: Vec<&Evidence> = cell.evidence.iter().collect();
        all.dedup_by_key(|e| e.passage);
        all.sort_by_key(|e| !e.telling);
        let quotes: Vec<String> = all.iter().filter_map(|e| self.quote(e.passage, &e.quote)).collect();
        let kept = shown.min(quotes.len());
        let mut lines: Vec<String> = quotes[..kept]
            .iter()
            .map(|q| format!("“{}”", q.split_whitespace().collect::<Vec<_>>().join(" ")))
            .collect();
        let rest = all.len().saturating_sub(kept);
        match (kept, rest) {
            (0, _) => return WITHHELD.to_owned(),
            (_, 0) => {}
            (_, rest) => lines.push(format!("(and {rest} more)")),
        }
        lines.join("\n")
    }

    /// A text without the words of passages behind it that may not be quoted.
    fn without_banned(&self, value: &str, evidence: &[Evidence], measure: &str) -> String {
        // Phrases, values and names of codes may well hold a short word that somebody also said; what else holds words, holds quotes.
        let written = matches!(measure, "essence" | "value" | "codes" | "present");
        let mut out = value.to_owned();
        for banned in evidence.iter().filter(|e| self.ban(e.passage).is_some()) {
            let flat = banned.quote.split_whitespace().collect::<Vec<_>>().join(" ");
            for words in [banned.quote.trim(), flat.as_str()] {
                if !words.is_empty() && (!written || words.chars().count() > 12) && out.contains(words) {
                    out = out.replace(words, "[withheld]");
                }
            }
        }
        out
    }

    /// The passages behind a cell as this audience may see them: as many as there are, those that may not be quoted without words, place and names.
    #[must_use]
    pub fn evidence(&self, evidence: &[Evidence]) -> Vec<Evidence> {
        if !self.is_public() {
            return evidence.to_vec();
        }
        let one = |e: &Evidence| {
            let document = self.document(e.passage.document, &e.document);
            let speaker = e.speaker.as_ref().map(|name| self.speaker(e.passage.document, name));
            let codes = e.codes.iter().map(|c| self.phrase(c)).collect();
            let coders = e.coders.iter().map(|c| self.coder(c)).collect();
            match (self.quote(e.passage, &e.quote), self.ban(e.passage)) {
                (Some(quote), _) => Evidence { document, speaker, quote, codes, coders, ..e.clone() },
                (None, Some(ban)) if ban.kind == BanKind::Paraphrase => {
                    Evidence { document, speaker, quote: WITHHELD.to_owned(), codes, coders, ..e.clone() }
                }
                (None, _) => Evidence {
                    document: WITHHELD.to_owned(),
                    speaker: None,
                    quote: WITHHELD.to_owned(),
                    place: String::new(),
                    points: Points { start: 0, end: 0 },
                    codes,
                    coders,
                    ..e.clone()
                },
            }
        };
        evidence.iter().map(one).collect()
    }
}

/// The speaker that a query asks for, where it asks for nothing else.
fn speaker_of(query: &str) -> Option<String> {
    match parse(query).query.expr {
        Expr::Atom(Atom::Speaker(name), _) => Some(name),
        _ => None,
    }
}
