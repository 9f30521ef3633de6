//! One page of HTML that needs nothing else: no network, no other file.
//!
//! A click on a cell, or Enter, shows the quotes behind it; typing filters the rows; arrows move, `/` goes to the filter, Esc back. The page forbids itself every
//! connection and every script but its own, by the hash of that script, so that nothing in a transcript can ever run.

mod table;
#[cfg(test)]
mod tests;

use super::markup::{escaped, right_to_left};
use super::paper::{Block, Paper, Run};
use crate::fault::{Fault, Outcome};
use crate::matrix::Evidence;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fmt::Write;

const STYLE: &str = include_str!("page.css");
/// What makes the page answer: the same in every page, and so nothing of any study.
pub(super) const SCRIPT: &str = include_str!("page.js");

/// The passages behind the cells of a page, each once.
#[derive(Default)]
struct Passages<'p> {
    all: Vec<&'p Evidence>,
    numbers: HashMap<(String, &'p [String]), usize>,
}

/// A passage as the page's script reads it.
#[derive(Serialize)]
struct Passage<'p> {
    document: &'p str,
    place: &'p str,
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<&'p str>,
    quote: &'p str,
    codes: &'p [String],
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    telling: bool,
}

impl<'p> Passages<'p> {
    fn number(&mut self, evidence: &'p Evidence) -> usize {
        let next = self.all.len();
        let number = *self.numbers.entry((evidence.id(), evidence.codes.as_slice())).or_insert(next);
        if number == next {
            self.all.push(evidence);
        }
        number
    }

    /// As JSON in which nothing can end the element it stands in.
    fn json(&self) -> Outcome<String> {
        let one = |e: &&'p Evidence| Passage {
            document: &e.document,
            place: &e.place,
            speaker: e.speaker.as_deref(),
            quote: &e.quote,
            codes: &e.codes,
            telling: e.telling,
        };
        let all: Vec<Passage<'_>> = self.all.iter().map(one).collect();
        let json = serde_json::to_string(&all).map_err(|e| Fault::bug(format!("JSON cannot be written: {e}")))?;
        Ok(json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026"))
    }
}

/// Writes the page; the same paper always gives the same bytes.
///
/// Errors (kind *bug*): quotes that cannot be written as JSON.
pub(super) fn write(paper: &Paper) -> Outcome<Vec<u8>> {
    let first = paper.blocks.iter().find_map(|b| match b {
        Block::Table(table, _) => Some(table.title.as_str()),
        _ => None,
    });
    let title = if paper.title.is_empty() { first.unwrap_or("Casebook") } else { &paper.title };
    let mut passages = Passages::default();
    let mut body = String::new();
    if !paper.title.is_empty() {
        let _ = writeln!(body, "<h1 dir=\"auto\">{}</h1>", escaped(&paper.title));
        contents(&mut body, paper);
    }
    let mut list = false;
    for (n, block) in paper.blocks.iter().enumerate() {
        let item = matches!(block, Block::Item(_));
        if item != list {
            body.push_str(if item { "<ul>\n" } else { "</ul>\n" });
            list = item;
        }
        write_block(&mut body, n, block, &mut passages);
    }
    if list {
        body.push_str("</ul>\n");
    }
    let way = if right_to_left(title) { " dir=\"rtl\"" } else { "" };
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        base64(&Sha256::digest(STYLE)),
        base64(&Sha256::digest(SCRIPT))
    );
    Ok(format!(
        "<!DOCTYPE html>\n<html{way}>\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n\
         <aside id=\"panel\" aria-live=\"polite\" hidden><h2 dir=\"auto\"></h2><button type=\"button\" aria-label=\"Close\">Esc</button><ol></ol></aside>\n\
         <script type=\"application/json\" id=\"passages\">{}</script>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
        escaped(title),
        passages.json()?
    )
    .into_bytes())
}

/// Links to the highest headings, where there are several.
fn contents(body: &mut String, paper: &Paper) {
    let headings = || {
        paper.blocks.iter().enumerate().filter_map(|(n, b)| match b {
            Block::Heading(1, words) => Some((n, words)),
            _ => None,
        })
    };
    if headings().count() < 2 {
        return;
    }
    body.push_str("<nav><ul>\n");
    for (n, words) in headings() {
        let _ = writeln!(body, "<li><a href=\"#h{n}\" dir=\"auto\">{}</a></li>", escaped(words));
    }
    body.push_str("</ul></nav>\n");
}

fn write_block<'p>(out: &mut String, n: usize, block: &'p Block, passages: &mut Passages<'p>) {
    let _ = match block {
        Block::Heading(level, words) => {
            let level = level.clamp(&1, &4) + 1;
            let tag = if level > 4 { "h4".to_owned() } else { format!("h{level}") };
            writeln!(out, "<{tag} id=\"h{n}\" dir=\"auto\">{}</{tag}>", escaped(words))
        }
        Block::Paragraph(runs) => writeln!(out, "<p dir=\"auto\">{}</p>", inline(runs)),
        Block::Item(runs) => writeln!(out, "<li dir=\"auto\">{}</li>", inline(runs)),
        Block::Quote { words, source } => {
            let source = if source.is_empty() { String::new() } else { format!(" <cite>({})</cite>", escaped(source)) };
            writeln!(out, "<blockquote dir=\"auto\">{}{source}</blockquote>", lines(words))
        }
        Block::Table(matrix, _) => {
            table::write(out, matrix, passages);
            Ok(())
        }
    };
}

fn inline(runs: &[Run]) -> String {
    let mut out = String::new();
    for run in runs {
        let (open, close) = match (run.bold, run.italic) {
            (true, _) => ("<b>", "</b>"),
            (_, true) => ("<i>", "</i>"),
            _ => ("", ""),
        };
        let _ = write!(out, "{open}{}{close}", lines(&run.text));
    }
    out
}

fn lines(text: &str) -> String {
    escaped(text).replace('\n', "<br>")
}

/// RFC 4648.
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let number = three.iter().chain([0, 0].iter()).take(3).fold(0u32, |n, b| (n << 8) | u32::from(*b));
        for place in 0..4 {
            let sign = SIGNS[(number >> (18 - 6 * place)) as usize & 63];
            out.push(if place <= three.len() { char::from(sign) } else { '=' });
        }
    }
    out
}
