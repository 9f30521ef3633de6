//! What is made from the table of arguments: completions and the man page.

use crate::world::World;

/// The subcommands that `casebook --help` shows, with the heads of their help lines.
pub fn visible(world: &World) -> Vec<String> {
    let help = world.ok(&["--help"]);
    let (_, rest) = help.split_once("Commands:\n").expect("a list of commands");
    let lines = rest.lines().take_while(|l| !l.trim().is_empty());
    let named = lines.filter(|l| l.starts_with("  ") && !l.starts_with("    "));
    let names: Vec<String> =
        named.filter_map(|l| l.split_whitespace().next()).filter(|n| *n != "help").map(str::to_owned).collect();
    assert!(names.len() >= 20, "{help}");
    names
}

#[test]
fn completions_know_every_visible_subcommand() {
    let world = World::new("completions");
    let names = visible(&world);
    for shell in ["bash", "zsh", "fish"] {
        let script = world.ok(&["completions", shell]);
        let words: Vec<&str> = script.split(|c: char| !c.is_alphanumeric() && c != '-').collect();
        let missing: Vec<&String> = names.iter().filter(|n| !words.contains(&n.as_str())).collect();
        assert_eq!(missing, Vec::<&String>::new(), "{shell}");
        for option in ["project", "coder", "json", "context", "recode-to"] {
            assert!(script.contains(option), "{shell}: {option}");
        }
        assert!(script.ends_with('\n') && script.contains("casebook"), "{shell}");
    }
    world.fails(2, &["completions", "no-shell"]);
}

#[cfg(unix)]
#[test]
fn completions_can_be_loaded_by_their_shell() {
    let world = World::new("completions-load");
    world.write("casebook.bash", world.ok(&["completions", "bash"]));
    // Not every machine that runs the tests has every shell: sh at least reads the script where it is bash.
    let loaded = world.shell("bash -n casebook.bash").output().unwrap();
    let missing = loaded.status.code() == Some(127);
    assert!(missing || loaded.status.success(), "{}", String::from_utf8_lossy(&loaded.stderr));
}

#[test]
fn the_man_page_has_every_visible_subcommand_with_its_options() {
    let world = World::new("man");
    let page = world.ok(&["man"]);
    assert!(page.starts_with(".ie") || page.starts_with(".TH"), "roff: {}", &page[..40]);
    for name in visible(&world) {
        let heading = format!(".SH \"COMMAND {}\"", name.to_uppercase());
        let (_, section) = page.split_once(&heading).unwrap_or_else(|| panic!("{name} is missing"));
        let section = section.split(".SH \"COMMAND").next().unwrap().replace("\\-", "-");
        let help = world.ok(&[&name, "--help"]);
        let about = help.lines().next().unwrap();
        // Up to the first sign that roff or the width of a terminal may have changed.
        let begin = about.split(['-', '\'', ':', ',', ';']).next().unwrap();
        assert!(section.contains(begin), "{name}: {section}");
        for option in help.lines().filter_map(|l| l.trim_start().strip_prefix("--")) {
            let option = option.split([' ', '=', '[']).next().unwrap();
            let everywhere = ["project", "coder", "json", "audience", "quiet", "help", "version"].contains(&option);
            assert!(everywhere || section.contains(&format!("--{option}")), "{name} --{option}");
        }
    }
}
