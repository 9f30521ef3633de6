//! What the interface knows: the screens that lie on one another, what lies over them, and what was used lately. Nothing in here touches the session.

use super::action::{
    CASES, CODES, DOCUMENTS, EVIDENCE, FACETS, GRID, HISTORY, MATRICES, MEMOS, PASSAGES, PROMPT, READER, RESULTS, Scope,
};
use super::ask::Ask;
use super::cases::Cases;
use super::codebook::Book;
use super::facts::{Facts, recent_codes};
use super::find::{Find, Focus};
use super::form::Form;
use super::grid::Grid;
use super::history::Past;
use super::history::detail::Detail;
use super::layout::Zoom;
use super::line::Line;
use super::look::Look;
use super::memo::Memo;
use super::picker::Picker;
use super::reader::Reader;
use super::reader::margin::RowPlace;
use super::reader::shown::Shown;
use super::settings::Manner;
use crate::id::{CaseId, CodeId, CodingId, DocumentId, IdMap};
use crate::matrix::Spec;
use crate::memo::About;
use crate::project::{CodeSpec, Project, StepHead};
use crate::text::{Points, Span, fold};
use std::collections::BTreeMap;

/// A list on a screen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct List {
    /// The chosen row among those shown.
    pub at: usize,
    /// What the rows are narrowed to.
    pub filter: Line,
    /// Whether the filter is being typed.
    pub typing: bool,
}

/// One screen.
pub enum Screen {
    /// All documents.
    Documents(List),
    /// One document.
    Reader(Box<Reader>),
    /// The codebook.
    Codes(List),
    /// All passages with a code.
    Passages(Box<Find>),
    /// What a query finds.
    Find(Box<Find>),
    /// All steps, the latest first.
    History(List),
    /// All matrices.
    Matrices(List),
    /// One matrix.
    Grid(Box<Grid>),
    /// All cases.
    Cases(Box<Cases>),
    /// All memos.
    Memos(List),
}

/// What lies over the screen and takes the keys.
pub enum Overlay {
    /// Choosing codes.
    Code(Picker),
    /// Naming a code in the speaker's own words.
    InVivo(Line),
    /// Looking for words, from a passage that Esc goes back to.
    Find(Line, Span, RowPlace),
    /// Choosing one of several codings.
    Choose(Chooser),
    /// Visiting a pane beside the text.
    Pane(super::panes::Visit),
    /// Writing a note.
    Memo(Memo),
    /// Jumping to a sentence by its label, of which this much is typed.
    Jump(String),
    /// The keys of this screen; how many rows are scrolled away.
    Keys(usize),
    /// Everything by name; the chosen row.
    Palette(Line, usize),
    /// Asking for words or a choice.
    Form(Box<Form>),
    /// One line that is asked for, or one of some rows.
    Ask(Box<Ask>),
    /// What can follow a key.
    Menu(super::menu::Menu),
}

/// Choosing one of several codings.
pub struct Chooser {
    /// What is to be done with it.
    pub purpose: Purpose,
    /// The codings.
    pub codings: Vec<CodingId>,
    /// The chosen one.
    pub at: usize,
}

/// What is to be done with a coding.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// Take it away.
    Remove,
    /// Mark it as telling, or not.
    Telling,
}

/// What was just done or refused; it stays until the next key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Toast {
    /// In words.
    pub words: String,
    /// Whether it was done.
    pub done: bool,
    /// Whether undo would take it back.
    pub undoable: bool,
}

/// Everything the interface knows.
pub struct State {
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// What it can show.
    pub look: Look,
    /// How the interface behaves for whoever uses it.
    pub manner: Manner,
    /// The screens; the last one is seen.
    pub screens: Vec<Screen>,
    /// What lies over it.
    pub overlay: Option<Overlay>,
    /// What was just done.
    pub toast: Option<Toast>,
    /// What is said of the project.
    pub facts: Facts,
    /// Who works.
    pub coder: String,
    /// The file's name, shown when the study has no title.
    pub file: String,
    /// Codes used lately, the latest first.
    pub recent: Vec<CodeId>,
    /// Codes by number: a free number goes to the next code that is used, and a number keeps its code until somebody gives it to another one.
    pub quick: [Option<CodeId>; 9],
    /// The codes last applied together.
    pub last: Vec<CodeSpec>,
    /// The latest steps, the last one first.
    pub history: Vec<StepHead>,
    /// Where each document was left: the passage, and the turn at the top of the screen.
    pub places: IdMap<DocumentId, (Points, usize)>,
    /// Places left by jumps.
    pub trail: super::trail::Trail,
    /// Where the document that was read last was left.
    pub came_from: Option<super::trail::Place>,
    /// Whether the event that is taken in is a step along the trail.
    pub walked: bool,
    /// The codes of the pen, while it is taken up.
    pub pen: Vec<CodeSpec>,
    /// What the margin shows.
    pub shown: Shown,
    /// What was last typed in the picker.
    pub query: String,
    /// Rows that the wheel moved the panes beside the text by: the documents, the questions, the codebook, the passages.
    pub rolled: [isize; 4],
    /// Notes that were begun and not kept.
    pub drafts: BTreeMap<About, String>,
    /// What was asked last and is being done: should the project refuse it, it is asked again.
    pub asked: Option<Box<Form>>,
    /// Words that were begun in a box and not kept, by the box's title.
    pub kept: BTreeMap<String, Vec<String>>,
    /// The case that is chosen in the table of cases.
    pub case_in_hand: Option<CaseId>,
    /// What is kept of the codebook besides its list.
    pub book: Book,
    /// Matrices that were altered or begun and not saved, by name or title.
    pub matrices: BTreeMap<String, Spec>,
    /// The draft that was opened last.
    pub opened_draft: Option<About>,
    /// Whether the text has the whole screen, with a wide margin.
    pub alone: bool,
    /// What a list and what is told beside it are seen of.
    pub zoom: Zoom,
    /// What a press of the mouse has laid beside the passage.
    pub popover: Option<super::popover::Popover>,
    /// A note that the key before threw away.
    pub discarded: Option<(About, String)>,
    /// What is under way and how far it is, in words.
    pub progress: Option<String>,
    /// What the chosen step of the history did.
    pub detail: Option<Detail>,
    /// The earlier state of the project that is looked at, if one is.
    pub past: Option<Past>,
    /// Queries asked lately, the last one first.
    pub queries: Vec<String>,
    /// Whether the mouse is ours.
    pub mouse: bool,
    /// Where a drag began, and the click before it.
    pub drag: Option<super::mouse::Drag>,
}

impl State {
    /// Begins with the list of documents.
    pub fn new(project: &Project, coder: &str, file: &str, look: Look) -> Self {
        let me = project.coder(coder).map(|c| c.id);
        let recent = recent_codes(project, me);
        let mut quick = [None; 9];
        for (slot, code) in quick.iter_mut().zip(&recent) {
            *slot = Some(*code);
        }
        Self {
            size: (80, 24),
            look,
            manner: Manner::default(),
            screens: vec![Screen::Documents(List::default())],
            overlay: None,
            toast: None,
            facts: Facts::of(project, coder),
            coder: super::facts::one_line(coder),
            file: super::facts::one_line(file),
            recent,
            quick,
            last: Vec::new(),
            history: Vec::new(),
            places: IdMap::default(),
            trail: super::trail::Trail::default(),
            came_from: None,
            walked: false,
            pen: Vec::new(),
            shown: Shown { me: coder.to_owned(), ..Shown::default() },
            query: String::new(),
            rolled: [0; 4],
            drafts: BTreeMap::new(),
            asked: None,
            kept: BTreeMap::new(),
            case_in_hand: None,
            book: Book::default(),
            matrices: BTreeMap::new(),
            opened_draft: None,
            discarded: None,
            alone: false,
            zoom: Zoom::default(),
            popover: None,
            progress: None,
            detail: None,
            past: None,
            queries: Vec::new(),
            mouse: true,
            drag: None,
        }
    }

    /// The screen that is seen.
    pub fn screen(&self) -> &Screen {
        self.screens.last().expect("there is always a screen")
    }

    /// The screen that is seen, to alter.
    pub fn screen_mut(&mut self) -> &mut Screen {
        self.screens.last_mut().expect("there is always a screen")
    }

    /// The reader, when it is seen.
    pub fn reader(&self) -> Option<&Reader> {
        match self.screen() {
            Screen::Reader(reader) => Some(reader),
            _ => None,
        }
    }

    /// The reader, when it is seen, to alter.
    pub fn reader_mut(&mut self) -> Option<&mut Reader> {
        match self.screen_mut() {
            Screen::Reader(reader) => Some(reader),
            _ => None,
        }
    }

    /// Where one is, when a document is read.
    pub fn place(&self) -> Option<super::trail::Place> {
        self.reader().filter(|r| r.sheet.turns() > 0).map(|r| (r.document, r.held))
    }

    /// The list that is seen, to alter.
    pub fn list_mut(&mut self) -> Option<&mut List> {
        match self.screen_mut() {
            Screen::Reader(_) => None,
            Screen::Grid(grid) => Some(&mut grid.list),
            Screen::Cases(cases) => Some(&mut cases.list),
            Screen::Passages(find) | Screen::Find(find) => Some(find.active_mut()),
            Screen::Documents(list)
            | Screen::Codes(list)
            | Screen::History(list)
            | Screen::Memos(list)
            | Screen::Matrices(list) => Some(list),
        }
    }

    /// The matrix, when it is seen.
    pub fn grid(&self) -> Option<&Grid> {
        match self.screen() {
            Screen::Grid(grid) => Some(grid),
            _ => None,
        }
    }

    /// The found or retrieved passages, when they are seen.
    pub fn find(&self) -> Option<&Find> {
        match self.screen() {
            Screen::Passages(find) | Screen::Find(find) => Some(find),
            _ => None,
        }
    }

    /// The matrix, when it is seen, to alter.
    pub fn grid_mut(&mut self) -> Option<&mut Grid> {
        match self.screen_mut() {
            Screen::Grid(grid) => Some(grid),
            _ => None,
        }
    }

    /// The found or retrieved passages, when they are seen, to alter.
    pub fn find_mut(&mut self) -> Option<&mut Find> {
        match self.screen_mut() {
            Screen::Passages(find) | Screen::Find(find) => Some(find),
            _ => None,
        }
    }

    /// The list that is seen.
    pub fn list(&self) -> Option<&List> {
        match self.screen() {
            Screen::Reader(_) => None,
            Screen::Grid(grid) => Some(&grid.list),
            Screen::Cases(cases) => Some(&cases.list),
            Screen::Passages(find) | Screen::Find(find) => Some(find.active()),
            Screen::Documents(list)
            | Screen::Codes(list)
            | Screen::History(list)
            | Screen::Memos(list)
            | Screen::Matrices(list) => Some(list),
        }
    }

    /// Which keys hold.
    pub fn scope(&self) -> Scope {
        match self.screen() {
            Screen::Documents(_) => DOCUMENTS,
            Screen::Reader(_) => READER,
            Screen::Codes(_) => CODES,
            Screen::Passages(find) | Screen::Find(find) => match find.focus {
                Focus::Prompt => PROMPT,
                Focus::Facets => FACETS,
                Focus::Rows if matches!(self.screen(), Screen::Find(_)) => RESULTS,
                Focus::Rows => PASSAGES,
            },
            Screen::History(_) => HISTORY,
            Screen::Matrices(_) => MATRICES,
            Screen::Grid(grid) if grid.in_pane() => EVIDENCE,
            Screen::Grid(_) => GRID,
            Screen::Cases(_) => CASES,
            Screen::Memos(_) => MEMOS,
        }
    }

    /// The documents that the list shows.
    pub fn documents(&self) -> Vec<DocumentId> {
        let Screen::Documents(list) = self.screen() else { return Vec::new() };
        let wanted = fold(list.filter.text().trim());
        let fits = |id: &&DocumentId| {
            let known = self.facts.document(**id);
            wanted.is_empty() || fold(&known.name).contains(&wanted) || fold(&known.cases).contains(&wanted)
        };
        self.facts.list.iter().filter(fits).copied().collect()
    }

    /// The codes that the codebook screen shows.
    pub fn codes(&self) -> Vec<CodeId> {
        let Screen::Codes(list) = self.screen() else { return Vec::new() };
        self.book.view.codes(&self.facts, &fold(list.filter.text().trim()))
    }

    /// The steps that the history shows.
    pub fn steps(&self) -> Vec<&StepHead> {
        let Screen::History(list) = self.screen() else { return Vec::new() };
        let wanted = fold(list.filter.text().trim());
        self.history.iter().filter(|s| wanted.is_empty() || fold(&s.name).contains(&wanted)).collect()
    }

    /// How many rows the list that is seen has.
    pub fn row_count(&self, project: &Project) -> usize {
        match self.screen() {
            Screen::Reader(_) => 0,
            Screen::Documents(_) => self.documents().len(),
            Screen::Codes(_) => self.codes().len(),
            Screen::Passages(find) | Screen::Find(find) => find.active_count(),
            Screen::History(_) => self.steps().len(),
            Screen::Matrices(_) => super::grid::names(self, project).len(),
            Screen::Grid(grid) => grid.row_count(),
            Screen::Cases(_) => super::cases::rows(self, project).len(),
            Screen::Memos(_) => super::memos::shown(self, project).len(),
        }
    }

    /// A sentence without the name of the document that is being read: one knows where one is, and there is more room for the rest.
    pub fn here(&self, sentence: &str) -> String {
        match self.reader() {
            Some(reader) => sentence.replace(&format!(" of “{}”", self.facts.document(reader.document).name), ""),
            None => sentence.to_owned(),
        }
    }

    /// Says something until the next key.
    pub fn say(&mut self, done: bool, words: impl Into<String>) {
        self.toast = Some(Toast { words: words.into(), done, undoable: false });
    }

    /// Gives a code a number (counted from 0) of its own, in place of the one it has; the number it has already is taken from it. False when it was taken.
    pub fn pin(&mut self, slot: usize, code: CodeId) -> bool {
        let had = self.quick.get(slot).copied().flatten() == Some(code);
        self.quick.iter_mut().filter(|s| **s == Some(code)).for_each(|s| *s = None);
        if let Some(slot) = self.quick.get_mut(slot).filter(|_| !had) {
            *slot = Some(code);
        }
        !had
    }

    /// The codes of the pen in words, while it is taken up.
    pub fn pen_words(&self) -> Option<String> {
        let names = self.pen.iter().map(|spec| match spec {
            CodeSpec::Known(id) => self.facts.code(*id).name,
            CodeSpec::New(path, _) => super::facts::one_line(path),
        });
        Some(names.collect::<Vec<_>>().join(", ")).filter(|n| !n.is_empty())
    }
}
