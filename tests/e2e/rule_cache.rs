//! What rule files were read as is kept for the next run, and makes no difference but in time.

use crate::stage::Stage;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

const RULES: &str = "rules:\n  - id: ours\n    message: Not this\n    severity: ERROR\n    \
                     languages: [python]\n    pattern: one($X)\n  - id: elsewhere\n    message: M\n    \
                     severity: ERROR\n    languages: [java]\n    pattern: f()\n";
const SCAN: [&str; 6] = ["scan", "-v", "--rules", "rules.yaml", "--no-builtin", "a.py"];

/// A file that calls `one` and `two`, and a rule about the first.
fn stage() -> Stage {
    let stage = Stage::new();
    stage.write("rules.yaml", RULES);
    stage.write("a.py", "one(1)\ntwo(2)\n");
    stage
}

fn folder(stage: &Stage) -> PathBuf {
    stage.home().join(".cache/sdf-hook/rules")
}

/// The files that are kept, with their numbers on the disk: one written anew has another.
fn kept(folder: &Path) -> BTreeMap<PathBuf, u64> {
    let Ok(entries) = fs::read_dir(folder) else { return BTreeMap::new() };
    let entry = |entry: fs::DirEntry| (entry.path(), entry.metadata().expect("a file").ino());
    entries.map(|it| entry(it.expect("an entry"))).collect()
}

#[test]
fn a_second_run_finds_the_same_by_what_was_kept() {
    let stage = stage();
    let first = stage.sdf(SCAN).exits(1).says("a.py:1:1").says("rules.yaml:10").says("left out");
    let written = kept(&folder(&stage));
    assert_eq!(written.len(), 2, "the rules and the automaton");
    let second = stage.sdf(SCAN).exits(1);
    let without_time = |text: &str| text.replace(|letter: char| letter.is_ascii_digit(), "");
    assert_eq!(without_time(&second.everything()), without_time(&first.everything()));
    assert_eq!(kept(&folder(&stage)), written);
    // Kept by content: when it was written does not matter.
    stage.write("rules.yaml", RULES);
    stage.sdf(SCAN).exits(1);
    assert_eq!(kept(&folder(&stage)), written);
}

#[test]
fn a_changed_rule_file_counts_at_once() {
    let stage = stage();
    stage.sdf(SCAN).exits(1).says("a.py:1:1").keeps_quiet_about("a.py:2:1");
    stage.write("rules.yaml", RULES.replace("one($X)", "two($X)"));
    stage.sdf(SCAN).exits(1).says("a.py:2:1").keeps_quiet_about("a.py:1:1");
    stage.write("rules.yaml", RULES.replace("one($X)", "one(1"));
    for _ in 0..2 {
        stage.sdf(SCAN).exits(2).says("rules.yaml");
    }
    // The same content by another name is told of by that name.
    stage.write("rules.yaml", RULES);
    stage.write("others.yaml", RULES);
    stage.sdf(SCAN).exits(1);
    let others = SCAN.map(|word| if word == "rules.yaml" { "others.yaml" } else { word });
    stage.sdf(others).exits(1).says("others.yaml:10").keeps_quiet_about("rules.yaml");
}

#[test]
fn what_is_kept_is_not_believed_blindly() {
    let stage = stage();
    stage.sdf(SCAN).exits(1).says("a.py:1:1");
    let ours: Vec<PathBuf> = kept(&folder(&stage)).into_keys().collect();
    // What was kept for rules that find nothing, in the place of ours.
    stage.write("rules.yaml", RULES.replace("one($X)", "three($X)"));
    stage.sdf(SCAN).exits(0);
    let all = kept(&folder(&stage));
    let harmless: Vec<&PathBuf> = all.keys().filter(|file| !ours.contains(file)).collect();
    assert!(!harmless.is_empty());
    stage.write("rules.yaml", RULES);
    for content in harmless.iter().map(fs::read).chain([Ok(Vec::new()), Ok(vec![0; 5000])]) {
        let content = content.expect("a file");
        for file in &ours {
            fs::write(file, &content).expect("it is ours");
        }
        let damaged = kept(&folder(&stage));
        stage.sdf(SCAN).exits(1).says("a.py:1:1").says("rules.yaml:10");
        let mended = kept(&folder(&stage));
        assert!(ours.iter().all(|file| mended[file] != damaged[file]), "written anew");
    }
    // A folder that others may write to is left alone.
    let everyone = fs::Permissions::from_mode(0o777);
    fs::set_permissions(folder(&stage), everyone).expect("it is ours");
    let before = kept(&folder(&stage));
    stage.write("rules.yaml", RULES.replace("one($X)", "two($X)"));
    stage.sdf(SCAN).exits(1).says("a.py:2:1");
    assert_eq!(kept(&folder(&stage)), before);
}

#[test]
fn nothing_is_kept_where_nothing_can_be_or_shall_be() {
    let stage = stage();
    stage.with("SDF_HOOK_CACHE", "off").sdf(SCAN).exits(1).says("a.py:1:1");
    stage.with("HOME", "/dev/null").sdf(SCAN).exits(1).says("a.py:1:1");
    stage.with("HOME", "").sdf(SCAN).exits(1).says("a.py:1:1");
    // Rules that are built in are kept in the program.
    stage.sdf(["scan", "a.py"]);
    assert!(!stage.home().join(".cache").exists());
    let elsewhere = stage.home().join("elsewhere");
    stage.with("XDG_CACHE_HOME", &elsewhere).sdf(SCAN).exits(1).says("a.py:1:1");
    assert!(!stage.home().join(".cache").exists());
    assert_eq!(kept(&elsewhere.join("sdf-hook/rules")).len(), 2);
}
