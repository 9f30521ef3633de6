use crate::fault::{Fault, Outcome};
use crate::report::audience::{Withheld, check, refusal};
use crate::text::printable;
use serde::Serialize;
use std::io::{IsTerminal, Write};

/// Where a command's output goes. Standard output is gathered and written at the end, so that a closed pipe is no error; notes go to standard error at once.
/// Everything passes through [`printable`]: no control character of a transcript or a name reaches the terminal.
pub struct Io {
    out: String,
    /// Print JSON.
    pub json: bool,
    /// Print nothing but what was asked for.
    pub quiet: bool,
    /// Colours and bold may be used.
    pub colour: bool,
    /// Columns of the terminal; 100 when the output goes elsewhere.
    pub width: usize,
    /// Somebody is there to answer a question.
    pub interactive: bool,
    /// The names that must not be read in what is printed; set by every command that prints for publication.
    pub withheld: Option<Withheld>,
}

impl Io {
    /// As the process's surroundings have it: `NO_COLOR`, terminal or not, `COLUMNS`.
    pub fn of_process(json: bool, quiet: bool) -> Self {
        let terminal = std::io::stdout().is_terminal();
        let no_colour = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        let columns = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
        let width =
            columns.or_else(|| terminal.then(crossterm::terminal::size).and_then(Result::ok).map(|(w, _)| w as usize));
        let dumb = std::env::var("TERM").is_ok_and(|t| t == "dumb");
        Self {
            out: String::new(),
            json,
            quiet,
            colour: terminal && !no_colour && !dumb,
            width: width.unwrap_or(100).clamp(20, 400),
            interactive: std::io::stdin().is_terminal(),
            withheld: None,
        }
    }

    /// For work whose output nobody is to see.
    pub fn silent() -> Self {
        Self {
            out: String::new(),
            json: false,
            quiet: true,
            colour: false,
            width: 100,
            interactive: false,
            withheld: None,
        }
    }

    /// Adds a line to the output.
    pub fn say(&mut self, line: &str) {
        if self.quiet && !self.json {
            return;
        }
        self.print(line);
    }

    /// Adds a line that was asked for, so that `--quiet` does not hold it back.
    pub fn print(&mut self, line: &str) {
        self.out.push_str(&printable(line));
        self.out.push('\n');
    }

    /// Adds text that carries the program's own colour codes; whatever came from the project must have gone through [`printable`] already.
    pub fn print_styled(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    /// Adds a value as JSON.
    pub fn json(&mut self, value: &impl Serialize) {
        match serde_json::to_string_pretty(value) {
            Ok(json) => {
                self.out.push_str(&json);
                self.out.push('\n');
            }
            Err(error) => self.note(&format!("cannot be written as JSON: {error}")),
        }
    }

    /// Says something on standard error, now.
    pub fn note(&self, line: &str) {
        if !self.quiet {
            let _ = writeln!(std::io::stderr().lock(), "{}", printable(line));
        }
    }

    /// Reports a fault on standard error.
    pub fn complain(&self, fault: &Fault) {
        let _ = writeln!(std::io::stderr().lock(), "casebook: {}", printable(&fault.to_string()));
    }

    /// Lets what was gathered be printed only if no withheld name can be read in it.
    ///
    /// Errors (kind *data*): one can; nothing is printed then.
    pub fn release(&mut self) -> Outcome<()> {
        let Some(withheld) = &self.withheld else { return Ok(()) };
        let leaks = check(self.out.as_bytes(), if self.json { "json" } else { "txt" }, withheld)?;
        if leaks.is_empty() {
            return Ok(());
        }
        self.out.clear();
        Err(refusal("standard output", &leaks))
    }

    /// Writes what was gathered. A reader that has closed the pipe has had enough: no error.
    pub fn flush(&mut self) {
        let mut out = std::io::stdout().lock();
        let _ = out.write_all(self.out.as_bytes()).and_then(|()| out.flush());
        self.out.clear();
    }

    /// What was gathered so far, for tests.
    pub fn gathered(&self) -> &str {
        &self.out
    }
}

/// A moment in the machine's time zone: `2015-03-12 14:05`.
pub(super) fn date(at: crate::id::Stamp) -> String {
    let moment = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
    moment.to_zoned(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
}
