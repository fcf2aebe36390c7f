//! What was worked out before, kept by the content that it was worked out from.
//!
//! What is kept decides what is found: only what the user alone could have written is believed,
//! and only as what it was written for. Whatever stands in the way of keeping or of reading, there
//! is then no cache; nothing is said, for the outcome is the same.

#[cfg(unix)]
mod private;
#[cfg(not(unix))]
#[path = "cache/unsupported.rs"]
mod private;

use sha2::{Digest, Sha256};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::{env, fmt, process};

/// Stands for the code that works out what is kept, its dependencies included.
const BUILD: &str = env!("SDF_HOOK_BUILD");
/// First bytes of a file. Behind them stand its key, the SHA-256 of what is kept, and that itself.
const MAGIC: &[u8; 8] = b"sdfkept1";
const HEADER: usize = MAGIC.len() + 2 * HASH;
const HASH: usize = 32;
/// Larger files are neither written nor read.
const LARGEST: u64 = 32 << 20;
/// More files are thinned out, the oldest first.
const FILES: usize = 32;

/// A folder of the user's for what was worked out before.
pub(crate) struct Cache {
    folder: Option<PathBuf>,
}

/// What something is kept by: a hash of all that it was worked out from.
pub(crate) struct Key([u8; HASH]);

impl Cache {
    /// The cache of the user: `sdf-hook/rules` in `$XDG_CACHE_HOME` or else in `$HOME/.cache`. It
    /// is empty and stays so without such a folder, where others could write there, and with
    /// `SDF_HOOK_CACHE=off`.
    pub(crate) fn of_user() -> Self {
        Cache::at(place(|name| env::var_os(name)))
    }

    fn at(above: Option<PathBuf>) -> Self {
        let folders = above.map(|above| {
            let ours = above.join("sdf-hook");
            (ours.join("rules"), ours)
        });
        let trusted = folders.filter(|(rules, ours)| {
            private::is_free_or_private(ours) && private::is_free_or_private(rules)
        });
        Cache { folder: trusted.map(|(rules, _)| rules) }
    }

    /// What was kept by `key`.
    pub(crate) fn get(&self, key: &Key) -> Option<Vec<u8>> {
        let folder = self.folder.as_ref()?;
        let file = private::open(&folder.join(key.to_string())).ok()?;
        read(file, key).ok()?
    }

    /// Keeps `content` by `key`.
    pub(crate) fn put(&self, key: &Key, content: &[u8]) {
        let Some(folder) = &self.folder else { return };
        if content.len() as u64 <= LARGEST && write(folder, key, content).is_ok() {
            thin_out(folder);
        }
    }
}

impl Key {
    /// The key for what this build works out from `parts`, in the way that `kind` names.
    pub(crate) fn of<'p>(kind: &'p str, parts: impl IntoIterator<Item = &'p [u8]>) -> Self {
        let mut hash = Sha256::new();
        for part in [BUILD.as_bytes(), kind.as_bytes()].into_iter().chain(parts) {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        Key(hash.finalize().into())
    }
}

impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

/// The folder for caches by the variables of the environment.
fn place(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    if variable("SDF_HOOK_CACHE").is_some_and(|value| value == "off") {
        return None;
    }
    let folder = |name| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    folder("XDG_CACHE_HOME").or_else(|| Some(folder("HOME")?.join(".cache")))
}

fn read(file: File, key: &Key) -> io::Result<Option<Vec<u8>>> {
    let mut file = file.take(LARGEST + HEADER as u64);
    let mut header = [0; HEADER];
    file.read_exact(&mut header)?;
    let mut content = Vec::new();
    file.read_to_end(&mut content)?;
    let is_whole = header == self::header(key, &content);
    Ok(is_whole.then_some(content))
}

fn header(key: &Key, content: &[u8]) -> [u8; HEADER] {
    let mut header = [0; HEADER];
    let (magic, hashes) = header.split_at_mut(MAGIC.len());
    let (kept_by, checksum) = hashes.split_at_mut(HASH);
    magic.copy_from_slice(MAGIC);
    kept_by.copy_from_slice(&key.0);
    checksum.copy_from_slice(&Sha256::digest(content));
    header
}

/// Puts the file into its place whole or not at all.
fn write(folder: &Path, key: &Key, content: &[u8]) -> io::Result<()> {
    private::create_folder(folder)?;
    let temporary = folder.join(format!(".{key}.{}", process::id()));
    let mut file = private::create(&temporary)?;
    let written = file.write_all(&header(key, content)).and_then(|()| file.write_all(content));
    let moved = written.and_then(|()| fs::rename(&temporary, folder.join(key.to_string())));
    if moved.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    moved
}

/// Keeps the newest files. Others may do the same at the same time.
fn thin_out(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let age = |entry: fs::DirEntry| Some((entry.metadata().ok()?.modified().ok()?, entry.path()));
    let mut files: Vec<_> = entries.flatten().filter_map(age).collect();
    files.sort_unstable_by(|one, other| other.cmp(one));
    for (_, path) in files.into_iter().skip(FILES) {
        let _ = fs::remove_file(path);
    }
}

#[cfg(all(test, unix))]
mod tests;
