use super::{State, cell, lines, states, table, with};
use crate::case::Part;
use crate::coding::Passage;
use crate::id::{EssenceId, Stamp};
use crate::matrix::{Spec, compute, find_cell, target};
use crate::memo::{Axis, Essence, Verdict};
use crate::query::sample::{Sample, study};
use uuid::Uuid;

const SPEC: &str =
    "title = 'T'\nrows = 'cases'\ncolumns = 'codes'\ncell = 'essence'\nempty = 'N/A'\nnot_applicable = 'not asked for'";

/// Writes a phrase for a case and a code, with everything that is in the cell now as its basis.
fn write(sample: &mut Sample, case: &str, code: &str, verdict: Verdict) -> Vec<Passage> {
    let row = Axis::Case(sample.project.case(case).expect("it is there").id);
    let column = Axis::Code(sample.project.codebook.find(code).expect("it is there").id);
    let basis = with(sample, |world| target(world, &row, &column)).expect("it is a cell").basis;
    let coder = sample.coder("lena");
    let id = EssenceId(Uuid::from_u128(1_000_000 + sample.project.essences.len() as u128));
    let essence =
        Essence { id, row, column, verdict, evidence: basis.clone(), basis: basis.clone(), coder, at: Stamp(0) };
    sample.project.essences.insert(id, essence);
    basis
}

fn phrase(text: &str) -> Verdict {
    Verdict::Phrase(text.to_owned())
}

#[test]
fn the_states_of_a_cell_are_never_confused() {
    let mut sample = study();
    let other = sample.project.documents.values().find(|d| d.name == "other").expect("it is there").id;
    sample.case("uncoded", &[], &[(other, Part::Whole)]);
    assert_eq!(write(&mut sample, "1", "trust", phrase("They trust")).len(), 2);
    write(&mut sample, "10", "access", phrase("Access costs"));
    assert!(write(&mut sample, "10", "trust", phrase("From nowhere")).is_empty());
    write(&mut sample, "10", "cost", Verdict::NotApplicable("no costs in this trade".into()));
    let encina = sample.project.documents.values().find(|d| d.name == "encina").expect("it is there").id;
    sample.coding(encina, "proveedores", "access/digital", "lena");
    let table = table(&sample, SPEC);
    let state = |row: &str, column: &str| (cell(&table, row, column).state, cell(&table, row, column).value.clone());
    assert_eq!(state("1", "trust"), (State::Essence, "They trust".to_owned()));
    assert_eq!(state("10", "access"), (State::Stale, "Access costs".to_owned()));
    assert_eq!(state("10", "trust"), (State::Unsupported, "From nowhere".to_owned()));
    assert_eq!(state("10", "cost"), (State::NotApplicable, "not asked for".to_owned()));
    assert_eq!(state("10", "costume"), (State::None, "N/A".to_owned()));
    assert_eq!(state("1", "access"), (State::Evidence, "[1 passage]".to_owned()));
    assert_eq!(state("uncoded", "trust"), (State::NotCoded, String::new()));
    assert!(
        table
            .warnings
            .iter()
            .any(|w| w == "10 × access: the evidence has changed since the phrase was written: 1 passage came")
    );
    assert!(table.warnings.iter().any(|w| w == "10 × trust: no passage stands behind the phrase"));
    assert!(table.warnings.iter().any(|w| w.starts_with("no phrase written yet for 1 × access")));
    for (state, note) in
        [("blank", 0), ("[n passages]", 1), ("evidence behind some phrases", 2), ("no passage behind", 3)]
    {
        assert!(table.notes[note].contains(state), "{:?}", table.notes);
    }
}

#[test]
fn a_phrase_grows_stale_when_a_passage_comes_goes_or_moves_and_not_when_one_is_coded_again() {
    let state = |change: &dyn Fn(&mut Sample)| {
        let mut sample = study();
        write(&mut sample, "1", "trust", phrase("They trust"));
        change(&mut sample);
        cell(&table(&sample, SPEC), "1", "trust").state
    };
    let code = |s: &mut Sample, words: &str, code: &str, coder: &str| {
        let oak = s.project.documents.values().find(|d| d.name == "oak").expect("it is there").id;
        s.coding(oak, words, code, coder);
    };
    assert_eq!(state(&|_| {}), State::Essence);
    assert_eq!(state(&|s| code(s, "costume", "trust", "lena")), State::Stale);
    assert_eq!(state(&|s| code(s, "Customers trust us", "trust", "omar")), State::Essence);
    assert_eq!(state(&|s| code(s, "costume", "costume", "omar")), State::Essence);
    assert_eq!(
        state(&|s| {
            let told = s.project.codings.iter().find(|c| c.telling).expect("one is").clone();
            s.project.codings.remove(told.id);
        }),
        State::Stale
    );
}

#[test]
fn a_phrase_is_found_whichever_way_the_table_is_turned() {
    let mut sample = study();
    write(&mut sample, "1", "trust", phrase("They trust"));
    let turned = table(&sample, "title = 'T'\nrows = 'codes'\ncolumns = 'cases'\ncell = 'essence'");
    assert_eq!(cell(&turned, "trust", "1").value, "They trust");
    let spec = Spec::parse("title = 'T'\nrows = 'codes'\ncolumns = 'cases'\ncell = 'essence'").expect("it is right");
    let found = with(&sample, |world| find_cell(&spec, world, "trust", "1")).expect("it is there");
    let target = found.target.expect("it can have a phrase");
    assert!(matches!(target.row, Axis::Case(_)) && matches!(target.column, Axis::Code(_)));
    assert_eq!(target.basis.len(), found.evidence.len());
}

#[test]
fn nothing_coded_is_no_zero() {
    let mut sample = study();
    let other = sample.project.documents.values().find(|d| d.name == "other").expect("it is there").id;
    sample.case("uncoded", &[], &[(other, Part::Whole)]);
    let spec = "title = 'T'\nrows = 'cases'\n[[column]]\ncode = 'costume'\n[[column]]\ncode = 'cost'\ncell = 'present'\n[[column]]\nquery = 'talo'";
    let table = table(&sample, spec);
    assert_eq!(lines(&table), ["1: 1 | yes | 0", "10: 0 | no | 0", "Jo alone: 0 | yes | 0", "uncoded:  |  | 2"]);
    use State::{Count, None, NotCoded, Value};
    assert_eq!(states(&table, 0), [Count, None, None, NotCoded]);
    assert_eq!(states(&table, 1), [Value, None, Value, NotCoded]);
    assert_eq!(states(&table, 2), [None, None, None, Count]);
    assert_eq!(cell(&table, "uncoded", "costume").number, Option::None);
}

#[test]
fn a_cell_is_found_by_the_names_of_its_row_and_column() {
    let sample = study();
    let spec = Spec::parse("title = 'T'\nrows = 'cases'\n[[column]]\ntitle = 'Trusting'\ncode = 'trust'\ncell = 'passages'\n[[column]]\ntitle = 'Field'\nattribute = 'industry'\n[[column]]\ntitle = 'Codings'\ncode = 'trust'").expect("it is right");
    let find = |row: &str, column: &str| with(&sample, |world| find_cell(&spec, world, row, column));
    for column in ["Trusting", "trusting", "trust"] {
        let found = find("1", column).expect("it is there");
        assert_eq!((found.row.as_str(), found.column.as_str()), ("1", "Trusting"));
        let quotes: Vec<&str> = found.evidence.iter().map(|e| e.quote.as_str()).collect();
        assert_eq!(quotes, ["We trusted the vendors.", "Customers trust us"]);
        assert_eq!(found.evidence[0].coders, ["lena", "omar"]);
        assert_eq!((found.evidence[0].place.as_str(), found.evidence[0].speaker.as_deref()), ("2:1", Some("Marta")));
        assert_eq!(
            found.evidence[0].id(),
            format!("oak@{}-{}", found.evidence[0].points.start, found.evidence[0].points.end)
        );
        assert!(found.evidence[1].telling && !found.evidence[0].telling);
    }
    assert!(find("1", "Field").expect("it is there").target.is_none());
    assert!(find("2", "Trusting").unwrap_err().to_string().contains("no row “2”"));
    assert!(find("1", "Tristing").unwrap_err().to_string().contains("did you mean"));
    let table = with(&sample, |world| compute(&spec, world)).expect("it is right");
    assert_eq!(table.rows[0].cells[0].evidence.len(), 2);
    assert_eq!(table.rows[0].cells[2].evidence.len(), 3, "codings, two of them on one passage");
    assert_eq!(
        find("1", "Codings").expect("it is there").evidence,
        table.rows[0].cells[2].evidence,
        "a cell opens what it counts"
    );
}
