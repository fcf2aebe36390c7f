//! A folder of hooks that serves many repositories: which of them asked for ours.
//!
//! When `core.hooksPath` is set for the user or the machine, git looks for hooks there and
//! nowhere else. Our hook in that folder acts where the repository holds a marker, an empty
//! `sdf-hook/hooks/<hook>` in its (common) git directory. A list beside the hooks names the
//! repositories, so that the last one to leave can put back what was there before.

use std::path::{Path, PathBuf};
use std::{fs, io};

use super::{HookType, InstallError};

/// The list of repositories in a shared folder: common git directories, each ended by a zero
/// byte, the only one that no path holds.
const LIST: &str = "sdf-hook-repositories";

/// The file that says that a repository wants a hook.
fn marker(common_dir: &Path, hook: HookType) -> PathBuf {
    common_dir.join("sdf-hook").join("hooks").join(hook.name())
}

/// Marks that the repository wants `hook`; true when it did not before.
pub(super) fn mark(common_dir: &Path, hook: HookType) -> Result<bool, InstallError> {
    let path = marker(common_dir, hook);
    if path.exists() {
        return Ok(false);
    }
    let folder = path.parent().unwrap_or(common_dir);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(&path, b""))
        .map_err(|source| failed("write", &path, false, source))?;
    Ok(true)
}

/// Takes the mark away; true when there was one.
pub(super) fn unmark(common_dir: &Path, hook: HookType) -> Result<bool, InstallError> {
    let path = marker(common_dir, hook);
    match fs::remove_file(&path) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(source) => return Err(failed("delete", &path, false, source)),
    }
    // Both only when empty; what else is in there is not ours to judge.
    if let Some(hooks) = path.parent() {
        let _ = fs::remove_dir(hooks).and_then(|()| fs::remove_dir(common_dir.join("sdf-hook")));
    }
    Ok(true)
}

/// Puts the repository on the folder's list.
pub(super) fn enlist(folder: &Path, common_dir: &Path) -> Result<(), InstallError> {
    // The plain name: one that leads through a linked work tree would end with that.
    let common_dir = common_dir.canonicalize().unwrap_or_else(|_| common_dir.to_owned());
    let mut repositories = list(folder)?;
    if repositories.contains(&common_dir) {
        return Ok(());
    }
    repositories.push(common_dir);
    write(folder, &repositories)
}

/// Whether any listed repository wants `hook`. One that was deleted has no marker and so no say.
pub(super) fn wanted(folder: &Path, hook: HookType) -> Result<bool, InstallError> {
    Ok(list(folder)?.iter().any(|common_dir| marker(common_dir, hook).exists()))
}

/// Drops the repositories that want no hook any more, and the list with the last of them.
pub(super) fn tidy(folder: &Path) -> Result<(), InstallError> {
    let before = list(folder)?;
    let wants_any = |dir: &PathBuf| HookType::ALL.iter().any(|&hook| marker(dir, hook).exists());
    let after: Vec<PathBuf> = before.iter().filter(|&dir| wants_any(dir)).cloned().collect();
    if after == before {
        return Ok(());
    }
    if after.is_empty() {
        let path = folder.join(LIST);
        return fs::remove_file(&path).map_err(|source| failed("delete", &path, true, source));
    }
    write(folder, &after)
}

fn list(folder: &Path) -> Result<Vec<PathBuf>, InstallError> {
    let path = folder.join(LIST);
    match fs::read(&path) {
        Ok(bytes) => Ok(bytes
            .split(|&byte| byte == 0)
            .filter(|path| !path.is_empty())
            .map(to_path)
            .collect()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(source) => Err(failed("read", &path, true, source)),
    }
}

fn write(folder: &Path, repositories: &[PathBuf]) -> Result<(), InstallError> {
    let mut bytes = Vec::new();
    for repository in repositories {
        bytes.extend_from_slice(repository.as_os_str().as_encoded_bytes());
        bytes.push(0);
    }
    let (path, fresh) = (folder.join(LIST), folder.join(format!("{LIST}.new")));
    fs::write(&fresh, bytes)
        .and_then(|()| fs::rename(&fresh, &path))
        .map_err(|source| failed("write", &path, true, source))
}

#[cfg(unix)]
fn to_path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn to_path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

fn failed(action: &'static str, path: &Path, shared: bool, source: io::Error) -> InstallError {
    InstallError::Io { action, path: path.to_owned(), shared, source }
}
