//! Which functions of a file its calls lead to, as far as names tell.

mod annotations;
mod bodies;
mod classes;
mod given;
mod guess;
mod imported;
mod interface;
mod objects;
mod resolve;
mod tuples;
mod variables;

pub(super) use bodies::{Body, Method, Parameter, ParameterKind};
pub use imported::{Abroad, Modules};
pub use interface::Interface;
pub(super) use variables::Lasting;

use crate::tables::{HashMap, HashSet};
use classes::Classes;
use imported::Imported;
use resolve::Resolver;
use sdf_syntax::flow::Variables;
use sdf_syntax::{Kind, Names, NodeId, Symbol, Tree};
use std::collections::BTreeMap;

/// A class's place among those of its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClassId(pub u32);

/// A body's place among those of its file. Body 0 is the module's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BodyId(pub u32);

impl BodyId {
    /// The body of the module.
    pub const MODULE: BodyId = BodyId(0);

    /// As an index into tables by body.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What the first parameter of a called function gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Receiver {
    /// The first argument, as any other.
    Argument,
    /// The object of the call: an attribute's.
    Object,
    /// What the function around the call has as its first parameter.
    Own,
    /// A new object, which is the value of the call.
    New,
    /// A class, which nothing is known of.
    Class,
}

/// Which of its arguments a call hands on to a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passing {
    /// All, as they are.
    All,
    /// The elements of those behind the first, as `map` does.
    Elements,
    /// Those behind the argument at this place, as `submit` does.
    Behind(u32),
    /// Those in `args` and `kwargs`, as `Thread` does.
    Named,
}

/// What a call runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A function.
    Function {
        /// Its body.
        body: BodyId,
        /// Its first parameter.
        receiver: Receiver,
        /// What it is passed.
        passing: Passing,
    },
    /// A class without a constructor of its own, whose arguments become its fields.
    Record(ClassId),
}

impl Target {
    /// The body that runs.
    pub fn body(self) -> Option<BodyId> {
        match self {
            Target::Function { body, .. } => Some(body),
            Target::Record(_) => None,
        }
    }
}

/// The functions of a file and what calls which.
#[derive(Clone, Debug, Default)]
pub struct Calls {
    bodies: Vec<Body>,
    by_owner: HashMap<NodeId, BodyId>,
    classes: Classes,
    /// By call, or by attribute that reads a property.
    targets: HashMap<NodeId, Vec<Target>>,
    /// Calls and attributes that may as well run something unknown.
    guesses: HashSet<NodeId>,
    /// By variable: whose state outlives the bodies that write it.
    lasting: BTreeMap<u32, Lasting>,
    class_variables: HashMap<ClassId, u32>,
    /// What other modules offer.
    imported: Imported,
    /// The name of constructors.
    initialise: Option<Symbol>,
}

impl Calls {
    /// Those of `tree`, whose names are `names` and whose variables `variables`. With `project`,
    /// of which it is the module of that number, functions of its other modules are known, too.
    pub fn of(
        tree: &Tree,
        source: &[u8],
        names: &Names,
        variables: &Variables,
        project: Option<(&dyn Modules, u32)>,
    ) -> Calls {
        let (mut bodies, by_owner) = bodies::find(tree, source, names);
        let find = |project| Imported::find(tree, names, project, bodies.len());
        let mut imported = project.map(find).unwrap_or_default();
        let modules = project.map(|(modules, _)| modules);
        let classes = Classes::find(tree, source, names, &by_owner, (&mut imported, modules));
        bodies.extend(imported.take_bodies());
        let mut calls = Calls { bodies, by_owner, classes, imported, ..Calls::default() };
        calls.initialise = calls.symbol(tree, b"__init__");
        calls.describe(tree);
        for run in Resolver::new(tree, source, names, &calls).run() {
            calls.targets.entry(run.at).or_default().push(run.target);
            if run.is_guess {
                calls.guesses.insert(run.at);
            }
            let caller = calls.bodies.get_mut(run.within.index());
            if let (Some(body), Some(caller)) = (run.target.body(), caller) {
                caller.calls.push(body);
            }
        }
        for body in &mut calls.bodies {
            body.calls.sort_unstable();
            body.calls.dedup();
        }
        calls.surround(tree, names, variables);
        calls
    }

    /// The bodies.
    pub fn bodies(&self) -> &[Body] {
        &self.bodies
    }

    /// A body.
    pub fn body(&self, id: BodyId) -> Option<&Body> {
        self.bodies.get(id.index())
    }

    /// The symbol for a text, which the file or what it imports names.
    pub fn symbol(&self, tree: &Tree, text: &[u8]) -> Option<Symbol> {
        tree.symbol(text).or_else(|| self.imported.symbols.get(text).copied())
    }

    /// The text of a symbol of the file or of what it imports.
    pub fn text<'t>(&'t self, tree: &'t Tree, symbol: Symbol) -> &'t [u8] {
        let beyond = symbol.index().checked_sub(tree.symbol_count());
        match beyond {
            None => tree.bytes(symbol),
            Some(at) => self.imported.names.get(at).map(Vec::as_slice).unwrap_or_default(),
        }
    }

    /// How many symbols there are.
    pub fn symbol_count(&self, tree: &Tree) -> usize {
        tree.symbol_count() + self.imported.names.len()
    }

    /// The function of another module that an expression names.
    fn imported_function(&self, node: NodeId) -> Option<BodyId> {
        self.imported.functions.get(&node).copied()
    }

    /// The body of a module, function or lambda.
    pub fn of_owner(&self, owner: NodeId) -> Option<BodyId> {
        self.by_owner.get(&owner).copied()
    }

    /// What a call, or the reading of an attribute, runs: one of these.
    pub fn targets(&self, node: NodeId) -> &[Target] {
        self.targets.get(&node).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a call, or the reading of an attribute, may as well run something unknown.
    pub fn is_guess(&self, node: NodeId) -> bool {
        self.guesses.contains(&node)
    }

    /// Who else reads a variable of the module or of a class.
    pub fn lasting(&self, variable: u32) -> Option<Lasting> {
        self.lasting.get(&variable).copied()
    }

    /// The variable that a class of the module is.
    pub fn class_variable(&self, class: ClassId) -> Option<u32> {
        self.class_variables.get(&class).copied()
    }

    /// What makes objects of a class ready.
    pub fn constructor(&self, class: ClassId) -> Option<BodyId> {
        self.classes.method(class, self.initialise?)
    }

    /// A method of a class.
    pub fn first_method(&self, class: ClassId) -> Option<BodyId> {
        self.classes.first_method(class)
    }

    /// The fields of a class in order, those of its bases first.
    pub fn fields(&self, class: ClassId) -> Vec<Symbol> {
        self.classes.fields(class)
    }

    /// Whether the fields of a class are elements of a tuple.
    pub fn is_tuple(&self, class: ClassId) -> bool {
        self.classes.is_tuple(class)
    }

    /// How many classes there are.
    pub fn class_count(&self) -> usize {
        self.classes.count()
    }

    /// A class, those it is made from and those made from it: they may be one object.
    pub fn family(&self, class: ClassId) -> Vec<ClassId> {
        self.classes.family(class)
    }

    /// Tells methods what they are methods of.
    fn describe(&mut self, tree: &Tree) {
        for (class, method) in self.classes.methods() {
            if let Some(body) = self.bodies.get_mut(method.index()) {
                body.class = Some(class);
                if body.abroad.is_none() {
                    body.method = Method::of(tree, body.owner);
                }
            }
        }
    }

    /// Tells bodies what they read of those around them, and whether others may run them.
    fn surround(&mut self, tree: &Tree, names: &Names, variables: &Variables) {
        let class = |node| self.classes.at(node);
        self.lasting = variables::lasting(tree, names, variables, class);
        let (lasting, owners) = (&self.lasting, &self.by_owner);
        variables::capture(tree, names, variables, lasting, &mut self.bodies, owners);
        for (&variable, lasting) in lasting {
            if let &Lasting::Class(class) = lasting {
                self.class_variables.insert(class, variable);
            }
        }
        let targets = &self.targets;
        let escapes = variables::escaping(tree, names, |call| {
            targets.get(&call).into_iter().flatten().any(|target| target.body().is_some())
        });
        for (id, body) in self.bodies.iter_mut().enumerate() {
            let is_decorated =
                tree.children(body.owner).any(|child| tree.node(child).kind == Kind::Decorator);
            body.escapes = id != BodyId::MODULE.index()
                && (is_decorated || body.class.is_some() || escapes.contains(&body.owner));
        }
    }
}
