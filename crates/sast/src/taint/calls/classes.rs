//! The classes of a file: bases, methods, fields.

use super::{BodyId, ClassId, tuples};
use sdf_syntax::{BindingKind, Kind, Names, NodeId, Role, Symbol, Tree};
use std::collections::HashMap;

/// How many classes up or down are looked at.
const CHAIN: usize = 32;

/// How many methods one call may run.
const OVERRIDES: usize = 4;

#[derive(Clone, Debug)]
struct Class {
    node: NodeId,
    bases: Vec<ClassId>,
    derived: Vec<ClassId>,
    methods: HashMap<Symbol, BodyId>,
    /// Of properties.
    setters: HashMap<Symbol, BodyId>,
    /// Whether it has a base that is not of this file.
    is_open: bool,
    /// Names that its body annotates, or that it is made with.
    fields: Vec<Symbol>,
    /// Whether its fields are elements of a tuple.
    is_tuple: bool,
}

/// The classes of a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Classes {
    all: Vec<Class>,
    by_node: HashMap<NodeId, ClassId>,
    /// By name; none where several have it.
    names: HashMap<Symbol, Option<ClassId>>,
}

impl Classes {
    pub(super) fn find(
        tree: &Tree,
        source: &[u8],
        names: &Names,
        by_owner: &HashMap<NodeId, BodyId>,
    ) -> Classes {
        let mut classes = Classes::default();
        for node in tree.subtree(NodeId::ROOT) {
            let named = match tree.node(node).kind {
                Kind::Class => None,
                Kind::Call => match tuples::fields(tree, source, node) {
                    Some(fields) => Some(fields),
                    None => continue,
                },
                _ => continue,
            };
            let id = ClassId(classes.all.len() as u32);
            let mut class = Class {
                node,
                bases: Vec::new(),
                derived: Vec::new(),
                methods: HashMap::new(),
                setters: HashMap::new(),
                is_open: false,
                is_tuple: named.is_some(),
                fields: named.unwrap_or_default(),
            };
            let body = tree.child(node, Role::Body);
            for member in body.into_iter().flat_map(|body| tree.children(body)) {
                match tree.node(member).kind {
                    Kind::Function => {
                        let method = by_owner.get(&member);
                        if let Some(&method) = method.filter(|_| is_setter(tree, member)) {
                            class.setters.insert(tree.node(member).symbol, method);
                        } else if let Some(&method) = method {
                            // The setter of a property comes behind it.
                            class.methods.entry(tree.node(member).symbol).or_insert(method);
                        }
                    }
                    Kind::Assign if tree.child(member, Role::Type).is_some() => {
                        let target = tree.child(member, Role::Target);
                        let target = target.filter(|&it| tree.node(it).kind == Kind::Name);
                        class.fields.extend(target.map(|target| tree.node(target).symbol));
                    }
                    _ => {}
                }
            }
            classes.by_node.insert(node, id);
            if tree.node(node).kind == Kind::Class {
                let named = classes.names.entry(tree.node(node).symbol);
                named.and_modify(|named| *named = None).or_insert(Some(id));
            }
            classes.all.push(class);
        }
        for at in 0..classes.all.len() {
            let Some(node) = classes.all.get(at).map(|class| class.node) else { continue };
            if tree.node(node).kind != Kind::Class {
                continue;
            }
            let bases = tree.children(node).filter(|&it| tree.node(it).role == Role::Argument);
            for base in bases.collect::<Vec<_>>() {
                let found = classes.named(tree, names, base).filter(|it| it.0 as usize != at);
                let Some(found) = found else {
                    let name = tree.bytes(tree.node(base).symbol);
                    if let Some(class) = classes.all.get_mut(at).filter(|_| name != b"object") {
                        class.is_open = true;
                        class.is_tuple |= name == b"NamedTuple";
                    }
                    continue;
                };
                if let Some(class) = classes.all.get_mut(at) {
                    class.bases.push(found);
                }
                if let Some(class) = classes.all.get_mut(found.0 as usize) {
                    class.derived.push(ClassId(at as u32));
                }
            }
        }
        classes
    }

    fn get(&self, id: ClassId) -> Option<&Class> {
        self.all.get(id.0 as usize)
    }

    pub(super) fn count(&self) -> usize {
        self.all.len()
    }

    pub(super) fn at(&self, node: NodeId) -> Option<ClassId> {
        self.by_node.get(&node).copied()
    }

    /// The class that a name, or what it is a subscript of, stands for.
    pub(super) fn named(&self, tree: &Tree, names: &Names, node: NodeId) -> Option<ClassId> {
        let name = match tree.node(node).kind {
            Kind::Subscript => tree.children(node).next()?,
            _ => node,
        };
        if tree.node(name).kind != Kind::Name {
            return self.at(name);
        }
        let binding = names.read(name)?;
        let is_only = binding.previous.is_none() && binding.next.is_none();
        if let BindingKind::Value(value) = binding.kind {
            return self.at(value).filter(|_| is_only);
        }
        if binding.kind != BindingKind::Class || !is_only {
            return None;
        }
        self.at(binding.node)
    }

    /// The class of a name that no other has.
    pub(super) fn by_name(&self, name: Symbol) -> Option<ClassId> {
        self.names.get(&name).copied().flatten()
    }

    pub(super) fn first_method(&self, class: ClassId) -> Option<BodyId> {
        self.get(class)?.methods.values().copied().min()
    }

    /// All methods and their classes.
    pub(super) fn methods(&self) -> impl Iterator<Item = (ClassId, BodyId)> {
        let classes = self.all.iter().enumerate();
        classes.flat_map(|(at, class)| {
            let methods = class.methods.values().chain(class.setters.values());
            methods.map(move |&method| (ClassId(at as u32), method))
        })
    }

    /// A class and those that it is made from, nearest first.
    fn line(&self, class: ClassId) -> Vec<ClassId> {
        self.reach(class, |class| &class.bases)
    }

    fn reach(&self, class: ClassId, next: impl Fn(&Class) -> &Vec<ClassId>) -> Vec<ClassId> {
        let mut line = vec![class];
        let mut at = 0;
        while let Some(&here) = line.get(at)
            && line.len() < CHAIN
        {
            for &base in self.get(here).map(&next).into_iter().flatten() {
                if !line.contains(&base) {
                    line.push(base);
                }
            }
            at += 1;
        }
        line
    }

    pub(super) fn family(&self, class: ClassId) -> Vec<ClassId> {
        let mut family = self.line(class);
        family.extend(self.reach(class, |class| &class.derived).into_iter().skip(1));
        family
    }

    /// The method that an object of exactly this class has by a name.
    pub(super) fn method(&self, class: ClassId, name: Symbol) -> Option<BodyId> {
        self.line(class).into_iter().find_map(|class| self.own(class, name))
    }

    /// The methods that an object of a class, or of one made from it, may have by a name; none
    /// where there are too many.
    pub(super) fn overrides(&self, class: ClassId, name: Symbol) -> Vec<BodyId> {
        let mut found: Vec<_> = self.method(class, name).into_iter().collect();
        let derived = self.reach(class, |class| &class.derived).into_iter().skip(1);
        found.extend(derived.filter_map(|class| self.own(class, name)));
        if found.len() > OVERRIDES {
            found.clear();
        }
        found
    }

    fn own(&self, class: ClassId, name: Symbol) -> Option<BodyId> {
        self.get(class)?.methods.get(&name).copied()
    }

    /// What an object of a class runs when a property is given a value.
    pub(super) fn setter(&self, class: ClassId, name: Symbol) -> Option<BodyId> {
        let mut line = self.line(class).into_iter();
        line.find_map(|class| self.get(class)?.setters.get(&name).copied())
    }

    /// Whether the fields of a class are elements of a tuple.
    pub(super) fn is_tuple(&self, class: ClassId) -> bool {
        let mut line = self.line(class).into_iter();
        line.any(|class| self.get(class).is_some_and(|class| class.is_tuple))
    }

    /// The method of that name that comes behind a class's own.
    pub(super) fn inherited(&self, class: ClassId, name: Symbol) -> Option<BodyId> {
        let line = self.line(class).into_iter().skip(1);
        line.into_iter().find_map(|class| self.own(class, name))
    }

    pub(super) fn fields(&self, class: ClassId) -> Vec<Symbol> {
        let mut fields = Vec::new();
        for class in self.line(class).into_iter().rev() {
            for &field in self.get(class).map(|class| &class.fields).into_iter().flatten() {
                if !fields.contains(&field) {
                    fields.push(field);
                }
            }
        }
        fields
    }
}

fn is_setter(tree: &Tree, function: NodeId) -> bool {
    let mut children = tree.children(function);
    children.any(|child| {
        let applied =
            tree.children(child).next().filter(|_| tree.node(child).kind == Kind::Decorator);
        applied.is_some_and(|it| tree.bytes(tree.node(it).symbol) == b"setter")
    })
}
