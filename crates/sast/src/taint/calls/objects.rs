//! Which classes expressions are objects of.

use super::ClassId;
use super::bodies::Method;
use super::resolve::Resolver;
use sdf_syntax::{Binding, BindingKind, Kind, NodeId, Role};

/// How many expressions within each other are looked through for the class of an object.
const CHAIN: usize = 6;

/// How many expressions are looked at for the class of one.
const LOOKS: u32 = 64;

/// What an expression is known to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// An object of a class or of one made from it.
    Object(ClassId),
    /// An object of exactly this class.
    Exact(ClassId),
    /// A class.
    Class(ClassId),
    /// The bases of a class, as `super()` gives them.
    Bases(ClassId),
}

impl Resolver<'_> {
    /// What members that methods assign to themselves are.
    pub(super) fn note_members(&mut self) {
        let tree = self.tree;
        for id in tree.subtree(NodeId::ROOT).filter(|&id| tree.node(id).kind == Kind::Assign) {
            let Some(target) = tree.child(id, Role::Target) else { continue };
            if tree.node(target).kind != Kind::Attribute {
                continue;
            }
            let object = tree.children(target).next();
            let object = object.and_then(|object| self.class_of(object));
            let Some(Known::Object(class) | Known::Exact(class)) = object else { continue };
            let value = tree.child(id, Role::Value);
            if value.is_some_and(|value| tree.node(value).kind == Kind::None) {
                continue;
            }
            let known = value.and_then(|value| self.class_of(value));
            let known = known.filter(|it| matches!(it, Known::Object(_) | Known::Exact(_)));
            let member = (class, tree.node(target).symbol);
            let slot = self.members.entry(member).or_insert(known);
            if *slot != known {
                *slot = None;
            }
        }
    }

    /// The class of what an expression gives.
    pub(super) fn class_of(&self, node: NodeId) -> Option<Known> {
        self.left.set(LOOKS);
        self.known(node, CHAIN)
    }

    fn known(&self, node: NodeId, depth: usize) -> Option<Known> {
        let depth = depth.checked_sub(1)?;
        self.left.set(self.left.get().checked_sub(1)?);
        let (tree, classes) = (self.tree, &self.calls.classes);
        match tree.node(node).kind {
            Kind::Name => {
                if let Some(class) = classes.named(tree, self.names, node) {
                    return Some(Known::Class(class));
                }
                let binding = self.names.read(node)?;
                match binding.kind {
                    BindingKind::Parameter => self.parameter(binding.node),
                    BindingKind::Value(_) => self.variable(binding, depth),
                    BindingKind::Other => self.context(binding, depth),
                    _ => None,
                }
            }
            Kind::Call => {
                let callee = tree.child(node, Role::Callee)?;
                let this = tree.node(callee);
                if this.kind == Kind::Name && tree.bytes(this.symbol) == b"super" {
                    return self.class_around(node).map(Known::Bases);
                }
                match self.known(callee, depth) {
                    Some(Known::Class(class)) => Some(Known::Exact(class)),
                    _ => self.returned(callee),
                }
            }
            Kind::Await => self.known(tree.children(node).next()?, depth),
            Kind::Attribute => match classes.named(tree, self.names, node) {
                Some(class) => Some(Known::Class(class)),
                None => self.member(node, depth),
            },
            _ => None,
        }
    }

    /// What a member of an object is.
    fn member(&self, node: NodeId, depth: usize) -> Option<Known> {
        let tree = self.tree;
        match self.known(tree.children(node).next()?, depth)? {
            Known::Object(class) | Known::Exact(class) => {
                let name = tree.node(node).symbol;
                let members = self.calls.classes.family(class);
                let mut found = members.into_iter().filter_map(|it| self.members.get(&(it, name)));
                let first = *found.next()?;
                if found.any(|other| *other != first) {
                    return None;
                }
                first
            }
            _ => None,
        }
    }

    /// What a variable is that is given an object of the same class everywhere.
    fn variable(&self, binding: &Binding, depth: usize) -> Option<Known> {
        let mut first = binding;
        for _ in 0..8 {
            match first.previous.and_then(|previous| self.names.bindings().get(previous.index())) {
                Some(previous) => first = previous,
                None => break,
            }
        }
        let (mut known, mut next) = (None, Some(first));
        let mut seen = 0;
        while let Some(binding) = next {
            seen += 1;
            let BindingKind::Value(value) = binding.kind else { return None };
            let this = self.known(value, depth)?;
            if seen > 8 || known.is_some_and(|known| known != this) {
                return None;
            }
            known = Some(this);
            next = binding.next.and_then(|next| self.names.bindings().get(next.index()));
        }
        known
    }

    /// What a parameter is: the object of a method, or what its type says.
    fn parameter(&self, parameter: NodeId) -> Option<Known> {
        let tree = self.tree;
        let function = tree.node(parameter).parent;
        let body = self.calls.body(self.calls.of_owner(function)?)?;
        if let Some(class) = body.class
            && body.parameters.first().is_some_and(|first| first.node == parameter)
        {
            return match body.method {
                Method::Instance | Method::Property => Some(Known::Object(class)),
                Method::Class => Some(Known::Class(class)),
                Method::Static => None,
            };
        }
        self.written(tree.child(parameter, Role::Type)?)
    }

    /// What the target of `with C() as target` is: most objects give themselves.
    fn context(&self, binding: &Binding, depth: usize) -> Option<Known> {
        let item = self.tree.node(binding.node).parent;
        let is_only = binding.previous.is_none() && binding.next.is_none();
        if self.tree.node(item).kind != Kind::WithItem || !is_only {
            return None;
        }
        match self.known(self.tree.child(item, Role::Value)?, depth)? {
            known @ (Known::Object(_) | Known::Exact(_)) => Some(known),
            _ => None,
        }
    }

    /// What a function is written to return.
    fn returned(&self, callee: NodeId) -> Option<Known> {
        if self.tree.node(callee).kind != Kind::Name {
            return None;
        }
        let body = self.calls.body(self.function(callee)?)?;
        self.written(self.tree.child(body.owner, Role::Returns)?)
    }

    /// An object of the class that a type names.
    fn written(&self, written: NodeId) -> Option<Known> {
        let (tree, mut written) = (self.tree, written);
        while tree.node(written).kind != Kind::Name {
            // A type may be wrapped in a node of its own.
            let mut inner = tree.children(written);
            written = inner.next()?;
            if inner.next().is_some() {
                return None;
            }
        }
        self.calls.classes.named(tree, self.names, written).map(Known::Object)
    }

    /// The class whose method a node is in.
    pub(super) fn class_around(&self, node: NodeId) -> Option<ClassId> {
        self.calls.body(self.body_around(node))?.class
    }
}
