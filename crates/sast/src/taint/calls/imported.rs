//! What a file imports from other modules of its project, as bodies and classes without a node.

use super::bodies::{Body, Parameter};
use super::classes::{Class, Classes};
use super::interface::{Interface, Offered, OfferedBase, target};
use super::{BodyId, ClassId};
use crate::tables::HashMap;
use sdf_syntax::{Kind, Names, NodeId, Role, Symbol, Tree};

/// How many modules pass a name on to one another.
const HOPS: usize = 5;

/// How many classes are taken in from other modules.
const CLASSES: usize = 256;

/// A node that no tree has.
const NOWHERE: NodeId = NodeId(u32::MAX);

/// A function of another module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Abroad {
    /// The module.
    pub module: u32,
    /// The function's body there.
    pub body: u32,
}

/// The modules of a project, by number.
pub trait Modules {
    /// What a module offers.
    fn interface(&self, module: u32) -> Option<&Interface>;

    /// The module that the beginning of `path` names where the module `from` imports it, and of
    /// how many components that beginning is; the longest there is. A relative path starts with
    /// its dots.
    fn module(&self, from: u32, path: &[&[u8]]) -> Option<(u32, usize)>;
}

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Entity {
    Function(Abroad),
    Class(u32, u32),
}

/// What a path stands for in the module `from`.
fn find(modules: &dyn Modules, from: u32, path: &[&[u8]], hops: usize) -> Option<Entity> {
    let hops = hops.checked_sub(1)?;
    let (module, length) = modules.module(from, path)?;
    let (&[name, ref rest @ ..], interface) = (path.get(length..)?, modules.interface(module)?)
    else {
        return None;
    };
    let on = |target: &[Vec<u8>], rest: &[&[u8]]| {
        let path: Vec<&[u8]> =
            target.iter().map(Vec::as_slice).chain(rest.iter().copied()).collect();
        (module != from || length > 0).then(|| find(modules, module, &path, hops)).flatten()
    };
    match (interface.names.get(name), rest) {
        (Some(&Offered::Function(body)), []) => Some(Entity::Function(Abroad { module, body })),
        (Some(&Offered::Class(class)), []) => Some(Entity::Class(module, class)),
        (Some(Offered::Imported(target)), rest) => on(target, rest),
        (Some(_), _) => None,
        (None, rest) => {
            let rest: Vec<&[u8]> = std::iter::once(name).chain(rest.iter().copied()).collect();
            interface.everything.iter().take(8).find_map(|target| on(target, &rest))
        }
    }
}

/// What a file imports.
#[derive(Clone, Debug, Default)]
pub(super) struct Imported {
    pub(super) functions: HashMap<NodeId, BodyId>,
    pub(super) classes: HashMap<NodeId, ClassId>,
    entities: Vec<(NodeId, Entity)>,
    /// Names that the file itself does not have, and their symbols.
    pub(super) symbols: std::collections::HashMap<Vec<u8>, Symbol>,
    /// The same, in the order of symbols.
    pub(super) names: Vec<Vec<u8>>,
    known_bodies: HashMap<Abroad, BodyId>,
    known_classes: HashMap<(u32, u32), ClassId>,
    bodies: Vec<Body>,
    first_body: u32,
}

impl Imported {
    /// What `tree`, the module `from`, names that is from other modules.
    pub(super) fn find(
        tree: &Tree,
        names: &Names,
        (modules, from): (&dyn Modules, u32),
        first_body: usize,
    ) -> Imported {
        let mut imported = Imported { first_body: first_body as u32, ..Imported::default() };
        let mut known: HashMap<Vec<Symbol>, Option<Entity>> = HashMap::default();
        for id in tree.subtree(NodeId::ROOT).filter(|&id| tree.node(id).kind == Kind::Name) {
            let Some(target) = target(tree, names, id) else { continue };
            let (mut at, mut path) = (id, target.to_vec());
            for _ in 0..8 {
                let entity = *known.entry(path.clone()).or_insert_with(|| {
                    let path: Vec<&[u8]> = path.iter().map(|&part| tree.bytes(part)).collect();
                    find(modules, from, &path, HOPS)
                });
                if let Some(entity) = entity {
                    imported.entities.push((at, entity));
                    break;
                }
                let around = tree.node(at).parent;
                let is_attribute = tree.node(around).kind == Kind::Attribute;
                if !is_attribute || tree.node(at).role != Role::Object {
                    break;
                }
                path.push(tree.node(around).symbol);
                at = around;
            }
        }
        imported
    }

    /// Adds classes to those of the file, and notes functions.
    pub(super) fn settle(&mut self, tree: &Tree, modules: &dyn Modules, classes: &mut Classes) {
        for (node, entity) in std::mem::take(&mut self.entities) {
            match entity {
                Entity::Function(abroad) => {
                    let body = self.body(tree, modules, abroad);
                    self.functions.extend(body.map(|body| (node, body)));
                }
                Entity::Class(module, class) => {
                    let class = self.class(tree, modules, (module, class), classes, HOPS);
                    self.classes.extend(class.map(|class| (node, class)));
                }
            }
        }
    }

    /// The bodies of what was imported, to come behind those of the file.
    pub(super) fn take_bodies(&mut self) -> Vec<Body> {
        std::mem::take(&mut self.bodies)
    }

    fn symbol(&mut self, tree: &Tree, name: &[u8]) -> Symbol {
        if let Some(symbol) = tree.symbol(name).or_else(|| self.symbols.get(name).copied()) {
            return symbol;
        }
        let symbol = Symbol((tree.symbol_count() + self.names.len()) as u32);
        self.symbols.insert(name.to_vec(), symbol);
        self.names.push(name.to_vec());
        symbol
    }

    fn body(&mut self, tree: &Tree, modules: &dyn Modules, abroad: Abroad) -> Option<BodyId> {
        if let Some(&known) = self.known_bodies.get(&abroad) {
            return Some(known);
        }
        let offered = modules.interface(abroad.module)?.bodies.get(abroad.body as usize)?;
        let parameters = offered.parameters.iter().map(|it| Parameter {
            node: NOWHERE,
            name: self.symbol(tree, &it.name),
            kind: it.kind,
            is_rebound: it.is_rebound,
        });
        let body = Body {
            owner: NOWHERE,
            parameters: parameters.collect(),
            yields: offered.yields,
            class: None,
            method: offered.method,
            calls: Vec::new(),
            inner: Vec::new(),
            captures: Vec::new(),
            escapes: false,
            globals: Vec::new(),
            abroad: Some(abroad),
        };
        let id = BodyId(self.first_body + self.bodies.len() as u32);
        self.bodies.push(body);
        self.known_bodies.insert(abroad, id);
        Some(id)
    }

    fn class(
        &mut self,
        tree: &Tree,
        modules: &dyn Modules,
        abroad: (u32, u32),
        classes: &mut Classes,
        depth: usize,
    ) -> Option<ClassId> {
        if let Some(&known) = self.known_classes.get(&abroad) {
            return Some(known);
        }
        let depth = depth.checked_sub(1)?;
        let (module, class) = abroad;
        let offered = modules.interface(module)?.classes.get(class as usize)?;
        if self.known_classes.len() >= CLASSES {
            return None;
        }
        let mut methods = HashMap::default();
        for (name, body) in &offered.methods {
            let body = self.body(tree, modules, Abroad { module, body: *body })?;
            methods.insert(self.symbol(tree, name), body);
        }
        let fields = offered.fields.iter().map(|field| self.symbol(tree, field)).collect();
        let id = classes.add(Class { methods, fields, ..Class::at(NOWHERE) });
        self.known_classes.insert(abroad, id);
        for base in &offered.bases {
            let base = match base {
                OfferedBase::Here(class) => Some((module, *class)),
                OfferedBase::Imported(path) => {
                    let path: Vec<&[u8]> = path.iter().map(Vec::as_slice).collect();
                    match find(modules, module, &path, HOPS) {
                        Some(Entity::Class(module, class)) => Some((module, class)),
                        _ => None,
                    }
                }
            };
            let base = base.filter(|&base| base != abroad);
            match base.and_then(|base| self.class(tree, modules, base, classes, depth)) {
                Some(base) => classes.derive(id, base),
                None => classes.open(id),
            }
        }
        Some(id)
    }
}
