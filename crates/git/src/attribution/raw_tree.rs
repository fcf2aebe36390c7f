//! The entries of a tree as bytes, read fast.

use std::ops::Range;

/// Where an entry stands in a tree, and what it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RawEntry {
    pub(super) sort: Sort,
    pub(super) name: Range<usize>,
    pub(super) id: Range<usize>,
}

/// What an entry names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Tree,
    /// A file of any sort, or a symbolic link.
    Blob,
    /// A commit of another repository.
    Submodule,
}

impl RawEntry {
    /// Reads the entry that begins at `at`: its mode in octal digits, a space, its name, a NUL and
    /// an id of `id_len` bytes. None if there is none.
    pub(super) fn at(bytes: &[u8], at: usize, id_len: usize) -> Option<Self> {
        let (mut mode, mut next) = (0u32, at);
        loop {
            match bytes.get(next)? {
                digit @ b'0'..=b'7' if next < at + 8 => {
                    mode = mode << 3 | u32::from(digit - b'0');
                }
                b' ' if next > at => break,
                _ => return None,
            }
            next += 1;
        }
        let start = next + 1;
        let end = start + memchr::memchr(0, bytes.get(start..)?)?;
        let id = end + 1..end + 1 + id_len;
        if end == start || id.end > bytes.len() {
            return None;
        }
        let sort = match mode & 0o170_000 {
            0o040_000 => Sort::Tree,
            0o160_000 => Sort::Submodule,
            _ => Sort::Blob,
        };
        Some(RawEntry { sort, name: start..end, id })
    }

    /// Behind its last byte.
    pub(super) fn end(&self) -> usize {
        self.id.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gix::objs::TreeRefIter;
    use proptest::prelude::*;

    fn entries(bytes: &[u8]) -> (Vec<RawEntry>, usize) {
        let (mut all, mut at) = (Vec::new(), 0);
        while let Some(entry) = RawEntry::at(bytes, at, 20) {
            at = entry.end();
            all.push(entry);
        }
        (all, at)
    }

    proptest! {
        #[test]
        fn entries_are_those_of_gix(
            named in proptest::collection::vec(("[a-z ]{1,9}", 0usize..5, any::<[u8; 20]>()), 0..9),
            rest in proptest::collection::vec(any::<u8>(), 0..30),
        ) {
            let modes = ["40000", "100644", "120000", "160000", "100755"];
            let mut bytes = Vec::new();
            for (name, mode, id) in &named {
                bytes.extend_from_slice(format!("{} {name}\0", modes[*mode]).as_bytes());
                bytes.extend_from_slice(id);
            }
            let (read, end) = entries(&bytes);
            prop_assert_eq!(end, bytes.len());
            let theirs = TreeRefIter::from_bytes(&bytes, gix::hash::Kind::Sha1);
            for (ours, theirs) in read.iter().zip(theirs) {
                let theirs = theirs.expect("a sound tree");
                prop_assert_eq!(&bytes[ours.name.clone()], theirs.filename);
                prop_assert_eq!(&bytes[ours.id.clone()], theirs.oid.as_bytes());
                prop_assert_eq!(ours.sort == Sort::Tree, theirs.mode.is_tree());
                prop_assert_eq!(ours.sort == Sort::Submodule, theirs.mode.is_commit());
            }
            prop_assert_eq!(read.len(), named.len());
            entries(&[bytes, rest].concat());
        }
    }
}
