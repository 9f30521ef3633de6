use super::*;
use crate::id::{Stamp, StepId};
use crate::memo::{Template, Vignette};
use crate::project::StepKind;
use crate::query::sample::Sample;
use crate::report::paper::PaperFormat;
use uuid::Uuid;

fn study() -> Sample {
    let mut study = Sample::default();
    let one =
        study.document("one", "en", &["I: Cost?", "Marta: The cost is high. It always was.", "Marta: =Trust is low."]);
    let two = study.document("two", "de", &["Omar: Kosten wieder."]);
    study.project.documents.values_mut().for_each(|d| d.words = 1_300);
    let size = study.attribute("size", crate::case::AttributeKind::Number);
    study.case("7", &[(size, "12")], &[(one, crate::case::Part::Whole)]);
    study.case("8", &[], &[]);
    study.coding(one, "cost is high", "access/cost", "lena");
    let told = study.coding(two, "Kosten wieder", "access/cost", "omar");
    study.tell(told);
    study.coding(one, "=Trust is low", "trust", "lena");
    study
}

fn vignette(study: &mut Sample, text: &str) {
    let case = study.project.cases_by_name()[0].id;
    let coder = *study.project.coders.keys().next().expect("there is a coder");
    let template = Template {
        id: Uuid::from_u128(900).into(),
        name: "company".to_owned(),
        text: "# {case}\n\n## Background\n<!-- who -->\n\n## Strategy\n".to_owned(),
    };
    let written = Vignette {
        id: Uuid::from_u128(901).into(),
        case,
        template: template.id,
        text: text.to_owned(),
        coder,
        at: Stamp(0),
    };
    study.project.templates.insert(template.id, template);
    study.project.vignettes.insert(written.id, written);
}

fn steps() -> Vec<StepHead> {
    let step = |n: u64, at| StepHead {
        number: n,
        id: StepId(Uuid::from_u128(u128::from(n))),
        at: Stamp(at),
        coder: "lena".to_owned(),
        name: "x".to_owned(),
        kind: StepKind::Do,
    };
    vec![step(1, 1_426_118_400_000), step(2, 1_426_377_600_000)]
}

fn written(study: &Sample, parts: &[Part], format: PaperFormat) -> Vec<u8> {
    let steps = steps();
    let study = Study { project: &study.project, texts: &study.texts, steps: &steps, tables: Vec::new() };
    report(study, parts).and_then(|p| p.write(format)).expect("it is written")
}

fn text(study: &Sample, parts: &[Part]) -> String {
    String::from_utf8(written(study, parts, PaperFormat::Markdown)).expect("it is text")
}

#[test]
fn the_method_paragraph_says_what_is_so() {
    let said = text(&study(), &[Part::Method]);
    for part in [
        "The material comprises 2 documents with 2,600 words in 4 turns (languages: de and en); 1 belongs to 2 cases.",
        "2 coders (lena and omar) coded 3 passages with 2 of the 3 codes in the codebook, in 2 documents: 3 codings",
        "1 of them was marked as telling.",
        "a log of 2 steps, taken between 2015-03-12 and 2015-03-15",
        "| lena | 2 | 2 | 1 |",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert_eq!(method::grouped(1_234_567), "1,234,567");
    assert_eq!(method::grouped(999), "999");
}

#[test]
fn the_codebook_shows_one_quote_each_and_prefers_telling_ones() {
    let said = text(&study(), &[Part::Codebook]);
    assert!(said.contains("| 2 | 2 | “Kosten wieder” (two@"), "{said}");
    assert!(said.contains("| trust |  | 1 | 1 | “=Trust is low” (one@"), "{said}");
    assert!(!said.contains("Material"), "only what was asked for");
}

#[test]
fn every_part_can_be_asked_for_by_its_word() {
    for part in Part::ALL {
        assert_eq!(Part::parse(part.word()), Ok(part));
    }
    let fault = Part::parse("appendix").unwrap_err();
    assert!(fault.to_string().contains("codebook"), "{fault}");
}

#[test]
fn a_link_that_leads_nowhere_is_found_and_one_that_leads_somewhere_is_cited() {
    let mut study = study();
    vignette(
        &mut study,
        "# Seven\n\n## Background\n\nThey said [[one: \"cost is high\"]], and [[one:2:2]]; see [[one@5-9|here]].\n\n## Other\n\n[[gone@1-2]] [[one: \"never said\"]]",
    );
    let found = check_vignettes(&study.project, &study.texts);
    let found: Vec<(&str, bool, &str)> = found.iter().map(|f| (f.section.as_str(), f.wrong, f.what.as_str())).collect();
    assert_eq!(found.iter().filter(|(_, wrong, _)| *wrong).count(), 2, "{found:?}");
    assert!(found.iter().any(|(s, w, what)| *s == "Other" && *w && what.starts_with("[[gone@1-2]]: ")), "{found:?}");
    assert!(found.contains(&("Strategy", false, "the section is missing")));
    assert!(found.iter().any(|(s, w, what)| *s == "Other" && !*w && what.contains("no such section")));
    let said = text(&study, &[Part::Vignettes]);
    assert!(said.contains("They said “cost is high” (one, 2:1), and (one, 2:2); see here (one, "), "{said}");
    assert!(said.contains("\\[\\[gone@1-2\\]\\]"), "what is not there stays visible: {said}");
}

#[test]
fn progress_counts_words_by_case_and_section() {
    let mut study = study();
    vignette(&mut study, "## Background\n\nOld **firm**.\n\n## Strategy\n\n<!-- still to come -->");
    let all = progress(&study.project);
    let found: Vec<(&str, Vec<usize>)> =
        all.iter().map(|p| (p.case.as_str(), p.sections.iter().map(|(_, n)| *n).collect())).collect();
    assert_eq!(found, [("7", vec![2, 0]), ("8", vec![0, 0])]);
    assert!(vignettes_paper(&study.project, &study.texts, None).is_some());
    let eight = study.project.cases_by_name()[1];
    assert!(vignettes_paper(&study.project, &study.texts, Some(eight)).is_none());
}

fn quote() -> Quote {
    Quote {
        document: "one".to_owned(),
        turn: Some(2),
        place: "2:1".to_owned(),
        speaker: Some("Marta".to_owned()),
        time_ms: Some(65_000),
        start: 3,
        end: 9,
        cases: vec!["7".to_owned()],
        codes: vec!["access/cost".to_owned(), "trust".to_owned()],
        words: "=cost, \"high\"".to_owned(),
        context: (vec!["Cost?".to_owned()], Vec::new()),
    }
}

#[test]
fn a_quote_carries_its_citation_in_every_format() {
    let csv =
        String::from_utf8(write_quotes("t", &[quote()], QuotesFormat::Csv).expect("it is written")).expect("text");
    let expected = "document,turn,place,time,speaker,cases,codes,quote,before,after,passage\n\
                    one,2,2:1,1:05,Marta,7,access/cost; trust,\"'=cost, \"\"high\"\"\",Cost?,,one@3-9\n";
    assert_eq!(csv, expected);
    let format = QuotesFormat::of_extension("md").expect("it is a format");
    let said = String::from_utf8(write_quotes("t", &[quote()], format).expect("it is written")).expect("text");
    assert!(said.contains("> =cost, \"high\" (one, 2:1, 1:05, Marta · case 7 · codes: access/cost; trust)"), "{said}");
    for extension in ["xlsx", "docx", "html", "tex"] {
        let format = QuotesFormat::of_extension(extension).expect("it is a format");
        let once = write_quotes("t", &[quote()], format).expect("it is written");
        assert_eq!(once, write_quotes("t", &[quote()], format).expect("it is written"), "{extension}");
    }
    assert!(QuotesFormat::of_extension("pdf").is_err());
}

#[test]
fn the_same_study_gives_the_same_bytes() {
    let mut study = study();
    vignette(&mut study, "## Background\n\nOld.");
    for format in [PaperFormat::Markdown, PaperFormat::Docx, PaperFormat::Html, PaperFormat::Tex] {
        assert_eq!(written(&study, &Part::ALL, format), written(&study, &Part::ALL, format), "{format:?}");
    }
}
