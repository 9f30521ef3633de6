//! Asking for words (one field or several) or for a choice, in a box at the foot of the screen.
//!
//! What was typed is never lost: Esc keeps it for the next time the same thing is asked, and an answer that the project refuses comes back as it was, with the
//! reason below it.

mod draw;
mod key;

pub use draw::{draw, height};
pub use key::{key, paste};

use super::line::Line;
use super::memo::Memo;
use crate::case::Clearance;
use crate::codebook::Colour;
use crate::id::{CodeId, DocumentId};
use crate::matrix::{Listing, Measure, Source};
use crate::memo::About;
use crate::text::fold;

/// Something that is asked.
#[derive(Clone)]
pub struct Form {
    /// What for, in the upper edge of the box; also the name under which a draft is kept.
    pub title: String,
    /// What helps to answer, below the fields.
    pub help: String,
    /// How it is asked.
    pub shape: Shape,
    /// Who is told the answer.
    pub then: Then,
}

/// How something is asked.
#[derive(Clone)]
pub enum Shape {
    /// Words, in fields.
    Fields(Fields),
    /// One or several of a list.
    Choice(Choice),
}

/// Words in fields.
#[derive(Clone)]
pub struct Fields {
    /// Each with its title.
    pub fields: Vec<(String, Memo)>,
    /// The one that is being typed.
    pub at: usize,
}

/// A choice from a list, narrowed as one types.
#[derive(Clone, Default)]
pub struct Choice {
    /// What is typed.
    pub line: Line,
    /// What there is.
    pub options: Vec<Opt>,
    /// The chosen one among those that fit what is typed.
    pub at: usize,
    /// Those picked, when several can be.
    pub picked: Vec<Token>,
    /// Whether several can be picked.
    pub many: bool,
    /// When what was typed can itself be the answer: what it then is called.
    pub free: Option<&'static str>,
}

/// One of the things that can be chosen.
#[derive(Clone, PartialEq, Debug)]
pub struct Opt {
    /// What it is called.
    pub label: String,
    /// What more there is to say of it.
    pub note: String,
    /// What it means.
    pub token: Token,
}

/// What an option means.
#[derive(Clone, PartialEq, Debug)]
#[allow(missing_docs, reason = "each is what its name says")]
pub enum Token {
    Code(CodeId),
    Pair(CodeId, CodeId),
    Document(DocumentId),
    Words(String),
    Listing(Listing),
    Source(Source),
    Measure(Measure),
    Clearance(Clearance),
    Colour(Option<Colour>),
    Nothing,
}

/// Who is told the answer.
#[derive(Clone, PartialEq, Debug)]
pub enum Then {
    /// The matrix grid.
    Grid(super::grid::Asked),
    /// The table of cases.
    Cases(super::cases::Asked),
    /// The codebook.
    Codes(super::codebook::Asked),
}

/// What came of asking.
#[derive(Clone, PartialEq, Debug)]
pub enum Given {
    /// The words of each field.
    Words(Vec<String>),
    /// What was chosen, at least one.
    Chosen(Vec<Token>),
}

impl Given {
    /// The words of the first field, or what was typed in place of a choice.
    pub fn words(&self) -> &str {
        match self {
            Self::Words(words) => words.first().map_or("", String::as_str),
            Self::Chosen(tokens) => match tokens.first() {
                Some(Token::Words(words)) => words,
                _ => "",
            },
        }
    }

    /// What was chosen first.
    pub fn token(&self) -> Token {
        match self {
            Self::Chosen(tokens) => tokens.first().cloned().unwrap_or(Token::Nothing),
            Self::Words(words) => Token::Words(words.first().cloned().unwrap_or_default()),
        }
    }
}

impl Form {
    /// Asks for words in fields, each with what stands there now.
    pub fn fields(title: impl Into<String>, help: impl Into<String>, fields: &[(&str, &str)], then: Then) -> Self {
        // A field is no memo, but it is written like one; what it is about does not matter.
        let field = |(name, was): &(&str, &str)| ((*name).to_owned(), Memo::new(About::Project, was, None));
        let fields = Fields { fields: fields.iter().map(field).collect(), at: 0 };
        Self { title: title.into(), help: help.into(), shape: Shape::Fields(fields), then }
    }

    /// Asks for one line.
    pub fn line(title: impl Into<String>, help: impl Into<String>, was: &str, then: Then) -> Self {
        Self::fields(title, help, &[("", was)], then)
    }

    /// Asks for one of several things.
    pub fn choice(title: impl Into<String>, help: impl Into<String>, options: Vec<Opt>, then: Then) -> Self {
        let shape = Shape::Choice(Choice { options, ..Choice::default() });
        Self { title: title.into(), help: help.into(), shape, then }
    }

    /// The same, where what is typed can be the answer too.
    #[must_use]
    pub fn or_typed(mut self, called: &'static str) -> Self {
        if let Shape::Choice(choice) = &mut self.shape {
            choice.free = Some(called);
        }
        self
    }

    /// The same, where several can be picked; these are picked already.
    #[must_use]
    pub fn several(mut self, picked: Vec<Token>) -> Self {
        if let Shape::Choice(choice) = &mut self.shape {
            choice.many = true;
            choice.picked = picked;
        }
        self
    }

    /// What stands in the fields now.
    pub fn texts(&self) -> Vec<String> {
        match &self.shape {
            Shape::Fields(fields) => fields.fields.iter().map(|(_, m)| m.text().to_owned()).collect(),
            Shape::Choice(_) => Vec::new(),
        }
    }

    /// Puts a draft back into the fields.
    pub fn resume(&mut self, draft: &[String]) {
        let Shape::Fields(fields) = &mut self.shape else { return };
        if draft.len() == fields.fields.len() {
            for ((_, memo), text) in fields.fields.iter_mut().zip(draft) {
                *memo = Memo::new(About::Project, &memo.was.clone(), Some(text));
            }
        }
    }
}

impl Opt {
    /// One of the things that can be chosen.
    pub fn new(label: impl Into<String>, note: impl Into<String>, token: Token) -> Self {
        Self { label: super::facts::one_line(&label.into()), note: note.into(), token }
    }
}

impl Choice {
    /// The options that fit what is typed: those whose name begins so first; then what is typed itself, where that can be an answer.
    pub fn rows(&self) -> Vec<Opt> {
        let typed = self.line.text().trim();
        let wanted = fold(typed);
        let fits =
            |o: &&Opt| wanted.split_whitespace().all(|w| fold(&o.label).contains(w) || fold(&o.note).contains(w));
        let mut rows: Vec<Opt> = self.options.iter().filter(fits).cloned().collect();
        if !wanted.is_empty() {
            rows.sort_by_key(|o| {
                let label = fold(&o.label);
                if label == wanted { 0 } else { 2 - u8::from(label.starts_with(&wanted)) }
            });
        }
        if let Some(called) = self.free.filter(|_| !typed.is_empty())
            && rows.first().is_none_or(|o| fold(&o.label) != wanted)
        {
            rows.push(Opt::new(format!("{called}: {typed}"), "", Token::Words(typed.to_owned())));
        }
        rows
    }

    /// What Enter would give: what was picked, and the chosen row when something is typed or nothing was picked.
    pub fn answer(&self) -> Vec<Token> {
        let mut all = self.picked.clone();
        if !self.many || all.is_empty() || !self.line.text().trim().is_empty() {
            let row = self.rows().get(self.at).map(|o| o.token.clone());
            all.extend(row.filter(|t| !self.picked.contains(t)));
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_narrowed_and_what_is_typed_comes_last() {
        let options = ["price", "cost", "cost of travel"].map(|l| Opt::new(l, "", Token::Words(l.to_owned())));
        let mut choice = Choice { options: options.to_vec(), free: Some("new"), ..Choice::default() };
        choice.line.insert("cost");
        let labels = |c: &Choice| c.rows().into_iter().map(|o| o.label).collect::<Vec<_>>();
        assert_eq!(labels(&choice), ["cost", "cost of travel"]);
        choice.line.insert(" tr");
        assert_eq!(labels(&choice), ["cost of travel", "new: cost tr"]);
        assert_eq!(choice.answer(), [Token::Words("cost of travel".to_owned())]);
    }
}
