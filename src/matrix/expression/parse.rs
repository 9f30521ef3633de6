use super::lex::{Token, lex};
use super::{Comparison, Kind, Node, fault_in};
use crate::case::Value;
use crate::fault::{Fault, Outcome};

/// How deep brackets and `not` may be nested: far more than anybody writes, and little enough for any stack.
const DEPTH: usize = 64;

/// Reads an expression. Errors (kind *asked*) show the place.
pub fn parse(text: &str) -> Outcome<Node> {
    let mut parser = Parser { text, tokens: lex(text)?, next: 0, depth: 0 };
    if parser.tokens.is_empty() {
        return Err(
            Fault::asked("an empty rule").hint("write a condition such as has('code') or industry = 'Health Care'")
        );
    }
    let node = parser.either()?;
    match parser.tokens.get(parser.next) {
        None => Ok(node),
        Some((at, _)) => Err(parser.fault_at(*at, "this is one piece too many").hint("join conditions with and / or")),
    }
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<(usize, Token)>,
    next: usize,
    depth: usize,
}

impl Parser<'_> {
    fn fault_at(&self, at: usize, what: impl Into<String>) -> Fault {
        fault_in(self.text, at, what)
    }

    /// Place of the next token, or of the end.
    fn here(&self) -> usize {
        self.tokens.get(self.next).map_or_else(|| self.text.chars().count(), |(at, _)| *at)
    }

    fn word(&self) -> Option<String> {
        match self.tokens.get(self.next) {
            Some((_, Token::Name(name, true))) => Some(name.to_lowercase()),
            _ => None,
        }
    }

    fn take_word(&mut self, word: &str) -> bool {
        let there = self.word().as_deref() == Some(word);
        self.next += usize::from(there);
        there
    }

    fn take_sign(&mut self, sign: &str) -> bool {
        let there = matches!(self.tokens.get(self.next), Some((_, Token::Sign(s))) if *s == sign);
        self.next += usize::from(there);
        there
    }

    fn expect_word(&mut self, word: &str) -> Outcome<()> {
        let at = self.here();
        if self.take_word(word) { Ok(()) } else { Err(self.fault_at(at, format!("“{word}” is missing here"))) }
    }

    fn expect_sign(&mut self, sign: &str) -> Outcome<()> {
        let at = self.here();
        if self.take_sign(sign) { Ok(()) } else { Err(self.fault_at(at, format!("“{sign}” is missing here"))) }
    }

    fn either(&mut self) -> Outcome<Node> {
        let at = self.here();
        let mut parts = vec![self.both()?];
        while self.take_word("or") {
            parts.push(self.both()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Node { at, kind: Kind::Or(parts) } })
    }

    fn both(&mut self) -> Outcome<Node> {
        let at = self.here();
        let mut parts = vec![self.negation()?];
        while self.take_word("and") {
            parts.push(self.negation()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Node { at, kind: Kind::And(parts) } })
    }

    fn negation(&mut self) -> Outcome<Node> {
        let at = self.here();
        let mut denied = false;
        let mut any = false;
        while self.take_word("not") {
            denied = !denied;
            any = true;
        }
        let inner = self.comparison()?;
        Ok(match (any, denied) {
            (false, _) => inner,
            (true, true) => Node { at, kind: Kind::Not(Box::new(inner)) },
            // Kept as two, so that it is still checked to be yes or no.
            (true, false) => {
                let once = Node { at, kind: Kind::Not(Box::new(inner)) };
                Node { at, kind: Kind::Not(Box::new(once)) }
            }
        })
    }

    fn comparison(&mut self) -> Outcome<Node> {
        let at = self.here();
        let left = self.value()?;
        let comparison = match self.tokens.get(self.next) {
            Some((_, Token::Sign("=" | "=="))) => Comparison::Equal,
            Some((_, Token::Sign("!=" | "<>"))) => Comparison::Unequal,
            Some((_, Token::Sign("<"))) => Comparison::Less,
            Some((_, Token::Sign("<="))) => Comparison::AtMost,
            Some((_, Token::Sign(">"))) => Comparison::More,
            Some((_, Token::Sign(">="))) => Comparison::AtLeast,
            _ => return Ok(left),
        };
        self.next += 1;
        let right = self.value()?;
        Ok(Node { at, kind: Kind::Compare(Box::new(left), comparison, Box::new(right)) })
    }

    fn value(&mut self) -> Outcome<Node> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(self.fault_at(self.here(), "this is nested too deeply"));
        }
        let node = self.one_value();
        self.depth -= 1;
        node
    }

    fn one_value(&mut self) -> Outcome<Node> {
        let at = self.here();
        let Some((_, token)) = self.tokens.get(self.next).cloned() else {
            return Err(self.fault_at(at, "something is missing at the end"));
        };
        self.next += 1;
        let kind = match token {
            Token::Text(text) => Kind::Literal(Value::Text(text)),
            Token::Number(number) => Kind::Literal(Value::Number(number)),
            Token::Sign("(") => {
                let inner = self.either()?;
                self.expect_sign(")")?;
                inner.kind
            }
            Token::Name(name, false) => Kind::Attribute(name),
            Token::Name(name, true) => self.named(&name, at)?,
            Token::Sign(sign) => return Err(self.fault_at(at, format!("“{sign}” cannot stand here"))),
        };
        Ok(Node { at, kind })
    }

    fn named(&mut self, name: &str, at: usize) -> Outcome<Kind> {
        let called = matches!(self.tokens.get(self.next), Some((_, Token::Sign("("))));
        Ok(match name.to_lowercase().as_str() {
            "yes" | "true" => Kind::Literal(Value::YesNo(true)),
            "no" | "false" => Kind::Literal(Value::YesNo(false)),
            "case" => self.case()?,
            "has" if called => Kind::Has(self.argument("a code: has('code')")?),
            "count" if called => Kind::Count(self.argument("a query: count('query')")?),
            "coded" if called => {
                self.next += 1;
                self.expect_sign(")")?;
                Kind::Coded
            }
            "coded" => Kind::Coded,
            "and" | "or" | "when" | "then" | "else" | "end" => {
                return Err(self.fault_at(at, format!("“{name}” cannot stand here")));
            }
            _ if called => {
                let fault = self.fault_at(at, format!("no function “{name}”"));
                return Err(match crate::matrix::spec::nearest(name, &["has", "count", "coded"]) {
                    Some(near) => fault.hint(format!("did you mean {near}(…)?")),
                    None => fault.hint("there are has('code'), count('query') and coded"),
                });
            }
            _ => Kind::Attribute(name.strip_prefix("case.").unwrap_or(name).to_owned()),
        })
    }

    fn argument(&mut self, wanted: &str) -> Outcome<String> {
        self.next += 1;
        let at = self.here();
        let argument = match self.tokens.get(self.next) {
            Some((_, Token::Text(text) | Token::Name(text, false))) if !text.trim().is_empty() => text.clone(),
            _ => return Err(self.fault_at(at, format!("in the brackets there must be {wanted}"))),
        };
        self.next += 1;
        self.expect_sign(")")?;
        Ok(argument)
    }

    fn case(&mut self) -> Outcome<Kind> {
        let mut arms = Vec::new();
        while self.take_word("when") {
            let when = self.either()?;
            self.expect_word("then")?;
            arms.push((when, self.value()?));
        }
        if arms.is_empty() {
            return Err(self.fault_at(self.here(), "“when” is missing here").hint("case when … then … else … end"));
        }
        let other = if self.take_word("else") { Some(Box::new(self.value()?)) } else { None };
        self.expect_word("end")?;
        Ok(Kind::Case(arms, other))
    }
}
