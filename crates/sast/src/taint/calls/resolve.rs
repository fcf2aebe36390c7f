//! What the callee of a call stands for.

use super::bodies::Method;
use super::{BodyId, Calls, ClassId, Passing, Receiver, Target};
use sdf_syntax::flow::Flow;
use sdf_syntax::{Binding, BindingKind, Kind, Names, NodeId, Role, Symbol, Tree};
use std::collections::HashMap;

/// How many expressions within each other are looked through for the class of an object.
const CHAIN: usize = 6;

/// What an expression is known to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    /// An object of a class.
    Object(ClassId),
    /// A class.
    Class(ClassId),
    /// The bases of a class, as `super()` gives them.
    Bases(ClassId),
}

pub(super) struct Resolver<'c> {
    tree: &'c Tree,
    names: &'c Names,
    calls: &'c Calls,
    /// What members of objects of a class always are; none where they are different things.
    members: HashMap<(ClassId, Symbol), Option<ClassId>>,
}

impl<'c> Resolver<'c> {
    pub(super) fn new(tree: &'c Tree, names: &'c Names, calls: &'c Calls) -> Self {
        let mut resolver = Resolver { tree, names, calls, members: HashMap::new() };
        resolver.note_members();
        resolver
    }

    /// All calls and attributes that run something known, and the bodies that they are in.
    pub(super) fn run(&self) -> Vec<(BodyId, NodeId, Target)> {
        let mut found = Vec::new();
        for id in self.tree.subtree(NodeId::ROOT) {
            let node = self.tree.node(id);
            let target = match node.kind {
                Kind::Call => self.call(id),
                Kind::Attribute if node.role != Role::Callee => self.property(id),
                _ => continue,
            };
            found.extend(target.map(|target| (self.body_around(id), id, target)));
        }
        found
    }

    fn body_around(&self, node: NodeId) -> BodyId {
        let mut owner = Flow::owner_of(self.tree, node);
        while owner != NodeId::ROOT {
            match self.calls.of_owner(owner) {
                Some(body) => return body,
                None => owner = Flow::owner_of(self.tree, self.tree.node(owner).parent),
            }
        }
        BodyId::MODULE
    }

    /// What members that methods assign to themselves are.
    fn note_members(&mut self) {
        let tree = self.tree;
        for id in tree.subtree(NodeId::ROOT).filter(|&id| tree.node(id).kind == Kind::Assign) {
            let Some(target) = tree.child(id, Role::Target) else { continue };
            if tree.node(target).kind != Kind::Attribute {
                continue;
            }
            let object = tree.children(target).next();
            let Some(Known::Object(class)) = object.and_then(|object| self.known(object, CHAIN))
            else {
                continue;
            };
            let value = tree.child(id, Role::Value);
            if value.is_some_and(|value| tree.node(value).kind == Kind::None) {
                continue;
            }
            let known = value.and_then(|value| self.known(value, 2));
            let known = match known {
                Some(Known::Object(class)) => Some(class),
                _ => None,
            };
            let member = (class, tree.node(target).symbol);
            let slot = self.members.entry(member).or_insert(known);
            if *slot != known {
                *slot = None;
            }
        }
    }

    fn single(&self, name: NodeId) -> Option<&'c Binding> {
        let binding = self.names.read(name)?;
        (binding.previous.is_none() && binding.next.is_none()).then_some(binding)
    }

    /// The function that a name stands for.
    fn function(&self, name: NodeId) -> Option<BodyId> {
        let binding = self.single(name)?;
        match binding.kind {
            BindingKind::Function => self.calls.of_owner(binding.node),
            BindingKind::Value(value) => self.calls.of_owner(value),
            _ => None,
        }
    }

    /// The class of what an expression gives.
    fn known(&self, node: NodeId, depth: usize) -> Option<Known> {
        let depth = depth.checked_sub(1)?;
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
                    _ => None,
                }
            }
            Kind::Call => {
                let callee = tree.child(node, Role::Callee)?;
                let this = tree.node(callee);
                if this.kind == Kind::Name && tree.bytes(this.symbol) == b"super" {
                    return self.class_around(node).map(Known::Bases);
                }
                match self.known(callee, depth)? {
                    Known::Class(class) => Some(Known::Object(class)),
                    _ => None,
                }
            }
            Kind::Await => self.known(tree.children(node).next()?, depth),
            Kind::Attribute => match self.known(tree.children(node).next()?, depth)? {
                Known::Object(class) => {
                    let name = tree.node(node).symbol;
                    let members = self.calls.classes.family(class);
                    let mut found =
                        members.into_iter().filter_map(|it| self.members.get(&(it, name)));
                    let first = *found.next()?;
                    if found.any(|other| *other != first) {
                        return None;
                    }
                    first.map(Known::Object)
                }
                _ => None,
            },
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
        let mut written = tree.child(parameter, Role::Type)?;
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
    fn class_around(&self, node: NodeId) -> Option<ClassId> {
        self.calls.body(self.body_around(node))?.class
    }

    fn call(&self, call: NodeId) -> Option<Target> {
        let tree = self.tree;
        let callee = tree.child(call, Role::Callee)?;
        if let Some((body, receiver)) = self.callable(callee) {
            return Some(Target::Function { body, receiver, passing: Passing::All });
        }
        match self.known(callee, CHAIN) {
            Some(Known::Class(class)) => return self.construction(class),
            Some(Known::Object(class)) => {
                let call = self.tree.symbol(b"__call__")?;
                let body = self.calls.classes.method(class, call)?;
                let is_method = self.calls.body(body)?.has_receiver();
                let receiver = if is_method { Receiver::Object } else { Receiver::Argument };
                return Some(Target::Function { body, receiver, passing: Passing::All });
            }
            _ => {}
        }
        self.handed_on(call, callee)
    }

    fn construction(&self, class: ClassId) -> Option<Target> {
        let initialise = self.tree.symbol(b"__init__");
        let initialise = initialise.and_then(|name| self.calls.classes.method(class, name));
        match initialise {
            Some(body) => {
                Some(Target::Function { body, receiver: Receiver::New, passing: Passing::All })
            }
            None if self.calls.fields(class).is_empty() => None,
            None => Some(Target::Record(class)),
        }
    }

    /// The function that an expression names.
    fn callable(&self, node: NodeId) -> Option<(BodyId, Receiver)> {
        let tree = self.tree;
        match tree.node(node).kind {
            Kind::Name => Some((self.function(node)?, Receiver::Argument)),
            Kind::Attribute => {
                let name = tree.node(node).symbol;
                let object = tree.children(node).next()?;
                let known = self.known(object, CHAIN)?;
                let classes = &self.calls.classes;
                let body = match known {
                    Known::Object(class) | Known::Class(class) => classes.method(class, name)?,
                    Known::Bases(class) => classes.inherited(class, name)?,
                };
                let receiver = match (self.calls.body(body)?.method, known) {
                    (Method::Static, _) => Receiver::Argument,
                    (Method::Class, _) => Receiver::Class,
                    (Method::Property, _) => return None,
                    (Method::Instance, Known::Object(_)) => Receiver::Object,
                    (Method::Instance, Known::Class(_)) => Receiver::Argument,
                    (Method::Instance, Known::Bases(_)) => Receiver::Own,
                };
                Some((body, receiver))
            }
            _ => None,
        }
    }

    fn property(&self, attribute: NodeId) -> Option<Target> {
        let object = self.tree.children(attribute).next()?;
        let name = self.tree.node(attribute).symbol;
        let (class, receiver) = match self.known(object, CHAIN)? {
            Known::Object(class) => (class, Receiver::Object),
            _ => return None,
        };
        let body = self.calls.classes.method(class, name)?;
        let is_property = self.calls.body(body)?.method == Method::Property;
        let target = Target::Function { body, receiver, passing: Passing::All };
        is_property.then_some(target)
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
            | b"add_task" => Passing::Behind(0),
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
        let (body, receiver) = self.callable(function)?;
        // Whose method it is could be found at the function, not at the call.
        let receiver = if receiver == Receiver::Argument { receiver } else { Receiver::Class };
        Some(Target::Function { body, receiver, passing })
    }
}
