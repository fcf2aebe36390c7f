//! What bandit knows of imports: the names they gave, and what was imported so far.

use super::Pass;
use sdf_syntax::{Kind, NodeId, Role, Symbol};
use std::collections::{HashMap, HashSet};

/// Parts of modules' names that checks ask for.
const PARTS: [&str; 7] = [
    "flask",
    "paramiko",
    "django.db.models",
    "django.utils.safestring",
    "transformers",
    "datasets",
    "huggingface_hub",
];

/// The imports met so far, whatever scope they stand in.
#[derive(Debug, Default)]
pub(super) struct Imports {
    /// What each name was imported as; `import a.b` without `as` gives none.
    aliases: HashMap<Symbol, Vec<u8>>,
    /// Everything imported, by its full name.
    seen: HashSet<Vec<u8>>,
    /// Whether one of them has each of the parts.
    has_part: [bool; PARTS.len()],
}

/// One name of an import statement.
pub(super) struct Imported {
    /// The full name, without the dots of a relative import.
    pub(super) name: Vec<u8>,
}

impl Imports {
    /// What a name was imported as.
    pub(super) fn alias(&self, symbol: Symbol) -> Option<&[u8]> {
        self.aliases.get(&symbol).map(Vec::as_slice)
    }

    /// Whether exactly `name` was imported.
    pub(super) fn has(&self, name: &str) -> bool {
        self.seen.contains(name.as_bytes())
    }

    /// Whether `part`, one of those known, is part of a name imported.
    pub(super) fn has_like(&self, part: &str) -> bool {
        PARTS.iter().zip(self.has_part).any(|(known, has)| has && *known == part)
    }

    fn see(&mut self, name: &[u8]) {
        for (part, has) in PARTS.iter().zip(&mut self.has_part) {
            *has = *has || memchr::memmem::find(name, part.as_bytes()).is_some();
        }
        self.seen.insert(name.to_vec());
    }
}

impl Pass<'_, '_> {
    pub(super) fn import(&mut self, id: NodeId) {
        let tree = self.tree;
        let module = self.dotted(id);
        let mut items = Vec::new();
        for item in tree.children(id).filter(|&it| tree.node(it).kind == Kind::ImportItem) {
            let is_everything = tree.bytes(tree.node(item).symbol) == b"*";
            let own = if is_everything { b"*".to_vec() } else { self.dotted(item) };
            let name = match module.is_empty() {
                true => own,
                false => [module.as_slice(), b".", own.as_slice()].concat(),
            };
            let alias = tree.child(item, Role::Alias).map(|alias| tree.node(alias).symbol);
            let implicit = || {
                let path = tree.child(item, Role::Path).filter(|_| !module.is_empty())?;
                Some(tree.node(path).symbol)
            };
            if let Some(symbol) = alias.or_else(implicit) {
                self.imports.aliases.insert(symbol, name.clone());
            }
            self.imports.see(&name);
            items.push(Imported { name });
        }
        self.listed_import(id, &items);
    }

    /// The names below a node that make up a path, joined by dots.
    fn dotted(&self, id: NodeId) -> Vec<u8> {
        let path = self.tree.children(id).filter(|&child| self.tree.node(child).role == Role::Path);
        let names: Vec<&[u8]> = path.map(|name| self.name_of(name)).collect();
        names.join(b".".as_slice())
    }
}
