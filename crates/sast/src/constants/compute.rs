//! What an expression is when its parts are known.

use super::Constants;
use super::evaluate::{Ask, Belief, Goal};
use super::python::sequences::{self, Slice};
use super::python::{builtins, comparison, containers, format, operators, texts};
use super::value::Value;
use sdf_syntax::{Kind, NodeId, Role};

impl Constants<'_> {
    /// What is known for `goal` when `values` are known for its needs.
    pub(super) fn compute(&self, goal: Goal, values: &[Option<Value>]) -> Option<Value> {
        let tree = self.tree;
        let known = |at: usize| values.get(at).and_then(Option::as_ref);
        let id = goal.node;
        let node = tree.node(id);
        let operator = tree.bytes(node.symbol);
        if goal.ask == Ask::Truth {
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
                let value = values.try_fold(first, |union, value| union.or(value?))?;
                (!value.is_mutable() || self.is_only_read(id, &value)).then_some(value)
            }
            Kind::FormatString => self.format_string(id, values),
            Kind::Interpolation => self.interpolation(id, known(0)?),
            Kind::NamedExpression => known(0).filter(|value| !value.is_mutable()).cloned(),
            Kind::Unary => operators::unary(operator, known(0)?),
            Kind::Compare => compare(operator, values),
            Kind::Binary | Kind::AugmentedAssign => {
                let operator = match node.kind {
                    Kind::Binary => operator,
                    _ => operator.strip_suffix(b"=").unwrap_or(operator),
                };
                let is_format = operator == b"%" && known(0).is_some_and(Value::is_text);
                // To Semgrep this is no constant until a name stands for it.
                if is_format && goal.ask == Ask::Value && goal.belief == Belief::Written {
                    return None;
                }
                let exact = operators::binary(operator, known(0), known(1));
                match exact {
                    None if is_format => known(1).map(|_| Value::SomeText),
                    exact => exact,
                }
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
            Kind::Subscript => self.subscript(id, values),
            Kind::Call => self.call(id, values),
            Kind::List => Value::List(values.into()).bounded(),
            Kind::Tuple => Value::Tuple(values.into()).bounded(),
            Kind::Set => containers::set(values.iter().cloned()),
            Kind::Dictionary => {
                let mut pairs = Vec::new();
                for pair in values.chunks_exact(2) {
                    let [key, value] = pair else { return None };
                    pairs.push((key.clone()?, value.clone()));
                }
                containers::dictionary(pairs)
            }
            _ => None,
        }
    }

    fn subscript(&self, id: NodeId, values: &[Option<Value>]) -> Option<Value> {
        let tree = self.tree;
        let (object, parts) = values.split_first()?;
        let object = object.as_ref()?;
        let index = tree.child(id, Role::Index)?;
        if tree.node(index).kind != Kind::Slice {
            return sequences::index(object, parts.first()?.as_ref()?);
        }
        let bound = |role| {
            let place = tree.children(index).position(|part| tree.node(part).role == role);
            match place {
                Some(at) => parts.get(at)?.as_ref(),
                None => Some(&Value::None),
            }
        };
        let slice = Slice {
            start: bound(Role::Left)?,
            stop: bound(Role::Right)?,
            step: bound(Role::Operand)?,
        };
        sequences::slice(object, &slice)
    }

    /// The function or method that a call calls, by its name, and the object of the method: one
    /// that may be known.
    pub(super) fn callee(&self, call: NodeId) -> Option<(&[u8], Option<NodeId>)> {
        let tree = self.tree;
        let callee = tree.child(call, Role::Callee)?;
        let node = tree.node(callee);
        let name = tree.bytes(node.symbol);
        match node.kind {
            Kind::Name if self.is_builtin(callee) && builtins::is_known(name) => Some((name, None)),
            Kind::Attribute => Some((name, Some(tree.child(callee, Role::Object)?))),
            _ => None,
        }
    }

    /// Whether a name is what the language itself gives it.
    pub(super) fn is_builtin(&self, name: NodeId) -> bool {
        self.tree.node(name).kind == Kind::Name && self.names.read(name).is_none()
    }

    /// The values of the arguments of a call, with the names of those that have one.
    pub(super) fn arguments(
        &self,
        call: NodeId,
    ) -> impl Iterator<Item = (Option<&[u8]>, NodeId)> + use<'_> {
        let tree = self.tree;
        let all = tree.children(call).filter(|&part| tree.node(part).role == Role::Argument);
        all.map(|argument| {
            let node = tree.node(argument);
            let value = match node.kind {
                Kind::KeywordArgument => tree.children(argument).last(),
                _ => None,
            };
            match value {
                Some(value) => (Some(tree.bytes(node.symbol)), value),
                None => (None, argument),
            }
        })
    }

    fn call(&self, id: NodeId, values: &[Option<Value>]) -> Option<Value> {
        let (name, object) = self.callee(id)?;
        let (object, values) = match object {
            Some(_) => values.split_first().map(|(object, rest)| (object.as_ref(), rest))?,
            None => (None, values),
        };
        let (mut positional, mut named) = (Vec::new(), Vec::new());
        for ((word, node), value) in self.arguments(id).zip(values) {
            match (word, self.tree.node(node).kind) {
                (_, Kind::Starred | Kind::DoubleStarred | Kind::Generator) => return None,
                (Some(word), _) => named.push((word, value.clone())),
                (None, _) => positional.push(value.clone()),
            }
        }
        match object {
            None if name == b"isinstance" => {
                let kind = self.arguments(id).nth(1)?.1;
                let is_type = self.is_builtin(kind);
                let name = self.tree.bytes(self.tree.node(kind).symbol);
                let value = positional.first()?.as_ref()?;
                is_type.then(|| builtins::is_instance(value, name))?.map(Value::Boolean)
            }
            None => builtins::call(name, &positional, &named),
            Some(object) if object.is_text() => texts::method(object, name, &positional, &named),
            Some(object) if named.is_empty() => containers::method(object, name, &positional),
            Some(_) => None,
        }
    }

    fn format_string(&self, id: NodeId, parts: &[Option<Value>]) -> Option<Value> {
        // A template is no text.
        let prefix = self.tree.source(id, self.source).iter();
        let mut prefix = prefix.take_while(|byte| byte.is_ascii_alphabetic());
        if prefix.any(|byte| matches!(byte, b't' | b'T')) {
            return None;
        }
        let empty = Value::text("");
        parts.iter().try_fold(empty, |joined, part| match (&joined, part.as_ref()?) {
            (Value::Text(left), Value::Text(right)) => Some(operators::concatenation(left, right)),
            _ => Some(Value::SomeText),
        })
    }

    /// What an interpolation shows of its value.
    fn interpolation(&self, id: NodeId, value: &Value) -> Option<Value> {
        let tree = self.tree;
        let end = tree.node(id).end as usize;
        let expression = tree.children(id).next()?;
        let rest = self.source.get(tree.node(expression).end as usize..end).unwrap_or_default();
        let Some(mut rest) = rest.trim_ascii_start().strip_suffix(b"}") else {
            return Some(Value::SomeText);
        };
        let mut conversion = None;
        if let [b'!', letter, behind @ ..] = rest {
            conversion = Some(*letter);
            rest = behind.trim_ascii_start();
        }
        let shown = match rest {
            b"" => format::formatted(&format::converted(value, conversion)?, b""),
            [b':', specification @ ..] if memchr::memchr2(b'{', b'\\', specification).is_none() => {
                format::formatted(&format::converted(value, conversion)?, specification)
            }
            _ => None,
        };
        Some(shown.unwrap_or(Value::SomeText))
    }
}

/// The value of a chain of comparisons: one that does not hold decides.
fn compare(operators: &[u8], values: &[Option<Value>]) -> Option<Value> {
    let mut words =
        operators.split(|&byte| byte == b' ').filter(|word| !word.is_empty()).peekable();
    let mut is_known = true;
    for pair in values.windows(2) {
        let [left, right] = pair else { return None };
        let operator = match words.next()? {
            b"not" => {
                words.next();
                b"not in"
            }
            b"is" if words.next_if(|word| *word == b"not").is_some() => b"is not",
            word => word,
        };
        match comparison::comparison(operator, left.as_ref(), right.as_ref()) {
            Some(Value::Boolean(true)) => {}
            Some(Value::Boolean(false)) => return Some(Value::Boolean(false)),
            _ => is_known = false,
        }
    }
    is_known.then_some(Value::Boolean(true))
}
