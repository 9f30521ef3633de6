use super::arguments::{Arguments, Like, Suggest};
use super::{Io, open};
use crate::coding::Passage;
use crate::fault::Outcome;
use crate::project::{Place, resolve};
use crate::query::{Similar, like, suggest};
use crate::report::listing::{cut, wrapped};
use crate::session::Session;

pub(super) fn run(arguments: &Arguments, args: &Like, io: &mut Io) -> Outcome<u8> {
    let mut session = open(arguments)?;
    super::find::catch_up(&mut session, io)?;
    let document = session.project().document(&args.document)?.id;
    let span = resolve(&args.place.parse::<Place>()?, &*session.content(document)?)?;
    let found =
        session.with_words(args.scan, |words| like(Passage { document, span }, &session.world(words), args.limit))?;
    show(&session, &found, io)
}

pub(super) fn run_suggest(arguments: &Arguments, args: &Suggest, io: &mut Io) -> Outcome<u8> {
    let mut session = open(arguments)?;
    super::find::catch_up(&mut session, io)?;
    let codebook = &session.project().codebook;
    let code = codebook.find(&args.code)?.id;
    let codes = if args.below { codebook.family(code) } else { [code].into_iter().collect() };
    let found = session.with_words(args.scan, |words| suggest(&codes, &session.world(words), args.limit))?;
    if !found.is_empty() && !io.json {
        io.note("The score says how much the words are alike, from 0 to 1; whether the code fits is for you to say.");
    }
    show(&session, &found, io)
}

fn show(session: &Session, found: &[Similar], io: &mut Io) -> Outcome<u8> {
    let mut rows = Vec::new();
    for similar in found {
        let content = session.content(similar.passage.document)?;
        let name = &session.project().documents[&similar.passage.document].name;
        let speaker = content.structure.speaker_of(similar.turn as usize);
        let words = similar.passage.span.of(content.text.as_str());
        if io.json {
            let points = content.text.to_points(similar.passage.span);
            rows.push(serde_json::json!({
                "document": name, "turn": similar.turn + 1, "speaker": speaker, "start": points.start, "end": points.end,
                "score": similar.score, "shared": similar.shared, "text": words,
            }));
            continue;
        }
        let mut heading = vec![format!("{:.2}", similar.score), name.clone(), (similar.turn + 1).to_string()];
        heading.extend(speaker.map(str::to_owned));
        heading.push(format!("({})", similar.shared.join(", ")));
        io.print(&cut(&heading.join("  "), io.width));
        for line in wrapped(words, io.width.min(100).saturating_sub(4)) {
            io.print(&format!("    {line}"));
        }
        io.print("");
    }
    if io.json {
        io.json(&rows);
    } else if found.is_empty() {
        io.note("Nothing is like it.");
    }
    Ok(u8::from(found.is_empty()))
}
