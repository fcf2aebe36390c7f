//! Which variables more than one body reads.

use super::bodies::Body;
use super::{BodyId, ClassId};
use crate::tables::{HashMap, HashSet};
use sdf_syntax::flow::{Flow, Variables};
use sdf_syntax::{BindingKind, Kind, Names, NodeId, Role, ScopeId, ScopeKind, Symbol, Tree};
use std::collections::BTreeMap;

/// Who else reads a variable when the body that writes it is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lasting {
    /// Functions: it is one of the module's.
    Global,
    /// Functions: it is a class of the module.
    Class(ClassId),
    /// Whoever has an object of the class: it is a name in its body.
    Member(ClassId, Symbol),
}

/// Variables of the module that a function assigns.
fn assigned_within(tree: &Tree, names: &Names, variables: &Variables) -> impl Iterator<Item = u32> {
    names.bindings().iter().filter_map(|binding| {
        let is_value = matches!(binding.kind, BindingKind::Value(_) | BindingKind::Other);
        let is_within = is_value
            && binding.scope == ScopeId::MODULE
            && Flow::owner_of(tree, binding.node) != NodeId::ROOT;
        variables.get(binding.node).filter(|_| is_within).map(|variable| variable.0)
    })
}

/// How many names put together to one are looked through for where it begins.
const LONGEST: usize = 8;

/// What the module imports of which a function assigns members, as `flask.g`.
fn filled(tree: &Tree, names: &Names, variables: &Variables) -> impl Iterator<Item = u32> {
    let is_target = |&id: &NodeId| {
        let node = tree.node(id);
        node.kind == Kind::Attribute && node.role == Role::Target
    };
    tree.subtree(NodeId::ROOT).filter(is_target).filter_map(|target| {
        let object = |&at: &NodeId| tree.child(at, Role::Object);
        let names_of = std::iter::successors(Some(target), object).take(LONGEST);
        let first = names_of.last().filter(|&it| tree.node(it).kind == Kind::Name)?;
        let binding = names.read(first)?;
        let is_import = matches!(binding.kind, BindingKind::Import(_))
            && binding.scope == ScopeId::MODULE
            && binding.previous.is_none()
            && binding.next.is_none();
        variables.get(first).filter(|_| is_import).map(|variable| variable.0)
    })
}

/// Variables that are read when the body that writes them is over: what the module assigns once,
/// or a function assigns for it, imported objects with members of their own, classes, and the names in the bodies of classes.
pub(super) fn lasting(
    tree: &Tree,
    names: &Names,
    variables: &Variables,
    class: impl Fn(NodeId) -> Option<ClassId>,
) -> BTreeMap<u32, Lasting> {
    let mut lasting = BTreeMap::new();
    for binding in names.bindings() {
        let Some(variable) = variables.get(binding.node) else { continue };
        let Some(scope) = names.scopes().get(binding.scope.index()) else { continue };
        let is_value = matches!(binding.kind, BindingKind::Value(_));
        let is_only = binding.previous.is_none() && binding.next.is_none();
        match scope.kind {
            ScopeKind::Module if is_value && is_only => {
                lasting.insert(variable.0, Lasting::Global);
            }
            ScopeKind::Module if binding.kind == BindingKind::Class && is_only => {
                let class = class(binding.node).map(Lasting::Class);
                lasting.extend(class.map(|class| (variable.0, class)));
            }
            ScopeKind::Class if is_value => {
                let member = class(scope.node).map(|class| Lasting::Member(class, binding.name));
                lasting.extend(member.map(|member| (variable.0, member)));
            }
            _ => {}
        }
    }
    lasting.extend(filled(tree, names, variables).map(|it| (it, Lasting::Global)));
    lasting.extend(assigned_within(tree, names, variables).map(|it| (it, Lasting::Global)));
    lasting
}

/// Notes for each body which variables of functions around it and of the module it reads.
pub(super) fn capture(
    tree: &Tree,
    names: &Names,
    variables: &Variables,
    lasting: &BTreeMap<u32, Lasting>,
    bodies: &mut [Body],
    by_owner: &HashMap<NodeId, BodyId>,
) {
    // The bodies around each node, outermost first.
    let mut open: Vec<(NodeId, BodyId)> = Vec::new();
    for id in tree.subtree(NodeId::ROOT) {
        while open.last().is_some_and(|&(end, _)| id >= end) {
            open.pop();
        }
        if let Some(&body) = by_owner.get(&id) {
            open.push((tree.node(id).subtree_end, body));
        }
        let Some(variable) = variables.get(id).filter(|_| tree.node(id).kind == Kind::Name) else {
            continue;
        };
        let scope = variables.scope(variable);
        let Some(home) = scope.and_then(|scope| names.scopes().get(scope.index())) else {
            continue;
        };
        let is_global = home.kind == ScopeKind::Module && lasting.contains_key(&variable.0);
        if !is_global && home.kind != ScopeKind::Function {
            continue;
        }
        // Hostile code may nest deep.
        for &(_, body) in open.iter().rev().take(16) {
            let Some(body) = bodies.get_mut(body.index()) else { break };
            let is_lambda = tree.node(body.owner).kind == Kind::Lambda;
            let read = if is_global { &mut body.globals } else { &mut body.captures };
            if !is_global && body.owner <= home.node {
                break;
            }
            if read.last() != Some(&variable.0) {
                read.push(variable.0);
            }
            // What a lambda reads is read in the function around it too.
            if is_global && !is_lambda {
                break;
            }
        }
    }
    for read in bodies.iter_mut().flat_map(|body| [&mut body.captures, &mut body.globals]) {
        read.sort_unstable();
        read.dedup();
    }
}

/// The functions whose names are read otherwise than to call them.
pub(super) fn escaping(
    tree: &Tree,
    names: &Names,
    is_known: impl Fn(NodeId) -> bool,
) -> HashSet<NodeId> {
    let mut escaping = HashSet::default();
    for id in tree.subtree(NodeId::ROOT) {
        let node = tree.node(id);
        if node.kind != Kind::Name {
            continue;
        }
        let Some(binding) = names.read(id) else { continue };
        let function = match binding.kind {
            BindingKind::Function => binding.node,
            BindingKind::Value(value) if tree.node(value).kind == Kind::Lambda => value,
            _ => continue,
        };
        if node.role != Role::Callee || !is_known(node.parent) {
            escaping.insert(function);
        }
    }
    escaping
}
