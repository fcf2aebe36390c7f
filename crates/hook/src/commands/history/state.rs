//! `--since`: what was searched before.

use crate::failure::{Context, Failure};
use sdf_git::{ObjectId, Repository};
use serde::{Deserialize, Serialize};
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::{env, process};

/// The version of the file.
const FORMAT: u32 = 1;
/// Larger files are no such file: a million tips take 45 MB.
const LARGEST: u64 = 64 << 20;

/// What a search left for the next one. Nothing in it is a secret, but whoever can write it decides
/// what the next search does not look at.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct State {
    /// [`FORMAT`].
    format: u32,
    /// Stands for the program, its rules and all settings.
    rules: String,
    /// The objects that all refs led to, in hexadecimal.
    tips: Vec<String>,
}

/// What is known from before.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// Nothing, or it was found with other rules or settings.
    Nothing,
    /// All that can be reached from these.
    Tips(Vec<ObjectId>),
}

#[derive(Deserialize)]
struct Head {
    format: u32,
}

/// Reads the file at `path`, if there is one, for a search in `repository` with `rules`.
pub(super) fn read(path: &Path, repository: &Repository, rules: &str) -> Result<Known, Failure> {
    let attempt = || format!("read {}", path.display());
    let wrong = |what: &str| {
        Failure::new(format!("{} {what}", path.display()))
            .hint("name another file, or delete this one to search everything again")
    };
    match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Known::Nothing),
        Err(error) => return Err(error).context(attempt),
        Ok(metadata) if !metadata.is_file() => return Err(wrong("is not a file")),
        Ok(metadata) if metadata.len() > LARGEST => return Err(wrong("is too large")),
        Ok(_) => {}
    }
    let content = fs::read(path).context(attempt)?;
    let is_no_state = |error| wrong(&format!("was not written by `history --since`: {error}"));
    let head: Head = serde_json::from_slice(&content).map_err(is_no_state)?;
    if head.format != FORMAT {
        return Err(wrong(&format!("is of format {}, this program knows {FORMAT}", head.format)));
    }
    let state: State = serde_json::from_slice(&content).map_err(is_no_state)?;
    let mut tips = Vec::with_capacity(state.tips.len());
    for tip in &state.tips {
        let id = ObjectId::from_hex(tip.as_bytes());
        tips.push(id.map_err(|_| {
            wrong(&format!("holds '{}', which is no object id", tip.escape_debug()))
        })?);
    }
    if !tips.is_empty() && !tips.iter().any(|&tip| repository.has_object(tip)) {
        return Err(wrong("belongs to another repository: none of the commits it names is here"));
    }
    Ok(if state.rules == rules { Known::Tips(tips) } else { Known::Nothing })
}

/// Writes what is known after a search. Never in part: the file is put into its place whole. What
/// a symbolic link leads to is written, not the link.
pub(super) fn write(path: &Path, tips: &[ObjectId], rules: &str) -> Result<(), Failure> {
    let attempt = || format!("write {}", path.display());
    let mut tips: Vec<String> = tips.iter().map(ToString::to_string).collect();
    tips.sort();
    tips.dedup();
    let state = State { format: FORMAT, rules: rules.to_owned(), tips };
    let mut content = serde_json::to_vec(&state).context(attempt)?;
    content.push(b'\n');
    let path = target(path).context(attempt)?;
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", process::id()));
    let new = path.with_file_name(name);
    // A link or a file that somebody put there before is not followed and not written to.
    let mut file = OpenOptions::new().write(true).create_new(true).open(&new).context(attempt)?;
    let written = file.write_all(&content).and_then(|()| file.sync_all());
    let placed = written.and_then(|()| fs::rename(&new, &path));
    if placed.is_err() {
        let _ = fs::remove_file(&new);
    }
    placed.context(attempt)
}

/// The file that `path` names, behind symbolic links.
fn target(path: &Path) -> std::io::Result<PathBuf> {
    match path.canonicalize() {
        Ok(target) => Ok(target),
        // A link that leads nowhere is refused when the new file is put in its place: by name.
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(env::current_dir()?.join(path)),
        Err(error) => Err(error),
    }
}
