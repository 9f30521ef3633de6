use super::arguments::{Arguments, Vignettes};
use super::{Io, open, tell};
use crate::fault::{Fault, Kind, Outcome};
use crate::memo::sections;
use crate::project::{Command, Project};
use crate::report::audience::{Clearing, WITHHELD};
use crate::report::listing::{Align, listing};

pub(super) fn run(arguments: &Arguments, args: &Vignettes, io: &mut Io) -> Outcome<u8> {
    let mut session = open(arguments)?;
    if let Some(file) = &args.save_template {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let answer = session.run(Command::SaveTemplate(name, super::import::read_text(file)?))?;
        tell(io, &answer);
        return Ok(0);
    }
    let clearing = super::audience::clearing(arguments, &session, io)?;
    let Some(case) = &args.case else {
        list(session.project(), &clearing, io);
        return Ok(0);
    };
    let project = session.project();
    let case = project.case(case)?;
    if let Some(file) = &args.write {
        let template = template(project, args.template.as_deref())?;
        let command = Command::WriteVignette(case.id, template, super::import::read_text(file)?);
        let answer = session.run(command)?;
        tell(io, &answer);
        return Ok(0);
    }
    let vignette = project.vignettes.values().find(|v| v.case == case.id);
    let none = || {
        Fault::new(Kind::Nothing, format!("the case “{}” has no vignette yet", case.name))
            .hint("--write FILE writes one")
    };
    let vignette = vignette.ok_or_else(none)?;
    let label = clearing.case_label(case);
    if label == WITHHELD {
        return Err(Fault::new(Kind::Nothing, "nothing of this case may be published"));
    }
    let text = clearing.phrase(&vignette.text);
    super::audience::summary(&clearing, io);
    if io.json {
        let parts: Vec<_> =
            sections(&text).iter().map(|s| serde_json::json!({ "title": s.title, "text": s.body })).collect();
        io.json(&serde_json::json!({ "case": label, "text": text, "sections": parts }));
    } else {
        io.print(&text);
    }
    Ok(0)
}

/// The template that is meant: the named one, or the only one.
fn template(project: &Project, name: Option<&str>) -> Outcome<String> {
    match name {
        Some(name) => Ok(name.to_owned()),
        None => {
            let mut names = project.templates.values().map(|t| t.name.clone());
            match (names.next(), names.next()) {
                (Some(only), None) => Ok(only),
                (None, _) => {
                    Err(Fault::asked("the project has no vignette template").hint("--save-template FILE saves one"))
                }
                _ => Err(Fault::asked("the project has several templates").hint("say which with --template NAME")),
            }
        }
    }
}

fn list(project: &Project, clearing: &Clearing, io: &mut Io) {
    let titles: Vec<&str> = project.templates.values().flat_map(|t| sections(&t.text)).map(|s| s.title).collect();
    let written = |case: &crate::case::Case| project.vignettes.values().find(|v| v.case == case.id);
    if io.json {
        let rows: Vec<_> = project
            .cases_by_name()
            .into_iter()
            .map(|c| {
                let done: Vec<&str> = written(c).map(|v| filled(&v.text)).unwrap_or_default();
                serde_json::json!({ "case": clearing.case_label(c), "written": written(c).is_some(), "sections": done })
            })
            .collect();
        io.json(&rows);
        return;
    }
    if titles.is_empty() {
        io.note("No vignette template yet: `casebook vignettes --save-template FILE.md` saves one.");
        return;
    }
    let mut headings = vec!["case"];
    headings.extend(&titles);
    let rows: Vec<Vec<String>> = project
        .cases_by_name()
        .into_iter()
        .map(|c| {
            let done = written(c).map(|v| filled(&v.text)).unwrap_or_default();
            let mut row = vec![clearing.case_label(c)];
            row.extend(titles.iter().map(|t| if done.contains(t) { "✓" } else { "·" }.to_owned()));
            row
        })
        .collect();
    io.print(&listing(&headings, &vec![Align::Left; headings.len()], &rows, io.width));
}

/// Titles of the sections that have words in them.
fn filled(text: &str) -> Vec<&str> {
    sections(text).into_iter().filter(|s| !s.body.is_empty() && !s.body.starts_with("<!--")).map(|s| s.title).collect()
}
