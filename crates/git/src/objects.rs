//! Objects by their id.

use crate::Error;
use crate::error::reason;
use crate::packs::Indexes;
use bstr::{BStr, ByteSlice};
use gix::ObjectId;
use gix::objs::{CommitRefIter, Data, Exists, Find, Kind, TagRefIter, TreeRefIter};
use gix::prelude::Header as _;
use sdf_core::Commit;
use std::fmt;
use std::str::FromStr;

/// How many tags may point at one another.
pub(crate) const MAX_TAGS: usize = 64;

/// The id of a blob: a name for a content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobId(pub(crate) ObjectId);

impl fmt::Display for BlobId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// The text was not an object id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object id has 40 or 64 hexadecimal digits")
    }
}

impl std::error::Error for NotAnId {}

impl FromStr for BlobId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        ObjectId::from_hex(text.as_bytes()).map(BlobId).map_err(|_| NotAnId)
    }
}

/// The object databases of a repository. A clone is a handle for another thread: it shares the
/// opened packs and has caches of its own.
#[derive(Clone)]
pub(crate) struct Objects {
    /// Holds the database of the repository, or that of `GIT_OBJECT_DIRECTORY`.
    pub(crate) gix: gix::Repository,
    /// Those of `GIT_ALTERNATE_OBJECT_DIRECTORIES`.
    pub(crate) others: Vec<gix::odb::Handle>,
    /// What is mapped to walk through packs.
    pub(crate) indexes: Indexes,
}

/// What a commit says, as far as we ask.
pub(crate) struct CommitObject {
    pub(crate) tree: ObjectId,
    pub(crate) parents: Vec<ObjectId>,
    pub(crate) shown: Commit,
}

/// What is at the end of a chain of tags.
pub(crate) enum Peeled {
    Commit(ObjectId),
    Tree(ObjectId),
    Blob(ObjectId),
}

impl Find for Objects {
    fn try_find<'a>(
        &self,
        id: &gix::oid,
        buffer: &'a mut Vec<u8>,
    ) -> gix::Result<Option<Data<'a>>> {
        match self.others.iter().find(|other| other.exists(id)) {
            Some(other) => other.try_find(id, buffer),
            None => self.gix.objects.try_find(id, buffer),
        }
    }
}

impl Objects {
    /// The same, with files of its own, to be dropped soon: whatever is read maps some 64 KB of a pack
    /// into memory, and the first look most of its index, for as long as the handle or a clone lives.
    pub(crate) fn apart(&self) -> Objects {
        let mut apart = self.clone();
        let known = self.gix.objects.store_ref();
        let options = gix::odb::store::init::Options {
            use_multi_pack_index: known.use_multi_pack_index(),
            ..Default::default()
        };
        let (folder, mut replacements) = (known.path().to_owned(), known.replacements());
        let opened = gix::odb::at_opts(folder, self.hash(), &mut replacements, options);
        if let Ok(store) = opened {
            apart.gix.objects = gix::OdbHandle::from(store).with_write_passthrough();
            apart.gix.objects.ignore_replacements = self.gix.objects.ignore_replacements;
        }
        apart
    }

    /// The sort of ids in use.
    pub(crate) fn hash(&self) -> gix::hash::Kind {
        self.gix.object_hash()
    }

    /// Whether the object is there.
    pub(crate) fn exists(&self, id: ObjectId) -> bool {
        self.gix.objects.exists(&id) || self.others.iter().any(|other| other.exists(&id))
    }

    /// The content of a blob.
    pub(crate) fn blob(&self, id: ObjectId) -> Result<Vec<u8>, Error> {
        let mut buffer = Vec::new();
        let length = self.of_kind(id, Kind::Blob, &mut buffer)?.len();
        // The buffer holds the content and nothing else, in every backend of gix 0.90.
        debug_assert_eq!(length, buffer.len());
        buffer.truncate(length);
        Ok(buffer)
    }

    /// Size in bytes, from the header alone.
    pub(crate) fn size(&self, id: ObjectId) -> Result<u64, Error> {
        let other = self.others.iter().find(|other| other.exists(&id));
        let header = match other {
            Some(other) => other.try_header(&id),
            None => self.gix.objects.try_header(&id),
        };
        match header {
            Ok(Some(header)) => Ok(header.size()),
            Ok(None) => Err(self.missing(id)),
            Err(error) => Err(self.unreadable(id, &error)),
        }
    }

    /// The entries of a tree. The empty tree exists everywhere, as for git.
    pub(crate) fn tree<'a>(
        &self,
        id: ObjectId,
        buffer: &'a mut Vec<u8>,
    ) -> Result<TreeRefIter<'a>, Error> {
        let hash = self.hash();
        if id == ObjectId::empty_tree(hash) {
            return Ok(TreeRefIter::from_bytes(&[], hash));
        }
        Ok(TreeRefIter::from_bytes(self.of_kind(id, Kind::Tree, buffer)?, hash))
    }

    /// The entry of `tree` at `path`, whatever it is.
    pub(crate) fn entry(
        &self,
        mut tree: ObjectId,
        path: &BStr,
    ) -> Result<Option<(gix::objs::tree::EntryMode, ObjectId)>, Error> {
        let mut buffer = Vec::new();
        let mut names = path.split_str(b"/").peekable();
        while let Some(name) = names.next() {
            let mut found = None;
            for entry in self.tree(tree, &mut buffer)? {
                let entry = entry.map_err(|error| self.unreadable(tree, &error))?;
                if entry.filename == name {
                    found = Some((entry.mode, entry.oid.to_owned()));
                    break;
                }
            }
            match found {
                Some((mode, id)) if names.peek().is_none() => return Ok(Some((mode, id))),
                Some((mode, id)) if mode.is_tree() => tree = id,
                _ => return Ok(None),
            }
        }
        Ok(None)
    }

    /// The blob at `path` in `tree`: a file or a symbolic link.
    pub(crate) fn blob_at(&self, tree: ObjectId, path: &BStr) -> Result<Option<BlobId>, Error> {
        let entry = self.entry(tree, path)?;
        Ok(entry.filter(|(mode, _)| mode.is_blob_or_symlink()).map(|(_, id)| BlobId(id)))
    }

    /// A commit.
    pub(crate) fn commit(&self, id: ObjectId) -> Result<CommitObject, Error> {
        let mut buffer = Vec::new();
        let commit =
            CommitRefIter::from_bytes(self.of_kind(id, Kind::Commit, &mut buffer)?, self.hash());
        let tree = { commit }.tree_id().map_err(|error| self.unreadable(id, &error))?;
        Ok(CommitObject {
            tree,
            parents: commit.parent_ids().collect(),
            shown: shown(id, commit.author().ok()),
        })
    }

    /// Follows tags to what they are about; the second is how to show the last tag, if any.
    pub(crate) fn peel(&self, mut id: ObjectId) -> Result<(Peeled, Option<Commit>), Error> {
        let (mut buffer, mut tag) = (Vec::new(), None);
        for _ in 0..MAX_TAGS {
            let object = match self.try_find(&id, &mut buffer) {
                Ok(Some(object)) => object,
                Ok(None) => return Err(self.missing(id)),
                Err(error) => return Err(self.unreadable(id, &error)),
            };
            match object.kind {
                Kind::Commit => return Ok((Peeled::Commit(id), tag)),
                Kind::Tree => return Ok((Peeled::Tree(id), tag)),
                Kind::Blob => return Ok((Peeled::Blob(id), tag)),
                Kind::Tag => {
                    let read = TagRefIter::from_bytes(object.data, self.hash());
                    tag = Some(shown(id, read.tagger().ok().flatten()));
                    id = read.target_id().map_err(|error| self.unreadable(id, &error))?;
                }
            }
        }
        Err(Error::Corrupt { id: id.to_string(), reason: "a long chain of tags".to_owned() })
    }

    /// The sort of an object, without reading its content.
    pub(crate) fn kind(&self, id: ObjectId) -> Result<Kind, Error> {
        let header = match self.others.iter().find(|other| other.exists(&id)) {
            Some(other) => other.try_header(&id),
            None => self.gix.objects.try_header(&id),
        };
        match header {
            Ok(Some(header)) => Ok(header.kind()),
            Ok(None) => Err(self.missing(id)),
            Err(error) => Err(self.unreadable(id, &error)),
        }
    }

    /// The data of an object that must be of `kind`.
    pub(crate) fn of_kind<'a>(
        &self,
        id: ObjectId,
        kind: Kind,
        buffer: &'a mut Vec<u8>,
    ) -> Result<&'a [u8], Error> {
        match self.try_find(&id, buffer) {
            Ok(Some(object)) if object.kind == kind => Ok(object.data),
            Ok(Some(object)) => Err(Error::Corrupt {
                id: id.to_string(),
                reason: format!("it is a {} where a {kind} belongs", object.kind),
            }),
            Ok(None) => Err(self.missing(id)),
            Err(error) => Err(self.unreadable(id, &error)),
        }
    }

    /// The object is not there.
    pub(crate) fn missing(&self, id: ObjectId) -> Error {
        Error::Missing { id: id.to_string(), promised: self.is_partial() }
    }

    /// The object is there but cannot be read.
    pub(crate) fn unreadable(&self, id: ObjectId, error: &gix::Error) -> Error {
        Error::Corrupt { id: id.to_string(), reason: reason(error) }
    }

    /// Whether objects may have been left on a remote (git's `has_promisor_remote`).
    pub(crate) fn is_partial(&self) -> bool {
        let settings = self.gix.config_snapshot();
        let settings = settings.plumbing();
        settings.string("extensions.partialClone").is_some()
            || settings.sections_by_name("remote").is_some_and(|mut remotes| {
                remotes.any(|remote| {
                    remote.value("promisor").is_some_and(|value| value != "false")
                        || remote.value("partialclonefilter").is_some()
                })
            })
    }
}

/// The tag `id`, which is stored as `data`, with its tagger.
pub(crate) fn show_tag(id: ObjectId, data: &[u8], hash: gix::hash::Kind) -> Commit {
    shown(id, TagRefIter::from_bytes(data, hash).tagger().ok().flatten())
}

/// An object with its author, as findings name it. What cannot be decoded is left empty.
pub(crate) fn shown(id: ObjectId, author: Option<gix::actor::SignatureRef<'_>>) -> Commit {
    let author = author.map(|author| author.trim());
    Commit {
        id: id.to_string(),
        author: author.map(|author| author.name.to_str_lossy().into_owned()).unwrap_or_default(),
        email: author.map(|author| author.email.to_str_lossy().into_owned()).unwrap_or_default(),
        date: author
            .and_then(|author| author.time().ok())
            .map(|time| time.format_or_unix(gix::date::time::format::ISO8601_STRICT))
            .unwrap_or_default(),
    }
}
