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

/// How many projects are remembered.
const REMEMBERED: usize = 12;

fn recent_file() -> Outcome<PathBuf> {
    Ok(data_folder()?.join("recent"))
}

/// The projects that were opened on screen lately, the last one first; those that are gone are left out.
pub fn recent_projects() -> Vec<PathBuf> {
    let text = recent_file().ok().and_then(|f| std::fs::read_to_string(f).ok()).unwrap_or_default();
    text.lines().map(PathBuf::from).filter(|p| p.is_file()).collect()
}

/// Notes that a project was opened on screen. What cannot be noted is no fault: the list is a convenience.
pub fn remember_project(path: &Path) {
    let Ok(path) = path.canonicalize() else { return };
    let mut all = recent_projects();
    all.retain(|p| *p != path);
    all.insert(0, path);
    all.truncate(REMEMBERED);
    let lines: Vec<String> = all.iter().filter_map(|p| p.to_str()).map(|p| format!("{p}\n")).collect();
    if let Ok(file) = recent_file() {
        let _ = file.parent().map(std::fs::create_dir_all);
        let _ = write_private(&file, lines.concat().as_bytes());
    }
}

/// Writes a file whole or not at all, readable by its owner only: first beside it, then moved into place. What was there under that name is replaced.
pub fn write_private(file: &Path, bytes: &[u8]) -> Outcome<()> {
    use std::io::Write;
    let fault = |e: std::io::Error| Fault::disk(format!("cannot be written: {e}")).at(file.display().to_string());
    let name = file.file_name().ok_or_else(|| Fault::asked("a file needs a name").at(file.display().to_string()))?;
    let beside = file.with_file_name(format!(".{}.{}.part", name.to_string_lossy(), std::process::id()));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&beside).and_then(|mut f| f.write_all(bytes).and_then(|()| f.sync_all()));
    let moved = written.and_then(|()| std::fs::rename(&beside, file));
    if moved.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    moved.map_err(fault)
}
