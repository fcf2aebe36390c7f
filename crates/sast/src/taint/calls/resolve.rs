//! What the callee of a call stands for.

use super::bodies::Method;
use super::objects::Known;
use super::{BodyId, Calls, ClassId, Passing, Receiver, Target};
use sdf_syntax::flow::Flow;
use sdf_syntax::{Binding, BindingKind, Kind, Names, NodeId, Role, Symbol, Tree};
use std::cell::Cell;
use std::collections::HashMap;

pub(super) struct Resolver<'c> {
    pub(super) tree: &'c Tree,
    pub(super) names: &'c Names,
    pub(super) calls: &'c Calls,
    /// What members of objects of a class always are; none where they are different things.
    pub(super) members: HashMap<(ClassId, Symbol), Option<Known>>,
    /// How many more expressions may be looked at for the one at hand.
    pub(super) left: Cell<u32>,
}

impl<'c> Resolver<'c> {
    pub(super) fn new(tree: &'c Tree, names: &'c Names, calls: &'c Calls) -> Self {
        let mut resolver =
            Resolver { tree, names, calls, members: HashMap::new(), left: Cell::new(0) };
        resolver.note_members();
        resolver
    }

    /// All calls and attributes that run something known, and the bodies that they are in.
    pub(super) fn run(&self) -> Vec<(BodyId, NodeId, Target)> {
        let mut found = Vec::new();
        for id in self.tree.subtree(NodeId::ROOT) {
            let node = self.tree.node(id);
            let targets = match node.kind {
                Kind::Call => self.call(id),
                Kind::Attribute if node.role != Role::Callee => self.property(id),
                _ => continue,
            };
            if !targets.is_empty() {
                let around = self.body_around(id);
                found.extend(targets.into_iter().map(|target| (around, id, target)));
            }
        }
        found
    }

    pub(super) fn body_around(&self, node: NodeId) -> BodyId {
        let mut owner = Flow::owner_of(self.tree, node);
        while owner != NodeId::ROOT {
            match self.calls.of_owner(owner) {
                Some(body) => return body,
                None => owner = Flow::owner_of(self.tree, self.tree.node(owner).parent),
            }
        }
        BodyId::MODULE
    }

    fn single(&self, name: NodeId) -> Option<&'c Binding> {
        let binding = self.names.read(name)?;
        (binding.previous.is_none() && binding.next.is_none()).then_some(binding)
    }

    /// The function that a name stands for.
    pub(super) fn function(&self, name: NodeId) -> Option<BodyId> {
        if let Some(imported) = self.calls.imported_function(name) {
            return Some(imported);
        }
        let binding = self.single(name)?;
        match binding.kind {
            BindingKind::Function => self.calls.of_owner(binding.node),
            BindingKind::Value(value) => self.calls.of_owner(value),
            _ => None,
        }
    }

    fn call(&self, call: NodeId) -> Vec<Target> {
        let tree = self.tree;
        let Some(callee) = tree.child(call, Role::Callee) else { return Vec::new() };
        let function =
            |(body, receiver)| Target::Function { body, receiver, passing: Passing::All };
        let functions = self.callable(callee);
        if !functions.is_empty() {
            return functions.into_iter().map(function).collect();
        }
        match self.class_of(callee) {
            Some(Known::Class(class)) => self.construction(class).into_iter().collect(),
            Some(known @ (Known::Object(_) | Known::Exact(_))) => {
                let name = self.calls.symbol(tree, b"__call__");
                let methods = name.map(|name| self.methods(known, name)).unwrap_or_default();
                methods.into_iter().map(function).collect()
            }
            _ => self.handed_on(call, callee).into_iter().collect(),
        }
    }

    fn construction(&self, class: ClassId) -> Option<Target> {
        match self.calls.constructor(class) {
            Some(body) => {
                Some(Target::Function { body, receiver: Receiver::New, passing: Passing::All })
            }
            None if self.calls.fields(class).is_empty() => None,
            None => Some(Target::Record(class)),
        }
    }

    /// The functions that an expression may name.
    fn callable(&self, node: NodeId) -> Vec<(BodyId, Receiver)> {
        let tree = self.tree;
        match tree.node(node).kind {
            Kind::Name => {
                self.function(node).map(|body| (body, Receiver::Argument)).into_iter().collect()
            }
            Kind::Attribute => {
                if let Some(imported) = self.calls.imported_function(node) {
                    return vec![(imported, Receiver::Argument)];
                }
                let object = tree.children(node).next();
                let known = object.and_then(|object| self.class_of(object));
                let name = tree.node(node).symbol;
                known.map(|known| self.methods(known, name)).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }

    /// The methods that a name of an object or class may stand for.
    fn methods(&self, known: Known, name: Symbol) -> Vec<(BodyId, Receiver)> {
        let classes = &self.calls.classes;
        let bodies = match known {
            Known::Object(class) => classes.overrides(class, name),
            Known::Exact(class) | Known::Class(class) => {
                classes.method(class, name).into_iter().collect()
            }
            Known::Bases(class) => classes.inherited(class, name).into_iter().collect(),
        };
        let receiver = |body: BodyId| {
            let receiver = match (self.calls.body(body)?.method, known) {
                (Method::Property, _) => return None,
                (Method::Static, _) => Receiver::Argument,
                (Method::Class, _) => Receiver::Class,
                (Method::Instance, Known::Object(_) | Known::Exact(_)) => Receiver::Object,
                (Method::Instance, Known::Class(_)) => Receiver::Argument,
                (Method::Instance, Known::Bases(_)) => Receiver::Own,
            };
            Some((body, receiver))
        };
        bodies.into_iter().filter_map(receiver).collect()
    }

    fn property(&self, attribute: NodeId) -> Vec<Target> {
        let object = self.tree.children(attribute).next();
        let name = self.tree.node(attribute).symbol;
        let bodies = match object.and_then(|object| self.class_of(object)) {
            Some(Known::Object(class)) => self.calls.classes.overrides(class, name),
            Some(Known::Exact(class)) => {
                self.calls.classes.method(class, name).into_iter().collect()
            }
            _ => return Vec::new(),
        };
        let is_property = |body: &BodyId| {
            self.calls.body(*body).is_some_and(|body| body.method == Method::Property)
        };
        let target =
            |body| Target::Function { body, receiver: Receiver::Object, passing: Passing::All };
        bodies.into_iter().filter(is_property).map(target).collect()
    }

    /// The function that a call of something unknown will run, going by its name.
    fn handed_on(&self, call: NodeId, callee: NodeId) -> Option<Target> {
        let tree = self.tree;
        let mut arguments =
            tree.children(call).filter(|&child| tree.node(child).role == Role::Argument);
        let passing = match tree.bytes(tree.node(callee).symbol) {
            b"map" | b"filter" | b"starmap" | b"imap" | b"imap_unordered" => Passing::Elements,
            b"submit" | b"to_thread" | b"apply" | b"apply_async" | b"call_soon" | b"run_sync"
            | b"start_new_thread" | b"spawn" | b"create_task" | b"run_in_threadpool"
            | b"add_task" | b"partial" => Passing::Behind(0),
            b"run_in_executor" | b"call_later" | b"call_at" => Passing::Behind(1),
            b"Thread" | b"Process" | b"Timer" => Passing::Named,
            _ => return None,
        };
        let function = match passing {
            Passing::Elements | Passing::All => arguments.next()?,
            Passing::Behind(at) => arguments.nth(at as usize)?,
            Passing::Named => {
                let is_target = |&argument: &NodeId| {
                    let node = tree.node(argument);
                    node.kind == Kind::KeywordArgument
                        && matches!(tree.bytes(node.symbol), b"target" | b"function")
                };
                tree.children(arguments.find(is_target)?).next()?
            }
        };
        let (body, receiver) = self.callable(function).into_iter().next()?;
        // Whose method it is could be found at the function, not at the call.
        let receiver = if receiver == Receiver::Argument { receiver } else { Receiver::Class };
        Some(Target::Function { body, receiver, passing })
    }
}
