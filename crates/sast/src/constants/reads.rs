//! Whether a container is what it was made: nothing may have changed it.

use super::Constants;
use super::literals;
use super::python::{builtins, sequences};
use super::value::Value;
use crate::tables::HashMap;
use crate::taint::Flows;
use sdf_syntax::flow::VariableId;
use sdf_syntax::{Kind, NodeId, Role};

/// By variable all the names that stand for it.
pub(super) type Uses = HashMap<VariableId, Vec<NodeId>>;

/// What is done with a container where it stands.
enum Use {
    /// It is looked at.
    Read,
    /// It is looked at and some of what it holds comes out of the expression at the node.
    Picked(NodeId),
    /// It is changed, or gets to where nobody knows what is done with it.
    Lost,
}

/// How deep what is picked out of a container is followed.
const PICKED: usize = 4;

/// Variables that are used more often than this are not followed.
const MOST_USES: usize = 256;

impl Constants<'_> {
    /// Whether the variable that the name at `id` stands for is never used but to look at what it
    /// holds: then `value`, a container made for it alone, is still what it was.
    pub(super) fn is_only_read(&self, id: NodeId, value: &Value) -> bool {
        let Some(variable) = self.flows.variables().get(id) else { return false };
        let is_flat = !value.holds_mutable();
        let known = self.only_read.borrow().get(&variable).copied();
        if let Some(known) = known.filter(|_| is_flat) {
            return known;
        }
        let uses = self.uses.get_or_init(|| self.all_uses());
        let uses = uses.get(&variable).map_or(&[][..], Vec::as_slice);
        let is_only_read = uses.len() <= MOST_USES
            && self.spend(uses.len() as u32)
            && uses.iter().all(|&name| self.keeps(name, value));
        if is_flat {
            self.only_read.borrow_mut().insert(variable, is_only_read);
        }
        is_only_read
    }

    fn all_uses(&self) -> Uses {
        let mut uses = Uses::default();
        for (at, node) in self.tree.nodes().iter().enumerate() {
            let id = NodeId(at as u32);
            if node.kind == Kind::Name
                && let Some(variable) = self.flows.variables().get(id)
            {
                uses.entry(variable).or_default().push(id);
            }
        }
        uses
    }

    /// Whether a use leaves `value`, and what it holds, what it is.
    fn keeps(&self, name: NodeId, value: &Value) -> bool {
        if self.tree.node(name).role == Role::Target {
            return self.is_made_for_it_alone(name);
        }
        let (mut at, mut value) = (name, value.clone());
        for _ in 0..PICKED {
            match self.used(at) {
                Use::Read => return true,
                Use::Picked(_) if !value.holds_mutable() => return true,
                Use::Picked(node) => {
                    if let Some(key) = self.key_picked_by(node) {
                        match sequences::index(&value, &key) {
                            Some(picked) if picked.is_mutable() => value = picked,
                            _ => return true,
                        }
                    }
                    at = node;
                }
                Use::Lost => return false,
            }
        }
        false
    }

    /// The literal that `d[key]` or `d.get(key)` picks an element by.
    fn key_picked_by(&self, picking: NodeId) -> Option<Value> {
        let tree = self.tree;
        let mut parts = tree.children(picking).skip(1);
        let key = parts.next()?;
        let is_picked = match tree.node(picking).kind {
            Kind::Subscript => parts.next().is_none(),
            Kind::Call => {
                let callee = tree.child(picking, Role::Callee)?;
                tree.bytes(tree.node(callee).symbol) == b"get"
            }
            _ => false,
        };
        is_picked.then(|| literals::literal(tree, self.source, key)).flatten()
    }

    /// Whether what is assigned to a name has no other name.
    fn is_made_for_it_alone(&self, target: NodeId) -> bool {
        let tree = self.tree;
        let mut at = target;
        for _ in 0..8 {
            let parent = tree.node(at).parent;
            match tree.node(parent).kind {
                Kind::Tuple | Kind::List => at = parent,
                Kind::Assign => {
                    let targets = tree.children(parent);
                    return targets.filter(|&it| tree.node(it).role == Role::Target).count() == 1;
                }
                // What is assigned there is unknown, or a new one.
                Kind::AugmentedAssign | Kind::For | Kind::ComprehensionFor | Kind::Delete => {
                    return true;
                }
                Kind::Handler => return true,
                _ => return false,
            }
        }
        false
    }

    /// What becomes of the value of the expression at `id`.
    fn used(&self, id: NodeId) -> Use {
        let tree = self.tree;
        let node = tree.node(id);
        let parent = node.parent;
        match (tree.node(parent).kind, node.role) {
            (Kind::Subscript, Role::Value) if !self.is_target(parent) => Use::Picked(parent),
            (Kind::Compare | Kind::Interpolation | Kind::Assert, _)
            | (Kind::ExpressionStatement, _)
            | (_, Role::Condition) => Use::Read,
            (Kind::Unary, _) if tree.bytes(tree.node(parent).symbol) == b"not" => Use::Read,
            (Kind::Conditional, _) if tree.children(parent).nth(1) == Some(id) => Use::Read,
            (Kind::For | Kind::ComprehensionFor, Role::Value) => Use::Picked(parent),
            (Kind::Starred | Kind::DoubleStarred | Kind::Binary, _) => Use::Picked(parent),
            (Kind::Call, Role::Argument) => self.passed(parent),
            (Kind::Attribute, Role::Object) => self.called(parent),
            (Kind::Global | Kind::Nonlocal, _) => Use::Read,
            _ => Use::Lost,
        }
    }

    /// Whether something is assigned to the expression at `id`, or within.
    fn is_target(&self, id: NodeId) -> bool {
        let tree = self.tree;
        let mut at = id;
        for _ in 0..8 {
            let node = tree.node(at);
            if node.role == Role::Target {
                return true;
            }
            match tree.node(node.parent).kind {
                Kind::Tuple | Kind::List | Kind::Starred => at = node.parent,
                _ => return false,
            }
        }
        true
    }

    /// What a call does with its argument.
    fn passed(&self, call: NodeId) -> Use {
        let tree = self.tree;
        let Some(callee) = tree.child(call, Role::Callee) else { return Use::Lost };
        let name = tree.bytes(tree.node(callee).symbol);
        match tree.node(callee).kind {
            Kind::Name if !self.is_builtin(callee) => Use::Lost,
            Kind::Name => match name {
                b"len" | b"str" | b"repr" | b"bool" | b"print" | b"isinstance" | b"any"
                | b"all" => Use::Read,
                b"enumerate" | b"zip" | b"reversed" | b"iter" => Use::Picked(call),
                name if builtins::is_known(name) => Use::Picked(call),
                _ => Use::Lost,
            },
            Kind::Attribute => {
                let object = tree.child(callee, Role::Object);
                let is_text = object.is_some_and(|object| tree.node(object).kind == Kind::String);
                if is_text { Use::Read } else { Use::Lost }
            }
            _ => Use::Lost,
        }
    }

    /// What becomes of a container whose member the attribute at `id` is.
    fn called(&self, id: NodeId) -> Use {
        let tree = self.tree;
        let call = tree.node(id).parent;
        if tree.node(call).kind != Kind::Call || tree.node(id).role != Role::Callee {
            return Use::Lost;
        }
        match tree.bytes(tree.node(id).symbol) {
            b"index" | b"count" | b"issubset" | b"issuperset" | b"isdisjoint" | b"__len__"
            | b"__contains__" => Use::Read,
            b"get" | b"keys" | b"values" | b"items" | b"copy" | b"union" | b"difference"
            | b"intersection" | b"__getitem__" => Use::Picked(call),
            _ => Use::Lost,
        }
    }
}
