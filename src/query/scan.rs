use super::matching::{Match, Matcher, TextExpr};
use super::words::Analyser;
use super::{Among, Found, TextAtom, WordSearch};
use crate::document::{Content, Document};
use crate::fault::Outcome;
use crate::project::{Project, Texts};
use std::collections::BTreeMap;

/// Finds words by reading every text. Slow and simple: it is what the index is judged by, and what answers when there is no index.
pub struct Scan<'a> {
    /// The study.
    pub project: &'a Project,
    /// Its texts.
    pub texts: &'a dyn Texts,
}

impl WordSearch for Scan<'_> {
    fn turns(&self, text: &TextExpr, among: Option<&Among>) -> Outcome<Vec<Found>> {
        let mut scanner = Scanner::new(text);
        let mut out = Vec::new();
        for document in self.project.documents.values().filter(|d| among.is_none_or(|among| among.has(d.id))) {
            out.extend(scanner.turns(document, &*self.texts.content(document)?, among));
        }
        Ok(out)
    }
}

/// Reads documents, one after the other, for a text condition.
pub struct Scanner<'t> {
    text: &'t TextExpr,
    readers: Readers<'t>,
}

impl<'t> Scanner<'t> {
    /// For a condition.
    pub fn new(text: &'t TextExpr) -> Self {
        Self { text, readers: Readers::new(text.atoms()) }
    }

    /// The turns of a document that satisfy it, in order: of all, or of some.
    pub fn turns(&mut self, document: &Document, content: &Content, among: Option<&Among>) -> Vec<Found> {
        let turns = (0..).zip(&content.structure.turns);
        let counted = turns.filter(|(_, turn)| among.is_none_or(|among| among.admits(document.id, turn.span)));
        self.among(counted.map(|(number, _)| number), document, content)
    }

    /// Those of some turns, given by index, that satisfy it; indices the document does not have are passed over.
    pub fn among(
        &mut self,
        turns: impl IntoIterator<Item = u32>,
        document: &Document,
        content: &Content,
    ) -> Vec<Found> {
        let reader = self.readers.of(&document.language);
        let mut out = Vec::new();
        for turn in turns {
            let Some(span) = content.structure.turns.get(turn as usize).map(|t| t.span) else { continue };
            let found = reader.read(span.of(content.text.as_str()));
            let mut at = 0;
            // The atoms come in the order in which they were collected.
            let holds = self.text.holds_each(&mut |_| {
                at += 1;
                !found[at - 1].is_empty()
            });
            if holds {
                out.push(Found { document: document.id, turn, span });
            }
        }
        out
    }
}

/// A reader for each language.
pub(super) struct Readers<'t> {
    atoms: Vec<&'t TextAtom>,
    by_language: BTreeMap<String, Reader>,
}

impl<'t> Readers<'t> {
    pub fn new(atoms: Vec<&'t TextAtom>) -> Self {
        Self { atoms, by_language: BTreeMap::new() }
    }

    pub fn of(&mut self, language: &str) -> &mut Reader {
        if !self.by_language.contains_key(language) {
            self.by_language.insert(language.to_owned(), Reader::new(language, &self.atoms));
        }
        self.by_language.get_mut(language).expect("it was put there")
    }
}

/// Reads texts of one language for some atoms.
pub(super) struct Reader {
    analyser: Analyser,
    matchers: Vec<Matcher>,
    /// Regular expressions alone look at the text itself.
    needs_words: bool,
}

impl Reader {
    fn new(language: &str, atoms: &[&TextAtom]) -> Self {
        let mut analyser = Analyser::new(language);
        let matchers: Vec<Matcher> = atoms.iter().map(|a| Matcher::new(a, &mut analyser)).collect();
        let needs_words = matchers.iter().any(|m| !matches!(m, Matcher::Regex(_)));
        Self { analyser, matchers, needs_words }
    }

    /// Everything found in a text, for each atom in their order.
    pub fn read(&mut self, text: &str) -> Vec<Vec<Match>> {
        let words = if self.needs_words { self.analyser.read(text) } else { Vec::new() };
        self.matchers.iter().map(|matcher| matcher.find(text, &words, &self.analyser)).collect()
    }
}
