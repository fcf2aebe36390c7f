//! An index file with other blobs in some of its entries, and all else in it as it was.
//!
//! The format is that of gitformat-index(5). Only what the blobs make untrue is left out: the trees
//! and the file system monitor's knowledge of the paths, and where parts of the file begin; git
//! makes these anew. So nothing that this program does not know of is lost.

use super::cache_tree;
use super::entries::{Entries, Entry};
use bstr::{BString, ByteSlice};
use gix::ObjectId;
use gix::hash::Kind;
use std::collections::{BTreeMap, BTreeSet};

/// The blob that an entry has, and the one that it is to get.
#[derive(Clone, Copy, Debug)]
pub(super) struct Swap {
    pub(super) old: ObjectId,
    pub(super) new: ObjectId,
}

/// An index file, changed.
#[derive(Debug)]
pub(super) struct Image {
    pub(super) bytes: Vec<u8>,
    /// The paths that got their new blob: those whose entry was as expected.
    pub(super) swapped: BTreeSet<BString>,
}

/// Why an index cannot be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// It does not follow the format.
    Broken(&'static str),
    /// It is split in two files, or has a part that a program must know to change it.
    Extension([u8; 4]),
}

/// `index` with the blobs of `swaps` in the place of those that are there.
pub(super) fn swap(
    index: &[u8],
    hash: Kind,
    swaps: &BTreeMap<BString, Swap>,
) -> Result<Image, Unfit> {
    let length = index.len().checked_sub(hash.len_in_bytes());
    let (content, checksum) =
        length.and_then(|length| index.split_at_checked(length)).ok_or(SHORT)?;
    let mut bytes = content.to_vec();
    let mut entries = Entries::new(content, hash)?;
    let mut swapped = BTreeSet::new();
    while let Some(Entry { at, path, is_plain }) = entries.next()? {
        let Some(swap) = swaps.get(path.as_bstr()).filter(|_| is_plain) else { continue };
        let place =
            bytes.get_mut(at..).and_then(|rest| rest.get_mut(..40 + swap.new.as_bytes().len()));
        let Some((stat, id)) = place.and_then(|place| place.split_at_mut_checked(40)) else {
            return Err(SHORT);
        };
        if *id != *swap.old.as_bytes() {
            continue;
        }
        id.copy_from_slice(swap.new.as_bytes());
        // Times, device, inode, owner and size, but not the mode: git looks at the file then.
        stat[..24].fill(0);
        stat[28..].fill(0);
        swapped.insert(path.to_owned());
    }
    let end = entries.end();
    bytes.truncate(end);
    extensions(content.get(end..).ok_or(SHORT)?, hash, &swapped, &mut bytes)?;
    let sum = match checksum.iter().all(|&byte| byte == 0) {
        // As `index.skipHash` has it.
        true => ObjectId::null(hash),
        false => {
            let mut hasher = gix::hash::hasher(hash);
            hasher.update(&bytes);
            hasher.try_finalize().map_err(|_| Unfit::Broken("its checksum is that of an attack"))?
        }
    };
    bytes.extend_from_slice(sum.as_bytes());
    verify(index, &bytes, hash, swaps, &swapped)?;
    Ok(Image { bytes, swapped })
}

const SHORT: Unfit = Unfit::Broken("it ends early");

/// Copies extensions to `bytes` that hold although the blobs at `swapped` are others.
fn extensions(
    mut rest: &[u8],
    hash: Kind,
    swapped: &BTreeSet<BString>,
    bytes: &mut Vec<u8>,
) -> Result<(), Unfit> {
    while !rest.is_empty() {
        let (header, behind) = rest.split_first_chunk::<8>().ok_or(SHORT)?;
        let [a, b, c, d, size @ ..] = *header;
        let (data, behind) =
            behind.split_at_checked(u32::from_be_bytes(size) as usize).ok_or(SHORT)?;
        rest = behind;
        let mut put = |data: &[u8]| {
            bytes.extend_from_slice(&[a, b, c, d]);
            bytes.extend_from_slice(&(data.len() as u32).to_be_bytes());
            bytes.extend_from_slice(data);
        };
        match &[a, b, c, d] {
            // What is known to hold: resolved conflicts, untracked files, folders not checked out.
            b"REUC" | b"UNTR" | b"sdir" => put(data),
            b"TREE" => {
                if let Some(trees) = cache_tree::without(data, hash, swapped) {
                    put(&trees);
                }
            }
            // A capital letter says that it may be left out.
            [b'A'..=b'Z', ..] => {}
            name => return Err(Unfit::Extension(*name)),
        }
    }
    Ok(())
}

/// Reads both, to be sure that they differ in nothing but the blobs.
fn verify(
    old: &[u8],
    new: &[u8],
    hash: Kind,
    swaps: &BTreeMap<BString, Swap>,
    swapped: &BTreeSet<BString>,
) -> Result<(), Unfit> {
    const MISREAD: Unfit = Unfit::Broken("it was not understood");
    let read = |bytes: &[u8]| {
        let options = gix::index::decode::Options { thread_limit: Some(1), ..Default::default() };
        let time = gix::index::State::new(hash).timestamp();
        let read = gix::index::State::from_bytes(bytes, time, hash, options);
        read.map(|(state, _)| state).map_err(|_| MISREAD)
    };
    let (old, new) = (read(old)?, read(new)?);
    let is_same = |(before, after): (&gix::index::Entry, &gix::index::Entry)| {
        let path = before.path(&old);
        let swap = swaps.get(path).filter(|_| swapped.contains(path));
        let id = swap.filter(|swap| swap.old == before.id).map_or(before.id, |swap| swap.new);
        path == after.path(&new)
            && before.mode == after.mode
            && before.flags == after.flags
            && after.id == id
    };
    let are_same = old.entries().len() == new.entries().len()
        && old.entries().iter().zip(new.entries()).all(is_same);
    if are_same { Ok(()) } else { Err(MISREAD) }
}
