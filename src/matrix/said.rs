use super::cell::Made;
use super::compute::Frame;
use super::table::State;
use std::collections::BTreeMap;

/// What the cells have to say to the analyst.
#[derive(Default)]
pub(super) struct Said {
    /// Cells whose phrase has not been written.
    missing: Vec<String>,
    /// Cells whose number cannot be had, by the reason.
    undefined: BTreeMap<String, Vec<String>>,
    others: Vec<String>,
}

impl Said {
    pub(super) fn hear(&mut self, frame: &Frame<'_, '_, '_>, row: usize, column: usize, made: &Made) {
        let name = || format!("{} × {}", frame.rows[row].label, frame.plans[column].title);
        if made.cell.state == State::Evidence {
            self.missing.push(name());
        }
        if let (State::Undefined, Some(why)) = (made.cell.state, &made.warning) {
            self.undefined.entry(why.clone()).or_default().push(name());
        } else if let Some(warning) = &made.warning {
            self.others.push(format!("{}: {warning}", name()));
        }
    }

    pub(super) fn warnings(self) -> Vec<String> {
        let mut out = self.others;
        out.extend(self.undefined.iter().map(|(why, cells)| format!("undefined ({why}): {}", some(cells))));
        if !self.missing.is_empty() {
            out.push(format!("no phrase written yet for {}", some(&self.missing)));
        }
        out
    }
}

/// The first few of many.
fn some(cells: &[String]) -> String {
    let first: Vec<&str> = cells.iter().take(5).map(String::as_str).collect();
    let more = cells.len() - first.len();
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{rest}", first.join(", "))
}
