//! The classes of a file: bases, methods, fields.

use super::imported::{Imported, Modules};
use super::{BodyId, ClassId, tuples};
use crate::tables::HashMap;
use sdf_syntax::{BindingKind, Kind, Names, NodeId, Role, Symbol, Tree};

/// How many classes up or down are looked at.
const CHAIN: usize = 32;

/// How many methods one call may run.
const OVERRIDES: usize = 4;

#[derive(Clone, Debug)]
pub(super) struct Class {
    pub(super) node: NodeId,
    pub(super) bases: Vec<ClassId>,
    pub(super) derived: Vec<ClassId>,
    pub(super) methods: HashMap<Symbol, BodyId>,
    /// Of properties.
    pub(super) setters: HashMap<Symbol, BodyId>,
    /// Whether it has a base that is not known.
    pub(super) is_open: bool,
    /// Names that its body annotates, or that it is made with.
    pub(super) fields: Vec<Symbol>,
    /// Whether its fields are elements of a tuple.
    pub(super) is_tuple: bool,
}

impl Class {
    pub(super) fn at(node: NodeId) -> Class {
        Class {
            node,
            bases: Vec::new(),
            derived: Vec::new(),
            methods: HashMap::default(),
            setters: HashMap::default(),
            is_open: false,
            fields: Vec::new(),
            is_tuple: false,
        }
    }
}

/// The classes of a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Classes {
    all: Vec<Class>,
    by_node: HashMap<NodeId, ClassId>,
    /// By name; none where several have it.
    names: HashMap<Symbol, Option<ClassId>>,
    /// Those of other modules, by the expressions that name them.
    imported: HashMap<NodeId, ClassId>,
}

impl Classes {
    /// Those of a file; with `modules`, what of theirs is `imported` is added.
    pub(super) fn find(
        tree: &Tree,
        source: &[u8],
        names: &Names,
        by_owner: &HashMap<NodeId, BodyId>,
        (imported, modules): (&mut Imported, Option<&dyn Modules>),
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
            let mut class = Class::at(node);
            class.is_tuple = named.is_some();
            class.fields = named.unwrap_or_default();
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
        let count = classes.all.len();
        if let Some(modules) = modules {
            imported.settle(tree, modules, &mut classes);
            classes.imported.clone_from(&imported.classes);
        }
        for at in 0..count {
            let Some(node) = classes.all.get(at).map(|class| class.node) else { continue };
            if tree.node(node).kind != Kind::Class {
                continue;
            }
            let bases = tree.children(node).filter(|&it| tree.node(it).role == Role::Argument);
            for base in bases.collect::<Vec<_>>() {
                let found = classes.named(tree, names, base).filter(|it| it.0 as usize != at);
                let Some(found) = found else {
                    let name = tree.bytes(tree.node(base).symbol);
                    if name != b"object" {
                        classes.open(ClassId(at as u32));
                    }
                    if let Some(class) = classes.all.get_mut(at) {
                        class.is_tuple |= name == b"NamedTuple";
                    }
                    continue;
                };
                classes.derive(ClassId(at as u32), found);
            }
        }
        classes
    }

    /// Adds a class.
    pub(super) fn add(&mut self, class: Class) -> ClassId {
        self.all.push(class);
        ClassId(self.all.len() as u32 - 1)
    }

    /// Notes that a class is made from another.
    pub(super) fn derive(&mut self, class: ClassId, base: ClassId) {
        if let Some(class) = self.all.get_mut(class.0 as usize) {
            class.bases.push(base);
        }
        if let Some(base) = self.all.get_mut(base.0 as usize) {
            base.derived.push(class);
        }
    }

    /// Notes that a class has a base that is not known.
    pub(super) fn open(&mut self, class: ClassId) {
        if let Some(class) = self.all.get_mut(class.0 as usize) {
            class.is_open = true;
        }
    }

    pub(super) fn all(&self) -> &[Class] {
        &self.all
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
        if let Some(&imported) = self.imported.get(&name) {
            return Some(imported);
        }
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
