//! The cases with what is known of them, as a table in which values are edited in place.

mod ask;
mod draw;

pub use ask::{Asked, answer};
pub use draw::{draw, header, press, settle, status};

use super::grid::lattice::Scroll;
use super::layout::frame;
use super::state::{List, Overlay, Screen, State};
use super::update::{Effect, open_screen};
use crate::case::{Case, Value, natural};
use crate::id::{AttributeId, CaseId, DocumentId};
use crate::memo::About;
use crate::project::{Command, Project};
use crate::text::fold;
use std::cmp::Ordering;

/// What can be done with cases.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs, reason = "the table of actions says what each one is")]
pub enum CaseAct {
    List,
    Left,
    Right,
    LeftPage,
    RightPage,
    Go,
    Edit,
    New,
    NewAttribute,
    Remove,
    RemoveAttribute,
    Kind,
    Documents,
    Memo,
    Sort,
}

/// A column of the table of cases.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Column {
    /// The name.
    Name,
    /// How many documents belong to it.
    Documents,
    /// How many codings stand in its documents.
    Codings,
    /// How much of its documents is coded.
    Coded,
    /// What may be published.
    Clearance,
    /// The name it has in publications.
    Alias,
    /// A value.
    Attribute(AttributeId),
}

/// The table of cases on the screen.
#[derive(Clone, Debug, Default)]
pub struct Cases {
    /// The chosen row, and what the rows are narrowed to.
    pub list: List,
    /// The chosen column; 0 is the name.
    pub column: usize,
    /// Where it has been scrolled to.
    pub scroll: Scroll,
    /// By which column the rows are ordered, and whether from the largest down.
    pub sort: Option<(usize, bool)>,
}

/// The columns from left to right.
pub fn columns(project: &Project) -> Vec<Column> {
    let fixed = [Column::Name, Column::Documents, Column::Codings, Column::Coded, Column::Clearance, Column::Alias];
    let own = project.attributes_in_order().into_iter().map(|a| Column::Attribute(a.id));
    fixed.into_iter().chain(own).collect()
}

/// The documents of a case, each once, in the order of their names.
pub fn documents(state: &State, project: &Project, case: CaseId) -> Vec<DocumentId> {
    let linked: Vec<DocumentId> = project.links_to(case).map(|l| l.document).collect();
    state.facts.list.iter().filter(|d| linked.contains(d)).copied().collect()
}

/// Codings in the documents of a case, and how much of their text is coded, in per cent.
pub fn progress(state: &State, project: &Project, case: CaseId) -> (usize, u32) {
    let (mut codings, mut coded, mut all) = (0, 0u64, 0u64);
    for document in documents(state, project, case) {
        let known = state.facts.document(document);
        let characters = project.documents.get(&document).map_or(0, |d| u64::from(d.characters));
        codings += known.codings;
        coded += characters * u64::from(known.coded);
        all += characters;
    }
    let share = coded.checked_div(all).unwrap_or(0) as u32;
    // More than nothing is never said to be nothing.
    (codings, if coded > 0 { share.max(1) } else { 0 })
}

/// What a column says of a case.
pub fn value(state: &State, project: &Project, case: &Case, column: Column) -> String {
    let text = match column {
        Column::Name => case.name.clone(),
        Column::Documents => documents(state, project, case.id).len().to_string(),
        Column::Codings => progress(state, project, case.id).0.to_string(),
        Column::Coded => format!("{}%", progress(state, project, case.id).1),
        Column::Clearance => case.clearance.word().to_owned(),
        Column::Alias => case.alias.clone().unwrap_or_default(),
        Column::Attribute(id) => case.values.get(&id).map(Value::to_string).unwrap_or_default(),
    };
    super::facts::one_line(&text)
}

/// The cases that are shown, in their order.
pub fn rows(state: &State, project: &Project) -> Vec<CaseId> {
    let Screen::Cases(cases) = state.screen() else { return Vec::new() };
    let wanted = fold(cases.list.filter.text().trim());
    let all = columns(project);
    let fits = |case: &&Case| {
        let mut words = wanted.split_whitespace();
        wanted.is_empty() || {
            let whole: Vec<String> = all.iter().map(|c| fold(&value(state, project, case, *c))).collect();
            words.all(|w| whole.iter().any(|v| v.contains(w)))
        }
    };
    let mut rows: Vec<&Case> = project.cases_by_name().into_iter().filter(fits).collect();
    if let Some((column, descending)) = cases.sort
        && let Some(column) = all.get(column)
    {
        rows.sort_by(|a, b| compare(state, project, *column, descending, a, b));
    }
    rows.into_iter().map(|c| c.id).collect()
}

/// Orders two cases by a column; what has no value comes last in either direction.
fn compare(state: &State, project: &Project, column: Column, descending: bool, a: &Case, b: &Case) -> Ordering {
    let turned = |order: Ordering| if descending { order.reverse() } else { order };
    if let Column::Attribute(id) = column {
        let kind = project.attributes.get(&id).map(|k| &k.kind);
        return match (a.values.get(&id), b.values.get(&id), kind) {
            (Some(p), Some(q), Some(kind)) => turned(kind.compare(p, q)),
            (p, q, _) => p.is_none().cmp(&q.is_none()),
        };
    }
    let (p, q) = (value(state, project, a, column), value(state, project, b, column));
    match (p.is_empty(), q.is_empty()) {
        (false, false) => turned(natural(&p, &q)),
        (p, q) => p.cmp(&q),
    }
}

/// The cases that are shown as rows of a file: what every case has, without its attributes, which `casebook export` writes.
pub fn export_rows(state: &State, project: &Project) -> Vec<Vec<String>> {
    let fixed: Vec<Column> = columns(project).into_iter().filter(|c| !matches!(c, Column::Attribute(_))).collect();
    let row = |case: &Case| fixed.iter().map(|c| value(state, project, case, *c)).collect();
    rows(state, project).iter().filter_map(|id| project.cases.get(id)).map(row).collect()
}

/// The chosen case.
pub fn chosen(state: &State, project: &Project) -> Option<CaseId> {
    let Screen::Cases(cases) = state.screen() else { return None };
    rows(state, project).get(cases.list.at).copied()
}

/// The chosen column.
pub fn chosen_column(state: &State, project: &Project) -> Column {
    let Screen::Cases(cases) = state.screen() else { return Column::Name };
    columns(project).get(cases.column).copied().unwrap_or(Column::Name)
}

/// Needs a chosen case.
pub fn ready(state: &State, project: &Project) -> Result<(), &'static str> {
    chosen(state, project).map(|_| ()).ok_or("there is no case yet: ‹new case› makes one")
}

/// Needs a chosen attribute.
pub fn on_attribute(state: &State, project: &Project) -> Result<(), &'static str> {
    match chosen_column(state, project) {
        Column::Attribute(_) => Ok(()),
        _ => Err("choose a column that is an attribute"),
    }
}

/// Chooses the case again that was chosen before the project was altered.
pub fn choose_again(state: &mut State, project: &Project, before: Option<CaseId>) {
    let at = before.and_then(|case| rows(state, project).iter().position(|c| *c == case));
    if let (Some(at), Screen::Cases(cases)) = (at, state.screen_mut()) {
        cases.list.at = at;
    }
}

/// Does what a row of the table says.
pub fn act(state: &mut State, project: &Project, act: CaseAct) -> Vec<Effect> {
    let column = chosen_column(state, project);
    match act {
        CaseAct::List => {
            open_screen(state, Screen::Cases(Box::default()));
            return Vec::new();
        }
        CaseAct::Left | CaseAct::Right | CaseAct::LeftPage | CaseAct::RightPage => move_column(state, project, act),
        CaseAct::New => ask::new_case(state),
        CaseAct::NewAttribute => ask::new_attribute(state),
        CaseAct::Sort => sort(state),
        _ => {
            let Some(case) = chosen(state, project).and_then(|id| project.cases.get(&id)) else { return Vec::new() };
            return on_case(state, project, case, column, act);
        }
    }
    Vec::new()
}

fn on_case(state: &mut State, project: &Project, case: &Case, column: Column, act: CaseAct) -> Vec<Effect> {
    match (act, column) {
        (CaseAct::Go, Column::Name | Column::Documents | Column::Codings | Column::Coded) => {
            let all = documents(state, project, case.id);
            match all[..] {
                [] => state.say(false, "no document belongs to this case yet: d links some"),
                [one] => return vec![Effect::Open(one, None)],
                _ => ask::which(state, case, &all),
            }
        }
        (CaseAct::Documents, _) | (CaseAct::Edit, Column::Documents | Column::Codings | Column::Coded) => {
            ask::documents(state, project, case);
        }
        (CaseAct::Go | CaseAct::Edit, _) => ask::edit(state, project, case, column),
        (CaseAct::Remove, _) => return vec![Effect::Run(Command::RemoveCase(case.id), Vec::new())],
        (CaseAct::Kind, Column::Attribute(id)) => ask::kind(state, project, id),
        (CaseAct::RemoveAttribute, Column::Attribute(id)) => {
            return vec![Effect::Run(Command::RemoveAttribute(id), Vec::new())];
        }
        (CaseAct::Memo, _) => {
            let about = About::Case(case.id);
            let was = project.memos.values().find(|m| m.about == about).map_or("", |m| m.text.as_str());
            let draft = state.drafts.get(&about).map(String::as_str);
            state.overlay = Some(Overlay::Memo(super::memo::Memo::new(about, was, draft)));
        }
        _ => {}
    }
    Vec::new()
}

fn move_column(state: &mut State, project: &Project, act: CaseAct) {
    let last = columns(project).len() - 1;
    let body = frame(state.size).body;
    let page = draw::columns_in_sight(state, project, body).max(1);
    let Screen::Cases(cases) = state.screen_mut() else { return };
    cases.column = match act {
        CaseAct::Left => cases.column.saturating_sub(1),
        CaseAct::Right => (cases.column + 1).min(last),
        CaseAct::LeftPage => cases.column.saturating_sub(page),
        _ => (cases.column + page).min(last),
    };
}

fn sort(state: &mut State) {
    let Screen::Cases(cases) = state.screen_mut() else { return };
    let words = match cases.sort {
        Some((column, false)) if column == cases.column => {
            cases.sort = Some((column, true));
            "from the last to the first"
        }
        Some((column, true)) if column == cases.column => {
            cases.sort = None;
            "by name"
        }
        _ => {
            cases.sort = Some((cases.column, false));
            "from the first to the last"
        }
    };
    state.say(true, format!("cases in order: {words}"));
}
