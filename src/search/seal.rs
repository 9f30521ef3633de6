use sha2::{Digest, Sha256};
use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Where the seal is kept, beside the index's own files.
const SEAL: &str = "seal";

/// For how long a seal is believed: after that the checksums are computed again, lest a disk that rots goes unnoticed.
const BELIEVED: Duration = Duration::from_secs(7 * 24 * 3600);

/// Name, length and time of last writing of every file of an index, in order of names.
///
/// Computing the checksums of a large index takes longer than answering from it; so they are computed when this picture has changed since they last held.
fn picture(dir: &Path) -> io::Result<String> {
    let mut lines = Vec::new();
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name == SEAL || name.ends_with(".lock") {
            continue;
        }
        let about = entry.metadata()?;
        let written = about.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
        lines.push(format!("{name} {} {}\n", about.len(), written.as_nanos()));
    }
    lines.sort();
    Ok(lines.concat())
}

/// The file of the index that lists the others. It carries no checksum of its own, so the seal keeps one.
const META: &str = "meta.json";

fn meta_sum(dir: &Path) -> io::Result<String> {
    let sum = Sha256::digest(fs::read(dir.join(META))?);
    Ok(sum.iter().map(|b| format!("{b:02x}")).collect())
}

/// Whether the files are as they were when the checksums last held.
pub(super) fn holds(dir: &Path) -> bool {
    let path = dir.join(SEAL);
    let young = |about: fs::Metadata| {
        let age = about.modified().ok().and_then(|at| SystemTime::now().duration_since(at).ok());
        age.is_some_and(|age| age < BELIEVED)
    };
    let sealed = |text: String| text.split_once('\n').map(|(_, rest)| rest.to_owned());
    fs::metadata(&path).is_ok_and(young)
        && fs::read_to_string(&path).ok().and_then(sealed).is_some_and(|old| picture(dir).is_ok_and(|now| old == now))
}

/// Stands in the seal while the index is being written.
const BUILDING: &str = "building";

/// Notes that the index is being written: the list of files changes then with every commit and every merging.
pub(super) fn begin(dir: &Path) -> io::Result<()> {
    let path = dir.join(SEAL);
    fs::write(&path, format!("{BUILDING}\n"))?;
    restrict(&path, 0o600)
}

/// Whether the list of files is the one that was sealed, whenever it was written; or the work on it was cut short, and it is as the last commit left it.
pub(super) fn vouches_for_meta(dir: &Path) -> bool {
    let sealed = fs::read_to_string(dir.join(SEAL)).unwrap_or_default();
    let first = sealed.lines().next();
    first == Some(BUILDING) || meta_sum(dir).is_ok_and(|sum| first == Some(sum.as_str()))
}

/// Notes that the checksums hold of the files as they are, and makes them readable by their owner alone.
pub(super) fn put(dir: &Path) -> io::Result<()> {
    owner_only(dir)?;
    let path = dir.join(SEAL);
    fs::write(&path, format!("{}\n{}", meta_sum(dir)?, picture(dir)?))?;
    restrict(&path, 0o600)
}

/// Takes away everything in the folder but the locks.
pub(super) fn empty(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_type()?.is_file() && !entry.file_name().to_string_lossy().ends_with(".lock") {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn owner_only(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        restrict(&entry?.path(), 0o600)?;
    }
    Ok(())
}

/// Takes away the files whose names begin so, but for one.
pub(super) fn leave_only(dir: &Path, prefix: &str, kept: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        let named = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(prefix));
        if named && path != kept {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// Makes a folder that only its owner can enter.
pub(super) fn make_dir(dir: &Path) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    restrict(dir, 0o700)
}

#[cfg(unix)]
fn restrict(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    match fs::set_permissions(path, fs::Permissions::from_mode(mode)) {
        // Merging in the background may have taken the file away meanwhile.
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

#[cfg(not(unix))]
fn restrict(_path: &Path, _mode: u32) -> io::Result<()> {
    // Elsewhere the user's own folders are closed to others already.
    Ok(())
}
