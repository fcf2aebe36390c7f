//! Which function of the file a call calls, and what for which parameter.

use crate::facts::is_asynchronous;
use crate::taint::File;
use sdf_syntax::{BindingKind, Kind, NodeId, Role, Symbol};
use std::collections::{BTreeSet, HashMap};

/// The functions of a file.
pub(super) struct Functions<'a> {
    pub(super) file: File<'a>,
    /// By node the function, or the module, in whose body it is; lambdas are part of theirs.
    owners: Vec<NodeId>,
    /// The variables of parameters that are not bound again.
    variables: HashMap<NodeId, u32>,
}

impl<'a> Functions<'a> {
    pub(super) fn new(file: File<'a>) -> Self {
        let tree = file.tree;
        let mut owners: Vec<NodeId> = Vec::with_capacity(tree.nodes().len());
        for node in tree.nodes() {
            let is_body = node.role == Role::Body;
            let owner = match tree.node(node.parent).kind {
                Kind::Function if is_body => node.parent,
                _ => owners.get(node.parent.index()).copied().unwrap_or(NodeId::ROOT),
            };
            owners.push(owner);
        }
        let mut variables = HashMap::new();
        for binding in file.names.bindings() {
            let is_only = matches!(binding.kind, BindingKind::Parameter) && binding.next.is_none();
            let variable = file.flows.variables().get(binding.node).filter(|_| is_only);
            variables.extend(variable.map(|variable| (binding.node, variable.0)));
        }
        Functions { file, owners, variables }
    }

    /// The function or module whose body a node is in.
    pub(super) fn owner(&self, node: NodeId) -> NodeId {
        self.owners.get(node.index()).copied().unwrap_or(NodeId::ROOT)
    }

    /// The first parameters of a function in order, with their variables; one that is bound again
    /// has none, nor has one for many arguments.
    pub(super) fn parameters(&self, function: NodeId) -> Vec<(NodeId, Option<u32>)> {
        let tree = self.file.tree;
        let all = tree.children(function).filter(|&it| tree.node(it).kind == Kind::Parameter);
        let variable = |parameter: NodeId| {
            let is_plain = tree.node(parameter).role == Role::Parameter;
            self.variables.get(&parameter).copied().filter(|_| is_plain)
        };
        let first = all.take(super::functions::PARAMETERS);
        first.map(|parameter| (parameter, variable(parameter))).collect()
    }

    /// Calls of `functions`, and of which: by their names, and of methods by `self` or `cls`
    /// within their class.
    pub(super) fn calls(&self, functions: &BTreeSet<NodeId>) -> Vec<(NodeId, NodeId)> {
        let tree = self.file.tree;
        let methods: HashMap<(NodeId, Symbol), NodeId> = functions
            .iter()
            .filter_map(|&function| {
                let name = tree.node(tree.child(function, Role::Name)?).symbol;
                Some(((self.class_of(function)?, name), function))
            })
            .collect();
        let calls = tree.nodes().iter().enumerate().filter(|(_, node)| node.kind == Kind::Call);
        let mut found = Vec::new();
        for (at, node) in calls {
            let call = NodeId(at as u32);
            let Some(callee) = tree.child(call, Role::Callee) else { continue };
            let function = match tree.node(callee).kind {
                Kind::Name => self.named(callee),
                _ => self.method(callee).and_then(|method| methods.get(&method).copied()),
            };
            let is_awaited = tree.node(node.parent).kind == Kind::Await;
            let fits = |function: &NodeId| {
                functions.contains(function)
                    && is_awaited == is_asynchronous(tree, self.file.source, *function)
            };
            found.extend(function.filter(fits).map(|function| (call, function)));
        }
        found
    }

    /// The function that a name stands for.
    fn named(&self, name: NodeId) -> Option<NodeId> {
        let binding = self.file.names.read(name)?;
        let is_only = matches!(binding.kind, BindingKind::Function) && binding.next.is_none();
        is_only.then_some(binding.node)
    }

    /// The class and name of the method that `self.name` is.
    fn method(&self, callee: NodeId) -> Option<(NodeId, Symbol)> {
        let tree = self.file.tree;
        let object = *tree.node(tree.child(callee, Role::Object)?);
        let is_own =
            object.kind == Kind::Name && matches!(tree.bytes(object.symbol), b"self" | b"cls");
        let is_attribute = tree.node(callee).kind == Kind::Attribute;
        let class = self.class_of(self.owner(callee)).filter(|_| is_own && is_attribute)?;
        Some((class, tree.node(callee).symbol))
    }

    /// The class whose method a function is.
    fn class_of(&self, function: NodeId) -> Option<NodeId> {
        let tree = self.file.tree;
        let parent = tree.node(function).parent;
        let is_class = |&node: &NodeId| tree.node(node).kind == Kind::Class;
        [parent, tree.node(parent).parent].into_iter().find(is_class)
    }

    /// What a call passes, and for the how manieth parameter.
    pub(super) fn arguments(&self, function: NodeId, call: NodeId) -> Vec<(usize, NodeId)> {
        let tree = self.file.tree;
        let parameters = self.parameters(function);
        let callee = tree.child(call, Role::Callee);
        let is_method = callee.is_some_and(|callee| tree.node(callee).kind == Kind::Attribute);
        let is_static = tree.children(function).any(|child| {
            tree.node(child).kind == Kind::Decorator
                && tree.subtree(child).any(|id| tree.bytes(tree.node(id).symbol) == b"staticmethod")
        });
        let mut next = usize::from(is_method && !is_static);
        let mut found = Vec::new();
        for argument in tree.children(call).filter(|&child| Some(child) != callee) {
            let node = tree.node(argument);
            match node.kind {
                Kind::KeywordArgument => {
                    let is_it = |&(parameter, _): &(NodeId, Option<u32>)| {
                        tree.node(parameter).symbol == node.symbol
                    };
                    let at = parameters.iter().position(is_it);
                    found.extend(at.zip(tree.child(argument, Role::Value)));
                }
                Kind::Starred | Kind::DoubleStarred => break,
                _ => {
                    if next < parameters.len() {
                        found.push((next, argument));
                    }
                    next += 1;
                }
            }
        }
        found
    }
}
