//! What stands beside the text and beside results, in words: the panes that one visits, and the values that are counted.

use super::sentence;
use super::speak::{count, document_row};
use crate::tui::app::App;
use crate::tui::company::Pane;
use crate::tui::facts::one_line;
use crate::tui::find::{Find, facets};
use crate::tui::panes::{Visit, words};
use crate::tui::retrieved;

/// The pane that is visited and its chosen row; only the row when one is in the pane already.
pub fn pane(app: &App, visit: Visit, fresh: bool) -> Vec<String> {
    let (state, project) = (&app.state, app.project());
    let row = match visit.pane {
        Pane::Codebook => state.facts.tree.get(visit.at).map(|id| {
            let known = state.facts.code(*id);
            (format!("{}, {}", known.path, count(known.in_all, "passage")), state.facts.tree.len())
        }),
        Pane::Passages => retrieved::passages(state, project).and_then(|(_, places)| {
            Some((retrieved::words(state, project, *places.all.get(visit.at)?), places.all.len()))
        }),
        Pane::Documents => {
            let row = state.facts.list.get(visit.at).map(|id| document_row(state, project, *id));
            row.map(|words| (words, state.facts.list.len()))
        }
        Pane::Questions => state.reader().and_then(|reader| {
            let all = &reader.sheet.content().structure.questions;
            let question = all.get(visit.at)?;
            let words = one_line(question.span.of(reader.sheet.text()));
            Some((format!("turn {}, {words}", question.first + 1), all.len()))
        }),
    };
    let row = row.map(|(words, of)| sentence(&format!("{} of {of}: {words}", visit.at + 1)));
    let head = fresh.then(|| sentence(&words(state, visit).replace(" · ", "; ")));
    head.into_iter().chain(row).collect()
}

/// One of the values that are counted beside results.
pub fn facet(find: &Find, row: usize) -> String {
    let row = facets::rows(&find.facets).nth(row);
    row.map_or_else(String::new, |(facet, value)| {
        sentence(&format!("{}, {}: {} with it", facet.title, one_line(&value.label), count(value.count, "result")))
    })
}
