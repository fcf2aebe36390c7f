//! Trees as the object database gives them, one by one: the way for few commits.

use super::descent::{Next, Trees};
use super::holders::Names;
use super::raw_tree::{RawEntry, Sort};
use super::trouble::Troubles;
use super::wanted::Wanted;
use crate::Error;
use crate::objects::Objects;
use gix::ObjectId;
use gix::hashtable::HashMap;
use gix::objs::Kind;

pub(super) struct Database<'d> {
    objects: Objects,
    wanted: &'d Wanted<'d>,
    numbers: HashMap<ObjectId, u32>,
    ids: Vec<ObjectId>,
    buffer: Vec<u8>,
    pub(super) names: Names,
    pub(super) trouble: Troubles,
}

impl<'d> Database<'d> {
    pub(super) fn new(objects: &'d Objects, wanted: &'d Wanted<'d>) -> Self {
        Database {
            objects: objects.clone(),
            wanted,
            numbers: HashMap::default(),
            ids: Vec::new(),
            buffer: Vec::new(),
            names: Names::default(),
            trouble: Troubles::default(),
        }
    }

    fn read(&mut self, id: ObjectId, children: &mut Vec<(u32, Next)>) -> Result<(), Error> {
        let hash = self.objects.hash();
        if id == ObjectId::empty_tree(hash) {
            return Ok(());
        }
        let mut buffer = std::mem::take(&mut self.buffer);
        let bytes = self.objects.of_kind(id, Kind::Tree, &mut buffer)?;
        let mut at = 0;
        while at < bytes.len() {
            let Some(entry) = RawEntry::at(bytes, at, hash.len_in_bytes()) else {
                return Err(malformed(id));
            };
            at = entry.end();
            let (name, child) = (&bytes[entry.name], &bytes[entry.id]);
            let next = match entry.sort {
                Sort::Tree => match ObjectId::try_from(child) {
                    Ok(child) => self.number(child).map(Next::Tree),
                    Err(_) => None,
                },
                Sort::Blob => {
                    self.wanted.look_for(child);
                    self.wanted.blob(child).map(Next::Found)
                }
                Sort::Submodule => None,
            };
            children.extend(next.map(|next| (self.names.intern(name), next)));
            if self.wanted.is_suspicious(name) {
                let name = self.names.intern(name);
                children.push((name, Next::Found(self.wanted.named(name))));
            }
        }
        self.buffer = buffer;
        Ok(())
    }
}

impl Trees for Database<'_> {
    fn number(&mut self, id: ObjectId) -> Option<u32> {
        let next = self.ids.len() as u32;
        let number = *self.numbers.entry(id).or_insert(next);
        if number == next {
            self.ids.push(id);
        }
        Some(number)
    }

    fn open(&mut self, tree: u32, children: &mut Vec<(u32, Next)>) {
        let Some(&id) = self.ids.get(tree as usize) else { return };
        if let Err(error) = self.read(id, children) {
            self.trouble.add(error);
            // With many missing, as in a partial clone, do not look for new packs at each of them.
            if self.trouble.is_full() {
                self.objects.gix.objects.refresh_never();
            }
        }
    }
}

/// A tree does not read as one.
pub(super) fn malformed(id: ObjectId) -> Error {
    Error::Corrupt { id: id.to_string(), reason: "it is no well-formed tree".to_owned() }
}
