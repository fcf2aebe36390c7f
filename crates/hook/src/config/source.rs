//! Where a configuration is read from.

use super::{ConfigFile, FILE_NAME};
use crate::failure::{Context, Failure};
use sdf_git::Repository;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The files that may hold a configuration, the first that does counts.
pub(crate) const NAMES: [&str; 2] = [FILE_NAME, "pyproject.toml"];

/// The tree of files that a configuration, its baseline and its rules are read from: what is
/// under test, so that nobody is judged by settings that are not part of the change.
#[derive(Clone, Copy)]
pub(crate) enum Source<'a> {
    /// A folder on disk.
    Folder(&'a Path),
    /// The index: what is about to be committed.
    Index(&'a Repository),
    /// A commit, by any name that git knows it by.
    Commit(&'a Repository, &'a str),
}

impl Source<'_> {
    /// The content of the file at `path`, relative to the root. None if there is none.
    pub(crate) fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Failure> {
        let attempt = || format!("read {path}");
        let (repository, id) = match self {
            Source::Folder(root) => {
                return match fs::read(root.join(path)) {
                    Ok(content) => Ok(Some(content)),
                    Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
                    Err(error) => Err(error).context(attempt),
                };
            }
            Source::Index(repository) => (repository, repository.index_blob(path.into())),
            Source::Commit(repository, commit) => {
                (repository, repository.tree_blob(commit, path.into()))
            }
        };
        let Some(id) = id.context(attempt)? else { return Ok(None) };
        repository.read(id).map(Some).context(attempt)
    }

    /// The files below `folder`, from the root, in order; those of a folder on disk are not asked
    /// for here.
    pub(crate) fn files_below(&self, folder: &str) -> Result<Vec<String>, Failure> {
        let folder = folder.trim_end_matches('/');
        let attempt = || format!("read the files in {folder}");
        let files = match self {
            Source::Folder(_) => Vec::new(),
            Source::Index(repository) => repository.index_files().context(attempt)?,
            Source::Commit(repository, commit) => {
                repository.tree_files(commit, folder.into()).context(attempt)?
            }
        };
        let paths = files.into_iter().filter_map(|file| String::from_utf8(file.path.into()).ok());
        let inside =
            |path: &String| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        Ok(paths.filter(inside).collect())
    }
}

/// A configuration file that was found.
pub(crate) struct Found {
    /// As the user knows it.
    pub(crate) name: String,
    /// Its content.
    pub(crate) text: Vec<u8>,
    /// What it says.
    pub(crate) config: ConfigFile,
}

/// The configuration of `source`; `given` is a file that the user named instead.
pub(crate) fn find(source: Source<'_>, given: Option<&PathBuf>) -> Result<Option<Found>, Failure> {
    if let Some(path) = given {
        let name = path.display().to_string();
        let text = fs::read(path).context(|| format!("read the configuration {name}"))?;
        let parsed = ConfigFile::parse(&name, &text)?;
        let missing = || Failure::new(format!("{name} has no table [tool.sdf-hook]"));
        let config = parsed.ok_or_else(missing)?;
        return Ok(Some(Found { name, text, config }));
    }
    for name in NAMES {
        if let Some(text) = source.read(name)?
            && let Some(config) = ConfigFile::parse(name, &text)?
        {
            return Ok(Some(Found { name: name.to_owned(), text, config }));
        }
    }
    Ok(None)
}
