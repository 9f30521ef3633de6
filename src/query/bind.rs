use super::conjunction::pure_text;
use super::resolve::{cases_meant, resolve};
use super::{Atom, Problem, Query, Sort, TextExpr, Unit, parse};
use crate::fault::{Fault, Outcome};
use crate::project::Project;

/// What in a query nothing in the project answers to: unknown codes, cases, attributes, values, documents, speakers and coders, with the nearest that exist.
pub fn bind(query: &Query, project: &Project) -> Vec<Problem> {
    let mut problems = Vec::new();
    query.expr.each_atom(&mut |atom, points| {
        if let Atom::Related(related) = atom {
            problems.extend(bind(&related.first, project));
            problems.extend(bind(&related.second, project));
        } else if let Err(fault) = look_up(atom, project) {
            problems.push(Problem::new(points, fault.what, fault.hint));
        }
    });
    problems
}

/// Looks the names of an atom up, and no more than these.
fn look_up(atom: &Atom, project: &Project) -> Outcome<()> {
    match atom {
        Atom::Case(_) | Atom::Attribute { .. } => cases_meant(atom, project).map(drop),
        _ => resolve(atom, project).map(drop),
    }
}

/// Reads a query and looks its names up.
///
/// Errors: the first problem, with the query and a mark under the place as its `place`.
pub fn understand(text: &str, project: &Project) -> Outcome<Query> {
    let parsed = parse(text);
    let mut problems = parsed.problems;
    problems.extend(bind(&parsed.query, project));
    problems.sort_by_key(|p| p.points);
    match problems.first() {
        None => Ok(parsed.query),
        Some(problem) => Err(problem.fault(text)),
    }
}

impl Problem {
    /// The problem as an error, with the query's text and a caret line under the place.
    pub fn fault(&self, text: &str) -> Fault {
        let fault = Fault::asked(format!("{}\n  {}", self.what, self.marked(text)));
        match &self.hint {
            Some(hint) => fault.hint(hint.clone()),
            None => fault,
        }
    }

    /// The query in one line with carets under the place: two lines, the second indented by two like the first one is when printed after `\n  `.
    fn marked(&self, text: &str) -> String {
        use unicode_width::UnicodeWidthStr;
        let line: Vec<char> = crate::text::printable(text).chars().map(|c| if c == '\n' { ' ' } else { c }).collect();
        let (start, end) = ((self.points.start as usize).min(line.len()), (self.points.end as usize).min(line.len()));
        let width = |chars: &[char]| chars.iter().collect::<String>().width();
        let carets = width(&line[start..end.max(start)]).max(1);
        let query: String = line.iter().collect();
        format!("{query}\n  {}{}", " ".repeat(width(&line[..start])), "^".repeat(carets))
    }
}

/// A query that asks for words and nothing else, turn by turn, with its condition: it can be answered without the project. `None` for every other, and for one
/// that cannot be read.
pub fn words_alone(text: &str) -> Option<(Query, TextExpr)> {
    let parsed = parse(text);
    let words = turns_with(&parsed.query).filter(|_| parsed.problems.is_empty())?;
    Some((parsed.query, words))
}

/// The condition of a query that asks for the turns with some words, and for nothing else.
pub(super) fn turns_with(query: &Query) -> Option<TextExpr> {
    let plain = matches!(query.unit, None | Some(Unit::Turn)) && matches!(query.sort, None | Some(Sort::Place));
    pure_text(&query.expr).filter(|_| plain)
}
