use crate::document::Draft;
use crate::id::DocumentId;
use crate::project::{CodeFields, CodeSpec, Command, NewDocument};
use crate::session::Session;
use crate::tui::app::App;
use crate::tui::facts::Facts;
use crate::tui::key::Key;
use crate::tui::look::Look;
use crate::tui::reader::tests::content;
use crate::tui::update::{Effect, Event};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use std::sync::Arc;

/// An interface over a project in memory.
pub struct Drive {
    pub app: App,
    /// What only a terminal could have done.
    pub outside: Vec<Effect>,
}

/// An invented interview in a clinic, turns parted by `|`.
pub const TALK: &str = "I: When the new booking page came in, what changed for you on an ordinary day? \
    | P: The first month was chaos. People would ring the desk anyway, because the page asked for a code they never got. \
    One man drove forty minutes to ask me to press the button for him. He trusts the button if I press it. \
    So we kept both, the page and the paper book, and nobody told us to stop the paper one. \
    | I: Did anyone talk to you about that? \
    | P: Not until June. Then there was a meeting, and they had already decided. They showed us a chart with the waiting times going down. \
    But down for whom?";

impl Drive {
    /// Opens a project with these documents, at 80 × 24.
    pub fn over(documents: &[(&str, &str)]) -> Self {
        Self::over_session(Session::in_memory("lena"), documents)
    }

    /// Brings documents into a project and opens it.
    pub fn over_session(mut session: Session, documents: &[(&str, &str)]) -> Self {
        for (name, script) in documents {
            let content = content(script);
            let draft = Draft {
                name: (*name).to_owned(),
                format: "txt".to_owned(),
                text: content.text.as_str().to_owned(),
                structure: content.structure,
                language: "en".to_owned(),
                ..Draft::default()
            };
            let original: Arc<[u8]> = format!("{name}{script}").into_bytes().into();
            let new = NewDocument { draft, original, cases: vec![format!("Case of {name}")] };
            session.run(Command::AddDocuments(vec![new])).unwrap();
        }
        session.run(Command::Retitle("clinic study".to_owned())).unwrap();
        let mut drive = Self { app: App::new(session, Look::default()), outside: Vec::new() };
        drive.resize(80, 24);
        drive
    }

    /// Opens the interview with a few codes in the book.
    pub fn talk() -> Self {
        let mut drive = Self::over(&[("interview-1", TALK)]);
        for (path, definition) in [
            ("access/digital", "Being shut out by the tool"),
            ("access/distance", "Miles, roads, time"),
            ("trust", "Confidence placed in a named person; borrowed confidence"),
            ("double work", ""),
        ] {
            let fields = CodeFields { definition: Some(definition.to_owned()), ..CodeFields::default() };
            drive.app.session.run(Command::AddCode(CodeSpec::New(path.to_owned(), Box::new(fields)))).unwrap();
        }
        let session = std::mem::replace(&mut drive.app.session, Session::in_memory("lena"));
        drive.app = App::new(session, Look::default());
        drive.resize(80, 24);
        drive.keys("enter");
        drive
    }

    /// Presses keys, named as in the table of actions and parted by spaces; `'…'` types text.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for (n, part) in keys.split('\'').enumerate() {
            if n % 2 == 1 {
                part.chars().for_each(|c| self.key(if c == ' ' { "space".to_owned() } else { c.to_string() }));
            } else {
                part.split_whitespace().for_each(|key| self.key(key.to_owned()));
            }
        }
        self
    }

    fn key(&mut self, name: String) {
        let key = Key::parse(&name).unwrap_or_else(|| panic!("no key {name}"));
        let outside = self.app.handle(Event::Key(key));
        self.outside.extend(outside);
        self.settle();
        // What was taken in step by step is what a look through the whole project would have found.
        assert_eq!(
            self.app.state.facts.told(),
            Facts::of(self.app.project(), &self.app.state.coder).told(),
            "after {name}"
        );
    }

    /// Lets work that is under way come to its end.
    pub fn settle(&mut self) {
        while self.app.is_busy() {
            self.app.advance(&mut || false);
        }
    }

    /// Gives the terminal another size.
    pub fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.app.handle(Event::Resize(width, height));
        self
    }

    /// The words that are held.
    pub fn held(&self) -> &str {
        let reader = self.app.state.reader().expect("a reader");
        reader.held.of(reader.sheet.text())
    }

    /// What was last said.
    pub fn toast(&self) -> &str {
        self.app.state.toast.as_ref().map_or("", |t| &t.words)
    }

    /// Codings as `code: words`, in reading order.
    pub fn codings(&self) -> Vec<String> {
        let project = self.app.session.project();
        let mut all: Vec<_> = project.documents.keys().flat_map(|d: &DocumentId| project.codings.of(*d)).collect();
        all.sort_by_key(|c| (c.document, c.span, c.id));
        all.iter().map(|c| format!("{}: {}", project.codebook.path(c.code), c.quote)).collect()
    }

    /// Draws one frame.
    pub fn frame(&self) -> Buffer {
        let (width, height) = self.app.state.size;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal
            .draw(|frame| {
                if let Some(cell) = self.app.draw(frame.buffer_mut()) {
                    frame.set_cursor_position(cell);
                }
            })
            .unwrap();
        terminal.backend().buffer().clone()
    }

    /// The screen as text, and under it the role of every cell: `h` heading, `q` quiet, `s` chosen, `m` marked or bold and underlined, `.` plain.
    pub fn roles(&self) -> String {
        use ratatui::style::Modifier;
        let frame = self.frame();
        let role = |x: u16, y: u16| {
            let style = frame[(x, y)].modifier;
            match style {
                s if s.contains(Modifier::REVERSED) => 's',
                s if s.contains(Modifier::UNDERLINED) => 'm',
                s if s.contains(Modifier::BOLD) => 'h',
                s if s.contains(Modifier::DIM) => 'q',
                _ => '.',
            }
        };
        let grid = (0..frame.area.height).map(|y| {
            let row: String = (0..frame.area.width).map(|x| role(x, y)).collect();
            row.trim_end_matches('.').to_owned()
        });
        format!("{}\n\n{}", self.screen(), grid.collect::<Vec<_>>().join("\n"))
    }

    /// The screen as text.
    pub fn screen(&self) -> String {
        let frame = self.frame();
        let rows = (0..frame.area.height).map(|y| {
            let mut row = String::new();
            let mut x = 0;
            while x < frame.area.width {
                let symbol = frame[(x, y)].symbol();
                row.push_str(symbol);
                x += crate::tui::reader::rows::width(symbol).max(1);
            }
            row.trim_end().to_owned()
        });
        rows.collect::<Vec<_>>().join("\n")
    }
}
