//! Writing a memo in the editor of one's choice: a private file whose commented head quotes what the memo is about.

use crate::fault::{Fault, Outcome};
use crate::session::lend_note;
use crate::text::{normalise, printable};
use std::path::Path;
use std::process::Command;

/// What came of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Edited {
    /// The editor ended well, and this is what stands there now.
    Text(String),
    /// It ended well, and nothing stands there any more.
    Emptied,
    /// Nothing was altered.
    Same,
    /// The editor failed or was killed; what stood in the file, if that differs from what it was given.
    Failed(String, Option<String>),
}

/// The editor that the environment names: `VISUAL`, else `EDITOR`.
///
/// Errors: neither names one.
pub fn chosen(var: impl Fn(&str) -> Option<String>) -> Outcome<String> {
    let named = |name: &str| var(name).filter(|v| !v.trim().is_empty());
    named("VISUAL").or_else(|| named("EDITOR")).ok_or_else(|| {
        Fault::asked("no editor is set").hint("in the shell: export EDITOR=nano (or vim, or \"code --wait\")")
    })
}

/// The file's text: the head as an HTML comment, which Markdown does not show, and after it the memo.
fn file_text(head: &str, memo: &str) -> String {
    let head = printable(head).replace("--", "\u{2013}");
    format!("<!--\n{head}\nWhat stands above and in this comment is not part of the memo.\n-->\n\n{memo}\n")
}

/// What stands in the file without its head; a head that was taken away or altered is no fault.
fn memo_of(file: &str) -> String {
    let text = normalise(file).0;
    let rest = match text.trim_start().strip_prefix("<!--").and_then(|rest| rest.split_once("-->")) {
        Some((_, after)) => after,
        None => &text,
    };
    rest.trim().to_owned()
}

/// Runs the editor on a memo and waits for it to end; the terminal must not be ours meanwhile. The file is readable by its owner only, stands in `folder`, and
/// is taken away afterwards.
///
/// Errors: the file cannot be written.
pub fn edit(editor: &str, folder: &Path, head: &str, memo: &str) -> Outcome<Edited> {
    let fault = |e: std::io::Error| Fault::disk(e.to_string()).at(folder.display().to_string());
    std::fs::create_dir_all(folder).map_err(fault)?;
    let file = folder.join(format!("memo-{}.md", std::process::id()));
    lend_note(&file, &file_text(head, memo))?;
    let status = shell(editor, &file).status();
    let read = std::fs::read(&file).map(|bytes| memo_of(&String::from_utf8_lossy(&bytes)));
    let _ = std::fs::remove_file(&file);
    let altered = read.as_ref().ok().filter(|text| **text != memo.trim()).cloned();
    Ok(match (status, altered) {
        (Err(error), altered) => Edited::Failed(format!("the editor cannot be started: {error}"), altered),
        (Ok(status), altered) if !status.success() => {
            // A shell says by numbers above 128 that what it ran was killed.
            let code = status.code().filter(|code| *code <= 128);
            let how = code.map_or("was killed".to_owned(), |code| format!("ended with the error {code}"));
            Edited::Failed(format!("the editor {how}"), altered.filter(|t| !t.is_empty()))
        }
        (Ok(_), Some(text)) if text.is_empty() => Edited::Emptied,
        (Ok(_), Some(text)) => Edited::Text(text),
        (Ok(_), None) if read.is_err() => Edited::Failed("the editor took the file away".to_owned(), None),
        (Ok(_), None) => Edited::Same,
    })
}

/// The editor as a command: a shell takes its options apart, as everywhere where `EDITOR` is used.
#[cfg(unix)]
fn shell(editor: &str, file: &Path) -> Command {
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("{editor} \"$@\"")).arg(editor).arg(file);
    command
}

#[cfg(not(unix))]
fn shell(editor: &str, file: &Path) -> Command {
    let mut words = editor.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or("notepad"));
    command.args(words).arg(file);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_quotes_and_is_taken_off_again() {
        let text = file_text("On 13:2 --> \u{1b}[31m\n“words”", "first\n\nsecond <!-- mine -->");
        assert_eq!(text.matches("-->").count(), 2);
        assert!(!text.contains('\u{1b}'));
        assert_eq!(memo_of(&text), "first\n\nsecond <!-- mine -->");
        assert_eq!(memo_of("all anew\r\n"), "all anew");
        assert_eq!(memo_of("<!-- half\nwords"), "<!-- half\nwords");
        let var = |set: &'static [(&str, &str)]| {
            move |name: &str| set.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned())
        };
        assert_eq!(chosen(var(&[("VISUAL", " "), ("EDITOR", "vi")])).unwrap(), "vi");
        assert!(chosen(var(&[])).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn editors_alter_leave_empty_fail_and_are_killed() {
        let folder = std::env::temp_dir().join(format!("casebook-editor-{}", std::process::id()));
        let run = |script: &str| edit(&format!("f() {{ {script}; }}; f"), &folder, "head", "a memo").unwrap();
        assert_eq!(run("true"), Edited::Same);
        assert_eq!(run("printf 'more\\n' >> \"$1\""), Edited::Text("a memo\nmore".to_owned()));
        assert_eq!(run(": > \"$1\""), Edited::Emptied);
        assert_eq!(run("rm \"$1\""), Edited::Failed("the editor took the file away".to_owned(), None));
        assert_eq!(run("return 3"), Edited::Failed("the editor ended with the error 3".to_owned(), None));
        let killed = run("printf x > \"$1\"; kill -9 $$");
        assert_eq!(killed, Edited::Failed("the editor was killed".to_owned(), Some("x".to_owned())));
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
