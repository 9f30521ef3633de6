//! Derived attributes follow the coding, and are attributes like any other.

use crate::case::{AttributeKind, Value};
use crate::id::{SavedId, Stamp};
use crate::matrix::{Spec, compute, derive, derive_one};
use crate::project::{Saved, SavedKind};
use crate::query::sample::{Sample, study};
use crate::query::{Scan, World};
use uuid::Uuid;

fn with<T>(sample: &Sample, act: impl FnOnce(&World<'_>) -> T) -> T {
    let scan = Scan { project: &sample.project, texts: &sample.texts };
    act(&World { project: &sample.project, texts: &sample.texts, words: &scan })
}

fn save(sample: &mut Sample, name: &str, text: &str) {
    let id = SavedId(Uuid::from_u128(7_000_000 + sample.project.saved.len() as u128));
    let saved = Saved { id, kind: SavedKind::Derived, name: name.to_owned(), text: text.to_owned(), at: Stamp(0) };
    sample.project.saved.insert(id, saved);
}

fn settled(sample: &Sample) -> Sample {
    let mut again = study();
    (again.project, again.texts) = (sample.project.clone(), sample.texts.clone());
    again.project.settle(with(sample, derive));
    again
}

fn values(sample: &Sample, attribute: &str) -> Vec<(String, String)> {
    let attribute = sample.project.attribute(attribute).unwrap().id;
    let of = |c: &&crate::case::Case| sample.project.value(c, attribute).map(ToString::to_string).unwrap_or_default();
    sample.project.cases_by_name().iter().map(|c| (c.name.clone(), of(c))).collect()
}

const KIND: &str = "case when has('trust') then 'trusting' when has('access') then 'open' else 'neither' end";

#[test]
fn every_case_has_one_class_which_follows_the_coding() {
    let mut s = study();
    save(&mut s, "kind", KIND);
    let as_pairs = |s: &Sample| values(&settled(s), "kind").into_iter().map(|(_, v)| v).collect::<Vec<_>>();
    assert_eq!(as_pairs(&s), ["trusting", "open", "neither"]);
    let classes = AttributeKind::Ordered(["trusting", "open", "neither"].map(str::to_owned).to_vec());
    assert_eq!(settled(&s).project.attribute("kind").unwrap().kind, classes, "in the order of the expression");
    let encina = s.project.document("encina").unwrap().id;
    s.coding(encina, "proveedores antiguos", "trust", "lena");
    assert_eq!(as_pairs(&s), ["trusting", "trusting", "neither"]);
}

#[test]
fn it_is_an_attribute_in_groups_sorts_filters_columns_and_queries() {
    let mut s = study();
    save(&mut s, "kind", KIND);
    save(&mut s, "big", "size = 'very large'");
    save(&mut s, "both", "case when kind = 'open' and big then 'yes' else 'no' end");
    let s = settled(&s);
    assert_eq!(s.found("case.kind:open").len(), 2, "the turns of that case");
    assert_eq!(s.found("case.both:yes").len(), 2);
    assert!(s.try_found("case.kind:shut").unwrap_err().what.contains("none of"), "its values are known");
    let spec = "title = \"T\"\nrows = \"cases\"\nsort = [\"-kind\"]\nwhere = \"case.kind:open or case.kind:trusting\"\n\
        [[column]]\nattribute = \"kind\"\n[[column]]\nattribute = \"big\"\n[[group]]\nname = \"Big\"\nwhen = \"big and kind != 'neither'\"\n";
    let table = with(&s, |world| compute(&Spec::parse(spec).unwrap(), world)).unwrap();
    let rows: Vec<_> = table.rows.iter().map(|r| (r.label.as_str(), r.cells[0].value.as_str(), r.group)).collect();
    assert_eq!(rows, [("10", "open", Some(0)), ("1", "trusting", Some(1))]);
    let spec = "title = \"T\"\nrows = \"values of kind\"\n[[column]]\ncode = \"trust\"\ncell = \"count\"\n";
    let table = with(&s, |world| compute(&Spec::parse(spec).unwrap(), world)).unwrap();
    assert_eq!(table.rows.iter().map(|r| r.label.as_str()).collect::<Vec<_>>(), ["trusting", "open", "neither"]);
}

#[test]
fn types_are_told_from_the_expression() {
    let s = study();
    let kind = |text: &str| with(&s, |world| derive_one(world, "x", text)).unwrap().0;
    assert_eq!(kind("count('code:trust')"), AttributeKind::Number);
    assert_eq!(kind("has('trust')"), AttributeKind::YesNo);
    assert_eq!(kind("industry"), AttributeKind::Text);
    let counted = with(&s, |world| derive_one(world, "x", "count('code:trust')")).unwrap().1;
    assert!(counted.iter().any(|(_, v)| *v == Value::Number(2.0)), "{counted:?}");
}

#[test]
fn faults_name_the_place_and_circles_are_refused() {
    let mut s = study();
    let fault = |s: &Sample, name: &str, text: &str| with(s, |w| derive_one(w, name, text)).unwrap_err().to_string();
    assert!(fault(&s, "x", "case when has('trsut') then 'a' else 'b' end").contains('^'));
    assert!(fault(&s, "x", "case when has('trust') then 'a' else 3 end").contains("one kind"));
    assert!(fault(&s, "x", "has('trust'").contains("missing"));
    assert!(fault(&s, "x", "not x").contains("follow from itself"));
    save(&mut s, "a", "not b");
    assert!(fault(&s, "b", "has('trust') and a").contains("follow from itself"));
    assert!(fault(&s, "c", "count('case.a:yes') > 0").contains("cannot ask"));
}

#[test]
fn one_that_cannot_be_computed_says_so_wherever_it_is_asked_for() {
    let mut s = study();
    save(&mut s, "gone", "has('no such code')");
    save(&mut s, "kind", KIND);
    let s = settled(&s);
    assert!(s.try_found("case.gone:yes").unwrap_err().to_string().contains("“gone”"));
    let spec = "title = \"T\"\nrows = \"cases\"\n[[column]]\nattribute = \"gone\"\n";
    let fault = with(&s, |world| compute(&Spec::parse(spec).unwrap(), world)).unwrap_err();
    assert!(fault.to_string().contains("no code"), "{fault}");
    assert_eq!(values(&s, "kind")[0].1, "trusting", "the others are not hurt");
}
