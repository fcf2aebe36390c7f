//! The trees that an index knows of its folders: its extension `TREE` (gitformat-index(5)).

use bstr::{BString, ByteSlice};
use gix::hash::Kind;
use std::collections::BTreeSet;

/// `trees` without those of the folders that hold `paths`. None if it does not follow the format.
///
/// A folder is its name up to a zero, the number of entries below it or -1, the number of folders
/// in it, and if the first is not negative the tree; then those folders in turn.
pub(super) fn without(trees: &[u8], hash: Kind, paths: &BTreeSet<BString>) -> Option<Vec<u8>> {
    let (mut rest, mut made) = (trees, Vec::with_capacity(trees.len()));
    let mut folder: Vec<u8> = Vec::new();
    // Of each folder around: the length of its path, and how many in it are still to come.
    let mut around: Vec<(usize, usize)> = Vec::new();
    while !rest.is_empty() {
        let (name, behind) = rest.split_at(rest.find_byte(0)?);
        let (numbers, behind) = behind.split_at(behind.find_byte(b'\n')?);
        let (entries, folders) = numbers.get(1..)?.split_once_str(" ")?;
        let has_tree = !entries.starts_with(b"-");
        let (tree, behind) =
            behind.split_at_checked(1 + if has_tree { hash.len_in_bytes() } else { 0 })?;
        rest = behind;
        while around.last().is_some_and(|&(_, left)| left == 0) {
            around.pop();
        }
        if let Some((length, left)) = around.last_mut() {
            *left -= 1;
            folder.truncate(*length);
            folder.extend_from_slice(name);
            folder.push(b'/');
        } else if !made.is_empty() || !name.is_empty() {
            return None;
        }
        around.push((folder.len(), folders.to_str().ok()?.parse().ok()?));
        made.extend_from_slice(name);
        if holds(&folder, paths) {
            made.extend_from_slice(b"\0-1 ");
            made.extend_from_slice(folders);
            made.push(b'\n');
        } else {
            made.extend_from_slice(numbers);
            made.extend_from_slice(tree);
        }
    }
    around.iter().all(|&(_, left)| left == 0).then_some(made)
}

/// Whether one of `paths` lies below `folder`, which ends in a slash or is empty.
fn holds(folder: &[u8], paths: &BTreeSet<BString>) -> bool {
    let first = paths.range(BString::from(folder)..).next();
    first.is_some_and(|path| path.starts_with(folder))
}
