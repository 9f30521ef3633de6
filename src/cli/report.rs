use super::arguments::{Arguments, Report};
use super::{Io, open};
use crate::fault::Outcome;
use crate::matrix::{self, Spec};
use crate::report::paper::PaperFormat;
use crate::report::study::{Part, Study, report};

pub(super) fn run(arguments: &Arguments, args: &Report, io: &mut Io) -> Outcome<u8> {
    let mut session = open(arguments)?;
    let place = args.out.display().to_string();
    let extension = args.out.extension().and_then(|e| e.to_str()).unwrap_or("");
    let format = PaperFormat::of_extension(extension).map_err(|f| f.at(place.clone()))?;
    let parts: Vec<Part> = match args.parts.as_slice() {
        [] => Part::ALL.to_vec(),
        words => words.iter().map(|w| Part::parse(w)).collect::<Outcome<_>>()?,
    };
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
        let build = if format == PaperFormat::Html { matrix::compute } else { matrix::outline };
        for spec in &specs {
            let table = session.with_words(false, |words| build(spec, &session.world(words)))?;
            table.warnings.iter().for_each(|w| io.note(w));
            tables.push(table);
        }
    }
    let steps = session.history()?;
    let study = Study { project: session.project(), texts: &*session, steps: &steps, tables };
    let paper = report(study, &parts)?;
    super::hand_over::write(&args.out, &paper.write(format)?)?;
    io.say(&format!("Wrote the report to {place}"));
    Ok(0)
}
