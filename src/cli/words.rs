use super::arguments::{Arguments, Collocates, Counting, Keywords, Words};
use super::find::{catch_up, words_of};
use super::{Io, open};
use crate::fault::{Fault, Outcome};
use crate::query::lexis::{self, By, Stops};
use crate::query::{Hit, evaluate, understand};
use crate::report::{Align, Field, listing, records};
use serde_json::{Value, json};
use std::path::Path;

/// Reads what `--stop` names: a language, `auto`, or a file.
fn stops(counting: &Counting) -> Outcome<Stops> {
    match counting.stop.as_deref() {
        None => Ok(Stops::none()),
        Some("auto") => Ok(Stops::auto()),
        Some(name) => {
            let path = Path::new(name);
            if name.contains(['/', '.', '\\']) || path.is_file() {
                let text = std::fs::read_to_string(path)
                    .map_err(|e| Fault::disk(format!("the function words cannot be read: {e}")).at(name))?;
                return Ok(Stops::words(&text));
            }
            Stops::of(name)
        }
    }
}

/// A table of words: headings, and for each row its fields; the last field of each is the command that lists its passages.
struct Table<'t> {
    headings: &'t [&'t str],
    rows: Vec<Vec<Field>>,
    finds: Vec<String>,
    /// What is said above it, and as fields of the JSON.
    about: Value,
}

fn number(n: f64) -> String {
    format!("{n:.2}")
}

impl Table<'_> {
    fn print(self, counting: &Counting, io: &mut Io) -> Outcome<u8> {
        let all = self.rows.len();
        let shown = all.min(counting.limit);
        if io.json {
            let field = |f: &Field| match f {
                Field::Text(t) => json!(t),
                Field::Count(n) => json!(n),
                Field::Number(n) => json!(n),
                Field::None => Value::Null,
            };
            let rows: Vec<Value> = (0..shown)
                .map(|n| {
                    let fields = self.headings.iter().zip(&self.rows[n]);
                    let mut map: serde_json::Map<String, Value> =
                        fields.map(|(h, f)| ((*h).to_owned(), field(f))).collect();
                    map.insert("find".to_owned(), json!(self.finds[n]));
                    Value::Object(map)
                })
                .collect();
            let mut out = self.about;
            out["words"] = Value::Array(rows);
            io.json(&out);
        } else if counting.csv {
            let headings: Vec<&str> = self.headings.iter().copied().chain(["find"]).collect();
            let with_find = |n: usize| -> Vec<Field> {
                self.rows[n].iter().cloned().chain([Field::Text(self.finds[n].clone())]).collect()
            };
            let bytes = records(&headings, &(0..shown).map(with_find).collect::<Vec<_>>())?;
            io.print(String::from_utf8_lossy(&bytes).trim_end_matches('\n'));
        } else if all > 0 {
            let text = |f: &Field| match f {
                Field::Text(t) => t.clone(),
                Field::Count(n) => n.to_string(),
                Field::Number(n) => number(*n),
                Field::None => String::new(),
            };
            let rows: Vec<Vec<String>> = self.rows[..shown].iter().map(|row| row.iter().map(text).collect()).collect();
            let mut align = vec![Align::Right; self.headings.len()];
            align[0] = Align::Left;
            io.print(&listing(self.headings, &align, &rows, io.width));
            if shown < all {
                io.note(&format!("{shown} of {all} words shown; --limit shows more"));
            }
            io.note(&format!("The passages of a word, here of the first: {}", self.finds[0]));
        } else {
            io.note("No words.");
        }
        Ok(u8::from(all == 0))
    }
}

/// The command that lists the passages of a word.
fn find(query: &str) -> String {
    format!("casebook find '{}'", query.replace('\'', "'\\''"))
}

/// A word as a query: just so, or in all its forms.
fn as_query(word: &str, stems: bool) -> String {
    let bare = word.chars().all(char::is_alphanumeric) && !matches!(word, "and" | "or" | "not" | "telling" | "uncoded");
    if stems && bare { word.to_owned() } else { format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\"")) }
}

fn joined(word: &str, query: &str) -> String {
    match query.trim() {
        "" => word.to_owned(),
        query => format!("{word} ({query})"),
    }
}

pub(super) fn run(arguments: &Arguments, args: &Words, io: &mut Io) -> Outcome<u8> {
    let mut session = open(arguments)?;
    let text = words_of(&args.query);
    let (stops, counting) = (stops(&args.counting)?, &args.counting);
    let query = understand(&text, session.project())?;
    catch_up(&mut session, io)?;
    let by = match args.by.as_str() {
        "document" => By::Document,
        "case" => By::Case,
        attribute => By::Attribute(attribute.to_owned()),
    };
    let (parts, tally) = session.with_words(false, |words| {
        let world = session.world(words);
        let parts = lexis::parts(&evaluate(&query, &world)?, &by, &world)?;
        let tally = lexis::tally(&parts, &world, counting.stems, &stops)?;
        Ok((parts, tally))
    })?;
    let size = tally.size();
    let row = |word: &lexis::Counted| {
        let spread = lexis::dispersion(word, &tally.sizes);
        vec![
            word.word.as_str().into(),
            Field::Count(word.count),
            Field::Number(word.count as f64 * 1000.0 / size.max(1) as f64),
            Field::Count(spread.range as u64),
            Field::Number(spread.dp),
            spread.dp_norm.map_or(Field::None, Field::Number),
        ]
    };
    let finds = tally.words.iter().map(|w| find(&joined(&as_query(&w.word, counting.stems), &text))).collect();
    let about = json!({ "size": size, "parts": parts.parts.len(), "by": args.by });
    if !io.json && !counting.csv {
        io.note(&format!("{size} words in {} parts by {}", parts.parts.len(), args.by));
    }
    let headings = &["word", "count", "per 1000", "parts", "DP", "DPnorm"];
    Table { headings, rows: tally.words.iter().map(row).collect(), finds, about }.print(counting, io)
}

pub(super) fn run_keywords(arguments: &Arguments, args: &Keywords, io: &mut Io) -> Outcome<u8> {
    let mut session = open(arguments)?;
    let (stops, counting) = (stops(&args.counting)?, &args.counting);
    let group = understand(&args.group, session.project())?;
    let against = args.against.as_ref().map(|text| understand(text, session.project())).transpose()?;
    catch_up(&mut session, io)?;
    let (found, shared) = session.with_words(false, |words| {
        let world = session.world(words);
        let hits = evaluate(&group, &world)?;
        let whole = |hits: &[Hit]| -> Outcome<Vec<crate::coding::Passage>> {
            let parts = lexis::parts(hits, &By::Whole, &world)?;
            Ok(parts.parts.into_iter().next().map(|(_, passages)| passages).unwrap_or_default())
        };
        let ours = whole(&hits)?;
        let theirs = match &against {
            Some(query) => whole(&evaluate(query, &world)?)?,
            None => lexis::rest(&hits, &world)?,
        };
        let touches =
            |p: &crate::coding::Passage| ours.iter().any(|o| o.document == p.document && o.span.overlaps(p.span));
        let all = theirs.len();
        let theirs: Vec<crate::coding::Passage> = theirs.into_iter().filter(|p| !touches(p)).collect();
        let shared = all - theirs.len();
        Ok((lexis::keywords(ours, theirs, &world, counting.stems, &stops)?, shared))
    })?;
    if shared > 0 {
        io.note(&format!(
            "{} of the second group share something with the first and were left out",
            crate::project::count(shared, "passage")
        ));
    }
    let row = |word: &lexis::Keyword| {
        vec![
            word.word.as_str().into(),
            Field::Count(word.counts[0]),
            Field::Count(word.counts[1]),
            Field::Number(word.g2),
            Field::Number(word.log_ratio),
            Field::Number(word.p_adjusted),
        ]
    };
    let narrowed = |word: &lexis::Keyword| {
        let query = if word.of_first(found.sizes) { Some(&args.group) } else { args.against.as_ref() };
        find(&joined(&as_query(&word.word, counting.stems), query.map_or("", String::as_str)))
    };
    let finds = found.words.iter().map(narrowed).collect();
    let about = json!({ "sizes": found.sizes });
    if !io.json && !counting.csv {
        io.note(&format!("{} words in the group, {} in what it is compared with", found.sizes[0], found.sizes[1]));
    }
    let headings = &["word", "group", "against", "G2", "log ratio", "p (Holm)"];
    Table { headings, rows: found.words.iter().map(row).collect(), finds, about }.print(counting, io)
}

pub(super) fn run_collocates(arguments: &Arguments, args: &Collocates, io: &mut Io) -> Outcome<u8> {
    let mut session = open(arguments)?;
    let (stops, counting) = (stops(&args.counting)?, &args.counting);
    let query = understand(&args.word, session.project())?;
    catch_up(&mut session, io)?;
    let found = session.with_words(false, |words| {
        lexis::collocates(&query, &session.world(words), args.window, args.least, counting.stems, &stops)
    })?;
    let row = |word: &lexis::Collocate| {
        vec![
            word.word.as_str().into(),
            Field::Count(word.before),
            Field::Count(word.after),
            Field::Count(word.count),
            Field::Number(word.log_dice),
        ]
    };
    let near = |word: &lexis::Collocate| {
        // Several words, or brackets, are asked for as one side of a relation; a word stands by itself.
        let one = matches!(&query.expr, crate::query::Expr::Atom(..));
        let other = as_query(&word.word, counting.stems);
        let (node, window) = (query.expr.to_string(), args.window);
        if one { format!("{node} near/{window} {other}") } else { format!("({node}) {other}") }
    };
    let finds = found.words.iter().map(|w| find(&near(w))).collect();
    let about = json!({ "count": found.count, "window": args.window });
    if !io.json && !counting.csv {
        io.note(&format!("{} of “{}”", crate::project::count(found.count as usize, "place"), args.word));
    }
    let headings = &["word", "before", "after", "count", "logDice"];
    Table { headings, rows: found.words.iter().map(row).collect(), finds, about }.print(counting, io)
}
