use super::arguments::{Arguments, Speakers};
use super::documents::named;
use super::{Io, open, tell};
use crate::document;
use crate::fault::{Fault, Outcome};
use crate::project::Command;
use crate::report::listing::{Align, listing};

pub(super) fn run(arguments: &Arguments, args: &Speakers, io: &mut Io) -> Outcome<u8> {
    let mut session = open(arguments)?;
    let document = named(session.project(), &args.document)?.clone();
    let content = session.content(document.id)?;
    let mut commands = Vec::new();
    if let Some(find) = &args.find {
        let speakers = setting(find)?;
        let structure = document::detect_with(content.text.as_str(), &speakers, &content.structure.headings());
        commands.push(Command::SetStructure(document.id, Box::new(structure)));
    }
    let pair = |text: &String| -> Outcome<(String, String)> {
        let (name, value) = text.split_once('=').ok_or_else(|| Fault::asked(format!("“{text}” lacks its =")))?;
        Ok((name.trim().to_owned(), value.trim().to_owned()))
    };
    let known = |name: &str| content.structure.speakers.iter().find(|s| s.name.to_lowercase() == name.to_lowercase());
    for (old, new) in args.rename.iter().map(pair).collect::<Outcome<Vec<_>>>()? {
        let asks = known(&old).is_some_and(|s| s.interviewer);
        commands.push(Command::EditSpeaker(document.id, old, new, None, asks));
    }
    for (name, role) in args.role.iter().map(pair).collect::<Outcome<Vec<_>>>()? {
        let asks = known(&name).is_some_and(|s| s.interviewer);
        commands.push(Command::EditSpeaker(document.id, name.clone(), name, Some(role), asks));
    }
    for name in &args.interviewer {
        commands.push(Command::EditSpeaker(document.id, name.clone(), name.clone(), None, true));
    }
    if commands.is_empty() {
        return list(&content, io);
    }
    let answer = match commands.len() {
        1 => session.run(commands.remove(0))?,
        _ => session.run(Command::Together(format!("Corrected the speakers of “{}”", document.name), commands))?,
    };
    tell(io, &answer);
    Ok(0)
}

/// `auto`, `none`, or a pattern.
pub(super) fn setting(text: &str) -> Outcome<document::Speakers> {
    match text.trim() {
        "auto" => Ok(document::Speakers::Auto),
        "none" => Ok(document::Speakers::None),
        pattern => {
            document::Pattern::parse(pattern)?;
            Ok(document::Speakers::Pattern(pattern.to_owned()))
        }
    }
}

fn list(content: &document::Content, io: &mut Io) -> Outcome<u8> {
    let structure = &content.structure;
    if io.json {
        io.json(&serde_json::json!({ "style": structure.style, "speakers": structure.speakers }));
        return Ok(0);
    }
    io.say(&format!("guessed: {}", structure.style));
    let rows: Vec<Vec<String>> = structure
        .speakers
        .iter()
        .enumerate()
        .map(|(i, s)| {
            let turns = structure.turns.iter().filter(|t| t.speaker == Some(i as u16)).count();
            vec![
                s.name.clone(),
                s.role.clone().unwrap_or_default(),
                turns.to_string(),
                if s.interviewer { "asks" } else { "" }.to_owned(),
            ]
        })
        .collect();
    let align = [Align::Left, Align::Left, Align::Right, Align::Left];
    io.print(&listing(&["speaker", "role", "turns", ""], &align, &rows, io.width));
    Ok(0)
}
