use crate::fault::{Fault, Outcome};
use crate::text::fold;
use std::collections::HashSet;

/// The longest file name made, in bytes: room is left for endings, for a number and for what the folder above adds.
const LONGEST: usize = 120;

/// File names of one folder, each given once.
#[derive(Default)]
pub(super) struct Names(HashSet<String>);

impl Names {
    /// A file name like `wish` that every file system can have and no other name of the folder equals, whatever the case and accents:
    /// what separates paths or has a meaning to a system becomes `_`, a number is put behind where needed.
    pub(super) fn take(&mut self, wish: &str) -> String {
        let name = safe(wish);
        let numbered = (2..).map(|n| format!("{name}-{n}"));
        std::iter::once(name.clone())
            .chain(numbered)
            .find(|n| self.0.insert(fold(&n.to_lowercase())))
            .expect("there are more numbers than files")
    }
}

fn safe(wish: &str) -> String {
    let unsafe_char =
        |c: char| c.is_control() || matches!(c, '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' | '\u{FFFD}');
    let mut name: String = wish.chars().map(|c| if unsafe_char(c) { '_' } else { c }).collect();
    let mut end = name.len().min(LONGEST);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    name.truncate(end);
    // Windows drops dots and spaces at the end; a dot at the beginning hides a file; a hyphen there looks like an option.
    let trimmed = name.trim().trim_end_matches(['.', ' ']);
    let mut name = match trimmed.chars().next() {
        None => "_".to_owned(),
        Some('.' | '-' | '~') => format!("_{}", &trimmed[1..]),
        Some(_) => trimmed.to_owned(),
    };
    let stem = name.split('.').next().unwrap_or_default().trim().to_uppercase();
    let device = matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
        || ["COM", "LPT"].iter().any(|d| stem.strip_prefix(d).is_some_and(|n| n.chars().count() == 1));
    if device {
        name.insert(0, '_');
    }
    name
}

/// A path that a file names, with `/` between its parts.
///
/// Errors: it is absolute or leads out of the folder.
pub(super) fn inside(path: &str) -> Outcome<String> {
    let path = path.trim().replace('\\', "/");
    let drive = path.as_bytes().get(1) == Some(&b':');
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "." => {}
            "" | ".." => return Err(out_of_folder(&path)),
            part => parts.push(part),
        }
    }
    if drive || path.contains('\0') { Err(out_of_folder(&path)) } else { Ok(parts.join("/")) }
}

fn out_of_folder(path: &str) -> Fault {
    Fault::data(format!("“{path}” is no path inside the folder of the study"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_safe_and_never_clash() {
        let mut names = Names::default();
        let got: Vec<String> = ["a/b", "A_b", "../../etc", "nul", "COM1.x", " . ", "Ä", "a", "é…", ""]
            .iter()
            .map(|n| names.take(n))
            .collect();
        assert_eq!(got, ["a_b", "A_b-2", "_._.._etc", "_nul", "_COM1.x", "_", "Ä", "a-2", "é…", "_-2"]);
    }

    #[test]
    fn a_path_never_leads_out() {
        for bad in ["/etc/passwd", "../x", "a/../../x", "C:\\x", "c:x", "\\\\host\\x", "", "a//b", "a\0"] {
            assert!(inside(bad).is_err(), "{bad}");
        }
        assert_eq!(inside("./documents\\a.txt").unwrap(), "documents/a.txt");
    }

    proptest! {
        #[test]
        fn whatever_the_wish_the_name_stays_inside(wish in "\\PC{0,200}|[./\\\\: ~-]{0,9}") {
            let name = Names::default().take(&wish);
            prop_assert_eq!(inside(&name).unwrap(), name.clone());
            prop_assert!(!name.contains('/') && !name.starts_with('.') && name.len() <= LONGEST + 1);
        }
    }
}
