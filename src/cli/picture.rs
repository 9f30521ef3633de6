use super::arguments::{Arguments, Picture, PictureAct, PictureOut};
use super::documents::named;
use super::{Io, open};
use crate::fault::{Fault, Outcome};
use crate::matrix;
use crate::report::audience::{Clearing, study};
use crate::report::picture::{self, Order};
use crate::session::Session;

pub(super) fn run(arguments: &Arguments, args: &Picture, io: &mut Io) -> Outcome<u8> {
    let mut session = open(arguments)?;
    let clearing = super::audience::clearing(arguments, &session, io)?;
    match &args.act {
        PictureAct::Heat { matrix, to } => of_matrix(&mut session, &clearing, (matrix, picture::heat), to, io),
        PictureAct::Scatter { matrix, to } => of_matrix(&mut session, &clearing, (matrix, picture::scatter), to, io),
        PictureAct::Codes { under, top, to } => codes(&session, &clearing, under.as_deref(), *top, to, io),
        PictureAct::Saturation { order, to } => saturation(&session, &clearing, order.as_deref(), to, io),
        PictureAct::Timeline { document, to } => timeline(&session, &clearing, document, to, io),
    }
}

/// Draws the numbers of a matrix.
fn of_matrix(
    session: &mut Session,
    clearing: &Clearing,
    (name, draw): (&str, fn(&matrix::Table) -> Outcome<picture::Picture>),
    to: &PictureOut,
    io: &mut Io,
) -> Outcome<u8> {
    let spec = super::matrix::spec(session, name)?;
    if spec.has_queries() {
        super::find::catch_up(session, io)?;
    }
    let build = if clearing.is_public() { matrix::compute } else { matrix::outline };
    let table = session.with_words(false, |words| build(&spec, &session.world(words)))?;
    let mut table = clearing.table(&table, session.project());
    if let Some(title) = &to.title {
        table.title.clone_from(title);
    }
    let rows: Vec<_> = table
        .rows
        .iter()
        .map(|r| serde_json::json!({ "label": r.label, "numbers": r.cells.iter().map(|c| c.number).collect::<Vec<_>>() }))
        .collect();
    let columns: Vec<_> = table.columns.iter().map(|c| &c.title).collect();
    let data = serde_json::json!({ "title": table.title, "columns": columns, "rows": rows });
    write((session, clearing), &draw(&table)?, &data, to, io)
}

fn codes(
    session: &Session,
    clearing: &Clearing,
    under: Option<&str>,
    top: Option<usize>,
    to: &PictureOut,
    io: &mut Io,
) -> Outcome<u8> {
    let project = session.project();
    let under = under.map(|path| project.codebook.find(path)).transpose()?;
    let mut counts = picture::code_counts(project, under.map(|c| c.id));
    for one in &mut counts {
        (one.code, one.name) = (clearing.phrase(&one.code), clearing.phrase(&one.name));
    }
    if let Some(top) = top {
        counts.sort_by_key(|c| std::cmp::Reverse(c.codings));
        counts.truncate(top);
        // Out of the tree a name alone does not say which code it is.
        for one in &mut counts {
            one.name.clone_from(&one.code);
            one.depth = 1;
        }
    }
    if counts.is_empty() {
        return Err(Fault::new(crate::fault::Kind::Nothing, "there are no codes to draw"));
    }
    let usual = under.map_or_else(|| "Codes".to_owned(), |c| format!("Codes under {}", project.codebook.path(c.id)));
    let title = clearing.phrase(to.title.as_deref().unwrap_or(&usual));
    write((session, clearing), &picture::codes(&title, &counts), &counts, to, io)
}

fn saturation(
    session: &Session,
    clearing: &Clearing,
    order: Option<&str>,
    to: &PictureOut,
    io: &mut Io,
) -> Outcome<u8> {
    let order = order.map(|word| match word {
        "date" => Order::Date,
        "name" => Order::Name,
        _ => Order::Arrival,
    });
    let project = session.project();
    if order == Some(Order::Date) {
        let dated = |d: &crate::document::Document| d.properties.keys().any(|k| k.to_lowercase() == "date");
        if let Some(without) = project.documents.values().find(|d| !dated(d) && !project.codings.of(d.id).is_empty()) {
            return Err(Fault::asked(format!("“{}” has no date", without.name))
                .hint("a date is taken from a file's own properties; --order arrival takes them as they came in"));
        }
    }
    let (mut interviews, order) = picture::interviews(project, order);
    for interview in &mut interviews {
        // New codes count whoever said them first; who that was may have to stay unsaid.
        let document = project.documents.values().find(|d| d.name == interview.document);
        interview.document = document.map_or_else(String::new, |d| clearing.document(d.id, &d.name));
    }
    if interviews.is_empty() {
        return Err(Fault::new(crate::fault::Kind::Nothing, "nothing is coded yet"));
    }
    let title = to.title.as_deref().unwrap_or("New codes document by document");
    write((session, clearing), &picture::saturation(title, &interviews, order), &interviews, to, io)
}

fn timeline(session: &Session, clearing: &Clearing, document: &str, to: &PictureOut, io: &mut Io) -> Outcome<u8> {
    let mut project = session.project();
    let mut document = named(project, document)?;
    let mut content = session.content(document.id)?;
    let public = if clearing.is_public() { Some(study(clearing, project, session)?) } else { None };
    if let Some(public) = &public {
        document = public.shown(document.id)?;
        (project, content) = (&public.project, public.texts[&document.id].clone());
    }
    let data = picture::timeline_of(project, document, &content);
    if data.lanes.is_empty() {
        return Err(Fault::new(crate::fault::Kind::Nothing, format!("nothing is coded in “{}” yet", document.name)));
    }
    let title = to.title.clone().unwrap_or_else(|| format!("Codes in {}", document.name));
    write((session, clearing), &picture::timeline(&title, &data), &data, to, io)
}

/// Writes the picture, and prints its figures where JSON is wanted.
fn write<T: serde::Serialize>(
    (session, clearing): (&Session, &Clearing),
    picture: &picture::Picture,
    data: &T,
    to: &PictureOut,
    io: &mut Io,
) -> Outcome<u8> {
    if let Some(file) = &to.out {
        let place = || file.display().to_string();
        let extension = file.extension().and_then(|e| e.to_str()).unwrap_or("").to_lowercase();
        let bytes = match extension.as_str() {
            "svg" => picture::svg(picture).into_bytes(),
            "png" => png(picture, io)?,
            other => {
                return Err(Fault::asked(format!("a picture cannot be written as “.{other}”"))
                    .at(place())
                    .hint("write it as .svg or .png"));
            }
        };
        super::hand_over::write(session, clearing, file, &bytes, io)?;
        if !io.json {
            io.say(&format!("Drew {}", place()));
        }
    }
    if io.json {
        io.json(data);
    } else if to.out.is_none() {
        return Err(Fault::asked("where the picture goes is missing")
            .hint("--out FILE.svg writes it; --json prints its figures"));
    }
    Ok(0)
}

#[cfg(feature = "png")]
fn png(picture: &picture::Picture, io: &Io) -> Outcome<Vec<u8>> {
    let mut fonts = picture::Fonts::new(crate::session::font_files());
    let bytes = picture::png(picture, &mut fonts)?;
    let missing: String = fonts.missing().take(20).collect();
    if !missing.is_empty() {
        io.note(&format!("No font on this machine has these letters, which are drawn as boxes: {missing}"));
    }
    Ok(bytes)
}

#[cfg(not(feature = "png"))]
fn png(_: &picture::Picture, _: &Io) -> Outcome<Vec<u8>> {
    Err(Fault::asked("this Casebook was built without PNG")
        .hint("write the picture as .svg, or build with --features png"))
}
