mod concordance;
mod falls;
pub(super) mod lines;

use super::arguments::{Arguments, Find};
use super::{Io, Opened, open};
use crate::fault::{Fault, Outcome};
use crate::query::{About, FacetKind, Hit, Query, Sort, explain, fill, groups, understand};
use crate::session::{Look, Session};
use crate::store::TurnText;
use lines::{Context, Excerpt, HitLine, show};
use std::ops::Range;
use std::path::Path;

/// Results in a list to read, unless a number is given.
const PAGE: usize = 50;

pub(super) fn run(arguments: &Arguments, args: &Find, io: &mut Io) -> Outcome<u8> {
    let text = words_of(&args.query);
    let context = Context::parse(&args.context)?;
    let plain =
        args.group.is_none() && args.kwic.is_none() && args.sort.is_none() && args.save.is_none() && !args.facets;
    let page = page(args, io);
    let public = super::audience::is_public(arguments);
    if public && (!plain || args.csv) {
        return Err(Fault::asked("groups, facets, concordances, CSV and saving are for the team only")
            .hint("--audience publication goes with the plain list, --json and --out"));
    }
    // What is withheld is known from the whole project only.
    let look = Look { alone: context.is_none() && args.out.is_none() && !args.csv, marks: io.colour || io.json };
    let glance =
        if args.scan || !plain || public { None } else { super::glance(arguments, &text, (page.clone(), look))? };
    let mut read = Vec::new();
    let (session, found) = match glance {
        Some((session, found)) => {
            read = found.turns;
            (session, (found.query, found.hits.page, found.hits.count))
        }
        None => {
            let mut session = open(arguments)?;
            if let Some(name) = &args.save {
                let answer = session.save_query(name, &text)?;
                io.note(&answer.sentence);
            }
            if !args.scan {
                catch_up(&mut session, io)?;
            }
            let query = sorted_by(understand(&text, session.project())?, args.sort.as_deref())?;
            if let Some(width) = args.kwic {
                return concordance::run(&session, &query, width, args, io);
            }
            let found = look_up(&session, query, page, args)?;
            (session, found)
        }
    };
    let (query, hits, count) = found;
    if args.explain {
        io.note(&explain(&query));
    }
    let clearing = super::audience::clearing(arguments, &session, io)?;
    if clearing.is_public() && !args.count {
        say_rest(hits.len(), count, io);
        let hits = crate::query::Hits { count, page: hits };
        let found = crate::session::Found { query, hits, turns: read };
        return super::audience::find(&session, &clearing, &found, (&text, args), io);
    }
    if args.count {
        if io.json { io.json(&serde_json::json!({ "count": count })) } else { io.print(&count.to_string()) }
    } else if args.facets {
        falls::facets(&session, &hits, io)?;
    } else {
        list(&session, (&hits, &read), args, context, io)?;
        say_rest(hits.len(), count, io);
    }
    if count == 0 && !args.count && !io.json {
        io.note(&format!("Nothing found: {}", explain(&query)));
    }
    Ok(u8::from(count == 0))
}

/// Which results are asked for. Nobody reads hundreds of passages off a terminal, so a list to read has a page of them; whatever goes on to another program is whole.
fn page(args: &Find, io: &Io) -> Range<usize> {
    let read =
        !io.json && !args.csv && args.out.is_none() && args.group.is_none() && args.kwic.is_none() && !args.facets;
    match args.limit {
        _ if args.count => 0..0,
        Some(limit) => 0..limit,
        None if read && !args.all => 0..PAGE,
        None => 0..usize::MAX,
    }
}

/// Says that there are more results than were listed, and how to have them.
fn say_rest(shown: usize, count: usize, io: &Io) {
    if !io.json && count > shown {
        io.note(&format!("{shown} of {count} shown; --all lists every one"));
    }
}

/// The results on a page, with what matched in them, and how many there are; all of them, unfilled, where they are only counted.
fn look_up(session: &Opened, query: Query, page: Range<usize>, args: &Find) -> Outcome<(Query, Vec<Hit>, usize)> {
    let mut hits = session.find_all(&query, args.scan)?;
    let count = hits.len();
    if !args.facets {
        hits.truncate(page.end);
        session.with_words(true, |words| fill(&mut hits, &query, &session.world(words)))?;
    }
    Ok((query, hits, count))
}

/// The order on the command line counts more than the one in the query.
fn sorted_by(query: Query, sort: Option<&str>) -> Outcome<Query> {
    let sort = match sort {
        None | Some("left" | "right") => query.sort,
        Some(word) => {
            let unknown = || {
                Fault::asked(format!("results cannot be sorted by “{word}”"))
                    .hint("place, relevance, case, code, time; with --kwic also left, right")
            };
            Some(Sort::of_word(word).ok_or_else(unknown)?)
        }
    };
    Ok(Query { sort, ..query })
}

fn list(
    session: &Session,
    (hits, read): (&[Hit], &[TurnText]),
    args: &Find,
    context: Context,
    io: &mut Io,
) -> Outcome<()> {
    session.with_words(true, |words| {
        let world = session.world(words);
        let about = About::new(&world)?;
        if let Some(file) = args.out.as_deref().filter(|file| !is_json(file)) {
            let title = words_of(&args.query);
            return super::quotes::write(session, (&title, hits), &about, context, file, io);
        }
        if args.csv || args.out.is_some() {
            return write(session, hits, &about, context, args, io);
        }
        if let Some(by) = &args.group {
            let groups = groups(hits, kind(by), &world)?;
            return falls::grouped(session, hits, &groups, (by, context), &about, io);
        }
        let project = session.project();
        let mut lines = Vec::new();
        for (n, hit) in hits.iter().enumerate() {
            let content;
            let excerpt = match read.get(n) {
                Some(turn) => Excerpt::of_turn(hit, turn),
                None => {
                    content = session.content(hit.passage.document)?;
                    Excerpt::of(hit, &content, context)
                }
            };
            if io.json {
                lines.push(value(&HitLine::of(project, hit, &excerpt, &about))?);
            } else {
                show(project, hit, &excerpt, &about, io);
            }
        }
        if io.json {
            io.json(&lines);
        }
        Ok(())
    })
}

fn kind(word: &str) -> FacetKind {
    match word {
        "case" => FacetKind::Case,
        "speaker" => FacetKind::Speaker,
        "code" => FacetKind::Code,
        "coder" => FacetKind::Coder,
        _ => FacetKind::Document,
    }
}

fn value(line: &impl serde::Serialize) -> Outcome<serde_json::Value> {
    serde_json::to_value(line).map_err(|e| Fault::bug(e.to_string()))
}

/// The results as CSV on standard output, or as JSON in a file.
fn write(
    session: &Session,
    hits: &[Hit],
    about: &About<'_>,
    context: Context,
    args: &Find,
    io: &mut Io,
) -> Outcome<()> {
    let mut rows = Vec::new();
    let mut values = Vec::new();
    let json = args.out.as_deref().is_some_and(is_json);
    for hit in hits {
        let content = session.content(hit.passage.document)?;
        let excerpt = Excerpt::of(hit, &content, context);
        let line = HitLine::of(session.project(), hit, &excerpt, about);
        if json { values.push(value(&line)?) } else { rows.push(line.record()) }
    }
    let bytes = if json {
        serde_json::to_vec_pretty(&values).map_err(|e| Fault::bug(e.to_string()))?
    } else {
        crate::report::records(HitLine::HEADINGS, &rows)?
    };
    deliver(session, args.out.as_deref(), &bytes, hits.len(), io)
}

/// Writes bytes to a file that only its owner can read, or prints them.
pub(super) fn deliver(session: &Session, out: Option<&Path>, bytes: &[u8], rows: usize, io: &mut Io) -> Outcome<()> {
    match out {
        Some(path) => {
            super::hand_over::write(session, &crate::report::audience::Clearing::team(), path, bytes, io)?;
            io.note(&format!("{} written to {}", crate::project::count(rows, "result"), path.display()));
        }
        None => io.print(String::from_utf8_lossy(bytes).trim_end_matches('\n')),
    }
    Ok(())
}

/// Whether a file is to be JSON.
fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("json"))
}

/// The query as one text. A shell has taken the quotation marks away from an argument with spaces in it when several arguments were given.
pub(super) fn words_of(arguments: &[String]) -> String {
    match arguments {
        [one] => one.clone(),
        many => {
            let quoted = |a: &String| {
                let bare = a.contains(char::is_whitespace) && !a.contains(['"', '(', ':']);
                if bare { format!("\"{a}\"") } else { a.clone() }
            };
            many.iter().map(quoted).collect::<Vec<_>>().join(" ")
        }
    }
}

/// Brings the index up to date, with a bar when that takes long.
pub(super) fn catch_up(session: &mut Session, io: &Io) -> Outcome<()> {
    let bar = super::import::progress(session.project().documents.len(), "indexed", io);
    let done = session.catch_up(&mut |done, total| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
        true
    });
    bar.finish_and_clear();
    done
}
