//! Expressions.

use super::Matcher;
use crate::environment::{Bound, Environment, Environments};
use crate::pattern::Meaning;
use sdf_syntax::{Kind, NodeId, Role};

/// How many names are replaced by what they stand for, one within the other.
const DEEPEST: u8 = 8;

impl<'m, 'f> Matcher<'m, 'f> {
    /// How the expression `target` is what `pattern` says.
    pub(crate) fn expression(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let mut all = self.root(pattern, target, environment);
        // A name may also stand for what it was assigned, but at the root of a pattern.
        if self.options.symbolic_propagation
            && self.options.constant_propagation
            && self.kind(target) == Kind::Name
            && self.depth < DEEPEST
            && let Some(value) = self.facts.symbolic(target)
        {
            self.depth += 1;
            all.extend(self.expression(pattern, value, environment));
            self.depth -= 1;
        }
        all
    }

    /// The same for a whole pattern.
    pub(crate) fn root(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        if !self.budget.step() {
            return Vec::new();
        }
        let (wanted, found) = (*self.pattern.tree.node(pattern), *self.facts.tree.node(target));
        let same = |holds: bool| if holds { vec![environment.clone()] } else { Vec::new() };
        match wanted.kind {
            Kind::Name => match self.pattern.meaning(wanted.symbol) {
                Meaning::One(number) => match found.kind {
                    Kind::KeywordArgument | Kind::Pair => Vec::new(),
                    _ if !self.suits(number, target) => Vec::new(),
                    _ => self.bind(number, Bound::Node(target), environment),
                },
                Meaning::Run(number) => {
                    self.bind(Some(number), Bound::Run(Some((target, target))), environment)
                }
                Meaning::Dots => same(true),
                _ => same(self.path(pattern, target)),
            },
            Kind::Attribute => self.attribute(pattern, target, environment),
            Kind::Call => self.call(pattern, target, environment),
            Kind::Starred | Kind::DoubleStarred if self.run(pattern).is_some() => same(true),
            Kind::String => self.string(pattern, target, environment),
            Kind::FormatString => self.format_string(pattern, target, environment),
            Kind::Integer | Kind::Float | Kind::Boolean | Kind::None => same({
                let literal = self.pattern.literal(pattern);
                self.facts.same_value(target, &literal, self.options.constant_propagation)
            }),
            Kind::Ellipsis => same(true),
            Kind::BooleanOperation => self.associative(pattern, target, environment),
            Kind::Binary => self.binary(pattern, target, environment),
            Kind::Compare => self.compare(pattern, target, environment),
            Kind::Unary => self.unary(pattern, target, environment),
            Kind::Assign | Kind::NamedExpression => self.assign(pattern, target, environment),
            Kind::List if self.is_open(pattern) && found.kind == Kind::ListComprehension => {
                same(true)
            }
            Kind::Dictionary | Kind::Set if self.is_open(pattern) => same(matches!(
                found.kind,
                Kind::Dictionary
                    | Kind::Set
                    | Kind::DictionaryComprehension
                    | Kind::SetComprehension
            )),
            Kind::Dictionary | Kind::Set if self.wanted_set(pattern) == found.kind => {
                let (parts, elements) = (self.parts(pattern), self.children(target));
                self.unordered(&parts, &elements, false, environment, Matcher::expression)
            }
            Kind::Dictionary | Kind::Set => Vec::new(),
            Kind::Interpolation => self.interpolation(pattern, target, environment),
            kind if kind != found.kind => Vec::new(),
            Kind::Lambda => self.lambda(pattern, target, environment),
            Kind::Subscript => self.subscript(pattern, target, environment),
            Kind::Slice => self.slice(pattern, target, environment),
            Kind::KeywordArgument => self.keyword(pattern, target, environment),
            Kind::ListComprehension
            | Kind::SetComprehension
            | Kind::DictionaryComprehension
            | Kind::Generator => self.comprehension(pattern, target, environment),
            Kind::AugmentedAssign | Kind::Yield
                if wanted.symbol != found.symbol
                    && self.symbol(wanted.symbol) != Some(found.symbol) =>
            {
                Vec::new()
            }
            // `yield ...` yields something.
            Kind::Yield => {
                let values = (
                    self.pattern.tree.children(pattern).next(),
                    self.facts.tree.children(target).next(),
                );
                self.optional(values, false, environment, Matcher::expression)
            }
            _ => self.alike(pattern, target, environment),
        }
    }

    /// The same children, one by one.
    pub(super) fn alike(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let (parts, found) = (self.parts(pattern), self.children(target));
        self.sequence(&parts, &found, false, environment, Matcher::expression)
    }

    /// `<... P ...>`: what is matched, and all expressions within.
    pub(super) fn deep(
        &mut self,
        inner: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        if !self.options.go_deeper_expr {
            return self.root(inner, target, environment);
        }
        let mut all = Environments::new();
        let tree = self.facts.tree;
        let mut values = Vec::new();
        for id in tree.subtree(target) {
            let node = tree.node(id);
            let is_target = node.role == Role::Target
                && matches!(tree.node(node.parent).kind, Kind::ComprehensionFor);
            let is_assigned = matches!(node.kind, Kind::Assign | Kind::AugmentedAssign);
            let is_value = node.kind.is_expression() || is_assigned;
            if !is_value || is_target || self.facts.is_inner_of_chain(id) {
                continue;
            }
            if self.budget.is_spent() {
                break;
            }
            all.extend(self.root(inner, id, environment));
            if self.options.symbolic_propagation && node.kind == Kind::Name {
                values.extend(self.facts.symbolic(id));
            }
        }
        if self.depth < DEEPEST {
            self.depth += 1;
            for value in values {
                all.extend(self.deep(inner, value, environment));
            }
            self.depth -= 1;
        }
        all
    }

    /// A pattern for a statement is also looked for in what the statement evaluates: the value of
    /// an assignment, callees, arguments, operands, elements.
    pub(super) fn implicitly_deep(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let tree = self.facts.tree;
        let mut all = Environments::new();
        let mut open = vec![target];
        while let Some(id) = open.pop() {
            if self.budget.is_spent() {
                break;
            }
            all.extend(self.root(pattern, id, environment));
            let node = tree.node(id);
            let inner = tree.children(id);
            match node.kind {
                Kind::Assign | Kind::AugmentedAssign | Kind::NamedExpression => {
                    open.extend(inner.filter(|&child| tree.node(child).role == Role::Value))
                }
                Kind::Call
                | Kind::KeywordArgument
                | Kind::Starred
                | Kind::DoubleStarred
                | Kind::Await
                | Kind::Yield
                | Kind::Attribute
                | Kind::List
                | Kind::Tuple
                | Kind::Set
                | Kind::Dictionary
                | Kind::Pair
                | Kind::Binary
                | Kind::Unary
                | Kind::BooleanOperation
                | Kind::Compare
                | Kind::FormatString
                | Kind::Interpolation
                | Kind::Print => open.extend(inner),
                Kind::Name if self.options.symbolic_propagation && self.depth < DEEPEST => {
                    if let Some(value) = self.facts.symbolic(id) {
                        self.depth += 1;
                        all.extend(self.implicitly_deep(pattern, value, environment));
                        self.depth -= 1;
                    }
                }
                _ => {}
            }
        }
        all
    }

    /// Parameters and the expression.
    fn lambda(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let before = self.parameters(pattern, target, environment);
        let (wanted, found) = self.both(pattern, target, Role::Body);
        self.then(before, |matcher, environment| {
            matcher.sequence(&wanted, &found, false, environment, Matcher::expression)
        })
    }
}
