use std::path::{Path, PathBuf};

/// Files that are tried before others, by their names without extension.
const PREFERRED: [&str; 6] =
    ["liberationsans-regular", "arial", "helvetica", "dejavusans", "notosans-regular", "segoeui"];

/// Words in the names of fonts that are last to be tried for plain text.
const SPECIAL: [&str; 8] = ["bold", "italic", "oblique", "mono", "condensed", "serif", "math", "symbol"];

/// How deep folders of fonts are looked into.
const DEEP: usize = 6;

/// The bytes of the machine's font files, those for plain text first, read one after another as they are asked for.
pub fn font_files() -> impl Iterator<Item = Vec<u8>> {
    let mut files = Vec::new();
    for folder in folders() {
        gather(&folder, &mut files, 0);
    }
    files.sort_by_cached_key(|path| rank(path));
    files.dedup();
    files.into_iter().filter_map(|path| std::fs::read(path).ok())
}

fn folders() -> Vec<PathBuf> {
    let mut out: Vec<PathBuf> =
        ["/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts"]
            .map(PathBuf::from)
            .into();
    if let Some(home) = std::env::home_dir() {
        out.extend([".local/share/fonts", ".fonts", "Library/Fonts"].map(|f| home.join(f)));
    }
    if let Some(windows) = std::env::var_os("WINDIR") {
        out.push(Path::new(&windows).join("Fonts"));
    }
    out
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>, depth: usize) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|e| e.path()) {
        if path.is_dir() {
            if depth < DEEP {
                gather(&path, files, depth + 1);
            }
        } else if path
            .extension()
            .and_then(|e| e.to_str())
            .is_some_and(|e| ["ttf", "otf", "ttc", "otc"].contains(&e.to_lowercase().as_str()))
        {
            files.push(path);
        }
    }
}

/// The place of a font among the others: preferred ones, plain ones, the rest.
fn rank(path: &Path) -> (usize, usize, PathBuf) {
    let name = path.file_stem().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default();
    let preferred = PREFERRED.iter().position(|p| *p == name).unwrap_or(PREFERRED.len());
    let special = SPECIAL.iter().filter(|word| name.contains(**word)).count();
    (preferred, special, path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_fonts_go_before_bold_ones_and_known_ones_before_all() {
        let mut files =
            ["a/Zeta-Bold.ttf", "a/Alpha-Regular.ttf", "a/DejaVuSans.ttf", "a/Alpha-BoldItalic.ttf", "z/Arial.ttf"]
                .map(PathBuf::from);
        files.sort_by_cached_key(|path| rank(path));
        let expected =
            ["z/Arial.ttf", "a/DejaVuSans.ttf", "a/Alpha-Regular.ttf", "a/Zeta-Bold.ttf", "a/Alpha-BoldItalic.ttf"];
        assert_eq!(files, expected.map(PathBuf::from));
    }
}
