//! Commits and tags as text.

use crate::objects::shown;
use bstr::{BStr, ByteSlice};
use gix::ObjectId;
use gix::objs::{CommitRefIter, Kind, TagRefIter};
use sdf_core::Commit;

/// A commit or an annotated tag, as it is stored.
#[derive(Clone, Copy, Debug)]
pub struct CommitText<'a> {
    /// Its id.
    pub id: ObjectId,
    /// Whether it is a commit or a tag.
    pub kind: Kind,
    /// All of it.
    pub raw: &'a [u8],
}

impl<'a> CommitText<'a> {
    /// The commit, or the tag, as findings name it.
    pub fn shown(&self) -> Commit {
        let hash = self.id.kind();
        let author = match self.kind {
            Kind::Tag => TagRefIter::from_bytes(self.raw, hash).tagger().ok().flatten(),
            _ => CommitRefIter::from_bytes(self.raw, hash).author().ok(),
        };
        shown(self.id, author)
    }

    /// Name, address and time of the author, or of the tagger, in one line; empty if there is none.
    pub fn author(&self) -> &'a BStr {
        self.header(if self.kind == Kind::Tag { b"tagger " } else { b"author " })
    }

    /// The same of the committer; empty for a tag.
    pub fn committer(&self) -> &'a BStr {
        self.header(b"committer ")
    }

    /// What was written about it: everything behind the first empty line.
    pub fn message(&self) -> &'a BStr {
        self.raw.find(b"\n\n").map_or(BStr::new(b""), |end| self.raw[end + 2..].as_bstr())
    }

    fn header(&self, name: &[u8]) -> &'a BStr {
        let lines = self.raw.lines().take_while(|line| !line.is_empty());
        lines.filter_map(|line| line.strip_prefix(name)).next().unwrap_or_default().as_bstr()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_commit() {
        let raw = b"tree 0\nauthor A <a@b> 1 +0000\ncommitter C <c@d> 2 +0000\n\none\n\ntwo\n";
        let id = ObjectId::null(gix::hash::Kind::Sha1);
        let text = CommitText { id, kind: Kind::Commit, raw };
        assert_eq!(text.author(), "A <a@b> 1 +0000");
        assert_eq!(text.committer(), "C <c@d> 2 +0000");
        assert_eq!(text.message(), "one\n\ntwo\n");
        let text = CommitText { id, kind: Kind::Commit, raw: b"tree 0\nauthor" };
        assert_eq!((text.author(), text.message()), (BStr::new(""), BStr::new("")));
    }
}
