use super::{Code, Colour};
use crate::fault::{Fault, Outcome};
use crate::id::{CodeId, IdSet};
use crate::text::fold;
use std::collections::BTreeMap;

/// All codes of a project.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Codebook {
    codes: BTreeMap<CodeId, Code>,
}

/// Joins names to a path: a `/` inside a name becomes `\/`, a `\` becomes `\\`.
pub fn join_path<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(|n| n.replace('\\', "\\\\").replace('/', "\\/")).collect::<Vec<_>>().join("/")
}

/// Splits a path into names, the reverse of [`join_path`]; empty parts and spaces around names are dropped, a `\` before any other letter stands for itself.
pub fn split_path(path: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let mut chars = path.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                let escaped = chars.next_if(|c| matches!(c, '/' | '\\')).unwrap_or('\\');
                names.last_mut().expect("starts with one").push(escaped);
            }
            '/' => names.push(String::new()),
            c => names.last_mut().expect("starts with one").push(c),
        }
    }
    names.into_iter().map(|n| n.trim().to_owned()).filter(|n| !n.is_empty()).collect()
}

impl Codebook {
    /// One code.
    pub fn get(&self, id: CodeId) -> Option<&Code> {
        self.codes.get(&id)
    }

    /// All codes in order of creation.
    pub fn iter(&self) -> impl Iterator<Item = &Code> {
        self.codes.values()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// True without codes.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// Adds or replaces a code. Only the project's `apply` does this; everything else goes through commands.
    pub fn put(&mut self, code: Code) {
        self.codes.insert(code.id, code);
    }

    /// Takes a code out. Its children stay; the plan moves or removes them first.
    pub fn remove(&mut self, id: CodeId) -> Option<Code> {
        self.codes.remove(&id)
    }

    /// The children of a code (or the top codes) in their order.
    pub fn children(&self, parent: Option<CodeId>) -> Vec<&Code> {
        let mut children: Vec<&Code> = self.codes.values().filter(|c| c.parent == parent).collect();
        children.sort_by_key(|c| (c.position, c.id));
        children
    }

    /// The whole tree in reading order, each code with its depth (0 at the top).
    pub fn tree(&self) -> Vec<(usize, &Code)> {
        let mut below: BTreeMap<Option<CodeId>, Vec<&Code>> = BTreeMap::new();
        for code in self.codes.values() {
            // A code whose parent is missing is shown at the top rather than not at all; `check` reports it.
            let parent = code.parent.filter(|p| self.codes.contains_key(p));
            below.entry(parent).or_default().push(code);
        }
        for children in below.values_mut() {
            children.sort_by_key(|c| (c.position, c.id));
        }
        let mut out = Vec::with_capacity(self.codes.len());
        let mut open: Vec<(usize, &Code)> = below.get(&None).into_iter().flatten().rev().map(|c| (0, *c)).collect();
        while let Some((depth, code)) = open.pop() {
            out.push((depth, code));
            open.extend(below.get(&Some(code.id)).into_iter().flatten().rev().map(|c| (depth + 1, *c)));
        }
        out
    }

    /// The code and everything under it.
    pub fn family(&self, id: CodeId) -> IdSet<CodeId> {
        let mut family: IdSet<CodeId> = [id].into_iter().collect();
        let mut open = vec![id];
        while let Some(parent) = open.pop() {
            for code in self.codes.values().filter(|c| c.parent == Some(parent)) {
                if family.insert(code.id) {
                    open.push(code.id);
                }
            }
        }
        family
    }

    /// The codes from the top down to this one.
    pub fn line(&self, id: CodeId) -> Vec<&Code> {
        let mut line: Vec<&Code> = Vec::new();
        let mut at = self.codes.get(&id);
        while let Some(code) = at {
            if line.iter().any(|c| c.id == code.id) {
                break; // a circle, which `check` reports
            }
            line.push(code);
            at = code.parent.and_then(|p| self.codes.get(&p));
        }
        line.reverse();
        line
    }

    /// The path of a code: `backbone/operational`.
    pub fn path(&self, id: CodeId) -> String {
        join_path(self.line(id).into_iter().map(|c| c.name.as_str()))
    }

    /// A code's own colour or the nearest one above it.
    pub fn colour(&self, id: CodeId) -> Option<Colour> {
        self.line(id).into_iter().rev().find_map(|c| c.colour)
    }

    /// The child of `parent` with exactly this name (compared without case).
    pub fn child(&self, parent: Option<CodeId>, name: &str) -> Option<&Code> {
        let wanted = name.to_lowercase();
        self.codes.values().find(|c| c.parent == parent && c.name.to_lowercase() == wanted)
    }

    /// The code with exactly this path from the top.
    pub fn at(&self, path: &str) -> Option<&Code> {
        let mut found: Option<&Code> = None;
        for name in split_path(path) {
            found = Some(self.child(found.map(|c| c.id), &name)?);
        }
        found
    }

    /// The code a person means by a path, or by the end of one where that is clear: `operational` for `backbone/operational`.
    ///
    /// Errors: unknown (with the nearest names) or ambiguous (with all that fit).
    pub fn find(&self, path: &str) -> Outcome<&Code> {
        if let Some(code) = self.at(path) {
            return Ok(code);
        }
        let wanted: Vec<String> = split_path(path).iter().map(|n| n.to_lowercase()).collect();
        let ends_so = |code: &&Code| {
            let line = self.line(code.id);
            !wanted.is_empty()
                && line.len() >= wanted.len()
                && line[line.len() - wanted.len()..].iter().zip(&wanted).all(|(c, w)| c.name.to_lowercase() == *w)
        };
        let fits: Vec<&Code> = self.codes.values().filter(ends_so).collect();
        match fits[..] {
            [one] => Ok(one),
            [] => Err(Fault::unknown("code", path, &self.near(path))),
            _ => Err(Fault::ambiguous("code", path, &fits.iter().map(|c| self.path(c.id)).collect::<Vec<_>>())),
        }
    }

    /// Paths that a person may have meant, nearest first, at most three.
    pub fn near(&self, path: &str) -> Vec<String> {
        let wanted = fold(path);
        let last = split_path(path).pop().map(|n| fold(&n)).unwrap_or_default();
        let mut near: Vec<(usize, String)> = Vec::new();
        for code in self.codes.values() {
            let (own, whole) = (fold(&code.name), fold(&self.path(code.id)));
            let distance = distance(&own, &last).min(distance(&whole, &wanted));
            let reach = (last.chars().count() / 3).max(1);
            if distance <= reach || (last.chars().count() > 2 && own.contains(&last)) {
                near.push((distance, self.path(code.id)));
            }
        }
        near.sort();
        near.into_iter().take(3).map(|(_, path)| path).collect()
    }

    /// Codes whose names look like a name: the same letters but for case, accents, spaces, hyphens or plural; or one letter apart (two in long names).
    /// Names with other numbers in them (“wave 1”, “wave 2”) are meant to be different. The code `except` is left out.
    pub fn look_alikes(&self, name: &str, except: Option<CodeId>) -> Vec<&Code> {
        let key = likeness(name);
        let reach = if key.chars().count() >= 8 { 2 } else { usize::from(key.chars().count() >= 4) };
        let numbers = digits(name);
        let alike = |c: &&Code| {
            Some(c.id) != except && digits(&c.name) == numbers && distance(&likeness(&c.name), &key) <= reach
        };
        self.codes.values().filter(alike).collect()
    }
}

/// The numbers in a name, in order.
fn digits(name: &str) -> Vec<char> {
    name.chars().filter(|c| c.is_numeric()).collect()
}

/// A name's letters and digits, folded, without a plural ending.
fn likeness(name: &str) -> String {
    let letters: String = fold(name).chars().filter(|c| c.is_alphanumeric()).collect();
    let singular = letters.strip_suffix("es").or_else(|| letters.strip_suffix('s')).unwrap_or(&letters);
    if singular.chars().count() >= 3 { singular.to_owned() } else { letters }
}

/// Edit distance with transpositions of neighbours (optimal string alignment), in characters.
pub fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    rows[0] = (0..=b.len()).collect();
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let cost = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (rows[i - 1][j] + 1).min(rows[i][j - 1] + 1).min(rows[i - 1][j - 1] + cost);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn book(paths: &[&str]) -> Codebook {
        let mut book = Codebook::default();
        for path in paths {
            let mut parent = None;
            for name in split_path(path) {
                let id = match book.child(parent, &name) {
                    Some(code) => code.id,
                    None => {
                        let id = CodeId(Uuid::from_u128(book.len() as u128 + 1));
                        let empty = String::new;
                        book.put(Code {
                            id,
                            parent,
                            name,
                            position: book.len() as u32,
                            short: empty(),
                            definition: empty(),
                            use_when: empty(),
                            not_when: empty(),
                            example: empty(),
                            colour: None,
                        });
                        id
                    }
                };
                parent = Some(id);
            }
        }
        book
    }

    #[test]
    fn the_same_name_under_two_parents_is_two_codes_and_ambiguous_alone() {
        let book = book(&["home/cost", "travel/cost", "travel/time"]);
        assert_eq!(book.path(book.find("home/cost").unwrap().id), "home/cost");
        assert!(book.find("cost").unwrap_err().hint.unwrap().contains("travel/cost"));
        assert_eq!(book.path(book.find("time").unwrap().id), "travel/time");
    }

    #[test]
    fn a_mistyped_code_is_met_with_the_right_one() {
        let book = book(&["access/digital", "trust"]);
        assert!(book.find("acess").unwrap_err().hint.unwrap().contains("access"));
        assert!(book.find("tursts").unwrap_err().hint.unwrap().contains("trust"));
    }

    #[test]
    fn look_alikes_see_case_plural_hyphen_and_accents() {
        let book = book(&["Co-operation", "Éducation", "cost"]);
        assert_eq!(book.look_alikes("cooperation", None).len(), 1);
        assert_eq!(book.look_alikes("education", None).len(), 1);
        assert_eq!(book.look_alikes("costs", None).len(), 1);
        assert_eq!(book.look_alikes("trust", None).len(), 0);
    }

    #[test]
    fn names_that_differ_in_a_number_are_no_look_alikes() {
        let book = book(&["Interview wave 1", "COVID-19"]);
        assert!(book.look_alikes("Interview wave 2", None).is_empty());
        assert!(book.look_alikes("Interview wave 11", None).is_empty());
        assert!(book.look_alikes("Interview wave", None).is_empty());
        assert_eq!(book.look_alikes("interview waves 1", None).len(), 1);
        assert_eq!(book.look_alikes("covid 19", None).len(), 1);
    }

    #[test]
    fn slashes_inside_a_name_survive_its_path() {
        let book = book(&[r"and\/or", "a/b"]);
        let path = book.path(book.find(r"and\/or").unwrap().id);
        assert_eq!(split_path(&path), ["and/or"]);
        for names in [[r"ends in \", "b"], [r"a\/b", r"\\"], [r"C:\x", "y"]] {
            assert_eq!(split_path(&join_path(names)), names);
        }
    }
}
