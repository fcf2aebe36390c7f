//! What git tells its hooks through environment variables.

use bstr::{BString, ByteSlice};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// Where a repository is: a working directory, and the variables of git(1), section "Environment
/// Variables". Their paths are as given, relative ones to the working directory or to the top of
/// the work tree, as git has it.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// The absolute folder that takes the place of the working directory.
    pub(crate) directory: PathBuf,
    /// `GIT_DIR`
    pub(crate) git_dir: Option<PathBuf>,
    /// `GIT_WORK_TREE`
    pub(crate) work_tree: Option<PathBuf>,
    /// `GIT_IMPLICIT_WORK_TREE`: whether `GIT_DIR` without `GIT_WORK_TREE` makes the working
    /// directory the top of the work tree.
    pub(crate) implicit_work_tree: bool,
    /// `GIT_COMMON_DIR`
    pub(crate) common_dir: Option<PathBuf>,
    /// `GIT_INDEX_FILE`
    pub(crate) index_file: Option<PathBuf>,
    /// `GIT_OBJECT_DIRECTORY`
    pub(crate) object_directory: Option<PathBuf>,
    /// `GIT_ALTERNATE_OBJECT_DIRECTORIES`
    pub(crate) alternates: Vec<PathBuf>,
    /// `GIT_CEILING_DIRECTORIES`
    pub(crate) ceilings: Vec<PathBuf>,
    /// `GIT_DISCOVERY_ACROSS_FILESYSTEM`
    pub(crate) crosses_file_systems: bool,
    /// The commits that a running `git merge` brings in: it names each in a `GITHEAD_<id>`, also
    /// for its pre-merge-commit hook, which runs before `MERGE_HEAD` is written.
    pub(crate) merged: Vec<gix::ObjectId>,
    /// `GIT_CONFIG_PARAMETERS`: the settings of `git -c`, as `key=value`.
    pub(crate) settings: Vec<BString>,
}

impl Environment {
    /// The variables of this process, with `directory` as the working directory.
    pub fn of_process(directory: &Path) -> std::io::Result<Self> {
        Self::from_variables(directory, std::env::vars_os())
    }

    /// The given variables, with `directory` as the working directory. Those that say where the
    /// settings of user and machine are (`HOME`, `GIT_CONFIG_GLOBAL` and their kin) are always
    /// taken from the process.
    pub fn from_variables(
        directory: &Path,
        variables: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> std::io::Result<Self> {
        let mut environment = Environment {
            directory: std::path::absolute(directory)?,
            implicit_work_tree: true,
            ..Environment::default()
        };
        for (name, value) in variables {
            // An empty variable counts as unset, as in git's own scripts.
            if name.as_encoded_bytes().starts_with(b"GIT") && !value.is_empty() {
                environment.set(name.as_encoded_bytes(), value);
            }
        }
        environment.merged.sort();
        Ok(environment)
    }

    fn set(&mut self, name: &[u8], value: OsString) {
        let is = |words: &[&str]| words.iter().any(|word| value.eq_ignore_ascii_case(word));
        match name {
            b"GIT_DIR" => self.git_dir = Some(value.into()),
            b"GIT_WORK_TREE" => self.work_tree = Some(value.into()),
            b"GIT_IMPLICIT_WORK_TREE" => self.implicit_work_tree = !is(&NO),
            b"GIT_COMMON_DIR" => self.common_dir = Some(value.into()),
            b"GIT_INDEX_FILE" => self.index_file = Some(value.into()),
            b"GIT_OBJECT_DIRECTORY" => self.object_directory = Some(value.into()),
            b"GIT_ALTERNATE_OBJECT_DIRECTORIES" => self.alternates = alternates(value),
            b"GIT_CEILING_DIRECTORIES" => self.ceilings = ceilings(&value),
            b"GIT_DISCOVERY_ACROSS_FILESYSTEM" => self.crosses_file_systems = is(&YES),
            b"GIT_CONFIG_PARAMETERS" => self.settings = settings(value.as_encoded_bytes()),
            _ => {
                let head = name.strip_prefix(b"GITHEAD_");
                self.merged.extend(head.and_then(|id| gix::ObjectId::from_hex(id).ok()));
            }
        }
    }
}

/// What counts as true and as false in a variable (git's `git_parse_maybe_bool`).
const YES: [&str; 4] = ["1", "true", "yes", "on"];
const NO: [&str; 4] = ["0", "false", "no", "off"];

/// The folders above which no repository is looked for: absolute ones, links resolved until an
/// empty one says that the rest has none.
fn ceilings(list: &OsStr) -> Vec<PathBuf> {
    let mut resolve = true;
    let mut ceilings = Vec::new();
    for path in std::env::split_paths(list) {
        if path.as_os_str().is_empty() {
            resolve = false;
        } else if path.is_absolute() {
            let resolved = path.canonicalize().ok().filter(|_| resolve);
            ceilings.push(resolved.unwrap_or(path));
        }
    }
    ceilings
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
