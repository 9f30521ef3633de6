//! Finding on the command line: results in every form, saved queries, words by the numbers, and an index that cannot be trusted.

use crate::world::World;
use serde_json::Value;

const MAYA: &str = "I: What does the desk mean to you?\n\nMaya: The desk is where people wait. We wait at the desk, and the portal waits for nobody.\n\n\
I: And the portal?\n\nMaya: The portal asks for a code. Nobody has the code. I never trusted the portal, =but my sister trusts it.\n";
const JON: &str = "I: Do you use the portal?\n\nJon: Every day. The portal saves me the queue, and I trust it with my papers.\n\n\
I: And the desk?\n\nJon: The desk was closed. I wrote a letter instead, by hand.\n";
const LUZ: &str = "I: ¿Y el portal?\n\nLuz: El portal no funciona. Esperábamos en la oficina toda la mañana, y nadie abría la puerta.\n";

fn study(name: &str) -> World {
    let world = World::with_project(name);
    for (file, text, case) in [("maya", MAYA, "P1"), ("jon", JON, "P2"), ("luz", LUZ, "P3")] {
        world.write(&format!("{file}.txt"), text);
        world.ok(&["import", &format!("{file}.txt"), "--case", case]);
    }
    world.ok(&["cases", "set", "P1", "town", "Rauma"]);
    world.ok(&["cases", "set", "P2", "town", "Rauma"]);
    world.ok(&["cases", "set", "P3", "town", "Lugo"]);
    world.ok(&["code", "maya", "2:2", "waiting", "--create"]);
    world.ok(&["code", "maya", "4", "trust", "--create"]);
    world.ok(&["code", "jon", "2:2", "trust"]);
    world
}

fn texts(found: &Value) -> Vec<&str> {
    found.as_array().unwrap().iter().map(|h| h["text"].as_str().unwrap()).collect()
}

#[test]
fn a_query_is_kept_by_name_stands_for_itself_and_can_be_taken_back() {
    let world = study("saved-queries");
    world.ok(&["find", "portal code:trust", "--save", "trust in the portal", "--count"]);
    let listed = world.json(&["queries"]);
    assert_eq!(listed[0]["query"], "portal code:trust");
    assert!(listed[0]["explained"].as_str().unwrap().contains("coded “trust”"));
    let direct = world.json(&["find", "portal code:trust"]);
    assert_eq!(world.json(&["find", "@\"trust in the portal\""]), direct);
    assert_eq!(world.json(&["find", "@“trust in the portal” case:P2"]).as_array().unwrap().len(), 1);
    // It cannot name itself, neither at once nor by way of another.
    world.ok(&["find", "@\"trust in the portal\" or desk", "--save", "more", "--count"]);
    let round = world.fails(2, &["find", "@more", "--save", "Trust in the portal"]);
    assert!(round.contains("names itself"), "{round}");
    assert!(world.fails(2, &["find", "@mroe"]).contains("did you mean “more”?"));
    world.ok(&["queries", "remove", "more"]);
    world.ok(&["undo"]);
    assert_eq!(world.json(&["queries"]).as_array().unwrap().len(), 2);
}

#[test]
fn results_come_in_the_order_and_the_groups_that_are_asked_for() {
    let world = study("orders");
    let found = world.json(&["find", "portal", "--sort", "relevance"]);
    assert_eq!(found, world.json(&["find", "portal", "--sort", "relevance", "--scan"]));
    assert_eq!(found, world.json(&["find", "portal sort:relevance"]));
    assert_eq!(texts(&found)[0], "And the portal?", "the shortest");
    assert!(world.fails(2, &["find", "portal", "--sort", "size"]).contains("relevance"));
    let groups = world.json(&["find", "portal", "--group", "case"]);
    let sizes: Vec<(&str, usize)> = groups
        .as_array()
        .unwrap()
        .iter()
        .map(|g| (g["group"].as_str().unwrap(), g["results"].as_array().unwrap().len()))
        .collect();
    assert_eq!(sizes, [("P1", 3), ("P2", 2), ("P3", 2)]);
    let printed = world.ok(&["find", "portal", "--group", "code"]);
    assert!(printed.contains("# trust: 2 results") && printed.contains("# no code: 4 results"), "{printed}");
}

#[test]
fn what_stands_around_a_result_is_its_sentence_its_turn_or_its_neighbours() {
    let world = study("context");
    let around = |context: &str| {
        let found = world.json(&["find", "within(asks, code:trust)", "--context", context]);
        (found[0]["before"].clone(), found[0]["after"].clone())
    };
    assert_eq!(around("sentence"), (serde_json::json!(["The portal"]), serde_json::json!(["for a code."])));
    let (_, after) = around("turn");
    assert!(after[0].as_str().unwrap().ends_with("my sister trusts it."));
    assert_eq!(around("1").0, serde_json::json!(["And the portal?"]));
    assert!(world.fails(2, &["find", "desk", "--context", "page"]).contains("no context"));
}

#[test]
fn facets_narrow_to_as_many_as_they_say() {
    let world = study("facets");
    let told = world.json(&["find", "portal", "--facets"]);
    assert_eq!(told["count"], 7);
    let mut checked = 0;
    for facet in told["facets"].as_array().unwrap().iter().filter(|f| f["kind"] != "coder" && f["kind"] != "code") {
        for row in facet["rows"].as_array().unwrap() {
            let narrowed = world.json(&["find", &format!("portal {}", row["condition"].as_str().unwrap())]);
            assert_eq!(narrowed.as_array().unwrap().len() as u64, row["count"].as_u64().unwrap(), "{row}");
            checked += 1;
        }
    }
    assert!(checked >= 10, "{checked}");
}

#[test]
fn a_concordance_lines_up_and_goes_to_files_that_start_no_formula() {
    let world = study("kwic");
    let printed = world.ok(&["find", "portal", "--kwic=20", "--sort", "right"]);
    let columns: Vec<usize> = printed
        .lines()
        .map(|l| l.char_indices().position(|(at, _)| l[at..].starts_with(" portal")).expect("the key"))
        .collect();
    assert!(columns.len() == 8 && columns.windows(2).all(|w| w[0] == w[1]), "{printed}");
    world.ok(&["find", "but", "--kwic", "--out", "lines.csv"]);
    let csv = world.read("lines.csv");
    assert!(csv.starts_with("document,turn,speaker,start,end,before,match,after\n"), "{csv}");
    let found = world.json(&["find", "code:trust", "--kwic=30"]);
    assert_eq!(found[0]["match"].as_str().unwrap().split(' ').next(), Some("The"));
    world.fails(2, &["find", "portal", "--kwic", "--out", "lines.docx"]);
    let rows = world.ok(&["find", "\"but my sister\" unit:match", "--csv"]);
    assert!(rows.contains("but my sister") && !rows.lines().any(|l| l.contains(",=")), "{rows}");
}

#[cfg(unix)]
#[test]
fn what_is_written_is_readable_by_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let world = study("private");
    for file in ["hits.json", "hits.csv", "lines.json"] {
        let kwic = if file.starts_with("lines") { &["--kwic"][..] } else { &[] };
        world.ok(&[&["find", "portal", "--out", file], kwic].concat());
        let mode = std::fs::metadata(world.path(file)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{file}");
    }
    let written: Value = serde_json::from_str(&world.read("hits.json")).unwrap();
    assert_eq!(written, world.json(&["find", "portal"]));
}

#[test]
fn queries_ask_since_a_step_and_a_day() {
    let world = study("since");
    let steps = world.json(&["history"]);
    let last = steps.as_array().unwrap().len();
    // The clock of the tests stands still, so every step was made at the same moment.
    for since in ["since:2015", &format!("since:{last}"), "since:\"2015-01-01 00:00\"", "since:\"step 1\""] {
        assert_eq!(world.json(&["find", since]).as_array().unwrap().len(), 3, "{since}");
    }
    world.fails(1, &["find", "since:2015-01-02"]);
    assert!(world.fails(2, &["find", &format!("since:{}", last + 1)]).contains("no step"));
    assert!(world.fails(2, &["find", "since:lunch"]).contains("no named point"));
}

/// The command that a table of words gives for a row, asked again.
#[cfg(unix)]
fn matches_of(world: &World, row: &Value) -> usize {
    let command = format!("{} unit:match --count", row["find"].as_str().unwrap());
    let output = world.shell(&command).output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    out.trim().parse().unwrap_or_else(|_| panic!("{command}: {out}{err}"))
}

#[cfg(unix)]
#[test]
fn counted_words_lead_to_as_many_places() {
    let world = study("words");
    for arguments in [&["words"][..], &["words", "--stems"], &["words", "speaker:Maya"]] {
        let told = world.json(&[arguments, &["--limit", "12"]].concat());
        for row in told["words"].as_array().unwrap() {
            assert_eq!(matches_of(&world, row) as u64, row["count"].as_u64().unwrap(), "{arguments:?} {row}");
        }
    }
    let all = world.json(&["words", "--stop", "auto", "--limit", "500"]);
    let words: Vec<&str> = all["words"].as_array().unwrap().iter().map(|w| w["word"].as_str().unwrap()).collect();
    assert!(words.contains(&"portal") && !words.contains(&"the") && !words.contains(&"nadie the"), "{words:?}");
    world.write("own.txt", "# left out\nportal\n");
    let own = world.ok(&["words", "--stop", "./own.txt", "--csv", "--limit", "500"]);
    assert!(own.starts_with("word,count,per 1000,parts,DP,DPnorm,find\n") && !own.contains("\nportal,"), "{own}");
    let by_town = world.json(&["words", "--by", "town", "--stop", "auto"]);
    assert_eq!(by_town["parts"], 2);
    assert!(world.fails(2, &["words", "--stop", "xx"]).contains("no list"));
    assert!(world.fails(2, &["words", "--by", "colour"]).contains("no attribute"));
}

#[cfg(unix)]
#[test]
fn words_that_tell_apart_and_keep_company_lead_to_their_places() {
    let world = study("keywords");
    let told = world.json(&["keywords", "--group", "case:P1", "--against", "case:P2", "--limit", "10"]);
    for row in told["words"].as_array().unwrap() {
        let more = row["group"].as_u64() >= row["against"].as_u64();
        let count = if more { &row["group"] } else { &row["against"] };
        let lead = matches_of(&world, row) as u64;
        assert!(lead == count.as_u64().unwrap() || row["log ratio"] == 0.0, "{row}: {lead}");
    }
    assert!(world.fails(2, &["keywords", "--group", "case:*"]).contains("no words"));
    let told = world.json(&["collocates", "desk", "--least", "1", "--limit", "8"]);
    assert_eq!(told["count"], 5);
    assert!(told["words"].as_array().unwrap().iter().all(|row| matches_of(&world, row) > 0));
}

#[test]
fn turns_like_a_passage_and_like_a_code_are_offered_and_never_what_is_coded_already() {
    let world = study("like");
    let alike = world.json(&["like", "maya", "4:3"]);
    assert!(alike[0]["text"].as_str().unwrap().contains("trust it"), "{alike}");
    let scores: Vec<f64> = alike.as_array().unwrap().iter().map(|s| s["score"].as_f64().unwrap()).collect();
    assert!(scores.iter().all(|s| *s > 0.0 && *s <= 1.0) && scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    let offered = world.json(&["suggest", "trust"]);
    assert!(!offered.as_array().unwrap().is_empty());
    for turn in offered.as_array().unwrap() {
        let place = format!("@{}-{}", turn["start"], turn["end"]);
        assert!(!["maya @1", "jon @2"].contains(&place.as_str()));
        let inside = format!("code:trust doc:{} turn:{}", turn["document"].as_str().unwrap(), turn["turn"]);
        world.fails(1, &["find", &inside]);
    }
    world.ok(&["codes", "add", "unused"]);
    assert!(world.fails(1, &["suggest", "unused"]).contains("nothing is coded so"));
}

/// A transcript large enough for the index to take time and room.
fn long_talk(n: usize) -> String {
    let words = ["desk", "portal", "queue", "paper", "letter", "door", "river", "window", "winter", "garden"];
    let turn = |t: usize| {
        let own = format!("w{n}x{t} v{t}y{n}");
        format!(
            "R: We waited at the {} by the {}, and {own} was ours.\n\nI: And then?\n\n",
            words[t % 10],
            words[(t * 7 + n) % 10]
        )
    };
    (0..600).map(turn).collect()
}

#[cfg(unix)]
fn large(name: &str) -> World {
    let world = World::with_project(name);
    for n in 0..8 {
        world.write(&format!("in/talk-{n}.txt"), long_talk(n));
    }
    world.ok(&["import", "in"]);
    world
}

#[cfg(unix)]
#[test]
fn a_disk_that_is_full_alters_no_answer() {
    let world = large("full-disk");
    let judged = world.ok(&["find", "\"waited at the portal\"", "--count", "--scan"]);
    let _ = std::fs::remove_dir_all(world.path(".study.casebook.index"));
    // No file may grow beyond so many blocks: what writes the index fails half-way, as on a full disk.
    for blocks in [0, 8, 64, 200] {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; casebook find '\"waited at the portal\"' --count");
        let output = world.shell(&script).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        // With no room at all even the project's own shared memory cannot be made: that is said, and nothing else happens.
        let refused = blocks < 100 && output.status.code() == Some(4);
        assert!(refused || String::from_utf8_lossy(&output.stdout) == judged, "{blocks} blocks: {output:?} {said}");
    }
    assert_eq!(world.ok(&["find", "\"waited at the portal\"", "--count"]), judged);
}

#[cfg(unix)]
#[test]
fn an_index_whose_making_is_killed_is_made_again() {
    use std::time::Duration;
    let world = large("killed-index");
    let judged = world.ok(&["find", "river or garden", "--count", "--scan"]);
    for wait in [5, 20, 60, 150] {
        let _ = std::fs::remove_dir_all(world.path(".study.casebook.index"));
        let mut child = world.command(&["find", "river or garden", "--count"]).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        let _ = child.kill();
        child.wait().unwrap();
        assert_eq!(world.ok(&["find", "river or garden", "--count"]), judged, "killed after {wait} ms");
        assert_eq!(world.ok(&["find", "river or garden", "--count"]), judged);
    }
}

#[cfg(unix)]
#[test]
fn bringing_in_while_somebody_looks_ends_in_a_right_index() {
    let world = large("import-and-find");
    world.write("more/late.txt", long_talk(99));
    let mut import = world.command(&["import", "more"]).spawn().unwrap();
    while import.try_wait().unwrap().is_none() {
        let count: u64 = world.ok(&["find", "waited", "--count"]).trim().parse().unwrap();
        assert!([4800, 5400].contains(&count), "{count}");
    }
    assert!(import.wait().unwrap().success());
    for query in ["waited", "\"w99x7\"", "portal near/9 river"] {
        assert_eq!(world.ok(&["find", query, "--count"]), world.ok(&["find", query, "--count", "--scan"]), "{query}");
    }
}

#[cfg(unix)]
#[test]
fn an_index_that_cannot_be_kept_alters_no_answer() {
    let world = study("no-index");
    let judged = world.json(&["find", "portal", "--scan"]);
    let folder = world.path(".study.casebook.index");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::write(&folder, "a file stands where the folder should").unwrap();
    assert_eq!(world.json(&["find", "portal"]), judged);
}
