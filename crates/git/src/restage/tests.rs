//! Between its steps nothing is lost, whatever ends the program there.

use super::{Repair, Repaired, Restaging};
use crate::{BlobId, Environment, Error, Repository};
use bstr::ByteSlice;
use std::fs;
use std::path::Path;
use std::process::Command;

const STAGED: &str = "one \ntwo\nthree\n";
const ON_DISK: &str = "one \ntwo\nthree\nfour\n";
const FIXED: &str = "one\ntwo\nthree\n";
const FIXED_ON_DISK: &str = "one\ntwo\nthree\nfour\n";

struct Scratch(tempfile::TempDir);

impl Scratch {
    /// A repository with a file that is staged and differs on disk.
    fn new() -> Self {
        let scratch = Scratch(tempfile::tempdir().expect("a folder"));
        scratch.git(&["init", "-q"]);
        scratch.write(STAGED);
        scratch.git(&["add", "f"]);
        scratch.write(ON_DISK);
        scratch
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, content: &str) {
        fs::write(self.path().join("f"), content).expect("a file");
    }

    fn git(&self, arguments: &[&str]) -> String {
        let output = Command::new("git")
            .args(arguments)
            .current_dir(self.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output()
            .expect("git is installed");
        assert!(output.status.success(), "{arguments:?}: {}", output.stderr.as_bstr());
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    fn open(&self) -> Repository {
        let environment = Environment::from_variables(self.path(), []).expect("a folder");
        Repository::open(environment).expect("a repository")
    }

    fn repairs(&self) -> Vec<Repair> {
        let id: BlobId = self.git(&["rev-parse", ":f"]).trim().parse().expect("an id");
        let on_disk = Some((ON_DISK.into(), FIXED_ON_DISK.into()));
        vec![Repair { path: "f".into(), id, content: FIXED.into(), on_disk }]
    }

    /// What is staged, and what is on disk.
    fn state(&self) -> (String, String) {
        let on_disk = fs::read_to_string(self.path().join("f")).expect("the file");
        self.git(&["fsck", "--strict"]);
        (self.git(&["cat-file", "blob", ":f"]), on_disk)
    }

    fn is(&self, staged: &str, on_disk: &str) {
        assert_eq!(self.state(), (staged.to_owned(), on_disk.to_owned()));
    }
}

/// As if the program were killed: nothing tidies up.
fn kill<T>(it: T) {
    std::mem::forget(it);
}

#[test]
fn killed_after_any_step_all_is_old_or_new() {
    let scratch = Scratch::new();
    let repository = scratch.open();
    kill(Restaging::store(&repository, scratch.repairs()).expect("it is writable"));
    scratch.is(STAGED, ON_DISK);
    let mut restaging = Restaging::store(&repository, scratch.repairs()).expect("it is writable");
    restaging.swap_index().expect("it is not locked");
    kill(restaging);
    scratch.is(FIXED, ON_DISK);
    // What lies beside the file is what it was to become.
    let beside = fs::read_dir(scratch.path()).expect("a folder").flatten();
    let beside = beside.filter(|entry| entry.file_name().as_encoded_bytes().starts_with(b".sdf"));
    for entry in beside {
        assert_eq!(fs::read_to_string(entry.path()).expect("a file"), FIXED_ON_DISK);
    }
}

#[test]
fn killed_with_the_lock_it_is_as_before_and_the_lock_is_named() {
    let scratch = Scratch::new();
    let repository = scratch.open();
    let mut lock = super::IndexLock::take(&repository.index_path).expect("it is not locked");
    lock.write(b"half of an ind").expect("it is writable");
    kill(lock);
    scratch.is(STAGED, ON_DISK);
    let error = repository.restage(scratch.repairs()).expect_err("it is locked");
    assert!(matches!(error, Error::Locked { .. }), "{error}");
    assert!(error.to_string().contains("index.lock"));
    scratch.is(STAGED, ON_DISK);
    assert!(fs::read_dir(scratch.path()).expect("a folder").count() == 2, "nothing lies about");
}

#[test]
fn what_changes_meanwhile_is_left_alone() {
    let scratch = Scratch::new();
    let repository = scratch.open();
    let mut restaging = Restaging::store(&repository, scratch.repairs()).expect("it is writable");
    scratch.write("saved by an editor\n");
    restaging.swap_index().expect("it is not locked");
    assert!(matches!(restaging.place_files().as_slice(), [Repaired::Refused(_)]));
    scratch.is(STAGED, "saved by an editor\n");

    scratch.write(ON_DISK);
    let mut restaging = Restaging::store(&repository, scratch.repairs()).expect("it is writable");
    restaging.swap_index().expect("it is not locked");
    scratch.write("saved by an editor\n");
    assert!(matches!(restaging.place_files().as_slice(), [Repaired::OnlyStaged(_)]));
    scratch.is(FIXED, "saved by an editor\n");

    let scratch = Scratch::new();
    let (repository, repairs) = (scratch.open(), scratch.repairs());
    scratch.write("other\n");
    scratch.git(&["add", "f"]);
    scratch.write(ON_DISK);
    let repaired = repository.restage(repairs).expect("it is writable");
    assert!(matches!(repaired.as_slice(), [Repaired::Refused(_)]));
    scratch.is("other\n", ON_DISK);
}

#[test]
fn made_whole_it_leaves_nothing_behind() {
    let scratch = Scratch::new();
    let repository = scratch.open();
    let repaired = repository.restage(scratch.repairs()).expect("it is writable");
    assert_eq!(repaired, [Repaired::Made]);
    scratch.is(FIXED, FIXED_ON_DISK);
    assert_eq!(fs::read_dir(scratch.path()).expect("a folder").count(), 2);
    assert!(!scratch.path().join(".git/index.lock").exists());
}
