use super::Stops;
use crate::query::words::Analyser;
use crate::text::{Span, fold, words};
use std::collections::HashMap;

/// Gives every word of texts in any languages a number: the same for all forms that count as one.
pub(in crate::query) struct Tokens {
    stems: bool,
    stops: Stops,
    /// For each language, the forms met so far; `None` for a word that is left out.
    known: HashMap<String, HashMap<Box<str>, (u32, bool)>>,
    analysers: HashMap<String, Analyser>,
    numbers: HashMap<Box<str>, u32>,
    /// For each number, how often each form occurred.
    forms: Vec<HashMap<Box<str>, u64>>,
}

/// A word of a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::query) struct Token {
    /// In bytes from the start of the text.
    pub span: Span,
    /// Its number.
    pub number: u32,
    /// It is a function word that is left out of lists.
    pub stop: bool,
}

impl Tokens {
    pub fn new(stems: bool, stops: Stops) -> Self {
        Self {
            stems,
            stops,
            known: HashMap::new(),
            analysers: HashMap::new(),
            numbers: HashMap::new(),
            forms: Vec::new(),
        }
    }

    /// The words of a text in a language.
    pub fn read(&mut self, text: &str, language: &str) -> Vec<Token> {
        let spans = words(text);
        spans
            .into_iter()
            .map(|span| {
                let (number, stop) = self.number(span.of(text), language);
                Token { span, number, stop }
            })
            .collect()
    }

    fn number(&mut self, form: &str, language: &str) -> (u32, bool) {
        let known = self.known.get(language).and_then(|known| known.get(form)).copied();
        let (number, stop) = match known {
            Some(known) => known,
            None => self.learn(form, language),
        };
        match self.forms[number as usize].get_mut(form) {
            Some(count) => *count += 1,
            None => {
                self.forms[number as usize].insert(form.into(), 1);
            }
        }
        (number, stop)
    }

    fn learn(&mut self, form: &str, language: &str) -> (u32, bool) {
        let folded = fold(form);
        let stop = self.stops.holds(&folded, language);
        let key = if self.stems {
            let analyser = self.analysers.entry(language.to_owned()).or_insert_with(|| Analyser::new(language));
            // Without the marks of languages: a question for a word goes to all documents, each in its own language, and so are its answers counted.
            analyser.stems(form).join(" ").replace(char::is_control, "")
        } else {
            folded
        };
        let next = self.numbers.len() as u32;
        let number = *self.numbers.entry(key.into()).or_insert(next);
        if number == next {
            self.forms.push(HashMap::new());
        }
        self.known.entry(language.to_owned()).or_default().insert(form.into(), (number, stop));
        (number, stop)
    }

    /// How many different words there are.
    pub fn len(&self) -> usize {
        self.forms.len()
    }

    /// The form of a word that occurs most, in lower case.
    pub fn shown(&self, number: u32) -> String {
        let mut lower: HashMap<String, u64> = HashMap::new();
        for (form, count) in self.forms.get(number as usize).into_iter().flatten() {
            *lower.entry(form.to_lowercase()).or_default() += count;
        }
        let most = lower.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
        most.map(|(form, _)| form).unwrap_or_default()
    }
}
