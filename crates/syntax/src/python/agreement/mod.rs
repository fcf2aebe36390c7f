//! Both front ends lower valid Python to the same tree.
#![expect(clippy::expect_used, reason = "a test may fail")]

mod programs;
mod snippets;

use super::fast;
use crate::parse::parse_by_grammar;
use crate::{Kind, Language, Limits, NodeId, Tree};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What is said of a node, or of nothing.
fn shown(tree: &Tree, at: usize, source: &[u8]) -> String {
    let Some(node) = tree.nodes().get(at) else { return "nothing".into() };
    let (id, parent) = (NodeId(at as u32), tree.node(node.parent));
    let text = tree.source(id, source);
    let text = String::from_utf8_lossy(text.get(..120).unwrap_or(text));
    format!(
        "{:?} as {:?} {:?} {}..{} of {:?}, subtree to {}: {text:?}",
        node.kind,
        node.role,
        tree.text(node.symbol),
        node.start,
        node.end,
        parent.kind,
        node.subtree_end.0,
    )
}

/// Where two trees differ first, if they do.
fn difference(fast: &Tree, grammar: &Tree, source: &[u8]) -> Option<String> {
    let count = fast.nodes().len().max(grammar.nodes().len());
    let facts = |tree: &Tree, at: usize| {
        let node = tree.nodes().get(at)?;
        let symbol = tree.bytes(node.symbol).to_vec();
        Some((node.kind, node.role, node.start, node.end, node.parent, symbol))
    };
    for at in 0..count {
        let (one, other) = (facts(fast, at), facts(grammar, at));
        if one != other {
            let parent = grammar.nodes().get(at).map_or(NodeId::ROOT, |node| node.parent);
            let parent = tree_line(grammar, parent, source);
            return Some(format!(
                "node {at}\n  fast    {}\n  grammar {}\n  in line {parent}",
                shown(fast, at, source),
                shown(grammar, at, source)
            ));
        }
    }
    for at in 0..count {
        if fast.nodes()[at].subtree_end != grammar.nodes()[at].subtree_end {
            return Some(format!("subtree of {at}"));
        }
    }
    (fast.comments() != grammar.comments()).then(|| {
        let pairs = fast.comments().iter().zip(grammar.comments());
        let first = pairs.clone().find(|(one, other)| one != other);
        format!("comments {first:?}")
    })
}

fn tree_line(tree: &Tree, id: NodeId, source: &[u8]) -> String {
    let start = tree.node(id).start as usize;
    let line = source[..start].iter().filter(|&&byte| byte == b'\n').count() + 1;
    format!("{line}")
}

/// The tree of the fast front end, or why there is none.
fn outcome(source: &[u8]) -> Result<Tree, String> {
    match fast::parse(source) {
        fast::Outcome::Valid(tree) => Ok(*tree),
        fast::Outcome::Refused(complaint) => Err(format!("refused: {complaint:?}")),
        fast::Outcome::Suspect(complaint) => Err(format!("suspect: {complaint:?}")),
        fast::Outcome::Declined => Err("declined".to_owned()),
    }
}

fn by_grammar(source: &[u8]) -> Tree {
    parse_by_grammar(Language::Python, source, &Limits::default()).expect("within the limits")
}

/// How the front ends differ on `source`; none where they agree or one of them refuses it.
fn disagreement(source: &[u8]) -> Option<String> {
    let fast = outcome(source).ok()?;
    let grammar = by_grammar(source);
    let is_clean = grammar.errors().is_empty() && grammar.old_syntax().is_empty();
    if is_clean { difference(&fast, &grammar, source) } else { None }
}

fn python_files(directory: &Path) -> Vec<PathBuf> {
    let (mut found, mut open) = (Vec::new(), vec![directory.to_path_buf()]);
    while let Some(directory) = open.pop() {
        for entry in std::fs::read_dir(directory).expect("a directory").flatten() {
            let path = entry.path();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => open.push(path),
                Ok(kind) if kind.is_file() && path.extension().is_some_and(|it| it == "py") => {
                    found.push(path);
                }
                _ => {}
            }
        }
    }
    found.sort();
    found
}

/// Compares the front ends on all Python files below the directory that `PYTHON_FILES` names.
#[test]
#[ignore = "needs a directory of Python files"]
fn they_agree_on_a_directory() {
    let directory = std::env::var_os("PYTHON_FILES").expect("PYTHON_FILES names a directory");
    let (mut files, mut fast, mut broken, mut report) = (0, 0, 0, String::new());
    let mut differences = 0;
    for path in python_files(Path::new(&directory)) {
        let Ok(source) = std::fs::read(&path) else { continue };
        files += 1;
        if outcome(&source).is_ok() {
            fast += 1;
            let grammar = parse_by_grammar(Language::Python, &source, &Limits::default());
            let grammar = grammar.expect("within the limits");
            if !grammar.errors().is_empty() || !grammar.old_syntax().is_empty() {
                broken += 1;
                report.push_str(&format!(
                    "refused by the grammar alone: {} {:?}\n",
                    path.display(),
                    grammar.errors().first().or(grammar.old_syntax().first()).map(|span| {
                        String::from_utf8_lossy(
                            &source[span.start..source.len().min(span.start + 60)],
                        )
                        .into_owned()
                    })
                ));
            }
        } else if parse_by_grammar(Language::Python, &source, &Limits::default())
            .is_ok_and(|tree| tree.errors().is_empty() && tree.old_syntax().is_empty())
        {
            report.push_str(&format!("taken by the grammar alone: {}\n", path.display()));
        }
        if let Some(difference) = disagreement(&source) {
            differences += 1;
            report.push_str(&format!("{}: {difference}\n", path.display()));
        }
    }
    assert_eq!(
        differences, 0,
        "{report}\nof {files} files {fast} are valid, of these {broken} not to the grammar"
    );
    assert!(
        std::env::var_os("SHOW").is_none(),
        "{report}\n{files} files, {fast} valid, {broken} broken"
    );
}

#[test]
fn they_agree_on_every_kind_of_node() {
    let (mut kinds, mut differences) = (BTreeSet::new(), Vec::new());
    for snippet in snippets::SNIPPETS {
        let source = snippet.as_bytes();
        let grammar = by_grammar(source);
        let errors = (grammar.errors(), grammar.old_syntax());
        if errors != (&[], &[]) {
            differences.push(format!("the grammar refuses {errors:?}\nin {snippet}"));
        }
        let found = match outcome(source) {
            Ok(fast) => {
                kinds.extend(fast.nodes().iter().map(|node| node.kind));
                difference(&fast, &grammar, source)
            }
            Err(reason) => Some(reason),
        };
        differences.extend(found.map(|found| format!("{found}\nin {snippet}")));
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    // All but the old print statement and errors.
    assert_eq!(kinds.len(), Kind::COUNT - 2, "{kinds:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn they_agree_on_programs(program in programs::program()) {
        let source = program.as_bytes();
        let difference = match outcome(source) {
            Err(reason) => Some(reason),
            Ok(_) => disagreement(source),
        };
        prop_assert_eq!(difference, None, "in {}", program);
    }
}
