use super::arguments::{Arguments, CodeAct, CodeText, Codes};
use super::{Io, open, tell};
use crate::codebook::Code;
use crate::fault::{Fault, Outcome};
use crate::id::{CodeId, IdMap};
use crate::matrix;
use crate::project::{CodeFields, CodeSpec, Command, Project, Removal};
use crate::session::Session;
use serde::Serialize;
use std::path::Path;

/// A code in `codes --json`: stable fields. `codings` and `cases` count the code itself; `codings_below` what is under it.
#[derive(Serialize)]
struct CodeLine {
    path: String,
    definition: String,
    colour: Option<String>,
    codings: usize,
    cases: usize,
    codings_below: usize,
    short: String,
    #[serde(rename = "use")]
    use_when: String,
    #[serde(rename = "not")]
    not_when: String,
    example: String,
}

pub(super) fn run(arguments: &Arguments, args: &Codes, io: &mut Io) -> Outcome<u8> {
    let mut session = open(arguments)?;
    let command = match &args.act {
        None => return list(&session, io),
        Some(CodeAct::Show { code }) => return show(&session, code, io),
        Some(CodeAct::Export { file }) => return export(&session, file, io),
        Some(act) => command(&session, act, io)?,
    };
    let answer = session.run(command)?;
    tell(io, &answer);
    Ok(0)
}

fn command(session: &Session, act: &CodeAct, io: &Io) -> Outcome<Command> {
    let find = |path: &str| session.project().codebook.find(path).map(|c| c.id);
    Ok(match act {
        CodeAct::Add { path, text } => Command::AddCode(CodeSpec::New(path.clone(), Box::new(fields(text)?))),
        CodeAct::Edit { code, text } => Command::EditCode(find(code)?, Box::new(fields(text)?)),
        CodeAct::Rename { code, name } => Command::RenameCode(find(code)?, name.clone()),
        CodeAct::Move { code, under, .. } => Command::MoveCode(find(code)?, under.as_deref().map(find).transpose()?),
        CodeAct::Merge { codes } => {
            let mut ids: Vec<CodeId> = codes.iter().map(|c| find(c)).collect::<Outcome<_>>()?;
            let into = ids.pop().ok_or_else(|| Fault::asked("name the codes and the one that stays"))?;
            Command::MergeCodes(ids, into)
        }
        CodeAct::Remove { code, recode_to, with_codings } => {
            let removal = match recode_to {
                Some(target) => Removal::RecodeTo(find(target)?),
                None if *with_codings => Removal::WithCodings,
                None => Removal::OnlyUnused,
            };
            Command::RemoveCode(find(code)?, removal)
        }
        CodeAct::Import { file } => {
            let text = super::import::read_text(file)?;
            let (rows, warnings) = crate::exchange::codebook::read(&file.to_string_lossy(), &text)?;
            for warning in warnings {
                io.note(&format!("{}: {warning}", file.display()));
            }
            Command::ImportCodes(rows)
        }
        CodeAct::Show { .. } | CodeAct::Export { .. } => return Err(Fault::bug("not a command")),
    })
}

fn fields(text: &CodeText) -> Outcome<CodeFields> {
    let text = text.clone();
    let colour = match text.colour.as_deref().map(str::trim) {
        None => None,
        Some("") => Some(None),
        Some(colour) => Some(Some(colour.parse().map_err(Fault::asked)?)),
    };
    let CodeText { short, definition, use_when, not_when, example, .. } = text;
    Ok(CodeFields { short, definition, use_when, not_when, example, colour })
}

fn lines(session: &Session) -> Outcome<Vec<(usize, CodeLine)>> {
    let project = session.project();
    let mut counts: IdMap<CodeId, usize> = IdMap::default();
    for coding in project.codings.iter() {
        *counts.entry(coding.code).or_default() += 1;
    }
    let cases = session.with_words(false, |words| matrix::cases_of_codes(&session.world(words)))?;
    let of = |id: &CodeId| counts.get(id).copied().unwrap_or(0);
    let line = |(depth, code): (usize, &Code)| {
        let below: usize = project.codebook.family(code.id).iter().map(of).sum();
        let line = CodeLine {
            path: project.codebook.path(code.id),
            definition: code.definition.clone(),
            colour: project.codebook.colour(code.id).map(|c| c.to_string()),
            codings: of(&code.id),
            cases: cases.get(&code.id).copied().unwrap_or(0),
            codings_below: below - of(&code.id),
            short: code.short.clone(),
            use_when: code.use_when.clone(),
            not_when: code.not_when.clone(),
            example: code.example.clone(),
        };
        (depth, line)
    };
    Ok(project.codebook.tree().into_iter().map(line).collect())
}

fn list(session: &Session, io: &mut Io) -> Outcome<u8> {
    use crate::report::listing::{Align, listing};
    let lines = lines(session)?;
    if io.json {
        io.json(&lines.into_iter().map(|(_, line)| line).collect::<Vec<_>>());
        return Ok(0);
    }
    if lines.is_empty() {
        io.note(
            "No codes yet: `casebook codes add NAME` makes one, `casebook codes import FILE` brings a codebook in.",
        );
        return Ok(0);
    }
    let tree = session.project().codebook.tree();
    let number = |n: usize| if n == 0 { "·".to_owned() } else { n.to_string() };
    let rows: Vec<Vec<String>> = lines
        .iter()
        .zip(tree)
        .map(|((depth, line), (_, code))| {
            // A listing folds white space, so the tree is drawn with marks.
            let name = format!("{}{}", "│ ".repeat(*depth), code.name);
            vec![name, number(line.codings), number(line.codings_below), number(line.cases), line.short.clone()]
        })
        .collect();
    let align = [Align::Left, Align::Right, Align::Right, Align::Right, Align::Left];
    let text = listing(&["code", "codings", "below", "cases", "what it means"], &align, &rows, io.width);
    io.print(&text.replace('│', " "));
    Ok(0)
}

fn show(session: &Session, code: &str, io: &mut Io) -> Outcome<u8> {
    let project: &Project = session.project();
    let code = project.codebook.find(code)?;
    let path = project.codebook.path(code.id);
    let line = lines(session)?
        .into_iter()
        .map(|(_, l)| l)
        .find(|l| l.path == path)
        .ok_or_else(|| Fault::bug("a code without a line"))?;
    if io.json {
        io.json(&line);
        return Ok(0);
    }
    io.print(&format!("{path}  ({} codings in {} cases)", line.codings, line.cases));
    let parts = [
        ("in short", &line.short),
        ("definition", &line.definition),
        ("use", &line.use_when),
        ("do not use", &line.not_when),
        ("example", &line.example),
    ];
    for (heading, text) in parts.into_iter().filter(|(_, text)| !text.is_empty()) {
        io.print(&format!("\n{heading}"));
        for wrapped in crate::report::listing::wrapped(text, io.width.min(80).saturating_sub(2)) {
            io.print(&format!("  {wrapped}"));
        }
    }
    Ok(0)
}

fn export(session: &Session, file: &Path, io: &mut Io) -> Outcome<u8> {
    let book = &session.project().codebook;
    let text = match file.extension().and_then(|e| e.to_str()) {
        Some("toml") => crate::exchange::codebook::write_toml(book),
        Some("csv") => crate::exchange::codebook::write_csv(book),
        _ => return Err(Fault::asked("a codebook is written as .toml or .csv").at(file.display().to_string())),
    };
    session.write_for(&crate::report::audience::Clearing::team(), file, text.as_bytes())?;
    io.say(&format!("Wrote {} codes to {}", book.len(), file.display()));
    Ok(0)
}
