use super::arguments::Arguments;
use super::{Io, open};
use crate::fault::Outcome;
use crate::project::count;

pub(super) fn run(arguments: &Arguments, io: &mut Io) -> Outcome<u8> {
    let session = open(arguments)?;
    let problems = session.check(&mut |_, _| {})?;
    let project = session.project();
    if io.json {
        io.json(&serde_json::json!({
            "sound": problems.is_empty(), "problems": problems, "documents": project.documents.len(),
            "codings": project.codings.len(), "steps": session.last(),
        }));
    } else {
        for problem in &problems {
            io.print(&format!("- {problem}"));
        }
        let looked = format!(
            "{}, {}, {}",
            count(project.documents.len(), "document"),
            count(project.codings.len(), "coding"),
            count(usize::try_from(session.last()).unwrap_or(usize::MAX), "step")
        );
        match problems.len() {
            0 => io.say(&format!("Sound: {looked}")),
            n => io.say(&format!("{n} {} in {looked}", if n == 1 { "problem" } else { "problems" })),
        }
    }
    Ok(if problems.is_empty() { 0 } else { 3 })
}
