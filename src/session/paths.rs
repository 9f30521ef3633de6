use crate::fault::{Fault, Outcome};
use etcetera::{BaseStrategy, choose_base_strategy};
use std::path::{Path, PathBuf};

fn base() -> Outcome<impl BaseStrategy> {
    choose_base_strategy().map_err(|e| Fault::disk(format!("no home folder: {e}")))
}

/// Where the settings are kept (`~/.config/casebook`).
pub fn config_folder() -> Outcome<PathBuf> {
    Ok(base()?.config_dir().join("casebook"))
}

/// Where the sample study is kept (`~/.local/share/casebook`).
pub fn data_folder() -> Outcome<PathBuf> {
    Ok(base()?.data_dir().join("casebook"))
}

/// Where indexes go that cannot stand beside their project (`~/.cache/casebook`).
pub fn cache_folder() -> Outcome<PathBuf> {
    Ok(base()?.cache_dir().join("casebook"))
}

/// The only project file in a folder.
///
/// Errors: there is none, or there are several.
pub fn default_project(folder: &Path) -> Outcome<PathBuf> {
    let entries = std::fs::read_dir(folder).map_err(|e| Fault::disk(e.to_string()).at(folder.display().to_string()))?;
    let is_project = |path: &PathBuf| path.extension().is_some_and(|e| e == "casebook") && path.is_file();
    let mut found: Vec<PathBuf> = entries.flatten().map(|e| e.path()).filter(is_project).collect();
    found.sort();
    match &found[..] {
        [one] => Ok(one.clone()),
        [] => Err(Fault::asked("no project here")
            .hint("name one with --project FILE, make one with `casebook new FILE`, or try `casebook sample`")),
        many => {
            let names: Vec<String> =
                many.iter().filter_map(|p| p.file_name()).map(|n| n.to_string_lossy().into_owned()).collect();
            Err(Fault::asked(format!("{} projects here", many.len()))
                .hint(format!("say which with --project: {}", names.join(", "))))
        }
    }
}
