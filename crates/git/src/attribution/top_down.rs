//! Finds the trees that hold something by reading every tree below some roots, each once.

use super::holders::{Child, Entry, Holders};
use super::trouble::Troubles;
use crate::Error;
use crate::objects::Objects;
use gix::ObjectId;
use std::collections::HashMap;

/// A tree that is being read: its entries that may lead to something, and how far we are.
struct Open {
    id: ObjectId,
    children: Vec<(u32, Below)>,
    next: usize,
    found: Vec<Entry>,
}

enum Below {
    Blob(u32),
    Tree(ObjectId),
}

/// The trees below `roots` that hold one of `blobs` (sorted).
pub(super) fn holders(
    objects: &Objects,
    roots: impl Iterator<Item = ObjectId>,
    blobs: Vec<ObjectId>,
    trouble: &mut Troubles,
) -> Holders {
    let mut reader =
        Reader { objects, holders: Holders { blobs, ..Holders::default() }, buffer: Vec::new() };
    // What is known of a tree: its number if it holds something. One that is being read counts as
    // one that does not; it cannot lie below itself unless ids are forged.
    let mut known: HashMap<ObjectId, Option<u32>> = HashMap::new();
    let mut stack: Vec<Open> = Vec::new();
    for root in roots {
        if known.contains_key(&root) {
            continue;
        }
        known.insert(root, None);
        stack.push(reader.open(root, trouble));
        while let Some(open) = stack.last_mut() {
            let Some((name, below)) = open.children.get(open.next) else {
                let Some(done) = stack.pop() else { break };
                known.insert(done.id, reader.close(done));
                continue;
            };
            let name = *name;
            let child = match below {
                Below::Blob(blob) => Some(Child::Blob(*blob)),
                Below::Tree(id) => match known.get(id) {
                    Some(holder) => holder.map(Child::Tree),
                    None => {
                        let id = *id;
                        known.insert(id, None);
                        let below = reader.open(id, trouble);
                        stack.push(below);
                        continue;
                    }
                },
            };
            open.found.extend(child.map(|child| Entry { name, child }));
            open.next += 1;
        }
    }
    reader.holders
}

struct Reader<'r> {
    objects: &'r Objects,
    holders: Holders,
    buffer: Vec<u8>,
}

impl Reader<'_> {
    /// Reads a tree; what cannot be read of it is trouble.
    fn open(&mut self, id: ObjectId, trouble: &mut Troubles) -> Open {
        let mut open = Open { id, children: Vec::new(), next: 0, found: Vec::new() };
        if let Err(error) = self.read(id, &mut open.children) {
            trouble.add(error);
        }
        open
    }

    fn read(&mut self, id: ObjectId, children: &mut Vec<(u32, Below)>) -> Result<(), Error> {
        let Reader { objects, holders, buffer } = self;
        for entry in objects.tree(id, buffer)? {
            let entry = entry.map_err(|error| objects.unreadable(id, &error))?;
            if entry.mode.is_tree() {
                let name = holders.names.intern(entry.filename);
                children.push((name, Below::Tree(entry.oid.to_owned())));
            } else if !entry.mode.is_commit()
                && let Some(blob) = holders.blob(entry.oid.to_owned())
            {
                let name = holders.names.intern(entry.filename);
                children.push((name, Below::Blob(blob)));
            }
        }
        Ok(())
    }

    /// Numbers a tree whose children are all known, if it holds something.
    fn close(&mut self, open: Open) -> Option<u32> {
        if open.found.is_empty() {
            return None;
        }
        let number = u32::try_from(self.holders.entries.len()).ok()?;
        self.holders.entries.push(open.found.into_boxed_slice());
        self.holders.numbers.insert(open.id, number);
        Some(number)
    }
}
