//! A repository to play on, with nothing of the machine's own settings in reach.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use tempfile::TempDir;

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_sdf-hook");

/// A folder to work in, usually a repository, and the environment of every command run there.
/// Clones share the disk; the last one removes it.
#[derive(Clone)]
pub(crate) struct Stage {
    root: Arc<TempDir>,
    /// The working directory of all commands; relative paths start here.
    pub(crate) folder: PathBuf,
    environment: Vec<(OsString, OsString)>,
}

/// What a finished command left.
pub(crate) struct Ran {
    /// The exit code; `None` after a signal.
    pub(crate) code: Option<i32>,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Stage {
    /// An empty repository on branch `main`, without hooks.
    pub(crate) fn new() -> Self {
        let stage = Self::bare_ground().at("repository");
        fs::create_dir(&stage.folder).expect("the root is new");
        stage.git(["init", "--quiet"]);
        stage
    }

    /// An empty repository with our hooks.
    pub(crate) fn hooked() -> Self {
        let stage = Self::new();
        stage.sdf(["install"]).succeeded();
        stage
    }

    /// A folder that is no repository.
    pub(crate) fn bare_ground() -> Self {
        let root = TempDir::new().expect("a temporary folder");
        let folder = root.path().canonicalize().expect("it exists");
        fs::write(
            folder.join("gitconfig"),
            "[init]\n defaultBranch = main\n[protocol \"file\"]\n allow = always\n\
             [user]\n name = Ada\n email = ada@example.org\n[core]\n editor = true\n",
        )
        .expect("the root is new");
        let mut environment: Vec<(OsString, OsString)> = vec![
            ("HOME".into(), folder.clone().into()),
            ("GIT_CONFIG_NOSYSTEM".into(), "1".into()),
            ("GIT_CONFIG_GLOBAL".into(), folder.join("gitconfig").into()),
            ("GIT_AUTHOR_DATE".into(), "2026-01-02T03:04:05Z".into()),
            ("GIT_COMMITTER_DATE".into(), "2026-01-02T03:04:05Z".into()),
            ("GIT_TERMINAL_PROMPT".into(), "0".into()),
            ("LC_ALL".into(), "C".into()),
        ];
        environment.extend(std::env::var_os("PATH").map(|path| ("PATH".into(), path)));
        Self { root: Arc::new(root), folder, environment }
    }

    /// The same stage seen from another folder.
    pub(crate) fn at(&self, folder: impl AsRef<Path>) -> Self {
        Self { folder: self.folder.join(folder), ..self.clone() }
    }

    /// The same stage with a variable set.
    pub(crate) fn with(&self, name: &str, value: impl AsRef<OsStr>) -> Self {
        let mut stage = self.clone();
        stage.environment.retain(|(known, _)| known != name);
        stage.environment.push((name.into(), value.as_ref().into()));
        stage
    }

    /// The folder above the repository, which is also the home directory.
    pub(crate) fn home(&self) -> PathBuf {
        self.root.path().canonicalize().expect("it lives as long as the stage")
    }

    /// A file's place on disk. Paths are bytes, as in git.
    pub(crate) fn path(&self, path: impl AsRef<[u8]>) -> PathBuf {
        self.folder.join(OsStr::from_bytes(path.as_ref()))
    }

    /// Writes a file and the folders above it.
    pub(crate) fn write(&self, path: impl AsRef<[u8]>, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).expect("the stage is writable");
        }
        fs::write(path, content).expect("the stage is writable");
    }

    /// Writes a program.
    pub(crate) fn write_executable(&self, path: &str, content: &str) {
        self.write(path, content);
        self.set_mode(path, 0o755);
    }

    /// Changes a file's permissions.
    pub(crate) fn set_mode(&self, path: &str, mode: u32) {
        fs::set_permissions(self.path(path), fs::Permissions::from_mode(mode))
            .expect("the file was written before");
    }

    /// A file's content.
    pub(crate) fn read(&self, path: impl AsRef<[u8]>) -> Vec<u8> {
        fs::read(self.path(path)).expect("the file was written before")
    }

    /// Whether something is at a path.
    pub(crate) fn exists(&self, path: &str) -> bool {
        fs::symlink_metadata(self.path(path)).is_ok()
    }

    /// Deletes a file.
    pub(crate) fn delete(&self, path: &str) {
        fs::remove_file(self.path(path)).expect("the file was written before");
    }

    /// Writes a file and stages it.
    pub(crate) fn stage(&self, path: impl AsRef<[u8]>, content: impl AsRef<[u8]>) {
        self.write(&path, content);
        self.add(path);
    }

    /// Stages a path, whatever its characters.
    pub(crate) fn add(&self, path: impl AsRef<[u8]>) {
        let path = OsStr::from_bytes(path.as_ref());
        let options = ["--literal-pathspecs", "add", "--"].map(OsStr::new);
        self.git(options.into_iter().chain([path]));
    }

    /// Stages content at a path without touching the disk there.
    pub(crate) fn stage_unseen(&self, path: &str, content: &str) {
        let id = self.run("git", ["hash-object", "-w", "--no-filters", "--stdin"], content);
        let entry = format!("100644,{},{path}", id.succeeded().out.trim());
        self.git(["update-index", "--add", "--cacheinfo", &entry]);
    }

    /// `git commit`, which runs the hooks.
    pub(crate) fn commit(&self) -> Ran {
        self.git_may_fail(["commit", "--quiet", "--message", "Work"])
    }

    /// A commit that no hook sees.
    pub(crate) fn commit_unchecked(&self) {
        self.git(["commit", "--quiet", "--no-verify", "--allow-empty", "--message", "Unchecked"]);
    }

    /// Runs git, which must succeed.
    #[track_caller]
    pub(crate) fn git<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> String {
        self.git_may_fail(arguments).succeeded().out
    }

    /// Runs git.
    pub(crate) fn git_may_fail<S: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
    ) -> Ran {
        self.run("git", arguments, "")
    }

    /// Runs our program.
    pub(crate) fn sdf<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Ran {
        self.run(PROGRAM, arguments, "")
    }

    /// Runs any program with `input` on its standard input.
    pub(crate) fn run<S: AsRef<OsStr>>(
        &self,
        program: &str,
        arguments: impl IntoIterator<Item = S>,
        input: impl AsRef<[u8]>,
    ) -> Ran {
        let mut child = self
            .command(program, arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program exists");
        // A program that does not read its input closes the pipe; that is its right.
        let _ = child.stdin.take().expect("it is piped").write_all(input.as_ref());
        Ran::from(child.wait_with_output().expect("the program was started"))
    }

    /// A command in this folder and environment, not yet started.
    pub(crate) fn command<S: AsRef<OsStr>>(
        &self,
        program: &str,
        arguments: impl IntoIterator<Item = S>,
    ) -> Command {
        let mut command = Command::new(program);
        command
            .args(arguments)
            .current_dir(&self.folder)
            .env_clear()
            .envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }
}

impl Ran {
    /// The command must have succeeded; gives it back.
    #[track_caller]
    pub(crate) fn succeeded(self) -> Self {
        assert_eq!(self.code, Some(0), "{}", self.everything());
        self
    }

    /// A hook must have stopped git and named `what`, usually the path; gives it back.
    #[track_caller]
    pub(crate) fn stopped_by(self, what: &str) -> Self {
        assert_eq!(self.code, Some(1), "git was not stopped\n{}", self.everything());
        self.says(what)
    }

    /// The exit code must be `code`; gives it back.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}", self.everything());
        self
    }

    /// The output must hold `what`; gives it back.
    #[track_caller]
    pub(crate) fn says(self, what: &str) -> Self {
        assert!(self.everything().contains(what), "nothing about {what:?}\n{}", self.everything());
        self
    }

    /// The output must not hold `what`; gives it back.
    #[track_caller]
    pub(crate) fn keeps_quiet_about(self, what: &str) -> Self {
        assert!(!self.everything().contains(what), "{what:?} was told\n{}", self.everything());
        self
    }

    /// Both outputs.
    pub(crate) fn everything(&self) -> String {
        format!("{}{}", self.out, self.err)
    }
}

impl From<std::process::Output> for Ran {
    fn from(output: std::process::Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}
