//! The paths at which found things live.

use super::holders::{Child, Holders};
use bstr::BString;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Longer paths, in bytes, are not listed: git knows no limit, but no system can check them out
/// (Linux has 4096 bytes).
pub(super) const LONGEST: u32 = 1 << 14;

/// When so many bytes of paths are listed, things found later are listed with one path.
const MOST_BYTES: usize = 64 << 20;

/// The top folder, or the end of a list.
const NONE: u32 = u32::MAX;

/// Paths of something: those that are listed, and whether there are more.
pub(super) type Listed = (BTreeSet<BString>, bool);

/// Paths, each stored once as the folder that it lies in and a name.
struct Paths<'h> {
    holders: &'h Holders,
    /// The folder, the name, and the length in bytes.
    all: Vec<(u32, u32, u32)>,
    numbers: FxHashMap<(u32, u32), u32>,
    /// Chains of paths: a path and the place of the next link.
    links: Vec<(u32, u32)>,
    most: usize,
}

/// The paths of a tree or a found thing.
#[derive(Clone, Copy)]
struct Chain {
    first: u32,
    more: bool,
}

impl<'h> Paths<'h> {
    /// The path of `name` in `folder`; none if it gets too long.
    fn below(&mut self, folder: u32, name: u32) -> Option<u32> {
        if let Some(&known) = self.numbers.get(&(folder, name)) {
            return Some(known);
        }
        let above = self.all.get(folder as usize).map_or(0, |(_, _, len)| len + 1);
        let own = u32::try_from(self.holders.names.get(name).len()).ok()?;
        let len = above.checked_add(own).filter(|&len| len <= LONGEST)?;
        let number = self.all.len() as u32;
        self.all.push((folder, name, len));
        self.numbers.insert((folder, name), number);
        Some(number)
    }

    fn add(&mut self, chain: &mut Chain, path: u32) {
        let (mut link, mut len) = (chain.first, 0);
        while let Some(&(other, next)) = self.links.get(link as usize) {
            if other == path {
                return;
            }
            (link, len) = (next, len + 1);
        }
        if len >= self.most {
            chain.more = true;
            return;
        }
        self.links.push((path, chain.first));
        chain.first = (self.links.len() - 1) as u32;
    }

    fn paths(&self, chain: Chain) -> Vec<u32> {
        let (mut link, mut paths) = (chain.first, Vec::new());
        while let Some(&(path, next)) = self.links.get(link as usize) {
            paths.push(path);
            link = next;
        }
        paths
    }

    fn text(&self, mut path: u32) -> BString {
        let mut names = Vec::new();
        while let Some(&(folder, name, _)) = self.all.get(path as usize) {
            names.push(self.holders.names.get(name));
            path = folder;
        }
        names.reverse();
        bstr::join("/", names).into()
    }
}

/// For each of `found` things the paths at which it lives below `roots`, sorted, at most `most`. A
/// root that is itself something found lives at the path that is given for it.
pub(super) fn list(
    holders: &Holders,
    roots: impl Iterator<Item = (Child, BString)>,
    found: usize,
    most: usize,
) -> Vec<Listed> {
    let mut paths =
        Paths { holders, all: Vec::new(), numbers: FxHashMap::default(), links: Vec::new(), most };
    let nowhere = Chain { first: NONE, more: false };
    let (mut things, mut trees) = (vec![nowhere; found], vec![nowhere; holders.len()]);
    let mut listed: Vec<Listed> = vec![Listed::default(); found];
    for (child, path) in roots {
        match child {
            Child::Found(number) => drop(listed[number as usize].0.insert(path)),
            Child::Tree(tree) => paths.add(&mut trees[tree as usize], NONE),
        }
    }
    for tree in (0..holders.len() as u32).rev() {
        let chain = trees[tree as usize];
        let above = paths.paths(chain);
        for entry in holders.entries(tree) {
            let slot = match entry.child {
                Child::Found(number) => &mut things[number as usize],
                Child::Tree(tree) => &mut trees[tree as usize],
            };
            slot.more |= chain.more;
            for &folder in &above {
                match paths.below(folder, entry.name) {
                    Some(path) => paths.add(slot, path),
                    None => slot.more = true,
                }
            }
        }
    }
    let mut bytes = 0;
    for (listed, chain) in listed.iter_mut().zip(things) {
        let most = if bytes < MOST_BYTES { most } else { 1 };
        let texts = paths.paths(chain).into_iter().map(|path| paths.text(path));
        listed.0.extend(texts.inspect(|path| bytes += path.len()));
        listed.1 |= chain.more;
        while listed.0.len() > most {
            listed.0.pop_last();
            listed.1 = true;
        }
    }
    listed
}
