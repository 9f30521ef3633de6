//! The figures of a method section, as plain sentences.

use crate::coding::Coding;
use crate::id::Stamp;
use crate::matrix::Table;
use crate::project::{Project, StepHead, count};
use std::collections::BTreeSet;

/// A number as people write it: `12,345`.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn counted(number: usize, noun: &str) -> String {
    count(number, noun).replacen(&number.to_string(), &grouped(number), 1)
}

/// A day in ISO 8601, by universal time: the same wherever the report is written.
fn day(at: Stamp) -> String {
    jiff::Timestamp::from_millisecond(at.0).unwrap_or_default().strftime("%Y-%m-%d").to_string()
}

/// `between A and B`, or `on A`.
fn period(days: impl Iterator<Item = Stamp> + Clone) -> Option<String> {
    let (first, last) = (day(days.clone().min()?), day(days.max()?));
    Some(if first == last { format!("on {first}") } else { format!("between {first} and {last}") })
}

fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

/// Paragraphs that can be pasted as they are; nothing is said of what there is none of.
pub(super) fn sentences(project: &Project, steps: &[StepHead]) -> Vec<String> {
    let mut out = vec![material(project)];
    if !project.codings.is_empty() {
        out.push(coding(project));
    }
    out.push(record(project, steps));
    out
}

fn material(project: &Project) -> String {
    let documents: Vec<_> = project.documents.values().collect();
    let words: usize = documents.iter().map(|d| d.words as usize).sum();
    let turns: usize = documents.iter().map(|d| d.turns as usize).sum();
    let languages: BTreeSet<&str> = documents.iter().map(|d| d.language.as_str()).filter(|l| *l != "und").collect();
    let languages: Vec<&str> = languages.into_iter().collect();
    let mut out = format!(
        "The material comprises {} with {} in {}",
        counted(documents.len(), "document"),
        counted(words, "word"),
        counted(turns, "turn")
    );
    if !languages.is_empty() {
        out.push_str(&format!(" (language{}: {})", if languages.len() == 1 { "" } else { "s" }, listed(&languages)));
    }
    if !project.cases.is_empty() {
        let linked: BTreeSet<_> = project.links.values().map(|l| l.document).collect();
        out.push_str(&format!(
            "; {} {} to {}",
            grouped(linked.len()),
            if linked.len() == 1 { "belongs" } else { "belong" },
            counted(project.cases.len(), "case")
        ));
    }
    out + "."
}

fn coding(project: &Project) -> String {
    let codings: Vec<&Coding> = project.codings.iter().collect();
    let passages: BTreeSet<_> = codings.iter().map(|c| c.passage()).collect();
    let codes: BTreeSet<_> = codings.iter().map(|c| c.code).collect();
    let documents: BTreeSet<_> = codings.iter().map(|c| c.document).collect();
    let coders: BTreeSet<_> = codings.iter().map(|c| c.coder).collect();
    let mut names: Vec<&str> = coders.iter().map(|c| project.coder_name(*c)).collect();
    names.sort_by(|a, b| crate::case::natural(a, b));
    let telling = codings.iter().filter(|c| c.telling).count();
    let when = period(codings.iter().map(|c| c.at)).map(|p| format!(", made {p}")).unwrap_or_default();
    let mut out = format!(
        "{} ({}) coded {} with {} of the {} in the codebook, in {}: {}{when}.",
        counted(names.len(), "coder"),
        listed(&names),
        counted(passages.len(), "passage"),
        grouped(codes.len()),
        counted(project.codebook.len(), "code"),
        counted(documents.len(), "document"),
        counted(codings.len(), "coding"),
    );
    if telling > 0 {
        out.push_str(&format!(
            " {} marked as telling.",
            if telling == 1 { "1 of them was".to_owned() } else { format!("{} of them were", grouped(telling)) }
        ));
    }
    out
}

fn record(project: &Project, steps: &[StepHead]) -> String {
    let written = [
        (project.memos.len(), "memo"),
        (project.essences.len(), "phrase"),
        (project.matrices.len(), "matrix"),
        (project.vignettes.len(), "vignette"),
    ];
    let written: Vec<String> = written
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, noun)| match (*n, *noun) {
            (1, noun) => format!("1 {noun}"),
            (n, "matrix") => format!("{} matrices", grouped(n)),
            (n, noun) => format!("{} {noun}s", grouped(n)),
        })
        .collect();
    let written: Vec<&str> = written.iter().map(String::as_str).collect();
    let mut out = String::new();
    if !written.is_empty() {
        out = format!("The analysis holds {}. ", listed(&written));
    }
    let when = period(steps.iter().map(|s| s.at)).map(|p| format!(", taken {p}")).unwrap_or_default();
    out + &format!(
        "Every alteration is recorded in a log of {}{when}; days are those of universal time.",
        counted(steps.len(), "step")
    )
}

/// What each coder did; `None` with fewer than two.
pub(super) fn coders(project: &Project) -> Option<Table> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for coder in project.coders.values() {
        let codings: Vec<&Coding> = project.codings.iter().filter(|c| c.coder == coder.id).collect();
        if codings.is_empty() {
            continue;
        }
        let codes: BTreeSet<_> = codings.iter().map(|c| c.code).collect();
        let documents: BTreeSet<_> = codings.iter().map(|c| c.document).collect();
        let numbers = [codings.len(), codes.len(), documents.len()].map(|n| n.to_string());
        rows.push(std::iter::once(coder.name.clone()).chain(numbers).collect());
    }
    rows.sort_by(|a, b| crate::case::natural(&a[0], &b[0]));
    let headings = ["Coder", "Codings", "Codes used", "Documents"];
    (rows.len() > 1).then(|| super::table("Coders", &headings, &[1, 2, 3], rows))
}
