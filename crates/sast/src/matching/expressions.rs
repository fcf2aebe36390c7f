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

    /// An element and clauses, of which `...` is any.
    fn comprehension(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let (parts, found) = (self.parts(pattern), self.children(target));
        let (Some((&element, clauses)), Some((&value, found))) =
            (parts.split_first(), found.split_first())
        else {
            return Vec::new();
        };
        let before = self.expression(element, value, environment);
        self.then(before, |matcher, environment| {
            matcher.sequence(clauses, found, false, environment, Matcher::expression)
        })
    }

    /// The kind of display that a pattern is: one of pairs is a dictionary, one with `...` and
    /// elements a set.
    fn wanted_set(&self, pattern: NodeId) -> Kind {
        let is_element = |&part: &NodeId| {
            self.run(part).is_none()
                && !matches!(self.wanted(part), Kind::Pair | Kind::DoubleStarred)
        };
        if self.pattern.tree.children(pattern).any(|part| is_element(&part)) {
            Kind::Set
        } else {
            self.wanted(pattern)
        }
    }

    /// Whether a display is `...` alone.
    fn is_open(&self, pattern: NodeId) -> bool {
        let mut parts = self.pattern.tree.children(pattern);
        matches!((parts.next(), parts.next()), (Some(only), None) if self.pattern.is_dots(only))
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

    /// A value and indices; several are a tuple.
    fn subscript(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let (wanted, found) = self.both(pattern, target, Role::Value);
        let (indices, found_indices) = self.both(pattern, target, Role::Index);
        let is_slice = |kind: Kind| kind == Kind::Slice;
        let any_slice = found_indices.iter().any(|&index| is_slice(self.kind(index)));
        let wants_slice = indices.iter().any(|&index| is_slice(self.wanted(index)));
        if any_slice != wants_slice {
            return Vec::new();
        }
        let before = self.sequence(&wanted, &found, false, environment, Matcher::expression);
        if let (&[index], &[first, .., last]) = (indices.as_slice(), found_indices.as_slice()) {
            // Several indices are a tuple.
            return self.then(before, |matcher, environment| {
                match matcher.pattern.meaning_of(index) {
                    Meaning::One(number) => {
                        matcher.bind(number, Bound::Run(Some((first, last))), environment)
                    }
                    Meaning::Dots => vec![environment.clone()],
                    _ => Vec::new(),
                }
            });
        }
        if indices.len() > 1 && found_indices.len() < 2 {
            return Vec::new();
        }
        self.then(before, |matcher, environment| {
            matcher.sequence(&indices, &found_indices, false, environment, Matcher::expression)
        })
    }

    /// The bounds that both have, each where the other has it.
    fn slice(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let mut environments = vec![environment.clone()];
        for role in [Role::Left, Role::Right, Role::Operand] {
            let bounds =
                (self.pattern.tree.child(pattern, role), self.facts.tree.child(target, role));
            environments = self.then(environments, |matcher, environment| {
                matcher.optional(bounds, false, environment, Matcher::expression)
            });
        }
        environments
    }

    /// Targets and value. Several targets of one value are a tuple, as Semgrep has them; a tuple
    /// assigned to as many targets is also each of the single assignments.
    pub(super) fn assign(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        if !matches!(self.kind(target), Kind::Assign | Kind::NamedExpression) {
            return Vec::new();
        }
        let (targets, found_targets) = self.both(pattern, target, Role::Target);
        let (types, found_types) = self.both(pattern, target, Role::Type);
        let (values, found_values) = self.both(pattern, target, Role::Value);
        if values.len() != found_values.len() {
            return Vec::new();
        }
        let mut environments = vec![environment.clone()];
        if !types.is_empty() {
            environments =
                self.sequence(&types, &found_types, false, environment, Matcher::expression);
        }
        let [wanted] = targets.as_slice() else {
            // `a = b = c` is written so in the pattern, too.
            let environments = self.then(environments, |matcher, environment| {
                matcher.sequence(&targets, &found_targets, false, environment, Matcher::expression)
            });
            return self.then(environments, |matcher, environment| {
                matcher.sequence(&values, &found_values, false, environment, Matcher::expression)
            });
        };
        let mut all = Environments::new();
        // Each target of several is looked at alone: what is assigned is assigned to each.
        for &found in &found_targets {
            let before = environments.clone();
            let named = self.then(before, |matcher, environment| {
                matcher.expression(*wanted, found, environment)
            });
            all.extend(self.then(named, |matcher, environment| {
                matcher.sequence(&values, &found_values, false, environment, Matcher::expression)
            }));
            let (Some(&value), Some(&given)) = (values.first(), found_values.first()) else {
                continue;
            };
            let is_tuple = |id| self.kind(id) == Kind::Tuple;
            if !is_tuple(found) || !is_tuple(given) {
                continue;
            }
            let (variables, givens) = (self.children(found), self.children(given));
            if variables.len() != givens.len() {
                continue;
            }
            for (variable, given) in variables.into_iter().zip(givens) {
                let named = self.then(environments.clone(), |matcher, environment| {
                    matcher.expression(*wanted, variable, environment)
                });
                all.extend(self.then(named, |matcher, environment| {
                    matcher.expression(value, given, environment)
                }));
            }
        }
        all
    }
}
