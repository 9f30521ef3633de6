//! What is heard of work that takes its time: a line when it begins, one for each file or each tenth, and what came of it.

use super::{sentence, speak::count};
use crate::tui::app::App;
use crate::tui::jobs::Job;

/// Up to so many files each is told of; of more, only every tenth and what was refused.
pub const EACH: usize = 12;

/// How much of the work that is under way was told of.
#[derive(Default)]
pub struct Heard {
    /// The kind of work, and how many of it there are.
    begun: Option<(&'static str, usize)>,
    tenth: usize,
}

impl Heard {
    /// Takes in how far the work is, and says what is new of it.
    pub fn listen(&mut self, app: &mut App, say: &mut dyn FnMut(String)) {
        for line in app.news.iter_mut().flat_map(std::mem::take) {
            say(sentence(&line));
        }
        let now = app.job.as_ref().and_then(|job| of(app, job));
        if let (Some((kind, _, all)), false) = (now, self.is_about(now.map(|n| n.0))) {
            self.end(say);
            *self = Self { begun: Some((kind, all)), tenth: 0 };
            match kind {
                "file" => say(format!("Reading {}.", count(all, "file"))),
                "document" => say(format!("Indexing {}.", count(all, "document"))),
                _ => say(format!("Writing {}.", count(all, kind))),
            }
        }
        match now {
            Some((kind, done, all)) if all > EACH => {
                let tenth = done * 10 / all;
                if tenth > self.tenth {
                    self.tenth = tenth;
                    say(sentence(&format!("{done} of {}", count(all, kind))));
                }
            }
            None => self.end(say),
            _ => {}
        }
    }

    fn is_about(&self, kind: Option<&'static str>) -> bool {
        self.begun.map(|b| b.0) == kind
    }

    /// The index says nothing of itself when it is done; what files and lists come to is said as the answer.
    fn end(&mut self, say: &mut dyn FnMut(String)) {
        if let Some(("document", _)) = self.begun.take() {
            say("Indexed.".to_owned());
        }
    }
}

/// What work is about, how many of that are done, and of how many.
fn of(app: &App, job: &Job) -> Option<(&'static str, usize, usize)> {
    match job {
        Job::Import(files, at, ..) => Some(("file", *at, files.len())),
        Job::Index(_) => app.session.indexed().map(|(held, all)| ("document", held, all)),
        Job::Export(_, _, passages, done) => Some(("passage", done.len(), passages.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::tests::drive::Drive;

    #[test]
    fn of_many_files_every_tenth_is_told_once() {
        let mut app = Drive::over(&[]).app;
        let (mut heard, mut said) = (Heard::default(), Vec::new());
        for at in [0, 3, 8, 16, 17, 40] {
            app.job = Some(Job::Import(vec!["a.txt".into(); 40], at, Vec::new(), Vec::new()));
            heard.listen(&mut app, &mut |line| said.push(line));
        }
        app.job = None;
        heard.listen(&mut app, &mut |line| said.push(line));
        assert_eq!(said, ["Reading 40 files.", "8 of 40 files.", "16 of 40 files.", "40 of 40 files."]);
    }
}
