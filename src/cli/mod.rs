//! The command line: arguments in, sentences and tables out. One file a subcommand.

mod arguments;
mod audience;
mod autocode;
mod cases;
mod check;
mod classify;
mod code;
mod codes;
mod correct;
mod documents;
mod export;
mod find;
mod frequencies;
mod generate;
mod hand_over;
mod history;
mod import;
mod io;
mod like;
mod matrix;
mod new;
mod notes;
mod pass;
mod picture;
mod queries;
mod quotes;
mod read;
mod replacements;
mod report;
mod sample;
mod settings;
mod show;
mod speakers;
mod vignettes;
mod words;
mod worklist;

pub use arguments::{Arguments, Verb, Wishes};
pub use io::Io;

use crate::fault::{Fault, Outcome};
use crate::id::DocumentId;
use crate::session::{self, Clock, Options, Session};
use crate::text::Span;
use crate::tui::{Begin, Left, Setup};
use clap::Parser;
use std::path::PathBuf;
use std::process::ExitCode;

/// Runs the program on the process's arguments.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let mut io = Io::of_process(arguments.json, arguments.quiet);
    let result = run(&arguments, &mut io);
    io.flush();
    match result {
        Ok(code) => ExitCode::from(code),
        Err(fault) => {
            io.complain(&fault);
            ExitCode::from(fault.exit_code())
        }
    }
}

/// Runs a command; the number is the exit code where nothing failed altogether.
pub fn run(arguments: &Arguments, io: &mut Io) -> Outcome<u8> {
    if let (Some(file), Some(_)) = (&arguments.file, &arguments.verb) {
        return Err(Fault::asked(format!("“{}” is no command", file.display()))
            .hint("a project file before a command is named with --project FILE; `casebook help` lists the commands"));
    }
    audience::supported(arguments)?;
    let code = dispatch(arguments, io)?;
    io.release()?;
    Ok(code)
}

fn dispatch(arguments: &Arguments, io: &mut Io) -> Outcome<u8> {
    match &arguments.verb {
        None => open_screen(arguments),
        Some(Verb::New(args)) => new::run(arguments, args, io),
        Some(Verb::Import(args)) => import::run(arguments, args, io),
        Some(Verb::Documents(args)) => documents::run(arguments, args, io),
        Some(Verb::Show(args)) => show::run(arguments, args, io),
        Some(Verb::Read(args)) => read::run(arguments, args),
        Some(Verb::Correct(args)) => correct::run(arguments, args, io),
        Some(Verb::Review(args)) => correct::run_review(arguments, args, io),
        Some(Verb::Speakers(args)) => speakers::run(arguments, args, io),
        Some(Verb::Codes(args)) => codes::run(arguments, args, io),
        Some(Verb::Cases(args)) => cases::run(arguments, args, io),
        Some(Verb::Attributes(args)) => cases::run_attributes(arguments, args, io),
        Some(Verb::Code(args)) => code::run(arguments, args, io),
        Some(Verb::Uncode(args)) => code::run_uncode(arguments, args, io),
        Some(Verb::Autocode(args)) => autocode::run(arguments, args, io),
        Some(Verb::Find(args)) => find::run(arguments, args, io),
        Some(Verb::Queries(args)) => queries::run(arguments, args, io),
        Some(Verb::Words(args)) => words::run(arguments, args, io),
        Some(Verb::Keywords(args)) => words::run_keywords(arguments, args, io),
        Some(Verb::Collocates(args)) => words::run_collocates(arguments, args, io),
        Some(Verb::Like(args)) => like::run(arguments, args, io),
        Some(Verb::Suggest(args)) => like::run_suggest(arguments, args, io),
        Some(Verb::Matrix(args)) => matrix::run(arguments, args, io),
        Some(Verb::Matrices(args)) => matrix::run_matrices(arguments, args, io),
        Some(Verb::Classify(args)) => classify::run(arguments, args, io),
        Some(Verb::Worklist(args)) => worklist::run(arguments, args, io),
        Some(Verb::Essence(args)) => matrix::run_essence(arguments, args, io),
        Some(Verb::Evidence(args)) => matrix::run_evidence(arguments, args, io),
        Some(Verb::Vignettes(args)) => vignettes::run(arguments, args, io),
        Some(Verb::Pass(args)) => pass::run(arguments, args, io),
        Some(Verb::Replacements(args)) => replacements::run(arguments, args, io),
        Some(Verb::Report(args)) => report::run(arguments, args, io),
        Some(Verb::Picture(args)) => picture::run(arguments, args, io),
        Some(Verb::History(args)) => history::run(arguments, args, io),
        Some(Verb::Undo(args)) => history::run_undo(arguments, args, io),
        Some(Verb::Redo(args)) => history::run_redo(arguments, args, io),
        Some(Verb::Check) => check::run(arguments, io),
        Some(Verb::Export(args)) => export::run(arguments, args, io),
        Some(Verb::Sample(args)) => sample::run(arguments, args, io),
        Some(Verb::Settings(args)) => settings::run(args, io),
        Some(Verb::Completions(args)) => generate::completions(args, io),
        Some(Verb::Man) => generate::man(io),
        Some(Verb::Names(args)) => generate::names(arguments, args, io),
    }
}

/// `casebook` and `casebook FILE`: the terminal interface. Without a project here it starts with a list of those that were opened lately.
fn open_screen(arguments: &Arguments) -> Outcome<u8> {
    let setup = Setup::new(&settings::wished(&[&arguments.wishes])?)?;
    let path = match &arguments.file {
        Some(file) => Ok(file.clone()),
        None => project_path(arguments),
    };
    let path = match path {
        Err(_) if is_terminal() && !setup.plain && arguments.project.is_none() => {
            return match crate::tui::start(session::recent_projects(), &setup)? {
                Some(begin) => begun(arguments, begin),
                None => Ok(0),
            };
        }
        path => path?,
    };
    stay(arguments, Session::open(&path, options(arguments))?, None)
}

fn is_terminal() -> bool {
    use std::io::IsTerminal;
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}

/// Does what was chosen on the first screen.
fn begun(arguments: &Arguments, begin: Begin) -> Outcome<u8> {
    match begin {
        Begin::Open(path) => stay(arguments, Session::open(&path, options(arguments))?, None),
        Begin::New(path, import) => {
            let session = new::make(&path, None, arguments)?;
            stay(arguments, session, import.as_deref())
        }
        Begin::Sample => stay(arguments, sample::open(arguments)?, None),
    }
}

/// Shows a project on the terminal until somebody quits, beginning to bring in what a path means when one is given.
fn stay(arguments: &Arguments, session: Session, import: Option<&str>) -> Outcome<u8> {
    screen(arguments, session, &[&arguments.wishes], None, import)
}

/// Opens the terminal interface on a project, at a document and a passage of it when they are given.
///
/// Errors: there is no terminal, unless spoken lines are wanted, which need none.
fn screen(
    arguments: &Arguments,
    session: Session,
    wishes: &[&Wishes],
    at: Option<(DocumentId, Option<Span>)>,
    import: Option<&str>,
) -> Outcome<u8> {
    let settings = settings::wished(wishes)?;
    let setup = Setup::new(&settings)?;
    // A dumb terminal gets lines by itself; a pipe only when they are asked for.
    if !is_terminal() && !settings.is_on("plain") {
        return Err(Fault::asked("the terminal interface needs a terminal").hint(
            "`casebook help` lists the commands for scripts; `casebook --plain` takes lines and answers with lines",
        ));
    }
    session::remember_project(session.path());
    match crate::tui::run(session, setup, at, import)? {
        Left::Quit => Ok(0),
        Left::ForSample => screen(arguments, sample::open(arguments)?, wishes, None, None),
    }
}

/// The project file that a command is about: `--project`, else `CASEBOOK_PROJECT` (both through the argument parser), else the only one in the folder.
fn project_path(arguments: &Arguments) -> Outcome<PathBuf> {
    match &arguments.project {
        Some(path) => Ok(path.clone()),
        None => session::default_project(&std::env::current_dir().map_err(|e| Fault::disk(e.to_string()))?),
    }
}

fn options(arguments: &Arguments) -> Options {
    Options { coder: arguments.coder.clone(), clock: Clock::from_environment() }
}

/// The session of a command, closed at its end by [`Session::leave`].
struct Opened(Option<Session>);

impl std::ops::Deref for Opened {
    type Target = Session;

    fn deref(&self) -> &Session {
        self.0.as_ref().expect("it is there until it is dropped")
    }
}

impl std::ops::DerefMut for Opened {
    fn deref_mut(&mut self) -> &mut Session {
        self.0.as_mut().expect("it is there until it is dropped")
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        if let Some(session) = self.0.take() {
            session.leave();
        }
    }
}

/// Opens the project that a command is about.
fn open(arguments: &Arguments) -> Outcome<Opened> {
    Session::open(&project_path(arguments)?, options(arguments)).map(|session| Opened(Some(session)))
}

/// Answers a query of words alone without loading the study, where that is possible.
fn glance(
    arguments: &Arguments,
    text: &str,
    page: (std::ops::Range<usize>, session::Look),
) -> Outcome<Option<(Opened, session::Found)>> {
    let glance = session::glance(&project_path(arguments)?, &options(arguments), text, page)?;
    Ok(glance.map(|(session, found)| (Opened(Some(session)), found)))
}

/// Says what came of a command: the sentence on standard output, notes on standard error; both in one object with `--json`.
fn tell(io: &mut Io, answer: &session::Answer) {
    if io.json {
        io.json(&serde_json::json!({ "did": answer.sentence, "notes": answer.notes, "step": answer.step }));
        return;
    }
    io.say(&answer.sentence);
    for note in notes::shown(&answer.notes) {
        io.note(&note);
    }
}
