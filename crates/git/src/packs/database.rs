//! What the object databases of a repository hold: packs and loose objects.

use super::pack::{Index, Pack};
use super::survey::Trouble;
use crate::error::reason;
use crate::objects::Objects;
use gix::odb::{loose, pack::multi_index};
use gix::{ObjectId, oid};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The packs and loose objects of a repository and of what it borrows from.
#[derive(Default)]
pub(crate) struct Database {
    /// The one with the most objects first.
    pub(super) packs: Vec<Pack>,
    /// The folders of loose objects.
    pub(super) folders: Vec<loose::Store>,
    /// By id, the folder that holds it.
    pub(super) loose: BTreeMap<ObjectId, usize>,
    pub(super) trouble: Vec<Trouble>,
}

impl Database {
    /// Opens all packs and lists all loose objects.
    ///
    /// Packs are listed before loose objects and again after them: what git packs or unpacks
    /// meanwhile is in one of the lists, as git writes the new copy before it deletes the old one.
    pub(crate) fn open(objects: &Objects) -> Self {
        let mut database = Database::default();
        let folders = database.folders(objects);
        let mut known = BTreeSet::new();
        for folder in &folders {
            database.add_packs(&folder.join("pack"), objects, &mut known, false);
        }
        for folder in folders.clone() {
            database.add_loose(loose::Store::at(folder, objects.hash()));
        }
        for folder in &folders {
            database.add_packs(&folder.join("pack"), objects, &mut known, true);
        }
        database.packs.sort_by(|a, b| {
            let order = |pack: &Pack| (std::cmp::Reverse(pack.index.len()), pack.path.clone());
            order(a).cmp(&order(b))
        });
        for (number, pack) in database.packs.iter_mut().enumerate() {
            pack.number = number;
        }
        let faults = database.packs.iter().filter_map(|pack| {
            let (path, reason) = (pack.path.clone(), pack.fault()?.into_owned());
            Some(Trouble { path, offset: None, id: None, lost: 0, reason })
        });
        database.trouble.extend(faults);
        database
    }

    /// Whether one of the packs or folders has the object.
    pub(crate) fn has(&self, id: &oid) -> bool {
        self.packs.iter().any(|pack| pack.index.position(id).is_some())
            || self.loose.contains_key(id)
    }

    /// The folders with objects, each once.
    fn folders(&mut self, objects: &Objects) -> Vec<PathBuf> {
        let own = objects.gix.objects.store_ref();
        let mut folders: Vec<PathBuf> = Vec::new();
        for store in std::iter::once(own).chain(objects.others.iter().map(|it| it.store_ref())) {
            folders.push(store.path().to_owned());
            match store.alternate_db_paths() {
                Ok(alternates) => folders.extend(alternates),
                Err(error) => self.complain(&store.path().join("info/alternates"), reason(&error)),
            }
        }
        let mut known = BTreeSet::new();
        folders.retain(|folder| {
            known.insert(folder.canonicalize().unwrap_or_else(|_| folder.clone()))
        });
        folders
    }

    fn complain(&mut self, path: &Path, reason: String) {
        self.trouble.push(Trouble { path: path.into(), offset: None, id: None, lost: 0, reason });
    }

    /// Opens the packs in a folder that are not `known` yet. What is gone when it is opened was
    /// repacked meanwhile; the `last` time this is trouble.
    fn add_packs(
        &mut self,
        folder: &Path,
        objects: &Objects,
        known: &mut BTreeSet<PathBuf>,
        last: bool,
    ) {
        let names = match list(folder) {
            Ok(names) => names,
            Err(error) if error.kind() == ErrorKind::NotFound => return,
            Err(error) => return self.complain(folder, error.to_string()),
        };
        let with = |extension| {
            names.iter().map(Path::new).filter(move |name| has_extension(name, extension))
        };
        let packs = with("pack");
        let has_no_pack =
            |name: &&Path| last && !names.contains(name.with_extension("pack").as_os_str());
        for name in with("idx").filter(has_no_pack).map(|name| folder.join(name)) {
            if !known.contains(&name) && name.exists() {
                self.complain(&name, "its pack is missing".to_owned());
            }
        }
        let (indexed, bare): (Vec<_>, Vec<_>) =
            packs.partition(|name| names.contains(name.with_extension("idx").as_os_str()));
        for name in indexed {
            let path = folder.join(name.with_extension("idx"));
            if known.contains(&path) {
                continue;
            }
            match Pack::open(&path, objects.hash(), &objects.indexes) {
                Ok(pack) => self.packs.push(pack),
                Err(_) if !(last || path.exists() && folder.join(name).exists()) => continue,
                Err(error) => self.complain(&folder.join(name), error.into_owned()),
            }
            known.insert(path);
        }
        let bare: Vec<PathBuf> =
            bare.into_iter().map(|name| folder.join(name.with_extension("idx"))).collect();
        let bare: Vec<_> = bare.into_iter().filter(|path| !known.contains(path)).collect();
        // A pack without an index is being written, or was left behind when that failed, unless an
        // index of several packs speaks for it.
        if last && !bare.is_empty() {
            self.add_by_shared_index(folder, &bare, objects.hash());
            known.extend(bare);
        }
    }

    /// Opens packs that have no index of their own.
    fn add_by_shared_index(&mut self, folder: &Path, bare: &[PathBuf], hash: gix::hash::Kind) {
        let path = folder.join("multi-pack-index");
        let index = match multi_index::File::at(&path, None) {
            Ok(index) if index.object_hash() == hash => Some(Arc::new(index)),
            _ => None,
        };
        for pack in bare {
            let number = index.as_ref().and_then(|index| {
                let names = index.index_names();
                names.iter().position(|name| Some(name.as_os_str()) == pack.file_name())
            });
            let (Some(index), Some(number)) = (&index, number) else {
                let reason = "it has no index; 'git index-pack' makes one".to_owned();
                self.complain(&pack.with_extension("pack"), reason);
                continue;
            };
            let is_here = |&entry: &u32| {
                let place = index.pack_id_and_pack_offset_at_index(entry);
                place.is_ok_and(|(pack, _)| pack as usize == number)
            };
            let members = (0..index.num_objects()).filter(is_here).collect();
            match Pack::with(pack, Index::Shared(index.clone(), members), hash) {
                Ok(pack) => self.packs.push(pack),
                Err(error) => self.complain(&pack.with_extension("pack"), error.into_owned()),
            }
        }
    }

    /// Lists the loose objects in a folder.
    fn add_loose(&mut self, store: loose::Store) {
        let number = self.folders.len();
        for id in store.iter() {
            match id {
                Ok(id) => {
                    self.loose.entry(id).or_insert(number);
                }
                // A folder of loose objects that is gone was emptied meanwhile.
                Err(error)
                    if error.io_error().is_some_and(|it| it.kind() == ErrorKind::NotFound)
                        && store.path().exists() => {}
                Err(error) => self.complain(store.path(), error.to_string()),
            }
        }
        self.folders.push(store);
    }
}

fn list(folder: &Path) -> std::io::Result<BTreeSet<OsString>> {
    std::fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name())).collect()
}

fn has_extension(name: &Path, extension: &str) -> bool {
    name.extension().is_some_and(|it| it == extension)
}
