//! What git tells its hooks through environment variables.

use bstr::{BString, ByteSlice};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The variables of git(1), section "Environment Variables", that say where a repository is.
/// Paths are as given; see [`Environment::directory`] for what relative ones are relative to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Environment {
    /// The absolute folder that takes the place of the working directory.
    pub(crate) directory: PathBuf,
    /// `GIT_DIR`
    pub(crate) git_dir: Option<PathBuf>,
    /// `GIT_WORK_TREE`
    pub(crate) work_tree: Option<PathBuf>,
    /// Whether `GIT_DIR` without `GIT_WORK_TREE` means that the working directory is the top of
    /// the work tree: unless `GIT_IMPLICIT_WORK_TREE` says no.
    pub(crate) implicit_work_tree: bool,
    /// `GIT_COMMON_DIR`
    pub(crate) common_dir: Option<PathBuf>,
    /// `GIT_INDEX_FILE`
    pub(crate) index_file: Option<PathBuf>,
    /// `GIT_OBJECT_DIRECTORY`
    pub(crate) object_directory: Option<PathBuf>,
    /// `GIT_ALTERNATE_OBJECT_DIRECTORIES`
    pub(crate) alternates: Vec<PathBuf>,
    /// `GIT_CONFIG_PARAMETERS`: the settings of `git -c`, as `key=value`.
    pub(crate) settings: Vec<BString>,
}

impl Environment {
    /// The variables of this process, as seen from `directory`.
    pub(crate) fn of_process(directory: &Path) -> std::io::Result<Self> {
        // An empty variable counts as unset, as in git's own scripts.
        let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        let path = |name| variable(name).map(PathBuf::from);
        Ok(Environment {
            directory: std::path::absolute(directory)?,
            git_dir: path("GIT_DIR"),
            work_tree: path("GIT_WORK_TREE"),
            implicit_work_tree: variable("GIT_IMPLICIT_WORK_TREE")
                .is_none_or(|value| !["0", "false", "no", "off"].iter().any(|no| value == *no)),
            common_dir: path("GIT_COMMON_DIR"),
            index_file: path("GIT_INDEX_FILE"),
            object_directory: path("GIT_OBJECT_DIRECTORY"),
            alternates: variable("GIT_ALTERNATE_OBJECT_DIRECTORIES")
                .map(alternates)
                .unwrap_or_default(),
            settings: variable("GIT_CONFIG_PARAMETERS")
                .map(|value| settings(value.as_encoded_bytes()))
                .unwrap_or_default(),
        })
    }

    /// The commits that a running `git merge` brings in: it names each in a `GITHEAD_<id>`, also
    /// for its pre-merge-commit hook, which runs before `MERGE_HEAD` is written.
    pub(crate) fn merged_heads() -> Vec<gix::ObjectId> {
        let mut heads: Vec<gix::ObjectId> = std::env::vars_os()
            .filter_map(|(name, _)| {
                let id = name.as_encoded_bytes().strip_prefix(b"GITHEAD_")?;
                gix::ObjectId::from_hex(id).ok()
            })
            .collect();
        heads.sort();
        heads
    }
}

/// Splits a list of folders as git's `link_alt_odb_entries` does: at the separator of `PATH`, a
/// part that begins with a double quote being quoted as in C.
fn alternates(list: OsString) -> Vec<PathBuf> {
    let bytes = list.as_encoded_bytes();
    if !bytes.contains(&b'"') {
        return std::env::split_paths(&list).filter(|path| !path.as_os_str().is_empty()).collect();
    }
    let separator = if cfg!(windows) { b';' } else { b':' };
    let (mut rest, mut paths) = (bytes.as_bstr(), Vec::new());
    while !rest.is_empty() {
        let (part, length) = match gix::quote::ansi_c::undo(rest) {
            Ok((part, length)) if rest.starts_with(b"\"") => (part.into_owned(), length),
            _ => {
                let length = rest.find_byte(separator).unwrap_or(rest.len());
                (BString::from(&rest[..length]), length)
            }
        };
        if let Ok(path) = part.to_path()
            && !part.is_empty()
        {
            paths.push(path.to_owned());
        }
        rest = rest.get(length + 1..).unwrap_or_default().as_bstr();
    }
    paths
}

/// Reads `'key'='value' 'key'`, and the older `'key=value'`, each part quoted for a shell
/// (git's `git_config_from_parameters`). What cannot be read is left out.
fn settings(parameters: &[u8]) -> Vec<BString> {
    let (mut rest, mut settings) = (parameters, Vec::new());
    while let Some((mut setting, after)) = unquote(rest) {
        rest = after;
        if let Some(value) = after.strip_prefix(b"=") {
            setting.push(b'=');
            match unquote(value) {
                Some((value, after)) => {
                    setting.extend_from_slice(&value);
                    rest = after;
                }
                // A key with '=' and no value has the empty value.
                None => rest = value,
            }
        }
        settings.push(setting);
        rest = rest.trim_start();
    }
    settings
}

/// The text in single quotes that `input` begins with, in which `'\''` and `'\!'` stand for a
/// quote and an exclamation mark, and what follows it.
fn unquote(input: &[u8]) -> Option<(BString, &[u8])> {
    let (mut rest, mut text) = (input.strip_prefix(b"'")?, BString::default());
    loop {
        let end = rest.find_byte(b'\'')?;
        text.extend_from_slice(&rest[..end]);
        rest = &rest[end + 1..];
        match rest {
            [b'\\', escaped @ (b'\'' | b'!'), b'\'', after @ ..] => {
                text.push(*escaped);
                rest = after;
            }
            _ => return Some((text, rest)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_the_command_line_are_unquoted() {
        assert_eq!(
            settings(
                br"'safe.directory'='/a b' 'core.x'='it'\''s' 'old.style=1' 'y.z'= 'bool.flag'"
            ),
            ["safe.directory=/a b", "core.x=it's", "old.style=1", "y.z=", "bool.flag"]
        );
        assert_eq!(settings(b"'open"), Vec::<BString>::new());
    }

    #[test]
    fn alternates_may_be_quoted() {
        assert_eq!(alternates("/a:/b c".into()), [Path::new("/a"), Path::new("/b c")]);
        assert_eq!(
            alternates("/a:\"/b:\\303\\244\":/c".into()),
            [Path::new("/a"), Path::new("/b:ä"), Path::new("/c")]
        );
    }
}
