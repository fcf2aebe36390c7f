//! The staged change is what `git diff --cached` says, whatever led there.

#![expect(clippy::panic, reason = "a test fails by panicking")]

mod support;

use sdf_core::{BString, ByteSlice, Kind};
use sdf_git::{BlobId, Change};
use support::{Scratch, raw_diff};

/// A small generator of numbers (xorshift64), so that every run sees the same sequences.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }

    fn path(&mut self) -> String {
        let folders = ["", "a/", "a/b/", "a/b/c/", "a.d/", "a0/", "z/", "a-b/"];
        let names = ["f", "a", "b", "a.d", "b.c", "z", "a-b", "c"];
        format!("{}{}", folders[self.roll(folders.len())], names[self.roll(names.len())])
    }

    /// Content that is unlike any other but for what edits leave in common.
    fn content(&mut self) -> String {
        (0..12).map(|_| format!("{:016x}\n", self.roll(usize::MAX))).collect()
    }
}

/// One thing that people and tools do to a repository. Some fail, as they may.
fn act(scratch: &Scratch, dice: &mut Dice) -> String {
    let top = scratch.path();
    let run = |arguments: &[&str]| {
        scratch.try_git(&top, arguments, &[], b"");
        format!("{arguments:?}")
    };
    let (path, other) = (dice.path(), dice.path());
    let files = scratch.git(&["ls-files", "-z"]);
    let files: Vec<&str> =
        files.split(|&byte| byte == 0).filter_map(|path| path.to_str().ok()).collect();
    let known = files[dice.roll(files.len())].to_owned();
    let known = if known.is_empty() { path.clone() } else { known };
    match dice.roll(17) {
        0..=3 => {
            let id = scratch.blob(dice.content().as_bytes());
            let mode = ["100644", "100755"][dice.roll(2)];
            run(&["update-index", "--add", "--replace", "--cacheinfo", mode, &id, &path])
        }
        4 => {
            let id = scratch.blob(path.as_bytes());
            run(&["update-index", "--add", "--replace", "--cacheinfo", "120000", &id, &other])
        }
        5 => {
            let id = "1".repeat(scratch.blob(b"").len());
            run(&["update-index", "--add", "--replace", "--cacheinfo", "160000", &id, &path])
        }
        6 => run(&["update-index", "--force-remove", "--", &known]),
        7 => run(&["update-index", "--chmod=+x", "--", &known]),
        8..=9 => {
            // A small edit.
            let show = scratch.try_git(&top, &["cat-file", "blob", &format!(":{known}")], &[], b"");
            let mut lines: Vec<String> =
                show.stdout.to_str_lossy().lines().map(String::from).collect();
            let at = dice.roll(lines.len() + 1);
            lines.insert(at, format!("edit {}", dice.roll(usize::MAX)));
            let id = scratch.blob((lines.join("\n") + "\n").as_bytes());
            run(&["update-index", "--cacheinfo", "100644", &id, &known])
        }
        10 => {
            // A rename, as the index sees it.
            let entry = scratch.git(&["ls-files", "-s", "-z", "--", &known]);
            let entry = entry.to_str_lossy().into_owned();
            let mut words = entry.split(' ');
            let (Some(mode), Some(id)) = (words.next(), words.next()) else {
                return "nothing to rename".to_owned();
            };
            run(&["update-index", "--force-remove", "--", &known]);
            run(&["update-index", "--add", "--replace", "--cacheinfo", mode, id, &other])
        }
        11 => run(&["rm", "-r", "-q", "--cached", "--", ["a", "a/b", "z", "a.d"][dice.roll(4)]]),
        12 => run(&["write-tree"]),
        13 => run(&["commit", "-q", "-m", "step"]),
        14 => run(&["read-tree", ["HEAD", "HEAD~1", "HEAD~2", "--empty"][dice.roll(4)]]),
        15 => run(&["update-index", "--index-version", ["2", "4"][dice.roll(2)]]),
        _ => run(&["reset", "-q", "--soft", "HEAD~1"]),
    }
}

/// Paths with content and what stands in their place, leaving open which of several sources with
/// the same content a rename has.
type Seen = (BString, BlobId, Kind, Option<(BlobId, Kind)>);

fn seen(change: &Change) -> Seen {
    let previous = change.previous.iter().flatten().next();
    let previous = previous.map(|previous| (previous.id, previous.kind));
    (change.path.clone(), change.id, change.kind, previous)
}

#[test]
fn any_sequence_of_operations() {
    for seed in 1..=8 {
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(seed));
        let scratch = match seed % 3 {
            0 => Scratch::with(&["--object-format=sha256"]),
            _ => Scratch::new(),
        };
        if seed % 3 == 1 {
            scratch.git(&["config", "core.splitIndex", "true"]);
            scratch.git(&["config", "splitIndex.maxPercentChange", "100"]);
        }
        let mut story = Vec::new();
        for _ in 0..8 {
            let path = dice.path();
            scratch.add(&path.replace('/', "-"), dice.content());
        }
        scratch.commit("start");
        for _ in 0..40 {
            story.push(act(&scratch, &mut dice));
            let staged =
                scratch.open().staged().unwrap_or_else(|error| panic!("{error}: {story:#?}"));
            let ours: Vec<Seen> = staged.changes.iter().map(seen).collect();
            let born = scratch.try_git(&scratch.path(), &["rev-parse", "HEAD"], &[], b"");
            let empty = ["hash-object", "-t", "tree", "--stdin"];
            let empty = scratch.line(&empty);
            let base = if born.status.success() { "HEAD" } else { &empty };
            let diff = ["diff-index", "--cached", "--raw", "-z", "-M", "--no-abbrev", base];
            let theirs: Vec<Seen> = raw_diff(&scratch.git(&diff)).iter().map(seen).collect();
            assert_eq!(ours, theirs, "seed {seed}: {story:#?}");

            let files = scratch.open().index_files().expect("readable");
            let ours: Vec<String> =
                files.iter().map(|file| format!("{} {}", file.id, file.path)).collect();
            let theirs = scratch.git(&["ls-files", "-s", "-z"]);
            let theirs: Vec<String> = theirs
                .split(|&byte| byte == 0)
                .filter(|line| !line.is_empty() && !line.starts_with(b"160000"))
                .map(|line| line.to_str_lossy()[7..].replace(" 0\t", " "))
                .collect();
            assert_eq!(ours, theirs, "seed {seed}: {story:#?}");
        }
    }
}
