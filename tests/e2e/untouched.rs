//! A check looks; it moves nothing.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::secrets::key;
use crate::stage::{PROGRAM, Stage};

/// What must not change: each file's content, times, mode and inode, and the staged entries.
#[derive(PartialEq)]
struct Photograph {
    files: BTreeMap<PathBuf, (Vec<u8>, i64, i64, u32, u64)>,
    staged: String,
}

impl Photograph {
    fn of(stage: &Stage) -> Self {
        let mut files = BTreeMap::new();
        let mut folders = vec![stage.folder.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder of the stage") {
                let path = entry.expect("readable").path();
                let at = fs::symlink_metadata(&path).expect("it was just listed");
                if at.is_file() {
                    let content = fs::read(&path).expect("readable");
                    files.insert(path, (content, at.mtime(), at.mtime_nsec(), at.mode(), at.ino()));
                } else if !path.ends_with(".git") {
                    folders.push(path);
                }
            }
        }
        Self { files, staged: stage.git(["ls-files", "--stage"]) }
    }

    #[track_caller]
    fn still_shows(&self, stage: &Stage) {
        let now = Self::of(stage);
        let changed: Vec<_> =
            now.files.iter().filter(|(path, file)| self.files.get(*path) != Some(file)).collect();
        assert!(*self == now, "{:?}", changed.iter().map(|(path, _)| path).collect::<Vec<_>>());
    }
}

#[test]
fn a_check_leaves_files_times_and_index_alone() {
    let stage = Stage::hooked();
    stage.stage("kept.txt", "kept\n");
    stage.stage("partly.txt", "one\n");
    stage.commit().succeeded();
    stage.stage("partly.txt", format!("one\n{}", key(1)));
    stage.write("partly.txt", "one\ntwo\nthree\n");
    stage.write("untracked.txt", key(2));
    // An index whose times are out of date tempts programs to refresh it.
    stage.write("kept.txt", "kept\n");

    let (before, index) = (Photograph::of(&stage), stage.read(".git/index"));
    stage.sdf(["run"]).exits(1);
    assert_eq!(stage.read(".git/index"), index);
    stage.commit().stopped_by("partly.txt");
    before.still_shows(&stage);
}

#[test]
fn killed_in_the_middle_nothing_is_lost() {
    let stage = Stage::new();
    // Runs first, in a child of the shell that becomes our program.
    stage.write_executable(".git/hooks/pre-commit", "#!/bin/sh\necho $PPID > .git/hook-process\n");
    stage.sdf(["install"]).succeeded();
    stage.stage("partly.txt", "one\n");
    stage.commit().succeeded();
    stage.delete(".git/hook-process");

    // Enough that the check takes a while in any build.
    let lines: String = (0..60_000).map(key).collect();
    stage.stage("many.txt", lines);
    stage.stage("partly.txt", "one\ntwo\n");
    stage.write("partly.txt", "one\ntwo\nthree\n");
    let before = Photograph::of(&stage);

    let mut git =
        stage.command("git", ["commit", "--message", "Work"]).spawn().expect("git exists");
    let deadline = Instant::now() + Duration::from_secs(60);
    let process = loop {
        let id = fs::read_to_string(stage.path(".git/hook-process")).unwrap_or_default();
        let program = Path::new("/proc").join(id.trim()).join("exe");
        if !id.is_empty() && fs::read_link(program).is_ok_and(|path| path == Path::new(PROGRAM)) {
            break id;
        }
        let ended = git.try_wait().expect("it is our child");
        assert!(ended.is_none(), "git ended before the check could be killed: {ended:?}");
        assert!(Instant::now() < deadline, "our program never started");
        sleep(Duration::from_millis(1));
    };
    sleep(Duration::from_millis(5));
    stage.run("kill", ["-KILL", process.trim()], "").succeeded();

    let status = git.wait().expect("it is our child");
    assert!(!status.success(), "a check that did not finish lets nothing pass");
    before.still_shows(&stage);
    stage.git(["fsck", "--strict"]);
}

#[test]
fn a_huge_edit_that_is_not_staged_is_not_read() {
    let stage = Stage::hooked();
    stage.stage("huge.txt", "small yet\n");
    stage.stage("notes.txt", "one\n");
    stage.commit().succeeded();
    let huge = fs::File::options().write(true).open(stage.path("huge.txt")).expect("just written");
    // Sparse: 100 MB that take no room on disk.
    huge.set_len(100 << 20).expect("the file system knows holes");
    stage.stage("notes.txt", "one\ntwo\n");
    stage.commit().succeeded();
    let size = fs::metadata(stage.path("huge.txt")).expect("still there").len();
    assert_eq!(size, 100 << 20);
}
