//! What acts are about on each screen: passages, codings, a code; and which codes were used lately.

use super::reader::shown::Who;
use super::state::{Screen, State};
use crate::coding::Passage;
use crate::id::{CodeId, CodingId};
use crate::project::Project;

impl State {
    /// The passages that acts are about: what is held or marked, or the chosen row of a list of passages.
    pub fn targets(&self, _project: &Project) -> Vec<Passage> {
        match self.screen() {
            Screen::Reader(reader) => reader.passages(),
            Screen::Grid(grid) => grid.passages(),
            Screen::Passages(find) | Screen::Find(find) => find.targets(),
            _ => Vec::new(),
        }
    }

    /// The codings that acts could be about; never one that is hidden.
    pub fn codings_here(&self, project: &Project) -> Vec<CodingId> {
        let mut all = match self.screen() {
            Screen::Reader(reader) => reader.here().iter().map(|s| s.id).collect(),
            Screen::Grid(grid) => super::grid::codings(grid, project),
            Screen::Passages(find) | Screen::Find(find) => find.codings(project),
            _ => Vec::new(),
        };
        all.retain(|id| project.codings.get(*id).is_none_or(|coding| !self.facts.hides(coding)));
        all
    }

    /// The code that an act could be about: of the coding in focus or the only one here, or the chosen row.
    pub fn code_in_hand(&self, project: &Project) -> Option<CodeId> {
        match self.screen() {
            Screen::Reader(reader) => {
                let here = reader.here();
                let focused = here.iter().find(|s| Some(s.id) == reader.focus).or(here.first());
                focused.map(|s| s.code)
            }
            Screen::Codes(list) => self.codes().get(list.at).copied(),
            Screen::Grid(grid) => grid.code_in_hand().filter(|c| project.codebook.get(*c).is_some()),
            Screen::Passages(find) | Screen::Find(find) => find.code_in_hand(project),
            _ => None,
        }
    }

    /// Notes that codes were used: they come first in the picker, and take a number that is free.
    pub fn used(&mut self, codes: &[CodeId]) {
        for code in codes {
            self.recent.retain(|c| c != code);
            self.recent.insert(0, *code);
            if self.quick.contains(&Some(*code)) {
                continue;
            }
            if let Some(free) = self.quick.iter_mut().find(|slot| slot.is_none()) {
                *free = Some(*code);
            }
        }
        self.recent.truncate(50);
        if let Who::Recent(codes) = &mut self.shown.who {
            *codes = self.recent.iter().take(9).copied().collect();
        }
    }
}
