//! Evaluation of expressions, without recursion: what a value depends on is found first.

use super::value::{MOST_ELEMENTS, Value};
use super::{Constants, literals};
use sdf_syntax::{Kind, NodeId, Role};

/// What can be asked of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Ask {
    /// The value of the expression.
    Value,
    /// The value that a name gets from the expression. Semgrep knows some kinds of expressions to
    /// be constant only through the name that they are assigned to.
    Assigned,
    /// The value that a name gets from the augmented assignment.
    Augmented,
    /// Whether the expression counts as true.
    Truth,
}

/// Whom to believe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Belief {
    /// The file: what it says a name is, it is.
    Written,
    /// What nobody outside of the file sets otherwise: no settings. So for what can run at all.
    Certain,
}

/// Something that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Goal {
    pub(super) ask: Ask,
    pub(super) node: NodeId,
    pub(super) belief: Belief,
}

impl Goal {
    pub(super) fn of(ask: Ask, node: NodeId, belief: Belief) -> Goal {
        Goal { ask, node, belief }
    }
}

/// What has to be known for a goal.
struct Needs {
    goals: Vec<Goal>,
    /// How many of the first of them must be known for anything to be.
    must: usize,
}

impl Needs {
    fn all(goals: Vec<Goal>) -> Needs {
        Needs { goals, must: usize::MAX }
    }

    fn any(goals: Vec<Goal>) -> Needs {
        Needs { goals, must: 0 }
    }
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
        let known = self.known(goal);
        known.unwrap_or_else(|| self.ready(|| self.solve_at_once(goal)))
    }

    /// What was found out about a goal; nothing is known of one under way.
    fn known(&self, goal: Goal) -> Option<Option<Value>> {
        self.immediately(goal).or_else(|| self.memo.borrow().get(&goal).cloned())
    }

    fn keep(&self, goal: Goal, value: Option<Value>) {
        self.memo.borrow_mut().insert(goal, value);
    }

    fn begin(&self, goal: Goal) -> Option<Open> {
        // Unknown until the end, for those that come back to it.
        self.keep(goal, None);
        self.needs(goal).map(|needs| Open { goal, needs, next: 0 })
    }

    /// What is known for `goal`; nothing if a body is wanted first.
    fn solve_at_once(&self, goal: Goal) -> Option<Value> {
        let mut open = Vec::new();
        let mut begun = goal;
        open.extend(self.begin(goal));
        while let Some(top) = open.last_mut() {
            if let Some(&goal) = top.needs.goals.get(top.next) {
                match self.known(goal) {
                    Some(None) if top.next < top.needs.must => drop(open.pop()),
                    Some(_) => top.next += 1,
                    None if !self.spend(1) => return None,
                    None => {
                        begun = goal;
                        open.extend(self.begin(goal));
                    }
                }
                if self.wanted.get().is_some() {
                    break;
                }
                continue;
            }
            let values: Vec<_> =
                top.needs.goals.iter().map(|&goal| self.known(goal).flatten()).collect();
            let goal = top.goal;
            let weight: usize = values.iter().flatten().map(weight).sum();
            // Elements may be compared each with each.
            if !self.spend((weight + weight * weight / 64) as u32) {
                return None;
            }
            let value = self.compute(goal, &values);
            open.pop();
            self.keep(goal, value);
        }
        let mut memo = self.memo.borrow_mut();
        if self.wanted.get().is_some() {
            memo.remove(&begun);
            open.iter().for_each(|open| drop(memo.remove(&open.goal)));
            return None;
        }
        memo.get(&goal).cloned().flatten()
    }

    /// What needs nothing else and is not worth keeping.
    fn immediately(&self, goal: Goal) -> Option<Option<Value>> {
        let id = goal.node;
        let node = self.tree.node(id);
        if goal.ask == Ask::Augmented {
            return None;
        }
        if literals::is_literal(node.kind) || node.kind == Kind::StringPart {
            let value = literals::literal(self.tree, self.source, id);
            return Some(match goal.ask {
                Ask::Truth => value.and_then(|value| value.truth()).map(Value::Boolean),
                _ => value,
            });
        }
        if goal.ask == Ask::Truth && is_display(node.kind) {
            let first = self.tree.children(id).next();
            // What is unpacked may be empty.
            let is_plain = first.is_none_or(|first| {
                !matches!(self.tree.node(first).kind, Kind::Starred | Kind::DoubleStarred)
            });
            return Some(is_plain.then_some(Value::Boolean(first.is_some())));
        }
        let is_composed = match node.kind {
            Kind::Name
            | Kind::FormatString
            | Kind::Interpolation
            | Kind::Binary
            | Kind::Unary
            | Kind::BooleanOperation
            | Kind::Compare
            | Kind::Conditional
            | Kind::Subscript
            | Kind::NamedExpression => true,
            // To Semgrep a call is what it is written as, until a name stands for it.
            Kind::Call if goal.belief == Belief::Written && goal.ask == Ask::Value => false,
            Kind::Call => self.callee(id).is_some(),
            kind => is_display(kind),
        };
        (!is_composed).then_some(None)
    }

    /// What `goal` depends on; none if it cannot be known.
    fn needs(&self, goal: Goal) -> Option<Needs> {
        let tree = self.tree;
        let id = goal.node;
        let node = tree.node(id);
        let ask = |ask| move |id| Goal::of(ask, id, goal.belief);
        match goal.ask {
            Ask::Truth => {
                let below = |id| tree.children(id).map(ask(Ask::Truth)).collect();
                return Some(match node.kind {
                    Kind::BooleanOperation => Needs::any(below(id)),
                    Kind::Unary if tree.bytes(node.symbol) == b"not" => Needs::all(below(id)),
                    _ => Needs::all(vec![ask(Ask::Value)(id)]),
                });
            }
            Ask::Augmented => {
                let target = tree.child(id, Role::Target).map(ask(Ask::Value));
                let value = tree.child(id, Role::Value).map(ask(Ask::Assigned));
                return Some(Needs::any(vec![target?, value?]));
            }
            Ask::Value | Ask::Assigned => {}
        }
        let below = ask(goal.ask);
        let part = |role| tree.child(id, role).map(below);
        let children = || tree.children(id).map(below).collect();
        Some(match node.kind {
            Kind::Name => Needs::all(self.sources(id, goal.belief)?),
            Kind::FormatString | Kind::Unary => Needs::all(children()),
            Kind::Compare => Needs::any(children()),
            Kind::Interpolation | Kind::NamedExpression => {
                Needs::all(vec![part(Role::Value).or_else(|| children().pop())?])
            }
            Kind::Binary if tree.bytes(node.symbol) == b"*" => Needs::any(children()),
            Kind::Binary => Needs::all(children()),
            Kind::Conditional => {
                let mut parts = tree.children(id);
                let (value, condition, other) = (parts.next()?, parts.next()?, parts.next()?);
                Needs::any(vec![ask(Ask::Truth)(condition), below(value), below(other)])
            }
            Kind::BooleanOperation => {
                let left = tree.child(id, Role::Left)?;
                let right = tree.child(id, Role::Right)?;
                let mut goals = vec![ask(Ask::Truth)(left), below(left), below(right)];
                // `condition and this or that` is a conditional expression of old.
                let left = tree.node(left).kind == Kind::BooleanOperation
                    && tree.bytes(tree.node(left).symbol) == b"and";
                if left && goal.ask == Ask::Assigned && tree.bytes(node.symbol) == b"or" {
                    let this = tree.child(id, Role::Left);
                    goals.extend(this.and_then(|this| tree.child(this, Role::Right)).map(below));
                }
                Needs::any(goals)
            }
            Kind::Subscript => {
                let mut indices =
                    tree.children(id).filter(|&part| tree.node(part).role == Role::Index);
                let (Some(index), None) = (indices.next(), indices.next()) else { return None };
                let mut goals = vec![part(Role::Value)?];
                match tree.node(index).kind {
                    Kind::Slice => goals.extend(tree.children(index).map(below)),
                    _ => goals.push(below(index)),
                }
                Needs::all(goals)
            }
            Kind::Call => {
                let mut goals = Vec::new();
                let is_method = self.callee(id)?.1.map(|object| goals.push(below(object)));
                goals.extend(self.arguments(id).map(|(_, value)| below(value)));
                Needs { goals, must: usize::from(is_method.is_some()) }
            }
            Kind::List | Kind::Tuple | Kind::Set => {
                let elements: Vec<_> = tree.children(id).take(MOST_ELEMENTS + 1).collect();
                let is_plain = |&element: &NodeId| tree.node(element).kind != Kind::Starred;
                if elements.len() > MOST_ELEMENTS || !elements.iter().all(is_plain) {
                    return None;
                }
                Needs::any(elements.into_iter().map(below).collect())
            }
            Kind::Dictionary => {
                let pairs: Vec<_> = tree.children(id).take(MOST_ELEMENTS + 1).collect();
                if pairs.len() > MOST_ELEMENTS {
                    return None;
                }
                let mut goals = Vec::new();
                for pair in pairs {
                    let part = |role| tree.child(pair, role).map(below);
                    goals.extend([part(Role::Key)?, part(Role::Value)?]);
                }
                Needs::any(goals)
            }
            _ => return None,
        })
    }
}

/// How much there is to look at in a value that may be as heavy as it likes to be.
fn weight(value: &Value) -> usize {
    if value.is_container() { value.weight().unwrap_or(512) } else { 1 }
}

fn is_display(kind: Kind) -> bool {
    matches!(kind, Kind::List | Kind::Tuple | Kind::Set | Kind::Dictionary)
}
