use super::fault_in;
use crate::fault::Outcome;

/// A piece of an expression.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Token {
    /// A bare or quoted name; true when bare, so that it can be a keyword.
    Name(String, bool),
    /// `'…'`.
    Text(String),
    /// A number.
    Number(f64),
    /// An operator or bracket.
    Sign(&'static str),
}

const SIGNS: [&str; 11] = ["==", "!=", "<>", "<=", ">=", "=", "<", ">", "(", ")", ","];

/// Cuts an expression into tokens, each with its place in characters.
pub(super) fn lex(text: &str) -> Outcome<Vec<(usize, Token)>> {
    let chars: Vec<char> = text.chars().collect();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let start = at;
        if c.is_whitespace() {
            at += 1;
            continue;
        }
        let token = match c {
            '\'' | '"' | '‘' | '“' => {
                let (inner, end) = quoted(text, &chars, at)?;
                at = end;
                if matches!(c, '\'' | '‘') { Token::Text(inner) } else { Token::Name(inner, false) }
            }
            c if c.is_ascii_digit() || (c == '-' && chars.get(at + 1).is_some_and(char::is_ascii_digit)) => {
                at += 1;
                while chars.get(at).is_some_and(|c| c.is_ascii_digit() || *c == '.') {
                    at += 1;
                }
                let digits: String = chars[start..at].iter().collect();
                let read = digits.parse::<f64>().ok().filter(|n| n.is_finite());
                Token::Number(read.ok_or_else(|| fault_in(text, start, format!("“{digits}” is no number")))?)
            }
            c if c.is_alphabetic() || c == '_' => {
                while chars.get(at).is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '.')) {
                    at += 1;
                }
                Token::Name(chars[start..at].iter().collect(), true)
            }
            _ => {
                let rest: String = chars[at..].iter().take(2).collect();
                let sign = SIGNS.iter().find(|s| rest.starts_with(**s));
                let sign = sign.ok_or_else(|| fault_in(text, at, format!("“{c}” means nothing here")))?;
                at += sign.len();
                Token::Sign(sign)
            }
        };
        out.push((start, token));
    }
    Ok(out)
}

/// The text between quotation marks, and the place after them. A doubled mark stands for itself.
fn quoted(text: &str, chars: &[char], start: usize) -> Outcome<(String, usize)> {
    let close = match chars[start] {
        '‘' => '’',
        '“' => '”',
        same => same,
    };
    let mut inner = String::new();
    let mut at = start + 1;
    while let Some(&c) = chars.get(at) {
        at += 1;
        if c != close {
            inner.push(c);
        } else if chars.get(at) == Some(&close) {
            inner.push(c);
            at += 1;
        } else {
            return Ok((inner, at));
        }
    }
    Err(fault_in(text, start, "this quotation mark is never closed"))
}
