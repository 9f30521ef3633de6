//! What the chosen step did, in words.

use crate::project::{Account, Did, Step, StepKind, count};
use crate::project::{Change, Project};
use crate::tui::app::App;
use crate::tui::facts::one_line;
use std::collections::BTreeMap;

/// More changes than this are only counted.
const SHOWN: usize = 40;

/// What a step did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Detail {
    /// Which step.
    pub number: u64,
    /// Its changes, the first ones.
    pub accounts: Vec<Account>,
    /// How many more there are.
    pub more: usize,
    /// What taking it back would do, in words.
    pub back: String,
}

impl Detail {
    /// Puts a step in words.
    pub fn of(step: &Step, project: &Project) -> Self {
        let told = step.changes.iter().filter(|c| !matches!(c, Change::Coder(_)));
        let accounts: Vec<Account> = told.take(SHOWN).map(|c| c.account(project, &step.changes)).collect();
        let all = step.changes.iter().filter(|c| !matches!(c, Change::Coder(_))).count();
        Self { number: step.head.number, more: all - accounts.len(), accounts, back: back(step, project) }
    }
}

/// `would remove 3 codings and restore 1 memo`.
fn back(step: &Step, project: &Project) -> String {
    let mut counts: BTreeMap<(u8, &'static str), usize> = BTreeMap::new();
    for change in step.changes.iter().filter(|c| !matches!(c, Change::Coder(_))) {
        let account = change.account(project, &[]);
        let verb = match account.did {
            Did::Added => 0,
            Did::Removed => 1,
            Did::Altered => 2,
        };
        *counts.entry((verb, account.what)).or_default() += 1;
    }
    let verbs = ["remove", "bring back", "set back"];
    let parts: Vec<String> =
        counts.iter().map(|((verb, what), n)| format!("{} {}", verbs[usize::from(*verb)], count(*n, what))).collect();
    match (&step.head.kind, parts.is_empty()) {
        (_, true) => "would alter nothing".to_owned(),
        (StepKind::Undo(of), _) => format!("would do step {of} again: {}", parts.join(", ")),
        _ => format!("would {}", parts.join(", ")),
    }
}

impl App {
    /// Whether the chosen step is still to be put in words.
    pub fn is_detail_missing(&self) -> bool {
        super::chosen(&self.state).is_some_and(|s| self.state.detail.as_ref().is_none_or(|d| d.number != s.number))
    }

    /// Puts the chosen step in words.
    pub fn load_detail(&mut self) {
        let Some(number) = super::chosen(&self.state).map(|s| s.number) else { return };
        let detail = self.session.step(number).map(|step| Detail::of(&step, self.session.project()));
        self.state.detail = Some(detail.unwrap_or_else(|fault| Detail {
            number,
            accounts: Vec::new(),
            more: 0,
            back: one_line(&fault.what),
        }));
    }
}
