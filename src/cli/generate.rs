use super::arguments::{Arguments, Completions, Names};
use super::{Io, open};
use crate::fault::{Fault, Outcome};
use crate::project::SavedKind;
use clap::CommandFactory;

pub(super) fn completions(args: &Completions, io: &mut Io) -> Outcome<u8> {
    let mut out = Vec::new();
    clap_complete::generate(args.shell, &mut Arguments::command(), "casebook", &mut out);
    io.print_styled(String::from_utf8_lossy(&out).trim_end());
    Ok(0)
}

pub(super) fn man(io: &mut Io) -> Outcome<u8> {
    let mut out = Vec::new();
    let page = clap_mangen::Man::new(Arguments::command());
    page.render(&mut out).map_err(|e| Fault::bug(e.to_string()))?;
    for sub in Arguments::command().get_subcommands().filter(|s| !s.is_hide_set() && s.get_name() != "help") {
        let title = sub.get_name().to_uppercase();
        out.extend_from_slice(format!(".SH \"COMMAND {title}\"\n").as_bytes());
        let page = clap_mangen::Man::new(sub.clone());
        page.render_description_section(&mut out)
            .and_then(|()| page.render_options_section(&mut out))
            .map_err(|e| Fault::bug(e.to_string()))?;
    }
    io.print_styled(String::from_utf8_lossy(&out).trim_end());
    Ok(0)
}

pub(super) fn names(arguments: &Arguments, args: &Names, io: &mut Io) -> Outcome<u8> {
    let session = open(arguments)?;
    let project = session.project();
    let names: Vec<String> = match args.what.as_str() {
        "codes" => project.codebook.tree().into_iter().map(|(_, c)| project.codebook.path(c.id)).collect(),
        "documents" => project.documents.values().map(|d| d.name.clone()).collect(),
        "cases" => project.cases_by_name().into_iter().map(|c| c.name.clone()).collect(),
        "matrices" => project.matrices.values().map(|m| m.name.clone()).collect(),
        "queries" => project.saved_of(SavedKind::Query).into_iter().map(|s| s.name.clone()).collect(),
        other => {
            return Err(
                Fault::asked(format!("no names of “{other}”")).hint("codes, documents, cases, matrices, queries")
            );
        }
    };
    if io.json {
        io.json(&names);
    } else {
        names.iter().for_each(|name| io.print(name));
    }
    Ok(0)
}
