//! Text marked as safe for a page: whether only literals flow into it, as bandit follows them
//! through the assignments of one function.

use super::Pass;
use super::calls::Call;
use sdf_syntax::{Kind, NodeId, Role};

const MARKERS: [&[u8]; 5] =
    [b"mark_safe", b"SafeText", b"SafeUnicode", b"SafeString", b"SafeBytes"];

/// How many variables or calls a text is followed through.
const DEEPEST: usize = 32;

/// Whether a value is made of literals alone; none where bandit fails and finds nothing.
type Verdict = Option<bool>;

/// What a statement assigns to a variable.
enum Assigned {
    Nothing,
    One(NodeId),
    /// In the branches of a compound statement.
    Several(Vec<NodeId>),
}

impl Pass<'_, '_> {
    pub(super) fn mark_safe(&mut self, call: &Call) {
        if !self.wants(703)
            || !MARKERS.contains(&call.name())
            || !self.imports.has_like("django.utils.safestring")
        {
            return;
        }
        let Some(text) = self.positional(call.id).next() else { return };
        if self.is_text(text) {
            return;
        }
        if self.is_marked_text_literal(text, call.id) == Some(false) {
            let place = self.place(call.id);
            self.report(703, place);
        }
    }

    fn is_marked_text_literal(&self, text: NodeId, call: NodeId) -> Verdict {
        let scope = self.scope(call);
        match self.kind(text) {
            Kind::Name if self.is_parameter(text, scope) => Some(false),
            Kind::Name => self.is_variable_literal(text, scope, self.first_line(call), DEEPEST),
            Kind::Call => self.is_call_literal(text, scope, DEEPEST),
            Kind::Binary => match self.filled_in(text) {
                Some(arguments) => {
                    self.are_literal(arguments, scope, self.first_line(text), DEEPEST)
                }
                None => Some(false),
            },
            _ => Some(false),
        }
    }

    /// The function without `async`, or the file, that a node stands in.
    fn scope(&self, id: NodeId) -> NodeId {
        let mut at = self.parent(id);
        while at != NodeId::ROOT && self.step() {
            if self.kind(at) == Kind::Function && !self.is_async(at) {
                return at;
            }
            at = self.parent(at);
        }
        NodeId::ROOT
    }

    fn is_parameter(&self, name: NodeId, scope: NodeId) -> bool {
        self.kind(scope) == Kind::Function && {
            let parameters = self.parameters(scope).ordinary;
            parameters.iter().any(|&parameter| self.name_of(parameter) == self.name_of(name))
        }
    }

    fn first_line(&self, id: NodeId) -> usize {
        let node = self.tree.node(id);
        let start =
            if node.kind == Kind::Function { self.definition_start(id) } else { node.start };
        self.line(start)
    }

    /// What is filled in by `"…" % …`.
    fn filled_in(&self, operation: NodeId) -> Option<Vec<NodeId>> {
        let (tree, is_modulo) = (self.tree, self.name_of(operation) == b"%");
        let left = tree.child(operation, Role::Left)?;
        let right = tree.child(operation, Role::Right)?;
        (is_modulo && self.is_text(left)).then(|| match self.kind(right) {
            Kind::Tuple => tree.children(right).collect(),
            _ => vec![right],
        })
    }

    /// Whether a call is `"…".format(…)` of literals alone.
    fn is_call_literal(&self, call: NodeId, scope: NodeId, depth: usize) -> Verdict {
        let tree = self.tree;
        let is_format = tree.child(call, Role::Callee).is_some_and(|callee| {
            self.kind(callee) == Kind::Attribute
                && self.name_of(callee) == b"format"
                && tree.child(callee, Role::Object).is_some_and(|object| self.is_constant(object))
        });
        let is_keyword =
            |&id: &NodeId| matches!(self.kind(id), Kind::KeywordArgument | Kind::DoubleStarred);
        if !is_format || tree.children(call).any(|id| is_keyword(&id)) {
            return Some(false);
        }
        let arguments = self.positional(call).collect();
        self.are_literal(arguments, scope, self.first_line(call), depth)
    }

    /// Whether all of `arguments`, as they are before line `until`, are literals.
    fn are_literal(
        &self,
        mut arguments: Vec<NodeId>,
        scope: NodeId,
        until: usize,
        depth: usize,
    ) -> Verdict {
        let Some(depth) = depth.checked_sub(1) else { return Some(false) };
        let mut at = 0;
        while let Some(&argument) = arguments.get(at) {
            at += 1;
            let is_literal = self.step()
                && match self.kind(argument) {
                    Kind::String => self.is_text(argument),
                    Kind::Name => self.is_variable_literal(argument, scope, until, depth)?,
                    Kind::Call => self.is_call_literal(argument, scope, depth)?,
                    Kind::Starred => {
                        let unpacked = self.tree.children(argument).next();
                        let is_display =
                            |id: &NodeId| matches!(self.kind(*id), Kind::List | Kind::Tuple);
                        let unpacked = unpacked.filter(is_display);
                        arguments.extend(unpacked.iter().flat_map(|&it| self.tree.children(it)));
                        unpacked.is_some()
                    }
                    _ => false,
                };
            if !is_literal {
                return Some(false);
            }
        }
        Some(true)
    }

    /// Whether the statements of `scope` before line `until` leave a literal in a variable.
    fn is_variable_literal(
        &self,
        name: NodeId,
        scope: NodeId,
        until: usize,
        depth: usize,
    ) -> Verdict {
        let Some(depth) = depth.checked_sub(1) else { return Some(false) };
        if self.is_parameter(name, scope) {
            return Some(false);
        }
        let body = match scope {
            NodeId::ROOT => scope,
            _ => self.tree.child(scope, Role::Body)?,
        };
        let mut is_literal = false;
        for statement in self.tree.children(body) {
            if !self.step() || self.first_line(statement) >= until {
                break;
            }
            let line = self.first_line(statement);
            match self.assigned(name, statement)? {
                Assigned::Nothing => {}
                Assigned::One(value) => match self.kind(value) {
                    Kind::String if self.is_text(value) => is_literal = true,
                    Kind::Name => {
                        let until = self.first_line(value);
                        is_literal = self.is_variable_literal(value, scope, until, depth)?;
                    }
                    Kind::Call => is_literal = self.is_call_literal(value, scope, depth)?,
                    _ => return Some(false),
                },
                Assigned::Several(values) => {
                    for value in values {
                        let is_fine = self.is_text(value)
                            || self.kind(value) == Kind::Name
                                && self.is_variable_literal(value, scope, line, depth)?;
                        if !is_fine {
                            return Some(false);
                        }
                    }
                    is_literal = true;
                }
            }
        }
        Some(is_literal)
    }

    /// What a statement, with all that is nested in it, assigns to a variable; none where bandit
    /// fails.
    fn assigned(&self, name: NodeId, statement: NodeId) -> Option<Assigned> {
        let tree = self.tree;
        let (mut found, mut at) = (Vec::new(), statement);
        while at < tree.node(statement).subtree_end {
            if !self.step() {
                break;
            }
            let node = tree.node(at);
            let is_async = || tree.source(at, self.source).starts_with(b"async");
            let enters = match node.kind {
                Kind::Block | Kind::If | Kind::While | Kind::Try | Kind::Handler => true,
                Kind::For => !is_async(),
                Kind::Function => !self.is_async(at),
                Kind::With if is_async() => false,
                Kind::With if self.binds(at, name) => {
                    found.push(at);
                    false
                }
                Kind::With => true,
                Kind::AugmentedAssign => {
                    found.extend(self.value_if_target(at, name));
                    false
                }
                Kind::Assign if tree.child(at, Role::Type).is_none() => {
                    found.extend(self.value_assigned(at, name)?);
                    false
                }
                _ => false,
            };
            at = if enters { NodeId(at.0 + 1) } else { node.subtree_end.max(NodeId(at.0 + 1)) };
        }
        let is_simple = matches!(self.kind(statement), Kind::Assign | Kind::AugmentedAssign);
        Some(match found.as_slice() {
            [] => Assigned::Nothing,
            &[value] if is_simple || value == statement => Assigned::One(value),
            _ => Assigned::Several(found),
        })
    }

    fn is_same_name(&self, id: NodeId, name: NodeId) -> bool {
        self.kind(id) == Kind::Name && self.tree.node(id).symbol == self.tree.node(name).symbol
    }

    /// Whether the last item of a `with` binds the name.
    fn binds(&self, with: NodeId, name: NodeId) -> bool {
        let items = self.tree.children(with).filter(|&it| self.kind(it) == Kind::WithItem);
        let target = items.last().and_then(|item| self.tree.child(item, Role::Target));
        target.is_some_and(|target| self.is_same_name(target, name))
    }

    fn value_if_target(&self, assignment: NodeId, name: NodeId) -> Option<NodeId> {
        let tree = self.tree;
        let target =
            tree.child(assignment, Role::Target).or_else(|| tree.child(assignment, Role::Left))?;
        let value =
            tree.child(assignment, Role::Value).or_else(|| tree.child(assignment, Role::Right))?;
        self.is_same_name(target, name).then_some(value)
    }

    /// What the first target of an assignment gives the name; the outer none where bandit fails,
    /// on targets that are no names.
    fn value_assigned(&self, assignment: NodeId, name: NodeId) -> Option<Option<NodeId>> {
        let tree = self.tree;
        let (target, value) =
            match (tree.child(assignment, Role::Target), tree.child(assignment, Role::Value)) {
                (Some(target), Some(value)) => (target, value),
                _ => return Some(None),
            };
        if self.kind(target) != Kind::Tuple || self.kind(value) != Kind::Tuple {
            return Some(self.is_same_name(target, name).then_some(value));
        }
        let mut values = tree.children(value);
        for target in tree.children(target) {
            if self.kind(target) != Kind::Name {
                return None;
            }
            let value = values.next();
            if self.is_same_name(target, name) {
                return value.map(Some);
            }
        }
        Some(None)
    }
}
