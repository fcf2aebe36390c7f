//! Where findings come from, worked out by brute force from what git says.

use super::Scratch;
use sdf_core::{BString, ByteSlice};
use sdf_git::{Attribution, Holding, Key, ObjectId};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// All commits, old ones first, with all of their files.
pub(crate) struct Truth {
    commits: Vec<Commit>,
    /// Refs and what they name, by name.
    refs: Vec<(String, String)>,
    head: String,
}

struct Commit {
    id: String,
    parents: Vec<usize>,
    files: Vec<(BString, ObjectId)>,
}

impl Truth {
    /// Asks git.
    pub(crate) fn of(scratch: &Scratch) -> Self {
        let log = scratch.git(&["log", "--all", "--date-order", "--reverse", "--format=%H %P"]);
        let mut commits: Vec<Commit> = Vec::new();
        for line in log.lines() {
            let mut ids = line.to_str().expect("ASCII").split_whitespace();
            let id = ids.next().expect("an id").to_owned();
            let at = |id: &str| commits.iter().position(|commit| commit.id == id).expect("earlier");
            let parents = ids.map(at).collect();
            let files = scratch.git(&["ls-tree", "-r", "-z", &id]);
            let files = files.split(|&byte| byte == 0).filter(|line| !line.is_empty());
            let files = files.filter_map(|line| {
                let (about, path) = line.split_once_str("\t").expect("a tab");
                let words: Vec<&[u8]> = about.fields().collect();
                let id = ObjectId::from_hex(words[2]).expect("an id");
                (words[1] == b"blob").then(|| (path.into(), id))
            });
            commits.push(Commit { id, parents, files: files.collect() });
        }
        let refs = scratch.git(&["for-each-ref", "--format=%(refname) %(objectname)"]);
        let mut refs: Vec<(String, String)> = (refs.lines())
            .map(|line| line.to_str().expect("UTF-8").split_once(' ').expect("two words"))
            .map(|(name, id)| (name.to_owned(), id.to_owned()))
            .collect();
        let head = scratch.line(&["rev-parse", "HEAD"]);
        refs.push(("HEAD".to_owned(), head.clone()));
        refs.sort();
        Truth { commits, refs, head }
    }

    fn ancestors(&self, of: usize) -> BTreeSet<usize> {
        let (mut all, mut queue) = (BTreeSet::new(), vec![of]);
        while let Some(next) = queue.pop() {
            if all.insert(next) {
                queue.extend(&self.commits[next].parents);
            }
        }
        all
    }
}

/// Asserts that all of `told` is as git's answers make it.
#[track_caller]
pub(crate) fn assert_true(told: &Attribution, truth: &Truth, found: &HashMap<ObjectId, Vec<Key>>) {
    let keys: BTreeSet<Key> = found.values().flatten().copied().collect();
    for key in keys {
        let is_it = |id: &ObjectId| found.get(id).is_some_and(|keys| keys.contains(&key));
        let has: Vec<bool> = (truth.commits.iter())
            .map(|commit| commit.files.iter().any(|(_, id)| is_it(id)))
            .collect();
        let Some(life) = told.lives.get(&key) else {
            assert!(has.iter().all(|has| !has), "{key:?} is reachable");
            continue;
        };
        let id = |at: usize| truth.commits[at].id.clone();
        let brought: Vec<usize> = (0..has.len())
            .filter(|&at| has[at] && truth.commits[at].parents.iter().all(|&one| !has[one]))
            .collect();
        assert_eq!(life.introduced.commit.id, id(brought[0]), "who brought {key:?}");
        let others: Vec<String> = brought[1..].iter().map(|&at| id(at)).collect();
        assert_eq!(life.introduced.others, others, "who else brought {key:?}");
        let there = truth.commits[brought[0]].files.iter().find(|(_, id)| is_it(id));
        let (path, blob) = there.expect("it is there");
        assert_eq!((&life.introduced.path, life.introduced.blob), (path, Some(*blob)));
        let last = has.iter().rposition(|&has| has).expect("it is reachable");
        assert_eq!(life.last.id, id(last), "the last with {key:?}");
        let files = || truth.commits.iter().flat_map(|commit| &commit.files);
        let paths: BTreeSet<&BString> =
            files().filter(|(_, id)| is_it(id)).map(|(path, _)| path).collect();
        assert!(life.paths.iter().eq(paths), "paths of {key:?}: {:?}", life.paths);

        let place = |id: &str| truth.commits.iter().position(|commit| commit.id == id);
        let had = |at: usize| truth.ancestors(at).into_iter().any(|at| has[at]);
        let head = place(&truth.head).expect("HEAD is a commit");
        assert_eq!(life.in_head, has[head], "{key:?} in HEAD");
        let removed = |&at: &usize| {
            let parents = &truth.commits[at].parents;
            let never = |&one: &usize| has[one] || !had(one);
            !has[at] && parents.iter().any(|&one| has[one]) && parents.iter().all(never)
        };
        let in_head = truth.ancestors(head);
        let removed = (in_head.iter().copied().rfind(removed))
            .or_else(|| (0..has.len()).rfind(removed))
            .filter(|_| !has[head]);
        assert_eq!(
            life.removed.as_ref().map(|commit| commit.id.clone()),
            removed.map(id),
            "who removed {key:?}"
        );
        let refs = |holds: &dyn Fn(usize) -> bool| -> Vec<BString> {
            let is_one = |id: &str| place(id).is_some_and(holds);
            let refs = truth.refs.iter().filter(|(_, id)| is_one(id));
            refs.map(|(name, _)| name.as_str().into()).collect()
        };
        let at_tip = refs(&|at| has[at]);
        let holding = if at_tip.is_empty() { Holding::Before } else { Holding::AtTip };
        let expected = if at_tip.is_empty() { refs(&had) } else { at_tip };
        assert_eq!((&life.refs, life.holding), (&expected, holding), "refs of {key:?}");
    }
    let mut paths: BTreeMap<ObjectId, BTreeSet<BString>> = BTreeMap::new();
    for (path, id) in truth.commits.iter().flat_map(|commit| &commit.files) {
        if found.contains_key(id) {
            paths.entry(*id).or_default().insert(path.clone());
        }
    }
    let paths: BTreeMap<ObjectId, Vec<BString>> =
        paths.into_iter().map(|(id, paths)| (id, paths.into_iter().collect())).collect();
    assert_eq!(told.paths, paths);
}
