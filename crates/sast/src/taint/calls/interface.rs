//! What a module offers to those that import it.

use super::bodies::{self, Method, ParameterKind};
use super::classes::Classes;
use super::imported::Imported;
use sdf_syntax::{BindingKind, ImportForm, Kind, Names, NodeId, Role, ScopeId, Symbol, Tree};
use std::collections::{BTreeMap, HashMap};

/// A name with dots, by components; a relative one starts with its dots.
pub(super) type Dotted = Vec<Vec<u8>>;

/// A parameter as callers see it.
#[derive(Clone, Debug)]
pub(super) struct OfferedParameter {
    pub(super) name: Vec<u8>,
    pub(super) kind: ParameterKind,
    pub(super) is_rebound: bool,
}

/// A function as callers see it.
#[derive(Clone, Debug)]
pub(super) struct OfferedBody {
    pub(super) parameters: Vec<OfferedParameter>,
    pub(super) yields: bool,
    pub(super) method: Method,
}

/// A class as those see it who make objects of it.
#[derive(Clone, Debug)]
pub(super) struct OfferedClass {
    pub(super) bases: Vec<OfferedBase>,
    /// Names and bodies.
    pub(super) methods: Vec<(Vec<u8>, u32)>,
    pub(super) fields: Vec<Vec<u8>>,
}

/// What a class is made from.
#[derive(Clone, Debug)]
pub(super) enum OfferedBase {
    /// A class of the module.
    Here(u32),
    /// One that it imports.
    Imported(Dotted),
}

/// What a name of a module stands for.
#[derive(Clone, Debug)]
pub(super) enum Offered {
    /// A function, by its body.
    Function(u32),
    /// A class.
    Class(u32),
    /// What it imports itself.
    Imported(Dotted),
}

/// What a module offers: its functions, classes and what it passes on, by name.
#[derive(Clone, Debug, Default)]
pub struct Interface {
    pub(super) bodies: Vec<OfferedBody>,
    pub(super) classes: Vec<OfferedClass>,
    pub(super) names: HashMap<Vec<u8>, Offered>,
    /// Modules of which it passes on everything.
    pub(super) everything: Vec<Dotted>,
}

impl Interface {
    /// What the module `tree`, parsed from `source`, offers.
    pub fn of(tree: &Tree, source: &[u8], names: &Names) -> Interface {
        let (bodies, by_owner) = bodies::find(tree, source, names);
        let classes =
            Classes::find(tree, source, names, &by_owner, (&mut Imported::default(), None));
        let name = |symbol: Symbol| tree.bytes(symbol).to_vec();
        let dotted = |path: &[Symbol]| path.iter().map(|&part| name(part)).collect::<Dotted>();
        let offered = bodies.iter().map(|body| OfferedBody {
            parameters: body
                .parameters
                .iter()
                .map(|it| OfferedParameter {
                    name: name(it.name),
                    kind: it.kind,
                    is_rebound: it.is_rebound,
                })
                .collect(),
            yields: body.yields,
            method: Method::Instance,
        });
        let mut interface = Interface { bodies: offered.collect(), ..Interface::default() };
        for class in classes.all() {
            let mut offered = OfferedClass {
                bases: class.bases.iter().map(|base| OfferedBase::Here(base.0)).collect(),
                fields: class.fields.iter().map(|&field| name(field)).collect(),
                methods: Vec::new(),
            };
            let methods: BTreeMap<_, _> = class.methods.iter().collect();
            for (&symbol, &body) in methods {
                offered.methods.push((name(symbol), body.0));
                let owner = bodies.get(body.index()).map(|body| body.owner);
                if let (Some(slot), Some(owner)) = (interface.bodies.get_mut(body.index()), owner) {
                    slot.method = Method::of(tree, owner);
                }
            }
            let written =
                tree.children(class.node).filter(|&it| tree.node(it).role == Role::Argument);
            for base in written {
                let path = imported_path(tree, names, base);
                offered.bases.extend(path.map(|path| OfferedBase::Imported(dotted(&path))));
            }
            interface.classes.push(offered);
        }
        for binding in names.bindings() {
            let is_only = binding.previous.is_none() && binding.next.is_none();
            if binding.scope != ScopeId::MODULE || !is_only {
                continue;
            }
            let offered = match binding.kind {
                BindingKind::Function => {
                    by_owner.get(&binding.node).map(|it| Offered::Function(it.0))
                }
                BindingKind::Value(value) if tree.node(value).kind == Kind::Lambda => {
                    by_owner.get(&value).map(|it| Offered::Function(it.0))
                }
                BindingKind::Class => classes.at(binding.node).map(|it| Offered::Class(it.0)),
                BindingKind::Import(import) => names
                    .imports()
                    .get(import as usize)
                    .map(|import| Offered::Imported(dotted(&import.target))),
                _ => None,
            };
            interface.names.extend(offered.map(|offered| (name(binding.name), offered)));
        }
        let everything = names.imports().iter().filter(|import| {
            import.form == ImportForm::Everything && import.scope == ScopeId::MODULE
        });
        let module = everything.filter_map(|import| import.path.split_last());
        interface.everything = module.map(|(_, module)| dotted(module)).collect();
        interface
    }
}

/// What an expression, a name or attributes of one, stands for by an import.
fn imported_path(tree: &Tree, names: &Names, node: NodeId) -> Option<Vec<Symbol>> {
    let (mut at, mut rest) = (node, Vec::new());
    while tree.node(at).kind == Kind::Attribute && rest.len() < 16 {
        rest.push(tree.node(at).symbol);
        at = tree.child(at, Role::Object)?;
    }
    let target = target(tree, names, at)?;
    rest.reverse();
    Some([target, &rest].concat())
}

/// What a name stands for that is bound once, by an import.
pub(super) fn target<'n>(tree: &Tree, names: &'n Names, name: NodeId) -> Option<&'n [Symbol]> {
    if tree.node(name).kind != Kind::Name {
        return None;
    }
    let binding = names.read(name)?;
    let is_only = binding.previous.is_none() && binding.next.is_none();
    match binding.kind {
        BindingKind::Import(import) if is_only => {
            names.imports().get(import as usize).map(|import| import.target.as_slice())
        }
        _ => None,
    }
}
