//! Notes that a command gives: as many as are read.

use std::collections::HashMap;

/// So many notes are read; of more, the rest is counted.
const READ: usize = 10;

/// Notes as they are printed: each once with how often it came, and the first ten where there are many.
pub(super) fn shown(notes: &[String]) -> Vec<String> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut found: Vec<(&str, usize)> = Vec::new();
    for note in notes {
        let at = *places.entry(note).or_insert(found.len());
        if at == found.len() {
            found.push((note, 0));
        }
        found[at].1 += 1;
    }
    let said = |(note, times): &(&str, usize)| match times {
        1 => (*note).to_owned(),
        times => format!("{note} ({times} times)"),
    };
    // A single one more is printed rather than counted.
    let read = if found.len() > READ + 1 { READ } else { found.len() };
    let mut out: Vec<String> = found[..read].iter().map(said).collect();
    if read < found.len() {
        out.push(format!("and {} more notes; --json has them all", found.len() - read));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::shown;

    fn notes(count: usize) -> Vec<String> {
        (0..count).map(|n| format!("note {n}")).collect()
    }

    #[test]
    fn many_notes_are_counted_and_the_same_one_is_said_once() {
        assert!(shown(&[]).is_empty());
        assert_eq!(shown(&notes(11)), notes(11));
        assert_eq!(shown(&notes(300))[..10], notes(10));
        assert_eq!(shown(&notes(300))[10..], ["and 290 more notes; --json has them all"]);
        let same = vec!["left out".to_owned(); 17];
        assert_eq!(shown(&same), ["left out (17 times)"]);
    }
}
