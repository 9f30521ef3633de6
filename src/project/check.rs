use super::Project;
use crate::coding::verify;
use crate::document::{Content, Document};
use crate::id::CodeId;
use crate::memo::{About, Axis};
use std::collections::HashSet;

/// Everything about a project that does not hold, in words; empty for a sound one. Looks at the value alone; [`check_content`] looks at the texts.
pub fn check(project: &Project) -> Vec<String> {
    let mut problems = Vec::new();
    check_codes(project, &mut problems);
    check_names(project, &mut problems);
    check_links(project, &mut problems);
    for coding in project.codings.iter() {
        let at = coding.id;
        if !project.documents.contains_key(&coding.document) {
            problems.push(format!("coding {at} is on a document that is not there"));
        }
        if project.codebook.get(coding.code).is_none() {
            problems.push(format!("coding {at} has a code that is not there"));
        }
        if !project.coders.contains_key(&coding.coder) {
            problems.push(format!("coding {at} has a coder that is not there"));
        }
    }
    problems
}

/// What is wrong with a document's content and with the codings, links, memos and essences on it.
pub fn check_content(project: &Project, document: &Document, content: &Content) -> Vec<String> {
    let name = &document.name;
    let mut problems = Vec::new();
    if let Some(fault) = content.structure.fault(&content.text) {
        problems.push(format!("{name}: {fault}"));
    }
    if content.text.points() != document.characters || content.structure.turns.len() as u32 != document.turns {
        problems.push(format!("{name}: length or number of turns is not what the project says"));
    }
    for coding in project.codings.of(document.id) {
        if let Some(fault) = verify(coding, &content.text) {
            let code = project.codebook.path(coding.code);
            problems
                .push(format!("{name}: the coding “{code}” @{}-{} {fault}", coding.points.start, coding.points.end));
        }
    }
    for link in project.links_of(document.id) {
        match &link.part {
            crate::case::Part::Passage { span, points }
                if !content.text.holds(*span) || content.text.to_points(*span) != *points =>
            {
                problems.push(format!("{name}: a link to a case lies outside the text"));
            }
            crate::case::Part::Speaker(speaker) if !content.structure.speakers.iter().any(|s| s.name == *speaker) => {
                problems.push(format!("{name}: a link to a case names a speaker “{speaker}” who does not speak in it"));
            }
            _ => {}
        }
    }
    problems
}

fn check_codes(project: &Project, problems: &mut Vec<String>) {
    let book = &project.codebook;
    let mut seen: HashSet<(Option<CodeId>, String)> = HashSet::new();
    for code in book.iter() {
        if code.parent.is_some_and(|p| book.get(p).is_none()) {
            problems.push(format!("the code “{}” hangs under one that is not there", code.name));
        }
        let mut at = code.parent;
        let mut steps = 0;
        while let Some(parent) = at {
            steps += 1;
            if parent == code.id || steps > book.len() {
                problems.push(format!("the code “{}” hangs under itself", code.name));
                break;
            }
            at = book.get(parent).and_then(|c| c.parent);
        }
        if !seen.insert((code.parent, code.name.to_lowercase())) {
            problems.push(format!("two codes in the same place are called “{}”", code.name));
        }
    }
}

fn check_names(project: &Project, problems: &mut Vec<String>) {
    let mut once = |what: &str, names: Vec<&str>| {
        let mut seen = HashSet::new();
        for name in names {
            if !seen.insert(name.to_lowercase()) {
                problems.push(format!("two {what} are called “{name}”"));
            }
        }
    };
    once("documents", project.documents.values().map(|d| d.name.as_str()).collect());
    once("cases", project.cases.values().map(|c| c.name.as_str()).collect());
    once("attributes", project.attributes.values().map(|a| a.name.as_str()).collect());
    once("coders", project.coders.values().map(|c| c.name.as_str()).collect());
    once("matrices", project.matrices.values().map(|m| m.name.as_str()).collect());
    once("templates", project.templates.values().map(|t| t.name.as_str()).collect());
}

fn check_links(project: &Project, problems: &mut Vec<String>) {
    for link in project.links.values() {
        if !project.cases.contains_key(&link.case) || !project.documents.contains_key(&link.document) {
            problems.push(format!("link {} points to a case or document that is not there", link.id));
        }
    }
    for case in project.cases.values() {
        for (attribute, value) in &case.values {
            match project.attributes.get(attribute) {
                None => problems.push(format!("case “{}” has a value of an attribute that is not there", case.name)),
                Some(a) => {
                    if a.kind.parse(&value.to_string()).ok().flatten().as_ref() != Some(value) {
                        problems.push(format!("case “{}”: “{value}” is no value of “{}”", case.name, a.name));
                    }
                }
            }
        }
    }
    for essence in project.essences.values() {
        for axis in [&essence.row, &essence.column] {
            let there = match axis {
                Axis::Case(id) => project.cases.contains_key(id),
                Axis::Document(id) => project.documents.contains_key(id),
                Axis::Code(id) => project.codebook.get(*id).is_some(),
                Axis::Value(id, _) => project.has_attribute(*id),
                Axis::Query(_) => true,
            };
            if !there {
                problems.push(format!("essence {} belongs to a row or column that is not there", essence.id));
            }
        }
    }
    for memo in project.memos.values() {
        let there = match memo.about {
            About::Project => true,
            About::Document(id) | About::Passage(crate::coding::Passage { document: id, .. }) => {
                project.documents.contains_key(&id)
            }
            About::Code(id) => project.codebook.get(id).is_some(),
            About::Case(id) => project.cases.contains_key(&id),
        };
        if !there {
            problems.push(format!("memo {} is about something that is not there", memo.id));
        }
    }
    for vignette in project.vignettes.values() {
        if !project.cases.contains_key(&vignette.case) || !project.templates.contains_key(&vignette.template) {
            problems.push(format!("vignette {} belongs to a case or template that is not there", vignette.id));
        }
    }
}
