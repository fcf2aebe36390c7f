//! pre-commit and prek from PyPI, with this project installed in them as they install any hook:
//! a clone of a revision, and `cargo install --bins --path .` in it, by prek with `--locked`.
//!
//! All of it is below `target/frameworks` and used again until the sources change. A build from
//! nothing compiles every dependency once, without optimising; after a change of the sources each
//! framework compiles the workspace anew, for each has a clone of its own.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::stage::{Ran, Stage};

/// Versions as `--version` prints them.
const VERSIONS: [(&str, &str); 2] = [("pre-commit", "4.7.0"), ("prek", "0.5.11")];

/// Every hook of our manifest.
const IDS: [&str; 5] = ["sdf-hook", "sdf-secrets", "sdf-sast", "sdf-style", "sdf-hook-ci"];

/// Both frameworks, ready to run our hooks without building anything.
pub(crate) struct Frameworks {
    folder: PathBuf,
    /// The commit that holds the work tree of this project as it is now.
    revision: String,
    /// Keeps other processes from changing what is below the folder while our tests run.
    _lock: File,
}

/// The frameworks, set up by the first test that asks. `None`, said loudly, where Python is
/// missing, except in CI, where that is a failure.
pub(crate) fn frameworks() -> Option<&'static Frameworks> {
    static FRAMEWORKS: OnceLock<Result<Frameworks, String>> = OnceLock::new();
    match FRAMEWORKS.get_or_init(Frameworks::set_up) {
        Ok(frameworks) => Some(frameworks),
        Err(reason) => {
            assert!(env::var_os("CI").is_none_or(|ci| ci != "true"), "{reason}");
            // Not by a macro: what those print is shown only when a test fails.
            let _ = writeln!(io::stderr(), "SKIPPED: pre-commit and prek are not tested: {reason}");
            None
        }
    }
}

impl Frameworks {
    /// An error only if the tools cannot be had; if our own project cannot be built, a panic.
    fn set_up() -> Result<Self, String> {
        let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let folder = temporary.parent().unwrap_or(temporary).join("frameworks");
        fs::create_dir_all(&folder).expect("the build folder is writable");
        let lock = File::create(folder.join("lock")).expect("the build folder is writable");
        lock.lock().expect("the file system has locks");
        let mut frameworks = Self { folder, revision: String::new(), _lock: lock };
        frameworks.install_tools()?;
        frameworks.revision = frameworks.snapshot();
        frameworks.install_hooks();
        Ok(frameworks)
    }

    fn install_tools(&self) -> Result<(), String> {
        let venv = self.folder.join("venv");
        let is_there = VERSIONS.iter().all(|(name, version)| {
            let printed = Command::new(self.program(name)).arg("--version").output();
            printed.is_ok_and(|printed| printed.stdout.trim_ascii().ends_with(version.as_bytes()))
        });
        if is_there {
            return Ok(());
        }
        if venv.exists() {
            fs::remove_dir_all(&venv).expect("the build folder is writable");
        }
        let succeeds = |command: &mut Command| match command.output() {
            Ok(output) if output.status.success() => Ok(()),
            Ok(output) => Err(format!("{command:?} failed\n{}", Ran::from(output).everything())),
            Err(error) => Err(format!("{command:?} cannot be run: {error}")),
        };
        succeeds(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
        let packages = VERSIONS.map(|(name, version)| format!("{name}=={version}"));
        succeeds(Command::new(venv.join("bin/pip")).args(["install", "--quiet"]).args(packages))
    }

    /// Commits the work tree of this project, ignored files aside, to a repository of its own. The
    /// same content gets the same commit.
    fn snapshot(&self) -> String {
        let git = |arguments: &[&str]| {
            let output = self
                .command("git", arguments)
                .env("GIT_DIR", self.source())
                .env("GIT_WORK_TREE", env!("CARGO_MANIFEST_DIR"))
                .envs([("GIT_AUTHOR_NAME", "Ada"), ("GIT_AUTHOR_EMAIL", "ada@example.org")])
                .envs([("GIT_COMMITTER_NAME", "Ada"), ("GIT_COMMITTER_EMAIL", "ada@example.org")])
                .env("GIT_AUTHOR_DATE", "2026-01-02T03:04:05Z")
                .env("GIT_COMMITTER_DATE", "2026-01-02T03:04:05Z")
                .output();
            Ran::from(output.expect("git exists")).succeeded().out.trim().to_owned()
        };
        if !self.source().exists() {
            git(&["init", "--quiet"]);
        }
        git(&["add", "--all"]);
        let tree = git(&["write-tree"]);
        let commit = git(&["commit-tree", "-m", "Snapshot", &tree]);
        git(&["update-ref", "HEAD", &commit]);
        commit
    }

    /// Has both frameworks build the snapshot, unless they did.
    fn install_hooks(&self) {
        let installed = self.folder.join("installed");
        if fs::read_to_string(&installed).is_ok_and(|revision| revision == self.revision) {
            return;
        }
        let _ = writeln!(io::stderr(), "pre-commit and prek build this project, once");
        // What they built of other revisions would pile up.
        for old in ["installed", "pre-commit", "prek/repos", "prek/hooks"] {
            let old = self.folder.join(old);
            let _ = if old.is_dir() { fs::remove_dir_all(old) } else { fs::remove_file(old) };
        }
        let project = Stage::new();
        let hooks: Vec<String> = IDS.iter().map(|id| format!("- id: {id}\n")).collect();
        project.stage(".pre-commit-config.yaml", self.configuration(&hooks.concat(), ""));
        let commands = [
            self.command("cargo", &["clean", "--quiet", "--release", "--workspace"]),
            self.command(self.program("prek"), &["install-hooks"]),
            self.command(self.program("pre-commit"), &["install-hooks"]),
        ];
        for (mut command, folder) in commands.into_iter().zip([
            Path::new(env!("CARGO_MANIFEST_DIR")),
            &project.folder,
            &project.folder,
        ]) {
            Ran::from(command.current_dir(folder).output().expect("it exists")).succeeded();
        }
        fs::write(installed, &self.revision).expect("the build folder is writable");
    }

    /// A `.pre-commit-config.yaml` with our `hooks` and with `more` at its top level, both lines of
    /// YAML.
    pub(crate) fn configuration(&self, hooks: &str, more: &str) -> String {
        let hooks: Vec<String> = hooks.lines().map(|line| format!("  {line}\n")).collect();
        let (source, revision, hooks) = (self.source(), &self.revision, hooks.concat());
        let source = source.display();
        format!("repos:\n- repo: {source}\n  rev: {revision}\n  hooks:\n{hooks}{more}")
    }

    /// A program that we installed.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.folder.join("venv/bin").join(name)
    }

    /// The repository that the frameworks clone.
    fn source(&self) -> PathBuf {
        self.folder.join("source.git")
    }

    /// A command in the environment of this process, where a network may have its settings; but a
    /// git hook that runs us has a repository of its own in mind.
    fn command(&self, program: impl AsRef<OsStr>, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        for (name, _) in env::vars_os() {
            if name.as_encoded_bytes().starts_with(b"GIT_") {
                command.env_remove(name);
            }
        }
        command.args(arguments).envs(self.environment());
        command
    }

    /// What the frameworks need to find what they installed, and to build it cheaply.
    pub(crate) fn environment(&self) -> Vec<(&'static str, OsString)> {
        let below = |name| self.folder.join(name).into_os_string();
        let home = env::var_os("HOME").unwrap_or_default();
        let rustup = Path::new(&home).join(".rustup").into_os_string();
        let mut environment = vec![
            ("PRE_COMMIT_HOME", below("pre-commit")),
            ("PREK_HOME", below("prek")),
            // Where prek has it: the paths of sources are part of what makes a build a new one.
            ("CARGO_HOME", below("prek/cache/cargo")),
            ("CARGO_TARGET_DIR", below("target")),
            ("CARGO_INCREMENTAL", "0".into()),
            ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0".into()),
            ("CARGO_PROFILE_RELEASE_LTO", "off".into()),
            ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16".into()),
            ("RUSTUP_HOME", env::var_os("RUSTUP_HOME").unwrap_or(rustup)),
        ];
        environment.extend(env::var_os("RUSTUP_TOOLCHAIN").map(|name| ("RUSTUP_TOOLCHAIN", name)));
        environment
    }
}
