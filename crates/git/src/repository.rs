//! The repository and what it answers.

use crate::compare::{Put, compare};
use crate::environment::Environment;
use crate::error::reason;
use crate::folder::Folder;
use crate::index::Index;
use crate::objects::{BlobId, Objects, Peeled};
use crate::open::{self, Opened};
use crate::packs::Indexes;
use crate::{Error, IndexFile, untouched};
use bstr::{BStr, BString, ByteSlice, ByteVec};
use gix::ObjectId;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// A git repository, opened for reading.
///
/// Not for two threads at once; a clone is cheap and serves another thread. The index is read
/// once, at the first question about it, and all clones answer from that reading.
#[derive(Clone)]
pub struct Repository {
    pub(crate) objects: Objects,
    pub(crate) environment: Environment,
    pub(crate) work_tree: Option<PathBuf>,
    common_dir: PathBuf,
    pub(crate) index_path: PathBuf,
    index: Arc<OnceLock<Index>>,
    untouched: Arc<OnceLock<Option<ObjectId>>>,
}

impl Repository {
    /// Opens the repository that git would use if it were started in the folder `from`: it
    /// honours `GIT_DIR` and its kin, `GIT_CEILING_DIRECTORIES` and `safe.directory`.
    pub fn discover(from: &Path) -> Result<Self, Error> {
        let environment = Environment::of_process(from)
            .map_err(|error| Error::File { path: from.to_owned(), reason: error.to_string() })?;
        Self::open(environment)
    }

    /// Opens the repository that `environment` leads to.
    pub fn open(environment: Environment) -> Result<Self, Error> {
        let Opened { gix, others, work_tree, index_path } = open::open(&environment)?;
        // A linked work tree has it as `../..`.
        let common_dir = match gix.common_dir() {
            plain if !plain.components().any(|part| part == Component::ParentDir) => plain.into(),
            winding => winding.canonicalize().unwrap_or_else(|_| winding.to_owned()),
        };
        Ok(Repository {
            common_dir,
            objects: Objects { gix, others, indexes: Indexes::default() },
            environment,
            work_tree,
            index_path,
            index: Arc::default(),
            untouched: Arc::default(),
        })
    }

    /// The top of the work tree; none in a bare repository.
    pub fn work_tree(&self) -> Option<&Path> {
        self.work_tree.as_deref()
    }

    /// The folder with HEAD and the index: `.git`, or that of a linked work tree.
    pub fn git_dir(&self) -> &Path {
        self.objects.gix.git_dir()
    }

    /// The folder with objects, refs and settings, which linked work trees share.
    pub fn common_dir(&self) -> &Path {
        &self.common_dir
    }

    /// Where the folder that [`Repository::discover`] was given lies in the work tree: empty at
    /// its top, otherwise ending in a slash. None outside of the work tree.
    pub fn prefix(&self) -> Option<BString> {
        let top = self.work_tree.as_ref()?.canonicalize().ok()?;
        let from = self.environment.directory.canonicalize().ok()?;
        let inside = from.strip_prefix(top).ok()?;
        let mut prefix = BString::from(Vec::from_path_lossy(inside).into_owned());
        if std::path::MAIN_SEPARATOR == '\\' {
            prefix = prefix.replace("\\", "/").into();
        }
        if !prefix.is_empty() {
            prefix.push(b'/');
        }
        Some(prefix)
    }

    /// The content of a blob. One that is missing is an error: nothing is fetched.
    pub fn read(&self, id: BlobId) -> Result<Vec<u8>, Error> {
        self.objects.blob(id.0)
    }

    /// The size of a blob in bytes, without reading its content.
    pub fn size(&self, id: BlobId) -> Result<u64, Error> {
        self.objects.size(id.0)
    }

    /// Every file in the index, by path, whether it is checked out or not; without submodules,
    /// conflicts and intents to add.
    pub fn index_files(&self) -> Result<Vec<IndexFile>, Error> {
        self.index()?.files(&self.objects)
    }

    /// The blob that the index has at `path`.
    pub fn index_blob(&self, path: &BStr) -> Result<Option<BlobId>, Error> {
        match (self.index.get(), self.untouched()?) {
            (None, Some(tree)) => self.objects.blob_at(tree, path),
            _ => self.index()?.blob(path, &self.objects),
        }
    }

    /// The blob that HEAD has at `path`; none while there is no commit.
    pub fn head_blob(&self, path: &BStr) -> Result<Option<BlobId>, Error> {
        match self.head()? {
            Some(head) => self.objects.blob_at(self.objects.commit(head)?.tree, path),
            None => Ok(None),
        }
    }

    /// The blob that the commit named by `revision` has at `path`.
    pub fn tree_blob(&self, revision: &str, path: &BStr) -> Result<Option<BlobId>, Error> {
        let commit = self.resolve(revision)?;
        self.objects.blob_at(self.objects.commit(commit)?.tree, path)
    }

    /// Every file below `folder` in the commit named by `revision`, by path.
    pub fn tree_files(&self, revision: &str, folder: &BStr) -> Result<Vec<IndexFile>, Error> {
        let tree = self.objects.commit(self.resolve(revision)?)?.tree;
        let Some((mode, id)) = self.objects.entry(tree, folder)? else { return Ok(Vec::new()) };
        if !mode.is_tree() {
            return Ok(Vec::new());
        }
        let delta = compare(&self.objects, None, Some(Folder::Tree(id)))?;
        let file = |put: Put| {
            let path = bstr::join("/", [folder.as_bytes(), &put.path]).into();
            IndexFile { path, id: put.id, kind: put.kind }
        };
        Ok(delta.put.into_iter().map(file).collect())
    }

    /// The index, read at the first call.
    pub(crate) fn index(&self) -> Result<&Index, Error> {
        if let Some(index) = self.index.get() {
            return Ok(index);
        }
        let index = Index::read(&self.index_path, self.objects.hash())?;
        Ok(self.index.get_or_init(|| index))
    }

    /// The tree of HEAD, if the index is known to hold just that.
    pub(crate) fn untouched(&self) -> Result<Option<ObjectId>, Error> {
        if let Some(&known) = self.untouched.get() {
            return Ok(known);
        }
        let named = untouched::tree(&self.index_path, self.objects.hash());
        let tree = match (named, self.head()?) {
            (Some(named), Some(head)) => {
                Some(self.objects.commit(head)?.tree).filter(|&it| it == named)
            }
            _ => None,
        };
        Ok(*self.untouched.get_or_init(|| tree))
    }

    /// The commit that HEAD is at; none while there is no commit.
    pub(crate) fn head(&self) -> Result<Option<ObjectId>, Error> {
        let unreadable = |error: gix::Error| Error::Reference {
            name: "HEAD".to_owned(),
            reason: reason(&error),
        };
        match self.objects.gix.head().map_err(unreadable)?.kind {
            gix::head::Kind::Unborn(_) => Ok(None),
            gix::head::Kind::Detached { target, .. } => Ok(Some(target)),
            gix::head::Kind::Symbolic(reference) => {
                let mut reference =
                    gix::prelude::ReferenceExt::attach(reference, &self.objects.gix);
                reference.follow_to_object().map(|id| Some(id.detach())).map_err(unreadable)
            }
        }
    }

    /// The commit that `revision` names.
    pub(crate) fn resolve(&self, revision: &str) -> Result<ObjectId, Error> {
        let unknown = |reason: String| Error::Revision { name: revision.to_owned(), reason };
        let id = match ObjectId::from_hex(revision.as_bytes()) {
            Ok(id) if self.objects.exists(id) => id,
            Ok(_) => return Err(unknown("there is no such object".to_owned())),
            Err(_) => match self.ref_named(revision) {
                Some(id) => id,
                None => {
                    let parsed = self.objects.gix.rev_parse_single(revision);
                    parsed.map_err(|error| unknown(reason(&error)))?.detach()
                }
            },
        };
        match self.objects.peel(id)?.0 {
            Peeled::Commit(id) => Ok(id),
            Peeled::Tree(_) => Err(unknown("it is a tree".to_owned())),
            Peeled::Blob(_) => Err(unknown("it is a blob".to_owned())),
        }
    }

    /// What the ref called `name` holds, in whichever object database that is.
    pub(crate) fn ref_named(&self, name: &str) -> Option<ObjectId> {
        let mut reference = self.objects.gix.try_find_reference(name).ok()??;
        reference.follow_to_object().ok().map(|id| id.detach())
    }
}
