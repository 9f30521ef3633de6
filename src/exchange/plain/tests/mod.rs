mod random;
mod world;

use super::{File, read};
use crate::case::Part;
use crate::document::{Draft, Structure, Turn, TurnKind};
use crate::fault::{Fault, Outcome};
use crate::text::{Span, normalise};
use proptest::prelude::*;
use random::random_world;
use world::{World, portrait};

fn no_importer(name: &str, _: &[u8]) -> Outcome<Draft> {
    Err(Fault::data(format!("no importer for {name}")))
}

/// An importer for the tests: one paragraph, whose text is the file's.
fn one_paragraph(name: &str, bytes: &[u8]) -> Outcome<Draft> {
    let text = normalise(std::str::from_utf8(bytes).map_err(|_| Fault::data("no text"))?).0;
    let span = Span::new(0, text.len()).trimmed(&text);
    let turns = vec![Turn {
        span,
        label: Span { start: span.start, end: span.start },
        speaker: None,
        time_ms: None,
        kind: TurnKind::Paragraph,
    }];
    let structure = Structure { turns, ..Structure::default() };
    let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
    Ok(Draft { name, format: "md".to_owned(), text, structure, language: "en".to_owned(), ..Draft::default() })
}

fn brought_in(files: &[File]) -> World {
    let mut world = World::default();
    world.last = 1 << 90;
    let study = read(files, &no_importer).unwrap();
    assert_eq!(study.warnings, Vec::<String>::new());
    match world.run("somebody else", 77, study.command()) {
        Ok(_) => {}
        Err(fault) => assert_eq!(fault.kind, crate::fault::Kind::Nothing, "{fault}"),
    }
    world
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn a_project_comes_back_from_its_plain_form(steps in proptest::collection::vec((0_u8..28, 0_u32..5000, 0_u32..5000), 0..90)) {
        let world = random_world(&steps);
        let files = world.write();
        for file in &files {
            prop_assert_eq!(super::names::inside(&file.path).unwrap(), file.path.clone());
        }
        let back = brought_in(&files);
        prop_assert_eq!(portrait(&back), portrait(&world));
        prop_assert_eq!(back.notes.iter().filter(|n| n.contains("left out")).count(), 0);
        prop_assert_eq!(back.problems(), world.problems());
        prop_assert_eq!(back.write(), files);
    }
}

/// A small study made by hand, as a folder without turns.
fn by_hand() -> Vec<(&'static str, String)> {
    let files = [
        ("project.toml", "title = \"Kiosks\"\ncoders = [\"mira\", \"jonas\"]\n"),
        ("documents.csv", "name,file,cases,role\nowner,a.md,1,Owner\n"),
        ("documents/a.md", "We sell newspapers. Nobody buys newspapers.\n"),
        ("documents/b.md", "Case two has no newspapers, 🙂 only gum.\n"),
        ("codebook.toml", "[[code]]\npath = \"goods\"\n[[code]]\npath = \"goods/paper\"\n"),
        ("cases.csv", "name,size,documents\n1,small,\n2,large,b\n"),
        ("attributes.toml", "[[attribute]]\nname = \"size\"\nvalues = [\"small\", \"large\"]\n"),
        (
            "codings.csv",
            "document,start,end,code,coder,quote,date\nowner,8,18,goods/paper,mira,newspapers,2015-10-01\nb,0,3,goods,jonas,\"🙂 only\",\nowner,1,2,goods,jonas,newspapers,\nb,35,38,goods,jonas,,\n",
        ),
        (
            "essences.toml",
            "[[essence]]\nrow = { case = \"1\" }\ncolumn = { code = \"goods\" }\nphrase = \"Paper\"\ncoder = \"mira\"\nbasis = [\"owner@8-18\"]\n",
        ),
        ("templates/short.md", "# {case}\n"),
        ("vignettes/short/2.md", "# 2\n\nGum.\n"),
        ("matrices/goods.toml", "rows = \"cases\"\n"),
    ];
    files.map(|(path, text)| (path, text.to_owned())).to_vec()
}

fn files(parts: &[(&str, String)]) -> Vec<File> {
    parts.iter().map(|(path, text)| File { path: (*path).to_owned(), bytes: text.clone().into_bytes() }).collect()
}

#[test]
fn a_folder_made_by_hand_is_a_plain_form_too() {
    let mut world = World::default();
    let study = read(&files(&by_hand()), &one_paragraph).unwrap();
    assert_eq!(study.warnings, Vec::<String>::new());
    let said = world.run("mira", 5, study.clone().command()).unwrap();
    assert_eq!(
        said,
        "Brought in the study “Kiosks”: 2 documents, 2 codes, 2 cases, 3 codings, 1 phrase and 1 vignette"
    );
    let p = &world.project;
    assert_eq!(world.problems(), Vec::<String>::new());
    let owner = p.document("owner").unwrap();
    assert_eq!(owner.properties["role"], "Owner");
    let quotes: Vec<&str> = p.documents.keys().flat_map(|d| p.codings.of(*d)).map(|c| &*c.quote).collect();
    // The one with a wrong place is found by its words, the ambiguous one is left out and named.
    assert_eq!(quotes, ["newspapers", "🙂 only", "gum"]);
    assert!(
        world.notes.iter().any(|n| n.contains("“goods” on “owner”") && n.contains("several places")),
        "{:?}",
        world.notes
    );
    assert_eq!(p.links.values().filter(|l| l.part == Part::Whole).count(), 2);
    assert_eq!((p.vignettes.len(), p.matrices.len(), p.essences.len()), (1, 1, 1));
    let again = world.run("mira", 6, study.command()).unwrap_err();
    assert_eq!(again.kind, crate::fault::Kind::Nothing);
}

#[test]
fn a_second_import_under_the_same_name_overwrites_the_text() {
    let mut world = World::default();
    let first = read(&files(&by_hand()), &one_paragraph).unwrap();
    world.run("mira", 5, first.command()).unwrap();
    let before = portrait(&world);
    let mut other = by_hand();
    other[2].1 = "Their newspapers are old.".to_owned();
    other[7].1 = "document,start,end,code,coder,quote\nowner,6,16,goods/paper,mira,newspapers\n".to_owned();
    other[8].1 = other[8].1.replace("Paper", "Something else").replace("owner@8-18", "owner@6-16");
    world.run("mira", 6, read(&files(&other), &one_paragraph).unwrap().command()).unwrap();
    let after = portrait(&world);
    assert!(before.iter().all(|line| after.contains(line)), "what was there stays as it was");
    let copy = world.project.document("owner (2)").unwrap();
    assert_eq!(world.project.codings.of(copy.id).len(), 1);
    assert!(world.notes.iter().any(|n| n.contains("another phrase") && n.contains("kept")), "{:?}", world.notes);
    assert_eq!(world.problems(), Vec::<String>::new());
}

#[test]
fn damage_is_told_with_file_and_line() {
    let broken = |path: &str, from: &str, to: &str| {
        let mut parts = by_hand();
        for part in parts.iter_mut().filter(|p| p.0 == path) {
            assert!(part.1.contains(from));
            part.1 = part.1.replace(from, to);
        }
        read(&files(&parts), &one_paragraph).unwrap_err().place.unwrap_or_default()
    };
    assert_eq!(broken("documents.csv", "a.md", "../a.md"), "documents.csv, line 2");
    assert_eq!(broken("documents.csv", "a.md", "c.md"), "documents.csv, line 2");
    assert_eq!(broken("documents.csv", "file", "files"), "documents.csv, line 1");
    assert_eq!(broken("codings.csv", "b,35,38", "b,38,35"), "codings.csv, line 5");
    assert_eq!(broken("codings.csv", "2015-10-01", "yesterday"), "codings.csv, line 2");
    assert_eq!(broken("codings.csv", "\"🙂 only\"", "\"🙂 only"), "codings.csv, line 3");
    assert_eq!(broken("essences.toml", "phrase", "phrases"), "essences.toml, line 4");
    assert_eq!(broken("essences.toml", "owner@8-18", "owner"), "essences.toml, line 1");
    assert_eq!(broken("cases.csv", "large", "huge"), "cases.csv, line 3");
    assert_eq!(broken("project.toml", "title", "version = 2\ntitle"), "project.toml, line 1");
    let mut parts = by_hand();
    parts.push(("coding.csv", "document\n".to_owned()));
    assert!(read(&files(&parts), &one_paragraph).unwrap().warnings[0].starts_with("coding.csv: left out"));
    parts.push(("../../outside.txt", String::new()));
    assert!(read(&files(&parts), &one_paragraph).is_err());
    assert!(read(&files(&[("notes.txt", String::new())]), &one_paragraph).is_err());
}

/// A study of one document with one coding and a phrase that rests on it, as it is written.
fn written() -> Vec<File> {
    let mut world = World::default();
    world.run("mira", 1, read(&files(&by_hand()), &one_paragraph).unwrap().command()).unwrap();
    world.write()
}

fn edit(files: &mut [File], path: &str, from: &str, to: &str) {
    let file = files.iter_mut().find(|f| f.path == path).unwrap();
    let text = String::from_utf8(file.bytes.clone()).unwrap();
    assert!(text.contains(from), "{text}");
    file.bytes = text.replace(from, to).into_bytes();
}

#[test]
fn codings_of_an_edited_text_are_placed_by_their_words_and_phrases_go_stale() {
    let mut files = written();
    edit(&mut files, "documents/owner.txt", "We sell", "We still sell");
    edit(&mut files, "essences.toml", "owner@8-18", "owner@8000-8010");
    let study = read(&files, &one_paragraph).unwrap();
    assert_eq!(study.warnings.len(), 1);
    assert!(study.warnings[0].contains("documents/owner.txt") && study.warnings[0].contains("placed by their words"));
    let mut world = World::default();
    world.run("mira", 5, study.command()).unwrap();
    assert!(world.notes.iter().any(|n| n.contains("several places")), "{:?}", world.notes);
    assert!(world.notes.iter().any(|n| n.contains("rests on a passage that is not there")), "{:?}", world.notes);
    assert_eq!(world.problems(), Vec::<String>::new());
    let p = &world.project;
    let owner = p.document("owner").unwrap();
    assert_eq!(p.codings.of(owner.id).len(), 0, "the words stand twice: never guessed");
    let essence = p.essences.values().next().unwrap();
    assert!(essence.basis.iter().all(|b| !p.documents.contains_key(&b.document)) && essence.basis.len() == 1);
}

#[test]
fn a_lost_original_and_turns_that_do_not_fit_are_told() {
    let mut files = written();
    files.retain(|f| !f.path.starts_with("originals/owner"));
    let warnings = read(&files, &no_importer).unwrap().warnings;
    assert_eq!(warnings.iter().filter(|w| w.contains("the original is not there")).count(), 1);
    edit(&mut files, "documents/owner.turns.csv", "1,paragraph", "1,pargraph");
    let place = read(&files, &no_importer).unwrap_err().place.unwrap();
    assert_eq!(place, "documents/owner.turns.csv, line 2");
    edit(&mut files, "documents/owner.turns.csv", "1,pargraph,,0,0,0", "1,paragraph,,0,0,999");
    let fault = read(&files, &no_importer).unwrap_err();
    assert_eq!(fault.place.unwrap(), "documents/owner.turns.csv, line 2");
}

#[test]
fn a_byte_order_mark_shifts_every_coding() {
    let plain = read(&files(&by_hand()), &one_paragraph).unwrap();
    let marked: Vec<(&str, String)> = by_hand().into_iter().map(|(p, text)| (p, format!("\u{FEFF}{text}"))).collect();
    let marked = read(&files(&marked), &one_paragraph).unwrap();
    let stand = |study: super::Study| {
        let mut world = World::default();
        world.run("mira", 5, study.command()).unwrap();
        let p = &world.project;
        let codings = p.documents.keys().flat_map(|d| p.codings.of(*d));
        codings.map(|c| (c.points, c.quote.clone())).collect::<Vec<_>>()
    };
    assert_eq!(stand(marked), stand(plain));
}

#[test]
fn coder_identity_lost_on_import_or_export() {
    let mut world = World::default();
    world.run("mira", 5, read(&files(&by_hand()), &one_paragraph).unwrap().command()).unwrap();
    let back = brought_in(&world.write());
    let who = |world: &World| {
        let p = &world.project;
        let codings = p.documents.keys().flat_map(|d| p.codings.of(*d));
        codings.map(|c| (p.coder_name(c.coder).to_owned(), c.quote.clone(), c.at)).collect::<Vec<_>>()
    };
    assert_eq!(who(&back), who(&world));
    assert_eq!(who(&back).iter().filter(|c| c.0 == "jonas").count(), 2);
}
