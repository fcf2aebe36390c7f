//! Random histories: what is said of where findings come from, against brute force.

mod support;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use sdf_git::{CommitText, Key, ObjectId, Progress, Reading, Search};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use support::Scratch;
use support::truth::{Truth, assert_true};

const PATHS: [&str; 9] =
    ["key", "a/key", "a/b/key", "a/b/c/key", "a.key", "a0", "b/key", "b/twin/key", "c/twin/key"];
/// Each stands for the keys beside it; the last two for none.
const CONTENTS: [(&str, &[u32]); 6] = [
    ("one", &[0]),
    ("two", &[1]),
    ("both", &[0, 1, 70]),
    ("three", &[70]),
    ("old", &[]),
    ("", &[]),
];
const COMMITS: usize = 14;
/// Files that never change, in two folders: only large trees are stored as deltas.
const FILLERS: usize = 120;

/// A commit: its clock, which earlier commits are its parents, and which files it changes to what.
#[derive(Clone, Debug)]
struct Plan {
    time: u32,
    parents: Vec<prop::sample::Index>,
    changes: Vec<(usize, Option<usize>)>,
    is_named: bool,
}

fn plan() -> impl Strategy<Value = Plan> {
    let change = (0..PATHS.len(), prop::option::weighted(0.7, 0..CONTENTS.len()));
    (
        0..100_000u32,
        prop::collection::vec(any::<prop::sample::Index>(), 0..4),
        prop::collection::vec(change, 0..4),
        prop::bool::weighted(0.2),
    )
        .prop_map(|(time, parents, changes, is_named)| Plan {
            time,
            parents,
            changes,
            is_named,
        })
}

/// What `git fast-import` is to be told.
fn stream(plans: &[Plan]) -> String {
    let mut stream = String::new();
    let mut states: Vec<BTreeMap<usize, usize>> = Vec::new();
    for (at, plan) in plans.iter().enumerate() {
        let mut parents: Vec<usize> = Vec::new();
        if at > 0 {
            parents.extend(plan.parents.iter().map(|parent| parent.index(at)));
        }
        parents.dedup();
        let mut state = parents.first().map(|&one| states[one].clone()).unwrap_or_default();
        for &(path, content) in &plan.changes {
            match content {
                Some(content) => drop(state.insert(path, content)),
                None => drop(state.remove(&path)),
            }
        }
        // Clocks differ, so that there is one order.
        let time = 1_000_000_000 + plan.time as usize * 100 + at;
        writeln!(stream, "commit refs/import/{at}\nmark :{}", at + 1).expect("memory");
        writeln!(stream, "committer A <a@b> {time} +0000\ndata 0").expect("memory");
        for (place, parent) in parents.iter().enumerate() {
            let word = if place == 0 { "from" } else { "merge" };
            writeln!(stream, "{word} :{}", parent + 1).expect("memory");
        }
        stream.push_str("deleteall\n");
        for (&path, &content) in &state {
            let content = CONTENTS[content].0;
            let path = PATHS[path];
            writeln!(stream, "M 100644 inline {path}\ndata {}\n{content}", content.len())
                .expect("memory");
        }
        for filler in 0..FILLERS {
            let folder = if filler % 3 == 0 { "a/" } else { "" };
            writeln!(stream, "M 100644 inline {folder}{filler}\ndata 4\nsame").expect("memory");
        }
        stream.push('\n');
        states.push(state);
    }
    stream
}

fn check(plans: &[Plan], head: prop::sample::Index) {
    let scratch = Scratch::new();
    let input = stream(plans);
    scratch.git_in(&scratch.path(), &["fast-import", "--quiet"], &[], input.as_bytes());
    let head = head.index(plans.len());
    let mut commands = String::new();
    for (at, plan) in plans.iter().enumerate() {
        let name = format!("refs/import/{at}");
        if at == head || plan.is_named {
            let branch = if at == head { "main".to_owned() } else { format!("b{at}") };
            let id = scratch.line(&["rev-parse", &name]);
            writeln!(commands, "create refs/heads/{branch} {id}").expect("memory");
        }
        writeln!(commands, "delete {name}").expect("memory");
    }
    let arguments = ["update-ref", "--stdin"];
    scratch.git_in(&scratch.path(), &arguments, &[], commands.as_bytes());
    let mut found: HashMap<ObjectId, Vec<Key>> = HashMap::new();
    for (content, keys) in CONTENTS.iter().filter(|(_, keys)| !keys.is_empty()) {
        let id = ObjectId::from_hex(scratch.blob(content.as_bytes()).as_bytes()).expect("an id");
        found.insert(id, keys.iter().map(|&key| Key(key)).collect());
    }
    let truth = Truth::of(&scratch);
    for reading in [Reading::Reachable, Reading::All] {
        if reading == Reading::All {
            scratch.git(&["repack", "-q", "-a", "-d", "-f", "--window=50", "--depth=50"]);
        }
        let repository = scratch.open();
        let tips = repository.tips(&[]).expect("readable");
        let readers = vec![|_: &CommitText<'_>| {}; 2];
        let progress = Progress::default();
        let ancestry = repository.ancestry(&tips, readers, reading, &progress).expect("readable").0;
        let search =
            Search { found: &found, names: None, reading, threads: 2, progress: &progress };
        let told = repository.attribute(&ancestry, &search).expect("readable");
        assert!(told.trouble.is_empty(), "{:?}", told.trouble);
        assert_true(&told, &truth, &found);
    }
}

#[test]
fn random_histories_are_told_as_brute_force_tells_them() {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    let config =
        Config { cases: cases.unwrap_or(12), failure_persistence: None, ..Config::default() };
    let plans = prop::collection::vec(plan(), 1..COMMITS);
    let outcome =
        TestRunner::new(config).run(&(plans, any::<prop::sample::Index>()), |(plans, head)| {
            check(&plans, head);
            Ok(())
        });
    outcome.expect("no history is told wrong");
}
