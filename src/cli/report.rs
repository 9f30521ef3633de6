use super::arguments::{Arguments, Report};
use super::{Io, open};
use crate::fault::Outcome;
use crate::matrix::{self, Spec, Table};
use crate::project::{Coder, StepHead};
use crate::report::audience::{self, Clearing};
use crate::report::paper::{Paper, PaperFormat};
use crate::report::study::{Part, Study, report};
use crate::session::Session;

pub(super) fn run(arguments: &Arguments, args: &Report, io: &mut Io) -> Outcome<u8> {
    let mut session = open(arguments)?;
    let place = args.out.display().to_string();
    let extension = args.out.extension().and_then(|e| e.to_str()).unwrap_or("");
    let format = PaperFormat::of_extension(extension).map_err(|f| f.at(place.clone()))?;
    let parts: Vec<Part> = match args.parts.as_slice() {
        [] => Part::ALL.to_vec(),
        words => words.iter().map(|w| Part::parse(w)).collect::<Outcome<_>>()?,
    };
    let clearing = super::audience::clearing(arguments, &session, io)?;
    let mut tables = Vec::new();
    if parts.contains(&Part::Matrices) {
        let saved: Vec<_> = session.project().matrices.values().map(|m| (m.name.clone(), m.spec.clone())).collect();
        let specs: Vec<Spec> = saved
            .iter()
            .map(|(name, spec)| Spec::parse(spec).map_err(|f| f.at(name.clone())))
            .collect::<Outcome<_>>()?;
        if specs.iter().any(Spec::has_queries) {
            super::find::catch_up(&mut session, io)?;
        }
        // Only a page shows what is behind the cells.
        let build = if clearing.is_public() || format == PaperFormat::Html { matrix::compute } else { matrix::outline };
        for spec in &specs {
            let table = session.with_words(false, |words| build(spec, &session.world(words)))?;
            table.warnings.iter().filter_map(|w| clearing.remark(w)).for_each(|w| io.note(&w));
            tables.push(clearing.table(&table, session.project()));
        }
    }
    let steps = session.history()?;
    let paper = if clearing.is_public() {
        published(&session, &clearing, &steps, tables, &parts)?
    } else {
        report(Study { project: session.project(), texts: &*session, steps: &steps, tables }, &parts)?
    };
    super::hand_over::write(&session, &clearing, &args.out, &paper.write(format)?, io)?;
    io.say(&format!("Wrote the report to {place}"));
    Ok(0)
}

/// The report for publication: the figures of the method count everything, all other parts are made from what may be published.
fn published(
    session: &Session,
    clearing: &Clearing,
    steps: &[StepHead],
    tables: Vec<Table>,
    parts: &[Part],
) -> Outcome<Paper> {
    let mut counted = session.project().clone();
    for coder in counted.coders.values_mut() {
        *coder = Coder { name: clearing.coder(&coder.name), ..coder.clone() };
    }
    let (method, rest): (Vec<Part>, Vec<Part>) = parts.iter().partition(|p| **p == Part::Method);
    let first = report(Study { project: &counted, texts: session, steps, tables: Vec::new() }, &method)?;
    let open = audience::study(clearing, session.project(), session)?;
    let mut paper = report(Study { project: &open.project, texts: &open.texts, steps, tables }, &rest)?;
    paper.blocks.splice(0..0, first.blocks);
    Ok(paper)
}
