//! The modules, functions and lambdas of a file.

use super::{Abroad, BodyId, ClassId};
use crate::tables::{HashMap, HashSet};
use sdf_syntax::flow::Flow;
use sdf_syntax::{BindingKind, Kind, Names, NodeId, Role, Symbol, Tree};

/// How a parameter takes its arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterKind {
    /// By place or name.
    Plain,
    /// By name alone.
    Named,
    /// All further ones by place.
    Rest,
    /// All further ones by name.
    NamedRest,
}

/// A parameter.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Where it is written.
    pub node: NodeId,
    /// Its name; none for an old pattern.
    pub name: Symbol,
    /// How it takes arguments.
    pub kind: ParameterKind,
    /// Whether its name is given other values.
    pub is_rebound: bool,
}

/// What a function of a class is to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// Called on an object.
    #[default]
    Instance,
    /// Called on the class.
    Class,
    /// Called on neither.
    Static,
    /// Run when an attribute is read.
    Property,
}

impl Method {
    pub(super) fn of(tree: &Tree, function: NodeId) -> Method {
        let decorators =
            tree.children(function).filter(|&child| tree.node(child).kind == Kind::Decorator);
        for decorator in decorators {
            let Some(applied) = tree.children(decorator).next() else { continue };
            match tree.bytes(tree.node(applied).symbol) {
                b"property" | b"cached_property" => return Method::Property,
                b"classmethod" => return Method::Class,
                b"staticmethod" => return Method::Static,
                _ => {}
            }
        }
        Method::Instance
    }
}

/// What is known of a body before anything in it is followed.
#[derive(Clone, Debug)]
pub struct Body {
    /// The module, function or lambda.
    pub owner: NodeId,
    /// Its parameters in order.
    pub parameters: Vec<Parameter>,
    /// Whether calling it gives a generator.
    pub yields: bool,
    /// The class that it is a method of.
    pub class: Option<ClassId>,
    /// What it is to its class.
    pub method: Method,
    /// The bodies that its calls run, sorted.
    pub calls: Vec<BodyId>,
    /// The functions defined in it.
    pub inner: Vec<BodyId>,
    /// Variables of functions around that it or what is in it reads, sorted.
    pub captures: Vec<u32>,
    /// Whether who knows whom may run it.
    pub escapes: bool,
    /// Variables of the module that it reads, as far as they last, sorted.
    pub globals: Vec<u32>,
    /// Where it is, if not in this file. It has no owner then.
    pub abroad: Option<Abroad>,
}

/// All bodies of a file: functions, the module, and lambdas that a name is given to.
pub(super) fn find(
    tree: &Tree,
    source: &[u8],
    names: &Names,
) -> (Vec<Body>, HashMap<NodeId, BodyId>) {
    let named: HashSet<NodeId> = names
        .bindings()
        .iter()
        .filter_map(|binding| match binding.kind {
            BindingKind::Value(value) if tree.node(value).kind == Kind::Lambda => Some(value),
            _ => None,
        })
        .collect();
    let bindings = names.bindings().iter();
    let rebound: HashSet<NodeId> = bindings
        .filter(|binding| binding.kind == BindingKind::Parameter && binding.next.is_some())
        .map(|binding| binding.node)
        .collect();
    let mut bodies: Vec<Body> = Vec::new();
    let mut by_owner = HashMap::default();
    // The innermost owner at each node: its end and its body, none for a lambda without a name.
    let mut open: Vec<(NodeId, Option<BodyId>)> = Vec::new();
    for id in tree.subtree(NodeId::ROOT) {
        while open.last().is_some_and(|&(end, _)| id >= end) {
            open.pop();
        }
        let node = tree.node(id);
        match node.kind {
            Kind::Module | Kind::Function | Kind::Lambda => {
                let is_body = node.kind != Kind::Lambda || named.contains(&id);
                let body = is_body.then_some(BodyId(bodies.len() as u32));
                if let Some(body) = body {
                    let around = open.iter().rev().find_map(|&(_, around)| around);
                    if let Some(around) =
                        around.and_then(|around: BodyId| bodies.get_mut(around.index()))
                    {
                        around.inner.push(body);
                    }
                    by_owner.insert(id, body);
                    bodies.push(Body::at(tree, source, id, &rebound));
                }
                open.push((node.subtree_end, body));
            }
            Kind::Yield => {
                let owner = by_owner.get(&Flow::owner_of(tree, id));
                if let Some(body) = owner.and_then(|body| bodies.get_mut(body.index())) {
                    body.yields = true;
                }
            }
            _ => {}
        }
    }
    (bodies, by_owner)
}

impl Body {
    fn at(tree: &Tree, source: &[u8], owner: NodeId, rebound: &HashSet<NodeId>) -> Body {
        let mut parameters = Vec::new();
        let mut kind = ParameterKind::Plain;
        if owner != NodeId::ROOT {
            for child in tree.children(owner) {
                let node = tree.node(child);
                match node.kind {
                    Kind::ParameterSeparator if tree.source(child, source).starts_with(b"*") => {
                        kind = ParameterKind::Named;
                    }
                    Kind::Parameter => {
                        let this = match node.role {
                            Role::StarParameter => ParameterKind::Rest,
                            Role::DoubleStarParameter => ParameterKind::NamedRest,
                            _ => kind,
                        };
                        if this == ParameterKind::Rest {
                            kind = ParameterKind::Named;
                        }
                        parameters.push(Parameter {
                            node: child,
                            name: node.symbol,
                            kind: this,
                            is_rebound: rebound.contains(&child),
                        });
                    }
                    _ => {}
                }
            }
        }
        Body {
            owner,
            parameters,
            yields: false,
            class: None,
            method: Method::Instance,
            calls: Vec::new(),
            inner: Vec::new(),
            captures: Vec::new(),
            escapes: false,
            globals: Vec::new(),
            abroad: None,
        }
    }

    /// Whether its first parameter is an object of its class, or the class.
    pub fn has_receiver(&self) -> bool {
        self.class.is_some() && self.method != Method::Static
    }
}
