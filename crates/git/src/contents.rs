//! Objects as a search through all of them meets them.

use crate::compare::compare;
use crate::history::History;
use crate::objects::{Objects, Peeled};
use crate::{BlobId, CommitChanges, Environment, Error, Repository, Target, Tips};
use bstr::BString;
use gix::ObjectId;
use gix::objs::tree::EntryKind;
use sdf_core::Kind;
use std::collections::HashSet;
use std::path::Path;

/// Folders deeper than this are no honest ones.
const MAX_DEPTH: usize = 4096;
/// Bytes of objects that are kept while the trees of commits are compared.
const TREES: usize = 16 << 20;

impl From<ObjectId> for BlobId {
    fn from(id: ObjectId) -> Self {
        BlobId(id)
    }
}

impl From<BlobId> for ObjectId {
    fn from(id: BlobId) -> Self {
        id.0
    }
}

/// A file at a tip.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TipFile {
    /// Where it stands.
    pub path: BString,
    /// Its content.
    pub id: BlobId,
    /// What sort of file it is.
    pub kind: Kind,
}

impl Repository {
    /// The commits that lead to `tips` and not to `known`, old ones first. What `known` names and
    /// is not here, or is no commit, is passed over.
    pub fn new_commits(&self, tips: &Tips, known: &[ObjectId]) -> Result<Vec<ObjectId>, Error> {
        let commit = |id: ObjectId| match self.objects.peel(id) {
            Ok((Peeled::Commit(commit), _)) => Some(commit),
            _ => None,
        };
        let known: Vec<ObjectId> =
            known.iter().filter(|id| self.has_object(**id)).copied().filter_map(commit).collect();
        let tips = tips.all.iter().filter_map(|tip| match tip.target {
            Target::Commit(id) => Some(id),
            _ => None,
        });
        History::new(&self.objects)?.new_commits(&tips.collect::<Vec<_>>(), &known)
    }

    /// What each of `commits` brought; all of one whose parents a shallow clone lacks.
    pub fn brought_by(&self, commits: &[ObjectId]) -> Result<Vec<CommitChanges>, Error> {
        // Commits that follow one another share nearly all of their trees.
        let mut objects = self.objects.clone();
        objects.gix.object_cache_size(TREES);
        let history = History::new(&objects)?;
        commits.iter().map(|&commit| history.brought_by(commit)).collect()
    }

    /// The submodules in the index, by path.
    pub fn submodules(&self) -> Result<Vec<BString>, Error> {
        Ok(compare(&self.objects, None, Some(self.index()?.root()))?.submodules)
    }

    /// Opens the repository whose work tree is `folder`, whatever variables say.
    pub fn open_at(folder: &Path) -> Result<Self, Error> {
        let environment = Environment::from_variables(folder, [])
            .map_err(|error| Error::File { path: folder.to_owned(), reason: error.to_string() })?;
        Self::open(environment)
    }

    /// Whether the object is here.
    pub fn has_object(&self, id: ObjectId) -> bool {
        self.objects.exists(id)
    }

    /// Whether HEAD is at a commit.
    pub fn has_head(&self) -> bool {
        matches!(self.head(), Ok(Some(_)))
    }

    /// Whether this is a shallow clone.
    pub fn is_shallow(&self) -> bool {
        self.objects.gix.is_shallow().unwrap_or(true)
    }

    /// Whether objects may have been left on a remote.
    pub fn is_partial(&self) -> bool {
        self.objects.is_partial()
    }

    /// Every file below the tree or commit `id` whose folder is not in `seen`, to which it is added:
    /// a file that other folders hold just so is told once.
    pub fn new_files(
        &self,
        id: ObjectId,
        seen: &mut HashSet<(ObjectId, BString)>,
    ) -> Result<Vec<TipFile>, Error> {
        let tree = match self.objects.kind(id)? {
            gix::objs::Kind::Commit => self.objects.commit(id)?.tree,
            gix::objs::Kind::Tree => id,
            _ => return Ok(Vec::new()),
        };
        let mut files = Vec::new();
        each_file(&self.objects, tree, seen, &mut |path, id, kind| {
            files.push(TipFile { path: path.clone(), id: BlobId(id), kind });
        })?;
        Ok(files)
    }
}

fn each_file(
    objects: &Objects,
    tree: ObjectId,
    seen: &mut HashSet<(ObjectId, BString)>,
    found: &mut dyn FnMut(&BString, ObjectId, Kind),
) -> Result<(), Error> {
    let mut folders = vec![(tree, BString::default(), 0)];
    let mut buffer = Vec::new();
    while let Some((tree, path, depth)) = folders.pop() {
        if !seen.insert((tree, path.clone())) {
            continue;
        }
        if depth > MAX_DEPTH {
            return Err(Error::TooLarge { what: format!("folders in {tree} are too deep") });
        }
        let mut below = Vec::new();
        for entry in objects.tree(tree, &mut buffer)? {
            let entry = entry.map_err(|error| objects.unreadable(tree, &error))?;
            let mut inside = path.clone();
            if !inside.is_empty() {
                inside.push(b'/');
            }
            inside.extend_from_slice(entry.filename);
            let kind = match entry.mode.kind() {
                EntryKind::Tree => {
                    below.push((entry.oid.to_owned(), inside, depth + 1));
                    continue;
                }
                EntryKind::Commit => continue,
                EntryKind::Link => Kind::Symlink,
                EntryKind::BlobExecutable => Kind::Executable,
                EntryKind::Blob => Kind::File,
            };
            found(&inside, entry.oid.to_owned(), kind);
        }
        folders.extend(below.into_iter().rev());
    }
    Ok(())
}
