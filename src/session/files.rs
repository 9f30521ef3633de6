//! Files that people name: what they mean by a path, a folder or a pattern, and what stands in them.

use crate::exchange;
use crate::fault::{Fault, Outcome};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The files that paths mean: a file itself; a folder's files of known formats, with what is under it; a pattern's matches. Sorted as people sort names;
/// hidden files and what links lead out of a folder to are left out. With `any`, a folder's files of other formats as well.
///
/// Errors (kind *asked*): there is no such file or folder, a pattern fits nothing; (kind *disk*): a folder cannot be read.
pub fn files_meant(paths: &[String], any: bool) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        let given = Path::new(path);
        if given.is_file() {
            files.push(given.to_owned());
        } else if given.is_dir() {
            walk(given, any, &mut files, 0)?;
        } else if path.contains(['*', '?']) {
            let before = files.len();
            matches(path, &mut files)?;
            if files.len() == before {
                return Err(Fault::asked("the pattern fits no file").at(path.clone()));
            }
        } else {
            return Err(Fault::asked("there is no such file or folder").at(path.clone()));
        }
    }
    let mut seen = std::collections::HashSet::new();
    files.retain(|f| seen.insert(f.clone()));
    Ok(files)
}

fn known(path: &Path) -> bool {
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or("").to_lowercase();
    exchange::FORMATS.iter().any(|f| f.extensions.contains(&extension.as_str()))
}

fn hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|n| n.to_string_lossy().starts_with(['.', '~']))
}

fn walk(folder: &Path, any: bool, files: &mut Vec<PathBuf>, depth: usize) -> Outcome<()> {
    if depth > 32 {
        return Err(Fault::asked("folders nest too deep").at(folder.display().to_string()));
    }
    let fault = |e: std::io::Error| Fault::disk(e.to_string()).at(folder.display().to_string());
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).map_err(fault)?.flatten().map(|e| e.path()).collect();
    entries.sort_by(|a, b| crate::case::natural(&a.to_string_lossy(), &b.to_string_lossy()));
    for path in entries.into_iter().filter(|p| !hidden(p)) {
        let Ok(kind) = std::fs::symlink_metadata(&path).map(|m| m.file_type()) else { continue };
        if kind.is_dir() {
            walk(&path, any, files, depth + 1)?;
        } else if kind.is_file() && (any || known(&path)) {
            files.push(path);
        }
    }
    Ok(())
}

/// Files that fit a pattern with `*`, `?` and `**` (for shells that leave patterns as they are, and for quoted ones).
fn matches(pattern: &str, files: &mut Vec<PathBuf>) -> Outcome<()> {
    let parts: Vec<&str> = pattern.split('/').collect();
    let fixed = parts.iter().take_while(|p| !p.contains(['*', '?'])).count();
    let root = if fixed == 0 { ".".to_owned() } else { parts[..fixed].join("/") };
    let root = if root.is_empty() { "/".to_owned() } else { root };
    let mut found = Vec::new();
    if Path::new(&root).is_dir() {
        walk(Path::new(&root), true, &mut found, 0)?;
    }
    for file in found {
        let relative = file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        if fits_path(&parts[fixed..], &relative.split('/').collect::<Vec<_>>()) {
            files.push(file);
        }
    }
    Ok(())
}

fn fits_path(pattern: &[&str], path: &[&str]) -> bool {
    match (pattern.first(), path.first()) {
        (None, None) => true,
        (Some(&"**"), _) => fits_path(&pattern[1..], path) || (!path.is_empty() && fits_path(pattern, &path[1..])),
        (Some(p), Some(name)) => fits(p, name) && fits_path(&pattern[1..], &path[1..]),
        _ => false,
    }
}

/// Whether a name fits a pattern with `*` and `?`.
fn fits(pattern: &str, name: &str) -> bool {
    let (p, n): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let (mut i, mut j, mut star) = (0, 0, None);
    while j < n.len() {
        if i < p.len() && (p[i] == '?' || p[i] == n[j]) && p[i] != '*' {
            i += 1;
            j += 1;
        } else if i < p.len() && p[i] == '*' {
            star = Some((i, j));
            i += 1;
        } else if let Some((at, from)) = star {
            star = Some((at, from + 1));
            i = at + 1;
            j = from + 1;
        } else {
            return false;
        }
    }
    p[i..].iter().all(|c| *c == '*')
}

/// A file's bytes, no more than are accepted of any file, whatever its stated size.
///
/// Errors (kind *disk*): it cannot be read.
pub fn read_file(file: &Path) -> Outcome<Arc<[u8]>> {
    let fault = |e: std::io::Error| Fault::disk(e.to_string()).at(file.display().to_string());
    let mut bytes = Vec::new();
    let limit = exchange::LARGEST as u64 + 1;
    std::fs::File::open(file).map_err(fault)?.take(limit).read_to_end(&mut bytes).map_err(fault)?;
    Ok(bytes.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_as_in_a_shell() {
        assert!(
            fits("c*-ci?.md", "c07-cio.md") && !fits("*.md", "a.txt") && fits("*", "x") && fits("a*b*c", "aXbYbZc")
        );
        assert!(fits_path(&["**", "*.md"], &["a", "b", "c.md"]) && fits_path(&["**", "*.md"], &["c.md"]));
        assert!(!fits_path(&["*", "*.md"], &["c.md"]));
    }
}
