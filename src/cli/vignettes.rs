use super::arguments::{Arguments, VignetteAct, Vignettes};
use super::{Io, open, tell};
use crate::fault::{Fault, Kind, Outcome};
use crate::memo::sections;
use crate::project::{Command, Project, Texts, count};
use crate::report::audience::study;
use crate::report::listing::{Align, listing};
use crate::report::paper::PaperFormat;
use crate::report::study::{Progress, check_vignettes, progress, vignettes_paper};
use crate::session::Session;
use std::path::Path;

pub(super) fn run(arguments: &Arguments, args: &Vignettes, io: &mut Io) -> Outcome<u8> {
    let mut session = open(arguments)?;
    match &args.act {
        Some(VignetteAct::Check) => return check(&session, io),
        Some(VignetteAct::Export { case, out }) => return export((arguments, &session), case.as_deref(), out, io),
        None => {}
    }
    if let Some(file) = &args.save_template {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let answer = session.run(Command::SaveTemplate(name, super::import::read_text(file)?))?;
        tell(io, &answer);
        return Ok(0);
    }
    let project = session.project();
    let case = args.case.as_ref().map(|name| project.case(name)).transpose()?;
    if let (Some(file), Some(case)) = (&args.write, case) {
        let template = template(project, args.template.as_deref())?;
        let command = Command::WriteVignette(case.id, template, super::import::read_text(file)?);
        let answer = session.run(command)?;
        tell(io, &answer);
        return Ok(0);
    }
    let clearing = super::audience::clearing(arguments, &session, io)?;
    let public = if clearing.is_public() { Some(study(&clearing, project, &*session)?) } else { None };
    let shown = public.as_ref().map_or(project, |public| &public.project);
    let Some(case) = case else {
        list(shown, io);
        return Ok(0);
    };
    let case = public.as_ref().map_or(Ok(case), |public| public.shown_case(case.id))?;
    let vignette = shown.vignettes.values().find(|v| v.case == case.id);
    let none = || {
        Fault::new(Kind::Nothing, format!("the case “{}” has no vignette yet", case.name))
            .hint("--write FILE writes one")
    };
    let vignette = vignette.ok_or_else(none)?;
    super::audience::summary(&clearing, io);
    if io.json {
        let parts: Vec<_> =
            sections(&vignette.text).iter().map(|s| serde_json::json!({ "title": s.title, "text": s.body })).collect();
        io.json(&serde_json::json!({ "case": case.name, "text": vignette.text, "sections": parts }));
    } else {
        io.print(&vignette.text);
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

/// Lists what wants work; a link that leads nowhere is bad data.
fn check(session: &Session, io: &mut Io) -> Outcome<u8> {
    let findings = check_vignettes(session.project(), session);
    let wrong = findings.iter().any(|f| f.wrong);
    if io.json {
        let rows: Vec<_> = findings
            .iter()
            .map(|f| serde_json::json!({ "case": f.case, "section": f.section, "what": f.what, "wrong": f.wrong }))
            .collect();
        io.json(&serde_json::json!({ "sound": !wrong, "findings": rows }));
        return Ok(if wrong { 3 } else { 0 });
    }
    for finding in &findings {
        let place = if finding.section.is_empty() { String::new() } else { format!(" · {}", finding.section) };
        io.print(&format!("{}{place}: {}", finding.case, finding.what));
    }
    if !wrong {
        io.say(&format!("Every passage named in {} is there.", count(session.project().vignettes.len(), "vignette")));
    }
    Ok(if wrong { 3 } else { 0 })
}

fn export((arguments, session): (&Arguments, &Session), case: Option<&str>, file: &Path, io: &mut Io) -> Outcome<u8> {
    let clearing = super::audience::clearing(arguments, session, io)?;
    let mut project = session.project();
    let mut texts: &dyn Texts = session;
    let mut case = case.map(|name| project.case(name)).transpose()?;
    let public = if clearing.is_public() { Some(study(&clearing, project, session)?) } else { None };
    if let Some(public) = &public {
        (project, texts) = (&public.project, &public.texts);
        case = case.map(|c| public.shown_case(c.id)).transpose()?;
    }
    let extension = file.extension().and_then(|e| e.to_str()).unwrap_or("");
    let format = PaperFormat::of_extension(extension).map_err(|f| f.at(file.display().to_string()))?;
    let paper = vignettes_paper(project, texts, case).ok_or_else(|| {
        Fault::new(Kind::Nothing, "there is no vignette to write")
            .hint("`casebook vignettes CASE --write FILE` writes one")
    })?;
    let broken = check_vignettes(project, texts).iter().filter(|f| f.wrong).count();
    if broken > 0 {
        io.note(&format!("{} not there: `casebook vignettes check` lists them", count(broken, "passage")));
    }
    super::hand_over::write(session, &clearing, file, &paper.write(format)?, io)?;
    let written = if case.is_some() { 1 } else { project.vignettes.len() };
    io.say(&format!("Wrote {} to {}", count(written, "vignette"), file.display()));
    Ok(0)
}

/// A line a case and template, with the words that each section has.
fn list(project: &Project, io: &mut Io) {
    let all = progress(project);
    if io.json {
        let rows: Vec<_> = all
            .iter()
            .map(|p| {
                let written = p.sections.iter().any(|(_, words)| *words > 0);
                let done: Vec<&str> = p.sections.iter().filter(|(_, n)| *n > 0).map(|(t, _)| t.as_str()).collect();
                let words: Vec<_> = p.sections.iter().map(|(t, n)| serde_json::json!({ "title": t, "words": n })).collect();
                serde_json::json!({ "case": p.case, "template": p.template, "written": written, "sections": done, "words": words })
            })
            .collect();
        io.json(&rows);
        return;
    }
    if all.is_empty() {
        io.note("No vignette template yet: `casebook vignettes --save-template FILE.md` saves one.");
        return;
    }
    for (n, template) in project.templates.values().enumerate() {
        if n > 0 {
            io.print("");
        }
        if project.templates.len() > 1 {
            io.say(&template.name);
        }
        let mine: Vec<_> = all.iter().filter(|p| p.template == template.name).collect();
        let mut headings = vec!["case"];
        headings.extend(mine.first().iter().flat_map(|p| p.sections.iter().map(|(title, _)| title.as_str())));
        let cell = |(_, words): &(String, usize)| if *words > 0 { words.to_string() } else { "·".to_owned() };
        let row = |p: &&Progress| std::iter::once(p.case.clone()).chain(p.sections.iter().map(cell)).collect();
        let rows: Vec<Vec<String>> = mine.iter().map(row).collect();
        let mut align = vec![Align::Right; headings.len()];
        align[0] = Align::Left;
        io.print(&listing(&headings, &align, &rows, io.width));
        let done = mine.iter().filter(|p| p.sections.iter().all(|(_, words)| *words > 0)).count();
        io.note(&format!("Words in each section; {done} of {} are complete.", count(mine.len(), "case")));
    }
}
