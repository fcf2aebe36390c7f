//! Unstaged changes that pre-commit or prek has put away while hooks run.
//!
//! Both take them off the disk into a patch, and put them back with `git apply`. If what hooks
//! changed is in the way, they check the index out again first, to begin anew. With such a file
//! changed in the index that would fail as well, and the changes would be left in the patch.

use crate::pre_commit;
use sdf_core::{BStr, ByteSlice};
use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;

/// What is put away right now.
pub(crate) enum PutAway {
    /// Nothing, or what these patches hold.
    Patches(Vec<Vec<u8>>),
    /// There is no telling.
    Unknown,
}

impl PutAway {
    /// Reads the patches of the processes that are still there.
    pub(crate) fn now() -> Self {
        if !pre_commit::is_caller() {
            return PutAway::Patches(Vec::new());
        }
        let homes = [home("PRE_COMMIT_HOME", "pre-commit"), home("PREK_HOME", "prek")];
        let homes: Vec<PathBuf> =
            homes.into_iter().flatten().filter(|folder| folder.is_dir()).collect();
        if homes.is_empty() {
            return PutAway::Unknown;
        }
        let mut patches = Vec::new();
        for folder in homes.iter().flat_map(|home| [home.clone(), home.join("patches")]) {
            let Ok(files) = fs::read_dir(&folder) else {
                if folder.exists() {
                    return PutAway::Unknown;
                }
                continue;
            };
            for file in files.flatten().filter(|file| is_in_use(&file.file_name())) {
                match fs::read(file.path()) {
                    Ok(patch) => patches.push(patch),
                    Err(_) => return PutAway::Unknown,
                }
            }
        }
        PutAway::Patches(patches)
    }

    /// Whether changes of the file at `path` from the root may be among it.
    pub(crate) fn may_hold(&self, path: &BStr) -> bool {
        match self {
            PutAway::Patches(patches) => patches.iter().any(|patch| may_change(patch, path)),
            PutAway::Unknown => true,
        }
    }
}

/// Where a program keeps its files: pre-commit's `Store`, and prek's likewise.
fn home(variable: &str, name: &str) -> Option<PathBuf> {
    let folder =
        |variable| env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from);
    folder(variable)
        .or_else(|| Some(folder("XDG_CACHE_HOME")?.join(name)))
        .or_else(|| Some(env::home_dir()?.join(".cache").join(name)))
}

/// Whether a file of this name is a patch, `patch<time>-<process>` or `<time>-<process>.patch`,
/// whose process is there.
fn is_in_use(name: &OsStr) -> bool {
    let Some(name) = name.to_str() else { return false };
    let Some(name) = name.strip_prefix("patch").or_else(|| name.strip_suffix(".patch")) else {
        return false;
    };
    let Some((_, process)) = name.rsplit_once('-') else { return false };
    process.parse().is_ok_and(is_running)
}

#[cfg(unix)]
fn is_running(process: i32) -> bool {
    let Some(process) = rustix::process::Pid::from_raw(process) else { return false };
    // One of somebody else is there, too.
    rustix::process::test_kill_process(process) != Err(rustix::io::Errno::SRCH)
}

#[cfg(not(unix))]
fn is_running(_process: i32) -> bool {
    true
}

/// Whether `patch` may change the file at `path`: a longer path with the same end counts as well.
fn may_change(patch: &[u8], path: &BStr) -> bool {
    let plain = |&byte: &u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\');
    let is_plain = path.iter().all(plain);
    let mut files = patch.lines().filter_map(|line| line.strip_prefix(b"diff --git "));
    // Other paths are quoted, or not, as `core.quotePath` has it.
    files.any(|files| files.ends_with(path) || !is_plain && !files.iter().all(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_names_the_files_it_changes() {
        let patch = b"# index tree\ndiff --git a/d/f.py b/d/f.py\n--- a/d/f.py\n+++ b/d/f.py\n\
            @@ -1 +1 @@\n-diff --git a/g b/g\ndiff --git \"a/\\303\\274\" \"b/\\303\\274\"\n";
        assert!(may_change(patch, "d/f.py".into()));
        assert!(may_change(patch, "f.py".into()), "rather too careful");
        assert!(!may_change(patch, "g".into()));
        assert!(may_change(patch, "ü".into()));
        assert!(!may_change(patch, "d".into()));
    }

    #[test]
    fn patches_are_in_use_while_their_process_runs() {
        let this = std::process::id();
        assert!(is_in_use(format!("patch1795401790-{this}").as_ref()));
        assert!(is_in_use(format!("1795401790352-{this}.patch").as_ref()));
        assert!(!is_in_use("patch1795401790-0".as_ref()));
        assert!(!is_in_use("db.db".as_ref()));
    }
}
