//! That no name gets out: the clearing, the search, and both together on random studies.

use super::*;
use crate::case::{AttributeKind, Clearance, Part, Rule, Subject, Terms};
use crate::id::{CaseId, DocumentId, SavedId, Stamp};
use crate::matrix::{Spec, State, Table, compute};
use crate::project::{Project, Saved, SavedKind};
use crate::query::sample::Sample;
use crate::query::{Scan, World};
use crate::report::{Format, write};
use proptest::prelude::*;
use std::io::Read;
use uuid::Uuid;

pub(super) fn save(project: &mut Project, kind: SavedKind, name: &str, text: &str) {
    let id = SavedId(Uuid::from_u128(1_000_000 + project.saved.len() as u128));
    project.saved.insert(id, Saved { id, kind, name: name.to_owned(), text: text.to_owned(), at: Stamp(0) });
}

fn rule(sample: &mut Sample, name: &str, rule: &Rule) {
    let (name, text) = rule.write(name);
    save(&mut sample.project, SavedKind::Replacement, &name, &text);
}

fn terms(sample: &mut Sample, subject: &Subject, terms: &Terms) {
    save(&mut sample.project, SavedKind::Clearance, &subject.to_string(), &terms.write());
}

fn set(sample: &mut Sample, id: CaseId, clearance: Clearance, alias: Option<&str>) {
    let case = sample.project.cases.get_mut(&id).unwrap();
    (case.clearance, case.alias) = (clearance, alias.map(str::to_owned));
}

/// Three firms: one named, one anonymous, one in the background.
struct Three {
    sample: Sample,
    documents: [DocumentId; 3],
    cases: [CaseId; 3],
}

fn three() -> Three {
    let mut s = Sample::default();
    let open = s.document("open", "en", &["I: How is it?", "Olga: At Tolliver we told Kestrum everything, Olga said."]);
    let half =
        s.document("kestrum-cio", "en", &["I: And here?", "Marta: Kestrum trusts its people. Nordbank lends to us."]);
    let shut = s.document("c3", "en", &["I: And you?", "Paavo: Ormskeld is in trouble, nobody may know."]);
    for (document, words) in
        [(open, "we told Kestrum everything"), (half, "Kestrum trusts its people"), (shut, "Ormskeld is in trouble")]
    {
        s.coding(document, words, "trust", "lena");
    }
    s.coding(half, "Nordbank lends to us", "money", "lena");
    let size = s.attribute("size", AttributeKind::Number);
    let a = s.case("Tolliver", &[(size, "10")], &[(open, Part::Whole)]);
    let b = s.case("Kestrum", &[(size, "20")], &[(half, Part::Whole)]);
    let c = s.case("Ormskeld", &[(size, "30")], &[(shut, Part::Whole)]);
    set(&mut s, a, Clearance::Named, None);
    set(&mut s, b, Clearance::Anonymous, Some("Company A"));
    set(&mut s, c, Clearance::Background, Some("Company B"));
    rule(&mut s, "Nordbank", &Rule::Replace { with: "[a bank]".into(), inflected: false });
    Three { sample: s, documents: [open, half, shut], cases: [a, b, c] }
}

fn clearing(sample: &Sample) -> Clearing {
    Clearing::publication(&sample.project, &sample.texts, "2026-01-15").unwrap()
}

const SPEC: &str = "title = \"Trust at Kestrum\"\nrows = \"cases\"\ntotals = \"both\"\n[[column]]\ntitle = \"Size\"\nattribute = \"size\"\n\
    [[column]]\ntitle = \"Trust\"\ncode = \"trust\"\ncell = \"count\"\n[[column]]\ntitle = \"Said\"\ncode = \"trust\"\ncell = \"quotes\"\n\
    [[column]]\ntitle = \"Money\"\ncode = \"money\"\ncell = \"quotes\"\n";

fn table(sample: &Sample, spec: &str) -> Table {
    let scan = Scan { project: &sample.project, texts: &sample.texts };
    let world = World { project: &sample.project, texts: &sample.texts, words: &scan };
    let spec = spec.replace("totals = \"both\"\n", "");
    compute(&Spec::parse(&spec).unwrap(), &world).unwrap()
}

fn published(sample: &Sample, clearing: &Clearing) -> Table {
    clearing.table(&table(sample, SPEC), &sample.project)
}

#[test]
fn a_table_shows_what_each_clearance_lets_it() {
    let three = three();
    let table = published(&three.sample, &clearing(&three.sample));
    let row = |label: &str| table.rows.iter().find(|r| r.label == label).unwrap();
    let values = |label: &str| row(label).cells.iter().map(|c| c.value.clone()).collect::<Vec<_>>();
    assert_eq!(table.title, "Trust at Company A");
    assert_eq!(values("Tolliver"), ["10", "1", "“we told [Company A] everything”", ""]);
    assert_eq!(values("Company A"), ["20", "1", "“[Company A] trusts its people”", "“[a bank] lends to us”"]);
    assert_eq!(values("withheld"), ["withheld", "1", "withheld", ""]);
    assert_eq!(row("withheld").cells[2].state, State::Withheld);
    let behind = &row("Company A").cells[1].evidence[0];
    assert_eq!((behind.document.as_str(), behind.speaker.as_deref()), ("Document 2", Some("CIO")));
    let behind = &row("withheld").cells[1].evidence;
    assert_eq!(behind.len(), 1, "it counts");
    assert_eq!(
        (behind[0].document.as_str(), behind[0].quote.as_str(), behind[0].place.as_str()),
        ("withheld", "withheld", "")
    );
    assert_eq!(row("Tolliver").cells[1].evidence[0].speaker.as_deref(), Some("Interviewee 1"));
}

#[test]
fn the_team_sees_everything() {
    let three = three();
    let all = table(&three.sample, SPEC);
    assert_eq!(Clearing::team().table(&all, &three.sample.project), all);
    assert!(Clearing::team().withheld().secrets().is_empty());
}

#[test]
fn anonymous_cases_need_an_alias_that_gives_nothing_away() {
    let mut three = three();
    let id = three.cases[1];
    let refused = |three: &Three| {
        let made = Clearing::publication(&three.sample.project, &three.sample.texts, "2026-01-15");
        made.err().map(|f| f.to_string()).unwrap_or_default()
    };
    set(&mut three.sample, id, Clearance::Anonymous, None);
    assert!(refused(&three).contains("no alias") && refused(&three).contains("Kestrum"), "{}", refused(&three));
    set(&mut three.sample, id, Clearance::Anonymous, Some("Kestrums rival"));
    assert!(refused(&three).contains("holds a name"), "{}", refused(&three));
    set(&mut three.sample, id, Clearance::Anonymous, Some("Ormskelds rival"));
    assert!(refused(&three).contains("holds a name"), "the name of another case");
    set(&mut three.sample, id, Clearance::Anonymous, Some("Company A"));
    rule(&mut three.sample, "Vaasa", &Rule::Replace { with: "a town near Ormskeld".into(), inflected: false });
    assert!(refused(&three).contains("what stands in for “Vaasa”"), "{}", refused(&three));
}

#[test]
fn aliases_are_the_same_every_time_and_leave_out_what_is_taken() {
    let mut three = three();
    for id in three.cases {
        set(&mut three.sample, id, Clearance::Anonymous, None);
    }
    set(&mut three.sample, three.cases[0], Clearance::Anonymous, Some("company b"));
    let given: Vec<String> = aliases(&three.sample.project, "Company").into_iter().map(|(_, a)| a).collect();
    assert_eq!(given, ["Company A", "Company C"]);
    assert_eq!(aliases(&three.sample.project, "Company"), aliases(&three.sample.project, "Company"));
}

#[test]
fn documents_and_passages_can_be_held_closer_than_their_case() {
    let mut three = three();
    let [open, ..] = three.documents;
    let quotes = |sample: &Sample, on: &str| {
        let clearing = Clearing::publication(&sample.project, &sample.texts, on).unwrap();
        let table = published(sample, &clearing);
        table.rows.iter().find(|r| r.label == "Tolliver").unwrap().cells[2].value.clone()
    };
    assert!(quotes(&three.sample, "2026-01-15").contains("everything"));
    let coding = three.sample.project.codings.of(open)[0].points;
    let subject = Subject::Passage("open".into(), coding);
    terms(&mut three.sample, &subject, &Terms { embargo: Some("2026-02-01".into()), ..Terms::default() });
    assert_eq!(quotes(&three.sample, "2026-01-31"), "withheld");
    assert!(quotes(&three.sample, "2026-02-01").contains("everything"), "from that day on");
    terms(&mut three.sample, &Subject::Document("open".into()), &Terms { paraphrase: true, ..Terms::default() });
    assert_eq!(quotes(&three.sample, "2026-02-01"), "withheld");
}

#[test]
fn a_case_under_an_embargo_is_in_the_background_until_that_day() {
    let mut three = three();
    let until = Terms { embargo: Some("2026-02-01".into()), ..Terms::default() };
    terms(&mut three.sample, &Subject::Case("Tolliver".into()), &until);
    let labels = |day: &str| {
        let clearing = Clearing::publication(&three.sample.project, &three.sample.texts, day).unwrap();
        let found = clearing.withheld().shows_in("at Tolliver");
        (published(&three.sample, &clearing).rows.iter().filter(|r| r.label == "Tolliver").count(), found)
    };
    assert_eq!(labels("2026-01-31"), (0, true));
    assert_eq!(labels("2026-02-01"), (1, false));
}

#[test]
fn the_study_for_publication_is_sound_and_holds_no_name() {
    let mut three = three();
    let half = three.documents[1];
    let points = three.sample.project.codings.of(half)[1].points;
    terms(
        &mut three.sample,
        &Subject::Passage("kestrum-cio".into(), points),
        &Terms { paraphrase: true, ..Terms::default() },
    );
    let clearing = clearing(&three.sample);
    let study = study(&clearing, &three.sample.project, &three.sample.texts).unwrap();
    assert_eq!(study.project.documents.len(), 2);
    assert_eq!(crate::project::check(&study.project), Vec::<String>::new());
    for document in study.project.documents.values() {
        let content = &study.texts[&document.id];
        assert_eq!(crate::project::check_content(&study.project, document, content), Vec::<String>::new());
    }
    let text = study.texts[&half].text.as_str();
    assert_eq!(
        text,
        "I: And here?\n\nCIO: [Company A] trusts its people. [withheld].\n\n".replace("I:", "Interviewer:")
    );
    let coded: Vec<&str> = study.project.codings.of(half).iter().map(|c| &*c.quote).collect();
    assert_eq!(coded, ["[Company A] trusts its people"]);
    let mut original = |d: &crate::document::Document| Ok(study.texts[&d.id].text.as_str().as_bytes().to_vec());
    for file in crate::exchange::plain::write(&study.project, &study.texts, &mut original).unwrap() {
        let ending = file.path.rsplit('.').next().unwrap();
        let ending = if file.path.starts_with('.') { "" } else { ending };
        assert_eq!(check(&file.bytes, ending, clearing.withheld()).unwrap(), [], "{}", file.path);
        assert_eq!(check_name(&file.path, clearing.withheld()), []);
    }
}

#[test]
fn a_leak_is_found_in_every_format_and_its_place_is_told() {
    let three = three();
    let open = table(&three.sample, SPEC);
    let clearing = clearing(&three.sample);
    for (format, ending, place) in [
        (Format::Csv, "csv", "row "),
        (Format::Tidy, "csv", "row "),
        (Format::Xlsx, "xlsx", "sheet "),
        (Format::Markdown, "md", "line "),
        (Format::Json, "json", "rows["),
        (Format::Html, "html", "line "),
        (Format::Docx, "docx", "word/"),
        (Format::Tex, "tex", "line "),
    ] {
        let leaks = check(&write(&open, format).unwrap(), ending, clearing.withheld()).unwrap();
        for name in ["Kestrum", "Ormskeld", "Nordbank"] {
            let leak = leaks.iter().find(|l| l.name == name && l.place.starts_with(place));
            assert!(leak.is_some(), "{name} in {ending}: {leaks:?}");
        }
        let cleared = write(&clearing.table(&open, &three.sample.project), format).unwrap();
        assert_eq!(check(&cleared, ending, clearing.withheld()).unwrap(), [], "{ending}");
    }
}

#[test]
fn what_is_said_beside_a_table_names_nobody_who_is_withheld() {
    let three = three();
    let public = clearing(&three.sample);
    assert_eq!(public.remark("no group takes: Kestrum").as_deref(), Some("no group takes: Company A"));
    assert_eq!(public.remark("no group takes: Kestrumian"), None);
    assert_eq!(public.remark("Tolliver × trust: stale").as_deref(), Some("Tolliver × trust: stale"));
    assert_eq!(Clearing::team().remark("no group takes: Kestrum").as_deref(), Some("no group takes: Kestrum"));
}

#[test]
fn a_person_who_is_a_case_and_may_be_named_is_no_secret_as_a_speaker() {
    let mut three = three();
    let own = three.sample.document("jo", "en", &["I: Who are you?", "Jofree: One who trusts."]);
    three.sample.coding(own, "One who trusts", "trust", "lena");
    let id = three.sample.case("Jofree", &[], &[(own, Part::Whole)]);
    set(&mut three.sample, id, Clearance::Named, None);
    let clearing = clearing(&three.sample);
    for (format, ending) in
        [(Format::Csv, "csv"), (Format::Xlsx, "xlsx"), (Format::Docx, "docx"), (Format::Html, "html")]
    {
        let bytes = write(&published(&three.sample, &clearing), format).unwrap();
        assert_eq!(check(&bytes, ending, clearing.withheld()).unwrap(), [], "{ending}");
    }
    assert!(published(&three.sample, &clearing).rows.iter().any(|r| r.label == "Jofree"));
    // Where the case is called otherwise the same name of a speaker is one.
    three.sample.project.cases.get_mut(&id).unwrap().name = "The desk".to_owned();
    assert!(self::clearing(&three.sample).withheld().shows_in("so Jofree said"));
}

#[test]
fn a_firm_may_be_called_like_a_word_of_the_page_itself() {
    let names = Withheld::new(vec![Secret { name: "Hidden Rows".into(), what: "name" }], &[]);
    let three = three();
    let page = |quote: &str| {
        let mut table = table(&three.sample, SPEC);
        quote.clone_into(&mut table.rows[0].cells[2].value);
        write(&table, Format::Html).unwrap()
    };
    assert_eq!(check(&page("Nothing of it."), "html", &names).unwrap(), []);
    let leaks = check(&page("The hidden rows have it."), "html", &names).unwrap();
    assert!(leaks.iter().any(|l| l.context.contains("rows have it")), "{leaks:?}");
}

#[test]
fn names_hidden_in_markup_escapes_and_breaks_are_found() {
    let names = Withheld::new(vec![Secret { name: "Jörg Kestrum".into(), what: "name" }], &[]);
    let zip = |part: &str, text: &str| {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file(part, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, text.as_bytes()).unwrap();
        zip.finish().unwrap().into_inner()
    };
    let run = "<w:p><w:r><w:t>Kes</w:t></w:r><w:r><w:t>trum</w:t></w:r></w:p>";
    let files: Vec<(Vec<u8>, &str)> = vec![
        (b"<p>K&#101;strum</p>".to_vec(), "html"),
        (b"<p>Kes<b>tr</b>um</p>".to_vec(), "html"),
        (b"<td>J&ouml;rg</td><td>K.</td>".to_vec(), "html"),
        (b"<img alt=\"kestrum\">".to_vec(), "html"),
        (b"<a href='x?q=J%C3%B6rg'>x</a>".to_vec(), "html"),
        (b"<script>{\"a\":\"K\\u0065strum\"}</script>".to_vec(), "html"),
        (b"<text x='1'>KESTRUM</text>".to_vec(), "svg"),
        (b"J\\\"org said".to_vec(), "tex"),
        (b"{K}es\\-trum".to_vec(), "tex"),
        ("a,\"Jörg\nKes-\ntrum\"".as_bytes().to_vec(), "csv"),
        ("x,J\u{F6}rg,Kes".as_bytes().to_vec(), "csv"),
        (b"{\"J\\u00f6rg\": 1}".to_vec(), "json"),
        (b"a **Kes**trum b".to_vec(), "md"),
        (b"a [x](kestrum.html)".to_vec(), "md"),
        ("Jo\u{308}rg".as_bytes().to_vec(), "txt"),
        (b"joerg".to_vec(), ""),
        (zip("word/document.xml", run), "docx"),
        (zip("docProps/core.xml", "<dc:creator>J&#246;rg</dc:creator>"), "docx"),
        (zip("Kestrum.xml", "<a/>"), "docx"),
    ];
    for (bytes, format) in files {
        let shown = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!check(&bytes, format, &names).unwrap().is_empty(), "{format}: {shown}");
    }
    let harmless = b"<style>p { max-width: 3em }</style><p>Georg, Kerstum, Jo org</p>";
    assert_eq!(check(harmless, "html", &names).unwrap(), []);
    let max = Withheld::new(vec![Secret { name: "Max".into(), what: "name" }], &[]);
    assert_eq!(check(harmless, "html", &max).unwrap(), [], "words of the format are not the study's");
}

#[test]
fn the_manifest_tells_what_was_withheld_and_names_nobody() {
    let three = three();
    let clearing = clearing(&three.sample);
    let _ = published(&three.sample, &clearing);
    let manifest = clearing.manifest("table.csv", "2026-01-15");
    for words in [
        "- named: 1",
        "anonymous, under an alias: 1 (Company A)",
        "neither named nor quoted: 1",
        "quotes withheld: background",
    ] {
        assert!(manifest.contains(words), "{words} in {manifest}");
    }
    assert_eq!(check(manifest.as_bytes(), "txt", clearing.withheld()).unwrap(), []);
    assert!(clearing.summary().unwrap().contains("replaced"));
}

#[test]
fn names_are_suggested_with_their_context_and_tried_out() {
    let mut three = three();
    let found = suggest(&three.sample.project, &three.sample.texts).unwrap();
    let of = |name: &str| found.iter().find(|s| s.name == name).map(|s| (s.why, s.times));
    assert_eq!(of("Kestrum"), Some(("case", 2)));
    assert_eq!(of("Tolliver"), Some(("capitals", 1)), "it may be named, but a person decides");
    assert_eq!(of("Olga"), Some(("speaker", 1)));
    assert_eq!((of("Nordbank"), of("How")), (None, None), "it has a rule; a sentence begins with it");
    assert!(found.iter().find(|s| s.name == "Kestrum").unwrap().context.contains("we told Kestrum everything"));
    rule(&mut three.sample, "Kestrum", &Rule::Replace { with: "[us]".into(), inflected: false });
    let tried = [("Kestrum".to_owned(), Rule::Replace { with: "[a firm]".into(), inflected: false })];
    let places = preview(&three.sample.project, &three.sample.texts, &tried, 9).unwrap();
    assert_eq!(places.len(), 2);
    assert_eq!((places[0].document.as_str(), places[0].turn), ("open", 2));
    assert!(places[0].after.contains("we told [a firm] everything"), "{}", places[0].after);
}

/// Looks for names as a simple-minded reader would: the bytes, and those of every part of an archive, in small letters.
fn read_plainly(bytes: &[u8], ending: &str) -> String {
    if ending != "xlsx" {
        return String::from_utf8_lossy(bytes).to_lowercase();
    }
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut all = String::new();
    for n in 0..zip.len() {
        zip.by_index(n).unwrap().read_to_string(&mut all).unwrap();
    }
    all.to_lowercase()
}

const NAMES: [&str; 8] = [
    "Kestrum AG",
    "Ormskeld",
    "Vaasa Steel",
    "Élan Électrique",
    "北方银行",
    "شركة النور",
    "בנק הצפון",
    "Müller & Söhne",
];
const PEOPLE: [&str; 6] = ["Marta", "Paavo", "Jürgen", "王芳", "ليلى", "Ørjan"];

/// One random study: who speaks where, which names are said how, and what may be published.
fn random(picks: &[(usize, usize, usize, usize)]) -> Sample {
    let mut s = Sample::default();
    for (n, (name, person, way, clearance)) in picks.iter().enumerate() {
        let (firm, other) = (NAMES[name % 8], NAMES[(name + way) % 8]);
        let who = PEOPLE[person % 6];
        let said = match way % 5 {
            0 => other.to_owned(),
            1 => other.to_uppercase(),
            2 => other.to_lowercase(),
            3 => format!("{}s", other.replace(' ', "\n")),
            _ => format!("“{other}”, {who}"),
        };
        let words = format!("{who}: We spoke of {said} and of trust, said {who}.");
        let id = s.document(&format!("{}-{n}", if way % 2 == 0 { firm } else { "talk" }), "en", &["I: And?", &words]);
        s.coding(id, "of trust", "trust", "lena");
        s.coding(id, &format!("We spoke of {said}"), "talk", "lena");
        let known = s.project.cases.values().find(|c| c.name == firm).map(|c| c.id);
        let case = known.unwrap_or_else(|| s.case(firm, &[], &[]));
        let link = crate::case::Link {
            id: crate::id::LinkId(Uuid::from_u128(9_000_000 + n as u128)),
            case,
            document: id,
            part: Part::Whole,
        };
        s.project.links.insert(link.id, link);
        let clearance = [Clearance::Anonymous, Clearance::Background, Clearance::Named][clearance % 3];
        set(&mut s, case, clearance, Some(&format!("Firm {n}")));
    }
    s
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Whatever is let through by the search holds no name, as a reader of another mind finds it; and what the clearing made of names written as they are
    /// spelled is let through.
    #[test]
    fn random_studies_never_leak(picks in prop::collection::vec((0..8usize, 0..6usize, 0..40usize, 0..3usize), 1..7)) {
        let sample = random(&picks);
        let clearing = Clearing::publication(&sample.project, &sample.texts, "2026-01-15").unwrap();
        let spec = "title = \"T\"\nrows = \"cases\"\n[[column]]\ntitle = \"N\"\ncode = \"talk\"\ncell = \"count\"\n[[column]]\ntitle = \"Q\"\ncode = \"talk\"\ncell = \"quotes\"\n";
        let table = clearing.table(&table(&sample, spec), &sample.project);
        let held: Vec<&str> = clearing.withheld().secrets().iter().map(|s| s.name.as_str()).collect();
        let as_spelled = picks.iter().all(|(.., way, _)| matches!(way % 5, 0 | 4));
        for (format, ending) in [(Format::Csv, "csv"), (Format::Xlsx, "xlsx"), (Format::Markdown, "md"), (Format::Json, "json"), (Format::Tidy, "csv")] {
            let bytes = write(&table, format).unwrap();
            let leaks = check(&bytes, ending, clearing.withheld()).unwrap();
            if as_spelled {
                prop_assert!(leaks.is_empty(), "{ending}: {leaks:?}");
            }
            if leaks.is_empty() {
                let plain = read_plainly(&bytes, ending);
                for name in &held {
                    prop_assert!(!plain.contains(&name.to_lowercase()), "{name} in {ending}");
                }
            }
        }
        let study = study(&clearing, &sample.project, &sample.texts).unwrap();
        for document in study.project.documents.values() {
            let content = &study.texts[&document.id];
            let problems = crate::project::check_content(&study.project, document, content);
            prop_assert!(problems.is_empty(), "{problems:?}");
            let leaks = check(content.text.as_str().as_bytes(), "txt", clearing.withheld()).unwrap();
            prop_assert!(!as_spelled || leaks.is_empty(), "{leaks:?}");
        }
    }
}
