//! Folders by what they hold, letter case aside.

use super::Surroundings;
use super::fold::fold;
use sdf_core::{BStr, BString, Node, Notice};
use std::collections::HashMap;

/// Questions that are answered by a look at all names; after more of them, the names are folded
/// and kept.
const BY_LOOKING: usize = 8;

/// Folders, each listed once, when first asked for.
pub(super) struct Folders<'s> {
    surroundings: &'s dyn Surroundings,
    known: HashMap<BString, Folder>,
}

#[derive(Default)]
struct Folder {
    children: Vec<(BString, Node)>,
    by_fold: HashMap<Vec<u8>, Vec<usize>>,
    asked: usize,
}

impl<'s> Folders<'s> {
    pub(super) fn new(surroundings: &'s dyn Surroundings) -> Self {
        Folders { surroundings, known: HashMap::new() }
    }

    /// What the folder at `path` holds under names that fold like `name`.
    pub(super) fn alike(
        &mut self,
        path: &BStr,
        name: &BStr,
    ) -> Result<Vec<(BString, Node)>, Notice> {
        if !self.known.contains_key(path) {
            let children = self.surroundings.children(path)?;
            self.known.insert(path.to_owned(), Folder { children, ..Folder::default() });
        }
        Ok(self.known.get_mut(path).map(|folder| folder.alike(name)).unwrap_or_default())
    }
}

impl Folder {
    fn alike(&mut self, name: &BStr) -> Vec<(BString, Node)> {
        self.asked += 1;
        if self.asked <= BY_LOOKING {
            let folded = (!name.is_ascii()).then(|| fold(name));
            let is_alike = |child: &&(BString, Node)| match (&folded, child.0.is_ascii()) {
                (None, true) => child.0.eq_ignore_ascii_case(name),
                (Some(folded), _) => fold(&child.0) == *folded,
                // The Kelvin sign folds to a letter of ASCII.
                (None, false) => fold(&child.0) == fold(name),
            };
            return self.children.iter().filter(is_alike).cloned().collect();
        }
        if self.by_fold.is_empty() {
            for (at, (name, _)) in self.children.iter().enumerate() {
                self.by_fold.entry(fold(name)).or_default().push(at);
            }
        }
        let alike = self.by_fold.get(&fold(name)).map(Vec::as_slice).unwrap_or_default();
        alike.iter().filter_map(|&at| self.children.get(at)).cloned().collect()
    }
}
