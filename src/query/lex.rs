use super::{Problem, Relation};
use crate::text::Points;

/// A piece of a query and where it stands, in code points.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub points: Points,
}

#[derive(Clone, PartialEq, Debug)]
pub(super) enum TokenKind {
    Open,
    Close,
    Minus,
    And,
    Or,
    Not,
    /// `near/8` or, in order, `then/3`.
    Near {
        within: u32,
        ordered: bool,
    },
    Phrase(String),
    Bare(String),
    Regex(String),
    /// `name:value`.
    Field(String, Value),
    /// `case.attribute`, relation, value.
    Attribute(String, Relation, Value),
    /// `codes>2`.
    Codes(Relation, u32),
    /// `@name`.
    Saved(Value),
    /// `within`, `same-turn` and their kin before an opening bracket.
    Call(String),
    /// Between the two sides of a relation.
    Comma,
}

/// What stands after a colon.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Value {
    /// With quotation marks taken away.
    pub text: String,
    /// How many bytes at the end stood outside quotation marks.
    pub bare_tail: usize,
}

const QUOTES: &[(char, &[char])] =
    &[('"', &['"']), ('“', &['”', '“']), ('„', &['“', '”']), ('«', &['»']), ('「', &['」']), ('『', &['』'])];

/// Names that open a relation between sets: `within(a, b)`.
pub(super) const RELATIONS: &[&str] = &[
    "overlaps",
    "within",
    "contains",
    "before",
    "after",
    "same",
    "same-sentence",
    "same-turn",
    "same-document",
    "same-case",
];

fn closing(open: char) -> Option<&'static [char]> {
    QUOTES.iter().find(|(o, _)| *o == open).map(|(_, close)| *close)
}

/// Cuts a query into tokens. Never fails: what cannot be read becomes a problem.
pub(super) fn lex(text: &str, problems: &mut Vec<Problem>) -> Vec<Token> {
    let mut lexer = Lexer { chars: text.chars().collect(), at: 0, problems, out: Vec::new(), open: Vec::new() };
    while lexer.at < lexer.chars.len() {
        lexer.next();
    }
    lexer.out
}

struct Lexer<'p> {
    chars: Vec<char>,
    at: usize,
    problems: &'p mut Vec<Problem>,
    out: Vec<Token>,
    /// For every bracket that is open: whether it belongs to a relation.
    open: Vec<bool>,
}

impl Lexer<'_> {
    /// Whether a bare word ends before a character.
    fn ends(&self, c: char) -> bool {
        c.is_whitespace() || matches!(c, '(' | ')') || closing(c).is_some() || (c == ',' && self.in_relation())
    }

    fn in_relation(&self) -> bool {
        self.open.contains(&true)
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn points(&self, start: usize) -> Points {
        Points { start: start as u32, end: self.at as u32 }
    }

    fn push(&mut self, start: usize, kind: TokenKind) {
        let points = self.points(start);
        self.out.push(Token { kind, points });
    }

    fn problem(&mut self, start: usize, what: impl Into<String>, hint: &str) {
        let points = self.points(start);
        self.problems.push(Problem::new(points, what, Some(hint.to_owned()).filter(|h| !h.is_empty())));
    }

    fn next(&mut self) {
        let start = self.at;
        let Some(c) = self.peek(0) else { return };
        match c {
            c if c.is_whitespace() => self.at += 1,
            '(' => {
                self.at += 1;
                let relation = matches!(self.out.last(), Some(Token { kind: TokenKind::Call(_), .. }));
                self.open.push(relation);
                self.push(start, TokenKind::Open);
            }
            ')' => {
                self.at += 1;
                self.open.pop();
                self.push(start, TokenKind::Close);
            }
            ',' if self.in_relation() => {
                self.at += 1;
                self.push(start, TokenKind::Comma);
            }
            '@' if self.peek(1).is_some_and(|n| n.is_alphanumeric() || closing(n).is_some()) => {
                self.at += 1;
                let name = self.value();
                self.push(start, TokenKind::Saved(name));
            }
            '-' | '−' if self.peek(1).is_some_and(|n| !n.is_whitespace() && n != ')') => {
                self.at += 1;
                self.push(start, TokenKind::Minus);
            }
            c if closing(c).is_some() => {
                let words = self.quoted();
                self.push(start, TokenKind::Phrase(words));
            }
            _ => self.word(start),
        }
    }

    /// Reads from an opening quotation mark to the closing one.
    fn quoted(&mut self) -> String {
        let start = self.at;
        let close = self.peek(0).and_then(closing).unwrap_or(&['"']);
        self.at += 1;
        let mut words = String::new();
        while let Some(c) = self.peek(0) {
            self.at += 1;
            match c {
                '\\' if self.peek(0).is_some_and(|n| n == '\\' || close.contains(&n)) => {
                    words.extend(self.peek(0));
                    self.at += 1;
                }
                c if close.contains(&c) => return words,
                c => words.push(c),
            }
        }
        self.problem(start, "a quotation mark is opened and never closed", "close it with \"");
        words
    }

    /// Reads what stands after a colon: bare and quoted pieces up to the next space or bracket.
    fn value(&mut self) -> Value {
        let mut value = Value::default();
        while let Some(c) = self.peek(0) {
            if closing(c).is_some() {
                value.text.push_str(&self.quoted());
                value.bare_tail = 0;
            } else if self.ends(c) {
                break;
            } else {
                value.text.push(c);
                value.bare_tail += c.len_utf8();
                self.at += 1;
            }
        }
        value
    }

    /// The relation at a place so many characters ahead, with its length.
    fn relation(&self, ahead: usize) -> Option<(Relation, usize)> {
        let second = self.peek(ahead + 1);
        Some(match (self.peek(ahead)?, second) {
            ('!', Some('=')) => (Relation::IsNot, 2),
            ('<', Some('=')) => (Relation::AtMost, 2),
            ('>', Some('=')) => (Relation::AtLeast, 2),
            ('<', Some('>')) => (Relation::IsNot, 2),
            ('=', Some('=')) => (Relation::Is, 2),
            (':' | '=', _) => (Relation::Is, 1),
            ('<', _) => (Relation::Less, 1),
            ('>', _) => (Relation::More, 1),
            ('≤', _) => (Relation::AtMost, 1),
            ('≥', _) => (Relation::AtLeast, 1),
            ('≠', _) => (Relation::IsNot, 1),
            _ => return None,
        })
    }

    /// A word, an operator, or a field with its value.
    fn word(&mut self, start: usize) {
        let mut length = 0;
        while self.peek(length).is_some_and(|c| c.is_ascii_alphabetic()) {
            length += 1;
        }
        let name: String = self.chars[start..start + length].iter().collect::<String>().to_ascii_lowercase();
        if self.call(start, &name) {
            return;
        }
        match self.peek(length) {
            Some('.') if name == "case" => return self.attribute(start),
            Some('/') if matches!(&*name, "near" | "then") && self.near(start, length, name == "then") => return,
            Some(':') if name == "re" && self.peek(length + 1) == Some('/') => return self.regex(start),
            Some(':') if self.is_field(&name, length + 1) => {
                self.at += length + 1;
                let value = self.value();
                return self.push(start, TokenKind::Field(name, value));
            }
            _ if name == "codes" && self.codes(start, length) => return,
            _ => {}
        }
        self.bare(start);
    }

    /// The name of a relation with its bracket to follow; false when it is only a word.
    fn call(&mut self, start: usize, name: &str) -> bool {
        let mut name = name.to_owned();
        if name == "same" && self.peek(4) == Some('-') {
            let rest = self.chars[start + 5..].iter().take_while(|c| c.is_ascii_alphabetic());
            name = format!("same-{}", rest.collect::<String>().to_ascii_lowercase());
        }
        let follows = self.peek(name.len()) == Some('(');
        if follows && RELATIONS.contains(&name.as_str()) {
            self.at += name.len();
            self.push(start, TokenKind::Call(name));
            return true;
        }
        false
    }

    /// Whether letters before a colon are meant as a field: known ones always, others when a value follows at once.
    fn is_field(&self, name: &str, ahead: usize) -> bool {
        let follows = self.peek(ahead).is_some_and(|c| !c.is_whitespace() && c != ')' && c != '(' && c != '/');
        !name.is_empty() && (follows || super::parse::FIELDS.iter().any(|f| f.0 == name))
    }

    fn bare(&mut self, start: usize) {
        while self.peek(0).is_some_and(|c| !self.ends(c)) {
            self.at += 1;
        }
        let word: String = self.chars[start..self.at].iter().collect();
        let kind = match word.to_ascii_lowercase().as_str() {
            "and" => TokenKind::And,
            "or" => TokenKind::Or,
            "not" => TokenKind::Not,
            _ => TokenKind::Bare(word),
        };
        self.push(start, kind);
    }

    fn digits(&mut self) -> Option<u32> {
        let start = self.at;
        while self.peek(0).is_some_and(|c| c.is_ascii_digit()) {
            self.at += 1;
        }
        self.chars[start..self.at].iter().collect::<String>().parse().ok()
    }

    /// `near/8`; false when it is only a word.
    fn near(&mut self, start: usize, length: usize, ordered: bool) -> bool {
        self.at += length + 1;
        let within = self.digits();
        if let (Some(within), true) = (within, self.peek(0).is_none_or(|c| self.ends(c))) {
            if within == 0 {
                self.problem(start, "words cannot be nearer than the next one", "write near/1 or more");
            } else {
                self.push(start, TokenKind::Near { within, ordered });
            }
            return true;
        }
        self.at = start;
        false
    }

    fn regex(&mut self, start: usize) {
        self.at += 4;
        let mut pattern = String::new();
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some('\\'), Some('/')) => {
                    pattern.push('/');
                    self.at += 2;
                }
                (Some('\\'), Some(next)) => {
                    pattern.extend(['\\', next]);
                    self.at += 2;
                }
                (Some('/'), _) => {
                    self.at += 1;
                    return self.push(start, TokenKind::Regex(pattern));
                }
                (Some(c), _) => {
                    pattern.push(c);
                    self.at += 1;
                }
                (None, _) => {
                    return self.problem(start, "a regular expression is never closed", "close it: re:/colou?r/");
                }
            }
        }
    }

    /// `codes>2`; false when it is only the word.
    fn codes(&mut self, start: usize, length: usize) -> bool {
        self.at += length;
        self.spaces();
        if let Some((relation, signs)) = self.relation(0).filter(|_| self.peek(0) != Some(':')) {
            self.at += signs;
            self.spaces();
            match self.digits() {
                Some(n) => self.push(start, TokenKind::Codes(relation, n)),
                None => self.problem(start, "`codes` is compared with a number", "codes>2"),
            }
            return true;
        }
        self.at = start;
        false
    }

    fn spaces(&mut self) {
        while self.peek(0).is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    fn attribute(&mut self, start: usize) {
        self.at += 5;
        let mut name = String::new();
        if self.peek(0).is_some_and(|c| closing(c).is_some()) {
            name = self.quoted();
        }
        while self.peek(0).is_some_and(|c| !self.ends(c)) && self.relation(0).is_none() {
            name.extend(self.peek(0));
            self.at += 1;
        }
        let after_name = self.at;
        self.spaces();
        match self.relation(0).filter(|_| self.at == after_name || self.peek(0) != Some(':')) {
            Some((relation, signs)) if !name.is_empty() => {
                let colon = self.peek(0) == Some(':');
                self.at += signs;
                if !colon {
                    self.spaces();
                }
                let value = self.value();
                self.push(start, TokenKind::Attribute(name, relation, value));
            }
            _ => {
                self.at = after_name;
                let hint = "case.industry:\"Health Care\", case.founded<1900";
                self.problem(start, "an attribute needs a name, a relation and a value", hint);
            }
        }
    }
}
