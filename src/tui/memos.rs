//! All memos in a list: narrowed by words, `#tag` and what they are about, opened in their place, written, taken away; their links followed.

use super::action::Act;
use super::ask::{Ask, Wanted};
use super::facts::one_line;
use super::find::Find;
use super::find::retrieve;
use super::history::draw::moment;
use super::layout::Zoom;
use super::look::Look;
use super::paint::{columns, lines, parted, put, put_right};
use super::state::{List, Overlay, Screen, State};
use super::update::{Effect, open_screen};
use crate::fault::{Fault, Outcome};
use crate::id::{DocumentId, MemoId};
use crate::memo::{About, Memo};
use crate::project::{Command, Project, resolve};
use crate::text::{Span, fold};
use crate::tui::app::App;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// What a memo is about, by name.
pub fn about_name(state: &State, project: &Project, about: About) -> String {
    match about {
        About::Project => "the study".to_owned(),
        About::Document(id) => state.facts.document(id).name,
        About::Code(id) => state.facts.code(id).path,
        About::Case(id) => project.cases.get(&id).map_or_else(|| "?".to_owned(), |c| one_line(&c.name)),
        About::Passage(passage) => {
            let known = state.facts.document(passage.document);
            if known.cases.is_empty() { known.name } else { format!("{} · {}", known.cases, known.name) }
        }
    }
}

/// What kind of thing a memo is about, as `on:` names it.
fn about_word(about: About) -> &'static str {
    match about {
        About::Project => "study",
        About::Document(_) => "document",
        About::Code(_) => "code",
        About::Case(_) => "case",
        About::Passage(_) => "passage",
    }
}

/// The memos that the list shows, the latest first.
pub fn shown<'a>(state: &State, project: &'a Project) -> Vec<&'a Memo> {
    let Screen::Memos(list) = state.screen() else { return Vec::new() };
    let wanted: Vec<String> = list.filter.text().split_whitespace().map(fold).collect();
    let fits = |memo: &&Memo| {
        wanted.iter().all(|word| {
            if let Some(tag) = word.strip_prefix('#') {
                return memo.tags().iter().any(|t| fold(t).starts_with(tag));
            }
            if let Some(kind) = word.strip_prefix("on:") {
                return about_word(memo.about).starts_with(kind);
            }
            if let Some(kind) = word.strip_prefix("kind:") {
                return fold(memo.kind()).starts_with(kind);
            }
            let written = [about_name(state, project, memo.about), project.coder_name(memo.coder).to_owned()];
            fold(&memo.text).contains(word) || written.iter().any(|w| fold(w).contains(word))
        })
    };
    let mut out: Vec<&Memo> = project.memos.values().filter(fits).collect();
    out.sort_by_key(|m| (std::cmp::Reverse(m.at), std::cmp::Reverse(m.id)));
    out
}

/// The chosen memo.
pub fn chosen<'a>(state: &State, project: &'a Project) -> Option<&'a Memo> {
    let Screen::Memos(list) = state.screen() else { return None };
    shown(state, project).get(list.at).copied()
}

/// Does what a row of the table of actions says; the caller has seen that it can be done.
pub fn act(state: &mut State, project: &Project, act: Act) -> Vec<Effect> {
    match act {
        Act::Memos => open_screen(state, Screen::Memos(List::default())),
        Act::StudyMemo => super::memo::open(state, project, About::Project),
        Act::EditMemo => {
            if let Some(memo) = chosen(state, project) {
                super::memo::open(state, project, memo.about);
            }
        }
        Act::RemoveMemo => {
            let about = chosen(state, project).map(|m| m.about);
            let command = about.map(|about| Command::WriteMemo(about, String::new()));
            return command.map(|c| Effect::Run(c, Vec::new())).into_iter().collect();
        }
        Act::FollowLink => {
            let links: Vec<String> =
                chosen(state, project).map(|m| m.links().into_iter().map(str::to_owned).collect()).unwrap_or_default();
            if let [one] = &links[..] {
                return vec![Effect::Follow(one.clone())];
            }
            let rows = links.into_iter().map(|l| (l, String::new())).collect();
            state.overlay = Some(Overlay::Ask(Box::new(Ask::choose(Wanted::Link, rows))));
        }
        _ => {}
    }
    Vec::new()
}

/// Goes to what the chosen memo is about.
pub fn open(state: &mut State, project: &Project) -> Vec<Effect> {
    match chosen(state, project).map(|m| m.about) {
        Some(About::Passage(passage)) => vec![Effect::Open(passage.document, Some((passage.span, None)))],
        Some(About::Document(id)) => vec![Effect::Open(id, None)],
        Some(About::Code(id)) => {
            retrieve(state, project, id);
            Vec::new()
        }
        Some(About::Case(id)) => {
            if let Some(case) = project.cases.get(&id) {
                let query = super::find::case_query(&case.name);
                open_screen(state, Screen::Find(Box::new(Find::new(project, &query, None))));
            }
            Vec::new()
        }
        Some(About::Project) => {
            let words = state.told("this memo is about the study as a whole: ‹edit memo› goes on writing it");
            state.say(true, words);
            Vec::new()
        }
        None => Vec::new(),
    }
}

impl App {
    /// Goes where a link in a memo points: `P04 31` a place in a document or in a case's document, `code trust` a code.
    pub fn follow(&mut self, link: &str) {
        match self.place_of_link(link) {
            Ok(Target::Passage(document, span)) => self.open(document, span.map(|s| (s, None))),
            Ok(Target::Code(id)) => {
                let project = self.past.as_ref().unwrap_or(self.session.project());
                retrieve(&mut self.state, project, id);
            }
            Err(fault) => self.refuse(&fault),
        }
    }

    fn place_of_link(&self, link: &str) -> Outcome<Target> {
        let project = self.project();
        if let Some(path) = link.strip_prefix("code ") {
            return project.codebook.find(path.trim()).map(|c| Target::Code(c.id));
        }
        let document = |name: &str| -> Option<DocumentId> {
            let by_case = || {
                let case = project.case(name).ok()?;
                project.links_to(case.id).next().map(|l| l.document)
            };
            project.document(name).ok().map(|d| d.id).or_else(by_case)
        };
        if let Some(id) = document(link) {
            return Ok(Target::Passage(id, None));
        }
        let fault = || {
            Fault::asked(format!("“{link}” is no place here")).hint("[[document 13:2]], [[case 13]] or [[code name]]")
        };
        let (name, place) = link.rsplit_once(char::is_whitespace).ok_or_else(fault)?;
        let id = document(name.trim()).ok_or_else(fault)?;
        let content = self.content(id)?;
        Ok(Target::Passage(id, Some(resolve(&place.parse()?, &content)?)))
    }
}

/// Where a link points.
enum Target {
    Passage(DocumentId, Option<Span>),
    Code(crate::id::CodeId),
}

/// Where the list and the chosen memo stand.
pub fn parts(body: Rect, zoom: Zoom) -> (Rect, Rect) {
    super::history::draw::parts(body, zoom)
}

/// Draws one memo in a row.
pub fn draw_row(state: &State, project: &Project, id: MemoId, area: Rect, buffer: &mut Buffer) {
    let look = state.look;
    let Some(memo) = project.memos.get(&id) else { return };
    let kind = (area.width / 8).clamp(6, 10);
    put(buffer, area.x + 1, area.y, kind, &one_line(memo.kind()), look.quiet());
    let x = area.x + 2 + kind;
    let wide = area.width / 3;
    let name = about_name(state, project, memo.about);
    put(buffer, x, area.y, wide, &name, look.heading());
    let tags: String = memo.tags().iter().map(|t| format!(" #{}", one_line(t))).collect();
    let for_tags = (columns(&tags) as u16).min(area.width / 4);
    let words = x + wide + 1;
    let first = memo.text.lines().find(|l| !l.trim().is_empty() && !l.trim().starts_with("kind:")).unwrap_or("");
    put(buffer, words, area.y, area.right().saturating_sub(words + for_tags + 1), &one_line(first), look.text());
    put_right(buffer, area.right(), area.y, for_tags, &tags, look.quiet());
}

/// Draws the chosen memo whole.
pub fn draw_chosen(state: &State, project: &Project, body: Rect, area: Rect, buffer: &mut Buffer) {
    let look: Look = state.look;
    let Some(memo) = chosen(state, project).filter(|_| area.width > 4 && area.height > 1) else { return };
    let area = parted(buffer, body, area, look);
    let head = format!("{} · {}", about_word(memo.about), about_name(state, project, memo.about));
    put(buffer, area.x, area.y, area.width, &head, look.heading());
    let who = format!("{}, {}, {}", one_line(memo.kind()), one_line(project.coder_name(memo.coder)), moment(memo.at));
    put(buffer, area.x, area.y + 1, area.width, &who, look.quiet());
    let mut y = area.y + 2;
    if let About::Passage(passage) = memo.about {
        let coded = project.codings.on(passage).find(|c| c.span == passage.span).map(|c| {
            // The first line of it: further on the labels of the file would be seen.
            let mut lines = c.quote.lines();
            let first = lines.next().unwrap_or_default();
            if lines.next().is_some() { format!("{first} …") } else { first.to_owned() }
        });
        for line in coded.iter().flat_map(|quote| lines(&one_line(quote), area.width.saturating_sub(2), 2)) {
            put(buffer, area.x + 2, y, area.width.saturating_sub(2), &line, look.quiet());
            y += 1;
        }
    }
    let links = memo.links();
    let below = u16::from(!links.is_empty());
    let room = area.bottom().saturating_sub(y + 1 + below);
    for (n, line) in lines(&memo.text, area.width, room.into()).iter().enumerate() {
        put(buffer, area.x, y + 1 + n as u16, area.width, line, look.text());
    }
    if below > 0 && area.bottom() > y {
        let words = format!("links: {}", links.iter().map(|l| one_line(l)).collect::<Vec<_>>().join(" · "));
        put(buffer, area.x, area.bottom() - 1, area.width, &words, look.quiet());
    }
}
