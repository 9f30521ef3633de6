use super::arguments::{Arguments, Classify};
use super::{Io, open, tell};
use crate::case::{AttributeKind, natural};
use crate::fault::{Fault, Outcome};
use crate::project::{Command, DerivedAttribute, Project, SavedKind, count};
use crate::report::listing::{Align, listing};
use crate::session::Session;
use std::collections::BTreeMap;

pub(super) fn run(arguments: &Arguments, args: &Classify, io: &mut Io) -> Outcome<u8> {
    let mut session = open(arguments)?;
    if let Some(name) = &args.remove {
        let said = format!("Removed the derived attribute {name}");
        let answer = session.run(Command::Together(said, vec![Command::Unsave(SavedKind::Derived, name.clone())]))?;
        tell(io, &answer);
        return Ok(0);
    }
    super::find::catch_up(&mut session, io)?;
    if args.definition.is_empty() {
        list(session.project(), io);
        return Ok(0);
    }
    let definition = args.definition.join(" ");
    let form = || {
        Fault::asked("a definition is a name, = and an expression")
            .hint("\"kind = case when has('a') then 'A' else 'B' end\"")
    };
    let (name, text) = definition.split_once('=').ok_or_else(form)?;
    let (name, text) = (crate::text::normalise_line(name), text.trim());
    if name.is_empty() || text.is_empty() {
        return Err(form());
    }
    free(session.project(), &name)?;
    session.derive_one(&name, text)?;
    let said = format!("The attribute {name} follows from the coding: {text}");
    let answer =
        session.run(Command::Together(said, vec![Command::Save(SavedKind::Derived, name.clone(), text.to_owned())]))?;
    if !io.json {
        io.say(&answer.sentence);
    }
    classes(&session, &name, io)
}

/// Refuses names that cases have already.
fn free(project: &Project, name: &str) -> Outcome<()> {
    let folded = name.to_lowercase();
    let taken = project.attributes.values().any(|a| a.name.to_lowercase() == folded);
    if taken || matches!(folded.as_str(), "name" | "alias" | "clearance" | "documents") {
        return Err(
            Fault::asked(format!("cases have a “{name}” already")).hint("give the derived attribute another name")
        );
    }
    Ok(())
}

/// The cases of a project by what they have of an attribute: each case stands under exactly one value, or under none.
fn by_value(project: &Project, derived: &DerivedAttribute) -> (Vec<(String, Vec<String>)>, Vec<String>) {
    let (mut found, mut none): (BTreeMap<String, Vec<String>>, Vec<String>) = Default::default();
    for case in project.cases_by_name() {
        match project.value(case, derived.attribute.id) {
            Some(value) => found.entry(value.to_string()).or_default().push(case.name.clone()),
            None => none.push(case.name.clone()),
        }
    }
    let mut values: Vec<(String, Vec<String>)> = found.into_iter().collect();
    match &derived.attribute.kind {
        AttributeKind::Ordered(order) => {
            values.sort_by_key(|(value, _)| order.iter().position(|o| o == value));
        }
        _ => values.sort_by(|a, b| natural(&a.0, &b.0)),
    }
    (values, none)
}

fn classes(session: &Session, name: &str, io: &mut Io) -> Outcome<u8> {
    let project = session.project();
    let folded = name.to_lowercase();
    let derived = project.derived_attributes().iter().find(|d| d.attribute.name.to_lowercase() == folded);
    let derived = derived.ok_or_else(|| Fault::bug("a derived attribute that was saved is not there"))?;
    let (values, none) = by_value(project, derived);
    if io.json {
        let values: Vec<_> =
            values.iter().map(|(v, cases)| serde_json::json!({ "value": v, "cases": cases })).collect();
        io.json(&serde_json::json!({
            "name": derived.attribute.name, "kind": derived.attribute.kind.word(), "expression": derived.expression,
            "values": values, "unclassified": none, "fault": derived.fault.as_ref().map(|f| f.what.clone()),
        }));
        return Ok(0);
    }
    for (value, cases) in &values {
        io.say(&format!("  {value}: {}", cases.join(", ")));
    }
    if !none.is_empty() {
        io.say(&format!("  unclassified, since no rule takes them or too little is known: {}", none.join(", ")));
    }
    Ok(0)
}

fn list(project: &Project, io: &mut Io) {
    let all = project.derived_attributes();
    if io.json {
        let rows: Vec<_> = all
            .iter()
            .map(|d| {
                let (values, none) = by_value(project, d);
                let values: Vec<_> =
                    values.iter().map(|(v, cases)| serde_json::json!({ "value": v, "cases": cases })).collect();
                serde_json::json!({
                    "name": d.attribute.name, "kind": d.attribute.kind.word(), "expression": d.expression,
                    "values": values, "unclassified": none, "fault": d.fault.as_ref().map(|f| f.what.clone()),
                })
            })
            .collect();
        io.json(&rows);
        return;
    }
    if all.is_empty() {
        io.note("No derived attributes yet: casebook classify \"NAME = case when has('code') then 'A' else 'B' end\" makes one.");
        return;
    }
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|d| {
            let (values, none) = by_value(project, d);
            let mut said: Vec<String> = values.iter().map(|(v, cases)| format!("{v}: {}", cases.len())).collect();
            if !none.is_empty() {
                said.push(format!("unclassified: {}", none.len()));
            }
            let said = match &d.fault {
                Some(fault) => fault.what.lines().next().unwrap_or_default().to_owned(),
                None => said.join(", "),
            };
            vec![d.attribute.name.clone(), d.expression.clone(), said]
        })
        .collect();
    io.print(&listing(&["attribute", "follows from", "cases"], &[Align::Left; 3], &rows, io.width));
    let broken = all.iter().filter(|d| d.fault.is_some()).count();
    if broken > 0 {
        io.note(&format!("{} cannot be computed", count(broken, "attribute")));
    }
}
