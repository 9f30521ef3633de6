use super::sample::{Sample, study};
use super::{Scan, World, bind, fill, find, parse, understand};
use crate::case::Part;
use crate::text::{Points, Span};

#[test]
fn names_that_nothing_has_are_problems_with_suggestions() {
    let s = study();
    for (text, what, hint) in [
        ("code:trst", "no code “trst”", "“trust”"),
        ("code:cos", "no code “cos”", "cost"),
        ("code:costum", "no code “costum”", "“costume”"),
        ("code:trust/*", "has no sub-codes", "without /*"),
        ("case:11", "no case “11”", "“1”"),
        ("doc:oaks", "no document “oaks”", "“oak”"),
        ("speaker:marte", "no speaker “marte”", "“Marta”"),
        ("coder:lina", "no coder “lina”", "“lena”"),
        ("coder:zzzzz", "no coder “zzzzz”", "coders: lena, omar"),
        ("case.industri:x", "no attribute “industri”", "“industry”"),
        ("case.industry:\"Helth Care\"", "no case has the industry “Helth Care”", "“Health Care”"),
        ("case.founded<old", "“founded” is a number: “old” is no number", ""),
        ("case.size>huge", "“huge” is none of", ""),
    ] {
        let problems = bind(&parse(text).query, &s.project);
        assert!(problems[0].what.contains(what), "{text}: {}", problems[0].what);
        assert!(problems[0].hint.as_deref().unwrap_or_default().contains(hint), "{text}: {:?}", problems[0].hint);
        assert!(s.try_found(text).is_err());
    }
    assert!(s.try_found("role:nurse").unwrap_err().hint.unwrap().contains("CIO"));
    assert!(s.try_found("question:weather").unwrap_err().what.contains("no document has a question"));
}

#[test]
fn a_problem_is_shown_under_the_query() {
    let s = study();
    let fault = understand("工作 code:trst", &s.project).unwrap_err();
    assert_eq!(fault.to_string(), "no code “trst”\n  工作 code:trst\n       ^^^^^^^^^\n  did you mean “trust”?");
    assert_eq!(fault.exit_code(), 2);
}

#[test]
fn text_is_found_by_turn() {
    let s = study();
    let marta = "oak| We trusted the vendors. Their backbone cost us a costume drama, honestly.";
    let asset = "oak| Customers trust us; the customers' trust is the asset. Press the\nbutton and wait.";
    let jo = "oak| I was waiting for the cost report.";
    let luz = "encina| Trabajábamos con proveedores antiguos. El coste subió 🙂 mucho.";
    let cases: &[(&str, &[&str])] = &[
        ("trusting", &[marta, asset]),
        ("TRUST asset", &[asset]),
        ("trust -asset", &[marta]),
        ("asset or report", &[asset, jo]),
        ("\"press the button\"", &[asset]),
        ("\"Button and\"", &[asset]),
        ("\"trusts\"", &[]),
        ("wait*", &[asset, jo]),
        ("\"cost\"", &[marta, jo]),
        // In Spanish the stem of coste is the same.
        ("cost", &[marta, jo, luz]),
        ("cost*", &[marta, jo, luz]),
        ("vendor near/2 trust", &[marta]),
        ("vendor then/2 trust", &[]),
        ("customer then/2 trust", &[asset]),
        ("asest~", &[asset]),
        ("re:/c.st for/", &[]),
        ("re:/costume?\\b/", &[marta]),
        ("trabajar", &[luz]),
        ("subio", &[luz]),
        ("\"subió mucho\"", &[luz]),
        ("re:/🙂/", &[luz]),
        ("haus", &["eiche| Die Häuser waren alt.", "eiche| Das Haus ist neu und die Kosten sinken."]),
        ("talo", &["other| Asuimme vanhassa talossa.", "other| Talo on uusi."]),
        ("工作", &["zh| 我觉得很累，因为工作时间太长了。"]),
        ("作时", &["zh| 我觉得很累，因为工作时间太长了。"]),
        ("机", &["zh| 手机很好用。"]),
        ("作工", &[]),
        ("שלום", &["he| שָׁלוֹם לכולם"]),
        ("شركة", &["ar| الشركة كبيرة", "ar| هذه شركة صغيرة"]),
    ];
    for (text, found) in cases {
        assert_eq!(s.found(text), *found, "{text}");
    }
}

#[test]
fn codes_are_found_by_passage_and_joined_by_overlap() {
    let s = study();
    let (vendors, customers) = ("oak| We trusted the vendors.", "oak| Customers trust us");
    let cases: &[(&str, &[&str])] = &[
        ("code:trust", &[vendors, customers]),
        ("code:trust code:access/digital", &["oak| trusted the vendors."]),
        ("code:trust -code:digital", &[customers]),
        ("code:trust or code:costume", &[vendors, "oak| a costume drama", customers]),
        ("code:trust vendor", &[vendors]),
        ("code:trust -vendor", &[customers]),
        ("code:trust (vendor or us)", &[vendors, customers]),
        ("code:trust (asset or code:digital)", &["oak| trusted the vendors."]),
        ("code:trust coder:omar", &[vendors]),
        ("code:trust -coder:omar", &[vendors, customers]),
        ("coder:lena telling", &[customers]),
        ("code:trust -telling", &[vendors]),
        ("vendor -code:costume", &[]),
        ("\"cost\" -code:costume", &["oak| I was waiting for the cost report."]),
        ("code:access", &["eiche| Kosten"]),
        ("code:access/*", &["oak| trusted the vendors. Their backbone", "encina| El coste subió 🙂 mucho"]),
        (
            "code:access+",
            &["oak| trusted the vendors. Their backbone", "encina| El coste subió 🙂 mucho", "eiche| Kosten"],
        ),
        ("codes>1", &["oak| trusted the vendors."]),
        ("uncoded speaker:jo", &["oak| I was waiting", "oak| ."]),
        ("code:trust speaker:Marta", &[vendors, customers]),
        ("code:trust speaker:I", &[]),
        ("code:* speaker:jo", &["oak| for the cost report"]),
        ("code:trust case:1", &[vendors, customers]),
        ("code:trust case:10", &[]),
    ];
    for (text, found) in cases {
        let found: Vec<&str> = found.iter().copied().filter(|f| *f != "oak| .").collect();
        assert_eq!(s.found(text), found, "{text}");
    }
}

#[test]
fn places_restrict_and_alone_yield_their_turns() {
    let s = study();
    let count = |text: &str| s.found(text).len();
    for (text, turns) in [
        ("", 16),
        ("doc:oak", 5),
        ("doc:e*", 4),
        ("doc:oak turn:2-3", 2),
        ("turn:2", 6),
        ("speaker:marta", 2),
        ("speaker:I", 3),
        ("role:interviewer", 3),
        ("role:respondent doc:oak", 3),
        ("role:cio", 2),
        ("doc:oak -speaker:I", 3),
        ("case:1", 5),
        ("case:10", 2),
        ("case:*", 7),
        ("-case:*", 9),
        ("case:\"Jo alone\"", 1),
        ("case.industry:\"health care\"", 5),
        ("case.industry!=Banking", 5),
        ("case.industry:*", 7),
        ("case.founded>1893", 2),
        ("case.founded>=1893", 7),
        ("case.founded:1893", 5),
        ("case.size<middling", 5),
        ("case.size>=Small case.founded<1900", 5),
        ("question:\"what changed\"", 2),
        ("question:2", 3),
        ("(case:1 or doc:zh) -speaker:I", 5),
        ("trust or doc:zh", 4),
        ("-trust doc:oak", 3),
    ] {
        assert_eq!(count(text), turns, "{text}: {:?}", s.found(text));
    }
}

#[test]
fn the_unit_changes_what_one_result_is() {
    let s = study();
    let cases: &[(&str, &[&str])] = &[
        ("trust unit:match", &["oak| trusted", "oak| trust", "oak| trust"]),
        ("code:trust trust unit:match", &["oak| trusted", "oak| trust"]),
        ("wait* doc:oak unit:match", &["oak| wait", "oak| waiting"]),
        ("\"press the button\" unit:match", &["oak| Press the\nbutton"]),
        ("工作 unit:match", &["zh| 工作"]),
        (
            "trust unit:sentence",
            &["oak| We trusted the vendors.", "oak| Customers trust us; the customers' trust is the asset."],
        ),
        ("trust backbone unit:sentence", &[]),
        (
            "code:trust unit:sentence",
            &["oak| We trusted the vendors.", "oak| Customers trust us; the customers' trust is the asset."],
        ),
        (
            "doc:oak -trust speaker:Marta unit:sentence",
            &["oak| Their backbone cost us a costume drama, honestly.", "oak| Press the\nbutton and wait."],
        ),
        ("code:trust code:cost unit:turn", &[]),
        (
            "code:costume code:trust unit:turn",
            &["oak| We trusted the vendors. Their backbone cost us a costume drama, honestly."],
        ),
    ];
    for (text, found) in cases {
        assert_eq!(s.found(text), *found, "{text}");
    }
    for (text, documents) in [
        ("trust report unit:document", 1),
        ("code:cost code:costume unit:document", 1),
        ("code:cost -code:costume unit:document", 0),
        ("-code:* unit:document", 4),
        ("trust speaker:jo unit:document", 0),
        ("report speaker:jo unit:document", 1),
        ("-speaker:I unit:document", 5),
        ("unit:document", 7),
    ] {
        assert_eq!(s.found(text).len(), documents, "{text}");
    }
    for (text, cases) in [
        ("\"cost\" unit:case", 2),
        ("trust unit:case", 1),
        ("code:cost unit:case", 2),
        ("unit:case", 3),
        ("-\"cost\" unit:case", 1),
    ] {
        let scan = Scan { project: &s.project, texts: &s.texts };
        let world = World { project: &s.project, texts: &s.texts, words: &scan };
        let hits = find(&s.query(text), &world, 0..9).unwrap().page;
        assert!(hits.iter().all(|h| h.case.is_some()));
        assert_eq!(hits.len(), cases, "{text}");
    }
}

#[test]
fn a_case_has_words_and_codes_though_they_stand_in_different_documents_of_it() {
    let mut s = Sample::default();
    let said = s.document("interview", "en", &["I: And then?", "Jo: We had trust."]);
    let written = s.document("report", "en", &["The cost rose."]);
    let other = s.document("other", "en", &["Some trust."]);
    s.coding(written, "The cost", "cost", "ana");
    s.case("Both", &[], &[(said, Part::Whole), (written, Part::Whole)]);
    s.case("One", &[], &[(other, Part::Whole)]);
    let counts = ["trust code:cost unit:case", "trust code:cost unit:document", "rose code:cost unit:document"];
    assert_eq!(counts.map(|text| s.found(text).len()), [1, 0, 1]);
}

#[test]
fn words_count_only_inside_the_part_that_belongs_to_a_case() {
    let mut s = Sample::default();
    let d = s.document("panel", "en", &["Early trust and later doubt."]);
    let text = s.texts[&d].text.as_str();
    let at = text.find("later").unwrap();
    let span = Span::new(at, text.find('.').unwrap());
    let part = Part::Passage { span, points: Points::default() };
    s.case("late", &[], &[(d, part)]);
    assert_eq!(s.found("case:late doubt").len(), 1);
    assert_eq!(s.found("case:late trust").len(), 0);
    assert_eq!(s.found("case:late -trust").len(), 1, "the part has no trust in it");
    assert_eq!(s.found("case:late doubt unit:match"), ["panel| doubt"]);
}

#[test]
fn hits_are_filled_with_turn_and_matches() {
    let s = study();
    let scan = Scan { project: &s.project, texts: &s.texts };
    let world = World { project: &s.project, texts: &s.texts, words: &scan };
    let hits = find(&s.query("code:trust trust -asset"), &world, 1..5).unwrap();
    assert_eq!((hits.count, hits.page.len()), (2, 1));
    let hit = &hits.page[0];
    assert_eq!(hit.turn, Some(3));
    let text = s.texts[&hit.passage.document].text.as_str();
    assert_eq!(hit.matches.iter().map(|m| m.of(text)).collect::<Vec<_>>(), ["trust"]);
    let mut turns = super::evaluate(&s.query("trust or \"customers trust\" or 工"), &world).unwrap();
    assert!(turns.iter().all(|h| h.matches.is_empty()));
    fill(&mut turns, &s.query("trust or \"customers trust\""), &world).unwrap();
    let words: Vec<&str> = turns[1].matches.iter().map(|m| m.of(text)).collect();
    assert_eq!(words, ["Customers trust", "customers' trust"], "overlapping matches are one");
}

#[test]
fn a_tag_cost_does_not_fetch_costume() {
    let mut s = study();
    let zh = s.project.document("zh").unwrap().id;
    s.coding(zh, "工作", "access/cost/hidden", "lena");
    assert_eq!(s.found("code:access/cost"), ["encina| El coste subió 🙂 mucho"]);
    assert_eq!(s.found("code:costume"), ["oak| a costume drama"]);
    assert_eq!(s.found("code:cost/hidden"), ["zh| 工作"]);
    assert_eq!(
        s.found("code:cost"),
        ["oak| for the cost report"],
        "the code at the top has this path, access/cost has not"
    );
    s.code("travel/hidden");
    assert!(s.try_found("code:hidden").unwrap_err().hint.unwrap().contains("access/cost/hidden"), "two have this name");
    assert!(s.try_found("code:acc").is_err(), "the beginning of a name is no name");
    assert!(s.found("code:access/cost+").iter().all(|f| !f.contains("costume")));
}
