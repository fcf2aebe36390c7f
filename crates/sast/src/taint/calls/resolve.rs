//! What the callee of a call stands for.

use super::bodies::Method;
use super::guess::Guesses;
use super::objects::Known;
use super::{BodyId, Calls, ClassId, Passing, Receiver, Target};
use crate::tables::HashMap;
use sdf_syntax::flow::Flow;
use sdf_syntax::{Binding, BindingKind, Kind, Names, NodeId, Role, Symbol, Tree};
use std::cell::Cell;

/// How often what functions are passed is looked at for what their parameters are.
const ROUNDS: usize = 3;

pub(super) struct Resolver<'c> {
    pub(super) tree: &'c Tree,
    pub(super) source: &'c [u8],
    pub(super) names: &'c Names,
    pub(super) calls: &'c Calls,
    /// What members of objects of a class always are; none where they are different things.
    pub(super) members: HashMap<(ClassId, Symbol), Option<Known>>,
    /// What parameters are passed; none where it is different things.
    pub(super) given: HashMap<NodeId, Option<Known>>,
    /// What functions return.
    pub(super) returned: HashMap<NodeId, Vec<NodeId>>,
    guesses: Guesses,
    /// How many more expressions may be looked at for the one at hand.
    pub(super) left: Cell<u32>,
}

/// Something that is run.
pub(super) struct Run {
    pub(super) at: NodeId,
    /// The body that it is run in.
    pub(super) within: BodyId,
    pub(super) target: Target,
    /// Whether it may as well be something unknown that is run.
    pub(super) is_guess: bool,
}

impl<'c> Resolver<'c> {
    pub(super) fn new(
        tree: &'c Tree,
        source: &'c [u8],
        names: &'c Names,
        calls: &'c Calls,
    ) -> Self {
        Resolver {
            tree,
            source,
            names,
            calls,
            members: HashMap::default(),
            given: HashMap::default(),
            returned: HashMap::default(),
            guesses: Guesses::new(tree, calls),
            left: Cell::new(0),
        }
    }

    /// All calls and attributes that run something known, and the bodies that they are in.
    pub(super) fn run(mut self) -> Vec<Run> {
        if self.calls.class_count() == 0 {
            return self.all();
        }
        for id in self.tree.subtree(NodeId::ROOT) {
            if self.tree.node(id).kind == Kind::Return
                && let Some(value) = self.tree.children(id).next()
            {
                self.returned.entry(Flow::owner_of(self.tree, id)).or_default().push(value);
            }
        }
        self.note_members();
        let mut found = self.all();
        for _ in 0..ROUNDS {
            let given = self.passed(&found);
            if given == self.given {
                break;
            }
            self.given = given;
            self.note_members();
            found = self.all();
        }
        found
    }

    fn all(&self) -> Vec<Run> {
        let mut found = Vec::new();
        for at in self.tree.subtree(NodeId::ROOT) {
            let node = self.tree.node(at);
            let (targets, is_guess) = match node.kind {
                Kind::Call => self.call(at),
                Kind::Attribute if node.role != Role::Callee => self.property(at),
                _ => continue,
            };
            if !targets.is_empty() {
                let within = self.body_around(at);
                let run = |target| Run { at, within, target, is_guess };
                found.extend(targets.into_iter().map(run));
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

    /// What a call runs; whether it may as well be something unknown.
    fn call(&self, call: NodeId) -> (Vec<Target>, bool) {
        let tree = self.tree;
        let Some(callee) = tree.child(call, Role::Callee) else { return (Vec::new(), false) };
        let function =
            |(body, receiver)| Target::Function { body, receiver, passing: Passing::All };
        let (functions, is_guess) = self.callable(callee);
        if !functions.is_empty() {
            return (functions.into_iter().map(function).collect(), is_guess);
        }
        let known = self.class_of(callee);
        match known {
            Some(Known::Class(class)) => (self.construction(class).into_iter().collect(), false),
            Some(Known::Object(_) | Known::Exact(_) | Known::Likely(_)) => {
                let name = self.calls.symbol(tree, b"__call__");
                let methods = known.zip(name).map(|(known, name)| self.methods(known, name));
                let methods = methods.into_iter().flatten().map(function).collect();
                (methods, matches!(known, Some(Known::Likely(_))))
            }
            _ => match self.handed_on(call, callee) {
                Some(target) => (vec![target], false),
                None => (self.guessed(call, callee).into_iter().map(function).collect(), true),
            },
        }
    }

    /// The method that a call of an unknown object, or of a method kept in a variable, may run.
    fn guessed(&self, call: NodeId, callee: NodeId) -> Option<(BodyId, Receiver)> {
        let tree = self.tree;
        match tree.node(callee).kind {
            Kind::Attribute => {
                let object = tree.children(callee).next()?;
                if self.class_of(object).is_some() {
                    return None;
                }
                let method = self.guesses.method(tree, self.names, self.calls, call, callee)?;
                Some((method, Receiver::Object))
            }
            Kind::Name => {
                let method = self.names.constant(callee)?;
                let is_attribute = tree.node(method).kind == Kind::Attribute;
                let (functions, _) = is_attribute.then(|| self.callable(method))?;
                let (body, receiver) = functions.into_iter().next()?;
                // Whose method it is could be found at the function, not at the call.
                let is_plain = receiver == Receiver::Argument;
                Some((body, if is_plain { receiver } else { Receiver::Class }))
            }
            _ => None,
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

    /// The functions that an expression may name; whether it may name something unknown as well.
    fn callable(&self, node: NodeId) -> (Vec<(BodyId, Receiver)>, bool) {
        let tree = self.tree;
        match tree.node(node).kind {
            Kind::Name => {
                let function = self.function(node).map(|body| (body, Receiver::Argument));
                (function.into_iter().collect(), false)
            }
            Kind::Attribute => {
                if let Some(imported) = self.calls.imported_function(node) {
                    return (vec![(imported, Receiver::Argument)], false);
                }
                let object = tree.children(node).next();
                let known = object.and_then(|object| self.class_of(object));
                let name = tree.node(node).symbol;
                let methods = known.map(|known| self.methods(known, name)).unwrap_or_default();
                (methods, matches!(known, Some(Known::Likely(_))))
            }
            _ => (Vec::new(), false),
        }
    }

    /// The methods that a name of an object or class may stand for.
    pub(super) fn methods(&self, known: Known, name: Symbol) -> Vec<(BodyId, Receiver)> {
        let classes = &self.calls.classes;
        let bodies = match known {
            Known::Object(class) | Known::Likely(class) => classes.overrides(class, name),
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
                (Method::Instance, Known::Object(_) | Known::Exact(_) | Known::Likely(_)) => {
                    Receiver::Object
                }
                (Method::Instance, Known::Class(_)) => Receiver::Argument,
                (Method::Instance, Known::Bases(_)) => Receiver::Own,
            };
            Some((body, receiver))
        };
        bodies.into_iter().filter_map(receiver).collect()
    }

    fn property(&self, attribute: NodeId) -> (Vec<Target>, bool) {
        let object = self.tree.children(attribute).next();
        let name = self.tree.node(attribute).symbol;
        let known = object.and_then(|object| self.class_of(object));
        let target =
            |body| Target::Function { body, receiver: Receiver::Object, passing: Passing::All };
        let is_guess = matches!(known, Some(Known::Likely(_)));
        if self.tree.node(attribute).role == Role::Target {
            let class = known.and_then(Known::object);
            let setter = class.and_then(|class| self.calls.classes.setter(class, name));
            return (setter.map(target).into_iter().collect(), is_guess);
        }
        let bodies = match known {
            Some(Known::Object(class) | Known::Likely(class)) => {
                self.calls.classes.overrides(class, name)
            }
            Some(Known::Exact(class)) => {
                self.calls.classes.method(class, name).into_iter().collect()
            }
            _ => return (Vec::new(), false),
        };
        let is_property = |body: &BodyId| {
            self.calls.body(*body).is_some_and(|body| body.method == Method::Property)
        };
        let targets = bodies.into_iter().filter(is_property).map(target).collect();
        (targets, is_guess)
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
        let (body, receiver) = self.callable(function).0.into_iter().next()?;
        // Whose method it is could be found at the function, not at the call.
        let receiver = if receiver == Receiver::Argument { receiver } else { Receiver::Class };
        Some(Target::Function { body, receiver, passing })
    }
}
