//! Choosing codes: fuzzy over paths and definitions, recent ones first, and always an offer to make what was typed.

pub mod draw;

use crate::codebook::{join_path, split_path};
use crate::id::{CodeId, IdMap};
use crate::memo::{About, Memo};
use crate::project::{CodeFields, CodeSpec, Project};
use crate::text::fold;
use crate::tui::facts::Facts;
use crate::tui::key::Key;
use crate::tui::line::Line;
use crossterm::event::KeyCode;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// One row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Row {
    /// A code that is there, and where else what is typed was found when not in its path: `definition: “… words …”`.
    Code(CodeId, Option<String>),
    /// A code that looks like what was typed.
    Alike(CodeId),
    /// An offer to make this path.
    Create(String),
}

/// What codes are chosen for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Aim {
    /// To apply them.
    #[default]
    Apply,
    /// To take them up as the pen.
    Pen,
    /// To show only them in the margin: none can be made.
    Show,
}

/// Choosing codes for passages.
pub struct Picker {
    /// What they are chosen for.
    pub aim: Aim,
    /// What was typed the last time, for Ctrl-R.
    before: String,
    /// What is typed.
    pub line: Line,
    /// The rows for it.
    pub rows: Vec<Row>,
    /// The chosen row.
    pub at: usize,
    /// The code whose definition is being written, and what is written.
    pub defining: Option<(CodeId, Line)>,
    /// Codes gathered with Tab.
    pub gathered: Vec<CodeSpec>,
    /// Codes to show first when nothing is typed: the recent ones, then those that go with what is here.
    first: Vec<CodeId>,
}

/// What came of a key.
pub enum Picked {
    /// Goes on.
    More,
    /// Put away.
    Cancelled,
    /// These, all of them.
    Codes(Vec<CodeSpec>),
    /// The definition of a code was written.
    Defined(CodeId, String),
}

impl Picker {
    /// Begins with nothing typed. `recent` comes first, then codes that often stand on the same passages as those in `here`.
    pub fn new(project: &Project, facts: &Facts, recent: &[CodeId], here: &[CodeId]) -> Self {
        let mut first: Vec<CodeId> =
            recent.iter().filter(|c| project.codebook.get(**c).is_some()).take(9).copied().collect();
        for code in companions(project, here) {
            if first.len() < 14 && !first.contains(&code) {
                first.push(code);
            }
        }
        let mut picker = Self {
            aim: Aim::Apply,
            before: String::new(),
            line: Line::default(),
            rows: Vec::new(),
            at: 0,
            defining: None,
            gathered: Vec::new(),
            first,
        };
        picker.narrow(project, facts);
        picker
    }

    /// For something else than applying the codes; `before` is what was typed the last time.
    pub fn for_aim(mut self, aim: Aim, before: &str) -> Self {
        self.aim = aim;
        self.before = before.to_owned();
        self
    }

    /// What was typed, parted at `::` into a path and a definition.
    pub fn typed(&self) -> (&str, &str) {
        let (path, definition) = self.line.text().split_once("::").unwrap_or((self.line.text(), ""));
        (path.trim(), definition.trim())
    }

    /// Works the rows out anew.
    pub fn narrow(&mut self, project: &Project, facts: &Facts) {
        let path = self.typed().0.to_owned();
        self.at = 0;
        self.rows = if path.is_empty() { self.unnarrowed(facts) } else { found(&path, facts, project) };
        if path.is_empty() {
            return;
        }
        let path = tidy(&path);
        let exact = project.codebook.at(&path).map(|c| c.id);
        let own = split_path(&path).pop().unwrap_or_default();
        for code in project.codebook.look_alikes(&own, exact) {
            if !self.rows.iter().any(|r| matches!(r, Row::Code(id, _) if *id == code.id)) {
                self.rows.push(Row::Alike(code.id));
            }
        }
        if path.is_empty() || exact.is_some() || self.aim == Aim::Show {
            return;
        }
        let under = match self.rows.first() {
            Some(Row::Code(id, _)) if !path.contains('/') => Some(format!("{}/{path}", project.codebook.path(*id))),
            _ => None,
        };
        self.rows.push(Row::Create(path));
        self.rows.extend(under.filter(|p| project.codebook.at(p).is_none()).map(Row::Create));
    }

    fn unnarrowed(&self, facts: &Facts) -> Vec<Row> {
        let rest = facts.tree.iter().filter(|c| !self.first.contains(c));
        self.first.iter().chain(rest).map(|c| Row::Code(*c, None)).collect()
    }

    /// Whether the chosen row could be made although something like it is there.
    pub fn look_alike(&self) -> bool {
        self.rows.iter().any(|r| matches!(r, Row::Alike(_)))
    }

    fn spec(&self, row: &Row) -> CodeSpec {
        match row {
            Row::Code(id, _) | Row::Alike(id) => CodeSpec::Known(*id),
            Row::Create(path) => {
                let definition = Some(self.typed().1.to_owned()).filter(|d| !d.is_empty());
                CodeSpec::New(path.clone(), Box::new(CodeFields { definition, ..CodeFields::default() }))
            }
        }
    }

    /// Takes a key in.
    pub fn key(&mut self, key: Key, project: &Project, facts: &Facts) -> Picked {
        if self.defining.is_some() {
            return self.defining_key(key);
        }
        let last = self.rows.len().saturating_sub(1);
        match key.code {
            KeyCode::Esc => return Picked::Cancelled,
            KeyCode::Char('c') if key.ctrl => return Picked::Cancelled,
            KeyCode::Down => self.at = (self.at + 1).min(last),
            KeyCode::Up => self.at = self.at.saturating_sub(1),
            KeyCode::PageDown => self.at = (self.at + 5).min(last),
            KeyCode::PageUp => self.at = self.at.saturating_sub(5),
            KeyCode::Tab => self.gather(project, facts),
            KeyCode::Char('e') if key.ctrl => {
                if let Some(Row::Code(id, _) | Row::Alike(id)) = self.rows.get(self.at) {
                    let was = project.codebook.get(*id).map_or("", |c| c.definition.as_str());
                    self.defining = Some((*id, Line::new(was)));
                }
            }
            KeyCode::Char('r') if key.ctrl => {
                self.line = Line::new(&self.before);
                self.narrow(project, facts);
            }
            KeyCode::Char('n') if key.ctrl => {
                if let Some(at) = self.rows.iter().position(|r| matches!(r, Row::Create(_))) {
                    self.at = at;
                    return self.done();
                }
            }
            KeyCode::Enter => return self.done(),
            _ => {
                if self.line.key(key) {
                    self.narrow(project, facts);
                }
            }
        }
        Picked::More
    }

    /// A key while a definition is written: Enter keeps it, Esc leaves it as it was; either way the choosing goes on.
    fn defining_key(&mut self, key: Key) -> Picked {
        match (key.code, &mut self.defining) {
            (KeyCode::Esc, _) => self.defining = None,
            (KeyCode::Char('c'), _) if key.ctrl => self.defining = None,
            (KeyCode::Enter, defining) => {
                if let Some((code, line)) = defining.take() {
                    return Picked::Defined(code, line.text().trim().to_owned());
                }
            }
            (_, Some((_, line))) => {
                line.key(key);
            }
            _ => {}
        }
        Picked::More
    }

    /// Takes pasted text in where something is being typed.
    pub fn paste(&mut self, text: &str, project: &Project, facts: &Facts) {
        match &mut self.defining {
            Some((_, line)) => line.insert(text),
            None => {
                self.line.insert(text);
                self.narrow(project, facts);
            }
        }
    }

    fn gather(&mut self, project: &Project, facts: &Facts) {
        let Some(spec) = self.rows.get(self.at).map(|row| self.spec(row)) else { return };
        match self.gathered.iter().position(|g| *g == spec) {
            Some(at) => {
                self.gathered.remove(at);
            }
            None => self.gathered.push(spec),
        }
        if !self.line.text().is_empty() {
            self.line = Line::default();
            self.narrow(project, facts);
        } else {
            self.at = (self.at + 1).min(self.rows.len().saturating_sub(1));
        }
    }

    /// What Enter would take: what was gathered, and the chosen row when something is typed or nothing was gathered.
    pub fn choice(&self) -> Vec<CodeSpec> {
        let mut all = self.gathered.clone();
        if all.is_empty() || !self.line.text().trim().is_empty() {
            let chosen = self.rows.get(self.at).map(|row| self.spec(row));
            all.extend(chosen.filter(|c| !self.gathered.contains(c)));
        }
        all
    }

    fn done(&self) -> Picked {
        let choice = self.choice();
        if choice.is_empty() { Picked::More } else { Picked::Codes(choice) }
    }
}

/// A path without empty parts and spaces around its names.
fn tidy(path: &str) -> String {
    join_path(split_path(path).iter().map(String::as_str))
}

/// Codes whose path fits, best first; then those whose definition has the words.
fn found(typed: &str, facts: &Facts, project: &Project) -> Vec<Row> {
    let wanted = fold(typed);
    let pattern = Pattern::parse(&wanted, CaseMatching::Ignore, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT.match_paths());
    let mut buffer = Vec::new();
    let mut by_path: Vec<(u8, u32, usize, CodeId)> = Vec::new();
    let mut by_words: Vec<Row> = Vec::new();
    let memos: IdMap<CodeId, &str> = project.memos.values().filter_map(of_code).collect();
    for (n, id) in facts.tree.iter().enumerate() {
        let known = facts.code(*id);
        let path = fold(&known.path);
        if let Some(score) = pattern.score(Utf32Str::new(&path, &mut buffer), &mut matcher) {
            let name = fold(&known.name);
            let closeness = if path == wanted || name == wanted { 0 } else { u8::from(!name.starts_with(&wanted)) + 1 };
            by_path.push((closeness, u32::MAX - score, n, *id));
            continue;
        }
        let Some(code) = project.codebook.get(*id) else { continue };
        let fields = [
            ("definition", code.short.as_str()),
            ("definition", &code.definition),
            ("use when", &code.use_when),
            ("not when", &code.not_when),
            ("example", &code.example),
            ("memo", memos.get(id).copied().unwrap_or("")),
        ];
        let found = fields.iter().find_map(|(what, text)| Some((what, around(text, &wanted)?)));
        if let Some((what, words)) = found {
            by_words.push(Row::Code(*id, Some(format!("{what}: “…{words}…”"))));
        }
    }
    by_path.sort_unstable();
    by_path.into_iter().map(|(.., id)| Row::Code(id, None)).chain(by_words).collect()
}

fn of_code(memo: &Memo) -> Option<(CodeId, &str)> {
    match memo.about {
        About::Code(id) => Some((id, &memo.text)),
        _ => None,
    }
}

/// The words around the place in a definition where something stands.
fn around(field: &str, wanted: &str) -> Option<String> {
    if wanted.chars().count() < 3 {
        return None;
    }
    let words: Vec<&str> = field.split_whitespace().collect();
    let first = wanted.split_whitespace().next().unwrap_or(wanted);
    fold(field).contains(wanted).then_some(())?;
    let at = words.iter().position(|w| fold(w).contains(first)).unwrap_or(0);
    let piece = words[at.saturating_sub(2)..(at + 3).min(words.len())].join(" ");
    Some(crate::tui::facts::one_line(&piece))
}

/// Codes that stand on passages together with these, the most frequent first.
fn companions(project: &Project, here: &[CodeId]) -> Vec<CodeId> {
    let mut met: IdMap<CodeId, usize> = IdMap::default();
    // A sample is enough for an order of likelihood, and keeps the picker quick in the largest projects.
    let with = project.codings.iter().filter(|c| here.contains(&c.code)).take(200);
    for coding in with {
        for other in project.codings.on(coding.passage()).filter(|o| !here.contains(&o.code)) {
            *met.entry(other.code).or_default() += 1;
        }
    }
    let mut codes: Vec<(usize, CodeId)> = met.into_iter().map(|(code, n)| (n, code)).collect();
    codes.sort_by_key(|(n, code)| (std::cmp::Reverse(*n), *code));
    codes.into_iter().map(|(_, code)| code).collect()
}
