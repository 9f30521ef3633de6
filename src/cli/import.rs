use super::arguments::{Arguments, Import};
use super::{Io, open, speakers};
use crate::document::Document;
use crate::exchange::{self, ReadOptions};
use crate::fault::{Fault, Outcome};
use crate::project::{Command, NewDocument, Prepared, count};
use crate::session::{Session, files_meant, read_file};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// One file's answer in `import --json`.
#[derive(Serialize)]
struct FileLine {
    file: String,
    name: Option<String>,
    turns: Option<u32>,
    words: Option<u32>,
    speakers: Vec<String>,
    language: Option<String>,
    warnings: Vec<String>,
    /// Why the file was refused.
    refused: Option<String>,
    /// Set when the same bytes are in the project already: the document's name.
    same_as: Option<String>,
}

impl FileLine {
    /// For a file that was read, or was not. Until the project has taken it in, the name of a file that was is the SHA-256 of its bytes.
    fn of(file: &Path, read: &Outcome<Prepared>) -> Self {
        let (name, refused) = match read {
            Ok(prepared) => (Some(prepared.sha256().to_owned()), None),
            Err(fault) => (None, Some(Fault { place: None, ..fault.clone() }.to_string())),
        };
        Self {
            file: file.display().to_string(),
            name,
            turns: None,
            words: None,
            speakers: Vec::new(),
            language: None,
            warnings: Vec::new(),
            refused,
            same_as: None,
        }
    }
}

/// The files in pieces of so many bytes or a little more.
fn pieces(files: &[PathBuf], limit: u64) -> Vec<&[PathBuf]> {
    let mut out = Vec::new();
    let (mut from, mut bytes) = (0, 0);
    for (at, file) in files.iter().enumerate() {
        bytes += std::fs::metadata(file).map_or(0, |m| m.len());
        if bytes >= limit || at + 1 == files.len() {
            out.push(&files[from..=at]);
            (from, bytes) = (at + 1, 0);
        }
    }
    out
}

pub(super) fn run(arguments: &Arguments, args: &Import, io: &mut Io) -> Outcome<u8> {
    let mut session = open(arguments)?;
    if let [folder] = &args.paths[..] {
        let folder = Path::new(folder);
        if folder.join("project.toml").is_file() {
            return super::sample::bring_in_plain(&mut session, folder, io).map(|()| 0);
        }
    }
    let options = ReadOptions {
        format: args.format.clone(),
        encoding: args.encoding.clone(),
        speakers: speakers::setting(&args.speakers)?,
    };
    let files = files_meant(&args.paths, options.format.is_some())?;
    if files.is_empty() {
        return Err(Fault::new(crate::fault::Kind::Nothing, "no files there that can be brought in")
            .hint(format!("formats: {}", exchange::FORMATS.iter().map(|f| f.name).collect::<Vec<_>>().join(", "))));
    }
    let lines = bring_in(&mut session, &files, &args.case, &options, (PIECE, io))?;
    let refused = lines.iter().filter(|l| l.refused.is_some()).count();
    super::find::catch_up(&mut session, io)?;
    if io.json {
        io.json(&lines);
    } else {
        lines.iter().for_each(|line| say(line, io));
    }
    Ok(if refused > 0 { 3 } else { 0 })
}

/// So many bytes of files are read and stored together, so that a large folder never stands in memory as a whole.
const PIECE: u64 = 16 << 20;

/// Reads the files on all cores, piece by piece while the piece before is stored, and brings in what could be read, as one step.
fn bring_in(
    session: &mut Session,
    files: &[PathBuf],
    cases: &[String],
    options: &ReadOptions,
    (piece, io): (u64, &Io),
) -> Outcome<Vec<FileLine>> {
    let bar = progress(files.len(), "read", io);
    let read_one = |file: &PathBuf| {
        let original = read_file(file)?;
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let draft = exchange::read(&name, &original, options)?;
        bar.inc(1);
        Prepared::new(NewDocument { draft, original, cases: cases.to_vec() })
    };
    let read = |piece: &[PathBuf]| piece.par_iter().map(read_one).collect::<Vec<Outcome<Prepared>>>();
    let (mut lines, mut new): (Vec<FileLine>, Vec<Prepared>) = (Vec::new(), Vec::new());
    let mut keep = |piece: &[PathBuf], read: Vec<Outcome<Prepared>>| {
        let from = new.len();
        for (file, outcome) in piece.iter().zip(read) {
            lines.push(FileLine::of(file, &outcome));
            new.extend(outcome.ok());
        }
        session.stow(&mut new[from..])
    };
    let mut waiting: Option<(&[PathBuf], Vec<Outcome<Prepared>>)> = None;
    for piece in pieces(files, piece) {
        let (now, stowed) = std::thread::scope(|threads| {
            let next = threads.spawn(|| read(piece));
            let stowed = waiting.take().map_or(Ok(()), |(piece, read)| keep(piece, read));
            (next.join(), stowed)
        });
        stowed?;
        waiting = Some((piece, now.map_err(|_| Fault::bug("a file could not be read"))?));
    }
    if let Some((piece, read)) = waiting {
        keep(piece, read)?;
    }
    bar.finish_and_clear();
    let before: std::collections::BTreeSet<_> = session.project().documents.keys().copied().collect();
    if !new.is_empty() {
        match session.run(Command::AddPrepared(new)) {
            Ok(_) => {}
            // Everything was there already: that is what the lines say.
            Err(fault) if fault.kind == crate::fault::Kind::Nothing => {}
            Err(fault) => return Err(fault),
        }
    }
    let by_bytes: HashMap<&str, &Document> =
        session.project().documents.values().map(|d| (d.sha256.as_str(), d)).collect();
    for line in lines.iter_mut() {
        let document = line.name.take().and_then(|sha| by_bytes.get(sha.as_str()).copied());
        if let Some(document) = document {
            describe(line, document, before.contains(&document.id));
        }
    }
    Ok(lines)
}

/// Fills in what the project made of a file.
fn describe(line: &mut FileLine, document: &Document, was_there: bool) {
    line.name = Some(document.name.clone());
    line.same_as = was_there.then(|| document.name.clone());
    line.turns = Some(document.turns);
    line.words = Some(document.words);
    line.speakers.clone_from(&document.speakers);
    line.language = Some(document.language.clone());
    line.warnings.clone_from(&document.warnings);
}

fn say(line: &FileLine, io: &mut Io) {
    if let Some(reason) = &line.refused {
        io.print(&format!("{}: refused: {reason}", line.file));
        return;
    }
    let name = line.name.as_deref().unwrap_or("?");
    if line.same_as.is_some() {
        io.say(&format!("{}: in the project already, as “{name}”", line.file));
        return;
    }
    let speakers = match &line.speakers[..] {
        [] => "no speakers".to_owned(),
        names if names.len() > 5 => format!("speakers {}, and {} more", names[..5].join(", "), names.len() - 5),
        names => format!("speakers {}", names.join(", ")),
    };
    let warnings = if line.warnings.is_empty() { String::new() } else { format!("; {}", line.warnings.join("; ")) };
    let (turns, words) = (line.turns.unwrap_or(0), line.words.unwrap_or(0));
    io.say(&format!(
        "{name}: {}, {}, {speakers}, {}{warnings}",
        count(turns as usize, "turn"),
        count(words as usize, "word"),
        line.language.as_deref().unwrap_or("und")
    ));
}

/// A bar on standard error that shows itself only when the work takes more than a second and somebody is looking; where lines are wanted in place of a screen
/// (`CASEBOOK_PLAIN`, a dumb terminal), a line for every tenth.
pub(super) fn progress(length: usize, what: &str, io: &Io) -> indicatif::ProgressBar {
    use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
    let bar = ProgressBar::with_draw_target(Some(length as u64), ProgressDrawTarget::hidden());
    let template = format!("{{bar:32}} {{pos}} of {{len}} {what} ({{eta}} left)");
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style.progress_chars("##-"));
    }
    if !io.quiet && !io.json && std::io::IsTerminal::is_terminal(&std::io::stderr()) {
        let (late, what) = (bar.clone(), what.to_owned());
        let mut settings = crate::session::Settings::default();
        settings.take_variables(|name| std::env::var(name).ok());
        let plain = crate::tui::is_plain(&settings, |name| std::env::var(name).ok());
        std::thread::spawn(move || {
            std::thread::sleep(std::time::Duration::from_secs(1));
            if plain {
                say_tenths(&late, &what);
            } else if !late.is_finished() {
                late.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
            }
        });
    }
    bar
}

/// Says on standard error how far the work is, a line whenever another tenth of it is done.
fn say_tenths(bar: &indicatif::ProgressBar, what: &str) {
    use std::io::Write;
    let mut said = 0;
    while !bar.is_finished() {
        let (done, all) = (bar.position(), bar.length().unwrap_or(0));
        if let Some(line) = tenth(done, all, what, &mut said) {
            let _ = writeln!(std::io::stderr().lock(), "{line}");
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
}

/// What is to be said when so much is done; nothing when it is in the same tenth as the last time.
fn tenth(done: u64, all: u64, what: &str, said: &mut u64) -> Option<String> {
    let now = (10 * done).checked_div(all)?.min(10);
    if now <= *said {
        return None;
    }
    *said = now;
    Some(format!("{} percent: {done} of {all} {what}", 10 * now))
}

/// A text file that is no transcript: a codebook, a table of cases, a specification.
pub(super) fn read_text(file: &Path) -> Outcome<String> {
    let bytes = read_file(file)?;
    exchange::plain_text(&bytes).map(|(text, _)| text).map_err(|f| f.at(file.display().to_string()))
}

/// Asks on standard error, where somebody is there to answer.
pub(super) fn confirm(question: &str, io: &Io) -> bool {
    if !io.interactive {
        return false;
    }
    let _ = write!(std::io::stderr().lock(), "{question} [y/N] ");
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).is_ok() && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
}

#[cfg(test)]
mod tests {
    use super::{Io, ReadOptions, Session, bring_in, tenth};
    use crate::project::Texts;
    use std::path::PathBuf;

    #[test]
    fn many_files_come_in_piece_by_piece_as_one_step() {
        let folder = std::env::temp_dir().join(format!("casebook-pieces-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let texts = [
            "I: So?\n\nR: One.\n",
            "I: So?\n\nR: Two.\n",
            "\0\0\0",
            "I: So?\n\nR: One.\n",
            "I: So?\n\nR: Five, ääni.\n",
        ];
        let files: Vec<PathBuf> = (0..texts.len()).map(|n| folder.join(format!("t{n}.txt"))).collect();
        files.iter().zip(texts).for_each(|(file, text)| std::fs::write(file, text).unwrap());
        let mut last = Vec::new();
        for piece in [1, 30, 1 << 20] {
            let mut session = Session::in_memory("ada");
            let bring = |session: &mut Session| {
                bring_in(session, &files, &["P01".to_owned()], &ReadOptions::default(), (piece, &Io::silent())).unwrap()
            };
            let lines = bring(&mut session);
            let told: Vec<_> = lines.iter().map(|l| (l.name.clone(), l.turns, l.refused.is_some())).collect();
            assert_eq!(told.iter().filter(|(_, turns, _)| *turns == Some(2)).count(), 4, "{told:?}");
            assert!(told[2].2 && told[0].0 == told[3].0, "the third is no text, the fourth is the first: {told:?}");
            assert_eq!((session.project().documents.len(), session.history().unwrap().len()), (3, 1));
            for document in session.project().documents.values() {
                assert_eq!(Texts::content(&session, document).unwrap().structure.turns.len(), 2);
            }
            let again = bring(&mut session);
            assert!(again.iter().all(|l| l.same_as.is_some() || l.refused.is_some()));
            assert_eq!(session.history().unwrap().len(), 1);
            assert!(last.is_empty() || last == told, "the pieces make no difference");
            last = told;
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn every_tenth_is_said_once() {
        let mut said = 0;
        let lines: Vec<String> = (0..=40).filter_map(|n| tenth(n, 40, "files", &mut said)).collect();
        assert_eq!(lines.len(), 10);
        assert_eq!(
            (lines[0].as_str(), lines[9].as_str()),
            ("10 percent: 4 of 40 files", "100 percent: 40 of 40 files")
        );
        assert_eq!(tenth(0, 0, "files", &mut said), None);
        let mut said = 0;
        assert_eq!(tenth(29, 40, "files", &mut said).as_deref(), Some("70 percent: 29 of 40 files"));
    }
}
