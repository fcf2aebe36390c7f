//! Ranges and pushes.

mod support;

use sdf_core::BString;
use sdf_git::{CommitChanges, Error, Push, RefUpdate, Repository};
use support::{Scratch, paths, raw_diff};

const ZERO: &str = "0000000000000000000000000000000000000000";

/// Each commit's subject line is its only word; here with the paths that it brought.
fn told(scratch: &Scratch, commits: &[CommitChanges]) -> Vec<(String, Vec<BString>)> {
    let subject =
        |commit: &CommitChanges| scratch.line(&["log", "-1", "--format=%s", &commit.commit.id]);
    commits.iter().map(|commit| (subject(commit), paths(&commit.changes))).collect()
}

fn pairs(expected: &[(&str, &[&str])]) -> Vec<(String, Vec<BString>)> {
    let pair = |(subject, paths): &(&str, &[&str])| {
        ((*subject).to_owned(), paths.iter().map(|path| BString::from(*path)).collect())
    };
    expected.iter().map(pair).collect()
}

/// Asserts what a push with these lines of `local ref` and `remote id` would bring.
#[track_caller]
fn assert_push(
    scratch: &Scratch,
    remote: Option<&str>,
    lines: &[(&str, &str)],
    expected: &[(&str, &[&str])],
) {
    let pushed = push(scratch, remote, lines).expect("readable");
    assert_eq!(told(scratch, &pushed.commits), pairs(expected));
}

fn push(scratch: &Scratch, remote: Option<&str>, lines: &[(&str, &str)]) -> Result<Push, Error> {
    let line = |(local, remote): &(&str, &str)| {
        let id = if local.is_empty() { ZERO.into() } else { scratch.line(&["rev-parse", local]) };
        format!("{local} {id} refs/heads/x {remote}\n")
    };
    let input: String = lines.iter().map(line).collect();
    scratch.open().push(&RefUpdate::parse(input.as_bytes()).expect("lines"), remote)
}

/// `main` with `base` pushed to `origin`.
fn pushed() -> Scratch {
    let scratch = Scratch::new();
    scratch.add("base", "1\n");
    scratch.commit("base");
    let remote = scratch.outside().join("remote.git");
    let remote = remote.to_str().expect("UTF-8");
    scratch.git(&["init", "-q", "--bare", remote]);
    scratch.git(&["remote", "add", "origin", remote]);
    scratch.git(&["push", "-q", "origin", "main"]);
    scratch
}

#[test]
fn commits_say_who_and_when() {
    let scratch = Scratch::new();
    scratch.add("a", "1\n");
    let id = scratch.commit("one");
    let range = scratch.open().range(ZERO, "main").expect("readable");
    assert_eq!((paths(&range.changes), range.commits.len()), (vec!["a".into()], 1));
    let commit = &range.commits[0].commit;
    assert_eq!((&commit.id, commit.author.as_str()), (&id, "Ada"));
    assert_eq!(commit.email, "ada@example.org");
    assert_eq!(commit.date, scratch.line(&["log", "-1", "--format=%aI"]));
    assert_eq!(range.commits[0].parents, Vec::<String>::new());
    assert_eq!(range.commits[0].changes[0].previous, []);
}

#[test]
fn a_range_has_the_net_change_and_each_commit() {
    let scratch = pushed();
    scratch.git(&["checkout", "-q", "-b", "topic"]);
    scratch.add("key", "secret\n");
    scratch.commit("added");
    scratch.add("base", "1\n2\n");
    scratch.git(&["rm", "-q", "key"]);
    scratch.commit("removed");
    scratch.git(&["checkout", "-q", "main"]);
    scratch.add("main", "x\n");
    scratch.commit("elsewhere");
    let range = scratch.open().range("main", "topic").expect("readable");
    assert_eq!(
        range.changes,
        raw_diff(&scratch.git(&["diff", "--raw", "-z", "-M", "--no-abbrev", "main...topic"]))
    );
    assert_eq!(paths(&range.changes), ["base"]);
    assert_eq!(
        told(&scratch, &range.commits),
        pairs(&[("added", &["key"]), ("removed", &["base"])])
    );
    assert_eq!(range.cut, Vec::<String>::new());
    let backwards = scratch.open().range("topic", "topic~2").expect("readable");
    assert_eq!((backwards.changes, backwards.commits), (vec![], vec![]));
}

#[test]
fn a_merge_commit_brings_what_no_parent_has() {
    let scratch = pushed();
    scratch.git(&["checkout", "-q", "-b", "topic"]);
    scratch.add("topic", "x\n");
    scratch.commit("topic");
    scratch.git(&["checkout", "-q", "main"]);
    scratch.add("main", "x\n");
    scratch.commit("main");
    scratch.git(&["merge", "-q", "--no-commit", "topic"]);
    scratch.add("evil", "x\n");
    scratch.commit("merge");
    let range = scratch.open().range("HEAD~2", "HEAD").expect("readable");
    let expected: [(&str, &[&str]); 3] =
        [("topic", &["topic"]), ("main", &["main"]), ("merge", &["evil"])];
    assert_eq!(told(&scratch, &range.commits), pairs(&expected));
    assert_eq!(range.commits[2].parents.len(), 2);
}

#[test]
fn unrelated_histories_make_all_new() {
    let scratch = pushed();
    scratch.git(&["checkout", "-q", "--orphan", "other"]);
    scratch.add("more", "x\n");
    scratch.commit("orphan");
    let range = scratch.open().range("main", "other").expect("readable");
    assert_eq!(paths(&range.changes), ["base", "more"]);
    assert_eq!(range.commits.len(), 1);
}

#[test]
fn revisions_that_do_not_exist() {
    let scratch = pushed();
    let tree = scratch.line(&["rev-parse", "HEAD^{tree}"]);
    for name in ["nope", "", "HEAD~9", &"1".repeat(40), &tree, "-x", "a..b"] {
        let error = scratch.open().range(name, "main").expect_err("no commit");
        assert!(matches!(error, Error::Revision { .. }), "{name}: {error}");
    }
}

#[test]
fn a_push_of_several_refs_and_of_what_is_not_checked_out() {
    let scratch = pushed();
    for (branch, file) in [("one", "a"), ("two", "b")] {
        scratch.git(&["checkout", "-q", "-b", branch, "main"]);
        scratch.add(file, "x\n");
        scratch.commit(branch);
    }
    scratch.git(&["checkout", "-q", "main"]);
    let lines = [("one", ZERO), ("two", ZERO), ("", ZERO), ("main", ZERO), ("two", ZERO)];
    assert_push(&scratch, Some("origin"), &lines, &[("one", &["a"]), ("two", &["b"])]);
    let mut net = paths(&push(&scratch, Some("origin"), &lines).expect("readable").changes);
    net.sort();
    assert_eq!(net, ["a", "b"]);
}

#[test]
fn what_a_later_commit_takes_away_is_still_sent() {
    let scratch = pushed();
    scratch.add("key", "secret\n");
    scratch.commit("added");
    scratch.git(&["rm", "-q", "key"]);
    scratch.commit("removed");
    let base = scratch.line(&["rev-parse", "origin/main"]);
    let net = push(&scratch, Some("origin"), &[("main", &base)]).expect("readable").changes;
    assert_eq!(net, []);
    let expected: [(&str, &[&str]); 2] = [("added", &["key"]), ("removed", &[])];
    assert_push(&scratch, Some("origin"), &[("main", &base)], &expected);
    assert_push(&scratch, Some("https://example.org/x"), &[("main", &base)], &expected);
}

#[test]
fn a_forced_push_sends_the_new_side_only() {
    let scratch = pushed();
    scratch.add("old", "x\n");
    let old = scratch.commit("old");
    scratch.git(&["push", "-q", "origin", "main"]);
    scratch.git(&["reset", "-q", "--hard", "HEAD~1"]);
    scratch.add("new", "x\n");
    scratch.commit("new");
    assert_push(&scratch, Some("origin"), &[("main", &old)], &[("new", &["new"])]);
    // Somebody else pushed what is not here.
    let unknown = "1".repeat(40);
    assert_push(&scratch, Some("origin"), &[("main", &unknown)], &[("new", &["new"])]);
}

#[test]
fn another_remote_lacks_everything() {
    let scratch = pushed();
    scratch.git(&["remote", "add", "fresh", "../fresh.git"]);
    let all: [(&str, &[&str]); 1] = [("base", &["base"])];
    assert_push(&scratch, Some("fresh"), &[("main", ZERO)], &all);
    assert_push(&scratch, Some("origin"), &[("main", ZERO)], &[]);
    assert_push(&scratch, None, &[("main", ZERO)], &[]);
}

#[test]
fn tags() {
    let scratch = pushed();
    scratch.add("a", "x\n");
    scratch.commit("tagged");
    scratch.git(&["tag", "-a", "-m", "tag", "v1"]);
    scratch.git(&["tag", "-a", "-m", "tag of a tag", "v1-again", "v1"]);
    assert_push(&scratch, Some("origin"), &[("refs/tags/v1-again", ZERO)], &[("tagged", &["a"])]);

    let blob = scratch.blob(b"secret\n");
    scratch.git(&["tag", "-a", "-m", "no commit", "blob", &blob]);
    scratch.git(&["tag", "tree", "HEAD^{tree}"]);
    let lines = [("refs/tags/blob", ZERO), ("refs/tags/tree", ZERO)];
    let pushed = push(&scratch, Some("origin"), &lines).expect("readable").commits;
    assert_eq!(paths(&pushed[0].changes), ["refs/heads/x"]);
    assert_eq!(pushed[0].changes[0].id.to_string(), blob);
    assert_eq!(pushed[0].commit.author, "Ada");
    assert_eq!(paths(&pushed[1].changes), ["a", "base"]);
}

#[test]
fn a_clock_that_goes_backwards() {
    let scratch = Scratch::new();
    let commit_at = |date: &str, name: &str| {
        scratch.add(name, name);
        let variables = [("GIT_COMMITTER_DATE", date.as_ref())];
        scratch.git_in(&scratch.path(), &["commit", "-q", "-m", name], &variables, b"");
    };
    for at in 0..12 {
        commit_at(&format!("{} +0000", 1_700_000_000 - at * 1000), &format!("c{at}"));
    }
    scratch.git(&["checkout", "-q", "-b", "topic", "main~6"]);
    commit_at("1600000000 +0000", "topic");
    for (from, to) in [("main", "topic"), ("main~3", "topic"), ("topic", "main")] {
        let range = scratch.open().range(from, to).expect("readable");
        let mut ours: Vec<String> =
            range.commits.iter().map(|commit| commit.commit.id.clone()).collect();
        let theirs = scratch.line(&["rev-list", &format!("{from}..{to}")]);
        let mut theirs: Vec<&str> = theirs.lines().collect();
        ours.sort();
        theirs.sort_unstable();
        assert_eq!(ours, theirs, "{from}..{to}");
    }
}

#[test]
fn with_a_commit_graph() {
    let scratch = pushed();
    for at in 0..5 {
        scratch.add(&format!("f{at}"), "x\n");
        scratch.commit(&format!("c{at}"));
    }
    scratch.git(&["commit-graph", "write", "--reachable"]);
    scratch.add("late", "x\n");
    scratch.commit("late");
    let range = scratch.open().range("HEAD~3", "HEAD").expect("readable");
    let expected: [(&str, &[&str]); 3] = [("c3", &["f3"]), ("c4", &["f4"]), ("late", &["late"])];
    assert_eq!(told(&scratch, &range.commits), pairs(&expected));
}

/// A clone of `scratch` with `depth` commits of each branch.
fn shallow(scratch: &Scratch, depth: &str) -> Repository {
    let clone = scratch.outside().join(format!("shallow-{depth}"));
    let source = format!("file://{}", scratch.path().display());
    let arguments = ["clone", "-q", "--no-single-branch", "--depth", depth, &source];
    let text = clone.to_str().expect("UTF-8");
    scratch.git(&[&arguments[..], &[text]].concat());
    scratch.open_with(&clone, &[])
}

#[test]
fn shallow_clones() {
    let scratch = Scratch::new();
    for at in 0..4 {
        scratch.add("f", format!("{at}\n"));
        scratch.commit(&format!("c{at}"));
    }
    scratch.git(&["checkout", "-q", "-b", "topic", "main~2"]);
    scratch.add("key", "x\n");
    scratch.commit("topic");
    // Both tips, but not where they part.
    let repository = shallow(&scratch, "1");
    let error = repository.range("origin/main", "origin/topic").expect_err("too shallow");
    assert!(matches!(error, Error::Shallow { .. }), "{error}");
    // The edge of one branch is on the way to the other.
    let repository = shallow(&scratch, "2");
    let from = scratch.line(&["rev-parse", "topic~1"]);
    let range = repository.range(&from, "origin/main").expect("deep enough");
    assert_eq!((paths(&range.changes), range.commits.len()), (vec!["f".into()], 2));
    assert_eq!(range.cut.len(), 0);
    let range = repository.range(&from, "origin/topic").expect("deep enough");
    assert_eq!((paths(&range.changes), range.cut.len()), (vec!["key".into()], 0));
    // What the oldest one brought is beyond the edge: it is named, the net change has it.
    let range = repository.range(ZERO, "origin/main").expect("readable");
    assert_eq!((range.cut.len(), range.commits.len()), (1, 2));
    assert_eq!(paths(&range.changes), ["f"]);
}

#[test]
fn random_histories() {
    let scratch = Scratch::new();
    let mut seed = 7_u32;
    let mut roll = |sides: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) % sides
    };
    scratch.commit("root");
    let mut commits = vec![scratch.line(&["rev-parse", "HEAD"])];
    let tree = scratch.line(&["rev-parse", "HEAD^{tree}"]);
    for at in 1..60 {
        let mut arguments = vec!["commit-tree".to_owned(), "-m".to_owned(), format!("c{at}")];
        let count = 1 + usize::from(roll(3) == 0) + usize::from(roll(9) == 0);
        let mut parents: Vec<&String> = (0..count)
            .map(|_| &commits[commits.len().saturating_sub(1 + roll(7) as usize)])
            .collect();
        parents.dedup();
        for parent in parents {
            arguments.extend(["-p".to_owned(), parent.clone()]);
        }
        arguments.push(tree.clone());
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        commits.push(scratch.line(&arguments));
    }
    let repository = scratch.open();
    for _ in 0..60 {
        let (from, to) = (&commits[roll(60) as usize], &commits[roll(60) as usize]);
        let range = repository.range(from, to).expect("readable");
        let mut ours: Vec<&str> =
            range.commits.iter().map(|commit| commit.commit.id.as_str()).collect();
        let theirs = scratch.line(&["rev-list", &format!("{from}..{to}")]);
        let mut theirs: Vec<&str> = theirs.lines().collect();
        ours.sort_unstable();
        theirs.sort_unstable();
        assert_eq!(ours, theirs, "{from}..{to}");
    }
}
