//! Real repositories, made with the real git.
#![allow(dead_code, reason = "each test file uses its part")]

pub(crate) mod attribution;
pub(crate) mod truth;

use sdf_core::{BString, ByteSlice, Kind};
use sdf_git::{Change, Environment, Previous, Repository};
use std::cell::Cell;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A repository in a folder that goes when this does.
pub(crate) struct Scratch {
    folder: tempfile::TempDir,
    clock: Cell<u64>,
}

impl Scratch {
    /// An empty repository at `work`.
    pub(crate) fn new() -> Self {
        Self::with(&[])
    }

    /// The same with options for `git init`.
    pub(crate) fn with(options: &[&str]) -> Self {
        let scratch = Self::bare_folder();
        std::fs::create_dir(scratch.path()).expect("a folder");
        scratch.git(&[&["init", "-q", "-b", "main"], options, &["."]].concat());
        scratch
    }

    /// No repository yet.
    pub(crate) fn bare_folder() -> Self {
        let folder = tempfile::Builder::new().prefix("sdf git ").tempdir().expect("a folder");
        Scratch { folder, clock: Cell::new(1_700_000_000) }
    }

    /// What everything lies in.
    pub(crate) fn outside(&self) -> PathBuf {
        self.folder.path().canonicalize().expect("it exists")
    }

    /// The top of the work tree.
    pub(crate) fn path(&self) -> PathBuf {
        self.outside().join("work")
    }

    /// Runs git, which must succeed, and gives its output.
    pub(crate) fn git(&self, arguments: &[&str]) -> Vec<u8> {
        self.git_in(&self.path(), arguments, &[], b"")
    }

    /// The output of git as a line.
    pub(crate) fn line(&self, arguments: &[&str]) -> String {
        self.git(arguments).trim().to_str().expect("UTF-8").to_owned()
    }

    /// Runs git in `folder` with further variables and `input` on its standard input.
    pub(crate) fn git_in(
        &self,
        folder: &Path,
        arguments: &[&str],
        variables: &[(&str, &OsStr)],
        input: &[u8],
    ) -> Vec<u8> {
        let output = self.try_git(folder, arguments, variables, input);
        let errors = output.stderr.to_str_lossy();
        assert!(output.status.success(), "git {arguments:?} failed: {errors}");
        output.stdout
    }

    /// Runs git and gives what became of it.
    pub(crate) fn try_git(
        &self,
        folder: &Path,
        arguments: &[&str],
        variables: &[(&str, &OsStr)],
        input: &[u8],
    ) -> std::process::Output {
        self.clock.set(self.clock.get() + 1);
        let date = format!("{} +0100", self.clock.get());
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut child = Command::new("git")
            .args(arguments)
            .current_dir(folder)
            .env_clear()
            .env("PATH", path)
            .env("HOME", self.outside())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CEILING_DIRECTORIES", self.outside())
            .env("GIT_AUTHOR_NAME", "Ada")
            .env("GIT_AUTHOR_EMAIL", "ada@example.org")
            .env("GIT_AUTHOR_DATE", &date)
            .env("GIT_COMMITTER_NAME", "Ada")
            .env("GIT_COMMITTER_EMAIL", "ada@example.org")
            .env("GIT_COMMITTER_DATE", &date)
            .envs(variables.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("git is installed");
        std::io::Write::write_all(&mut child.stdin.take().expect("piped"), input).ok();
        child.wait_with_output().expect("git ends")
    }

    /// Writes a file, with the folders it lies in.
    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).expect("folders");
        }
        std::fs::write(path, content).expect("a file");
    }

    /// Writes a file and stages it.
    pub(crate) fn add(&self, path: &str, content: impl AsRef<[u8]>) {
        self.write(path, content);
        self.git(&["add", "--sparse", "--", path]);
    }

    /// Commits what is staged and gives the id.
    pub(crate) fn commit(&self, message: &str) -> String {
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
        self.line(&["rev-parse", "HEAD"])
    }

    /// A blob with `content`.
    pub(crate) fn blob(&self, content: &[u8]) -> String {
        let arguments = ["hash-object", "-w", "--stdin"];
        let id = self.git_in(&self.path(), &arguments, &[], content);
        id.trim().to_str().expect("UTF-8").to_owned()
    }

    /// Our view of it.
    pub(crate) fn open(&self) -> Repository {
        self.open_with(&self.path(), &[])
    }

    /// Our view of it from `folder`, with variables of git.
    pub(crate) fn open_with(&self, folder: &Path, variables: &[(&str, &OsStr)]) -> Repository {
        Repository::open(environment(folder, variables)).expect("a repository")
    }

    /// The paths of the staged change.
    pub(crate) fn staged_paths(&self) -> Vec<BString> {
        paths(&self.open().staged().expect("readable").changes)
    }
}

/// Variables of git as seen from `folder`.
pub(crate) fn environment(folder: &Path, variables: &[(&str, &OsStr)]) -> Environment {
    let own = |(name, value): &(&str, &OsStr)| (OsString::from(name), value.to_os_string());
    Environment::from_variables(folder, variables.iter().map(own)).expect("a folder")
}

/// The paths of changes.
pub(crate) fn paths(changes: &[Change]) -> Vec<BString> {
    changes.iter().map(|change| change.path.clone()).collect()
}

/// What `git diff --raw -z -M --no-abbrev` says, as changes against one parent.
pub(crate) fn raw_diff(output: &[u8]) -> Vec<Change> {
    let mut words = output.split(|&byte| byte == 0).filter(|word| !word.is_empty());
    let mut changes = Vec::new();
    while let Some(word) = words.next() {
        let fields: Vec<&[u8]> = word[1..].split(|&byte| byte == b' ').collect();
        let [old_mode, mode, old_id, id, status] = fields.try_into().expect("five fields");
        let first = words.next().expect("a path");
        let path = if status[0] == b'R' { words.next().expect("a path") } else { first };
        if let (Some(kind), b'A' | b'M' | b'T' | b'R') = (kind_of(mode), status[0]) {
            let hex = |id: &[u8]| id.to_str().expect("ASCII").parse().expect("an id");
            let previous = kind_of(old_mode).map(|kind| Previous {
                path: first.into(),
                id: hex(old_id),
                kind,
            });
            let previous = vec![previous];
            changes.push(Change { path: path.into(), id: hex(id), kind, previous });
        }
    }
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    changes
}

fn kind_of(mode: &[u8]) -> Option<Kind> {
    match mode {
        b"100644" => Some(Kind::File),
        b"100755" => Some(Kind::Executable),
        b"120000" => Some(Kind::Symlink),
        _ => None,
    }
}
