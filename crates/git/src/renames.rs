//! Which new file continues which old one under another name.
//!
//! As git does it (diffcore-rename): a file that is gone can be the source of one new file. Same
//! content first, then the most similar content. A copy is no rename: what it holds is stored a
//! second time.

use crate::Error;
use crate::change::{Change, Previous};
use crate::compare::{Delta, Gone};
use crate::objects::{BlobId, Objects};
use crate::similarity::Sketch;
use bstr::{BString, ByteSlice};
use sdf_core::Kind;
use std::cmp::Reverse;
use std::collections::HashMap;

/// Percent of the longer content that two contents must share (git's default for `-M`).
const SIMILAR: u64 = 50;
/// Pairs whose contents are compared; with more, only equal contents count. git's default,
/// `diff.renameLimit` 1000, allows a million and takes seconds over them.
const MAX_PAIRS: usize = 100_000;
/// A file with more bytes than this is found only by equal content.
const MAX_SIZE: u64 = 1 << 20;
/// Bytes read in all for one search.
const MAX_TOTAL: u64 = 64 << 20;

/// Fills in what parent number `parent` has under another path, for changes without a previous
/// version there. `delta` is the difference to that parent.
pub(crate) fn find(
    objects: &Objects,
    delta: &mut Delta,
    changes: &mut [Change],
    parent: usize,
) -> Result<(), Error> {
    let is_new = |change: &Change| matches!(change.previous.get(parent), Some(None));
    let mut new: Vec<usize> = (0..changes.len()).filter(|&at| is_new(&changes[at])).collect();
    if new.is_empty() || delta.gone.is_empty() && delta.gone_folders.is_empty() {
        return Ok(());
    }
    delta.expand_gone(objects)?;
    let mut used = vec![false; delta.gone.len()];
    let mut pairs = exact(&delta.gone, changes, &mut new, &mut used);
    pairs.extend(similar(objects, &delta.gone, changes, &new, &used));
    for (to, from) in pairs {
        let (Some(change), Some(gone)) = (changes.get_mut(to), delta.gone.get(from)) else {
            continue;
        };
        if let Some(previous) = change.previous.get_mut(parent) {
            *previous = Some(Previous { path: gone.path.clone(), id: gone.id, kind: gone.kind });
        }
    }
    Ok(())
}

/// Pairs of equal content; takes them out of `new` and marks them in `used`.
fn exact(
    gone: &[Gone],
    changes: &[Change],
    new: &mut Vec<usize>,
    used: &mut [bool],
) -> Vec<(usize, usize)> {
    let mut by_content: HashMap<(BlobId, bool), Vec<usize>> = HashMap::new();
    for (at, gone) in gone.iter().enumerate() {
        by_content.entry((gone.id, is_link(gone.kind))).or_default().push(at);
    }
    let mut pairs = Vec::new();
    new.retain(|&to| {
        let change = &changes[to];
        let Some(sources) = by_content.get_mut(&(change.id, is_link(change.kind))) else {
            return true;
        };
        // Of several, one with the same name in another folder.
        let same_name = |&from: &usize| name(&gone[from].path) == name(&change.path);
        let at = sources.iter().position(same_name).unwrap_or(0);
        if sources.is_empty() {
            return true;
        }
        let from = sources.remove(at);
        used[from] = true;
        pairs.push((to, from));
        false
    });
    pairs
}

/// Pairs of similar content among what is left, the most similar first.
fn similar(
    objects: &Objects,
    gone: &[Gone],
    changes: &[Change],
    new: &[usize],
    used: &[bool],
) -> Vec<(usize, usize)> {
    let is_source = |&at: &usize| !used[at] && !is_link(gone[at].kind);
    let sources: Vec<usize> = (0..gone.len()).filter(is_source).collect();
    let targets: Vec<usize> =
        new.iter().copied().filter(|&at| !is_link(changes[at].kind)).collect();
    if sources.is_empty() || sources.len().saturating_mul(targets.len()) > MAX_PAIRS {
        return Vec::new();
    }
    let mut budget = MAX_TOTAL;
    let mut sketch = |id: BlobId| {
        // What cannot be read here is reported by whoever needs its content.
        let size = objects.size(id.0).ok().filter(|&size| size > 0 && size <= MAX_SIZE)?;
        budget = budget.checked_sub(size)?;
        objects.blob(id.0).ok().map(|content| Sketch::new(&content))
    };
    let sketches: Vec<(usize, Sketch)> =
        sources.iter().filter_map(|&at| Some((at, sketch(gone[at].id)?))).collect();
    let mut pairs = Vec::new();
    for &to in &targets {
        let Some(new) = sketch(changes[to].id) else { continue };
        for (from, old) in &sketches {
            let similarity = new.similarity(old);
            if similarity >= SIMILAR {
                let same_name = name(&gone[*from].path) == name(&changes[to].path);
                pairs.push((Reverse((similarity, same_name)), to, *from));
            }
        }
    }
    pairs.sort_unstable();
    let (mut taken_to, mut taken_from) = (vec![false; changes.len()], vec![false; gone.len()]);
    pairs.retain(|&(_, to, from)| {
        let free = !taken_to[to] && !taken_from[from];
        if free {
            taken_to[to] = true;
            taken_from[from] = true;
        }
        free
    });
    pairs.into_iter().map(|(_, to, from)| (to, from)).collect()
}

fn is_link(kind: Kind) -> bool {
    kind == Kind::Symlink
}

/// The last component of a path.
fn name(path: &BString) -> &[u8] {
    path.rsplit_str(b"/").next().unwrap_or(path)
}
