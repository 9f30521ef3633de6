//! Declaring passes done, coding blind, and counting the values of a column, at the command line.

use crate::world::World;

const TALK: &str = "I: When did it change?\n\nR: In June. Nobody asked us.\n";

#[test]
fn passes_are_declared_listed_and_taken_up_again() {
    let world = World::with_project("passes");
    world.write("one.txt", TALK);
    world.write("two.txt", TALK.replace("June", "May"));
    world.ok(&["import", "one.txt", "two.txt"]);
    world.ok(&["code", "one", "2:1", "time", "--create"]);
    world.ok(&["code", "one", "2:2", "voice", "--create", "--coder", "jun"]);
    assert!(world.ok(&["pass"]).contains("open"));
    let said = world.ok(&["pass", "done", "one"]);
    assert!(said.contains("Declared the pass of lena over “one” done"), "{said}");
    assert_eq!(world.run(&["pass", "done", "one"]).code, 1);
    assert_eq!(world.run(&["pass", "open", "two"]).code, 1);
    assert_eq!(world.run(&["pass", "done", "three"]).code, 2);
    world.ok(&["pass", "done", "one", "two", "--coder", "jun"]);
    world.ok(&["pass", "blind", "on"]);
    assert_eq!(world.run(&["pass", "blind", "on"]).code, 1);
    let all = world.json(&["pass"]);
    assert_eq!(all["blind"], true);
    let done: Vec<(&str, &str, u64, bool)> = all["passes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| {
            let text = |field: &str| p[field].as_str().unwrap();
            (text("document"), text("coder"), p["codings"].as_u64().unwrap(), p["done"].as_bool().unwrap())
        })
        .collect();
    assert!(done.contains(&("one", "lena", 1, true)) && done.contains(&("two", "jun", 0, true)), "{done:?}");
    world.ok(&["pass", "open", "one"]);
    world.ok(&["undo"]);
    assert_eq!(world.json(&["pass"])["passes"].as_array().unwrap().len(), done.len());
    // A copy made of the plain files knows the same.
    world.ok(&["export", "--plain", "plain"]);
    world.ok(&["new", "copy"]);
    world.ok(&["import", "plain", "--project", "copy.casebook"]);
    assert_eq!(world.json(&["pass", "--project", "copy.casebook"])["passes"], all["passes"]);
}

#[test]
fn the_values_of_a_column_are_counted() {
    let world = World::with_project("frequencies");
    world.write("one.txt", TALK);
    world.write("two.txt", TALK.replace("June", "May"));
    world.write("three.txt", TALK.replace("June", "April"));
    world.ok(&["import", "one.txt", "--case", "A"]);
    world.ok(&["import", "two.txt", "--case", "B"]);
    world.ok(&["import", "three.txt", "--case", "C"]);
    for (case, site) in [("A", "rural"), ("B", "rural"), ("C", "town")] {
        world.ok(&["cases", "set", case, "site", site]);
    }
    world.ok(&["code", "one", "2:1", "time", "--create"]);
    world.write(
        "t.toml",
        "title = \"T\"\nrows = \"cases\"\n[[column]]\nattribute = \"site\"\n[[column]]\ncode = \"time\"\n",
    );
    let site = world.json(&["matrix", "t.toml", "--frequencies", "site"]);
    assert_eq!(site["values"][0]["value"], "rural");
    assert_eq!((site["values"][0]["rows"].as_u64(), site["rows"].as_u64()), (Some(2), Some(3)));
    let time = world.ok(&["matrix", "t.toml", "--frequencies", "time"]);
    assert!(time.lines().any(|l| l.contains("not coded yet") && l.contains("66.7")), "{time}");
    assert_eq!(world.run(&["matrix", "t.toml", "--frequencies", "size"]).code, 2);
}
