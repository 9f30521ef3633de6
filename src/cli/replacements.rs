use super::arguments::{Arguments, ReplacementAct, Replacements};
use super::{Io, open, tell};
use crate::case::Rule;
use crate::fault::{Fault, Outcome};
use crate::project::{Command, Project, SavedKind, count};
use crate::report::audience::{Preview, Secret, Withheld, preview, suggest};
use crate::report::listing::{Align, listing};
use crate::session::Session;

pub(super) fn run(arguments: &Arguments, args: &Replacements, io: &mut Io) -> Outcome<u8> {
    let mut session = open(arguments)?;
    let command = match &args.act {
        None => {
            list(session.project(), io);
            return Ok(0);
        }
        Some(ReplacementAct::Suggest { limit }) => return suggestions(&session, *limit, io),
        Some(ReplacementAct::Preview { name, with, inflected, limit }) => {
            let tried = name.clone().zip(with.clone());
            let tried = tried.map(|(name, with)| (name, Rule::Replace { with, inflected: *inflected }));
            return previews(&session, tried, *limit, io);
        }
        Some(ReplacementAct::Add { name, with, inflected }) => add(name, with, *inflected)?,
        Some(ReplacementAct::Allow { word, why }) => {
            let (name, text) = Rule::Allow { why: why.clone() }.write(word);
            let said = format!("Allowed the word “{word}”, written so, in what is published");
            Command::Together(said, vec![Command::Save(SavedKind::Replacement, name, text)])
        }
        Some(ReplacementAct::Identify { attribute }) => {
            let attribute = &session.project().attribute(attribute)?.name;
            let (name, text) = Rule::Identifying.write(attribute);
            let said = format!("The values of {attribute} count as names of the cases");
            Command::Together(said, vec![Command::Save(SavedKind::Replacement, name, text)])
        }
        Some(ReplacementAct::Remove { name }) => remove(session.project(), name)?,
    };
    let answer = session.run(command)?;
    tell(io, &answer);
    Ok(0)
}

fn add(name: &str, with: &str, inflected: bool) -> Outcome<Command> {
    let (name, with) = (crate::text::normalise_line(name), crate::text::normalise_line(with));
    let secret = Secret { name: name.clone(), what: "name" };
    let names = Withheld::new(vec![secret], &[]);
    if !names.beyond().is_empty() {
        return Err(Fault::asked(format!("“{name}” cannot be looked for"))
            .hint("a single letter or a number of up to four digits stands everywhere"));
    }
    if with.is_empty() || names.shows_in(&with) {
        return Err(Fault::asked(format!("“{with}” cannot stand in for “{name}”"))
            .hint("what stands in must say something and must not hold the name: '[a bank]'"));
    }
    let said = format!("“{with}” stands in for “{name}” in what is published");
    let (name, text) = Rule::Replace { with, inflected }.write(&name);
    Ok(Command::Together(said, vec![Command::Save(SavedKind::Replacement, name, text)]))
}

fn remove(project: &Project, name: &str) -> Outcome<Command> {
    let wanted = name.trim().to_lowercase();
    let rules = project.saved_of(SavedKind::Replacement);
    let found = rules.iter().find(|s| Rule::parse(&s.name, &s.text).0.to_lowercase() == wanted);
    let unknown = || Fault::asked(format!("no replacement for “{name}”")).hint("`casebook replacements` lists them");
    let saved = found.ok_or_else(unknown)?;
    let said = format!("Took away what was said about “{}”", Rule::parse(&saved.name, &saved.text).0);
    Ok(Command::Together(said, vec![Command::Unsave(SavedKind::Replacement, saved.name.clone())]))
}

fn rules(project: &Project) -> Vec<(String, Rule)> {
    project.saved_of(SavedKind::Replacement).into_iter().map(|s| Rule::parse(&s.name, &s.text)).collect()
}

fn list(project: &Project, io: &mut Io) {
    let rules = rules(project);
    let words = |rule: &Rule| match rule {
        Rule::Replace { with, inflected: true } => (with.clone(), "with its endings"),
        Rule::Replace { with, .. } => (with.clone(), ""),
        Rule::Allow { why } => (String::new(), if why.is_empty() { "allowed" } else { "allowed: " }),
        Rule::Identifying => (String::new(), "attribute whose values name the cases"),
    };
    if io.json {
        let rows: Vec<_> = rules
            .iter()
            .map(|(name, rule)| match rule {
                Rule::Replace { with, inflected } => {
                    serde_json::json!({ "name": name, "with": with, "inflected": inflected })
                }
                Rule::Allow { why } => serde_json::json!({ "name": name, "allowed": true, "why": why }),
                Rule::Identifying => serde_json::json!({ "attribute": name, "identifying": true }),
            })
            .collect();
        io.json(&rows);
        return;
    }
    if rules.is_empty() {
        io.note("No replacements yet: `casebook replacements suggest` finds names, `casebook replacements add NAME WITH` replaces one.");
        return;
    }
    let rows: Vec<Vec<String>> = rules
        .iter()
        .map(|(name, rule)| {
            let (with, note) = words(rule);
            let why = if let Rule::Allow { why } = rule { why.as_str() } else { "" };
            vec![name.clone(), with, format!("{note}{why}")]
        })
        .collect();
    io.print(&listing(&["name", "stands in for it", ""], &[Align::Left; 3], &rows, io.width));
}

fn suggestions(session: &Session, limit: usize, io: &mut Io) -> Outcome<u8> {
    let found = suggest(session.project(), session)?;
    if io.json {
        let rows: Vec<_> = found
            .iter()
            .take(limit)
            .map(|s| {
                serde_json::json!({
                    "name": s.name, "why": s.why, "times": s.times, "documents": s.documents, "context": s.context,
                })
            })
            .collect();
        io.json(&rows);
        return Ok(u8::from(found.is_empty()));
    }
    if found.is_empty() {
        io.note("No names were found that have no replacement.");
        return Ok(1);
    }
    let rows: Vec<Vec<String>> = found
        .iter()
        .take(limit)
        .map(|s| {
            let counted = format!("{} in {}", s.times, count(s.documents, "document"));
            vec![s.name.clone(), s.why.to_owned(), counted, format!("… {} …", s.context)]
        })
        .collect();
    io.print(&listing(&["name", "why", "times", "for example"], &[Align::Left; 4], &rows, io.width));
    if found.len() > limit {
        io.note(&format!("{limit} of {} shown; --limit shows more", found.len()));
    }
    Ok(0)
}

fn previews(session: &Session, tried: Option<(String, Rule)>, limit: usize, io: &mut Io) -> Outcome<u8> {
    let rules = match tried {
        Some(rule) => vec![rule],
        None => rules(session.project()),
    };
    // One more than is shown, to know whether there are more.
    let found = preview(session.project(), session, &rules, limit.saturating_add(1))?;
    let shown: Vec<&Preview> = found.iter().take(limit).collect();
    if io.json {
        let rows: Vec<_> = shown
            .iter()
            .map(
                |p| serde_json::json!({ "document": p.document, "turn": p.turn, "before": p.before, "after": p.after }),
            )
            .collect();
        io.json(&rows);
        return Ok(u8::from(found.is_empty()));
    }
    for place in &shown {
        io.print(&format!("{}  {}", place.document, place.turn));
        io.print(&format!("  - … {} …", place.before));
        io.print(&format!("  + … {} …", place.after));
    }
    match found.len() {
        0 => io.note("Nothing would be replaced."),
        n if n > limit => io.note(&format!("the first {limit} places; --limit shows more")),
        n => io.note(&count(n, "place")),
    }
    Ok(u8::from(found.is_empty()))
}
