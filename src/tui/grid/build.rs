//! Asking about matrices: making one from nothing by three choices, and everything that needs words.

use super::act::GridAct;
use super::{Grid, act, phrase, shape};
use crate::matrix::{Listing, Measure, Source};
use crate::memo::Verdict;
use crate::project::Project;
use crate::tui::form::{Form, Given, Opt, Then, Token};
use crate::tui::state::{Overlay, Screen, State};
use crate::tui::update::{Effect, open_screen};

/// What a matrix asked.
#[derive(Clone, PartialEq, Debug)]
pub enum Asked {
    /// The rows of a new one.
    Rows,
    /// The columns of a new one with these rows.
    Columns(Listing),
    /// What its cells show.
    Measure(Listing, Option<Listing>, Vec<Source>),
    /// More columns.
    AddColumns,
    /// What the cells of this one show.
    Cells,
    /// By which attribute rows are grouped.
    Group,
    /// Which rows are kept.
    Where,
    /// Under which name it is saved.
    Save,
    /// Into which file it is written.
    Export,
    /// The phrase of the chosen cell.
    Phrase,
    /// Why the chosen cell does not apply.
    Reason,
    /// Which rows behind the numbers of a column are kept.
    Frequency,
    /// Which earlier phrase is taken up again.
    Earlier,
}

fn open(state: &mut State, form: Form) {
    state.overlay = Some(Overlay::Form(Box::new(form)));
}

fn then(asked: Asked) -> Then {
    Then::Grid(asked)
}

/// Lists that rows or columns can be.
fn listings(project: &Project, rows: bool) -> Vec<Opt> {
    let mut out = Vec::new();
    let mut one =
        |label: String, note: String, listing: Listing| out.push(Opt::new(label, note, Token::Listing(listing)));
    let n = |n: usize| n.to_string();
    one("all cases".into(), n(project.cases.len()), Listing::Cases);
    one("all documents".into(), n(project.documents.len()), Listing::Documents);
    one("all top codes".into(), n(project.codebook.children(None).len()), Listing::Codes(None));
    for (_, code) in project.codebook.tree() {
        let below = project.codebook.children(Some(code.id)).len();
        if below > 0 {
            let path = project.codebook.path(code.id);
            one(format!("codes under {path}"), n(below), Listing::Codes(Some(path)));
        }
    }
    for attribute in project.attributes_in_order() {
        one(format!("values of {}", attribute.name), String::new(), Listing::Values(attribute.name.clone()));
    }
    one("all speakers".into(), "who answers".into(), Listing::Speakers);
    if rows {
        one("all questions".into(), "of the interviews".into(), Listing::Questions);
    }
    one("all coders".into(), n(project.coders.len()), Listing::Coders);
    out
}

/// Single things that columns can be.
fn sources(project: &Project, attributes: bool) -> Vec<Opt> {
    let mut out = Vec::new();
    if attributes {
        for attribute in project.attributes_in_order() {
            let token = Token::Source(Source::Attribute(attribute.name.clone()));
            out.push(Opt::new(&attribute.name, format!("attribute, {}", attribute.kind.word()), token));
        }
    }
    for (_, code) in project.codebook.tree() {
        let path = project.codebook.path(code.id);
        out.push(Opt::new(path.clone(), "code", Token::Source(Source::Code(path))));
    }
    out
}

/// Begins a new matrix.
pub fn ask_rows(state: &mut State, project: &Project) {
    let help = "three questions: rows, columns, what the cells show. Everything can be altered afterwards";
    open(state, Form::choice("New matrix: the rows", help, listings(project, true), then(Asked::Rows)));
}

fn ask_columns(state: &mut State, project: &Project, rows: Listing) {
    let attributes = matches!(rows, Listing::Cases | Listing::Documents);
    let mut options = listings(project, false);
    options.retain(|o| o.token != Token::Listing(rows.clone()));
    options.extend(sources(project, attributes));
    let title = format!("New matrix: {rows} × which columns?");
    let help = "Tab picks several; what is typed can be a query, such as code:trust -code:cost";
    open(state, Form::choice(title, help, options, then(Asked::Columns(rows))).several(Vec::new()).or_typed("query"));
}

fn measures() -> Vec<Opt> {
    let note = |m: Measure| match m {
        Measure::Coverage => "how much of the text, in per cent",
        Measure::Passages => "distinct passages",
        Measure::Count => "codings: by two coders counts twice",
        Measure::Words => "words of the passages",
        Measure::Cases => "cases that have a passage",
        Measure::Documents => "documents that have a passage",
        Measure::Present => "yes or no",
        Measure::Codes => "which sub-codes occur",
        Measure::Quotes => "the words themselves",
        Measure::Essence => "a phrase that you write for each cell",
        other => other.unit().unwrap_or_default(),
    };
    let mut all: Vec<Measure> = Measure::ALL.into_iter().filter(|m| *m != Measure::Value).collect();
    all.sort_by_key(|m| *m != Measure::Passages);
    all.into_iter().map(|m| Opt::new(m.word(), note(m), Token::Measure(m))).collect()
}

fn ask_measure(state: &mut State, rows: Listing, listing: Option<Listing>, sources: Vec<Source>) {
    let asked = Asked::Measure(rows, listing, sources);
    open(state, Form::choice("New matrix: what do the cells show?", "v cycles it later", measures(), then(asked)));
}

/// Asks what a row of the table needs to know.
pub fn ask(state: &mut State, project: &Project, act: GridAct) {
    let Some(grid) = state.grid() else { return };
    let form = match act {
        GridAct::Where => {
            let help = "a query: rows in which it finds something are kept; nothing keeps all";
            let was = grid.spec.filter.clone().unwrap_or_default();
            Form::line("Keep the rows where", help, &was, then(Asked::Where))
        }
        GridAct::ChooseMeasure => Form::choice("What do the cells show?", "", measures(), then(Asked::Cells)),
        GridAct::AddColumn => {
            let of_cases = super::ready::attributes(state, project).is_ok();
            let help = "Tab picks several; what is typed can be a query";
            let form = Form::choice("More columns", help, sources(project, of_cases), then(Asked::AddColumns));
            form.several(Vec::new()).or_typed("query")
        }
        GridAct::Group => {
            let mut options: Vec<Opt> = Vec::new();
            for attribute in project.attributes_in_order() {
                let token = Token::Words(attribute.name.clone());
                options.push(Opt::new(&attribute.name, attribute.kind.word(), token));
            }
            options.push(Opt::new("no groups", "", Token::Nothing));
            Form::choice("Group the rows by", "", options, then(Asked::Group))
        }
        GridAct::Save => {
            let name = grid.name.clone().unwrap_or_default();
            let fields = [("name", name.as_str()), ("title", &grid.spec.title)];
            Form::fields(
                "Save the matrix",
                "the name is what `casebook matrix NAME` asks for",
                &fields,
                then(Asked::Save),
            )
        }
        _ => {
            let stem = grid.name.clone().unwrap_or_else(|| grid.spec.title.clone());
            let stem: String = stem.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
            let help =
                "for the team, with all names; `casebook matrix --audience publication` writes what may be published";
            Form::line(
                "Write the matrix to the file",
                help,
                &format!("{}.xlsx", stem.trim_matches('-')),
                then(Asked::Export),
            )
        }
    };
    open(state, form);
}

/// Does what was answered.
pub fn answer(state: &mut State, project: &Project, asked: Asked, given: &Given) -> Vec<Effect> {
    match asked {
        Asked::Rows => {
            if let Token::Listing(rows) = given.token() {
                ask_columns(state, project, rows);
            }
        }
        Asked::Columns(rows) => chose_columns(state, project, rows, given),
        Asked::Measure(rows, listing, sources) => {
            let Token::Measure(measure) = given.token() else { return Vec::new() };
            show(state, rows, listing, sources, Some(measure));
        }
        Asked::Phrase => return phrase::written(state, Verdict::Phrase(given.words().to_owned())),
        Asked::Reason => return phrase::written(state, Verdict::NotApplicable(given.words().to_owned())),
        Asked::Earlier => match given.token() {
            Token::Words(words) => return phrase::ask_with(state, Some(&words)),
            _ => state.say(false, "only an earlier phrase can be taken up again"),
        },
        Asked::Frequency => {
            let Token::Words(label) = given.token() else { return Vec::new() };
            let said = state.grid_mut().and_then(|grid| super::sheet::keep(grid, &label));
            state.say(said.is_some(), said.unwrap_or_else(|| "no row has that value any more".to_owned()));
        }
        Asked::Save => return save(state, given),
        Asked::Export => {
            let file = given.words().to_owned();
            let spec = state.grid().map(|g| g.spec.clone());
            return spec.map(|s| Effect::ExportMatrix(Box::new(s), file)).into_iter().collect();
        }
        Asked::Cells | Asked::AddColumns | Asked::Group | Asked::Where => altered(state, project, &asked, given),
    }
    Vec::new()
}

fn altered(state: &mut State, project: &Project, asked: &Asked, given: &Given) {
    let Some(grid) = state.grid_mut() else { return };
    let said = match asked {
        Asked::Cells => match given.token() {
            Token::Measure(measure) => shape::set_measure(grid, |_| measure),
            _ => return,
        },
        Asked::AddColumns => shape::add(grid, project, chosen_sources(given)),
        Asked::Group => match given.token() {
            Token::Words(name) => shape::group(grid, project, Some(&name)),
            _ => shape::group(grid, project, None),
        },
        _ => {
            let mut spec = grid.spec.clone();
            spec.filter = Some(given.words().trim().to_owned()).filter(|q| !q.is_empty());
            let words = if spec.filter.is_some() { "only rows in which the query finds something" } else { "all rows" };
            grid.reshape(spec);
            Ok(words.to_owned())
        }
    };
    match said {
        Ok(words) => state.say(true, words),
        Err(reason) => state.say(false, reason),
    }
}

/// Attributes, codes and queries among what was chosen.
fn chosen_sources(given: &Given) -> Vec<Source> {
    let Given::Chosen(tokens) = given else { return Vec::new() };
    let source = |t: &Token| match t {
        Token::Source(source) => Some(source.clone()),
        Token::Words(query) => Some(Source::Query(query.clone())),
        _ => None,
    };
    tokens.iter().filter_map(source).collect()
}

fn chose_columns(state: &mut State, project: &Project, rows: Listing, given: &Given) {
    let Given::Chosen(tokens) = given else { return };
    let listed = |t: &Token| match t {
        Token::Listing(listing) => Some(listing.clone()),
        _ => None,
    };
    let listings: Vec<Listing> = tokens.iter().filter_map(listed).collect();
    let sources = chosen_sources(given);
    if listings.len() > 1 {
        ask_columns(state, project, rows);
        return state.say(false, "one list of columns at a time: the other one goes into a matrix of its own");
    }
    if listings.is_empty() && sources.is_empty() {
        ask_columns(state, project, rows);
        return state.say(false, "a matrix needs at least one column");
    }
    let counting = !listings.is_empty() || sources.iter().any(|s| !matches!(s, Source::Attribute(_)));
    if counting {
        ask_measure(state, rows, listings.into_iter().next(), sources);
    } else {
        show(state, rows, None, sources, None);
    }
}

fn show(state: &mut State, rows: Listing, listing: Option<Listing>, sources: Vec<Source>, measure: Option<Measure>) {
    let spec = shape::built(rows, listing, sources, measure);
    open_screen(state, Screen::Grid(Box::new(Grid::new(spec, None, None))));
    state.say(true, state.told("a new matrix: ‹save matrix› saves it under a name"));
}

fn save(state: &mut State, given: &Given) -> Vec<Effect> {
    let Given::Words(words) = given else { return Vec::new() };
    let (name, title) = (words.first().cloned().unwrap_or_default(), words.get(1).cloned().unwrap_or_default());
    let Some(grid) = state.grid_mut() else { return Vec::new() };
    let draft = super::list::draft_key(grid);
    let effects = act::save(grid, &name, &title);
    state.matrices.remove(&draft);
    effects
}
