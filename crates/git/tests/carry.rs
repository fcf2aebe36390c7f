//! Edits carried over are those that `git merge-file` would make.

mod support;

use proptest::prelude::*;
use sdf_core::{Edit, Span};
use sdf_git::carry;
use std::process::Command;

/// What `git merge-file` makes of two changes of `base`, if they do not conflict.
fn merged(ours: &[u8], base: &[u8], theirs: &[u8]) -> Option<Vec<u8>> {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, content) in [("ours", ours), ("base", base), ("theirs", theirs)] {
        std::fs::write(folder.path().join(name), content).expect("a file");
    }
    let output = Command::new("git")
        .args(["merge-file", "--stdout", "ours", "base", "theirs"])
        .current_dir(folder.path())
        .output()
        .expect("git is installed");
    output.status.success().then_some(output.stdout)
}

/// Lines, few of them different, so that many read the same.
fn lines() -> impl Strategy<Value = Vec<String>> {
    let line = prop_oneof![
        3 => "[a-c]",
        2 => "[a-z]{3}",
        2 => "[a-c] {1,2}",
        1 => Just(String::new()),
    ];
    proptest::collection::vec(line, 0..20)
}

/// One change of a list of lines: where, how many go, what comes.
type LineChange = (prop::sample::Index, usize, Vec<String>);

fn line_changes(most: usize) -> impl Strategy<Value = Vec<LineChange>> {
    let change = (
        any::<prop::sample::Index>(),
        0usize..3,
        lines().prop_map(|mut it| {
            it.truncate(2);
            it
        }),
    );
    proptest::collection::vec(change, 0..most)
}

fn changed(lines: &[String], changes: &[LineChange]) -> Vec<String> {
    let mut lines = lines.to_vec();
    for (at, gone, new) in changes {
        let at = at.index(lines.len() + 1);
        let end = (at + gone).min(lines.len());
        lines.splice(at..end, new.iter().cloned());
    }
    lines
}

fn text(lines: &[String], ends: bool) -> Vec<u8> {
    let mut text = lines.join("\n");
    if ends && !lines.is_empty() {
        text.push('\n');
    }
    text.into_bytes()
}

/// Edits as fixes make them: white space at the ends of some lines, of the file, and words.
fn edits(text: &[u8], picks: &[(prop::sample::Index, usize, u8)]) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    let mut picks: Vec<(usize, usize, u8)> =
        picks.iter().map(|(at, length, sort)| (at.index(text.len() + 1), *length, *sort)).collect();
    picks.sort();
    for (at, length, sort) in picks {
        let start = at.max(edits.last().map_or(0, |edit| edit.span.end));
        let end = (start + length).min(text.len());
        let replacement = match sort {
            0 | 1 => Vec::new(),
            2 => b"new".to_vec(),
            _ => b"x\ny\n".to_vec(),
        };
        edits.push(Edit { span: Span::new(start, end), replacement });
    }
    edits
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn carried_edits_are_a_clean_merge(
        base in lines(),
        changes in line_changes(4),
        ends in any::<[bool; 2]>(),
        picks in proptest::collection::vec((any::<prop::sample::Index>(), 0usize..4, 0u8..4), 0..4),
    ) {
        let before = text(&base, ends[0]);
        let other = text(&changed(&base, &changes), ends[1]);
        let edits = edits(&before, &picks);
        let fixed = Edit::make(&edits, &before);
        if let Some(carried) = carry(&before, &edits, &other) {
            // It calls some changes a conflict that only seem to meet, told in whole lines.
            if let Some(merged) = merged(&other, &before, &fixed) {
                prop_assert_eq!(
                    bstr::BStr::new(&carried),
                    bstr::BStr::new(&merged),
                    "before {:?} other {:?} edits {:?}",
                    bstr::BStr::new(&before), bstr::BStr::new(&other), edits
                );
            }
        }
    }

    #[test]
    fn what_a_checkout_converts_is_carried_as_well(
        base in lines(),
        changes in line_changes(3),
        picks in proptest::collection::vec((any::<prop::sample::Index>(), 0usize..4, 0u8..4), 0..4),
    ) {
        let before = text(&base, true);
        let other = text(&changed(&base, &changes), true);
        let edits = edits(&before, &picks);
        let converted = |text: Vec<u8>| bstr::ByteSlice::replace(text.as_slice(), "\n", "\r\n");
        prop_assume!(!other.is_empty());
        prop_assert_eq!(
            carry(&before, &edits, &converted(other.clone())),
            carry(&before, &edits, &other).map(converted)
        );
    }
}

fn edit(text: &str, what: &str, replacement: &str) -> Edit {
    let start = text.find(what).expect("it is there");
    let span = Span::new(start, start + what.len());
    Edit { span, replacement: replacement.into() }
}

fn carried(before: &str, edits: &[Edit], other: &str) -> Option<String> {
    let carried = carry(before.as_bytes(), edits, other.as_bytes());
    carried.map(|text| String::from_utf8(text).expect("UTF-8"))
}

#[test]
fn an_edit_needs_a_line_of_context() {
    let before = "one\ntwo \nthree\nfour\n";
    let edits = [edit(before, " ", "")];
    let carried = |other| carried(before, &edits, other);
    assert_eq!(
        carried("zero\none\ntwo \nthree\nfour\n").as_deref(),
        Some("zero\none\ntwo\nthree\nfour\n")
    );
    assert_eq!(carried("one\ntwo \nthree\n4\n").as_deref(), Some("one\ntwo\nthree\n4\n"));
    assert_eq!(carried("one\ntwo \n3\nfour\n"), None);
    assert_eq!(carried("1\ntwo \nthree\nfour\n"), None);
    assert_eq!(carried("one\n2 \nthree\nfour\n"), None);
    assert_eq!(carried("one\nthree\nfour\n"), None);
    assert_eq!(carried("one\nnew\ntwo \nthree\nfour\n"), None);
    assert_eq!(carried(""), None);
}

#[test]
fn of_lines_that_read_the_same_none_is_guessed() {
    let before = "x \nx \nx \nend\n";
    let edits = [edit(before, " ", "")];
    assert_eq!(carried(before, &edits, "x \nx \nend\n"), None);
    assert_eq!(carried(before, &edits, "x \nx \nx \nx \nend\n"), None);
    let edits = [edit(before, "end\n", "end")];
    assert_eq!(
        carried(before, &edits, "new\nx \nx \nx \nend\n").as_deref(),
        Some("new\nx \nx \nx \nend")
    );
}

#[test]
fn the_end_of_a_file_is_context() {
    let edits = [Edit { span: Span::new(3, 3), replacement: b"\n".to_vec() }];
    assert_eq!(carried("a\nb", &edits, "a\nb\nc"), None);
    assert_eq!(carried("a\nb", &edits, "a\nb"), Some("a\nb\n".into()));
    let edits = [Edit { span: Span::new(5, 7), replacement: Vec::new() }];
    assert_eq!(carried("a\nb\nc\n\n", &edits, "new\na\nb\nc\n\n").as_deref(), Some("new\na\nb\nc"));
    assert_eq!(carried("a\nb\n\n\n", &edits[..0], "x").as_deref(), Some("x"));
}
