use super::arguments::{Arguments, AttributeAct, Attributes, CaseAct, Cases, Hold};
use super::documents::named;
use super::{Io, open, tell};
use crate::case::{AttributeKind, Case, Clearance, Subject, Value};
use crate::exchange::case_table;
use crate::fault::{Fault, Kind, Outcome};
use crate::project::{Command, LinkPart, Project, count};
use crate::report::listing::{Align, listing};
use crate::session::Session;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A case in `cases --json`: stable fields.
#[derive(Serialize)]
struct CaseLine<'a> {
    name: &'a str,
    alias: Option<&'a str>,
    clearance: &'a str,
    attributes: BTreeMap<&'a str, &'a Value>,
    documents: Vec<&'a str>,
}

pub(super) fn run(arguments: &Arguments, args: &Cases, io: &mut Io) -> Outcome<u8> {
    let mut session = open(arguments)?;
    let Some(act) = &args.act else {
        list(session.project(), io);
        return Ok(0);
    };
    if let CaseAct::Aliases { stem, yes } = act {
        return aliases(&mut session, stem, *yes, io);
    }
    let command = command(&session, act, io)?;
    let answer = session.run(command)?;
    tell(io, &answer);
    Ok(0)
}

fn command(session: &Session, act: &CaseAct, io: &Io) -> Outcome<Command> {
    let project = session.project();
    let case = |name: &str| project.case(name).map(|c| c.id);
    Ok(match act {
        CaseAct::Import { file, attributes, kind } => import(file, attributes.as_ref(), kind, io)?,
        CaseAct::Add { name } => Command::AddCase(name.clone()),
        CaseAct::Rename { case: old, name } => Command::RenameCase(case(old)?, name.clone()),
        CaseAct::Remove { case: name } => Command::RemoveCase(case(name)?),
        CaseAct::Set { case: name, attribute, value } => {
            Command::SetValue(case(name)?, attribute.clone(), value.clone())
        }
        CaseAct::Alias { case: name, alias } => Command::SetAlias(case(name)?, Some(alias.clone())),
        CaseAct::Clearance { case: name, clearance, hold } => clear(project, name, clearance.as_deref(), hold, io)?,
        CaseAct::Aliases { .. } => return Err(Fault::bug("aliases are given elsewhere")),
        CaseAct::Link { by_name: true, .. } => link_by_name(project)?,
        CaseAct::Link { case: name, document, speaker, place, .. } => {
            let (Some(name), Some(document)) = (name, document) else {
                return Err(Fault::asked("name a case and a document"));
            };
            let part = match (speaker, place) {
                (Some(speaker), _) => LinkPart::Speaker(speaker.clone()),
                (None, Some(place)) => LinkPart::Passage(super::code::passage(session, document, place)?.span),
                (None, None) => LinkPart::Whole,
            };
            Command::Link(case(name)?, named(project, document)?.id, part)
        }
        CaseAct::Unlink { case: name, document } => Command::Unlink(case(name)?, named(project, document)?.id),
    })
}

/// Says what may be published of a case; what goes beyond its clearance is kept apart.
fn clear(project: &Project, name: &str, clearance: Option<&str>, hold: &Hold, io: &Io) -> Outcome<Command> {
    let case = project.case(name)?;
    let level = clearance.map(super::audience::clearance).transpose()?;
    if level == Some(Clearance::Anonymous) && case.alias.is_none() {
        io.note("It has no alias yet to be published under: `casebook cases aliases` proposes one.");
    }
    let more = hold.paraphrase || hold.clear || hold.embargo.is_some() || hold.why.is_some();
    let subject = Subject::Case(case.name.clone());
    match (level, more) {
        (Some(level), false) => Ok(Command::SetClearance(case.id, level)),
        (None, _) => super::audience::hold(project, &subject, None, hold),
        (Some(level), true) => {
            let held = super::audience::hold(project, &subject, None, hold)?;
            let said = format!("Set the clearance of the case “{}” to {}, with conditions", case.name, level.word());
            Ok(Command::Together(said, vec![Command::SetClearance(case.id, level), held]))
        }
    }
}

/// Proposes aliases, or gives them.
fn aliases(session: &mut Session, stem: &str, yes: bool, io: &mut Io) -> Outcome<u8> {
    let proposed = crate::report::audience::aliases(session.project(), stem);
    if proposed.is_empty() {
        io.note("Every anonymous case has an alias.");
        return Ok(1);
    }
    if yes {
        let name = format!(
            "Gave {} to anonymous cases",
            if proposed.len() == 1 { "an alias".to_owned() } else { format!("{} aliases", proposed.len()) }
        );
        let commands = proposed.into_iter().map(|(id, alias)| Command::SetAlias(id, Some(alias))).collect();
        let answer = session.run(Command::Together(name, commands))?;
        tell(io, &answer);
        return Ok(0);
    }
    let name = |id: &crate::id::CaseId| session.project().cases.get(id).map_or("", |c| c.name.as_str());
    if io.json {
        let rows: Vec<_> = proposed.iter().map(|(id, a)| serde_json::json!({ "case": name(id), "alias": a })).collect();
        io.json(&rows);
        return Ok(0);
    }
    let mut rows: Vec<Vec<String>> =
        proposed.iter().map(|(id, alias)| vec![name(id).to_owned(), alias.clone()]).collect();
    rows.sort_by(|a, b| crate::case::natural(&a[0], &b[0]));
    io.print(&listing(&["case", "proposed alias"], &[Align::Left; 2], &rows, io.width));
    io.note("--yes gives these; `casebook cases alias CASE ALIAS` gives another. --stem Company begins them with another word.");
    Ok(0)
}

fn import(file: &Path, attributes: Option<&PathBuf>, kinds: &[String], io: &Io) -> Outcome<Command> {
    let mut rows = match attributes {
        None => Vec::new(),
        Some(file) => case_table::read_attributes(&file.display().to_string(), &super::import::read_text(file)?)?,
    };
    for text in kinds {
        let (name, kind) = text.split_once('=').ok_or_else(|| Fault::asked(format!("“{text}” lacks its =")))?;
        rows.retain(|r| r.name != name.trim());
        rows.push(case_table::AttributeRow { name: name.trim().to_owned(), kind: Some(kind_of(kind)?), title: None });
    }
    let (cases, warnings) = case_table::read(&file.display().to_string(), &super::import::read_text(file)?, &rows)?;
    for warning in warnings {
        io.note(&format!("{}: {warning}", file.display()));
    }
    Ok(Command::ImportCases(cases))
}

/// `text`, `number`, `date`, `yes/no`, `ordered:first;second`.
fn kind_of(text: &str) -> Outcome<AttributeKind> {
    let text = text.trim();
    if let Some(values) = text.strip_prefix("ordered:") {
        let values: Vec<String> = values.split(';').map(|v| v.trim().to_owned()).filter(|v| !v.is_empty()).collect();
        if values.len() < 2 {
            return Err(Fault::asked("ordered needs its values, lowest first").hint("ordered:small;medium;large"));
        }
        return Ok(AttributeKind::Ordered(values));
    }
    match text {
        "text" => Ok(AttributeKind::Text),
        "number" => Ok(AttributeKind::Number),
        "date" => Ok(AttributeKind::Date),
        "yes/no" => Ok(AttributeKind::YesNo),
        _ => Err(Fault::asked(format!("“{text}” is no kind of value"))
            .hint("text, number, date, yes/no, or ordered:first;second;third")),
    }
}

/// Links for every document whose name begins with a case's name or alias, followed by something that is neither letter nor digit. The longest name wins.
fn link_by_name(project: &Project) -> Outcome<Command> {
    let begins = |document: &str, case: &str| -> bool {
        let rest = document.to_lowercase().strip_prefix(&case.to_lowercase()).map(str::to_owned);
        rest.is_some_and(|r| !case.is_empty() && !r.starts_with(char::is_alphanumeric))
    };
    let mut commands = Vec::new();
    for document in project.documents.values().filter(|d| project.links_of(d.id).next().is_none()) {
        let fit = |c: &&Case| {
            let names = [Some(c.name.as_str()), c.alias.as_deref()];
            names.into_iter().flatten().filter(|n| begins(&document.name, n)).map(str::len).max()
        };
        let best = project.cases.values().filter(|c| fit(c).is_some()).max_by_key(fit);
        if let Some(case) = best {
            commands.push(Command::Link(case.id, document.id, LinkPart::Whole));
        }
    }
    match commands.len() {
        0 => Err(Fault::new(Kind::Nothing, "no document without a case begins with a case's name")),
        n => Ok(Command::Together(format!("Linked {} to cases by name", count(n, "document")), commands)),
    }
}

fn list(project: &Project, io: &mut Io) {
    let lines: Vec<CaseLine> = project.cases_by_name().into_iter().map(|c| line(project, c)).collect();
    if io.json {
        io.json(&lines);
        return;
    }
    if lines.is_empty() {
        io.note(
            "No cases yet: `casebook cases import cases.csv` brings a table in, `casebook cases add NAME` makes one.",
        );
        return;
    }
    let mut attributes = project.attributes_in_order();
    attributes.extend(project.derived_attributes().iter().map(|d| &d.attribute));
    let mut headings = vec!["case", "alias", "clearance"];
    headings.extend(attributes.iter().map(|a| a.name.as_str()));
    headings.push("documents");
    let rows: Vec<Vec<String>> = lines
        .iter()
        .map(|l| {
            let mut row = vec![l.name.to_owned(), l.alias.unwrap_or("").to_owned(), l.clearance.to_owned()];
            row.extend(
                attributes
                    .iter()
                    .map(|a| l.attributes.get(a.name.as_str()).map(ToString::to_string).unwrap_or_default()),
            );
            row.push(l.documents.join(", "));
            row
        })
        .collect();
    let mut align = vec![Align::Left; headings.len()];
    for (at, attribute) in attributes.iter().enumerate() {
        if attribute.kind == AttributeKind::Number {
            align[at + 3] = Align::Right;
        }
    }
    io.print(&listing(&headings, &align, &rows, io.width));
    for derived in project.derived_attributes() {
        io.print(&format!("{} = {}", derived.attribute.name, derived.expression));
    }
}

fn line<'a>(project: &'a Project, case: &'a Case) -> CaseLine<'a> {
    let mut documents: Vec<&str> = Vec::new();
    for link in project.links_to(case.id) {
        if let Some(document) = project.documents.get(&link.document).filter(|d| !documents.contains(&d.name.as_str()))
        {
            documents.push(&document.name);
        }
    }
    CaseLine {
        name: &case.name,
        alias: case.alias.as_deref(),
        clearance: case.clearance.word(),
        attributes: project
            .all_attributes()
            .filter_map(|a| Some((a.name.as_str(), project.value(case, a.id)?)))
            .collect(),
        documents,
    }
}

pub(super) fn run_attributes(arguments: &Arguments, args: &Attributes, io: &mut Io) -> Outcome<u8> {
    let mut session = open(arguments)?;
    let command = match &args.act {
        None => {
            list_attributes(session.project(), io);
            return Ok(0);
        }
        Some(AttributeAct::Set { attribute, kind, title }) => {
            Command::SetAttribute(session.project().attribute(attribute)?.id, kind_of(kind)?, title.clone())
        }
        Some(AttributeAct::Remove { attribute }) => {
            Command::RemoveAttribute(session.project().attribute(attribute)?.id)
        }
    };
    let answer = session.run(command)?;
    tell(io, &answer);
    Ok(0)
}

fn list_attributes(project: &Project, io: &mut Io) {
    let attributes = project.attributes_in_order();
    let filled = |a: &crate::case::Attribute| project.cases.values().filter(|c| c.values.contains_key(&a.id)).count();
    let values = |a: &crate::case::Attribute| {
        if let AttributeKind::Ordered(values) = &a.kind { values.clone() } else { Vec::new() }
    };
    if io.json {
        let rows: Vec<_> = attributes
            .iter()
            .map(|a| {
                serde_json::json!({
                    "name": a.name, "title": a.title, "kind": a.kind.word(), "values": values(a), "cases": filled(a),
                })
            })
            .collect();
        io.json(&rows);
        return;
    }
    let rows: Vec<Vec<String>> = attributes
        .iter()
        .map(|a| vec![a.name.clone(), a.kind.word().to_owned(), filled(a).to_string(), values(a).join("; ")])
        .collect();
    let align = [Align::Left, Align::Left, Align::Right, Align::Left];
    io.print(&listing(&["attribute", "kind", "cases", "values, lowest first"], &align, &rows, io.width));
}
