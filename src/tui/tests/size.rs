//! Long documents: what a key costs must depend on what is on the screen, not on what is in the document.

use super::drive::Drive;
use crate::coding::{Coding, context_hash};
use crate::document::{Content, Document, Structure, Turn, TurnKind};
use crate::id::{CodeId, CoderId, CodingId, DocumentId, Stamp};
use crate::project::Project;
use crate::text::{Span, Text};
use crate::tui::draw::draw;
use crate::tui::facts::Facts;
use crate::tui::key::Key;
use crate::tui::opened::show;
use crate::tui::reader::Reader;
use crate::tui::reader::sheet::Sheet;
use crate::tui::update::{Event, update};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::sync::Arc;
use uuid::Uuid;

/// A document of so many turns of fifty words, and codings on every tenth sentence of so many of them.
fn long(turns: usize, codings: usize) -> (Project, Content, DocumentId) {
    let sentence = "They kept the paper book beside the page, and nobody told them when to stop. ";
    let words = sentence.repeat(3) + "That was how it went on.";
    let mut text = String::with_capacity(turns * (words.len() + 2));
    let mut all = Vec::with_capacity(turns);
    for _ in 0..turns {
        let start = text.len();
        text.push_str(&words);
        let span = Span::new(start, text.len());
        all.push(Turn {
            span,
            label: Span::new(start, start),
            speaker: None,
            time_ms: None,
            kind: TurnKind::Paragraph,
        });
        text.push_str("\n\n");
    }
    let content = Content { text: Text::new(text), structure: Structure { turns: all, ..Structure::default() } };
    let id = DocumentId(Uuid::from_u128(1));
    let mut project = Project::default();
    let document = Document {
        id,
        name: "long".into(),
        format: "txt".into(),
        language: "en".into(),
        sha256: String::new(),
        text: String::new(),
        structure: String::new(),
        characters: content.text.points(),
        words: turns as u32 * 50,
        turns: turns as u32,
        speakers: Vec::new(),
        properties: Default::default(),
        warnings: Vec::new(),
    };
    project.documents.insert(id, document);
    project.codings.extend((0..codings).map(|n| {
        let start = content.structure.turns[n * turns / codings].span.start as usize;
        let span = Span::new(start, start + sentence.len() - 1);
        Coding {
            id: CodingId(Uuid::from_u128(n as u128 + 1)),
            document: id,
            code: CodeId(Uuid::from_u128(n as u128 % 40)),
            coder: CoderId(Uuid::from_u128(1)),
            span,
            points: content.text.to_points(span),
            quote: span.of(content.text.as_str()).into(),
            context: context_hash(content.text.as_str(), span),
            telling: false,
            at: Stamp(0),
        }
    }));
    (project, content, id)
}

/// Opens a long document at 200 × 60, walks through it, and gives how many turns were laid out for that.
fn walk(turns: usize, codings: usize) -> usize {
    let (project, content, id) = long(turns, codings);
    let mut state = Drive::over(&[]).app.state;
    state.facts = Facts::of(&project, "");
    state.size = (200, 60);
    let reader = Reader::new(id, Sheet::new(Arc::new(content)), &project);
    show(&mut state, &project, reader, None);
    let mut buffer = Buffer::empty(Rect::new(0, 0, 200, 60));
    for key in "jjjjtjjJJ+-]]}G(kkk[{gg)jllwguvjjv<"
        .chars()
        .map(|c| c.to_string())
        .chain(["pgdn".to_owned(), "pgup".to_owned()])
    {
        update(&mut state, &project, Event::Key(Key::parse(&key).unwrap()));
        buffer.reset();
        draw(&state, &project, &mut buffer);
    }
    state.reader().unwrap().sheet.laid_out()
}

#[test]
fn a_key_costs_what_is_on_the_screen() {
    let (few, many) = (walk(200, 200), walk(20_000, 20_000));
    assert!(many <= few.max(160), "{many} turns of the long document were laid out, {few} of the short one");
}
