//! Evaluation of expressions, without recursion: what a value depends on is found first.

use super::value::Value;
use super::{Constants, literals, operators};
use sdf_syntax::{Kind, NodeId, Role};

/// Something that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Goal {
    /// The value of the expression at a node.
    Value(NodeId),
    /// The value that a name gets from the expression at a node. Semgrep knows some kinds of
    /// expressions to be constant only through the name that they are assigned to.
    Assigned(NodeId),
    /// The value that a name gets from an augmented assignment.
    Augmented(NodeId),
    /// Whether the expression at a node counts as true.
    Truth(NodeId),
}

/// What has to be known for a goal.
struct Needs {
    goals: Vec<Goal>,
    /// Whether nothing is known when one of them is not.
    all: bool,
}

/// A goal under way.
struct Open {
    goal: Goal,
    needs: Needs,
    next: usize,
}

impl Constants<'_> {
    /// What is known for `goal`. What depends on itself is unknown.
    pub(super) fn solve(&self, goal: Goal) -> Option<Value> {
        if let Some(known) = self.immediately(goal) {
            return known;
        }
        let mut memo = self.memo.borrow_mut();
        let mut open = Vec::new();
        let begin = |memo: &mut super::Memo, goal| {
            // Unknown until the end, for those that come back to it.
            memo.insert(goal, None);
            self.needs(goal).map(|needs| Open { goal, needs, next: 0 })
        };
        open.extend(begin(&mut memo, goal));
        while let Some(top) = open.last_mut() {
            let known = |goal| self.immediately(goal).or_else(|| memo.get(&goal).cloned());
            if let Some(&goal) = top.needs.goals.get(top.next) {
                match known(goal) {
                    Some(None) if top.needs.all => drop(open.pop()),
                    Some(_) => top.next += 1,
                    None if !self.spend(1) => return None,
                    None => open.extend(begin(&mut memo, goal)),
                }
                continue;
            }
            let values: Vec<_> =
                top.needs.goals.iter().map(|&goal| known(goal).flatten()).collect();
            let goal = top.goal;
            let value = self.compute(goal, &values);
            open.pop();
            memo.insert(goal, value);
        }
        memo.get(&goal).cloned().flatten()
    }

    /// What needs nothing else and is not worth keeping.
    fn immediately(&self, goal: Goal) -> Option<Option<Value>> {
        let (Goal::Value(id) | Goal::Assigned(id) | Goal::Truth(id)) = goal else { return None };
        let node = self.tree.node(id);
        if literals::is_literal(node.kind) || node.kind == Kind::StringPart {
            let value = literals::literal(self.tree, self.source, id);
            return Some(match goal {
                Goal::Truth(_) => value.and_then(|value| value.truth()).map(Value::Boolean),
                _ => value,
            });
        }
        let is_composed = matches!(
            node.kind,
            Kind::Name
                | Kind::FormatString
                | Kind::Interpolation
                | Kind::Binary
                | Kind::Unary
                | Kind::BooleanOperation
                | Kind::Compare
                | Kind::Conditional
                | Kind::NamedExpression
        );
        match goal {
            Goal::Truth(_) if matches!(node.kind, Kind::List | Kind::Tuple | Kind::Dictionary) => {
                let has_elements = self.tree.children(id).next().is_some();
                // What is unpacked may be empty.
                let is_plain = self.tree.children(id).next().is_none_or(|first| {
                    !matches!(self.tree.node(first).kind, Kind::Starred | Kind::DoubleStarred)
                });
                Some(is_plain.then_some(Value::Boolean(has_elements)))
            }
            _ if !is_composed => Some(None),
            _ => None,
        }
    }

    /// What `goal` depends on; none if it cannot be known.
    fn needs(&self, goal: Goal) -> Option<Needs> {
        let tree = self.tree;
        let id = match goal {
            Goal::Truth(id) => {
                let node = tree.node(id);
                let below = |id| tree.children(id).map(Goal::Truth).collect();
                return Some(match node.kind {
                    Kind::BooleanOperation => Needs { goals: below(id), all: false },
                    Kind::Unary if tree.bytes(node.symbol) == b"not" => {
                        Needs { goals: below(id), all: true }
                    }
                    _ => Needs { goals: vec![Goal::Value(id)], all: true },
                });
            }
            Goal::Augmented(id) => {
                let target = tree.child(id, Role::Target).map(Goal::Value);
                let value = tree.child(id, Role::Value).map(Goal::Assigned);
                return Some(Needs { goals: vec![target?, value?], all: false });
            }
            Goal::Value(id) | Goal::Assigned(id) => id,
        };
        let below = |id| match goal {
            Goal::Assigned(_) => Goal::Assigned(id),
            _ => Goal::Value(id),
        };
        let part = |role| tree.child(id, role).map(below);
        let children = || tree.children(id).map(below).collect();
        let node = tree.node(id);
        Some(match node.kind {
            Kind::Name => Needs { goals: self.sources(id)?, all: true },
            Kind::FormatString | Kind::Unary | Kind::Compare => {
                Needs { goals: children(), all: true }
            }
            Kind::Interpolation | Kind::NamedExpression => {
                Needs { goals: vec![part(Role::Value).or_else(|| children().pop())?], all: true }
            }
            Kind::Binary => {
                Needs { goals: children(), all: !matches!(tree.bytes(node.symbol), b"*") }
            }
            Kind::Conditional => {
                let mut parts = tree.children(id);
                let (value, condition, other) = (parts.next()?, parts.next()?, parts.next()?);
                let goals = vec![Goal::Truth(condition), below(value), below(other)];
                Needs { goals, all: false }
            }
            Kind::BooleanOperation => {
                let left = tree.child(id, Role::Left)?;
                let right = tree.child(id, Role::Right)?;
                let mut goals = vec![Goal::Truth(left), below(left), below(right)];
                // `condition and this or that` is a conditional expression of old.
                let left = tree.node(left).kind == Kind::BooleanOperation
                    && tree.bytes(tree.node(left).symbol) == b"and";
                if left && matches!(goal, Goal::Assigned(_)) && tree.bytes(node.symbol) == b"or" {
                    let this = tree.child(id, Role::Left);
                    goals.extend(this.and_then(|this| tree.child(this, Role::Right)).map(below));
                }
                Needs { goals, all: false }
            }
            _ => return None,
        })
    }

    /// What is known for `goal` when `values` are known for its needs.
    fn compute(&self, goal: Goal, values: &[Option<Value>]) -> Option<Value> {
        let tree = self.tree;
        let known = |at: usize| values.get(at).and_then(Option::as_ref);
        let (Goal::Value(id) | Goal::Assigned(id) | Goal::Augmented(id) | Goal::Truth(id)) = goal;
        let node = tree.node(id);
        let operator = tree.bytes(node.symbol);
        if let Goal::Truth(_) = goal {
            let truth = |at| known(at).and_then(Value::truth);
            let truth = match (node.kind, operator, truth(0), truth(1)) {
                (Kind::BooleanOperation, b"and", Some(false), _)
                | (Kind::BooleanOperation, b"and", _, Some(false)) => Some(false),
                (Kind::BooleanOperation, b"or", Some(true), _)
                | (Kind::BooleanOperation, b"or", _, Some(true)) => Some(true),
                (Kind::BooleanOperation, _, left, right) => left.filter(|_| left == right),
                (Kind::Unary, b"not", truth, _) => truth.map(|truth| !truth),
                (_, _, truth, _) => truth,
            };
            return truth.map(Value::Boolean);
        }
        match node.kind {
            Kind::Name => {
                let mut values = values.iter().cloned();
                let first = values.next()??;
                values.try_fold(first, |union, value| union.or(value?))
            }
            Kind::FormatString => self.format_string(values),
            Kind::Interpolation => match (known(0)?, self.is_plain(id)) {
                (Value::Text(text), true) => Some(Value::Text(text.clone())),
                (Value::Integer(number), true) => {
                    Some(Value::Text(number.to_string().into_bytes().into()))
                }
                _ => Some(Value::SomeText),
            },
            Kind::NamedExpression => known(0).cloned(),
            Kind::Unary => operators::unary(operator, known(0)?),
            Kind::Compare if values.len() == 2 => {
                operators::comparison(operator, known(0)?, known(1)?)
            }
            Kind::Binary | Kind::AugmentedAssign => {
                let operator = match node.kind {
                    Kind::Binary => operator,
                    _ => operator.strip_suffix(b"=").unwrap_or(operator),
                };
                let is_format = operator == b"%"
                    && !matches!(goal, Goal::Value(_))
                    && known(0).is_some_and(Value::is_text);
                if is_format {
                    return known(1).map(|_| Value::SomeText);
                }
                operators::binary(operator, known(0), known(1))
            }
            Kind::Conditional => match known(0).and_then(Value::truth) {
                Some(true) => known(1).cloned(),
                Some(false) => known(2).cloned(),
                None => known(1)?.clone().or(known(2)?.clone()),
            },
            Kind::BooleanOperation => match known(0).and_then(Value::truth) {
                Some(truth) if truth == (operator == b"and") => known(2).cloned(),
                Some(_) => known(1).cloned(),
                None if values.len() > 3 => known(3)?.clone().or(known(2)?.clone()),
                None => known(1)?.clone().or(known(2)?.clone()).filter(Value::is_boolean),
            },
            _ => None,
        }
    }

    fn format_string(&self, parts: &[Option<Value>]) -> Option<Value> {
        let empty = Value::Text(std::rc::Rc::from([]));
        parts.iter().try_fold(empty, |joined, part| match (&joined, part.as_ref()?) {
            (Value::Text(left), Value::Text(right)) => Some(operators::concatenation(left, right)),
            _ => Some(Value::SomeText),
        })
    }

    /// Whether an interpolation shows its value as it is: no format, no conversion.
    fn is_plain(&self, id: NodeId) -> bool {
        let tree = self.tree;
        let end = tree.node(id).end as usize;
        let Some(value) = tree.children(id).next() else { return false };
        let rest = self.source.get(tree.node(value).end as usize..end).unwrap_or_default();
        rest.trim_ascii() == b"}"
    }
}
