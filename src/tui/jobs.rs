//! Work that takes its time: bringing files in, bringing the index up to date, writing a long list to a file. Each is done in pieces with a count, gives way
//! to keys, and can be stopped.

use super::app::App;
use super::ask::{Ask, Wanted};
use super::export::{Format, headings, passage_row, rows, written};
use super::state::Overlay;
use crate::coding::Passage;
use crate::exchange::{self, ReadOptions};
use crate::fault::{Fault, Outcome};
use crate::project::{Command, NewDocument, count};
use crate::report::audience::Clearing;
use crate::session::{files_meant, read_file};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A piece of work takes about as long; then the screen is drawn with the count.
const PIECE: Duration = Duration::from_millis(200);
/// Files that are read before a key is listened for.
const TOGETHER: usize = 8;
/// Entries of a folder that are offered.
const OFFERED: usize = 200;

/// What is under way.
pub enum Job {
    /// Files are read; they come in together, as one step, when all are read.
    Import(Vec<PathBuf>, usize, Vec<NewDocument>, Vec<String>),
    /// The index takes documents in; it held so many when it was last looked at.
    Index(usize),
    /// Passages are put in rows and then written to a file.
    Export(PathBuf, Format, Vec<Passage>, Vec<Vec<String>>),
}

impl App {
    /// Begins to bring in what a path means: a file, a folder, a pattern.
    pub fn import(&mut self, path: &str) {
        let path = at_home(path);
        let folder = Path::new(&path);
        if folder.join("project.toml").is_file() {
            let words = format!("this is a whole study: in a shell, casebook import {path} brings it in");
            return self.state.say(false, words);
        }
        match files_meant(&[path], false) {
            Ok(files) if files.is_empty() => self.state.say(false, "there are no files there that can be brought in"),
            Ok(files) => {
                self.state.progress = Some(format!("reading {}", count(files.len(), "file")));
                self.job = Some(Job::Import(files, 0, Vec::new(), Vec::new()));
            }
            Err(fault) => self.refuse(&fault),
        }
    }

    /// Begins to write the list that is seen to a file.
    pub fn export(&mut self, path: &str) {
        let path = PathBuf::from(at_home(path));
        let begun = Format::of(&path).and_then(|format| match path.symlink_metadata() {
            Ok(_) => Err(Fault::asked("there is a file of this name already")),
            Err(_) => Ok(format),
        });
        let format = match begun {
            Ok(format) => format,
            Err(fault) => return self.refuse(&fault),
        };
        if let Some(find) = self.state.find() {
            let passages = find.in_order();
            self.state.progress = Some("writing".to_owned());
            self.job = Some(Job::Export(path, format, passages, Vec::new()));
            return;
        }
        let rows = rows(&self.state, self.project());
        self.write(&path, format, &rows);
    }

    fn write(&mut self, path: &Path, format: Format, rows: &[Vec<String>]) {
        let text = written(format, headings(&self.state), rows);
        match self.session.write_for(&Clearing::team(), path, text.as_bytes()) {
            Ok(_) => {
                let words = format!("wrote {} to {}", count(rows.len(), "row"), path.display());
                self.state.say(true, super::facts::one_line(&words));
            }
            Err(fault) => self.refuse(&fault),
        }
    }

    /// Stops what is under way; what is not finished leaves nothing behind.
    pub fn stop(&mut self) {
        self.state.progress = None;
        let words = match self.job.take() {
            Some(Job::Import(..)) => "stopped: nothing was brought in",
            Some(Job::Export(..)) => "stopped: nothing was written",
            Some(Job::Index(_)) => {
                self.unindexed = true;
                "stopped: what is not indexed is read through when something is looked for"
            }
            None => return,
        };
        self.state.say(true, words);
    }

    /// Begins to bring the index up to date when something is to be looked for and it is not.
    pub fn want_index(&mut self) -> bool {
        let wanted = self.state.find().is_some_and(super::find::Find::is_pending);
        let (true, false, Some((held, all))) = (wanted, self.unindexed, self.session.indexed()) else { return false };
        if held >= all {
            return false;
        }
        self.job = Some(Job::Index(held));
        true
    }

    /// Does a piece of what is under way.
    pub fn work(&mut self, waiting: &mut dyn FnMut() -> bool) {
        let Some(job) = self.job.take() else { return };
        let worked = match job {
            Job::Import(files, at, new, refused) => self.read_some(files, at, new, refused, waiting),
            Job::Index(held) => self.index_some(held, waiting),
            Job::Export(path, format, passages, done) => self.put_some(path, format, passages, done, waiting),
        };
        match worked {
            Ok(job) => self.job = job,
            Err(fault) => self.refuse(&fault),
        }
        if self.job.is_none() {
            self.state.progress = None;
        }
    }

    fn read_some(
        &mut self,
        files: Vec<PathBuf>,
        mut at: usize,
        mut new: Vec<NewDocument>,
        mut refused: Vec<String>,
        waiting: &mut dyn FnMut() -> bool,
    ) -> Outcome<Option<Job>> {
        let begun = Instant::now();
        while at < files.len() && begun.elapsed() < PIECE && !waiting() {
            let piece = &files[at..(at + TOGETHER).min(files.len())];
            let read: Vec<Outcome<NewDocument>> = piece.par_iter().map(|file| read_one(file)).collect();
            at += piece.len();
            for (file, outcome) in piece.iter().zip(read) {
                self.hear_of(file, &outcome, files.len());
                match outcome {
                    Ok(document) => new.push(document),
                    Err(fault) => refused.push(format!("{}: {}", file.display(), fault.what)),
                }
            }
        }
        if at < files.len() {
            self.state.progress = Some(format!("read {at} of {} files", files.len()));
            return Ok(Some(Job::Import(files, at, new, refused)));
        }
        let refusals = refused.first().map(|first| format!("{} refused: {first}", count(refused.len(), "file")));
        if new.is_empty() {
            return Err(Fault::asked(refusals.unwrap_or_else(|| "nothing to bring in".to_owned())));
        }
        self.answer(|session| session.run(Command::AddDocuments(new)), true);
        if let (Some(words), Some(toast)) = (refusals, &mut self.state.toast) {
            toast.words = super::facts::one_line(&format!("{} · {words}", toast.words));
        }
        self.unindexed = false;
        Ok(self.session.indexed().filter(|(held, all)| held < all).map(|(held, _)| Job::Index(held)))
    }

    /// Tells those who listen what came of a file.
    fn hear_of(&mut self, file: &Path, outcome: &Outcome<NewDocument>, of: usize) {
        let Some(news) = &mut self.news else { return };
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        match outcome {
            Err(fault) => news.push(format!("refused {name}: {}", fault.what)),
            Ok(new) if of <= super::plain::EACH => {
                let turns = count(new.draft.structure.turns.len(), "turn");
                news.push(format!("read {name}, {turns}"));
            }
            Ok(_) => {}
        }
    }

    fn index_some(&mut self, held: usize, waiting: &mut dyn FnMut() -> bool) -> Outcome<Option<Job>> {
        let (begun, last, mut gave_way) = (Instant::now(), self.session.last(), false);
        self.session.catch_up(&mut |_, _| {
            gave_way = waiting();
            begun.elapsed() < PIECE && !gave_way
        })?;
        if self.session.last() != last {
            self.altered(None);
        }
        let Some((now, all)) = self.session.indexed() else { return Ok(None) };
        if now >= all {
            return Ok(None);
        }
        if now <= held && !gave_way {
            // Somebody else writes there, or the folder cannot be written: texts are read through instead.
            self.unindexed = true;
            return Ok(None);
        }
        self.state.progress = Some(format!("indexed {now} of {all} documents"));
        Ok(Some(Job::Index(now)))
    }

    fn put_some(
        &mut self,
        path: PathBuf,
        format: Format,
        passages: Vec<Passage>,
        mut done: Vec<Vec<String>>,
        waiting: &mut dyn FnMut() -> bool,
    ) -> Outcome<Option<Job>> {
        let begun = Instant::now();
        while done.len() < passages.len() && begun.elapsed() < PIECE && !waiting() {
            let passage = passages[done.len()];
            let content = self.content(passage.document)?;
            done.push(passage_row(&self.state, self.project(), passage, &content));
        }
        if done.len() < passages.len() {
            self.state.progress = Some(format!("put {} of {} passages in rows", done.len(), passages.len()));
            return Ok(Some(Job::Export(path, format, passages, done)));
        }
        self.write(&path, format, &done);
        Ok(None)
    }

    /// Offers the files that a path that is being typed may mean.
    pub fn list_files(&mut self) {
        let Some(Overlay::Ask(ask)) = &mut self.state.overlay else { return };
        if ask.is_path() && ask.listed.as_deref() != Some(ask.line.text()) {
            list(ask);
        }
    }
}

fn read_one(file: &Path) -> Outcome<NewDocument> {
    let original = read_file(file)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let draft = exchange::read(&name, &original, &ReadOptions::default())?;
    Ok(NewDocument { draft, original, cases: Vec::new() })
}

/// A path whose `~` is the home folder.
pub(super) fn at_home(path: &str) -> String {
    let home = || std::env::var("HOME").ok().filter(|h| !h.is_empty());
    match path.strip_prefix("~/").and_then(|rest| home().map(|h| format!("{h}/{rest}"))) {
        Some(path) => path,
        None => path.to_owned(),
    }
}

/// Lists folders, and for an import the files that can be brought in, that begin with what is typed.
pub(super) fn list(ask: &mut Ask) {
    let typed = ask.line.text().to_owned();
    let (folder, begun) = typed.rsplit_once('/').map_or(("", typed.as_str()), |(folder, begun)| (folder, begun));
    let shown = if typed.contains('/') { format!("{folder}/") } else { String::new() };
    let place = if shown.is_empty() { ".".to_owned() } else { at_home(&shown) };
    let wanted = begun.to_lowercase();
    let known = |name: &str| {
        let extension = name.rsplit_once('.').map_or("", |(_, e)| e).to_lowercase();
        match ask.wanted {
            Wanted::Project => extension == "casebook",
            Wanted::Export => false,
            _ => exchange::FORMATS.iter().any(|f| f.extensions.contains(&extension.as_str())),
        }
    };
    let mut out: Vec<(String, String)> = Vec::new();
    // A folder that cannot be read offers nothing.
    for entry in std::fs::read_dir(place).into_iter().flatten().flatten().take(20 * OFFERED) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let hidden = name.starts_with('.') && !begun.starts_with('.');
        if hidden || !name.to_lowercase().starts_with(&wanted) {
            continue;
        }
        if entry.path().is_dir() {
            out.push((format!("{shown}{name}/"), String::new()));
        } else if known(&name) {
            out.push((format!("{shown}{name}"), String::new()));
        }
    }
    out.sort_by(|a, b| crate::case::natural(&a.0, &b.0));
    out.truncate(OFFERED);
    ask.rows = out;
    ask.listed = Some(typed);
}
