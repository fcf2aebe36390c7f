//! What is scanned.

use crate::Span;
use bstr::BStr;
use std::ops::Range;

/// One thing to scan: a staged blob, a file on disk, a version in history, standard input.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    /// Path as git or the operating system has it, `/` between folders. Bytes: it need not be UTF-8.
    pub path: &'a BStr,
    /// The content, decoded to an ASCII-compatible encoding; otherwise as stored.
    pub bytes: &'a [u8],
    /// Which bytes are of interest.
    pub focus: Focus,
    /// What sort of thing the content is.
    pub kind: Kind,
}

impl<'a> Document<'a> {
    /// An ordinary file with all of its content in focus.
    pub fn file(path: &'a BStr, bytes: &'a [u8]) -> Self {
        Document { path, bytes, focus: Focus::Everything, kind: Kind::File }
    }

    /// The last component of the path.
    pub fn file_name(&self) -> &'a BStr {
        let start = memchr::memrchr(b'/', self.path).map_or(0, |slash| slash + 1);
        BStr::new(&self.path[start..])
    }

    /// What follows the last dot of the file name, if there is one that is not its first byte.
    pub fn extension(&self) -> Option<&'a [u8]> {
        let name: &'a [u8] = self.file_name();
        match memchr::memrchr(b'.', name) {
            None | Some(0) => None,
            Some(dot) => Some(&name[dot + 1..]),
        }
    }

    /// Whether git would call the content binary: a NUL among its first 8000 bytes
    /// (`buffer_is_binary` in git's xdiff-interface.c).
    pub fn is_binary(&self) -> bool {
        memchr::memchr(0, &self.bytes[..self.bytes.len().min(8000)]).is_some()
    }
}

/// What sort of thing a document's content is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A regular file.
    File,
    /// A regular file with the executable bit.
    Executable,
    /// A symbolic link; the content is the path it points to.
    Symlink,
    /// The code of a notebook's cells, taken out of the file at the path.
    Cells,
}

/// Which bytes of a document are of interest: what is outside was there before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Focus {
    /// All of it.
    Everything,
    /// These ranges, sorted, apart from one another, possibly none.
    Ranges(Vec<Range<usize>>),
}

impl Focus {
    /// Whether `span` shares a byte with the focus.
    pub fn touches(&self, span: Span) -> bool {
        match self {
            Focus::Everything => true,
            Focus::Ranges(ranges) => {
                let first = ranges.partition_point(|range| range.end <= span.start);
                ranges.get(first).is_some_and(|range| span.overlaps(range.clone().into()))
            }
        }
    }

    /// The focus that lies in both: what is new against each of two versions.
    pub fn intersect(&self, other: &Focus) -> Focus {
        let (left, right) = match (self, other) {
            (Focus::Everything, focus) | (focus, Focus::Everything) => return focus.clone(),
            (Focus::Ranges(left), Focus::Ranges(right)) => (left, right),
        };
        let (mut at, mut to, mut both) = (0, 0, Vec::new());
        while let (Some(a), Some(b)) = (left.get(at), right.get(to)) {
            let common = a.start.max(b.start)..a.end.min(b.end);
            if common.start < common.end {
                both.push(common);
            }
            if a.end < b.end { at += 1 } else { to += 1 }
        }
        Focus::Ranges(both)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ranges() -> impl Strategy<Value = Focus> {
        proptest::collection::btree_set(0usize..60, 0..16).prop_map(|points| {
            let points: Vec<_> = points.into_iter().collect();
            Focus::Ranges(points.chunks_exact(2).map(|pair| pair[0]..pair[1]).collect())
        })
    }

    proptest! {
        #[test]
        fn an_intersection_touches_what_both_touch(a in ranges(), b in ranges(), at in 0usize..60) {
            let byte = Span::new(at, at + 1);
            prop_assert_eq!(a.intersect(&b).touches(byte), a.touches(byte) && b.touches(byte));
        }
    }

    #[test]
    fn names_and_extensions() {
        let of = |path: &'static str| Document::file(path.into(), b"").extension();
        assert_eq!(of("a/b.tar.gz"), Some(b"gz".as_slice()));
        assert_eq!(of("a.d/Makefile"), None);
        assert_eq!(of("a/.env"), None);
    }
}
