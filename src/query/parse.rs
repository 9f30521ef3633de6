use super::lex::{Token, TokenKind, Value, lex};
use super::words::Analyser;
use super::{Alike, Atom, Expr, Near, Parsed, Problem, Query, Reach, Relation, Sort, Spot, TextAtom, Unit};
use crate::text::Points;

/// Fields with what stands after their colon, for hints.
pub(super) const FIELDS: &[(&str, &str)] = &[
    ("code", "code:trust, code:access+ (with sub-codes), code:access/* (only sub-codes)"),
    ("case", "case:P07"),
    ("doc", "doc:interview-3"),
    ("document", "document:interview-3"),
    ("speaker", "speaker:Marta"),
    ("role", "role:CIO, role:interviewer, role:respondent"),
    ("coder", "coder:lena"),
    ("question", "question:\"what changed\", question:3"),
    ("turn", "turn:13, turn:13-17"),
    ("unit", "unit:match, unit:sentence, unit:turn, unit:document, unit:case"),
    ("in", "in:interview-3, in:P07"),
    ("exact", "exact:US, exact:\"más que\""),
    ("lone", "lone:trust, lone:access+"),
    ("memo", "memo:finger, memo:\"her name\", memo:* (any memo)"),
    ("since", "since:2015-03-12, since:\"before axial coding\", since:14 (a step)"),
    ("like", "like:\"jon 13\", like:\"jon 13:2\" (a document and a place in it)"),
    ("suggest", "suggest:trust, suggest:trust+"),
    ("saved", "saved:shut-out, @shut-out"),
    ("sort", "sort:place, sort:relevance, sort:case, sort:code, sort:time"),
];

/// Reads a query. Never fails: what is not understood is left out of the tree and told as a problem with its place.
pub fn parse(text: &str) -> Parsed {
    let mut problems = Vec::new();
    let tokens = lex(text, &mut problems);
    let mut parser = Parser { tokens, at: 0, unit: None, sort: None, problems, depth: 0 };
    let mut parts = Vec::new();
    while parser.at < parser.tokens.len() {
        parts.extend(parser.any());
        if let Some(token) = parser.take_if(|k| *k == TokenKind::Close) {
            parser.problem(token.points, "a bracket is closed that was never opened", None);
        }
        // Left over from a relation that was closed by mistake.
        parser.take_if(|k| *k == TokenKind::Comma);
    }
    let mut problems = parser.problems;
    problems.sort_by_key(|p| p.points);
    Parsed { query: Query { expr: Expr::and(parts), unit: parser.unit, sort: parser.sort }, problems }
}

/// Deeper brackets are refused: no person writes them, and the tree is walked by recursion.
pub(super) const DEPTH: usize = 64;

pub(super) struct Parser {
    pub tokens: Vec<Token>,
    pub at: usize,
    pub unit: Option<Unit>,
    pub sort: Option<Sort>,
    problems: Vec<Problem>,
    pub depth: usize,
}

impl Parser {
    pub fn peek(&self) -> Option<&TokenKind> {
        self.tokens.get(self.at).map(|t| &t.kind)
    }

    pub fn take(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    pub fn take_if(&mut self, test: impl Fn(&TokenKind) -> bool) -> Option<Token> {
        if self.peek().is_some_and(test) { self.take() } else { None }
    }

    /// Whether nothing more can follow to the right of an operator.
    fn at_end(&self) -> bool {
        matches!(self.peek(), None | Some(TokenKind::Or | TokenKind::Close | TokenKind::Comma))
    }

    pub fn problem(&mut self, points: Points, what: impl Into<String>, hint: Option<&str>) {
        self.problems.push(Problem::new(points, what, hint.map(str::to_owned)));
    }

    /// `a or b or …`
    pub fn any(&mut self) -> Option<Expr> {
        let mut parts: Vec<Expr> = self.all().into_iter().collect();
        while let Some(or) = self.take_if(|k| *k == TokenKind::Or) {
            match (parts.is_empty(), self.all()) {
                (false, Some(part)) => parts.push(part),
                (_, part) => {
                    self.problem(or.points, "`or` stands between two things", Some("to find the word itself: \"or\""));
                    parts.extend(part);
                }
            }
        }
        if parts.is_empty() { None } else { Some(Expr::or(parts)) }
    }

    /// `a b and c …`
    fn all(&mut self) -> Option<Expr> {
        let mut parts: Vec<Expr> = Vec::new();
        loop {
            match self.peek() {
                None | Some(TokenKind::Or | TokenKind::Close | TokenKind::Comma) => break,
                Some(TokenKind::And) => {
                    let and = self.take().map_or(Points::default(), |t| t.points);
                    let alone = parts.is_empty() || self.at_end() || matches!(self.peek(), Some(TokenKind::And));
                    if alone {
                        self.problem(and, "`and` stands between two things", Some("to find the word itself: \"and\""));
                    }
                }
                Some(_) => parts.extend(self.near()),
            }
        }
        if parts.is_empty() { None } else { Some(Expr::and(parts)) }
    }

    /// `a near/8 b`
    fn near(&mut self) -> Option<Expr> {
        let mut left = self.one();
        while let Some(token) = self.take_if(|k| matches!(k, TokenKind::Near { .. })) {
            let TokenKind::Near { within, ordered } = token.kind else { break };
            let right = match self.peek() {
                Some(TokenKind::And | TokenKind::Near { .. }) => None,
                _ if self.at_end() => None,
                _ => self.one(),
            };
            left = match (left, right) {
                (Some(Expr::Atom(Atom::Text(first), a)), Some(Expr::Atom(Atom::Text(second), b))) => {
                    let spot = Spot(Points { start: a.0.start, end: b.0.end });
                    let near = Near { first, second, within, ordered };
                    Some(Expr::Atom(Atom::Text(TextAtom::Near(Box::new(near))), spot))
                }
                (left, right) => {
                    let hint = Some("press near/8 button, \"the app\" then/3 code*");
                    self.problem(token.points, "`near` and `then` stand between two words or phrases", hint);
                    Some(Expr::and(left.into_iter().chain(right)))
                }
            };
        }
        left.filter(|e| *e != Expr::All)
    }

    fn one(&mut self) -> Option<Expr> {
        let token = self.take()?;
        let points = token.points;
        let atom = match token.kind {
            TokenKind::Minus | TokenKind::Not => return self.denied(points),
            TokenKind::Open => return self.group(points),
            TokenKind::Phrase(words) => self.phrase(words, points),
            TokenKind::Bare(word) => self.bare(word, points),
            TokenKind::Regex(pattern) => self.regex(pattern, points),
            TokenKind::Codes(relation, n) => Some(Atom::Codes(relation, n)),
            TokenKind::Attribute(name, relation, value) => self.attribute(name, relation, value, points),
            TokenKind::Field(name, value) => self.field(&name, value, points),
            TokenKind::Near { .. } => {
                self.problem(points, "`near` and `then` stand between two words or phrases", None);
                None
            }
            TokenKind::Saved(name) => self.saved(&name.text, points),
            TokenKind::Call(name) => return self.call(&name, points),
            TokenKind::And | TokenKind::Or | TokenKind::Close | TokenKind::Comma => None,
        };
        atom.map(|atom| Expr::Atom(atom, Spot(points)))
    }

    fn denied(&mut self, points: Points) -> Option<Expr> {
        if self.at_end() || matches!(self.peek(), Some(TokenKind::And)) {
            self.problem(points, "nothing stands after the minus or `not`", Some("-word, -code:trust, -(a or b)"));
            return None;
        }
        if self.depth >= DEPTH {
            return self.too_deep(points);
        }
        self.depth += 1;
        let inner = self.one();
        self.depth -= 1;
        inner.map(Expr::negated)
    }

    fn group(&mut self, points: Points) -> Option<Expr> {
        if self.depth >= DEPTH {
            return self.too_deep(points);
        }
        self.depth += 1;
        let told = self.problems.len();
        let inner = self.any();
        self.depth -= 1;
        if self.take_if(|k| *k == TokenKind::Close).is_none() {
            self.problem(points, "a bracket is opened and never closed", None);
        } else if inner.is_none() && self.problems.len() == told && self.unit.is_none() && self.sort.is_none() {
            self.problem(points, "the brackets are empty", None);
        }
        inner
    }

    pub fn too_deep(&mut self, points: Points) -> Option<Expr> {
        self.problem(points, format!("brackets are nested more than {DEPTH} deep"), None);
        self.at = self.tokens.len();
        None
    }

    fn phrase(&mut self, words: String, points: Points) -> Option<Atom> {
        if Analyser::keys(&words).is_empty() {
            self.no_words(&words, points);
            return None;
        }
        Some(Atom::Text(TextAtom::Phrase(words)))
    }

    fn no_words(&mut self, words: &str, points: Points) {
        let hint = match words {
            "|" | "||" => "write `or`",
            "&" | "&&" | "+" => "write `and`, or nothing between the words",
            "*" => "write the beginning of a word before the star",
            _ => "signs are found by a regular expression: re:/…/",
        };
        self.problem(points, format!("“{words}” holds no word to look for"), Some(hint));
    }

    fn bare(&mut self, word: String, points: Points) -> Option<Atom> {
        match word.to_ascii_lowercase().as_str() {
            "telling" => return Some(Atom::Telling),
            "uncoded" => return Some(Atom::Uncoded),
            _ => {}
        }
        if let Some(tag) = word.strip_prefix('#').filter(|tag| !tag.is_empty()) {
            if tag.chars().all(super::memos::in_tag) {
                return Some(Atom::Tag(tag.to_owned()));
            }
            let hint = Some("#hinge finds the tag in memos; to find the word, leave the # out");
            self.problem(points, format!("“{word}” is no tag"), hint);
            return None;
        }
        let (stem, mark) = match word.char_indices().next_back() {
            Some((at, mark @ ('*' | '~'))) => (&word[..at], Some(mark)),
            _ => (word.as_str(), None),
        };
        if Analyser::keys(stem).is_empty() {
            self.no_words(&word, points);
            return None;
        }
        if let Some(star) = stem.find(['*', '~']) {
            let what = format!("“{}” can only stand at the end of a word", &stem[star..=star]);
            self.problem(points, what, Some("wait* finds waiting and waited; anything else: re:/…/"));
            return None;
        }
        if mark == Some('~') && Analyser::keys(stem).len() > 1 {
            self.problem(points, "only single words can be looked for with their misspellings", None);
            return None;
        }
        Some(Atom::Text(match mark {
            Some('*') => TextAtom::Prefix(stem.to_owned()),
            Some(_) => TextAtom::Fuzzy(stem.to_owned()),
            None => TextAtom::Word(word),
        }))
    }

    fn regex(&mut self, pattern: String, points: Points) -> Option<Atom> {
        match super::pattern::compile(&pattern) {
            Ok(_) => Some(Atom::Text(TextAtom::Regex(pattern))),
            Err(why) => {
                self.problem(points, why, Some("re:/colou?r/"));
                None
            }
        }
    }

    fn attribute(&mut self, name: String, relation: Relation, value: Value, points: Points) -> Option<Atom> {
        if value.text.trim().is_empty() {
            let what = format!("no value to compare “{name}” with");
            self.problem(points, what, Some("case.industry:\"Health Care\", case.founded<1900"));
            return None;
        }
        Some(Atom::Attribute { name, relation, value: value.text })
    }

    fn field(&mut self, name: &str, value: Value, points: Points) -> Option<Atom> {
        let Some((_, example)) = FIELDS.iter().find(|f| f.0 == name) else {
            let near = super::near::nearest(name, FIELDS.iter().map(|f| f.0));
            let meant = near.first().map(|n| format!("did you mean `{n}:`? ")).unwrap_or_default();
            let hint = format!("{meant}To find the words, put them in quotation marks");
            self.problem(points, format!("nothing is known of `{name}:`"), Some(&hint));
            return None;
        };
        let text = value.text.trim().to_owned();
        if text.is_empty() {
            self.problem(points, format!("nothing stands after `{name}:`"), Some(example));
            return None;
        }
        match name {
            "code" => self.code(&value, points).map(|(path, reach)| Atom::Code { path, reach }),
            "lone" => self.code(&value, points).map(|(path, reach)| Atom::Lone { path, reach }),
            "like" => Some(Atom::Alike(Alike::Passage(text))),
            "suggest" => self.code(&value, points).map(|(path, reach)| Atom::Alike(Alike::Codes { path, reach })),
            "in" => Some(Atom::In(text)),
            "memo" => self.memo(text, points),
            "since" => Some(Atom::Since(text)),
            "saved" => self.saved(&text, points),
            "exact" => self.exact(text, points),
            "case" => Some(Atom::Case(text)),
            "doc" | "document" => Some(Atom::Document(text)),
            "speaker" => Some(Atom::Speaker(text)),
            "role" => Some(Atom::Role(text)),
            "coder" => Some(Atom::Coder(text)),
            "question" => Some(Atom::Question(text)),
            "turn" => self.turns(&text, points, example),
            "sort" => {
                self.set_sort(&text, points, example);
                None
            }
            _ => {
                self.set_unit(&text, points, example);
                None
            }
        }
    }

    fn saved(&mut self, name: &str, points: Points) -> Option<Atom> {
        let name = name.trim();
        if name.is_empty() {
            self.problem(points, "no saved query is named", Some("@shut-out, @\"shut out\""));
            return None;
        }
        Some(Atom::Saved(name.to_owned()))
    }

    fn memo(&mut self, words: String, points: Points) -> Option<Atom> {
        if words != "*" && Analyser::keys(&words).is_empty() {
            self.no_words(&words, points);
            return None;
        }
        Some(Atom::Memo(words))
    }

    fn exact(&mut self, words: String, points: Points) -> Option<Atom> {
        if Analyser::keys(&words).is_empty() {
            self.no_words(&words, points);
            return None;
        }
        Some(Atom::Text(TextAtom::Exact(words)))
    }

    fn code(&mut self, value: &Value, points: Points) -> Option<(String, Reach)> {
        let (quoted, bare) = value.text.split_at(value.text.len() - value.bare_tail);
        let (bare, reach) = match (bare.strip_suffix('+'), bare.strip_suffix("/*")) {
            (Some(path), _) => (path, Reach::Family),
            (_, Some(path)) => (path, Reach::Below),
            _ => (bare, Reach::Only),
        };
        let path = format!("{quoted}{bare}").trim().to_owned();
        if crate::codebook::split_path(&path).is_empty() {
            self.problem(points, "no code is named", Some("code:trust, code:access+, code:access/*"));
            return None;
        }
        Some((path, reach))
    }

    fn turns(&mut self, text: &str, points: Points, example: &str) -> Option<Atom> {
        let (first, last) = text.split_once(['-', '–']).unwrap_or((text, text));
        match (first.trim().parse::<u32>(), last.trim().parse::<u32>()) {
            (Ok(first), Ok(last)) if first > 0 && first <= last => Some(Atom::Turns(first, last)),
            _ => {
                self.problem(points, format!("“{text}” is no turn, nor turns from one to another"), Some(example));
                None
            }
        }
    }

    fn set_sort(&mut self, text: &str, points: Points, example: &str) {
        let Some(sort) = Sort::of_word(&text.to_lowercase()) else {
            return self.problem(points, format!("results cannot be sorted by “{text}”"), Some(example));
        };
        if self.sort.is_some_and(|s| s != sort) {
            self.problem(points, "a query has one order", None);
        }
        self.sort = Some(sort);
    }

    fn set_unit(&mut self, text: &str, points: Points, example: &str) {
        let Some(unit) = Unit::of_word(text) else {
            return self.problem(points, format!("“{text}” is no unit"), Some(example));
        };
        if self.unit.is_some_and(|u| u != unit) {
            self.problem(points, "a query has one unit", None);
        }
        self.unit = Some(unit);
    }
}
